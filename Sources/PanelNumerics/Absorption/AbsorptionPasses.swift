/// The passes over rows that absorbing effects needs: each reads every column once.
struct AbsorptionPasses {
  let source: RowSource
  let threads: Int

  /// Weighted sums of shifted columns by level, all effects one after the other.
  ///
  /// - Returns: Σ levels × padded width, row by row: Σ_r w_r (x_rj − shift_j) over a level's rows.
  func levelSums(shifts: [Double]) -> [Double] {
    let width = source.width
    let size = source.effectLevelCount * width
    let blocks = RowBlocks(rowCount: source.rowCount, tableSize: size)
    return SharedElements.summed(size: size, blocks: blocks, threads: threads) { rows, part in
      let scratch = TileScratch(width: width)
      defer { scratch.deallocate() }
      shifts.withUnsafeBufferPointer { shifts in
        source.forEachTile(in: rows) { rows in
          load(rows, shifts: shifts, into: scratch.tile)
          if let weights = source.weights {
            RowTile.scale(
              scratch.tile, rowCount: rows.count, width: width, by: weights + rows.lowerBound)
          }
          var table = part
          for (effect, count) in source.effectCounts.enumerated() {
            RowTile.addRows(
              scratch.tile, rowCount: rows.count, width: width,
              codes: source.codes[effect] + rows.lowerBound, to: table)
            table += count * width
          }
        }
      }
    }
  }

  /// Cross products of absorbed columns, and sums of squares of centred ones.
  ///
  /// - Parameters:
  ///   - means: What is subtracted from each column before its effects.
  ///   - effects: The levels' coefficients, laid out like ``levelSums(shifts:)``.
  /// - Returns: The k × k cross products Σ w x̃ x̃', upper triangle by rows, then k centred sums of
  ///   squares Σ w (x − mean)².
  func moments(means: [Double], effects: [Double]) -> (crossProducts: [Double], centred: [Double]) {
    let width = source.width
    let count = source.columnCount
    let size = count * count + width
    let blocks = RowBlocks(rowCount: source.rowCount, tableSize: size)
    let sums = SharedElements.summed(size: size, blocks: blocks, threads: threads) { rows, part in
      let scratch = TileScratch(width: width)
      defer { scratch.deallocate() }
      source.forEachTile(in: rows) { rows in
        means.withUnsafeBufferPointer {
          load(rows, shifts: $0, into: scratch.tile, squares: part + count * count)
        }
        subtractEffects(effects, rows: rows, from: scratch.tile)
        if let weights = source.weights {
          for r in 0..<rows.count {
            scratch.factors[r] = weights[rows.lowerBound + r].squareRoot()
          }
          RowTile.scale(scratch.tile, rowCount: rows.count, width: width, by: scratch.factors)
        }
        RowTile.transpose(scratch.tile, rowCount: rows.count, width: width, into: scratch.columns)
        clearRemainder(of: scratch.columns, rowCount: rows.count)
        RowTile.addCrossProducts(scratch.columns, rowCount: rows.count, count: count, to: part)
      }
    }
    return (Array(sums[..<(count * count)]), Array(sums[(count * count)..<(count * count + count)]))
  }

  /// The absorbed columns themselves, unweighted: n × k.
  func residuals(means: [Double], effects: [Double]) -> Matrix {
    let rowCount = source.rowCount
    var result = Matrix(rowCount: rowCount, columnCount: source.columnCount)
    let blocks = RowBlocks(rowCount: rowCount, tableSize: 0)
    result.elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = SharedElements(base: base)
      Parallel.forEach(count: blocks.count, threads: threads) { block in
        let scratch = TileScratch(width: source.width)
        defer { scratch.deallocate() }
        source.forEachTile(in: blocks.range(block)) { rows in
          means.withUnsafeBufferPointer { load(rows, shifts: $0, into: scratch.tile) }
          subtractEffects(effects, rows: rows, from: scratch.tile)
          RowTile.transpose(
            scratch.tile, rowCount: rows.count, width: source.width, into: scratch.columns)
          for j in 0..<source.columnCount {
            (target.base + j * rowCount + rows.lowerBound).update(
              from: scratch.columns + j * RowTile.length, count: rows.count)
          }
        }
      }
    }
    return result
  }

  @inline(__always)
  func load(
    _ rows: Range<Int>, shifts: UnsafeBufferPointer<Double>,
    into tile: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>? = nil
  ) {
    RowTile.load(
      source.columns, count: source.columnCount, rows: rows,
      shifts: shifts.baseAddress.unsafelyUnwrapped, width: source.width, into: tile,
      squares: squares, weights: source.weights.map { $0 + rows.lowerBound })
  }

  @inline(__always)
  func subtractEffects(
    _ effects: [Double], rows: Range<Int>, from tile: UnsafeMutablePointer<Double>
  ) {
    effects.withUnsafeBufferPointer { buffer in
      guard var table = buffer.baseAddress else { return }
      for (effect, count) in source.effectCounts.enumerated() {
        RowTile.subtractRows(
          of: table, codes: source.codes[effect] + rows.lowerBound, from: tile,
          rowCount: rows.count, width: source.width)
        table += count * source.width
      }
    }
  }

  @inline(__always)
  func clearRemainder(of columns: UnsafeMutablePointer<Double>, rowCount: Int) {
    guard rowCount % 4 != 0 else { return }
    for j in 0..<source.width {
      for r in rowCount..<(rowCount + 3) / 4 * 4 { columns[j * RowTile.length + r] = 0 }
    }
  }
}
