import PanelNumerics
import PanelResults

/// The effect of a treatment as a linear function of a moderator, with its covariance.
///
///     e(m) = b₁ + b₃ (m − c),    V(e) = V₁₁ + (m − c)² V₃₃ + 2 (m − c) V₁₃
///
/// - SeeAlso: Brambor, Clark and Golder (2006), *Understanding interaction models*; Johnson and
///   Neyman (1936); Bauer and Curran (2005) for the roots; oracles `mod_produc_raw`,
///   `mod_produc_centred`.
struct ModeratedEffect {
  private let inference: Inference
  /// Positions of the treatment and of the product among the coefficients.
  private let treatment: Int
  private let product: Int
  /// The value that the product takes the moderator's deviations from.
  private let origin: Double
  /// The treatment's name.
  private let name: String

  init(_ inference: Inference, treatment: Int, product: Int, origin: Double) {
    self.inference = inference
    self.treatment = treatment
    self.product = product
    self.origin = origin
    name = inference.names[treatment]
  }

  /// The effects at some values, each with its test and interval.
  func estimates(at values: [Double]) -> [Estimate] {
    var matrix = Matrix(rowCount: values.count, columnCount: inference.values.count)
    for (row, value) in values.enumerated() {
      matrix[row, treatment] = 1
      matrix[row, product] = value - origin
    }
    return inference.combined(by: matrix, names: values.map { _ in name }).estimates()
  }

  /// The effects at equal steps, for a line.
  func curve(from low: Double, to high: Double, steps: Int) -> [EffectCurvePoint] {
    let values = (0...steps).map { step in
      step == steps ? high : low + (high - low) * (Double(step) / Double(steps))
    }
    return zip(values, estimates(at: values)).map { value, estimate in
      EffectCurvePoint(
        moderator: value, effect: estimate.value, low: estimate.intervalLow.value,
        high: estimate.intervalHigh.value)
    }
  }

  /// Where the effect is zero.
  func signChange() -> Availability<Double> {
    let slope = inference.values[product]
    return Availability(
      finite: origin - inference.values[treatment] / slope, otherwise: .noVariation)
  }

  /// The region in which |e(m)| / √V(e) exceeds the critical value t.
  ///
  ///     a u² + 2 h u + c > 0,    a = b₃² − t²V₃₃,  h = b₁b₃ − t²V₁₃,  c = b₁² − t²V₁₁
  ///
  /// with u = m − m̄, b₁ and V₁₁ those of the effect at m̄: the roots lose no digits where the
  /// moderator is far from zero.
  ///
  /// - Parameters:
  ///   - values: The moderator in the sample, for the parts of observations inside.
  ///   - mean: m̄.
  func region(over values: [Double], mean: Double) -> Availability<SignificanceRegion> {
    if let absence = inference.absence { return .unavailable(because: absence) }
    var matrix = Matrix(rowCount: 2, columnCount: inference.values.count)
    matrix[0, treatment] = 1
    matrix[0, product] = mean - origin
    matrix[1, product] = 1
    let line = inference.combined(by: matrix, names: [name, name])
    let reference = StudentT(
      degreesOfFreedom: inference.distribution == .normal
        ? .infinity : Double(inference.degreesOfFreedom))
    let critical = reference.criticalValue(level: inference.level)
    let square = critical * critical
    let a = line.values[1] * line.values[1] - square * line.covariance[1, 1]
    let h = line.values[0] * line.values[1] - square * line.covariance[0, 1]
    let c = line.values[0] * line.values[0] - square * line.covariance[0, 0]
    guard a.isFinite, h.isFinite, c.isFinite else {
      return .unavailable(because: .singularCovariance)
    }
    let (kind, roots) = Self.solution(a: a, h: h, c: c)
    var (positive, negative) = (0, 0)
    for value in values {
      let u = value - mean
      guard (a * u + 2 * h) * u + c > 0 else { continue }
      if line.values[0] + line.values[1] * u > 0 { positive += 1 } else { negative += 1 }
    }
    let count = Double(max(values.count, 1))
    return .value(
      SignificanceRegion(
        kind: kind, bounds: roots.map { $0 + mean }, level: inference.level,
        positiveShare: Double(positive) / count, negativeShare: Double(negative) / count))
  }

  /// Where a u² + 2 h u + c is positive, and its roots, ascending.
  static func solution(
    a: Double, h: Double, c: Double
  ) -> (kind: SignificanceRegion.Kind, roots: [Double]) {
    if a == 0 {
      guard h != 0 else { return (c > 0 ? .everywhere : .nowhere, []) }
      return (h > 0 ? .above : .below, [-c / (2 * h)])
    }
    let discriminant = h * h - a * c
    guard discriminant > 0 else { return (a > 0 ? .everywhere : .nowhere, []) }
    // No difference of nearly equal numbers: one root by this sum, the other by their product.
    let sum = -(h + (h < 0 ? -1 : 1) * discriminant.squareRoot())
    let roots = [sum / a, c / sum].sorted()
    guard roots.allSatisfy(\.isFinite) else { return (a > 0 ? .everywhere : .nowhere, []) }
    return (a > 0 ? .outside : .inside, roots)
  }
}
