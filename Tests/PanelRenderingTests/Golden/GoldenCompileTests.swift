import Foundation
import PanelDocument
import PanelRendering
import TestSupport
import Testing

/// Golden case 20: what is written for LaTeX compiles with every engine, and fits the page.
@Suite struct GoldenCompileTests {
  @Test(
    .enabled(if: Tool.mustRun("pdflatex", "xelatex", "lualatex")),
    arguments: ["pdflatex", "xelatex", "lualatex"]
  )
  func golden20CompilesWithEveryEngine(engine: String) throws {
    var tables = try GoldenTables.all() + GoldenTables.layouts()
    // ctex asks LuaLaTeX for luatexja, which not every installation has.
    if engine == "xelatex" || engine == "lualatex" && LaTeXCompileTests.hasChineseLuaLaTeX {
      tables.append(try GoldenTables.case7(han: true))
    }
    let log = try compile(tables, with: engine)
    let overfull = log.split(separator: "\n").filter { $0.contains("Overfull") }
    #expect(overfull == [], "\(overfull)")
    #expect(!log.contains("Float too large"), "a table on one page is not taller than this")
  }

  /// Compiles a document of tables, with the fastest engine until the widths of long tables are
  /// known, and returns the last log.
  private func compile(_ tables: [TableModel], with engine: String) throws -> String {
    let tool = try #require(Tool(engine), "\(engine) is not installed")
    let folder = try TemporaryFolder()
    let templates = try TemplateSet(directory: Repository.templates)
    try folder.write(
      try TableRenderer.latexDocument(of: tables, templates: templates),
      to: "tables.tex"
    )
    var log = ""
    for _ in 1...(engine == "pdflatex" ? 3 : 1) {
      let (status, output) = try tool.run(
        ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "tables.tex"],
        in: folder.url
      )
      #expect(status == 0, "\(output.suffix(3000))")
      #expect(!output.contains("\n!"), "\(output.suffix(3000))")
      log = output
    }
    if let keep = ProcessInfo.processInfo.environment["PANELPRESS_KEEP"] {
      for kind in ["pdf", "tex"] {
        let copy = URL(filePath: keep).appending(path: "\(engine)-golden.\(kind)")
        try Data(contentsOf: folder.url.appending(path: "tables.\(kind)")).write(to: copy)
      }
    }
    return log
  }
}
