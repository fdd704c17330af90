/// Removes the means of groups from columns: the projection off the dummies of absorbed effects.
///
///     x̃ = x − D α,    (D'WD) α = D'Wx
///
/// A column is read once to sum it by level and once to use what is left of it. An error δ of the
/// coefficients changes cross products of absorbed columns only by δ², because x̃ is orthogonal to D.
///
/// - SeeAlso: Frisch and Waugh (1933), Lovell (1963); Guimarães and Portugal (2010), *A simple
///   feasible procedure to fit models with high-dimensional fixed effects*; oracles `fe1_*` to
///   `fe4_*`, `fe2_hard_chain`.
package struct Absorber: Sendable {
  package let effects: [Grouping]
  /// One positive weight per row; absent where all are one.
  package let weights: [Double]?
  package let rowCount: Int
  let threads: Int
  let solver: EffectSolver?

  /// - Parameters:
  ///   - effects: One grouping per effect, every level with at least one row; none to absorb
  ///     nothing, ``Grouping/whole(rowCount:)`` to absorb a constant.
  ///   - threads: Threads that may work at once; the result does not depend on it.
  package init(effects: [Grouping], rowCount: Int, weights: [Double]? = nil, threads: Int) {
    precondition(effects.allSatisfy { $0.rowCount == rowCount }, "effects differ in rows")
    self.effects = effects
    self.weights = weights
    self.rowCount = rowCount
    self.threads = threads
    solver =
      effects.isEmpty
      ? nil : EffectSolver(EffectCells(effects: effects, weights: weights, threads: threads))
  }

  /// The number of independent dummies; absent where only an iteration is feasible.
  package var rank: Int? { solver.map(\.rank) ?? 0 }

  /// How the levels of the effects meet; absent where nothing is absorbed.
  var solverCells: EffectCells? { solver?.cells }

  /// The sum of weights.
  package var totalWeight: Double {
    guard let cells = solver?.cells else {
      return weights.map { $0.reduce(0, +) } ?? Double(rowCount)
    }
    return cells.pivotalWeights.reduce(0, +)
  }

  /// Coefficients of the effects for some columns.
  ///
  /// - Parameter columns: k columns of n numbers, all finite.
  package func absorb(_ columns: [[Double]]) throws(AbsorptionError) -> AbsorbedColumns {
    let width = RowTile.paddedWidth(columns.count)
    guard let solver else {
      return AbsorbedColumns(
        means: [Double](repeating: 0, count: width), effects: [], width: width,
        columnCount: columns.count, iterations: 0, relativeError: 0)
    }
    var shifts = [Double](repeating: 0, count: width)
    for (j, column) in columns.enumerated() { shifts[j] = Self.typicalValue(column) }
    var sums = passes(columns) { $0.levelSums(shifts: shifts) }
    let levelWeights = solver.levelWeights
    let means = centre(&sums, shifts: shifts, weights: levelWeights)

    let right = sums
    let solutions = Parallel.map(count: columns.count, threads: threads) { j in
      Result { () throws(AbsorptionError) in
        try solver.solve(
          (0..<levelWeights.count).map { right[$0 * width + j] })
      }
    }
    var effects = [Double](repeating: 0, count: sums.count)
    var iterations = 0
    var relativeError = 0.0
    for (j, solution) in solutions.enumerated() {
      let coefficients = try solution.get()
      for (level, value) in coefficients.values.enumerated() { effects[level * width + j] = value }
      iterations = max(iterations, coefficients.iterations)
      relativeError = max(relativeError, coefficients.relativeError)
    }
    return AbsorbedColumns(
      means: means, effects: effects, width: width, columnCount: columns.count,
      iterations: iterations, relativeError: relativeError)
  }

  /// A value near the middle of a column, so that sums of what is left lose no digits.
  private static func typicalValue(_ column: [Double]) -> Double {
    let sample = column.prefix(512)
    return sample.reduce(0, +) / Double(max(1, sample.count))
  }

  /// Turns sums about `shifts` into sums about the means.
  ///
  /// - Returns: The means of the columns, padded.
  private func centre(_ sums: inout [Double], shifts: [Double], weights: [Double]) -> [Double] {
    let width = shifts.count
    var totals = [Double](repeating: 0, count: width)
    var totalWeight = 0.0
    for level in 0..<effects[0].count {
      totalWeight += weights[level]
      for j in 0..<width { totals[j] += sums[level * width + j] }
    }
    let moved = totals.map { $0 / totalWeight }
    for level in weights.indices {
      for j in 0..<width { sums[level * width + j] -= weights[level] * moved[j] }
    }
    return zip(shifts, moved).map { $0 + $1 }
  }

  /// X̃'WX̃ and centred sums of squares: one pass over the columns.
  package func moments(of columns: [[Double]], _ absorbed: AbsorbedColumns) -> AbsorbedMoments {
    let sums = passes(columns) {
      $0.moments(means: absorbed.means, effects: absorbed.effects)
    }
    var matrix = Matrix(rowCount: columns.count, columnCount: columns.count)
    for i in columns.indices {
      for j in i..<columns.count {
        matrix[i, j] = sums.crossProducts[i * columns.count + j]
        matrix[j, i] = matrix[i, j]
      }
    }
    return AbsorbedMoments(crossProducts: matrix, centredSumsOfSquares: sums.centred)
  }

  /// The absorbed columns: n × k.
  package func residuals(of columns: [[Double]], _ absorbed: AbsorbedColumns) -> Matrix {
    passes(columns) { $0.residuals(means: absorbed.means, effects: absorbed.effects) }
  }

  /// Scores summed by cluster, once slopes are known: one pass over the columns.
  ///
  /// - Parameters:
  ///   - columns: k regressors, then the outcome.
  ///   - slopes: k slopes.
  ///   - clusterings: Groupings to sum by.
  ///   - products: Whether sums of products of the rows' own scores are wanted.
  package func scores(
    of columns: [[Double]], _ absorbed: AbsorbedColumns, slopes: [Double],
    clusterings: [Grouping], products: Bool
  ) -> ScoreSums {
    let count = columns.count
    let sums = passes(columns, clusters: clusterings) {
      $0.scores(
        means: absorbed.means, effects: absorbed.effects, slopes: slopes, products: products)
    }
    var matrix = Matrix(rowCount: count, columnCount: count)
    if products {
      for i in 0..<count {
        for j in i..<count {
          matrix[i, j] = sums.crossProducts[i * count + j]
          matrix[j, i] = matrix[i, j]
        }
      }
    }
    let clusters = sums.clusters.map { rows in
      Matrix(rowCount: count, columnCount: rows.count / count, elements: rows)
    }
    return ScoreSums(
      residualSumOfSquares: sums.residualSumOfSquares, clusters: clusters,
      crossProducts: products ? matrix : nil)
  }

  private func passes<Value>(
    _ columns: [[Double]], clusters: [Grouping] = [], _ body: (AbsorptionPasses) -> Value
  ) -> Value {
    RowSource.withColumns(columns, weights: weights, effects: effects, clusters: clusters) {
      body(AbsorptionPasses(source: $0, threads: threads))
    }
  }
}

