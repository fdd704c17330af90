import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// What must not change when the data change in a way that should not matter.
@Suite struct LinearModelPropertyTests {
  /// 600 rows of 40 units, 15 periods and 6 regions, in no order, some cells empty.
  static func table(seed: UInt64 = 1, rows: Int = 600) -> DataTable {
    var random = Philox(seed: seed, stream: 7)
    var columns: [String: [Double]] = [:]
    for _ in 0..<rows {
      let unit = random.below(40)
      let period = random.below(15)
      let x1 = random.normal() + 0.1 * Double(unit)
      let x2 = random.normal() - 0.2 * Double(period)
      columns["unit", default: []].append(Double(unit))
      columns["period", default: []].append(Double(period))
      columns["region", default: []].append(Double((unit * 7 + period) % 6))
      columns["x1", default: []].append(x1)
      columns["x2", default: []].append(x2)
      columns["w", default: []].append(0.5 + random.uniform())
      columns["one", default: []].append(1)
      columns["row", default: []].append(Double(columns["row", default: []].count))
      columns["y", default: []].append(
        0.7 * x1 - 0.3 * x2 + 0.2 * Double(unit) + random.normal() * (1 + 0.1 * Double(period)))
    }
    return DataTable(columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) })
  }

  func fit(
    _ formula: String, _ vcov: String = "iid", weights: String? = nil,
    table: DataTable = Self.table(), threads: Int = 2,
    smallSample: SmallSampleOptions = SmallSampleOptions()
  ) throws -> RegressionResult {
    let analysis = FixedEffects(
      models: [.init(formula)], vcov: [vcov], weights: weights, smallSample: smallSample)
    return try #require(
      try analysis.run(on: Panel(table: table), in: AnalysisContext(threadCount: threads)).first)
  }

  func expectSame(
    _ a: RegressionResult, _ b: RegressionResult, tolerance: Double,
    scales: [String: Double] = [:], ignoringConstant: Bool = false
  ) throws {
    #expect(a.estimates.map(\.term) == b.estimates.map(\.term))
    for (first, second) in zip(a.estimates, b.estimates)
    where !(ignoringConstant && first.component == .constant) {
      let scale = scales[first.term] ?? 1
      #expect(first.value.isClose(to: second.value * scale, relativeTolerance: tolerance))
      let standardErrors = (first.standardError.value, second.standardError.value)
      #expect(
        try #require(standardErrors.0).isClose(
          to: try #require(standardErrors.1) * abs(scale), relativeTolerance: tolerance))
    }
  }

  static let formulas = [
    "y ~ x1 + x2", "y ~ x1 + x2 | unit", "y ~ x1 + x2 | unit + period",
    "y ~ x1 + x2 | unit + period + region", "y ~ x1 + x2 | unit + region^period",
  ]
  static let covariances = ["iid", "hc1", "hc2", "hc3", "cluster(unit)", "cluster(unit, period)"]

  @Test(arguments: formulas, covariances)
  func ignoresTheOrderOfRows(formula: String, vcov: String) throws {
    let table = Self.table()
    var order = Array(0..<table.rowCount)
    var random = Philox(seed: 5, stream: 0)
    random.shuffle(&order)
    let shuffled = DataTable(
      columns: table.columns.map { column in
        let numbers = column.numbers ?? []
        return Column(column.name, numbers: order.map { numbers[$0] })
      })
    try expectSame(fit(formula, vcov), fit(formula, vcov, table: shuffled), tolerance: 1e-10)
  }

  @Test(arguments: formulas, ["hc1", "cluster(unit)"])
  func scalesWithARegressor(formula: String, vcov: String) throws {
    var table = Self.table()
    let numbers = try #require(table["x1"]?.numbers)
    table.set(Column("x1", numbers: numbers.map { $0 * 1024 }))
    try expectSame(
      fit(formula, vcov, table: table), fit(formula, vcov), tolerance: 1e-10,
      scales: ["x1": 1.0 / 1024])
  }

  @Test(arguments: [-3.0, 0.5, 1e6])
  func ignoresALevelShiftOfAWholeUnit(shift: Double) throws {
    var table = Self.table()
    let units = try #require(table["unit"]?.numbers)
    for name in ["y", "x1"] {
      let numbers = try #require(table[name]?.numbers)
      table.set(Column(name, numbers: zip(numbers, units).map { $1 == 11 ? $0 + shift : $0 }))
    }
    try expectSame(
      fit("y ~ x1 + x2 | unit + period", "cluster(unit)", table: table),
      fit("y ~ x1 + x2 | unit + period", "cluster(unit)"), tolerance: 1e-8,
      ignoringConstant: true)
  }

  @Test(arguments: formulas, covariances)
  func takesWeightsOfOneAsNone(formula: String, vcov: String) throws {
    try expectSame(fit(formula, vcov, weights: "one"), fit(formula, vcov), tolerance: 1e-11)
  }

  @Test(arguments: formulas)
  func ignoresTheScaleOfWeights(formula: String) throws {
    var table = Self.table()
    let weights = try #require(table["w"]?.numbers)
    table.set(Column("w1000", numbers: weights.map { $0 * 1000 }))
    let (a, b) = (
      try fit(formula, "hc2", weights: "w", table: table),
      try fit(formula, "hc2", weights: "w1000", table: table)
    )
    try expectSame(a, b, tolerance: 1e-11)
    for (first, second) in zip(a.statistics, b.statistics) {
      let (x, y) = (first.value.value ?? 0, second.value.value ?? 0)
      #expect(x.isClose(to: y, relativeTolerance: 1e-10), "\(first.statistic)")
    }
  }

  /// Clusters of one row each: the clustered sandwich is HC1 but for its factor.
  @Test(arguments: ["y ~ x1 + x2", "y ~ x1 + x2 | unit + period"])
  func equalsHC1WhenEveryRowIsACluster(formula: String) throws {
    let robust = try fit(formula, "hc1")
    let clustered = try fit(formula, "cluster(row)")
    let ratio = (clustered.covariance.correction.factor / robust.covariance.correction.factor)
      .squareRoot()
    for (a, b) in zip(clustered.estimates, robust.estimates) {
      let (first, second) = (a.standardError.value, b.standardError.value)
      #expect(
        try #require(first).isClose(to: try #require(second) * ratio, relativeTolerance: 1e-11))
    }
  }

  /// Absorbing equals dummies, leverages included.
  @Test(arguments: ["hc1", "hc2", "hc3", "cluster(region)"], ["w", nil])
  func equalsARegressionOnDummies(vcov: String, weights: String?) throws {
    var options = SmallSampleOptions()
    options.effects = .full
    options.rank = .exact
    let absorbed = try fit(
      "y ~ x1 + x2 | unit + period", vcov, weights: weights, smallSample: options)
    let dummies = try fit("y ~ x1 + x2 + i(unit) + i(period)", vcov, weights: weights)
    for term in ["x1", "x2"] {
      let (a, b) = (try #require(absorbed.estimate(term)), try #require(dummies.estimate(term)))
      #expect(a.value.isClose(to: b.value, relativeTolerance: 1e-11))
      #expect(
        try #require(a.standardError.value).isClose(
          to: try #require(b.standardError.value), relativeTolerance: 1e-10))
    }
    #expect(
      try #require(absorbed.number(.rSquared)).isClose(
        to: try #require(dummies.number(.rSquared)), relativeTolerance: 1e-11))
  }

  /// Large enough for the road without copies, whose blocks run side by side.
  @Test(arguments: ["y ~ x1 + x2", "y ~ x1 + x2 | unit + period", "y ~ x1 + x2 | unit + row10"])
  func givesTheSameBytesWithOneThreadAndTwo(formula: String) throws {
    var table = Self.table(rows: 200_000)
    let rows = try #require(table["row"]?.numbers)
    table.set(Column("row10", numbers: rows.map { ($0 / 10).rounded(.down) }))
    for vcov in ["iid", "hc1", "cluster(unit)"] {
      let one = try fit(formula, vcov, weights: "w", table: table, threads: 1)
      let two = try fit(formula, vcov, weights: "w", table: table, threads: 2)
      #expect(one == two, "\(vcov)")
      #expect(one.computation.path == .crossProducts)
    }
  }

  /// The road without copies and the road by a matrix agree.
  @Test(arguments: [nil, "w"])
  func agreesBetweenItsTwoRoads(weights: String?) throws {
    let table = Self.table(rows: 200_000)
    let streamed = try fit("y ~ x1 + x2 | unit + period", "hc1", weights: weights, table: table)
    // HC2 needs stored columns; its fit is the other road.
    let stored = try fit("y ~ x1 + x2 | unit + period", "hc2", weights: weights, table: table)
    for (a, b) in zip(streamed.estimates, stored.estimates) {
      #expect(a.value.isClose(to: b.value, relativeTolerance: 1e-12))
    }
    for (a, b) in zip(streamed.statistics, stored.statistics)
    where ![.fStatistic, .fPValue].contains(a.statistic) {
      let (first, second) = (a.value.value ?? 0, b.value.value ?? 0)
      #expect(first.isClose(to: second, relativeTolerance: 1e-11), "\(a.statistic)")
    }
  }

  @Test func readsItsOwnResultBackExactly() throws {
    let result = try fit("y ~ x1 + x2 + one | unit + period", "cluster(unit, period)")
    let data = try ResultJSON.encode(result)
    #expect(try ResultJSON.decode(RegressionResult.self, from: data) == result)
  }
}
