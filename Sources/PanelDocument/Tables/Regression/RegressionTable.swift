import PanelResults

/// One model of a regression table.
struct RegressionColumn {
  /// Counted from 1.
  var number: Int
  var reference: String
  var fit: any RegressionFit
  /// The estimates that rows may show.
  ///
  /// A model with absorbed effects has a constant only by convention (the mean of its effects),
  /// so its constant is shown only where the table asks for constants.
  var estimates: [Estimate]

  init(number: Int, reference: String, fit: any RegressionFit, showsConstant: Bool?) {
    self.number = number
    self.reference = reference
    self.fit = fit
    let isShown = showsConstant ?? fit.absorbedEffects.isEmpty
    estimates = fit.estimates.filter { $0.component != .constant || isShown }
  }

  func estimate(of terms: [String]) -> Estimate? {
    estimates.first { terms.contains($0.term) }
  }

  func omission(of terms: [String]) -> OmittedTerm? {
    fit.omitted.first { terms.contains($0.term) }
  }
}

/// A regression table in the making: what a recipe, its results and their surroundings decide.
struct RegressionTable {
  let recipe: RegressionRecipe
  let columns: [RegressionColumn]
  let context: DocumentContext
  let labels: TermLabels
  let stars: StarPolicy
  /// The lines under an estimate, each with its bracket.
  let stack: [(measure: Uncertainty, bracket: Bracket)]

  var glossary: Glossary { context.glossary }
  var style: TableStyle { context.tableStyle }
  var writer: NoteWriter { NoteWriter(labels: labels, typesetting: style.typesetting) }

  init(
    _ recipe: RegressionRecipe,
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    var columns: [RegressionColumn] = []
    for (index, named) in results.enumerated() {
      guard let fit = named.result as? any RegressionFit else {
        throw .invalid(
          "A regression table shows regressions, but '\(named.reference)' is a "
            + "result of the method '\(type(of: named.result).method)'."
        )
      }
      columns.append(
        RegressionColumn(
          number: index + 1,
          reference: named.reference,
          fit: fit,
          showsConstant: recipe.showsConstant
        )
      )
    }
    guard !columns.isEmpty else {
      throw .invalid("A regression table needs at least one model.")
    }
    self.recipe = recipe
    self.columns = columns
    self.context = context
    labels = TermLabels(
      own: recipe.labels.entries,
      results: columns.map(\.fit),
      in: context
    )
    stars = recipe.stars ?? context.tableStyle.stars
    stack = try Self.bracketed(
      recipe.uncertainty ?? context.tableStyle.uncertainty
    )
  }

  func model() throws(DocumentError) -> TableModel {
    let rows = try coefficientRows()
    var blocks = [
      TableBlock(kind: .custom, rows: try customRows(at: .beforeCoefficients)),
      TableBlock(kind: .coefficients, rows: try coefficientLines(of: rows)),
      TableBlock(kind: .custom, rows: try customRows(at: .afterCoefficients)),
    ]
    let effects = TableBlock(
      kind: .effects,
      rows: try effectRows() + customRows(at: .afterEffects)
    )
    let statistics = TableBlock(
      kind: .statistics,
      rows: try statisticRows() + customRows(at: .afterStatistics)
    )
    let rest =
      switch style.effects.place {
      case .afterCoefficients: [effects, statistics]
      case .afterStatistics: [statistics, effects]
      }
    blocks = blocks.filter { !$0.rows.isEmpty }
    var below = rest.filter { !$0.rows.isEmpty }
    if !below.isEmpty && !blocks.isEmpty { below[0].hasRuleAbove = true }

    return TableModel(
      id: context.id,
      number: context.number,
      numberLabel: try glossary.text("tables", "number", ["number": context.number]),
      caption: RichText(context.caption?.text(in: glossary.language) ?? ""),
      columns: [TableColumn(.leading)]
        + columns.map { TableColumn(.decimal, result: $0.reference) },
      head: try head(),
      blocks: blocks + below,
      notes: try RegressionNotes(table: self, rows: rows).all(),
      notesLabel: try glossary.text("notes-labels", style.notesLabel.rawValue),
      stubLabel: try glossary.text("tables", "variable"),
      language: glossary.language,
      look: TableLook(
        rules: style.rules,
        captionPlace: style.captionPlace,
        styleName: style.name
      )
    )
  }

