/// Codes values by distinct groups, in the order they first appear.
enum GroupCoding {
  typealias Coded = (codes: [Int32], count: Int)

  static func codes(of column: Column) -> Coded {
    switch column.storage {
    case .numbers(let numbers): codes(of: numbers)
    case .text(let codes, let levels): dense(codes, limit: levels.count)
    }
  }

  /// Renumbers codes below `limit` in the order they first appear; −1 stays.
  ///
  /// Codes that are in this order already are returned as they are.
  static func dense(_ codes: [Int32], limit: Int) -> Coded {
    var newest: Int32 = -1
    var isDense = true
    for code in codes where code > newest {
      if code > newest + 1 {
        isDense = false
        break
      }
      newest = code
    }
    if isDense { return (codes, Int(newest) + 1) }
    var table = [Int32](repeating: -1, count: limit)
    var count: Int32 = 0
    var result = codes
    for row in result.indices where result[row] >= 0 {
      let code = Int(result[row])
      if table[code] < 0 {
        table[code] = count
        count += 1
      }
      result[row] = table[code]
    }
    return (result, Int(count))
  }

  /// The levels in use after `dense`, in the order of their new codes.
  static func levels(_ levels: [String], _ codes: [Int32], _ dense: Coded) -> [String] {
    var used = [String](repeating: "", count: dense.count)
    for row in codes.indices where codes[row] >= 0 {
      used[Int(dense.codes[row])] = levels[Int(codes[row])]
    }
    return used
  }

  static func codes(of numbers: [Double]) -> Coded {
    guard let range = wholeRange(of: numbers) else {
      return hashed(count: numbers.count) { row in
        let number = numbers[row]
        // Both zeros are one value.
        return number.isNaN ? nil : (number == 0 ? 0 : number.bitPattern)
      }
    }
    let lowest = range.lowerBound
    let width = range.upperBound - lowest + 1
    guard width <= tableLimit(rows: numbers.count) else {
      return hashed(count: numbers.count) { row in
        numbers[row].isNaN ? nil : UInt64(bitPattern: Int64(numbers[row]))
      }
    }
    var table = [Int32](repeating: -1, count: Int(width))
    var count: Int32 = 0
    var codes = [Int32](repeating: -1, count: numbers.count)
    for row in numbers.indices where !numbers[row].isNaN {
      let slot = Int(Int64(numbers[row]) - lowest)
      if table[slot] < 0 {
        table[slot] = count
        count += 1
      }
      codes[row] = table[slot]
    }
    return (codes, Int(count))
  }

  /// Groups by pairs of codes.
  static func combined(_ first: Coded, _ second: Coded) -> Coded {
    let rows = first.codes.count
    let stride = UInt64(max(second.count, 1))
    let pairs = UInt64(first.count) * stride
    guard pairs <= UInt64(tableLimit(rows: rows)) else {
      return hashed(count: rows) { row in
        let (a, b) = (first.codes[row], second.codes[row])
        return a < 0 || b < 0 ? nil : UInt64(a) * stride + UInt64(b)
      }
    }
    var table = [Int32](repeating: -1, count: Int(pairs))
    var count: Int32 = 0
    var codes = [Int32](repeating: -1, count: rows)
    for row in 0..<rows {
      let (a, b) = (first.codes[row], second.codes[row])
      if a < 0 || b < 0 { continue }
      let slot = Int(a) * Int(stride) + Int(b)
      if table[slot] < 0 {
        table[slot] = count
        count += 1
      }
      codes[row] = table[slot]
    }
    return (codes, Int(count))
  }

  /// How wide a table of codes may be before hashing needs less memory.
  private static func tableLimit(rows: Int) -> Int64 { Int64(4 * rows + 65_536) }

  /// The range of numbers that are all whole and exact in a double; `nil` otherwise.
  private static func wholeRange(of numbers: [Double]) -> ClosedRange<Int64>? {
    var lowest = Int64.max
    var highest = Int64.min
    for number in numbers where !number.isNaN {
      guard abs(number) < 0x1p53 else { return nil }
      let whole = Int64(number)
      guard Double(whole) == number else { return nil }
      if whole < lowest { lowest = whole }
      if whole > highest { highest = whole }
    }
    return lowest <= highest ? lowest...highest : 0...0
  }

  /// Groups rows by a key; rows without one get −1.
  @inline(__always)
  private static func hashed(count rows: Int, key: (Int) -> UInt64?) -> Coded {
    var table = KeyTable()
    var codes = [Int32](repeating: -1, count: rows)
    for row in 0..<rows {
      if let key = key(row) { codes[row] = table.code(of: key) }
    }
    return (codes, table.count)
  }
}

/// A hash table from 64-bit keys to codes in the order keys are first seen.
struct KeyTable {
  private var keys: [UInt64]
  private var codes: [Int32]
  private(set) var count = 0

  init() {
    keys = Array(repeating: 0, count: 1024)
    codes = Array(repeating: -1, count: 1024)
  }

  /// The code of a key, a new one where it was never seen.
  mutating func code(of key: UInt64) -> Int32 {
    var slot = slot(of: key)
    if codes[slot] >= 0 { return codes[slot] }
    if 2 * (count + 1) > keys.count {
      grow()
      slot = self.slot(of: key)
    }
    keys[slot] = key
    codes[slot] = Int32(truncatingIfNeeded: count)
    count += 1
    return codes[slot]
  }

  /// The code of a key that has been seen.
  func find(_ key: UInt64) -> Int32? {
    let code = codes[slot(of: key)]
    return code >= 0 ? code : nil
  }

  /// Where a key is, or where it would go.
  private func slot(of key: UInt64) -> Int {
    var mixed = key
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    mixed ^= mixed >> 31
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: mixed) & mask
    while codes[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldCodes) = (keys, codes)
    keys = Array(repeating: 0, count: 2 * oldKeys.count)
    codes = Array(repeating: -1, count: 2 * oldCodes.count)
    for old in oldCodes.indices where oldCodes[old] >= 0 {
      let slot = slot(of: oldKeys[old])
      keys[slot] = oldKeys[old]
      codes[slot] = oldCodes[old]
    }
  }
}
