#if SPARSE_FACTORISATIONS
  import Foundation

  /// ln |I − ρW| of sparse weights that are similar to a symmetric S = R^½ W R^-½, by a Cholesky
  /// factor of I − ρS: exact, and nothing of n × n is ever stored.
  ///
  /// With Z = (I − ρS)⁻¹ and H = SZ, which has the eigenvalues of G = R^-½ H R^½:
  ///
  ///     tr G = Σ s_ij z_ij
  ///     tr GG = d/dρ tr G = Σ s_ij (Z S Z)_ij
  ///     tr G′G = tr(R H R⁻¹ H) = (Σ r_i (Z X Z)_ii − tr G) / ρ,    2X = S R⁻¹ + R⁻¹ S
  ///
  /// Z, ZSZ and the diagonal of ZXZ are needed only where the Cholesky factor has elements, and
  /// come from ``SelectedInverse`` and its derivatives in the directions S and X.
  ///
  /// - SeeAlso: Pace and Barry (1997), *Quick computation of spatial autoregressive estimators*;
  ///   Takahashi, Fagan and Chin (1973); oracle `large_house`.
  package struct CholeskyLogDeterminant: LogDeterminant {
    package let method = LogDeterminantMethod.cholesky
    package let interval: AdmissibleInterval
    private let weights: SparseMatrix
    private let symmetric: SparseMatrix
    /// r, with mean one.
    private let symmetrizer: [Double]
    private let isSymmetric: Bool
    private let workspace: CholeskyWorkspace
    private let pattern: SelectedInversePattern

    package var order: Int { weights.rowCount }

    /// Elements of the Cholesky factor.
    package var factorCount: Int { pattern.rows.count + order }

    /// Prepares the factorisation; `nil` where no scaling of rows makes W symmetric.
    ///
    /// - Parameters:
    ///   - weights: W, square.
    ///   - factorLimit: The most elements that the factor may have.
    /// - Throws: ``LogDeterminantError/factorTooLarge(order:elements:)``, and
    ///   ``LogDeterminantError/factorisation(order:status:)`` where memory is short.
    package init?(
      _ weights: SparseMatrix,
      factorLimit: Double = 1e8
    ) throws(LogDeterminantError) {
      guard let symmetrizer = weights.symmetrizer() else { return nil }
      self.weights = weights
      let mean = Summation.mean(symmetrizer)
      self.symmetrizer = symmetrizer.map { $0 / mean }
      isSymmetric = symmetrizer.allSatisfy { $0 == 1 }
      symmetric = weights.similarSymmetric(symmetrizer)
      workspace = try CholeskyWorkspace(symmetric)
      guard workspace.factorCount <= factorLimit else {
        throw .factorTooLarge(order: weights.rowCount, elements: workspace.factorCount)
      }
      pattern = SelectedInversePattern(symmetric, permutation: workspace.permutation)
      interval = weights.admissibleInterval(symmetric: symmetric)
    }

    package func errorBound(at rho: Double) -> Double { 0 }

    package func value(at rho: Double) -> Double {
      workspace.logDeterminant(at: rho) ?? -.infinity
    }

    package func trace(at rho: Double) -> Double {
      let inverse = SelectedInverse<Double>(
        pattern,
        elements: pattern.sources.map { -rho * symmetric.values[$0] },
        diagonal: [Double](repeating: 1, count: order)
      )
      guard let inverse else { return .infinity }
      return 2 * product(symmetric.values, inverse.elements)
    }

    package func traces(at rho: Double) -> SpatialTraces {
      if abs(rho) < Self.small && !isSymmetric { return tracesNearZero(rho) }
      let scales = symmetrizer.map { 0.5 / $0 }
      let direction = symmetric.scalingRows(by: scales).values
      let other = symmetric.scalingColumns(by: scales).values
      let inverse = SelectedInverse<Jet>(
        pattern,
        elements: pattern.sources.map {
          let s = symmetric.values[$0]
          return Jet(-rho * s, -s, -(direction[$0] + other[$0]))
        },
        diagonal: [Jet](repeating: Jet(1), count: order)
      )
      guard let inverse else {
        return SpatialTraces(first: .infinity, square: .infinity, crossProduct: .infinity)
      }
      let first = 2 * product(symmetric.values, inverse.elements.map(\.value))
      let square = 2 * product(symmetric.values, inverse.elements.map(\.first))
      var crossProduct = square
      if !isSymmetric {
        let diagonal = Summation.dot(symmetrizer, inverse.diagonal.map(\.second))
        crossProduct = (diagonal - first) / rho
      }
      return SpatialTraces(first: first, square: square, crossProduct: crossProduct)
    }

    /// Where dividing by ρ would cost digits.
    private static let small = 1e-3

    /// tr G′G near ρ = 0 as the quadratic through ±0.001 and tr W′W; tr G and tr GG as ever.
    private func tracesNearZero(_ rho: Double) -> SpatialTraces {
      let (below, above) = (traces(at: -Self.small), traces(at: Self.small))
      let centre = weights.squaredNorm
      let slope = (above.crossProduct - below.crossProduct) / (2 * Self.small)
      let curve =
        (above.crossProduct - 2 * centre + below.crossProduct) / (2 * Self.small * Self.small)
      let inverse = SelectedInverse<Jet>(
        pattern,
        elements: pattern.sources.map {
          Jet(-rho * symmetric.values[$0], -symmetric.values[$0])
        },
        diagonal: [Jet](repeating: Jet(1), count: order)
      )
      return SpatialTraces(
        first: 2 * product(symmetric.values, inverse?.elements.map(\.value) ?? []),
        square: 2 * product(symmetric.values, inverse?.elements.map(\.first) ?? []),
        crossProduct: centre + rho * (slope + rho * curve)
      )
    }

    /// Σ over the lower triangle.
    private func product(_ values: [Double], _ elements: [Double]) -> Double {
      Summation.dot(pattern.sources.map { values[$0] }, elements)
    }

    package func system(at rho: Double) -> any SpatialSystem {
      guard let solver = workspace.system(at: rho) else { return SingularSpatialSystem() }
      return CholeskySystem(solver: solver, roots: symmetrizer.map { $0.squareRoot() })
    }
  }

  /// I − ρW = R^-½ (I − ρS) R^½.
  private struct CholeskySystem: SpatialSystem {
    let solver: CholeskySolver
    let roots: [Double]

    func solve(_ b: Matrix) -> Matrix {
      let inner = solver.solve(b.scalingRows(by: roots))
      return inner.scalingRows(by: roots.map { 1 / $0 })
    }

    func solveTransposed(_ b: Matrix) -> Matrix {
      let inner = solver.solve(b.scalingRows(by: roots.map { 1 / $0 }))
      return inner.scalingRows(by: roots)
    }
  }
#endif
