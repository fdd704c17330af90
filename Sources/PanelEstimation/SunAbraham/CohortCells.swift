import PanelNumerics
import PanelResults

/// The pairs of cohort and distance from treatment that a saturated regression has dummies for.
struct CohortCells {
  /// Ascending by cohort and distance, without the base.
  let cells: [Cell]
  /// The distances of all cells, ascending.
  let distances: [Int]
  /// Rows of treated cohorts at the base.
  let baseRows: [Int]
  private let rowCount: Int

  struct Cell {
    var cohort: Int
    var distance: Int
    /// Rows of the sample.
    var rows: [Int]
    /// Their sums of weights and of squared weights.
    var weight: Double
    var squaredWeight: Double
  }

  /// - Throws: ``EstimationError/invalid(_:)`` where a cohort has no observation at the base.
  init(_ sample: EffectSample, _ controls: ComparisonUnits, base: Int) throws(EstimationError) {
    let last = sample.cohorts.indices.map { sample.time($0) }.max() ?? 0
    var rows: [Int: [Int: [Int]]] = [:]
    var baseRows: [Int] = []
    for row in sample.cohorts.indices {
      guard let cohort = sample.cohorts[row], let distance = sample.distances[row],
        !controls.contains(cohort: cohort, lastTime: last)
      else { continue }
      rows[cohort, default: [:]][distance, default: []].append(row)
      if distance == base { baseRows.append(row) }
    }
    let missing = rows.keys.filter { rows[$0]?[base] == nil }.sorted()
    guard missing.isEmpty else {
      throw .invalid(
        "No observation lies \(-base) period\(base == -1 ? "" : "s") before treatment in cohorts "
          + "\(MessageList.text(missing.map(String.init))), so their effects have no reference. "
          + "Choose another 'base', or remove those cohorts."
      )
    }
    self.baseRows = baseRows
    rowCount = sample.cohorts.count
    var cells: [Cell] = []
    for (cohort, byDistance) in rows.sorted(by: { $0.key < $1.key }) {
      for (distance, rows) in byDistance.sorted(by: { $0.key < $1.key }) where distance != base {
        let weights = rows.map(sample.weight)
        cells.append(
          Cell(
            cohort: cohort,
            distance: distance,
            rows: rows,
            weight: Summation.sum(weights),
            squaredWeight: Summation.sumOfSquares(weights)
          )
        )
      }
    }
    self.cells = cells
    distances = Set(cells.map(\.distance)).sorted()
  }

  /// `post::2006::-3`.
  static func name(_ cell: Cell, of treatment: String) -> String {
    "\(treatment)::\(cell.cohort)::\(cell.distance)"
  }

  /// One dummy per cell.
  func regressors(named treatment: String) -> [Design.Regressor] {
    cells.map { cell in
      var numbers = [Double](repeating: 0, count: rowCount)
      for row in cell.rows { numbers[row] = 1 }
      return Design.Regressor(name: Self.name(cell, of: treatment), numbers: numbers, term: 0)
    }
  }
}
