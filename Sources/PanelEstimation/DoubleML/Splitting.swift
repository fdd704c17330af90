import PanelNumerics
import PanelResults

/// One splitting of the sample: predictions, and the effect estimated from them.
struct Splitting {
  var value: Double
  var variance: Double
  var covariance: CovarianceDescription
  /// The mean square of the treatment less its prediction.
  var residualVariance: Double
  var quality: [NuisanceFit.Role: (rSquared: Double, error: Double)] = [:]
  var propensity: (smallest: Double, largest: Double)
  /// Treated and untreated rows by their prediction, in ``PropensityOverlap/binCount`` parts of 0 to
  /// 1; the first and the last part hold what lies beyond.
  var counts: (treated: [Int], untreated: [Int])
  /// Probabilities that were moved to the bound.
  var trimmed = 0

  /// - Throws: ``EstimationError/invalid(_:)`` for a treatment that is predicted perfectly.
  init(
    _ data: DoubleMLData,
    _ predictions: [NuisanceFit.Role: [Double]]
  ) throws(EstimationError) {
    let zeros = [Double](repeating: 0, count: data.outcome.count)
    let treatmentFit = predictions[.treatment] ?? zeros
    let residual = zip(data.treatment, treatmentFit).map { $0 - $1 }
    let spread = Summation.sumOfSquares(residual)
    let name = data.design.regressors[0].name
    guard spread > 1e-10 * Summation.centredSumOfSquares(data.treatment) else {
      throw .invalid(
        "The controls predict the treatment '\(name)' perfectly, so nothing of it is left to have "
          + "an effect. Take out of the controls what it is made of."
      )
    }
    let count = Double(residual.count)
    residualVariance = spread / count
    propensity = (treatmentFit.min() ?? 0, treatmentFit.max() ?? 0)
    let bins = PropensityOverlap.binCount
    counts = ([Int](repeating: 0, count: bins), [Int](repeating: 0, count: bins))
    for (row, value) in treatmentFit.enumerated() where data.isBinary {
      let bin = Int(min(max(value * Double(bins), 0), Double(bins - 1)))
      if data.design.regressors[0].numbers[row] == 1 {
        counts.treated[bin] += 1
      } else {
        counts.untreated[bin] += 1
      }
    }
    for role in data.roles {
      let fitted = predictions[role] ?? zeros
      quality[role] = Self.quality(role, fitted, data)
    }
    var design = data.design
    design.effects = []
    design.location = nil
    switch data.analysis.model {
    case .partiallyLinear:
      design.outcome = zip(data.outcome, predictions[.outcome] ?? zeros).map { $0 - $1 }
      design.regressors = [.init(name: name, numbers: residual, term: 0)]
      design.hasConstant = data.analysis.convention == .ddml
    case .interactive:
      design.outcome = Self.scores(data, predictions, &trimmed)
      design.regressors = []
      design.hasConstant = true
    }
    let fitted = try data.linear.fitted(design, threads: data.context.threadCount)
    let inference = fitted.inference
    guard let first = inference.values.first else {
      throw .invalid("The treatment '\(name)' has nothing left once the controls are taken out.")
    }
    value = first
    variance = inference.covariance[0, 0]
    covariance = fitted.inferred.description
  }

  /// How well a function predicts rows that its learner has not seen.
  private static func quality(
    _ role: NuisanceFit.Role,
    _ fitted: [Double],
    _ data: DoubleMLData
  ) -> (rSquared: Double, error: Double) {
    let rows = data.treatment.indices.filter { row in
      switch role {
      case .outcomeTreated: data.treatment[row] == 1
      case .outcomeUntreated: data.treatment[row] == 0
      case .outcome, .treatment: true
      }
    }
    let target = role == .treatment ? data.treatment : data.outcome
    let error = Summation.sumOfSquares(rows.map { target[$0] - fitted[$0] })
    let total = Summation.centredSumOfSquares(rows.map { target[$0] })
    return (total > 0 ? 1 - error / total : 0, error / Double(rows.count))
  }

  /// Values whose mean is the effect and whose deviations from it are its influence.
  ///
  ///     everyone:     g₁ − g₀ + d(y − g₁)/m − (1 − d)(y − g₀)/(1 − m)
  ///     the treated:  [d(y − g₀) − m(1 − d)(y − g₀)/(1 − m)]/p − θ(d/p − 1),    p the share treated
  private static func scores(
    _ data: DoubleMLData,
    _ predictions: [NuisanceFit.Role: [Double]],
    _ trimmed: inout Int
  ) -> [Double] {
    let (y, d) = (data.outcome, data.treatment)
    let treated = predictions[.outcomeTreated] ?? []
    let untreated = predictions[.outcomeUntreated] ?? []
    let raw = predictions[.treatment] ?? []
    let bound = data.analysis.trim
    let m = raw.map { min(max($0, bound), 1 - bound) }
    trimmed = zip(raw, m).count { $0 != $1 }
    if data.analysis.target == .all {
      return y.indices.map { i in
        treated[i] - untreated[i] + d[i] * (y[i] - treated[i]) / m[i]
          - (1 - d[i]) * (y[i] - untreated[i]) / (1 - m[i])
      }
    }
    let share = Summation.mean(d)
    let values = y.indices.map { i in
      (d[i] - m[i] * (1 - d[i]) / (1 - m[i])) * (y[i] - untreated[i]) / share
    }
    let effect = Summation.mean(values)
    return y.indices.map { values[$0] - effect * (d[$0] / share - 1) }
  }
}
