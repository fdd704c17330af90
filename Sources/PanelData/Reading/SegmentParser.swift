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
  /// By column that was read as text: its distinct texts. Each is used by one thread at a time.
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
  ///   - row: Where the first record goes.
  /// - Throws: ``DataError/file(_:)`` for a record with too many or too few cells, a stray quote,
  ///   or text that is not UTF-8.
  func parse(
    _ bytes: UnsafeBufferPointer<UInt8>,
    offset: Int,
    firstLine: Int,
    row firstRow: Int
  ) throws(DataError) -> SegmentOutcome {
    var outcome = SegmentOutcome()
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return outcome }
    let end = start + bytes.count
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: CellScanner.longestCell)
    defer { scratch.deallocate() }
    let scanner = CellScanner(delimiter: delimiter, end: end, scratch: scratch)
    let decimal = DecimalScanner.shared
    let columnCount = targets.count
    let levels: [TextLevels?] = targets.map { $0.kind == .text ? TextLevels() : nil }
    var line = firstLine
    var row = firstRow
    var next = start
    while next < end {
      if Self.isLineEnd(next[0]) {
        next = Self.after(lineEndAt: next, end: end)
        line += 1
        continue
      }
      let recordLine = line
      var column = 0
      while true {
        let target = targets[column]
        if target.kind == .numbers, let numbers = target.numbers {
          if let after = decimal.scan(next, into: numbers + row),
            after >= end || after[0] == delimiter || Self.isLineEnd(after[0])
          {
            next = after
            if !missing.numbers.isEmpty, missing.numbers.contains(numbers[row]) {
              numbers[row] = .nan
            }
          } else {
            let cell = try self.cell(at: next, scanner, line: recordLine, column: column)
            numbers[row] = self.number(in: cell) { () -> Void in
              if outcome.firstText[column] == nil {
                outcome.firstText[column] = TextCell(
                  text: MessageText.shown(bytes: cell.bytes),
                  file: file,
                  line: line
                )
              }
            }
            line += cell.lineEnds
            next = cell.end
          }
        } else {
          let cell = try self.cell(at: next, scanner, line: recordLine, column: column)
          if target.kind == .text, let codes = target.codes, let levels = levels[column] {
            let known = levels.count
            codes[row] = isMissingText(cell) ? -1 : levels.code(of: cell.bytes)
            if levels.count > known {
              let raw = UnsafeBufferPointer(start: next, count: cell.end - next)
              try requireText(raw, line: line, column: column, offset: offset + (next - start))
            }
          }
          line += cell.lineEnds
          next = cell.end
        }
        column += 1
        if next < end, next[0] == delimiter {
          guard column < columnCount else {
            throw tooManyCells(at: next, scanner, line: recordLine)
          }
          next += 1
        } else {
          guard column == columnCount else { throw tooFewCells(column, line: recordLine) }
          if next < end { next = Self.after(lineEndAt: next, end: end) }
          break
        }
      }
      note(recordLine, row: row - firstRow, firstLine: firstLine, in: &outcome)
      line += 1
      row += 1
    }
    outcome.rows = row - firstRow
    for (column, levels) in levels.enumerated() { outcome.levels[column] = levels }
    return outcome
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  private static func after(
    lineEndAt place: UnsafePointer<UInt8>,
    end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    place[0] == 13 && place + 1 < end && place[1] == 10 ? place + 2 : place + 1
  }

  /// Keeps line numbers one by one from the first record that breaks the sequence.
  private func note(_ line: Int, row: Int, firstLine: Int, in outcome: inout SegmentOutcome) {
    if outcome.lines == nil {
      if line == firstLine + row { return }
      outcome.lines = (0..<row).map { Int32(firstLine + $0) }
    }
    outcome.lines?.append(Int32(line))
  }

  /// The number in a cell that is not written the plain way; NaN if it is missing or no number.
  private func number(in cell: Cell, ifText: () -> Void) -> Double {
    let trimmed = cell.trimmed
    if missing.contains(trimmed) { return .nan }
    if case .value(let value) = DecimalNumber.parse(trimmed) {
      return missing.numbers.contains(value) ? .nan : value
    }
    ifText()
    return .nan
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
