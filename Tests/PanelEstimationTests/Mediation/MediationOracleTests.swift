import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Agreement with dense least squares and with replicates by re-estimation on supplied draws.
@Suite struct MediationOracleTests {
  struct Oracle: Decodable {
    var id: String
    var spec: Spec
    var n: Int
    var extra: Extra
    struct Spec: Decodable {
      var x: String
      var mediator: String
      var y: String
      var controls: [String]
      var fixed_effects: [String]
      var vcov: Clusters
    }
    struct Clusters: Decodable { var clusters: [String] }
    struct Extra: Decodable {
      var by_vcov: [String: Variant]
      var bootstrap: Bootstrap
    }
    struct Variant: Decodable {
      var a: Double
      var se_a: Double
      var b: Double
      var se_b: Double
      var direct: Double
      var se_direct: Double
      var total: Double
      var se_total: Double
      var indirect: Double
      var sobel: Test
      var aroian: Test
      var goodman: Test
      var proportion_mediated: Double
    }
    struct Test: Decodable {
      var se: Double
      var z: Double
      var p: Double
    }
    struct Bootstrap: Decodable {
      var draws_file: String
      var n_rep: Int
      var indirect: [Double]
      var direct: [Double]
      var se: Double
      var percentile_ci_type7: [Double]
      var percentile_ci_stata_pctile: [Double]
      var bias_corrected_ci_type7: [Double]
      var z0: Double
      var normal_ci: [Double]
      var wide: Wide
    }
    struct Wide: Decodable {
      var percentile_ci: [Double]
      var se: Double
    }
  }

  static let ids = ["med_castle_police", "med_produc_unemp", "med_jobs_cross_section"]

  static func oracle(_ id: String) throws -> Oracle {
    let file = PanelOracle.folder.appending(path: "\(id).json")
    return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file))
  }

  static func panel(_ id: String) throws -> Panel {
    let isCastle = id == "med_castle_police"
    let name = isCastle ? "castle.csv" : id == "med_produc_unemp" ? "produc.csv" : "wage2.csv"
    let url =
      isCastle
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : PanelOracle.folder.appending(path: "data/\(name)")
    let logs = [("lgsp", "gsp"), ("lpcap", "pcap"), ("lpc", "pc"), ("lemp", "emp")]
    return try PanelBuilder.build(
      try DataReader.read(url: url, named: name),
      PanelDeclaration(
        variables: id == "med_produc_unemp"
          ? logs.map { DerivedVariable($0.0, "log(\($0.1))") } : []))
  }

  static func analysis(_ oracle: Oracle, vcov: String) -> Mediation {
    Mediation(
      outcome: oracle.spec.y, treatment: oracle.spec.x, mediators: [oracle.spec.mediator],
      controls: oracle.spec.controls, effects: oracle.spec.fixed_effects, vcov: vcov,
      bootstrap: nil)
  }

  private func expectClose(
    _ value: Double?, _ expected: Double, _ tolerance: Double = 1e-8,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      value?.isClose(to: expected, relativeTolerance: tolerance) == true,
      "\(String(describing: value)), \(expected)", sourceLocation: sourceLocation)
  }

  @Test(arguments: ids) func agreesOnEffectsAndTests(_ id: String) throws {
    let oracle = try Self.oracle(id)
    let panel = try Self.panel(id)
    for (key, expected) in oracle.extra.by_vcov {
      let vcov = ["iid": "iid", "HC1": "hc1"][key] ?? "cluster(\(key))"
      let result = try #require(
        try Self.analysis(oracle, vcov: vcov).run(on: panel, in: AnalysisContext()).first)
      let channel = result.channels[0]
      #expect(result.sample.n == oracle.n && result.identityGap < 1e-12)
      let pairs: [(Estimate?, Double, Double)] = [
        (result.effect(on: channel), expected.a, expected.se_a),
        (result.effect(of: channel), expected.b, expected.se_b),
        (result.directEffect, expected.direct, expected.se_direct),
        (result.totalEffect, expected.total, expected.se_total),
      ]
      for (estimate, value, error) in pairs {
        expectClose(estimate?.value, value)
        expectClose(estimate?.standardError.value, error)
      }
      expectClose(channel.indirect.estimate.value, expected.indirect)
      expectClose(channel.indirect.proportion.value, expected.proportion_mediated)
      let tests = [expected.sobel, expected.aroian, expected.goodman]
      for (test, expected) in zip(channel.indirect.tests, tests) {
        expectClose(test.standardError.value, expected.se)
        expectClose(test.statistic.value, expected.z)
        expectClose(test.pValue.value, expected.p, 1e-6)
      }
      #expect(channel.indirect.estimate.standardError == channel.indirect.tests[0].standardError)
    }
  }

  /// Effects nested in the clusters get new levels with every copy.
  @Test(arguments: ids) func agreesOnReplicatesOfSuppliedDraws(_ id: String) throws {
    let oracle = try Self.oracle(id)
    let cluster = oracle.spec.vcov.clusters[0]
    let setup = try MediationSetup(
      Self.analysis(oracle, vcov: "cluster(\(cluster))"), clusters: cluster,
      on: try Self.panel(id))
    let expected = oracle.extra.bootstrap
    let draws = try setup.counts(in: "data/\(expected.draws_file)", replicates: expected.n_rep)
    var workspace: ClusterProducts.Workspace?
    var values: [Double] = []
    for (draw, counts) in draws.enumerated() {
      let effects = try #require(setup.sample.effects(counts: counts, in: &workspace))
      expectClose(effects.indirect[0], expected.indirect[draw])
      expectClose(effects.direct, expected.direct[draw])
      values.append(effects.indirect[0])
    }
    try expectIntervals(of: values, oracle)
  }

  private func expectIntervals(of values: [Double], _ oracle: Oracle) throws {
    let expected = oracle.extra.bootstrap
    let cluster = oracle.spec.vcov.clusters[0]
    let estimate = try #require(oracle.extra.by_vcov[cluster]?.indirect)
    let replicates = BootstrapReplicates(estimate: estimate, values: values)
    expectClose(replicates.standardDeviation.value, expected.se)
    expectClose(replicates.biasCorrection, expected.z0)
    for (kind, bounds) in [
      (BootstrapInterval.Kind.percentile, expected.percentile_ci_stata_pctile),
      (.normal, expected.normal_ci),
    ] {
      let interval = replicates.interval(kind, level: 0.95)
      expectClose(interval.low.value, bounds[0])
      expectClose(interval.high.value, bounds[1])
    }
    // The reference has the bias-corrected interval with quantiles of type 7 alone.
    let sorted = values.sorted()
    let corrected = try #require(
      replicates.correctedProbabilities(level: 0.95, acceleration: 0))
    expectClose(Self.seventh(sorted, corrected.low), expected.bias_corrected_ci_type7[0])
    expectClose(Self.seventh(sorted, corrected.high), expected.bias_corrected_ci_type7[1])
    let interval = replicates.interval(.biasCorrected, level: 0.95)
    for (end, probability) in [(interval.low, corrected.low), (interval.high, corrected.high)] {
      let place = Int(probability * Double(sorted.count))
      #expect(end.value == sorted[place])
    }
  }

  /// A quantile of type 7 of Hyndman and Fan.
  private static func seventh(_ sorted: [Double], _ probability: Double) -> Double {
    let position = probability * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return sorted[index] }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// Own draws: within a quarter of a standard error, as the reference advises.
  @Test(arguments: ids) func agreesOnIntervalsOfOwnDraws(_ id: String) throws {
    let oracle = try Self.oracle(id)
    var analysis = Self.analysis(oracle, vcov: "cluster(\(oracle.spec.vcov.clusters[0]))")
    analysis.bootstrap = .init(replications: 2000)
    let result = try #require(
      try analysis.run(on: try Self.panel(id), in: AnalysisContext(seed: 3)).first)
    let wide = oracle.extra.bootstrap.wide
    let interval = try #require(result.channels[0].indirect.intervals.first)
    #expect(abs(try #require(interval.low.value) - wide.percentile_ci[0]) < 0.25 * wide.se)
    #expect(abs(try #require(interval.high.value) - wide.percentile_ci[1]) < 0.25 * wide.se)
    #expect(result.bootstrap?.failed == 0)
  }
}

