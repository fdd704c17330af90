import Foundation
import PanelNumerics
import Testing

/// What holds the likelihood of spatial models to itself: its score, its information, its lags.
@Suite struct SpatialLikelihoodTests {
  /// Rows of three neighbours on a circle, row-standardised, of unequal weights.
  private static let circle: SparseMatrix = {
    let n = 24
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<n {
      entries.append(SparseMatrix.Entry(i, (i + 1) % n, 0.5))
      entries.append(SparseMatrix.Entry(i, (i + n - 1) % n, 0.3))
      entries.append(SparseMatrix.Entry(i, (i + 7) % n, 0.2))
    }
    return SparseMatrix(rowCount: n, columnCount: n, entries: entries)
  }()

  private static func likelihood(
    _ dependence: SpatialLikelihood.Dependence,
    units: Bool,
    periods: Bool,
    isTransformed: Bool
  ) throws -> SpatialLikelihood {
    let lag = SpatialLag(circle, periodCount: 5)
    var random = Philox(seed: 11, stream: 3)
    let x = (0..<2).map { _ in (0..<lag.rowCount).map { _ in random.normal() } }
    let noise = (0..<lag.rowCount).map { _ in random.normal() }
    let determinant = try EigenvalueLogDeterminant(circle)
    let effects = BalancedEffects(ofUnits: units, ofPeriods: periods, periodCount: 5)
    var mean = noise
    for row in mean.indices { mean[row] += x[0][row] - 0.5 * x[1][row] + Double(row % 5) }
    let raw = SpatialColumns(outcome: mean, regressors: x, lag: lag, effects: effects)
    let outcome = raw.solved(mean, by: determinant.system(at: 0.35))
    let ones = [Double](repeating: 1, count: lag.rowCount)
    return SpatialLikelihood(
      SpatialColumns(
        outcome: outcome,
        regressors: x + (effects.isEmpty ? [ones] : []),
        lag: lag,
        effects: effects
      ),
      dependence: dependence,
      isTransformed: isTransformed,
      determinant: determinant
    )
  }

  static let cases: [(Bool, Bool, Bool)] = [
    (false, false, false), (true, false, false), (true, true, false), (true, false, true),
    (false, true, true), (true, true, true),
  ]

  /// dℓ/dr is what differences of ℓ say.
  @Test(arguments: [SpatialLikelihood.Dependence.outcome, .errors], cases)
  func hasTheSlopeOfItsValues(
    _ dependence: SpatialLikelihood.Dependence,
    _ shape: (Bool, Bool, Bool)
  ) throws {
    let likelihood = try Self.likelihood(
      dependence,
      units: shape.0,
      periods: shape.1,
      isTransformed: shape.2
    )
    for r in [-0.6, -0.1, 0.2, 0.7] {
      let h = 1e-3
      let near = likelihood.value(at: r + h) - likelihood.value(at: r - h)
      let far = likelihood.value(at: r + 2 * h) - likelihood.value(at: r - 2 * h)
      let difference = (8 * near - far) / (12 * h)
      let slope = likelihood.slope(at: r)
      #expect(abs(difference - slope) <= 1e-7 * max(1, abs(slope)), "\(difference), \(slope)")
    }
    let top = try likelihood.maximum()
    #expect(abs(likelihood.slope(at: top.parameters.spatial)) < 1e-9)
  }

  /// The covariance without squares is the inverse of the information.
  @Test(arguments: [SpatialLikelihood.Dependence.outcome, .errors], cases)
  func invertsItsInformation(
    _ dependence: SpatialLikelihood.Dependence,
    _ shape: (Bool, Bool, Bool)
  ) throws {
    let likelihood = try Self.likelihood(
      dependence,
      units: shape.0,
      periods: shape.1,
      isTransformed: shape.2
    )
    let parameters = try likelihood.maximum().parameters
    let covariance = try #require(likelihood.expectedCovariance(at: parameters))
    let product = likelihood.expectedInformation(at: parameters) * covariance
    let identity = Matrix.identity(product.rowCount)
    for (left, right) in zip(product.elements, identity.elements) {
      #expect(abs(left - right) < 1e-10)
    }
  }

  /// Observed information is minus the second difference of the likelihood in r, once what moves
  /// along with r is taken out of it.
  @Test(arguments: [SpatialLikelihood.Dependence.outcome, .errors], cases)
  func observesItsCurvature(
    _ dependence: SpatialLikelihood.Dependence,
    _ shape: (Bool, Bool, Bool)
  ) throws {
    let likelihood = try Self.likelihood(
      dependence,
      units: shape.0,
      periods: shape.1,
      isTransformed: shape.2
    )
    let parameters = try likelihood.maximum().parameters
    let covariance = try #require(likelihood.observedInformation(at: parameters).scaledInverse())
    let k = parameters.coefficients.count
    let h = 1e-4
    let curvature =
      (likelihood.slope(at: parameters.spatial + h)
        - likelihood.slope(at: parameters.spatial - h)) / (2 * h)
    #expect(abs(-1 / curvature - covariance[k, k]) < 1e-6 * covariance[k, k])
  }

  /// Means of units and periods are gone, and removing them again changes nothing.
  @Test func removesMeans() {
    let effects = BalancedEffects(ofUnits: true, ofPeriods: true, periodCount: 4)
    let column = (0..<24).map { 1e8 + Double(($0 * 37) % 17) }
    let once = effects.removed(from: column)
    for unit in 0..<6 { #expect(abs(once[unit * 4..<unit * 4 + 4].reduce(0, +)) < 1e-12) }
    for period in 0..<4 {
      #expect(abs((0..<6).reduce(0) { $0 + once[$1 * 4 + period] }) < 1e-12)
    }
    let twice = effects.removed(from: once)
    for (left, right) in zip(once, twice) { #expect(abs(left - right) < 1e-13) }
  }

  /// The first column that others make up, and those others.
  @Test func findsTheDependentColumn() {
    var random = Philox(seed: 5, stream: 1)
    let a = (0..<50).map { _ in random.normal() }
    let b = (0..<50).map { _ in 1e6 * random.normal() }
    let c = (0..<50).map { _ in random.normal() }
    let sum = zip(a, b).map { 3 * $0 - 2 * $1 }
    #expect(DependentColumn([a, b, c]) == nil)
    let found = DependentColumn([a, c, b, sum])
    #expect(found?.position == 3 && found?.others == [0, 2])
    #expect(DependentColumn([a, [Double](repeating: 0, count: 50)])?.position == 1)
  }
}
