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
  ///     a v² + 2 h v + c > 0,    a = z₃² − t²,  h = z₁z₃ − t²r,  c = z₁² − t²
  ///
  /// with v = (m − m̄) s₃/s₁, b₁ that of the effect at m̄, s₁² = V₁₁, s₃² = V₃₃, z = b/s and
  /// r = V₁₃/(s₁s₃): the roots lose no digits where the moderator is far from zero, and no unit of
  /// outcome, treatment or moderator makes a square too large or too small for a number.
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
    let errors = [0, 1].map { line.covariance[$0, $0].squareRoot() }
    guard errors.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      return .unavailable(because: .singularCovariance)
    }
    let scores = [0, 1].map { line.values[$0] / errors[$0] }
    let correlation = line.covariance[0, 1] / errors[0] / errors[1]
    let a = scores[1] * scores[1] - square
    let h = scores[0] * scores[1] - square * correlation
    let c = scores[0] * scores[0] - square
    guard a.isFinite, h.isFinite, c.isFinite else {
      return .unavailable(because: .singularCovariance)
    }
    let (kind, roots) = Self.solution(a: a, h: h, c: c)
    let bounds = roots.map { mean + $0 / errors[1] * errors[0] }
    guard bounds.allSatisfy(\.isFinite) else {
      return .unavailable(because: .singularCovariance)
    }
    var (positive, negative) = (0, 0)
    for value in values {
      let v = (value - mean) / errors[0] * errors[1]
      guard (a * v + 2 * h) * v + c > 0 else { continue }
      if scores[0] + scores[1] * v > 0 { positive += 1 } else { negative += 1 }
    }
    let count = Double(max(values.count, 1))
    return .value(
      SignificanceRegion(
        kind: kind, bounds: bounds, level: inference.level,
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
