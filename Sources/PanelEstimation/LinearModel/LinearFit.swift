import PanelNumerics
package import PanelResults

/// A least-squares fit of a design with its effects absorbed, before inference.
package struct LinearFit: Sendable {
  /// Positions of the regressors that carry slopes, ascending.
  package var kept: [Int]
  package var omitted: [OmittedTerm]
  /// One per kept regressor, in units of the outcome per unit of the regressor.
  package var slopes: [Double]
  /// The mean of the outcome less that of the fitted slopes under absorbed effects, as Stata's
  /// `areg` and reghdfe print it; the estimated constant otherwise.
  package var constant: Double?
  package var equations: EstimatingEquations
  /// Turns coefficients of the equations into slopes and constant.
  package var constantBasis: ConstantBasis
  /// Σ w (y − ȳ)², or Σ w y² without a constant.
  package var totalSumOfSquares: Double
  /// 1 − RSS/TSS, with every digit where little is explained; NaN where the total is zero.
  package var rSquared: Double
  /// The weighted mean of the outcome.
  package var outcomeMean: Double
  /// Σ w ỹ² after effects are removed; absent without effects.
  package var withinTotalSumOfSquares: Double?
  /// Independent dummies of the effects; absent where not known.
  package var exactRank: Int?
  package var computation: Computation

  package var residualSumOfSquares: Double { equations.residualSumOfSquares }

  /// How the constant stands in the equations.
  package enum ConstantBasis: Sendable, Equatable {
    /// There is none.
    case absent
    /// It is the last coefficient.
    case direct
    /// Regressors are centred: b₀ = ȳ − x̄'b, with these x̄, and the last coefficient is ȳ.
    case centred(means: [Double])
  }
}

/// The rule by which a regressor counts as absorbed.
enum AbsorbedRule {
  /// Of its variation about the mean, in the euclidean norm: single-precision data that do not
  /// vary within the effects leave up to 6e-8 by rounding.
  static let relativeTolerance = 1e-7
  /// Roundings of the column itself that may be left.
  static let roundings = 64.0

  /// - Parameters:
  ///   - within: Σ w x̃².
  ///   - centred: Σ w (x − x̄)².
  ///   - mean: x̄.
  ///   - weight: Σ w.
  static func isAbsorbed(within: Double, centred: Double, mean: Double, weight: Double) -> Bool {
    let norm = (centred + mean * mean * weight).squareRoot()
    let noise = roundings * 0x1p-53 * norm
    return within.squareRoot() <= max(relativeTolerance * centred.squareRoot(), noise)
  }
}

