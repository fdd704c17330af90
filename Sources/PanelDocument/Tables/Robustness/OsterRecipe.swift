package import PanelResults

/// Coefficients with and without controls and what selection on unobservables would make of them:
/// measures in rows, coefficients in columns.
package struct OsterRecipe: TableRecipe, Equatable {
  package static let kind = "oster"
  package static let summary =
    "Effects without and with controls, the identified set under selection on unobservables, and "
    + "the selection that would explain the effect away."

  /// A heading for every coefficient.
  package var columns: [LocalizedText] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var stars: StarPolicy?
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is OsterResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "coefficient stability") {
      $0 as? OsterResult
    }
    return try OsterTable(recipe: self, results: results, values: values, in: context).model()
  }
}

extension OsterRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case columns, labels, stars }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.list(forKey: .columns)
    try container.replace(&labels, forKey: .labels)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "columns",
        .oneOrMore(of: .localizedText),
        default: "(1), (2), … where there are several",
        "One heading per coefficient."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of terms and outcomes by raw name or glob."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
    ] + SharedOptions.keys
}

/// What a table of the kind `oster` is made of.
struct OsterTable {
  let recipe: OsterRecipe
  let results: [OsterResult]
  let columns: [Column]
  let frame: TableFrame
  let writer: EstimateWriter

  var glossary: Glossary { frame.glossary }

  struct Column {
    var reference: String
    var result: OsterResult
    var bound: CoefficientStability
    var path: String
  }

