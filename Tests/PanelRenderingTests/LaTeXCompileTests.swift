import Foundation
import PanelDocument
import PanelRendering
import PanelValidation
import TestSupport
import Testing

@Suite struct LaTeXCompileTests {
  let templates: TemplateSet

  init() throws {
    templates = try TemplateSet(directory: Repository.templates)
  }

  @Test(arguments: SampleTables.all + TreatmentTables.all)
  func balances(table: TableModel) throws {
    let text = try TableRenderer(format: .latex, templates: templates).text(of: table)
    #expect(LaTeXBalance.findings(in: text, named: "\(table.id).tex") == [])
  }

  @Test(.enabled(if: Tool.mustRun("pdflatex", "xelatex")), arguments: ["pdflatex", "xelatex"])
  func fitsThePage(engine: String) throws {
    let log = try compile(
      [SampleTables.descriptives, SampleTables.regression, SampleTables.narrow, SampleTables.long]
        + TreatmentTables.all + [PanelSnapshotTests.panels(), PanelSnapshotTests.variations()],
      with: engine
    )
    #expect(log.split(separator: "\n").filter { $0.contains("Overfull") } == [])
  }

  @Test(.enabled(if: Tool.mustRun("pdflatex")), arguments: 1...8)
  func fitsThePage(columns: Int) throws {
    let shapes = WideTables.shapes.filter { $0.columns == columns }
    let log = try compile(shapes.map(WideTables.table), with: "pdflatex")
    #expect(log.split(separator: "\n").filter { $0.contains("Overfull") } == [])
  }

  @Test(.enabled(if: Tool.mustRun("pdflatex")))
  func compilesHostileLabelsUnderPDFLaTeX() throws {
    try compile([SampleTables.hostile], with: "pdflatex")
  }

  @Test(.enabled(if: Tool.mustRun("xelatex")))
  func compilesHostileLabelsAndHanUnderXeLaTeX() throws {
    try compile([SampleTables.hostile, SampleTables.chinese], with: "xelatex")
  }

  @Test(.enabled(if: Tool.mustRun("xelatex")))
  func setsChineseTablesAndCaptionsUnderXeLaTeX() throws {
    try setsChinese(with: "xelatex")
  }

  @Test(.enabled(if: LaTeXCompileTests.hasChineseLuaLaTeX))
  func setsChineseTablesAndCaptionsUnderLuaLaTeX() throws {
    try setsChinese(with: "lualatex")
  }

  /// Whether LuaLaTeX has what ctex asks of it.
  static var hasChineseLuaLaTeX: Bool {
    guard Tool("lualatex") != nil, let finder = Tool("kpsewhich") else { return false }
    do {
      let folder = try TemporaryFolder()
      return try finder.run(["luatexja.sty"], in: folder.url).status == 0
    } catch {
      return false
    }
  }

  private func setsChinese(with engine: String) throws {
    let log = try compile(
      [LanguageRenderingTests.chinese(), LanguageRenderingTests.bilingual()],
      with: engine
    )
    #expect(log.split(separator: "\n").filter { $0.contains("Overfull") } == [])
    #expect(!log.contains("Missing character"))
  }

  /// Compiles a document of tables and returns the log.
  @discardableResult
  func compile(_ tables: [TableModel], with engine: String) throws -> String {
    let tool = try #require(Tool(engine), "\(engine) is not installed")
    let folder = try TemporaryFolder()
    let document = try TableRenderer.latexDocument(of: tables, templates: templates)
    try folder.write(document, to: "tables.tex")
    let (status, output) = try tool.run(
      ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "tables.tex"],
      in: folder.url
    )
    #expect(status == 0, "\(output.suffix(2000))")
    #expect(!output.contains("\n!"), "\(output.suffix(2000))")
    if let keep = ProcessInfo.processInfo.environment["PANELPRESS_KEEP"] {
      let copy = URL(filePath: keep).appending(path: "\(engine)-\(tables[0].id).pdf")
      try Data(contentsOf: folder.url.appending(path: "tables.pdf")).write(to: copy)
    }
    return output
  }
}

extension TableModel: CustomTestStringConvertible {
  package var testDescription: String { id }
}
