import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Agreement with all sign patterns refitted, as in the reference: p exactly, t to 1e-8.
@Suite struct WildBootstrapOracleTests {
  private struct Oracle: Decodable {
    var spec: Spec
    var t: [String: Double]
    var extra: Extra
    struct Spec: Decodable {
      var formula: String
      var param: String
      var cluster: String
    }
    struct Extra: Decodable {
      var t_without_small_sample_factor: Double
      var enumeration: [String: Enumeration]
    }
    struct Enumeration: Decodable {
      var n_draws: Int
      var p_strict: Double
      var p_nonstrict: Double
      var p_equal_tail: Double
      var t_star_first_eight: [String: Double]
    }
  }

  /// Without effects, and with effects of which those of years lie across clusters.
  @Test(arguments: ["wcb_grunfeld_pooled", "wcb_produc_region_fe"], ["WCR", "WCU"])
  func agreesWithAllSignPatterns(_ id: String, _ kind: String) throws {
    let file = PanelOracle.folder.appending(path: "\(id).json")
    let oracle = try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
    let panel = try Self.panel(id)
    let expected = try #require(oracle.extra.enumeration[kind])
    let analysis = WildBootstrap(
      .own(.init(oracle.spec.formula, vcov: "cluster(\(oracle.spec.cluster))")),
      terms: [oracle.spec.param], imposesNull: kind == "WCR")
    let result = try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
    let term = try #require(result.terms.first)
    #expect(term.isEnumerated && term.draws == expected.n_draws && term.seed == nil)
    #expect(term.strict.plain == expected.p_strict)
    #expect(term.withTies.plain == expected.p_nonstrict)
    #expect(term.estimate.pValue == .value(expected.p_strict))
    let statistic = try #require(term.estimate.statistic.value)
    #expect(
      statistic.isClose(to: try #require(oracle.t[oracle.spec.param]), relativeTolerance: 1e-8))
    var tails = analysis
    tails.pValue = .equalTailed
    let other = try #require(try tails.run(on: panel, in: AnalysisContext()).first)
    #expect(other.terms.first?.estimate.pValue == .value(expected.p_equal_tail))
    try expectDraws(of: analysis, oracle, expected.t_star_first_eight, panel)
  }

  private func expectDraws(
    of analysis: WildBootstrap, _ oracle: Oracle, _ expected: [String: Double], _ panel: Panel
  ) throws {
    let linear = LinearModel(
      oracle.spec.formula,
      covariance: CovarianceSpecification(kind: .cluster, clusters: [[oracle.spec.cluster]]))
    let patterns = expected.keys.sorted()
    let signs = patterns.map { $0.map { $0 == "+" ? 1.0 : -1 } }
    // The reference orders clusters by their code, the design by their first row.
    let codes = try #require(panel.table[oracle.spec.cluster]?.numbers)
    let order = Self.ranksByFirstRow(codes)
    let distribution = try WildSetup(linear, term: oracle.spec.param, panel).distribution(
      null: 0, imposesNull: analysis.imposesNull,
      patterns: signs.map { pattern in order.map { pattern[$0] } })
    #expect(
      distribution.statistic(at: 0)
        .isClose(to: oracle.extra.t_without_small_sample_factor, relativeTolerance: 1e-8))
    for (pattern, moments) in zip(patterns, distribution.moments) {
      let found = distribution.draw(moments, at: 0)
      let wanted = try #require(expected[pattern])
      #expect(
        abs(found - wanted) <= 1e-8 * max(1, abs(wanted)), "\(pattern): \(found), \(wanted)")
    }
  }

  /// For each cluster in order of first appearance, its place by value.
  private static func ranksByFirstRow(_ codes: [Double]) -> [Int] {
    var seen: [Double] = []
    for code in codes where !seen.contains(code) { seen.append(code) }
    let sorted = seen.sorted()
    return seen.compactMap { sorted.firstIndex(of: $0) }
  }

  private static func panel(_ id: String) throws -> Panel {
    let isGrunfeld = id == "wcb_grunfeld_pooled"
    let name = isGrunfeld ? "grunfeld.csv" : "produc.csv"
    let table = try DataReader.read(
      url: PanelOracle.folder.appending(path: "data/\(name)"), named: name)
    return try PanelBuilder.build(
      table,
      PanelDeclaration(
        variables: isGrunfeld
          ? []
          : [("lgsp", "gsp"), ("lpcap", "pcap"), ("lpc", "pc"), ("lemp", "emp")]
            .map { DerivedVariable($0.0, "log(\($0.1))") }))
  }
}

/// A model with what its bootstrap needs.
struct WildSetup {
  let design: Design
  let sums: ClusterSums
  let residuals: ClusterSums.Sums
  let term: Int

  init(_ linear: LinearModel, term: String, _ panel: Panel) throws {
    let formula = try linear.parsedFormula(in: panel)
    design = try linear.design(of: formula, on: panel, threads: 1)
    let fitted = try linear.fitted(design, threads: 1)
    sums = try ClusterSums(
      design, fitted.fit, clusters: design.clusterings[0].grouping, threads: 1)
    residuals = try sums.sumsOfResiduals()
    let names = fitted.fit.kept.map { [design] in design.regressors[$0].name }
    self.term = try #require(names.firstIndex(of: term))
  }

  func distribution(
    null: Double, imposesNull: Bool, patterns: [[Double]]
  ) throws -> WildDistribution {
    try WildDistribution(
      sums, term: term, residuals: residuals, null: null, imposesNull: imposesNull,
      draws: patterns.count, threads: 1
    ) { draw, weights in
      for (cluster, value) in patterns[draw].enumerated() { weights[cluster] = value }
    }
  }
}
