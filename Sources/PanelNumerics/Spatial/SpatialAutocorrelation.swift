/// A statistic of spatial autocorrelation for given weights: its value, and what it is expected to
/// be without autocorrelation.
///
///     Moran:     I = n/S₀ · Σᵢⱼ wᵢⱼ zᵢ zⱼ / Σ zᵢ²,    z = x − x̄
///     Geary:     C = (n − 1)/(2 S₀) · Σᵢⱼ wᵢⱼ (xᵢ − xⱼ)² / Σ zᵢ²
///     Getis–Ord: G = Σᵢⱼ bᵢⱼ xᵢ xⱼ / Σ_{i≠j} xᵢ xⱼ,    bᵢⱼ = 1 where wᵢⱼ ≠ 0
///
/// with S₀ = Σ wᵢⱼ, S₁ = ½ Σ (wᵢⱼ + wⱼᵢ)², S₂ = Σ (wᵢ. + w.ᵢ)². Places without neighbours count in
/// n.
///
/// - SeeAlso: Cliff and Ord (1981), *Spatial Processes*; Getis and Ord (1992), *The analysis of
///   spatial association by use of distance statistics*; oracles `moran_*`, in
///   `SpatialAutocorrelationTests`.
package struct SpatialAutocorrelation: Sendable {
  package enum Kind: Sendable, CaseIterable {
    case moran, geary, getisOrd
  }

  /// What is random where there is no autocorrelation.
  package enum Null: Sendable {
    /// Values are draws from one normal distribution.
    case normal
    /// The values at hand are in random places.
    case randomisation
  }

  package let kind: Kind
  /// Of the weights as the statistic uses them.
  package let s0: Double
  package let s1: Double
  package let s2: Double
  /// The statistic is a factor times this form at ``Prepared/values``.
  package let form: QuadraticForm

  /// n.
  package var count: Int { form.count }

  /// Values as the form takes them, and the factor.
  package struct Prepared: Sendable {
    package let values: [Double]
    package let factor: Double
    /// Σ|d|z² and the like: what rounding of the form is small beside.
    package let scale: Double
  }

  package init(_ kind: Kind, weights: SparseMatrix) {
    var weights = weights
    if kind == .getisOrd { weights.values = weights.values.map { $0 == 0 ? 0 : 1 } }
    let products = QuadraticForm(crossProductsOf: weights)
    let sums = zip(weights.rowSums, weights.columnSums).map { $0 + $1 }
    self.kind = kind
    s0 = Summation.sum(weights.values)
    s1 = products.sumOfSquaredPairs + 2 * Summation.sumOfSquares(products.diagonal)
    s2 = Summation.sumOfSquares(sums)
    form = kind == .geary ? products.squaredDifferences(sums: sums) : products
  }

  /// Values as the form takes them.
  ///
  /// - Parameter values: n finite numbers, not all equal; for G not negative, and two above 0.
  /// - Returns: What the other functions take.
  package func prepared(_ values: [Double]) -> Prepared {
    precondition(values.count == count, "\(values.count) values, \(count) places")
    let n = Double(count)
    var numbers = values
    if kind != .getisOrd {
      let mean = Summation.doubledSum(values) / n
      numbers = values.map { (DoubleDouble($0) - mean).value }
    }
    // Scaled, so that powers of very large and very small values stay numbers.
    let unit = numbers.reduce(0) { max($0, abs($1)) }
    numbers = numbers.map { $0 / unit }
    let squares = Summation.sumOfSquares(numbers)
    let factor: Double
    switch kind {
    case .moran: factor = n / s0 / squares
    case .geary: factor = (n - 1) / (2 * s0) / squares
    case .getisOrd:
      let sum = Summation.doubledSum(numbers)
      factor = 1 / (sum * sum - DoubleDouble(squares)).value
    }
    return Prepared(values: numbers, factor: factor, scale: abs(factor) * form.size(at: numbers))
  }

  /// The statistic.
  package func value(of prepared: Prepared) -> Double {
    prepared.factor * form.value(at: prepared.values)
  }

  /// What it is expected to be: −1/(n − 1), 1, or S₀/(n(n − 1)).
  package var expectation: Double {
    let n = Double(count)
    return switch kind {
    case .moran: -1 / (n - 1)
    case .geary: 1
    case .getisOrd: s0 / (n * (n - 1))
    }
  }

  /// The variance of the statistic; at the level of rounding where every arrangement of the values
  /// gives the same.
  ///
  /// - Parameters:
  ///   - prepared: The values.
  ///   - null: For G randomisation alone, for which n ≥ 4.
  /// - Returns: The variance.
  package func variance(of prepared: Prepared, under null: Null) -> Double {
    switch (kind, null) {
    case (.moran, .normal): moranNormal()
    case (.moran, .randomisation): moranRandomisation(Self.kurtosis(of: prepared.values))
    case (.geary, .normal): gearyNormal()
    case (.geary, .randomisation): gearyRandomisation(Self.kurtosis(of: prepared.values))
    case (.getisOrd, _): getisOrdRandomisation(prepared.values)
    }
  }

  /// The standardised statistic, above 0 for positive autocorrelation: (1 − C)/sd for Geary's C.
  package func standardised(_ value: Double, variance: Double) -> Double {
    (kind == .geary ? expectation - value : value - expectation) / variance.squareRoot()
  }

  /// m₄/m₂² of numbers with mean zero.
  package static func kurtosis(of deviations: [Double]) -> Double {
    let squares = deviations.map { $0 * $0 }
    let second = Summation.sum(squares)
    return Double(deviations.count) * Summation.sumOfSquares(squares) / (second * second)
  }
}

