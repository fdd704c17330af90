/// Columns of doubled precision, with the products and sums that a factorisation needs.
///
/// Rows are worked on in fixed blocks, whose parts are added in order, so that the number of
/// threads changes nothing.
struct DoubledColumns: Sendable {
  let rowCount: Int
  private var high: [Double]
  private var low: [Double]

  init(rowCount: Int, high: [Double], low: [Double]) {
    precondition(high.count == low.count, "\(high.count) high and \(low.count) low parts")
    self.rowCount = rowCount
    self.high = high
    self.low = low
  }

  var columnCount: Int { rowCount == 0 ? 0 : high.count / rowCount }

  /// Multiplies each column by a power of two that brings its largest element near one.
  ///
  /// - Returns: The exponent e of each column: original = 2ᵉ · scaled. 0 for a column of zeros.
  mutating func scaleToUnit() -> [Int] {
    var exponents: [Int] = []
    for j in 0..<columnCount {
      let rows = j * rowCount..<(j + 1) * rowCount
      let largest = high[rows].reduce(0) { max($0, abs($1)) }
      let exponent = largest > 0 ? Int(largest.exponent) : 0
      exponents.append(exponent)
      guard exponent != 0 else { continue }
      for i in rows {
        high[i] = Double(sign: .plus, exponent: -exponent, significand: high[i])
        low[i] = Double(sign: .plus, exponent: -exponent, significand: low[i])
      }
    }
    return exponents
  }

  func values(ofColumn j: Int) -> [Double] {
    (j * rowCount..<(j + 1) * rowCount).map { high[$0] + low[$0] }
  }

  /// The products of column j with each of `others`.
  func dot(_ j: Int, _ others: [Int], threads: Int) -> [DoubleDouble] {
    let blocks = Parallel.blocks(of: rowCount)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      others.map { product(of: j, with: self, column: $0, rows: blocks[block]) }
    }
    var totals = [DoubleDouble](repeating: .zero, count: others.count)
    for part in parts {
      for i in totals.indices { totals[i] += part[i] }
    }
    return totals
  }

  /// The product of column j with a single column.
  func dot(_ j: Int, with other: DoubledColumns, threads: Int) -> DoubleDouble {
    let blocks = Parallel.blocks(of: rowCount)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      product(of: j, with: other, column: 0, rows: blocks[block])
    }
    return parts.reduce(into: .zero) { $0 += $1 }
  }

  private func product(
    of j: Int,
    with other: DoubledColumns,
    column: Int,
    rows: Range<Int>
  ) -> DoubleDouble {
    high.withUnsafeBufferPointer { aHigh in
      low.withUnsafeBufferPointer { aLow in
        other.high.withUnsafeBufferPointer { bHigh in
          other.low.withUnsafeBufferPointer { bLow in
            let a = j * rowCount
            let b = column * rowCount
            var total = DoubleDouble.zero
            for i in rows {
              let left = DoubleDouble(aHigh[a + i], aLow[a + i])
              total += left * DoubleDouble(bHigh[b + i], bLow[b + i])
            }
            return total
          }
        }
      }
    }
  }

  /// Takes multiples of column j from other columns.
  mutating func subtract(
    column j: Int,
    times shares: [(column: Int, share: DoubleDouble)],
    threads: Int
  ) {
    let rowCount = rowCount
    let blocks = Parallel.blocks(of: rowCount)
    withMemory { memory in
      Parallel.forEach(count: blocks.count, threads: threads) { block in
        for (column, share) in shares {
          memory.subtract(
            share,
            times: memory,
            from: j * rowCount,
            at: column * rowCount,
            rows: blocks[block]
          )
        }
      }
    }
  }

  /// Takes a multiple of another's column j from the single column of this one.
  mutating func subtract(
    column j: Int,
    of other: DoubledColumns,
    times share: DoubleDouble,
    threads: Int
  ) {
    let start = j * rowCount
    let blocks = Parallel.blocks(of: rowCount)
    var source = other
    withMemory { memory in
      source.withMemory { source in
        Parallel.forEach(count: blocks.count, threads: threads) { block in
          memory.subtract(share, times: source, from: start, at: 0, rows: blocks[block])
        }
      }
    }
  }

  /// The target column minus a combination of columns, as one column.
  func residual(
    target: Int,
    columns: [Int],
    coefficients: [DoubleDouble],
    threads: Int
  ) -> DoubledColumns {
    let rows = target * rowCount..<(target + 1) * rowCount
    var result = DoubledColumns(
      rowCount: rowCount,
      high: Array(high[rows]),
      low: Array(low[rows])
    )
    for (column, coefficient) in zip(columns, coefficients) {
      result.subtract(column: column, of: self, times: coefficient, threads: threads)
    }
    return result
  }

  /// The elements, for writing from several threads in disjoint rows.
  private struct Memory: @unchecked Sendable {
    var high: UnsafeMutablePointer<Double>
    var low: UnsafeMutablePointer<Double>

    func subtract(
      _ share: DoubleDouble,
      times source: Memory,
      from: Int,
      at: Int,
      rows: Range<Int>
    ) {
      for i in rows {
        let term = share * DoubleDouble(source.high[from + i], source.low[from + i])
        let rest = DoubleDouble(high[at + i], low[at + i]) - term
        high[at + i] = rest.high
        low[at + i] = rest.low
      }
    }
  }

  private mutating func withMemory(_ body: (Memory) -> Void) {
    high.withUnsafeMutableBufferPointer { high in
      low.withUnsafeMutableBufferPointer { low in
        guard let highBase = high.baseAddress, let lowBase = low.baseAddress else { return }
        body(Memory(high: highBase, low: lowBase))
      }
    }
  }
}
