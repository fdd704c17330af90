import PanelNumerics
import Testing

@Suite struct SparseMatrixTests {
  /// Three units in a row, and one without neighbours.
  private let chain = SparseMatrix(
    rowCount: 4,
    columnCount: 4,
    entries: [
      .init(1, 2, 0.5), .init(0, 1, 1), .init(1, 0, 0.25), .init(2, 1, 1), .init(1, 0, 0.25),
    ]
  )

  @Test func sortsElementsAndAddsThoseOfOnePlace() {
    #expect(chain.rowStarts == [0, 1, 3, 4, 4])
    #expect(chain.columns == [1, 0, 2, 1])
    #expect(chain.values == [1, 0.5, 0.5, 1])
    #expect(chain[1, 0] == 0.5 && chain[3, 3] == 0 && chain[0, 3] == 0)
  }

  @Test func multipliesAsItsDenseFormDoes() {
    var generator = Philox(seed: 5, stream: 0)
    let dense = Matrix(
      rowCount: 7,
      columnCount: 5,
      elements: (0..<35).map { _ in
        let value = generator.uniform()
        return value < 0.6 ? 0 : value
      }
    )
    let sparse = SparseMatrix(dense)
    #expect(sparse.dense() == dense)
    #expect(sparse.transposed().transposed() == sparse)
    let x = Matrix(rowCount: 5, columnCount: 2, elements: (0..<10).map { Double($0) - 4.5 })
    for j in 0..<2 {
      let expected = (0..<7).map { i in
        (0..<5).reduce(0.0) { $0 + dense[i, $1] * x[$1, j] }
      }
      #expect(sparse.times(x.column(j)) == sparse.times(x).column(j))
      for (found, wanted) in zip(sparse.times(x).column(j), expected) {
        #expect(abs(found - wanted) < 1e-14)
      }
    }
    #expect(sparse.columnSums == sparse.transposed().rowSums)
    #expect(abs(sparse.squaredNorm - dense.elements.reduce(0) { $0 + $1 * $1 }) < 1e-13)
  }

  @Test func tracesTheSquare() {
    #expect(chain.traceOfSquare == 2)
    #expect(chain.density == 4.0 / 16)
  }

  @Test func findsTheRowSumsOfAStandardisedSymmetricMatrix() throws {
    let factors = try #require(chain.symmetrizer())
    #expect(factors[1] == 2 * factors[0] && factors[2] == factors[0])
    #expect(!chain.isSymmetric())
    #expect(chain.scalingRows(by: factors).isSymmetric())
  }

  @Test func findsNoSymmetrizerOfAOneWayLinkOrAnUnbalancedCircle() {
    let oneWay = SparseMatrix(rowCount: 2, columnCount: 2, entries: [.init(0, 1, 1)])
    #expect(oneWay.symmetrizer() == nil)
    let circle = SparseMatrix(
      rowCount: 3,
      columnCount: 3,
      entries: [
        .init(0, 1, 2), .init(1, 0, 1), .init(1, 2, 1), .init(2, 1, 1), .init(2, 0, 1),
        .init(0, 2, 1),
      ]
    )
    #expect(circle.symmetrizer() == nil)
  }

  @Test func numbersConnectedPartsAndTakesPartsOut() {
    #expect(chain.components() == [0, 0, 0, 1])
    let part = chain.submatrix([2, 1])
    #expect(part.entries == [.init(0, 1, 1), .init(1, 0, 0.5)])
  }
}
