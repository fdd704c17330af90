import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times estimators of a staggered treatment's effects, from a table of raw columns.
///
/// `effects ROWS [EXPORT-FILE]` prints, for each estimator,
///
///     method rows seconds effect standard-error
///
/// for 20 periods a unit, ten cohorts and 40 percent never treated units; seconds are medians.
enum EffectBenchmark {
  static let periods = 20

  static func run(_ arguments: [String]) throws {
    guard let rows = arguments.first.flatMap({ Int($0) }), rows >= 40 * periods else {
      throw Usage()
    }
    let panel = Self.panel(units: rows / periods)
    if arguments.count > 1 { try export(panel, to: URL(filePath: arguments[1])) }
    let model = ControlModel(outcome: "y")
    let treatment = TreatmentColumn.indicator("treated")
    let context = AnalysisContext(threadCount: 2)
    try report("two-stage-did", panel) {
      try TwoStage(model: model, treatment: treatment).run(on: $0, in: context)
    }
    try report("imputation", panel) {
      try Imputation(model: model, treatment: treatment).run(on: $0, in: context)
    }
    try report("sun-abraham", panel) {
      try SunAbraham(model: model, treatment: treatment).run(on: $0, in: context)
    }
  }

  private static func report(
    _ name: String,
    _ panel: Panel,
    _ work: (Panel) throws -> [TreatmentEffectsResult]
  ) throws {
    let time = try Stopwatch.measure(5) { try work(panel) }
    guard let overall = time.value?.first?.overall, let error = overall.standardError.value else {
      return
    }
    print(
      name,
      panel.table.rowCount,
      time.median.shown,
      String(overall.value),
      String(error)
    )
  }

  /// Effects grow with time since treatment and differ between cohorts.
  static func panel(units count: Int) -> Panel {
    var random = Philox(seed: 20_240_601, stream: 2)
    var units: [Int32] = []
    var times: [Int] = []
    var outcome: [Double] = []
    var treated: [Double] = []
    var cohorts: [Double] = []
    for unit in 0..<count {
      let cohort = random.uniform() < 0.4 ? 0 : 2006 + random.below(10)
      let effect = random.normal()
      for time in 2001...(2000 + periods) {
        let isTreated = cohort > 0 && time >= cohort
        let gain = isTreated ? 0.1 * Double(time - cohort + 1) + 0.05 * Double(cohort - 2006) : 0
        units.append(Int32(unit))
        times.append(time)
        cohorts.append(Double(cohort))
        treated.append(isTreated ? 1 : 0)
        outcome.append(effect + 0.1 * Double(time - 2000) + gain + random.normal())
      }
    }
    return Panel(
      table: DataTable(columns: [
        Column("unit", numbers: units.map { Double($0) }),
        Column("time", numbers: times.map { Double($0) }),
        Column("cohort", numbers: cohorts), Column("treated", numbers: treated),
        Column("y", numbers: outcome),
      ]),
      index: PanelIndex(
        unitVariable: "unit",
        timeVariable: "time",
        units: units,
        unitNames: (0..<count).map(String.init),
        times: times,
        step: 1
      )
    )
  }

  private static func export(_ panel: Panel, to file: URL) throws {
    let names = ["unit", "time", "cohort", "treated", "y"]
    let columns = names.map { panel.table[$0]?.numbers ?? [] }
    var text = names.joined(separator: ",") + "\n"
    for row in 0..<panel.table.rowCount {
      text += columns.map { String($0[row]) }.joined(separator: ",") + "\n"
    }
    try Data(text.utf8).write(to: file)
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: effects ROWS [FILE], at least \(40 * periods) rows" }
  }
}
