import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// NIST's linear sets as a study states them: a data file and a formula.
@Suite struct NISTStudyTests {
  private struct Set: Decodable {
    struct Certified: Decodable {
      var coef: [Double]
      var se: [Double]
      var residual_sd: Double
      var r_squared: Double
    }
    var terms: [String]
    var intercept: Bool
    var certified: Certified
  }

  private struct Best: Decodable {
    struct Digits: Decodable { var digits: Double }
    struct Set: Decodable { var best: [String: Digits] }
    var sets: [String: Set]
  }

  private static let oracle = Repository.root.appending(path: "Tests/PanelNumericsTests/Oracle")

  private static func decoded<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value
  {
    try JSONDecoder().decode(type, from: Data(contentsOf: oracle.appending(path: path)))
  }

  /// Correct digits at the 15 digits of certified values, the fewest of several numbers.
  private func digits(_ numbers: [Double], _ certified: [Double]) -> Double {
    zip(numbers, certified).map { number, certified in
      let rounded = Double(String(format: "%.14e", number)) ?? .nan
      if rounded == certified { return 15 }
      let error = abs(rounded - certified) / (certified == 0 ? 1 : abs(certified))
      return max(0, min(15, -log10(error)))
    }.min() ?? 0
  }

  @Test(arguments: [
    "Norris", "Pontius", "NoInt1", "NoInt2", "Filip", "Longley", "Wampler1", "Wampler2",
    "Wampler3", "Wampler4", "Wampler5",
  ])
  func hasNoFewerDigitsThanTheBestProgram(name: String) throws {
    let set = try Self.decoded(Set.self, "nist/lls/\(name).json")
    let table = try DataReader.read(
      url: Self.oracle.appending(path: "nist/lls/\(name).csv"), named: "\(name).csv")
    let terms = set.terms.filter { $0 != "1" } + (set.intercept ? [] : ["0"])
    let result = try #require(
      try FixedEffects(models: [.init("y ~ \(terms.joined(separator: " + "))")])
        .run(on: Panel(table: table), in: AnalysisContext()).first)
    let ordered = try set.terms.map { term in
      try #require(
        result.estimates.first { $0.term == (term == "1" ? Estimate.constantTerm : term) })
    }
    #expect(result.omitted.isEmpty)
    let best = try #require(
      try Self.decoded(Best.self, "nist-best.json").sets[name]
    ).best
    func statistic(_ statistic: Statistic) throws -> Double {
      try #require(result.statistics.first { $0.statistic == statistic }?.value.value)
    }
    var ours = [
      "coef": digits(ordered.map(\.value), set.certified.coef),
      "residual_sd": digits(
        [try statistic(.rootMeanSquaredError)], [set.certified.residual_sd]),
      "r_squared": digits([try statistic(.rSquared)], [set.certified.r_squared]),
    ]
    // A perfect fit has standard errors of zero, which no test can be formed with.
    if set.certified.residual_sd > 0 {
      ours["se"] = digits(try ordered.map { try #require($0.standardError.value) }, set.certified.se)
    }
    for (quantity, digits) in ours.sorted(by: { $0.key < $1.key }) {
      let needed = try #require(best[quantity]).digits
      #expect(digits >= needed, "\(quantity)")
      if ProcessInfo.processInfo.environment["PANELPRESS_REPORT"] != nil {
        print("LRE \(name) \(quantity) \(digits) \(needed)")
      }
    }
  }
}
