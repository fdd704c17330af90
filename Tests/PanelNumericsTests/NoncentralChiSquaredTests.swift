import PanelNumerics
import TestSupport
import Testing

/// Against closed forms: one degree of freedom is a shifted normal.
@Suite struct NoncentralChiSquaredTests {
  @Test(arguments: [(0.5, 4.0), (3.0, 10.0), (20.0, 37.0), (400.0, 380.0)])
  func isTheSquareOfAShiftedNormal(_ noncentrality: Double, _ x: Double) {
    let shift = noncentrality.squareRoot()
    let root = x.squareRoot()
    let expected = Normal.upperTail(root - shift) + Normal.upperTail(root + shift)
    let distribution = NoncentralChiSquared(degreesOfFreedom: 1, noncentrality: noncentrality)
    #expect(distribution.upperTail(x).isClose(to: expected, relativeTolerance: 1e-11))
    #expect(
      (distribution.cdf(x) + distribution.upperTail(x)).isClose(to: 1, relativeTolerance: 1e-13)
    )
  }

  @Test func isCentralWithoutNoncentrality() {
    let distribution = NoncentralChiSquared(degreesOfFreedom: 3.5, noncentrality: 0)
    #expect(distribution.cdf(2.2) == ChiSquared(degreesOfFreedom: 3.5).cdf(2.2))
  }

  @Test(arguments: [0.01, 0.3, 0.95, 0.999])
  func quantilesInvertTheDistribution(_ p: Double) {
    for (freedom, noncentrality) in [(1.0, 20.0), (2.7, 54.0), (6.0, 0.1)] {
      let distribution = NoncentralChiSquared(
        degreesOfFreedom: freedom,
        noncentrality: noncentrality
      )
      #expect(distribution.cdf(distribution.quantile(p)).isClose(to: p, relativeTolerance: 1e-11))
    }
  }
}
