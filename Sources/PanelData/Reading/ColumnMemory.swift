/// Memory of one column while segments fill it from several threads.
///
/// Segments write disjoint rows. A segment with blank lines or line ends within quotes holds fewer
/// rows than lines, so gaps may remain between segments; they are closed at the end.
final class ColumnMemory {
  private(set) var numbers: UnsafeMutablePointer<Double>?
  private(set) var codes: UnsafeMutablePointer<Int32>?

  func allocateNumbers(_ capacity: Int) { numbers = .allocate(capacity: capacity) }

  /// Makes the column one of text.
  func allocateCodes(_ capacity: Int) {
    numbers?.deallocate()
    numbers = nil
    codes = .allocate(capacity: capacity)
  }

  deinit {
    numbers?.deallocate()
    codes?.deallocate()
  }

  /// The finished column; the memory is given back.
  ///
  /// - Parameters:
  ///   - blocks: First row and number of rows of each segment.
  ///   - levels: The distinct texts of each segment, for a column of text.
  func storage(blocks: [(first: Int, count: Int)], levels: [TextLevels]?) -> Column.Storage {
    let count = blocks.reduce(0) { $0 + $1.count }
    if let codes, let levels {
      return text(codes, blocks: blocks, count: count, levels: levels)
    }
    let result = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let numbers, let target = buffer.baseAddress {
        for block in blocks {
          (target + initialized).initialize(from: numbers + block.first, count: block.count)
          initialized += block.count
        }
      }
    }
    numbers?.deallocate()
    numbers = nil
    return .numbers(result)
  }

  /// Joins the segments' level numbers into one sequence in order of first appearance.
  private func text(
    _ codes: UnsafeMutablePointer<Int32>,
    blocks: [(first: Int, count: Int)],
    count: Int,
    levels: [TextLevels]
  ) -> Column.Storage {
    let joined = TextLevels()
    var result: [Int32] = []
    result.reserveCapacity(count)
    for (block, local) in zip(blocks, levels) {
      let map = (0..<local.count).map { level in
        local.withBytes(ofLevel: level) { joined.code(of: $0) }
      }
      for row in block.first..<block.first + block.count {
        result.append(codes[row] < 0 ? -1 : map[Int(codes[row])])
      }
    }
    return .text(codes: result, levels: joined.strings)
  }
}
