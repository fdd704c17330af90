internal import CLAPACK

/// The least squares that are left of a spatial model once its spatial parameter r is given.
///
///     lag:    e(r) = y − r Wy − Xb
///     error:  e(r) = y − r Wy − (X − r WX) b
///
/// with b the minimiser of S(r) = e′e. The columns are reduced once to the triangle R of their QR
/// factorisation, so that nothing is squared and every further r costs what R costs: O(1) for a
/// lag, O(k³) for errors.
///
/// - SeeAlso: Ord (1975), *Estimation methods for models of spatial interaction*.
package struct SpatialProfile: Sendable {
  /// k.
  package let coefficientCount: Int
  private let isOfErrors: Bool
  /// Of X, (WX,) y and Wy, in this order.
  private let triangle: Matrix

  /// Of a model with Wy among the regressors.
  ///
  /// - Parameters:
  ///   - regressors: X, N × k, of full rank.
  ///   - outcome: y.
  ///   - lag: Wy.
  package init(regressors: [[Double]], outcome: [Double], lag: [Double]) {
    coefficientCount = regressors.count
    isOfErrors = false
    triangle = Self.triangle(of: Matrix(columns: regressors + [outcome, lag]))
  }

  /// Of a model with spatial errors.
  ///
  /// - Parameters:
  ///   - regressors: X, N × k, of full rank.
  ///   - lags: WX.
  ///   - outcome: y.
  ///   - lag: Wy.
  package init(regressors: [[Double]], lags: [[Double]], outcome: [Double], lag: [Double]) {
    precondition(regressors.count == lags.count, "\(lags.count) lags")
    coefficientCount = regressors.count
    isOfErrors = true
    triangle = Self.triangle(of: Matrix(columns: regressors + lags + [outcome, lag]))
  }

  /// R of QR, with as many rows as columns.
  static func triangle(of matrix: Matrix) -> Matrix {
    Numerics.prepare()
    let (n, m) = (matrix.rowCount, matrix.columnCount)
    let rank = min(n, m)
    var factors = matrix
    var scalars = [Double](repeating: 0, count: max(rank, 1))
    let status = LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR,
      Int32(n),
      Int32(m),
      &factors.elements,
      Int32(max(n, 1)),
      &scalars
    )
    precondition(status == 0, "dgeqrf \(status)")
    var triangle = Matrix(rowCount: m, columnCount: m)
    for j in 0..<m {
      for i in 0...min(j, max(rank - 1, 0)) where i < rank { triangle[i, j] = factors[i, j] }
    }
    return triangle
  }

  /// The least squares at one r.
  package struct Value: Sendable {
    /// b.
    package var coefficients: [Double]
    /// S(r).
    package var sumOfSquares: Double
    /// dS/dr, b moving along.
    package var slope: Double
  }

  /// S and its derivative.
  ///
  ///     dS/dr = −2 e′(Wy) for a lag,    −2 e′(Wy − WXb) for errors
  package func sum(at r: Double) -> (sumOfSquares: Double, slope: Double) {
    guard isOfErrors else {
      let k = coefficientCount
      let top = triangle[k, k] - r * triangle[k, k + 1]
      let low = triangle[k + 1, k + 1]
      return (
        top * top + r * r * low * low,
        2 * (r * low * low - triangle[k, k + 1] * top)
      )
    }
    let value = filtered(at: r)
    return (value.sumOfSquares, value.slope)
  }

  /// Coefficients, S and its derivative.
  package func value(at r: Double) -> Value {
    guard !isOfErrors else { return filtered(at: r) }
    let k = coefficientCount
    let (sum, slope) = sum(at: r)
    var coefficients = (0..<k).map { triangle[$0, k] - r * triangle[$0, k + 1] }
    for i in stride(from: k - 1, through: 0, by: -1) {
      for j in i + 1..<max(k, i + 1) { coefficients[i] -= triangle[i, j] * coefficients[j] }
      coefficients[i] /= triangle[i, i]
    }
    return Value(coefficients: coefficients, sumOfSquares: sum, slope: slope)
  }

  private func filtered(at r: Double) -> Value {
    let k = coefficientCount
    let m = triangle.rowCount
    var design = Matrix(rowCount: m, columnCount: k)
    for j in 0..<k {
      for i in 0..<m { design[i, j] = triangle[i, j] - r * triangle[i, k + j] }
    }
    let target = (0..<m).map { triangle[$0, 2 * k] - r * triangle[$0, 2 * k + 1] }
    var coefficients: [Double] = []
    if k > 0 {
      var factors = design
      var solution = target
      let status = LAPACKE_dgels(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "N")),
        Int32(m),
        Int32(k),
        1,
        &factors.elements,
        Int32(m),
        &solution,
        Int32(m)
      )
      guard status == 0 else {
        return Value(
          coefficients: [Double](repeating: .nan, count: k),
          sumOfSquares: .nan,
          slope: .nan
        )
      }
      coefficients = Array(solution[..<k])
    }
    var (sum, slope) = (0.0, 0.0)
    for i in 0..<m {
      var residual = target[i]
      var lag = triangle[i, 2 * k + 1]
      for j in 0..<k {
        residual -= design[i, j] * coefficients[j]
        lag -= triangle[i, k + j] * coefficients[j]
      }
      sum += residual * residual
      slope -= 2 * residual * lag
    }
    return Value(coefficients: coefficients, sumOfSquares: sum, slope: slope)
  }
}
