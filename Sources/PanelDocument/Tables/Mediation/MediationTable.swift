import PanelResults

/// A table of mediations in the making.
///
/// The total effect has one column where all results share it, else one beside each. A result with
/// one mediator has two columns more, over which the rows about the indirect effect stand; with
/// several it has one for each mediator, and the sum of their effects stands under the outcome.
struct MediationTable {
  private let recipe: MediationRecipe
  private let results: [MediationResult]
  private let groups: [Group]
  private let columns: [RegressionColumn]
  private let named: [NamedResult]
  private let context: DocumentContext
  private let frame: TableFrame
  private let writer: EstimateWriter

  private var glossary: Glossary { frame.glossary }
  private var words: MediationWords { MediationWords(labels: frame.labels, frame.typesetting) }

  /// The columns of a result, after that of the total effect.
  private struct Group {
    var result: MediationResult
    var reference: String
    var columns: Range<Int>
  }

  init(
    _ recipe: MediationRecipe,
    of named: [NamedResult],
    values: [MediationResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.named = named
    self.context = context
    results = values
    frame = TableFrame(of: named, labels: recipe.regression.labels.entries, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.regression.stars,
      decimals: recipe.regression.decimals,
      uncertainty: []
    )
    let words = MediationWords(labels: frame.labels, frame.typesetting)
    var columns: [RegressionColumn] = []
    func add(
      _ fit: RegressionResult,
      _ reference: String,
      path: String,
      stage: RichText
    ) {
      var column = RegressionColumn(
        number: columns.count + 1,
        reference: reference,
        fit: fit,
        showsConstant: recipe.regression.showsConstant
      )
      (column.path, column.stage) = (path, stage)
      columns.append(column)
    }
    let isShared = values.allSatisfy { $0.total.estimates == values[0].total.estimates }
    if recipe.showsTotal, isShared {
      let stage = try context.glossary.rich("mediation", "total")
      add(values[0].total, named[0].reference, path: "total.", stage: stage)
    }
    var groups: [Group] = []
    for (result, name) in zip(values, named) {
      let stage = try words.stage(of: result)
      if recipe.showsTotal, !isShared {
        add(result.total, name.reference, path: "total.", stage: stage)
      }
      let first = columns.count
      for (index, channel) in result.channels.enumerated() {
        let path = "channels[\(index)].regression."
        add(channel.regression, name.reference, path: path, stage: stage)
      }
      add(result.regression, name.reference, path: "regression.", stage: stage)
      groups.append(
        Group(result: result, reference: name.reference, columns: first..<columns.count)
      )
    }
    self.columns = columns
    self.groups = groups
  }

  func model() throws(DocumentError) -> TableModel {
    var model = try RegressionTable(try shown(), columns: columns, of: named, in: context)
      .model(explainsDashes: false)
    // Below the mediators' names every column has its own outcome.
    let stub = RichText(try glossary.text("tables", "dependent-variable"))
    for index in model.head.indices where model.head[index].cells.first?.text == stub {
      model.head[index].cells = model.head[index].cells.flatMap { cell in
        Array(repeating: HeadCell(cell.text), count: cell.span)
      }
    }
    let block = TableBlock(kind: .summary, rows: try indirectRows(), hasRuleAbove: true)
    if !block.rows.isEmpty {
      let place = model.blocks.firstIndex { $0.kind == .effects || $0.kind == .statistics }
      if let place { model.blocks[place].hasRuleAbove = true }
      model.blocks.insert(block, at: place ?? model.blocks.count)
    }
    let notes = model.notes + (try self.notes()).filter { !model.notes.contains($0) }
    model.notes = TableNote.Kind.allCases.flatMap { kind in notes.filter { $0.kind == kind } }
    return try frame.explainingDashes(in: model)
  }

  /// The treatment and the mediators, and a mark for the controls, where the author says nothing.
  private func shown() throws(DocumentError) -> RegressionRecipe {
    var shown = recipe.regression
    if shown.keep.isEmpty {
      shown.keep =
        (results.map(\.treatment) + results.flatMap { $0.channels.map(\.mediator) }).unique
    }
    guard shown.rows.marks.isEmpty else { return shown }
    let lists = columns.flatMap { $0.fit.regressorLists.keys.sorted() }.unique
    for list in lists {
      let label = try frame.labels.label(of: list).capitalised(from: list).plainText
      shown.rows.marks.append(.list(list, label: LocalizedText(label)))
    }
    return shown
  }
}

// MARK: Rows

extension MediationTable {
  private func indirectRows() throws(DocumentError) -> [TableRow] {
    try recipe.rows.flatMapRows { (row) throws(DocumentError) in
      switch row {
      case .effect:
        try rows(label: try glossary.rich("mediation", "effect")) { (effect, source) throws(DocumentError) in
          try effectCell(effect, source)
        }
      case .test: try testRows()
      case .intervals: try intervalRows()
      case .proportion:
        try rows(label: try glossary.rich("mediation", "proportion")) { (effect, source) throws(DocumentError) in
          try frame.number(
            effect.proportion,
            frame.style.digits.statistics,
            at: "\(source.path).proportion",
            of: source.reference
          )
        }
      }
    }
  }

