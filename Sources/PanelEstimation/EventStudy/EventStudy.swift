package import PanelData
package import PanelResults

/// An event study by two-way fixed effects: one coefficient per distance from treatment.
package struct EventStudy: Analysis, Equatable {
  package static let kind: AnalysisKind = "event-study"
  package static let summary =
    "Effects by time since treatment from two-way fixed effects, with a test of effects before it "
    + "and a simultaneous band."

  package var treatment: TreatmentColumn
  package var model: ControlModel
  /// The distances that are studied; all that occur where it is absent.
  package var window: EventWindow?
  /// The distances whose effect is zero by normalisation.
  package var base: [Int]
  package var endpoints: EndpointRule
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The covariance, as written; clustered by unit where none is named.
  package var vcov: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// The confidence level of intervals and of the band.
  package var level: Double
  package var band: BandOptions

  package init(
    treatment: TreatmentColumn, model: ControlModel, window: EventWindow? = nil,
    base: [Int] = [-1], endpoints: EndpointRule = .bin, weights: String? = nil,
    condition: String? = nil, vcov: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(), singletons: SingletonRule = .drop,
    level: Double = 0.95, band: BandOptions = BandOptions()
  ) {
    self.treatment = treatment
    self.model = model
    self.window = window
    self.base = base
    self.endpoints = endpoints
    self.weights = weights
    self.condition = condition
    self.vcov = vcov
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
    self.band = band
  }
}

/// What becomes of distances outside the window.
package enum EndpointRule: String, Codable, Sendable, CaseIterable {
  /// The first and the last distance of the window stand for all beyond them.
  case bin
  /// Observations at distances outside the window leave the sample.
  case drop
  /// Distances outside the window have coefficients of their own, which are not shown.
  case full
}

/// How the simultaneous band is computed.
package struct BandOptions: Sendable, Equatable {
  /// Simulated draws; 0 for no band.
  package var draws: Int

  package init(draws: Int = 10_000) { self.draws = draws }

  /// The fewest draws that a quantile can be read from, and the most that are worth while.
  package static let range = 100...10_000_000
}

extension BandOptions: Decodable {
  private enum CodingKeys: String, CodingKey { case draws }

  package init(from decoder: any Decoder) throws {
    if let word = try decoder.decodeIfShaped(String.self) {
      guard word == "none" else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "write 'none' for no band, or {draws: 10000}, not '\(word)'"))
      }
      self.init(draws: 0)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(draws: try container.decodeIfPresent(Int.self, forKey: .draws) ?? 10_000)
    guard Self.range.contains(draws) else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws, in: container,
        debugDescription: "a band takes \(Self.range.lowerBound) to \(Self.range.upperBound) "
          + "draws, not \(draws); write 'band: none' for no band")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "draws", .integer, default: "10000", "How often the largest t statistic is simulated.")
  ]
}

extension EventStudy {
  private enum CodingKeys: String, CodingKey {
    case outcome, controls, effects, window, base, endpoints, weights, vcov, singletons, level, band
    case condition = "where"
    case smallSample = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      treatment: try TreatmentColumn(from: decoder),
      model: ControlModel(
        outcome: try container.decode(String.self, forKey: .outcome),
        controls: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .controls)?.values
          ?? [],
        effects: try container.decodeEffects(forKey: .effects)),
      window: try container.decodeIfPresent(EventWindow.self, forKey: .window),
      base: try container.decodeIfPresent(OneOrMore<Int>.self, forKey: .base)?.values ?? [-1],
      endpoints: try container.decodeIfPresent(EndpointRule.self, forKey: .endpoints) ?? .bin,
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      level: try container.decodeLevel(forKey: .level),
      band: try container.decodeIfPresent(BandOptions.self, forKey: .band) ?? BandOptions())
    guard !base.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .base, in: container,
        debugDescription: "name at least one distance as the base, such as -1: without a reference "
          + "no effect is identified")
    }
  }

  package static let keys: [KeyDescription] =
    [ControlModel.keys[0]] + TreatmentColumn.keys + [
      KeyDescription(
        "window", .list(of: .integer), default: "all distances",
        "The first and the last distance from treatment that are studied, such as [-6, 4]."),
      KeyDescription(
        "base", .oneOrMore(of: .integer), default: "-1",
        "The distance whose effect is set to zero, or several; the end of a window stands for all "
          + "distances beyond it."),
      KeyDescription(
        "endpoints", .choice(EndpointRule.allCases.map(\.rawValue)), default: "bin",
        "Distances outside the window: 'bin' adds them to its ends, 'drop' leaves their "
          + "observations out, 'full' gives them coefficients that are not shown."),
    ] + ControlModel.keys.dropFirst() + [
      KeyDescription(
        "vcov", .text, default: "cluster(unit)",
        "The covariance: \(CovarianceSpecification.forms.joined(separator: ", ")), with a^b for "
          + "interactions."),
      KeyDescription(
        "weights", .text, "A column of analytic weights: precision, such as population."),
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription(
        "small_sample", .object(SmallSampleOptions.keys),
        "How parameters and clusters are counted in the small-sample correction."),
      KeyDescription(
        "singletons", .choice(SingletonRule.allCases.map(\.rawValue)), default: "drop",
        "Whether observations alone in a group of an effect leave the sample."),
      KeyDescription(
        "level", .number, default: "0.95", "The level of confidence intervals and of the band."),
      KeyDescription(
        "band", .either([.choice(["none"]), .object(BandOptions.keys)]), default: "{draws: 10000}",
        "The band that covers all effects at once, simulated from their correlation."),
    ]
}

extension EventStudy: TreatmentAnalysis {
  /// The entry itself, without its band: what a replication looks at is one number.
  package func only(_ position: Int?) throws(EstimationError) -> EventStudy {
    guard (position ?? 1) == 1 else {
      throw .invalid("There is no model \(position ?? 1); an event study is one.")
    }
    var entry = self
    entry.band.draws = 0
    return entry
  }

  package func treatmentColumn(in panel: Panel) throws(EstimationError) -> TreatmentColumn {
    treatment
  }

  package func effect(in result: EventStudyResult) -> Estimate? { result.overall }

  package func linearModel(in panel: Panel) throws(EstimationError) -> LinearModel? { nil }
}
