/// Where the cells of a column go while a segment is read.
struct CellTarget {
  enum Kind: UInt8 { case skipped, numbers, text }
  var kind: Kind
  /// Cell i of the file goes to element i.
  var numbers: UnsafeMutablePointer<Double>?
  var codes: UnsafeMutablePointer<Int32>?
}

/// What one segment holds.
struct SegmentOutcome: @unchecked Sendable {
  /// The number of records.
  var rows = 0
  /// The physical line of each record, where they do not follow one another.
  var lines: [Int32]?
  /// By column that was read as numbers: its first cell that is no number.
  var firstText: [Int: TextCell] = [:]
  /// By column that was read as text: its distinct texts, for one thread at a time.
  var levels: [Int: TextLevels] = [:]
}

/// Reads the records of one segment into columns.
struct SegmentParser {
  let file: String
  let delimiter: UInt8
  let names: [String]
  let missing: MissingTokens
  let targets: UnsafeBufferPointer<CellTarget>

  /// Reads all records of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: Whole records, followed by readable bytes.
  ///   - offset: The offset of the first byte in the file.
  ///   - firstLine: The physical line of the first byte.
  ///   - firstRow: Where the first record goes.
  /// - Returns: What was found; the values are where the targets point.
  /// - Throws: ``DataError/file(_:)`` for a record with too many or too few cells, a stray quote,
  ///   or text that is not UTF-8.
  func parse(
    _ bytes: UnsafeBufferPointer<UInt8>,
    offset: Int,
    firstLine: Int,
    row firstRow: Int
  ) throws(DataError) -> SegmentOutcome {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return SegmentOutcome() }
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: CellScanner.longestCell)
    defer { scratch.deallocate() }
    var progress = Progress(
      next: start,
      line: firstLine,
      start: start,
      offset: offset,
      scanner: CellScanner(delimiter: delimiter, end: start + bytes.count, scratch: scratch),
      levels: targets.map { $0.kind == .text ? TextLevels() : nil }
    )
    var row = firstRow
    while !progress.isAtEnd {
      if Self.isLineEnd(progress.next[0]) {
        progress.skipLineEnd()
        continue
      }
      let line = progress.line
      try record(row, &progress)
      note(line, row: row - firstRow, firstLine: firstLine, in: &progress.outcome)
      row += 1
    }
    progress.outcome.rows = row - firstRow
    for (column, levels) in progress.levels.enumerated() {
      progress.outcome.levels[column] = levels
    }
    return progress.outcome
  }

  /// Where the reading of a segment stands.
  private struct Progress {
    var next: UnsafePointer<UInt8>
    /// The physical line of `next`.
    var line: Int
    let start: UnsafePointer<UInt8>
    /// The offset of `start` in the file.
    let offset: Int
    let scanner: CellScanner
    let decimal = DecimalScanner.shared
    let levels: [TextLevels?]
    var outcome = SegmentOutcome()

    var isAtEnd: Bool { next >= scanner.end }

    mutating func skipLineEnd() {
      guard !isAtEnd else { return }
      next += next[0] == 13 && next + 1 < scanner.end && next[1] == 10 ? 2 : 1
      line += 1
    }
  }

  /// Reads one record.
  @inline(__always)
  private func record(_ row: Int, _ progress: inout Progress) throws(DataError) {
    let line = progress.line
    var column = 0
    while true {
      let target = targets[column]
      if target.kind == .numbers, let numbers = target.numbers {
        if let after = progress.decimal.scan(progress.next, into: numbers + row),
          after >= progress.scanner.end || after[0] == delimiter || Self.isLineEnd(after[0])
        {
          progress.next = after
          if !missing.numbers.isEmpty, missing.numbers.contains(numbers[row]) {
            numbers[row] = .nan
          }
        } else {
          numbers[row] = try number(in: column, line: line, &progress)
        }
      } else {
        try text(in: column, to: target.codes.map { $0 + row }, line: line, &progress)
      }
      column += 1
      if !progress.isAtEnd, progress.next[0] == delimiter {
        guard column < targets.count else {
          throw tooManyCells(at: progress.next, progress.scanner, line: line)
        }
        progress.next += 1
      } else {
        guard column == targets.count else { throw tooFewCells(column, line: line) }
        return progress.skipLineEnd()
      }
    }
  }

  /// Reads a number that is not written the plain way; NaN if it is missing or no number.
  private func number(
    in column: Int,
    line: Int,
    _ progress: inout Progress
  ) throws(DataError) -> Double {
    let cell = try self.cell(at: progress.next, progress.scanner, line: line, column: column)
    defer {
      progress.line += cell.lineEnds
      progress.next = cell.end
    }
    let trimmed = cell.trimmed
    if missing.contains(trimmed) { return .nan }
    if case .value(let value) = DecimalNumber.parse(trimmed) {
      return missing.numbers.contains(value) ? .nan : value
    }
    if progress.outcome.firstText[column] == nil {
      progress.outcome.firstText[column] = TextCell(
        text: MessageText.shown(bytes: cell.bytes),
        file: file,
        line: progress.line
      )
    }
    return .nan
  }

  /// Reads a cell of text, or passes over a cell of a column that is not wanted.
  private func text(
    in column: Int,
    to code: UnsafeMutablePointer<Int32>?,
    line: Int,
    _ progress: inout Progress
  ) throws(DataError) {
    let cell = try self.cell(at: progress.next, progress.scanner, line: line, column: column)
    if let code, let levels = progress.levels[column] {
      let known = levels.count
      code.pointee = isMissingText(cell) ? -1 : levels.code(of: cell.bytes)
      if levels.count > known {
        let raw = UnsafeBufferPointer(start: progress.next, count: cell.end - progress.next)
        try requireText(
          raw,
          line: progress.line,
          column: column,
          offset: progress.offset + (progress.next - progress.start)
        )
      }
    }
    progress.line += cell.lineEnds
    progress.next = cell.end
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  /// Keeps line numbers one by one from the first record that breaks the sequence.
  private func note(_ line: Int, row: Int, firstLine: Int, in outcome: inout SegmentOutcome) {
    if outcome.lines == nil {
      if line == firstLine + row { return }
      outcome.lines = (0..<row).map { Int32(firstLine + $0) }
    }
    outcome.lines?.append(Int32(line))
  }

  private func isMissingText(_ cell: Cell) -> Bool {
    if cell.isQuoted { return cell.bytes.isEmpty && missing.includesEmpty }
    return missing.contains(cell.trimmed)
  }

  private func cell(
    at place: UnsafePointer<UInt8>,
    _ scanner: CellScanner,
    line: Int,
    column: Int
  ) throws(DataError) -> Cell {
    do throws(CellFault) {
      return try scanner.cell(at: place)
    } catch {
      throw fault(error.description, line: line, column: column)
    }
  }
}
