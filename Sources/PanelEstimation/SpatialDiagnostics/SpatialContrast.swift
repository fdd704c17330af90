import PanelNumerics
import PanelResults

/// What lies between fixed and random effects of units in the same spatial model.
///
///     H = d'(V_f − V_r)⁻d,    d = (b, ρ)_f − (b, ρ)_r
///
/// A difference of covariances need not be one: H is then reported with its sign, without p-value
/// where it is negative, which programs that take its absolute value hide.
///
/// - SeeAlso: Hausman (1978); Mutl and Pfaffermayr (2011), *The Hausman test in a Cliff and Ord
///   panel model*; oracles `panel_*_individual`, which have V_r − V_f and so the other sign.
struct SpatialContrast {
  /// Fixed and random estimates of the same coefficients.
  let fixed: [Double]
  let random: [Double]
  /// V_f − V_r.
  let covariance: Matrix
  /// The raw names of coefficients.
  let terms: [String]
  /// In which unit the rank of each difference is judged.
  let scales: [Double]

  /// - Parameters:
  ///   - fixed: Estimates with fixed effects and their covariance.
  ///   - random: The same with random effects.
  init(
    _ fixed: (values: [Double], covariance: Matrix),
    _ random: (values: [Double], covariance: Matrix),
    terms: [String]
  ) {
    self.fixed = fixed.values
    self.random = random.values
    self.terms = terms
    covariance = fixed.covariance - random.covariance
    scales = fixed.covariance.diagonal.map { max(0, $0).squareRoot() }
  }

  /// The test, and whether the difference of the covariances is positive definite.
  func test() -> (test: HypothesisTest, isPositiveDefinite: Bool) {
    let inverse = scales.map { $0 > 0 ? 1 / $0 : 0 }
    let scaled = covariance.scalingRows(by: inverse).transposed.scalingRows(by: inverse)
      .symmetrised
    let eigen = SymmetricEigen(scaled)
    let limit = (eigen.values.map(abs).max() ?? 0) * Double(scales.count) * 1e-9
    let kept = eigen.values.indices.filter { abs(eigen.values[$0]) > limit }
    let differences = zip(zip(fixed, random).map { $0 - $1 }, inverse).map { $0 * $1 }
    let scores = eigen.vectors.transposedTimes(differences)
    let statistic = Summation.sum(kept.map { scores[$0] * scores[$0] / eigen.values[$0] })
    var test = HypothesisTest(
      .spatialHausman,
      chiSquared: kept.isEmpty ? .nan : statistic,
      degreesOfFreedom: max(1, kept.count),
      null: terms,
      absence: .singularCovariance
    )
    test.degreesOfFreedom = Double(kept.count)
    return (test, !kept.contains { eigen.values[$0] < 0 })
  }
}
