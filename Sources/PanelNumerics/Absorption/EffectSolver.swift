/// Coefficients of absorbed effects from sums by level.
///
///     (D'WD) α = D'Wx
///
/// The pivotal effect is eliminated, the rest solved by a ``SchurFactor``, or by conjugate
/// gradients on the cells where even forming S costs too much. The residual of the equations is
/// then formed anew and corrected for, until what a correction changes is below the tolerance.
struct EffectSolver: Sendable {
  /// The error of an absorbed column that is allowed: in the euclidean norm, relative to the part
  /// of the column that the effects explain.
  static let tolerance = 1e-10
  /// The error that is aimed at, as long as corrections get there.
  private static let aim = 1e-13
  private static let iterationLimit = 20_000
  /// Pairs of levels that may be formed for S.
  private static let pairLimit = 3e8

  let cells: EffectCells
  private let factor: SchurFactor?

  struct Coefficients: Sendable {
    /// One per level, effects one after the other in the order they were given.
    var values: [Double]
    var iterations: Int
    /// What the last correction changed, in the norm of ``EffectSolver/tolerance``.
    var relativeError: Double
  }

  init(_ cells: EffectCells) {
    self.cells = cells
    if cells.otherCount == 0 {
      factor = nil
    } else if SchurFactor.prefersDense(cells) {
      factor = SchurFactor(dense: cells)
    } else if cells.meetings.outerProductCost > Self.pairLimit {
      factor = nil
    } else {
      factor = SchurFactor(SchurComplement(cells))
    }
  }

  /// Independent dummies; absent where only an iteration is feasible.
  var rank: Int? {
    if cells.otherCount == 0 { return cells.pivotalCount }
    return factor?.rank.map { cells.pivotalCount + $0 }
  }

  /// The weight of each level, effects in the order they were given.
  var levelWeights: [Double] {
    joined(Parts(pivotal: cells.pivotalWeights, others: cells.otherWeights))
  }

  /// - Parameter sums: D'Wx for one column, effects in the order they were given.
  func solve(_ sums: [Double]) throws(AbsorptionError) -> Coefficients {
    var right = split(sums)
    if cells.otherCount == 0 {
      let values = zip(right.pivotal, cells.pivotalWeights).map { $0 / $1 }
      return Coefficients(values: values, iterations: 0, relativeError: 0)
    }
    let scale = max(norm(right.pivotal, cells.pivotalWeights), norm(right.others, cells.otherWeights))
    var total = Parts(
      pivotal: [Double](repeating: 0, count: cells.pivotalCount),
      others: [Double](repeating: 0, count: cells.otherCount))
    guard scale > 0 else { return Coefficients(values: joined(total), iterations: 0, relativeError: 0) }
    var iterations = 0
    var reached = Double.infinity
    for round in 0..<8 {
      let step = solveOnce(right, tolerance: Self.aim * scale * 10)
      iterations += step.iterations
      add(step.parts, to: &total)
      // ‖Dδ‖² = δ'(D'WD)δ = δ'D'Wx for the correction δ.
      let energy = dot(step.parts, right)
      let before = reached
      reached = (max(0, energy).squareRoot() + step.errorBound) / scale
      if round == 0 {
        if step.errorBound == 0, factor?.isWellConditioned == true {
          return Coefficients(values: joined(total), iterations: 0, relativeError: Self.aim)
        }
      } else if reached <= Self.aim || (reached <= Self.tolerance && reached > before / 4) {
        return Coefficients(values: joined(total), iterations: iterations, relativeError: reached)
      }
      right = residual(split(sums), total)
    }
    throw .notConverged(iterations: iterations, reached: reached, wanted: Self.tolerance)
  }

  private struct Parts {
    var pivotal: [Double]
    var others: [Double]
  }

  private func solveOnce(_ right: Parts, tolerance: Double) -> (
    parts: Parts, iterations: Int, errorBound: Double
  ) {
    let means = zip(right.pivotal, cells.pivotalWeights).map { $0 / $1 }
    var reduced = [Double](repeating: 0, count: cells.otherCount)
    cells.meetings.multiplyTransposed(means, addingTo: &reduced)
    for level in reduced.indices { reduced[level] = right.others[level] - reduced[level] }
    let solution: ConjugateGradients.Solution
    if let factor {
      solution = factor.solve(reduced, tolerance: tolerance, iterationLimit: Self.iterationLimit)
    } else {
      solution = ConjugateGradients.solve(
        apply: applySchur, diagonal: schurDiagonal(), rightSide: reduced, tolerance: tolerance,
        iterationLimit: Self.iterationLimit)
    }
    var pivotal = [Double](repeating: 0, count: cells.pivotalCount)
    cells.meetings.multiply(solution.x, addingTo: &pivotal)
    for level in pivotal.indices {
      pivotal[level] = means[level] - pivotal[level] / cells.pivotalWeights[level]
    }
    return (
      Parts(pivotal: pivotal, others: solution.x), solution.iterations, solution.errorBound
    )
  }

