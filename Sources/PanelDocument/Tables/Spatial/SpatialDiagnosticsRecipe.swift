package import PanelResults

/// Tests of spatial dependence, those with several weights side by side.
package struct SpatialDiagnosticsRecipe: TableRecipe, Equatable {
  package static let kind = "spatial-diagnostics"
  package static let summary =
    "Tests of spatial dependence and between spatial models, weights side by side."

  /// The tests to show, in this order; absent for all.
  package var tests: [TestRequest]?
  /// Symbols beside statistics; off unless asked for, as p-values stand beside them.
  package var stars = StarPolicy.off
  /// A heading for every result.
  package var columns: [LocalizedText] = []
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is SpatialDiagnosticsResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    try SpatialDiagnosticsTable(
      recipe: self,
      results: try Self.values(of: results, name: "tests of spatial dependence") {
        $0 as? SpatialDiagnosticsResult
      },
      references: results.map(\.reference),
      frame: TableFrame(of: results, in: context)
    ).model()
  }
}

extension SpatialDiagnosticsRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case tests, stars, columns }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    tests = try container.decodeIfPresent(OneOrMore<TestRequest>.self, forKey: .tests)?.values
    try container.replace(&stars, forKey: .stars)
    columns = try container.list(forKey: .columns)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "tests",
        .oneOrMore(of: TestRequest.valueType),
        default: "all that a result has",
        "The rows, in this order; without it they stand under headings."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "off",
        "Stars beside statistics: a mapping from symbol to cut-off."
      ),
      KeyDescription("columns", .list(of: .localizedText), "One heading per result."),
    ] + SharedOptions.keys
}

/// What a group of tests is about.
enum SpatialTestFamily: String, CaseIterable {
  /// The linear model against spatial lags.
  case multipliers
  /// Spatial models against simpler ones.
  case models
  /// Effects of units and periods.
  case effects
  /// Fixed against random effects.
  case hausman

  var kinds: [HypothesisTest.Kind] {
    switch self {
    case .multipliers:
      [
        .lagMultiplierLag, .robustLagMultiplierLag, .lagMultiplierError, .robustLagMultiplierError,
        .lagMultiplierBoth, .marginalRandomEffects, .marginalSpatialErrors, .jointRandomEffects,
      ]
    case .models:
      [
        .likelihoodRatioLinear, .likelihoodRatioNoLag, .likelihoodRatioNoError, .waldLag,
        .likelihoodRatioLag, .waldError, .likelihoodRatioError,
      ]
    case .effects: [.likelihoodRatioUnits, .likelihoodRatioPeriods]
    case .hausman: [.spatialHausman]
    }
  }

  init?(_ kind: HypothesisTest.Kind) {
    guard let family = Self.allCases.first(where: { $0.kinds.contains(kind) }) else { return nil }
    self = family
  }
}

struct SpatialDiagnosticsTable {
  let recipe: SpatialDiagnosticsRecipe
  let results: [SpatialDiagnosticsResult]
  let references: [String]
  let frame: TableFrame

  var glossary: Glossary { frame.glossary }

  /// Whether all results have the same degrees of freedom, which one column then shows.
  private var sharesFreedom: Bool {
    shownKinds.allSatisfy { kind in
      results.compactMap { test(kind, of: $0)?.degreesOfFreedom }.unique.count < 2
    }
  }

  /// The columns of each result.
  private var width: Int { sharesFreedom ? 2 : 3 }

  /// The tests of all results, as asked for or in the order of their families.
  var shownKinds: [HypothesisTest.Kind] {
    if let requests = recipe.tests { return requests.map(\.name) }
    let found = results.flatMap { $0.tests.map(\.id) }.unique
    let known = SpatialTestFamily.allCases.flatMap(\.kinds)
    return known.filter(found.contains) + found.filter { !known.contains($0) }
  }

  func test(_ kind: HypothesisTest.Kind, of result: SpatialDiagnosticsResult) -> HypothesisTest? {
    result.tests.first { $0.id == kind }
  }

  func model() throws(DocumentError) -> TableModel {
    for request in recipe.tests ?? [] {
      let known = results.flatMap { $0.tests.map(\.id) }.unique
      guard known.contains(request.name) else {
        throw .invalid(
          "'tests' names '\(request.name.rawValue)', which no result of the table has. They have: "
            + "\(known.map(\.rawValue).joined(separator: ", "))."
        )
      }
    }
    var blocks: [TableBlock] = []
    if recipe.tests != nil {
      blocks.append(TableBlock(kind: .summary, rows: try rows(of: shownKinds)))
    } else {
      let families = SpatialTestFamily.allCases.map { family in
        (family, shownKinds.filter(family.kinds.contains))
      }.filter { !$0.1.isEmpty }
      for (family, kinds) in families {
        blocks.append(
          TableBlock(
            kind: .summary,
            heading: families.count > 1
              ? RichText(try glossary.text("spatial-test-families", family.rawValue)) : nil,
            rows: try rows(of: kinds)
          )
        )
      }
      let others = shownKinds.filter { SpatialTestFamily($0) == nil }
      blocks.append(TableBlock(kind: .summary, rows: try rows(of: others)))
    }
    blocks.append(
      TableBlock(kind: .summary, rows: [try observations()], hasRuleAbove: true)
    )
    let own = references.flatMap { reference in
      Array(repeating: TableColumn(.decimal, result: reference), count: width)
    }
    return try frame.model(
      columns: (sharesFreedom ? [TableColumn(.decimal)] : []) + own,
      head: try head(),
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("spatial-tests", "test")
    )
  }
}

