/// Rows divided into groups: the levels of an absorbed effect, or the clusters of a covariance.
package struct Grouping: Sendable, Equatable {
  /// One code per row, each in 0 ..< ``count``.
  package let codes: [Int32]
  /// The number of groups; every group has a row unless the maker says otherwise.
  package let count: Int

  /// - Precondition: All codes are in 0 ..< count.
  package init(codes: [Int32], count: Int) {
    self.codes = codes
    self.count = count
  }

  /// All rows in one group: what a constant absorbs.
  package static func whole(rowCount: Int) -> Grouping {
    Grouping(codes: [Int32](repeating: 0, count: rowCount), count: rowCount == 0 ? 0 : 1)
  }

  package var rowCount: Int { codes.count }

  /// Rows per group.
  package func sizes() -> [Int32] {
    var sizes = [Int32](repeating: 0, count: count)
    for code in codes { sizes[Int(code)] += 1 }
    return sizes
  }

  /// The grouping of some rows, groups without a row left out, order of codes kept.
  ///
  /// - Parameter rows: Indices of the rows that stay, or `nil` for all.
  package func restricted(to rows: [Int32]?) -> Grouping {
    var present = [Bool](repeating: false, count: count)
    if let rows {
      for row in rows { present[Int(codes[Int(row)])] = true }
    } else {
      for code in codes { present[Int(code)] = true }
      if !present.contains(false) { return self }
    }
    var next: Int32 = 0
    var renamed = [Int32](repeating: -1, count: count)
    for code in 0..<count where present[code] {
      renamed[code] = next
      next += 1
    }
    let kept = rows.map { $0.map { renamed[Int(codes[Int($0)])] } } ?? codes.map { renamed[Int($0)] }
    return Grouping(codes: kept, count: Int(next))
  }

  /// Whether every group lies inside one group of `other`.
  package func isNested(in other: Grouping) -> Bool {
    precondition(other.rowCount == rowCount, "groupings differ in rows")
    guard other.count <= count else { return false }
    var owner = [Int32](repeating: -1, count: count)
    for row in 0..<rowCount {
      let group = Int(codes[row])
      if owner[group] < 0 {
        owner[group] = other.codes[row]
      } else if owner[group] != other.codes[row] {
        return false
      }
    }
    return true
  }

  /// The groups formed by pairs of codes that occur, numbered by this code and then by the
  /// first row of the pair.
  ///
  /// - Complexity: O(n).
  package func intersected(with other: Grouping) -> Grouping {
    precondition(other.rowCount == rowCount, "groupings differ in rows")
    let order = GroupedRows(self)
    var stamp = [Int32](repeating: -1, count: other.count)
    var name = [Int32](repeating: 0, count: other.count)
    var paired = [Int32](repeating: 0, count: rowCount)
    var next: Int32 = 0
    for group in 0..<count {
      for position in order.range(of: group) {
        let row = order.row(at: position)
        let code = Int(other.codes[row])
        if stamp[code] != Int32(group) {
          stamp[code] = Int32(group)
          name[code] = next
          next += 1
        }
        paired[row] = name[code]
      }
    }
    return Grouping(codes: paired, count: Int(next))
  }
}

/// The rows of each group, one group after the other, in row order within a group.
package struct GroupedRows: Sendable {
  /// Group g holds positions `offsets[g] ..< offsets[g + 1]`.
  let offsets: [Int32]
  /// The row at each position; absent where rows already stand in group order.
  let rows: [Int32]?

  /// - Complexity: O(n + groups), by counting.
  package init(_ grouping: Grouping) {
    var offsets = [Int32](repeating: 0, count: grouping.count + 1)
    var ascending = true
    var previous: Int32 = 0
    for code in grouping.codes {
      offsets[Int(code) + 1] += 1
      if code < previous { ascending = false }
      previous = code
    }
    for group in 0..<grouping.count { offsets[group + 1] += offsets[group] }
    self.offsets = offsets
    guard !ascending else {
      rows = nil
      return
    }
    var next = offsets
    var rows = [Int32](repeating: 0, count: grouping.rowCount)
    for (row, code) in grouping.codes.enumerated() {
      rows[Int(next[Int(code)])] = Int32(row)
      next[Int(code)] += 1
    }
    self.rows = rows
  }

  @inline(__always)
  func range(of group: Int) -> Range<Int> { Int(offsets[group])..<Int(offsets[group + 1]) }

  @inline(__always)
  func row(at position: Int) -> Int { rows.map { Int($0[position]) } ?? position }
}
