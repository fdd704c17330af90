import PanelData
import PanelResults

extension DifferenceInDifferences {
  /// The share of the treatment's coefficient that compares newly treated units with units that
  /// were treated before.
  ///
  /// - Parameters:
  ///   - timing: Of the whole panel.
  ///   - sample: The rows, effects and weights of the fit.
  ///   - formula: The model; the decomposition is one of two-way fixed effects.
  func forbiddenShare(
    of timing: TreatmentTiming, in sample: Design, formula: Formula
  ) -> Availability<Double> {
    .unavailable(because: .notApplicable)
  }
}
