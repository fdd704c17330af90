import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times effects by cohort and period with their four averages on a simulated panel.
///
/// `group-time ROWS FILE` writes the panel as CSV (unit, time, cohort, y, x) and prints
///
///     ROWS plain dr bootstrap | simple se, of plain and dr
///
/// *plain* is without covariates, *dr* doubly robust with one, *bootstrap* plain with 1,000 draws.
enum GroupTimeBenchmark {
  static let periods = 10
  /// Never, then from the fourth period on.
  static let cohorts = [0, 4, 5, 6, 7, 8, 9]

  static func run(_ arguments: [String]) throws {
    guard arguments.count == 2, let rows = Int(arguments[0]) else { throw Usage() }
    let panel = simulated(units: rows / periods)
    try write(panel, to: URL(filePath: arguments[1]))
    let plain = CallawaySantAnna(outcome: "y", treatment: .cohort("cohort"))
    var robust = plain
    robust.covariates = ["x"]
    var drawn = plain
    drawn.bootstrap = MultiplierBootstrap(draws: 1000)
    let context = AnalysisContext(seed: 1, id: "benchmark", threadCount: 2)
    let found = try [plain, robust, drawn].map { analysis in
      try Stopwatch.measure(7) { try analysis.run(on: panel, in: context).first?.overall }
    }
    let numbers = found[..<2].flatMap { timing -> [String] in
      [timing.value??.value, timing.value??.standardError.value]
        .map { (number: Double?) in number.map { "\($0)" } ?? "-" }
    }
    print(([arguments[0]] + found.map(\.median.shown) + numbers).joined(separator: " "))
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: group-time ROWS FILE" }
  }

  private static func simulated(units: Int) -> Panel {
    var random = Philox(seed: 20_240_601, stream: 7)
    var index = PanelIndex(
      unitVariable: "unit", timeVariable: "time", units: [],
      unitNames: (1...max(1, units)).map(String.init), times: [], step: 1)
    var (cohort, outcome, covariate, names): ([Double], [Double], [Double], [Double]) =
      ([], [], [], [])
    for unit in 0..<units {
      let first = cohorts[random.below(cohorts.count)]
      let level = random.normal()
      let x = random.normal() + 0.05 * Double(first)
      for time in 1...periods {
        index.units.append(Int32(unit))
        index.times.append(time)
        names.append(Double(unit + 1))
        cohort.append(Double(first))
        covariate.append(x)
        let effect = first > 0 && time >= first ? Double(time - first + 1) * 0.1 : 0
        outcome.append(level + 0.1 * x * Double(time) + effect + random.normal())
      }
    }
    let table = DataTable(columns: [
      Column("unit", numbers: names), Column("time", numbers: index.times.map(Double.init)),
      Column("cohort", numbers: cohort), Column("y", numbers: outcome),
      Column("x", numbers: covariate),
    ])
    return Panel(table: table, index: index)
  }

  static func write(_ panel: Panel, to url: URL) throws {
    let columns = panel.table.columns.compactMap(\.numbers)
    var text = panel.table.names.joined(separator: ",") + "\n"
    for row in 0..<panel.table.rowCount {
      text += columns.map { String($0[row]) }.joined(separator: ",") + "\n"
    }
    try Data(text.utf8).write(to: url)
  }
}

/// Times the wild cluster bootstrap of one coefficient: 266 clusters, 14 periods, 9,999 draws.
///
/// `wild-bootstrap FILE` writes the panel as CSV (unit, time, post, x, y) and prints
///
///     pooled effects | t p, of both
///
/// with an interval by inversion in each; *effects* absorbs units and periods.
enum WildBootstrapBenchmark {
  static func run(_ arguments: [String]) throws {
    guard arguments.count == 1 else { throw Usage() }
    let panel = simulated()
    try GroupTimeBenchmark.write(panel, to: URL(filePath: arguments[0]))
    let context = AnalysisContext(seed: 1, id: "benchmark", threadCount: 2)
    let found = try ["y ~ post + x", "y ~ post + x | unit + time"].map { formula in
      let analysis = WildBootstrap(.own(.init(formula, vcov: "cluster(unit)")))
      return try Stopwatch.measure(7) {
        try analysis.run(on: panel, in: context).first?.terms.first
      }
    }
    let numbers = found.flatMap { timing -> [String] in
      [timing.value??.estimate.statistic.value, timing.value??.strict.plain]
        .map { (number: Double?) in number.map { "\($0)" } ?? "-" }
    }
    print((found.map(\.median.shown) + numbers).joined(separator: " "))
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: wild-bootstrap FILE" }
  }

  private static func simulated() -> Panel {
    var random = Philox(seed: 20_240_601, stream: 9)
    let (units, periods) = (266, 14)
    var index = PanelIndex(
      unitVariable: "unit", timeVariable: "time", units: [],
      unitNames: (1...units).map(String.init), times: [], step: 1)
    var (names, post, x, y): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for unit in 0..<units {
      let first = unit % 3 == 0 ? 5 + random.below(8) : 99
      let level = random.normal()
      for time in 1...periods {
        index.units.append(Int32(unit))
        index.times.append(time)
        names.append(Double(unit + 1))
        post.append(time >= first ? 1 : 0)
        x.append(random.normal())
        y.append(level + 0.05 * (post.last ?? 0) + 0.2 * (x.last ?? 0) + random.normal())
      }
    }
    let table = DataTable(columns: [
      Column("unit", numbers: names), Column("time", numbers: index.times.map(Double.init)),
      Column("post", numbers: post), Column("x", numbers: x), Column("y", numbers: y),
    ])
    return Panel(table: table, index: index)
  }
}
