import PanelNumerics
import PanelResults

/// Treated and control units in two periods, treated ones first.
struct TwoPeriodComparison: Sendable {
  /// Of the outcome, over the two periods: m numbers.
  var changes: [Double]
  /// The first rows, this many, are treated; the others are controls.
  var treated: Int
  /// m positive weights; absent for equal ones.
  var weights: [Double]?
  /// k covariates in the earlier period, m numbers each.
  var covariates: [[Double]] = []

  /// An effect and what each unit contributes to its error.
  struct Effect: Sendable {
    /// In units of the outcome.
    var value: Double
    /// The influence function over m: the error of the effect is their sum, the variance that of
    /// their squares.
    var contributions: [Double]
  }

  /// Probabilities of treatment from which on a comparison counts as impossible, as in R's `did`.
  static let highestProbability = 0.999
  /// Controls more likely than this to be treated weigh nothing, as in DRDID 1.2.
  static let trimming = 0.995

  private var rowCount: Int { changes.count }

  /// The effect on the treated.
  ///
  /// - Throws: Why there is none, as a reason for the reader.
  /// - SeeAlso: Sant'Anna and Zhao (2020), *Doubly robust difference-in-differences estimators*,
  ///   equations 2.3 to 2.5 and theorem A.1; DRDID's `reg_did_panel`, `std_ipw_did_panel` and
  ///   `drdid_panel`.
  func effect(
    by estimation: EffectConventions.Estimation
  ) throws(AbsenceFound) -> Effect {
    guard treated > 0 else { throw AbsenceFound(.noObservations) }
    guard treated < rowCount else { throw AbsenceFound(.noComparison) }
    guard !covariates.isEmpty, estimation != .unconditional else { return unconditional() }
    let columns = try standardised()
    switch estimation {
    case .unconditional: return unconditional()
    case .regression: return byRegression(try outcomeRegression(columns), columns)
    case .weighting: return byWeighting(try propensityScore(columns), columns)
    case .doublyRobust:
      let score = try propensityScore(columns)
      return doublyRobust(score, try outcomeRegression(columns), columns)
    }
  }

  /// The difference of mean changes.
  ///
  ///     ATT = mean(Δy | treated) − mean(Δy | controls)
  private func unconditional() -> Effect {
    let first = mean(0..<treated)
    let second = mean(treated..<rowCount)
    var contributions = [Double](repeating: 0, count: rowCount)
    for row in 0..<treated {
      contributions[row] = weight(row) * (changes[row] - first.mean) / first.weight
    }
    for row in treated..<rowCount {
      contributions[row] = -weight(row) * (changes[row] - second.mean) / second.weight
    }
    return Effect(value: first.mean - second.mean, contributions: contributions)
  }

  /// Changes of the treated less those predicted from controls with their covariates.
  private func byRegression(_ regression: OutcomeRegression, _ columns: Matrix) -> Effect {
    let (treatedMean, treatedWeight) = mean(0..<treated)
    let predicted = (0..<treated).reduce(0) { $0 + weight($1) * regression.predicted[$1] }
    let controlMean = predicted / treatedWeight
    var contributions = [Double](repeating: 0, count: rowCount)
    let direction = sums(of: columns) { $0 < treated ? weight($0) : 0 }
    let fromSlopes = columns * regression.inverse.map(direction)
    for row in 0..<rowCount {
      let own =
        row < treated
        ? weight(row) * ((changes[row] - treatedMean) - (regression.predicted[row] - controlMean))
        : -weight(row) * (changes[row] - regression.predicted[row]) * fromSlopes[row]
      contributions[row] = own / treatedWeight
    }
    return Effect(value: treatedMean - controlMean, contributions: contributions)
  }

  /// Mean changes, controls weighted to look like the treated.
  private func byWeighting(_ score: PropensityScore, _ columns: Matrix) -> Effect {
    let (treatedMean, treatedWeight) = mean(0..<treated)
    let odds = controlWeights(score)
    let controlWeight = odds.reduce(0, +)
    let controlMean = Summation.dot(odds, changes) / controlWeight
    let direction = sums(of: columns) { odds[$0] * (changes[$0] - controlMean) }
    let fromScore = columns * (score.inverseInformation * direction)
    var contributions = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      let indicator: Double = row < treated ? 1 : 0
      let treatedPart = indicator * weight(row) * (changes[row] - treatedMean) / treatedWeight
      let controlPart =
        odds[row] * (changes[row] - controlMean)
        + weight(row) * (indicator - score.probabilities[row]) * fromScore[row]
      contributions[row] = treatedPart - controlPart / controlWeight
    }
    return Effect(value: treatedMean - controlMean, contributions: contributions)
  }

  /// Both: weighted means of what the regression leaves of the changes.
  private func doublyRobust(
    _ score: PropensityScore, _ regression: OutcomeRegression, _ columns: Matrix
  ) -> Effect {
    let rest = zip(changes, regression.predicted).map { $0 - $1 }
    let treatedWeight = (0..<treated).reduce(0) { $0 + weight($1) }
    let treatedMean = (0..<treated).reduce(0) { $0 + weight($1) * rest[$1] } / treatedWeight
    let odds = controlWeights(score)
    let controlWeight = odds.reduce(0, +)
    let controlMean = Summation.dot(odds, rest) / controlWeight
    let ofTreated = sums(of: columns) { $0 < treated ? weight($0) : 0 }
    let ofControls = sums(of: columns) { odds[$0] }
    let slopesInTreated = columns * regression.inverse.map(ofTreated)
    let slopesInControls = columns * regression.inverse.map(ofControls)
    let direction = sums(of: columns) { odds[$0] * (rest[$0] - controlMean) }
    let fromScore = columns * (score.inverseInformation * direction)
    var contributions = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      let indicator: Double = row < treated ? 1 : 0
      let residual = (1 - indicator) * weight(row) * rest[row]
      let treatedPart =
        indicator * weight(row) * (rest[row] - treatedMean) - residual * slopesInTreated[row]
      let controlPart =
        odds[row] * (rest[row] - controlMean)
        + weight(row) * (indicator - score.probabilities[row]) * fromScore[row]
        - residual * slopesInControls[row]
      contributions[row] = treatedPart / treatedWeight - controlPart / controlWeight
    }
    return Effect(value: treatedMean - controlMean, contributions: contributions)
  }
}

