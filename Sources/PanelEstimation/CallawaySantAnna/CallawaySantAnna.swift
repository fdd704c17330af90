package import PanelResults

/// Effects of a staggered treatment by cohort and period, and their averages.
///
/// `overall` is the average that `aggregate` names, `simple` where it names none, as in csdid; the
/// result holds all four.
///
/// - SeeAlso: Callaway and Sant'Anna (2021), *Difference-in-differences with multiple time
///   periods*.
package struct CallawaySantAnna: Analysis, Equatable {
  package static let kind: AnalysisKind = "callaway-santanna"
  package static let summary =
    "Callaway and Sant'Anna (2021): effects by cohort and period against never- or "
    + "not-yet-treated units, with their averages."

  /// A column or an expression.
  package var outcome: String
  package var treatment: TreatmentColumn
  package var controlGroup: EffectConventions.ControlGroup
  /// Doubly robust where there are covariates, unconditional otherwise, if the study does not say.
  package var estimation: EffectConventions.Estimation?
  /// Terms, and lists such as `$controls`.
  package var covariates: [String]
  package var basePeriod: EffectConventions.BasePeriod
  /// Periods before treatment in which units may already react.
  package var anticipation: Int
  /// The average that is reported as the effect.
  package var aggregate: EffectAggregate.Kind
  /// The first and the last distance from treatment that the path and its average hold.
  package var window: ClosedRange<Int>?
  /// Periods after the first treated one in which all cohorts of the path must be observed.
  package var balance: Int?
  package var bootstrap: MultiplierBootstrap?
  /// `cluster(x)` for clusters above the unit.
  package var vcov: String?
  package var weights: String?
  package var condition: String?
  package var unbalanced: UnbalancedRule
  package var level: Double

  package init(
    outcome: String, treatment: TreatmentColumn,
    controlGroup: EffectConventions.ControlGroup = .never,
    estimation: EffectConventions.Estimation? = nil, covariates: [String] = [],
    basePeriod: EffectConventions.BasePeriod = .varying, anticipation: Int = 0,
    aggregate: EffectAggregate.Kind = .simple, window: ClosedRange<Int>? = nil,
    balance: Int? = nil, bootstrap: MultiplierBootstrap? = nil, vcov: String? = nil,
    weights: String? = nil, condition: String? = nil, unbalanced: UnbalancedRule = .drop,
    level: Double = 0.95
  ) {
    self.outcome = outcome
    self.treatment = treatment
    self.controlGroup = controlGroup
    self.estimation = estimation
    self.covariates = covariates
    self.basePeriod = basePeriod
    self.anticipation = anticipation
    self.aggregate = aggregate
    self.window = window
    self.balance = balance
    self.bootstrap = bootstrap
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.unbalanced = unbalanced
    self.level = level
  }

  /// What becomes of units that are not observed in all periods.
  package enum UnbalancedRule: String, Sendable, Equatable, Decodable, CaseIterable {
    /// They leave the sample, as in R's `did`.
    case drop
    /// Each comparison takes the units that are observed in its two periods, as in csdid.
    case pairwise
  }

  /// How covariates enter.
  var chosenEstimation: EffectConventions.Estimation {
    covariates.isEmpty ? .unconditional : estimation ?? .doublyRobust
  }
}

