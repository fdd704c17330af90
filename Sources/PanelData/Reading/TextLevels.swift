/// The distinct texts of a column, numbered in order of first appearance.
///
/// An open-addressing table over bytes: a cell that was seen before costs a hash and a comparison,
/// and makes no string.
final class TextLevels {
  /// The bytes of all levels, one after another.
  private var arena: [UInt8] = []
  /// Level i is `arena[ends[i - 1]..<ends[i]]`.
  private var ends: [Int] = [0]
  private var hashes: [UInt64] = []
  /// Level numbers by hash; −1 where empty. The count is a power of two.
  private var slots: [Int32] = Array(repeating: -1, count: 16)
  private var last: Int32 = -1

  var count: Int { hashes.count }

  /// The number of the level with these bytes; a new one if there is none.
  func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    if last >= 0, matches(last, bytes) { return last }
    let hash = Self.hash(bytes)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let candidate = slots[slot]
      if hashes[Int(candidate)] == hash, matches(candidate, bytes) {
        last = candidate
        return candidate
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(count)
    slots[slot] = code
    hashes.append(hash)
    arena.append(contentsOf: bytes)
    ends.append(arena.count)
    if count * 2 > slots.count { grow() }
    last = code
    return code
  }

  /// The bytes of a level.
  func withBytes<Result>(
    ofLevel level: Int,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    arena.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[ends[level]..<ends[level + 1]]))
    }
  }

  /// The levels as strings, in order.
  var strings: [String] {
    (0..<count).map { level in withBytes(ofLevel: level) { String(decoding: $0, as: UTF8.self) } }
  }

  private func matches(_ level: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = ends[Int(level)]
    guard ends[Int(level) + 1] - start == bytes.count else { return false }
    return arena.withUnsafeBufferPointer { arena in
      for index in 0..<bytes.count where arena[start + index] != bytes[index] { return false }
      return true
    }
  }

  private func grow() {
    slots = Array(repeating: -1, count: slots.count * 4)
    for (code, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(code)
    }
  }

  /// Eight bytes at a time through a 128-bit product; the seed is fixed, as codes follow the order
  /// of the file and not the hash.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(raw.count)
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
    }
    var index = 0
    while index + 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    mix(rest)
    return hash
  }
}
