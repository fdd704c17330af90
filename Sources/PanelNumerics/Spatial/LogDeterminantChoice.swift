/// Which log-determinant to take.
package enum LogDeterminantChoice: String, Sendable, Codable, CaseIterable {
  /// By the size of W, how many of its elements are zero, and what this build has.
  case automatic
  case eigenvalues
  /// Cholesky where a scaling of rows makes W symmetric, LU otherwise.
  case sparse
  case chebyshev
}

extension SparseMatrix {
  /// Units up to which eigenvalues are as fast as anything.
  private static var smallOrder: Int { 250 }
  /// Units up to which a dense matrix is tolerable.
  private static var denseOrder: Int { 4_000 }
  /// The density above which a factor of W is all but dense.
  private static var sparseDensity: Double { 0.1 }

  /// Whether this build can factor sparse matrices.
  package static var hasSparseFactorisations: Bool {
    #if SPARSE_FACTORISATIONS
      true
    #else
      false
    #endif
  }

  /// ln |I − ρW| of these weights, which are square.
  ///
  /// By itself it takes eigenvalues for some hundred units and for dense matrices, a sparse
  /// factor for sparse ones, and Chebyshev polynomials for what neither can hold.
  ///
  /// - Throws: ``LogDeterminantError``: what cannot be computed, or what this build lacks.
  package func logDeterminant(
    _ choice: LogDeterminantChoice = .automatic
  ) throws(LogDeterminantError) -> any LogDeterminant {
    switch choice {
    case .eigenvalues: try EigenvalueLogDeterminant(self)
    case .sparse: try sparseLogDeterminant()
    case .chebyshev: try ChebyshevLogDeterminant(self)
    case .automatic: try automaticLogDeterminant()
    }
  }

  private func automaticLogDeterminant() throws(LogDeterminantError) -> any LogDeterminant {
    if rowCount <= Self.smallOrder { return try EigenvalueLogDeterminant(self) }
    if density <= Self.sparseDensity && Self.hasSparseFactorisations {
      do { return try sparseLogDeterminant() } catch {
        guard case .factorTooLarge = error else { throw error }
      }
    }
    if rowCount <= Self.denseOrder { return try EigenvalueLogDeterminant(self) }
    if symmetrizer() != nil { return try ChebyshevLogDeterminant(self) }
    return try sparseLogDeterminant()
  }

  private func sparseLogDeterminant() throws(LogDeterminantError) -> any LogDeterminant {
    #if SPARSE_FACTORISATIONS
      if let cholesky = try CholeskyLogDeterminant(self) { return cholesky }
      return try LULogDeterminant(self)
    #else
      throw .notBuilt(order: rowCount)
    #endif
  }
}
