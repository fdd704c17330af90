extension AbsorptionPasses {
  /// What a pass over the rows learns once slopes are known.
  struct ScoreSums {
    /// Σ w e².
    var residualSumOfSquares: Double
    /// For each clustering: groups × (k + 1) sums of scores w x̃ e, the constant's last.
    var clusters: [[Double]]
    /// (k + 1) × (k + 1) sums of products of scores, upper triangle by rows; empty unless asked.
    var crossProducts: [Double]
  }

  /// Sums scores by cluster.
  ///
  ///     e = ỹ − x̃'β,    s = w e (x̃, 1)
  ///
  /// The outcome is the last column of the source.
  ///
  /// - Parameters:
  ///   - slopes: β; a slope of an omitted regressor is left out with its column.
  ///   - products: Whether Σ s s' is wanted.
  func scores(means: [Double], effects: [Double], slopes: [Double], products: Bool) -> ScoreSums {
    let width = source.width
    let count = source.columnCount
    precondition(slopes.count == count - 1, "\(slopes.count) slopes for \(count) columns")
    let groups = source.clusterCounts.reduce(0, +)
    let productSize = products ? count * count : 0
    let size = groups * width + productSize + 1
    let blocks = RowBlocks(rowCount: source.rowCount, tableSize: groups * width)
    let sums = SharedElements.summed(size: size, blocks: blocks, threads: threads) { rows, part in
      let scratch = TileScratch(width: width)
      defer { scratch.deallocate() }
      var residualSum = 0.0
      source.forEachTile(in: rows) { rows in
        means.withUnsafeBufferPointer { load(rows, shifts: $0, into: scratch.tile) }
        subtractEffects(effects, rows: rows, from: scratch.tile)
        RowTile.transpose(scratch.tile, rowCount: rows.count, width: width, into: scratch.columns)
        residualSum += residuals(scratch, rows: rows, slopes: slopes)
        setConstant(scratch.tile, rowCount: rows.count)
        RowTile.scale(scratch.tile, rowCount: rows.count, width: width, by: scratch.factors)
        var table = part
        for (clustering, count) in source.clusterCounts.enumerated() {
          RowTile.addRows(
            scratch.tile, rowCount: rows.count, width: width,
            codes: source.codes[source.effectCounts.count + clustering] + rows.lowerBound,
            to: table)
          table += count * width
        }
        if products {
          RowTile.transpose(scratch.tile, rowCount: rows.count, width: width, into: scratch.columns)
          clearRemainder(of: scratch.columns, rowCount: rows.count)
          RowTile.addCrossProducts(scratch.columns, rowCount: rows.count, count: count, to: table)
        }
      }
      part[size - 1] = residualSum
    }
    var clusters: [[Double]] = []
    var offset = 0
    for groupCount in source.clusterCounts {
      clusters.append(unpadded(sums[offset..<(offset + groupCount * width)]))
      offset += groupCount * width
    }
    return ScoreSums(
      residualSumOfSquares: sums[size - 1], clusters: clusters,
      crossProducts: Array(sums[offset..<(offset + productSize)]))
  }

  /// Puts w e into the scratch factors.
  ///
  /// - Returns: Σ w e².
  @inline(__always)
  private func residuals(_ scratch: TileScratch, rows: Range<Int>, slopes: [Double]) -> Double {
    let residual = scratch.columns + slopes.count * RowTile.length
    for (j, slope) in slopes.enumerated() {
      let regressor = scratch.columns + j * RowTile.length
      for r in 0..<rows.count { residual[r] -= slope * regressor[r] }
    }
    var even = 0.0
    var odd = 0.0
    for r in 0..<rows.count {
      let weighted = source.weights.map { $0[rows.lowerBound + r] * residual[r] } ?? residual[r]
      scratch.factors[r] = weighted
      if r & 1 == 0 { even += weighted * residual[r] } else { odd += weighted * residual[r] }
    }
    return even + odd
  }

  @inline(__always)
  private func setConstant(_ tile: UnsafeMutablePointer<Double>, rowCount: Int) {
    var place = tile + source.columnCount - 1
    for _ in 0..<rowCount {
      place.pointee = 1
      place += source.width
    }
  }

  /// Rows without their padding.
  private func unpadded(_ padded: ArraySlice<Double>) -> [Double] {
    guard source.width != source.columnCount else { return Array(padded) }
    var result: [Double] = []
    result.reserveCapacity(padded.count / source.width * source.columnCount)
    var start = padded.startIndex
    while start < padded.endIndex {
      result.append(contentsOf: padded[start..<(start + source.columnCount)])
      start += source.width
    }
    return result
  }
}
