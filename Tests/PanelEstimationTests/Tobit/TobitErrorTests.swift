import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// Input that no tobit can be made of, and what is said about it.
@Suite struct TobitErrorTests {
  /// Ten units over six years; `y` is censored at zero, `gate` is one at some censored rows only.
  static func panel(declared: Bool = true, periods: Int = 6) throws -> Panel {
    var columns: [String: [Double]] = [:]
    var state: UInt64 = 7
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    for row in 0..<10 * periods {
      let (unit, year) = (row / periods, row % periods)
      let x = draw()
      let latent = 0.3 + 2 * x + 0.1 * Double(unit % 3) + draw()
      let y = max(0, latent)
      let values: [(String, Double)] = [
        ("unit", Double(unit)), ("year", Double(2000 + year)), ("x", x), ("double", 2 * x + 1),
        ("w", draw()), ("three", 3), ("y", y), ("flat", 0), ("binary", y > 0 ? 1 : 0),
        ("gate", y == 0 && row % 2 == 0 ? 1 : 0), ("name", Double(100 + unit)),
        ("half", Double(unit / 5)), ("gap", row % 7 == 0 ? .nan : x),
        ("exact", max(0, 1 + 2 * x)),
      ]
      for (name, value) in values { columns[name, default: []].append(value) }
    }
    let table = DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2)
    )
    return declared
      ? try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
      : Panel(table: table)
  }

  private func fit(
    _ formula: String,
    lower: Double? = 0,
    upper: Double? = nil,
    effects: TobitEffects = .pooled,
    points: Int? = nil,
    vcov: String = "oim",
    on panel: Panel? = nil
  ) throws -> TobitResult {
    try TobitSamples.fit(
      formula,
      on: try panel ?? Self.panel(),
      lower: lower,
      upper: upper,
      effects: effects,
      points: points,
      vcov: vcov
    )
  }

  private func expectError(_ parts: String..., body: () throws -> TobitResult) {
    #expect {
      _ = try body()
    } throws: { error in
      let text = String(describing: error)
      for part in parts where !text.contains(part) {
        Issue.record("'\(text)' does not say '\(part)'")
      }
      return error is EstimationError
    }
  }

  @Test func refusesLimitsThatAreNone() {
    expectError("needs a limit", "'lower: 0'") { try fit("y ~ x", lower: nil) }
    expectError("limits are crossed", "'lower' is 2.0 and 'upper' is 1.0") {
      try fit("y ~ x", lower: 2, upper: 1)
    }
    expectError("crossed") { try fit("y ~ x", lower: 1, upper: 1) }
    expectError("'upper' is inf", "leave the key out") { try fit("y ~ x", upper: .infinity) }
  }

  @Test func refusesAnOutcomeThatIsCensoredThroughout() {
    expectError("at or below the lower limit 5.0", "All 60 values of 'y'") {
      try fit("y ~ x", lower: 5)
    }
    expectError("at or above the upper limit -1.0") { try fit("y ~ x", lower: nil, upper: -1) }
    expectError("All values of 'binary' lie at a limit", "model of probabilities") {
      try fit("binary ~ x", upper: 1)
    }
  }

  @Test func refusesAConstantOutcome() {
    expectError("The outcome 'flat' has one value") { try fit("flat ~ x") }
  }

  @Test func refusesFixedEffectsOfUnitsInEveryShape() {
    expectError("absorbs effects (unit, year)", "incidental-parameters", "effects: random") {
      try fit("y ~ x | unit + year")
    }
    expectError("'i(unit)' gives each of the 10 units", "effects: random") {
      try fit("y ~ x + i(unit)")
    }
    expectError("'i(name)' gives each of the 10 units") {
      try fit("y ~ x + i(name)", effects: .random)
    }
  }

  @Test func takesDummiesOfPeriodsAndGroups() throws {
    let result = try fit("y ~ x + i(year) + i(half)", effects: .random)
    #expect(result.estimates.count == 8)
  }

  @Test func refusesInstruments() {
    expectError("has instruments, which a tobit does not take") { try fit("y ~ w | x ~ half") }
  }

  @Test func refusesRandomEffectsWithoutSeveralUnitsOverTime() throws {
    let plain = try Self.panel(declared: false)
    expectError("name the panel's unit and time") {
      try fit("y ~ x", effects: .random, on: plain)
    }
    expectError("one observation in the sample") {
      try fit("y ~ x", effects: .random, on: try Self.panel(periods: 1))
    }
    expectError("The sample has one unit ('unit')") {
      let analysis = Tobit(
        models: [.init("y ~ x")],
        shared: .init(lower: 0, effects: .random, condition: "unit == 1")
      )
      return try #require(
        try analysis.run(on: try Self.panel(), in: AnalysisContext(id: "t")).first
      )
    }
  }

  @Test func refusesPointsThatTheQuadratureDoesNotTake() {
    for points in [-1, 0, 3, 196, 1_000_000] {
      expectError("'points' is \(points)", "4 to 195") {
        try fit("y ~ x", effects: .random, points: points)
      }
    }
    expectError("more than the 60 observations") {
      try fit("y ~ x", effects: .random, points: 61)
    }
    expectError("'points' are those of the quadrature", "effects: random") {
      try fit("y ~ x", points: 12)
    }
  }

  @Test func refusesCovariancesThatItDoesNotHave() {
    expectError("one of least squares", "'robust'") { try fit("y ~ x", vcov: "hc1") }
    expectError("There is no covariance 'newey'", "oim, robust, cluster(a)") {
      try fit("y ~ x", vcov: "newey")
    }
    expectError("needs at least 2 clusters") { try fit("y ~ x", vcov: "cluster(three)") }
    expectError("observed information (vcov: oim) only", "effects: pooled") {
      try fit("y ~ x", effects: .random, vcov: "cluster(unit)")
    }
  }

  @Test func leavesOutCollinearRegressorsAndSaysSo() throws {
    let result = try fit("y ~ x + w + double")
    #expect(result.omitted.map(\.term) == ["double"])
    #expect(result.omitted.first?.reason == .collinear)
    #expect(result.remarks.map(\.id) == [.omittedCollinear])
    let plain = try fit("y ~ x + w")
    #expect(result.estimates.map(\.value) == plain.estimates.map(\.value))
  }

  @Test func refusesAFirstRegressorWithoutVariationOfItsOwn() {
    expectError("'three' is 3.0 in all 60 observations") { try fit("y ~ three + x") }
  }

  @Test func refusesARegressorThatTellsCensoredObservationsApart() {
    for effects in TobitEffects.allCases {
      expectError("'gate' does not vary among the", "its coefficient is infinite", "Drop it") {
        try fit("y ~ x + gate", effects: effects)
      }
    }
  }

  @Test func refusesUncensoredOutcomesThatAreFittedPerfectly() {
    expectError("has no maximum", "fitted perfectly") { try fit("exact ~ x") }
  }

  /// Effects thirty times the errors and units without an uncensored outcome: no number of points
  /// within reach integrates that.
  @Test func saysWhatToDoWhereTheQuadratureFails() throws {
    var columns: [String: [Double]] = [:]
    var state: UInt64 = 3
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    for unit in 0..<12 {
      let effect = 4000 * (Double(unit) - 7)
      for year in 0..<40 {
        let x = draw()
        for (name, value) in [
          ("unit", Double(unit)), ("year", Double(year)), ("x", x),
          ("y", max(0, effect + x + draw())),
        ] { columns[name, default: []].append(value) }
      }
    }
    let table = DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2)
    )
    let panel = try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
    expectError("did not converge", "take more 'points'", "(here 7 of 12)", "effects: pooled") {
      try fit("y ~ x", effects: .random, on: panel)
    }
  }

  @Test func namesMissingVariables() {
    expectError("zz") { try fit("y ~ zz") }
    expectError("zz") { try fit("y ~ x", vcov: "cluster(zz)") }
  }

  @Test func countsRowsWithMissingValues() throws {
    let result = try fit("y ~ gap")
    #expect(result.sample.dropped == [RowsDropped(.missing, subject: "gap", rows: 9)])
    #expect(result.sample.n == 51)
  }

  @Test func namesTheModelAmongSeveral() throws {
    let analysis = Tobit(
      models: [.init("y ~ x"), .init("y ~ x", own: .init(upper: -3))],
      shared: .init(lower: 0)
    )
    #expect {
      _ = try analysis.run(on: try Self.panel(), in: AnalysisContext())
    } throws: {
      String(describing: $0).hasPrefix("Model 2 (y ~ x): The limits are crossed")
    }
  }

  @Test func readsAnEntryOfAStudy() throws {
    let text = """
      {"models": ["y ~ x", {"formula": "y ~ x + w", "upper": 1.5, "effects": "random",
      "points": 8}], "lower": 0, "vcov": "iid", "small_sample": true, "level": 0.9}
      """
    let analysis = try JSONDecoder().decode(Tobit.self, from: Data(text.utf8))
    let results = try analysis.run(on: try Self.panel(), in: AnalysisContext(id: "tobit"))
    #expect(results.map(\.effects) == [.pooled, .random])
    #expect(results.map(\.censoring.upper) == [nil, 1.5])
    #expect(results.map(\.quadrature?.points) == [nil, 8])
    #expect(
      results.allSatisfy { $0.covariance.kind == .information && $0.estimates[0].level == 0.9 }
    )
    #expect(results[1].provenance.specification == "analyses.tobit.models[2]")
    for wrong in [
      "{}", #"{"model": "y ~ x", "level": 1}"#, #"{"model": "y ~ x", "effects": "fixed"}"#,
    ] {
      #expect(throws: DecodingError.self) {
        _ = try JSONDecoder().decode(Tobit.self, from: Data(wrong.utf8))
      }
    }
    let uncorrected = Tobit(models: [.init("y ~ x")], shared: .init(lower: 0), adjust: false)
    #expect {
      _ = try uncorrected.run(on: try Self.panel(), in: AnalysisContext(id: "tobit"))
    } throws: {
      String(describing: $0).contains("'small_sample: false' leaves out the correction")
    }
    let unused = Tobit(models: [.init("y ~ x")], shared: .init(lower: 0, points: 12))
    #expect(throws: EstimationError.self) {
      _ = try unused.run(on: try Self.panel(), in: AnalysisContext(id: "t"))
    }
  }
}
