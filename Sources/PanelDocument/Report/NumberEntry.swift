package import PanelResults

/// A number that a text quotes: an entry of a study's `numbers`.
///
///     numbers:
///       effect: {of: "baseline[3]", term: post}
///       effectLow: {of: "baseline[3]", term: post, value: conf_low, percent: true, decimals: 1}
///       observations: {of: "baseline[3]", statistic: n}
///       overidentified: {of: iv, test: hansen-j, value: p_value}
///       meanRate: {of: summary, variable: homicide, measure: mean}
///       moran: {of: clustering, at: periods.2010.global.statistic}
package struct NumberEntry: Sendable, Equatable {
  package var reference: ResultReference
  package var source: Source
  /// Digits other than those a table would print.
  package var decimals: DigitRule?
  /// Whether the number is printed times 100.
  package var isPercent: Bool
  /// Whether the sign is left out, for a text that says it in words.
  package var isAbsolute: Bool

  /// Where in a result the number is.
  package enum Source: Sendable, Equatable {
    case estimate(term: String, component: Estimate.Component?, field: EstimateField)
    case statistic(Statistic)
    case test(HypothesisTest.Kind, field: TestField)
    case measure(Measure, variable: String, group: String?)
    /// The place in the result's JSON, as it is shown beside a number of the page.
    case place([String])
  }

  package enum EstimateField: String, Sendable, Decodable, CaseIterable {
    case estimate
    case standardError = "std_error"
    case statistic
    case pValue = "p_value"
    case intervalLow = "conf_low"
    case intervalHigh = "conf_high"
    case degreesOfFreedom = "df"
  }

  package enum TestField: String, Sendable, Decodable, CaseIterable {
    case statistic
    case pValue = "p_value"
    case degreesOfFreedom = "df"
  }

  package init(
    reference: ResultReference,
    source: Source,
    decimals: DigitRule? = nil,
    isPercent: Bool = false,
    isAbsolute: Bool = false
  ) {
    self.reference = reference
    self.source = source
    self.decimals = decimals
    self.isPercent = isPercent
    self.isAbsolute = isAbsolute
  }
}

extension NumberEntry {
  /// The keys of an entry.
  package static let keys: [KeyDescription] = [
    KeyDescription(
      "of",
      .reference,
      required: true,
      "The result, such as `baseline[3]`; the analysis alone where it has one result."
    ),
    KeyDescription("term", .text, "The term of an estimate."),
    KeyDescription(
      "component",
      .choice(Estimate.Component.allCases.map(\.rawValue)),
      default: "the first with the term",
      "Which part of the model the term belongs to."
    ),
    KeyDescription(
      "value",
      .choice(EstimateField.allCases.map(\.rawValue)),
      default: "estimate, or a test's statistic",
      "Which number of the estimate or test."
    ),
    KeyDescription(
      "statistic",
      .choice(Statistic.allCases.map(\.rawValue)),
      "A statistic of the fit, such as `n`."
    ),
    KeyDescription(
      "test",
      .choice(HypothesisTest.Kind.allCases.map(\.rawValue)),
      "A test, such as `hansen-j`."
    ),
    KeyDescription("variable", .text, "The variable of a descriptive measure."),
    KeyDescription(
      "measure",
      .choice(Measure.allCases.map(\.rawValue)),
      default: "mean",
      "The measure of the variable."
    ),
    KeyDescription("group", .text, "The group, where descriptives are by group."),
    KeyDescription(
      "at",
      .oneOrMore(of: .text),
      "Any other number by its place in the result's JSON: names joined by dots or in a list, and "
        + "`[2]` for the second of a list, such as `periods.2010.global.statistic`."
    ),
    KeyDescription("decimals", DigitRule.valueType, default: "as in a table", DigitRule.help),
    KeyDescription("percent", .flag, default: "false", "Print the number times 100."),
    KeyDescription("absolute", .flag, default: "false", "Leave the sign out."),
  ]
}

extension NumberEntry: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case of, term, component, value, statistic, test, variable, measure, group, at, decimals
    case percent, absolute
  }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    reference = try container.decode(ResultReference.self, forKey: .of)
    decimals = try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    isPercent = try container.decodeIfPresent(Bool.self, forKey: .percent) ?? false
    isAbsolute = try container.decodeIfPresent(Bool.self, forKey: .absolute) ?? false
    let ways: [CodingKeys] = [.term, .statistic, .test, .variable, .at]
    let given = ways.filter(container.contains)
    guard given.count == 1, let way = given.first else {
      throw Self.fault(
        decoder,
        (given.isEmpty ? "nothing says which number is meant" : "several keys say which number is meant")
          + "; give one of term, statistic, test, variable and at."
      )
    }
    let company: [CodingKeys: Set<CodingKeys>] = [
      .term: [.component, .value], .statistic: [], .test: [.value], .variable: [.measure, .group],
      .at: [],
    ]
    let special: [CodingKeys] = [.component, .value, .measure, .group]
    for key in special where container.contains(key) && company[way]?.contains(key) != true {
      throw Self.fault(decoder, "'\(key.rawValue)' says nothing beside '\(way.rawValue)'; leave it out.")
    }
    func word<Word: RawRepresentable & CaseIterable>(_ key: CodingKeys, what: String) throws -> Word?
    where Word.RawValue == String {
      guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
      return try container.superDecoder(forKey: key).word(text, what: what)
    }
    switch way {
    case .term:
      source = .estimate(
        term: try container.decode(String.self, forKey: .term),
        component: try word(.component, what: "component"),
        field: try word(.value, what: "value of an estimate") ?? .estimate
      )
    case .statistic:
      source = .statistic(try word(.statistic, what: "statistic") ?? .observations)
    case .test:
      source = .test(
        try word(.test, what: "test") ?? .slopes,
        field: try word(.value, what: "value of a test") ?? .statistic
      )
    case .variable:
      source = .measure(
        try word(.measure, what: "measure") ?? .mean,
        variable: try container.decode(String.self, forKey: .variable),
        group: try container.decodeIfPresent(String.self, forKey: .group)
      )
    default:
      let parts = try container.decode(OneOrMore<String>.self, forKey: .at).values
      source = .place(parts.count == 1 ? Self.parts(of: parts[0]) : parts)
    }
  }

  /// `periods[2].global` as its steps: `periods`, `[2]`, `global`.
  private static func parts(of text: String) -> [String] {
    text.split(separator: ".").flatMap { part -> [String] in
      guard part.last == "]", let open = part.lastIndex(of: "["), open > part.startIndex,
        Int(part[part.index(after: open)...].dropLast()) != nil
      else { return [String(part)] }
      return [String(part[..<open]), String(part[open...])]
    }
  }

  private static func fault(_ decoder: any Decoder, _ message: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: message))
  }
}
