import PanelResults

/// One model of a regression table.
struct RegressionColumn {
  /// Counted from 1.
  var number: Int
  var reference: String
  var fit: any RegressionFit
  /// The place of the fit within the result, such as `first_stages[0].regression.`.
  var path = ""
  /// What stands above the column: the stage of a regression with instruments.
  var stage: RichText?
  /// Which effects of a spatial model the column shows; absent for coefficients.
  var part: SpatialEffectPart?
  /// The effects with quantiles of draws as their intervals, where these have a line.
  var quantiles: [Estimate] = []
  /// The estimates that rows may show.
  ///
  /// A model with absorbed effects has a constant only by convention (the mean of its effects),
  /// so its constant is shown only where the table asks for constants.
  var estimates: [Estimate]
  /// The same estimates under further covariances and by bootstrap, as the result has them.
  var further: [FurtherPart]

  init(number: Int, reference: String, fit: any RegressionFit, showsConstant: Bool?) {
    self.number = number
    self.reference = reference
    self.fit = fit
    let isShown = showsConstant ?? fit.absorbedEffects.isEmpty
    estimates = fit.estimates.filter { $0.component != .constant || isShown }.map(\.rowEstimate)
    further = fit.further.enumerated().map { FurtherPart(.covariance($1), path: "also[\($0)].") }
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
  let frame: TableFrame
  let estimateWriter: EstimateWriter
  /// What each further line shows, in their order.
  let furtherIdentities: [[String]]

  var labels: TermLabels { frame.labels }
  var glossary: Glossary { frame.glossary }
  var style: TableStyle { frame.style }
  var writer: NoteWriter { frame.writer }
  var stack: [(measure: Uncertainty, bracket: Bracket)] { estimateWriter.stack }
  /// The regressions of the table: its own columns, then those of other panels.
  var fits: [any RegressionFit] {
    columns.map(\.fit) + (frame.context.panel?.companions ?? []).compactMap { $0 as? any RegressionFit }
  }

  init(
    _ recipe: RegressionRecipe,
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    let (fits, bootstraps) = Self.partition(results)
    let made = try StageColumns(
      of: fits,
      stages: recipe.stages,
      showsConstant: recipe.showsConstant,
      glossary: context.glossary
    )
    var columns = made.columns
    var recipe = recipe
    if let place = context.panel { recipe.restrict(to: place) }
    if recipe.stages != nil, recipe.order.isEmpty, recipe.keep.isEmpty {
      recipe.order = made.leading
    }
    try Self.add(bootstraps, to: &columns, showing: recipe)
    try self.init(recipe, columns: columns, of: results, in: context)
  }

  /// A table of columns that need not be one for each result.
  init(
    _ recipe: RegressionRecipe,
    columns: [RegressionColumn],
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    guard !columns.isEmpty else {
      throw .invalid("A regression table needs at least one model.")
    }
    self.recipe = recipe
    self.columns = columns
    frame = TableFrame(of: results, labels: recipe.labels.entries, in: context)
    estimateWriter = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.decimals,
      uncertainty: recipe.uncertainty,
      further: try Self.lines(of: columns, recipe, frame) + Self.quantileLines(of: columns, frame)
    )
    furtherIdentities = Self.identities(of: columns, recipe)
  }

  /// - Parameter explainsDashes: Off for a table that gets further rows and explains dashes itself.
  func model(explainsDashes: Bool = true) throws(DocumentError) -> TableModel {
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
      rows: try statisticRows() + testRows() + weakInstrumentRows()
        + customRows(at: .afterStatistics)
    )
    let rest =
      switch style.effects.place {
      case .afterCoefficients: [effects, statistics]
      case .afterStatistics: [statistics, effects]
      }
    let parameters = TableBlock(kind: .coefficients, rows: try parameterRows())
    let areEffects = columns.contains { $0.part != nil }
    if !areEffects { blocks.insert(parameters, at: 2) }
    blocks = blocks.filter { !$0.rows.isEmpty }
    var below = ((areEffects ? [parameters] : []) + rest).filter { !$0.rows.isEmpty }.map(joined)
    if !below.isEmpty && !blocks.isEmpty { below[0].hasRuleAbove = true }

    return try frame.model(
      columns: columns.map { TableColumn(.decimal, result: $0.reference) },
      head: try head(),
      blocks: blocks + below,
      notes: try RegressionNotes(table: self, rows: rows).all(),
      stub: try glossary.text("tables", "variable"),
      explainsDashes: explainsDashes
    )
  }
}

extension RegressionTable {
  /// Stages, dependent variables, headings of the author's, column numbers.
  private func head() throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    let stages = columns.map { $0.stage ?? "" }
    let own = try frame.headings(recipe.columns, over: columns.count)
    var changes = own == nil ? try VariationWords(table: self).headings() : nil
    if own == nil, changes == nil { changes = try modelHeadings() }
    if stages.contains(where: { !$0.isEmpty }) {
      if let changes { rows.append(.merging(changes, stub: "", mergesEmpty: false)) }
      rows.append(.merging(stages, stub: "", mergesEmpty: false))
    }
    if columns.contains(where: { $0.fit.heading.outcome != nil }) { rows.append(try outcomeRow()) }
    rows += try weightsRow(WeightsWords(frame: frame))
    if let headings = own ?? (recipe.stages == nil ? changes : nil) { rows.append(HeadRow(cells: [HeadCell("")] + headings.map { HeadCell($0) })) }
    rows.append(try frame.columnNumbers(columns.count))
    return rows
  }

  private func outcomeRow() throws(DocumentError) -> HeadRow {
    .merging(
      try frame.outcomes(of: columns.map(\.fit)),
      stub: RichText(try glossary.text("tables", "dependent-variable")),
      mergesEmpty: true
    )
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
