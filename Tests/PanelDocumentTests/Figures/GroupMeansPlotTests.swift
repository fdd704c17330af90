import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct GroupMeansPlotTests {
  let means = FigureSamples.means([
    ("Adopted", [5.1, 5.3, 5.0, 5.2]), ("Never", [4.9, 5.1, 4.2, 4.0]),
  ])

  private func plot(_ yaml: String = "{}") throws -> GroupMeansPlot {
    try StyleFiles.decode(from: yaml)
  }

  private func figure(_ yaml: String = "{}", of result: any AnalysisResult) throws -> FigureModel {
    try plot(yaml).figure(of: named([result]), in: figureContext())
  }

  @Test func describesExactlyTheKeysItReads() throws {
    let examples = [
      "intervals": "ribbon", "mark": "2001", "labels": "{Never: No law}", "legend": "legend",
      "axis-title": "Rate", "time-title": "Period", "size": "{width: double}",
    ]
    #expect(GroupMeansPlot.keys.map(\.name).sorted() == examples.keys.sorted())
    for (key, example) in examples {
      #expect(try plot("\(key): \(example)") != GroupMeansPlot(), "\(key)")
    }
  }

  @Test func readsMarksInEveryShape() throws {
    #expect(try plot("mark: 2005").marks == [.init(at: 2005)])
    #expect(try plot("mark: [2005, 2006.5]").marks == [.init(at: 2005), .init(at: 2006.5)])
    #expect(
      try plot("mark: [{at: 2005, label: Florida}]").marks == [.init(at: 2005, label: "Florida")]
    )
    #expect(throws: DecodingError.self) { try plot("mark: [{year: 2005}]") }
  }

  @Test func namesLinesAtTheirEndsWhereItCan() throws {
    let direct = try figure(of: means)
    #expect(direct.shapes(of: .legend).isEmpty)
    #expect(direct.texts.contains { $0.text == "Never" && $0.anchor.x > direct.frames[0].right })
    let legend = try figure("legend: legend", of: means)
    #expect(!legend.shapes(of: .legend).isEmpty)
    #expect(legend.frames[0].width > direct.frames[0].width)
  }

  @Test func takesALegendForNamesThatAreTooLong() throws {
    let long = FigureSamples.means([
      (String(repeating: "states that adopted ", count: 5), [1, 2]), ("Never", [2, 1]),
    ])
    #expect(!(try figure(of: long)).shapes(of: .legend).isEmpty)
  }

  @Test func doesNotNameAGroupThatEndsEarly() throws {
    var short = means
    short.series[1].points.removeLast()
    #expect(!(try figure(of: short)).shapes(of: .legend).isEmpty)
  }

  @Test func breaksALineWhereAPeriodIsMissing() throws {
    var gap = means
    gap.series[0].points.remove(at: 1)
    let lines = try figure(of: gap).shapes(of: .data).filter {
      if case .polyline = $0 { true } else { false }
    }
    #expect(lines.count == 2)
    #expect(lines.contains { $0.corners.count == 2 })
  }

  @Test func printsYearsAsYears() throws {
    let labels = try figure(of: means).texts.map(\.text)
    #expect(labels.contains("2000") && labels.contains("2003"))
    #expect(!labels.contains { $0.contains("2,00") || $0.contains(".5") && $0.hasPrefix("200") })
  }

  @Test func drawsMeansAndIntervalsAsAsked() throws {
    func count(_ role: Ink.Role, _ yaml: String) throws -> Int {
      try figure(yaml, of: means).shapes(of: .data).filter { shape in
        switch shape {
        case .line(_, _, let ink), .polyline(_, let ink), .polygon(_, let ink),
          .area(_, let ink), .lines(_, let ink), .circle(_, _, let ink), .rectangle(_, let ink):
          ink.role == role
        case .text: false
        }
      }.count
    }
    #expect(try count(.whisker, "{}") == 8)
    #expect(try count(.ribbon, "intervals: ribbon") == 2)
    #expect(try count(.whisker, "intervals: none") == 0)
    for yaml in ["{}", "intervals: ribbon", "intervals: none"] {
      #expect(try count(.marker, yaml) == 8)
    }
  }

  @Test func saysWhatIsDrawn() throws {
    let weighted = FigureSamples.means(
      [("Adopted", [5.1, 5.3]), ("Never", [4.9, 5.1])],
      labels: ["homicide": "Homicide rate", "year": "Year", "adopted": "Adoption"],
      weights: "popwt"
    )
    let figure = try figure("mark: [{at: 2001, label: First law}]", of: weighted)
    #expect(
      figure.notes.map(\.text.plainText) == [
        "Markers are means of homicide rate by adoption; vertical lines are their 95% confidence "
          + "intervals.",
        "Units by group: Adopted (25) and Never (25).",
        "Means are weighted by popwt.",
        "The dashed line at 2001 marks: First law.",
      ]
    )
    #expect(
      figure.title == "Line plot: means of homicide rate over time, 2 groups, 2000 to 2001"
    )
    #expect(
      figure.summary.contains("Adopted: 5.10 in 2000, 5.30 in 2001, between 5.10 and 5.30")
    )
    #expect(figure.data.rows.count == 4)
    #expect(figure.data.rows[0][2] == .count(2000) && figure.data.rows[0][3] == .number(5.1))
  }

  @Test(arguments: [
    ("mark: 1995", "marks 1995", "run from 2000 to 2003"),
    ("labels: {Nevr: x}", "labels the group 'Nevr'", "'Never'"),
    ("size: {height: 30, width: single}", "needs a height of at least", "mm"),
  ])
  func saysWhatIsWrong(yaml: String, what: String, help: String) throws {
    do {
      _ = try figure(yaml, of: means)
      Issue.record("accepted \(yaml)")
    } catch let error as DocumentError {
      #expect(error.description.contains(what) && error.description.contains(help), "\(error)")
    }
  }

  @Test func refusesResultsOfAnotherKind() throws {
    let fit = FigureSamples.fit([("post", 1, 1)])
    #expect(throws: DocumentError.self) { try figure(of: fit) }
  }

  @Test func keepsToAGivenHeight() throws {
    let figure = try figure("size: {width: double, height: 60}", of: means)
    #expect(abs(figure.size.height - 60) < 0.01)
  }
}
