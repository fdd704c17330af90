import Foundation
package import PanelData
package import PanelNumerics
package import PanelResults

/// Turns estimates of a spatial model into a result.
package struct SpatialReport {
  package let request: SpatialRequest
  package let design: SpatialDesign
  package let estimator: SpatialEstimator
  package let estimates: SpatialEstimates
  /// How effects enter, where it is not as the formula says: random ones of units.
  package var panelEffects: SpatialPanelEffects
  /// Direct, indirect and total effects, where they were asked for.
  package var effects: SpatialEffects?
  /// I − ρW at the estimate; absent in a model without ρ.
  private let system: (any SpatialSystem)?

  /// The share of links among all pairs from which on weights are called dense.
  static let denseShare = 0.5

  package init(
    _ request: SpatialRequest,
    _ design: SpatialDesign,
    _ estimates: SpatialEstimates,
    estimator: SpatialEstimator,
    system: (any SpatialSystem)? = nil
  ) {
    self.request = request
    self.design = design
    self.estimates = estimates
    self.estimator = estimator
    self.system = system
    panelEffects = design.sample.panelEffects
  }

  private var sample: SpatialSample { design.sample }

  package func result(on panel: Panel, in context: AnalysisContext) -> SpatialRegressionResult {
    let formula = sample.formula
    let names =
      formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
      + formula.effects.flatMap(\.variables)
    return SpatialRegressionResult(
      heading: ResultHeading(
        outcome: sample.design.outcomeName,
        formula: formula.text,
        labels: panel.labels(
          of: names + design.names + [sample.design.outcomeName, sample.unitVariable]
            + [sample.timeVariable].compactMap { $0 }
        )
      ),
      sample: sample.design.description,
      model: request.model,
      estimator: estimator,
      panelEffects: panelEffects,
      weights: sample.weights.description,
      covariance: estimates.covarianceDescription,
      absorbedEffects: absorbedEffects(),
      regressorLists: formula.lists,
      estimates: inference(
        Array(design.names.indices),
        names: design.names,
        components: design.components,
        values: estimates.coefficients
      ),
      spatialParameters: spatialParameters(),
      covarianceMatrix: estimates.covariance.rowArrays,
      effects: effects,
      statistics: statistics(),
      logDeterminant: estimates.logDeterminant,
      remarks: remarks(),
      provenance: panel.provenance(
        naming: names,
        place: request.place,
        condition: request.condition,
        in: context
      )
    )
  }

  private func inference(
    _ positions: [Int],
    names: [String],
    components: [Estimate.Component],
    values: [Double]
  ) -> [Estimate] {
    Inference(
      names: names,
      components: components,
      values: values,
      covariance: estimates.covariance.rows(positions).columns(positions),
      degreesOfFreedom: estimates.degreesOfFreedom ?? sample.design.observationCount,
      level: request.level,
      absence: nil,
      distribution: estimates.degreesOfFreedom == nil ? .normal : .studentT
    ).estimates()
  }

  /// ρ and λ, those that there are.
  private func spatialParameters() -> [Estimate] {
    var names: [String] = []
    var values: [Double] = []
    if let rho = estimates.rho {
      names.append(SpatialRegressionResult.rhoTerm)
      values.append(rho)
    }
    if let lambda = estimates.lambda {
      names.append(SpatialRegressionResult.lambdaTerm)
      values.append(lambda)
    }
    let first = design.coefficientCount
    return inference(
      values.indices.map { first + $0 },
      names: names,
      components: names.map { _ in .spatial },
      values: values
    )
  }

  private func absorbedEffects() -> [AbsorbedEffect] {
    sample.formula.effects.enumerated().map { position, effect in
      AbsorbedEffect(
        name: effect.name,
        levels: effect.name == sample.unitVariable ? sample.unitCount : sample.periodCount,
        redundant: position == 0 ? 0 : 1,
        nested: false
      )
    }
  }

  private func statistics() -> [StatisticEntry] {
    let outcome = sample.design.outcome
    let n = Double(outcome.count)
    let total = Summation.centredSumOfSquares(outcome)
    let residual = Summation.sumOfSquares(estimates.residuals)
    var entries: [Statistic: Availability<Double>] = [
      .observations: .value(n),
      .units: .value(Double(sample.unitCount)),
      .errorVariance: .value(estimates.variance),
      .logLikelihood: estimates.logLikelihood,
      .rSquared: Availability(finite: 1 - residual / total, otherwise: .noVariation),
      .squaredCorrelation: squaredCorrelation(),
      .outcomeMean: .value(Summation.mean(outcome)),
      .outcomeStandardDeviation: .value((total / (n - 1)).squareRoot()),
    ]
    entries.merge(estimates.further) { _, own in own }
    if sample.timeVariable != nil { entries[.periods] = .value(Double(sample.periodCount)) }
    let count = estimates.parameterCount
    switch estimates.logLikelihood {
    case .value(let value):
      entries[.akaike] = .value(2 * count - 2 * value)
      entries[.bayesian] = .value(log(estimates.likelihoodCount) * count - 2 * value)
    case .unavailable(let reason):
      entries[.akaike] = .unavailable(because: reason)
      entries[.bayesian] = .unavailable(because: reason)
    }
    return Statistic.allCases.compactMap { statistic in
      entries[statistic].map { StatisticEntry(statistic, $0) }
    }
  }

  /// corr²(Py, (I − ρW)⁻¹ PXb): what regressors alone explain, effects taken out.
  ///
  /// - SeeAlso: Elhorst (2014), 3.3.5; `sdm_corr2_elhorst` of the oracles.
  private func squaredCorrelation() -> Availability<Double> {
    let columns = design.columns
    var fitted = columns.effects.removed(from: columns.fitted(estimates.coefficients))
    if let rho = estimates.rho, rho != 0 {
      guard let system else { return .unavailable(because: .notApplicable) }
      fitted = columns.solved(fitted, by: system)
    }
    let outcome = columns.remainingOutcome
    let (left, right) = (Summation.mean(outcome), Summation.mean(fitted))
    let cross = Summation.dot(outcome.map { $0 - left }, fitted.map { $0 - right })
    let product =
      Summation.centredSumOfSquares(outcome) * Summation.centredSumOfSquares(fitted)
    return Availability(finite: cross * cross / product, otherwise: .noVariation)
  }

  private func remarks() -> [Remark] {
    var remarks: [Remark] = []
    let isSpatial = estimates.rho != nil || estimates.lambda != nil
    guard sample.effects.ofPeriods, isSpatial else { return remarks }
    if estimator == .direct { remarks.append(Remark(.directSpatialEffects)) }
    let n = Double(sample.unitCount)
    let share = Double(sample.weights.description.links) / (n * (n - 1))
    if share > Self.denseShare {
      remarks.append(Remark(.denseWeights, ["share": String(share)]))
    }
    return remarks
  }
}
