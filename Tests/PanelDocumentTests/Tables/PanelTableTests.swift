import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Panels one below the other: what all have alike stands once.
@Suite struct PanelTableTests {
  static let homicide = RegressionFixtures.baseline.enumerated().map {
    NamedResult(reference: "homicide[\($0.offset + 1)]", result: $0.element)
  }

  /// The same models of another outcome, with other shares of explained variation.
  static let robbery = RegressionFixtures.baseline.enumerated().map { index, fit in
    var fit = fit
    fit.heading.outcome = "log_robbery"
    if let place = fit.statistics.firstIndex(where: { $0.statistic == .rSquared }) {
      fit.statistics[place].value = .value(0.91 + 0.01 * Double(index))
    }
    return NamedResult(reference: "robbery[\(index + 1)]", result: fit)
  }

  func table(
    _ panels: [(String, [NamedResult?])],
    rows: PanelRows? = nil,
    _ yaml: String = "{}",
    style: String = "plain",
    spanners: String? = nil
  ) throws -> TableModel {
    var context = try testContext(style: style)
    if let spanners { context.spanners = try StyleFiles.decode(from: spanners) }
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try PanelTable(
      recipe: recipe,
      panels: panels.map { TablePanel(title: LocalizedText($0.0), results: $0.1) },
      rows: rows
    ).table(in: context)
  }

  private func check(_ model: TableModel, named name: String) throws {
    for row in model.head + model.blocks.flatMap(\.head) {
      #expect(row.cells.reduce(0) { $0 + $1.span } == model.columns.count)
    }
    for row in model.blocks.flatMap(\.rows) {
      #expect(row.cells.count + 1 == model.columns.count)
    }
    try expectSnapshot(model.plainTextDump, named: name, extension: "txt")
  }

  @Test func stacksPanelsAndSetsEqualRowsOnce() throws {
    let model = try table(
      [("A. Homicide", Self.homicide), ("B. Robbery", Self.robbery)],
      "{rows: {controls: Controls}}"
    )
    try check(model, named: "panels")
  }

  @Test func leavesColumnsEmptyThatAPanelLacks() throws {
    let model = try table(
      [("Homicide", Self.homicide), ("Robbery", [Self.robbery[0], nil, Self.robbery[2]])],
      "{rows: {controls: Controls}, columns: [OLS, TWFE, Controls]}",
      spanners: "{Effects: [2, 3]}"
    )
    try check(model, named: "panels-missing")
  }

  @Test func stacksPanelsOfDifferentKindsAndColumns() throws {
    let model = try PanelTable(
      recipe: DescriptivesRecipe(),
      panels: [
        TablePanel(
          title: "Descriptive statistics",
          results: [NamedResult(reference: "summary", result: DescriptivesTableTests.whole)]
        ),
        TablePanel(
          title: "Models",
          results: Self.homicide.map(Optional.some),
          recipe: RegressionRecipe()
        ),
      ]
    ).table(in: testContext())
    try check(model, named: "panels-of-kinds")
    #expect(model.head.isEmpty)
    #expect(model.columns.count == 6)
  }

  @Test func leavesTheLastColumnsEmptyOfAPanelWithFewer() throws {
    let model = try table([("All", Self.homicide), ("First", [Self.robbery[0]])])
    try check(model, named: "panels-fewer")
  }

  @Test func keepsRowsInTheirPanelsWhereAskedTo() throws {
    let panels: [(String, [NamedResult?])] = [("", Self.homicide), ("", Self.robbery)]
    let model = try table(panels, rows: .own)
    let labels = model.blocks.flatMap(\.rows).map(\.label.plainText)
    #expect(labels.filter { $0 == "Observations" }.count == 2)
    #expect(model.blocks.compactMap(\.heading?.plainText) == ["Panel A", "Panel B"])
  }

  /// Equal digits of two panels are chance; equal observations are one sample.
  @Test func keepsStatisticsInTheirPanelsThoughTheyPrintAlike() throws {
    let model = try table([("", Self.homicide), ("", Self.robbery)])
    let labels = model.blocks.flatMap(\.rows).map(\.label.plainText)
    #expect(labels.filter { $0 == "Within R²" }.count == 2)
    #expect(labels.filter { $0 == "Observations" }.count == 1)
  }

