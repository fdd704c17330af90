import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Agreement of adjusted p-values with other programs and with refitted draws.
@Suite struct MultipleTestingOracleTests {
  private static func read<Value: Decodable>(_ type: Value.Type, _ id: String) throws -> Value {
    let file = PanelOracle.folder.appending(path: "\(id).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }

  static func panel(_ file: String, _ variables: [(String, String)]) throws -> Panel {
    let table = try DataReader.read(
      url: PanelOracle.folder.appending(path: "data/\(file)"), named: file)
    return try PanelBuilder.build(
      table, PanelDeclaration(variables: variables.map { DerivedVariable($0.0, $0.1) }))
  }

  static func produc() throws -> Panel {
    try panel(
      "produc.csv",
      [
        ("lgsp", "log(gsp)"), ("lpcap", "log(pcap)"), ("lpc", "log(pc)"), ("lemp", "log(emp)"),
        ("lhwy", "log(hwy)"), ("lwater", "log(water)"),
      ])
  }

  // MARK: Without draws

  private struct Adjustments: Decodable {
    var p: [Double]
    var adjusted: [String: [Double]]
  }

  @Test(arguments: [PValueAdjustment.bonferroni, .holm, .benjaminiHochberg, .benjaminiYekutieli])
  func adjustsPValuesAsStatsmodelsDoes(_ adjustment: PValueAdjustment) throws {
    let oracle = try Self.read(Adjustments.self, "multipletests")
    let found = try #require(AdjustedPValues.adjusted(oracle.p, by: adjustment))
    let wanted = try #require(oracle.adjusted[adjustment.rawValue])
    for (found, wanted) in zip(found, wanted) { #expect(abs(found - wanted) <= 1e-15) }
  }

  // MARK: All sign patterns

  private struct Enumerated: Decodable {
    var hypotheses: [Hypothesis]
    var adjusted: [String: [String: [Double]]]
    var pyfixest: Peer
    struct Hypothesis: Decodable {
      var model: String
      var `where`: String?
      var term: String
      var t: Double
      var p: Double
    }
    struct Peer: Decodable {
      var models: [String]
      var term: String
      var rwolf: [Double]
      var wyoung: [Double]
    }
  }

  /// Models on different samples, of which one has two clusters less.
  @Test(arguments: ["WCU", "WCR"])
  func agreesWithAllSignPatternsOfSeveralModels(_ kind: String) throws {
    let oracle = try Self.read(Enumerated.self, "rwolf_grunfeld")
    let panel = try Self.panel("grunfeld.csv", [("linv", "log(inv)")])
    var models: [FixedEffects.Model] = []
    for hypothesis in oracle.hypotheses {
      let model = FixedEffects.Model(hypothesis.model, condition: hypothesis.where)
      if models.last != model { models.append(model) }
    }
    let context = AnalysisContext(entries: ["base": FixedEffects(models: models)])
    let result = try #require(
      try MultipleTesting(
        [.init(ResultReference(entry: "base"))], terms: ["value", "capital"],
        adjustments: [.romanoWolf, .westfallYoung], clusters: "firm",
        imposesNull: kind == "WCR"
      ).run(on: panel, in: context).first)
    let resampling = try #require(result.resampling)
    #expect(resampling.isEnumerated && resampling.draws == 1024 && resampling.seed == nil)
    #expect(result.hypotheses.map(\.estimate.term) == oracle.hypotheses.map(\.term))
    for (place, wanted) in oracle.hypotheses.enumerated() {
      let found = result.hypotheses[place]
      let t = try #require(found.estimate.statistic.value)
      let p = try #require(found.estimate.pValue.value)
      #expect(t.isClose(to: wanted.t, relativeTolerance: 1e-9))
      #expect(p.isClose(to: wanted.p, relativeTolerance: 1e-7))
      for (column, adjustment) in result.adjustments.enumerated() {
        let exact = try #require(oracle.adjusted[kind]?[adjustment.rawValue]?[place])
        #expect(
          abs(found.adjusted[column] - exact) < 1e-12,
          "\(adjustment.rawValue) \(wanted.model) \(wanted.term)")
      }
    }
  }

  /// pyfixest gives Westfall–Young the plain share of draws, without the one that is added here.
  @Test func agreesWithPyfixestWhereEverythingIsEnumerated() throws {
    let oracle = try Self.read(Enumerated.self, "rwolf_grunfeld").pyfixest
    let panel = try Self.panel("grunfeld.csv", [("linv", "log(inv)")])
    let entry = FixedEffects(
      models: oracle.models.map { FixedEffects.Model($0) }, vcov: ["cluster(firm)"])
    let result = try MultipleTesting(
      [.init(ResultReference(entry: "base"))], terms: [oracle.term],
      adjustments: [.romanoWolf, .westfallYoung], imposesNull: true
    ).run(on: panel, in: AnalysisContext(entries: ["base": entry]))[0]
    for (place, hypothesis) in result.hypotheses.enumerated() {
      #expect(abs(hypothesis.adjusted[0] - oracle.rwolf[place]) < 1e-12)
      #expect(abs(hypothesis.adjusted[1] - (oracle.wyoung[place] * 1024 + 1) / 1025) < 1e-12)
    }
  }

  // MARK: Random draws

  private struct Drawn: Decodable {
    var models: [String]
    var term: String
    var t: [Double]
    var draws: Int
    var p_adjusted: [String: [Double]]
  }

  /// Within four standard errors of the difference of two shares of draws.
  @Test func agreesWithPyfixestWithinMonteCarloError() throws {
    let oracle = try Self.read(Drawn.self, "rwolf_produc")
    let entry = FixedEffects(
      models: oracle.models.map { FixedEffects.Model($0) }, vcov: ["cluster(state)"])
    let draws = 9999
    let result = try MultipleTesting(
      [.init(ResultReference(entry: "base"))], terms: [oracle.term],
      adjustments: [.romanoWolf, .westfallYoung], imposesNull: true, draws: draws
    ).run(on: try Self.produc(), in: AnalysisContext(seed: 11, entries: ["base": entry]))[0]
    for (place, hypothesis) in result.hypotheses.enumerated() {
      let t = try #require(hypothesis.estimate.statistic.value)
      #expect(t.isClose(to: oracle.t[place], relativeTolerance: 1e-8))
      for (column, adjustment) in result.adjustments.enumerated() {
        let wanted = try #require(oracle.p_adjusted[adjustment.rawValue]?[place])
        let error =
          (wanted * (1 - wanted) * (1 / Double(oracle.draws) + 1 / Double(draws))).squareRoot()
        #expect(abs(hypothesis.adjusted[column] - wanted) < 4 * error)
      }
    }
  }

  // MARK: Pairs

  private struct Pairs: Decodable {
    var cases: [Case]
    struct Case: Decodable {
      var formula: String
      var weights: String?
      var terms: [String]
      var draws: [Draw]
    }
    struct Draw: Decodable {
      var multiplicities: [Double]
      var t: [Double]
    }
  }

  /// Least squares and two-stage least squares, effects nested and not, with weights and without.
  @Test func drawingClustersAgreesWithRefits() throws {
    let oracle = try Self.read(Pairs.self, "pairs_produc")
    let panel = try Self.produc()
    for sample in oracle.cases {
      let isInstrumented = sample.formula.split(separator: "~").count > 2
      let model = FixedEffects.Model(sample.formula, weights: sample.weights)
      let entry: any Analysis =
        isInstrumented
        ? InstrumentalVariables(models: [.init(model)]) : FixedEffects(models: [model])
      let models = try TestedModels(
        entry: MultipleTesting(
          [.init(ResultReference(entry: "m"))], terms: sample.terms, clusters: "state"),
        panel: panel, context: AnalysisContext(entries: ["m": entry])
      ).models()
      let moments = try ClusterMoments(try #require(models[0].source), threads: 1)
      for draw in sample.draws {
        for (found, wanted) in zip(moments.statistics(drawn: draw.multiplicities), draw.t) {
          #expect(abs(found - wanted) < 1e-8 * max(1, abs(wanted)), "\(sample.formula)")
        }
      }
      for (estimate, statistic) in zip(models[0].estimates, moments.statistics) {
        let printed = try #require(estimate.statistic.value)
        let factor = try #require(models[0].covariance?.correction.factor)
        #expect(
          (statistic / factor.squareRoot()).isClose(to: printed, relativeTolerance: 1e-8),
          "\(sample.formula)")
      }
    }
  }
}
