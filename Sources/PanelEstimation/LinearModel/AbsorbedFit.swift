import PanelNumerics
import PanelResults

/// The road by a matrix of absorbed columns: for small or badly conditioned problems, and where
/// leverages are needed.
struct AbsorbedFit {
  private let engine: LeastSquaresEngine
  private let design: Design
  private let absorber: Absorber

  init(_ engine: LeastSquaresEngine, _ absorber: Absorber) {
    self.engine = engine
    design = engine.design
    self.absorber = absorber
  }

  func fit() throws(EstimationError) -> LinearFit {
    let columns = design.regressors.map(\.numbers) + [design.outcome]
    let absorbed = try engine.absorb(columns, by: absorber)
    let residuals = absorber.residuals(of: columns, absorbed)
    return try fit(
      columns.indices.map { j in
        AbsorbedColumn(
          residuals: residuals.column(j), mean: absorbed.columnMeans[j],
          centred: Summation.centredSumOfSquares(columns[j], weights: design.weights),
          iterations: absorbed.iterations, relativeError: absorbed.relativeError)
      })
  }

  /// Fits the design, its regressors and then its outcome off the effects already.
  func fit(_ columns: [AbsorbedColumn]) throws(EstimationError) -> LinearFit {
    let outcome = columns.count - 1
    let residuals = Matrix(columns: columns.map(\.residuals))
    let means = columns.map(\.mean)
    let centred = columns.map(\.centred)
    let weight = absorber.totalWeight
    let roots = design.weights.map { $0.map { $0.squareRoot() } }
    let scaled = roots.map { residuals.scalingRows(by: $0) } ?? residuals
    let isAbsorbed = columns.indices.map { j in
      AbsorbedRule.isAbsorbed(
        within: Summation.sumOfSquares(scaled.column(j)), centred: centred[j], mean: means[j],
        weight: weight)
    }
    if isAbsorbed[outcome] { throw engine.outcomeAbsorbed() }

    let candidates = design.regressors.indices.filter { !isAbsorbed[$0] }
    let noise = candidates.map {
      max(0x1p-53, columns[$0].iterations == 0 ? 0 : columns[$0].relativeError / 64)
        * (centred[$0] + means[$0] * means[$0] * weight).squareRoot()
    }
    let work = Double(design.observationCount) * Double((columns.count + 1) * (columns.count + 1))
    let fit = LeastSquares.fit(
      design: scaled.columns(candidates), outcome: scaled.column(outcome),
      lowOrder: work > LeastSquares.smallProblem
        ? nil
        : LowOrderParts.none(rowCount: design.observationCount, columnCount: candidates.count),
      columnNoise: noise, threads: engine.threads)
    let kept = fit.kept.map { candidates[$0] }
    let bread = fit.bread.bordered(by: 1 / weight)
    let source = StoredScores(
      columns: residuals.columns(kept).appendingOnes(),
      residuals: roots.map { roots in zip(fit.residuals, roots).map { $0 / $1 } } ?? fit.residuals,
      weights: design.weights, bread: bread, constantIsLeverage: false,
      effectLeverages: engine.needsLeverages ? try leverages() : nil)
    let slopeMeans = kept.map { means[$0] }
    return LinearFit(
      kept: kept,
      omitted: omitted(isAbsorbed, fit.dropped, candidates),
      slopes: fit.coefficients,
      constant: means[outcome] - Summation.dot(slopeMeans, fit.coefficients),
      equations: EstimatingEquations(
        bread: bread, residualSumOfSquares: fit.residualSumOfSquares, scores: source),
      constantBasis: .centred(means: slopeMeans),
      totalSumOfSquares: centred[outcome],
      rSquared: fit.rSquared(total: DoubleDouble(centred[outcome])),
      outcomeMean: means[outcome],
      withinTotalSumOfSquares: Summation.sumOfSquares(scaled.column(outcome)),
      exactRank: absorber.rank,
      computation: Computation(
        fit, iterations: columns.map(\.iterations).max() ?? 0,
        tolerance: columns.map(\.relativeError).max() ?? 0))
  }