extension CallawaySantAnna {
  private enum CodingKeys: String, CodingKey {
    case outcome, estimation, covariates, anticipation, aggregate, window, balance, bootstrap
    case vcov, weights, unbalanced, level
    case controlGroup = "control_group"
    case basePeriod = "base_period"
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      treatment: try TreatmentColumn(from: decoder),
      controlGroup: try container.decodeIfPresent(
        EffectConventions.ControlGroup.self, forKey: .controlGroup) ?? .never,
      estimation: try container.decodeIfPresent(
        EffectConventions.Estimation.self, forKey: .estimation),
      covariates: try container.decodeIfPresent(
        OneOrMore<String>.self, forKey: .covariates)?.values ?? [],
      basePeriod: try container.decodeIfPresent(
        EffectConventions.BasePeriod.self, forKey: .basePeriod) ?? .varying,
      anticipation: try container.decodeIfPresent(Int.self, forKey: .anticipation) ?? 0,
      aggregate: try container.decodeIfPresent(EffectAggregate.Kind.self, forKey: .aggregate)
        ?? .simple,
      window: try Self.window(
        try container.decodeIfPresent([Int].self, forKey: .window), in: container),
      balance: try container.decodeIfPresent(Int.self, forKey: .balance),
      bootstrap: try container.decodeIfPresent(MultiplierBootstrap.self, forKey: .bootstrap),
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov),
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      unbalanced: try container.decodeIfPresent(UnbalancedRule.self, forKey: .unbalanced) ?? .drop,
      level: try container.decodeLevel(forKey: .level))
    func refuse(_ key: CodingKeys, _ text: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    if controlGroup == .last {
      throw refuse(
        .controlGroup, "the control group is 'never' or 'not-yet', not 'last-treated'")
    }
    if anticipation < 0 {
      throw refuse(
        .anticipation, "anticipation is a number of periods, 0 or more, not \(anticipation)")
    }
    if let balance, balance < 0 {
      throw refuse(.balance, "balance is a number of periods, 0 or more, not \(balance)")
    }
    if covariates.isEmpty, let estimation, estimation != .unconditional {
      throw refuse(
        .estimation,
        "'\(estimation.rawValue)' adjusts for covariates, and there are none: give 'covariates', "
          + "or leave 'estimation' out")
    }
    if !covariates.isEmpty, estimation == .unconditional {
      throw refuse(
        .estimation,
        "'unconditional' takes no covariates: choose reg, ipw or dr, or leave 'covariates' out")
    }
  }

  private static func window(
    _ ends: [Int]?, in container: KeyedDecodingContainer<CodingKeys>
  ) throws -> ClosedRange<Int>? {
    guard let ends else { return nil }
    guard ends.count == 2, ends[0] <= ends[1] else {
      throw DecodingError.dataCorruptedError(
        forKey: .window, in: container,
        debugDescription: "a window is two numbers, the first distance and the last, as in [-5, 5]")
    }
    return ends[0]...ends[1]
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "outcome", .expression, required: true,
        "The outcome: a column, or an expression such as log(y).")
    ] + TreatmentColumn.keys + [
      KeyDescription(
        "control_group", .choice(["never", "not-yet"]), default: "never",
        "The units compared with: never treated, or also those not treated yet."),
      KeyDescription(
        "estimation", .choice(EffectConventions.Estimation.allCases.map(\.rawValue)),
        default: "dr with covariates, unconditional without",
        "How covariates enter: outcome regression, inverse probability weighting, or both (doubly "
          + "robust)."),
      KeyDescription(
        "covariates", .oneOrMore(of: .text),
        "Terms, or lists such as $controls, as they are in the earlier period of a comparison."),
      KeyDescription(
        "base_period", .choice(EffectConventions.BasePeriod.allCases.map(\.rawValue)),
        default: "varying",
        "What effects before treatment are measured from: the period before, or the last period "
          + "before treatment throughout."),
      KeyDescription(
        "anticipation", .integer, default: "0",
        "Periods before treatment in which units may already react."),
      KeyDescription(
        "aggregate", .choice(EffectAggregate.Kind.allCases.map(\.rawValue)), default: "simple",
        "The average that tables show; the result holds all."),
      KeyDescription(
        "window", .list(of: .integer),
        "The first and the last distance from treatment of the path and its average; [-5, 5]."),
      KeyDescription(
        "balance", .integer,
        "Keep in the path only cohorts observed this many periods after treatment begins."),
      KeyDescription(
        "bootstrap", .object(MultiplierBootstrap.keys),
        "Standard errors and simultaneous bands by the multiplier bootstrap."),
      KeyDescription(
        "vcov", .text, default: "cluster(unit)",
        "cluster(x) for clusters that contain whole units."),
      KeyDescription(
        "weights", .text,
        "A column of sampling weights, as they are in the earlier period of a comparison."),
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription(
        "unbalanced", .choice(UnbalancedRule.allCases.map(\.rawValue)), default: "drop",
        "Whether units that are not observed in all periods leave, or stay for the comparisons "
          + "they are observed in."),
      KeyDescription("level", .number, default: "0.95", "The level of intervals and bands."),
    ]
}
