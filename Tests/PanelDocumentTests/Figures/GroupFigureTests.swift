import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Figures of effects by a moderator, and of one coefficient in several groups.
@Suite struct GroupFigureTests {
  private func effects(
    _ yaml: String = "{}",
    of results: [any AnalysisResult] = [GroupFixtures.moderation()],
    theme: String = "plain"
  ) throws -> FigureModel {
    let plot: MarginalEffectPlot = try StyleFiles.decode(from: yaml)
    return try plot.figure(of: named(results), in: figureContext(theme: theme))
  }

  private func forest(
    _ yaml: String = "{}",
    of results: [any AnalysisResult] = [GroupFixtures.regions],
    theme: String = "plain"
  ) throws -> FigureModel {
    let plot: ForestPlot = try StyleFiles.decode(from: yaml)
    return try plot.figure(of: named(results), in: figureContext(theme: theme))
  }

  static let widths = ["single", "one-and-half", "double", "75"]

  // MARK: Marginal effects

  @Test(arguments: ["plain", "aer"], widths)
  func drawsEffectsThatCanBeRead(theme: String, width: String) throws {
    let looks = try figureContext(theme: theme).figureTheme
    for results in [
      [GroupFixtures.moderation()], [GroupFixtures.binary],
      [GroupFixtures.moderation(), GroupFixtures.binary],
    ] {
      expectReadable(
        try effects("size: {width: \(width)}", of: results, theme: theme),
        in: looks,
        "\(results.count) in \(theme), \(width)"
      )
    }
  }

  /// Bounds and the mean stand where the scale has them, and are named.
  @Test func marksBoundsAndMean() throws {
    let figure = try effects()
    let box = figure.frames[0]
    func place(_ value: Double) -> Double? {
      figure.texts.first { $0.text.contains(value == 10 ? "Mean 10.0" : "Neyman \(value)") }?
        .anchor.x
    }
    let rules = figure.shapes(of: .grid).compactMap { shape -> Double? in
      guard case .line(let from, let to, let ink) = shape, from.x == to.x,
        [.rule, .leader].contains(ink.role)
      else { return nil }
      return from.x
    }
    #expect(rules.count == 3)
    #expect(place(9.4) != nil && place(11.5) != nil && place(10) != nil)
    for rule in rules { #expect(rule > box.left && rule < box.right) }
    #expect(figure.notes.contains { $0.text.plainText.contains("below 9.40 or above 11.5") })
  }

  /// Bounds without a line are not said to have one, here and in the table.
  @Test(arguments: [
    (
      SignificanceRegion.Kind.outside, [9.4, 61],
      "The dashed line marks a Johnson–Neyman bound: the effect is significant at the 5 percent "
        + "level where log income is below 9.40, as in 31.2% of observations; the other bound, "
        + "61.0, lies beyond the data."
    ),
    (
      .inside, [-3, 9.4],
      "The dashed line marks a Johnson–Neyman bound: the effect is significant at the 5 percent "
        + "level where log income is below 9.40, as in 31.2% of observations; the other bound, "
        + "−3.00, lies beyond the data."
    ),
    (
      .inside, [9.4, 61],
      "The dashed line marks a Johnson–Neyman bound: the effect is significant at the 5 percent "
        + "level where log income is above 9.40, as in 31.2% of observations; the other bound, "
        + "61.0, lies beyond the data."
    ),
    (
      .above, [9.4],
      "The dashed line marks the Johnson–Neyman bound: the effect is significant at the 5 percent "
        + "level where log income is above 9.40, as in 31.2% of observations."
    ),
    (
      .outside, [2, 61],
      "The effect is significant at the 5 percent level where log income is below 2.00 or above "
        + "61.0, as in 31.2% of observations; no Johnson–Neyman bound lies within the data."
    ),
  ])
  func namesTheBoundsThatAreDrawn(
    kind: SignificanceRegion.Kind,
    bounds: [Double],
    sentence: String
  ) throws {
    var result = GroupFixtures.moderation()
    result.region = .value(
      SignificanceRegion(
        kind: kind, bounds: bounds, level: 0.95, positiveShare: 0.25, negativeShare: 0.0625))
    let figure = try effects(of: [result])
    #expect(figure.notes.contains { $0.text.plainText.contains(sentence) })
    #expect(figure.summary.contains(sentence), "\(figure.summary)")
    let table = try ModerationRecipe().table(of: named([result]), in: figureContext())
    let beyond = bounds.count { $0 < 8 || $0 > 12.5 }
    #expect(
      table.notes.contains {
        $0.text.plainText.contains("beyond the values of log income in the data.")
      } == (beyond > 0)
    )
  }

