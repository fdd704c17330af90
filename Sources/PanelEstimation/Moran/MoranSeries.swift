import PanelData
import PanelNumerics
import PanelResults

/// The values of variables by period, checked for a test of autocorrelation.
struct MoranSeries {
  private let kind: MoranResult.Kind
  private let sample: PlacesByPeriod
  private var vectors: [Vector] = []
  /// Values that were left out because others of their period are missing.
  private(set) var leftOut = 0
  /// Values of the variable that has most.
  private(set) var observationCount = 0

  private struct Vector {
    var variable: String
    var period: Int?
    /// The units with a value.
    var units: [Int]
    /// Theirs.
    var values: [Double]
  }

  init(_ kind: MoranResult.Kind, sample: PlacesByPeriod) {
    self.kind = kind
    self.sample = sample
  }

  /// Takes a variable.
  ///
  /// - Parameters:
  ///   - variable: Its name.
  ///   - numbers: One per row of the data; NaN where missing.
  ///   - leavesOut: Whether units without a value are left out of their period.
  /// - Throws: ``EstimationError/invalid(_:)`` for missing values, a constant, and values that G
  ///   cannot take.
  mutating func add(
    _ variable: String,
    _ numbers: [Double],
    leavesOut: Bool
  ) throws(EstimationError) {
    let values = sample.values(of: numbers)
    if !leavesOut, let lost = sample.missing(in: values) {
      throw .invalid(
        "'\(variable)' has no value for \(lost): a statistic of neighbours needs all units of a "
          + "period. Complete the data, choose other 'periods', or say 'missing: leave-out'."
      )
    }
    var count = 0
    for (period, all) in zip(sample.periods, values) {
      let units = all.indices.filter { !all[$0].isNaN }
      let present = units.map { all[$0] }
      leftOut += all.count - units.count
      count += present.count
      try check(present, of: variable, in: period.time)
      vectors.append(
        Vector(variable: variable, period: period.time, units: units, values: present)
      )
    }
    observationCount = max(observationCount, count)
  }

  private func check(
    _ values: [Double],
    of variable: String,
    in time: Int?
  ) throws(EstimationError) {
    let place = PlacesByPeriod.place(time)
    guard values.count >= 4 else {
      throw .invalid(
        "'\(variable)' has \(MessageList.count(values.count, "value", "values"))\(place): the moments "
          + "of a statistic of autocorrelation need four."
      )
    }
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      throw .invalid(
        "'\(variable)' is \(first) for all units\(place): what does not vary has no autocorrelation."
      )
    }
    guard kind == .getisOrd else { return }
    if let negative = values.first(where: { $0 < 0 }) {
      throw .invalid(
        "'\(variable)' has the value \(negative)\(place), but Getis and Ord's G is of values that are "
          + "not negative. Take Moran's I, which is the same for values moved by a constant."
      )
    }
    guard values.count(where: { $0 > 0 }) > 1 else {
      throw .invalid("'\(variable)' is above 0 for one unit alone\(place): G compares pairs.")
    }
  }

  /// The tests by matrix, by variable and by period.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where the units of a period have no neighbours, or,
  ///   for G, all have all others.
  func tests(under matrices: [SpatialWeights]) throws(EstimationError) -> [AutocorrelationTest] {
    let kind = statisticKind
    var tests: [AutocorrelationTest] = []
    for matrix in matrices {
      var known: [[Int]: SpatialAutocorrelation] = [:]
      for (position, vector) in vectors.enumerated() {
        let statistic: SpatialAutocorrelation
        if let own = known[vector.units] {
          statistic = own
        } else {
          let isWhole = vector.units.count == matrix.count
          statistic = SpatialAutocorrelation(
            kind,
            weights: isWhole ? matrix.matrix : matrix.among(vector.units)
          )
          try check(statistic, matrix, vector)
          known[vector.units] = statistic
        }
        tests.append(
          AutocorrelationTest(
            variable: vector.variable,
            weights: matrix.name,
            period: vector.period,
            units: vector.units,
            vector: position,
            statistic: statistic,
            prepared: statistic.prepared(vector.values)
          )
        )
      }
    }
    return tests
  }

  /// Numbers of points that results hold, at most.
  private static let mostPoints = 200_000

  /// Standardised values and their lags, for scatterplots.
  ///
  /// - Returns: `nil` where units are left out, or points are too many.
  func scatter(under matrices: [SpatialWeights]) -> MoranResult.Scatter? {
    let count = sample.units.count
    guard leftOut == 0, vectors.count * (1 + matrices.count) * count <= Self.mostPoints else {
      return nil
    }
    return MoranResult.Scatter(
      units: sample.units,
      points: vectors.map { vector in
        let moments = Moments(vector.values)
        let values = vector.values.map { ($0 - moments.mean) / moments.standardDeviation }
        return MoranResult.Points(
          variable: vector.variable,
          period: vector.period,
          values: values,
          lags: matrices.map { $0.matrix.times(values) }
        )
      }
    )
  }

  private var statisticKind: SpatialAutocorrelation.Kind {
    switch kind {
    case .moran: .moran
    case .geary: .geary
    case .getisOrd: .getisOrd
    }
  }

  private func check(
    _ statistic: SpatialAutocorrelation,
    _ matrix: SpatialWeights,
    _ vector: Vector
  ) throws(EstimationError) {
    let n = Double(statistic.count)
    guard statistic.s0 > 0 else {
      throw .invalid(
        "Under the weights '\(matrix.name)' no two units that have a value of '\(vector.variable)'"
          + "\(PlacesByPeriod.place(vector.period)) are neighbours."
      )
    }
    if kind == .getisOrd, statistic.s0 == n * (n - 1) {
      throw .invalid(
        "Under the weights '\(matrix.name)' all units are neighbours of each other, so that Getis and "
          + "Ord's G, which counts neighbours alone, is 1 whatever the values. Take Moran's I, or "
          + "weights with a cut-off."
      )
    }
  }
}

/// One test: a variable in a period under a matrix.
struct AutocorrelationTest {
  var variable: String
  var weights: String
  var period: Int?
  /// The units with a value.
  var units: [Int]
  /// The place of the values among those of the entry.
  var vector: Int
  var statistic: SpatialAutocorrelation
  var prepared: SpatialAutocorrelation.Prepared

  /// What rounding may make of the statistic, so that equal arrangements count as equal.
  var slack: Double { 1e-12 * prepared.scale }
}
