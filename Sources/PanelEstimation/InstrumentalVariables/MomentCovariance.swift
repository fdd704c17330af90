import PanelNumerics
import PanelResults

/// The covariance of sums of moments, without any small-sample factor.
///
///     iid:      Σ u v / n · M'M
///     hc1:      Σ_i (m_i u_i)(m_i v_i)'
///     cluster:  Σ_S (−1)^(|S|+1) Σ_g (Σ_{i∈g} m_i u_i)(Σ_{i∈g} m_i v_i)'
///     driscoll-kraay:  Σ_tr (1 − |t−r|/(L+1))⁺ (Σ_{i∈t} m_i u_i)(Σ_{i∈r} m_i v_i)'
///     conley:   Σ_ij K_ij (m_i u_i)(m_j v_j)' over neighbours, as ``ConleyCovariance`` has them
///
/// - SeeAlso: Kleibergen and Paap (2006), section 3; Schaffer's ranktest; oracles `iv_*`.
struct MomentCovariance {
  let kind: CovarianceKind
  private let subsets: [(grouping: Grouping, sign: Double)]

  /// Where and when rows are, for neighbours.
  private let location: RowLocation?
  private let threads: Int

  init(
    kind: CovarianceKind,
    clusterings: [NamedGrouping],
    location: RowLocation? = nil,
    threads: Int = 1
  ) {
    self.kind = kind
    self.location = location
    self.threads = threads
    subsets = ClusteredCovariance.subsets(of: clusterings.map(\.grouping))
  }

  /// Of moments m_i u_i^(1), …, m_i u_i^(q), the residual's index running slowest.
  ///
  /// - Parameters:
  ///   - moments: M, n × m.
  ///   - residuals: q columns of n numbers.
  /// - Returns: mq × mq.
  func covariance(of moments: Matrix, times residuals: [[Double]]) -> Matrix {
    if kind == .iid { return independent(moments, residuals) }
    let scores = Matrix(
      rowCount: moments.rowCount,
      columnCount: moments.columnCount * residuals.count,
      elements: residuals.flatMap { moments.scalingRows(by: $0).elements }
    )
    if kind == .driscollKraay, let location, let calendar = location.calendar {
      let sums = scores.sums(by: calendar.grouping)
      let smoothed = sums.weighted(over: calendar.positions, lags: location.serialLags)
      return (sums * smoothed.transposed).symmetrised
    }
    if kind == .conley, let sums = location.flatMap({ SpatialSums($0) }) {
      return sums.sum(of: scores.transposed, threads: threads).matrix.symmetrised
    }
    if kind != .cluster { return scores.crossProduct() }
    var sum = Matrix(rowCount: scores.columnCount, columnCount: scores.columnCount)
    for subset in subsets {
      let sums = scores.sums(by: subset.grouping)
      sum = sum + subset.sign * (sums * sums.transposed).symmetrised
    }
    return sum
  }

  private func independent(_ moments: Matrix, _ residuals: [[Double]]) -> Matrix {
    let products = moments.crossProduct()
    let m = moments.columnCount
    var result = Matrix(rowCount: m * residuals.count, columnCount: m * residuals.count)
    for (a, first) in residuals.enumerated() {
      for (b, second) in residuals.enumerated() {
        let factor = Summation.dot(first, second) / Double(moments.rowCount)
        for i in 0..<m {
          for j in 0..<m { result[a * m + i, b * m + j] = factor * products[i, j] }
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// Sums of rows by group: k × G.
  func sums(by grouping: Grouping) -> Matrix {
    var sums = Matrix(rowCount: columnCount, columnCount: grouping.count)
    for j in 0..<columnCount {
      for (row, code) in grouping.codes.enumerated() {
        sums.elements[Int(code) * columnCount + j] += elements[j * rowCount + row]
      }
    }
    return sums
  }

  /// The matrix with the columns of another behind.
  func joined(with other: Matrix) -> Matrix {
    Matrix(
      rowCount: rowCount,
      columnCount: columnCount + other.columnCount,
      elements: elements + other.elements
    )
  }

  /// A part of a square matrix.
  func block(_ rows: Range<Int>, _ columns: Range<Int>) -> Matrix {
    self.rows(Array(rows)).columns(Array(columns))
  }

  /// The Cholesky factor of a covariance; `nil` where it is singular to working precision.
  var regularFactor: ScaledCholesky? { ScaledCholesky(self) }
}

/// A Cholesky factor after scaling to a unit diagonal, which refuses near singularity.
struct ScaledCholesky {
  private let scales: [Double]
  private let factor: Cholesky

  init?(_ matrix: Matrix) {
    let roots = matrix.diagonal.map { $0.squareRoot() }
    guard roots.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    scales = roots.map { 1 / $0 }
    let scaled = matrix.scalingRows(by: scales).transposed.scalingRows(by: scales).symmetrised
    let values = SymmetricEigen(scaled).values
    guard let smallest = values.min(), let largest = values.max(), smallest > 1e-13 * largest,
      let factor = Cholesky(scaled)
    else { return nil }
    self.factor = factor
  }

  /// A⁻¹B.
  func solve(_ b: Matrix) -> Matrix {
    factor.solve(b.scalingRows(by: scales)).scalingRows(by: scales)
  }

  /// A⁻¹b.
  func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rowCount: b.count, columnCount: 1, elements: b)).elements
  }

  /// b'A⁻¹b.
  func quadraticForm(_ b: [Double]) -> Double { Summation.dot(b, solve(b)) }

  /// A⁻¹.
  var inverse: Matrix { solve(.identity(scales.count)).symmetrised }
}