  /// A row with a cell for every indirect effect.
  private func rows(
    label: RichText,
    _ cell: (IndirectEffect, EstimateWriter.Source) throws(DocumentError) -> Cell
  ) throws(DocumentError) -> [TableRow] {
    var cells = [Cell](repeating: .empty, count: columns.count)
    var spans = [Int](repeating: 1, count: columns.count)
    for group in groups {
      let channels = group.result.channels
      for (index, channel) in channels.enumerated() {
        cells[group.columns.lowerBound + index] = try cell(
          channel.indirect,
          source(of: group, path: "channels[\(index)].indirect")
        )
      }
      if let joint = group.result.joint {
        cells[group.columns.upperBound - 1] = try cell(joint, source(of: group, path: "joint"))
      } else {
        // One mediator: its own column and the outcome's are one.
        spans[group.columns.lowerBound] = group.columns.count
        for column in group.columns.dropFirst() { spans[column] = 0 }
      }
    }
    let isJoined = spans.contains(0)
    return [
      TableRow(label: label, cells: cells, spans: isJoined ? spans.filter { $0 > 0 } : nil)
    ]
  }

  private func source(of group: Group, path: String) -> EstimateWriter.Source {
    EstimateWriter.Source(
      reference: group.reference,
      path: path,
      covariance: nil,
      observations: group.result.sample.n
    )
  }

  /// Without stars: a test and an interval of its own stand below.
  private func effectCell(
    _ effect: IndirectEffect,
    _ source: EstimateWriter.Source
  ) throws(DocumentError) -> Cell {
    let slot = EstimateWriter.Slot(estimate: effect.estimate, source: source)
    guard case .estimate(let number, _, let trace) = try writer.estimateCell(slot) else {
      return .empty
    }
    return .estimate(number, stars: "", trace: trace)
  }

  private func testRows() throws(DocumentError) -> [TableRow] {
    try results.map { $0.channels[0].indirect.form }.unique.flatMapRows {
      (form) throws(DocumentError) in
      try rows(label: try glossary.rich("mediation-tests", form.rawValue)) {
        (effect, source) throws(DocumentError) in
        guard effect.form == form, let test = effect.test else { return .empty }
        switch (test.statistic, test.pValue) {
        case (.value(let statistic), .value(let pValue)):
          return .test(
            frame.typesetting.number(statistic, frame.style.digits.testStatistics),
            pValue: frame.typesetting.pValue(pValue, decimals: frame.style.digits.pValueDecimals),
            trace: Trace(
              result: source.reference,
              path: "\(source.path).tests.\(form.rawValue).p_value",
              exact: Typesetting.exact(pValue),
              details: try details(of: test)
            )
          )
        case (.unavailable(let reason), _), (_, .unavailable(let reason)):
          return try frame.missing(because: reason)
        }
      }
    }
  }

  private func details(of test: ProductTest) throws(DocumentError) -> [Trace.Detail] {
    var details: [Trace.Detail] = []
    let numbers = [("z", test.statistic), ("se", test.standardError), ("p", test.pValue)]
    for (key, value) in numbers {
      guard let value = value.value else { continue }
      details.append(
        .init(label: try glossary.text("details", key), value: Typesetting.exact(value))
      )
    }
    return details
  }

