import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Figures of specification curves.
@Suite struct SpecificationCurvePlotTests {
  private func plot(_ yaml: String = "{}") throws -> SpecificationCurvePlot {
    try StyleFiles.decode(from: yaml)
  }

  private func figure(
    _ result: SpecificationCurveResult,
    _ yaml: String = "{}",
    theme: String = "plain",
    labels: [String: LocalizedText] = [:]
  ) throws -> FigureModel {
    try plot(yaml).figure(of: named([result]), in: figureContext(theme: theme, labels: labels))
  }

  @Test func describesExactlyTheKeysThatAreDecoded() throws {
    let examples = [
      "labels": "{cdl: Law}", "order": "descending", "intervals": "false", "zero-line": "false",
      "axis-title": "Effect", "size": "{width: double}",
    ]
    #expect(SpecificationCurvePlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      #expect(try plot("\(key): \(example)") != SpecificationCurvePlot(), "\(key)")
    }
  }

  @Test func isTheNaturalFigureOfACurve() {
    let results = named([RobustnessFixtures.curve()])
    #expect(FigureRecipeCatalog.standard.recipe(suiting: results)?.kind == "specification-curve")
  }

  /// From one specification to far more than can be told apart.
  @Test(arguments: [(1, 1, 1), (2, 2, 2), (4, 2, 2), (6, 4, 4)], ["single", "double", "60"])
  func keepsCurvesReadable(counts: (Int, Int, Int), width: String) throws {
    let long: LocalizedText = "Unemployment rate of men aged 15 to 24, seasonally adjusted"
    for theme in ["plain", "aer"] {
      for base in [nil, [0, 0, 0, 0, 0, 1]] {
        let curve = RobustnessFixtures.curve(
          controls: counts.0, effects: counts.1, samples: counts.2, base: base)
        let figure = try figure(
          curve, "size: {width: \(width)}", theme: theme, labels: ["unemp": long])
        expectReadable(
          figure,
          in: try figureContext(theme: theme).figureTheme,
          "\(counts), \(width), \(theme)"
        )
        #expect(figure.data.rows.count == curve.specifications.count)
        #expect(figure.title.count <= FigureModel.titleLimit)
      }
    }
  }

  @Test(arguments: [1e-8, 1, 1e9])
  func keepsCurvesOfAnyScaleReadable(spread: Double) throws {
    let curve = RobustnessFixtures.curve(spread: spread)
    expectReadable(try figure(curve), in: try figureContext().figureTheme, "\(spread)")
  }

  /// Every specification has one mark in every list of choices.
  @Test func marksEveryChoice() throws {
    let curve = RobustnessFixtures.curve(base: nil)
    let shapes = try figure(curve).shapes(of: .data)
    let markers = shapes.filter { if case .circle = $0 { true } else { false } }
    // 16 estimates, and a dot for each of four lists with several choices.
    #expect(markers.count == 16 * 5)
    let whiskers = shapes.filter { if case .line = $0 { true } else { false } }
    #expect(whiskers.count == 16)
    let none = try figure(curve, "intervals: false").shapes(of: .data)
    #expect(!none.contains { if case .line = $0 { true } else { false } })
  }

  @Test func tellsSignificanceBesideColour() throws {
    let curve = RobustnessFixtures.curve()
    let sparse = try figure(curve).shapes(of: .data)
    func markers(_ role: Ink.Role) -> Int {
      sparse.filter { shape in
        switch shape {
        case .circle(_, _, let ink), .polygon(_, let ink): ink.role == role
        default: false
        }
      }.count
    }
    let significant = curve.specifications.filter(\.isSignificant).count
    #expect(significant > 0 && significant < 16)
    #expect(markers(.hollow) == 16 - significant)
    let dense = try figure(RobustnessFixtures.curve(controls: 6, effects: 4, samples: 4))
    #expect(dense.texts.map(\.text).contains("p below 5%"))
    #expect(dense.texts.map(\.text).contains("Positive"))
  }

  /// The line through the base specification leaves its interval alone.
  @Test func keepsTheBaseIntervalInSight() throws {
    let figure = try figure(RobustnessFixtures.curve())
    let whisker = try #require(
      figure.shapes(of: .data).compactMap { shape -> (Point, Point)? in
        if case .line(let from, let to, let ink) = shape, ink.series == 1 { (from, to) } else { nil }
      }.first
    )
    let rules = figure.shapes(of: .grid).compactMap { shape -> (Point, Point)? in
      if case .line(let from, let to, let ink) = shape, ink.role == .rule { (from, to) } else { nil }
    }
    #expect(rules.count >= 2)
    let (high, low) = (min(whisker.0.y, whisker.1.y), max(whisker.0.y, whisker.1.y))
    for (from, to) in rules {
      #expect(from.x == whisker.0.x)
      #expect(max(from.y, to.y) < high || min(from.y, to.y) > low)
    }
  }

  /// Swatches are as markers are: filled where significant, on a line where intervals are drawn.
  @Test func drawsSwatchesAsMarkersAre() throws {
    func swatches(_ base: [Int], _ yaml: String = "{}") throws -> [Shape] {
      try figure(RobustnessFixtures.curve(base: base), yaml).shapes(of: .legend)
    }
    func count(_ shapes: [Shape], _ role: Ink.Role) -> Int {
      shapes.count { shape in
        switch shape {
        case .circle(_, _, let ink), .polygon(_, let ink), .line(_, _, let ink),
          .rectangle(_, let ink):
          ink.role == role
        default: false
        }
      }
    }
    let curve = RobustnessFixtures.curve(base: nil)
    for isSignificant in [true, false] {
      let base = try #require(curve.specifications.first { $0.isSignificant == isSignificant })
      let shapes = try swatches(base.choices[0])
      #expect(count(shapes, .hollow) == (isSignificant ? 1 : 2))
      #expect(count(shapes, .whisker) == 3)
      #expect(count(try swatches(base.choices[0], "intervals: false"), .whisker) == 0)
    }
  }

  /// Names of several lines stand apart from the next, and their words stay whole.
  @Test func spacesBrokenNames() throws {
    let curve = RobustnessFixtures.curve(controls: 4)
    let figure = try figure(
      curve,
      "size: {width: 70}",
      labels: ["unemp": "Unemployment rate of men product_1", "poverty": "Poverty rate of counties"]
    )
    let theme = try figureContext().figureTheme
    let texts = figure.shapes(of: .labels).compactMap { shape -> TextShape? in
      if case .text(let text) = shape, text.role == .small { text } else { nil }
    }
    #expect(texts.contains { $0.text.contains("product_1") }, "\(texts.map(\.text))")
    let within = FontMetrics.lineHeight * theme.font.small
    let steps = zip(texts, texts.dropFirst()).map { $1.anchor.y - $0.anchor.y }
    #expect(steps.contains { abs($0 - within) < 0.01 })
    for (step, next) in zip(steps, steps.dropFirst())
    where abs(step - within) < 0.01 && abs(next - within) > 0.01 { #expect(next > within + 1) }
  }

  /// A list named as its heading does not say one thing twice.
  @Test func namesAListOfControlsOnce() throws {
    var curve = RobustnessFixtures.curve(controls: 3)
    curve.dimensions[2].choices[2].label = nil
    let texts = try figure(curve).texts.map(\.text)
    #expect(texts.count { $0 == "Controls" } == 1 && texts.contains("Included"), "\(texts)")
  }

  @Test func turnsTheOrderAround() throws {
    let curve = RobustnessFixtures.curve()
    let ascending = try figure(curve).data.rows
    let descending = try figure(curve, "order: descending").data.rows
    #expect(ascending == descending.reversed())
    #expect(ascending.map { $0[1] } == (1...16).map { .count($0) })
  }

  @Test func saysWhatTheCurveShows() throws {
    let curve = RobustnessFixtures.curve()
    let figure = try figure(curve)
    #expect(
      figure.title
        == "Specification curve: effect of castle law on homicides & manslaughter in 16 specifications")
    let notes = figure.notes.map(\.text.plainText).joined(separator: " ")
    #expect(notes.contains("The median of 16 specifications is "))
    #expect(notes.contains("All specifications share these choices: Outcome: Homicides"))
    #expect(notes.contains("3 specifications cannot be estimated: 2 in which the controls"))
    #expect(notes.contains("4 combinations of choices are the same specification as others"))
    #expect(figure.summary.contains("Medians by Controls: None "))
    #expect(figure.summary.contains("The base specification gives "))
  }

  @Test func saysWhatCannotBeDrawn() throws {
    func message(_ results: [any AnalysisResult], _ yaml: String = "{}") -> String {
      do {
        _ = try plot(yaml).figure(of: named(results), in: figureContext())
        return "no fault"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message([RobustnessFixtures.oster])
        == "Figure 'figure1' of the kind 'specification-curve' draws one result of the method "
        + "'specification-curve'.")
    #expect(
      message([RobustnessFixtures.curve()], "size: {height: 40}")
        .contains("needs a height of at least"))
    var many = RobustnessFixtures.curve()
    many.specifications = (0..<2001).map { _ in many.specifications[0] }
    #expect(message([many]).contains("would draw 2001 specifications; up to 2000"))
  }
}
