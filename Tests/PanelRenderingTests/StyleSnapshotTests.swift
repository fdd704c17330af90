import Foundation
import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

@testable import PanelValidation

/// One table and one figure in every style that comes along.
@Suite struct StyleSnapshotTests {
  static let styles = [
    "aer", "econometrica", "elsevier", "mdpi", "plain", "qje", "springer", "three-line",
  ]

  static func context(_ style: String, id: String, language: String = "en") throws
    -> DocumentContext
  {
    DocumentContext(
      id: id,
      number: "2",
      caption: LocalizedText(texts: [
        "en": "Castle doctrine laws and homicide", "zh-Hans": "城堡法与凶杀",
      ]),
      labels: RegressionFixtures.labels,
      glossary: try StyleFiles.load(from: "glossaries/\(language).yaml"),
      tableStyle: try StyleFiles.load(from: "tables/\(style).yaml"),
      figureTheme: try StyleFiles.load(from: "figures/\(style).yaml")
    )
  }

  static func table(_ style: String, language: String = "en") throws -> TableModel {
    let context = try context(
      style,
      id: "style-\(style)" + (language == "en" ? "" : "-\(language)"),
      language: language
    )
    let results = RegressionFixtures.baseline.enumerated().map {
      NamedResult(reference: "baseline[\($0 + 1)]", result: $1)
    }
    return try context.finished(RegressionRecipe().table(of: results, in: context))
  }

  @Test func knowsEveryStyleOfTheFolders() throws {
    #expect(try StyleFiles.names(in: "tables") == Self.styles)
    #expect(try StyleFiles.names(in: "figures") == Self.styles)
  }

  @Test(arguments: styles, [OutputFormat.latex, .html, .markdown])
  func writesTheTableOf(style: String, format: OutputFormat) throws {
    let table = try Self.table(style)
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
    if format == .latex {
      #expect(LaTeXBalance.findings(in: text, named: table.id) == [])
    }
  }

  @Test(arguments: [OutputFormat.latex, .html])
  func writesThreeLinesInChinese(format: OutputFormat) throws {
    let table = try Self.table("three-line", language: "zh-Hans")
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test(arguments: styles)
  func validatesAsAPage(style: String) throws {
    let table = try Self.table(style)
    let templates = try TemplateSet(directory: Repository.templates)
    let html = try TableRenderer(format: .html, templates: templates).text(of: table)
    let page = try PageRenderer(
      templates: templates,
      styles: Repository.styles.appending(path: "pages")
    ).page(of: table, html: html)
    let validator = try MarkupValidator(
      schemas: Repository.templates.appending(path: "schemas")
    )
    #expect(try validator.findings(inPage: page, named: "\(style).html") == [])
  }

  @Test(arguments: styles)
  func drawsTheFigureOf(style: String) throws {
    let context = try Self.context(style, id: "figure2")
    let figure = try context.finished(
      EventStudyPlot().figure(
        of: [NamedResult(reference: "event", result: TreatmentFixtures.eventStudy)],
        in: context
      )
    )
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: context.figureTheme
    )
    let svg = try renderer.svg(of: figure)
    try expectSnapshot(svg, named: "style-\(style)", extension: "svg")
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    let document = try MarkupDocument(svg, file: "figure.svg")
    #expect(schema.findings(in: document, named: "figure.svg").isEmpty)
  }

  @Test(
    .enabled(if: Tool.mustRun("pdflatex", "xelatex")),
    arguments: ["pdflatex", "xelatex"]
  )
  func compilesEveryStyleWithin(engine: String) throws {
    var tables = try Self.styles.map { try Self.table($0) }
    if engine != "pdflatex" { tables.append(try Self.table("three-line", language: "zh-Hans")) }
    let log = try LaTeXCompileTests().compile(tables, with: engine)
    #expect(log.split(separator: "\n").filter { $0.contains("Overfull") } == [])
  }
}
