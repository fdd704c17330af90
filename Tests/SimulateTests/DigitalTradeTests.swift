import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress
@testable import simulate

/// The data of `examples/digital-trade`: as committed, with the moments that the article prints.
@Suite struct DigitalTradeTests {
  private static let folder = Repository.examples.appending(path: "digital-trade")

  @Test func givesTheCommittedFiles() throws {
    for file in try DigitalTrade().files() {
      let committed = try String(
        contentsOf: Self.folder.appending(path: file.name),
        encoding: .utf8
      )
      #expect(
        file.text == committed,
        "\(file.name): run `simulate digital-trade` and read the change"
      )
    }
  }

  /// The columns of the panel as numbers; words are NaN.
  private func columns() throws -> [String: [Double]] {
    let panel = try #require(try DigitalTrade().files().first { $0.name == "panel.csv" })
    let lines = panel.text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = try #require(lines.first)
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { place, name in
        (name, lines.dropFirst().map { Double($0[place]) ?? .nan })
      }
    )
  }

  /// Table 3, to its three decimals; indices and shares from the columns that they are made of.
  @Test func hasTheMomentsOfTable3() throws {
    var columns = try columns()
    func index(_ indicators: [Indicator]) -> [Double] {
      EntropyIndicators.index(of: indicators.map { columns[$0.name] ?? [] }, indicators)
    }
    columns["ER"] = index(DigitalTradeIndicators.resilience)
    columns["DT"] = index(DigitalTradeIndicators.trade)
    let rows = 0..<270
    let total = try #require(columns["consumption"])
    let parts = ["household_goods", "transport", "education", "health"].compactMap { columns[$0] }
    columns["CU"] = rows.map { row in parts.reduce(0) { $0 + $1[row] } / total[row] }
    let sectors = ["primary", "secondary", "tertiary"].compactMap { columns[$0] }
    columns["IS"] = rows.map { row in
      zip(1...3, sectors).reduce(0) { $0 + Double($1.0) * $1.1[row] }
        / sectors.reduce(0) { $0 + $1[row] }
    }
    for (name, moments) in DigitalTradeDesign.printed {
      let values = try #require(columns[name], "\(name)")
      #expect(values.count == 270)
      let found = Moments(of: values)
      #expect(found.prints(as: moments, decimals: 3), "\(name): \(found)")
    }
  }

  /// The index that the indicators of a file give is the one that follows the model.
  @Test func buildsIndicatorsOfTheIndices() throws {
    let columns = try columns()
    let simulation = try DigitalTrade()
    for (indicators, index) in [
      (DigitalTradeIndicators.resilience, simulation.sample.resilience),
      (DigitalTradeIndicators.trade, simulation.design.trade),
    ] {
      let found = EntropyIndicators.index(of: indicators.map { columns[$0.name] ?? [] }, indicators)
      #expect(zip(found, index).allSatisfy { abs($0 - $1) < 2e-5 })
    }
  }

  /// Without errors, the models of Tables 7 and 8 give the coefficients that the article prints.
  @Test func expectsThePrintedCoefficients() throws {
    let simulation = try DigitalTrade()
    let estimands = DigitalTradeEstimands(design: simulation.design)
    let outcome = estimands.expectedOutcome(simulation.truth)
    for region in Province.Region.allCases {
      let slope = estimands.baseline(outcome, among: estimands.members(region))
      let printed = try #require(DigitalTradeTruth.printed.regions[region])
      #expect(abs(slope - printed) < 0.0005, "\(region): \(slope)")
    }
    let interaction = estimands.moderation(outcome).interaction
    #expect(abs(interaction - DigitalTradeTruth.printed.moderation) < 0.05)
  }

  /// The estimates of the committed run lie about what they are expected to be.
  @Test func findsTheTruthInTheCommittedPanel() throws {
    let simulation = try DigitalTrade()
    let estimands = DigitalTradeEstimands(design: simulation.design)
    let outcome = estimands.expectedOutcome(simulation.truth)
    let all = Array(Province.all.indices)
    func results(_ entry: String) throws -> [any AnalysisResult] {
      let file = Repository.output.appending(path: "digital-trade/results/\(entry).json")
      return try ResultFile.read(try Data(contentsOf: file), file: "\(entry).json").results
    }
    func expect(_ estimate: Estimate?, _ expected: Double, _ what: String) throws {
      let estimate = try #require(estimate, "\(what)")
      let error = try #require(estimate.standardError.value)
      #expect(
        abs(estimate.value - expected) < 2.1 * error,
        "\(what): \(estimate.value), \(expected)"
      )
    }
    let baseline = try results("baseline")[3]
    try expect(
      baseline.estimates.first { $0.term == "DT" },
      estimands.baseline(outcome, among: all),
      "baseline"
    )
    let groups = try #require(try results("groups").first as? HeterogeneityResult)
    for group in groups.groups {
      let region = try #require(Province.Region(rawValue: group.name))
      try expect(
        group.regression?.estimates.first { $0.term == "DT" },
        estimands.baseline(outcome, among: estimands.members(region)),
        group.name
      )
    }
    let transport = try #require(try results("transport").first)
    try expect(
      transport.estimates.first { $0.term == "DT:INF" || $0.term == "DT × INF" },
      estimands.moderation(outcome).interaction,
      "moderation"
    )
  }
}