extension SpatialAutocorrelation {
  /// n, S₀², S₁ and S₂ in doubled precision: the variances are small differences of them.
  private var terms: (n: DoubleDouble, s0: DoubleDouble, s1: DoubleDouble, s2: DoubleDouble) {
    let s0 = DoubleDouble(s0)
    return (DoubleDouble(Double(count)), s0 * s0, DoubleDouble(s1), DoubleDouble(s2))
  }

  private func moranNormal() -> Double {
    let (n, s0, s1, s2) = terms
    let square = (n * n * s1 - n * s2 + s0 * 3) / ((n * n - 1) * s0)
    return (square - DoubleDouble(1) / ((n - 1) * (n - 1))).value
  }

  private func moranRandomisation(_ kurtosis: Double) -> Double {
    let (n, s0, s1, s2) = terms
    let first = n * ((n * n - n * 3 + 3) * s1 - n * s2 + s0 * 3)
    let second = ((n * n - n) * s1 - n * s2 * 2 + s0 * 6) * kurtosis
    let square = (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0)
    return (square - DoubleDouble(1) / ((n - 1) * (n - 1))).value
  }

  private func gearyNormal() -> Double {
    let (n, s0, s1, s2) = terms
    return (((s1 * 2 + s2) * (n - 1) - s0 * 4) / ((n + 1) * s0 * 2)).value
  }

  private func gearyRandomisation(_ kurtosis: Double) -> Double {
    let (n, s0, s1, s2) = terms
    let less = n - 1
    let first = less * s1 * (n * n - n * 3 + 3 - less * kurtosis)
    let second = less * s2 * (n * n + n * 3 - 6 - (n * n - n + 2) * kurtosis) * 0.25
    let third = s0 * (n * n - 3 - less * less * kurtosis)
    return ((first - second + third) / (n * (n - 2) * (n - 3) * s0)).value
  }

  private func getisOrdRandomisation(_ values: [Double]) -> Double {
    let (n, s0, s1, s2) = terms
    let exact = values.map { DoubleDouble($0) }
    func power(_ exponent: Int) -> DoubleDouble {
      exact.reduce(into: DoubleDouble.zero) { $0 += $1.power(exponent) }
    }
    let (m1, m2, m3, m4) = (power(1), power(2), power(3), power(4))
    let b0 = (n * n - n * 3 + 3) * s1 - n * s2 + s0 * 3
    let b1 = -((n * n - n) * s1 - n * s2 * 2 + s0 * 6)
    let b2 = -(n * s1 * 2 - (n + 3) * s2 + s0 * 6)
    let b3 = (n - 1) * s1 * 4 - (n + 1) * s2 * 2 + s0 * 8
    let b4 = s1 - s2 + s0
    let pairs = m1 * m1 - m2
    let sum =
      b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 * m1 * m1 * m1
    let square = sum / (pairs * pairs * n * (n - 1) * (n - 2) * (n - 3))
    let mean = DoubleDouble(self.s0) / (n * (n - 1))
    return (square - mean * mean).value
  }
}

extension QuadraticForm {
  /// Σ |d| z² + Σ |p| |z z|, beside which rounding is small.
  func size(at values: [Double]) -> Double {
    var total = 0.0
    for i in 0..<count {
      var lag = abs(diagonal[i] * values[i])
      for place in starts[i]..<starts[i + 1] {
        lag += abs(weights[place] * values[Int(others[place])])
      }
      total += abs(values[i]) * lag
    }
    return total
  }
}
