import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Properties of adjusted p-values, and bad input.
@Suite struct MultipleTestingTests {
  // MARK: Step-down with draws that are known

  /// Worked by hand: with 9 draws, |t| of 3, 2 and 1.
  @Test func stepsDownOverKnownDraws() {
    let statistics = [1.0, 3, 2]
    let draws: [[Double]] = [
      [0.5, 0.2, 0.9, 1.5, 0.1, 0.3, 0.7, 2.2, 0.4],
      [0.1, 3.5, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
      [0.3, 0.4, 2.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.0],
    ]
    // Against 3: one maximum (3.5). Against 2 without the second: 2.5 and 2.2. Against 1 alone:
    // 1.5 and 2.2, which is no less than the step before.
    #expect(AdjustedPValues.stepDown(statistics, draws: draws) == [0.3, 0.2, 0.3])
  }

  @Test func countsDrawsThatEqualTheStatistic() {
    let adjusted = AdjustedPValues.stepDown([2, 1], draws: [[2, 0, 0], [0, 1, 0]])
    #expect(adjusted == [0.5, 0.5])
    let smallest = AdjustedPValues.stepDown(
      pValues: [0.01, 0.2], draws: [[0.01, 0.5, 0.5], [0.5, 0.2, 0.9]])
    #expect(smallest == [0.5, 0.5])
  }

  /// With the same degrees of freedom the smallest p-value is that of the largest statistic.
  @Test func givesWestfallAndYoungTheSameWhereFreedomIsTheSame() throws {
    let result = try Self.run(
      MultipleTesting(
        [.init(ResultReference(entry: "base"))], terms: ["lpcap"],
        adjustments: [.romanoWolf, .westfallYoung], clusters: "state", draws: 499))
    for hypothesis in result.hypotheses { #expect(hypothesis.adjusted[0] == hypothesis.adjusted[1]) }
  }

  @Test(arguments: PValueAdjustment.allCases)
  func keepsTheOrderAndStaysBetweenThePlainPValueAndOne(_ adjustment: PValueAdjustment) throws {
    let result = try Self.run(
      MultipleTesting(
        [.init(ResultReference(entry: "base"))], terms: ["lpcap", "lpc"],
        adjustments: [adjustment], clusters: "state", draws: 999))
    let ranked = result.hypotheses.sorted {
      abs($0.estimate.statistic.value ?? 0) > abs($1.estimate.statistic.value ?? 0)
    }
    for (first, second) in zip(ranked, ranked.dropFirst()) {
      #expect(first.adjusted[0] <= second.adjusted[0])
    }
    for hypothesis in ranked {
      let plain = try #require(hypothesis.estimate.pValue.value)
      #expect(hypothesis.adjusted[0] <= 1)
      if !adjustment.isResampled { #expect(hypothesis.adjusted[0] >= plain) }
    }
  }

  @Test(arguments: [JointResampling.Kind.wild, .pairs])
  func givesTheSameNumbersOnAnyNumberOfThreads(_ kind: JointResampling.Kind) throws {
    let entry = MultipleTesting(
      [.init(ResultReference(entry: "base"))], terms: ["lpcap"], clusters: "state",
      bootstrap: kind, draws: 199)
    let one = try Self.run(entry, threads: 1)
    #expect(one == (try Self.run(entry, threads: 2)))
    #expect(one != (try Self.run(entry, seed: 8)))
    #expect(one.resampling?.kind == kind && one.resampling?.draws == 199)
    #expect(one.resampling?.clusters == ClusterDimension(variable: "state", count: 48))
  }

  @Test func testsModelsWithInstrumentsBesideOthers() throws {
    let result = try Self.run(
      MultipleTesting(
        [
          .init(ResultReference(entry: "iv")),
          .init(ResultReference(entry: "base", position: 2), terms: ["lpc"]),
        ], terms: ["lpcap"], adjustments: [.romanoWolf, .holm], clusters: "state", draws: 199))
    #expect(result.resampling?.kind == .pairs)
    #expect(result.hypotheses.map(\.model) == ["iv", "base[2]"])
    #expect(result.hypotheses.map(\.estimate.term) == ["lpcap", "lpc"])
    #expect(result.hypotheses.allSatisfy { $0.adjusted.allSatisfy { (0...1).contains($0) } })
  }

  /// Plain p-values are those of the analyses themselves.
  @Test func takesOtherMethodsByTheirPValues() throws {
    let result = try Self.run(
      MultipleTesting(
        [.init(ResultReference(entry: "base")), .init(ResultReference(entry: "wild"))],
        adjustments: [.holm, .bonferroni]))
    #expect(result.resampling == nil && result.hypotheses.count == 4)
    #expect(result.hypotheses.map(\.model) == ["base[1]", "base[2]", "base[3]", "wild"])
    let plain = result.hypotheses.compactMap(\.estimate.pValue.value)
    #expect(result.hypotheses.map { $0.adjusted[1] } == plain.map { min(1, 4 * $0) })
  }

  // MARK: Bad input

  private static let entries: [String: any Analysis] = [
    "base": FixedEffects(
      models: [
        .init("lgsp ~ lpcap + lpc"), .init("lgsp ~ lpcap + lpc | state + year"),
        .init("lemp ~ lpcap | state + year"),
      ], vcov: ["hc1"]),
    "twice": FixedEffects(models: [.init("lgsp ~ lpcap + lpc")], vcov: ["iid", "cluster(state)"]),
    "region": FixedEffects(models: [.init("lemp ~ lpcap")], vcov: ["cluster(region)"]),
    "state": FixedEffects(models: [.init("lgsp ~ lpcap")], vcov: ["cluster(state)"]),
    "iv": InstrumentalVariables(models: [.init("lgsp ~ lpc | lpcap ~ lhwy + lwater")]),
    "liml": InstrumentalVariables(
      models: [.init("lgsp ~ lpc | lpcap ~ lhwy + lwater")], estimator: .liml),
    "wild": WildBootstrap(.own(.init("lemp ~ lpcap", vcov: "cluster(state)")), draws: 99),
    "sum": Descriptives(variables: ["lgsp"]),
    "self": MultipleTesting([.init(ResultReference(entry: "base"))]),
  ]

  private static func run(
    _ entry: MultipleTesting, seed: UInt64 = 7, threads: Int = 2
  ) throws -> MultipleTestingResult {
    let panel = try MultipleTestingOracleTests.produc()
    let context = AnalysisContext(
      seed: seed, id: "test", threadCount: threads, entries: Self.entries)
    return try entry.run(on: panel, in: context)[0]
  }

  private func message(
    _ names: [String], terms: [String] = [], adjust: [PValueAdjustment] = [.holm],
    clusters: String? = nil, bootstrap: JointResampling.Kind? = nil
  ) -> String {
    do {
      _ = try Self.run(
        MultipleTesting(
          names.compactMap { ResultReference($0) }.map { .init($0) }, terms: terms,
          adjustments: adjust, clusters: clusters, bootstrap: bootstrap, draws: 99))
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func saysWhichHypothesisIsWrong() {
    #expect(
      message(["base", "base[2]"])
        == "The hypothesis about 'lpcap' stands twice: 'base[2]' is listed twice. List every "
        + "hypothesis once; another covariance does not make another one.")
    #expect(
      message(["twice"])
        .hasPrefix(
          "The hypothesis about 'lpcap' stands twice: 'twice[1]' and 'twice[2]' are the same model."))
    #expect(
      message(["base"], terms: ["lpcap", "unemp"]) == "'unemp' is a term of none of the models.")
    #expect(
      message(["base"], terms: ["lpc"])
        == "'lpc' is no regressor of 'lemp ~ lpcap | state + year'. Did you mean 'lpcap'? The model "
        + "has: lpcap.")
    #expect(message(["base"], terms: ["lpc", "lpc"]) == "'lpc' stands twice among the terms.")
    #expect(
      message(["base[2]"])
        == "There is one hypothesis, 'lpcap' in 'base[2]': nothing to adjust for. Name several "
        + "models in 'of', or several 'terms'.")
    #expect(
      message(["base[4]"]) == "'base[4]': there is no model 4; 'base' has 3.")
    #expect(message(["bas"]).hasPrefix("There is no analysis 'bas'. Did you mean 'base'?"))
    #expect(
      message(["sum", "base"])
        == "'sum' is of method descriptives, which has no coefficients to test.")
    #expect(message(["self", "base"]).contains("which is about other models already"))
  }

  @Test func saysWhatCannotBeDrawnTogether() {
    #expect(
      message(["base"], adjust: [.romanoWolf])
        == "Romano-Wolf and Westfall-Young draw clusters, and 'base[1]' is not clustered: name a "
        + "variable in 'clusters', as in 'clusters: state'.")
    #expect(
      message(["region", "state"], terms: ["lpcap"], adjust: [.westfallYoung])
        == "All models must be clustered by one variable to be drawn together, but 'region' is by "
        + "region and 'state' by state. Name one in 'clusters'.")
    #expect(
      message(["region", "base[2]"], adjust: [.romanoWolf], clusters: "state, year")
        .contains("is clustered by 2 (state, year): name one of them"))
    #expect(
      message(["wild", "base"], adjust: [.romanoWolf], clusters: "state")
        .contains("cannot be drawn together with others. Adjust its p-values by holm"))
    #expect(
      message(["liml", "base"], adjust: [.romanoWolf], clusters: "state")
        .hasPrefix("'liml' is estimated by LIML or GMM"))
    #expect(
      message(["iv", "base"], adjust: [.romanoWolf], clusters: "state", bootstrap: .wild)
        .hasSuffix("'iv' has instruments. Write 'bootstrap: pairs'."))
    #expect(
      message(["base"], adjust: [.romanoWolf], clusters: "stat").contains("'stat'"))
  }

  @Test(arguments: [
    (#"{"of": []}"#, "name the models whose coefficients are tested"),
    (#"{"of": "base", "adjust": []}"#, "name one adjustment at least: romano-wolf"),
    (#"{"of": "base", "adjust": ["holm", "holm"]}"#, "'holm' stands twice"),
    (#"{"of": "base", "draws": 98}"#, "need 99 of them at least, and 1000000 at most, not 98"),
    (#"{"of": "base", "draws": 0}"#, "not 0"),
    (#"{"of": "base", "adjust": "holm", "draws": 999}"#, "'draws' is about draws"),
    (#"{"of": "base", "bootstrap": "pairs", "weights": "webb"}"#, "belongs to the wild bootstrap"),
    (#"{"of": "base["}"#, "is no reference"),
  ])
  func refusesOptionsThatMakeNoSense(json: String, text: String) {
    do {
      _ = try JSONDecoder().decode(MultipleTesting.self, from: Data(json.utf8))
      Issue.record("no fault")
    } catch {
      #expect("\(error)".contains(text), "\(error)")
    }
  }

  @Test func readsSourcesWithTermsOfTheirOwn() throws {
    let json = #"{"of": ["base", {"model": "iv[1]", "terms": "d"}], "draws": 99}"#
    let entry = try JSONDecoder().decode(MultipleTesting.self, from: Data(json.utf8))
    #expect(
      entry.sources == [
        .init(ResultReference(entry: "base")),
        .init(ResultReference(entry: "iv", position: 1), terms: ["d"]),
      ])
    #expect(entry.adjustments == [.romanoWolf] && !entry.imposesNull)
  }
}
