/// Linear least squares: min ‖y − Xb‖.
///
/// Two roads. Small problems, and all that are not well conditioned, are factored and solved in
/// doubled precision (``DoubledQR``), so that rounding is no part of the answer. Large
/// well-conditioned ones go by cross-products (``CrossProducts``), where the condition number
/// proves that coefficients keep nine and standard errors eight digits.
///
/// **Rank.** Columns are taken in the order listed. With r the residual of column j on the kept
/// columns before it and c its coefficients there, j is dropped where
///
///     ‖r‖ ≤ 64 (noise_j + Σ |cᵢ| noiseᵢ),    noise = 2⁻⁵³ ‖x‖
///
/// that is, where r is what rounding the data alone may leave. Nearly collinear columns, such as
/// the powers in NIST's Filip, stay: their r is small beside x but not beside the noise.
///
/// - SeeAlso: Björck (1996), *Numerical methods for least squares problems*, 2.4 and 2.9;
///   Demmel, Hida, Riedy, Li (2009); NIST StRD linear sets, `NISTLinearTests`.
package enum LeastSquares {
  /// Work, in n(k + 1)², up to which doubled precision costs a moment.
  package static let smallProblem = 2_000_000.0
  /// How much larger than the rounding of the data a residual must be to count as information.
  static let noiseFactor = 64.0

  /// Fits by the road that the size and conditioning of the problem allow.
  ///
  /// - Parameters:
  ///   - design: X, n × k, finite.
  ///   - outcome: y, n finite numbers.
  ///   - lowOrder: What rounding took from the data; absent, they count as the decimal numbers
  ///     they were read from.
  ///   - columnNoise: The norm of each column's rounding error, where it is more than 2⁻⁵³‖x‖:
  ///     after effects were absorbed, 2⁻⁵³ times the norm before.
  ///   - threads: The most that work at once; the result does not depend on it.
  /// - Returns: A fit with residuals.
  /// - Complexity: O(*n k*²).
  package static func fit(
    design: Matrix,
    outcome: [Double],
    lowOrder: LowOrderParts? = nil,
    columnNoise: [Double]? = nil,
    threads: Int = 1
  ) -> LeastSquaresFit {
    precondition(design.rowCount == outcome.count, "\(design.rowCount) rows, \(outcome.count)")
    let width = Double(design.columnCount + 1)
    if lowOrder == nil, Double(design.rowCount) * width * width > smallProblem,
      let fit = fastFit(
        design: design,
        outcome: outcome,
        columnNoise: columnNoise,
        threads: threads
      )
    {
      return fit
    }
    return refinedFit(
      design: design,
      outcome: outcome,
      lowOrder: lowOrder ?? .decimals(design: design, outcome: outcome),
      columnNoise: columnNoise,
      threads: threads
    )
  }

  /// Fits in doubled precision.
  ///
  /// - Parameters: As of ``fit(design:outcome:lowOrder:columnNoise:threads:)``.
  package static func refinedFit(
    design: Matrix,
    outcome: [Double],
    lowOrder: LowOrderParts,
    columnNoise: [Double]? = nil,
    threads: Int = 1
  ) -> LeastSquaresFit {
    DoubledQR(
      design: design,
      outcome: outcome,
      lowOrder: lowOrder,
      columnNoise: columnNoise,
      threads: threads
    ).fit()
  }

  /// Fits from cross-products, once more corrected from residuals; `nil` where the condition
  /// number forbids it.
  private static func fastFit(
    design: Matrix,
    outcome: [Double],
    columnNoise: [Double]?,
    threads: Int
  ) -> LeastSquaresFit? {
    let moments = CrossProducts(design: design, outcome: outcome, threads: threads)
    var candidates = Array(0..<design.columnCount)
    var dropped: [LeastSquaresFit.DroppedColumn] = []
    while true {
      switch moments.columns(candidates).fit() {
      case .fit(var fit):
        fit.kept = candidates
        fit.dropped = dropped
        return corrected(fit, design: design, outcome: outcome, threads: threads)
      case .tooIllConditioned(_, let position):
        guard let position,
          let collinear = collinearColumn(
            candidates[position],
            on: Array(candidates[..<position]),
            design: design,
            moments: moments,
            columnNoise: columnNoise,
            threads: threads
          )
        else { return nil }
        candidates.remove(at: position)
        dropped.append(collinear)
      }
    }
  }

  /// The column as a combination of others, if its residual is no more than rounding.
  private static func collinearColumn(
    _ column: Int,
    on others: [Int],
    design: Matrix,
    moments: CrossProducts,
    columnNoise: [Double]?,
    threads: Int
  ) -> LeastSquaresFit.DroppedColumn? {
    let noise = { (j: Int) in
      max(columnNoise?[j] ?? 0, 0x1p-53 * moments.gram[j, j].squareRoot())
    }
    let target = design.column(column)
    let basis = design.columns(others)
    guard case .fit(var fit) = moments.regression(of: column, on: others).fit() else { return nil }
    fit.kept = Array(others.indices)
    let final = corrected(fit, design: basis, outcome: target, threads: threads)
    var allowed = noise(column)
    for (coefficient, other) in zip(final.coefficients, others) {
      allowed += abs(coefficient) * noise(other)
    }
    guard final.residualSumOfSquares.squareRoot() <= noiseFactor * allowed else { return nil }
    return LeastSquaresFit.DroppedColumn(
      column: column,
      combination: zip(others, final.coefficients).compactMap { other, coefficient in
        abs(coefficient) * noise(other) > noise(column) * 0x1p-20
          ? .init(column: other, coefficient: coefficient) : nil
      }
    )
  }

  /// Adds residuals to a fit from cross-products, after one correction of its coefficients.
  private static func corrected(
    _ fit: LeastSquaresFit,
    design: Matrix,
    outcome: [Double],
    threads: Int
  ) -> LeastSquaresFit {
    var fit = fit
    let columns = fit.kept
    var residuals = residuals(
      of: outcome,
      design: design,
      columns: columns,
      coefficients: fit.coefficients,
      threads: threads
    )
    fit.correct(
      byCrossResiduals: crossResiduals(residuals, design, columns: columns, threads: threads)
    )
    residuals = self.residuals(
      of: outcome,
      design: design,
      columns: columns,
      coefficients: fit.coefficients,
      threads: threads
    )
    fit.doubledResidualSumOfSquares = Summation.doubledProduct(residuals, residuals)
    fit.residuals = residuals
    return fit
  }

  /// y − Xb, each element in doubled precision and rounded once.
  package static func residuals(
    of outcome: [Double],
    design: Matrix,
    columns: [Int],
    coefficients: [Double],
    threads: Int
  ) -> [Double] {
    let n = design.rowCount
    let blocks = Parallel.blocks(of: n)
    let pieces = Parallel.map(count: blocks.count, threads: threads) { block in
      let rows = blocks[block]
      var high = Array(outcome[rows])
      var low = [Double](repeating: 0, count: rows.count)
      for (position, j) in columns.enumerated() {
        let start = j * n + rows.lowerBound
        let coefficient = -coefficients[position]
        for i in 0..<rows.count {
          let product = DoubleDouble.product(coefficient, design.elements[start + i])
          let sum = DoubleDouble.sum(high[i], product.high)
          high[i] = sum.high
          low[i] += sum.low + product.low
        }
      }
      for i in 0..<rows.count { high[i] += low[i] }
      return high
    }
    return Array(pieces.joined())
  }

  /// X'e, each element in doubled precision.
  private static func crossResiduals(
    _ residuals: [Double],
    _ design: Matrix,
    columns: [Int],
    threads: Int
  ) -> [Double] {
    Parallel.map(count: columns.count, threads: threads) { position in
      Summation.dot(design.column(columns[position]), residuals)
    }
  }
}
