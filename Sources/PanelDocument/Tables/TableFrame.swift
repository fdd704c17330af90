import PanelResults

/// What the parts of a table share: its surroundings, its words, and the cells of plain numbers.
struct TableFrame {
  let context: DocumentContext
  let labels: TermLabels

  init(context: DocumentContext, labels: TermLabels) {
    self.context = context
    self.labels = labels
  }

  init(
    of results: [NamedResult],
    labels own: [(key: String, value: LocalizedText)] = [],
    in context: DocumentContext
  ) {
    self.context = context
    labels = TermLabels(own: own, results: results.map(\.result), in: context)
  }

  var glossary: Glossary { context.glossary }
  var style: TableStyle { context.tableStyle }
  var typesetting: Typesetting { style.typesetting }
  var writer: NoteWriter { NoteWriter(labels: labels, typesetting: typesetting) }

  /// The table, in its place and its looks.
  ///
  /// - Parameters:
  ///   - columns: Those after the stub.
  ///   - head: Its rows.
  ///   - blocks: Those without rows are left out.
  ///   - notes: In the order of their kinds.
  ///   - stub: What the stub is called aloud.
  ///   - explainsDashes: Off for a table that gets further rows and explains dashes itself.
  /// - Returns: The table.
  /// - Throws: What the glossary lacks.
  func model(
    columns: [TableColumn],
    head: [HeadRow],
    blocks: [TableBlock],
    notes: [TableNote],
    stub: String,
    explainsDashes: Bool = true
  ) throws(DocumentError) -> TableModel {
    let shown = blocks.filter { !$0.rows.isEmpty }
    var table = TableModel(
      id: context.id,
      number: context.number,
      numberLabel: try glossary.text("tables", "number", ["number": context.number]),
      caption: RichText(context.caption?.text(in: glossary.language) ?? ""),
      columns: [TableColumn(.leading)] + columns,
      head: head,
      blocks: shown,
      notes: explainsDashes ? try explainingDashes(in: shown, head: head, notes) : notes,
      notesLabel: try glossary.text("notes-labels", style.notesLabel.rawValue),
      stubLabel: stub,
      language: glossary.language,
      look: style.look
    )
    table.look.layout = context.layout
    table.continuation = try glossary.continuation()
    return try table.under(context.panel == nil ? context.spanners : nil)
  }
}

extension Glossary {
  /// What a table over several pages says of its parts.
  func continuation() throws(DocumentError) -> Continuation {
    Continuation(
      head: try text("tables", "continued", ["number": String(Continuation.place)]),
      foot: try text("tables", "continues")
    )
  }
}

// MARK: Cells

extension TableFrame {
  func count(_ value: Int, at path: String, of reference: String) -> Cell {
    .statistic(
      typesetting.count(value),
      trace: Trace(result: reference, path: path, exact: String(value))
    )
  }

  func number(_ value: Double, _ rule: DigitRule, at path: String, of reference: String) -> Cell {
    .statistic(
      typesetting.number(value, rule),
      trace: Trace(result: reference, path: path, exact: Typesetting.exact(value))
    )
  }

  /// A number that may be missing; blank where it does not belong to the result.
  func number(
    _ value: Availability<Double>,
    _ rule: DigitRule,
    at path: String,
    of reference: String
  ) throws(DocumentError) -> Cell {
    switch value {
    case .value(let value): number(value, rule, at: path, of: reference)
    case .unavailable(let reason): try missing(because: reason)
    }
  }

  /// A test statistic that may be missing, its thousands grouped.
  func testStatistic(
    _ value: Availability<Double>,
    at path: String,
    of reference: String
  ) throws(DocumentError) -> Cell {
    switch value {
    case .value(let value):
      .statistic(
        typesetting.grouped(typesetting.number(value, style.digits.testStatistics)),
        trace: Trace(result: reference, path: path, exact: Typesetting.exact(value))
      )
    case .unavailable(let reason): try missing(because: reason)
    }
  }

  func pValue(
    _ value: Availability<Double>,
    cutOffs: [Double] = [],
    at path: String,
    of reference: String
  ) throws(DocumentError) -> Cell {
    switch value {
    case .value(let value):
      .statistic(
        typesetting.pValue(value, decimals: style.digits.pValueDecimals, cutOffs: cutOffs),
        trace: Trace(result: reference, path: path, exact: Typesetting.exact(value))
      )
    case .unavailable(let reason): try missing(because: reason)
    }
  }