  /// Gives every line its bracket: the one asked for, else the usual one, else a free one.
  private static func bracketed(
    _ lines: [UncertaintyLine]
  ) throws(DocumentError) -> [(measure: Uncertainty, bracket: Bracket)] {
    var taken = lines.compactMap(\.bracket)
    var result: [(measure: Uncertainty, bracket: Bracket)] = []
    for line in lines {
      if let bracket = line.bracket {
        result.append((line.measure, bracket))
        continue
      }
      let choices = [line.measure.usualBracket, .parentheses, .square, .curly]
      guard let bracket = choices.first(where: { !taken.contains($0) }) else {
        throw .invalid(
          "'uncertainty' has more lines than brackets. Give some of them a bracket, "
            + "such as {show: p, bracket: none}."
        )
      }
      taken.append(bracket)
      result.append((line.measure, bracket))
    }
    let repeated = lines.map(\.measure).firstRepeated
    if let repeated {
      throw .invalid("'uncertainty' names '\(repeated.rawValue)' twice.")
    }
    return result
  }

}

extension RegressionTable {
  /// Spanners, dependent variables, headings of the author's, column numbers.
  private func head() throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    if !recipe.groups.entries.isEmpty { rows.append(try spannerRow()) }
    rows.append(try outcomeRow())
    if !recipe.columns.isEmpty {
      guard recipe.columns.count == columns.count else {
        throw .invalid(
          "'columns' gives \(recipe.columns.count) headings for "
            + "\(columns.count) columns."
        )
      }
      rows.append(
        HeadRow(
          cells: [HeadCell("")]
            + recipe.columns.map { HeadCell(RichText($0.text(in: glossary.language))) }
        )
      )
    }
    var numbers = [HeadCell("")]
    for column in columns {
      numbers.append(
        HeadCell(
          try glossary.rich("tables", "column-number", ["number": RichText("\(column.number)")])
        )
      )
    }
    rows.append(HeadRow(cells: numbers))
    return rows
  }

  private func spannerRow() throws(DocumentError) -> HeadRow {
    var names = [String?](repeating: nil, count: columns.count)
    for (name, numbers) in recipe.groups.entries {
      let sorted = numbers.sorted()
      guard let first = sorted.first, let last = sorted.last,
        last - first + 1 == sorted.count, Set(sorted).count == sorted.count
      else {
        throw .invalid(
          "'groups.\(name)' must list neighbouring columns, such as [1, 2]."
        )
      }
      guard first >= 1, last <= columns.count else {
        throw .invalid(
          "'groups.\(name)' names column \(first < 1 ? first : last), but "
            + "the table has columns 1 to \(columns.count)."
        )
      }
      for number in sorted {
        if let other = names[number - 1] {
          throw .invalid(
            "Column \(number) stands in two groups of 'groups': '\(other)' "
              + "and '\(name)'."
          )
        }
        names[number - 1] = name
      }
    }
    let texts = names.map { RichText($0 ?? "") }
    return HeadRow(cells: [HeadCell("")] + Self.merged(texts, mergesEmpty: false))
  }

  private func outcomeRow() throws(DocumentError) -> HeadRow {
    var texts: [RichText] = []
    for column in columns {
      let name = column.fit.heading.outcome
      texts.append(
        try name.map { (name) throws(DocumentError) in try labels.label(of: name) } ?? ""
      )
    }
    let stub = try glossary.text("tables", "dependent-variable")
    return HeadRow(cells: [HeadCell(RichText(stub))] + Self.merged(texts, mergesEmpty: true))
  }

  /// Neighbouring cells with one text made one, with a rule under those that join columns.
  private static func merged(_ texts: [RichText], mergesEmpty: Bool) -> [HeadCell] {
    var cells: [HeadCell] = []
    for text in texts {
      if let last = cells.last, last.text == text, mergesEmpty || !text.isEmpty {
        cells[cells.count - 1].span += 1
      } else {
        cells.append(HeadCell(text))
      }
    }
    for index in cells.indices {
      cells[index].hasRule = !cells[index].text.isEmpty && (cells[index].span > 1 || !mergesEmpty)
    }
    return cells
  }
}

extension Array {
  /// The rows of all elements, one after the other.
  func flatMapRows(
    _ transform: (Element) throws(DocumentError) -> [TableRow]
  ) throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for element in self { rows += try transform(element) }
    return rows
  }
}

extension Array where Element: Hashable {
  /// The first element that stood before already.
  var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }

  /// The elements without repetition, in order of first appearance.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
