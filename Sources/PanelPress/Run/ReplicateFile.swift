import Foundation
import Glibc

/// A file of finished replications, written block by block.
///
///     "PPREPL01", 64 letters of the key, then blocks
///     block: length of the content (4 bytes), its FNV-1a hash (8 bytes), content
///     content: for each replicate its number (8 bytes), the count of its values (4 bytes), values
///
/// All numbers are little-endian. A block that was cut short, or is not what its hash says, ends
/// the file: what stands before it counts.
struct ReplicateFile: Sendable {
  private static let magic = Array("PPREPL01".utf8)
  /// A longer block is none of ours.
  private static let blockLimit = 1 << 28

  let url: URL
  /// 64 letters that name everything the values depend on.
  let key: String

  private var header: [UInt8] { Self.magic + Array(key.utf8) }

  /// The values by replicate; nothing for a file that is not there, broken, or of another key.
  ///
  /// A file with a broken end is written anew, so that blocks may follow.
  func read() -> [Int: [Double]] {
    guard let data = FileManager.default.contents(atPath: url.path(percentEncoded: false)) else {
      return [:]
    }
    let bytes = [UInt8](data)
    guard bytes.starts(with: header) else { return [:] }
    var values: [Int: [Double]] = [:]
    var reader = ByteReader(bytes: bytes, position: header.count)
    while reader.position < bytes.count {
      let start = reader.position
      guard let block = readBlock(&reader) else {
        if !rewrite(Array(bytes[..<start])) { return [:] }
        break
      }
      values.merge(block) { $1 }
    }
    return values
  }

  private func readBlock(_ reader: inout ByteReader) -> [Int: [Double]]? {
    guard let length = reader.next(4), length <= Self.blockLimit, let hash = reader.next(8),
      let content = reader.next(bytes: Int(length)), Self.hash(content) == hash
    else { return nil }
    var values: [Int: [Double]] = [:]
    var inner = ByteReader(bytes: Array(content), position: 0)
    while inner.position < inner.bytes.count {
      guard let replicate = inner.next(8), replicate <= UInt64(Int.max), let count = inner.next(4)
      else { return nil }
      var numbers: [Double] = []
      for _ in 0..<count {
        guard let bits = inner.next(8) else { return nil }
        numbers.append(Double(bitPattern: bits))
      }
      values[Int(replicate)] = numbers
    }
    return values
  }

  /// Adds a block at the end, and makes the file and its folder where they are missing.
  ///
  /// - Returns: Whether all of it was written.
  func append(_ values: [Int: [Double]]) -> Bool {
    guard !values.isEmpty else { return true }
    let path = url.path(percentEncoded: false)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      return false
    }
    var status = stat()
    let isNew = stat(path, &status) != 0 || status.st_size < header.count
    if isNew, !rewrite(header) { return false }
    var content: [UInt8] = []
    for (replicate, numbers) in values.sorted(by: { $0.key < $1.key }) {
      content += Self.bytes(UInt64(replicate), 8) + Self.bytes(UInt64(numbers.count), 4)
      for number in numbers { content += Self.bytes(number.bitPattern, 8) }
    }
    let block =
      Self.bytes(UInt64(content.count), 4) + Self.bytes(Self.hash(content[...]), 8) + content
    return Self.write(block, to: path, flags: O_WRONLY | O_APPEND | O_CLOEXEC)
  }

  /// Puts a whole new file in its place.
  private func rewrite(_ bytes: [UInt8]) -> Bool {
    let path = url.path(percentEncoded: false)
    let new = path + ".new"
    guard Self.write(bytes, to: new, flags: O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC) else {
      return false
    }
    return rename(new, path) == 0
  }

  private static func write(_ bytes: [UInt8], to path: String, flags: Int32) -> Bool {
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
  }

  private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// Reads little-endian numbers one after the other.
private struct ByteReader {
  let bytes: [UInt8]
  var position: Int

  mutating func next(_ count: Int) -> UInt64? {
    next(bytes: count)?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func next(bytes count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }
}
