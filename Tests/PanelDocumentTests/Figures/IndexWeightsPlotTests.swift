import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct IndexWeightsPlotTests {
  private func plot(_ yaml: String = "{}") throws -> IndexWeightsPlot {
    try StyleFiles.decode(from: yaml)
  }

  private func figure(
    _ yaml: String = "{}",
    of result: any AnalysisResult = IndexFixtures.entropy,
    theme: String = "plain"
  ) throws -> FigureModel {
    try plot(yaml).figure(of: named([result]), in: figureContext(theme: theme))
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let examples = [
      "order": "listed", "group": "\"1970\"", "labels": "{hwy: Roads}", "axis-title": "Weight",
      "size": "{width: double}",
    ]
    #expect(IndexWeightsPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      #expect(try plot("\(key): \(example)") != IndexWeightsPlot(), "\(key)")
    }
  }

  /// Dimensions keep their order; within them the greatest weight comes first.
  @Test func ordersBarsByWeight() throws {
    let figure = try figure()
    #expect(figure.data.rows.map { $0[3] } == ["water", "hwy", "gsp", "unemp"].map { .text($0) })
    #expect(
      try self.figure("order: listed").data.rows.map { $0[3] }
        == ["hwy", "water", "gsp", "unemp"].map { .text($0) }
    )
    #expect(figure.texts.contains { $0.text == "Capital" && $0.role == .heading })
  }

  /// Bars begin at the axis' zero, and their lengths are in the ratio of weights.
  @Test func drawsLengthsInProportion() throws {
    let figure = try figure("order: listed")
    let bars = figure.shapes(of: .data).compactMap { shape -> Box? in
      if case .rectangle(let box, _) = shape { box } else { nil }
    }
    #expect(bars.count == 4)
    for bar in bars { #expect(abs(bar.left - figure.frames[0].left) < 1e-9) }
    #expect(abs(bars[1].width / bars[0].width - 1.5) < 1e-9)
    #expect(figure.texts.contains { $0.text == "0.375" })
  }

  @Test(arguments: ["plain", "aer"], ["{width: single}", "{width: double}", "{width: 60}"])
  func isReadable(theme: String, size: String) throws {
    for result in [IndexFixtures.entropy, IndexFixtures.entropyByYear] {
      let yaml = "{size: \(size)\(result.groups.count > 1 ? ", group: \"1971\"" : "")}"
      expectReadable(
        try figure(yaml, of: result, theme: theme),
        in: try figureContext(theme: theme).figureTheme
      )
    }
  }

  @Test func asksForAGroup() {
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' draws the weights of one group. Name it with 'group', one of: 1970, 1971."
      )
    ) { try figure(of: IndexFixtures.entropyByYear) }
    #expect(
      throws: DocumentError.invalid(
        "Figure 'figure1' asks for the group '1999'. There are: 1970, 1971."
      )
    ) { try figure("group: \"1999\"", of: IndexFixtures.entropyByYear) }
    #expect(throws: DocumentError.self) { try figure("size: {height: 30}") }
    #expect(throws: DocumentError.self) { try figure(of: IndexFixtures.inflation) }
  }

  /// The group is named in the picture, the title, the description and the note.
  @Test func namesTheGroup() throws {
    let figure = try figure("group: \"1971\"", of: IndexFixtures.entropyByYear)
    #expect(figure.texts.contains { $0.text == "Weight (year 1971)" })
    #expect(figure.title == "Bar chart: weights of 4 indicators, year 1971")
    #expect(figure.summary.contains("Weight (year 1971)"))
    #expect(figure.notes.contains { $0.text.plainText == "They are those of year 1971." })
    #expect(try self.figure().notes.count == 1)
  }

  @Test func readsTheWeightsAloud() throws {
    let figure = try figure("labels: {hwy: Roads}")
    #expect(figure.title == "Bar chart: weights of 4 indicators")
    #expect(figure.summary.contains("Water 0.375; Roads 0.250; Gross product"))
  }
}
