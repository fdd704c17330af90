import Foundation
import Testing

@testable import PanelNumerics

/// Learners of linear rules and of trees.
@Suite struct LearningTests {
  /// n × p: some columns correlated, one constant, on scales from 0.01 to 100.
  private static func sample(_ rows: Int) -> (
    regressors: Matrix, outcome: [Double], binary: [Double]
  ) {
    var generator = Philox(seed: 11, stream: 3)
    var columns: [[Double]] = []
    for j in 0..<8 {
      let scale = pow(10, Double(j % 5) - 2)
      columns.append(
        (0..<rows).map { (i: Int) -> Double in
          let shared: Double = j > 0 && j < 4 ? columns[0][i] / 0.01 : 0
          return scale * (generator.uniform() + 0.5 * shared) + Double(j)
        }
      )
    }
    columns.append([Double](repeating: 7, count: rows))
    let noise = (0..<rows).map { _ in generator.uniform() - 0.5 }
    let outcome: [Double] = (0..<rows).map { i in
      let signal: Double = 30 * columns[0][i] - 2 * columns[2][i]
      return signal + 0.02 * columns[4][i] + noise[i]
    }
    let centre = outcome.reduce(0, +) / Double(rows)
    let binary: [Double] = (0..<rows).map { i in
      outcome[i] + generator.uniform() > centre + 0.5 ? 1 : 0
    }
    return (Matrix(columns: columns), outcome, binary)
  }

  private static func deviation(_ column: [Double]) -> Double {
    (Summation.centredSumOfSquares(column) / Double(column.count)).squareRoot()
  }

  private static func moments(_ regressors: Matrix, _ outcome: [Double]) -> RegressionMoments {
    RegressionMoments(
      Matrix(
        rowCount: regressors.rowCount,
        columnCount: regressors.columnCount + 1,
        elements: regressors.elements + outcome
      )
    )
  }

  /// At the minimum the covariance of a standardised regressor with residuals is ±α where its slope
  /// is not zero, and within ±α elsewhere.
  @Test(arguments: [0.001, 0.02, 0.2])
  func meetsTheConditionsOfALasso(penalty: Double) throws {
    let (regressors, outcome, _) = Self.sample(200)
    let lasso = Lasso(Self.moments(regressors, outcome))
    let rule = try #require(lasso.rule(penalty: penalty))
    let residuals = zip(outcome, rule.predictions(regressors)).map { $0 - $1 }
    #expect(abs(Summation.mean(residuals)) < 1e-10)
    for j in 0..<8 {
      let column = regressors.column(j)
      let covariance =
        Summation.dot(column, residuals) / 200 / Self.deviation(column)
      let slope = rule.slopes[j]
      if slope == 0 {
        #expect(abs(covariance) <= penalty * (1 + 1e-6))
      } else {
        #expect(abs(covariance - (slope > 0 ? penalty : -penalty)) < 1e-8)
      }
    }
    #expect(rule.slopes[8] == 0)
    let empty = try #require(lasso.rule(penalty: lasso.largestPenalty))
    #expect(empty.slopes.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func meetsTheConditionsOfALogisticLasso() throws {
    let (regressors, _, binary) = Self.sample(300)
    for penalty in [0, 0.01, 0.1] {
      let fit = try #require(LogisticLasso(regressors, outcome: binary, penalty: penalty))
      let residuals = zip(binary, fit.probabilities(regressors)).map { $0 - $1 }
      #expect(abs(Summation.mean(residuals)) < 1e-9)
      for j in 0..<8 {
        let column = regressors.column(j)
        let mean = Summation.mean(column)
        let score =
          Summation.dot(column.map { $0 - mean }, residuals) / 300 / Self.deviation(column)
        let slope = fit.rule.slopes[j]
        if slope == 0 {
          #expect(abs(score) <= penalty + 1e-8)
        } else {
          #expect(abs(score - (slope > 0 ? penalty : -penalty)) < 1e-7)
        }
      }
    }
  }

