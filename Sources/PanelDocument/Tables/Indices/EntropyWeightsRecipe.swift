package import PanelResults

/// The entropy weights of an index: indicators in rows, with sign, entropy, redundancy, weight.
package struct EntropyWeightsRecipe: TableRecipe, Equatable {
  package static let kind = "entropy-weights"
  package static let summary =
    "Indicators in rows, their sign, entropy, redundancy and weight in columns, by dimension."

  /// The columns; absent for what suits the result.
  package var columns: [Column]?
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package enum Column: String, Sendable, CaseIterable, Decodable {
    case sign, minimum, maximum, entropy, redundancy, weight
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && results[0].result is EntropyWeightsResult
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "entropy weights") {
      $0 as? EntropyWeightsResult
    }
    guard let result = values.first, values.count == 1 else {
      throw .invalid("A table of the kind '\(Self.kind)' shows one result, not \(values.count).")
    }
    return try EntropyWeightsTable(
      recipe: self,
      result: result,
      reference: results[0].reference,
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension EntropyWeightsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decodeIfPresent(OneOrMore<Column>.self, forKey: .columns)?.values
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .oneOrMore(of: .choice(Column.allCases.map(\.rawValue))),
        default: "[sign, entropy, redundancy, weight]; [sign, weight] by group",
        "The columns, in this order; the sign stands once, the others under each group."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of indicators, by raw name or glob, and of dimensions."
      ),
    ] + SharedOptions.keys
}

private struct EntropyWeightsTable {
  let recipe: EntropyWeightsRecipe
  let result: EntropyWeightsResult
  let reference: String
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }
  private var rule: DigitRule { recipe.options.decimals ?? frame.style.digits.summaries }
  private var columns: [EntropyWeightsRecipe.Column] {
    recipe.columns
      ?? (result.groups.count > 1 ? [.sign, .weight] : [.sign, .entropy, .redundancy, .weight])
  }
  private var hasSign: Bool { columns.contains(.sign) }
  private var numbers: [EntropyWeightsRecipe.Column] { columns.filter { $0 != .sign } }

  func model() throws(DocumentError) -> TableModel {
    guard !numbers.isEmpty else {
      throw .invalid("'columns' names no number. Name 'weight', for example.")
    }
    guard let first = result.groups.first,
      result.groups.allSatisfy({ $0.indicators.count == first.indicators.count })
    else {
      throw .invalid("'\(reference)' does not hold the same indicators in all its groups.")
    }
    var rows: [TableRow] = []
    var dimension: String?
    for (position, indicator) in first.indicators.enumerated().sorted(by: order) {
      if let name = indicator.dimension, name != dimension {
        dimension = name
        rows.append(row(ofDimension: name))
      }
      rows.append(try row(of: indicator, at: position))
    }
    return try frame.model(
      columns: (hasSign ? [TableColumn(.center, result: reference)] : [])
        + result.groups.flatMap { _ in numbers.map { _ in TableColumn(.decimal, result: reference) } },
      head: try head(),
      blocks: [
        TableBlock(kind: .summary, rows: rows),
        TableBlock(kind: .statistics, rows: [try observations()], hasRuleAbove: true),
      ],
      notes: try notes(),
      stub: try glossary.text("entropy-weights", "indicator")
    )
  }

  /// Indicators of a dimension together, dimensions as their first indicator comes.
  private func order(
    _ one: (offset: Int, element: WeightedIndicator),
    _ other: (offset: Int, element: WeightedIndicator)
  ) -> Bool {
    func place(_ indicator: WeightedIndicator) -> Int {
      result.groups[0].dimensions.firstIndex { $0.dimension == indicator.dimension } ?? 0
    }
    let (left, right) = (place(one.element), place(other.element))
    return left == right ? one.offset < other.offset : left < right
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    let stub = RichText(try glossary.text("entropy-weights", "indicator"))
    let sign = hasSign ? [HeadCell(RichText(try glossary.text("weight-columns", "sign")))] : []
    var names: [HeadCell] = []
    for column in numbers {
      names.append(HeadCell(RichText(try glossary.text("weight-columns", column.rawValue))))
    }
    guard result.groups.count > 1 else { return [HeadRow(cells: [HeadCell(stub)] + sign + names)] }
    let groups = result.groups.map {
      HeadCell(RichText($0.name ?? ""), span: names.count, hasRule: names.count > 1)
    }
    if names.count == 1 { return [HeadRow(cells: [HeadCell(stub)] + sign + groups)] }
    return [
      HeadRow(cells: [HeadCell("")] + sign.map { _ in HeadCell("") } + groups),
      HeadRow(cells: [HeadCell(stub)] + sign + result.groups.flatMap { _ in names }),
    ]
  }

  private func row(ofDimension name: String) -> TableRow {
    var cells: [Cell] = hasSign ? [.empty] : []
    for group in result.groups {
      let weight = group.dimensions.first { $0.dimension == name }?.weight
      for column in numbers {
        cells.append(
          column == .weight
            ? weight.map {
              frame.number($0, rule, at: "\(path(of: group))dimensions.\(name)", of: reference)
            } ?? .empty : .empty
        )
      }
    }
    let own = frame.labels.own.first { $0.key == name }?.value.text(in: glossary.language)
    let label = own ?? frame.context.label(of: name)
    return TableRow(label: RichText([.emphasis([.plain(label)])]), cells: cells, hasSpaceAbove: true)
  }

  private func row(
    of indicator: WeightedIndicator,
    at position: Int
  ) throws(DocumentError) -> TableRow {
    var cells: [Cell] =
      hasSign
      ? [.text(RichText(try glossary.text("indicator-signs", indicator.sign.rawValue)))] : []
    for group in result.groups {
      let own = group.indicators[position]
      for column in numbers {
        let value =
          switch column {
          case .minimum: own.minimum
          case .maximum: own.maximum
          case .entropy: own.entropy
          case .redundancy: own.redundancy
          case .weight, .sign: own.weight
          }
        let isValue = column == .minimum || column == .maximum
        cells.append(
          frame.number(
            value,
            isValue ? recipe.options.decimals ?? .adaptive(2) : rule,
            at: "\(path(of: group))indicators.\(own.indicator).\(column.rawValue)",
            of: reference
          )
        )
      }
    }
    return TableRow(
      label: try frame.labels.label(of: indicator.indicator),
      indent: indicator.dimension == nil ? 0 : 1,
      cells: cells
    )
  }

  private func path(of group: IndicatorWeights) -> String {
    "groups." + (group.name.map { "\($0)." } ?? "")
  }

  private func observations() throws(DocumentError) -> TableRow {
    var cells: [Cell] = hasSign ? [.empty] : []
    for group in result.groups {
      cells += numbers.dropLast().map { _ in .empty }
      cells.append(frame.count(group.n, at: "\(path(of: group))n", of: reference))
    }
    return TableRow(label: RichText(try glossary.text("statistics", "n")), cells: cells)
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    var notes = [TableNote(.sample, try glossary.rich("entropy-weights", "note"))]
    if let variable = result.groupVariable {
      notes.append(
        TableNote(
          .sample,
          try glossary.rich(
            "entropy-weights",
            "note-by",
            ["variable": try frame.labels.word(for: variable)]
          )
        )
      )
    }
    if result.shift > 0 {
      let shift = RichText([.number(EstimateWriter.cutOff(result.shift))])
      notes.append(
        TableNote(.sample, try glossary.rich("entropy-weights", "note-shift", ["shift": shift]))
      )
    }
    notes += try frame.remarks(of: result).map { TableNote(.remark, $0) }
    return try frame.notes(recipe.options, about: [result], notes)
  }
}