// MARK: Head and rows

extension SpatialDiagnosticsTable {
  private func head() throws(DocumentError) -> [HeadRow] {
    var rows: [HeadRow] = []
    let blank = sharesFreedom ? [HeadCell("")] : []
    if let headings = try headings() {
      var row = HeadRow(cells: [HeadCell("")] + blank)
      for text in headings { row.cells.append(HeadCell(text, span: width, hasRule: true)) }
      rows.append(row)
    }
    var words = [HeadCell(RichText(try glossary.text("spatial-tests", "test")))]
    let freedom = HeadCell(RichText(try glossary.text("spatial-tests", "freedom")))
    if sharesFreedom { words.append(freedom) }
    for _ in results {
      words.append(HeadCell(RichText(try glossary.text("spatial-tests", "statistic"))))
      if !sharesFreedom { words.append(freedom) }
      words.append(HeadCell(try glossary.rich("spatial-tests", "p", ["p": try letter()])))
    }
    rows.append(HeadRow(cells: words))
    return rows
  }

  private func letter() throws(DocumentError) -> RichText {
    RichText([.emphasis([.plain(try glossary.text("letters", Uncertainty.pValue.rawValue))])])
  }

  /// What stands over the columns of each result: the author's headings, else weights, else numbers.
  func headings() throws(DocumentError) -> [RichText]? {
    if let own = try frame.headings(recipe.columns, over: results.count) { return own }
    guard results.count > 1 else { return nil }
    let words = WeightsWords(frame: frame)
    var texts: [RichText] = []
    for result in results { texts.append(try words.heading(result.weights)) }
    guard texts.uniqueTexts.count < texts.count else { return texts }
    let outcomes = try frame.outcomes(of: results)
    if outcomes.uniqueTexts.count == results.count { return outcomes }
    var numbers: [RichText] = []
    for index in results.indices { numbers.append(try frame.columnNumber(index)) }
    return numbers
  }

  private func rows(of kinds: [HypothesisTest.Kind]) throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for kind in kinds {
      let request = recipe.tests?.first { $0.name == kind }
      var cells: [Cell] = []
      if sharesFreedom {
        let found = results.enumerated().compactMap { index, result in
          test(kind, of: result).map { (references[index], $0) }
        }.first
        cells.append(found.map { freedom(of: $1, $0) } ?? .empty)
      }
      for (result, reference) in zip(results, references) {
        cells += try self.cells(of: test(kind, of: result), request, reference)
      }
      let label = try (request ?? TestRequest(kind)).label(in: glossary)
      rows.append(TableRow(label: label, cells: cells))
    }
    return rows
  }

  private func freedom(of test: HypothesisTest, _ reference: String) -> Cell {
    .statistic(
      frame.typesetting.count(test.degreesOfFreedom),
      trace: Trace(
        result: reference,
        path: "tests.\(test.id.rawValue).df",
        exact: Typesetting.exact(test.degreesOfFreedom)
      )
    )
  }

  /// Statistic, degrees of freedom unless all results share them, and p-value.
  private func cells(
    of test: HypothesisTest?,
    _ request: TestRequest?,
    _ reference: String
  ) throws(DocumentError) -> [Cell] {
    guard let test else { return [Cell](repeating: .empty, count: width) }
    let path = "tests.\(test.id.rawValue)"
    var cells: [Cell] = []
    switch test.statistic {
    case .unavailable(let reason): cells.append(try frame.missing(because: reason))
    case .value(let statistic):
      let rule =
        request?.decimals ?? recipe.options.decimals ?? frame.style.digits.testStatistics
      let text = frame.typesetting.grouped(frame.typesetting.number(statistic, rule))
      let trace = Trace(
        result: reference,
        path: "\(path).statistic",
        exact: Typesetting.exact(statistic)
      )
      let symbol = test.pValue.value.map(recipe.stars.symbol(for:)) ?? ""
      cells.append(
        symbol.isEmpty ? .statistic(text, trace: trace) : .estimate(text, stars: symbol, trace: trace)
      )
    }
    if !sharesFreedom {
      cells.append(test.statistic.value == nil ? .empty : freedom(of: test, reference))
    }
    cells.append(
      try frame.pValue(
        test.pValue,
        cutOffs: recipe.stars.levels.map(\.below),
        at: "\(path).p_value",
        of: reference
      )
    )
    return cells
  }

  private func observations() throws(DocumentError) -> TableRow {
    var cells: [Cell] = sharesFreedom ? [.empty] : []
    for (result, reference) in zip(results, references) {
      cells.append(frame.count(result.sample.n, at: "sample.n", of: reference))
      cells += [Cell](repeating: .empty, count: width - 1)
    }
    return TableRow(
      label: RichText(try glossary.text("statistics", Statistic.observations.rawValue)),
      cells: cells,
      spans: (sharesFreedom ? [1] : []) + results.map { _ in width }
    )
  }
}
