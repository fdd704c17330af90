import PanelNumerics
import PanelResults

/// A least-squares fit by clusters: all that its wild bootstrap needs of n rows.
///
/// With X̃ the regressors and ê the residuals once effects D are absorbed, A = (X̃'WX̃)⁻¹ and
/// β_r the estimate under β_j = r, the residuals under that restriction are
///
///     e_r = ê + (b_j − r) x,    x = X̃ A_j / A_jj,
///
/// x being what the other regressors leave of the j-th. Multiplying the residuals of cluster g by
/// v_g gives outcomes y* = Xβ_r + Dα + v∘e_r, for which
///
///     b* − β_r = A X̃'W(v∘e_r),
///     ẽ*       = M_D(v∘e_r) − X̃(b* − β_r).
///
/// The effects need no new absorption in b*, because X̃'WD = 0. In the scores of a cluster they do:
/// M_D(v∘e) = v∘e − D α(v) with α linear in v and known from sums of e by level and cluster, of
/// which those of effects nested in clusters are zero. So the score that the variance of b*_j
/// takes from cluster g is
///
///     A_j'X̃_g'W ẽ*_g = A_jj (v_g x_g'We_g − C_g'α(v) − a_g'(b* − β_r)),
///
/// with C the sums of x by level and cluster and a those of X̃'Wx, which is linear in v: no row is
/// touched again.
///
/// - SeeAlso: Roodman, MacKinnon, Nielsen and Webb (2019), *Fast and wild: bootstrap inference in
///   Stata using boottest*, section 5 and appendix A; oracle `wcb_produc_region_fe`, whose effects
///   are not nested.
struct ClusterSums {
  /// n × k: X̃, without weights.
  private let regressors: Matrix
  private let residuals: [Double]
  private let weights: [Double]?
  /// k × k: A.
  let bread: Matrix
  let slopes: [Double]
  private let clusters: Grouping
  private let absorber: Absorber
  /// Positions of effects that are not nested in clusters, with where their levels begin.
  private let open: [(effect: Int, offset: Int)]

  var clusterCount: Int { clusters.count }

  /// Of the standard error that independent errors would give, below which clusters' scores are
  /// rounding.
  private static let leastError = 1e-8

  /// Whether the scores of clusters vary, so that a coefficient has a clustered standard error.
  ///
  /// They are zero where one cluster has all the variation of a regressor: least squares leaves its
  /// residuals orthogonal to it.
  func varies(_ term: Int, _ residuals: Sums) -> Bool {
    let own = residuals.scores.transposedTimes(bread.column(term))
    let independent =
      bread[term, term] * Summation.centredSumOfSquares(self.residuals, weights: weights)
      / Double(self.residuals.count)
    return Summation.sumOfSquares(own) > Self.leastError * Self.leastError * independent
  }

  /// Sums by level and cluster that may be formed.
  private static let sumLimit = 200_000_000

  /// - Throws: What absorption refuses; ``EstimationError/invalid(_:)`` where effects that are not
  ///   nested in clusters have too many levels.
  init(
    _ design: Design, _ fit: LinearFit, clusters: Grouping, threads: Int
  ) throws(EstimationError) {
    let engine = LeastSquaresEngine(design: design, needsLeverages: false, threads: threads)
    let groupings =
      design.effects.isEmpty && design.hasConstant
      ? [Grouping.whole(rowCount: design.observationCount)] : design.effects.map(\.grouping)
    let absorber = Absorber(
      effects: groupings, rowCount: design.observationCount, weights: design.weights,
      threads: threads)
    let columns = fit.kept.map { design.regressors[$0].numbers } + [design.outcome]
    let absorbed = try engine.absorb(columns, by: absorber)
    let matrix = absorber.residuals(of: columns, absorbed)
    let count = fit.kept.count
    regressors = matrix.columns(Array(0..<count))
    slopes = fit.slopes
    residuals = zip(matrix.column(count), regressors * fit.slopes).map { $0 - $1 }
    weights = design.weights
    let kept = Array(0..<count)
    bread = fit.equations.bread.rows(kept).columns(kept)
    self.clusters = clusters
    self.absorber = absorber
    var open: [(effect: Int, offset: Int)] = []
    var offset = 0
    var levels = 0
    for (position, grouping) in groupings.enumerated() {
      if !grouping.isNested(in: clusters) {
        open.append((position, offset))
        levels += grouping.count
      }
      offset += grouping.count
    }
    self.open = open
    guard levels * clusters.count <= Self.sumLimit else {
      throw .invalid(
        "The wild bootstrap holds sums by cluster and level of the effects that lie across "
          + "clusters: \(clusters.count) clusters × \(levels) levels are too many. Cluster by a "
          + "coarser variable that contains these effects, or absorb fewer of them.")
    }
  }

  /// Sums of one column of residuals.
  struct Sums {
    /// k × G: X̃_g'W u_g.
    var scores: Matrix
    /// L × G: sums of W u by level of effects that are not nested, and cluster.
    var levels: Matrix
    /// L × G: α of the column that is u in one cluster and zero elsewhere.
    var effects: Matrix
  }

  /// Sums of the residuals ê.
  func sumsOfResiduals() throws(EstimationError) -> Sums { try sums(of: residuals) }

  /// Sums of x, what the other regressors leave of one.
  func sumsOfRegressor(_ term: Int) throws(EstimationError) -> Sums {
    try sums(of: regressors * bread.column(term).map { $0 / bread[term, term] })
  }

  private func sums(of column: [Double]) throws(EstimationError) -> Sums {
    var weighted = column
    if let weights { for row in weighted.indices { weighted[row] *= weights[row] } }
    let k = regressors.columnCount
    var scores = Matrix(rowCount: k, columnCount: clusters.count)
    for term in 0..<k {
      for (row, code) in clusters.codes.enumerated() {
        scores.elements[Int(code) * k + term] +=
          weighted[row] * regressors.elements[term * regressors.rowCount + row]
      }
    }
    let (levels, effects) = try levelSums(of: weighted)
    return Sums(scores: scores, levels: levels, effects: effects)
  }

  private func levelSums(
    of weighted: [Double]
  ) throws(EstimationError) -> (levels: Matrix, effects: Matrix) {
    let all = absorber.effects
    let levelCount = open.reduce(0) { $0 + all[$1.effect].count }
    var levels = Matrix(rowCount: levelCount, columnCount: clusters.count)
    guard levelCount > 0 else { return (levels, levels) }
    var start = 0
    for (effect, _) in open {
      for (row, code) in clusters.codes.enumerated() {
        let level = start + Int(all[effect].codes[row])
        levels.elements[Int(code) * levelCount + level] += weighted[row]
      }
      start += all[effect].count
    }
    let total = all.reduce(0) { $0 + $1.count }
    let right = (0..<clusters.count).map { cluster in
      var sums = [Double](repeating: 0, count: total)
      var start = cluster * levelCount
      for (effect, offset) in open {
        for level in 0..<all[effect].count { sums[offset + level] = levels.elements[start + level] }
        start += all[effect].count
      }
      return sums
    }
    let solved: [[Double]]
    do {
      solved = try absorber.coefficients(ofLevelSums: right)
    } catch {
      throw EstimationError(error, effects: ["the model"])
    }
    var effects = Matrix(rowCount: levelCount, columnCount: clusters.count)
    for (cluster, values) in solved.enumerated() {
      var start = cluster * levelCount
      for (effect, offset) in open {
        for level in 0..<all[effect].count {
          effects.elements[start + level] = values[offset + level]
        }
        start += all[effect].count
      }
    }
    return (levels, effects)
  }
}
