/// Random numbers that are the same on every machine: SplitMix64, one stream for each name.
///
/// Every column of a simulated panel draws from a stream of its own, so a further column leaves the
/// others as they are. Normal numbers are quantiles of uniform ones, one for one.
///
/// - SeeAlso: Steele, Lea and Flood (2014), *Fast splittable pseudorandom number generators*;
///   Wichura (1988), Algorithm AS 241. Known answers in `DrawsTests`.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  /// The stream of a name under a seed, by the name's FNV-1a hash.
  init(seed: UInt64, _ name: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var seeds = Draws(seed: seed ^ hash)
    state = seeds.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number strictly between 0 and 1, of 53 bits.
  mutating func uniform() -> Double {
    (Double(next() >> 11) + 0.5) * 0x1p-53
  }

  /// A standard normal number.
  mutating func normal() -> Double {
    Draws.normalQuantile(uniform())
  }

  mutating func normals(_ count: Int) -> [Double] {
    (0..<count).map { _ in normal() }
  }

  /// A whole number from 0 to `bound` − 1, without bias.
  mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no number below \(bound)")
    let width = UInt64(bound)
    let limit = UInt64.max - UInt64.max % width
    while true {
      let word = next()
      if word < limit { return Int(word % width) }
    }
  }

  /// The elements in random order (Fisher and Yates).
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for last in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(last, integer(below: last + 1))
    }
    return result
  }
}
