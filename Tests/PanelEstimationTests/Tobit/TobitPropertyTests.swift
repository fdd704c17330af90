import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// What holds of tobits on any data.
@Suite struct TobitPropertyTests {
  private static let formula = "y ~ x + w"

  private func fit(
    _ panel: Panel,
    _ effects: TobitEffects,
    formula: String = formula,
    lower: Double? = 0,
    upper: Double? = nil,
    points: Int? = nil,
    threads: Int = 2
  ) throws -> TobitResult {
    try TobitSamples.fit(
      formula,
      on: panel,
      lower: lower,
      upper: upper,
      effects: effects,
      points: points,
      threads: threads
    )
  }

  /// The panel of the error tests with columns made of others.
  private func panel(_ derived: [(String, (Double) -> Double, String)] = []) throws -> Panel {
    let source = try TobitErrorTests.panel()
    var table = source.table
    for (name, change, from) in derived {
      let numbers = try source.values(of: .column(from)).numbers
      table.set(Column(name, numbers: numbers.map(change)))
    }
    return try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
  }

  @Test(arguments: TobitEffects.allCases)
  func followsUnitsOfMeasurement(_ effects: TobitEffects) throws {
    let panel = try self.panel([
      ("y2", { 1e4 * $0 - 5e6 }, "y"), ("x2", { 1e-5 * $0 + 3 }, "x"),
    ])
    let plain = try fit(panel, effects)
    let changed = try fit(panel, effects, formula: "y2 ~ x2 + w", lower: -5e6)
    expectAgreement(
      changed.estimate(named: "x2")?.value,
      (plain.estimate(named: "x")?.value ?? 0) * 1e9,
      1e-8,
      "slope"
    )
    expectAgreement(
      changed.estimate(named: "w")?.standardError.value,
      (plain.estimate(named: "w")?.standardError.value ?? 0) * 1e4,
      1e-8,
      "standard error"
    )
    for (found, original) in zip(changed.scale, plain.scale) {
      let factor = original.term == "rho" ? 1 : 1e4
      expectAgreement(found.value, original.value * factor, 1e-8, original.term)
    }
    let uncensored = Double(plain.censoring.uncensored)
    expectAgreement(
      changed.number(.logLikelihood),
      (plain.number(.logLikelihood) ?? 0) - uncensored * log(1e4),
      1e-10,
      "log likelihood"
    )
    expectAgreement(
      changed.test(.slopes)?.statistic.value,
      plain.test(.slopes)?.statistic.value,
      1e-8,
      "Wald"
    )
  }

  /// The outcome upside down turns the lower limit into an upper one.
  @Test(arguments: TobitEffects.allCases)
  func mirrorsItsLimits(_ effects: TobitEffects) throws {
    let panel = try self.panel([("minus", { -$0 }, "y")])
    let left = try fit(panel, effects)
    let right = try fit(panel, effects, formula: "minus ~ x + w", lower: nil, upper: 0)
    for name in ["x", "w", "_cons"] {
      let found = right.estimate(named: name)
      expectAgreement(
        found?.value,
        -(left.estimate(named: name)?.value ?? 0),
        1e-9,
        name,
        absolute: 1e-12
      )
      expectAgreement(
        found?.standardError.value,
        left.estimate(named: name)?.standardError.value,
        1e-9,
        name
      )
    }
    #expect(right.censoring.right == left.censoring.left)
    #expect(right.number(.leftCensored) == nil)
    #expect(right.number(.rightCensored) == left.number(.leftCensored))
  }

  @Test func aLimitThatNothingReachesChangesNothing() throws {
    let panel = try self.panel()
    for effects in TobitEffects.allCases {
      let one = try fit(panel, effects)
      let two = try fit(panel, effects, upper: 1e6)
      #expect(one.estimates == two.estimates)
      #expect(two.number(.rightCensored) == 0)
    }
  }

  @Test func givesTheSameBytesOnAnyNumberOfThreads() throws {
    let panel = try TobitSamples.panel("jtrain.csv", index: ("fcode", "year"))
    let formula = "hrsemp ~ grant + union + lemploy"
    let one = try fit(panel, .random, formula: formula, threads: 1)
    let four = try fit(panel, .random, formula: formula, threads: 4)
    #expect(one == four)
  }

  @Test func followsNoOrderOfRows() throws {
    let table = try TobitErrorTests.panel().table
    let order = (0..<table.rowCount).map { ($0 * 37) % table.rowCount }
    let shuffled = DataTable(
      columns: try table.names.map { name in
        let numbers = try Panel(table: table).values(of: .column(name)).numbers
        return Column(name, numbers: order.map { numbers[$0] })
      },
      lineNumbers: .consecutive(first: 2)
    )
    let again = try PanelBuilder.build(shuffled, PanelDeclaration(unit: "unit", time: "year"))
    let before = try fit(try self.panel(), .random)
    let after = try fit(again, .random)
    for (one, other) in zip(before.estimates + before.scale, after.estimates + after.scale) {
      expectAgreement(other.value, one.value, 1e-9, one.term)
    }
  }

