/// One cell of a delimited text file.
struct Cell {
  /// Its bytes, without quotes and with doubled quotes undone; valid until the next cell.
  var bytes: UnsafeBufferPointer<UInt8>
  var isQuoted: Bool
  /// The delimiter or line end after it, or the end of the text.
  var end: UnsafePointer<UInt8>
  /// Line ends within its quotes.
  var lineEnds: Int

  /// The bytes without spaces and tabs around them.
  var trimmed: UnsafeBufferPointer<UInt8> {
    var range = 0..<bytes.count
    while let first = range.first, bytes[first] == 32 || bytes[first] == 9 {
      range.removeFirst()
    }
    while let last = range.last, bytes[last] == 32 || bytes[last] == 9 { range.removeLast() }
    return UnsafeBufferPointer(rebasing: bytes[range])
  }
}

/// A fault within a cell.
enum CellFault: Error {
  case quoteInside
  case textAfterQuote
  case neverClosed
  case tooLong
}

/// Finds the ends of cells by RFC 4180.
///
/// A cell that begins with a quote ends with one; a quote within it is doubled. Any other cell
/// holds no quote. Spaces belong to the cell.
struct CellScanner {
  /// The longest cell, in bytes: a longer one is a quote that was never closed, or no table.
  static let longestCell = 1 << 16

  let delimiter: UInt8
  let end: UnsafePointer<UInt8>
  /// Room for a quoted cell whose doubled quotes are undone.
  let scratch: UnsafeMutablePointer<UInt8>

  /// The cell that begins at `start`.
  func cell(at start: UnsafePointer<UInt8>) throws(CellFault) -> Cell {
    if start < end, start[0] == 34 { return try quoted(at: start + 1) }
    var index = start
    while index < end {
      let byte = index[0]
      if byte == delimiter || byte == 10 || byte == 13 { break }
      if byte == 34 { throw .quoteInside }
      index += 1
    }
    guard index - start <= Self.longestCell else { throw .tooLong }
    return Cell(
      bytes: UnsafeBufferPointer(start: start, count: index - start),
      isQuoted: false,
      end: index,
      lineEnds: 0
    )
  }

  private func quoted(at start: UnsafePointer<UInt8>) throws(CellFault) -> Cell {
    var index = start
    var lineEnds = 0
    var length = 0
    var hasDoubled = false
    while true {
      guard index < end else { throw .neverClosed }
      let byte = index[0]
      if byte == 34 {
        guard index + 1 < end, index[1] == 34 else { break }
        hasDoubled = true
        index += 1
      } else if byte == 13 || byte == 10 && (index == start || index[-1] != 13) {
        lineEnds += 1
      }
      guard length < Self.longestCell else { throw .tooLong }
      scratch[length] = byte
      length += 1
      index += 1
    }
    let after = index + 1
    if after < end, after[0] != delimiter, after[0] != 10, after[0] != 13 { throw .textAfterQuote }
    let bytes = UnsafeBufferPointer(
      start: hasDoubled ? UnsafePointer(scratch) : start,
      count: length
    )
    return Cell(bytes: bytes, isQuoted: true, end: after, lineEnds: lineEnds)
  }
}
