/// Why a log-determinant cannot be had.
package enum LogDeterminantError: Error, Sendable, Equatable {
  /// The eigenvalues of a matrix of this order did not converge.
  case eigenvalues(order: Int)
  /// This build has no sparse factorisations.
  case notBuilt(order: Int)
  /// The factorisation stopped with a status of the library.
  case factorisation(order: Int, status: Int)
  /// The factor would have more elements than memory should be asked for.
  case factorTooLarge(order: Int, elements: Double)
  /// Chebyshev polynomials need a matrix that is similar to a symmetric one.
  case notSymmetrizable(order: Int)
}

extension LogDeterminantError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .eigenvalues(let order):
      "The eigenvalues of the \(order) × \(order) weights matrix could not be computed."
    case .notBuilt(let order):
      """
      The sparse log-determinant of the \(order) × \(order) weights matrix needs SuiteSparse, \
      which this build of PanelPress lacks: build it with the trait SparseFactorisations, or \
      ask for eigenvalues.
      """
    case .factorisation(let order, let status):
      "The sparse factorisation of order \(order) stopped with status \(status)."
    case .factorTooLarge(let order, let elements):
      """
      A sparse factor of the \(order) × \(order) weights matrix would have \(Int(elements)) \
      elements: the matrix links too many units for that. Use weights with a cut-off or with \
      nearest neighbours.
      """
    case .notSymmetrizable(let order):
      """
      Chebyshev polynomials need weights that a scaling of rows makes symmetric; those of these \
      \(order) units are not (nearest neighbours and economic weights are such). Ask for \
      eigenvalues or a sparse factorisation.
      """
    }
  }
}
