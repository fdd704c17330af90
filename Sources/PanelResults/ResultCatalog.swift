/// The results that saved JSON may hold, found by their `method`.
package struct ResultCatalog: Sendable {
  package var types: [any AnalysisResult.Type]

  package init(_ types: [any AnalysisResult.Type]) { self.types = types }

  /// Every result this program writes.
  package static let standard = ResultCatalog([
    RegressionResult.self, DescriptivesResult.self, GroupMeansResult.self,
    DifferenceInDifferencesResult.self, EventStudyResult.self, TreatmentEffectsResult.self,
    DecompositionResult.self, TreatmentWeightsResult.self, PlaceboResult.self,
    WildBootstrapResult.self, DensityResult.self, InstrumentalVariablesResult.self,
    EntropyWeightsResult.self, PrincipalComponentsResult.self, CorrelationsResult.self,
    VarianceInflationResult.self,
    TobitResult.self,
    RandomEffectsResult.self, HausmanResult.self,
    ModerationResult.self, HeterogeneityResult.self,
    MultipleTestingResult.self, OsterResult.self, SpecificationCurveResult.self,
    MediationResult.self,
    MoranResult.self,
    DoubleMLResult.self,
    SpatialRegressionResult.self, SpatialDiagnosticsResult.self,
    LocalMoranResult.self,
    UnitValuesResult.self,
    WeightsSummaryResult.self,
    PublishedResult.self,
  ])

  package var methods: [String] { types.map { $0.method } }

  package subscript(method: String) -> (any AnalysisResult.Type)? {
    types.first { $0.method == method }
  }
}
