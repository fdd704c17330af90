/// A few rows of several columns side by side, small enough to stay in the nearest cache.
///
/// Rows are stored one after the other, each padded to an even number of columns, so that a row's
/// sums for one group lie together in memory.
enum RowTile {
  /// Rows of a tile.
  static let length = 256

  /// Columns rounded up to a whole number of pairs.
  static func paddedWidth(_ columnCount: Int) -> Int { (columnCount + 1) & ~1 }

  /// Splits a padded row into runs of 8, 4 and 2 columns.
  @inline(__always)
  static func forEachRun(
    width: Int,
    eight: (Int) -> Void,
    four: (Int) -> Void,
    two: (Int) -> Void
  ) {
    var first = 0
    while width - first >= 8 {
      eight(first)
      first += 8
    }
    if width - first >= 4 {
      four(first)
      first += 4
    }
    if width - first >= 2 { two(first) }
  }

  /// tile[r, j] = column_j[rows.lowerBound + r] − shift_j.
  @inline(__always)
  static func load(
    _ columns: UnsafePointer<UnsafePointer<Double>>, count: Int, rows: Range<Int>,
    shifts: UnsafePointer<Double>, width: Int, into tile: UnsafeMutablePointer<Double>
  ) {
    let rowCount = rows.count
    var j = 0
    while j + 1 < count {
      let first = columns[j] + rows.lowerBound
      let second = columns[j + 1] + rows.lowerBound
      let shift = SIMD2(shifts[j], shifts[j + 1])
      var target = UnsafeMutableRawPointer(tile + j)
      for r in 0..<rowCount {
        target.storeBytes(of: SIMD2(first[r], second[r]) - shift, as: SIMD2<Double>.self)
        target += width * 8
      }
      j += 2
    }
    if j < count {
      let only = columns[j] + rows.lowerBound
      let shift = shifts[j]
      var target = tile + j
      for r in 0..<rowCount {
        target[0] = only[r] - shift
        target[1] = 0
        target += width
      }
    }
  }

  /// Multiplies each row by its factor.
  @inline(__always)
  static func scale(
    _ tile: UnsafeMutablePointer<Double>, rowCount: Int, width: Int, by factors: UnsafePointer<Double>
  ) {
    for r in 0..<rowCount {
      let row = UnsafeMutableRawPointer(tile + r * width)
      let factor = SIMD2<Double>(repeating: factors[r])
      for pair in 0..<width / 2 {
        let place = row + pair * 16
        let value = place.loadUnaligned(as: SIMD2<Double>.self)
        place.storeBytes(of: value * factor, as: SIMD2<Double>.self)
      }
    }
  }

  /// table[code_r, ·] += tile[r, ·].
  @inline(__always)
  static func addRows(
    _ tile: UnsafePointer<Double>, rowCount: Int, width: Int, codes: UnsafePointer<Int32>,
    to table: UnsafeMutablePointer<Double>
  ) {
    forEachRun(
      width: width,
      eight: { add(SIMD8<Double>.self, tile + $0, rowCount, width, codes, table + $0) },
      four: { add(SIMD4<Double>.self, tile + $0, rowCount, width, codes, table + $0) },
      two: { add(SIMD2<Double>.self, tile + $0, rowCount, width, codes, table + $0) })
  }

  @inline(__always)
  private static func add<V: SIMD & BitwiseCopyable>(
    _: V.Type, _ tile: UnsafePointer<Double>, _ rowCount: Int, _ width: Int,
    _ codes: UnsafePointer<Int32>, _ table: UnsafeMutablePointer<Double>
  ) where V.Scalar == Double {
    guard rowCount > 0 else { return }
    var source = UnsafeRawPointer(tile)
    let bytes = width * 8
    // A run of rows of one group is summed in registers: sorted panels have long ones.
    var code = codes[0]
    var place = UnsafeMutableRawPointer(table + Int(code) * width)
    var sum = place.loadUnaligned(as: V.self)
    for r in 0..<rowCount {
      if codes[r] != code {
        place.storeBytes(of: sum, as: V.self)
        code = codes[r]
        place = UnsafeMutableRawPointer(table + Int(code) * width)
        sum = place.loadUnaligned(as: V.self)
      }
      sum += source.loadUnaligned(as: V.self)
      source += bytes
    }
    place.storeBytes(of: sum, as: V.self)
  }

