import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// What is refused, and in which words; what is left out, and said so.
@Suite struct LinearModelErrorTests {
  /// Six units, six years; `lat` is constant within units, `flat` everywhere, `near` almost `x`.
  static func table() -> DataTable {
    var columns: [String: [Double]] = [:]
    for row in 0..<36 {
      let (unit, year) = (row / 6, row % 6)
      let x = Double((row * 37) % 17) / 3 - 2
      let noise = Double((row * 53) % 29) / 10
      columns["unit", default: []].append(Double(unit))
      columns["year", default: []].append(Double(2015 + year))
      columns["region", default: []].append(1)
      columns["x", default: []].append(x)
      columns["near", default: []].append(x + 1e-10 * noise)
      columns["double", default: []].append(2 * x)
      columns["lat", default: []].append(30 + 1.1 * Double(unit))
      columns["flat", default: []].append(0)
      columns["gap", default: []].append(row % 9 == 4 ? .nan : noise)
      columns["weight", default: []].append(row == 3 ? -1 : row == 8 ? 0 : 1)
      columns["y", default: []].append(x * 0.5 + noise + Double(unit))
    }
    return DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2))
  }

  func run(
    _ formula: String, vcov: String = "iid", weights: String? = nil, condition: String? = nil
  ) throws -> RegressionResult {
    let analysis = FixedEffects(
      models: [.init(formula)], vcov: [vcov], weights: weights, condition: condition)
    return try #require(
      try analysis.run(on: Panel(table: Self.table()), in: AnalysisContext()).first)
  }

  func expectError(_ part: String, _ body: () throws -> RegressionResult) {
    #expect {
      _ = try body()
    } throws: { error in
      let text = String(describing: error)
      if !text.contains(part) { Issue.record("'\(text)' does not say '\(part)'") }
      return error is EstimationError
    }
  }

  @Test func namesARegressorThatEffectsAbsorb() throws {
    let result = try run("y ~ x + lat | unit + year")
    #expect(result.omitted == [OmittedTerm(term: "lat", reason: .absorbed)])
    #expect(result.remarks.contains(Remark(.omittedAbsorbed, ["term": "lat"])))
    #expect(result.estimates.map(\.term) == ["x", Estimate.constantTerm])
  }

  @Test func namesWhatACollinearRegressorIsMadeOf() throws {
    let result = try run("y ~ x + double")
    #expect(result.omitted == [OmittedTerm(term: "double", reason: .collinear, with: ["x"])])
  }

  @Test func keepsARegressorThatIsOnlyNearlyCollinear() throws {
    let result = try run("y ~ x + near | unit + year")
    #expect(result.omitted.isEmpty)
    #expect(result.remarks.contains { $0.id == .illConditioned })
  }

  @Test func refusesATreatmentThatEffectsAbsorb() {
    expectError("'lat' does not vary once the fixed effects are removed") {
      try run("y ~ lat + x | unit + year")
    }
  }

  @Test func refusesATreatmentThatDoesNotVary() {
    expectError("'flat' is 0.0 in all 36 observations") { try run("y ~ flat + x | unit + year") }
    expectError("'flat' is 0.0 in all 36 observations") { try run("y ~ flat + x") }
  }

  @Test func refusesAConstantOutcome() {
    expectError("The outcome 'flat' has one value") { try run("flat ~ x | unit") }
  }

  @Test func refusesAnOutcomeThatEffectsAbsorb() {
    expectError("The outcome 'lat' does not vary once the effects of unit are removed") {
      try run("lat ~ x | unit")
    }
  }

  @Test func refusesASingleYearBesideUnitEffects() {
    expectError("alone in a group of the fixed effects") {
      try run("y ~ x | unit + year", condition: "year == 2015")
    }
  }

  @Test func refusesAnEmptySample() {
    expectError("Of 36 rows the model lost 36 for a false condition") {
      try run("y ~ x", condition: "year > 3000")
    }
  }

  @Test func refusesOneCluster() {
    expectError("Clustering by 'region' needs at least 2 clusters; the sample has 1") {
      try run("y ~ x | unit + year", vcov: "cluster(region)")
    }
  }

  @Test func namesTheLinesOfWeightsThatAreNotPositive() {
    expectError("line 5 (-1.0), line 10 (0.0)") { try run("y ~ x | unit", weights: "weight") }
  }

  @Test func refusesInstruments() {
    expectError("has instruments") { try run("y ~ 1 | unit | x ~ gap") }
  }

  @Test func suggestsTheNearestColumn() {
    expectError("Did you mean 'lat'") { try run("y ~ latt | unit") }
  }

  @Test(arguments: [
    ("hc9", "There is no covariance 'hc9'"), ("clustre(unit)", "Did you mean 'cluster'?"),
    ("cluster", "should name its clusters in parentheses"),
    ("cluster()", "A clustering variable is missing"),
    ("cluster(unit, unit)", "'unit' stands twice"),
    ("cluster(unit, year, x, y)", "at most 3"), ("hc1(unit)", "should read 'hc1'"),
  ])
  func explainsACovarianceItCannotRead(_ vcov: String, _ message: String) {
    expectError(message) { try run("y ~ x", vcov: vcov) }
  }

  @Test func readsEveryFormOfCovariance() throws {
    #expect(try CovarianceSpecification(parsing: " HC1 ").kind == .hc1)
    #expect(
      try CovarianceSpecification(parsing: "cluster(a, b^c)").clusters == [["a"], ["b", "c"]])
  }

  @Test func countsEveryRowItLosesWithTheReason() throws {
    let result = try run("y ~ x + gap | unit", condition: "year > 2015")
    let dropped = result.sample.dropped
    #expect(dropped.first == RowsDropped(.whereFalse, subject: "year > 2015", rows: 6))
    #expect(dropped.dropFirst().first?.reason == .missing)
    #expect(dropped.dropFirst().first?.subject == "gap")
    #expect(result.sample.n + dropped.reduce(0) { $0 + $1.rows } == result.sample.rowsAvailable)
  }

  @Test func leavesInferenceOutWhereTheFitIsPerfect() throws {
    let result = try run("double ~ x")
    #expect(result.estimates.first?.standardError == .unavailable(because: .perfectFit))
    #expect(result.remarks.contains(Remark(.perfectFit)))
  }

  @Test func decodesModelsAsTextOrMapping() throws {
    let text = """
      {"models": ["y ~ x", {"formula": "y ~ x | unit", "vcov": "hc3", "weights": "w",
        "where": "x > 0", "small_sample": {"clusters": "conventional"}}],
       "vcov": ["iid", "hc1"], "level": 0.9, "singletons": "keep"}
      """
    let analysis = try JSONDecoder().decode(FixedEffects.self, from: Data(text.utf8))
    #expect(analysis.vcov == ["iid", "hc1"])
    #expect(
      analysis.models == [
        .init("y ~ x"),
        .init(
          "y ~ x | unit", vcov: "hc3", weights: "w", condition: "x > 0",
          smallSample: SmallSampleOptions(clusters: .conventional)),
      ])
    #expect(analysis.singletons == .keep)
    let single = try JSONDecoder().decode(
      FixedEffects.self, from: Data(#"{"model": "y ~ x"}"#.utf8))
    #expect(single == FixedEffects(models: [.init("y ~ x")]))
  }

  @Test func givesEachModelAColumnPerCovariance() throws {
    let analysis = FixedEffects(
      models: [.init("y ~ x"), .init("y ~ x | unit", vcov: "hc3")], vcov: ["iid", "hc1"])
    let results = try analysis.run(on: Panel(table: Self.table()), in: AnalysisContext())
    #expect(results.map(\.covariance.kind) == [.iid, .hc1, .hc3])
  }

  /// Variances are sums of squares, so near collinearity makes them large, never negative.
  @Test(arguments: ["iid", "hc1", "hc2", "hc3", "cluster(unit)"])
  func keepsVariancesOfNearlyCollinearRegressorsPositive(vcov: String) throws {
    for formula in ["y ~ x + near", "y ~ x + near | unit + year"] {
      let result = try run(formula, vcov: vcov)
      #expect(result.remarks.contains { $0.id == .illConditioned })
      for estimate in result.estimates {
        #expect((estimate.standardError.value ?? -1) > 0, "\(formula): \(estimate.term)")
      }
    }
  }
}