  private func intervalRows() throws(DocumentError) -> [TableRow] {
    let intervals = results.flatMap { $0.channels.flatMap(\.indirect.intervals) }
    let level = try glossary.list(
      intervals.map { frame.typesetting.percent($0.level) }.unique
    )
    return try intervals.map(\.kind).unique.flatMapRows { (kind) throws(DocumentError) in
      try rows(label: try words.interval(kind, level: level)) {
        (effect, source) throws(DocumentError) in
        guard let interval = effect.intervals.first(where: { $0.kind == kind }) else {
          return .empty
        }
        switch (interval.low, interval.high) {
        case (.value(let low), .value(let high)):
          return writer.intervalCell(
            Interval(low: low, high: high, level: interval.level),
            of: effect.estimate,
            bracket: .square,
            EstimateWriter.Source(
              reference: source.reference,
              path: "\(source.path).intervals.\(kind.rawValue)",
              observations: source.observations
            )
          )
        case (.unavailable(let reason), _), (_, .unavailable(let reason)):
          return try frame.missing(because: reason)
        }
      }
    }
  }
}

// MARK: Notes

extension MediationTable {
  private func notes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    notes += try identities()
    notes += try jointNotes()
    if recipe.rows.contains(.test) {
      for form in results.map({ $0.channels[0].indirect.form }).unique {
        notes.append(
          TableNote(.covariance, try glossary.rich("mediation-test-notes", form.rawValue))
        )
      }
      notes.append(
        TableNote(
          .brackets,
          try glossary.rich(
            "notes",
            "tests",
            ["letter": RichText([.emphasis([.plain(try glossary.text("letters", "p"))])])]
          )
        )
      )
    }
    var names: [RichText] = []
    var draws: [[RichText]] = []
    var remarks: [[RichText]] = []
    var told: [RichText] = []
    for result in results {
      names.append(try words.mediators(of: result, atHead: true))
      draws.append(
        recipe.rows.contains(.intervals) ? try words.bootstrap(of: result).map { [$0] } ?? [] : []
      )
      var own: [RichText] = []
      for remark in result.remarks {
        let sentence = try frame.writer.sentence(about: remark)
        // Those about a mediator name it.
        if remark.values["term"] == nil { own.append(sentence) } else { told.append(sentence) }
      }
      remarks.append(own)
    }
    notes += try frame.perName(draws, names: names, as: .covariance)
    notes += told.uniqueTexts.map { TableNote(.remark, $0) }
    notes += try frame.perName(remarks, names: names, as: .remark)
    return notes
  }

  /// What the total effect is made of, and what a and b are, where the table shows any of them.
  private func identities() throws(DocumentError) -> [TableNote] {
    let isTold = recipe.showsTotal || recipe.rows.contains(.proportion)
    guard isTold || !recipe.rows.isEmpty else { return [] }
    var sentences: [[RichText]] = []
    var names: [RichText] = []
    for result in results {
      let key = isTold ? result.joint == nil ? "identity" : "identity-joint" : "paths"
      let treatment = try frame.labels.word(for: result.treatment)
      var own = [try glossary.rich("mediation", key, ["treatment": treatment])]
      if isTold, !recipe.showsTotal {
        own.append(try glossary.rich("mediation", "total-hidden"))
      }
      sentences.append(own)
      names.append(try words.mediators(of: result, atHead: true))
    }
    return try frame.perName(sentences, names: names, as: .sample)
  }

  /// What stands below the outcome's equation where mediators stand together, and what does not.
  private func jointNotes() throws(DocumentError) -> [TableNote] {
    guard !recipe.rows.isEmpty, groups.contains(where: { $0.result.joint != nil }) else { return [] }
    var notes = [TableNote(.sample, try glossary.rich("mediation", "joint-note"))]
    let untested = groups.compactMap { $0.result.joint }.filter { $0.test == nil }
    if recipe.rows.contains(.test), !untested.isEmpty {
      notes.append(TableNote(.sample, try glossary.rich("mediation", "joint-untested")))
    }
    return notes
  }
}
