import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct PathDiagramTests {
  private func figure(
    _ yaml: String = "{}",
    of results: [any AnalysisResult] = [MediationFixtures.one],
    theme: String = "plain"
  ) throws -> FigureModel {
    let recipe: PathDiagram = try StyleFiles.decode(from: yaml)
    return try recipe.figure(of: named(results), in: figureContext(theme: theme))
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let examples = [
      "labels": "{post: Law}", "stars": "false", "decimals": "2", "size": "{width: double}",
    ]
    #expect(PathDiagram.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      let recipe: PathDiagram = try StyleFiles.decode(from: "\(key): \(example)")
      #expect(recipe != PathDiagram(), "\(key)")
    }
  }

  /// Nothing overlaps and nothing leaves the sheet, whatever the width, the number of mediators and
  /// the length of labels.
  @Test(
    arguments: ["plain", "aer"],
    ["{width: single}", "{width: double}", "{width: 60}", "{width: one-and-half}"]
  )
  func isReadable(theme: String, size: String) throws {
    let long =
      "labels: {post: Castle doctrine law in force, log_homicide: Homicides per hundred thousand, "
      + "structure: Upgrading of the industrial structure}"
    for results in [
      [MediationFixtures.one], [MediationFixtures.one, MediationFixtures.opposite],
      [MediationFixtures.parallel],
      [MediationFixtures.one, MediationFixtures.opposite, MediationFixtures.one],
    ] {
      for yaml in ["{size: \(size)}", "{size: \(size), \(long)}", "{size: \(size), decimals: 5}"] {
        let figure = try figure(yaml, of: results, theme: theme)
        expectReadable(figure, in: try figureContext(theme: theme).figureTheme, yaml)
        #expect(figure.frames.count == results.count)
      }
    }
  }

  /// Text stays off lines: no arrow crosses the box of a text.
  @Test(arguments: ["{width: single}", "{width: double}"], [1, 2])
  func keepsTextOffTheArrows(size: String, mediators: Int) throws {
    let result = mediators == 1 ? MediationFixtures.one : MediationFixtures.parallel
    let figure = try figure("size: \(size)", of: [result])
    let theme = try figureContext(theme: "plain").figureTheme
    for case .polyline(let points, _) in figure.shapes(of: .data) {
      for (from, to) in zip(points, points.dropFirst()) {
        let line = Box(
          x: min(from.x, to.x), y: min(from.y, to.y), width: abs(to.x - from.x),
          height: abs(to.y - from.y))
        for text in figure.texts {
          let box = text.box(in: theme)
          let crosses =
            min(line.right, box.right) >= max(line.left, box.left)
            && min(line.bottom, box.bottom) >= max(line.top, box.top)
          #expect(!crosses, "'\(text.text)' on an arrow")
        }
      }
    }
  }

  @Test func printsWhatTheTablesPrint() throws {
    let texts = try figure().texts.map(\.text)
    for wanted in [
      "a = 0.132***", "(0.040)", "b = 0.204***", "c′ = 0.441***",
      "Total effect c = 0.468*** (0.025)",
    ] {
      #expect(texts.contains(wanted), "\(texts)")
    }
    #expect(texts.joined(separator: " ").contains("a × b = 0.027, 95% interval 0.006 to 0.050"))
  }

  @Test func readsEveryArrowAloud() throws {
    let figure = try figure()
    #expect(
      figure.title
        == "Path diagram: Castle doctrine law and log homicides, through industrial structure")
    for part in [
      "Castle doctrine law on industrial structure: 0.132, standard error 0.0400",
      "Industrial structure on log homicides: 0.204", "Indirect effect a × b = 0.027",
    ] {
      #expect(figure.summary.contains(part), "\(figure.summary)")
    }
    let notes = figure.notes.map(\.text.plainText).joined(separator: " ")
    for part in [
      "c = c′ + a", "unemployment and poverty", "fixed effects of state and year",
      "1,000 bootstrap replicates", "clustered",
    ] {
      #expect(notes.contains(part), "\(notes)")
    }
  }

  /// An interval without a bootstrap is named as what it is; a sum without one says so.
  @Test func namesIntervalsWithoutABootstrap() throws {
    let one = try figure(of: [MediationFixtures.withoutBootstrap])
    let sentence = "Intervals of indirect effects: 95% delta-method interval (Sobel 1982)"
    #expect(one.summary.hasSuffix("\(sentence)."), "\(one.summary)")
    #expect(one.notes.contains { $0.text.plainText == "\(sentence)." })
    var bare = MediationFixtures.parallel
    bare.bootstrap = nil
    for index in bare.channels.indices {
      bare.channels[index].indirect.intervals = []
      bare.channels[index].indirect.form = .aroian
    }
    bare.joint?.intervals = []
    bare.joint?.estimate.intervalLow = .unavailable(because: .notApplicable)
    let all = try figure(of: [bare])
    #expect(
      all.notes.contains {
        $0.text.plainText
          == "Intervals of indirect effects: 95% delta-method interval (Aroian 1947); their sum "
          + "has none without a bootstrap."
      }
    )
    #expect(try figure().summary.contains("effects: 95% percentile interval."))
  }

  /// Lines under a narrow diagram break between equations, not within them.
  @Test func keepsEquationsWhole() throws {
    for width in [60, 75, 85] {
      let figure = try figure(
        "{size: {width: \(width)}, labels: {structure: Industrial structure of counties}}",
        of: [MediationFixtures.parallel]
      )
      let lines = figure.texts.map(\.text)
      #expect(lines.count { $0.contains(/a × b = −?0\.\d+,/) } == 2, "\(lines)")
      #expect(!figure.summary.contains("\u{A0}"))
    }
  }

  @Test func writesEveryCoefficientToItsData() throws {
    let data = try figure(of: [MediationFixtures.parallel]).data
    #expect(data.rows.map { $0[1] }.filter { $0 == .text("indirect") }.count == 3)
    #expect(data.rows.count == 2 * 2 + 2 + 3)
    #expect(data.rows.allSatisfy { $0.count == data.columns.count })
  }

  @Test func refusesOtherResultsAndTooLittleRoom() throws {
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' of the kind 'path-diagram' draws results of the method 'mediation', but "
          + "'baseline[1]' is of the method 'fixed-effects'."
      )
    ) { try figure(of: [RegressionFixtures.baseline[0]]) }
    #expect(throws: DocumentError.self) { try figure("size: {width: 35}") }
    #expect(throws: DocumentError.self) { try figure("size: {height: 30}", of: [MediationFixtures.parallel]) }
  }
}
