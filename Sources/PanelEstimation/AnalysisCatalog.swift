/// The analyses that a study can ask for, by the word that asks.
package struct AnalysisCatalog: Sendable {
  private let analyses: [AnalysisKind: any Analysis.Type]
  /// Every kind, in the order of the catalogue.
  package let kinds: [AnalysisKind]

  /// - Precondition: Kinds are distinct.
  package init(_ types: [any Analysis.Type]) {
    kinds = types.map { $0.kind }
    analyses = Dictionary(uniqueKeysWithValues: types.map { ($0.kind, $0) })
  }

  /// All analyses of this program: a new one adds a line here.
  package static let standard = AnalysisCatalog([
    Descriptives.self,
    GroupMeans.self,
    FixedEffects.self,
    InstrumentalVariables.self,
    CallawaySantAnna.self,
    Density.self,
    DifferenceInDifferences.self,
    EventStudy.self,
    Placebo.self,
    RandomizationInference.self,
    WildBootstrap.self,
    SunAbraham.self,
    Imputation.self,
    TwoStage.self,
    GoodmanBacon.self,
    TreatmentWeights.self,
    RandomEffects.self, Hausman.self,
    Mediation.self,
    EntropyWeighting.self, ComponentAnalysis.self, Correlations.self, VarianceInflation.self,
    Tobit.self, UnitValues.self,
    Moderation.self, Heterogeneity.self,
    MultipleTesting.self, Oster.self, SpecificationCurve.self,
    SpatialPanel.self, SpatialRegression.self,
    Moran.self,
    WeightsSummary.self,
    LocalAutocorrelation.self,
    SpatialDiagnostics.self,
    DoubleML.self,
  ])

  package subscript(kind: AnalysisKind) -> (any Analysis.Type)? { analyses[kind] }

  /// The kind that a user's word means: its own name, or one known for it elsewhere.
  package func kind(named word: String) -> AnalysisKind? {
    let kind = AnalysisKind(rawValue: Self.synonyms[word.lowercased()] ?? word)
    return analyses[kind] == nil ? nil : kind
  }

  /// Names under which users know a method.
  package static let synonyms = [
    "ols": "fixed-effects", "wls": "fixed-effects", "twfe": "did",
    "difference-in-differences": "did",
    "pca": "principal-components",
    "vif": "variance-inflation", "corr": "correlations", "pwcorr": "correlations",
    "2sls": "iv", "tsls": "iv", "ivreg": "iv", "ivreg2": "iv",
    "instrumental-variables": "iv",
    "xttobit": "tobit", "censored-regression": "tobit",
    "re": "random-effects", "xtreg-re": "random-effects", "gls": "random-effects",
    "phtest": "hausman", "xtoverid": "hausman",
    "rwolf": "multiple-testing", "romano-wolf": "multiple-testing", "psacalc": "oster",
    "speccurve": "specification-curve", "ddml": "double-ml", "dml": "double-ml",
    "xsmle": "spatial-panel", "spml": "spatial-panel",
    "lagsarlm": "spatial-regression", "spregress": "spatial-regression",
    "lisa": "local-moran", "localmoran": "local-moran", "moran-local": "local-moran",
    "morans-i": "moran", "spatgsa": "moran", "xtmoran": "moran", "geary": "moran",
  ]
}