  /// tile[r, ·] −= table[code_r, ·].
  @inline(__always)
  static func subtractRows(
    of table: UnsafePointer<Double>, codes: UnsafePointer<Int32>,
    from tile: UnsafeMutablePointer<Double>, rowCount: Int, width: Int
  ) {
    forEachRun(
      width: width,
      eight: { subtract(SIMD8<Double>.self, tile + $0, rowCount, width, codes, table + $0) },
      four: { subtract(SIMD4<Double>.self, tile + $0, rowCount, width, codes, table + $0) },
      two: { subtract(SIMD2<Double>.self, tile + $0, rowCount, width, codes, table + $0) })
  }

  @inline(__always)
  private static func subtract<V: SIMD & BitwiseCopyable>(
    _: V.Type, _ tile: UnsafeMutablePointer<Double>, _ rowCount: Int, _ width: Int,
    _ codes: UnsafePointer<Int32>, _ table: UnsafePointer<Double>
  ) where V.Scalar == Double {
    var target = UnsafeMutableRawPointer(tile)
    for r in 0..<rowCount {
      let effect = UnsafeRawPointer(table + Int(codes[r]) * width).loadUnaligned(as: V.self)
      target.storeBytes(of: target.loadUnaligned(as: V.self) - effect, as: V.self)
      target += width * 8
    }
  }

  /// Turns a tile into columns: target[j, r] with `length` rows to a column.
  @inline(__always)
  static func transpose(
    _ tile: UnsafePointer<Double>, rowCount: Int, width: Int, into target: UnsafeMutablePointer<Double>
  ) {
    for pair in 0..<width / 2 {
      let first = target + 2 * pair * length
      let second = first + length
      var source = tile + 2 * pair
      for r in 0..<rowCount {
        first[r] = source[0]
        second[r] = source[1]
        source += width
      }
    }
  }

  /// gram[i, j] += Σ_r columns[i, r] · columns[j, r] for i ≤ j < count.
  ///
  /// - Precondition: Rows from `rowCount` to the next multiple of 4 are zero.
  @inline(__always)
  static func addCrossProducts(
    _ columns: UnsafePointer<Double>, rowCount: Int, count: Int,
    to gram: UnsafeMutablePointer<Double>
  ) {
    let steps = (rowCount + 3) / 4
    var i = 0
    while i < count {
      let a = UnsafeRawPointer(columns + i * length)
      let hasSecondRow = i + 1 < count
      let b = hasSecondRow ? a + length * 8 : a
      var j = i
      while j < count {
        let c = UnsafeRawPointer(columns + j * length)
        let hasSecondColumn = j + 1 < count
        let d = hasSecondColumn ? c + length * 8 : c
        var ac = SIMD4<Double>.zero
        var ad = SIMD4<Double>.zero
        var bc = SIMD4<Double>.zero
        var bd = SIMD4<Double>.zero
        for step in 0..<steps {
          let offset = step * 32
          let av = (a + offset).loadUnaligned(as: SIMD4<Double>.self)
          let bv = (b + offset).loadUnaligned(as: SIMD4<Double>.self)
          let cv = (c + offset).loadUnaligned(as: SIMD4<Double>.self)
          let dv = (d + offset).loadUnaligned(as: SIMD4<Double>.self)
          ac += av * cv
          ad += av * dv
          bc += bv * cv
          bd += bv * dv
        }
        gram[i * count + j] += ac.sum()
        if hasSecondColumn { gram[i * count + j + 1] += ad.sum() }
        if hasSecondRow, j > i { gram[(i + 1) * count + j] += bc.sum() }
        if hasSecondRow, hasSecondColumn { gram[(i + 1) * count + j + 1] += bd.sum() }
        j += 2
      }
      i += 2
    }
  }
}