  private func omitted(
    _ isAbsorbed: [Bool], _ dropped: [LeastSquaresFit.DroppedColumn], _ candidates: [Int]
  ) -> [OmittedTerm] {
    let names = design.regressors.map(\.name)
    var omitted: [Int: OmittedTerm] = [:]
    for j in names.indices where isAbsorbed[j] {
      omitted[j] = OmittedTerm(term: names[j], reason: .absorbed)
    }
    for column in dropped {
      let others = column.combination.map { names[candidates[$0.column]] }
      omitted[candidates[column.column]] = OmittedTerm(
        term: names[candidates[column.column]],
        reason: others.isEmpty ? .absorbed : .collinear, with: others)
    }
    return names.indices.compactMap { omitted[$0] }
  }

  private func leverages() throws(EstimationError) -> [Double] {
    do {
      return try absorber.leverages()
    } catch {
      throw EstimationError(error, effects: design.effects.map(\.name))
    }
  }
}

/// A column off the absorbed effects.
struct AbsorbedColumn: Sendable {
  /// n numbers, unweighted.
  var residuals: [Double]
  /// The weighted mean of the column itself.
  var mean: Double
  /// Σ w (x − x̄)² of the column itself.
  var centred: Double
  /// Of the absorption: 0 where it is exact.
  var iterations: Int
  var relativeError: Double
}

/// Scores of a fit whose columns are stored.
struct StoredScores: ScoreSource {
  /// n × p, unweighted; the constant last, where there is one.
  let columns: Matrix
  /// y less the fit, unweighted.
  let residuals: [Double]
  let weights: [Double]?
  let bread: Matrix
  /// Whether the last column counts in leverages; under absorbed effects they hold the constant.
  let constantIsLeverage: Bool
  /// Each row's leverage on the dummies of absorbed effects.
  let effectLeverages: [Double]?

  /// A leverage this near to one is one: the row is fitted by a parameter of its own.
  private static let fullLeverage = 1 - 1e-10

  func sums(by groupings: [Grouping]) -> [Matrix] {
    let scores = scores(scaledBy: nil)
    return groupings.map { grouping in
      var sums = Matrix(rowCount: columns.columnCount, columnCount: grouping.count)
      for j in 0..<columns.columnCount {
        for (row, code) in grouping.codes.enumerated() {
          sums.elements[Int(code) * columns.columnCount + j] +=
            scores.elements[j * scores.rowCount + row]
        }
      }
      return sums
    }
  }

  /// Rows meet the bread one by one, so that variances are sums of squares however nearly
  /// collinear the columns are.
  func sandwich(
    of bread: Matrix, leveragePower: Int
  ) throws(EstimationError) -> (Matrix, fullLeverageCount: Int) {
    guard leveragePower > 0 else { return ((scores(scaledBy: nil) * bread).crossProduct(), 0) }
    let leverages = leverages()
    let factors = leverages.map { leverage in
      leverage >= Self.fullLeverage
        ? 0 : leveragePower == 1 ? 1 / (1 - leverage).squareRoot() : 1 / (1 - leverage)
    }
    let full = leverages.count { $0 >= Self.fullLeverage }
    return ((scores(scaledBy: factors) * bread).crossProduct(), full)
  }

  /// w e x for each row: n × p.
  private func scores(scaledBy factors: [Double]?) -> Matrix {
    var scale = residuals
    if let weights { for row in scale.indices { scale[row] *= weights[row] } }
    if let factors { for row in scale.indices { scale[row] *= factors[row] } }
    return columns.scalingRows(by: scale)
  }

  /// w x'Bx, and the effects' part.
  private func leverages() -> [Double] {
    let count = constantIsLeverage ? columns.columnCount : columns.columnCount - 1
    let used = Array(0..<count)
    let design = columns.columns(used)
    let rotated = design * bread.columns(used).rows(used)
    var leverages = [Double](repeating: 0, count: residuals.count)
    for j in 0..<count {
      for row in leverages.indices {
        leverages[row] +=
          rotated.elements[j * rotated.rowCount + row] * design.elements[j * design.rowCount + row]
      }
    }
    if let weights { for row in leverages.indices { leverages[row] *= weights[row] } }
    if let effectLeverages {
      for row in leverages.indices { leverages[row] += effectLeverages[row] }
    }
    return leverages
  }
}

extension Matrix {
  /// The matrix with a column of ones behind.
  func appendingOnes() -> Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount + 1,
      elements: elements + [Double](repeating: 1, count: rowCount))
  }
}
