import PanelNumerics
import PanelResults

/// Least squares on untreated observations, and what it predicts for all of them.
///
///     y = Dα + Xβ + e where untreated;    ŷ(0) = Dα̂ + Xβ̂ everywhere
///
/// Observations that are alone in a group stay: a unit with one untreated observation still
/// identifies its effect, and losing it would lose the unit's treated observations.
///
/// - SeeAlso: Borusyak, Jaravel and Spiess (2024), *Revisiting event-study designs*, section 4;
///   Gardner (2022), *Two-stage differences in differences*; oracles `bjs_castle`, `did2s_castle_*`.
struct UntreatedFit: Sendable {
  /// y − ŷ(0) of all n rows: residuals where untreated, the effect of treatment where treated.
  let gaps: [Double]
  /// Controls that the untreated observations do not identify.
  let omitted: [OmittedTerm]
  /// The rows that were fitted, ascending.
  let untreated: [Int]
  private let absorber: Absorber
  /// Of every row and effect, the level among those of the untreated rows.
  let levels: UntreatedLevels
  /// n × k: controls less what effects predict of them, kept ones only.
  private let controls: Matrix
  /// (X̃₀'WX̃₀)⁻¹ over the untreated rows.
  private let bread: Matrix
  private let weights: [Double]?

  /// Fits the untreated rows of a design.
  ///
  /// - Parameters:
  ///   - design: Outcome, controls as regressors, effects and weights on n rows.
  ///   - levels: The levels of its effects; every row can be imputed.
  /// - Throws: ``EstimationError/invalid(_:)`` where a control varies among treated observations
  ///   only; ``EstimationError/notConverged(what:iterations:reached:wanted:)``.
  init(_ design: Design, levels: UntreatedLevels, threads: Int) throws(EstimationError) {
    let untreated = levels.untreated
    let names = design.effects.map(\.name)
    let weights = design.weights.map { weights in untreated.map { weights[$0] } }
    let absorber = Absorber(
      effects: levels.groupings,
      rowCount: untreated.count,
      weights: weights,
      threads: threads
    )
    let all = design.regressors.map(\.numbers) + [design.outcome]
    let columns = all.map { column in untreated.map { column[$0] } }
    let absorbed: AbsorbedColumns
    do { absorbed = try absorber.absorb(columns) } catch {
      throw EstimationError(error, effects: names)
    }
    let outcome = columns.count - 1
    let gaps = all.indices.map {
      levels.gaps(
        of: all[$0],
        mean: absorbed.columnMeans[$0],
        coefficients: absorbed.levelCoefficients(ofColumn: $0)
      )
    }
    let roots = design.weights.map { $0.map { $0.squareRoot() } }
    let isAbsorbed = (0..<outcome).map { j in
      AbsorbedRule.isAbsorbed(
        within: Self.norm(of: gaps[j], at: untreated, weights: design.weights),
        centred: Summation.centredSumOfSquares(columns[j], weights: weights),
        mean: absorbed.columnMeans[j],
        weight: absorber.totalWeight
      )
    }
    let candidates = (0..<outcome).filter { !isAbsorbed[$0] }
    let fit = LeastSquares.fit(
      design: Matrix(columns: candidates.map { Self.scaled(gaps[$0], roots, at: untreated) })
        .withRows(untreated.count),
      outcome: Self.scaled(gaps[outcome], roots, at: untreated),
      columnNoise: candidates.map {
        0x1p-53
          * (Summation.sumOfSquares(columns[$0]).squareRoot() + Double(untreated.count).squareRoot()
            * abs(absorbed.columnMeans[$0]))
      },
      threads: threads
    )
    let kept = fit.kept.map { candidates[$0] }
    var rest = gaps[outcome]
    for (slope, j) in zip(fit.coefficients, kept) {
      for row in rest.indices { rest[row] -= slope * gaps[j][row] }
    }
    self.gaps = rest
    self.untreated = untreated
    self.absorber = absorber
    self.levels = levels
    self.weights = design.weights
    controls = Matrix(columns: kept.map { gaps[$0] }).withRows(design.observationCount)
    bread = fit.bread
    omitted = try Self.omitted(
      (0..<outcome).filter { !kept.contains($0) },
      kept: kept,
      gaps: gaps,
      fit: fit,
      candidates: candidates,
      design: design
    )
  }