  @Test func darkensTheBandWhereItExcludesZero() throws {
    func ribbons(_ yaml: String) throws -> Int {
      try effects(yaml).shapes(of: .data).count {
        if case .polygon(_, let ink) = $0 { ink.role == .ribbon } else { false }
      }
    }
    #expect(try ribbons("{}") == 3)
    #expect(try ribbons("region: false") == 1)
    #expect(try !effects("region: false").notes.contains { $0.text.plainText.contains("darker") })
  }

  @Test func drawsOnePanelForRawAndCentred() throws {
    let one = try effects(of: [
      GroupFixtures.moderation(), GroupFixtures.moderation(isCentred: true),
    ])
    #expect(one.frames.count == 1)
    let two = try effects(of: [GroupFixtures.moderation(), GroupFixtures.binary])
    #expect(two.frames.count == 2)
    #expect(two.notes.contains { $0.text.plainText.hasPrefix("Log income: The line") })
  }

  @Test func keepsBarsBelowTheEffects() throws {
    let figure = try effects()
    let bars = figure.shapes(of: .data).compactMap { shape -> Box? in
      if case .rectangle(let box, _) = shape { box } else { nil }
    }
    let bands = figure.shapes(of: .data).flatMap { shape -> [Double] in
      if case .polygon(let points, _) = shape { points.map(\.y) } else { [] }
    }
    #expect(bars.count == 9)
    #expect(try #require(bars.map(\.top).min()) > (try #require(bands.max())))
    let without = try effects("support: false").shapes(of: .data)
    #expect(!without.contains { if case .rectangle = $0 { true } else { false } })
  }

  @Test func writesTheNumbersThatItDraws() throws {
    let rows = try effects().data.rows
    #expect(rows.count { $0[1] == .text("effect") } == 19)
    #expect(rows.count { $0[1] == .text("bound") } == 2)
    #expect(rows.count { $0[1] == .text("bin") } == 9)
    let binary = try effects(of: [GroupFixtures.binary]).data.rows
    #expect(binary.count { $0[1] == .text("value") } == 2)
    #expect(binary.count { $0[1] == .text("effect") } == 2)
  }

