/// Random neighbours for local statistics: each unit keeps its own value, and its neighbours get
/// those of others, drawn without replacement.
///
/// One set of draws serves all units, as in esda. Draw r holds k distinct places below n − 1, k the
/// most neighbours of a unit; unit i takes the first of them that it needs and puts n − 1 for i
/// where it is drawn. That is one-to-one between the places below n − 1 and the other units, so
/// every unit sees draws without replacement from all others.
package struct ConditionalPermutations: Sendable {
  /// Draws.
  package let count: Int
  private let unitCount: Int
  /// The most neighbours of a unit.
  private let depth: Int
  /// Place c of draw r at c · count + r.
  private let drawn: [Int32]

  /// - Parameters:
  ///   - weights: n × n; the places of row i are the neighbours of unit i.
  ///   - count: Draws.
  ///   - threads: That may work at once; the result does not depend on it.
  ///   - generator: The random numbers of a draw.
  /// - Precondition: There are at least two units, and no unit is its own neighbour.
  package init(
    for weights: SparseMatrix,
    count: Int,
    threads: Int,
    generator: @Sendable (_ draw: Int) -> Philox
  ) {
    let n = weights.rowCount
    precondition(n > 1 && count > 0, "\(count) draws among \(n) units")
    let depth = (0..<n).map { weights.positions(ofRow: $0).count }.max() ?? 0
    precondition(depth < n, "\(depth) neighbours among \(n) units")
    let blocks = Parallel.blocks(of: count, size: 64)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      Self.draws(blocks[block], of: depth, below: n - 1, generator)
    }
    var drawn = [Int32](repeating: 0, count: depth * count)
    for (block, part) in zip(blocks, parts) {
      for (offset, draw) in block.enumerated() {
        for place in 0..<depth { drawn[place * count + draw] = part[offset * depth + place] }
      }
    }
    self.count = count
    self.depth = depth
    self.drawn = drawn
    unitCount = n
  }

  /// The first places of shuffles of 0 ..< bound, draw by draw (Fisher and Yates).
  private static func draws(
    _ draws: Range<Int>,
    of depth: Int,
    below bound: Int,
    _ generator: (Int) -> Philox
  ) -> [Int32] {
    var places = (0..<Int32(bound)).map { $0 }
    var partners = [Int](repeating: 0, count: depth)
    var result: [Int32] = []
    result.reserveCapacity(draws.count * depth)
    for draw in draws {
      var random = generator(draw)
      for step in 0..<depth {
        let partner = step + random.below(bound - step)
        partners[step] = partner
        places.swapAt(step, partner)
        result.append(places[step])
      }
      // Back into order, so that a draw does not depend on those before it.
      for step in (0..<depth).reversed() { places.swapAt(step, partners[step]) }
    }
    return result
  }

  /// The units that stand for the first neighbours of a unit in a draw.
  package func neighbours(of unit: Int, count needed: Int, draw: Int) -> [Int] {
    (0..<needed).map { place in
      let other = Int(drawn[place * count + draw])
      return other == unit ? unitCount - 1 : other
    }
  }

  /// How many draws give a lag at least, and at most, the observed one.
  package struct Tails: Sendable, Equatable {
    package var atLeast: Int
    package var atMost: Int

    package init(atLeast: Int, atMost: Int) {
      self.atLeast = atLeast
      self.atMost = atMost
    }
  }

  /// Compares Σ_j w_ij z_j of every unit with its draws.
  ///
  /// Lags that differ by rounding alone count as equal. Rows whose weights are all the same need
  /// sums of drawn values only, which do not depend on the unit but where it is drawn itself: they
  /// are sorted once for each number of neighbours. Other rows take products with drawn values, a
  /// block of draws at a time.
  ///
  /// - Parameters:
  ///   - values: z, one per unit.
  ///   - weights: As in the initialiser.
  ///   - threads: That may work at once; the result does not depend on it.
  /// - Returns: One per unit; for a unit without neighbours every draw equals.
  /// - Complexity: O(R k + n log R) for rows of equal weights, O(R · links) for others.
  package func tails(of values: [Double], weights: SparseMatrix, threads: Int) -> [Tails] {
    precondition(
      values.count == unitCount && weights.rowCount == unitCount,
      "\(values.count) values of \(unitCount) units"
    )
    let drawnValues = drawn.map { values[Int($0)] }
    let rows = WeightRows(values: values, weights: weights)
    let occurrences = Occurrences(of: drawn, count: count, unitCount: unitCount)
    var result = [Tails](repeating: Tails(atLeast: count, atMost: count), count: unitCount)
    fillEqualRows(
      rows, drawnValues: drawnValues, occurrences: occurrences, threads: threads, into: &result
    )
    fillOtherRows(
      rows, drawnValues: drawnValues, occurrences: occurrences, threads: threads, into: &result
    )
    return result
  }
}

