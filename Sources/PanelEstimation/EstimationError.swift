package import PanelData

/// Why an estimate could not be computed, in words for the author of a study.
package enum EstimationError: Error, Equatable {
  case data(DataError)
  case collinear(term: String, with: [String])
  case tooFewClusters(column: String, found: Int, needed: Int)
  case constantOutcome(column: String)
  case emptySample(reasons: String)
  case notConverged(what: String, iterations: Int, reached: Double, wanted: Double)
  /// Anything else: what, where and what to do.
  case invalid(String)
  /// A fault of one model of an entry with several, counted from 1.
  indirect case model(number: Int, formula: String, EstimationError)
}

extension EstimationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .data(let error): return error.description
    case .collinear(let term, let others):
      let cause =
        others.isEmpty
        ? "does not vary once the fixed effects are removed"
        : "is a linear combination of \(others.joined(separator: ", ")) once the fixed effects "
          + "are removed"
      return "'\(term)' \(cause). Drop it, or absorb fewer effects."
    case .tooFewClusters(let column, let found, let needed):
      return "Clustering by '\(column)' needs at least \(needed) clusters; the sample has \(found)."
    case .constantOutcome(let column):
      return "The outcome '\(column)' has one value in the whole sample: there is nothing to explain."
    case .emptySample(let reasons):
      return "No observation is left. \(reasons)"
    case .notConverged(let what, let iterations, let reached, let wanted):
      return
        "\(what) did not converge: \(iterations) iterations reached \(reached), \(wanted) is needed."
    case .invalid(let message): return message
    case .model(let number, let formula, let error):
      return "Model \(number) (\(formula)): \(error)"
    }
  }
}