  @Test func readsEffectsAloud() throws {
    let figure = try effects()
    #expect(
      figure.title == "Effect of law on log homicide rate by log income, with its confidence "
        + "interval"
    )
    #expect(figure.summary.contains("The effect is 0.116 where log income is 8.00"))
    #expect(figure.summary.contains("At the mean of log income, 10.0, it is 0.0200"))
  }

  // MARK: Forests

  @Test(arguments: ["plain", "aer"], widths)
  func drawsForestsThatCanBeRead(theme: String, width: String) throws {
    let looks = try figureContext(theme: theme).figureTheme
    for results in [
      [GroupFixtures.regions], [GroupFixtures.halves],
      [GroupFixtures.regions, GroupFixtures.halves],
    ] {
      expectReadable(
        try forest("size: {width: \(width)}", of: results, theme: theme),
        in: looks,
        "\(results.count) in \(theme), \(width)"
      )
    }
  }

  @Test func setsNamesCountsAndIntervalsInColumns() throws {
    let figure = try forest(of: [GroupFixtures.regions, GroupFixtures.halves])
    let texts = figure.texts
    for text in [
      "Region", "Midwest", "South & Border", "West", "≤ median", "All", "132", "11",
      "0.110", "[0.010,", "0.210]", "not estimated", "p = 0.351", "p = 0.535",
    ] { #expect(texts.contains { $0.text == text }, "\(text)") }
    // Ends of intervals are aligned, row by row.
    let highs = texts.filter { $0.text.hasSuffix("]") && !$0.text.hasPrefix("Coeff") }
    #expect(highs.count == 6 && Set(highs.map(\.anchor.x)).count == 1)
    // One row of all groups, since both partitions have the same whole.
    #expect(texts.count { $0.text == "All" } == 1)
  }

  @Test func drawsEachWholeWhereTheyDiffer() throws {
    var other = GroupFixtures.halves
    other.overall.estimates[0].value = 0.06
    let figure = try forest(of: [GroupFixtures.regions, other])
    #expect(figure.texts.count { $0.text == "All" } == 2)
    #expect(!figure.notes.contains { $0.text.plainText.contains("dashed") })
    #expect(try !forest("overall: false").texts.contains { $0.text == "All" })
  }

  @Test func putsThePValueThatIsAskedFor() throws {
    #expect(try forest("test: z").texts.contains { $0.text == "p = 0.341" })
    let figure = try forest("test: permutation")
    #expect(figure.texts.contains { $0.text == "p = 0.121" })
    #expect(figure.notes.contains { $0.text.plainText.contains("by permutation of units") })
  }

  @Test func namesATermThatIsNotThere() {
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' asks for the term 'pots', which its results do not have. Did you mean "
          + "'post'?"
      )
    ) { try forest("term: pots") }
    #expect(throws: DocumentError.self) { try forest("size: {width: 40}") }
    #expect(throws: DocumentError.self) { try forest("size: {height: 30}") }
    #expect(throws: DocumentError.self) { try forest(of: [GroupFixtures.binary]) }
    #expect(throws: DocumentError.self) { try effects(of: [GroupFixtures.halves]) }
  }

  @Test func readsTheForestAloud() throws {
    let figure = try forest(of: [GroupFixtures.halves])
    #expect(
      figure.title
        == "Forest plot: coefficient of law in 2 groups; outcome: log homicide rate"
    )
    #expect(figure.summary.contains("Log income: ≤ median 0.0500 (95% interval"))
  }

  @Test func readsTestsAndTheWholeAloud() throws {
    let summary = try forest(of: [GroupFixtures.halves]).summary
    #expect(summary.contains("; equal coefficients, p = 0.535. All 0.0700 ("), "\(summary)")
    #expect(!summary.contains("All: All"))
  }

  /// Words of names stay whole where the plot keeps its share, and zero has a tick.
  @Test(arguments: ["80", "single", "double"])
  func keepsWordsWholeAndZeroMarked(width: String) throws {
    var result = GroupFixtures.halves
    result.groups[0].label = "Professional, technical"
    result.groups[1].label = "Craftsmen, foremen"
    result.groups[1].regression?.estimates[0].intervalLow = .value(-0.31)
    result.groups[1].regression?.estimates[0].intervalHigh = .value(0.33)
    let figure = try forest("size: {width: \(width)}", of: [result])
    let words = figure.texts.flatMap { $0.text.split(separator: " ") }
    for word in ["Professional,", "technical", "Craftsmen,", "foremen"] {
      #expect(words.contains { $0 == word }, "\(word) in \(words)")
    }
    let zeros = figure.shapes(of: .axes).compactMap { shape -> String? in
      if case .text(let text) = shape { text.text } else { nil }
    }
    #expect(zeros.contains { Double($0) == 0 }, "\(zeros)")
    #expect(!figure.texts.contains { $0.raised != nil })
  }

  @Test func suitsItsResults() {
    for (result, kind) in [
      (GroupFixtures.binary as any AnalysisResult, "marginal-effect"),
      (GroupFixtures.halves, "forest"),
    ] {
      #expect(FigureRecipeCatalog.standard.recipe(suiting: named([result]))?.kind == kind)
    }
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let effects = [
      "support": "false", "mean": "false", "region": "false", "axis-title": "Effect",
      "moderator-title": "Income", "size": "{width: double}",
    ]
    #expect(MarginalEffectPlot.keys.map(\.name).sorted() == effects.keys.sorted())
    for (key, example) in effects {
      let plot: MarginalEffectPlot = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(plot != MarginalEffectPlot(), "\(key)")
    }
    let forests = [
      "term": "post", "test": "z", "overall": "false", "zero-line": "false",
      "axis-title": "Effect", "size": "{width: double}",
    ]
    #expect(ForestPlot.keys.map(\.name).sorted() == forests.keys.sorted())
    for (key, example) in forests {
      let plot: ForestPlot = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(plot != ForestPlot(), "\(key)")
    }
  }
}
