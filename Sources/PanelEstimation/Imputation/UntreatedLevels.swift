import PanelNumerics

/// The levels of effects that untreated observations know, and which rows they can speak for.
struct UntreatedLevels: Sendable {
  /// The untreated rows, ascending.
  let untreated: [Int]
  /// The effects over the untreated rows, every level with a row.
  let groupings: [Grouping]
  /// For each effect a number per row: the level among all levels of ``groupings``, one effect
  /// after the other; −1 where no untreated row has it.
  private let positions: [[Int32]]
  private let levelCount: Int

  /// - Parameters:
  ///   - effects: Groupings of n rows; none for a constant.
  ///   - treated: n flags; at least one row is untreated.
  init(effects: [Grouping], treated: [Bool]) {
    let untreated = treated.indices.filter { !treated[$0] }
    let effects = effects.isEmpty ? [.whole(rowCount: treated.count)] : effects
    let rows = untreated.map { Int32(truncatingIfNeeded: $0) }
    var positions: [[Int32]] = []
    var groupings: [Grouping] = []
    var offset: Int32 = 0
    for effect in effects {
      let restricted = effect.restricted(to: rows)
      var names = [Int32](repeating: -1, count: effect.count)
      for (position, row) in untreated.enumerated() {
        names[Int(effect.codes[row])] = offset + restricted.codes[position]
      }
      positions.append(effect.codes.map { names[Int($0)] })
      groupings.append(restricted)
      offset += Int32(restricted.count)
    }
    self.untreated = untreated
    self.groupings = groupings
    self.positions = positions
    levelCount = Int(offset)
  }

  /// Whether each row's outcome without treatment is identified: all its levels are known, and
  /// with two effects they belong to one component.
  ///
  /// Two effects identify the sum α_a + γ_b only where untreated observations link a and b; an
  /// isolated group of units shares no period with the others.
  func imputable() -> [Bool] {
    var known = [Bool](repeating: true, count: positions[0].count)
    for levels in positions {
      for row in known.indices where levels[row] < 0 { known[row] = false }
    }
    guard positions.count == 2 else { return known }
    var components = Components(count: levelCount)
    for row in untreated { components.join(Int(positions[0][row]), Int(positions[1][row])) }
    for row in known.indices where known[row] {
      known[row] =
        components.root(of: Int(positions[0][row])) == components.root(of: Int(positions[1][row]))
    }
    return known
  }

  /// Rows whose level of one effect no untreated row has.
  func unknown(effect: Int) -> [Int] {
    positions[effect].indices.filter { positions[effect][$0] < 0 }
  }

  /// x less its mean and its levels' coefficients, on all rows.
  func gaps(of column: [Double], mean: Double, coefficients: [Double]) -> [Double] {
    var gaps = column
    for row in gaps.indices { gaps[row] -= mean }
    for levels in positions {
      for row in gaps.indices { gaps[row] -= coefficients[Int(levels[row])] }
    }
    return gaps
  }

  /// D'v over all rows: a number per level.
  func sums(of v: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: levelCount)
    for levels in positions {
      for row in v.indices where v[row] != 0 { sums[Int(levels[row])] += v[row] }
    }
    return sums
  }

  /// Dα on the untreated rows.
  func values(of coefficients: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: untreated.count)
    for levels in positions {
      for (position, row) in untreated.enumerated() {
        values[position] += coefficients[Int(levels[row])]
      }
    }
    return values
  }
}

/// Sets of numbers that are joined pair by pair.
private struct Components {
  private var parents: [Int32]

  init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

  mutating func root(of element: Int) -> Int {
    var element = element
    while Int(parents[element]) != element {
      parents[element] = parents[Int(parents[element])]
      element = Int(parents[element])
    }
    return element
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (root(of: a), root(of: b))
    // The smaller number leads, so that trees stay shallow with path halving.
    if a != b { parents[max(a, b)] = Int32(min(a, b)) }
  }
}
