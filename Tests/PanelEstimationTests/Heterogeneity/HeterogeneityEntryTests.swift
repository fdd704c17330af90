import Foundation
import PanelResults
import Testing

@testable import PanelEstimation

/// Entries that name a thing twice or ask for too little, and what a repaired covariance is told.
@Suite struct HeterogeneityEntryTests {
  @Test(arguments: [
    (#""by": "g", "terms": ["c1", "c1"]"#, "'terms' names 'c1' twice"),
    (#""by": "g", "terms": []"#, "'terms' is empty"),
    (#""by": {"variable": "g", "labels": ["Low", "Low"]}"#, "two groups the name 'Low'"),
    (#""by": "g", "test": "permutation", "permutations": 1"#, "between 99 and 10000000"),
    (#""by": "g", "test": "permutation", "permutations": 98"#, "not 98"),
  ])
  func refusesWhatIsNamedTwiceOrTooFew(part: String, message: String) {
    #expect {
      try JSONDecoder().decode(
        Heterogeneity.self, from: Data("{\"model\": \"y ~ x\", \(part)}".utf8))
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains(message)
    }
  }

  /// Two-way clusters of an interacted model of nine groups: more coefficients than periods.
  @Test func remarksThatTheInteractedCovarianceIsRepaired() throws {
    func remarks(_ vcov: String) throws -> [Remark.Kind] {
      try Heterogeneity(
        "lgsp ~ lpcap + lpc + lemp | state", by: [GroupRule("region")], vcov: vcov
      ).run(on: GroupSamples.produc(), in: AnalysisContext(id: "het"))[0].remarks.map(\.id)
    }
    #expect(try remarks("cluster(state, year)").contains(.interactedCovarianceRepaired))
    #expect(try !remarks("cluster(state)").contains(.interactedCovarianceRepaired))
  }
}
