package import PanelResults

/// A way to draw results; its properties are the keys of a study's figure entry.
package protocol FigureRecipe: Decodable, Sendable {
  /// The word in `kind:`, such as `coefficient-plot`.
  static var kind: String { get }
  /// One sentence for `panelpress list figures`.
  static var summary: String { get }
  /// The keys of an entry, `of`, `kind` and `caption` left out; a test holds them equal to the
  /// decoded ones.
  static var keys: [KeyDescription] { get }
  /// Whether the recipe is the natural one for these results, when the study names no kind.
  static func suits(_ results: [NamedResult]) -> Bool

  func figure(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> FigureModel
}

/// The figure recipes that a study can name.
package struct FigureRecipeCatalog: Sendable {
  /// In the order in which they are tried when a study names no kind.
  package var recipes: [any FigureRecipe.Type]

  package init(_ recipes: [any FigureRecipe.Type]) { self.recipes = recipes }

  package static let standard = FigureRecipeCatalog([
    GroupMeansPlot.self, EventStudyPlot.self, PlaceboDensityPlot.self, PlaceboTimePlot.self,
    DecompositionPlot.self, GroupTimePlot.self, DensityPlot.self, IndexWeightsPlot.self,
    MarginalEffectPlot.self, ForestPlot.self,
    SpecificationCurvePlot.self,
    MoranTimePlot.self,
    PathDiagram.self,
    SpatialEffectsPlot.self,
    Choropleth.self, ClusterMap.self, ConnectivityPlot.self,
    MoranScatterPlot.self,
    CoefficientPlot.self, OverlapPlot.self,
  ])

  package var kinds: [String] { recipes.map { $0.kind } }

  package subscript(kind: String) -> (any FigureRecipe.Type)? {
    recipes.first { $0.kind == kind }
  }

  /// The recipe that suits the results, when the study names none.
  package func recipe(suiting results: [NamedResult]) -> (any FigureRecipe.Type)? {
    recipes.first { $0.suits(results) }
  }
}