  init(
    recipe: OsterRecipe,
    results: [NamedResult],
    values: [OsterResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.results = values
    frame = TableFrame(of: results, labels: recipe.labels.entries, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: [UncertaintyLine(.standardError)]
    )
    columns = zip(results, values).flatMap { named, result in
      result.bounds.enumerated().map { place, bound in
        Column(
          reference: named.reference,
          result: result,
          bound: bound,
          path: "bounds.\(place + 1)"
        )
      }
    }
    guard !columns.isEmpty else {
      throw .invalid("The results of the table hold no coefficient. Give their analyses 'terms'.")
    }
  }

  func model() throws(DocumentError) -> TableModel {
    try frame.model(
      columns: columns.map { TableColumn(.decimal, result: $0.reference) },
      head: try head(),
      blocks: [
        TableBlock(kind: .coefficients, rows: try estimates(\.uncontrolled, "uncontrolled")
          + estimates(\.controlled, "controlled")),
        TableBlock(kind: .summary, rows: try selection(), hasRuleAbove: true),
        TableBlock(kind: .statistics, rows: try statistics(), hasRuleAbove: true),
      ],
      notes: try notes(),
      stub: try glossary.text("oster", "stub")
    )
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    let outcomes = try frame.outcomes(of: columns.map(\.result))
    if outcomes.contains(where: { !$0.isEmpty }) {
      rows.append(HeadRow.merging(
          outcomes,
          stub: RichText(try glossary.text("oster", "outcome")),
          mergesEmpty: true
        ))
    }
    var terms: [RichText] = []
    for column in columns {
      terms.append(try frame.labels.label(of: column.bound.controlled.term))
    }
    rows.append(HeadRow.merging(
        terms,
        stub: RichText(try glossary.text("oster", "term")),
        mergesEmpty: true
      ))
    if let headings = try frame.headings(recipe.columns, over: columns.count) {
      rows.append(HeadRow(cells: [HeadCell("")] + headings.map { HeadCell($0) }))
    } else if columns.count > 1 {
      rows.append(try frame.columnNumbers(columns.count))
    }
    return rows
  }

  /// An effect over its standard error, then the R² of its model.
  private func estimates(
    _ estimate: KeyPath<CoefficientStability, Estimate>,
    _ key: String
  ) throws(DocumentError) -> [TableRow] {
    var slots: [EstimateWriter.Slot] = []
    for column in columns {
      slots.append(
        EstimateWriter.Slot(
          estimate: column.bound[keyPath: estimate],
          source: EstimateWriter.Source(
            reference: column.reference,
            path: "\(column.path).\(key)",
            covariance: nil,
            observations: column.result.sample.n
          )
        )
      )
    }
    var rows = try writer.rows(label: try label(key), slots: slots)
    let isControlled = key == "controlled"
    rows.append(
      TableRow(
        label: try label(isControlled ? "r-squared-controlled" : "r-squared-uncontrolled"),
        cells: columns.map { column in
          number(
            isControlled ? column.bound.controlledRSquared : column.bound.uncontrolledRSquared,
            frame.style.digits.statistics,
            "r_squared_\(key)",
            column
          )
        }
      )
    )
    return rows
  }

  private func selection() throws(DocumentError) -> [TableRow] {
    var sets: [Cell] = []
    var adjusted: [Cell] = []
    var verdicts: [Cell] = []
    var deltas: [Cell] = []
    for column in columns {
      let bound = column.bound
      if let set = bound.identifiedSet, let excludes = bound.excludesNull {
        sets.append(
          writer.intervalCell(
            set,
            of: bound.controlled,
            bracket: .square,
            EstimateWriter.Source(
              reference: column.reference,
              path: "\(column.path).identified_set",
              covariance: nil,
              observations: column.result.sample.n
            )
          )
        )
        let word = try glossary.text("marks", excludes ? "yes" : "no")
        verdicts.append(.mark(RichText(word), spoken: word))
      } else {
        sets.append(try frame.missing(because: .notIdentified))
        verdicts.append(.empty)
      }
      adjusted.append(
        try frame.number(
          bound.adjusted,
          recipe.options.decimals ?? frame.style.digits.estimates,
          at: "\(column.path).adjusted",
          of: column.reference
        )
      )
      deltas.append(
        try frame.number(
          bound.delta,
          frame.style.digits.testStatistics,
          at: "\(column.path).delta",
          of: column.reference
        )
      )
    }
    return [
      TableRow(
        label: try label("r-squared-max"),
        cells: columns.map {
          number($0.bound.maximalRSquared, frame.style.digits.statistics, "r_squared_max", $0)
        }
      ),
      TableRow(
        label: try label(hasOneProportion ? "adjusted" : "adjusted-several", proportions),
        cells: adjusted
      ),
      TableRow(label: try label("set"), cells: sets),
      TableRow(label: try label("excludes", nulls), cells: verdicts),
      TableRow(label: try label("delta", nulls), cells: deltas),
    ]
  }

  private func statistics() throws(DocumentError) -> [TableRow] {
    var cells: [Cell] = []
    for column in columns {
      cells.append(
        try frame.statistic(
          StatisticRequest(.observations),
          of: column.result.statistics,
          reference: column.reference
        )
      )
    }
    return [
      TableRow(
        label: RichText(try glossary.text("statistics", Statistic.observations.rawValue)),
        cells: cells
      )
    ]
  }

  private func number(
    _ value: Double,
    _ rule: DigitRule,
    _ path: String,
    _ column: Column
  ) -> Cell {
    frame.number(value, rule, at: "\(column.path).\(path)", of: column.reference)
  }

  private func label(
    _ key: String,
    _ value: RichText = ""
  ) throws(DocumentError) -> RichText {
    try glossary.rich("oster", key, ["value": value])
  }

  var hasOneProportion: Bool { columns.map(\.bound.proportion).unique.count == 1 }

  /// A number as the author gave it.
  func number(_ value: Double) -> RichText {
    let typesetting = frame.typesetting
    let enough = (0...6).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    return RichText([.number(typesetting.number(value, .decimals(enough ?? 6)))])
  }

  /// The values of δ of the identified sets, and of β under the null hypothesis.
  private var proportions: RichText { list(columns.map(\.bound.proportion)) }
  private var nulls: RichText { list(columns.map(\.bound.null)) }

  private func list(_ values: [Double]) -> RichText {
    var text = RichText([])
    for (place, value) in values.unique.enumerated() {
      if place > 0 { text = text + "/" }
      text = text + number(value)
    }
    return text
  }
}
