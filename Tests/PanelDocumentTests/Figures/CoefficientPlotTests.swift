import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct CoefficientPlotTests {
  let first = FigureSamples.fit([
    ("post", 0.08, 0.03), ("l_police", -0.2, 0.2), ("region::West", 0.3, 0.1),
    ("region::South", 0.1, 0.1), (Estimate.constantTerm, 2, 0.1),
  ])
  let second = FigureSamples.fit([("post", 0.09, 0.02), ("poverty", 0.01, nil)], covariance: .hc1)

  private func plot(_ yaml: String = "{}") throws -> CoefficientPlot {
    try StyleFiles.decode(from: yaml)
  }

  private func figure(_ yaml: String = "{}", of results: [any AnalysisResult]) throws
    -> FigureModel
  {
    try plot(yaml).figure(of: named(results), in: figureContext(labels: ["post": "Law"]))
  }

  /// Each described key is read, and each read key is described.
  @Test func describesExactlyTheKeysItReads() throws {
    let examples = [
      "keep": "[post]", "omit": "post", "labels": "{post: Law}", "models": "[A]",
      "headings": "[{title: A, terms: [post]}]", "order": "value", "intervals": "single",
      "zero-line": "false", "axis-title": "Effect", "size": "{width: double, height: 50}",
    ]
    #expect(CoefficientPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      #expect(try plot("\(key): \(example)") != CoefficientPlot(), "\(key)")
    }
  }

  @Test func drawsEachFrozenNumberOnce() throws {
    let figure = try figure(of: [first, second])
    #expect(
      figure.legend == [LegendEntry(label: "(1)", series: 0), .init(label: "(2)", series: 1)]
    )
    #expect(figure.data.rows.count == 6)
    #expect(
      figure.data.columns.prefix(6)
        == ["result", "model", "term", "label", "estimate", "std_error"]
    )
    #expect(
      figure.data.rows[0].prefix(6) == [
        .text("baseline[1]"), .text("(1)"), .text("post"), .text("Law"), .number(0.08),
        .number(0.03),
      ]
    )
    let row = figure.data.rows.last
    #expect(row?[2] == .text("poverty") && row?[5] == .missing && row?[7] == .missing)
    let markers = figure.shapes(of: .data).filter { shape in
      switch shape {
      case .circle, .polygon: true
      default: false
      }
    }
    #expect(markers.count == 6)
    #expect(figure.references == ["baseline[1]", "baseline[2]"])
  }

  @Test func leavesTheConstantOutUnlessKept() throws {
    let all = try figure(of: [first]).data.rows.map { $0[2] }
    #expect(!all.contains(.text(Estimate.constantTerm)))
    let kept = try figure("keep: ['(constant)', 'region::*', post]", of: [first]).data.rows
    #expect(
      kept.map { $0[2] } == [
        .text(Estimate.constantTerm), .text("region::West"), .text("region::South"), .text("post"),
      ]
    )
    let some = try figure("omit: 'region::*'", of: [first]).data.rows.map { $0[2] }
    #expect(some == [.text("post"), .text("l_police")])
  }

  @Test func ordersByValueAndByHeading() throws {
    let byValue = try figure("order: value", of: [first]).data.rows.map { $0[2] }
    #expect(
      byValue == [
        .text("region::West"), .text("region::South"), .text("post"), .text("l_police"),
      ]
    )
    let grouped = try figure(
      "headings: [{title: Police, terms: [l_police]}, {title: Regions, terms: ['region::*']}]",
      of: [first]
    )
    #expect(
      grouped.data.rows.map { $0[2] } == [
        .text("post"), .text("l_police"), .text("region::West"), .text("region::South"),
      ]
    )
    #expect(grouped.texts.filter { $0.role == .heading }.map(\.text) == ["Police", "Regions"])
  }

  @Test func namesModelsBesideTheRowsOfASingleTerm() throws {
    let figure = try figure("{keep: post, models: [Plain, Weighted]}", of: [first, second])
    #expect(figure.legend.isEmpty && figure.shapes(of: .legend).isEmpty)
    let labels = figure.texts.map(\.text)
    #expect(labels.contains("Plain") && labels.contains("Weighted") && !labels.contains("Law"))
    #expect(labels.joined(separator: " ").contains("Coefficient of law"))
    #expect(figure.data.rows.map { $0[1] } == [.text("Plain"), .text("Weighted")])
  }

  @Test func saysWhatTheLinesMean() throws {
    let notes = try figure(of: [first, second]).notes.map(\.text.plainText)
    #expect(
      notes == [
        "Markers are coefficients; thin lines are 95% and thick lines 90% confidence intervals.",
        "Model (1): Inference from standard errors clustered at the state level.",
        "Model (2): Inference from heteroskedasticity-robust (HC1) standard errors.",
        "No interval could be formed for poverty.",
      ]
    )
    let single = try figure("intervals: single", of: [first]).notes.map(\.text.plainText)
    #expect(single[0] == "Markers are coefficients; lines are 95% confidence intervals.")
    let none = try figure("intervals: none", of: [first])
    #expect(none.notes.map(\.text.plainText) == ["Markers are coefficients."])
    #expect(none.notesLabel == "Note")
  }

  @Test func describesItselfFromTheData() throws {
    let figure = try figure(
      "{keep: post, models: [Plain, Weighted]}",
      of: [first, second]
    )
    #expect(
      figure.title
        == "Coefficient plot: one coefficient, 2 models; outcome: log homicide rate"
    )
    #expect(
      figure.summary.hasSuffix(
        "Model Plain: Law 0.0800 (95% interval 0.0212 to 0.139). "
          + "Model Weighted: Law 0.0900 (95% interval 0.0508 to 0.129). "
          + "Zero lies outside 2 of 2 intervals."
      )
    )
  }

  @Test func cutsTitlesBetweenWords() throws {
    let long = FigureSamples.fit(
      [("post", 1, 1)],
      labels: ["l_homicide": LocalizedText(String(repeating: "homicides ", count: 30))]
    )
    let title = try figure(of: [long]).title
    #expect(title.count <= 125 && title.hasSuffix("homicides…"))
  }

  @Test func keepsToAGivenHeight() throws {
    let figure = try figure("size: {width: 100, height: 55}", of: [first])
    #expect(abs(figure.size.height - 55) < 0.01 && abs(figure.size.width - 100) < 1e-9)
    expectReadable(figure, in: try figureContext().figureTheme)
  }

  @Test(arguments: [
    ("keep: l_polce", "asks for the term 'l_polce'", "'l_police'"),
    ("headings: [{title: A, terms: [nothing]}]", "asks for the term 'nothing'", "They have"),
    ("models: [A, B]", "names 2 models", "draws 1"),
    ("omit: '*'", "has no coefficient to draw", "Check 'keep' and 'omit'"),
    ("size: {height: 30, width: single}\nkeep: ['*', post]", "needs a height of at least", "mm"),
  ])
  func saysWhatIsWrong(yaml: String, what: String, help: String) throws {
    let many = FigureSamples.fit(
      [("post", 1, 1), ("l_police", 1, 1)] + (0..<9).map { ("x\($0)", 1, 1) }
    )
    do {
      _ = try figure(yaml, of: [many])
      Issue.record("accepted \(yaml)")
    } catch let error as DocumentError {
      #expect(error.description.contains(what) && error.description.contains(help), "\(error)")
    }
  }

  @Test(arguments: [
    "order: alphabet", "intervals: thick", "size: {width: tripel}", "size: {width: 5}",
    "size: {widht: single}", "size: {height: .nan}",
  ])
  func refusesWordsItDoesNotKnow(yaml: String) {
    #expect(throws: DecodingError.self) { try plot(yaml) }
  }

  @Test func isFoundByKindAndByCapability() throws {
    let catalog = FigureRecipeCatalog.standard
    #expect(Set(catalog.kinds).count == catalog.kinds.count)
    // Whatever has estimates suits it, so it comes last of those that are tried; overlap is shown
    // where a study asks for it.
    #expect(catalog.kinds.suffix(2) == ["coefficient-plot", "overlap"])
    #expect(catalog["coefficient-plot"] is CoefficientPlot.Type)
    #expect(catalog.recipe(suiting: named([first])) is CoefficientPlot.Type)
    let means = FigureSamples.means([("A", [1, 2])])
    #expect(catalog.recipe(suiting: named([means])) is GroupMeansPlot.Type)
    #expect(catalog.recipe(suiting: []) == nil)
  }
}
