package import PanelNumerics
package import PanelResults

/// Weights of neighbours among the units of a panel.
///
/// Row i of the matrix holds the weights that unit i gives to others; its diagonal is zero, its
/// values are finite and not negative. Rows and columns stand in the panel's order of units,
/// whatever the order they were given in.
package struct SpatialWeights: Sendable, Equatable {
  /// The names of units, in the panel's order.
  package var ids: [String]
  /// n × n.
  package var matrix: SparseMatrix
  package var description: SpatialWeightsDescription

  /// - Precondition: The matrix is square, with a row for each unit.
  package init(ids: [String], matrix: SparseMatrix, description: SpatialWeightsDescription) {
    precondition(
      matrix.rowCount == ids.count && matrix.columnCount == ids.count,
      "\(matrix.rowCount) × \(matrix.columnCount) for \(ids.count) units"
    )
    self.ids = ids
    self.matrix = matrix
    self.description = description
  }

  package var name: String { description.name }
  package var count: Int { ids.count }
}
