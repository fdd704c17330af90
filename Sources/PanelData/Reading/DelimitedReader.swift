import PanelResults

/// Reads a table of comma- or tab-separated values by RFC 4180.
///
/// Columns are numbers where every cell is a number or missing, and text otherwise; a text column
/// remembers its first cell that is no number. Blank lines are skipped; a column without a name is
/// left out if all its cells are missing, and is an error otherwise.
struct DelimitedReader {
  let source: ByteSource
  let file: String
  /// Bytes of a byte order mark.
  let start: Int
  let delimiter: UInt8?
  let missing: MissingTokens
  let threads: Int

  func table() throws(DataError) -> DataTable {
    let segments = try Segments(source, from: start, threads: threads)
    let first = segments.all[0]
    let buffer = ReadBuffer()
    try source.read(first.range, into: buffer)
    let firstBytes = UnsafeBufferPointer(start: buffer.memory, count: first.range.count)
    let header = try DelimitedHeader(firstBytes, offset: start, delimiter: delimiter, file: file)
    let body = DelimitedBody(
      reader: self,
      header: header,
      segments: segments.all,
      capacity: segments.lineCount - header.lineEnds
    )
    return try body.table()
  }
}
