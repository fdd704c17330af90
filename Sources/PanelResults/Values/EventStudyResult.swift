/// An event study by two-way fixed effects: one coefficient per distance from treatment.
package struct EventStudyResult: RegressionFit, EventTimeResult, Equatable {
  package static let method = "event-study"

  package var heading: ResultHeading
  /// The fit; event-time coefficients are among its estimates, under names such as `treatment::-2`.
  package var regression: RegressionResult
  package var design: TreatmentDesign
  package var path: EventTimePath
  /// The mean of the coefficients at and after treatment, with its delta-method standard error.
  package var overall: Estimate?
  /// Those of the fit, and that of effects before treatment.
  package var tests: [HypothesisTest]
  /// Those of the fit, and those about the treatment.
  package var remarks: [Remark]

  package var estimator: EffectEstimator { .eventStudy }
  package var conventions: EffectConventions {
    EffectConventions(
      covariates: covariates(apartFrom: path.points.compactMap(\.estimate?.term) + hiddenDistances),
      reference: path.references.first
    )
  }
  /// The coefficients of distances outside the window, under `endpoints: full`: part of the model,
  /// and not shown.
  package var hiddenDistances: [String] {
    let shown = Set(path.points.compactMap(\.estimate?.term))
    let prefix = "\(design.treatment)::"
    return estimates.map(\.term).filter {
      !shown.contains($0) && $0.hasPrefix(prefix) && Int($0.dropFirst(prefix.count)) != nil
    }
  }
  package var sample: SampleDescription { regression.sample }
  package var estimates: [Estimate] { regression.estimates }
  package var statistics: [StatisticEntry] { regression.statistics + design.statistics }
  package var covariance: CovarianceDescription { regression.covariance }
  package var absorbedEffects: [AbsorbedEffect] { regression.absorbedEffects }
  package var omitted: [OmittedTerm] { regression.omitted }
  package var regressorLists: [String: [String]] { regression.regressorLists }
  package var provenance: Provenance { regression.provenance }

  package init(
    heading: ResultHeading,
    regression: RegressionResult,
    design: TreatmentDesign,
    path: EventTimePath,
    overall: Estimate? = nil,
    tests: [HypothesisTest] = [],
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.regression = regression
    self.design = design
    self.path = path
    self.overall = overall
    self.tests = tests
    self.remarks = remarks
  }
}

extension EventStudyResult {
  private enum CodingKeys: String, CodingKey {
    case regression, design, path, overall, tests, remarks
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(regression, forKey: .regression)
    try container.encode(design, forKey: .design)
    try container.encode(path, forKey: .path)
    try container.encodeIfPresent(overall, forKey: .overall)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    regression = try container.decode(RegressionResult.self, forKey: .regression)
    design = try container.decode(TreatmentDesign.self, forKey: .design)
    path = try container.decode(EventTimePath.self, forKey: .path)
    overall = try container.decodeIfPresent(Estimate.self, forKey: .overall)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
  }
}
