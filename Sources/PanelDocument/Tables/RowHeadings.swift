package import PanelResults

/// Headings over rows of a table, each with the patterns of the rows gathered under it.
package struct RowHeadings: Sendable, Equatable {
  package var entries: [Entry] = []

  package struct Entry: Sendable, Equatable {
    package var title: LocalizedText
    package var patterns: [String]

    package init(_ title: LocalizedText, _ patterns: [String]) {
      self.title = title
      self.patterns = patterns
    }
  }

  package init(_ entries: [Entry] = []) { self.entries = entries }

  static let valueType: KeyDescription.ValueType = .either([
    .mapping(of: .oneOrMore(of: .text)),
    .list(of: .object([
      KeyDescription("title", .localizedText, required: true, "The heading."),
      KeyDescription(
        "terms",
        .oneOrMore(of: .text),
        required: true,
        "The rows under it: raw names, globs or $lists."
      ),
    ])),
  ])
}

extension RowHeadings: Decodable {
  /// `{Controls: [$controls]}`, or a list of titles in several languages and their terms.
  package init(from decoder: any Decoder) throws {
    if try decoder.unkeyedContainerIfShaped() != nil {
      entries = try [Entry](from: decoder)
    } else {
      entries = try OrderedMapping<OneOrMore<String>>(from: decoder).entries.map {
        Entry(LocalizedText($0.key), $0.value.values)
      }
    }
  }
}

extension RowHeadings.Entry: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case title, terms }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(LocalizedText.self, forKey: .title)
    patterns = try container.decode(OneOrMore<String>.self, forKey: .terms).values
  }
}
