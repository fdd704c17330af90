import Foundation
import Testing

@testable import PanelNumerics

/// A linear regression set of NIST StRD.
private struct LinearSet: Decodable {
  struct Certified: Decodable {
    var coef: [Double]
    var se: [Double]
    var residual_sd: Double
    var r_squared: Double
    var f_statistic: Double?
    var df_residual: Int
    var df_regression: Int
  }
  var name: String
  var terms: [String]
  var intercept: Bool
  var certified: Certified

  static let names = [
    "Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2",
    "Wampler3", "Wampler4", "Wampler5",
  ]

  /// Design and outcome; powers are formed in doubled precision, as the set defines them.
  func data() throws -> (design: Matrix, outcome: [Double], lowOrder: LowOrderParts) {
    let columns = try OracleFiles.columns(of: "nist/lls/\(name).csv").columns
    let outcome = try #require(columns["y"])
    let exact = try terms.map { term in
      let parts = term.split(separator: "^")
      let power = try term == "1" ? 0 : parts.count == 2 ? #require(Int(parts[1])) : 1
      let base = term == "1" ? outcome : try #require(columns[String(parts[0])])
      return base.map { DoubleDouble(decimal: $0).power(power) }
    }
    return (
      Matrix(columns: exact.map { $0.map(\.high) }), outcome,
      LowOrderParts(
        design: exact.flatMap { $0.map(\.low) },
        outcome: outcome.map { DoubleDouble(decimal: $0).low }
      )
    )
  }

  /// Correct digits of each certified number.
  func digits(of fit: LeastSquaresFit, outcome: [Double]) -> [String: Double] {
    let freedom = Double(certified.df_residual)
    let variance = fit.residualSumOfSquares / freedom
    let exact = outcome.map { DoubleDouble(decimal: $0) }
    let total =
      intercept
      ? Summation.doubledCentredSumOfSquares(exact)
      : exact.reduce(into: DoubleDouble.zero) { $0 += $1 * $1 }
    let explained = (total - fit.doubledResidualSumOfSquares).value
    var digits = [
      "coef": correctDigits(fit.coefficients, certified: certified.coef),
      "se": correctDigits(
        fit.bread.diagonal.map { ($0 * variance).squareRoot() },
        certified: certified.se
      ),
      "residual_sd": correctDigits(variance.squareRoot(), certified: certified.residual_sd),
      "r_squared": correctDigits(fit.rSquared(total: total), certified: certified.r_squared),
    ]
    if let statistic = certified.f_statistic {
      digits["f"] = correctDigits(
        explained / Double(certified.df_regression) / variance,
        certified: statistic
      )
    }
    return digits
  }
}

@Suite struct NISTLinearTests {
  @Test(arguments: LinearSet.names)
  func hasNoFewerDigitsThanTheBestProgram(name: String) throws {
    let set = try OracleFiles.decoded(LinearSet.self, from: "nist/lls/\(name).json")
    let (design, outcome, lowOrder) = try set.data()
    let fit = LeastSquares.fit(design: design, outcome: outcome, lowOrder: lowOrder)
    #expect(fit.kept.count == set.terms.count)
    #expect(fit.path == .refinedQR)
    let digits = set.digits(of: fit, outcome: outcome)
    for (quantity, best) in try BestPrograms.best(name).best.sorted(by: { $0.key < $1.key }) {
      let ours = try #require(digits[quantity])
      #expect(ours >= best.digits, "\(quantity): \(ours), \(best.program) \(best.digits)")
    }
    if let ours = digits["f"] { #expect(ours >= 13.5) }
    report(name, digits)
  }

  /// The exact answer for the doubles as stored, not for the decimals they stand for.
  @Test(arguments: LinearSet.names)
  func reachesTheCeilingOfStoredDoubles(name: String) throws {
    let set = try OracleFiles.decoded(LinearSet.self, from: "nist/lls/\(name).json")
    let (design, outcome, _) = try set.data()
    let fit = LeastSquares.fit(
      design: design,
      outcome: outcome,
      lowOrder: .none(rowCount: outcome.count, columnCount: design.columnCount)
    )
    #expect(fit.kept.count == set.terms.count)
    let digits = set.digits(of: fit, outcome: outcome)
    let ceiling = try #require(try BestPrograms.best(name).ceiling["coef"])
    #expect(try #require(digits["coef"]) >= ceiling - 0.05)
    report("\(name) stored", digits)
  }

  /// Columns as a study hands them in: doubles, powers rounded.
  @Test(arguments: LinearSet.names)
  func losesNothingButTheRoundingOfPowers(name: String) throws {
    let set = try OracleFiles.decoded(LinearSet.self, from: "nist/lls/\(name).json")
    let (design, outcome, _) = try set.data()
    let fit = LeastSquares.fit(design: design, outcome: outcome)
    let digits = set.digits(of: fit, outcome: outcome)
    let ceiling = try #require(try BestPrograms.best(name).ceiling["coef"])
    #expect(try #require(digits["coef"]) >= ceiling - 0.05)
    report("\(name) decimal", digits)
  }

  private func report(_ name: String, _ digits: [String: Double]) {
    guard ProcessInfo.processInfo.environment["PANELPRESS_REPORT"] != nil else { return }
    let text = digits.sorted { $0.key < $1.key }
      .map { "\($0.key) \(String(format: "%.1f", $0.value))" }.joined(separator: "  ")
    print("LRE \(name): \(text)")
  }
}