/// What a bootstrap of a mediation draws from.
struct MediationSetup {
  let design: MediationDesign
  let clusters: Grouping
  let sample: ResampledMediation
  private let names: [String]

  init(_ analysis: Mediation, clusters variable: String, on panel: Panel) throws {
    let terms = [analysis.treatment] + analysis.mediators + analysis.controls
    let effects =
      analysis.effects.isEmpty ? "" : " | " + analysis.effects.joined(separator: " + ")
    let formula = "\(analysis.outcome) ~ \(terms.joined(separator: " + "))\(effects)"
    var full = try Design(
      DesignRequest(
        formula: try FormulaParser.parse(formula, lists: panel.lists), clusters: [[variable]],
        weights: analysis.weights),
      on: panel, threads: 1)
    let leading = 1 + analysis.mediators.count
    full.regressors = Array(full.regressors[leading...] + full.regressors[..<leading])
    design = MediationDesign(design: full, channelCount: analysis.mediators.count)
    clusters = full.clusterings[0].grouping
    sample = try ResampledMediation(design, clusters: clusters, threads: 1)
    let column = try #require(panel.table[variable])
    let rows = full.rows?.map { Int($0) } ?? Array(0..<panel.table.rowCount)
    var names = [String](repeating: "", count: clusters.count)
    for (place, code) in clusters.codes.enumerated() {
      names[Int(code)] = Self.text(of: column, row: rows[place])
    }
    self.names = names
  }

  private static func text(of column: Column, row: Int) -> String {
    if case .text(let codes, let levels) = column.storage { return levels[Int(codes[row])] }
    let number = column.numbers?[row] ?? .nan
    return String(Int(number))
  }

  /// How often each cluster is drawn in each replicate of a file.
  func counts(in file: String, replicates: Int) throws -> [[Double]] {
    let text = try String(
      contentsOf: PanelOracle.folder.appending(path: file), encoding: .utf8)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: names.count), count: replicates)
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",")
      let replicate = try #require(Int(fields[0]))
      counts[replicate - 1][try #require(places[String(fields[2])])] += 1
    }
    return counts
  }
}
