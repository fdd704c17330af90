import PanelNumerics
import PanelResults

extension ProductTest {
  /// The test that a b is zero.
  ///
  ///     z = a b / √(a² s_b² + b² s_a² + k s_a² s_b²),    k = 0 (Sobel), 1 (Aroian), −1 (Goodman)
  ///
  /// - Parameters:
  ///   - first: a with s_a.
  ///   - second: b with s_b.
  /// - SeeAlso: MacKinnon, Warsi and Dwyer (1995), *A simulation study of mediated effect
  ///   measures*; oracles `med_*`.
  init(_ form: Form, _ first: Estimate, _ second: Estimate) {
    let product = first.value * second.value
    let error: Availability<Double>
    switch (first.standardError, second.standardError) {
    case (.value(let one), .value(let other)):
      let (a, b) = (first.value * other, second.value * one)
      let both = one * other
      let factor =
        switch form {
        case .sobel: 0.0
        case .aroian: 1.0
        case .goodman: -1.0
        }
      let variance = a * a + b * b + factor * both * both
      error =
        variance > 0
        ? .value(variance.squareRoot())
        : .unavailable(because: form == .goodman ? .negativeVariance : .perfectFit)
    case (.unavailable(let reason), _), (_, .unavailable(let reason)):
      error = .unavailable(because: reason)
    }
    self.init(form, product: product, standardError: error)
  }

  /// The test with a standard error that is known.
  init(_ form: Form, product: Double, standardError: Availability<Double>) {
    let statistic: Availability<Double>
    let pValue: Availability<Double>
    switch standardError {
    case .value(let error) where error > 0:
      statistic = .value(product / error)
      pValue = .value(Normal.twoSidedPValue(product / error))
    case .value:
      statistic = .unavailable(because: .noVariation)
      pValue = statistic
    case .unavailable(let reason):
      statistic = .unavailable(because: reason)
      pValue = statistic
    }
    self.init(form: form, standardError: standardError, statistic: statistic, pValue: pValue)
  }
}

extension Estimate {
  /// A product of coefficients with the test of it; its interval is that of the normal.
  init(term: String, product: Double, test: ProductTest, level: Double) {
    func end(_ sign: Double, _ level: Double) -> Availability<Double> {
      switch test.standardError {
      case .value(let error):
        .value(product + sign * Normal.quantile(0.5 + level / 2) * error)
      case .unavailable(let reason): .unavailable(because: reason)
      }
    }
    self.init(
      term: term, value: product, standardError: test.standardError, statistic: test.statistic,
      pValue: test.pValue, intervalLow: end(-1, level), intervalHigh: end(1, level), level: level,
      degreesOfFreedom: nil, distribution: .normal)
  }
}
