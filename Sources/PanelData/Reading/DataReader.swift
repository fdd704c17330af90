package import Foundation
import PanelResults

/// Reads data files: CSV and TSV, and the files of Stata, SPSS and SAS.
package enum DataReader {
  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - name: The file as the study names it, for messages and provenance.
  ///   - options: Encoding and missing tokens of text files; the number of threads.
  /// - Returns: The table, with the SHA-256 of the file in its `source`.
  /// - Throws: ``DataError/file(_:)`` with file, line and field of the first fault.
  package static func read(
    url: URL,
    named name: String,
    options: ReadOptions = ReadOptions()
  ) throws(DataError) -> DataTable {
    let file = try DataFile(url: url, named: MessageText.shown(name))
    let head = try file.head(16)
    if let format = FileKind.foreignFormat(head) {
      throw .file(FileFault(file: file.name, message: "this is no data file: \(format)"))
    }
    let kind = try FileKind(of: url, named: name)
    let threads = max(1, options.threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let digest = BackgroundDigest(of: file)
    var table: DataTable
    switch kind {
    case .csv, .tsv, .txt:
      table = try delimited(file, head: head, kind: kind, options: options, threads: threads)
    case .dta, .sav, .zsav, .por, .sas7bdat, .xpt:
      table = try StatisticalFile.read(
        url: url,
        named: file.name,
        kind: kind,
        encoding: options.encoding
      )
    }
    let sha256 = try digest.value()
    try file.requireUnchanged()
    table.source = DataSource(
      file: name,
      sha256: sha256,
      rows: table.rowCount,
      columns: table.columns.count
    )
    return table
  }

  private static func delimited(
    _ file: DataFile,
    head: [UInt8],
    kind: FileKind,
    options: ReadOptions,
    threads: Int
  ) throws(DataError) -> DataTable {
    let mark = ByteOrderMark(head: head, declared: options.encoding)
    var source = ByteSource.file(file)
    var start = mark.length
    if let converter = mark.converter {
      let buffer = ReadBuffer()
      try source.read(0..<file.size, into: buffer)
      let bytes = UnsafeBufferPointer(start: buffer.memory, count: file.size)
      source = .memory(
        try TextEncoding.utf8(of: bytes, skipping: start, from: converter, file: file.name)
      )
      start = 0
    }
    guard source.count > start else {
      throw .file(
        FileFault(file: file.name, message: "the file is empty but for a byte order mark")
      )
    }
    let reader = DelimitedReader(
      source: source,
      file: file.name,
      start: start,
      delimiter: kind.delimiter,
      missing: MissingTokens(options.missingTokens),
      threads: threads
    )
    return try reader.table()
  }
}
