import Foundation
import Testing

@testable import PanelNumerics

private struct UnivariateSet: Decodable {
  struct Certified: Decodable {
    var mean: Double
    var sd: Double
    var autocorr_lag1: Double
  }
  var certified: Certified
}

private struct GroupedSet: Decodable {
  struct Certified: Decodable {
    var f_statistic: Double
    var ms_within: Double
    var ms_between: Double
    var r_squared: Double
  }
  var k: Int
  var certified: Certified
}

@Suite struct NISTUnivariateTests {
  @Test(arguments: [
    "PiDigits", "Lottery", "Lew", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4",
  ])
  func hasNoFewerDigitsThanTheBestProgram(name: String) throws {
    let certified = try OracleFiles.decoded(
      UnivariateSet.self,
      from: "nist/univ/\(name).json"
    ).certified
    let values = try #require(try OracleFiles.columns(of: "nist/univ/\(name).csv").columns["y"])
    let moments = Moments(values)
    let best = try BestPrograms.best(name).best
    let digits = [
      "mean": correctDigits(moments.mean, certified: certified.mean),
      "sd": correctDigits(moments.standardDeviation, certified: certified.sd),
      "autocorr_lag1": correctDigits(
        Moments.autocorrelation(values),
        certified: certified.autocorr_lag1
      ),
    ]
    for (quantity, digits) in digits {
      let reference = try #require(best[quantity])
      #expect(digits >= reference.digits, "\(quantity): \(digits), \(reference.program)")
    }
    if ProcessInfo.processInfo.environment["PANELPRESS_REPORT"] != nil {
      print("LRE \(name): \(digits.sorted { $0.key < $1.key })")
    }
  }

  @Test(arguments: [
    "SiRstv", "SmLs01", "SmLs02", "SmLs03", "AtmWtAg", "SmLs04", "SmLs05", "SmLs06", "SmLs07",
    "SmLs08", "SmLs09",
  ])
  func decomposesVariationWithNoFewerDigitsThanTheBestProgram(name: String) throws {
    let set = try OracleFiles.decoded(GroupedSet.self, from: "nist/anova/\(name).json")
    let columns = try OracleFiles.columns(of: "nist/anova/\(name).csv").columns
    let groups = try #require(columns["group"]).map { Int32($0) - 1 }
    let analysis = AnalysisOfVariance.oneWay(
      try #require(columns["y"]),
      groups: groups,
      groupCount: set.k
    )
    let within = analysis.withinSumOfSquares / Double(analysis.withinDegreesOfFreedom)
    let between = analysis.betweenSumOfSquares / Double(analysis.betweenDegreesOfFreedom)
    let digits = [
      "f_statistic": correctDigits(analysis.fStatistic, certified: set.certified.f_statistic),
      "ms_within": correctDigits(within, certified: set.certified.ms_within),
      "ms_between": correctDigits(between, certified: set.certified.ms_between),
      "r_squared": correctDigits(analysis.rSquared, certified: set.certified.r_squared),
    ]
    let best = try BestPrograms.best(name).best
    for (quantity, digits) in digits {
      let reference = try #require(best[quantity])
      #expect(digits >= reference.digits, "\(quantity): \(digits), \(reference.program)")
    }
    if ProcessInfo.processInfo.environment["PANELPRESS_REPORT"] != nil {
      print("LRE \(name): \(digits.sorted { $0.key < $1.key })")
    }
  }
}