  /// y += S v without S.
  private func applySchur(_ v: [Double], _ y: inout [Double]) {
    var through = [Double](repeating: 0, count: cells.pivotalCount)
    cells.meetings.multiply(v, addingTo: &through)
    for level in through.indices { through[level] /= -cells.pivotalWeights[level] }
    cells.meetings.multiplyTransposed(through, addingTo: &y)
    for level in v.indices { y[level] += cells.otherWeights[level] * v[level] }
    addOtherMeetings(v, to: &y)
  }

  private func addOtherMeetings(_ v: [Double], to y: inout [Double]) {
    guard cells.otherMeetings.rowCount == v.count else { return }
    cells.otherMeetings.multiply(v, addingTo: &y)
    cells.otherMeetings.multiplyTransposed(v, addingTo: &y)
  }

  private func schurDiagonal() -> [Double] {
    var diagonal = cells.otherWeights
    for row in 0..<cells.meetings.rowCount {
      for position in cells.meetings.range(row) {
        let value = cells.meetings.values[position]
        diagonal[Int(cells.meetings.columns[position])] -=
          value * value / cells.pivotalWeights[row]
      }
    }
    return diagonal.enumerated().map { $1 > 1e-12 * cells.otherWeights[$0] ? $1 : 0 }
  }

  /// D'Wx − (D'WD) α.
  private func residual(_ right: Parts, _ alpha: Parts) -> Parts {
    var pivotal = [Double](repeating: 0, count: cells.pivotalCount)
    cells.meetings.multiply(alpha.others, addingTo: &pivotal)
    var others = [Double](repeating: 0, count: cells.otherCount)
    cells.meetings.multiplyTransposed(alpha.pivotal, addingTo: &others)
    addOtherMeetings(alpha.others, to: &others)
    for level in pivotal.indices {
      pivotal[level] =
        right.pivotal[level] - (cells.pivotalWeights[level] * alpha.pivotal[level] + pivotal[level])
    }
    for level in others.indices {
      others[level] =
        right.others[level] - (cells.otherWeights[level] * alpha.others[level] + others[level])
    }
    return Parts(pivotal: pivotal, others: others)
  }

  private func split(_ sums: [Double]) -> Parts {
    var parts = Parts(pivotal: [], others: [])
    var start = 0
    var position = 0
    for effect in 0...cells.others.count {
      let count: Int
      if effect == cells.pivotal {
        count = cells.pivotalCount
        parts.pivotal = Array(sums[start..<(start + count)])
      } else {
        count = cells.otherOffsets[position + 1] - cells.otherOffsets[position]
        parts.others.append(contentsOf: sums[start..<(start + count)])
        position += 1
      }
      start += count
    }
    return parts
  }

  private func joined(_ parts: Parts) -> [Double] {
    var values: [Double] = []
    var position = 0
    for effect in 0...cells.others.count {
      if effect == cells.pivotal {
        values.append(contentsOf: parts.pivotal)
      } else {
        values.append(
          contentsOf: parts.others[cells.otherOffsets[position]..<cells.otherOffsets[position + 1]])
        position += 1
      }
    }
    return values
  }

  private func add(_ parts: Parts, to total: inout Parts) {
    for level in parts.pivotal.indices { total.pivotal[level] += parts.pivotal[level] }
    for level in parts.others.indices { total.others[level] += parts.others[level] }
  }

  private func dot(_ a: Parts, _ b: Parts) -> Double {
    zip(a.pivotal, b.pivotal).reduce(0) { $0 + $1.0 * $1.1 }
      + zip(a.others, b.others).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// √(Σ b²/w): the norm of the projection on one effect.
  private func norm(_ sums: [Double], _ weights: [Double]) -> Double {
    zip(sums, weights).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }.squareRoot()
  }
}
