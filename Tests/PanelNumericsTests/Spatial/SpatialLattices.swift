import PanelNumerics

/// Weights whose spectra are known or that are hard in one way each.
enum SpatialLattices {
  /// n units on a circle, half a weight to either side: eigenvalues cos(2πk/n).
  static func ring(_ n: Int) -> SparseMatrix {
    SparseMatrix(
      rowCount: n,
      columnCount: n,
      entries: (0..<n).flatMap {
        [.init($0, ($0 + 1) % n, 0.5), .init($0, ($0 + n - 1) % n, 0.5)]
      }
    )
  }

  /// Links to the sides on a grid, with weight one.
  static func rook(_ rows: Int, _ columns: Int) -> SparseMatrix {
    var entries: [SparseMatrix.Entry] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let here = row * columns + column
        if row > 0 { entries.append(.init(here, here - columns, 1)) }
        if row + 1 < rows { entries.append(.init(here, here + columns, 1)) }
        if column > 0 { entries.append(.init(here, here - 1, 1)) }
        if column + 1 < columns { entries.append(.init(here, here + 1, 1)) }
      }
    }
    return SparseMatrix(rowCount: rows * columns, columnCount: rows * columns, entries: entries)
  }

  /// The k nearest of points drawn in a square, each with weight 1/k: not symmetric, with complex
  /// eigenvalues.
  static func nearest(_ n: Int, _ k: Int, seed: UInt64 = 5) -> SparseMatrix {
    var random = Philox(seed: seed, stream: 3)
    let points = (0..<n).map { _ in (random.uniform(), random.uniform()) }
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      let others = (0..<n).filter { $0 != i }.map { j -> (Double, Int) in
        let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1)
        return (dx * dx + dy * dy, j)
      }.sorted { $0 < $1 }
      for (_, j) in others.prefix(k) { entries.append(.init(i, j, 1 / Double(k))) }
    }
    return SparseMatrix(rowCount: n, columnCount: n, entries: entries)
  }

  /// Rows that sum to one, or to zero where they are empty.
  static func averaging(_ matrix: SparseMatrix) -> SparseMatrix {
    matrix.scalingRows(by: matrix.rowSums.map { $0 == 0 ? 0 : 1 / $0 })
  }

  /// A rook grid, averaging, with an island and a second part.
  static var parts: SparseMatrix {
    let grid = rook(4, 5).entries
    let pair: [SparseMatrix.Entry] = [.init(21, 22, 1), .init(22, 21, 1)]
    return averaging(SparseMatrix(rowCount: 23, columnCount: 23, entries: grid + pair))
  }

  /// One cycle in one direction: eigenvalues are the n-th roots of one.
  static func cycle(_ n: Int) -> SparseMatrix {
    SparseMatrix(
      rowCount: n,
      columnCount: n,
      entries: (0..<n).map { .init($0, ($0 + 1) % n, 1) }
    )
  }
}
