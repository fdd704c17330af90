import PanelData
package import PanelResults

/// Mediation by least squares: how much of a treatment's effect goes through mediators.
///
/// - SeeAlso: Baron and Kenny (1986), *The moderator-mediator variable distinction in social
///   psychological research*; MacKinnon, Lockwood, Hoffman, West and Sheets (2002), *A comparison
///   of methods to test mediation and other intervening variable effects*.
package struct Mediation: Analysis, Equatable {
  package static let kind: AnalysisKind = "mediation"
  package static let summary =
    "Mediation in three equations on one sample: direct and indirect effects of a treatment, Sobel "
    + "tests and intervals from a bootstrap of whole clusters."

  package var outcome: String
  package var treatment: String
  package var mediators: [String]
  package var controls: [String]
  package var effects: [String]
  /// As written; clustered by unit, or `iid` without units, where absent.
  package var vcov: String?
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// Absent for no bootstrap.
  package var bootstrap: Bootstrap?
  /// The form of the indirect effect's standard error.
  package var form: ProductTest.Form
  /// Whether every mediator has the rows where all mediators are known.
  package var hasCommonSample: Bool
  /// Whether all mediators stand in one equation of the outcome.
  package var isParallel: Bool
  /// The confidence level of intervals.
  package var level: Double

  package init(
    outcome: String, treatment: String, mediators: [String], controls: [String] = [],
    effects: [String] = [], vcov: String? = nil, weights: String? = nil, condition: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(), singletons: SingletonRule = .drop,
    bootstrap: Bootstrap? = Bootstrap(), form: ProductTest.Form = .sobel,
    hasCommonSample: Bool = false, isParallel: Bool = false, level: Double = 0.95
  ) {
    self.outcome = outcome
    self.treatment = treatment
    self.mediators = mediators
    self.controls = controls
    self.effects = effects
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.bootstrap = bootstrap
    self.form = form
    self.hasCommonSample = hasCommonSample
    self.isParallel = isParallel
    self.level = level
  }

  /// A bootstrap of whole clusters.
  package struct Bootstrap: Sendable, Equatable, Decodable {
    package var replications: Int
    /// At least one; the first is the one that a figure draws.
    package var intervals: [BootstrapInterval.Kind]
    /// What is drawn: a variable, or `a^b`; the model's clusters or the units where absent.
    package var clusters: String?

    package init(
      replications: Int = 1000, intervals: [BootstrapInterval.Kind] = [.percentile],
      clusters: String? = nil
    ) {
      self.replications = replications
      self.intervals = intervals
      self.clusters = clusters
    }

    private enum CodingKeys: String, CodingKey { case replications, interval, clusters }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        replications: try container.decodeReplications(forKey: .replications) ?? 1000,
        intervals: try container.decodeIfPresent(
          OneOrMore<BootstrapInterval.Kind>.self, forKey: .interval)?.values ?? [.percentile],
        clusters: try container.decodeIfPresent(String.self, forKey: .clusters))
      guard Set(intervals).count == intervals.count, !intervals.isEmpty else {
        throw DecodingError.dataCorruptedError(
          forKey: .interval, in: container,
          debugDescription: "'interval' names at least one kind, each kind once: percentile, "
            + "bias-corrected, bca or normal")
      }
    }

    static let keys: [KeyDescription] = [
      KeyDescription("replications", .integer, default: "1000", "Bootstrap replicates."),
      KeyDescription(
        "interval", .oneOrMore(of: .choice(BootstrapInterval.Kind.allCases.map(\.rawValue))),
        default: "percentile",
        "The intervals: quantiles of the replicates, such corrected for their bias, also for their "
          + "acceleration (bca, by a jackknife over clusters), or the estimate and normal "
          + "quantiles times the replicates' standard deviation."),
      KeyDescription(
        "clusters", .text, default: "the clusters of the covariance, else units",
        "What is drawn as a whole: a variable, a^b for an interaction; 'none' for single "
          + "observations."),
    ]
  }
}

extension Mediation {
  private enum CodingKeys: String, CodingKey {
    case outcome, treatment, mediators, mediator, controls, effects, vcov, weights, singletons
    case bootstrap, sobel, sample, parallel, level
    case condition = "where"
    case smallSample = "small_sample"
  }

