package import PanelResults

/// The keys of a table entry that every kind but regressions shares.
package struct SharedOptions: Sendable, Equatable {
  package var decimals: DigitRule?
  package var description: LocalizedText?
  package var notes: [LocalizedText] = []
  package var source: LocalizedText?

  package init() {}

  static let keys: [KeyDescription] = [
    KeyDescription("decimals", DigitRule.valueType, default: "the style's", DigitRule.help),
    KeyDescription("description", .localizedText, "The first sentence of the notes."),
    KeyDescription(
      "notes",
      .oneOrMore(of: .localizedText),
      "Sentences added to the generated notes."
    ),
    KeyDescription("source", .localizedText, "The last sentence of the notes: the data's source."),
  ]
}

extension SharedOptions: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case decimals, description, notes, source }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    decimals = try container.decodeIfPresent(DigitRule.self, forKey: .decimals)
    description = try container.decodeIfPresent(LocalizedText.self, forKey: .description)
    notes = try container.list(forKey: .notes)
    source = try container.decodeIfPresent(LocalizedText.self, forKey: .source)
  }
}

extension TableFrame {
  /// All notes in the order of their kinds: the author's, those of the samples, and those of the
  /// table's kind.
  func notes(
    _ options: SharedOptions,
    about results: [any AnalysisResult],
    _ own: [TableNote]
  ) throws(DocumentError) -> [TableNote] {
    let samples = results.map(\.sample)
    var notes = writer.written(options.description, as: .description)
    notes += try writer.sample(samples)
    notes += try writer.weights(samples)
    notes += own
    for text in options.notes { notes += writer.written(text, as: .custom) }
    notes += writer.written(options.source, as: .source)
    return TableNote.Kind.allCases.flatMap { kind in notes.filter { $0.kind == kind } }
  }

  /// The sentences of a result's remarks.
  func remarks(of result: any AnalysisResult) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    for remark in result.remarks { sentences.append(try writer.sentence(about: remark)) }
    return sentences
  }
}

extension TableRecipe {
  /// The results as values of one type or capability.
  ///
  /// - Parameters:
  ///   - results: Of an entry of this kind.
  ///   - name: What such a result is, in words, such as `a placebo`.
  ///   - cast: The result as that; `nil` where it is something else.
  /// - Returns: At least one result.
  /// - Throws: Where there is none, or one is of another method.
  static func values<Value>(
    of results: [NamedResult],
    name: String,
    _ cast: (any AnalysisResult) -> Value?
  ) throws(DocumentError) -> [Value] {
    guard !results.isEmpty else {
      throw .invalid("A table of the kind '\(kind)' needs at least one result.")
    }
    var values: [Value] = []
    for named in results {
      guard let value = cast(named.result) else {
        throw .invalid(
          "A table of the kind '\(kind)' shows \(name), but '\(named.reference)' is a result of "
            + "the method '\(type(of: named.result).method)'."
        )
      }
      values.append(value)
    }
    return values
  }
}
