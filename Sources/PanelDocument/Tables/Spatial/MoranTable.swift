import PanelResults

/// What a table of the kind `moran` is made of.
struct MoranTable {
  let recipe: MoranRecipe
  let results: [MoranResult]
  let references: [String]
  let frame: TableFrame
  let writer: EstimateWriter
  let words: MoranWords

  var glossary: Glossary { frame.glossary }
  private var style: TableStyle { frame.style }
  private var rule: DigitRule { recipe.options.decimals ?? style.digits.estimates }

  init(
    recipe: MoranRecipe,
    results: [NamedResult],
    values: [MoranResult],
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.results = values
    references = results.map(\.reference)
    frame = TableFrame(of: results, labels: recipe.labels.entries, in: context)
    words = MoranWords(labels: frame.labels, typesetting: frame.typesetting)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: []
    )
    guard values.allSatisfy({ !$0.values.isEmpty }) else {
      throw .invalid("A result of the table holds no test.")
    }
  }

  // MARK: By period

  /// Periods in rows, or variables where there are none; variables under matrices in columns.
  func byPeriod() throws(DocumentError) -> TableModel {
    let (result, reference) = (results[0], references[0])
    let hasPeriods = !result.periods.isEmpty
    let variables = hasPeriods ? result.variables : [""]
    let stub =
      hasPeriods
      ? try frame.labels.label(of: result.sample.timeVariable ?? "").plainText
      : try glossary.text("tables", "variable")
    var rows: [TableRow] = []
    if hasPeriods {
      for period in result.periods {
        let tests = result.weights.flatMap { weights in
          variables.map { result.value($0, weights.name, period) }
        }
        rows += try self.rows(RichText(String(period)), of: tests, result, reference)
      }
    } else {
      for variable in result.variables {
        let tests = result.weights.map { result.value(variable, $0.name) }
        rows += try self.rows(
          try words.label(of: variable, in: result),
          of: tests,
          result,
          reference
        )
      }
    }
    let count = result.weights.count * variables.count
    return try frame.model(
      columns: (0..<count).map { _ in TableColumn(.decimal, result: reference) },
      head: try head(of: result, stub: stub, variables: hasPeriods ? variables : []),
      blocks: [TableBlock(kind: .summary, rows: rows)],
      notes: try notes(isByPeriod: true),
      stub: stub
    )
  }

  private func head(
    of result: MoranResult,
    stub: String,
    variables: [String]
  ) throws(DocumentError) -> [HeadRow] {
    let first = HeadCell(RichText(stub))
    var matrices: [HeadCell] = []
    for weights in result.weights {
      matrices.append(
        HeadCell(
          words.label(of: weights),
          span: max(1, variables.count),
          hasRule: variables.count > 1
        )
      )
    }
    guard variables.count > 1 || (result.weights.count == 1 && !variables.isEmpty) else {
      return [HeadRow(cells: [first] + matrices)]
    }
    var names: [HeadCell] = []
    for _ in result.weights {
      for variable in variables { names.append(HeadCell(try frame.labels.label(of: variable))) }
    }
    let row = HeadRow(cells: [first] + names)
    return result.weights.count > 1 ? [HeadRow(cells: [HeadCell("")] + matrices), row] : [row]
  }

  private func rows(
    _ label: RichText,
    of tests: [MoranResult.Value?],
    _ result: MoranResult,
    _ reference: String
  ) throws(DocumentError) -> [TableRow] {
    var cells: [Cell] = []
    for test in tests {
      guard let test else {
        cells.append(.empty)
        continue
      }
      cells.append(try statistic(test, result, reference))
    }
    let under = recipe.under ?? .none
    var rows = [TableRow(label: label, cells: cells, hasSpaceAbove: under != .none)]
    guard under != .none else { return rows }
    var below: [Cell] = []
    for test in tests { below.append(try self.under(under, test, result, reference)) }
    let spoken = try glossary.rich(
      "tables",
      "spoken-line",
      [
        "measure": RichText(try glossary.text("moran-measures", under.rawValue)),
        "term": label,
      ]
    )
    rows.append(TableRow(label: "", spokenLabel: spoken, cells: below))
    return rows
  }

  private func under(
    _ under: MoranRecipe.Under,
    _ test: MoranResult.Value?,
    _ result: MoranResult,
    _ reference: String
  ) throws(DocumentError) -> Cell {
    guard let test else { return .empty }
    let (number, field): (Availability<Double>, String) =
      switch under {
      case .p, .none: (test.pValue, "p_value")
      case .z: (test.statistic, "statistic")
      case .sd: (test.standardDeviation, "std_deviation")
      }
    guard let value = number.value else {
      return try frame.missing(because: .constantStatistic)
    }
    let text: NumberText =
      switch under {
      case .p, .none: pValue(value)
      case .z: frame.typesetting.number(value, style.digits.testStatistics)
      case .sd: frame.typesetting.number(value, rule, standardError: value)
      }
    return .uncertainty(
      [text],
      bracket: .parentheses,
      trace: try trace(of: test, result, field: field, value, reference)
    )
  }

  // MARK: Tests

  /// A row for each test, with its moments.
  func tests() throws(DocumentError) -> TableModel {
    var blocks: [TableBlock] = []
    let hasSeveralMatrices = Set(results.flatMap { $0.weights.map(\.name) }).count > 1
    for (result, reference) in zip(results, references) {
      for weights in result.weights {
        let name = words.label(of: weights)
        guard !result.periods.isEmpty else {
          var rows: [TableRow] = []
          for variable in result.variables {
            guard let test = result.value(variable, weights.name) else { continue }
            rows.append(
              try row(try words.label(of: variable, in: result), of: test, result, reference)
            )
          }
          let heading = hasSeveralMatrices ? name : nil
          if let last = blocks.last, last.heading == heading {
            blocks[blocks.count - 1].rows += rows
          } else {
            blocks.append(TableBlock(kind: .summary, heading: heading, rows: rows))
          }
          continue
        }
        for variable in result.variables {
          var rows: [TableRow] = []
          for period in result.periods {
            guard let test = result.value(variable, weights.name, period) else { continue }
            rows.append(try row(RichText(String(period)), of: test, result, reference))
          }
          let label = try frame.labels.label(of: variable)
          let heading =
            hasSeveralMatrices
            ? try glossary.rich("moran", "part", ["weights": name, "variable": label]) : label
          blocks.append(TableBlock(kind: .summary, heading: heading, rows: rows))
        }
      }
    }
    let stub = try self.stub()
    return try frame.model(
      columns: (0..<5).map { _ in
        TableColumn(.decimal, result: references.count == 1 ? references[0] : nil)
      },
      head: [HeadRow(cells: [HeadCell(RichText(stub))] + testHeads())],
      blocks: blocks,
      notes: try notes(isByPeriod: false),
      stub: stub
    )
  }

  private func stub() throws(DocumentError) -> String {
    let times = Set(results.map { $0.periods.isEmpty ? nil : $0.sample.timeVariable })
    guard times.count == 1, let only = times.first, let time = only else {
      return try glossary.text("tables", "variable")
    }
    return try frame.labels.label(of: time).plainText
  }

  private func testHeads() throws(DocumentError) -> [HeadCell] {
    var letters: [RichText] = []
    for kind in MoranResult.Kind.allCases where results.contains(where: { $0.kind == kind }) {
      letters.append(
        RichText([.emphasis([.plain(try glossary.text("moran-letters", kind.rawValue))])])
      )
    }
    let expected = try glossary.text("moran", "expected")
    let deviation = try glossary.text("moran", "deviation")
    let z = try glossary.text("details", "z")
    let p = try glossary.text("details", "p")
    return [
      HeadCell(try glossary.list(letters)), HeadCell(RichText(expected)),
      HeadCell(RichText(deviation)), HeadCell(RichText([.emphasis([.plain(z)])])),
      HeadCell(RichText([.emphasis([.plain(p)])])),
    ]
  }

  private func row(
    _ label: RichText,
    of test: MoranResult.Value,
    _ result: MoranResult,
    _ reference: String
  ) throws(DocumentError) -> TableRow {
    let path = path(of: test, result)
    let p: Cell =
      switch test.pValue {
      case .value(let value):
        .statistic(
          pValue(value),
          trace: try trace(of: test, result, field: "p_value", value, reference)
        )
      case .unavailable(let reason): try frame.missing(because: reason)
      }
    return TableRow(
      label: label,
      cells: [
        try statistic(test, result, reference),
        frame.number(test.expected, rule, at: "\(path).expected", of: reference),
        try frame.number(
          test.standardDeviation,
          rule,
          at: "\(path).std_deviation",
          of: reference
        ),
        try frame.number(
          test.statistic,
          style.digits.testStatistics,
          at: "\(path).statistic",
          of: reference
        ),
        p,
      ]
    )
  }

  // MARK: Cells

  private func statistic(
    _ test: MoranResult.Value,
    _ result: MoranResult,
    _ reference: String
  ) throws(DocumentError) -> Cell {
    .estimate(
      frame.typesetting.number(
        test.value,
        rule,
        standardError: test.standardDeviation.value
      ),
      stars: test.pValue.value.map(writer.stars.symbol(for:)) ?? "",
      trace: try trace(of: test, result, field: "value", test.value, reference)
    )
  }

  private func pValue(_ value: Double) -> NumberText {
    frame.typesetting.pValue(
      value,
      decimals: style.digits.pValueDecimals,
      cutOffs: writer.stars.levels.map(\.below)
    )
  }

  private func path(of test: MoranResult.Value, _ result: MoranResult) -> String {
    let place = result.values.firstIndex(of: test) ?? 0
    return "values[\(place + 1)]"
  }

  private func trace(
    of test: MoranResult.Value,
    _ result: MoranResult,
    field: String,
    _ value: Double,
    _ reference: String
  ) throws(DocumentError) -> Trace {
    var details: [Trace.Detail] = [
      .init(
        label: try glossary.text("moran", "expected"),
        value: Typesetting.exact(test.expected)
      )
    ]
    if let deviation = test.standardDeviation.value {
      details.append(
        .init(label: try glossary.text("moran", "deviation"), value: Typesetting.exact(deviation))
      )
    }
    if let z = test.statistic.value {
      details.append(.init(label: try glossary.text("details", "z"), value: Typesetting.exact(z)))
    }
    if let p = test.pValue.value {
      details.append(.init(label: try glossary.text("details", "p"), value: Typesetting.exact(p)))
    }
    details.append(.init(label: try glossary.text("details", "n"), value: String(test.n)))
    return Trace(
      result: reference,
      path: "\(path(of: test, result)).\(field)",
      exact: Typesetting.exact(value),
      details: details
    )
  }
}
