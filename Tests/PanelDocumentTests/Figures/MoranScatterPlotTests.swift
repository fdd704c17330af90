import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Moran scatterplots.
@Suite struct MoranScatterPlotTests {
  private func plot(_ yaml: String = "{}") throws -> MoranScatterPlot {
    try StyleFiles.decode(from: yaml)
  }

  private func figure(
    _ result: LocalMoranResult,
    _ yaml: String = "{}",
    theme: String = "plain"
  ) throws -> FigureModel {
    try plot(yaml).figure(of: named([result]), in: figureContext(theme: theme))
  }

  /// Values around a ring that rise and fall, with noise.
  private static func random(
    _ count: Int,
    years: [Int?] = [nil],
    seed: UInt64 = 1,
    scale: Double = 1,
    hasIsland: Bool = false
  ) -> LocalMoranResult {
    var numbers = SeededNumbers(seed)
    var periods: [(Int?, [Double])] = []
    for year in years {
      var wave = 0.0
      periods.append(
        (
          year,
          (0..<count).map { _ in
            wave = 0.7 * wave + numbers.uniform() - 0.5
            return scale * wave
          }
        ))
    }
    let names = (0..<count).map { "\(["Aba", "Heilongjiang", "Ningxia Hui"][$0 % 3]) \($0)" }
    return LocalMoranFixtures.result(periods, names: names, hasIsland: hasIsland)
  }

  @Test func describesExactlyTheKeysThatAreDecoded() throws {
    let examples = [
      "variable": "rate", "weights": "ring", "years": "2005", "label": "province", "labels": "3",
      "aspect": "free", "axis-title": "Rate", "lag-title": "Lag", "columns": "1",
      "size": "{width: double}",
    ]
    #expect(MoranScatterPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      #expect(try plot("\(key): \(example)") != MoranScatterPlot(), "\(key)")
    }
    #expect(try plot("labels: all").labels == .all)
    #expect(try plot("labels: none").labels == .none)
    #expect(try plot("labels: [Chur, Emmen]").labels == .listed(["Chur", "Emmen"]))
  }

  @Test func isTheNaturalFigureOfLocalStatistics() {
    let results = named([LocalMoranFixtures.twoYears])
    #expect(FigureRecipeCatalog.standard.recipe(suiting: results)?.kind == "moran-scatter")
  }

  @Test(arguments: [5, 30, 300], ["single", "double", "60"])
  func keepsPlotsReadable(count: Int, width: String) throws {
    for theme in ["plain", "aer"] {
      for (years, labels) in [([nil], "all"), ([2005, 2010, 2015, 2020], "15")] {
        let result = Self.random(count, years: years, seed: UInt64(count), hasIsland: count == 30)
        let figure = try figure(
          result, "{labels: \(labels), size: {width: \(width)}}", theme: theme)
        expectReadable(
          figure,
          in: try figureContext(theme: theme).figureTheme,
          "\(count), \(width), \(theme), \(labels)"
        )
        #expect(figure.frames.count == years.count)
        #expect(figure.data.rows.count == count * years.count)
        #expect(figure.title.count <= FigureModel.titleLimit)
      }
    }
  }

  @Test(arguments: [1e-9, 1, 1e9])
  func aUnitIsAsLongOnBothAxes(scale: Double) throws {
    let result = Self.random(40, years: [2005, 2010], scale: scale)
    let context = try figureContext()
    let data = try MoranScatterData(of: named([result]), recipe: plot(), in: context)
    for panel in data.panels {
      let drawn = try MoranScatterPanel(
        panel,
        PanelRequest(
          width: 240, titles: ("x", "y"), legend: [], diameter: 4,
          ranges: (-2.5...3.1, -1.2...1.4), isEqual: true, hasHeader: false, quadrants: [:],
          id: "f"),
        theme: context.figureTheme)
      let frame = drawn.sheet.frame
      let (zero, across, up) = (frame.point(0, 0), frame.point(1, 0), frame.point(0, 1))
      #expect(abs((across.x - zero.x) - (zero.y - up.y)) < 1e-6)
    }
  }

  @Test func plotsOfOneFigureShareTheirScales() throws {
    let figure = try figure(LocalMoranFixtures.twoYears, "size: {width: double}")
    #expect(figure.frames.count == 2)
    #expect(abs(figure.frames[0].width - figure.frames[1].width) < 1e-9)
    #expect(abs(figure.frames[0].height - figure.frames[1].height) < 1e-9)
    let texts = figure.texts.map(\.text)
    #expect(texts.filter { $0 == "2005" || $0 == "2010" } == ["2005", "2010"])
    #expect(texts.filter { $0 == "High–high" }.count == 2)
  }

  @Test func labelsAreTheSameEveryTimeAndCoverNoPoint() throws {
    let result = Self.random(300, seed: 8)
    let figure = try figure(result, "labels: all")
    #expect(try figure == self.figure(result, "labels: all"))
    let theme = try figureContext().figureTheme
    let names = Set(result.periods[0].units.map(\.unit))
    let labels = figure.texts.filter { names.contains($0.text) }
    #expect(!labels.isEmpty)
    let markers = figure.shapes(of: .data).compactMap { shape -> Box? in
      guard case .circle(let centre, let radius, _) = shape else { return nil }
      return Box(x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius)
    }
    for label in labels {
      let box = label.box(in: theme)
      #expect(!markers.contains { $0.overlaps(box, slack: 0.05) }, "\(label.text)")
    }
    let dropped = 300 - labels.count
    let notes = figure.notes.map(\.text.plainText)
    #expect(dropped > 0)
    #expect(notes.contains("\(dropped) of 300 labels had no room and are left out."))
  }

  @Test func labelsTheLargestOfTheSignificantUnits() throws {
    let result = LocalMoranFixtures.twoYears
    let units = result.periods[0].units
    let significant = units.filter(\.cluster.isSignificant)
      .sorted { abs($0.statistic) > abs($1.statistic) }.map(\.unit)
    #expect(significant.count > 2)
    let texts = try figure(result, "{years: 2005, labels: 2}").texts.map(\.text)
    #expect(texts.filter(Set(units.map(\.unit)).contains).sorted() == significant.prefix(2).sorted())
    let listed = try figure(result, "{years: 2005, labels: [Emmen]}").texts.map(\.text)
    #expect(listed.filter(Set(units.map(\.unit)).contains) == ["Emmen"])
  }

  @Test func saysWhereTheSlopeIsNotMoransI() throws {
    let notes = try figure(LocalMoranFixtures.crossSection).notes.map(\.text.plainText)
    #expect(notes.contains { $0.hasPrefix("The slope of the line is 0.917 times Moran’s I") })
    #expect(notes.contains("One unit has no neighbours; its lag is zero."))
    let plain = try figure(LocalMoranFixtures.twoYears).notes.map(\.text.plainText)
    #expect(plain.contains("The slope of the line is Moran’s I."))
  }

  @Test(arguments: [
    ("years: 2006", "names 2006 in 'years', but what it draws has 2005, 2010."),
    ("variable: rat", "names 'rat' in 'variable', which its results do not have. Did you mean 'rate'?"),
    ("weights: rign", "Did you mean 'ring'?"),
    ("label: name", "calls units by 'name', which its results do not have; they have: province."),
    ("labels: [Churr]", "lists 'Churr' in 'labels', but no unit is called that. Did you mean 'Chur'?"),
  ])
  func refusesWhatTheResultsDoNotHave(yaml: String, text: String) throws {
    do {
      _ = try figure(LocalMoranFixtures.twoYears, yaml)
      Issue.record("\(yaml) is accepted")
    } catch let error as DocumentError {
      #expect(error.description.contains(text), "\(error)")
    }
  }

  @Test func refusesResultsWithoutPoints() throws {
    #expect(throws: DocumentError.self) {
      try plot().figure(of: named([RegressionFixtures.baseline[0]]), in: figureContext())
    }
  }
}

