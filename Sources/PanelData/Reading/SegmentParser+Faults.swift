extension SegmentParser {
  func fault(_ message: String, line: Int, column: Int) -> DataError {
    .file(
      FileFault(
        file: file,
        line: line,
        field: column + 1,
        columnName: column < names.count ? MessageText.shown(names[column]) : nil,
        message: message
      )
    )
  }

  func tooFewCells(_ found: Int, line: Int) -> DataError {
    ragged(found: found, line: line, advice: "")
  }

  /// A record that goes on after its last column.
  func tooManyCells(
    at delimiterPlace: UnsafePointer<UInt8>,
    _ scanner: CellScanner,
    line: Int
  ) -> DataError {
    var found = targets.count
    var place = delimiterPlace
    var isRestEmpty = true
    while place < scanner.end, place[0] == delimiter {
      found += 1
      do throws(CellFault) {
        let cell = try scanner.cell(at: place + 1)
        isRestEmpty = isRestEmpty && cell.bytes.isEmpty
        place = cell.end
      } catch {
        return fault(error.description, line: line, column: found - 1)
      }
    }
    let advice =
      isRestEmpty
      ? " The line ends with a delimiter and the header does not."
      : found == targets.count + 1
        ? " If the first column holds row names, give it a name in the header." : ""
    return ragged(found: found, line: line, advice: advice)
  }

  private func ragged(found: Int, line: Int, advice: String) -> DataError {
    .file(
      FileFault(
        file: file,
        line: line,
        message: "the line has \(found) \(found == 1 ? "field" : "fields"), the header has "
          + "\(targets.count).\(advice)"
      )
    )
  }

  /// - Throws: ``DataError/file(_:)`` if a new text is not UTF-8 or holds a NUL byte.
  ///
  /// - Parameter cell: The cell as it stands in the file, quotes included.
  func requireText(
    _ cell: UnsafeBufferPointer<UInt8>,
    line: Int,
    column: Int,
    offset: Int
  ) throws(DataError) {
    if cell.allSatisfy({ $0 < 0x80 && $0 != 0 }) { return }
    if cell.contains(0) {
      throw fault(
        "the cell holds a NUL byte; the file is damaged, or is UTF-16 without a byte order mark",
        line: line,
        column: column
      )
    }
    guard let position = UTF8Check.firstInvalidByte(in: cell) else { return }
    let byte = String(cell[position], radix: 16, uppercase: true)
    throw fault(
      "byte 0x\(byte) at byte \(offset + position + 1) of the file is not UTF-8. If the file has another "
        + "encoding, name it in the study, such as 'encoding: gb18030'.",
      line: line,
      column: column
    )
  }
}

/// Where bytes stop being UTF-8.
enum UTF8Check {
  /// The index of the first byte that belongs to no valid character.
  static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var position = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): position += scalar.count
      case .emptyInput: return nil
      case .error: return position
      }
    }
  }
}

extension CellFault: CustomStringConvertible {
  var description: String {
    switch self {
    case .quoteInside:
      "there is a quote inside an unquoted field; put the field in quotes and double the quote"
    case .textAfterQuote:
      "text follows a closing quote; a quote inside a quoted field is written twice"
    case .neverClosed:
      "the field begins with a quote that is never closed"
    case .tooLong:
      "the field is longer than \(CellScanner.longestCell) bytes; perhaps a quote is not closed"
    }
  }
}
