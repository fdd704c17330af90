import PanelData
package import PanelResults

/// One effect under every combination of choices that an author could defend.
///
/// - SeeAlso: Simonsohn, Simmons and Nelson (2020), *Specification curve analysis*.
package struct SpecificationCurve: Analysis, Equatable {
  package static let kind: AnalysisKind = "specification-curve"
  package static let summary =
    "One effect under every combination of outcomes, treatments, controls, fixed effects, samples "
    + "and standard errors."

  package var outcomes: [Choice]
  package var treatments: [Choice]
  /// Sets of controls.
  package var controls: [Choice]
  /// Sets of absorbed effects.
  package var effects: [Choice]
  /// Conditions on rows; one without names for all rows.
  package var conditions: [Choice]
  package var covariances: [Choice]
  /// The choices of the base specification, by list; `nil` for none.
  package var base: [ChoiceList.Kind: Pick]?
  /// The column of analytic weights.
  package var weights: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// The confidence level of intervals; p below one less it counts as significant.
  package var level: Double

  /// The most specifications that are estimated.
  package static let limit = 10_000
  /// The word for all rows among conditions.
  package static let allRows = "all"

  package init(
    outcomes: [Choice], treatments: [Choice], controls: [Choice] = [Choice([])],
    effects: [Choice] = [Choice([])], conditions: [Choice] = [Choice([])],
    covariances: [Choice] = [Choice(["iid"])], base: [ChoiceList.Kind: Pick]? = nil,
    weights: String? = nil, smallSample: SmallSampleOptions = SmallSampleOptions(),
    singletons: SingletonRule = .drop, level: Double = 0.95
  ) {
    self.outcomes = outcomes
    self.treatments = treatments
    self.controls = controls
    self.effects = effects
    self.conditions = conditions
    self.covariances = covariances
    self.base = base
    self.weights = weights
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
  }

  /// A choice as written, with the name that its author gives it.
  package struct Choice: Sendable, Equatable {
    package var label: String?
    package var names: [String]

    package init(_ names: [String], label: String? = nil) {
      self.names = names
      self.label = label
    }
  }

  /// A choice of a list: by its place from 1, by its name, or as it is written.
  package enum Pick: Sendable, Equatable {
    case place(Int)
    case names([String])
  }

  /// The choices of a list.
  func choices(_ kind: ChoiceList.Kind) -> [Choice] {
    switch kind {
    case .outcomes: outcomes
    case .treatments: treatments
    case .controls: controls
    case .effects: effects
    case .samples: conditions
    case .covariances: covariances
    }
  }
}

// MARK: Reading

/// Choices in a study file: one, a list of them, or a mapping from their names.
private struct WrittenChoices: Decodable {
  var choices: [SpecificationCurve.Choice]

