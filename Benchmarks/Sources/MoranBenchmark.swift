import Foundation
import PanelNumerics

/// Times permutations of Moran's I, global and local, on two simulated sets of places.
///
/// `moran global|local PLACES nearest|dense NEIGHBOURS PERMUTATIONS FOLDER` writes values and links
/// as CSV into the folder and prints
///
///     seconds statistic mean sd
///
/// for the global statistic, or `seconds statistic p` for local ones, their first place's p. Seconds
/// are the median of whole tests, from values and weights on.
enum MoranBenchmark {
  static let threads = 2

  static func run(_ arguments: [String]) throws {
    guard arguments.count == 6, let places = Int(arguments[1]), let neighbours = Int(arguments[3]),
      let permutations = Int(arguments[4]), places > 3, neighbours > 0
    else { throw Usage() }
    let (x, y, values) = simulated(places)
    let weights =
      arguments[2] == "dense"
      ? inverseDistance(x, y) : nearest(x, y, neighbours: neighbours)
    try write(values, weights, to: URL(filePath: arguments[5]))
    if arguments[0] == "global" {
      try measureGlobal(values, weights, permutations)
    } else {
      try measureLocal(values, weights, permutations)
    }
  }

  private static func measureGlobal(
    _ values: [Double],
    _ weights: SparseMatrix,
    _ permutations: Int
  ) throws {
    let timed = Stopwatch.measure(15) { () -> (Double, [Double]) in
      let statistic = SpatialAutocorrelation(.moran, weights: weights)
      let prepared = statistic.prepared(values)
      let forms = PermutedForms(
        [statistic.form],
        of: [prepared.values],
        replicates: permutations,
        threads: threads
      ) { Philox(seed: 42, stream: UInt64($0)) }
      return (statistic.value(of: prepared), forms.values[0][0].map { prepared.factor * $0 })
    }
    guard let (value, permuted) = timed.value else { return }
    let mean = Summation.mean(permuted)
    let variance = Summation.centredSumOfSquares(permuted) / Double(permuted.count - 1)
    print(String(format: "%.6f", timed.median), value, mean, variance.squareRoot())
  }

  private static func measureLocal(
    _ values: [Double],
    _ weights: SparseMatrix,
    _ permutations: Int
  ) throws {
    let timed = Stopwatch.measure(15) { () -> (Double, Double) in
      let local = LocalMoran(of: values, weights: weights)
      let draws = ConditionalPermutations(
        for: weights,
        count: permutations,
        threads: threads
      ) { Philox(seed: 42, stream: UInt64($0)) }
      let tails = draws.tails(of: local.deviations, weights: weights, threads: threads)
      let least = min(tails[0].atLeast, permutations - tails[0].atLeast)
      return (local.statistics[0], Double(least + 1) / Double(permutations + 1))
    }
    guard let (value, pValue) = timed.value else { return }
    print(String(format: "%.6f", timed.median), value, pValue)
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String {
      "usage: moran global|local PLACES nearest|dense NEIGHBOURS PERMUTATIONS FOLDER"
    }
  }

  /// Places in the unit square, with values that rise to the north.
  private static func simulated(_ count: Int) -> ([Double], [Double], [Double]) {
    var random = Philox(seed: 7, stream: 3)
    let x = (0..<count).map { _ in random.uniform() }
    let y = (0..<count).map { _ in random.uniform() }
    return (x, y, y.map { $0 + random.normal() })
  }

  private static func distance(_ x: [Double], _ y: [Double], _ i: Int, _ j: Int) -> Double {
    ((x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j])).squareRoot()
  }

  private static func nearest(_ x: [Double], _ y: [Double], neighbours: Int) -> SparseMatrix {
    let count = x.count
    return SparseMatrix(
      rowCount: count,
      columnCount: count,
      entries: (0..<count).flatMap { i in
        (0..<count).filter { $0 != i }.sorted { distance(x, y, i, $0) < distance(x, y, i, $1) }
          .prefix(neighbours).map { SparseMatrix.Entry(i, $0, 1 / Double(neighbours)) }
      }
    )
  }

  private static func inverseDistance(_ x: [Double], _ y: [Double]) -> SparseMatrix {
    var matrix = Matrix(rowCount: x.count, columnCount: x.count)
    for i in x.indices {
      for j in x.indices where i != j { matrix[i, j] = 1 / distance(x, y, i, j) }
    }
    let weights = SparseMatrix(matrix)
    return weights.scalingRows(by: weights.rowSums.map { 1 / $0 })
  }

  private static func write(_ values: [Double], _ weights: SparseMatrix, to folder: URL) throws {
    let list = values.map { "\($0)\n" }.joined()
    try list.write(to: folder.appending(path: "values.csv"), atomically: true, encoding: .utf8)
    let links = weights.entries.map { "\($0.row),\($0.column),\($0.value)\n" }.joined()
    try links.write(to: folder.appending(path: "links.csv"), atomically: true, encoding: .utf8)
  }
}
