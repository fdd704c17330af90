import PanelData
import PanelNumerics
import PanelResults

/// Decides row by row what a model can use, and counts why rows leave.
///
/// Rules are applied one after the other; a row is counted for the first one that it fails.
struct SampleFilter {
  let rowCount: Int
  private(set) var dropped: [RowsDropped] = []
  private var stays: [Bool]?
  private let threads: Int

  init(rowCount: Int, threads: Int) {
    self.rowCount = rowCount
    self.threads = threads
  }

  /// Keeps rows where a condition holds.
  ///
  /// - Parameters:
  ///   - condition: 0 for false, NaN for undecided, anything else for true.
  ///   - text: The condition as written.
  mutating func keep(where condition: [Double], text: String) {
    remove(.whereFalse, subject: text) { condition[$0] == 0 }
    remove(.whereMissing, subject: text) { condition[$0].isNaN }
  }

  /// Keeps rows where a number is present.
  mutating func require(
    _ numbers: [Double],
    of name: String,
    noNeighbour: [Bool]? = nil,
    reason: DropReason = .missing
  ) {
    guard Self.containsMissing(numbers, threads: threads) else { return }
    if let noNeighbour {
      remove(.noNeighbour, subject: name) { numbers[$0].isNaN && noNeighbour[$0] }
    }
    remove(reason, subject: name) { numbers[$0].isNaN }
  }

  /// Keeps rows that belong to a group.
  mutating func require(groups codes: [Int32], of name: String) {
    guard codes.contains(where: { $0 < 0 }) else { return }
    remove(.missing, subject: name) { codes[$0] < 0 }
  }

  /// Removes rows that a method cannot use.
  mutating func exclude(_ exclusion: RowExclusion) {
    remove(exclusion.reason, subject: exclusion.subject) { exclusion.rows[$0] }
  }

  /// Keeps some of the rows that stay, given by their position among them.
  mutating func keep(_ kept: [Int32], reason: DropReason, subject: String) {
    let before = rows
    var next = [Bool](repeating: false, count: rowCount)
    for position in kept { next[before.map { Int($0[Int(position)]) } ?? Int(position)] = true }
    let lost = (before?.count ?? rowCount) - kept.count
    stays = next
    if lost > 0 { dropped.append(RowsDropped(reason, subject: subject, rows: lost)) }
  }

  /// The rows that stay, ascending; `nil` where all do.
  var rows: [Int32]? {
    guard let stays else { return nil }
    var rows: [Int32] = []
    rows.reserveCapacity(rowCount)
    for row in 0..<rowCount where stays[row] { rows.append(Int32(truncatingIfNeeded: row)) }
    return rows
  }

  /// The rows that stay, ascending, as indices.
  var keptRows: [Int] { (0..<rowCount).filter { stays?[$0] ?? true } }

  private mutating func remove(
    _ reason: DropReason,
    subject: String,
    where fails: (Int) -> Bool
  ) {
    var mask = stays ?? [Bool](repeating: true, count: rowCount)
    var lost = 0
    for row in 0..<rowCount where mask[row] && fails(row) {
      mask[row] = false
      lost += 1
    }
    guard lost > 0 else { return }
    stays = mask
    if let position = dropped.firstIndex(where: { $0.reason == reason && $0.subject == subject }) {
      dropped[position].rows += lost
    } else {
      dropped.append(RowsDropped(reason, subject: subject, rows: lost))
    }
  }

  /// Whether any number is missing: one pass over the column.
  static func containsMissing(_ numbers: [Double], threads: Int) -> Bool {
    let blocks = Parallel.blocks(of: numbers.count, size: 1 << 20)
    let found = Parallel.map(count: blocks.count, threads: threads) { block in
      numbers.withUnsafeBufferPointer { buffer in
        var missing: UInt8 = 0
        for row in blocks[block] { missing |= buffer[row] != buffer[row] ? 1 : 0 }
        return missing
      }
    }
    return found.contains(1)
  }
}
