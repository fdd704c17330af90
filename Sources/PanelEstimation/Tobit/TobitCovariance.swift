import PanelNumerics
import PanelResults

/// A covariance of maximum-likelihood estimates as a study file names it.
///
///     oim:       V = A⁻¹,    A: the observed information
///     robust:    n/(n−1) · V (Σ s s') V
///     cluster:   G/(G−1) · V (Σ_g s_g s_g') V
///
/// These are the factors of Stata's `ml`; R's sandwich has none.
///
/// - SeeAlso: White (1982), *Maximum likelihood estimation of misspecified models*.
struct TobitCovariance: Sendable, Equatable {
  var kind: CovarianceKind
  /// The variables of each clustering dimension.
  var clusters: [[String]]

  /// - Throws: ``EstimationError/invalid(_:)`` with what is known.
  init(parsing text: String) throws(EstimationError) {
    let word = text.filter { !$0.isWhitespace }.lowercased()
    switch word {
    case "oim", "iid": (kind, clusters) = (.information, [])
    case "robust", "hetero": (kind, clusters) = (.robust, [])
    case "hc1", "hc2", "hc3":
      throw .invalid(
        "The covariance '\(text)' is one of least squares. A likelihood has its own sandwich: "
          + "write 'robust', or 'cluster(…)'."
      )
    case let word where word.hasPrefix("cluster"):
      let specification = try CovarianceSpecification(parsing: text)
      (kind, clusters) = (specification.kind, specification.clusters)
    default:
      throw .invalid(
        "There is no covariance '\(text)' of a tobit. Known are: oim, robust, cluster(a), "
          + "cluster(a, b), cluster(a, b, c)."
      )
    }
  }

  /// The covariance of coefficients and standard deviation.
  ///
  /// - Parameters:
  ///   - fit: The fit.
  ///   - design: Its sample, with the clusters asked for.
  ///   - adjust: Whether for small samples.
  /// - Returns: (k + 1) × (k + 1), and how it came about.
  /// - Throws: ``EstimationError/tooFewClusters(column:found:needed:)``.
  func covariance(
    of fit: CensoredRegression,
    on design: Design,
    adjust: Bool
  ) throws(EstimationError) -> (matrix: Matrix, description: CovarianceDescription) {
    guard kind != .information else { return (fit.covariance, Self.information) }
    let estimator: any CovarianceEstimator =
      kind == .cluster ? ClusteredCovariance() : HeteroskedasticCovariance(kind: .robust)
    // One parameter counted makes n/(n − 1) of n/(n − K), and G/(G − 1) of the clustered factor.
    let sample = CovarianceSample(
      observationCount: design.observationCount,
      effects: [],
      clusterings: design.clusterings,
      counts: ParameterCounts(slopes: 0, hasConstant: true, effectLevels: [], exactRank: nil),
      options: SmallSampleOptions(adjust: adjust),
      rankOfEffects: { _ in nil }
    )
    try estimator.validate(sample)
    let influence = fit.influence()
    let estimate = try estimator.covariance(
      of: EstimatingEquations(
        bread: .identity(influence.columnCount),
        residualSumOfSquares: 0,
        scores: LikelihoodScores(influence: influence)
      ),
      in: sample
    )
    var description = estimate.description
    guard design.clusterings.count > 1 else { return (estimate.matrix, description) }
    let repaired = CovarianceRepair.repaired(estimate.matrix)
    description.repaired = repaired.wasNegative
    return (repaired.matrix, description)
  }

  static let information = CovarianceDescription(
    kind: .information,
    correction: SmallSampleCorrection(factor: 1, parameterCount: 0)
  )
}

/// What each observation moves the estimates by, in the place of scores; the bread is the identity.
private struct LikelihoodScores: ScoreSource {
  /// n × p.
  let influence: Matrix

  func sums(by groupings: [Grouping]) -> [Matrix] { groupings.map { influence.sums(by: $0) } }

  func sandwich(
    of bread: Matrix,
    leveragePower: Int
  ) throws(EstimationError) -> (Matrix, fullLeverageCount: Int) {
    (influence.crossProduct(), 0)
  }
}
