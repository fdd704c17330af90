/// Random orders of n places, all orders equally likely.
///
/// Fisher and Yates, with several bounded numbers from every 64 random bits and no bias: a word r
/// gives ⌊r b₁/2⁶⁴⌋, what is left of it ⌊· b₂/2⁶⁴⌋, and so on; words whose last rest is below
/// 2⁶⁴ mod Πb are drawn anew.
///
/// - SeeAlso: Brackett-Rozinsky and Lemire (2024), *Batched ranged random integer generation*;
///   tests `RandomOrdersTests`.
package struct RandomOrders: Sendable {
  /// n.
  package let count: Int
  private let steps: [Step]

  /// The numbers that one word gives.
  private struct Step {
    /// Places that are not settled yet: the first bound.
    var left: Int
    var draws: Int
    /// Πb.
    var product: UInt64
  }

  /// Bits that the bounds of the numbers from one word may take together; what is left of 64
  /// makes it rare that a word must be drawn anew.
  private static let bitsPerWord = 56
  /// Numbers from one word, at most.
  private static let mostDraws = 16
  /// Words that are drawn at once.
  private static let wordsAtOnce = 64

  /// - Parameter count: n, below 2³².
  package init(count: Int) {
    precondition(count >= 0 && count < 1 << 32, "\(count) places")
    self.count = count
    var steps: [Step] = []
    var left = count
    while left > 1 {
      let bits = Int.bitWidth - left.leadingZeroBitCount
      let draws = min(max(1, Self.bitsPerWord / bits), Self.mostDraws, left - 1)
      let product = (0..<draws).reduce(UInt64(1)) { $0 * UInt64(left - $1) }
      steps.append(Step(left: left, draws: draws, product: product))
      left -= draws
    }
    self.steps = steps
  }

  /// Puts 0 ..< n into a random order.
  ///
  /// - Parameters:
  ///   - order: n places, written to.
  ///   - generator: Used up: another order takes another stream.
  /// - Complexity: O(*n*).
  package func draw(
    into order: UnsafeMutableBufferPointer<UInt32>,
    from generator: inout Philox
  ) {
    precondition(order.count == count, "\(order.count) places for an order of \(count)")
    guard let places = order.baseAddress else { return }
    for index in 0..<count { places[index] = UInt32(truncatingIfNeeded: index) }
    withUnsafeTemporaryAllocation(
      of: UInt64.self,
      capacity: Self.wordsAtOnce + Self.mostDraws
    ) { room in
      let words = UnsafeMutableBufferPointer(rebasing: room[..<Self.wordsAtOnce])
      let draws = UnsafeMutableBufferPointer(rebasing: room[Self.wordsAtOnce...])
      var used = Self.wordsAtOnce
      for step in steps {
        var rest: UInt64
        repeat {
          if used == Self.wordsAtOnce {
            generator.fill(words)
            used = 0
          }
          rest = words[used]
          used &+= 1
          var bound = UInt64(truncatingIfNeeded: step.left)
          for place in 0..<step.draws {
            let full = rest.multipliedFullWidth(by: bound)
            draws[place] = full.high
            rest = full.low
            bound &-= 1
          }
        } while rest < step.product && rest < (0 &- step.product) % step.product
        var last = step.left &- 1
        for place in 0..<step.draws {
          let other = Int(truncatingIfNeeded: draws[place])
          let moved = places[last]
          places[last] = places[other]
          places[other] = moved
          last &-= 1
        }
      }
    }
  }
}
