/// The UTF-8 bytes of a text file: on disk, or in memory after a change of encoding.
enum ByteSource: Sendable {
  case file(DataFile)
  case memory([UInt8])

  var count: Int {
    switch self {
    case .file(let file): file.size
    case .memory(let bytes): bytes.count
    }
  }

  /// Copies `range` into the buffer and zeros after it.
  func read(_ range: Range<Int>, into buffer: ReadBuffer) throws(DataError) {
    buffer.reserve(range.count)
    switch self {
    case .file(let file):
      try file.read(range, into: buffer.memory)
    case .memory(let bytes):
      bytes.withUnsafeBufferPointer { source in
        guard let base = source.baseAddress else { return }
        buffer.memory.update(from: base + range.lowerBound, count: range.count)
      }
    }
    (buffer.memory + range.count).update(repeating: 0, count: ReadBuffer.padding)
  }
}
