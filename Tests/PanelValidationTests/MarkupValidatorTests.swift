import Foundation
import PanelValidation
import TestSupport
import Testing

@Suite struct MarkupValidatorTests {
  let validator: MarkupValidator

  init() throws {
    validator = try MarkupValidator(schemas: Repository.templates.appending(path: "schemas"))
  }

  private static let head = """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src x"/>
    <meta name="color-scheme" content="light dark"/>
    <title>T</title>
    <style>p{}</style>
    </head>
    <body>

    """

  /// A page around these lines of its main part, the first of which is line 16.
  private static func page(_ lines: String) -> String {
    head + """
      <a class="skip" href="#content">Skip</a>
      <header><h1>T</h1><dl class="facts"></dl></header>
      <nav aria-labelledby="contents"><details class="contents"><summary><span id="contents">C</span></summary><ol><li><a href="#data">Data</a></li></ol></details></nav>
      <main id="content" tabindex="-1"><p class="hint"></p>
      <section id="data" aria-labelledby="data-heading"><h2 id="data-heading">Data</h2>
      """ + "\n" + lines + "\n</section></main><script>0</script></body></html>\n"
  }

  private func messages(_ lines: String) throws -> [String] {
    try validator.findings(inPage: Self.page(lines), named: "index.html").map(\.description)
  }

  @Test func acceptsAGoodPage() throws {
    #expect(try messages("<h3>Panel</h3>\n<dl class=\"facts\"></dl>") == [])
  }

  @Test(arguments: [
    ("<h3>A</h3>\n<img src=\"x\"/>", "index.html:18: error: <img> is no element"),
    ("<h3 onclick=\"x\">A</h3>", "index.html:17: error: <h3> has an attribute 'onclick'"),
    ("\n\n<h3>A", "error: Opening and ending tag mismatch: h3 line 19 and section"),
    ("<h3>&nbsp;</h3>", "index.html:17:11: error: Entity 'nbsp' not defined"),
    ("<h3 id=\"data\">A</h3>", "error:"),
    ("<p class=\"x\">A</p>", "index.html:17: error: Element section has extra content: p"),
    ("<dl class=\"facts\"/>", "index.html:17: error: write <dl></dl>: a browser takes <dl/>"),
    ("<h3>\u{1}</h3>", "index.html:17:5: error: "),
    ("<script>a &amp; b</script>", "error:"),
  ])
  func namesTheLineAndTheStranger(lines: String, expected: String) throws {
    let found = try messages(lines)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  @Test func findsLinksThatLeadNowhereAndIdsThatAreTaken() throws {
    let page = Self.page("<h3>A</h3>")
      .replacing("href=\"#data\"", with: "href=\"#nowhere\"")
      .replacing("<main id=\"content\"", with: "<main id=\"contents\"")
    #expect(
      try validator.findings(inPage: page, named: "index.html").map(\.description).sorted() == [
        "index.html:12: error: href points at '#content', which is nowhere in the file",
        "index.html:14: error: href points at '#nowhere', which is nowhere in the file",
        "index.html:15: error: the id 'contents' is taken already, in line 14",
      ]
    )
  }

  @Test(arguments: ["<html></html>", " <!DOCTYPE html>\n", "<!DOCTYPE HTML>\n<html/>", ""])
  func asksForTheDocumentType(text: String) throws {
    let findings = try validator.findings(inPage: text, named: "index.html")
    #expect(
      findings.map(\.description) == [
        "index.html:1: error: a page must begin with the line <!DOCTYPE html>"
      ]
    )
  }

  /// Entities are refused before any is expanded or fetched (billion laughs, external entity).
  @Test(arguments: [
    "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<l>&b;</l>",
    "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><l>&x;</l>",
    "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/svg11.dtd\"><svg/>",
  ])
  func refusesDocumentTypesThatCouldDefineEntities(text: String) throws {
    let findings = try validator.findings(inFigure: text, named: "a.svg")
    #expect(
      findings.map(\.message) == [
        "a DOCTYPE is not allowed here: it could define entities or fetch files"
      ]
    )
    let page = try validator.findings(inPage: "<!DOCTYPE html>\n" + text, named: "a.html")
    #expect(page.map(\.line) == [2])
  }

  @Test func refusesDepthThatCouldExhaustTheStack() throws {
    let deep = String(repeating: "<g>", count: 5000) + String(repeating: "</g>", count: 5000)
    #expect(try !validator.findings(inFigure: deep, named: "deep.svg").isEmpty)
  }

  @Test func saysWhichSchemaIsMissingOrBroken() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ValidationError.noSchema("page.rng")) {
      try MarkupValidator(schemas: folder.url)
    }
    try folder.write("<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"/>", to: "page.rng")
    try folder.write("<grammar", to: "figure.rng")
    let error = #expect(throws: ValidationError.self) { try MarkupValidator(schemas: folder.url) }
    #expect(error?.description.hasPrefix("the schema page.rng does not compile") == true)
  }
}
