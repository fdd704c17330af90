import Foundation

/// The penalty of a logistic lasso by cross-validation: of 50 penalties, evenly spaced in
/// logarithms from the smallest that sets every slope to zero down to a thousandth of it, the one
/// with the largest log likelihood in the rows held out.
package enum LogisticPath {
  /// Training rows of one fold, and those it holds out.
  package struct Split: Sendable {
    package var training: Matrix
    package var outcome: [Double]
    package var held: Matrix
    package var heldOutcome: [Double]

    package init(training: Matrix, outcome: [Double], held: Matrix, heldOutcome: [Double]) {
      self.training = training
      self.outcome = outcome
      self.held = held
      self.heldOutcome = heldOutcome
    }
  }

  private static let count = 50

  /// - Returns: The fit on all rows; `nil` where none settles, or a training sample has one kind
  ///   of outcome.
  package static func crossValidated(
    _ regressors: Matrix,
    outcome: [Double],
    splits: [Split]
  ) -> LogisticLasso? {
    let largest = LogisticLasso.largestPenalty(regressors, outcome: outcome)
    guard largest > 0 else { return LogisticLasso(regressors, outcome: outcome, penalty: 0) }
    let grid = (0..<count).map { largest * pow(1e-3, Double($0) / Double(count - 1)) }
    var likelihoods = [Double](repeating: 0, count: count)
    // Where a small penalty does not settle, the path ends there for every fold.
    var reached = count
    for split in splits {
      var start: LinearRule?
      for (place, penalty) in grid.enumerated().prefix(reached) {
        guard
          let fit = LogisticLasso(
            split.training,
            outcome: split.outcome,
            penalty: penalty,
            start: start
          )
        else {
          reached = place
          break
        }
        start = fit.rule
        likelihoods[place] += LogisticLasso.logLikelihood(
          fit.rule.predictions(split.held),
          split.heldOutcome
        )
      }
    }
    guard let best = (0..<reached).max(by: { likelihoods[$0] < likelihoods[$1] }) else {
      return nil
    }
    var fit: LogisticLasso?
    for penalty in grid[...best] {
      fit = LogisticLasso(regressors, outcome: outcome, penalty: penalty, start: fit?.rule)
      if fit == nil { return nil }
    }
    return fit
  }
}
