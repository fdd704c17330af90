import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times double machine learning by random forests on a simulated cross-section.
///
/// `double-ml ROWS CONTROLS TREES FILE` writes the data as CSV (y, d, x1 …) and prints
///
///     seconds lasso theta error
///
/// Seconds are those of one whole analysis with five folds, from raw columns to the result; *lasso*
/// is the same with a cross-validated lasso. The effect is 0.5.
enum DoubleMLBenchmark {
  static let threads = 2

  static func run(_ arguments: [String]) throws {
    let numbers = arguments.prefix(3).compactMap(Int.init)
    guard arguments.count == 4, numbers.count == 3, numbers[0] >= 100, numbers[1] >= 4,
      numbers[2] >= 1
    else { throw Usage() }
    let panel = simulated(rows: numbers[0], controls: numbers[1])
    try GroupTimeBenchmark.write(panel, to: URL(filePath: arguments[3]))
    var forest = LearnerDescription(usual: .randomForest)
    forest.trees = numbers[2]
    var analysis = DoubleML(
      outcome: "y",
      treatment: "d",
      controls: (1...numbers[1]).map { "x\($0)" },
      learners: [LearnerPair(outcome: forest, treatment: forest)],
      vcov: "hc1"
    )
    let context = AnalysisContext(seed: 1, id: "double-ml", threadCount: threads)
    let grown = try Stopwatch.measure(1) { try analysis.run(on: panel, in: context).first }
    analysis.learners = [LearnerPair(.lasso)]
    let lasso = try Stopwatch.measure(3) { try analysis.run(on: panel, in: context).first }
    guard let estimate = (grown.value ?? nil)?.estimates.first,
      let error = estimate.standardError.value
    else { return }
    print(
      ([grown.median, lasso.median].map { String(format: "%.3f", $0) }
        + [estimate.value, error].map { String($0) }).joined(separator: " ")
    )
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: double-ml ROWS CONTROLS TREES FILE" }
  }

  private static func simulated(rows: Int, controls: Int) -> Panel {
    var random = Philox(seed: 20_240_601, stream: 17)
    let names = (1...controls).map { "x\($0)" }
    let x = names.map { _ in (0..<rows).map { _ in random.normal() } }
    let d = (0..<rows).map { i in
      0.5 * x[0][i] + 0.3 * sin(2 * x[1][i]) + 0.2 * x[2][i] * x[3][i] + random.normal()
    }
    let y = (0..<rows).map { i in
      0.5 * d[i] + cos(x[0][i]) + 0.4 * x[1][i] + 0.3 * max(x[2][i], 0) + random.normal()
    }
    let columns = [Column("y", numbers: y), Column("d", numbers: d)]
    return Panel(
      table: DataTable(
        columns: columns + zip(names, x).map { Column($0, numbers: $1) }
      )
    )
  }
}
