internal import CLAPACK

/// A Cholesky factor of a symmetric positive semidefinite matrix, dependent rows left out.
///
///     P'A P = U'U on the kept rows; coefficients of the others are zero.
struct SemidefiniteFactor: Sendable {
  /// The rows kept, in the order of the factor.
  private let kept: [Int]
  private let size: Int
  /// r × r, upper triangle, column by column.
  private let factor: [Double]
  /// The reciprocal condition number of the kept part in the 1-norm, scaled to a unit diagonal.
  let reciprocalCondition: Double
  private let scales: [Double]

  /// The letters `1` and `U` as LAPACK takes them.
  private static let oneNorm = CChar(49)
  private static let upper = CChar(85)

  var rank: Int { kept.count }

  /// Factors a matrix whose independent rows are known; by pivoting where rounding has made one
  /// of them dependent.
  ///
  /// - Parameter matrix: J × J, column by column.
  static func factoring(_ matrix: [Double], size: Int, independent: [Int]) -> SemidefiniteFactor {
    SemidefiniteFactor(matrix, size: size, independent: independent)
      ?? SemidefiniteFactor(pivoting: matrix, size: size)
  }

  private init?(_ matrix: [Double], size: Int, independent: [Int]) {
    let r = independent.count
    var scales = [Double](repeating: 1, count: r)
    for (a, row) in independent.enumerated() {
      let diagonal = matrix[row * size + row]
      scales[a] = diagonal > 0 ? 1 / diagonal.squareRoot() : 1
    }
    var factor = [Double](repeating: 0, count: r * r)
    for (b, column) in independent.enumerated() {
      for a in 0...b {
        factor[b * r + a] = matrix[column * size + independent[a]] * scales[a] * scales[b]
      }
    }
    var reciprocal = 1.0
    if r > 0 {
      let norm = LAPACKE_dlansy(LAPACK_COL_MAJOR, Self.oneNorm, Self.upper, Int32(r), factor, Int32(r))
      guard LAPACKE_dpotrf(LAPACK_COL_MAJOR, Self.upper, Int32(r), &factor, Int32(r)) == 0 else {
        return nil
      }
      LAPACKE_dpocon(LAPACK_COL_MAJOR, Self.upper, Int32(r), factor, Int32(r), norm, &reciprocal)
    }
    kept = independent
    self.size = size
    self.factor = factor
    self.scales = scales
    reciprocalCondition = reciprocal
  }

  /// Factors a matrix whose rank is found by complete pivoting: a row whose remaining diagonal is
  /// below `tolerance` of its own is dependent.
  init(pivoting matrix: [Double], size: Int, tolerance: Double = 1e-11) {
    var scales = [Double](repeating: 0, count: size)
    for row in 0..<size where matrix[row * size + row] > 0 {
      scales[row] = 1 / matrix[row * size + row].squareRoot()
    }
    var scaled = matrix
    for column in 0..<size {
      for row in 0..<size { scaled[column * size + row] *= scales[row] * scales[column] }
    }
    var pivots = [Int32](repeating: 0, count: size)
    var rank: Int32 = 0
    if size > 0 {
      LAPACKE_dpstrf(
        LAPACK_COL_MAJOR, Self.upper, Int32(size), &scaled, Int32(size), &pivots, &rank,
        tolerance)
    }
    let r = Int(rank)
    var factor = [Double](repeating: 0, count: r * r)
    for column in 0..<r {
      for row in 0...column { factor[column * r + row] = scaled[column * size + row] }
    }
    kept = pivots.prefix(r).map { Int($0) - 1 }
    self.size = size
    self.factor = factor
    self.scales = kept.map { scales[$0] }
    let smallest = (0..<r).map { factor[$0 * r + $0] }.min() ?? 1
    reciprocalCondition = smallest * smallest / Double(max(1, r))
  }

  /// A solution of A x = b with zeros in dependent rows.
  func solve(_ b: [Double]) -> [Double] {
    let r = kept.count
    var x = [Double](repeating: 0, count: size)
    guard r > 0 else { return x }
    var y = (0..<r).map { b[kept[$0]] * scales[$0] }
    cblas_dtrsv(
      CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, Int32(r), factor, Int32(r), &y, 1)
    cblas_dtrsv(
      CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, Int32(r), factor, Int32(r), &y, 1)
    for a in 0..<r { x[kept[a]] = y[a] * scales[a] }
    return x
  }

  /// A symmetric generalised inverse, size × size, zero in dependent rows.
  func inverse() -> [Double] {
    let r = kept.count
    var result = [Double](repeating: 0, count: size * size)
    guard r > 0 else { return result }
    var inverted = factor
    LAPACKE_dpotri(LAPACK_COL_MAJOR, Self.upper, Int32(r), &inverted, Int32(r))
    for column in 0..<r {
      for row in 0...column {
        let value = inverted[column * r + row] * scales[row] * scales[column]
        result[kept[column] * size + kept[row]] = value
        result[kept[row] * size + kept[column]] = value
      }
    }
    return result
  }
}
