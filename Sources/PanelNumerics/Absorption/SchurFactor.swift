/// A way to solve with a ``SchurComplement``: levels with few neighbours are eliminated exactly,
/// the densely connected core that is left is factored, or iterated on when it is very large.
///
/// Chains and trees are eliminated whole. A ring or a band of firms, as in badly connected
/// worker-firm data, costs its width squared per firm.
///
/// - SeeAlso: George and Liu (1989), *The evolution of the minimum degree ordering algorithm*.
struct SchurFactor: Sendable {
  /// The largest core that is factored as a dense matrix.
  static let denseLimit = 2_048
  /// Levels with more neighbours than this are not eliminated from a large core.
  private static let degreeLimit = 128

  private var order: [Int32] = []
  private var pivots: [Double] = []
  private var starts: [Int] = [0]
  private var neighbours: [Int32] = []
  private var factors: [Double] = []
  private var core: [Int32] = []
  private var dense: SemidefiniteFactor?
  private var iterated: CoreMatrix?
  /// The rank of S; absent where a core is iterated on and S is no Laplacian.
  private(set) var rank: Int?
  /// Whether errors of rounding are too small to need a correction.
  private(set) var isWellConditioned = false

  init(_ schur: consuming SchurComplement) {
    var schur = schur
    let size = schur.count
    if size <= 256 {
      core = (0..<Int32(size)).map { $0 }
    } else {
      eliminateLowDegrees(&schur)
    }
    var dependent = order.indices.count { pivots[$0] == 0 }
    if core.count <= Self.denseLimit {
      let matrix = schur.dense(core)
      let factor =
        schur.isLaplacian
        ? SemidefiniteFactor.factoring(matrix, size: core.count, independent: schur.independent(core))
        : SemidefiniteFactor(pivoting: matrix, size: core.count)
      dependent += core.count - factor.rank
      rank = size - dependent
      isWellConditioned = order.isEmpty && factor.reciprocalCondition > 1e-4
      dense = factor
    } else {
      if schur.isLaplacian {
        rank = size - dependent - (core.count - schur.independent(core).count)
      }
      iterated = CoreMatrix(schur, core)
    }
  }

  /// A dense factor straight from the cells.
  init(dense cells: EffectCells) {
    let size = cells.otherCount
    core = (0..<Int32(size)).map { $0 }
    let matrix = SchurComplement.dense(cells)
    let factor =
      cells.others.count == 1
      ? SemidefiniteFactor.factoring(
        matrix, size: size, independent: Self.independent(matrix, size: size))
      : SemidefiniteFactor(pivoting: matrix, size: size)
    rank = factor.rank
    isWellConditioned = factor.reciprocalCondition > 1e-4
    dense = factor
  }

  /// Whether S is better formed as a dense matrix: it is small, or would be nearly full.
  static func prefersDense(_ cells: EffectCells) -> Bool {
    let size = cells.otherCount
    guard size <= denseLimit else { return false }
    // A product of matrices does about twenty operations in the time of one indexed addition.
    let dense = Double(cells.pivotalCount) * Double(size) * Double(size) / 20
    return size <= 64 || dense < cells.meetings.outerProductCost
  }

  /// All nodes of a dense Laplacian but the first of each connected part.
  private static func independent(_ matrix: [Double], size: Int) -> [Int] {
    var seen = [Bool](repeating: false, count: size)
    var kept: [Int] = []
    for start in 0..<size {
      guard !seen[start] else {
        kept.append(start)
        continue
      }
      seen[start] = true
      var waiting = [start]
      while let node = waiting.popLast() {
        for other in 0..<size where !seen[other] && matrix[node * size + other] != 0 {
          seen[other] = true
          waiting.append(other)
        }
      }
    }
    return kept
  }

  private mutating func eliminateLowDegrees(_ schur: inout SchurComplement) {
    let size = schur.count
    var place = [Int32](repeating: -1, count: size)
    var isLeft = [Bool](repeating: true, count: size)
    var buckets = [[Int32]](repeating: [], count: Self.degreeLimit + 1)
    for level in stride(from: size - 1, through: 0, by: -1) {
      let degree = schur.columns[level].count
      if degree <= Self.degreeLimit { buckets[degree].append(Int32(level)) }
    }
    var left = size
    var degree = 0
    while degree <= Self.degreeLimit {
      guard let level = buckets[degree].popLast() else {
        degree += 1
        continue
      }
      guard isLeft[Int(level)], schur.columns[Int(level)].count == degree else { continue }
      // What is left is nearly complete and small: a dense factor is quicker.
      if left <= Self.denseLimit, degree > left / 4 { break }
      let step = schur.eliminate(Int(level), place: &place)
      isLeft[Int(level)] = false
      left -= 1
      order.append(level)
      pivots.append(step.pivot)
      neighbours.append(contentsOf: step.neighbours)
      factors.append(contentsOf: step.factors)
      starts.append(neighbours.count)
      for neighbour in step.neighbours {
        let count = schur.columns[Int(neighbour)].count
        if count <= Self.degreeLimit {
          buckets[count].append(neighbour)
          degree = min(degree, count)
        }
      }
    }
    core = (0..<Int32(size)).filter { isLeft[Int($0)] }
  }

  /// Solves S x = c, zeros in dependent levels.
  ///
  /// - Parameter tolerance: The error allowed in the norm √(x'Sx), where the core is iterated on.
  func solve(_ c: [Double], tolerance: Double, iterationLimit: Int)
    -> ConjugateGradients.Solution
  {
    var c = c
    for step in order.indices where pivots[step] != 0 {
      let value = c[Int(order[step])]
      for position in starts[step]..<starts[step + 1] {
        c[Int(neighbours[position])] -= factors[position] * value
      }
    }
    var x = [Double](repeating: 0, count: c.count)
    let rightSide = core.map { c[Int($0)] }
    var solution = ConjugateGradients.Solution(x: [], iterations: 0, errorBound: 0)
    if let dense {
      solution.x = dense.solve(rightSide)
    } else if let iterated {
      solution = ConjugateGradients.solve(
        apply: iterated.multiply, diagonal: iterated.diagonal, rightSide: rightSide,
        tolerance: tolerance, iterationLimit: iterationLimit)
    }
    for (index, level) in core.enumerated() { x[Int(level)] = solution.x[index] }
    for step in order.indices.reversed() where pivots[step] != 0 {
      let level = Int(order[step])
      var value = c[level] / pivots[step]
      for position in starts[step]..<starts[step + 1] {
        value -= factors[position] * x[Int(neighbours[position])]
      }
      x[level] = value
    }
    solution.x = x
    return solution
  }
}

/// A sparse symmetric matrix to multiply with.
private struct CoreMatrix: Sendable {
  let rows: SparseRows
  let diagonal: [Double]

  init(_ schur: SchurComplement, _ levels: [Int32]) {
    var place = [Int32](repeating: -1, count: schur.count)
    for (index, level) in levels.enumerated() { place[Int(level)] = Int32(index) }
    var offsets = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for level in levels {
      for (position, other) in schur.columns[Int(level)].enumerated() {
        columns.append(place[Int(other)])
        values.append(schur.values[Int(level)][position])
      }
      offsets.append(columns.count)
    }
    rows = SparseRows(
      offsets: offsets, columns: columns, values: values, columnCount: levels.count)
    diagonal = levels.map { schur.pivot(of: Int($0)) }
  }

  func multiply(_ v: [Double], _ result: inout [Double]) {
    for i in v.indices { result[i] += diagonal[i] * v[i] }
    rows.multiply(v, addingTo: &result)
  }
}
