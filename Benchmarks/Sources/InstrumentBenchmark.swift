import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times two-stage least squares with clustered errors, first stages, reduced form and all tests.
///
/// `instruments ROWS [EXPORT-FOLDER]` prints, for a model without effects and one with two,
///
///     model rows seconds b se f
///
/// from a table of raw columns; seconds are medians.
enum InstrumentBenchmark {
  static let models = [
    ("plain", "y ~ w1 + w2 | x ~ z1 + z2"), ("effects", "y ~ w1 + w2 | a + b | x ~ z1 + z2"),
  ]
  static let names = ["y", "x", "w1", "w2", "z1", "z2", "a", "b"]

  static func run(_ arguments: [String]) throws {
    guard let text = arguments.first, let rows = Int(text) else { throw Usage() }
    let columns = simulated(rows)
    if arguments.count > 1 {
      let folder = URL(filePath: arguments[1])
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, column) in zip(names, columns) {
        try column.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: name))
      }
    }
    let panel = Panel(
      table: DataTable(columns: zip(names, columns).map { Column($0, numbers: $1) })
    )
    for (name, formula) in models {
      let analysis = InstrumentalVariables(models: [.init(formula)], vcov: ["cluster(a)"])
      let measured = try Stopwatch.measure(5) {
        try analysis.run(on: panel, in: AnalysisContext(threadCount: 2))
      }
      guard let result = measured.value?.first, let estimate = result.estimates.first,
        let error = estimate.standardError.value,
        let f = result.test(.kleibergenPaapF)?.statistic.value
      else { return }
      print(name, rows, measured.median.shown, estimate.value, error, f)
    }
  }

  /// 2,000 × 50 levels at random; the instruments explain a tenth of the endogenous variable.
  private static func simulated(_ rows: Int) -> [[Double]] {
    var random = Philox(seed: 20_240_601, stream: 2)
    var columns = [[Double]](repeating: [Double](repeating: 0, count: rows), count: names.count)
    for row in 0..<rows {
      let (first, second) = (random.below(2_000), random.below(50))
      let effect = Double(first % 17) / 10 + Double(second % 7) / 5
      let (z1, z2, shock) = (random.normal(), random.normal(), random.normal())
      let (w1, w2) = (random.normal() + effect, random.normal())
      let x = 0.3 * z1 + 0.2 * z2 + shock + 0.2 * w1 + effect
      let y = 0.5 * x - 0.8 * shock + 0.3 * w1 - 0.1 * w2 + effect + random.normal()
      for (j, value) in [y, x, w1, w2, z1, z2, Double(first), Double(second)].enumerated() {
        columns[j][row] = value
      }
    }
    return columns
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: instruments ROWS [FOLDER]" }
  }
}
