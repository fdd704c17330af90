import PanelData
import PanelNumerics

/// Coefficients of one regressor for many columns in its place, without fitting anew.
///
///     b = d'M y / d'M d,    M: off the absorbed effects and the other regressors
///
/// Outcome and controls are residualised once. A column that is nearly a combination of the others
/// is fitted by the ordinary estimator, whose rule decides whether it has a coefficient at all.
///
/// - SeeAlso: Frisch and Waugh (1933), Lovell (1963); oracles `placebo_castle_mixed`,
///   `placebo_castle_space`.
struct LinearReplicates: Sendable {
  /// A column with less of itself left than this is fitted anew.
  private static let leastVariation = 1e-5

  let design: Design
  /// The position of the treatment among the regressors.
  let position: Int
  private let roots: [Double]?
  /// √w times the outcome, off everything but the treatment.
  private let outcome: [Double]
  /// Orthonormal columns that span √w times the controls off the effects.
  private let basis: [[Double]]
  private let groupings: [Grouping]
  private let absorber: Absorber

  /// - Throws: ``EstimationError/notConverged(what:iterations:reached:wanted:)``.
  init(_ design: Design, position: Int, threads: Int) throws(EstimationError) {
    self.design = design
    self.position = position
    let n = design.observationCount
    groupings =
      design.effects.isEmpty
      ? (design.hasConstant ? [.whole(rowCount: n)] : []) : design.effects.map(\.grouping)
    absorber = Absorber(effects: groupings, rowCount: n, weights: design.weights, threads: threads)
    roots = design.weights.map { $0.map { $0.squareRoot() } }
    let controls = design.regressors.indices.filter { $0 != position }
    let columns = controls.map { design.regressors[$0].numbers } + [design.outcome]
    let absorbed = try Self.absorb(columns, by: absorber, design)
    let residuals = absorber.residuals(of: columns, absorbed)
    let scaled = roots.map { residuals.scalingRows(by: $0) } ?? residuals
    let means = absorbed.columnMeans
    let weight = absorber.totalWeight
    var kept: [Int] = []
    var noise: [Double] = []
    for j in controls.indices {
      let centred = Summation.centredSumOfSquares(columns[j], weights: design.weights)
      guard
        !AbsorbedRule.isAbsorbed(
          within: Summation.sumOfSquares(scaled.column(j)), centred: centred, mean: means[j],
          weight: weight)
      else { continue }
      kept.append(j)
      noise.append(
        max(0x1p-53, absorbed.iterations == 0 ? 0 : absorbed.relativeError / 64)
          * (centred + means[j] * means[j] * weight).squareRoot())
    }
    let target = scaled.column(columns.count - 1)
    guard !kept.isEmpty else {
      (outcome, basis) = (target, [])
      return
    }
    let fit = LeastSquares.fit(
      design: scaled.columns(kept), outcome: target,
      lowOrder: LowOrderParts.none(rowCount: n, columnCount: kept.count), columnNoise: noise,
      threads: threads)
    outcome = fit.residuals
    basis = Self.orthonormal(scaled.columns(fit.kept.map { kept[$0] }) * fit.rootInverse)
  }

  /// Columns that are orthonormal but for rounding, made so to the last digits.
  private static func orthonormal(_ columns: Matrix) -> [[Double]] {
    var columns = columns
    if let cholesky = Cholesky(columns.crossProduct()) {
      columns =
        cholesky.factor.solvingUpperTriangular(columns.transposed, transposed: true).transposed
    }
    return (0..<columns.columnCount).map { columns.column($0) }
  }

  private static func absorb(
    _ columns: [[Double]], by absorber: Absorber, _ design: Design
  ) throws(EstimationError) -> AbsorbedColumns {
    do {
      return try absorber.absorb(columns)
    } catch {
      throw EstimationError(error, effects: design.effects.map(\.name))
    }
  }

  /// Sums by carrier and path, so that a replicate needs no pass over the rows; `nil` where tables
  /// would be too large.
  func tabulated(carriers: Grouping, slots: Grouping, paths: [[Double]]) -> AssignedRegression? {
    AssignedRegression(
      AssignedRegression.Rows(
        carriers: carriers, slots: slots, effects: groupings, weights: design.weights,
        outcome: outcome, basis: basis),
      paths: paths)
  }

  /// The coefficient of a column, given what it adds up to; NaN where it has none.
  ///
  /// - Parameter column: Makes the column, where it must be fitted.
  func slope(_ sums: AssignedRegression.Sums, column: () -> [Double]) -> Double {
    sums.variation > Self.leastVariation * sums.total
      ? sums.product / sums.variation : refitted(column())
  }

  /// The coefficients of some columns: NaN for those that have none.
  func slopes(of columns: [[Double]]) -> [Double] {
    do throws(EstimationError) {
      let absorbed = try Self.absorb(columns, by: absorber, design)
      let moments = absorber.moments(of: columns, absorbed).crossProducts
      return columns.indices.map { j in
        let scaled = roots.map { zip($0, columns[j]).map { $0 * $1 } } ?? columns[j]
        var variation = moments[j, j]
        for direction in basis {
          let product = Summation.dot(direction, scaled)
          variation -= product * product
        }
        return slope(
          AssignedRegression.Sums(
            total: Summation.sumOfSquares(scaled), variation: variation,
            product: Summation.dot(outcome, scaled)),
          column: { columns[j] })
      }
    } catch {
      return columns.map(refitted)
    }
  }

  /// The coefficient by the ordinary estimator; NaN where the column is collinear, or the fit fails.
  private func refitted(_ column: [Double]) -> Double {
    var design = design
    design.regressors[position].numbers = column
    design.regressors[position].lowOrder = nil
    do throws(EstimationError) {
      let fit = try LeastSquaresEngine(design: design, needsLeverages: false, threads: 1).fit()
      return fit.kept.firstIndex(of: position).map { fit.slopes[$0] } ?? .nan
    } catch {
      return .nan
    }
  }
}
