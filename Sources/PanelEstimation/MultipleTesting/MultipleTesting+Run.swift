package import PanelData
import PanelNumerics
package import PanelResults

extension MultipleTesting {
  /// Adjusts the p-values of all hypotheses together.
  ///
  /// - Returns: One result.
  /// - Throws: What the models refuse; ``EstimationError/invalid(_:)`` for hypotheses that stand
  ///   twice or are not there, for a single one, and for models that cannot be drawn together.
  /// - Complexity: O(*B G (k + L)*) for each hypothesis under the wild bootstrap,
  ///   O(*B G (k + L)²*) for each model where clusters are drawn.
  /// - SeeAlso: ``AdjustedPValues``; oracles `rwolf_castle`, `multipletests`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [MultipleTestingResult] {
    let models = try TestedModels(entry: self, panel: panel, context: context).models()
    let pairs = models.flatMap { model in model.estimates.map { (model, $0) } }
    guard pairs.count > 1 else {
      throw .invalid(
        "There is one hypothesis, '\(pairs.first?.1.term ?? "")' in '\(models[0].name)': nothing "
          + "to adjust for. Name several models in 'of', or several 'terms'.")
    }
    var plain: [Double] = []
    for (model, estimate) in pairs {
      guard let p = estimate.pValue.value else {
        throw .invalid(
          "'\(estimate.term)' has no p-value in '\(model.name)'. Leave it out of the hypotheses.")
      }
      plain.append(p)
    }
    let draws =
      isResampled ? try JointDraws(of: models, for: self, on: panel, in: context) : nil
    let columns = adjustments.map { adjusted(plain, pairs.map(\.1), draws, by: $0) }
    let hypotheses = pairs.enumerated().map { place, pair in
      TestedHypothesis(
        model: pair.0.name, outcome: pair.0.heading.outcome, estimate: pair.1,
        covariance: pair.0.covariance, regressors: pair.0.regressors, effects: pair.0.effects,
        observations: pair.0.sample.n,
        adjusted: columns.map { $0[place] })
    }
    return [
      MultipleTestingResult(
        heading: heading(of: models), sample: sample(of: models), hypotheses: hypotheses,
        adjustments: adjustments, resampling: draws?.resampling,
        remarks: remarks(models, draws?.resampling),
        provenance: provenance(of: models, in: context))
    ]
  }

  private func adjusted(
    _ plain: [Double], _ estimates: [Estimate], _ draws: JointDraws?, by adjustment: PValueAdjustment
  ) -> [Double] {
    if let adjusted = AdjustedPValues.adjusted(plain, by: adjustment) { return adjusted }
    let drawn = draws?.statistics ?? []
    if adjustment == .romanoWolf {
      return AdjustedPValues.stepDown(
        estimates.map { abs($0.statistic.value ?? 0) }, draws: drawn)
    }
    let pValues = zip(drawn, estimates).map { statistics, estimate in
      let reference = StudentT(degreesOfFreedom: estimate.degreesOfFreedom ?? .infinity)
      return statistics.map { reference.twoSidedPValue($0) }
    }
    return AdjustedPValues.stepDown(pValues: plain, draws: pValues)
  }

  /// That of the model with the most observations, without what other models do not share.
  private func sample(of models: [TestedModel]) -> SampleDescription {
    var sample = models.reduce(models[0]) { $1.sample.n > $0.sample.n ? $1 : $0 }.sample
    if models.contains(where: { $0.sample.weights != sample.weights }) { sample.weights = nil }
    if models.contains(where: {
      $0.sample.firstPeriod != sample.firstPeriod || $0.sample.lastPeriod != sample.lastPeriod
    }) {
      (sample.firstPeriod, sample.lastPeriod) = (nil, nil)
    }
    return sample
  }

  /// The outcome where all models share it, and the labels of all.
  private func heading(of models: [TestedModel]) -> ResultHeading {
    let outcomes = Set(models.map(\.heading.outcome))
    return ResultHeading(
      outcome: outcomes.count == 1 ? models[0].heading.outcome : nil,
      labels: models.reduce(into: [:]) { labels, model in
        labels.merge(model.heading.labels) { first, _ in first }
      })
  }

  private func remarks(_ models: [TestedModel], _ resampling: JointResampling?) -> [Remark] {
    // Plain p-values rest on the clusters of their models, drawn ones on those that are drawn.
    var clusters = models.compactMap(\.covariance).flatMap(\.clusters)
    if let resampling, resampling.kind == .pairs { clusters.append(resampling.clusters) }
    var remarks: [Remark] = []
    for dimension in clusters where dimension.count < ClusteredCovariance.fewClusters {
      let remark = Remark(
        .fewClusters, ["count": String(dimension.count), "variable": dimension.variable])
      if !remarks.contains(remark) { remarks.append(remark) }
    }
    guard let resampling else { return remarks }
    if resampling.failed > 0 {
      remarks.append(Remark(.drawsFailed, ["count": String(resampling.failed)]))
    }
    return remarks
  }

  private func provenance(of models: [TestedModel], in context: AnalysisContext) -> Provenance {
    var provenance = models[0].provenance
    provenance.specification = context.id.isEmpty ? nil : "analyses.\(context.id)"
    provenance.seed = context.seed
    for model in models.dropFirst() {
      provenance.derived.merge(model.provenance.derived) { first, _ in first }
      if model.provenance.sampleRule != provenance.sampleRule { provenance.sampleRule = nil }
    }
    return provenance
  }
}
