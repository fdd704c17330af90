package import PanelData
package import PanelResults

/// Effects of a staggered treatment from a regression that is saturated in cohorts and distances.
package struct SunAbraham: Analysis, Equatable {
  package static let kind: AnalysisKind = "sun-abraham"
  package static let summary =
    "Effects of a staggered treatment from two-way fixed effects saturated in cohorts and "
    + "distances from treatment, averaged by shares of cohorts (Sun and Abraham)."

  package var model: ControlModel
  package var treatment: TreatmentColumn
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The covariance as written; clustered by unit where none is named.
  package var vcov: String?
  package var smallSample: SmallSampleOptions
  /// The first and the last distance from treatment that are reported; all where absent.
  package var window: EventWindow?
  /// The distance that is zero by normalisation.
  package var base: Int
  /// Whether standard errors add the variance of the estimated shares.
  package var addsShareVariance: Bool
  /// The confidence level of intervals.
  package var level: Double

  package init(
    model: ControlModel,
    treatment: TreatmentColumn,
    weights: String? = nil,
    condition: String? = nil,
    vcov: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(),
    window: EventWindow? = nil,
    base: Int = -1,
    addsShareVariance: Bool = false,
    level: Double = 0.95
  ) {
    self.model = model
    self.treatment = treatment
    self.weights = weights
    self.condition = condition
    self.vcov = vcov
    self.smallSample = smallSample
    self.window = window
    self.base = base
    self.addsShareVariance = addsShareVariance
    self.level = level
  }
}

extension SunAbraham {
  private enum CodingKeys: String, CodingKey {
    case weights, vcov, window, base, level
    case condition = "where"
    case smallSample = "small_sample"
    case shareVariance = "share_variance"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      model: try ControlModel(from: decoder),
      treatment: try TreatmentColumn(from: decoder),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      window: try container.decodeIfPresent(EventWindow.self, forKey: .window),
      base: try container.decodeIfPresent(Int.self, forKey: .base) ?? -1,
      addsShareVariance: try container.decodeIfPresent(Bool.self, forKey: .shareVariance) ?? false,
      level: try container.decodeLevel(forKey: .level)
    )
    guard base < 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .base,
        in: container,
        debugDescription: "the base lies before treatment, such as -1, not at \(base)"
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
        "The covariance: \(CovarianceSpecification.groupedForms.joined(separator: ", "))."
      ),
      KeyDescription(
        "small_sample",
        .object(SmallSampleOptions.keys),
        "How parameters and clusters are counted in the small-sample correction."
      ),
      KeyDescription(
        "window",
        .list(of: .integer),
        default: "all",
        "The first and the last distance from treatment that are reported, as in [-6, 4]; it "
          + "changes neither the sample nor the estimates."
      ),
      KeyDescription(
        "base",
        .integer,
        default: "-1",
        "The distance from treatment at which the effect is zero by normalisation."
      ),
      KeyDescription(
        "share_variance",
        .flag,
        default: "false",
        "Whether standard errors add the variance of the estimated shares of cohorts, as "
          + "eventstudyinteract does; fixest holds the shares fixed."
      ),
      KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
    ]
}

extension SunAbraham: TreatmentAnalysis {
  package func only(_ position: Int?) throws(EstimationError) -> SunAbraham {
    try Self.checkOnlyResult(position)
    return self
  }

  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    treatment
  }

  package func effect(in result: TreatmentEffectsResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? { nil }
}
