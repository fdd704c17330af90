import PanelNumerics

/// The conservative variance of averages of imputed effects.
///
///     V = Σ_c (Σ_{i∈c} v_i ε̃_i)²,    ε̃ = τ̂ − τ̄ where treated, the residual elsewhere
///
/// Effects are centred about τ̄ of their cohort and period,
///
///     τ̄ = Σ_c V_c T_c / Σ_c V_c²,    V_c = Σ_{i∈c} v_i,  T_c = Σ_{i∈c} v_i τ̂_i
///
/// over clusters c; with one observation per cluster these are averages with weights v². There is
/// no small-sample factor. Leaving a cluster's own effects out of its τ̄ removes the bias from
/// overfitting it.
///
/// - SeeAlso: Borusyak, Jaravel and Spiess (2024), section 4.3 and appendix A.6; oracle
///   `bjs_castle`.
struct ConservativeVariance {
  private let fit: UntreatedFit
  private let clusters: EffectClusters
  private let leavesOut: Bool
  private let treated: [Int]
  /// Of each treated row, its pair of cohort-period and cluster.
  private let cells: [Int]
  /// Of each pair, its cohort-period and its cluster.
  private let cellGroups: [Int]
  private let cellClusters: [Int]
  private let groupCount: Int

  /// - Throws: ``EstimationError/invalid(_:)`` where a cluster cannot be left out because its
  ///   cohort has no other.
  init(
    _ fit: UntreatedFit,
    _ sample: EffectSample,
    _ clusters: EffectClusters,
    leavesOut: Bool
  ) throws(EstimationError) {
    self.fit = fit
    self.clusters = clusters
    self.leavesOut = leavesOut
    treated = sample.isTreated.indices.filter { sample.isTreated[$0] }
    var groups: [[Int]: Int] = [:]
    var pairs: [[Int]: Int] = [:]
    var cells: [Int] = []
    var cellGroups: [Int] = []
    var cellClusters: [Int] = []
    for row in treated {
      let cluster = Int(clusters.grouping.grouping.codes[row])
      let key = [sample.cohorts[row] ?? 0, sample.time(row)]
      let group = groups[key] ?? groups.count
      groups[key] = group
      let cell = pairs[[group, cluster]] ?? pairs.count
      if cell == pairs.count {
        pairs[[group, cluster]] = cell
        cellGroups.append(group)
        cellClusters.append(cluster)
      }
      cells.append(cell)
    }
    self.cells = cells
    self.cellGroups = cellGroups
    self.cellClusters = cellClusters
    groupCount = groups.count
    guard leavesOut else { return }
    var sizes = [Int](repeating: 0, count: groupCount)
    for group in cellGroups { sizes[group] += 1 }
    let lonely = Set(groups.filter { sizes[$0.value] < 2 }.map { $0.key[0] }).sorted()
    guard lonely.isEmpty else {
      throw .invalid(
        "A cluster can be left out only where its cohort has another in the same period; cohorts "
          + "\(MessageList.text(lonely.map(String.init))) have one only. Use 'leave_out: false', or "
          + "remove those cohorts."
      )
    }
  }

  /// V of Σ v τ̂, for v of n numbers that are zero where untreated.
  func variance(of v: [Double]) throws(EstimationError) -> Double {
    let weights = try fit.weights(balancing: v)
    var sums = clusters.sums(
      of: zip(weights, fit.untreated).map { $0 * fit.gaps[$1] },
      at: fit.untreated
    )
    var masses = [Double](repeating: 0, count: cellGroups.count)
    var effects = masses
    for (position, row) in treated.enumerated() {
      masses[cells[position]] += v[row]
      effects[cells[position]] += v[row] * fit.gaps[row]
    }
    var products = [Double](repeating: 0, count: groupCount)
    var squares = products
    for cell in masses.indices {
      products[cellGroups[cell]] += masses[cell] * effects[cell]
      squares[cellGroups[cell]] += masses[cell] * masses[cell]
    }
    for cell in masses.indices where masses[cell] != 0 {
      let group = cellGroups[cell]
      let own = leavesOut ? masses[cell] : 0
      let mean = (products[group] - own * effects[cell]) / (squares[group] - own * own)
      sums[cellClusters[cell]] += effects[cell] - masses[cell] * mean
    }
    return Summation.sumOfSquares(sums)
  }
}
