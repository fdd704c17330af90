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
  private static let tableLimit = 8_000_000
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

/// The rows carrier by carrier, with what is needed to sum them.
private struct CarrierLayout {
  let rows: AssignedRegression.Rows
  let order: GroupedRows
  /// The effect that lies within carriers.
  let inner: Grouping?
  let innerWeights: [Double]
  let levels: AssignedRegression.Levels
  private(set) var patternOf: [Int32] = []
  private(set) var patternScale: [Double] = []
  /// A carrier of each pattern.
  private(set) var examples: [Int] = []

  init(_ rows: AssignedRegression.Rows, inner: Grouping?, levels: AssignedRegression.Levels) {
    self.rows = rows
    self.inner = inner
    self.levels = levels
    order = GroupedRows(rows.carriers)
    var weights = [Double](repeating: 0, count: inner?.count ?? 0)
    if let inner {
      for row in inner.codes.indices { weights[Int(inner.codes[row])] += rows.weights?[row] ?? 1 }
    }
    innerWeights = weights
    findPatterns()
  }

  private func weight(_ row: Int) -> Double { rows.weights?[row] ?? 1 }

  private mutating func findPatterns() {
    var known: [[UInt64]: Int32] = [:]
    for carrier in 0..<rows.carriers.count {
      var key: [UInt64] = []
      var scale = 1.0
      var names: [Int32: UInt64] = [:]
      for (place, position) in order.range(of: carrier).enumerated() {
        let row = order.row(at: position)
        if place == 0 { scale = weight(row) }
        key.append(UInt64(rows.slots.codes[row]))
        key.append((weight(row) / scale).bitPattern)
        if let code = inner?.codes[row] {
          let name = names[code] ?? UInt64(names.count)
          names[code] = name
          key.append(name)
        }
        for codes in levels.codes { key.append(UInt64(codes[row])) }
      }
      patternScale.append(scale)
      if let pattern = known[key] {
        patternOf.append(pattern)
      } else {
        known[key] = Int32(examples.count)
        patternOf.append(Int32(examples.count))
        examples.append(carrier)
      }
    }
  }

  /// d'd, d'd within the inner effect, d'y and d'Q of each carrier on each path.
  func sums(of paths: [[Double]], width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.carriers.count * paths.count * width)
    var means = [Double](repeating: 0, count: innerWeights.count)
    for carrier in 0..<rows.carriers.count {
      for (path, values) in paths.enumerated() {
        let start = (carrier * paths.count + path) * width
        for position in order.range(of: carrier) {
          let row = order.row(at: position)
          let value = values[Int(rows.slots.codes[row])]
          guard value != 0 else { continue }
          let w = weight(row)
          let scaled = w.squareRoot() * value
          sums[start] += w * value * value
          sums[start + 2] += scaled * rows.outcome[row]
          for (column, basis) in rows.basis.enumerated() {
            sums[start + 3 + column] += scaled * basis[row]
          }
          if let inner { means[Int(inner.codes[row])] += w * value }
        }
        var within = sums[start]
        if let inner {
          for position in order.range(of: carrier) {
            let code = Int(inner.codes[order.row(at: position)])
            within -= means[code] * means[code] / innerWeights[code]
            means[code] = 0
          }
        }
        sums[start + 1] = within
      }
    }
    return sums
  }

  /// Sums of d less its inner means by other level, for a carrier of each pattern and each path,
  /// over the weight of the carrier's first row.
  func patternSums(of paths: [[Double]]) -> [Double] {
    let count = levels.count
    var sums = [Double](repeating: 0, count: examples.count * paths.count * count)
    guard count > 0 else { return sums }
    var means = [Double](repeating: 0, count: innerWeights.count)
    for (pattern, carrier) in examples.enumerated() {
      let scale = patternScale[carrier]
      for (path, values) in paths.enumerated() {
        let start = (pattern * paths.count + path) * count
        for position in order.range(of: carrier) {
          let row = order.row(at: position)
          let value = weight(row) * values[Int(rows.slots.codes[row])]
          if let inner { means[Int(inner.codes[row])] += value }
          for codes in levels.codes { sums[start + Int(codes[row])] += value / scale }
        }
        guard let inner else { continue }
        for position in order.range(of: carrier) {
          let row = order.row(at: position)
          let code = Int(inner.codes[row])
          let removed = weight(row) * means[code] / innerWeights[code] / scale
          for codes in levels.codes { sums[start + Int(codes[row])] -= removed }
        }
        for position in order.range(of: carrier) {
          means[Int(inner.codes[order.row(at: position)])] = 0
        }
      }
    }
    return sums
  }

  /// A generalised inverse of the other levels' normal equations, the inner effect eliminated.
  func schurInverse(leastCondition: Double) -> [Double]? {
    let count = levels.count
    guard count > 0 else { return [] }
    var schur = [Double](repeating: 0, count: count * count)
    for row in rows.outcome.indices {
      let w = weight(row)
      for a in levels.codes {
        for b in levels.codes { schur[Int(a[row]) * count + Int(b[row])] += w }
      }
    }
    if let inner {
      var sums = [Double](repeating: 0, count: count)
      let groups = GroupedRows(inner)
      for group in 0..<inner.count {
        var met: [Int] = []
        for position in groups.range(of: group) {
          let row = groups.row(at: position)
          for codes in levels.codes {
            let level = Int(codes[row])
            if sums[level] == 0 { met.append(level) }
            sums[level] += weight(row)
          }
        }
        for i in met {
          for j in met { schur[i * count + j] -= sums[i] * sums[j] / innerWeights[group] }
        }
        for i in met { sums[i] = 0 }
      }
    }
    let factor = SemidefiniteFactor(pivoting: schur, size: count)
    guard factor.reciprocalCondition > leastCondition else { return nil }
    return factor.inverse()
  }
}