/// Tables of local statistics.
@Suite struct LocalMoranTableTests {
  private func table(_ result: LocalMoranResult, _ yaml: String = "{}") throws -> TableModel {
    let recipe: LocalMoranRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: named([result]), in: figureContext(id: "table1"))
  }

  @Test func hasColumnsPerPeriodAndCountsBelow() throws {
    let model = try table(LocalMoranFixtures.twoYears)
    #expect(model.columns.count == 1 + 6)
    #expect(model.blocks[0].rows.count == 12)
    #expect(model.blocks[1].rows.count == 6)
    let single = try table(LocalMoranFixtures.crossSection)
    #expect(single.columns.count == 1 + 5)
    #expect(single.blocks[1].rows.last?.label.plainText == "Units: No neighbours")
  }

  @Test func showsSignificantUnitsWhereAsked() throws {
    let result = LocalMoranFixtures.twoYears
    let model = try table(result, "{show: significant, years: 2005}")
    let wanted = result.periods[0].units.filter(\.cluster.isSignificant).map(\.unit)
    #expect(model.blocks[0].rows.map(\.label.plainText) == wanted)
    #expect(
      model.notes.map(\.text.plainText).contains(
        "Of 12 units the \(wanted.count) are shown that are significant."))
  }

  @Test func refusesYearsThatTheResultDoesNotHave() {
    #expect(
      throws: DocumentError.invalid("'years' names 1999, but 'baseline[1]' has 2005, 2010.")
    ) { try table(LocalMoranFixtures.twoYears, "years: 1999") }
  }
}