  private enum SampleRule: String, Decodable, CaseIterable { case own, common }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var mediators: [String] = []
    for key in [CodingKeys.mediators, .mediator] where container.contains(key) {
      mediators += try container.decode(OneOrMore<String>.self, forKey: key).values
    }
    guard !container.contains(.mediators) || !container.contains(.mediator) else {
      throw DecodingError.dataCorruptedError(
        forKey: .mediator, in: container,
        debugDescription: "'mediator' stands instead of 'mediators': name them in one of the two")
    }
    let rule = try container.decodeIfPresent(SampleRule.self, forKey: .sample)
    let isParallel = try container.decodeIfPresent(Bool.self, forKey: .parallel) ?? false
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      treatment: try container.decode(String.self, forKey: .treatment),
      mediators: mediators,
      controls: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .controls)?.values
        ?? [],
      effects: try container.decodeEffects(forKey: .effects) ?? [],
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      bootstrap: try Self.bootstrap(in: container),
      form: try container.decodeIfPresent(ProductTest.Form.self, forKey: .sobel) ?? .sobel,
      hasCommonSample: rule == .common || isParallel, isParallel: isParallel,
      level: container.contains(.level) ? try container.decodeLevel(forKey: .level) : 0.95)
    guard !mediators.isEmpty else {
      throw DecodingError.keyNotFound(
        CodingKeys.mediators,
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name the mediators in 'mediators', such as [m1, m2]"))
    }
    guard !(isParallel && rule == .own) else {
      throw DecodingError.dataCorruptedError(
        forKey: .sample, in: container,
        debugDescription: "with 'parallel' all mediators stand in one equation, so the sample is "
          + "common; leave 'sample' out")
    }
  }

  /// An object, or `false` for none.
  private static func bootstrap(
    in container: KeyedDecodingContainer<CodingKeys>
  ) throws -> Bootstrap? {
    guard container.contains(.bootstrap) else { return Bootstrap() }
    if let flag = try container.decodeIfShaped(Bool.self, forKey: .bootstrap) {
      return flag ? Bootstrap() : nil
    }
    return try container.decode(Bootstrap.self, forKey: .bootstrap)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription("outcome", .expression, required: true, "The outcome."),
    KeyDescription(
      "treatment", .expression, required: true,
      "The variable whose effect is taken apart: a column or an expression such as log(x)."),
    KeyDescription(
      "mediators", .oneOrMore(of: .expression),
      "What the effect may go through, each a column or an expression."),
    KeyDescription("mediator", .expression, "One mediator, instead of 'mediators'."),
    KeyDescription(
      "controls", .oneOrMore(of: .formula),
      "Regressors of all equations, such as $controls or a list of terms."),
    KeyDescription(
      "effects", .oneOrMore(of: .text), "Absorbed effects of all equations, such as [unit, year]."),
    KeyDescription(
      "vcov", .text, default: "cluster(unit)",
      "The covariance: \(CovarianceSpecification.groupedForms.joined(separator: ", ")); iid where the data "
        + "have no units."),
    KeyDescription("weights", .text, "A column of analytic weights."),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription(
      "small_sample", .object(SmallSampleOptions.keys),
      "How parameters and clusters are counted in the small-sample correction."),
    KeyDescription(
      "singletons", .choice(SingletonRule.allCases.map(\.rawValue)), default: "drop",
      "Whether observations alone in a group of an effect leave the sample."),
    KeyDescription(
      "bootstrap", .either([.object(Bootstrap.keys), .flag]), default: "{replications: 1000}",
      "The bootstrap of whole clusters behind the intervals; false for none."),
    KeyDescription(
      "sobel", .choice(ProductTest.Form.allCases.map(\.rawValue)), default: "sobel",
      "The form of the test of the indirect effect that exhibits show; results hold all three."),
    KeyDescription(
      "sample", .choice(SampleRule.allCases.map(\.rawValue)), default: "own",
      "Whether the equations of each mediator use all rows where it is known, or all equations the "
        + "rows where every mediator is."),
    KeyDescription(
      "parallel", .flag, default: "false",
      "Whether all mediators stand together in one equation of the outcome."),
    KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
  ]
}
