import Foundation
import PanelNumerics
import Testing

/// Log-determinants and traces beside closed forms and beside dense matrices.
@Suite struct LogDeterminantTests {
  static let cases: [(name: String, weights: SparseMatrix)] = [
    ("ring", SpatialLattices.ring(40)),
    ("rook", SpatialLattices.averaging(SpatialLattices.rook(6, 7))),
    ("rook, spectral", SpatialLattices.rook(5, 6).scaled(by: 0.26)),
    ("nearest", SpatialLattices.nearest(50, 4)),
    ("parts and an island", SpatialLattices.parts),
    ("cycle", SpatialLattices.cycle(9)),
  ]

  /// G = W (I − ρW)⁻¹ and ln |I − ρW|, densely.
  static func dense(_ weights: SparseMatrix, _ rho: Double) throws -> (Matrix, SpatialTraces) {
    let n = weights.rowCount
    let matrix = Matrix.identity(n) - rho * weights.dense()
    let inverse = try #require(LUDecomposition(matrix)).solve(.identity(n))
    let g = weights.dense() * inverse
    let square = (g * g).diagonal.reduce(0, +)
    return (
      inverse,
      SpatialTraces(
        first: g.diagonal.reduce(0, +),
        square: square,
        crossProduct: g.elements.reduce(0) { $0 + $1 * $1 }
      )
    )
  }

  /// ln |A| by Gaussian elimination with row exchanges.
  static func eliminated(_ matrix: Matrix) -> Double {
    var a = matrix
    var sum = 0.0
    for k in 0..<a.rowCount {
      let pivot = (k..<a.rowCount).max { abs(a[$0, k]) < abs(a[$1, k]) } ?? k
      for j in 0..<a.rowCount where pivot != k {
        (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j])
      }
      sum += log(abs(a[k, k]))
      for i in k + 1..<max(k + 1, a.rowCount) {
        let factor = a[i, k] / a[k, k]
        for j in k..<a.rowCount { a[i, j] -= factor * a[k, j] }
      }
    }
    return sum
  }

  static func relative(_ value: Double, _ expected: Double, over scale: Double = 1) -> Double {
    abs(value - expected) / max(abs(expected), scale)
  }

  @Test(arguments: 0..<6)
  func agreesWithDenseMatrices(of index: Int) throws {
    let weights = Self.cases[index].weights
    let determinant = try EigenvalueLogDeterminant(weights)
    for rho in [-0.95, -0.4, 0, 1e-5, 0.3, 0.9, 0.99] where determinant.interval.contains(rho) {
      let (inverse, expected) = try Self.dense(weights, rho)
      let matrix = Matrix.identity(weights.rowCount) - rho * weights.dense()
      let value = determinant.value(at: rho)
      #expect(Self.relative(value, Self.eliminated(matrix)) < 1e-12)
      #expect(Self.relative(determinant.trace(at: rho), expected.first) < 1e-11)
      let traces = determinant.traces(at: rho)
      #expect(Self.relative(traces.first, expected.first) < 1e-11)
      #expect(Self.relative(traces.square, expected.square) < 1e-10)
      #expect(Self.relative(traces.crossProduct, expected.crossProduct) < 1e-10)
      #expect(
        Self.relative(determinant.traceOfInverse(at: rho), inverse.diagonal.reduce(0, +)) < 1e-11
      )
    }
  }

  @Test(arguments: [0.9, 0.99, 0.9999, 0.999_999_99, -0.9, -0.9999])
  func holdsTheClosedFormOfARing(rho: Double) throws {
    let determinant = try EigenvalueLogDeterminant(SpatialLattices.ring(40))
    let eigenvalues = (0..<40).map { cos(2 * Double.pi * Double($0) / 40) }
    let value = eigenvalues.reduce(0) { $0 + log(1 - rho * $1) }
    let trace = eigenvalues.reduce(0) { $0 + $1 / (1 - rho * $1) }
    #expect(Self.relative(determinant.value(at: rho), value) < 1e-9)
    #expect(Self.relative(determinant.trace(at: rho), trace) < 1e-7)
  }

  @Test func boundsRhoByTheRealEigenvalues() throws {
    let ring = try EigenvalueLogDeterminant(SpatialLattices.ring(40)).interval
    #expect(ring.upper == 1)
    #expect(abs(ring.lower + 1) < 1e-12)
    // Nine roots of one: the only real one is 1, so nothing bounds ρ from below.
    let cycle = try EigenvalueLogDeterminant(SpatialLattices.cycle(9))
    #expect(cycle.interval == AdmissibleInterval(lower: -.infinity, upper: 1))
    // |I − ρW| = 1 − ρ⁹
    #expect(abs(cycle.value(at: -1.5) - log(1 + pow(1.5, 9))) < 1e-12)
  }

  @Test func isSingularAtTheBound() throws {
    let determinant = try EigenvalueLogDeterminant(SpatialLattices.ring(12))
    #expect(determinant.value(at: 1) == -.infinity)
    #expect(!determinant.interval.contains(1))
  }

  @Test(arguments: 0..<6)
  func solvesBothSystems(of index: Int) throws {
    let weights = Self.cases[index].weights
    let n = weights.rowCount
    var random = Philox(seed: 2, stream: 2)
    let b = Matrix(rowCount: n, columnCount: 3, elements: (0..<3 * n).map { _ in random.normal() })
    let system = try EigenvalueLogDeterminant(weights).system(at: 0.6)
    let matrix = Matrix.identity(n) - 0.6 * weights.dense()
    let errors =
      ((matrix * system.solve(b)) - b).elements
      + ((matrix.transposed * system.solveTransposed(b)) - b).elements
    #expect(errors.allSatisfy { abs($0) < 1e-12 })
  }

  @Test func countsComplexEigenvaluesInPairs() throws {
    let determinant = try EigenvalueLogDeterminant(SpatialLattices.nearest(60, 3))
    #expect(determinant.imaginary.contains { $0 > 0 })
    #expect(abs(Summation.sum(determinant.imaginary)) < 1e-12)
  }
}
