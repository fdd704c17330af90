extension DoubleMLResult {
  private enum CodingKeys: String, CodingKey {
    case sample, model, target, convention, treatment, controls, effects, folds, nuisances
    case covariance, estimates, repeats, aggregation, overlap, remarks, provenance
    case regressorLists = "regressor_lists"
    case residualVariance = "residual_variance"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(model, forKey: .model)
    try container.encodeIfPresent(target, forKey: .target)
    try container.encode(convention, forKey: .convention)
    try container.encode(treatment, forKey: .treatment)
    try container.encode(controls, forKey: .controls)
    try container.encodeIfPresent(effects, forKey: .effects)
    try container.encode(folds, forKey: .folds)
    try container.encode(nuisances, forKey: .nuisances)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(estimates, forKey: .estimates)
    try container.encode(repeats, forKey: .repeats)
    try container.encodeIfPresent(aggregation, forKey: .aggregation)
    try container.encode(residualVariance, forKey: .residualVariance)
    try container.encodeIfPresent(overlap, forKey: .overlap)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    model = try container.decode(DoubleMLModelKind.self, forKey: .model)
    target = try container.decodeIfPresent(DoubleMLTarget.self, forKey: .target)
    convention = try container.decode(DoubleMLConvention.self, forKey: .convention)
    treatment = try container.decode(String.self, forKey: .treatment)
    controls = try container.decode([String].self, forKey: .controls)
    effects = try container.decodeIfPresent(LearnedEffects.self, forKey: .effects)
    folds = try container.decode(FoldDescription.self, forKey: .folds)
    nuisances = try container.decode([NuisanceFit].self, forKey: .nuisances)
    covariance = try container.decode(CovarianceDescription.self, forKey: .covariance)
    regressorLists = try container.decode([String: [String]].self, forKey: .regressorLists)
    estimates = try container.decode([Estimate].self, forKey: .estimates)
    repeats = try container.decode([RepeatedEstimate].self, forKey: .repeats)
    aggregation = try container.decodeIfPresent(RepeatAggregation.self, forKey: .aggregation)
    residualVariance = try container.decode(Double.self, forKey: .residualVariance)
    overlap = try container.decodeIfPresent(PropensityOverlap.self, forKey: .overlap)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}
