#if SPARSE_FACTORISATIONS
  internal import CSuiteSparse
  import Foundation

  /// ln |I − ρW| of any sparse W by UMFPACK's factorisation with row exchanges: exact, for
  /// nearest neighbours and other weights that no scaling makes symmetric.
  ///
  /// Traces come from the symmetric (I − ρW)′(I − ρW), see ``NormalTraces``.
  ///
  /// - SeeAlso: Davis (2004), *Algorithm 832: UMFPACK*; oracle `large_house` (whose weights are
  ///   factored by both roads).
  package struct LULogDeterminant: LogDeterminant {
    package let method = LogDeterminantMethod.lu
    /// ±1 over a bound of the spectral radius: within it I − ρW is regular; a lower bound beyond
    /// it may exist, which would need the smallest real eigenvalue.
    package let interval: AdmissibleInterval
    private let weights: SparseMatrix
    private let matrix: ShiftedMatrix
    private let normal: NormalTraces

    package var order: Int { weights.rowCount }

    package init(_ weights: SparseMatrix) throws(LogDeterminantError) {
      precondition(weights.rowCount == weights.columnCount, "not square")
      self.weights = weights
      matrix = try ShiftedMatrix(weights)
      normal = try NormalTraces(weights) { (pattern) throws(LogDeterminantError) in
        try CholeskyWorkspace(pattern).permutation
      }
      interval = weights.admissibleInterval(symmetric: nil)
    }

    package func errorBound(at rho: Double) -> Double { 0 }

    package func value(at rho: Double) -> Double {
      LUFactors(matrix, rho: rho)?.logDeterminant ?? -.infinity
    }

    package func trace(at rho: Double) -> Double { normal.trace(at: rho) }

    package func traces(at rho: Double) -> SpatialTraces { normal.traces(at: rho) }

    package func system(at rho: Double) -> any SpatialSystem {
      LUFactors(matrix, rho: rho) ?? SingularSpatialSystem()
    }
  }

  /// The pattern of I − ρW by rows, which UMFPACK reads as the columns of its transpose, with the
  /// analysis of that pattern.
  private final class ShiftedMatrix: @unchecked Sendable {
    let order: Int
    let starts: [Int32]
    let indices: [Int32]
    /// W, with zeros on the diagonal where it has none.
    let values: [Double]
    let diagonal: [Int]
    let symbolic: UnsafeMutableRawPointer?

    init(_ weights: SparseMatrix) throws(LogDeterminantError) {
      let n = weights.rowCount
      var starts: [Int32] = [0]
      var indices: [Int32] = []
      var values: [Double] = []
      var diagonal: [Int] = []
      for row in 0..<n {
        var isPlaced = false
        for position in weights.positions(ofRow: row) {
          if !isPlaced && weights.columns[position] >= row {
            diagonal.append(indices.count)
            isPlaced = true
            if weights.columns[position] > row {
              indices.append(Int32(row))
              values.append(0)
            }
          }
          indices.append(weights.columns[position])
          values.append(weights.values[position])
        }
        if !isPlaced {
          diagonal.append(indices.count)
          indices.append(Int32(row))
          values.append(0)
        }
        starts.append(Int32(indices.count))
      }
      order = n
      self.starts = starts
      self.indices = indices
      self.values = values
      self.diagonal = diagonal
      var symbolic: UnsafeMutableRawPointer?
      let example = Self.shifted(values, diagonal, 0.5)
      let status = umfpack_di_symbolic(
        Int32(n),
        Int32(n),
        starts,
        indices,
        example,
        &symbolic,
        nil,
        nil
      )
      self.symbolic = symbolic
      guard status == UMFPACK_OK else { throw .factorisation(order: n, status: Int(status)) }
    }

    deinit {
      var symbolic = symbolic
      umfpack_di_free_symbolic(&symbolic)
    }

    private static func shifted(
      _ values: [Double],
      _ diagonal: [Int],
      _ rho: Double
    ) -> [Double] {
      var result = values.map { -rho * $0 }
      for position in diagonal { result[position] += 1 }
      return result
    }

    /// I − ρW.
    func shifted(_ rho: Double) -> [Double] { Self.shifted(values, diagonal, rho) }
  }

  /// UMFPACK's factors of (I − ρW)′, which no longer change.
  private final class LUFactors: SpatialSystem, @unchecked Sendable {
    private let matrix: ShiftedMatrix
    private let elements: [Double]
    private let numeric: UnsafeMutableRawPointer?

    /// - Returns: `nil` where the matrix is singular to working precision or memory is short.
    init?(_ matrix: ShiftedMatrix, rho: Double) {
      Numerics.prepare()
      self.matrix = matrix
      elements = matrix.shifted(rho)
      var numeric: UnsafeMutableRawPointer?
      let status = umfpack_di_numeric(
        matrix.starts,
        matrix.indices,
        elements,
        matrix.symbolic,
        &numeric,
        nil,
        nil
      )
      self.numeric = numeric
      guard status == UMFPACK_OK else { return nil }
    }

    deinit {
      var numeric = numeric
      umfpack_di_free_numeric(&numeric)
    }

    var logDeterminant: Double {
      var (mantissa, exponent) = (0.0, 0.0)
      let status = umfpack_di_get_determinant(&mantissa, &exponent, numeric, nil)
      return status == UMFPACK_OK ? log(abs(mantissa)) + exponent * log(10) : -.infinity
    }

    func solve(_ b: Matrix) -> Matrix { solve(b, UMFPACK_At) }

    func solveTransposed(_ b: Matrix) -> Matrix { solve(b, UMFPACK_A) }

    private func solve(_ b: Matrix, _ system: Int32) -> Matrix {
      let n = matrix.order
      var solution: [Double] = []
      for j in 0..<b.columnCount {
        var x = [Double](repeating: .nan, count: n)
        let status = umfpack_di_solve(
          system,
          matrix.starts,
          matrix.indices,
          elements,
          &x,
          b.column(j),
          numeric,
          nil,
          nil
        )
        if status != UMFPACK_OK { x = [Double](repeating: .nan, count: n) }
        solution += x
      }
      return Matrix(rowCount: n, columnCount: b.columnCount, elements: solution)
    }
  }
#endif