  @Test func sharesAllMarksOfEffectsOrNone() throws {
    func marks(_ second: [NamedResult]) throws -> [String] {
      try table([("", Array(Self.homicide[1...2])), ("", second)]).blocks
        .filter { $0.kind == .effects }.flatMap(\.rows).map(\.label.plainText)
    }
    #expect(try marks(Array(Self.robbery[1...2])) == ["State fixed effects", "Year fixed effects"])
    var other = Self.robbery[1]
    if var fit = other.result as? RegressionResult {
      fit.absorbedEffects.removeAll { $0.name == "year" }
      other.result = fit
    }
    let apart = try marks([other, Self.robbery[2]])
    #expect(apart.filter { $0 == "State fixed effects" }.count == 2)
    #expect(apart.filter { $0 == "Year fixed effects" }.count == 2)
  }

  @Test func refusesToShareRowsThatDiffer() throws {
    let panels: [(String, [NamedResult?])] = [("", Self.homicide), ("", Self.robbery)]
    let error = #expect(throws: DocumentError.self) { _ = try table(panels, rows: .shared) }
    #expect(try #require(error).description.contains("one row 'R²' for all panels"))
    let shared = try table(panels, rows: .shared, "{statistics: n}")
    let labels = shared.blocks.flatMap(\.rows).map(\.label.plainText)
    #expect(labels.filter { $0 == "Observations" }.count == 1)
  }

  @Test func tellsANoteOnceAndNamesThePanelsOfOthers() throws {
    var robust = Self.robbery[0]
    robust.result = RegressionFixtures.fit(
      estimates: [RegressionFixtures.estimate("post", 0.1, 0.05, p: 0.04)],
      covariance: RegressionFixtures.covariance(.hc1)
    )
    let model = try table([
      ("", [Self.homicide[0]]), ("", [Self.robbery[0]]), ("", [robust]),
    ])
    let notes = model.notes.map(\.text.plainText)
    #expect(notes.filter { $0.contains("unit of observation") }.count == 1)
    #expect(
      notes.contains { $0.hasPrefix("Panels A and B: ") && $0.contains("clustered at the state") })
    #expect(notes.contains { $0.hasPrefix("Panel C: Heteroskedasticity-robust") })
  }

  /// A term that only another panel has is not misspelt.
  @Test func looksForNamesInAllPanels() throws {
    let model = try table(
      [("", [Self.homicide[0]]), ("", [Self.homicide[2]])],
      "{keep: [post, unemployment], rows: {controls: Controls, fixed-effects: [state, year]}}"
    )
    #expect(model.plainTextDump.contains("Unemployment"))
    let error = #expect(throws: DocumentError.self) {
      _ = try table([("", [Self.homicide[0]]), ("", [Self.homicide[2]])], "{keep: [pst]}")
    }
    #expect(try #require(error).description.contains("Panel A: 'keep' names the term 'pst'"))
  }

  @Test(arguments: [
    ("A. First", "A", "Panel A. First"), ("Panel C: Third", "C", "Panel C. Third"),
    ("Panel B", "B", "Panel B"), ("All states", "A", "Panel A. All states"),
    ("A title", "A", "Panel A. A title"), ("", "A", "Panel A"),
  ])
  func namesAPanelByItsLetter(title: String, letter: String, heading: String) throws {
    let name = try PanelName(LocalizedText(title), number: 0, in: testContext().glossary)
    #expect(name.letter == letter)
    #expect(name.heading.plainText == heading)
  }

  @Test func refusesPanelsOfOtherShapes() throws {
    let letters = #expect(throws: DocumentError.self) {
      _ = try table([("B. One", Self.homicide), ("Two", Self.robbery)])
    }
    #expect(try #require(letters).description.contains("Two panels of 'panels' have the letter B"))
    let empty = #expect(throws: DocumentError.self) {
      _ = try table([("", Self.homicide), ("", [nil])])
    }
    #expect(try #require(empty).description.contains("there is no result in it"))
    let stages = #expect(throws: DocumentError.self) {
      _ = try table(
        [("", [InstrumentTableTests.results[1]]), ("", Self.homicide)],
        "{stages: [first, second]}"
      )
    }
    #expect(stages != nil)
  }

  /// Any recipe may be stacked.
  @Test func stacksTablesOfOtherKinds() throws {
    let recipe: FirstStageRecipe = try StyleFiles.decode(from: "{}")
    let results = InstrumentTableTests.results
    let model = try PanelTable(
      recipe: recipe,
      panels: [
        TablePanel(title: "One", results: [results[1]]),
        TablePanel(title: "Two", results: [results[2]]),
      ]
    ).table(in: testContext(style: "aer"))
    #expect(model.blocks.compactMap(\.heading?.plainText) == ["Panel A. One", "Panel B. Two"])
    #expect(model.columns.count == 3)
  }
}
