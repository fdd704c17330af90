package import PanelResults

/// The rows that a study asks for below the coefficients.
package struct RowRequests: Sendable, Equatable {
  /// Yes-no rows in the author's order: lists of regressors, and where the effects stand.
  package var marks: [Mark] = []
  /// The statistics; absent for those of the style.
  package var statistics: [StatisticRequest]?
  package var custom: [CustomRow] = []

  package init() {}

  package enum Mark: Sendable, Equatable {
    case list(String, label: LocalizedText)
    /// Effects by name, each with its label where the author gives one; empty to hide them.
    case effects([EffectRequest])
  }

  package struct EffectRequest: Sendable, Equatable {
    package var name: String
    package var label: LocalizedText?
  }

  static let itemType: KeyDescription.ValueType = .either([
    .text, StatisticRequest.valueType, CustomRow.valueType,
  ])
}

extension RowRequests: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FreeKey.self)
    for key in container.allKeys {
      switch key.stringValue {
      case "statistics":
        statistics = try container.list(forKey: key)
      case "custom":
        custom = try container.decode([CustomRow].self, forKey: key)
      case "fixed-effects":
        if let effects = try Self.effects(in: container, forKey: key) {
          marks.append(.effects(effects))
        }
      default:
        marks.append(
          .list(key.stringValue, label: try container.decode(LocalizedText.self, forKey: key))
        )
      }
    }
  }

  /// The effects asked for; `nil` for `on`, which means all.
  private static func effects(
    in container: KeyedDecodingContainer<FreeKey>,
    forKey key: FreeKey
  ) throws -> [EffectRequest]? {
    if let isOn = try container.decodeIfShaped(Bool.self, forKey: key) { return isOn ? nil : [] }
    if let names = try container.decodeIfShaped(OneOrMore<String>.self, forKey: key) {
      return names.values.map { EffectRequest(name: $0) }
    }
    return try container.decode(OrderedMapping<LocalizedText>.self, forKey: key).entries
      .map { EffectRequest(name: $0.key, label: $0.value) }
  }
}

/// A row the author fills: a label and one text per column.
package struct CustomRow: Sendable, Equatable {
  package var label: LocalizedText
  package var values: [LocalizedText]
  package var place: Place = .afterEffects

  package enum Place: String, Sendable, Equatable, Decodable, CaseIterable {
    case beforeCoefficients = "before-coefficients"
    case afterCoefficients = "after-coefficients"
    case afterEffects = "after-effects"
    case afterStatistics = "after-statistics"
  }

  static let valueType: KeyDescription.ValueType = .object([
    KeyDescription("label", .localizedText, required: true, "The row's label."),
    KeyDescription(
      "values",
      .list(of: .localizedText),
      required: true,
      "One text per column; empty for none."
    ),
    KeyDescription(
      "place",
      .choice(Place.allCases.map(\.rawValue)),
      default: "after-effects",
      "Where the row stands."
    ),
  ])
}

extension CustomRow: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case label, values, place }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    label = try container.decode(LocalizedText.self, forKey: .label)
    values = try container.decode([LocalizedText].self, forKey: .values)
    try container.replace(&place, forKey: .place)
  }
}
