/// A least-squares fit: what inference needs of it.
///
/// Columns are those of the design as handed in; *kept* ones carry coefficients, in their order.
package struct LeastSquaresFit: Sendable {
  /// One per kept column, in units of the outcome per unit of the column.
  package var coefficients: [Double]
  /// Positions of the columns that carry coefficients, ascending.
  package var kept: [Int]
  /// Columns that are linear combinations of earlier ones.
  package var dropped: [DroppedColumn]
  /// y − Xb for all n rows; empty for a fit from cross-products alone.
  package var residuals: [Double]
  /// Σ e² in doubled precision.
  package var doubledResidualSumOfSquares: DoubleDouble
  /// Σ e².
  package var residualSumOfSquares: Double { doubledResidualSumOfSquares.value }
  /// (X'X)⁻¹ of the kept columns, exactly symmetric.
  package var bread: Matrix
  /// R⁻¹, upper triangular, with (X'X)⁻¹ = R⁻¹R⁻¹'.
  package var rootInverse: Matrix
  /// The 1-norm condition number of X'X's triangular root R, columns scaled to unit norm.
  package var conditionNumber: Double
  package var path: Path
  /// Corrections with residuals in doubled precision.
  package var refinementSteps: Int

  /// The numerical road taken.
  package enum Path: String, Sendable {
    case crossProducts
    case refinedQR
  }

  /// A column that was left out.
  package struct DroppedColumn: Sendable, Equatable {
    package var column: Int
    /// The kept columns it is made of, with their coefficients; empty for a column of zeros.
    package var combination: [Part]

    package struct Part: Sendable, Equatable {
      package var column: Int
      package var coefficient: Double
    }
  }

  /// hᵢ = xᵢ'(X'X)⁻¹xᵢ, the leverage of each row.
  ///
  /// - Parameter design: The design of the fit, n × k.
  /// - Returns: n numbers in [0, 1] that sum to the number of kept columns.
  package func leverages(_ design: Matrix) -> [Double] {
    let rotated = design.columns(kept) * rootInverse
    var leverages = [Double](repeating: 0, count: design.rowCount)
    for j in 0..<rotated.columnCount {
      for i in 0..<design.rowCount {
        let element = rotated.elements[j * design.rowCount + i]
        leverages[i] += element * element
      }
    }
    return leverages
  }

  /// (T − Σ e²) / T, without cancellation where little is explained.
  ///
  /// - Parameter total: T, the total sum of squares, centred or not.
  /// - Returns: NaN for a total of zero.
  package func rSquared(total: DoubleDouble) -> Double {
    total.value > 0 ? ((total - doubledResidualSumOfSquares) / total).value : .nan
  }

  /// Moves the coefficients by (X'X)⁻¹X'e, what their residuals say is still missing.
  ///
  /// - Parameter crossResiduals: X'e over the kept columns, with e = y − Xb of this fit.
  package mutating func correct(byCrossResiduals crossResiduals: [Double]) {
    let step = bread * crossResiduals
    for j in coefficients.indices { coefficients[j] += step[j] }
    refinementSteps += 1
  }
}

/// What rounding to double took from a design and an outcome: true value − stored value.
package struct LowOrderParts: Sendable {
  /// n · k numbers, column by column.
  package var design: [Double]
  /// n numbers.
  package var outcome: [Double]

  package init(design: [Double], outcome: [Double]) {
    self.design = design
    self.outcome = outcome
  }

  /// The data are exactly the stored doubles.
  package static func none(rowCount: Int, columnCount: Int) -> LowOrderParts {
    LowOrderParts(
      design: Array(repeating: 0, count: rowCount * columnCount),
      outcome: Array(repeating: 0, count: rowCount)
    )
  }

  /// The data are the decimal numbers that the doubles stand for.
  package static func decimals(design: Matrix, outcome: [Double]) -> LowOrderParts {
    LowOrderParts(
      design: design.elements.map { DoubleDouble(decimal: $0).low },
      outcome: outcome.map { DoubleDouble(decimal: $0).low }
    )
  }

  /// Puts in what is known of one column.
  ///
  /// - Parameters:
  ///   - column: The position of the column in the design.
  ///   - parts: n numbers.
  package mutating func replace(column: Int, with parts: [Double]) {
    precondition(parts.count == outcome.count, "\(parts.count) of \(outcome.count) parts")
    design.replaceSubrange(column * parts.count..<(column + 1) * parts.count, with: parts)
  }
}
