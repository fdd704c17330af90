import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct TreatmentFigureTests {
  private func figure<Recipe: FigureRecipe>(
    _ type: Recipe.Type,
    _ yaml: String = "{}",
    of results: [any AnalysisResult],
    theme: String = "plain"
  ) throws -> FigureModel {
    let recipe: Recipe = try StyleFiles.decode(from: yaml)
    return try recipe.figure(of: named(results), in: figureContext(theme: theme))
  }

  private func expectKeys<Recipe: FigureRecipe & Equatable>(
    of type: Recipe.Type,
    _ examples: [String: String]
  ) throws {
    #expect(Recipe.keys.map(\.name).sorted() == examples.keys.sorted())
    let plain: Recipe = try StyleFiles.decode(from: "{}")
    for (key, example) in examples {
      let changed: Recipe = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(changed != plain, "\(key)")
    }
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let (title, size) = ("Effect", "{width: double}")
    try expectKeys(
      of: EventStudyPlot.self,
      [
        "window": "[-3, 2]", "models": "[A]", "intervals": "single", "style": "ribbon",
        "band": "false", "test": "false", "mean": "true", "axis-title": title,
        "time-title": "Years", "size": size,
      ]
    )
    try expectKeys(
      of: PlaceboDensityPlot.self,
      ["histogram": "false", "axis-title": title, "size": size]
    )
    try expectKeys(
      of: PlaceboTimePlot.self,
      ["intervals": "none", "axis-title": title, "time-title": "Lead", "size": size]
    )
    try expectKeys(of: DecompositionPlot.self, ["axis-title": title, "size": size])
    try expectKeys(
      of: GroupTimePlot.self,
      [
        "shape": "heat", "cohorts": "[2007]", "intervals": "nested", "axis-title": title,
        "time-title": "Year", "size": size,
      ]
    )
    try expectKeys(
      of: DensityPlot.self,
      ["histogram": "false", "labels": "{0: No law}", "size": size]
    )
  }

  @Test func picksTheRecipeThatSuits() {
    func kind(_ results: [any AnalysisResult]) -> String? {
      FigureRecipeCatalog.standard.recipe(suiting: named(results)).map { $0.kind }
    }
    #expect(kind([TreatmentFixtures.eventStudy, TreatmentFixtures.imputation]) == "event-study")
    #expect(kind([TreatmentFixtures.placebo]) == "placebo-density")
    #expect(kind([TreatmentFixtures.placeboInTime]) == "placebo-time")
    #expect(kind([TreatmentFixtures.decomposition]) == "goodman-bacon")
    #expect(kind([TreatmentFixtures.density]) == "density")
    #expect(kind([TreatmentFixtures.baseline[1]]) == "coefficient-plot")
  }

  // MARK: Event studies

  @Test func drawsReferencesHollowAtZeroWithoutInterval() throws {
    let figure = try figure(EventStudyPlot.self, of: [TreatmentFixtures.eventStudy])
    let hollow = figure.shapes(of: .data).filter { $0.ink?.role == .hollow }
    #expect(hollow.count == 1)
    let zero = try #require(figure.shapes(of: .grid).first { $0.ink?.role == .zero })
    let marker = try #require(hollow.first).corners
    let middle = marker.map(\.y).reduce(0, +) / Double(marker.count)
    #expect(abs(middle - zero.corners[0].y) < 1e-9)
    for role in [Ink.Role.whisker, .inner] {
      #expect(figure.shapes(of: .data).filter { $0.ink?.role == role }.count == 10)
    }
    // A line and two caps each.
    #expect(figure.shapes(of: .data).filter { $0.ink?.role == .band }.count == 30)
  }

  @Test func standsTheLineBetweenBeforeAndAfter() throws {
    let figure = try figure(EventStudyPlot.self, of: [TreatmentFixtures.eventStudy])
    let line = try #require(figure.shapes(of: .grid).first { $0.ink?.role == .rule })
    func x(_ label: String) throws -> Double {
      try #require(figure.texts.first { $0.text == label }).anchor.x
    }
    #expect(abs(line.corners[0].x - (try x("−1") + x("0")) / 2) < 1e-9)
  }

  @Test func namesPeriodsThatStandForMore() throws {
    let texts = try figure(EventStudyPlot.self, of: [TreatmentFixtures.eventStudy]).texts
    #expect(texts.contains { $0.text == "≤\u{A0}−6" } && texts.contains { $0.text == "≥\u{A0}4" })
    let cut = try figure(
      EventStudyPlot.self,
      "window: [-3, 2]",
      of: [TreatmentFixtures.eventStudy]
    )
    #expect(cut.data.rows.count == 6)
    #expect(!cut.texts.contains { $0.text.hasPrefix("≤") })
  }

  @Test func tellsSeveralEstimatorsApart() throws {
    let results: [any AnalysisResult] = [
      TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnna,
      TreatmentFixtures.callawaySantAnnaBootstrap,
    ]
    let figure = try figure(EventStudyPlot.self, "size: {width: double}", of: results)
    #expect(
      figure.legend.map(\.label) == [
        "Two-way event study", "Callaway–Sant’Anna (baseline[2])",
        "Callaway–Sant’Anna (baseline[3])",
      ]
    )
    let markers = figure.shapes(of: .data).filter {
      [.marker, .tint].contains($0.ink?.role)
    }
    #expect(Set(markers.compactMap { $0.ink?.series }) == [0, 1, 2])
    #expect(markers.contains { $0.ink?.role == .tint })
    let notes = figure.notes.map(\.text.plainText)
    #expect(
      notes.contains(
        "Two-way event study: Period −1, with a hollow marker, is the reference: its effect is "
          + "zero by normalisation."
      )
    )
    #expect(
      notes.contains(
        "Callaway–Sant’Anna (baseline[3]): Inference by standard errors from a multiplier "
          + "bootstrap (1,000 draws, seed 20060101), clustered by state."
      )
    )
  }

  @Test func saysWhatAnEventStudyShows() throws {
    let figure = try figure(EventStudyPlot.self, "mean: true", of: [TreatmentFixtures.eventStudy])
    let notes = figure.notes.map(\.text.plainText)
    #expect(
      notes.contains(
        "The thinnest lines, with caps, are a 95% band that covers all effects at once (critical "
          + "value 2.74; 10,000 draws, seed 20060101)."
      )
    )
    #expect(
      notes.contains("The points at −6 and 4 stand for −6 and earlier, and for 4 and later.")
    )
    #expect(
      notes.contains(
        "Test that the 5 effects at distances −6 to −2 are zero: F(5, 49) = 1.81, p = 0.142."
      )
    )
    #expect(figure.texts.contains { $0.text == "Pre-trends: F(5, 49) = 1.81, p = 0.142" })
    #expect(figure.texts.contains { $0.text == "Mean in the reference period: 1.48" })
    #expect(
      figure.summary.contains(
        "before treatment: 5 effects between −0.103 and −0.0337; zero lies outside 1 of 5 intervals."
      )
    )
    let gap = try self.figure(
      EventStudyPlot.self,
      of: [TreatmentFixtures.eventStudyWithEmptyBin]
    )
    #expect(
      gap.notes.map(\.text.plainText).contains(
        "There is no effect at 5. No treated unit is observed at this distance from treatment."
      )
    )
  }

  @Test func printsPowersOfSmallPValues() throws {
    let words = FigureWords(context: try figureContext())
    #expect(try words.pValue(0.0004) == "p < 0.001")
    #expect(try words.pValue(0.1425) == "p = 0.142")
    #expect(try words.pValue(1) == "p = 1.000")
  }

  // MARK: Placebos

  @Test func keepsPlacebosSymmetricAboutZero() throws {
    for result in [TreatmentFixtures.placebo, TreatmentFixtures.permutation] {
      let figure = try figure(PlaceboDensityPlot.self, of: [result])
      let zero = try #require(figure.shapes(of: .data).first { $0.ink?.role == .rule })
      let frame = figure.frames[0]
      #expect(abs(zero.corners[0].x - (frame.left + frame.right) / 2) < 1e-9)
    }
  }

  @Test func saysWhereTheActualEffectLies() throws {
    let inside = try figure(PlaceboDensityPlot.self, of: [TreatmentFixtures.placebo])
    #expect(
      inside.notes.map(\.text.plainText).contains(
        "The actual effect lies inside the distribution of the placebos: 87 of 500 are at least "
          + "as far from zero (p = 0.174)."
      )
    )
    let outside = try figure(PlaceboDensityPlot.self, of: [TreatmentFixtures.permutation])
    let notes = outside.notes.map(\.text.plainText)
    #expect(
      notes.contains(
        "The actual effect lies outside the distribution of the placebos: none of 988 is as far "
          + "from zero (p < 1/988)."
      )
    )
    #expect(
      notes.contains { $0.hasPrefix("Corrected, (1 + k)/(1 + R), the two-sided p-value is 0.001.") }
    )
    #expect(notes.contains("12 replications could not be estimated and are left out."))
    #expect(notes.contains("There are 1,000 replications, with the seed 20060101."))
  }

  @Test func drawsSpikesOfPlacebosThatDoNotVary() throws {
    var flat = TreatmentFixtures.placebo
    flat.draws?.values = [Double](repeating: 0.02, count: 500)
    flat.draws?.density = nil
    flat.draws?.histogram = nil
    let figure = try figure(PlaceboDensityPlot.self, of: [flat])
    #expect(figure.shapes(of: .data).filter { $0.ink?.role == .marker }.count == 1)
    #expect(figure.texts.contains { $0.text == "Share of placebos" })
  }

  @Test func leavesGapsForShiftsWithoutEffect() throws {
    let figure = try figure(PlaceboTimePlot.self, of: [TreatmentFixtures.placeboInTime])
    #expect(figure.shapes(of: .data).filter { $0.ink?.role == .marker }.count == 4)
    #expect(figure.texts.contains { $0.text == "5" })
    #expect(
      figure.notes.map(\.text.plainText).contains(
        "No effect can be estimated at 5. The outcome does not vary."
      )
    )
    #expect(figure.data.rows.count == 5)
  }

  // MARK: Comparisons and cohorts

  @Test func labelsTheCoefficientOfADecomposition() throws {
    let figure = try figure(DecompositionPlot.self, of: [TreatmentFixtures.decomposition])
    #expect(figure.texts.contains { $0.text == "Two-way fixed effects: 0.0694" })
    #expect(
      figure.legend.map(\.label) == [
        "Treated against never treated (weight 0.899)",
        "Earlier against later treated (weight 0.077)",
        "Later against earlier treated (weight 0.024)",
      ]
    )
    #expect(figure.shapes(of: .data).count == 25)
    #expect(figure.data.rows.count == 25)
  }

  @Test func drawsAPanelPerCohortOnTheSameScales() throws {
    let result = TreatmentFixtures.callawaySantAnna
    let figure = try figure(GroupTimePlot.self, of: [result])
    #expect(figure.frames.count == 5)
    #expect(Set(figure.frames.map { ($0.height * 100).rounded() }).count == 1)
    #expect(figure.texts.contains { $0.text == "2007 (13)" && $0.role == .heading })
    let two = try self.figure(GroupTimePlot.self, "cohorts: [2008, 2007]", of: [result])
    #expect(two.frames.count == 2)
    #expect(two.data.rows.first?.first == .count(2008))
  }

  @Test func writesEffectsIntoCells() throws {
    let figure = try figure(
      GroupTimePlot.self,
      "{shape: heat, size: {width: double}}",
      of: [TreatmentFixtures.callawaySantAnna]
    )
    let cells = figure.shapes(of: .data).filter(\.isCell)
    // One has no comparison.
    #expect(cells.count == 49)
    #expect(figure.texts.contains { $0.text == "−0.55" && $0.role == .heading })
    #expect(figure.texts.contains { $0.text == "0.02" && $0.role == .label })
    #expect(
      figure.notes.map(\.text.plainText).contains(
        "Empty cells have no effect. No untreated unit is left to compare with."
      )
    )
  }

  @Test func writesSmallEffectsInPowersOfTen() throws {
    var small = TreatmentFixtures.callawaySantAnna
    for index in small.groupTime.indices { small.groupTime[index].estimate?.value *= 1e-6 }
    let figure = try figure(GroupTimePlot.self, "shape: heat", of: [small])
    #expect(figure.texts.contains { $0.raised == "−9" })
    expectReadable(figure, in: try figureContext().figureTheme)
  }

  // MARK: Densities

  @Test func comparesDensitiesOfGroups() throws {
    let figure = try figure(
      DensityPlot.self,
      "labels: {0: No law, 1: Law}",
      of: [TreatmentFixtures.density]
    )
    #expect(figure.legend.map(\.label) == ["No law", "Law"])
    #expect(!figure.shapes(of: .data).contains { $0.ink?.role == .histogram })
    #expect(
      figure.notes.first?.text.plainText
        == "Curves are kernel densities (Epanechnikov kernel; bandwidth 0.580 by Silverman’s "
        + "rule)."
    )
  }

  @Test func givesEachVariableItsOwnAxes() throws {
    var several = TreatmentFixtures.density
    several.groupVariable = nil
    for index in several.variables.indices { several.variables[index].group = nil }
    several.variables[1].variable = "l_police"
    let figure = try figure(DensityPlot.self, of: [several])
    #expect(figure.frames.count == 2)
    #expect(figure.shapes(of: .data).contains { $0.ink?.role == .histogram })
    #expect(figure.texts.contains { $0.text == "Log police" })
  }

  // MARK: Faults

  @Test(arguments: [
    ("event-study", "window: [9, 12]", "widen 'window'"),
    ("event-study", "window: [3, 1]", "a window is its first and its last period"),
    ("event-study", "models: [A, B]", "names 2 models in 'models' and draws 1"),
    ("event-study", "size: {height: 30}", "needs a height of at least"),
    ("event-study", "style: dots", "style"),
    ("group-time", "cohorts: [1999]", "asks for the cohort 1999"),
    ("group-time", "{shape: heat, size: {height: 30}}", "needs a height of at least"),
    ("density", "labels: {2: x}", "labels the group '2'"),
    ("placebo-density", "{}", "draws one result of random placebos"),
    ("placebo-time", "{}", "draws one result of placebos in time"),
    ("goodman-bacon", "{}", "draws one result of the method 'goodman-bacon'"),
  ])
  func saysWhatIsWrong(kind: String, yaml: String, what: String) throws {
    let results: [String: any AnalysisResult] = [
      "group-time": TreatmentFixtures.callawaySantAnna, "density": TreatmentFixtures.density,
    ]
    let type = try #require(FigureRecipeCatalog.standard[kind])
    let error = #expect(throws: (any Error).self) {
      try draw(type, yaml, results[kind] ?? TreatmentFixtures.eventStudy)
    }
    #expect(String(describing: try #require(error)).contains(what), "\(String(describing: error))")
  }

  private func draw(
    _ type: any FigureRecipe.Type,
    _ yaml: String,
    _ result: any AnalysisResult
  ) throws {
    func open<Recipe: FigureRecipe>(_ type: Recipe.Type) throws {
      _ = try figure(type, yaml, of: [result])
    }
    try open(type)
  }

  @Test func refusesWhatHasNothingToDraw() throws {
    var empty = TreatmentFixtures.placebo
    empty.draws?.values = []
    #expect(throws: DocumentError.self) { try figure(PlaceboDensityPlot.self, of: [empty]) }
    var none = TreatmentFixtures.decomposition
    none.comparisons = []
    #expect(throws: DocumentError.self) { try figure(DecompositionPlot.self, of: [none]) }
    #expect(throws: DocumentError.self) {
      try figure(GroupTimePlot.self, of: [TreatmentFixtures.imputation])
    }
    let many = Array(repeating: TreatmentFixtures.eventStudy, count: 7)
    #expect(throws: DocumentError.self) { try figure(EventStudyPlot.self, of: many) }
  }
}

extension Shape {
  /// The ink of what is drawn; text has none.
  var ink: Ink? {
    switch self {
    case .line(_, _, let ink), .polyline(_, let ink), .polygon(_, let ink),
      .area(_, let ink), .lines(_, let ink), .circle(_, _, let ink), .rectangle(_, let ink):
      ink
    case .text: nil
    }
  }
}
