/// Multi-period difference-in-differences by two-way fixed effects.
package struct DifferenceInDifferencesResult: RegressionFit, TreatmentEffectResult, Equatable {
  package static let method = "did"

  package var heading: ResultHeading
  /// The fit; its heading, sample and estimates are this result's.
  package var regression: RegressionResult
  package var design: TreatmentDesign
  /// The coefficient of the treatment.
  package var overall: Estimate?
  /// The share of the coefficient's weight on comparisons of newly treated units with already
  /// treated ones (Goodman-Bacon 2021).
  package var forbiddenShare: Availability<Double>
  /// Those of the fit, and those about the treatment.
  package var remarks: [Remark]

  package var estimator: EffectEstimator { .twoWayFixedEffects }
  package var conventions: EffectConventions {
    EffectConventions(covariates: covariates(apartFrom: overall.map { [$0.term] } ?? []))
  }
  package var sample: SampleDescription { regression.sample }
  package var estimates: [Estimate] { regression.estimates }
  package var statistics: [StatisticEntry] {
    regression.statistics + design.statistics + [StatisticEntry(.forbiddenShare, forbiddenShare)]
  }
  package var tests: [HypothesisTest] { regression.tests }
  package var covariance: CovarianceDescription { regression.covariance }
  package var further: [FurtherInference] { regression.further }
  package var absorbedEffects: [AbsorbedEffect] { regression.absorbedEffects }
  package var omitted: [OmittedTerm] { regression.omitted }
  package var regressorLists: [String: [String]] { regression.regressorLists }
  package var provenance: Provenance { regression.provenance }

  package init(
    heading: ResultHeading,
    regression: RegressionResult,
    design: TreatmentDesign,
    overall: Estimate? = nil,
    forbiddenShare: Availability<Double>,
    remarks: [Remark] = []
  ) {
    self.heading = heading
    self.regression = regression
    self.design = design
    self.overall = overall
    self.forbiddenShare = forbiddenShare
    self.remarks = remarks
  }
}

extension DifferenceInDifferencesResult {
  private enum CodingKeys: String, CodingKey {
    case regression, design, overall, remarks
    case forbiddenShare = "forbidden_share"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(regression, forKey: .regression)
    try container.encode(design, forKey: .design)
    try container.encodeIfPresent(overall, forKey: .overall)
    try container.encode(forbiddenShare, forKey: .forbiddenShare)
    try container.encode(remarks, forKey: .remarks)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    regression = try container.decode(RegressionResult.self, forKey: .regression)
    design = try container.decode(TreatmentDesign.self, forKey: .design)
    overall = try container.decodeIfPresent(Estimate.self, forKey: .overall)
    forbiddenShare = try container.decode(Availability<Double>.self, forKey: .forbiddenShare)
    remarks = try container.decode([Remark].self, forKey: .remarks)
  }
}
