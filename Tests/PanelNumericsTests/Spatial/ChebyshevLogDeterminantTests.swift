import Foundation
import PanelNumerics
import Testing

/// Simulated traces beside eigenvalues: within the bound that is stated.
@Suite struct ChebyshevLogDeterminantTests {
  static let weights = SpatialLattices.averaging(SpatialLattices.rook(24, 25))

  @Test(arguments: [-0.9, -0.3, 0, 0.2, 0.6, 0.9, 0.98])
  func staysWithinItsBound(rho: Double) throws {
    let exact = try EigenvalueLogDeterminant(Self.weights)
    let found = try ChebyshevLogDeterminant(Self.weights)
    let error = abs(found.value(at: rho) - exact.value(at: rho))
    #expect(error <= found.errorBound(at: rho) + 1e-10)
    #expect(found.errorBound(at: rho) < 0.05 * abs(exact.value(at: rho)) + 1e-9)
    #expect(abs(found.trace(at: rho) / exact.trace(at: rho) - 1) < 0.05 || rho == 0)
    let (traces, expected) = (found.traces(at: rho), exact.traces(at: rho))
    #expect(abs(traces.square / expected.square - 1) < 0.1)
    #expect(abs(traces.crossProduct / expected.crossProduct - 1) < 0.1)
  }

  /// Low orders are exact, so small ρ leaves only the third order to simulation.
  @Test func isNearlyExactForSmallRho() throws {
    let exact = try EigenvalueLogDeterminant(Self.weights)
    let found = try ChebyshevLogDeterminant(Self.weights, degree: 40, probes: 8)
    #expect(abs(found.value(at: 0.01) / exact.value(at: 0.01) - 1) < 1e-3)
    #expect(found.value(at: 0) == 0)
  }

  /// Derivatives are those of the series itself.
  @Test(arguments: [-0.8, 0.1, 0.7])
  func differentiatesItsOwnSeries(rho: Double) throws {
    let found = try ChebyshevLogDeterminant(Self.weights, degree: 60, probes: 4)
    let h = 1e-5
    let slope = (found.value(at: rho + h) - found.value(at: rho - h)) / (2 * h)
    #expect(abs(found.trace(at: rho) + slope) < 1e-6 * max(1, abs(slope)))
    let curvature = (found.trace(at: rho + h) - found.trace(at: rho - h)) / (2 * h)
    #expect(abs(found.traces(at: rho).square - curvature) < 1e-6 * max(1, abs(curvature)))
  }

  @Test func solvesByConjugateGradients() throws {
    let n = Self.weights.rowCount
    var random = Philox(seed: 2, stream: 2)
    let b = (0..<n).map { _ in random.normal() }
    let system = try ChebyshevLogDeterminant(Self.weights, degree: 4, probes: 1).system(at: 0.7)
    let solution = system.solve(b)
    let lagged = Self.weights.times(solution)
    #expect((0..<n).allSatisfy { abs(solution[$0] - 0.7 * lagged[$0] - b[$0]) < 1e-10 })
    let turned = system.solveTransposed(b)
    let back = Self.weights.transposed().times(turned)
    #expect((0..<n).allSatisfy { abs(turned[$0] - 0.7 * back[$0] - b[$0]) < 1e-10 })
  }

  @Test func refusesWeightsThatNoScalingMakesSymmetric() {
    #expect(throws: LogDeterminantError.notSymmetrizable(order: 30)) {
      try ChebyshevLogDeterminant(SpatialLattices.nearest(30, 3))
    }
  }

  @Test func givesTheSameOnManyThreads() throws {
    let one = try ChebyshevLogDeterminant(Self.weights, degree: 20, probes: 6, threads: 1)
    let four = try ChebyshevLogDeterminant(Self.weights, degree: 20, probes: 6, threads: 4)
    #expect(one.value(at: 0.5) == four.value(at: 0.5))
  }
}

/// What is taken when nobody says.
@Suite struct LogDeterminantChoiceTests {
  @Test func takesEigenvaluesForFewUnitsAndDenseWeights() throws {
    #expect(try SpatialLattices.ring(40).logDeterminant().method == .eigenvalues)
  }

  @Test func takesASparseFactorWhereItHasOne() throws {
    let weights = SpatialLattices.averaging(SpatialLattices.rook(20, 20))
    let expected: LogDeterminantMethod =
      SparseMatrix.hasSparseFactorisations ? .cholesky : .eigenvalues
    #expect(try weights.logDeterminant().method == expected)
  }

  @Test func saysWhatABuildLacks() {
    #expect(
      LogDeterminantError.notBuilt(order: 9000).description
        == """
        The sparse log-determinant of the 9000 × 9000 weights matrix needs SuiteSparse, which \
        this build of PanelPress lacks: build it with the trait SparseFactorisations, or ask \
        for eigenvalues.
        """
    )
  }
}
