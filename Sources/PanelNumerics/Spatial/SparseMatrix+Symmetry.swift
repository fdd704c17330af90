extension SparseMatrix {
  /// Whether a square matrix equals its transpose, elements apart by `tolerance` of the larger.
  package func isSymmetric(tolerance: Double = 0) -> Bool {
    guard rowCount == columnCount else { return false }
    let turned = transposed()
    guard turned.rowStarts == rowStarts, turned.columns == columns else {
      return tolerance == 0 && hasSymmetricValues(turned)
    }
    return zip(values, turned.values).allSatisfy {
      abs($0 - $1) <= tolerance * max(abs($0), abs($1))
    }
  }

  /// Compares through bisection, for matrices that store zeros in different places.
  private func hasSymmetricValues(_ turned: SparseMatrix) -> Bool {
    entries.allSatisfy { turned[$0.row, $0.column] == $0.value }
      && turned.entries.allSatisfy { self[$0.row, $0.column] == $0.value }
  }

  /// Positive numbers r with r_i a_ij = r_j a_ji, so that R^½ A R^-½ is symmetric and A has real
  /// eigenvalues; `nil` where there are none.
  ///
  /// Of a row-standardised symmetric matrix they are the row sums before, up to a factor in each
  /// connected part. Found by walking along links; then every pair is checked.
  ///
  /// - Parameter tolerance: How far the two sides may be apart, relative to the larger.
  package func symmetrizer(tolerance: Double = 1e-10) -> [Double]? {
    guard rowCount == columnCount else { return nil }
    let turned = transposed()
    var factors = [Double](repeating: 0, count: rowCount)
    for start in 0..<rowCount where factors[start] == 0 {
      factors[start] = 1
      var waiting = [start]
      while let row = waiting.popLast() {
        for position in positions(ofRow: row) where values[position] != 0 {
          let column = Int(columns[position])
          let back = turned.value(row, column)
          guard back != 0, (back > 0) == (values[position] > 0) else { return nil }
          if factors[column] == 0 {
            factors[column] = factors[row] * values[position] / back
            waiting.append(column)
          }
        }
      }
    }
    for row in 0..<rowCount {
      for position in positions(ofRow: row) {
        let column = Int(columns[position])
        let (left, right) = (
          factors[row] * values[position], factors[column] * turned.value(row, column)
        )
        guard abs(left - right) <= tolerance * max(abs(left), abs(right)) else { return nil }
      }
    }
    return factors
  }

  @inline(__always)
  private func value(_ row: Int, _ column: Int) -> Double { self[row, column] }

  /// The connected part of each row of a square matrix, links taken in both directions: numbers
  /// from 0 in the order in which parts first appear.
  package func components() -> [Int] {
    precondition(rowCount == columnCount, "\(rowCount) × \(columnCount)")
    let turned = transposed()
    var parts = [Int](repeating: -1, count: rowCount)
    var part = 0
    for start in 0..<rowCount where parts[start] < 0 {
      parts[start] = part
      var waiting = [start]
      while let row = waiting.popLast() {
        for matrix in [self, turned] {
          for position in matrix.positions(ofRow: row) where matrix.values[position] != 0 {
            let column = Int(matrix.columns[position])
            if parts[column] < 0 {
              parts[column] = part
              waiting.append(column)
            }
          }
        }
      }
      part += 1
    }
    return parts
  }
}
