/// The keys that every result writes at the top of its JSON.
private enum EnvelopeKey: String, CodingKey {
  case schema, method, outcome, formula, labels, variation, statistics
}

/// The version of the JSON form that ``AnalysisResult`` values write.
package enum ResultSchema {
  package static let result = "panelpress.result/1"
  package static let resultSet = "panelpress.results/1"
}

extension AnalysisResult {
  /// Writes schema, method and heading, flat beside the result's own fields.
  func encodeEnvelope(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: EnvelopeKey.self)
    try container.encode(ResultSchema.result, forKey: .schema)
    try container.encode(Self.method, forKey: .method)
    try container.encodeIfPresent(heading.outcome, forKey: .outcome)
    try container.encodeIfPresent(heading.formula, forKey: .formula)
    try container.encode(heading.labels, forKey: .labels)
    try container.encodeIfPresent(heading.variation, forKey: .variation)
  }

  /// Reads a heading, and refuses another schema or method.
  static func decodeHeading(from decoder: any Decoder) throws -> ResultHeading {
    let container = try decoder.container(keyedBy: EnvelopeKey.self)
    for (key, expected) in [(EnvelopeKey.schema, ResultSchema.result), (.method, method)] {
      let found = try container.decode(String.self, forKey: key)
      guard found == expected else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "expected \(expected), found \(found)")
      }
    }
    return ResultHeading(
      outcome: try container.decodeIfPresent(String.self, forKey: .outcome),
      formula: try container.decodeIfPresent(String.self, forKey: .formula),
      labels: try container.decodeIfPresent([String: LocalizedText].self, forKey: .labels) ?? [:],
      variation: try container.decodeIfPresent(ModelVariation.self, forKey: .variation))
  }

  /// Writes statistics as an object from name to number.
  func encodeStatistics(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: EnvelopeKey.self)
    var numbers = container.nestedContainer(keyedBy: StatisticKey.self, forKey: .statistics)
    for entry in statistics {
      try numbers.encode(entry.value, forKey: StatisticKey(entry.statistic))
    }
  }

  /// Reads statistics, in the order of ``Statistic``.
  static func decodeStatistics(from decoder: any Decoder) throws -> [StatisticEntry] {
    let container = try decoder.container(keyedBy: EnvelopeKey.self)
    guard container.contains(.statistics) else { return [] }
    let numbers = try container.nestedContainer(keyedBy: StatisticKey.self, forKey: .statistics)
    for key in numbers.allKeys where Statistic(rawValue: key.stringValue) == nil {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: numbers, debugDescription: "unknown statistic \(key.stringValue)")
    }
    return try Statistic.allCases.compactMap { statistic in
      try numbers.decodeIfPresent(Availability<Double>.self, forKey: StatisticKey(statistic))
        .map { StatisticEntry(statistic, $0) }
    }
  }
}

/// A statistic as a JSON key.
private struct StatisticKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }
  init(_ statistic: Statistic) { stringValue = statistic.rawValue }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}
