package import PanelData
package import PanelResults

/// Effects of a staggered treatment by two-stage difference-in-differences.
package struct TwoStage: Analysis, Equatable {
  package static let kind: AnalysisKind = "two-stage-did"
  package static let summary =
    "Effects of a staggered treatment in two stages (Gardner): effects and controls from untreated "
    + "observations, then means of what is left, with a GMM variance over both stages."

  package var model: ControlModel
  package var treatment: TreatmentColumn
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The covariance as written; clustered by unit where none is named.
  package var vcov: String?
  /// The first and the last distance from treatment of the event study; all where absent.
  package var window: EventWindow?
  /// A distance that is zero by normalisation; none by default.
  package var base: Int?
  /// Whether treated observations that cannot be imputed leave the sample.
  package var dropsUnimputable: Bool
  /// The confidence level of intervals.
  package var level: Double

  package init(
    model: ControlModel,
    treatment: TreatmentColumn,
    weights: String? = nil,
    condition: String? = nil,
    vcov: String? = nil,
    window: EventWindow? = nil,
    base: Int? = nil,
    dropsUnimputable: Bool = false,
    level: Double = 0.95
  ) {
    self.model = model
    self.treatment = treatment
    self.weights = weights
    self.condition = condition
    self.vcov = vcov
    self.window = window
    self.base = base
    self.dropsUnimputable = dropsUnimputable
    self.level = level
  }
}

extension TwoStage {
  private enum CodingKeys: String, CodingKey {
    case weights, vcov, window, base, autosample, level
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      model: try ControlModel(from: decoder),
      treatment: try TreatmentColumn(from: decoder),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      window: try container.decodeIfPresent(EventWindow.self, forKey: .window),
      base: try container.decodeIfPresent(Int.self, forKey: .base),
      dropsUnimputable: try container.decodeIfPresent(Bool.self, forKey: .autosample) ?? false,
      level: try container.decodeLevel(forKey: .level)
    )
  }

  package static let keys: [KeyDescription] =
    [ControlModel.keys[0]] + TreatmentColumn.keys + ControlModel.keys.dropFirst() + [
      KeyDescription("weights", .text, "A column of analytic weights, such as population."),
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription(
        "vcov",
        .text,
        default: "clustered by unit",
        "The clusters of the standard errors, in one dimension: cluster(state)."
      ),
      KeyDescription(
        "window",
        .list(of: .integer),
        default: "all",
        "The first and the last distance from treatment of the event study, as in [-6, 4]; it "
          + "takes nothing from the sample."
      ),
      KeyDescription(
        "base",
        .integer,
        default: "none",
        "A distance from treatment that is zero by normalisation; the first stage needs none."
      ),
      KeyDescription(
        "autosample",
        .flag,
        default: "false",
        "Whether treated observations that cannot be imputed are left out, instead of being an "
          + "error."
      ),
      KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
    ]
}

extension TwoStage: TreatmentAnalysis {
  package func only(_ position: Int?) throws(EstimationError) -> TwoStage {
    try Self.checkOnlyResult(position)
    return self
  }

  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    treatment
  }

  package func effect(in result: TreatmentEffectsResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? { nil }
}
