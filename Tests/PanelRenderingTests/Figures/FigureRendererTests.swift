import Foundation
import PanelDocument
import PanelResults
import TestSupport
import Testing

@testable import PanelRendering
@testable import PanelValidation

@Suite struct FigureRendererTests {
  private func context(id: String = "figure1", theme: String = "plain") throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "1",
      caption: "A figure",
      labels: ["post": "Castle doctrine law", "poverty": "Poverty <R&D> \"rate\" 贫困率"],
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/\(theme).yaml")
    )
  }

  private func renderer(_ theme: String = "plain") throws -> FigureRenderer {
    FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: try StyleFiles.load(from: "figures/\(theme).yaml")
    )
  }

  private func coefficients(id: String = "figure1", theme: String = "plain") throws -> FigureModel {
    let fits = [
      FigureSamples.fit([("post", 0.08, 0.03), ("poverty", -0.02, 0.05)]),
      FigureSamples.fit([("post", 0.06, 0.02), ("poverty", 1e-4, nil)], covariance: .hc1),
    ]
    return try CoefficientPlot().figure(
      of: fits.enumerated().map { NamedResult(reference: "baseline[\($0 + 1)]", result: $1) },
      in: context(id: id, theme: theme)
    )
  }

  private func means(id: String = "figure2", theme: String = "plain", yaml: String = "mark: 2001")
    throws -> FigureModel
  {
    let result = FigureSamples.means([("Adopted", [5.1, 5.3, 6]), ("Never", [4.9, 5.1, 4.2])])
    return try StyleFiles.decode(GroupMeansPlot.self, from: yaml).figure(
      of: [NamedResult(reference: "means", result: result)],
      in: context(id: id, theme: theme)
    )
  }

  @Test func drawsCoefficients() throws {
    let figure = try coefficients()
    try expectSnapshot(renderer().svg(of: figure), named: "coefficients", extension: "svg")
    try expectSnapshot(renderer().csv(of: figure), named: "coefficients", extension: "csv")
  }

  @Test func drawsGroupMeans() throws {
    let figure = try means(theme: "aer", yaml: "{mark: 2001, intervals: ribbon}")
    try expectSnapshot(renderer("aer").svg(of: figure), named: "group-means", extension: "svg")
    try expectSnapshot(renderer("aer").csv(of: figure), named: "group-means", extension: "csv")
  }

  @Test func writesTheSameBytesEveryTime() throws {
    #expect(
      try renderer().svg(of: coefficients()) == renderer().svg(of: coefficients())
    )
  }

  /// Two figures on a page share no id, and no rule of one reaches the other.
  @Test func keepsFiguresOnAPageApart() throws {
    let first = try renderer().svg(of: means(id: "figure1"))
    let second = try renderer().svg(of: means(id: "figure10"))
    func ids(_ svg: String) -> Set<String> {
      Set(svg.matches(of: /id="([^"]+)"/).map { String($0.1) })
    }
    #expect(ids(first).count == 3 && ids(first).isDisjoint(with: ids(second)))
    let rules = first.split(separator: "\n").filter { $0.hasSuffix("}") && $0 != "}" }
    #expect(rules.count > 10)
    #expect(rules.allSatisfy { $0.hasPrefix("#figure1-0 ") })
  }

  @Test(arguments: [
    ("figure1", "figure1"), ("1st", "f1st"), ("a.b c", "a_2eb_20c"), ("图", "f_e5_9b_be"),
    ("", "f"), ("a_b", "a_5fb"), ("-x", "f-x"),
  ])
  func makesIdsThatAreNames(id: String, base: String) throws {
    var figure = try means()
    figure.id = id
    #expect(FigureIdentifiers(of: figure).root == "\(base)-0")
  }

  @Test(arguments: [
    (0.0, "0"), (-0.001, "0"), (-0.004, "0"), (1.005, "1"), (12.5, "12.5"), (-0.25, "-0.25"),
    (3.10, "3.1"), (99.999, "100"), (0.06, "0.06"), (-12.0, "-12"),
  ])
  func writesCoordinatesShortly(value: Double, text: String) {
    #expect(SVGNumber.text(value) == text)
  }

  @Test(arguments: [
    (FigureData.Value.number(0.1), "0.1"), (.number(-5), "-5"), (.number(1e-7), "1e-07"),
    (.number(1e20), "1e20"), (.number(1.0 / 3), "0.3333333333333333"), (.count(2005), "2005"),
    (.missing, ""), (.text("a"), "a"), (.number(-2.5e30), "-2.5e30"),
  ])
  func writesNumbersThatReadBack(value: FigureData.Value, text: String) {
    #expect(value.machineText == text)
    if case .number(let number) = value { #expect(Double(text) == number) }
  }

  /// Elements carry classes and coordinates: no colour, no style, no script.
  @Test func keepsColoursOutOfElements() throws {
    let svg = try renderer().svg(of: coefficients())
    let body = try #require(svg.split(separator: "</style>").last)
    #expect(!body.contains("#") && !body.contains("style=") && !body.contains("fill"))
    #expect(svg.contains("@media screen and (prefers-color-scheme:dark)"))
    #expect(svg.contains("Poverty &lt;R&amp;D&gt; &quot;rate&quot; 贫困率"))
  }

  @Test func speaksToScreenReaders() throws {
    let svg = try renderer().svg(of: coefficients())
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"figure1-0\""))
    #expect(svg.contains("role=\"img\" aria-labelledby=\"figure1-1 figure1-2\" lang=\"en\""))
    #expect(svg.contains("<title id=\"figure1-1\">Coefficient plot: 2 coefficients, 2 models"))
    #expect(svg.contains("<desc id=\"figure1-2\">Horizontal axis: Coefficient"))
    let groups = svg.matches(of: /<g\s/).count
    #expect(
      groups > 3 && svg.matches(of: /<g class="g-[a-z]+" aria-hidden="true">/).count == groups
    )
  }
}

