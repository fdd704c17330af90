package import PanelData
package import PanelResults

/// Effects of a staggered treatment as differences from imputed untreated outcomes.
package struct Imputation: Analysis, Equatable {
  package static let kind: AnalysisKind = "imputation"
  package static let summary =
    "Effects of a staggered treatment by imputing untreated outcomes (Borusyak, Jaravel and "
    + "Spiess), with conservative standard errors and a test of leads."

  package var model: ControlModel
  package var treatment: TreatmentColumn
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The covariance as written; clustered by unit where none is named.
  package var vcov: String?
  /// The last distance from treatment that is reported.
  package var horizons: Int?
  /// Leads that the test before treatment estimates.
  package var pretrends: Int
  package var leavesOut: Bool
  /// The effective number of observations below which an effect is not reported.
  package var minimumEffective: Double
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
    horizons: Int? = nil,
    pretrends: Int = 0,
    leavesOut: Bool = false,
    minimumEffective: Double = 0,
    dropsUnimputable: Bool = false,
    level: Double = 0.95
  ) {
    self.model = model
    self.treatment = treatment
    self.weights = weights
    self.condition = condition
    self.vcov = vcov
    self.horizons = horizons
    self.pretrends = pretrends
    self.leavesOut = leavesOut
    self.minimumEffective = minimumEffective
    self.dropsUnimputable = dropsUnimputable
    self.level = level
  }
}

extension Imputation {
  private enum CodingKeys: String, CodingKey {
    case weights, vcov, horizons, pretrends, level, autosample
    case condition = "where"
    case leaveOut = "leave_out"
    case minimumEffective = "min_effective"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      model: try ControlModel(from: decoder),
      treatment: try TreatmentColumn(from: decoder),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      horizons: try container.decodeIfPresent(Int.self, forKey: .horizons),
      pretrends: try container.decodeIfPresent(Int.self, forKey: .pretrends) ?? 0,
      leavesOut: try container.decodeIfPresent(Bool.self, forKey: .leaveOut) ?? false,
      minimumEffective: try container.decodeIfPresent(Double.self, forKey: .minimumEffective) ?? 0,
      dropsUnimputable: try container.decodeIfPresent(Bool.self, forKey: .autosample) ?? false,
      level: try container.decodeLevel(forKey: .level)
    )
    for (key, number) in [(CodingKeys.horizons, horizons ?? 0), (.pretrends, pretrends)]
    where number < 0 {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "'\(key.rawValue)' counts periods: 0 or more, not \(number)"
      )
    }
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
        "horizons",
        .integer,
        default: "all",
        "The last distance from treatment, in periods, whose effect is reported."
      ),
      KeyDescription(
        "pretrends",
        .integer,
        default: "0",
        "How many leads the test before treatment has: least squares on untreated observations."
      ),
      KeyDescription(
        "leave_out",
        .flag,
        default: "false",
        "Whether each cluster's own effects are left out of the mean that its effects are centred "
          + "about, for standard errors without bias from overfitting."
      ),
      KeyDescription(
        "min_effective",
        .number,
        default: "0",
        "The effective number of treated observations below which an effect is not reported; the "
          + "authors' program takes 30."
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

extension Imputation: TreatmentAnalysis {
  package func only(_ position: Int?) throws(EstimationError) -> Imputation {
    try Self.checkOnlyResult(position)
    return self
  }

  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    treatment
  }

  package func effect(in result: TreatmentEffectsResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? { nil }
}

extension TreatmentAnalysis {
  /// Refuses a position other than that of the one result of an entry.
  static func checkOnlyResult(_ position: Int?) throws(EstimationError) {
    guard let position, position != 1 else { return }
    throw .invalid("There is no result \(position): method \(kind.rawValue) has one.")
  }
}