/// Why a comparison gives no number.
struct AbsenceFound: Error {
  var reason: AbsenceReason
  init(_ reason: AbsenceReason) { self.reason = reason }
}

extension TwoPeriodComparison {
  /// What controls' changes are, given their covariates.
  private struct OutcomeRegression {
    /// x'β at each of m rows.
    var predicted: [Double]
    var inverse: InverseMoments
  }

  /// (Σ w x x')⁻¹ over controls.
  private struct InverseMoments {
    var factor: Cholesky
    func map(_ vector: [Double]) -> [Double] { factor.solve(vector) }
  }

  /// The largest ratio of eigenvalues of moments at which covariates count as independent.
  private static let conditionLimit = 1e12

  private func outcomeRegression(
    _ columns: Matrix
  ) throws(AbsenceFound) -> OutcomeRegression {
    let controls = Array(treated..<rowCount)
    let roots = controls.map { weight($0).squareRoot() }
    let scaled = columns.rows(controls).scalingRows(by: roots)
    guard let factor = independentMoments(of: scaled) else {
      throw AbsenceFound(.collinearCovariates)
    }
    let target = zip(controls, roots).map { changes[$0] * $1 }
    let slopes = factor.solve(scaled.transposedTimes(target))
    return OutcomeRegression(
      predicted: columns * slopes, inverse: InverseMoments(factor: factor))
  }

  private func propensityScore(_ columns: Matrix) throws(AbsenceFound) -> PropensityScore {
    guard independentMoments(of: columns) != nil else { throw AbsenceFound(.collinearCovariates) }
    guard let score = PropensityScore(columns: columns, treated: treated, weights: weights),
      score.probabilities.allSatisfy({ $0 < Self.highestProbability }),
      score.probabilities[treated...].contains(where: { $0 < Self.trimming })
    else { throw AbsenceFound(.noOverlap) }
    return score
  }

  /// The factor of X'X; `nil` where columns are collinear.
  private func independentMoments(of columns: Matrix) -> Cholesky? {
    let moments = columns.crossProduct()
    let scales = moments.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    let correlation = moments.scalingRows(by: scales).transposed.scalingRows(by: scales)
    let eigenvalues = SymmetricEigen(correlation.symmetrised).values
    guard let smallest = eigenvalues.first, let largest = eigenvalues.last,
      smallest * Self.conditionLimit > largest
    else { return nil }
    return Cholesky(moments)
  }

  /// w p / (1 − p) of controls that are not trimmed, 0 elsewhere.
  private func controlWeights(_ score: PropensityScore) -> [Double] {
    (0..<rowCount).map { row in
      let probability = score.probabilities[row]
      return row < treated || probability >= Self.trimming
        ? 0 : weight(row) * probability / (1 - probability)
    }
  }

  /// A constant and the covariates, each less its mean and over its spread: m × (k + 1). Effects
  /// and contributions do not depend on it.
  private func standardised() throws(AbsenceFound) -> Matrix {
    var columns = [[Double](repeating: 1, count: rowCount)]
    for covariate in covariates {
      let mean = Summation.mean(covariate)
      let spread =
        (Summation.centredSumOfSquares(covariate) / Double(rowCount)).squareRoot()
      guard spread > 1e-12 * abs(mean) else { throw AbsenceFound(.collinearCovariates) }
      columns.append(covariate.map { ($0 - mean) / spread })
    }
    return Matrix(columns: columns)
  }

  @inline(__always)
  private func weight(_ row: Int) -> Double { weights.map { $0[row] } ?? 1 }

  /// The weighted mean change of some rows, and their weight.
  private func mean(_ rows: Range<Int>) -> (mean: Double, weight: Double) {
    guard let weights else {
      // Two passes keep the digits of changes that are all much alike.
      let shift = changes[rows.lowerBound]
      var sum = 0.0
      for row in rows { sum += changes[row] - shift }
      return (shift + sum / Double(rows.count), Double(rows.count))
    }
    var sum = 0.0
    var total = 0.0
    for row in rows {
      sum += weights[row] * changes[row]
      total += weights[row]
    }
    return (sum / total, total)
  }

  /// Σ f x over rows.
  private func sums(of columns: Matrix, _ factor: (Int) -> Double) -> [Double] {
    columns.transposedTimes((0..<rowCount).map(factor))
  }
}
