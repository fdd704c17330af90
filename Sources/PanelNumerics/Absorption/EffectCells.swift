/// How the levels of several effects meet: the normal equations of the dummies, cell by cell.
///
/// With D the n × L dummies of all effects and W the weights, D'WD has the weight of each level on
/// its diagonal and the weight of each pair of levels beside it. The effect with the most levels
/// is the *pivotal* one: its block is diagonal and is eliminated first; the other effects' levels
/// are numbered one effect after the other.
struct EffectCells: Sendable {
  /// The position of the pivotal effect among the effects.
  let pivotal: Int
  /// The other effects' positions, in order.
  let others: [Int]
  /// Where each of `others` begins in the numbering of other levels; one more at the end.
  let otherOffsets: [Int]
  /// The weight of each pivotal level.
  let pivotalWeights: [Double]
  /// The weight of each other level.
  let otherWeights: [Double]
  /// Pivotal level × other level.
  let meetings: SparseRows
  /// Other level × level of a later other effect; empty with fewer than three effects.
  let otherMeetings: SparseRows

  var otherCount: Int { otherWeights.count }
  var pivotalCount: Int { pivotalWeights.count }

  init(effects: [Grouping], weights: [Double]?, threads: Int) {
    precondition(!effects.isEmpty, "no effects")
    var pivotal = 0
    for (index, effect) in effects.enumerated() where effect.count > effects[pivotal].count {
      pivotal = index
    }
    let others = effects.indices.filter { $0 != pivotal }
    var offsets = [0]
    for other in others { offsets.append(offsets[offsets.count - 1] + effects[other].count) }
    self.pivotal = pivotal
    self.others = others
    otherOffsets = offsets

    let groups = others.map { effects[$0] }
    let counter = CellCounter(weights: weights, threads: threads)
    if others.count == 1 {
      let meetings = counter.meetings(of: effects[pivotal], with: groups)
      self.meetings = meetings
      pivotalWeights = meetings.rowSums()
      otherWeights = meetings.columnSums()
      otherMeetings = SparseRows(empty: offsets[1])
    } else {
      pivotalWeights = counter.levelWeights(of: effects[pivotal])
      otherWeights = groups.flatMap { counter.levelWeights(of: $0) }
      meetings = counter.meetings(of: effects[pivotal], with: groups)
      var later = SparseRows(empty: 0)
      for position in groups.indices {
        later.append(
          counter.meetings(of: groups[position], with: Array(groups[(position + 1)...])),
          columnOffset: position + 1 < offsets.count ? offsets[position + 1] : 0)
      }
      otherMeetings = later
    }
  }
}

/// A sparse matrix by rows.
struct SparseRows: Sendable {
  private(set) var offsets: [Int]
  private(set) var columns: [Int32]
  private(set) var values: [Double]
  private(set) var columnCount: Int

  init(empty rowCount: Int) {
    offsets = [Int](repeating: 0, count: rowCount + 1)
    columns = []
    values = []
    columnCount = 0
  }

  init(offsets: [Int], columns: [Int32], values: [Double], columnCount: Int) {
    self.offsets = offsets
    self.columns = columns
    self.values = values
    self.columnCount = columnCount
  }

  var rowCount: Int { offsets.count - 1 }

  @inline(__always)
  func range(_ row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// Adds rows below, their columns shifted.
  mutating func append(_ rows: SparseRows, columnOffset: Int) {
    let base = columns.count
    columns.append(contentsOf: rows.columns.map { $0 + Int32(columnOffset) })
    values.append(contentsOf: rows.values)
    offsets.append(contentsOf: rows.offsets.dropFirst().map { $0 + base })
    columnCount = max(columnCount, rows.columnCount + columnOffset)
  }

  func rowSums() -> [Double] {
    (0..<rowCount).map { row in range(row).reduce(0) { $0 + values[$1] } }
  }

  func columnSums() -> [Double] {
    var sums = [Double](repeating: 0, count: columnCount)
    for (position, column) in columns.enumerated() { sums[Int(column)] += values[position] }
    return sums
  }

  /// The sum of squared row lengths: what forming rows' outer products costs.
  var outerProductCost: Double {
    (0..<rowCount).reduce(0.0) { $0 + Double(range($1).count) * Double(range($1).count) }
  }

  func transposed(columnCount: Int) -> SparseRows {
    var starts = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { starts[Int(column) + 1] += 1 }
    for column in 0..<columnCount { starts[column + 1] += starts[column] }
    var next = starts
    var rows = [Int32](repeating: 0, count: columns.count)
    var moved = [Double](repeating: 0, count: columns.count)
    for row in 0..<rowCount {
      for position in range(row) {
        let column = Int(columns[position])
        rows[next[column]] = Int32(row)
        moved[next[column]] = values[position]
        next[column] += 1
      }
    }
    return SparseRows(offsets: starts, columns: rows, values: moved, columnCount: rowCount)
  }

  /// y += M v.
  func multiply(_ v: [Double], addingTo y: inout [Double]) {
    for row in 0..<rowCount {
      var sum = 0.0
      for position in range(row) { sum += values[position] * v[Int(columns[position])] }
      y[row] += sum
    }
  }

  /// y += M'v.
  func multiplyTransposed(_ v: [Double], addingTo y: inout [Double]) {
    for row in 0..<rowCount where v[row] != 0 {
      for position in range(row) { y[Int(columns[position])] += values[position] * v[row] }
    }
  }
}
