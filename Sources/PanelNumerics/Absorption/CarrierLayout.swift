/// The rows carrier by carrier, with what is needed to sum them.
struct CarrierLayout {
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
