/// Columns with their means by group: what lies between groups, and what lies within.
package struct GroupedColumns: Sendable {
  package let grouping: Grouping
  /// Rows per group.
  package let sizes: [Double]
  /// n numbers each.
  package let columns: [[Double]]
  /// One list per column: x̄_g, one number per group.
  package let means: [[Double]]

  /// - Parameters:
  ///   - columns: n finite numbers each.
  ///   - grouping: Of the n rows, every group with a row.
  /// - Complexity: O(*n k*).
  package init(_ columns: [[Double]], by grouping: Grouping) {
    let sizes = grouping.sizes().map(Double.init)
    self.grouping = grouping
    self.sizes = sizes
    self.columns = columns
    means = columns.map { column in
      var means = Self.sums(of: column, less: nil, by: grouping)
      for group in means.indices { means[group] /= sizes[group] }
      // What rounding took from the sums.
      let rest = Self.sums(of: column, less: means, by: grouping)
      for group in means.indices { means[group] += rest[group] / sizes[group] }
      return means
    }
  }

  private static func sums(
    of column: [Double],
    less means: [Double]?,
    by grouping: Grouping
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: grouping.count)
    for (row, code) in grouping.codes.enumerated() {
      sums[Int(code)] += column[row] - (means?[Int(code)] ?? 0)
    }
    return sums
  }

  /// x − x̄_g, n numbers.
  package func deviations(of column: Int) -> [Double] {
    quasiDemeaned(column, by: [Double](repeating: 1, count: grouping.count))
  }

  /// x − θ_g x̄_g, n numbers.
  ///
  /// - Parameter shares: θ, one per group.
  package func quasiDemeaned(_ column: Int, by shares: [Double]) -> [Double] {
    let taken = zip(means[column], shares).map { $0 * $1 }
    return zip(columns[column], grouping.codes).map { $0 - taken[Int($1)] }
  }

  /// One number per row, from one per group.
  package func spread(_ values: [Double]) -> [Double] { grouping.codes.map { values[Int($0)] } }
}
