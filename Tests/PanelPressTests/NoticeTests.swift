import Foundation
import PanelDocument
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// What a study says on every page, and at the head of its report.
@Suite struct NoticeTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
  }

  private func run(_ head: String) throws -> [String: String] {
    let text = StudyRunTests.text.replacing(
      "tables:\n",
      with: "tables:\n  stacked: {panels: {First: \"baseline[1]\", Second: \"baseline[2]\"}}\n"
    )
    try folder.write(head + text, to: "study.yaml")
    let report = try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
    return Dictionary(
      try report.files.map { ($0, try folder.text(of: "output/small/\($0)")) },
      uniquingKeysWith: { $1 }
    )
  }

  @Test func standsInEveryFileThatIsReadAlone() throws {
    let files = try run("notice: Simulated data & no place.\n")
    for (name, text) in files {
      let kind = URL(filePath: name).pathExtension
      guard ["html", "svg", "tex", "md"].contains(kind), name != "exhibits.md" else { continue }
      #expect(text.contains("Simulated data"), "\(name)")
    }
    let page = try #require(files["index.html"])
    #expect(page.contains("<p class=\"notice\">Simulated data &amp; no place.</p>"))
    #expect(page.ranges(of: "Simulated data &amp; no place.</p>").count >= 6)
    #expect(
      files["tables/table1.md"]?.hasSuffix("2016–2020. Simulated data \\& no place.\n") == true
    )
    #expect(files["figures/figure1.svg"]?.contains("Simulated data &amp; no place.</desc>") == true)
  }

  @Test func isTheLastNoteInTheLanguageOfTheTable() {
    let notice = LocalizedText(texts: ["en": "Simulated.", "zh-Hans": "模拟数据。"])
    var figure = FigureModel(
      id: "f", number: "1", numberLabel: "图1", caption: "", size: FigureSize(width: 1, height: 1),
      title: "", summary: "一条线。", frames: [], groups: [], legend: [],
      notes: [TableNote(.source, "来源")], notesLabel: "注",
      data: FigureData(columns: [], rows: []), references: [], language: "zh-Hans"
    )
    #expect(figure.saying(notice).notes.map(\.text.plainText) == ["来源", "模拟数据。"])
    #expect(figure.saying(notice).summary == "一条线。模拟数据。")
    figure.language = "en"
    figure.summary = "A line."
    #expect(figure.saying(notice).summary == "A line. Simulated.")
    #expect(figure.saying(nil) == figure)
  }

  @Test func printsProseAtTheHead() throws {
    let files = try run(
      """
      about:
        - |
          First line
          of `x < 1`.

          Second paragraph.
        - {title: What differs, text: [Clusters., {en: Seeds., zh-Hans: 种子。}]}

      """
    )
    let page = try #require(files["index.html"])
    #expect(
      page.contains(
        """
        <div class="about">
        <p>First line of <code>x &lt; 1</code>.</p>
        <p>Second paragraph.</p>
        </div>
        <div class="about">
        <h2>What differs</h2>
        <p>Clusters.</p>
        <p>Seeds.</p>
        </div>
        """
      )
    )
  }

  @Test func joinsHanLinesWithoutSpaces() {
    let prose = ReportProse(parts: [.init(texts: ["数据为\n模拟数据。\n\nR 与\nSwift"])])
    #expect(
      prose.parts(in: "zh-Hans").flatMap(\.paragraphs).map(\.plainText)
        == ["数据为模拟数据。", "R 与 Swift"]
    )
  }

  @Test func refusesProseOfAnotherShape() {
    #expect(throws: PressError.self) { try run("about: [{titel: a, text: b}]\n") }
    #expect(throws: PressError.self) { try run("notice: [a, b]\n") }
  }
}
