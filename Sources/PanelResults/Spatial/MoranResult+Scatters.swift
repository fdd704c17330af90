extension MoranResult {
  /// Standardised values of one variable in one period, and their lags.
  package struct Points: Codable, Sendable, Equatable {
    package var variable: String
    package var period: Int?
    /// (y − ȳ)/s with s² = Σ (y − ȳ)²/(n − 1), one per unit.
    package var values: [Double]
    /// W times ``values``, by matrix.
    package var lags: [[Double]]

    private enum CodingKeys: String, CodingKey {
      case variable, period
      case values = "z"
      case lags = "wz"
    }

    package init(variable: String, period: Int? = nil, values: [Double], lags: [[Double]]) {
      self.variable = variable
      self.period = period
      self.values = values
      self.lags = lags
    }
  }

  /// What scatterplots of Moran's I are drawn from.
  package struct Scatter: Codable, Sendable, Equatable {
    /// The names of units, in the panel's order.
    package var units: [String]
    package var points: [Points]

    package init(units: [String], points: [Points]) {
      self.units = units
      self.points = points
    }
  }
}

extension MoranResult: MoranScatters {
  /// By matrix, by variable and by period; none where points are not held.
  package var scatters: [MoranPoints] {
    guard let scatter, inference != .residuals, kind == .moran else { return [] }
    let places = Dictionary(
      scatter.units.enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return weights.enumerated().flatMap { position, matrix in
      scatter.points.compactMap { points -> MoranPoints? in
        guard let value = value(points.variable, matrix.name, points.period) else { return nil }
        return MoranPoints(
          variable: points.variable,
          weights: matrix,
          period: points.period,
          units: scatter.units,
          values: points.values,
          lags: points.lags[position],
          neighbourless: matrix.islands.compactMap { places[$0] }.sorted(),
          scale: matrix.total / Double(scatter.units.count),
          global: test(value)
        )
      }
    }
  }

  private func test(_ value: Value) -> MoranTest {
    let deviation = value.standardDeviation
    return MoranTest(
      statistic: value.value,
      expectation: value.expected,
      variance: deviation.value.map { .value($0 * $0) } ?? deviation,
      zScore: value.statistic,
      pValue: value.pValue,
      inference: inference == .normal
        ? .normal : inference == .permutation ? .permutation : .randomisation,
      alternative: alternative == .twoSided
        ? .twoSided : alternative == .greater ? .greater : .less,
      permutations: permutations
    )
  }
}