/// Chooses a road for a design and follows it.
package struct LeastSquaresEngine: Sendable {
  let design: Design
  /// Whether the covariance needs leverages, and so the absorbed columns themselves.
  let needsLeverages: Bool
  let threads: Int

  package init(design: Design, needsLeverages: Bool, threads: Int) {
    self.design = design
    self.needsLeverages = needsLeverages
    self.threads = threads
  }

  /// Fits by least squares.
  ///
  ///     β = (X̃'WX̃)⁻¹ X̃'Wỹ,    X̃, ỹ: what absorbed effects leave of X and y
  ///
  /// Large well-conditioned problems are read three times and never copied; small or badly
  /// conditioned ones are absorbed into a matrix and solved with refinement.
  ///
  /// - Throws: ``EstimationError/notConverged(what:iterations:reached:wanted:)``;
  ///   ``EstimationError/invalid(_:)`` where the outcome does not vary within the effects.
  /// - Complexity: O(*n k*²) and the cost of ``Absorber``.
  package func fit() throws(EstimationError) -> LinearFit {
    let absorber = Absorber(
      effects: absorbedGroupings, rowCount: design.observationCount, weights: design.weights,
      threads: threads)
    let width = Double(design.regressors.count + 2)
    let isLarge = Double(design.observationCount) * width * width > LeastSquares.smallProblem
    if isLarge, !needsLeverages, let fit = try StreamedFit(self, absorber).fit() { return fit }
    return design.effects.isEmpty ? plainFit() : try AbsorbedFit(self, absorber).fit()
  }

  private var absorbedGroupings: [Grouping] {
    guard design.effects.isEmpty else { return design.effects.map(\.grouping) }
    return design.hasConstant ? [.whole(rowCount: design.observationCount)] : []
  }

  func absorb(_ columns: [[Double]], by absorber: Absorber) throws(EstimationError)
    -> AbsorbedColumns
  {
    do {
      return try absorber.absorb(columns)
    } catch {
      throw EstimationError(error, effects: design.effects.map(\.name))
    }
  }

  /// The outcome has nothing left once effects are removed.
  func outcomeAbsorbed() -> EstimationError {
    .invalid(
      """
      The outcome '\(design.outcomeName)' does not vary once the effects of \
      \(design.effects.map(\.name).joined(separator: ", ")) are removed: there is nothing to \
      explain. Absorb fewer effects.
      """)
  }

  /// A fit of the columns as they are, the constant first among them.
  private func plainFit() -> LinearFit {
    let n = design.observationCount
    let ones = [[Double](repeating: 1, count: n)]
    let columns = (design.hasConstant ? ones : []) + design.regressors.map(\.numbers)
    let matrix = Matrix(columns: columns.isEmpty ? [] : columns)
    let roots = design.weights.map { $0.map { $0.squareRoot() } }
    let fit: LeastSquaresFit
    if let roots {
      fit = LeastSquares.fit(
        design: matrix.scalingRows(by: roots),
        outcome: zip(design.outcome, roots).map { $0 * $1 },
        lowOrder: LowOrderParts.none(rowCount: n, columnCount: columns.count), threads: threads)
    } else {
      fit = LeastSquares.fit(
        design: matrix, outcome: design.outcome, lowOrder: lowOrder(of: matrix), threads: threads)
    }
    let total = totalSumOfSquares()
    let shift = design.hasConstant ? 1 : 0
    let names = (design.hasConstant ? [Estimate.constantTerm] : []) + design.regressors.map(\.name)
    // Slopes first, then the constant.
    let order = Array(fit.kept.indices.dropFirst(shift)) + (design.hasConstant ? [0] : [])
    let source = StoredScores(
      columns: matrix.columns(order.map { fit.kept[$0] }),
      residuals: roots.map { roots in zip(fit.residuals, roots).map { $0 / $1 } } ?? fit.residuals,
      weights: design.weights, bread: fit.bread.rows(order).columns(order), constantIsLeverage: true,
      effectLeverages: nil)
    return LinearFit(
      kept: fit.kept.dropFirst(shift).map { $0 - shift },
      omitted: fit.dropped.map { dropped in
        OmittedTerm(
          term: names[dropped.column], reason: .collinear,
          with: dropped.combination.map { names[$0.column] })
      },
      slopes: Array(fit.coefficients.dropFirst(shift)),
      constant: design.hasConstant ? fit.coefficients[0] : nil,
      equations: EstimatingEquations(
        bread: source.bread, residualSumOfSquares: fit.residualSumOfSquares, scores: source),
      constantBasis: design.hasConstant ? .direct : .absent,
      totalSumOfSquares: total.value,
      rSquared: fit.rSquared(total: total),
      outcomeMean: Summation.mean(design.outcome, weights: design.weights),
      withinTotalSumOfSquares: nil,
      exactRank: design.hasConstant ? 1 : 0,
      computation: Computation(fit, absorbed: nil))
  }

  /// The decimals of the columns, and what is known better of powers and products; absent for
  /// large problems, which may go by cross-products.
  private func lowOrder(of matrix: Matrix) -> LowOrderParts? {
    guard design.regressors.contains(where: { $0.lowOrder != nil }) else { return nil }
    var parts = LowOrderParts.decimals(design: matrix, outcome: design.outcome)
    for (position, regressor) in design.regressors.enumerated() {
      guard let known = regressor.lowOrder else { continue }
      parts.replace(column: position + (design.hasConstant ? 1 : 0), with: known)
    }
    return parts
  }

  /// The outcome's variation, of decimals where the fit is of decimals.
  private func totalSumOfSquares() -> DoubleDouble {
    let values = design.outcome.map {
      design.weights == nil ? DoubleDouble(decimal: $0) : DoubleDouble($0)
    }
    if design.hasConstant {
      return Summation.doubledCentredSumOfSquares(values, weights: design.weights)
    }
    return values.indices.reduce(into: DoubleDouble.zero) {
      $0 += values[$1] * values[$1] * (design.weights?[$1] ?? 1)
    }
  }
}

extension EstimationError {
  init(_ error: AbsorptionError, effects: [String]) {
    switch error {
    case .notConverged(let iterations, let reached, let wanted):
      self = .notConverged(
        what: "Absorbing the effects of \(effects.joined(separator: ", "))",
        iterations: iterations, reached: reached, wanted: wanted)
    case .leverageTooLarge(let levels, let limit):
      self = .invalid(
        """
        HC2 and HC3 need the exact leverage of every observation, which is feasible where all \
        effects but the largest have at most \(limit) levels together; here they have \(levels). \
        Use hc1 or cluster(…).
        """)
    }
  }
}

extension Computation {
  init(_ fit: LeastSquaresFit, absorbed: AbsorbedColumns?) {
    self.init(
      fit, iterations: absorbed?.iterations ?? 0, tolerance: absorbed?.relativeError ?? 0)
  }

  init(_ fit: LeastSquaresFit, iterations: Int, tolerance: Double) {
    self.init(
      path: fit.path == .crossProducts ? .crossProducts : .refinedQR,
      conditionNumber: fit.conditionNumber,
      absorptionIterations: iterations,
      absorptionTolerance: tolerance,
      refinementSteps: fit.refinementSteps)
  }
}
