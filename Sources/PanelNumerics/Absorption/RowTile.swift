/// A few rows of several columns side by side, small enough to stay in the nearest cache.
///
/// Rows are stored one after the other, each padded to an even number of columns, so that a row's
/// sums for one group lie together in memory.
enum RowTile {
  /// Rows of a tile.
  static let length = 512

  /// Columns rounded up to a whole number of pairs.
  static func paddedWidth(_ columnCount: Int) -> Int { (columnCount + 1) & ~1 }

  /// tile[r, j] = column_j[rows.lowerBound + r] − shift_j.
  ///
  /// - Parameters:
  ///   - squares: Where Σ_r w_r tile[r, j]² is added, if anywhere.
  ///   - weights: w of these rows, for the squares alone.
  @inline(__always)
  static func load(
    _ columns: UnsafePointer<UnsafePointer<Double>>, count: Int, rows: Range<Int>,
    shifts: UnsafePointer<Double>, width: Int, into tile: UnsafeMutablePointer<Double>,
    squares: UnsafeMutablePointer<Double>? = nil, weights: UnsafePointer<Double>? = nil
  ) {
    let rowCount = rows.count
    var j = 0
    while j < count {
      let isPair = j &+ 1 < count
      let first = columns[j] + rows.lowerBound
      let second = isPair ? columns[j &+ 1] + rows.lowerBound : first
      // The padding beside an odd last column is zero.
      let mask = SIMD2(1, isPair ? 1.0 : 0.0)
      let shift = SIMD2(shifts[j], shifts[j &+ 1])
      var target = UnsafeMutableRawPointer(tile + j)
      if let squares {
        var even = SIMD2<Double>.zero
        for r in 0..<rowCount {
          let value = (SIMD2(first[r], second[r]) - shift) * mask
          even += value * value * (weights.map { $0[r] } ?? 1)
          target.storeBytes(of: value, as: SIMD2<Double>.self)
          target += width &* 8
        }
        squares[j] += even[0]
        if isPair { squares[j &+ 1] += even[1] }
      } else {
        for r in 0..<rowCount {
          let value = (SIMD2(first[r], second[r]) - shift) * mask
          target.storeBytes(of: value, as: SIMD2<Double>.self)
          target += width &* 8
        }
      }
      j &+= 2
    }
  }

  /// Multiplies each row by its factor.
  @inline(__always)
  static func scale(
    _ tile: UnsafeMutablePointer<Double>, rowCount: Int, width: Int, by factors: UnsafePointer<Double>
  ) {
    for r in 0..<rowCount {
      var place = tile + r &* width
      for _ in 0..<width / 2 {
        (Row2(place) * factors[r]).store(place)
        place += 2
      }
    }
  }

  /// table[code_r, ·] += factor_r · tile[r, ·], the factors one where absent.
  @inline(__always)
  static func addRows(
    _ tile: UnsafePointer<Double>, rowCount: Int, width: Int, codes: UnsafePointer<Int32>,
    factors: UnsafePointer<Double>? = nil, to table: UnsafeMutablePointer<Double>
  ) {
    var first = 0
    while width &- first >= 8 {
      add(Row8.self, tile + first, rowCount, width, codes, factors, table + first)
      first &+= 8
    }
    switch width &- first {
    case 6: add(Row6.self, tile + first, rowCount, width, codes, factors, table + first)
    case 4: add(Row4.self, tile + first, rowCount, width, codes, factors, table + first)
    case 2: add(Row2.self, tile + first, rowCount, width, codes, factors, table + first)
    default: break
    }
  }

  private static func add<Row: RowVector>(
    _: Row.Type, _ tile: UnsafePointer<Double>, _ rowCount: Int, _ width: Int,
    _ codes: UnsafePointer<Int32>, _ factors: UnsafePointer<Double>?,
    _ table: UnsafeMutablePointer<Double>
  ) {
    guard rowCount > 0 else { return }
    var source = tile
    // A run of rows of one group is summed in registers: sorted panels have long ones.
    var code = codes[0]
    var place = table + Int(code) &* width
    var sum = Row(place)
    if let factors {
      for r in 0..<rowCount {
        if codes[r] != code {
          sum.store(place)
          code = codes[r]
          place = table + Int(code) &* width
          sum = Row(place)
        }
        sum = sum + Row(source) * factors[r]
        source += width
      }
    } else {
      for r in 0..<rowCount {
        if codes[r] != code {
          sum.store(place)
          code = codes[r]
          place = table + Int(code) &* width
          sum = Row(place)
        }
        sum = sum + Row(source)
        source += width
      }
    }
    sum.store(place)
  }

  /// tile[r, ·] −= table[code_r, ·].
  @inline(__always)
  static func subtractRows(
    of table: UnsafePointer<Double>, codes: UnsafePointer<Int32>,
    from tile: UnsafeMutablePointer<Double>, rowCount: Int, width: Int
  ) {
    var first = 0
    while width &- first >= 8 {
      subtract(Row8.self, tile + first, rowCount, width, codes, table + first)
      first &+= 8
    }
    switch width &- first {
    case 6: subtract(Row6.self, tile + first, rowCount, width, codes, table + first)
    case 4: subtract(Row4.self, tile + first, rowCount, width, codes, table + first)
    case 2: subtract(Row2.self, tile + first, rowCount, width, codes, table + first)
    default: break
    }
  }

  private static func subtract<Row: RowVector>(
    _: Row.Type, _ tile: UnsafeMutablePointer<Double>, _ rowCount: Int, _ width: Int,
    _ codes: UnsafePointer<Int32>, _ table: UnsafePointer<Double>
  ) {
    var target = tile
    for r in 0..<rowCount {
      (Row(target) - Row(table + Int(codes[r]) &* width)).store(target)
      target += width
    }
  }

  /// factors[r] = Σ_j coefficients[j] · tile[r, j].
  @inline(__always)
  static func combine(
    _ tile: UnsafePointer<Double>, rowCount: Int, width: Int,
    coefficients: UnsafePointer<Double>, into factors: UnsafeMutablePointer<Double>
  ) {
    for r in 0..<rowCount { factors[r] = 0 }
    var first = 0
    while width &- first >= 8 {
      combine(Row8.self, tile + first, rowCount, width, coefficients + first, factors)
      first &+= 8
    }
    switch width &- first {
    case 6: combine(Row6.self, tile + first, rowCount, width, coefficients + first, factors)
    case 4: combine(Row4.self, tile + first, rowCount, width, coefficients + first, factors)
    case 2: combine(Row2.self, tile + first, rowCount, width, coefficients + first, factors)
    default: break
    }
  }

  private static func combine<Row: RowVector>(
    _: Row.Type, _ tile: UnsafePointer<Double>, _ rowCount: Int, _ width: Int,
    _ coefficients: UnsafePointer<Double>, _ factors: UnsafeMutablePointer<Double>
  ) {
    let weights = Row(coefficients)
    var source = tile
    for r in 0..<rowCount {
      factors[r] += Row(source).dot(weights)
      source += width
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
          let offset = step &* 32
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
