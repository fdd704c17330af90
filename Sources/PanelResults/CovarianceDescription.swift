/// How the covariance of the estimates was computed: what the note under a table says.
package struct CovarianceDescription: Codable, Sendable, Equatable {
  package var kind: CovarianceKind
  /// The clustering variables, in the order given; empty unless clustered.
  package var clusters: [ClusterDimension]
  package var correction: SmallSampleCorrection
  /// Whether negative eigenvalues of a multiway covariance were set to zero.
  package var repaired: Bool

  package init(
    kind: CovarianceKind,
    clusters: [ClusterDimension] = [],
    correction: SmallSampleCorrection,
    repaired: Bool = false
  ) {
    self.kind = kind
    self.clusters = clusters
    self.correction = correction
    self.repaired = repaired
  }
}

/// The families of covariance estimators.
package enum CovarianceKind: String, Codable, Sendable, CaseIterable {
  case iid, hc1, hc2, hc3, cluster
}

/// One clustering variable and its number of groups in the sample.
package struct ClusterDimension: Codable, Sendable, Equatable {
  /// The raw name; `a^b` for an interaction.
  package var variable: String
  package var count: Int

  package init(variable: String, count: Int) {
    self.variable = variable
    self.count = count
  }
}

/// The small-sample factor, as a number and as the counts it was made of.
package struct SmallSampleCorrection: Codable, Sendable, Equatable {
  /// What the sandwich was multiplied by; for `iid` what RSS was divided by, inverted.
  package var factor: Double
  /// The parameters counted: slopes, constant, and effects not nested in clusters.
  package var parameterCount: Int
  /// The smallest number of clusters, under clustering.
  package var clusterCount: Int?

  private enum CodingKeys: String, CodingKey {
    case factor
    case parameterCount = "parameters"
    case clusterCount = "clusters"
  }

  package init(factor: Double, parameterCount: Int, clusterCount: Int? = nil) {
    self.factor = factor
    self.parameterCount = parameterCount
    self.clusterCount = clusterCount
  }
}
