/// What every analysis leaves behind for the document.
///
/// A result is a value that reads and writes JSON, imports nothing of ours, and holds no NaN.
/// Tables and figures ask for capabilities, never for a concrete type.
package protocol AnalysisResult: Codable, Sendable {
  /// The `method` in JSON and in a study file, such as `fixed-effects`.
  static var method: String { get }
  /// Outcome, formula and labels: the head of a table column.
  var heading: ResultHeading { get }
  var sample: SampleDescription { get }
  /// One row per term, in the order of the specification.
  var estimates: [Estimate] { get }
  /// Numbers about the whole fit, in table order.
  var statistics: [StatisticEntry] { get }
  var tests: [HypothesisTest] { get }
  /// What the reader should know: omitted terms, few clusters.
  var remarks: [Remark] { get }
  var provenance: Provenance { get }
}

/// What a table prints above a column, and how raw names read in words.
package struct ResultHeading: Codable, Sendable, Equatable {
  /// The raw name of the outcome; absent where a result explains nothing, such as descriptives.
  package var outcome: String?
  /// The model as the author wrote it, lists expanded.
  package var formula: String?
  /// Labels of the variables the result mentions, by raw name.
  package var labels: [String: LocalizedText]
  /// What was changed of which model, where the model was made from another.
  package var variation: ModelVariation?

  package init(
    outcome: String? = nil,
    formula: String? = nil,
    labels: [String: LocalizedText] = [:],
    variation: ModelVariation? = nil
  ) {
    self.outcome = outcome
    self.formula = formula
    self.labels = labels
    self.variation = variation
  }
}

/// A capability: the result absorbed fixed effects and knows its covariance.
package protocol RegressionFit: AnalysisResult {
  var covariance: CovarianceDescription { get }
  var absorbedEffects: [AbsorbedEffect] { get }
  /// Regressors that were asked for and left out, with the reason.
  var omitted: [OmittedTerm] { get }
  /// The lists of regressors the author named, such as `controls`, with their members.
  var regressorLists: [String: [String]] { get }
  /// The same estimates under other covariances.
  var further: [FurtherInference] { get }
}

extension RegressionFit {
  package var further: [FurtherInference] { [] }
}

/// A set of fixed effects, as counted for the degrees of freedom.
package struct AbsorbedEffect: Codable, Sendable, Equatable {
  /// The raw name; `a^b` for an interacted effect.
  package var name: String
  package var levels: Int
  /// Levels that other effects already determine.
  package var redundant: Int
  /// Whether a cluster variable contains the effect, so that it costs no degrees of freedom.
  package var nested: Bool

  package init(name: String, levels: Int, redundant: Int, nested: Bool) {
    self.name = name
    self.levels = levels
    self.redundant = redundant
    self.nested = nested
  }
}

/// A regressor that was asked for and left out.
package struct OmittedTerm: Codable, Sendable, Equatable {
  package var term: String
  package var reason: Reason
  /// The terms it is a combination of, where that is the reason.
  package var with: [String]

  package enum Reason: String, Codable, Sendable, CaseIterable {
    case collinear, absorbed
  }

  package init(term: String, reason: Reason, with: [String] = []) {
    self.term = term
    self.reason = reason
    self.with = with
  }
}
