package import PanelResults

/// One treatment by several estimators: a row per estimator.
package struct EstimatorsRecipe: TableRecipe, Equatable {
  package static let kind = "estimators"
  package static let summary =
    "One treatment by several estimators in rows: average effect, interval, pre-trend test, sample."

  /// The columns beside the effect, in this order.
  package var columns: [Column] = [.interval, .pretrends, .observations, .comparison]
  /// The names of the rows, one per result; absent for the estimators'.
  package var names: [LocalizedText] = []
  /// The lines under an estimate; absent for those of the style.
  package var uncertainty: [UncertaintyLine]?
  package var stars: StarPolicy?
  package var options = SharedOptions()

  /// What a column beside the effect shows.
  package enum Column: String, Sendable, Equatable, Decodable, CaseIterable {
    case interval = "ci"
    case pValue = "p"
    /// The p-value of the test that effects before treatment are zero.
    case pretrends
    case observations = "n"
    case units
    case treatedUnits = "treated-units"
    /// The units that treated ones are compared with.
    case comparison
    /// Whether covariates are held constant.
    case covariates
  }

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count > 1 && results.allSatisfy { $0.result is any TreatmentEffectResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "effects of a treatment") {
      $0 as? any TreatmentEffectResult
    }
    return try EstimatorsTable(recipe: self, results: results, values: values, in: context).model()
  }
}

extension EstimatorsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns, names, uncertainty, stars }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let wanted = try container.decodeIfPresent(OneOrMore<Column>.self, forKey: .columns) {
      guard wanted.values.firstRepeated == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .columns,
          in: container,
          debugDescription: "a column stands there twice"
        )
      }
      columns = wanted.values
    }
    try container.replace(&names, forKey: .names)
    uncertainty = try container.decodeIfPresent(
      OneOrMore<UncertaintyLine>.self,
      forKey: .uncertainty
    )?.values
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .oneOrMore(of: .choice(Column.allCases.map(\.rawValue))),
        default: "ci, pretrends, n, comparison",
        "The columns beside the effect, in this order."
      ),
      KeyDescription(
        "names",
        .list(of: .localizedText),
        default: "the estimators",
        "The name of each row, in the order of the results."
      ),
      KeyDescription(
        "uncertainty",
        .oneOrMore(of: UncertaintyLine.valueType),
        default: "the style's",
        "Lines under an effect, in this order: se, t, p or ci, each with its bracket."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
    ] + SharedOptions.keys
}

/// A table of estimators in the making.
private struct EstimatorsTable {
  let recipe: EstimatorsRecipe
  let rows: [Row]
  let frame: TableFrame
  let writer: EstimateWriter
  /// The columns asked for in which some row has a value.
  private var shown: [EstimatorsRecipe.Column] = []

  private var glossary: Glossary { frame.glossary }

  struct Row {
    var named: NamedResult
    var result: any TreatmentEffectResult
    var name: RichText
  }

