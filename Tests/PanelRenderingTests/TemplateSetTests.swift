import Foundation
import PanelRendering
import TestSupport
import Testing

@Suite struct TemplateSetTests {
  /// A set made of these files.
  private func templates(_ files: [String: String]) throws -> TemplateSet {
    let folder = try TemporaryFolder()
    for (path, text) in files { try folder.write(text, to: path) }
    return try TemplateSet(directory: folder.url)
  }

  private func faults(_ files: [String: String]) throws -> [String] {
    do {
      _ = try templates(files)
      return []
    } catch TemplateError.faulty(let faults) {
      return faults.map(\.description)
    }
  }

  @Test func escapesByFormatInsidePartials() throws {
    let templates = try templates([
      "latex/row.mustache": "\\textbf{<<name>>}<<>cell>>",
      "latex/cell.mustache": " & <<value>>",
      "html/row.mustache": "<td title=\"{{name}}\">{{>cell}}</td>",
      "html/cell.mustache": "{{value}}",
    ])
    let model: [String: TemplateValue] = ["name": "R&D_x \"1\"", "value": "<5%"]
    #expect(
      try templates.render(model, with: "row", as: .latex)
        == "\\textbf{R\\&D\\_x \\symbol{34}1\\symbol{34}} & \\textless{}5\\%"
    )
    #expect(
      try templates.render(model, with: "row", as: .html)
        == "<td title=\"R&amp;D_x &quot;1&quot;\">&lt;5%</td>"
    )
  }

  @Test func escapesAngleBracketUnderCombiningMark() throws {
    let templates = try templates(["html/a.mustache": "{{x}}", "svg/a.mustache": "{{x}}"])
    for format in [OutputFormat.html, .svg] {
      let text = try templates.render(["x": "<\u{338}b \"\u{301}"], with: "a", as: format)
      #expect(Array(text.utf8) == Array("&lt;\u{338}b &quot;\u{301}".utf8))
    }
  }

  @Test func reportsAnUnknownNameWithFileAndLine() throws {
    let templates = try templates([
      "html/page.mustache": "<p>\n{{title}}\n{{>part}}</p>",
      "html/part.mustache": "<b>{{titel}}</b>",
    ])
    #expect(
      throws: TemplateError.unfilled(
        template: "page",
        [
          TemplateFault(
            file: "html/part.mustache",
            line: 1,
            message: "the model has no name 'titel' here"
          )
        ]
      )
    ) {
      try templates.render(["title": "A"], with: "page", as: .html)
    }
  }

  @Test func stopsAtAnAbsentFieldInsteadOfTakingTheOuterOne() throws {
    let templates = try templates(["html/a.mustache": "{{#rows}}[{{label}}]{{/rows}}"])
    let text = try templates.render(
      ["label": "outer", "rows": .objects([["label": "in"], ["label": .absent]])],
      with: "a",
      as: .html
    )
    #expect(text == "[in][]")
  }

  @Test func closesSectionsOnEmptyTextAndFalse() throws {
    let templates = try templates([
      "html/a.mustache":
        "{{#t}}T{{/t}}{{^t}}t{{/t}}{{#f}}F{{/f}}{{^f}}f{{/f}}{{#l}}L{{/l}}{{^l}}l{{/l}}"
    ])
    #expect(
      try templates.render(["t": "", "f": false, "l": .list([])], with: "a", as: .html) == "tfl"
    )
    #expect(
      try templates.render(["t": "0", "f": true, "l": .list(["1", "2"])], with: "a", as: .html)
        == "TFLL"
    )
  }

  @Test(arguments: [TemplateValue.list([]), .flag(true), .object([:])])
  func refusesToPrintWhatIsNoText(value: TemplateValue) throws {
    let templates = try templates(["html/a.mustache": "\n{{x}}"])
    let error = #expect(throws: TemplateError.self) {
      try templates.render(["x": value], with: "a", as: .html)
    }
    #expect(error?.description.hasPrefix("html/a.mustache:2: 'x' is ") == true)
  }

  @Test func printsMarkupAsItIsAndTextThatLooksLikeItsMarkEscaped() throws {
    let templates = try templates(["html/a.mustache": "{{label}}|{{figure}}|{{figure}}"])
    let svg = Markup(.svg, "<svg>{{label}} & \u{1}0\u{2}</svg>")
    let text = try templates.render(
      ["label": "\u{1}0\u{2}", "figure": .markup(svg)],
      with: "a",
      as: .html
    )
    #expect(text == "␁0␂|\(svg.text)|\(svg.text)")
  }

  @Test func refusesMarkupOfAnotherLanguage() throws {
    let templates = try templates(["latex/a.mustache": "<<x>>"])
    #expect(throws: TemplateError.self) {
      try templates.render(["x": .markup(Markup(.html, "<b>"))], with: "a", as: .latex)
    }
  }

  @Test(arguments: [
    ("a\n{{{x}}}", "html/a.mustache:2: a raw tag prints without escaping; use a plain one"),
    ("{{&x}}", "html/a.mustache:1: a raw tag prints without escaping; use a plain one"),
    ("{{a.b}}", "html/a.mustache:1: 'a.b' is a dotted name; open a section instead"),
    ("{{.a}}", "html/a.mustache:1: '.a' is a dotted name; open a section instead"),
    (
      "{{uppercased(x)}}",
      "html/a.mustache:1: 'uppercased(x)' is a transform; prepare the value in the view model"
    ),
    ("{{>*x}}", "html/a.mustache:1: '*x' is a dynamic name"),
    ("\n\n{{>none}}", "html/a.mustache:3: there is no template 'none' in html/"),
    (
      "x\n  {{>a}}",
      "html/a.mustache:2: an indented partial shifts every line of its text; begin the line with it"
    ),
    ("{{=<% %>=}}", "html/a.mustache:1: escaping and delimiters are set by the folder, not here"),
    (
      "{{% CONTENT_TYPE: TEXT}}",
      "html/a.mustache:1: escaping and delimiters are set by the folder, not here"
    ),
    ("{{#a}}\n{{#b}}{{/a}}", "html/a.mustache:2: 'a' closes 'b' of line 2"),
    ("{{#a}}", "html/a.mustache:1: 'a' is never closed"),
    ("{{/a}}", "html/a.mustache:1: 'a' is closed but was never opened"),
    ("x\n{{a", "html/a.mustache:2: this tag is never closed"),
    ("{{}}", "html/a.mustache:1: this tag is empty"),
  ])
  func auditsATemplateAtLoad(text: String, fault: String) throws {
    #expect(try faults(["html/a.mustache": text]).first == fault)
  }

  @Test func namesAMissingTemplateAndAMissingFolder() throws {
    let templates = try templates(["html/a.mustache": ""])
    #expect(throws: TemplateError.noTemplate(name: "b", format: .html)) {
      try templates.render([:], with: "b", as: .html)
    }
    let folder = try TemporaryFolder()
    #expect(throws: TemplateError.self) {
      try TemplateSet(directory: folder.url.appending(path: "none"))
    }
  }
}