/// Rows of weights with the lags observed under them.
private struct WeightRows: Sendable {
  let values: [Double]
  let weights: SparseMatrix
  let lags: [Double]
  /// How far lags may be apart by rounding.
  let slack: [Double]

  init(values: [Double], weights: SparseMatrix) {
    self.values = values
    self.weights = weights
    lags = weights.times(values)
    let largest = values.reduce(0) { max($0, abs($1)) }
    slack = (0..<weights.rowCount).map { row in
      weights.positions(ofRow: row).reduce(0) { $0 + abs(weights.values[$1]) } * largest * 1e-12
    }
  }

  /// The one weight of a row; `nil` where weights differ or there are none.
  func commonWeight(ofRow row: Int) -> Double? {
    let positions = weights.positions(ofRow: row)
    guard let first = positions.first else { return nil }
    let weight = weights.values[first]
    return weight > 0 && positions.allSatisfy { weights.values[$0] == weight } ? weight : nil
  }
}

/// Where each unit is drawn: places of draws, by unit.
private struct Occurrences: Sendable {
  /// Unit i holds `starts[i] ..< starts[i + 1]`.
  let starts: [Int32]
  let draws: [Int32]
  let places: [Int32]

  init(of drawn: [Int32], count: Int, unitCount: Int) {
    var starts = [Int32](repeating: 0, count: unitCount + 1)
    for unit in drawn { starts[Int(unit) + 1] += 1 }
    for unit in 0..<unitCount { starts[unit + 1] += starts[unit] }
    var next = starts
    var draws = [Int32](repeating: 0, count: drawn.count)
    var places = draws
    for (position, unit) in drawn.enumerated() {
      let slot = Int(next[Int(unit)])
      draws[slot] = Int32(position % count)
      places[slot] = Int32(position / count)
      next[Int(unit)] += 1
    }
    self.starts = starts
    self.draws = draws
    self.places = places
  }

  func range(of unit: Int) -> Range<Int> { Int(starts[unit])..<Int(starts[unit + 1]) }
}

// MARK: Rows of equal weights

extension ConditionalPermutations {
  private func fillEqualRows(
    _ rows: WeightRows,
    drawnValues: [Double],
    occurrences: Occurrences,
    threads: Int,
    into result: inout [Tails]
  ) {
    let groups = equalRowsBySize(rows)
    let sizes = groups.keys.sorted()
    let sumsBySize = sums(of: sizes, drawnValues: drawnValues)
    let found = Parallel.map(count: sizes.count, threads: threads) { index in
      equalRows(
        groups[sizes[index]] ?? [],
        of: sizes[index],
        sums: sumsBySize[index],
        rows: rows,
        occurrences: occurrences
      )
    }
    for (size, tails) in zip(sizes, found) {
      for (row, tail) in zip(groups[size] ?? [], tails) { result[row] = tail }
    }
  }

  /// Rows whose weights are all the same, by their number of neighbours.
  private func equalRowsBySize(_ rows: WeightRows) -> [Int: [Int]] {
    var groups: [Int: [Int]] = [:]
    for row in 0..<unitCount where rows.commonWeight(ofRow: row) != nil {
      groups[rows.weights.positions(ofRow: row).count, default: []].append(row)
    }
    return groups
  }

  /// The sums of the first k drawn values of each draw, for some k that ascend.
  private func sums(of sizes: [Int], drawnValues: [Double]) -> [[Double]] {
    var sums = [Double](repeating: 0, count: count)
    var added = 0
    return sizes.map { size in
      while added < size {
        for draw in 0..<count { sums[draw] += drawnValues[added * count + draw] }
        added += 1
      }
      return sums
    }
  }

  /// The tails of rows with the same number of neighbours, each with one weight.
  private func equalRows(
    _ members: [Int],
    of size: Int,
    sums: [Double],
    rows: WeightRows,
    occurrences: Occurrences
  ) -> [Tails] {
    let sorted = sums.sorted()
    let last = rows.values[unitCount - 1]
    return members.map { row in
      let weight = rows.weights.values[rows.weights.rowStarts[row]]
      let (wanted, slack) = (rows.lags[row] / weight, rows.slack[row] / weight)
      var tails = Tails(
        atLeast: count - sorted.countBelow(wanted - slack),
        atMost: sorted.countBelow((wanted + slack).nextUp)
      )
      let shift = last - rows.values[row]
      for place in occurrences.range(of: row) where occurrences.places[place] < size {
        let plain = sums[Int(occurrences.draws[place])]
        let actual = plain + shift
        if plain >= wanted - slack { tails.atLeast -= 1 }
        if plain <= wanted + slack { tails.atMost -= 1 }
        if actual >= wanted - slack { tails.atLeast += 1 }
        if actual <= wanted + slack { tails.atMost += 1 }
      }
      return tails
    }
  }
}

