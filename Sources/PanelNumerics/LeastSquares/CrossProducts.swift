internal import CLAPACK

/// X'X, X'y and y'y: all that a well-conditioned fit needs.
package struct CrossProducts: Sendable {
  /// X'X, k × k, symmetric.
  package var gram: Matrix
  /// X'y.
  package var withOutcome: [Double]
  /// y'y.
  package var outcomeSquare: Double

  package init(gram: Matrix, withOutcome: [Double], outcomeSquare: Double) {
    precondition(gram.rowCount == withOutcome.count && gram.columnCount == withOutcome.count)
    self.gram = gram
    self.withOutcome = withOutcome
    self.outcomeSquare = outcomeSquare
  }

  /// Forms the products block by block of rows; blocks are added up in doubled precision.
  ///
  /// - Parameters:
  ///   - design: X, n × k.
  ///   - outcome: y, n numbers.
  ///   - threads: The most that work at once; the products do not depend on it.
  package init(design: Matrix, outcome: [Double], threads: Int = 1) {
    precondition(design.rowCount == outcome.count, "\(design.rowCount) rows, \(outcome.count)")
    Numerics.prepare()
    let n = design.rowCount
    let k = design.columnCount
    let size = k * k + k + 1
    let blocks = Parallel.blocks(of: n)
    let parts = Parallel.map(count: blocks.count, threads: threads) { index in
      Self.products(in: blocks[index], design: design, outcome: outcome, size: size)
    }
    var totals = [DoubleDouble](repeating: .zero, count: size)
    for part in parts {
      for i in 0..<size { totals[i] += part[i] }
    }
    let sums = totals.map(\.value)
    gram = Matrix(rowCount: k, columnCount: k, elements: Array(sums[..<(k * k)]))
    gram.mirrorUpperTriangle()
    withOutcome = Array(sums[(k * k)..<(k * k + k)])
    outcomeSquare = sums[k * k + k]
  }

  private static func products(
    in rows: Range<Int>,
    design: Matrix,
    outcome: [Double],
    size: Int
  ) -> [Double] {
    let n = Int32(design.rowCount)
    let k = design.columnCount
    var part = [Double](repeating: 0, count: size)
    part.withUnsafeMutableBufferPointer { part in
      design.elements.withUnsafeBufferPointer { elements in
        outcome.withUnsafeBufferPointer { outcome in
          guard let base = elements.baseAddress, let target = outcome.baseAddress,
            let output = part.baseAddress
          else { return }
          let x = base + rows.lowerBound
          let y = target + rows.lowerBound
          let count = Int32(rows.count)
          cblas_dsyrk(
            CblasColMajor,
            CblasUpper,
            CblasTrans,
            Int32(k),
            count,
            1,
            x,
            n,
            0,
            output,
            Int32(k)
          )
          cblas_dgemv(
            CblasColMajor,
            CblasTrans,
            count,
            Int32(k),
            1,
            x,
            n,
            y,
            1,
            0,
            output + k * k,
            1
          )
          output[k * k + k] = cblas_ddot(count, y, 1, y, 1)
        }
      }
    }
    return part
  }

  /// The products of some of the columns.
  func columns(_ indices: [Int]) -> CrossProducts {
    CrossProducts(
      gram: gram.columns(indices).rows(indices),
      withOutcome: indices.map { withOutcome[$0] },
      outcomeSquare: outcomeSquare
    )
  }

  /// The products of one column's regression on others.
  func regression(of column: Int, on others: [Int]) -> CrossProducts {
    CrossProducts(
      gram: gram.columns(others).rows(others),
      withOutcome: others.map { gram[$0, column] },
      outcomeSquare: gram[column, column]
    )
  }

  /// A fit from cross-products, or why there is none.
  package enum Fit: Sendable {
    /// Coefficients right to about nine digits; the residual sum of squares is y'y − b'X'y and
    /// loses digits where the fit is close. No residuals: the caller holds the data.
    case fit(LeastSquaresFit)
    /// Products lose too much: fit from the design. `column` is the first that is nearly a
    /// combination of those before it, where one is.
    case tooIllConditioned(conditionNumber: Double, column: Int?)
  }

  /// The relative error of a scaled cross-product, as blocks of rows leave it.
  static let productError = 4e-15
  /// The relative error of (X'X)⁻¹ that is let through.
  static let allowedError = 1e-9

  /// Solves the normal equations where their condition number allows.
  ///
  /// Columns are scaled to unit norm first. With κ the 1-norm condition number of the scaled
  /// X'X, coefficients and (X'X)⁻¹ have relative errors of at most about κ · 4e-15, which must
  /// not exceed 1e-9.
  package func fit() -> Fit {
    let k = withOutcome.count
    let norms = gram.diagonal.map { $0.squareRoot() }
    if let zero = norms.firstIndex(where: { !($0 > 0) }) {
      return .tooIllConditioned(conditionNumber: .infinity, column: zero)
    }
    var scaled = gram
    for j in 0..<k {
      for i in 0..<k { scaled[i, j] /= norms[i] * norms[j] }
    }
    if let column = Self.firstDependent(scaled) {
      return .tooIllConditioned(conditionNumber: .infinity, column: column)
    }
    guard let cholesky = Cholesky(scaled) else {
      return .tooIllConditioned(conditionNumber: .infinity, column: nil)
    }
    let root = cholesky.factor.solvingUpperTriangular(.identity(k))
    let condition = k == 0 ? 1 : cholesky.factor.oneNorm * root.oneNorm
    let inverse = cholesky.inverse()
    guard scaled.oneNorm * inverse.oneNorm * Self.productError <= Self.allowedError else {
      return .tooIllConditioned(conditionNumber: condition, column: nil)
    }
    let solution = cholesky.solve(zip(withOutcome, norms).map { $0 / $1 })
    let coefficients = zip(solution, norms).map { $0 / $1 }
    let inverseNorms = norms.map { 1 / $0 }
    let bread = inverse.scalingRows(by: inverseNorms).transposed.scalingRows(by: inverseNorms)
    return .fit(
      LeastSquaresFit(
        coefficients: coefficients,
        kept: Array(0..<k),
        dropped: [],
        residuals: [],
        doubledResidualSumOfSquares:
          DoubleDouble(max(0, outcomeSquare - Summation.dot(coefficients, withOutcome))),
        bread: bread.symmetrised,
        rootInverse: root.scalingRows(by: inverseNorms),
        conditionNumber: condition,
        path: .crossProducts,
        refinementSteps: 0
      )
    )
  }

  /// The first column of a scaled Gram matrix whose residual on earlier ones is below 10⁻⁵.
  private static func firstDependent(_ scaled: Matrix) -> Int? {
    let k = scaled.rowCount
    var rest = scaled
    for j in 0..<k {
      let pivot = rest[j, j]
      if !(pivot > 1e-10) { return j }
      for l in j + 1..<max(k, j + 1) {
        let factor = rest[j, l] / pivot
        for i in j + 1..<l + 1 { rest[i, l] -= factor * rest[j, i] }
      }
    }
    return nil
  }
}
