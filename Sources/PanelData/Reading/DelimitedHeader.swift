/// The first line of a delimited text file: the names of its columns.
struct DelimitedHeader {
  var names: [String]
  /// Columns without a name, by position: allowed only where all cells are missing.
  var unnamed: [Int]
  var delimiter: UInt8
  /// Bytes up to the first record after the header.
  var length: Int
  /// The physical line of the header.
  var line: Int
  /// Physical lines up to the first record after the header.
  var lineEnds: Int

  /// Reads the header at the start of `bytes`; blank lines before it are skipped.
  ///
  /// - Parameter delimiter: The delimiter; absent to choose the tab where the line holds one, and
  ///   the comma otherwise.
  /// - Throws: ``DataError/file(_:)`` if there is no header, two columns share a name, all names
  ///   are numbers, or a name is not UTF-8.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>,
    offset: Int,
    delimiter: UInt8?,
    file: String
  ) throws(DataError) {
    names = []
    unnamed = []
    length = 0
    lineEnds = 0
    line = 1
    let comma = UInt8(ascii: ","), tab = UInt8(ascii: "\t")
    self.delimiter = delimiter ?? comma
    while length < bytes.count, bytes[length] == 10 || bytes[length] == 13 {
      skipLineEnd(bytes)
    }
    guard let start = bytes.baseAddress, length < bytes.count else {
      throw .file(FileFault(file: file, message: "the file holds nothing but blank lines"))
    }
    line = lineEnds + 1
    let firstLine = bytes[length...].prefix { $0 != 10 && $0 != 13 }
    if delimiter == nil, firstLine.contains(tab) { self.delimiter = tab }
    let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: CellScanner.longestCell)
    defer { scratch.deallocate() }
    let scanner = CellScanner(
      delimiter: self.delimiter,
      end: start + bytes.count,
      scratch: scratch
    )
    let parser = SegmentParser(
      file: file,
      delimiter: self.delimiter,
      names: [],
      missing: MissingTokens([]),
      targets: UnsafeBufferPointer(start: nil, count: 0)
    )
    var isNumbers = true
    while true {
      let cell: Cell
      do throws(CellFault) {
        cell = try scanner.cell(at: start + length)
      } catch {
        throw parser.fault(error.description, line: line, column: names.count)
      }
      let raw = UnsafeBufferPointer(start: start + length, count: cell.end - (start + length))
      try parser.requireText(raw, line: line, column: names.count, offset: offset + length)
      let name = String(decoding: cell.isQuoted ? cell.bytes : cell.trimmed, as: UTF8.self)
      if name.isEmpty { unnamed.append(names.count) }
      if case .notANumber = DecimalNumber.parse(cell.trimmed) { isNumbers = false }
      names.append(name)
      lineEnds += cell.lineEnds
      length = cell.end - start
      guard length < bytes.count, bytes[length] == self.delimiter else { break }
      length += 1
    }
    if length < bytes.count { skipLineEnd(bytes) }
    try check(isNumbers: isNumbers, file: file)
  }

  private mutating func skipLineEnd(_ bytes: UnsafeBufferPointer<UInt8>) {
    let isPair = bytes[length] == 13 && length + 1 < bytes.count && bytes[length + 1] == 10
    length += isPair ? 2 : 1
    lineEnds += 1
  }

  private func check(isNumbers: Bool, file: String) throws(DataError) {
    if isNumbers {
      throw .file(
        FileFault(
          file: file,
          line: line,
          message: "the first line holds numbers; it must hold the names of the columns"
        )
      )
    }
    if names.count == 1, delimiter == UInt8(ascii: ",") {
      for (other, word) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
      where names[0].contains(other) {
        throw .file(
          FileFault(
            file: file,
            line: line,
            message: "the columns seem to be separated by \(word); save the file with commas, or "
              + "with tabs as .tsv"
          )
        )
      }
    }
    var first: [String: Int] = [:]
    for (column, name) in names.enumerated() where !name.isEmpty {
      if let other = first[name] {
        throw .file(
          FileFault(
            file: file,
            line: line,
            field: column + 1,
            message: "two columns are named '\(MessageText.shown(name))' (fields \(other + 1) and "
              + "\(column + 1)); rename one"
          )
        )
      }
      first[name] = column
    }
  }
}
