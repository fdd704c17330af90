import Foundation

/// The penalty of a lasso by cross-validation: of 100 penalties, evenly spaced in logarithms from
/// the smallest that sets every slope to zero down to a thousandth of it, the one with the least
/// mean squared error in the rows held out.
///
/// The grid comes from all rows; each fold is held out once. Errors of folds are averaged with
/// equal weight, as scikit-learn's LassoCV does.
package struct LassoCrossValidation: Sendable {
  package let penalty: Double
  package let rule: LinearRule

  /// There is none where a descent does not settle.
  ///
  /// - Parameters:
  ///   - folds: The moments of each fold's rows; at least two.
  ///   - count: How many penalties are tried.
  package init?(_ folds: [RegressionMoments], penalties count: Int = 100) {
    precondition(folds.count >= 2, "\(folds.count) folds")
    let all = folds.dropFirst().reduce(folds[0], +)
    let whole = Lasso(all)
    let largest = whole.largestPenalty
    guard largest > 0 else {
      guard let rule = whole.rule(penalty: 0) else { return nil }
      (penalty, self.rule) = (0, rule)
      return
    }
    let grid = (0..<count).map { largest * pow(1e-3, Double($0) / Double(count - 1)) }
    var errors = [Double](repeating: 0, count: count)
    for fold in folds {
      guard let rules = Lasso(all - fold).path(grid) else { return nil }
      for (place, rule) in rules.enumerated() {
        errors[place] += fold.meanSquaredError(of: rule) / Double(folds.count)
      }
    }
    // Of equal errors the larger penalty comes first.
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    guard let rules = whole.path(Array(grid[...best])), let rule = rules.last else { return nil }
    (penalty, self.rule) = (grid[best], rule)
  }
}
