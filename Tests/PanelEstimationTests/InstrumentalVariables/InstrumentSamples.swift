import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Data and fits that tests of instrumental variables share.
enum InstrumentSamples {
  static func panel(
    _ file: String,
    index: (unit: String, time: String)? = nil,
    data: URL? = nil
  ) throws -> Panel {
    let url =
      file == "castle.csv"
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : (data ?? PanelOracle.folder.appending(path: "data")).appending(path: file)
    let table = try DataReader.read(url: url, named: file, options: ReadOptions())
    guard let index else { return Panel(table: table) }
    return try PanelBuilder.build(
      table,
      PanelDeclaration(unit: index.unit, time: index.time)
    )
  }

  static func fit(
    _ formula: String,
    on panel: Panel,
    vcov: String = "iid",
    estimator: InstrumentEstimator = .twoStage,
    weights: String? = nil,
    condition: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(),
    distribution: ReferenceDistribution = .studentT,
    singletons: SingletonRule = .drop,
    threads: Int = 2
  ) throws -> InstrumentalVariablesResult {
    let analysis = InstrumentalVariables(
      models: [.init(formula)],
      estimator: estimator,
      vcov: [vcov],
      weights: weights,
      condition: condition,
      smallSample: smallSample,
      singletons: singletons,
      distribution: distribution
    )
    var context = AnalysisContext(id: "iv")
    context.threadCount = threads
    return try #require(try analysis.run(on: panel, in: context).first)
  }

  static func leastSquares(
    _ formula: String,
    on panel: Panel,
    vcov: String = "iid"
  ) throws -> RegressionResult {
    try #require(
      try FixedEffects(models: [.init(formula)], vcov: [vcov]).run(
        on: panel,
        in: AnalysisContext()
      ).first
    )
  }
}

extension RegressionFit {
  func estimate(named name: String) -> Estimate? {
    estimates.first { $0.term == PanelOracle.term(name) }
  }
}

extension InstrumentalVariablesResult {
  func statistic(_ kind: HypothesisTest.Kind) -> Double? { test(kind)?.statistic.value }
  func pValue(_ kind: HypothesisTest.Kind) -> Double? { test(kind)?.pValue.value }
}

func expectAgreement(
  _ found: Double?,
  _ expected: Double?,
  _ tolerance: Double,
  _ what: String,
  absolute: Double = 0,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let expected else { return }
  guard let found else {
    Issue.record("\(what) is missing", sourceLocation: sourceLocation)
    return
  }
  let isClose =
    found.isClose(to: expected, relativeTolerance: tolerance) || abs(found - expected) <= absolute
  #expect(isClose, "\(what): \(found), \(expected)", sourceLocation: sourceLocation)
}
