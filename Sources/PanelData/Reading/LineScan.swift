import Foundation

/// What a first look at a piece of a text file finds: its lines, and where records may start.
///
/// Whether a line end stands inside quotes depends on the pieces before; both cases are kept, and
/// the number of quotes decides which one holds.
struct LineScan: Equatable {
  /// A place after a line end.
  struct Start: Equatable {
    /// The offset within the whole file.
    var offset: Int
    /// The line ends of this piece up to there.
    var lines: Int
  }

  /// LF, CR and CRLF, quoted or not.
  var lineEnds = 0
  var hasOddQuotes = false
  /// The first start of a record, if the piece begins outside quotes.
  var startOutside: Start?
  /// The same if it begins inside quotes.
  var startInside: Start?

  /// Looks at `bytes[range]`; the neighbours of the range are looked at too, for CRLF pairs.
  ///
  /// - Parameter base: The offset of `bytes[0]` in the file.
  init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, base: Int) {
    guard let memory = bytes.baseAddress else { return }
    let piece = UnsafeBufferPointer(rebasing: bytes[range])
    let hasQuotes = ByteCount.contains(34, in: piece)
    if !ByteCount.contains(13, in: piece) {
      let startsWithPairEnd =
        range.lowerBound > 0 && memory[range.lowerBound] == 10
        && memory[range.lowerBound - 1] == 13
      lineEnds = ByteCount.count(10, in: piece) - (startsWithPairEnd ? 1 : 0)
    } else {
      for index in range where Self.isLineEnd(bytes, index) { lineEnds += 1 }
    }
    if hasQuotes { hasOddQuotes = ByteCount.count(34, in: piece) % 2 == 1 }
    findStarts(bytes, range: range, base: base, hasQuotes: hasQuotes)
  }

  private mutating func findStarts(
    _ bytes: UnsafeBufferPointer<UInt8>,
    range: Range<Int>,
    base: Int,
    hasQuotes: Bool
  ) {
    var isOdd = false
    var lines = 0
    for index in range {
      let byte = bytes[index]
      if byte == 34 {
        isOdd.toggle()
      } else if byte == 10 || byte == 13, Self.isLineEnd(bytes, index) {
        lines += 1
        let isPair = byte == 13 && index + 1 < bytes.count && bytes[index + 1] == 10
        let start = Start(offset: base + index + (isPair ? 2 : 1), lines: lines)
        if isOdd {
          if startInside == nil { startInside = start }
        } else if startOutside == nil {
          startOutside = start
        }
        if startOutside != nil, startInside != nil || !hasQuotes { return }
      }
    }
  }

  /// Whether a line end begins here: CR, or an LF that is not the second half of a CRLF.
  private static func isLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    bytes[index] == 13 || bytes[index] == 10 && (index == 0 || bytes[index - 1] != 13)
  }
}

/// Counting and finding one byte.
enum ByteCount {
  static func contains(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return memchr(start, Int32(byte), bytes.count) != nil
  }

  /// Counts in words of eight bytes, which the compiler turns into vectors.
  static func count(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(start)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = ones &* 0x7F
    let pattern = ones &* UInt64(byte)
    var total = 0
    var index = 0
    let words = bytes.count / 8
    while index < words {
      // Each byte of the sum counts up to 255 and is then added up.
      let stop = min(words, index + 255)
      var lanes: UInt64 = 0
      for word in index..<stop {
        let difference = raw.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self) ^ pattern
        // The top bit of a byte is clear only where the byte is zero.
        let isOther = ((difference & low) &+ low) | difference
        lanes &+= (~isOther >> 7) & ones
      }
      let pairs = (lanes & 0x00FF_00FF_00FF_00FF) &+ ((lanes >> 8) & 0x00FF_00FF_00FF_00FF)
      total += Int((pairs &* 0x0001_0001_0001_0001) >> 48)
      index = stop
    }
    for rest in 8 * words..<bytes.count where bytes[rest] == byte { total += 1 }
    return total
  }
}
