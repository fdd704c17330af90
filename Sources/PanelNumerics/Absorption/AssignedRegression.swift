/// Slopes of one outcome on many columns that differ only in who follows which path.
///
/// Rows belong to carriers, such as units, and to slots, such as periods. An assignment gives each
/// carrier one of L paths, a number per slot, and so makes a column d.
///
///     b = d'M y / d'M d,    M: off the effects and the controls, in the metric of the weights
///
/// Everything that a carrier on a path adds to d'y, d'Q and d'd is summed once, so a column costs
/// O(carriers · (2 + k) + J²) and no pass over the rows: one effect lies within carriers and is
/// eliminated, the J levels of the others meet in a Schur complement that is inverted once.
///
/// - SeeAlso: Frisch and Waugh (1933), Lovell (1963); oracles `placebo_castle_mixed`,
///   `placebo_castle_space`.
package struct AssignedRegression: Sendable {
  /// More levels of other effects than this are not inverted.
  private static let levelLimit = 400
  /// More numbers than this are not tabulated.
  private static let tableLimit = 32_000_000
  /// A Schur complement with a smaller reciprocal condition is left to an iteration.
  private static let leastCondition = 1e-5

  package let carrierCount: Int
  private let pathCount: Int
  /// 3 + k: d'd, d'd within the eliminated effect, d'y, d'Q.
  private let width: Int
  /// Carrier by carrier, path by path.
  private let sums: [Double]
  /// What carriers of one pattern have in common: the same rows, up to a factor on the weights.
  private let patternOf: [Int32]
  private let patternScale: [Double]
  private let patternCount: Int
  /// Pattern by pattern, path by path: J numbers, d less its means by level of the other effects.
  private let patternSums: [Double]
  private let levelCount: Int
  /// J × J, a generalised inverse of the Schur complement.
  private let inverse: [Double]

  /// The rows of all carriers and what they hold.
  package struct Rows: Sendable {
    package var carriers: Grouping
    package var slots: Grouping
    package var effects: [Grouping]
    /// Positive; absent where all are one.
    package var weights: [Double]?
    /// √w y, off effects and controls: n numbers.
    package var outcome: [Double]
    /// √w Q: orthonormal columns that span the controls off the effects, n numbers each.
    package var basis: [[Double]]

    package init(
      carriers: Grouping, slots: Grouping, effects: [Grouping], weights: [Double]?,
      outcome: [Double], basis: [[Double]]
    ) {
      self.carriers = carriers
      self.slots = slots
      self.effects = effects
      self.weights = weights
      self.outcome = outcome
      self.basis = basis
    }
  }

  /// What a column adds up to.
  package struct Sums: Sendable {
    /// d'd, before anything is removed.
    package var total: Double
    /// d'M d.
    package var variation: Double
    /// d'M y.
    package var product: Double

    package init(total: Double, variation: Double, product: Double) {
      self.total = total
      self.variation = variation
      self.product = product
    }
  }

  /// - Parameter paths: L paths, one number per slot.
  /// - Returns: `nil` where tables would be too large, or the other effects' levels too many or too
  ///   badly connected.
  package init?(_ rows: Rows, paths: [[Double]]) {
    let n = rows.outcome.count
    carrierCount = rows.carriers.count
    pathCount = paths.count
    width = 3 + rows.basis.count
    let nested = rows.effects.indices.filter { rows.effects[$0].isNested(in: rows.carriers) }
      .max { (rows.effects[$0].count, $1) < (rows.effects[$1].count, $0) }
    let others = rows.effects.indices.filter { $0 != nested }
    let levels = Self.levels(others.map { rows.effects[$0] }, rowCount: n)
    levelCount = levels.count
    guard levelCount <= Self.levelLimit, carrierCount * pathCount * width <= Self.tableLimit
    else { return nil }
    let inner = nested.map { rows.effects[$0] }
    let layout = CarrierLayout(rows, inner: inner, levels: levels)
    patternOf = layout.patternOf
    patternScale = layout.patternScale
    patternCount = layout.examples.count
    guard patternCount * pathCount * levelCount <= Self.tableLimit else { return nil }
    guard let inverse = layout.schurInverse(leastCondition: Self.leastCondition) else { return nil }
    self.inverse = inverse
    sums = layout.sums(of: paths, width: width)
    patternSums = layout.patternSums(of: paths)
  }

  /// The levels of several effects, numbered one effect after the other.
  struct Levels {
    var codes: [[Int32]]
    var count: Int
  }

  private static func levels(_ effects: [Grouping], rowCount: Int) -> Levels {
    var levels = Levels(codes: [], count: 0)
    for effect in effects {
      let offset = Int32(levels.count)
      levels.codes.append(offset == 0 ? effect.codes : effect.codes.map { $0 + offset })
      levels.count += effect.count
    }
    return levels
  }

  /// Adds up a column.
  ///
  /// - Parameter assignment: A path per carrier; −1 for zeros throughout.
  package func sums(of assignment: [Int32]) -> Sums {
    precondition(assignment.count == carrierCount, "\(assignment.count) of \(carrierCount) carriers")
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { totals in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, patternCount * pathCount)) {
        weights in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, levelCount)) { levels in
          totals.initialize(repeating: 0)
          weights.initialize(repeating: 0)
          levels.initialize(repeating: 0)
          add(assignment, totals, weights)
          addLevels(weights, levels)
          var variation = totals[1] - explained(levels)
          for column in 3..<width { variation -= totals[column] * totals[column] }
          return Sums(total: totals[0], variation: variation, product: totals[2])
        }
      }
    }
  }

  private func add(
    _ assignment: [Int32], _ totals: UnsafeMutableBufferPointer<Double>,
    _ weights: UnsafeMutableBufferPointer<Double>
  ) {
    sums.withUnsafeBufferPointer { table in
      for carrier in 0..<carrierCount {
        let path = Int(assignment[carrier])
        guard path >= 0 else { continue }
        let start = (carrier &* pathCount &+ path) &* width
        for column in 0..<width { totals[column] += table[start &+ column] }
        let pattern = Int(patternOf[carrier])
        weights[pattern &* pathCount &+ path] += patternScale[carrier]
      }
    }
  }

  private func addLevels(
    _ weights: UnsafeMutableBufferPointer<Double>, _ levels: UnsafeMutableBufferPointer<Double>
  ) {
    guard levelCount > 0 else { return }
    patternSums.withUnsafeBufferPointer { table in
      for cell in 0..<patternCount * pathCount where weights[cell] != 0 {
        let weight = weights[cell]
        let start = cell &* levelCount
        for level in 0..<levelCount { levels[level] += weight * table[start &+ level] }
      }
    }
  }

  /// r'S⁻r.
  private func explained(_ levels: UnsafeMutableBufferPointer<Double>) -> Double {
    var total = 0.0
    inverse.withUnsafeBufferPointer { table in
      for i in 0..<levelCount where levels[i] != 0 {
        var sum = 0.0
        let start = i &* levelCount
        for j in 0..<levelCount { sum += table[start &+ j] * levels[j] }
        total += sum * levels[i]
      }
    }
    return total
  }
}
