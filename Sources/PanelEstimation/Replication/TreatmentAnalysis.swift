package import PanelData
package import PanelResults

/// An analysis of one treatment, which can be run again with another treatment in its place.
///
/// Placebo tests and randomisation inference are about such an analysis: they put made-up values
/// into the treatment's column and look at the same number again.
package protocol TreatmentAnalysis: Analysis {
  /// How many models the entry has: one under each covariance that is asked of it.
  var modelCount: Int { get }

  /// The entry with one of its models alone.
  ///
  /// - Parameter position: From 1; `nil` for an entry that has a single result.
  /// - Throws: ``EstimationError/invalid(_:)`` where there is no such model, or several and none
  ///   is named.
  func only(_ position: Int?) throws(EstimationError) -> Self

  /// The column whose values say who is treated, and when.
  ///
  /// - Precondition: The entry has one model; see ``only(_:)``.
  /// - Throws: ``EstimationError/invalid(_:)`` where the treatment is an expression, which cannot
  ///   be replaced; the text says to define it under `variables`.
  func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn

  /// The effect of the treatment in a result of the entry; `nil` where it has none.
  func effect(in result: Result) -> Estimate?

  /// The linear model behind the effect, which is a coefficient of it; `nil` where the effect is
  /// something else.
  ///
  /// - Parameter panel: The data, whose unit a default covariance clusters by.
  func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel?
}

extension TreatmentAnalysis {
  package var modelCount: Int { 1 }
}

/// A column that holds a treatment.
package enum TreatmentColumn: Sendable, Equatable {
  /// 1 under treatment, 0 otherwise.
  case indicator(String)
  /// The first treated period of the unit; 0 or missing where it is never treated.
  case cohort(String)

  package var name: String {
    switch self {
    case .indicator(let name), .cohort(let name): name
    }
  }
}