  /// The weights of untreated outcomes in Σ v (y − ŷ(0)): what imputation takes from them.
  ///
  ///     u = −W Z₀ (Z₀'WZ₀)⁻¹ Z'v,    Z = (D, X)
  ///
  /// - Parameter v: n numbers.
  /// - Returns: One number per row of ``untreated``, without the v of these rows themselves.
  func weights(balancing v: [Double]) throws(EstimationError) -> [Double] {
    let sums = levels.sums(of: v)
    let coefficients: [Double]
    do { coefficients = try absorber.coefficients(ofLevelSums: [sums])[0] } catch {
      throw EstimationError(error, effects: [])
    }
    let slopes = controls.columnCount > 0 ? bread * controls.transposedTimes(v) : []
    var result = levels.values(of: coefficients)
    for (j, slope) in slopes.enumerated() {
      let start = j * controls.rowCount
      for (position, row) in untreated.enumerated() {
        result[position] += slope * controls.elements[start + row]
      }
    }
    for (position, row) in untreated.enumerated() {
      result[position] *= -(weights?[row] ?? 1)
    }
    return result
  }

  private static func norm(of column: [Double], at rows: [Int], weights: [Double]?) -> Double {
    Summation.sum(rows.map { column[$0] * column[$0] * (weights?[$0] ?? 1) })
  }

  private static func scaled(_ column: [Double], _ roots: [Double]?, at rows: [Int]) -> [Double] {
    rows.map { column[$0] * (roots?[$0] ?? 1) }
  }

  /// Controls without slope, refused where treated observations would need one.
  private static func omitted(
    _ lost: [Int],
    kept: [Int],
    gaps: [[Double]],
    fit: LeastSquaresFit,
    candidates: [Int],
    design: Design
  ) throws(EstimationError) -> [OmittedTerm] {
    var terms: [OmittedTerm] = []
    for j in lost {
      let name = design.regressors[j].name
      let combination =
        fit.dropped.first { candidates[$0.column] == j }?.combination
        .map { (column: candidates[$0.column], coefficient: $0.coefficient) } ?? []
      var rest = gaps[j]
      for part in combination {
        for row in rest.indices { rest[row] -= part.coefficient * gaps[part.column][row] }
      }
      let size = (design.regressors[j].numbers.map { abs($0) }.max() ?? 0)
      if let worst = rest.map({ abs($0) }).max(), worst > 1e-7 * size {
        throw .invalid(
          """
          '\(name)' \(combination.isEmpty ? "does not vary" : "is collinear") among untreated \
          observations once the effects are removed, but it varies among treated ones: its \
          coefficient, and so the outcome without treatment, cannot be found. Drop it.
          """
        )
      }
      terms.append(
        OmittedTerm(
          term: name,
          reason: combination.isEmpty ? .absorbed : .collinear,
          with: combination.map { design.regressors[$0.column].name }
        )
      )
    }
    return terms
  }
}

extension Matrix {
  /// A matrix without columns that still has rows.
  fileprivate func withRows(_ count: Int) -> Matrix {
    columnCount > 0 ? self : Matrix(rowCount: count, columnCount: 0)
  }
}

extension UntreatedFit {
  /// How far weights of untreated rows are from balancing v on every level: the largest sum left,
  /// relative to the largest sum of v.
  func imbalance(of weights: [Double], for v: [Double]) -> Double {
    var both = v
    for (position, row) in untreated.enumerated() { both[row] += weights[position] }
    let size = levels.sums(of: v).map { abs($0) }.max() ?? 0
    return (levels.sums(of: both).map { abs($0) }.max() ?? 0) / max(size, .leastNormalMagnitude)
  }
}
