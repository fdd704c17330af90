package import PanelResults

/// Principal components: loadings of indicators over eigenvalues and explained shares.
package struct PrincipalComponentsRecipe: TableRecipe, Equatable {
  package static let kind = "principal-components"
  package static let summary =
    "Indicators in rows, loadings of components in columns, over eigenvalues, shares and tests."

  /// How many components to show; absent for those kept.
  package var components: Components?
  /// Whether each indicator's own measure of sampling adequacy has a column.
  package var adequacy = false
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package enum Components: Sendable, Equatable {
    case kept
    case all
    case count(Int)
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is PrincipalComponentsResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "principal components") {
      $0 as? PrincipalComponentsResult
    }
    guard let result = values.first, values.count == 1 else {
      throw .invalid("A table of the kind '\(Self.kind)' shows one result, not \(values.count).")
    }
    return try PrincipalComponentsTable(
      recipe: self,
      result: result,
      named: results[0],
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension PrincipalComponentsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case components, adequacy, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let count = try container.decodeIfShaped(Int.self, forKey: .components) {
      guard count > 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: .components,
          in: container,
          debugDescription: "a number of components is 1 or more, not \(count)"
        )
      }
      components = .count(count)
    } else if let word = try container.decodeIfPresent(Word.self, forKey: .components) {
      components = word == .all ? .all : .kept
    }
    try container.replace(&adequacy, forKey: .adequacy)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  private enum Word: String, Decodable, CaseIterable { case kept, all }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "components",
        .either([.choice(Word.allCases.map(\.rawValue)), .integer]),
        default: "kept",
        "The components shown: those kept for the index, all, or the first so many."
      ),
      KeyDescription(
        "adequacy",
        .flag,
        default: "false",
        "Whether each indicator's own measure of sampling adequacy (KMO) has a column."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of indicators by raw name or glob."
      ),
    ] + SharedOptions.keys
}

private struct PrincipalComponentsTable {
  let recipe: PrincipalComponentsRecipe
  let result: PrincipalComponentsResult
  let named: NamedResult
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.summaries }
  private var reference: String { named.reference }
  private var shown: Int {
    let all = result.components.count
    return switch recipe.components {
    case .all: all
    case .count(let count): min(count, all)
    case .kept, .none: result.retained
    }
  }

  func model() throws(DocumentError) -> TableModel {
    let count = result.components.count
    guard shown > 0, shown <= count, result.indicators.allSatisfy({ $0.loadings.count == count })
    else {
      throw .invalid("'\(reference)' does not hold a loading of every indicator and component.")
    }
    var heads: [HeadCell] = []
    for number in 1...shown {
      heads.append(
        HeadCell(
          try glossary.rich("principal-components", "component", ["number": RichText("\(number)")])
        )
      )
    }
    let stub = try glossary.text("entropy-weights", "indicator")
    if recipe.adequacy {
      heads.append(HeadCell(RichText(try glossary.text("principal-components", "adequacy"))))
    }
    return try frame.model(
      columns: heads.map { _ in TableColumn(.decimal, result: reference) },
      head: [HeadRow(cells: [HeadCell(RichText(stub))] + heads)],
      blocks: [
        TableBlock(kind: .summary, rows: try loadings()),
        TableBlock(kind: .statistics, rows: try variances(), hasRuleAbove: true),
        TableBlock(kind: .custom, rows: try tests(), hasRuleAbove: true),
      ],
      notes: try notes(),
      stub: stub
    )
  }

  private func loadings() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for indicator in result.indicators {
      let path = "indicators.\(indicator.indicator)"
      var cells = (0..<shown).map { k in
        frame.number(indicator.loadings[k], rule, at: "\(path).loadings[\(k + 1)]", of: reference)
      }
      if recipe.adequacy {
        cells.append(
          try frame.number(
            indicator.samplingAdequacy,
            rule,
            at: "\(path).sampling_adequacy",
            of: reference
          )
        )
      }
      var label = try frame.labels.label(of: indicator.indicator)
      if indicator.sign == .negative {
        label = try glossary.rich("principal-components", "turned", ["indicator": label])
      }
      rows.append(TableRow(label: label, cells: cells))
    }
    return rows
  }

  private func variances() throws(DocumentError) -> [TableRow] {
    let numbers: [(key: String, value: (PrincipalComponent) -> Double?)] = [
      ("eigenvalue", { $0.eigenvalue }), ("share", { $0.share }),
      ("cumulative", { $0.cumulative }), ("weight", { $0.weight }),
    ]
    var rows: [TableRow] = []
    for (key, value) in numbers {
      var cells = (0..<shown).map { k -> Cell in
        value(result.components[k]).map {
          frame.number($0, rule, at: "components[\(k + 1)].\(key)", of: reference)
        } ?? .empty
      }
      if recipe.adequacy { cells.append(.empty) }
      rows.append(
        TableRow(label: RichText(try glossary.text("principal-components", key)), cells: cells)
      )
    }
    return rows
  }

  /// Numbers about all components stand in the first column.
  private func tests() throws(DocumentError) -> [TableRow] {
    let rest = [Cell](repeating: .empty, count: shown - 1 + (recipe.adequacy ? 1 : 0))
    func row(_ statistic: Statistic, _ cell: Cell) throws(DocumentError) -> TableRow {
      TableRow(
        label: RichText(try glossary.text("statistics", statistic.rawValue)),
        cells: [cell] + rest
      )
    }
    return [
      try row(
        .samplingAdequacy,
        try frame.number(
          result.samplingAdequacy,
          rule,
          at: "sampling_adequacy",
          of: reference
        )
      ),
      try row(.sphericity, try frame.test(.sphericity, of: named)),
      try row(.observations, frame.count(result.sample.n, at: "sample.n", of: reference)),
    ]
  }

  /// `1` for an eigenvalue, `95` for a share of the variance in percent.
  private var retentionBound: RichText {
    let bound = result.retentionBound ?? 1
    return RichText(
      result.retention == .share
        ? frame.typesetting.percent(bound)
        : frame.typesetting.number(bound, .adaptive(3)).machineText
    )
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var notes = [
      TableNote(.sample, try glossary.rich("principal-components", "note")),
      TableNote(
        .sample,
        try glossary.rich(
          "component-retention",
          result.retention.rawValue,
          ["bound": retentionBound]
        )
      ),
      TableNote(
        .sample,
        try glossary.rich(
          "component-orientation",
          result.orientation.rawValue,
          ["variable": try result.reference.map { (name) throws(DocumentError) in
            try frame.labels.word(for: name)
          } ?? ""]
        )
      ),
    ]
    notes += try frame.remarks(of: result).map { TableNote(.remark, $0) }
    return try frame.notes(recipe.options, about: [result], notes)
  }
}
