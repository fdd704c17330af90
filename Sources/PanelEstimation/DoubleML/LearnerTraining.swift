import Foundation
import PanelNumerics
import PanelResults

/// One learner, trained on some rows to predict others.
struct LearnerTraining {
  var learner: LearnerDescription
  /// n × p.
  var training: Matrix
  var outcome: [Double]
  /// The group of each training row, which validation folds never cut.
  var groups: [Int32]
  /// m × p.
  var prediction: Matrix
  /// Whether the outcome is 0 or 1 and its probability is wanted.
  var isProbability: Bool
  /// The draws of this training alone.
  var generator: Philox

  /// m predictions.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` with what stood in a learner's way.
  func predictions() throws(EstimationError) -> [Double] {
    var generator = generator
    switch learner.method {
    case .ols: return try isProbability ? logit() : leastSquares()
    case .lasso:
      return try isProbability ? penalisedLogit(&generator) : penalised(&generator)
    case .randomForest, .gradientBoosting: return try trees(&generator)
    }
  }

  private func leastSquares() throws(EstimationError) -> [Double] {
    let rows = training.rowCount
    let design = Matrix(
      rowCount: rows,
      columnCount: training.columnCount + 1,
      elements: [Double](repeating: 1, count: rows) + training.elements
    )
    let fit = LeastSquares.fit(
      design: design,
      outcome: outcome,
      lowOrder: LowOrderParts.none(rowCount: rows, columnCount: design.columnCount),
      columnNoise: [Double](repeating: 0, count: design.columnCount),
      threads: 1
    )
    var rule = LinearRule(
      intercept: 0,
      slopes: [Double](repeating: 0, count: training.columnCount)
    )
    for (column, coefficient) in zip(fit.kept, fit.coefficients) {
      if column == 0 { rule.intercept = coefficient } else { rule.slopes[column - 1] = coefficient }
    }
    return rule.predictions(prediction)
  }

  private func logit() throws(EstimationError) -> [Double] {
    guard let fit = LogisticLasso(training, outcome: outcome, penalty: 0) else {
      throw .invalid(
        "A logit of the treatment on the controls has no estimate: controls tell treated and "
          + "untreated apart, or are collinear. Use a lasso or trees, or fewer controls."
      )
    }
    return fit.probabilities(prediction)
  }

  // MARK: Lasso

  private static let unsettled = EstimationError.invalid(
    "The descent of a lasso did not settle: controls are nearly collinear. Leave some of them out, "
      + "or set a larger 'penalty'."
  )

  /// Regressors and outcome, measured from the means of the training rows.
  private var centred: (values: Matrix, origin: [Double]) {
    var values = Matrix(
      rowCount: training.rowCount,
      columnCount: training.columnCount + 1,
      elements: training.elements + outcome
    )
    let origin = (0..<values.columnCount).map { Summation.mean(values.column($0)) }
    for j in origin.indices {
      for i in 0..<values.rowCount { values[i, j] -= origin[j] }
    }
    return (values, origin)
  }

  private func penalised(_ generator: inout Philox) throws(EstimationError) -> [Double] {
    let (values, origin) = centred
    let found: LinearRule?
    if let penalty = learner.penalty {
      found = Lasso(RegressionMoments(values)).rule(penalty: penalty)
    } else {
      let moments = try validationFolds(&generator).map { RegressionMoments(values.rows($0)) }
      found = LassoCrossValidation(moments)?.rule
    }
    guard var rule = found else { throw Self.unsettled }
    rule.intercept += (origin.last ?? 0) - Summation.dot(rule.slopes, Array(origin.dropLast()))
    return rule.predictions(prediction)
  }

  private func penalisedLogit(_ generator: inout Philox) throws(EstimationError) -> [Double] {
    if let penalty = learner.penalty {
      guard let fit = LogisticLasso(training, outcome: outcome, penalty: penalty) else {
        throw Self.unsettled
      }
      return fit.probabilities(prediction)
    }
    let folds = try validationFolds(&generator)
    let all = Array(0..<training.rowCount)
    let sets = folds.map { held in
      let isHeld = Set(held)
      let rows = all.filter { !isHeld.contains($0) }
      return LogisticPath.Split(
        training: training.rows(rows),
        outcome: rows.map { outcome[$0] },
        held: training.rows(held),
        heldOutcome: held.map { outcome[$0] }
      )
    }
    guard let fit = LogisticPath.crossValidated(training, outcome: outcome, splits: sets) else {
      throw Self.unsettled
    }
    return fit.probabilities(prediction)
  }

  /// Rows of each validation fold: groups shuffled, and dealt out in turn.
  private func validationFolds(_ generator: inout Philox) throws(EstimationError) -> [[Int]] {
    let count = learner.validationFolds ?? 5
    let found = Set(groups).sorted()
    guard found.count >= count else {
      throw .invalid(
        "A lasso's penalty is chosen by \(count) validation folds, and a training sample has "
          + "\(found.count) groups only. Use fewer 'validation_folds', or give 'penalty'."
      )
    }
    let fold = FoldAssignment.dealt(found, into: count, &generator)
    var rows = [[Int]](repeating: [], count: count)
    for (row, group) in groups.enumerated() { rows[fold[group] ?? 0].append(row) }
    return rows
  }

  // MARK: Trees

  private func trees(_ generator: inout Philox) throws(EstimationError) -> [Double] {
    let isForest = learner.method == .randomForest
    let ensemble = TreeEnsemble(
      kind: isForest ? .forest : .boosting,
      trees: learner.trees ?? 100,
      depth: learner.depth ?? 0,
      leaf: learner.leaf ?? 1,
      featureShare: learner.features ?? 1,
      sampleShare: learner.sample ?? 1,
      rate: isForest ? 1 : learner.rate ?? 0.1
    )
    do throws(TreeError) {
      return try ensemble.predictions(
        training: training,
        outcome: outcome,
        predicting: prediction,
        objective: isProbability ? .probability : .mean,
        seed: UInt32(truncatingIfNeeded: generator.next())
      )
    } catch {
      throw .invalid(
        "The learner \(learner.method.rawValue) could not be trained: \(error.message)."
      )
    }
  }
}

/// The folds of rows.
enum FoldAssignment {
  /// Groups in random order, dealt out in turn: folds have equal numbers of groups, give or take
  /// one.
  static func dealt(
    _ groups: [Int32],
    into count: Int,
    _ generator: inout Philox
  ) -> [Int32: Int] {
    var order = groups
    generator.shuffle(&order)
    var folds: [Int32: Int] = [:]
    for (position, group) in order.enumerated() { folds[group] = position % count }
    return folds
  }
}
