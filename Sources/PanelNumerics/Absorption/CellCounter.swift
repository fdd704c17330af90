/// Sums of weights over levels and over pairs of levels.
struct CellCounter {
  let weights: [Double]?
  let threads: Int

  func levelWeights(of effect: Grouping) -> [Double] {
    var sums = [Double](repeating: 0, count: effect.count)
    if let weights {
      for (row, code) in effect.codes.enumerated() { sums[Int(code)] += weights[row] }
    } else {
      for code in effect.codes { sums[Int(code)] += 1 }
    }
    return sums
  }

  /// The weight of each pair of levels that occurs: a row per level of `effect`, the columns of
  /// `others` numbered one effect after the other.
  func meetings(of effect: Grouping, with others: [Grouping]) -> SparseRows {
    guard !others.isEmpty else { return SparseRows(empty: effect.count) }
    let width = others.reduce(0) { $0 + $1.count }
    let cells = effect.count * width
    if others.count == 1, cells <= max(effect.rowCount / 2, 1 << 16) {
      return weights == nil
        ? countedTable(effect, others[0]) : weightedTable(effect, others[0])
    }
    return gathered(effect, others, width: width)
  }

  /// Counts in a dense table, fixed blocks of rows side by side.
  private func countedTable(_ effect: Grouping, _ other: Grouping) -> SparseRows {
    let cells = effect.count * other.count
    let blocks = RowBlocks(rowCount: effect.rowCount, tableSize: cells)
    var tables = [Int32](repeating: 0, count: cells * blocks.count)
    let width = Int32(other.count)
    effect.codes.withUnsafeBufferPointer { rows in
      other.codes.withUnsafeBufferPointer { columns in
        tables.withUnsafeMutableBufferPointer { buffer in
          let shared = Shared(rows: rows, columns: columns, tables: buffer)
          Parallel.forEach(count: blocks.count, threads: threads) { block in
            let table = shared.tables.baseAddress.unsafelyUnwrapped + block * cells
            for row in blocks.range(block) {
              table[Int(shared.rows[row] &* width &+ shared.columns[row])] &+= 1
            }
          }
        }
      }
    }
    for block in 1..<max(1, blocks.count) {
      for cell in 0..<cells { tables[cell] &+= tables[block &* cells &+ cell] }
    }
    return tables.withUnsafeBufferPointer { table in
      sparse(rowCount: effect.count, width: other.count) { Double(table[$0]) }
    }
  }

  private func weightedTable(_ effect: Grouping, _ other: Grouping) -> SparseRows {
    var table = [Double](repeating: 0, count: effect.count * other.count)
    let weights = weights ?? []
    for row in 0..<effect.rowCount {
      table[Int(effect.codes[row]) * other.count + Int(other.codes[row])] += weights[row]
    }
    return sparse(rowCount: effect.count, width: other.count) { table[$0] }
  }

  @inline(__always)
  private func sparse(rowCount: Int, width: Int, value: (Int) -> Double) -> SparseRows {
    var offsets = [0]
    offsets.reserveCapacity(rowCount + 1)
    var columns: [Int32] = []
    var values: [Double] = []
    columns.reserveCapacity(rowCount * width)
    values.reserveCapacity(rowCount * width)
    for row in 0..<rowCount {
      for column in 0..<width {
        let weight = value(row &* width &+ column)
        if weight != 0 {
          columns.append(Int32(column))
          values.append(weight)
        }
      }
      offsets.append(columns.count)
    }
    return SparseRows(offsets: offsets, columns: columns, values: values, columnCount: width)
  }

  /// Collects pairs group by group, after rows are gathered by level.
  private func gathered(_ effect: Grouping, _ others: [Grouping], width: Int) -> SparseRows {
    let order = GroupedRows(effect)
    var offsets = [0]
    offsets.reserveCapacity(effect.count + 1)
    var columns: [Int32] = []
    var values: [Double] = []
    var stamp = [Int32](repeating: -1, count: width)
    var place = [Int32](repeating: 0, count: width)
    var base: Int32 = 0
    var bases: [Int32] = []
    for other in others {
      bases.append(base)
      base += Int32(other.count)
    }
    for level in 0..<effect.count {
      for position in order.range(of: level) {
        let row = order.row(at: position)
        let weight = weights?[row] ?? 1
        for index in others.indices {
          let column = Int(others[index].codes[row] + bases[index])
          if stamp[column] != Int32(level) {
            stamp[column] = Int32(level)
            place[column] = Int32(columns.count)
            columns.append(Int32(column))
            values.append(weight)
          } else {
            values[Int(place[column])] += weight
          }
        }
      }
      offsets.append(columns.count)
    }
    return SparseRows(offsets: offsets, columns: columns, values: values, columnCount: width)
  }

  /// Pointers that parallel blocks write through, each to its own table.
  private struct Shared: @unchecked Sendable {
    let rows: UnsafeBufferPointer<Int32>
    let columns: UnsafeBufferPointer<Int32>
    let tables: UnsafeMutableBufferPointer<Int32>
  }
}

/// Consecutive ranges of rows, fixed by the data and never by the machine.
struct RowBlocks: Sendable {
  let rowCount: Int
  let count: Int
  private let length: Int

  /// - Parameter tableSize: Elements of the table that each block fills; many large tables cost
  ///   more than they save.
  init(rowCount: Int, tableSize: Int) {
    var count = max(1, min(8, rowCount / 32_768))
    while count > 2, count * tableSize > rowCount { count /= 2 }
    if count * tableSize > 4 * rowCount { count = 1 }
    self.rowCount = rowCount
    self.count = count
    let tiles = (rowCount + RowTile.length - 1) / RowTile.length
    length = (tiles + count - 1) / count * RowTile.length
  }

  func range(_ block: Int) -> Range<Int> {
    min(block * length, rowCount)..<min((block + 1) * length, rowCount)
  }
}