  init(from decoder: any Decoder) throws {
    if let text = try decoder.decodeIfShaped(String.self) {
      choices = [SpecificationCurve.Choice([text])]
    } else if var list = try decoder.unkeyedContainerIfShaped() {
      choices = []
      while !list.isAtEnd {
        choices.append(
          SpecificationCurve.Choice(try list.decode(OneOrMore<String>.self).values))
      }
    } else {
      let container = try decoder.container(keyedBy: AnyKey.self)
      choices = try container.allKeys.map { key in
        SpecificationCurve.Choice(
          try container.decode(OneOrMore<String>.self, forKey: key).values,
          label: key.stringValue)
      }
    }
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}

extension SpecificationCurve.Pick: Decodable {
  package init(from decoder: any Decoder) throws {
    if let place = try decoder.decodeIfShaped(Int.self) {
      self = .place(place)
    } else {
      self = .names(try OneOrMore<String>(from: decoder).values)
    }
  }
}

extension SpecificationCurve {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case outcomes, treatments, treatment, controls, effects, vcov, base, weights, singletons, level
    case conditions = "where"
    case smallSample = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    func choices(_ key: CodingKeys, empty: String) throws -> [Choice]? {
      guard let written = try container.decodeIfPresent(WrittenChoices.self, forKey: key) else {
        return nil
      }
      guard !written.choices.isEmpty else { throw fault(key, empty) }
      return written.choices
    }
    func single(_ key: CodingKeys, _ choices: [Choice]) throws -> [Choice] {
      if let wrong = choices.first(where: { $0.names.count != 1 }) {
        throw fault(
          key, "each choice is one text, not \(wrong.names.isEmpty ? "an empty list" : "a list")")
      }
      return choices
    }
    let none = "there is no choice; the choice of none is written [[]]"
    var treatments: [Choice] = []
    for key in [CodingKeys.treatments, .treatment] {
      treatments += try single(
        key, choices(key, empty: "name a regressor, such as treatment: x") ?? [])
    }
    guard !treatments.isEmpty else {
      throw DecodingError.keyNotFound(
        CodingKeys.treatment,
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "name the regressor of interest in 'treatment', or several in "
            + "'treatments'"))
    }
    guard let outcomes = try choices(.outcomes, empty: "name an outcome, such as outcomes: y")
    else {
      throw DecodingError.keyNotFound(
        CodingKeys.outcomes,
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: "name the outcomes in 'outcomes'"))
    }
    var conditions =
      try choices(.conditions, empty: "there is no condition; all rows are written 'all'")
      ?? [Choice([])]
    if conditions != [Choice([])] { conditions = try single(.conditions, conditions) }
    for place in conditions.indices where conditions[place].names == [Self.allRows] {
      conditions[place].names = []
    }
    var base: [ChoiceList.Kind: Pick]?
    if let picks = try container.decodeIfPresent([String: Pick].self, forKey: .base) {
      base = [:]
      for (name, pick) in picks {
        guard let kind = ChoiceList.Kind(rawValue: name == "treatment" ? "treatments" : name) else {
          throw fault(
            .base,
            "'\(name)' is no list of choices; there are "
              + ChoiceList.Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        base?[kind] = pick
      }
    }
    self.init(
      outcomes: try single(.outcomes, outcomes), treatments: treatments,
      controls: try choices(.controls, empty: none) ?? [Choice([])],
      effects: try choices(.effects, empty: none) ?? [Choice([])],
      conditions: conditions,
      covariances: try single(
        .vcov,
        choices(.vcov, empty: "there is no covariance; name one, such as 'iid'")
          ?? [Choice(["iid"])]),
      base: base,
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      level: try container.decodeLevel(forKey: .level))
  }

  private static func choices(_ one: KeyDescription.ValueType) -> KeyDescription.ValueType {
    .either([one, .list(of: one), .mapping(of: one)])
  }

  private static let sets = KeyDescription.ValueType.either([
    .text, .list(of: .oneOrMore(of: .text)), .mapping(of: .oneOrMore(of: .text)),
  ])

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "outcomes", choices(.text), required: true,
      "The outcomes: a list, or a mapping from a name to each. So it is with all lists of choices."),
    KeyDescription("treatment", .text, "The regressor whose coefficient is of interest."),
    KeyDescription("treatments", choices(.text), "Several of them, instead of 'treatment'."),
    KeyDescription(
      "controls", sets, default: "[[]], none",
      "Sets of controls, each a list of terms: [[], $basic, [$basic, z]]."),
    KeyDescription(
      "effects", sets, default: "[[]], none",
      "Sets of absorbed effects: [[], [state], [state, year]]."),
    KeyDescription(
      "where", choices(.expression), default: "all",
      "Conditions on rows, 'all' for none: [all, year > 2003]."),
    KeyDescription(
      "vcov", choices(.text), default: "iid", "Covariances: [hc1, cluster(state)]."),
    KeyDescription(
      "base",
      .object(
        ChoiceList.Kind.allCases.map {
          KeyDescription(
            $0.rawValue, .either([.integer, .oneOrMore(of: .text)]), default: "the first",
            "The choice: its place from 1, its name, or as it is written.")
        }),
      "The specification to mark: its choice of each list."),
    KeyDescription(
      "weights", .text, "A column of analytic weights: precision, such as population."),
    KeyDescription(
      "small_sample", .object(SmallSampleOptions.keys),
      "How parameters and clusters are counted in the small-sample correction."),
    KeyDescription(
      "singletons", .choice(SingletonRule.allCases.map(\.rawValue)), default: "drop",
      "Whether observations alone in a group of an effect leave the sample."),
    KeyDescription(
      "level", .number, default: "0.95",
      "The level of confidence intervals; a p-value below one less it counts as significant."),
  ]
}
