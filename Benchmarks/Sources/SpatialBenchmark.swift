import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times a two-way spatial Durbin model with standard errors and effects.
///
/// `spatial CASE UNITS PERIODS [EXPORT-FOLDER]` prints, with seconds a median,
///
///     case units periods seconds rho se method
///
/// Cases: `distance` (inverse distances of all pairs), `neighbours` (six nearest, made mutual) and
/// `nearest` (six nearest, one-sided).
enum SpatialBenchmark {
  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 3, let units = Int(arguments[1]), let periods = Int(arguments[2]),
      let weights = weights(arguments[0], units)
    else { throw Usage() }
    let columns = simulated(weights, periods)
    if arguments.count > 3 {
      try export(columns, weights, to: URL(filePath: arguments[3]))
    }
    let table = DataTable(columns: columns.map { Column($0.name, numbers: $0.values) })
    let panel = try PanelBuilder.build(table, PanelDeclaration(unit: "id", time: "year"))
    let names = panel.index?.unitNames ?? []
    let order = names.compactMap { Int($0) }
    guard order.count == units else { throw Usage() }
    let described = SpatialWeights(
      ids: names,
      matrix: weights.submatrix(order),
      description: SpatialWeightsDescription(
        name: "w",
        method: .nearest,
        standardisation: .row,
        units: units,
        links: weights.count,
        islands: [],
        isSymmetric: false,
        total: Double(units)
      )
    )
    let analysis = SpatialPanel(
      SpatialOptions(
        formulas: ["y ~ x1 + x2 + x3 | id + year"],
        models: [.sdm],
        weights: ["w"]
      )
    )
    let context = AnalysisContext(threadCount: 2, spatialWeights: ["w": described])
    let measured = try Stopwatch.measure(7) { try analysis.run(on: panel, in: context) }
    guard let result = measured.value?.first, let rho = result.spatialParameters.first,
      let error = rho.standardError.value
    else { return }
    print(
      arguments[0],
      units,
      periods,
      measured.median.shown,
      rho.value,
      error,
      result.logDeterminant?.method.rawValue ?? "none"
    )
  }

  private static func weights(_ kind: String, _ n: Int) -> SparseMatrix? {
    var random = Philox(seed: 20_240_601, stream: 3)
    let points = (0..<n).map { _ in (random.uniform(), random.uniform()) }
    let distance = { (i: Int, j: Int) -> Double in
      hypot(points[i].0 - points[j].0, points[i].1 - points[j].1)
    }
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      let others = (0..<n).filter { $0 != i }
      if kind == "distance" {
        entries += others.map { SparseMatrix.Entry(i, $0, 1 / distance(i, $0)) }
      } else {
        let near = others.map { (distance(i, $0), $0) }.sorted { $0 < $1 }.prefix(6)
        for (_, j) in near {
          entries.append(SparseMatrix.Entry(i, j, 1))
          if kind == "neighbours" { entries.append(SparseMatrix.Entry(j, i, 1)) }
        }
      }
    }
    guard ["distance", "neighbours", "nearest"].contains(kind) else { return nil }
    var matrix = SparseMatrix(rowCount: n, columnCount: n, entries: entries)
    if kind == "neighbours" { matrix.values = matrix.values.map { _ in 1 } }
    return matrix.scalingRows(by: matrix.rowSums.map { 1 / $0 })
  }

  /// A spatial Durbin process with ρ = 0.4 and effects of both kinds, units first.
  private static func simulated(
    _ weights: SparseMatrix,
    _ periods: Int
  ) -> [(name: String, values: [Double])] {
    let n = weights.rowCount
    var random = Philox(seed: 20_240_601, stream: 4)
    let effects = (0..<n).map { _ in random.normal() }
    var x = (0..<3).map { _ in [Double](repeating: 0, count: n * periods) }
    var y = x[0]
    for period in 0..<periods {
      let now = (0..<3).map { _ in (0..<n).map { effects[$0] * 0.3 + random.normal() } }
      let lags = now.map { weights.times($0) }
      var outcome = (0..<n).map { i -> Double in
        let own = now[0][i] - 0.5 * now[1][i] + 0.25 * now[2][i]
        return own + 0.4 * lags[0][i] + effects[i] + 0.1 * Double(period) + random.normal()
      }
      // (I − 0.4 W)⁻¹ by its series.
      var term = outcome
      for _ in 0..<60 {
        term = weights.times(term).map { 0.4 * $0 }
        for i in 0..<n { outcome[i] += term[i] }
      }
      for i in 0..<n {
        y[i * periods + period] = outcome[i]
        for j in 0..<3 { x[j][i * periods + period] = now[j][i] }
      }
    }
    let ids = (0..<n * periods).map { Double($0 / periods) }
    let years = (0..<n * periods).map { Double(2000 + $0 % periods) }
    return [
      ("id", ids), ("year", years), ("y", y), ("x1", x[0]), ("x2", x[1]), ("x3", x[2]),
    ]
  }

  private static func export(
    _ columns: [(name: String, values: [Double])],
    _ weights: SparseMatrix,
    to folder: URL
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let entries = weights.entries
    let links = [
      ("from", entries.map { Double($0.row) }), ("to", entries.map { Double($0.column) }),
      ("weight", entries.map(\.value)),
    ]
    for (name, values) in columns.map({ ($0.name, $0.values) }) + links {
      try values.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: name))
    }
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: spatial distance|neighbours|nearest UNITS PERIODS [FOLDER]" }
  }
}
