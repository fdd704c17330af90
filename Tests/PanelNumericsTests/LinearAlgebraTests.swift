import TestSupport
import Testing

@testable import PanelNumerics

/// Random matrices for property tests.
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var generator = Philox(seed: seed, stream: 77)
  return Matrix(
    rowCount: rows,
    columnCount: columns,
    elements: (0..<rows * columns).map { _ in generator.normal() }
  )
}

extension Matrix {
  /// The largest magnitude of an element.
  var largest: Double { elements.map(abs).max() ?? 0 }
}

@Suite struct LinearAlgebraTests {
  let a = randomMatrix(7, 4, seed: 1)
  let b = randomMatrix(7, 3, seed: 2)

  @Test func multipliesLikeTheDefinition() {
    let product = a.transposedTimes(b)
    for i in 0..<4 {
      for j in 0..<3 {
        let sum = (0..<7).reduce(0) { $0 + a[$1, i] * b[$1, j] }
        #expect(abs(product[i, j] - sum) < 1e-14)
      }
    }
    #expect((a.transposed * b - product).largest < 1e-14)
    #expect((a.crossProduct() - a.transposedTimes(a)).largest < 1e-14)
    #expect(a.crossProduct() == a.crossProduct().transposed)
    #expect((a * [1, 2, 3, 4]).count == 7)
  }

  @Test func solvesByCholeskyAndByLU() throws {
    let s = a.crossProduct()
    let cholesky = try #require(Cholesky(s))
    #expect((cholesky.factor.transposedTimes(cholesky.factor) - s).largest < 1e-13)
    #expect((s * cholesky.inverse() - .identity(4)).largest < 1e-12)
    let right = randomMatrix(4, 2, seed: 5)
    #expect((s * cholesky.solve(right) - right).largest < 1e-12)
    let lu = try #require(LUDecomposition(s))
    #expect((lu.solve(right) - cholesky.solve(right)).largest < 1e-12)
    #expect(abs(cholesky.logDeterminant) < 100)
  }

  @Test func refusesWhatIsNotPositiveDefinite() {
    #expect(Cholesky(Matrix(columns: [[1, 2], [2, 1]])) == nil)
    #expect(LUDecomposition(Matrix(columns: [[1, 2], [2, 4]])) == nil)
  }

  @Test func decomposesASymmetricMatrix() {
    let s = a.crossProduct()
    let eigen = SymmetricEigen(s)
    #expect(eigen.values == eigen.values.sorted())
    #expect((eigen.applying { $0 } - s).largest < 1e-12)
    #expect((eigen.vectors.transposedTimes(eigen.vectors) - .identity(4)).largest < 1e-13)
  }

  @Test func takesColumnsAndRows() {
    #expect(a.columns([2, 0]).column(1) == a.column(0))
    #expect(a.rows([6, 1])[1, 3] == a[1, 3])
    #expect(a.scalingRows(by: Array(repeating: 2, count: 7)) == 2 * a)
  }

  @Test func toleratesEmptyShapes() {
    let empty = Matrix(rowCount: 5, columnCount: 0)
    #expect(empty.crossProduct().elements.isEmpty)
    #expect(empty.transposedTimes(Matrix(rowCount: 5, columnCount: 2)).rowCount == 0)
  }
}
