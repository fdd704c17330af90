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
    // e = ỹ − x̃'β as one combination of a row.
    let coefficients =
      slopes.map { -$0 } + [1] + [Double](repeating: 0, count: width - count)
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
        coefficients.withUnsafeBufferPointer {
          RowTile.combine(
            scratch.tile, rowCount: rows.count, width: width,
            coefficients: $0.baseAddress.unsafelyUnwrapped, into: scratch.factors)
        }
        residualSum += weigh(scratch.factors, rows: rows)
        setConstant(scratch.tile, rowCount: rows.count)
        var table = part
        for (clustering, count) in source.clusterCounts.enumerated() {
          RowTile.addRows(
            scratch.tile, rowCount: rows.count, width: width,
            codes: source.codes[source.effectCounts.count + clustering] + rows.lowerBound,
            factors: scratch.factors, to: table)
          table += count * width
        }
        if products {
          RowTile.scale(scratch.tile, rowCount: rows.count, width: width, by: scratch.factors)
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

  /// Turns residuals e into w e.
  ///
  /// - Returns: Σ w e².
  @inline(__always)
  private func weigh(_ residuals: UnsafeMutablePointer<Double>, rows: Range<Int>) -> Double {
    var sum = SIMD2<Double>.zero
    if let weights = source.weights {
      for r in 0..<rows.count {
        let weighted = weights[rows.lowerBound + r] * residuals[r]
        sum[0] += weighted * residuals[r]
        residuals[r] = weighted
      }
    } else {
      for r in 0..<rows.count / 2 {
        let pair = Row2(residuals + 2 * r).a
        sum += pair * pair
      }
      if rows.count % 2 == 1 { sum[0] += residuals[rows.count - 1] * residuals[rows.count - 1] }
    }
    return sum.sum()
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
