import Foundation
import PanelDocument
import PanelRendering
import PanelValidation
import TestSupport
import Testing

@Suite struct PageTests {
  let validator: MarkupValidator
  let styles = Repository.styles.appending(path: "pages")

  init() throws {
    validator = try MarkupValidator(schemas: Repository.templates.appending(path: "schemas"))
  }

  @Test func followsTheSchemaWithHostileLabelsEverywhere() throws {
    let page = try SampleReport.page()
    #expect(try validator.findings(inPage: page, named: "index.html") == [])
  }

  @Test(arguments: SampleTables.all + TreatmentTables.all)
  func writesATableOnAPageOfItsOwn(table: TableModel) throws {
    let page = try page(of: table, templates: Repository.templates)
    #expect(try validator.findings(inPage: page, named: "\(table.id).html") == [])
  }

  private func page(of table: TableModel, templates folder: URL) throws -> String {
    let templates = try TemplateSet(directory: folder)
    let html = try TableRenderer(format: .html, templates: templates).text(of: table)
    return try PageRenderer(templates: templates, styles: styles).page(of: table, html: html)
  }

  @Test func matchesItsSnapshot() throws {
    let page = try SampleReport.page(tables: [SampleTables.narrow])
    let body = try #require(page.range(of: "</style>\n</head>"))
    let end = try #require(page.range(of: "<script>", options: .backwards))
    let text = String(page[body.upperBound..<end.lowerBound])
    try expectSnapshot(text, named: "report", extension: "html")
  }

  /// Every word the templates ask for is one the report offers, and the other way round.
  @Test func usesEveryWordOfTheReport() throws {
    var used: Set<String> = []
    for url in try FileManager.default.contentsOfDirectory(
      at: Repository.templates.appending(path: "html"),
      includingPropertiesForKeys: nil
    ) {
      let text = try String(contentsOf: url, encoding: .utf8)
      for part in text.split(separator: "{{word-").dropFirst() where text.contains("{{word-") {
        used.insert(String(part.prefix { $0 != "}" }))
      }
    }
    // Section headings and the names of facts reach the page as values.
    let asValues: Set = ["data", "tables", "figures", "provenance", "seed", "tool"]
    #expect(used.union(asValues) == Set(ReportRecipe.wordKeys))
  }

  @Test func usesEveryTemplate() throws {
    let templates = try TemplateSet(directory: Repository.templates)
    let roots: [OutputFormat: [String]] = [
      .latex: ["table", "document", "formula", "numbers"],
      .html: ["table", "report", "table-page", "formula"],
      .svg: ["figure"], .markdown: ["table", "exhibits"], .csv: ["table"],
    ]
    for format in OutputFormat.allCases {
      let reached = (roots[format] ?? []).reduce(into: Set<String>()) {
        $0.formUnion(templates.reachable(from: $1, in: format))
      }
      #expect(reached == Set(templates.names(of: format)))
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["PANELPRESS_TIME"] == "1"))
  func measuresThirtyTables() throws {
    let tables = (1...30).map { number in
      var table = SampleTables.regression
      table.id = "t\(number)"
      table.blocks[0].rows += table.blocks[0].rows + table.blocks[0].rows
      return table
    }
    let clock = ContinuousClock()
    var page = ""
    let rendering = try clock.measure { page = try SampleReport.page(tables: tables) }
    let validating = try clock.measure { _ = try validator.findings(inPage: page, named: "p") }
    Issue.record("\(page.utf8.count) bytes, rendering \(rendering), validating \(validating)")
  }

  @Test func givesTheSameBytesTwice() throws {
    #expect(try SampleReport.page() == SampleReport.page())
  }

  @Test func referencesNothingOutsideItself() throws {
    let page = try SampleReport.page(tables: [SampleTables.regression])
    let names = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"]
    let rest = (names + ["http://www.w3.org/1998/Math/MathML"]).reduce(page) {
      $0.replacing($1, with: "")
    }
    #expect(!rest.contains("http:"))
    #expect(!rest.contains("https:"))
    #expect(!rest.contains("src="))
    #expect(page.contains("default-src 'none'"))
  }

  @Test(arguments: [
    ("table.mustache", "<thead>", "<thead onclick=\"x\">", "attribute 'onclick'"),
    ("cell.mustache", "<td", "<blink>x</blink><td", "<blink> is no element"),
    ("head-cell.mustache", "<td></td>", "<td/>", "write <td></td>"),
    ("table.mustache", "</tbody>", "", "tbody"),
    ("table.mustache", "<thead>", "<img src=\"https://example.org/x.png\"/><thead>", "<img> is no"),
    ("text.mustache", "{{plain}}", "&nbsp;{{plain}}", "nbsp"),
  ])
  func reportsABrokenTemplateWithFileAndLine(
    file: String,
    old: String,
    new: String,
    message: String
  ) throws {
    let folder = try TemporaryFolder()
    let templates = folder.url.appending(path: "templates")
    try FileManager.default.copyItem(at: Repository.templates, to: templates)
    let url = templates.appending(path: "html/\(file)")
    let text = try String(contentsOf: url, encoding: .utf8)
    try Data(text.replacing(old, with: new).utf8).write(to: url)
    let page = try page(of: SampleTables.regression, templates: templates)
    let findings = try validator.findings(inPage: page, named: "table2.html")
    let first = try #require(findings.first)
    #expect(first.file == "table2.html")
    #expect(first.line > 1)
    #expect(findings.contains { $0.message.contains(message) }, "\(findings)")
  }

  /// Text 4.5 : 1, lines that carry meaning 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
  @Test func keepsContrastInLightAndDark() throws {
    let css = try String(contentsOf: styles.appending(path: "report.css"), encoding: .utf8)
    let palettes = css.split(separator: ":root {").dropFirst().prefix(2).map(Self.colors)
    #expect(palettes.count == 2)
    for colors in palettes {
      for ground in ["paper", "raised"] {
        for text in ["ink", "quiet", "accent"] {
          let contrast = try Self.contrast(
            try #require(colors[text]),
            try #require(colors[ground])
          )
          #expect(contrast >= 4.5, "\(text) on \(ground): \(contrast)")
        }
      }
      #expect(try Self.contrast(#require(colors["rule"]), #require(colors["paper"])) >= 3)
    }
  }

  /// The custom properties of a rule that are colours.
  private static func colors(in rule: Substring) -> [String: String] {
    var colors: [String: String] = [:]
    for line in rule.prefix(while: { $0 != "}" }).split(separator: "\n") {
      let parts = line.split(separator: ": ")
      guard parts.count == 2, parts[1].hasPrefix("#") else { continue }
      colors[String(parts[0].drop { $0 == " " || $0 == "-" })] = String(parts[1].dropLast())
    }
    return colors
  }

  private static func contrast(_ one: String, _ other: String) throws -> Double {
    let lights = [try luminance(one), try luminance(other)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private static func luminance(_ color: String) throws -> Double {
    let value = try #require(Int(color.dropFirst(), radix: 16))
    let channels = [16, 8, 0].map { shift -> Double in
      let share = Double(value >> shift & 255) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
