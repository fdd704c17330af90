/// Which log-determinant to take.
package enum LogDeterminantChoice: String, Sendable, Codable, CaseIterable {
  /// By the size of W and how many of its elements are zero.
  case automatic
  case eigenvalues
}

extension SparseMatrix {
  /// ln |I − ρW| of these weights, which are square.
  package func logDeterminant(
    _ choice: LogDeterminantChoice = .automatic
  ) throws(LogDeterminantError) -> any LogDeterminant {
    switch choice {
    case .automatic, .eigenvalues: try EigenvalueLogDeterminant(self)
    }
  }
}
