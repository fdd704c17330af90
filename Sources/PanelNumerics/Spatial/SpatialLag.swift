/// Spatial lags in a balanced panel: W applied to the units of every period at once.
///
/// A variable has n · T numbers, unit after unit and by period within a unit; of a cross-section
/// T is 1.
package struct SpatialLag: Sendable {
  /// W, n × n.
  package let weights: SparseMatrix
  /// T.
  package let periodCount: Int
  /// W′ with every element, where it has few zeros.
  private let dense: Matrix?

  /// The share of links from which on products with a full matrix are faster.
  private static let denseShare = 0.1
  /// The most units whose full matrix is kept.
  private static let denseUnits = 4_000

  /// - Parameters:
  ///   - weights: W, square.
  ///   - periodCount: T, at least 1.
  package init(_ weights: SparseMatrix, periodCount: Int) {
    precondition(weights.rowCount == weights.columnCount, "not square")
    self.weights = weights
    self.periodCount = periodCount
    dense =
      weights.density > Self.denseShare && weights.rowCount <= Self.denseUnits
      ? weights.transposed().dense() : nil
  }

  /// n.
  package var unitCount: Int { weights.rowCount }
  /// n · T.
  package var rowCount: Int { unitCount * periodCount }

  /// (I_T ⊗ W) x.
  package func of(_ column: [Double]) -> [Double] { of([column])[0] }

  /// The lag of each column.
  ///
  /// - Complexity: O(*links · T*) a column.
  package func of(_ columns: [[Double]]) -> [[Double]] {
    guard !columns.isEmpty else { return [] }
    if let dense { return stacked(columns, times: dense) }
    return columns.map(linkByLink)
  }

  private func linkByLink(_ column: [Double]) -> [Double] {
    precondition(column.count == rowCount, "\(column.count) numbers for \(rowCount) rows")
    let periods = periodCount
    var result = [Double](repeating: 0, count: column.count)
    column.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for unit in 0..<unitCount {
          let own = unit * periods
          for position in weights.positions(ofRow: unit) {
            let weight = weights.values[position]
            let other = Int(weights.columns[position]) * periods
            for period in 0..<periods { target[own + period] += weight * source[other + period] }
          }
        }
      }
    }
    return result
  }

  /// All columns below each other, so that one product serves them.
  private func stacked(_ columns: [[Double]], times dense: Matrix) -> [[Double]] {
    let periods = periodCount
    let height = columns.count * periods
    var stack = Matrix(rowCount: height, columnCount: unitCount)
    stack.elements.withUnsafeMutableBufferPointer { target in
      for (c, column) in columns.enumerated() {
        precondition(column.count == rowCount, "\(column.count) numbers for \(rowCount) rows")
        column.withUnsafeBufferPointer { source in
          for unit in 0..<unitCount {
            for period in 0..<periods {
              target[unit * height + c * periods + period] = source[unit * periods + period]
            }
          }
        }
      }
    }
    let product = stack * dense
    return columns.indices.map { c in
      var result = [Double](repeating: 0, count: rowCount)
      product.elements.withUnsafeBufferPointer { source in
        result.withUnsafeMutableBufferPointer { target in
          for unit in 0..<unitCount {
            for period in 0..<periods {
              target[unit * periods + period] = source[unit * height + c * periods + period]
            }
          }
        }
      }
      return result
    }
  }
}