  /// The share of draws as extreme as the estimate; a bound where none is.
  func pValue(
    _ value: PermutationPValue,
    cutOffs: [Double] = [],
    at path: String,
    of reference: String
  ) throws(DocumentError) -> Cell {
    guard value.draws > 0 else { return try missing(because: .notApplicable) }
    guard value.draws > 1 else {
      return .unavailable(
        RichText(try glossary.text("tables", "unavailable")),
        because: RichText(try glossary.text("tables", "one-draw"))
      )
    }
    let decimals = style.digits.pValueDecimals
    return .statistic(
      value.count == 0
        ? typesetting.bound(on: 1, of: value.draws, decimals: decimals)
        : typesetting.pValue(value.plain, decimals: decimals, cutOffs: cutOffs),
      trace: Trace(result: reference, path: path, exact: "\(value.count)/\(value.draws)")
    )
  }

  func missing(because reason: AbsenceReason) throws(DocumentError) -> Cell {
    if AbsenceReason.leavingBlank.contains(reason) { return .empty }
    return .unavailable(
      RichText(try glossary.text("tables", "unavailable")),
      because: RichText(try glossary.text("absence", reason.rawValue))
    )
  }

  /// The test of an id with its p-value; blank where the result has none.
  func test(
    _ id: HypothesisTest.Kind,
    of named: NamedResult
  ) throws(DocumentError) -> Cell {
    try test(id, among: named.result.tests, reference: named.reference)
  }

  /// The test of an id with its p-value, or alone where critical values are tabulated.
  ///
  /// - Parameters:
  ///   - id: Which test.
  ///   - tests: Those of the result.
  ///   - reference: The result's id.
  ///   - path: The place of the tests within the result.
  ///   - decimals: Digits of the statistic; absent for the style's.
  /// - Returns: Statistic and p-value; blank where the result has no such test.
  /// - Throws: What the glossary lacks.
  func test(
    _ id: HypothesisTest.Kind,
    among tests: [HypothesisTest],
    reference: String,
    path: String = "",
    decimals: DigitRule? = nil
  ) throws(DocumentError) -> Cell {
    guard let test = tests.first(where: { $0.id == id }) else { return .empty }
    let rule = decimals ?? style.digits.exceptions[id.rawValue] ?? style.digits.testStatistics
    switch (test.statistic, test.pValue) {
    case (.value(let statistic), .unavailable(because: .tabulated)):
      return .statistic(
        typesetting.grouped(typesetting.number(statistic, rule)),
        trace: Trace(
          result: reference,
          path: "\(path)tests.\(id.rawValue).statistic",
          exact: Typesetting.exact(statistic),
          details: try details(of: test)
        )
      )
    case (.value(let statistic), .value(let pValue)):
      return .test(
        typesetting.grouped(typesetting.number(statistic, rule)),
        pValue: typesetting.pValue(pValue, decimals: style.digits.pValueDecimals),
        trace: Trace(
          result: reference,
          path: "\(path)tests.\(id.rawValue).p_value",
          exact: Typesetting.exact(pValue),
          details: try details(of: test)
        )
      )
    case (.unavailable(let reason), _), (_, .unavailable(let reason)):
      return try missing(because: reason)
    }
  }

  private func details(of test: HypothesisTest) throws(DocumentError) -> [Trace.Detail] {
    var details: [Trace.Detail] = []
    if let statistic = test.statistic.value {
      details.append(
        .init(
          label: try glossary.text("test-statistics", test.distribution.rawValue),
          value: Typesetting.exact(statistic)
        )
      )
    }
    var freedom = [Typesetting.exact(test.degreesOfFreedom)]
    if let second = test.denominatorDegreesOfFreedom { freedom.append(Typesetting.exact(second)) }
    details.append(
      .init(
        label: try glossary.text("details", "df"),
        value: freedom.joined(separator: ", ")
      )
    )
    return details
  }
}

extension Typesetting {
  /// The smallest number of so many decimals that is no less than part / whole, as a bound: with
  /// no draw of 500 beyond the estimate p is below 0.002.
  func bound(on part: Int, of whole: Int, decimals: Int) -> NumberText {
    let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let units = (scale * part + whole - 1) / whole
    var text = number(Double(units) / Double(scale), .decimals(decimals))
    text.isUpperBound = true
    return text
  }
}

// MARK: Rows of statistics and marks

