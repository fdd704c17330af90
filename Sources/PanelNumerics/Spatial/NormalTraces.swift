/// Traces of G = W (I − ρW)⁻¹ for any sparse W from C = A′A, A = I − ρW, which is symmetric and
/// positive definite.
///
///     tr G = ⟨A′W, C⁻¹⟩,    tr GG = d/dρ tr G,    tr G′G = ⟨W′W, C⁻¹⟩
///
/// All of it needs C⁻¹ only where C has elements, which its selected inverse gives: of the
/// n × n matrices G and G′G nothing is stored. W and W′ have the same traces; the one whose C is
/// sparser is taken.
struct NormalTraces: Sendable {
  private let pattern: SelectedInversePattern
  /// (w_ij + w_ji) / 2 and (W′W)_ij at the pattern's sources.
  private let mean: [Double]
  private let gram: [Double]
  /// w_ii and (W′W)_ii.
  private let meanDiagonal: [Double]
  private let gramDiagonal: [Double]

  /// - Parameter order: Rows of a symmetric pattern in an order that keeps its factor sparse.
  init(
    _ weights: SparseMatrix,
    ordered order: (SparseMatrix) throws(LogDeterminantError) -> [Int32]
  ) throws(LogDeterminantError) {
    let turned = weights.transposed()
    let isRowSparse = weights.sumOfSquaredRowCounts <= turned.sumOfSquaredRowCounts
    let (w, t) = isRowSparse ? (weights, turned) : (turned, weights)
    let parts = w.gramWithMean(turned: t)
    pattern = SelectedInversePattern(parts.gram, permutation: try order(parts.gram))
    let (sources, diagonal) = (pattern.sources, pattern.diagonalSources)
    mean = sources.map { parts.mean[$0] }
    gram = sources.map { parts.gram.values[$0] }
    meanDiagonal = diagonal.map { $0 < 0 ? 0 : parts.mean[$0] }
    gramDiagonal = diagonal.map { $0 < 0 ? 0 : parts.gram.values[$0] }
  }

  /// tr G.
  func trace(at rho: Double) -> Double {
    let inverse = SelectedInverse<Double>(
      pattern,
      elements: zip(mean, gram).map { -2 * rho * $0 + rho * rho * $1 },
      diagonal: zip(meanDiagonal, gramDiagonal).map { 1 - 2 * rho * $0 + rho * rho * $1 }
    )
    guard let inverse else { return .infinity }
    return 2 * Summation.dot(zip(mean, gram).map { $0 - rho * $1 }, inverse.elements)
      + Summation.dot(zip(meanDiagonal, gramDiagonal).map { $0 - rho * $1 }, inverse.diagonal)
  }

  func traces(at rho: Double) -> SpatialTraces {
    let element = { (mean: Double, gram: Double, one: Double) in
      Jet(one - 2 * rho * mean + rho * rho * gram, -2 * mean + 2 * rho * gram)
    }
    let inverse = SelectedInverse<Jet>(
      pattern,
      elements: zip(mean, gram).map { element($0, $1, 0) },
      diagonal: zip(meanDiagonal, gramDiagonal).map { element($0, $1, 1) }
    )
    guard let inverse else {
      return SpatialTraces(first: .infinity, square: .infinity, crossProduct: .infinity)
    }
    let means = mean + mean + meanDiagonal
    let grams = gram + gram + gramDiagonal
    let elements = inverse.elements + inverse.elements + inverse.diagonal
    let factors = zip(means, grams).map { $0 - rho * $1 }
    let crossProduct = Summation.dot(grams, elements.map(\.value))
    return SpatialTraces(
      first: Summation.dot(factors, elements.map(\.value)),
      square: Summation.dot(factors, elements.map(\.first)) - crossProduct,
      crossProduct: crossProduct
    )
  }
}

extension SparseMatrix {
  fileprivate var sumOfSquaredRowCounts: Int {
    (0..<rowCount).reduce(0) { $0 + positions(ofRow: $1).count * positions(ofRow: $1).count }
  }

  /// W′W on the pattern of W + W′ + W′W, and (w_ij + w_ji) / 2 at the same positions.
  fileprivate func gramWithMean(
    turned: SparseMatrix
  ) -> (gram: SparseMatrix, mean: [Double]) {
    let n = rowCount
    var (starts, columns) = ([0], [Int32]())
    var (gram, mean) = ([Double](), [Double]())
    var marks = [Int](repeating: -1, count: n)
    var gramRow = [Double](repeating: 0, count: n)
    var meanRow = gramRow
    for row in 0..<n {
      var found: [Int32] = []
      func touch(_ column: Int32) {
        guard marks[Int(column)] != row else { return }
        marks[Int(column)] = row
        gramRow[Int(column)] = 0
        meanRow[Int(column)] = 0
        found.append(column)
      }
      for position in turned.positions(ofRow: row) {
        let middle = Int(turned.columns[position])
        for inner in positions(ofRow: middle) {
          touch(self.columns[inner])
          gramRow[Int(self.columns[inner])] += turned.values[position] * values[inner]
        }
        touch(turned.columns[position])
        meanRow[middle] += turned.values[position] / 2
      }
      for position in positions(ofRow: row) {
        touch(self.columns[position])
        meanRow[Int(self.columns[position])] += values[position] / 2
      }
      for column in found.sorted() {
        columns.append(column)
        gram.append(gramRow[Int(column)])
        mean.append(meanRow[Int(column)])
      }
      starts.append(columns.count)
    }
    return (
      SparseMatrix(rowCount: n, columnCount: n, rowStarts: starts, columns: columns, values: gram),
      mean
    )
  }
}
