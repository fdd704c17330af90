/// The table recipes that a study may name.
package struct TableRecipeCatalog: Sendable {
  /// In the order in which they are asked whether they suit results of which no kind is named.
  package var recipes: [any TableRecipe.Type]

  package init(_ recipes: [any TableRecipe.Type]) { self.recipes = recipes }

  package static let standard = TableRecipeCatalog([
    EventStudyRecipe.self, ModerationRecipe.self, HeterogeneityRecipe.self, MediationRecipe.self,
    RegressionRecipe.self, SpatialEffectsRecipe.self, SpatialDiagnosticsRecipe.self,
    FirstStageRecipe.self, EstimatorsRecipe.self,
    PlaceboRecipe.self, DecompositionRecipe.self, TreatmentWeightsRecipe.self,
    WildBootstrapRecipe.self, EntropyWeightsRecipe.self, PrincipalComponentsRecipe.self,
    CorrelationsRecipe.self, VarianceInflationRecipe.self, HausmanRecipe.self,
    MultipleTestingRecipe.self, OsterRecipe.self, SpecificationCurveRecipe.self,
    MoranRecipe.self,
    WeightsSummaryRecipe.self,
    LocalMoranRecipe.self,
    DescriptivesRecipe.self, PanelSummaryRecipe.self, SampleFunnelRecipe.self,
    DefinitionsRecipe.self,
  ])

  package subscript(kind: String) -> (any TableRecipe.Type)? {
    recipes.first { $0.kind == kind }
  }

  /// The recipe that a study names by what it shows.
  package subscript(showing word: String) -> (any TableRecipe.Type)? {
    recipes.first { $0.show == word }
  }

  package var kinds: [String] { recipes.map { $0.kind } }
  /// The words of `show`.
  package var shows: [String] { recipes.compactMap { $0.show } }

  /// The natural recipe for these results; `nil` where none suits.
  package func suiting(_ results: [NamedResult]) -> (any TableRecipe.Type)? {
    recipes.first { $0.suits(results) }
  }
}