extension TableFrame {
  /// The cell of a statistic; blank where the result has none.
  func statistic(
    _ request: StatisticRequest,
    of statistics: [StatisticEntry],
    reference: String,
    path: String = ""
  ) throws(DocumentError) -> Cell {
    switch statistics.first(where: { $0.statistic == request.name })?.value {
    case .none: .empty
    case .unavailable(let reason): try missing(because: reason)
    case .value(let value):
      .statistic(
        style.text(of: value, for: request),
        trace: Trace(
          result: reference,
          path: "\(path)statistics.\(request.name.rawValue)",
          exact: Typesetting.exact(value)
        )
      )
    }
  }

  /// The label of a row that marks fixed effects.
  func effectLabel(_ name: String, label: LocalizedText? = nil) throws(DocumentError) -> RichText {
    let effect =
      if let label { RichText(label.text(in: glossary.language)) } else {
        try labels.label(ofEffect: name).capitalised(from: name)
      }
    return try glossary.rich("effects", style.effects.label.rawValue, ["effect": effect])
  }

  /// Yes or no as the style writes it.
  func mark(_ isPresent: Bool) throws(DocumentError) -> Cell {
    let spoken = try glossary.text("marks", isPresent ? "yes" : "no")
    let printed: String
    switch (style.effects.marks, isPresent) {
    case (.yesNo, _), (.yesBlank, true): printed = spoken
    case (.checkBlank, true), (.checkCross, true): printed = try glossary.text("marks", "check")
    case (.crossBlank, true), (.checkCross, false): printed = try glossary.text("marks", "cross")
    case (.yesBlank, false), (.checkBlank, false), (.crossBlank, false): printed = ""
    }
    return .mark(RichText(printed), spoken: spoken)
  }
}

extension AbsenceReason {
  /// Reasons that leave a cell blank: the number does not belong to the model.
  static let leavingBlank: [AbsenceReason] = [notApplicable, noAbsorbedEffects, noRegressors]
}

extension RichText {
  /// With a capital where the label is a raw name that reads as a word: `state` heads a row as
  /// `State`, while `id`, `c1` and expressions stay as they are.
  func capitalised(from name: String) -> RichText {
    let plain = plainText
    guard plain == name, plain.count > 2, plain.allSatisfy(\.isLowercase), let first = plain.first
    else { return self }
    return RichText(first.uppercased() + plain.dropFirst())
  }
}

// MARK: Heads

extension HeadRow {
  /// Texts over the columns, neighbouring equal ones made one, with a rule under those that join
  /// columns.
  ///
  /// - Parameters:
  ///   - texts: One per column.
  ///   - stub: The text over the stub.
  ///   - mergesEmpty: Whether neighbouring empty cells are one.
  /// - Returns: The row.
  static func merging(_ texts: [RichText], stub: RichText, mergesEmpty: Bool) -> HeadRow {
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
    return HeadRow(cells: [HeadCell(stub)] + cells)
  }
}

extension TableFrame {
  /// `(1)`, `(2)` over columns, after a stub.
  func columnNumbers(_ count: Int, stub: RichText = "") throws(DocumentError) -> HeadRow {
    var cells = [HeadCell(stub)]
    for number in 0..<count { cells.append(HeadCell(try columnNumber(number))) }
    return HeadRow(cells: cells)
  }

  /// The printed number of a column counted from 0, in the whole table where this is a panel.
  func columnNumber(_ index: Int) throws(DocumentError) -> RichText {
    let places = context.panel?.columns ?? []
    let index = places.indices.contains(index) ? places[index] : index
    return RichText(try context.columnNumber(index + 1))
  }

  /// The author's headings, one per column; `nil` where there are none.
  ///
  /// - Throws: Where their number is another.
  func headings(_ texts: [LocalizedText], over count: Int) throws(DocumentError) -> [RichText]? {
    guard !texts.isEmpty else { return nil }
    guard texts.count == count else {
      throw .invalid("'columns' gives \(texts.count) headings for \(count) columns.")
    }
    return texts.map { RichText($0.text(in: glossary.language)) }
  }

  /// The labels of the outcomes of results, empty where a result has none.
  func outcomes(of results: [any AnalysisResult]) throws(DocumentError) -> [RichText] {
    var texts: [RichText] = []
    for result in results {
      let name = result.heading.outcome
      texts.append(
        try name.map { (name) throws(DocumentError) in try labels.label(of: name) } ?? ""
      )
    }
    return texts
  }
}