  init(
    recipe: EstimatorsRecipe,
    results: [NamedResult],
    values: [any TreatmentEffectResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    frame = TableFrame(of: results, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: recipe.uncertainty
    )
    guard recipe.names.isEmpty || recipe.names.count == results.count else {
      throw .invalid("'names' gives \(recipe.names.count) names for \(results.count) rows.")
    }
    var rows: [Row] = []
    for (index, pair) in zip(results, values).enumerated() {
      let (named, value) = pair
      var name = try frame.name(of: value.estimator)
      if !recipe.names.isEmpty {
        name = RichText(recipe.names[index].text(in: context.glossary.language))
      } else if values.count(where: { $0.estimator == value.estimator }) > 1 {
        // Two rows of one estimator are told apart by their place among its rows.
        let place = values[...index].count { $0.estimator == value.estimator }
        name = try context.glossary.rich(
          "treatment",
          "estimator-numbered",
          ["estimator": name, "number": RichText(String(place))]
        )
      }
      rows.append(Row(named: named, result: value, name: name))
    }
    self.rows = rows
    for column in recipe.columns {
      for row in rows where shown.last != column {
        if try cell(column, of: row, slot(of: row)).hasValue { shown.append(column) }
      }
    }
  }

  func model() throws(DocumentError) -> TableModel {
    let outcomes = try frame.outcomes(of: rows.map(\.result))
    let hasOneOutcome = outcomes.uniqueTexts.count == 1
    var blocks: [TableBlock] = []
    for (index, row) in rows.enumerated() {
      var lines = try self.lines(of: row)
      if !hasOneOutcome, index == 0 || outcomes[index] != outcomes[index - 1] {
        lines[0].hasSpaceAbove = false
        blocks.append(TableBlock(kind: .coefficients, heading: outcomes[index], rows: lines))
      } else if blocks.isEmpty {
        lines[0].hasSpaceAbove = false
        blocks.append(TableBlock(kind: .coefficients, rows: lines))
      } else {
        blocks[blocks.count - 1].rows += lines
      }
    }
    return try frame.model(
      columns: [TableColumn(.decimal)]
        + shown.map { TableColumn($0 == .comparison ? .leading : .decimal) },
      head: try head(outcome: hasOneOutcome ? outcomes[0] : nil),
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("estimator-columns", "stub")
    )
  }

  private func head(outcome: RichText?) throws(DocumentError) -> [HeadRow] {
    var cells = [HeadCell(RichText(try glossary.text("estimator-columns", "stub")))]
    cells.append(HeadCell(RichText(try glossary.text("estimator-columns", "effect"))))
    let level = try writer.levels(of: rows.compactMap(\.result.overall))
    for column in shown {
      cells.append(
        HeadCell(
          RichText(try glossary.text("estimator-columns", column.rawValue, ["level": level]))
        )
      )
    }
    let names = HeadRow(cells: cells)
    guard let outcome, !outcome.isEmpty else { return [names] }
    let stub = HeadCell(RichText(try glossary.text("tables", "dependent-variable")))
    let over = HeadCell(outcome, span: shown.count + 1, hasRule: !shown.isEmpty)
    return [HeadRow(cells: [stub, over]), names]
  }

  /// The effect over its uncertainty; the other columns stand beside the effect.
  private func lines(of row: Row) throws(DocumentError) -> [TableRow] {
    let slot = try slot(of: row)
    var lines = try writer.rows(label: row.name, slots: [slot])
    for index in lines.indices {
      for column in shown {
        lines[index].cells.append(index == 0 ? try cell(column, of: row, slot) : .empty)
      }
    }
    return lines
  }

  private func slot(of row: Row) throws(DocumentError) -> EstimateWriter.Slot {
    var slot = EstimateWriter.Slot(
      estimate: row.result.overall,
      source: EstimateWriter.Source(
        reference: row.named.reference,
        path: "overall",
        covariance: try frame.errors(row.result.inference, place: nil).plainText,
        observations: row.result.sample.n
      )
    )
    if slot.estimate == nil {
      slot.otherwise = .unavailable(
        RichText(try glossary.text("tables", "unavailable")),
        because: RichText(
          try glossary.text("absence", AbsenceReason.notApplicable.rawValue)
        )
      )
    }
    return slot
  }

  private func cell(
    _ column: EstimatorsRecipe.Column,
    of row: Row,
    _ slot: EstimateWriter.Slot
  ) throws(DocumentError) -> Cell {
    let reference = row.named.reference
    let sample = row.result.sample
    switch column {
    case .interval: return try writer.uncertaintyCell((.interval, .square), of: slot)
    case .pValue: return try writer.uncertaintyCell((.pValue, .none), of: slot)
    case .pretrends:
      guard let test = row.result.tests.first(where: { $0.id == .pretrends }) else {
        return .empty
      }
      return try frame.pValue(test.pValue, at: "tests.pretrends.p_value", of: reference)
    case .observations: return frame.count(sample.n, at: "sample.n", of: reference)
    case .units:
      return sample.units.map { frame.count($0, at: "sample.units", of: reference) } ?? .empty
    case .treatedUnits:
      return frame.count(
        row.result.design.treatedUnits,
        at: "statistics.treated_units",
        of: reference
      )
    case .comparison:
      let group = row.result.conventions.controlGroup?.rawValue ?? "all"
      return .text(RichText(try glossary.text("comparison-groups", group)))
    case .covariates: return try frame.mark(!row.result.conventions.covariates.isEmpty)
    }
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    let results = rows.map(\.result)
    let names = rows.map(\.name)
    let designs = results.map(\.design)
    var notes: [TableNote] = []
    var facts: [[RichText]] = []
    var errors: [[RichText]] = []
    var remarks: [[RichText]] = []
    let place = try writer.placeOfStandardErrors()
    for row in rows {
      facts.append([try frame.facts(of: row.result, name: row.name, tellsOverall: true)])
      errors.append([try frame.errors(row.result.inference, place: place)])
      remarks.append(try frame.remarks(of: row.result))
    }
    if let design = designs.first, designs.allSatisfy({ $0 == design }) {
      notes += try frame.cohortNotes([design], remarks: [results.flatMap(\.remarks)])
    }
    for text in facts.flatMap({ $0 }).uniqueTexts where !text.isEmpty {
      notes.append(TableNote(.sample, text))
    }
    notes += try frame.perName(errors, names: names, as: .covariance)
    let shown = results.compactMap(\.overall)
    notes += try writer.bracketNotes(about: shown)
    notes += try frame.perName(remarks, names: names, as: .remark)
    notes += try writer.starNotes(about: shown)
    return try frame.notes(recipe.options, about: results, notes)
  }
}
