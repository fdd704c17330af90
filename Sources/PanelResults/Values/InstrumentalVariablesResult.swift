/// A capability: the result used instruments.
package protocol InstrumentedFit: RegressionFit {
  var estimator: InstrumentEstimator { get }
  /// The raw names of the endogenous variables.
  var endogenous: [String] { get }
  /// The raw names of the instruments.
  var instruments: [String] { get }
  /// One per endogenous variable, in their order.
  var firstStages: [FirstStage] { get }
  var reducedForm: RegressionResult { get }
  var weakIdentification: WeakIdentification { get }
}

/// A linear model some of whose regressors are endogenous, estimated with instruments.
package struct InstrumentalVariablesResult: InstrumentedFit, Equatable {
  package static let method = "iv"

  package var heading: ResultHeading
  /// The structural equation: endogenous variables first, then the others.
  package var regression: RegressionResult
  package var estimator: InstrumentEstimator
  /// The raw names of the endogenous variables.
  package var endogenous: [String]
  /// The raw names of the instruments that carry information beside the other regressors.
  package var instruments: [String]
  /// κ of the k-class: 1 for two-stage least squares; absent for GMM.
  package var kappa: Double?
  /// One per endogenous variable, in their order.
  package var firstStages: [FirstStage]
  /// The outcome on instruments and exogenous regressors.
  package var reducedForm: RegressionResult
  /// Those of the structural equation, then of identification, of the moments and of exogeneity.
  package var tests: [HypothesisTest]
  package var weakIdentification: WeakIdentification
  package var remarks: [Remark]

  package var sample: SampleDescription { regression.sample }
  package var estimates: [Estimate] { regression.estimates }
  package var statistics: [StatisticEntry] { regression.statistics }
  package var covariance: CovarianceDescription { regression.covariance }
  package var further: [FurtherInference] { regression.further }
  package var absorbedEffects: [AbsorbedEffect] { regression.absorbedEffects }
  package var omitted: [OmittedTerm] { regression.omitted }
  package var regressorLists: [String: [String]] { regression.regressorLists }
  package var provenance: Provenance { regression.provenance }

  /// The test of a kind, where the model has it.
  package func test(_ kind: HypothesisTest.Kind) -> HypothesisTest? {
    tests.first { $0.id == kind }
  }

  package init(
    heading: ResultHeading,
    regression: RegressionResult,
    estimator: InstrumentEstimator,
    endogenous: [String],
    instruments: [String],
    kappa: Double? = nil,
    firstStages: [FirstStage],
    reducedForm: RegressionResult,
    tests: [HypothesisTest],
    weakIdentification: WeakIdentification,
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.regression = regression
    self.estimator = estimator
    self.endogenous = endogenous
    self.instruments = instruments
    self.kappa = kappa
    self.firstStages = firstStages
    self.reducedForm = reducedForm
    self.tests = tests
    self.weakIdentification = weakIdentification
    self.remarks = remarks
  }
}

/// How instruments are turned into an estimate.
package enum InstrumentEstimator: String, Codable, Sendable, CaseIterable {
  /// Two-stage least squares.
  case twoStage = "2sls"
  /// Limited-information maximum likelihood.
  case liml
  /// Two-step efficient generalised method of moments.
  case gmm
}

/// The regression of an endogenous variable on instruments and exogenous regressors.
package struct FirstStage: Codable, Sendable, Equatable {
  /// The raw name of the endogenous variable.
  package var endogenous: String
  /// The regression; instruments first.
  package var regression: RegressionResult
  /// The share of the variable's own variation that the instruments explain.
  package var partialRSquared: Double
  /// The same once the other endogenous variables are predicted (Shea 1997).
  package var sheaPartialRSquared: Double
  /// Of the excluded instruments, and Sanderson and Windmeijer's where there are several
  /// endogenous variables.
  package var tests: [HypothesisTest]

  private enum CodingKeys: String, CodingKey {
    case endogenous, regression, tests
    case partialRSquared = "partial_r_squared"
    case sheaPartialRSquared = "shea_partial_r_squared"
  }

  package init(
    endogenous: String,
    regression: RegressionResult,
    partialRSquared: Double,
    sheaPartialRSquared: Double,
    tests: [HypothesisTest]
  ) {
    self.endogenous = endogenous
    self.regression = regression
    self.partialRSquared = partialRSquared
    self.sheaPartialRSquared = sheaPartialRSquared
    self.tests = tests
  }
}

extension InstrumentalVariablesResult {
  private enum CodingKeys: String, CodingKey {
    case regression, estimator, endogenous, instruments, kappa, tests, remarks
    case firstStages = "first_stages"
    case reducedForm = "reduced_form"
    case weakIdentification = "weak_identification"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(regression, forKey: .regression)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(endogenous, forKey: .endogenous)
    try container.encode(instruments, forKey: .instruments)
    try container.encodeIfPresent(kappa, forKey: .kappa)
    try container.encode(firstStages, forKey: .firstStages)
    try container.encode(reducedForm, forKey: .reducedForm)
    try container.encode(tests, forKey: .tests)
    try container.encode(weakIdentification, forKey: .weakIdentification)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    regression = try container.decode(RegressionResult.self, forKey: .regression)
    estimator = try container.decode(InstrumentEstimator.self, forKey: .estimator)
    endogenous = try container.decode([String].self, forKey: .endogenous)
    instruments = try container.decode([String].self, forKey: .instruments)
    kappa = try container.decodeIfPresent(Double.self, forKey: .kappa)
    firstStages = try container.decode([FirstStage].self, forKey: .firstStages)
    reducedForm = try container.decode(RegressionResult.self, forKey: .reducedForm)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    weakIdentification = try container.decode(
      WeakIdentification.self,
      forKey: .weakIdentification
    )
    remarks = try container.decode([Remark].self, forKey: .remarks)
  }
}
