import PanelNumerics
import PanelResults

/// The road for large, well-conditioned problems: three passes over the columns, no copy.
struct StreamedFit {
  private let engine: LeastSquaresEngine
  private let design: Design
  private let absorber: Absorber

  init(_ engine: LeastSquaresEngine, _ absorber: Absorber) {
    self.engine = engine
    design = engine.design
    self.absorber = absorber
  }

  /// - Returns: `nil` where the conditioning forbids cross products.
  func fit() throws(EstimationError) -> LinearFit? {
    let columns = design.regressors.map(\.numbers) + [design.outcome]
    let absorbed = try engine.absorb(columns, by: absorber)
    let moments = absorber.moments(of: columns, absorbed)
    let outcome = columns.count - 1
    let weight = absorber.totalWeight
    let isAbsorbed = columns.indices.map { j in
      AbsorbedRule.isAbsorbed(
        within: moments.crossProducts[j, j], centred: moments.centredSumsOfSquares[j],
        mean: absorbed.columnMeans[j], weight: weight)
    }
    if isAbsorbed[outcome] { throw engine.outcomeAbsorbed() }
    let kept = design.regressors.indices.filter { !isAbsorbed[$0] }
    let products = CrossProducts(
      gram: moments.crossProducts.columns(kept).rows(kept),
      withOutcome: kept.map { moments.crossProducts[$0, outcome] },
      outcomeSquare: moments.crossProducts[outcome, outcome])
    guard case .fit(let fit) = products.fit() else { return nil }

    let hasEffects = !absorber.effects.isEmpty
    let source = StreamedScores(
      absorber: absorber,
      columns: kept.map { columns[$0] } + [design.outcome],
      absorbed: absorbed.selecting(kept + [outcome]),
      slopes: fit.coefficients, hasConstant: hasEffects)
    var residualSum = fit.residualSumOfSquares
    // y'y − b'X'y cancels where the fit is close: then residuals are summed themselves.
    if residualSum < 0.01 * products.outcomeSquare { residualSum = source.residualSumOfSquares() }
    let means = kept.map { absorbed.columnMeans[$0] }
    let total =
      hasEffects ? moments.centredSumsOfSquares[outcome] : products.outcomeSquare
    return LinearFit(
      kept: kept,
      omitted: design.regressors.indices.filter { isAbsorbed[$0] }.map {
        design.effects.isEmpty
          ? OmittedTerm(
            term: design.regressors[$0].name, reason: .collinear, with: [Estimate.constantTerm])
          : OmittedTerm(term: design.regressors[$0].name, reason: .absorbed)
      },
      slopes: fit.coefficients,
      constant: hasEffects
        ? absorbed.columnMeans[outcome] - zip(means, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        : nil,
      equations: EstimatingEquations(
        bread: hasEffects ? fit.bread.bordered(by: 1 / weight) : fit.bread,
        residualSumOfSquares: residualSum, scores: source),
      constantBasis: hasEffects ? .centred(means: means) : .absent,
      totalSumOfSquares: total,
      rSquared: 1 - residualSum / total,
      outcomeMean: hasEffects
        ? absorbed.columnMeans[outcome]
        : Summation.mean(design.outcome, weights: design.weights),
      withinTotalSumOfSquares: design.effects.isEmpty ? nil : products.outcomeSquare,
      exactRank: absorber.rank,
      computation: Computation(fit, absorbed: absorbed))
  }
}

/// Scores formed anew from the columns whenever they are summed.
struct StreamedScores: ScoreSource {
  let absorber: Absorber
  /// The kept regressors, then the outcome.
  let columns: [[Double]]
  let absorbed: AbsorbedColumns
  let slopes: [Double]
  let hasConstant: Bool

  func residualSumOfSquares() -> Double {
    absorber.scores(of: columns, absorbed, slopes: slopes, clusterings: [], products: false)
      .residualSumOfSquares
  }

  func sums(by groupings: [Grouping]) -> [Matrix] {
    let sums = absorber.scores(
      of: columns, absorbed, slopes: slopes, clusterings: groupings, products: false)
    return hasConstant ? sums.clusters : sums.clusters.map { $0.rows(Array(slopes.indices)) }
  }

  func sandwich(
    of bread: Matrix, leveragePower: Int
  ) throws(EstimationError) -> (Matrix, fullLeverageCount: Int) {
    precondition(leveragePower == 0, "leverages need stored columns")
    let sums = absorber.scores(
      of: columns, absorbed, slopes: slopes, clusterings: [], products: true)
    guard let products = sums.crossProducts else {
      throw .invalid("The products of scores were not formed.")
    }
    let meat =
      hasConstant
      ? products : products.columns(Array(slopes.indices)).rows(Array(slopes.indices))
    return ((bread * meat * bread).symmetrised, 0)
  }
}

extension Matrix {
  /// The matrix with one more row and column, zero but for their common element.
  func bordered(by corner: Double) -> Matrix {
    var result = Matrix(rowCount: rowCount + 1, columnCount: columnCount + 1)
    for j in 0..<columnCount {
      for i in 0..<rowCount { result[i, j] = self[i, j] }
    }
    result[rowCount, columnCount] = corner
    return result
  }
}
