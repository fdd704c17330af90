import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times a mixed placebo test of a staggered treatment on a simulated panel.
///
/// `placebo UNITS PERIODS REPLICATIONS [EXPORT-FOLDER]` prints
///
///     units periods replications seconds baseline mean sd
///
/// Seconds are the median of whole analyses, from raw columns to the result: the fit with the actual
/// treatment and its clustered errors, the residualising, all replications, and the density.
enum PlaceboBenchmark {
  static let threads = 2

  static func run(_ arguments: [String]) throws {
    let numbers = arguments.prefix(3).compactMap(Int.init)
    guard numbers.count == 3, numbers.allSatisfy({ $0 > 2 }) else { throw Usage() }
    let panel = simulated(units: numbers[0], periods: numbers[1])
    if arguments.count > 3 { try export(panel, to: URL(filePath: arguments[3])) }
    let placebo = Placebo(
      TreatmentTarget(model: "y ~ d + x1 + x2 + x3 + x4 + x5 | unit + time"),
      replications: numbers[2])
    let context = AnalysisContext(seed: 1, id: "placebo", threadCount: threads)
    let times = try Stopwatch.measure(15) { try placebo.run(on: panel, in: context)[0] }
    guard let result = times.value, let draws = result.draws, draws.failed == 0,
      let mean = draws.mean.value, let spread = draws.standardDeviation.value
    else { return }
    print(
      (numbers.map(String.init)
        + [times.median.shown, String(result.baseline.value), String(mean), String(spread)])
        .joined(separator: " "))
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: placebo UNITS PERIODS REPLICATIONS [FOLDER]" }
  }

  /// A third of the units is treated, in five cohorts about the middle; the effect is 0.3.
  private static func simulated(units: Int, periods: Int) -> Panel {
    var random = Philox(seed: 266, stream: 0)
    let names = ["y", "d", "x1", "x2", "x3", "x4", "x5", "unit", "time"]
    var columns = [String: [Double]](uniqueKeysWithValues: names.map { ($0, []) })
    var codes: [Int32] = []
    for unit in 0..<units {
      let level = random.normal()
      let cohort = unit % 3 == 0 ? periods / 2 + unit / 3 % min(5, periods / 2) : periods
      for period in 0..<periods {
        codes.append(Int32(unit))
        let d = period >= cohort ? 1.0 : 0
        var outcome = level + 0.1 * Double(period) + 0.3 * d + random.normal()
        for j in 1...5 {
          let x = random.normal() + 0.5 * level
          outcome += 0.2 * x
          columns["x\(j)"]?.append(x)
        }
        for (name, value) in [
          ("y", outcome), ("d", d), ("unit", Double(unit)), ("time", Double(period)),
        ] { columns[name]?.append(value) }
      }
    }
    return Panel(
      table: DataTable(columns: names.map { Column($0, numbers: columns[$0] ?? []) }),
      index: PanelIndex(
        unitVariable: "unit", timeVariable: "time", units: codes,
        unitNames: (0..<units).map(String.init), times: (columns["time"] ?? []).map { Int($0) },
        step: 1))
  }

  /// Raw little-endian doubles, a file per column.
  private static func export(_ panel: Panel, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for column in panel.table.columns {
      try (column.numbers ?? []).withUnsafeBytes { Data($0) }
        .write(to: folder.appending(path: column.name))
    }
  }
}
