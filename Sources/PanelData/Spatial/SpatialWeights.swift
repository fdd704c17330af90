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
  /// The distance of each stored link, where it was measured.
  package var distances: [Double]?
  /// Where units are, where the construction knows.
  package var places: UnitPlaces?
  /// What a reader of the weights should know.
  package var remarks: [Remark]

  /// - Precondition: The matrix is square, with a row for each unit.
  package init(
    ids: [String],
    matrix: SparseMatrix,
    description: SpatialWeightsDescription,
    distances: [Double]? = nil,
    places: UnitPlaces? = nil,
    remarks: [Remark] = []
  ) {
    precondition(
      matrix.rowCount == ids.count && matrix.columnCount == ids.count,
      "\(matrix.rowCount) × \(matrix.columnCount) for \(ids.count) units"
    )
    self.ids = ids
    self.matrix = matrix
    self.description = description
    self.distances = distances
    self.places = places
    self.remarks = remarks
  }

  package var name: String { description.name }
  package var count: Int { ids.count }
}
