/// Columns, weights and codes as pointers, for passes over tiles of rows.
///
/// The arrays behind the pointers outlive every use: ``withColumns(_:weights:effects:clusters:_:)``
/// holds them for the length of its body.
struct RowSource: @unchecked Sendable {
  let columns: UnsafePointer<UnsafePointer<Double>>
  let columnCount: Int
  let rowCount: Int
  let weights: UnsafePointer<Double>?
  let codes: UnsafePointer<UnsafePointer<Int32>>
  /// The levels of each effect; the groups of further groupings stand behind them in `codes`.
  let effectCounts: [Int]
  let clusterCounts: [Int]

  var effectLevelCount: Int { effectCounts.reduce(0, +) }
  var width: Int { RowTile.paddedWidth(columnCount) }

  /// Calls `body` with pointers to all of it.
  ///
  /// - Precondition: At least one row and one column.
  static func withColumns<Value>(
    _ columns: [[Double]], weights: [Double]?, effects: [Grouping], clusters: [Grouping] = [],
    _ body: (RowSource) -> Value
  ) -> Value {
    let groupings = effects + clusters
    let rowCount = columns[0].count
    precondition(rowCount > 0, "no rows")
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns differ in length")
    precondition(groupings.allSatisfy { $0.rowCount == rowCount }, "groupings differ in length")
    return withPointers(columns) { columnPointers in
      withPointers(groupings.map(\.codes)) { codePointers in
        columnPointers.withUnsafeBufferPointer { columnBuffer in
          codePointers.withUnsafeBufferPointer { codeBuffer in
            (weights ?? []).withUnsafeBufferPointer { weightBuffer in
              body(
                RowSource(
                  columns: columnBuffer.baseAddress.unsafelyUnwrapped,
                  columnCount: columns.count,
                  rowCount: rowCount,
                  weights: weights == nil ? nil : weightBuffer.baseAddress,
                  codes: codeBuffer.baseAddress.unsafelyUnwrapped,
                  effectCounts: effects.map(\.count),
                  clusterCounts: clusters.map(\.count)))
            }
          }
        }
      }
    }
  }

  private static func withPointers<Element, Value>(
    _ arrays: [[Element]], from index: Int = 0, _ pointers: [UnsafePointer<Element>] = [],
    _ body: ([UnsafePointer<Element>]) -> Value
  ) -> Value {
    // One pointer beyond the last keeps the list's address valid when it is empty.
    guard index < arrays.count else {
      return withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { spare in
        body(pointers + [UnsafePointer(spare.baseAddress.unsafelyUnwrapped)])
      }
    }
    return arrays[index].withUnsafeBufferPointer { buffer in
      withPointers(
        arrays, from: index + 1, pointers + [buffer.baseAddress.unsafelyUnwrapped], body)
    }
  }

  /// Runs `body` on every tile of the rows of one block.
  ///
  /// The columns of the next tile are touched while the caches are busy with this one: hardware
  /// prefetching starts anew at every page of every column.
  @inline(__always)
  func forEachTile(in rows: Range<Int>, _ body: (Range<Int>) -> Void) {
    var first = rows.lowerBound
    while first < rows.upperBound {
      let end = min(first + RowTile.length, rows.upperBound)
      touch(end..<min(end + RowTile.length, rows.upperBound))
      body(first..<end)
      first = end
    }
  }

  @inline(__always)
  private func touch(_ rows: Range<Int>) {
    var seen: UInt64 = 0
    for j in 0..<columnCount {
      var row = rows.lowerBound
      while row < rows.upperBound {
        seen ^= columns[j][row].bitPattern
        row &+= 8
      }
    }
    withExtendedLifetime(seen) {}
  }
}

/// Scratch memory for the tiles of one block of rows.
struct TileScratch {
  /// Row by row.
  let tile: UnsafeMutablePointer<Double>
  /// Column by column.
  let columns: UnsafeMutablePointer<Double>
  /// One number per row.
  let factors: UnsafeMutablePointer<Double>
  private let elements: Int

  init(width: Int) {
    elements = RowTile.length * width
    tile = .allocate(capacity: elements)
    columns = .allocate(capacity: elements)
    factors = .allocate(capacity: RowTile.length)
    tile.initialize(repeating: 0, count: elements)
    columns.initialize(repeating: 0, count: elements)
    factors.initialize(repeating: 0, count: RowTile.length)
  }

  func deallocate() {
    tile.deallocate()
    columns.deallocate()
    factors.deallocate()
  }
}

/// Elements that several threads write, each to its own part.
struct SharedElements: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>

  /// Runs `body` with zeroed memory for every block, then adds the blocks' parts in order.
  static func summed(
    size: Int, blocks: RowBlocks, threads: Int,
    _ body: @Sendable (_ rows: Range<Int>, _ part: UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    var parts = [Double](repeating: 0, count: size * blocks.count)
    parts.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let shared = SharedElements(base: base)
      Parallel.forEach(count: blocks.count, threads: threads) { block in
        body(blocks.range(block), shared.base + block * size)
      }
      for block in 1..<max(1, blocks.count) {
        let part = base + block * size
        for index in 0..<size { base[index] += part[index] }
      }
    }
    if blocks.count > 1 { parts.removeLast(size * (blocks.count - 1)) }
    return parts
  }
}
