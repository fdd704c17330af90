/// A run of whole records, read by one thread at a time.
struct Segment: Sendable, Equatable {
  /// Bytes of the file.
  var range: Range<Int>
  /// The physical line of the first byte, from 1.
  var firstLine: Int
}

/// A text file cut into runs of whole records.
///
/// The cuts depend on the file alone, never on the number of threads.
struct Segments: Sendable {
  /// At least one; they follow one another without a gap.
  var all: [Segment]
  /// Physical lines, with an unfinished last one: no fewer than the records.
  var lineCount: Int

  /// The first piece is small: it decides which columns begin as text.
  private static let firstPieceSize = 1 << 16
  private static let pieceSize = 1 << 20

  /// Cuts a file at record ends that stand outside quotes.
  ///
  /// In a file with a stray quote the cuts after it may be wrong; the fault itself is before them
  /// and is reported first.
  init(_ source: ByteSource, from start: Int, threads: Int) throws(DataError) {
    let pieces = Self.pieces(start..<source.count)
    let scans = try Workers.map(count: pieces.count, threads: threads) {
      (index, buffer) throws(DataError) in
      let range = pieces[index]
      let wide = max(start, range.lowerBound - 1)..<min(source.count, range.upperBound + 1)
      try source.read(wide, into: buffer)
      let bytes = UnsafeBufferPointer(start: buffer.memory, count: wide.count)
      let offset = range.lowerBound - wide.lowerBound
      return LineScan(bytes, range: offset..<offset + range.count, base: wide.lowerBound)
    }
    all = []
    var lower = start
    var firstLine = 1
    var lines = 1
    var isInside = false
    for (piece, scan) in zip(pieces, scans) {
      let found = isInside ? scan.startInside : scan.startOutside
      if piece.lowerBound > start, let found {
        all.append(Segment(range: lower..<found.offset, firstLine: firstLine))
        lower = found.offset
        firstLine = lines + found.lines
      }
      lines += scan.lineEnds
      if scan.hasOddQuotes { isInside.toggle() }
    }
    all.append(Segment(range: lower..<source.count, firstLine: firstLine))
    lineCount = lines
  }

  private static func pieces(_ range: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var lower = range.lowerBound
    while lower < range.upperBound {
      let size = result.isEmpty ? firstPieceSize : pieceSize
      let upper = min(range.upperBound, lower + size)
      result.append(lower..<upper)
      lower = upper
    }
    return result
  }
}
