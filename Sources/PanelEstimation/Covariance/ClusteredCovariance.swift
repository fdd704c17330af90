import PanelNumerics
import PanelResults

/// The sandwich for errors that are related within clusters, in one dimension or several.
///
///     V = Σ_S (−1)^(|S|+1) c_S Σ_g (B s_g)(B s_g)',    s_g: sum of scores of cluster g
///
/// over the non-empty subsets S of the dimensions, g running over the intersections in S, with
/// c_S = (n−1)/(n−K) · G/(G−1). G is the smallest number of clusters of any dimension, or S's own.
/// Tests take min(G) − 1 degrees of freedom.
///
/// - SeeAlso: Cameron, Gelbach and Miller (2011), *Robust inference with multiway clustering*;
///   oracles `ols_petersen_clusters`, `fe4_trade`.
package struct ClusteredCovariance: CovarianceEstimator {
  /// Clusters below which a remark warns of few.
  package static let fewClusters = 30

  package init() {}

  package func validate(_ sample: CovarianceSample) throws(EstimationError) {
    for clustering in sample.clusterings where clustering.grouping.count < 2 {
      throw .tooFewClusters(
        column: clustering.name, found: clustering.grouping.count, needed: 2)
    }
  }

  package func nests(_ effect: NamedGrouping, in sample: CovarianceSample) -> Bool {
    sample.clusterings.contains {
      $0.name == effect.name || effect.grouping.isNested(in: $0.grouping)
    }
  }

  package func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate {
    let subsets = Self.subsets(of: sample.clusterings.map(\.grouping))
    let sums = equations.scores.sums(by: subsets.map(\.grouping))
    let parameters = sample.parameterCount(under: self)
    let smallest = sample.clusterings.map(\.grouping.count).min() ?? 0
    let adjustment =
      sample.options.adjust
      ? Double(sample.observationCount - 1) / Double(sample.observationCount - parameters) : 1
    var matrix = Matrix(
      rowCount: equations.bread.rowCount, columnCount: equations.bread.rowCount)
    for (subset, scores) in zip(subsets, sums) {
      var weight = subset.sign
      if sample.options.adjust {
        let count = sample.options.clusters == .min ? smallest : subset.grouping.count
        weight *= Double(count) / Double(count - 1)
      }
      // The bread goes to each cluster's scores, not around their products: a variance is then a
      // sum of squares, and cannot turn negative where regressors are nearly collinear.
      let influence = equations.bread * scores
      matrix = matrix + weight * (influence * influence.transposed).symmetrised
    }
    let isMultipliedByMinimum = sample.options.adjust && sample.options.clusters == .min
    let printed =
      isMultipliedByMinimum || (sample.clusterings.count == 1 && sample.options.adjust)
      ? adjustment * Double(smallest) / Double(smallest - 1) : adjustment
    return CovarianceEstimate(
      matrix: adjustment * matrix,
      description: CovarianceDescription(
        kind: .cluster,
        clusters: sample.clusterings.map {
          ClusterDimension(variable: $0.name, count: $0.grouping.count)
        },
        correction: SmallSampleCorrection(
          factor: printed, parameterCount: parameters, clusterCount: smallest,
          options: sample.options)),
      degreesOfFreedom: smallest - 1,
      mayBeIndefinite: sample.clusterings.count > 1)
  }

  /// The intersections of every non-empty subset of dimensions, with the sign of its term.
  static func subsets(of dimensions: [Grouping]) -> [(grouping: Grouping, sign: Double)] {
    var subsets: [(grouping: Grouping, sign: Double)] = []
    for dimension in dimensions {
      let crossed = subsets.map { ($0.grouping.intersected(with: dimension), -$0.sign) }
      subsets.append((dimension, 1))
      subsets += crossed
    }
    return subsets
  }
}