/// The coefficients of absorbed effects for some columns.
package struct AbsorbedColumns: Sendable {
  /// The mean of each column, weighted, padded to pairs.
  let means: [Double]
  /// Level by level, about the means, padded to pairs.
  let effects: [Double]
  let width: Int
  let columnCount: Int
  /// Steps of conjugate gradients, at most over the columns; 0 where the solution is direct.
  package let iterations: Int
  /// A bound on the error of each absorbed column in the euclidean norm, relative to the part of
  /// the column that the effects explain.
  package let relativeError: Double

  /// The weighted mean of each column; zeros where nothing is absorbed.
  package var columnMeans: [Double] { Array(means[..<columnCount]) }

  /// The coefficients of some of the columns.
  package func selecting(_ indices: [Int]) -> AbsorbedColumns {
    guard indices != Array(0..<columnCount) else { return self }
    let newWidth = RowTile.paddedWidth(indices.count)
    var selectedMeans = [Double](repeating: 0, count: newWidth)
    var selected = [Double](repeating: 0, count: effects.count / width * newWidth)
    for (target, index) in indices.enumerated() {
      selectedMeans[target] = means[index]
      for level in 0..<(effects.count / width) {
        selected[level * newWidth + target] = effects[level * width + index]
      }
    }
    return AbsorbedColumns(
      means: selectedMeans, effects: selected, width: newWidth, columnCount: indices.count,
      iterations: iterations, relativeError: relativeError)
  }
}

/// Cross products of absorbed columns.
package struct AbsorbedMoments: Sendable {
  /// k × k: X̃'WX̃.
  package let crossProducts: Matrix
  /// Σ w (x − x̄)² of each column before effects are removed; about zero where nothing is absorbed.
  package let centredSumsOfSquares: [Double]
}

/// Sums of scores w e (x̃, 1).
package struct ScoreSums: Sendable {
  /// Σ w e².
  package let residualSumOfSquares: Double
  /// For each clustering a (k + 1) × G matrix: a column per cluster.
  package let clusters: [Matrix]
  /// (k + 1) × (k + 1), where asked for.
  package let crossProducts: Matrix?
}