extension FigureRendererTests {
  /// What the schema of figures says about an SVG.
  private func findings(_ svg: String) throws -> [Finding] {
    let schema = try MarkupSchema(
      path: Repository.templates.appending(path: "schemas/figure.rng").path
    )
    do throws(MarkupRefused) {
      return schema.findings(in: try MarkupDocument(svg, file: "figure.svg"), named: "figure.svg")
    } catch {
      return error.findings
    }
  }

  @Test(arguments: ["plain", "aer"])
  func followsItsSchema(theme: String) throws {
    let renderer = try renderer(theme)
    let figures = [
      try coefficients(theme: theme), try means(theme: theme),
      try means(theme: theme, yaml: "{intervals: ribbon, legend: legend}"),
      try means(id: "图 1", theme: theme),
    ]
    for figure in figures {
      let found = try findings(renderer.svg(of: figure))
      #expect(found.isEmpty, "\(found)")
    }
  }

  @Test(arguments: [
    ("x1=\"", "x1=\"nan"), ("</g>", "<script>1</script></g>"), ("class=\"f-axis\"", "fill=\"red\""),
    ("<line ", "<line onclick=\"x()\" "), ("f-paper{fill:#ffffff", "f-paper{fill:url(x)"),
    ("<style>", "<style>@import x;"), ("aria-hidden=\"true\"", "aria-hidden=\"false\""),
    ("role=\"img\"", ""), ("width=\"84mm\"", "width=\"84px\""), ("</style>", "</style><a/>"),
  ])
  func refusesWhatItWouldNotWrite(good: String, bad: String) throws {
    let svg = try renderer().svg(of: coefficients())
    let broken = svg.replacing(good, with: bad, maxReplacements: 1)
    #expect(broken != svg)
    #expect(!(try findings(broken)).isEmpty)
  }

  /// Programs without CSS variables and media queries draw the light colours.
  @Test(.enabled(if: Tool.mustRun("rsvg-convert")))
  func isDrawnByOtherPrograms() throws {
    let tool = try #require(Tool("rsvg-convert"))
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "figure.svg")
    try Data(renderer().svg(of: coefficients()).utf8).write(to: file)
    let run = try tool.run(["--format=pdf", "--output=figure.pdf", "figure.svg"], in: folder.url)
    #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
    let pdf = try Data(contentsOf: folder.url.appending(path: "figure.pdf"))
    #expect(pdf.starts(with: Data("%PDF".utf8)))
  }
}
