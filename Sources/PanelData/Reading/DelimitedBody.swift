import PanelResults

/// The records of a delimited text file, on their way into columns.
final class DelimitedBody {
  private let reader: DelimitedReader
  private let header: DelimitedHeader
  private let segments: [Segment]
  /// At least the number of records.
  private let capacity: Int
  private var columns: [ColumnMemory]
  private var firstText: [Int: TextCell] = [:]
  private var levels: [Int: [TextLevels]] = [:]

  init(reader: DelimitedReader, header: DelimitedHeader, segments: [Segment], capacity: Int) {
    self.reader = reader
    self.header = header
    var body = segments
    body[0].range = segments[0].range.lowerBound + header.length..<segments[0].range.upperBound
    body[0].firstLine = 1 + header.lineEnds
    self.segments = body
    self.capacity = capacity
    columns = header.names.map { _ in ColumnMemory() }
  }

  /// Reads the records.
  ///
  /// The first segment shows which columns hold text. A column whose first text comes later is
  /// read again as text.
  func table() throws(DataError) -> DataTable {
    for column in columns { column.allocateNumbers(capacity) }
    let everything = Array(repeating: CellTarget.Kind.numbers, count: columns.count)
    let probe = try read(segments[..<1], as: everything)
    let early = Set(probe[0].firstText.keys)
    firstText = probe[0].firstText
    for column in early { columns[column].allocateCodes(capacity) }
    var kinds = everything
    for column in early { kinds[column] = .text }
    var outcomes = probe
    if !early.isEmpty {
      let again = kinds.map { $0 == .text ? CellTarget.Kind.text : .skipped }
      outcomes = try read(segments[..<1], as: again)
    }
    outcomes += try read(segments[1...], as: kinds)
    keepLevels(of: early, from: outcomes)
    try readLateText(outcomes)
    let rows = outcomes.map(\.rows)
    guard rows.contains(where: { $0 > 0 }) else {
      throw .file(
        FileFault(file: reader.file, message: "the file has a header and no rows below it")
      )
    }
    return DataTable(
      columns: try namedColumns(rows: rows),
      lineNumbers: lineNumbers(outcomes)
    )
  }

  /// Reads segments into the columns' memory.
  private func read(
    _ segments: ArraySlice<Segment>,
    as kinds: [CellTarget.Kind]
  ) throws(DataError) -> [SegmentOutcome] {
    let targets = zip(columns, kinds).map { column, kind in
      CellTarget(kind: kind, numbers: column.numbers, codes: column.codes)
    }
    let memory = UnsafeMutableBufferPointer<CellTarget>.allocate(capacity: targets.count)
    _ = memory.initialize(from: targets)
    defer { memory.deallocate() }
    let parser = SegmentParser(
      file: reader.file,
      delimiter: header.delimiter,
      names: header.names,
      missing: reader.missing,
      targets: UnsafeBufferPointer(memory)
    )
    let source = reader.source
    let firstLine = self.segments[0].firstLine
    let list = Array(segments)
    let shared = SharedParser(parser: parser)
    return try Workers.map(count: list.count, threads: reader.threads) {
      (index, buffer) throws(DataError) in
      let segment = list[index]
      try source.read(segment.range, into: buffer)
      return try shared.parser.parse(
        UnsafeBufferPointer(start: buffer.memory, count: segment.range.count),
        offset: segment.range.lowerBound,
        firstLine: segment.firstLine,
        row: segment.firstLine - firstLine
      )
    }
  }

  /// Reads columns again as text in which a later segment found some.
  private func readLateText(_ outcomes: [SegmentOutcome]) throws(DataError) {
    var late: Set<Int> = []
    for outcome in outcomes {
      for (column, cell) in outcome.firstText where firstText[column] == nil {
        firstText[column] = cell
        late.insert(column)
      }
    }
    guard !late.isEmpty else { return }
    for column in late { columns[column].allocateCodes(capacity) }
    let kinds = columns.indices.map { late.contains($0) ? CellTarget.Kind.text : .skipped }
    keepLevels(of: late, from: try read(segments[...], as: kinds))
  }

  private func keepLevels(of columns: Set<Int>, from outcomes: [SegmentOutcome]) {
    for column in columns { levels[column] = outcomes.compactMap { $0.levels[column] } }
  }

  private func namedColumns(rows: [Int]) throws(DataError) -> [Column] {
    let firstLine = segments[0].firstLine
    let blocks = zip(segments, rows).map { ($0.firstLine - firstLine, $1) }
    let memory = SharedMemory(columns: columns, levels: columns.indices.map { levels[$0] })
    let storages = try Workers.map(count: columns.count, threads: reader.threads) {
      (index, _) throws(DataError) in
      memory.columns[index].storage(blocks: blocks, levels: memory.levels[index])
    }
    var result: [Column] = []
    for (index, name) in header.names.enumerated() {
      let storage = storages[index]
      if header.unnamed.contains(index) {
        guard case .numbers(let numbers) = storage, numbers.allSatisfy(\.isNaN) else {
          throw .file(
            FileFault(
              file: reader.file,
              line: header.line,
              field: index + 1,
              message: "the column has no name; name it in the header, or remove it"
            )
          )
        }
        continue
      }
      var column = Column(name: name, storage: storage)
      if case .text = storage { column.firstText = firstText[index] }
      result.append(column)
    }
    return result
  }

  private func lineNumbers(_ outcomes: [SegmentOutcome]) -> LineNumbers {
    let first = segments[0].firstLine
    var expected = first
    var isRegular = true
    for (segment, outcome) in zip(segments, outcomes) where outcome.rows > 0 {
      isRegular = isRegular && outcome.lines == nil && segment.firstLine == expected
      expected += outcome.rows
    }
    if isRegular { return .consecutive(first: first) }
    var lines: [Int32] = []
    for (segment, outcome) in zip(segments, outcomes) {
      lines += outcome.lines ?? (0..<outcome.rows).map { Int32(segment.firstLine + $0) }
    }
    return .each(lines)
  }
}

/// A parser that several threads use at once: its targets are disjoint by row.
private struct SharedParser: @unchecked Sendable {
  let parser: SegmentParser
}

/// Columns that several threads finish at once, each its own.
private struct SharedMemory: @unchecked Sendable {
  let columns: [ColumnMemory]
  let levels: [[TextLevels]?]
}
