package import PanelResults

/// A table of words: what variables or indicators are, how they are measured, where they come
/// from. It shows no results.
package struct DefinitionsRecipe: TableRecipe, Equatable {
  package static let kind = "definitions"
  package static let summary =
    "What variables or indicators are: name, symbol, definition, measurement, unit, sign, source, "
    + "by group; shows no results."
  package static let showsResults = false

  package var groups: [DefinitionGroup] = []
  /// The columns; absent for those that some row has something in.
  package var columns: [DefinitionColumn]?
  /// Headings of columns instead of the glossary's.
  package var heads = OrderedMapping<LocalizedText>()
  package var grouping = Grouping.headings
  package var description: LocalizedText?
  package var notes: [LocalizedText] = []
  package var source: LocalizedText?

  /// Where the titles of groups stand.
  package enum Grouping: String, Sendable, Equatable, Decodable, CaseIterable {
    /// Over the rows of the group.
    case headings
    /// Beside its first row, in a column of their own.
    case column
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool { false }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    guard results.isEmpty else {
      throw .invalid("A table of definitions shows no results. Leave 'of' out.")
    }
    return try DefinitionsTable(
      recipe: self,
      frame: TableFrame(context: context, labels: TermLabels(results: [], in: context))
    ).model()
  }
}

/// What a column of a table of definitions holds.
package enum DefinitionColumn: String, Sendable, Equatable, Decodable, CaseIterable {
  case name, symbol, definition, measure, unit, sign, source
}

/// Rows of a table of definitions under one title.
package struct DefinitionGroup: Sendable, Equatable {
  package var title: LocalizedText?
  package var rows: [Definition]

  package init(title: LocalizedText? = nil, rows: [Definition]) {
    self.title = title
    self.rows = rows
  }
}

/// One row: a variable of the data by its raw name, or something that is only described.
package struct Definition: Sendable, Equatable {
  /// A column of the data, or `$list` for all its members.
  package var variable: String?
  package var texts: [DefinitionColumn: LocalizedText]

  package init(variable: String?, texts: [DefinitionColumn: LocalizedText]) {
    self.variable = variable
    self.texts = texts
  }
}

extension DefinitionsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case groups, columns, heads, grouping, description, notes, source
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    groups = try container.decode(OneOrMore<DefinitionGroup>.self, forKey: .groups).values
    columns = try container.decodeIfPresent(OneOrMore<DefinitionColumn>.self, forKey: .columns)?
      .values
    try container.replace(&heads, forKey: .heads)
    let known = DefinitionColumn.allCases.map(\.rawValue) + ["group"]
    for (name, _) in heads.entries where !known.contains(name) {
      let nearest = NearestNames.list(to: name, among: known)
      throw DecodingError.dataCorruptedError(
        forKey: .heads,
        in: container,
        debugDescription: "no column is called '\(name)'; "
          + (nearest.isEmpty
            ? "known are \(known.joined(separator: ", "))" : "did you mean \(nearest)?")
      )
    }
    try container.replace(&grouping, forKey: .grouping)
    description = try container.decodeIfPresent(LocalizedText.self, forKey: .description)
    notes = try container.list(forKey: .notes)
    source = try container.decodeIfPresent(LocalizedText.self, forKey: .source)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "groups",
      .oneOrMore(of: DefinitionGroup.valueType),
      required: true,
      "Groups of rows: a title, and variables by raw name or a list of rows that are no variables."
    ),
    KeyDescription(
      "columns",
      .oneOrMore(of: .choice(DefinitionColumn.allCases.map(\.rawValue))),
      default: "those that some row has something in",
      "The columns, in this order."
    ),
    KeyDescription(
      "heads",
      .mapping(of: .localizedText),
      default: "the glossary's",
      "Headings by column, such as `{name: Variable}`; `group` heads the column of groups."
    ),
    KeyDescription(
      "grouping",
      .choice(Grouping.allCases.map(\.rawValue)),
      default: "headings",
      "Whether titles of groups stand over their rows or in a column before them."
    ),
    KeyDescription("description", .localizedText, "The first sentence of the notes."),
    KeyDescription(
      "notes",
      .oneOrMore(of: .localizedText),
      "Sentences added to the notes."
    ),
    KeyDescription("source", .localizedText, "The last sentence of the notes: the data's source."),
  ]
}

extension DefinitionGroup: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case title, variables }

  static let valueType: KeyDescription.ValueType = .object([
    KeyDescription("title", .localizedText, "The title of the group."),
    KeyDescription(
      "variables",
      .either([
        .mapping(of: .either([.text, .object(Definition.keys)])),
        .list(of: .either([.text, .object(Definition.keys)])),
      ]),
      required: true,
      "Variables by raw name (or `$list`) with their texts, or their definition alone; or a list "
        + "of raw names, and of rows with a `name` that are not in the data."
    ),
  ])

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decodeIfPresent(LocalizedText.self, forKey: .title)
    let variables = try container.superDecoder(forKey: .variables)
    if try variables.unkeyedContainerIfShaped() != nil {
      rows = try [Item](from: variables).map(\.row)
    } else {
      rows = try OrderedMapping<Definition>(from: variables).entries.map { name, row in
        Definition(variable: name, texts: row.texts)
      }
    }
  }

  /// A raw name, or a row that is not in the data.
  private struct Item: Decodable {
    var row: Definition

    init(from decoder: any Decoder) throws {
      if let name = try decoder.decodeIfShaped(String.self) {
        row = Definition(variable: name, texts: [:])
        return
      }
      row = try Definition(from: decoder)
      guard row.texts[.name] != nil else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "a row in a list needs its 'name'; rows of variables stand under "
              + "their raw names"
          )
        )
      }
    }
  }
}

extension Definition: Decodable {
  static let keys: [KeyDescription] = DefinitionColumn.allCases.map { column in
    KeyDescription(column.rawValue, .localizedText, default: column.standard, column.help)
  }

  /// `{name: …, definition: …}`, or the definition alone.
  package init(from decoder: any Decoder) throws {
    variable = nil
    if let text = try decoder.decodeIfShaped(String.self) {
      texts = [.definition: LocalizedText(text)]
      return
    }
    try decoder.refuseUnknownKeys(known: DefinitionColumn.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: FreeKey.self)
    texts = [:]
    for key in container.allKeys {
      guard let column = DefinitionColumn(rawValue: key.stringValue) else { continue }
      texts[column] = try container.decode(LocalizedText.self, forKey: key)
    }
  }
}

extension DefinitionColumn {
  fileprivate var standard: String {
    switch self {
    case .name: "the variable's label"
    case .symbol: "the raw name, where symbols are asked for"
    case .definition, .measure, .unit, .sign, .source: ""
    }
  }

  fileprivate var help: String {
    switch self {
    case .name: "What the variable is called."
    case .symbol: "Its symbol, set in italics."
    case .definition: "What it is."
    case .measure: "How it is measured."
    case .unit: "Its unit."
    case .sign: "Whether more is better: `+` or `-`."
    case .source: "Where it comes from."
    }
  }
}