  /// Regressors that tell ones from zeros leave no estimate without a penalty.
  @Test func findsNoLogitOfSeparatedGroups() {
    let regressors = Matrix(columns: [(0..<20).map(Double.init)])
    let binary = (0..<20).map { $0 < 10 ? 0.0 : 1 }
    #expect(LogisticLasso(regressors, outcome: binary, penalty: 0) == nil)
    #expect(LogisticLasso(regressors, outcome: binary, penalty: 0.05) != nil)
  }

  @Test func choosesThePenaltyOfTheLeastError() throws {
    let (regressors, outcome, _) = Self.sample(200)
    let rows = (0..<5).map { fold in (0..<200).filter { $0 % 5 == fold } }
    let folds = rows.map { Self.moments(regressors.rows($0), $0.map { outcome[$0] }) }
    let chosen = try #require(LassoCrossValidation(folds))
    func error(_ penalty: Double) throws -> Double {
      try rows.enumerated().reduce(0.0) { sum, part in
        let other = (0..<200).filter { $0 % 5 != part.offset }
        let lasso = Lasso(Self.moments(regressors.rows(other), other.map { outcome[$0] }))
        let rule = try #require(lasso.rule(penalty: penalty))
        let missed = zip(part.element, rule.predictions(regressors.rows(part.element))).map {
          outcome[$0] - $1
        }
        return sum + Summation.sumOfSquares(missed) / Double(missed.count)
      }
    }
    let least = try error(chosen.penalty)
    #expect(try least <= error(chosen.penalty * 1.1) && least <= error(chosen.penalty / 1.1))
    #expect(chosen.penalty > 0)
    #expect(least / 5 < Summation.centredSumOfSquares(outcome) / 200)
  }

  @Test(.enabled(if: TreeEnsemble.isAvailable), arguments: [TreeEnsemble.Kind.forest, .boosting])
  func learnsAShapeByTrees(kind: TreeEnsemble.Kind) throws {
    var generator = Philox(seed: 2, stream: 0)
    let values = (0..<600).map { _ in generator.uniform() }
    let regressors = Matrix(columns: [values, values.map { _ in generator.uniform() }])
    let outcome = values.map { 1000 + 5 * sin(6 * $0) }
    let ensemble = TreeEnsemble(
      kind: kind,
      trees: 100,
      depth: kind == .forest ? 0 : 3,
      leaf: 1,
      featureShare: 1,
      sampleShare: 0.8,
      rate: kind == .forest ? 1 : 0.1
    )
    func predictions(_ seed: UInt32) throws -> [Double] {
      try ensemble.predictions(
        training: regressors,
        outcome: outcome,
        predicting: regressors,
        seed: seed
      )
    }
    let found = try predictions(1)
    let error = Summation.sumOfSquares(zip(outcome, found).map { $0 - $1 }) / 600
    #expect(error < 0.02)
    #expect(try predictions(1) == found)
    #expect(try predictions(2) != found)
  }

  @Test(.enabled(if: TreeEnsemble.isAvailable))
  func keepsBoostedProbabilitiesWithinBounds() throws {
    let (regressors, _, binary) = Self.sample(300)
    let ensemble = TreeEnsemble(
      kind: .boosting,
      trees: 50,
      depth: 2,
      leaf: 1,
      featureShare: 1,
      sampleShare: 1,
      rate: 0.1
    )
    let found = try ensemble.predictions(
      training: regressors,
      outcome: binary,
      predicting: regressors,
      objective: .probability,
      seed: 3
    )
    #expect(found.allSatisfy { $0 > 0 && $0 < 1 })
    let share = Summation.mean(binary)
    #expect(abs(Summation.mean(found) - share) < 0.02)
  }

  /// An outcome of one value is predicted as that value, without a tree.
  @Test(.enabled(if: TreeEnsemble.isAvailable))
  func predictsAConstant() throws {
    let (regressors, _, _) = Self.sample(30)
    let ensemble = TreeEnsemble(
      kind: .forest,
      trees: 5,
      depth: 0,
      leaf: 1,
      featureShare: 1,
      sampleShare: 1,
      rate: 1
    )
    let found = try ensemble.predictions(
      training: regressors,
      outcome: [Double](repeating: 3, count: 30),
      predicting: regressors,
      seed: 3
    )
    #expect(found == [Double](repeating: 3, count: 30))
  }
}
