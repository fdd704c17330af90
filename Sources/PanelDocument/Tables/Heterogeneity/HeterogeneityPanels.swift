import PanelResults

/// Several partitions of a sample one under the other, each a panel with its own groups.
struct HeterogeneityPanels {
  let recipe: HeterogeneityRecipe
  let results: [NamedResult]
  let values: [HeterogeneityResult]
  let context: DocumentContext

  private var glossary: Glossary { context.glossary }

  func model() throws(DocumentError) -> TableModel {
    var tables: [HeterogeneityTable] = []
    var models: [TableModel] = []
    for (named, value) in zip(results, values) {
      let table = try HeterogeneityTable(
        recipe: recipe,
        named: [(named.reference, value)],
        results: [named],
        in: context
      )
      tables.append(table)
      models.append(try table.model())
    }
    guard
      let widest = models.indices.max(by: { models[$0].columns.count < models[$1].columns.count })
    else {
      throw .invalid("A table of the kind '\(HeterogeneityRecipe.kind)' needs a result.")
    }
    let width = models[widest].columns.count - 1
    var blocks: [TableBlock] = []
    for (index, model) in models.enumerated() {
      blocks += try panel(model, tables[index], letter: Self.letter(index), width: width)
    }
    let effects = models[widest].blocks.filter { $0.kind == .effects }
    blocks += effects.map { block in
      var block = block
      block.hasRuleAbove = true
      return block
    }
    var whole = models[widest]
    // Outcome and numbers: what groups are called stands in the panels.
    whole.head = whole.head.suffix(3).enumerated().filter { $0.offset != 1 }.map(\.element)
    whole.blocks = blocks
    whole.notes = try notes(models)
    return whole
  }

  /// `A`, `B`, …
  private static func letter(_ index: Int) -> String {
    let scalar = UInt8(ascii: "A") + UInt8(index % 26)
    return String(decoding: [scalar], as: UTF8.self)
  }

  private func panel(
    _ model: TableModel,
    _ table: HeterogeneityTable,
    letter: String,
    width: Int
  ) throws(DocumentError) -> [TableBlock] {
    let names = TableRow(
      label: "",
      spokenLabel: RichText(try glossary.text("heterogeneity", "group")),
      cells: table.headings.map { .text(RichText($0)) }
    )
    var upper = [names]
    var blocks: [TableBlock] = []
    for block in model.blocks {
      switch block.kind {
      case .coefficients, .custom: upper += block.rows
      case .effects: break
      default:
        blocks.append(
          TableBlock(kind: block.kind, rows: block.rows.map { $0.padded(to: width) })
        )
      }
    }
    let heading = try glossary.rich(
      "heterogeneity",
      "panel",
      ["letter": RichText(letter), "variable": table.variable]
    )
    return [
      TableBlock(
        kind: .coefficients,
        heading: heading,
        rows: upper.map { $0.padded(to: width) },
        hasRuleAbove: letter != Self.letter(0)
      )
    ] + blocks
  }

  /// Sentences that hold for all panels once, the others after the name of their panel.
  private func notes(_ models: [TableModel]) throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    for (index, model) in models.enumerated() {
      for note in model.notes where !notes.contains(note) {
        if models.allSatisfy({ $0.notes.contains(note) }) {
          notes.append(note)
          continue
        }
        let name = try glossary.rich(
          "heterogeneity",
          "panel-name",
          ["letter": RichText(Self.letter(index))]
        )
        let sentence = try glossary.rich(
          "notes",
          "of-names",
          ["columns": name, "note": note.text]
        )
        notes.append(TableNote(note.kind, sentence))
      }
    }
    return TableNote.Kind.allCases.flatMap { kind in notes.filter { $0.kind == kind } }
  }
}

extension TableRow {
  /// The row with empty cells behind, up to a number of columns.
  fileprivate func padded(to width: Int) -> TableRow {
    let missing = max(0, width - cells.count)
    var row = self
    row.cells += Array(repeating: .empty, count: missing)
    row.spans = spans.map { $0 + Array(repeating: 1, count: missing) }
    return row
  }
}