  /// Units without variance of their own: the pooled tobit, and a test that says so.
  @Test func aVarianceOfZeroGivesThePooledTobit() throws {
    // Every unit holds the same rows, so that units differ less than chance would have them.
    var columns: [String: [Double]] = [:]
    for unit in 0..<8 {
      for year in 0..<7 {
        let x = Double((3 * year) % 7) - 3
        let y = max(0, 1 + x + [0.9, -0.8, 0.4, -0.3, 0.7, -0.6, -0.3][year])
        for (name, value) in [
          ("unit", Double(unit)), ("year", Double(year)), ("x", x), ("y", y),
        ] { columns[name, default: []].append(value) }
      }
    }
    let table = DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2)
    )
    let panel = try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
    let pooled = try fit(panel, .pooled, formula: "y ~ x")
    let random = try fit(panel, .random, formula: "y ~ x")
    #expect(random.estimates == pooled.estimates)
    #expect(random.scale(.unitDeviation)?.value == 0)
    #expect(random.scale(.unitDeviation)?.standardError == .unavailable(because: .onBoundary))
    #expect(random.scale(.unitShare)?.value == 0)
    #expect(random.scale(.errorDeviation)?.value == pooled.scale(.sigma)?.value)
    #expect(random.test(.unitEffects)?.statistic == .value(0))
    #expect(random.test(.unitEffects)?.pValue == .value(1))
    #expect(random.remarks.map(\.id) == [.noUnitVariance])
  }

  /// Points beyond the check agree with those within it.
  @Test func theQuadratureCheckTellsHowMuchPointsMatter() throws {
    let panel = try TobitSamples.panel("grunfeld.csv", index: ("firm", "year"))
    let coarse = try fit(
      panel,
      .random,
      formula: "inv ~ value + capital",
      lower: 50,
      points: 4
    )
    let fine = try fit(
      panel,
      .random,
      formula: "inv ~ value + capital",
      lower: 50,
      points: 48
    )
    #expect(coarse.remarks.contains { $0.id == .unstableQuadrature })
    #expect(!fine.remarks.contains { $0.id == .unstableQuadrature })
    let change = try #require(fine.quadrature?.checkChange.value)
    #expect(change > 0 && change < 1e-5)
    #expect(fine.quadrature?.checkPoints == [32, 64])
  }

  @Test func countsOutcomesBeyondLimitsAsCensored() throws {
    let panel = try TobitSamples.panel("grunfeld.csv", index: ("firm", "year"))
    let result = try fit(panel, .pooled, formula: "inv ~ value + capital", lower: 50, upper: 300)
    let numbers = try panel.values(of: .column("inv")).numbers
    #expect(result.censoring.left == numbers.count { $0 <= 50 })
    #expect(result.censoring.right == numbers.count { $0 >= 300 })
    #expect(
      result.remarks == [
        Remark(.beyondLimits, ["count": String(numbers.count { $0 < 50 || $0 > 300 })])
      ]
    )
  }

  /// G/(G−1) and n/(n−1) and nothing else.
  @Test func correctsRobustCovariancesAsStataDoes() throws {
    let panel = try TobitSamples.panel("grunfeld.csv", index: ("firm", "year"))
    for (vcov, factor) in [("robust", 200.0 / 199), ("cluster(firm)", 10.0 / 9)] {
      let with = try TobitSamples.fit(
        "inv ~ value + capital",
        on: panel,
        lower: 50,
        vcov: vcov
      )
      let without = try TobitSamples.fit(
        "inv ~ value + capital",
        on: panel,
        lower: 50,
        vcov: vcov,
        adjust: false
      )
      for (one, other) in zip(with.estimates, without.estimates) {
        let ratio = (one.standardError.value ?? 0) / (other.standardError.value ?? 1)
        expectAgreement(ratio * ratio, factor, 1e-12, "\(vcov) \(one.term)")
      }
      expectAgreement(with.covariance.correction.factor, factor, 1e-12, "factor as stated")
    }
    let clustered = try TobitSamples.fit(
      "inv ~ value + capital",
      on: panel,
      lower: 50,
      vcov: "cluster(firm)"
    )
    #expect(clustered.remarks.contains(Remark(.fewClusters, ["count": "10", "variable": "firm"])))
  }

  @Test func intervalsOfDeviationsAreOnTheLogarithm() throws {
    let result = try fit(try self.panel(), .random)
    for estimate in result.scale where estimate.term != "rho" {
      let low = try #require(estimate.intervalLow.value)
      let high = try #require(estimate.intervalHigh.value)
      expectAgreement(low * high, estimate.value * estimate.value, 1e-12, estimate.term)
      #expect(low > 0)
      #expect(estimate.pValue == .unavailable(because: .onBoundary))
    }
    let share = try #require(result.scale(.unitShare))
    let low = try #require(share.intervalLow.value)
    let high = try #require(share.intervalHigh.value)
    #expect(low > 0 && low < share.value && share.value < high && high < 1)
  }
}