extension [Double] {
  /// How many elements of an ascending array are below a value.
  fileprivate func countBelow(_ value: Double) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range = self[middle] < value ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}

// MARK: Rows of any weights

extension ConditionalPermutations {
  /// Draws that are worked on at once: two vectors of eight, whose sums stay in registers.
  private static let tile = 16

  private func fillOtherRows(
    _ rows: WeightRows,
    drawnValues: [Double],
    occurrences: Occurrences,
    threads: Int,
    into result: inout [Tails]
  ) {
    let members = (0..<unitCount).filter { row in
      !rows.weights.positions(ofRow: row).isEmpty && rows.commonWeight(ofRow: row) == nil
    }
    guard !members.isEmpty else { return }
    let blocks = Parallel.blocks(of: members.count, size: 16)
    let tiled = tiles(of: drawnValues)
    let found = Parallel.map(count: blocks.count, threads: threads) { block in
      otherRows(
        Array(members[blocks[block]]), tiled: tiled, rows: rows, occurrences: occurrences)
    }
    for (block, tails) in zip(blocks, found) {
      for (member, tail) in zip(members[block], tails) { result[member] = tail }
    }
  }

  /// Drawn values tile by tile of draws, place after place within one; zero beyond the last draw.
  private func tiles(of drawnValues: [Double]) -> [Double] {
    let tile = Self.tile
    let tileCount = (count + tile - 1) / tile
    var tiled = [Double](repeating: 0, count: tileCount * depth * tile)
    for place in 0..<depth {
      for draw in 0..<count {
        tiled[((draw / tile) * depth + place) * tile + draw % tile] =
          drawnValues[place * count + draw]
      }
    }
    return tiled
  }

  private func otherRows(
    _ members: [Int],
    tiled: [Double],
    rows: WeightRows,
    occurrences: Occurrences
  ) -> [Tails] {
    let tile = Self.tile
    let tileCount = (count + tile - 1) / tile
    var sums = [Double](repeating: 0, count: members.count * tileCount * tile)
    tiled.withUnsafeBytes { tiled in
      rows.weights.values.withUnsafeBufferPointer { weights in
        sums.withUnsafeMutableBytes { sums in
          for block in 0..<tileCount {
            for (index, row) in members.enumerated() {
              var (low, high) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
              var source = block * depth * tile * 8
              for position in rows.weights.positions(ofRow: row) {
                let weight = weights[position]
                low += weight * tiled.loadUnaligned(fromByteOffset: source, as: SIMD8<Double>.self)
                high +=
                  weight * tiled.loadUnaligned(fromByteOffset: source + 64, as: SIMD8<Double>.self)
                source += tile * 8
              }
              let start = (index * tileCount + block) * tile * 8
              sums.storeBytes(of: low, toByteOffset: start, as: SIMD8<Double>.self)
              sums.storeBytes(of: high, toByteOffset: start + 64, as: SIMD8<Double>.self)
            }
          }
        }
      }
    }
    return members.enumerated().map { index, row in
      tails(
        ofRow: row, sums: &sums, from: index * tileCount * tile, rows: rows,
        occurrences: occurrences)
    }
  }

  /// The tails of one row from its sums, mended where the unit itself is drawn.
  private func tails(
    ofRow row: Int,
    sums: inout [Double],
    from start: Int,
    rows: WeightRows,
    occurrences: Occurrences
  ) -> Tails {
    let positions = rows.weights.positions(ofRow: row)
    let shift = rows.values[unitCount - 1] - rows.values[row]
    for place in occurrences.range(of: row) where occurrences.places[place] < positions.count {
      let weight = rows.weights.values[positions.lowerBound + Int(occurrences.places[place])]
      sums[start + Int(occurrences.draws[place])] += weight * shift
    }
    let (least, most) = (rows.lags[row] - rows.slack[row], rows.lags[row] + rows.slack[row])
    var tails = Tails(atLeast: 0, atMost: 0)
    for draw in start..<start + count {
      tails.atLeast += sums[draw] >= least ? 1 : 0
      tails.atMost += sums[draw] <= most ? 1 : 0
    }
    return tails
  }
}
