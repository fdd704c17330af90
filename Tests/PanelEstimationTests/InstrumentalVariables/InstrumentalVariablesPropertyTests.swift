import PanelData
import PanelEstimation
import PanelResults
import Testing

/// Identities that hold for any data.
@Suite struct InstrumentalVariablesPropertyTests {
  /// Twelve units over nine years; `x` is endogenous, `z1` and `z2` move it, `junk` does not.
  static func panel(strength: Double = 1, shift: Double = 0) throws -> Panel {
    var columns: [String: [Double]] = [:]
    var state: UInt64 = 42
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    for row in 0..<108 {
      let (unit, year) = (row / 9, row % 9)
      let (z1, z2, common) = (draw(), draw(), draw())
      let w = draw() + 0.1 * Double(unit)
      let x = strength * (z1 + 0.4 * z2) + common + 0.3 * w + draw() * 0.5
      let values: [(String, Double)] = [
        ("unit", Double(unit)), ("year", Double(2000 + year)), ("region", Double(unit / 3)),
        ("z1", z1), ("z2", z2), ("junk", draw()), ("w", w), ("x", x), ("copy", x),
        ("constant", 3), ("fixed", 1.7 * Double(unit)), ("double", 2 * w),
        ("x2", z2 - 0.5 * z1 + 0.7 * common + 0.4 * draw()), ("pop", 1 + Double(row % 5)),
        ("gap", row % 11 == 3 ? .nan : z1),
        ("y", shift + 2 * x - common + w + 0.2 * Double(unit) + draw()),
      ]
      for (name, value) in values { columns[name, default: []].append(value) }
    }
    let table = DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2)
    )
    return try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
  }

  static let covariances = ["iid", "hc1", "cluster(unit)", "cluster(unit, year)"]

  func fit(
    _ formula: String,
    _ vcov: String = "iid",
    _ estimator: InstrumentEstimator = .twoStage
  ) throws -> InstrumentalVariablesResult {
    try InstrumentSamples.fit(
      formula,
      on: try Self.panel(),
      vcov: vcov,
      estimator: estimator
    )
  }

  @Test(arguments: covariances)
  func isTheRatioOfReducedFormToFirstStageWithOneInstrument(_ vcov: String) throws {
    let result = try fit("y ~ w | unit + year | x ~ z1", vcov)
    let first = try #require(result.firstStages[0].regression.estimate(named: "z1")?.value)
    let reduced = try #require(result.reducedForm.estimate(named: "z1")?.value)
    expectAgreement(result.estimate(named: "x")?.value, reduced / first, 1e-12, "ratio")
    #expect(result.statistic(.hansenJ) == nil)
    #expect(
      result.test(vcov == "iid" ? .sargan : .hansenJ)?.statistic
        == .unavailable(because: .exactlyIdentified)
    )
  }

  @Test(arguments: ["iid", "hc1", "cluster(unit)"])
  func isLeastSquaresWhereTheRegressorIsItsOwnInstrument(_ vcov: String) throws {
    let panel = try Self.panel()
    let result = try InstrumentSamples.fit("y ~ w | unit | x ~ copy", on: panel, vcov: vcov)
    let ols = try InstrumentSamples.leastSquares("y ~ x + w | unit", on: panel, vcov: vcov)
    for name in ["x", "w", "_cons"] {
      let estimate = result.estimate(named: name)
      let other = ols.estimate(named: name)
      expectAgreement(estimate?.value, other?.value, 1e-11, name)
      expectAgreement(
        estimate?.standardError.value,
        other?.standardError.value,
        1e-11,
        "se \(name)"
      )
    }
    #expect(result.test(.craggDonaldF)?.statistic == .unavailable(because: .perfectFit))
  }

  @Test(arguments: covariances)
  func limlAndGMMAreTwoStageWhereExactlyIdentified(_ vcov: String) throws {
    let formula = "y ~ w | year | x + x2 ~ z1 + z2"
    let twoStage = try fit(formula, vcov)
    for estimator in [InstrumentEstimator.liml, .gmm] {
      let other = try fit(formula, vcov, estimator)
      for estimate in twoStage.estimates {
        let same = other.estimates.first { $0.term == estimate.term }
        expectAgreement(same?.value, estimate.value, 1e-10, estimate.term)
        expectAgreement(
          same?.standardError.value,
          estimate.standardError.value,
          1e-9,
          "se of \(estimate.term)"
        )
      }
    }
    #expect(try fit(formula, vcov, .liml).kappa == 1)
  }

  @Test(arguments: covariances)
  func theWeakInstrumentFIsTheFirstStagesWithOneEndogenousVariable(_ vcov: String) throws {
    let result = try fit("y ~ w | unit | x ~ z1 + z2", vcov)
    let kind: HypothesisTest.Kind = vcov == "iid" ? .craggDonaldF : .kleibergenPaapF
    expectAgreement(
      result.statistic(kind),
      result.firstStages[0].tests[0].statistic.value,
      1e-11,
      vcov
    )
    #expect(result.firstStages[0].tests.count == 1)
    expectAgreement(
      result.firstStages[0].partialRSquared,
      result.firstStages[0].sheaPartialRSquared,
      1e-12,
      "R²"
    )
  }

  /// G² of scores over the sum of their squares is G at most.
  @Test func theRankLMNeverExceedsTheNumberOfClustersWithOneInstrument() throws {
    for formula in ["y ~ w | x ~ z1", "y ~ w | unit | x ~ z2", "y ~ w | x ~ junk"] {
      let statistic = try #require(try fit(formula, "cluster(unit)").statistic(.kleibergenPaapLM))
      #expect(statistic <= 12)
    }
  }

  @Test(arguments: covariances)
  func theAndersonRubinSetContainsTheEstimateWithOneInstrument(_ vcov: String) throws {
    for instrument in ["z1", "junk"] {
      let result = try fit("y ~ w | unit | x ~ \(instrument)", vcov)
      let set = try #require(result.weakIdentification.andersonRubinSet.value)
      #expect(set.contains(try #require(result.estimate(named: "x")?.value)))
    }
  }

  /// The set holds zero where, and only where, the test of zero does not reject.
  @Test(arguments: covariances)
  func theAndersonRubinSetAgreesWithTheTest(_ vcov: String) throws {
    for formula in [
      "y ~ w | unit | x ~ z1", "y ~ w | unit | x ~ junk", "y ~ w | unit | x ~ z1 + z2",
      "y ~ w | unit | x ~ junk + z2", "w ~ 1 | unit | x ~ junk + z2 + z1",
    ] {
      let result = try fit(formula, vcov)
      guard let set = try set(of: result, vcov) else { continue }
      let pValue = try #require(result.pValue(.andersonRubin))
      #expect(set.contains(0) == (pValue >= 0.05), "\(formula) \(vcov)")
    }
  }

  /// A multiway covariance of moments need not be positive definite at every coefficient: then
  /// the set says so.
  private func set(
    of result: InstrumentalVariablesResult,
    _ vcov: String
  ) throws -> ConfidenceSet? {
    guard vcov == "cluster(unit, year)", result.instruments.count > 1 else {
      return try #require(result.weakIdentification.andersonRubinSet.value)
    }
    let set = result.weakIdentification.andersonRubinSet
    #expect(set.value != nil || set == .unavailable(because: .singularCovariance))
    return set.value
  }

  /// At every end of the set, the test of that value has a p-value of 5 percent.
  @Test(arguments: covariances)
  func theEndsOfTheAndersonRubinSetAreOnTheEdge(_ vcov: String) throws {
    var panel = try Self.panel()
    for formula in ["x ~ z1 + z2", "x ~ z1 + z2 + junk", "x ~ junk + z2", "x ~ junk"] {
      let result = try InstrumentSamples.fit("y ~ w | unit | \(formula)", on: panel, vcov: vcov)
      guard let set = try set(of: result, vcov) else { continue }
      for end in set.pieces.flatMap({ [$0.low, $0.high] }).compactMap(\.self) {
        let shifted = try panel.values(of: ExpressionParser.parse("y - (\(end)) * x")).numbers
        panel.table.set(Column("shifted", numbers: shifted))
        let other = try InstrumentSamples.fit(
          "shifted ~ w | unit | \(formula)",
          on: panel,
          vcov: vcov
        )
        expectAgreement(other.pValue(.andersonRubin), 0.05, 1e-6, "\(formula) \(vcov) at \(end)")
      }
    }
  }

  @Test func limlMinimisesTheAndersonRubinStatistic() throws {
    var panel = try Self.panel()
    let liml = try InstrumentSamples.fit("y ~ w | x ~ z1 + z2", on: panel, estimator: .liml)
    let centre = try #require(liml.estimate(named: "x")?.value)
    func statistic(_ value: Double) throws -> Double {
      let shifted = try panel.values(of: ExpressionParser.parse("y - (\(value)) * x")).numbers
      panel.table.set(Column("shifted", numbers: shifted))
      let result = try InstrumentSamples.fit("shifted ~ w | x ~ z1 + z2", on: panel)
      return try #require(result.statistic(.andersonRubin))
    }
    let least = try statistic(centre)
    for step in [-0.1, -0.01, 0.01, 0.1] { #expect(try statistic(centre + step) > least) }
    let set = try #require(liml.weakIdentification.andersonRubinSet.value)
    #expect(set.contains(centre))
  }

  @Test(arguments: covariances)
  func nothingChangesWithTheUnitsOfInstruments(_ vcov: String) throws {
    var panel = try Self.panel()
    let scaled = try panel.values(of: ExpressionParser.parse("1e6 * z1 + 300")).numbers
    panel.table.set(Column("scaled", numbers: scaled))
    for estimator in InstrumentEstimator.allCases {
      let first = try InstrumentSamples.fit(
        "y ~ w | unit | x ~ z1 + z2",
        on: panel,
        vcov: vcov,
        estimator: estimator
      )
      let second = try InstrumentSamples.fit(
        "y ~ w | unit | x ~ scaled + z2",
        on: panel,
        vcov: vcov,
        estimator: estimator
      )
      for (a, b) in zip(first.estimates, second.estimates) {
        expectAgreement(a.value, b.value, 1e-9, a.term)
        expectAgreement(a.standardError.value, b.standardError.value, 1e-9, "se of \(a.term)")
      }
      for (a, b) in zip(first.tests, second.tests) {
        expectAgreement(a.statistic.value, b.statistic.value, 1e-8, "\(a.id)")
      }
    }
  }

  @Test func absorbedEffectsAreTheSameAsDummies() throws {
    let absorbed = try fit("y ~ w | unit | x + x2 ~ z1 + z2 + junk", "hc1")
    let dummies = try fit("y ~ w + i(unit) | x + x2 ~ z1 + z2 + junk", "hc1")
    for name in ["x", "x2", "w"] {
      let (a, b) = (absorbed.estimate(named: name), dummies.estimate(named: name))
      expectAgreement(a?.value, b?.value, 1e-9, name)
      expectAgreement(a?.standardError.value, b?.standardError.value, 1e-9, "se of \(name)")
    }
    for kind in [HypothesisTest.Kind.kleibergenPaapLM, .kleibergenPaapF, .hansenJ, .endogeneity] {
      expectAgreement(absorbed.statistic(kind), dummies.statistic(kind), 1e-8, "\(kind)")
    }
  }

  @Test func weightsOfOneChangeNothing() throws {
    let panel = try Self.panel()
    let first = try InstrumentSamples.fit("y ~ w | unit | x ~ z1 + z2", on: panel, vcov: "hc1")
    var weighted = panel
    weighted.table.set(Column("one", numbers: [Double](repeating: 4, count: 108)))
    let second = try InstrumentSamples.fit(
      "y ~ w | unit | x ~ z1 + z2",
      on: weighted,
      vcov: "hc1",
      weights: "one"
    )
    for (a, b) in zip(first.estimates, second.estimates) {
      expectAgreement(a.value, b.value, 1e-11, a.term)
      expectAgreement(a.standardError.value, b.standardError.value, 1e-11, "se of \(a.term)")
    }
    let real = try InstrumentSamples.fit(
      "y ~ w | unit | x ~ z1 + z2",
      on: panel,
      vcov: "cluster(unit)",
      weights: "pop"
    )
    #expect(real.sample.weights == "pop")
    #expect(real.estimate(named: "x")?.value != first.estimate(named: "x")?.value)
  }

  @Test func doesNotDependOnTheNumberOfThreads() throws {
    let panel = try Self.panel()
    let formula = "y ~ w | unit + year | x ~ z1 + z2"
    let one = try InstrumentSamples.fit(formula, on: panel, vcov: "cluster(unit)", threads: 1)
    let two = try InstrumentSamples.fit(formula, on: panel, vcov: "cluster(unit)", threads: 2)
    #expect(try ResultJSON.encode(one) == ResultJSON.encode(two))
  }
}
