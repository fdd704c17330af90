import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times a mediation with a bootstrap of whole units on a simulated panel.
///
/// `mediation UNITS PERIODS REPLICATIONS FILE` writes the panel as CSV (unit, time, x, m, w1 to w4,
/// y) and prints
///
///     seconds alone a b se low high
///
/// Seconds are medians of whole analyses, from raw columns to the result: the three equations with
/// clustered errors, the cross products, all replications and the interval. *alone* is the same
/// without the bootstrap.
enum MediationBenchmark {
  static let threads = 2

  static func run(_ arguments: [String]) throws {
    let numbers = arguments.prefix(3).compactMap(Int.init)
    guard arguments.count == 4, numbers.count == 3, numbers.allSatisfy({ $0 > 1 }) else {
      throw Usage()
    }
    let panel = simulated(units: numbers[0], periods: numbers[1])
    try GroupTimeBenchmark.write(panel, to: URL(filePath: arguments[3]))
    var analysis = Mediation(
      outcome: "y", treatment: "x", mediators: ["m"], controls: ["w1", "w2", "w3", "w4"],
      effects: ["unit", "time"], vcov: "cluster(unit)",
      bootstrap: Mediation.Bootstrap(replications: numbers[2]))
    let context = AnalysisContext(seed: 1, id: "mediation", threadCount: threads)
    let drawn = try Stopwatch.measure(31) { try analysis.run(on: panel, in: context).first }
    analysis.bootstrap = nil
    let alone = try Stopwatch.measure(31) { try analysis.run(on: panel, in: context).first }
    guard let result = drawn.value ?? nil, let channel = result.channels.first,
      let a = result.effect(on: channel)?.value, let b = result.effect(of: channel)?.value,
      let error = channel.indirect.bootstrapError?.value,
      let low = channel.indirect.intervals.first?.low.value,
      let high = channel.indirect.intervals.first?.high.value
    else { return }
    let seconds = [drawn.median, alone.median].map { String(format: "%.6f", $0) }
    print((seconds + [a, b, error, low, high].map { String($0) }).joined(separator: " "))
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: mediation UNITS PERIODS REPLICATIONS FILE" }
  }

  private static func simulated(units: Int, periods: Int) -> Panel {
    var random = Philox(seed: 20_240_601, stream: 11)
    let names = ["unit", "time", "x", "m", "w1", "w2", "w3", "w4", "y"]
    var columns = [String: [Double]](uniqueKeysWithValues: names.map { ($0, []) })
    var codes: [Int32] = []
    for unit in 0..<units {
      let level = random.normal()
      for period in 0..<periods {
        codes.append(Int32(unit))
        let x = 0.5 * level + random.normal()
        let m = 0.4 * x + 0.3 * level + 0.05 * Double(period) + random.normal()
        var y = 0.2 * x + 0.5 * m + level + 0.1 * Double(period) + random.normal()
        for j in 1...4 {
          let w = random.normal()
          y += 0.1 * w
          columns["w\(j)"]?.append(w)
        }
        for (name, value) in [
          ("unit", Double(unit + 1)), ("time", Double(period + 1)), ("x", x), ("m", m), ("y", y),
        ] { columns[name]?.append(value) }
      }
    }
    return Panel(
      table: DataTable(columns: names.map { Column($0, numbers: columns[$0] ?? []) }),
      index: PanelIndex(
        unitVariable: "unit", timeVariable: "time", units: codes,
        unitNames: (1...units).map(String.init), times: (columns["time"] ?? []).map { Int($0) },
        step: 1))
  }
}
