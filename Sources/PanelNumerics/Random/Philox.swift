/// A counter-based generator of random numbers: Philox4x32-10.
///
/// A stream is named by (seed, stream) and needs no state from another, so replicate *r* draws
/// the same numbers on any thread. Sequences are part of what users rely on: they use no
/// generator code of the standard library, whose sequences are not promised.
///
/// - SeeAlso: Salmon, Moraes, Dror, Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*;
///   known answers of Random123 in `PhiloxTests`.
package struct Philox: RandomNumberGenerator, Sendable {
  package typealias Block = (UInt32, UInt32, UInt32, UInt32)

  private let key: (UInt32, UInt32)
  private var counter: Block
  private var output: Block = (0, 0, 0, 0)
  private var wordsLeft = 0

  package init(seed: UInt64, stream: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = (
      0, 0, UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)
    )
  }

  /// Ten rounds on one counter.
  package static func block(_ counter: Block, key: (UInt32, UInt32)) -> Block {
    var (x0, x1, x2, x3) = counter
    var (k0, k1) = key
    for round in 0..<10 {
      if round > 0 {
        k0 &+= 0x9E37_79B9
        k1 &+= 0xBB67_AE85
      }
      let a = UInt64(0xD251_1F53) * UInt64(x0)
      let b = UInt64(0xCD9E_8D57) * UInt64(x2)
      (x0, x1, x2, x3) = (
        UInt32(b >> 32) ^ x1 ^ k0, UInt32(truncatingIfNeeded: b),
        UInt32(a >> 32) ^ x3 ^ k1, UInt32(truncatingIfNeeded: a)
      )
    }
    return (x0, x1, x2, x3)
  }

  package mutating func next() -> UInt64 {
    if wordsLeft == 0 {
      output = Philox.block(counter, key: key)
      counter.0 &+= 1
      if counter.0 == 0 { counter.1 &+= 1 }
      wordsLeft = 2
    }
    wordsLeft -= 1
    return wordsLeft == 1
      ? UInt64(output.0) | UInt64(output.1) << 32 : UInt64(output.2) | UInt64(output.3) << 32
  }

  /// Writes the next words, the same ones as ``next()`` gives one by one.
  package mutating func fill(_ words: UnsafeMutableBufferPointer<UInt64>) {
    var place = 0
    while place < words.count, wordsLeft > 0 {
      words[place] = next()
      place += 1
    }
    let key = key
    var counter = counter
    while place + 1 < words.count {
      let block = Philox.block(counter, key: key)
      counter.0 &+= 1
      if counter.0 == 0 { counter.1 &+= 1 }
      words[place] = UInt64(block.0) | UInt64(block.1) << 32
      words[place + 1] = UInt64(block.2) | UInt64(block.3) << 32
      place += 2
    }
    self.counter = counter
    if place < words.count { words[place] = next() }
  }

  /// A number in [0, 1) with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in 0 ..< `bound`, each equally likely (Lemire 2019).
  package mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "nothing is below \(bound)")
    let n = UInt64(bound)
    var product = next().multipliedFullWidth(by: n)
    if product.low < n {
      let threshold = (0 &- n) % n
      while product.low < threshold { product = next().multipliedFullWidth(by: n) }
    }
    return Int(product.high)
  }

  /// Puts elements into a random order (Fisher and Yates).
  package mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, below(last + 1))
      last -= 1
    }
  }

  /// A standard normal number: the quantile of a uniform one that is never 0 or 1.
  package mutating func normal() -> Double {
    Normal.quantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }
}
