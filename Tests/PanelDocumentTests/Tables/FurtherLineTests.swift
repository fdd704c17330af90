import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Several lines of uncertainty under one estimate.
@Suite struct FurtherLineTests {
  static func table(
    _ results: [NamedResult],
    _ yaml: String = "{}",
    style: String = "plain"
  ) throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: results, in: testContext(style: style))
  }

  static let columns = RegressionFixtures.withFurtherCovariances.enumerated().map {
    NamedResult(reference: "baseline[\($0 + 1)]", result: $1)
  }

  static func bootstrap(of reference: String) -> NamedResult {
    var result = TreatmentFixtures.wildBootstrap
    result.of = reference
    return NamedResult(reference: "wild", result: result)
  }

  func notes(_ table: TableModel) -> [String] { table.notes.map(\.text.plainText) }

  @Test func setsEachCovarianceInABracketOfItsOwn() throws {
    let table = try Self.table(Self.columns)
    try RegressionTableTests.check(table, named: "further-lines")
    #expect(notes(table).contains("Driscoll–Kraay standard errors in brackets, with lag 3."))
    #expect(
      notes(table).contains(
        "Column (2): Conley standard errors in braces, with cut-off 200 km (uniform kernel)."))
    #expect(notes(table).last == "Stars go by the standard errors in parentheses.")
  }

  @Test func showsPValuesOfFurtherCovariances() throws {
    try RegressionTableTests.check(
      try Self.table(Self.columns, "also: p"), named: "further-p-values")
  }

  @Test func takesTheBracketsThatOtherLinesLeave() throws {
    let table = try Self.table(
      [Self.columns[0]], "uncertainty: [{show: se, bracket: square}, {show: p, bracket: curly}]")
    #expect(
      notes(table).contains("Driscoll–Kraay standard errors in parentheses, with lag 3."))
    #expect(notes(table).last == "Stars go by the standard errors in brackets.")
  }

  @Test func leavesThemOutWhereTheTableSaysSo() throws {
    let table = try Self.table(Self.columns, "also: off")
    let first = try #require(table.blocks.first)
    #expect(first.rows.count == 4)
    #expect(!notes(table).contains { $0.contains("Conley") || $0.contains("Stars go by") })
  }

  @Test func saysNothingOfStarsInAStyleWithoutStars() throws {
    let table = try Self.table(Self.columns, style: "aer")
    #expect(!notes(table).contains { $0.hasPrefix("Stars") })
  }

  @Test func refusesMoreLinesThanBrackets() throws {
    #expect {
      _ = try Self.table(Self.columns, "uncertainty: [se, ci]")
    } throws: { error in
      String(describing: error).contains(
        "The table has 4 lines under an estimate") && String(describing: error).contains("also: off")
    }
  }

  @Test func putsAWildBootstrapUnderTheColumnThatItTests() throws {
    let term = try #require(TreatmentFixtures.wildBootstrap.terms.first?.estimate.term)
    let fits = (1...2).map { number in
      NamedResult(
        reference: "base[\(number)]",
        result: RegressionFixtures.fit(
          estimates: [
            RegressionFixtures.estimate(term, 0.08, 0.03, p: 0.009),
            RegressionFixtures.estimate("unemployment", -0.01, 0.005, p: 0.05),
          ]))
    }
    let results = fits + [Self.bootstrap(of: "base[2]")]
    #expect(RegressionRecipe.suits(results))
    let table = try Self.table(results)
    try RegressionTableTests.check(table, named: "further-bootstrap")
    let intervals = try Self.table(results, "bootstrap: ci")
    try RegressionTableTests.check(intervals, named: "further-bootstrap-interval")
  }

  @Test func refusesABootstrapOfAnotherModel() throws {
    #expect {
      _ = try Self.table(Self.columns + [Self.bootstrap(of: "other[3]")])
    } throws: { error in
      String(describing: error).contains(
        "'wild' tests coefficients of 'other[3]', which is no column of the table. The columns "
          + "are: baseline[1], baseline[2].")
    }
  }

  @Test func leavesBootstrapsAloneToTheirOwnTable() {
    #expect(!RegressionRecipe.suits([Self.bootstrap(of: "base")]))
  }

  @Test func namesTheReachOfColumnsWhoseCovariancesDiffer() throws {
    var lagged = RegressionFixtures.covariance(.conley)
    lagged.serial = SerialDependence(lags: 2, periods: 11, within: "state")
    let covariances = [
      RegressionFixtures.covariance(.hc1), RegressionFixtures.covariance(.driscollKraay),
      RegressionFixtures.covariance(.conley), lagged,
    ]
    let fits = covariances.enumerated().map { index, covariance in
      NamedResult(
        reference: "baseline[\(index + 1)]",
        result: RegressionFixtures.fit(
          estimates: [RegressionFixtures.estimate("post", 0.08, 0.03, p: 0.009)],
          covariance: covariance))
    }
    try RegressionTableTests.check(try Self.table(fits), named: "covariances-with-reach")
  }

  @Test func refusesWhatABootstrapDoesNotGive() {
    #expect(throws: DecodingError.self) {
      let _: RegressionRecipe = try StyleFiles.decode(from: "bootstrap: se")
    }
  }
}
