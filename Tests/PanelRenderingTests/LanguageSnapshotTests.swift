import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// A table in Chinese and one with captions in two languages, in every format; a figure in Chinese.
@Suite struct LanguageSnapshotTests {
  private static let labels = [
    "er": ["en": "Economic resilience", "zh-Hans": "经济韧性"],
    "dt": ["en": "Digital trade", "zh-Hans": "数字贸易发展水平"],
    "gov": ["en": "Government intervention", "zh-Hans": "政府干预程度（财政支出占地区生产总值的比重）"],
    "province": ["en": "Province", "zh-Hans": "省份"], "year": ["en": "Year", "zh-Hans": "年份"],
  ].mapValues { LocalizedText(texts: $0) }

  static func context(
    _ id: String,
    _ language: String,
    captions: [String] = []
  ) throws -> DocumentContext {
    var context = DocumentContext(
      id: id,
      number: "4",
      caption: LocalizedText(
        texts: ["en": "Baseline results", "zh-Hans": "数字贸易对经济韧性的影响：“基准”回归"]
      ),
      labels: labels,
      glossary: try StyleFiles.load(from: "glossaries/\(language).yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    context.captionLanguages = try captions.map {
      try StyleFiles.load(from: "glossaries/\($0).yaml")
    }
    return context
  }

  private static var fits: [NamedResult] {
    (1...2).map { model in
      NamedResult(
        reference: "base[\(model)]",
        result: RegressionFixtures.fit(
          outcome: "er",
          estimates: [
            RegressionFixtures.estimate("dt", 0.412, 0.083),
            RegressionFixtures.estimate("gov", -0.0471, 0.031),
          ],
          effects: model == 1 ? [] : ["province", "year"],
          n: 270,
          covariance: RegressionFixtures.clustered(("province", 30)),
          labels: [:]
        )
      )
    }
  }

  static func chinese() throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(
      from: "{source: 资料来源：《中国统计年鉴》, notes: [本表数据为模拟数据。]}"
    )
    let context = try context("chinese", "zh-Hans")
    return try context.finished(recipe.table(of: fits, in: context))
  }

  static func bilingual() throws -> TableModel {
    let context = try context("bilingual", "en", captions: ["en", "zh-Hans"])
    return try context.finished(RegressionRecipe().table(of: fits, in: context))
  }

  private func check(_ table: TableModel, _ format: OutputFormat) throws {
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: "language-\(table.id)", extension: format.pathExtension)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesATableInChinese(format: OutputFormat) throws {
    try check(try Self.chinese(), format)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesCaptionsInTwoLanguages(format: OutputFormat) throws {
    try check(try Self.bilingual(), format)
  }

  @Test func drawsAFigureInChinese() throws {
    let context = try Self.context("figure-chinese", "zh-Hans")
    let figure = try context.finished(CoefficientPlot().figure(of: Self.fits, in: context))
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: context.figureTheme
    )
    try expectSnapshot(
      renderer.svg(of: figure), named: "language-figure-chinese", extension: "svg")
    #expect(figure.numberLabel == "图4")
  }

  @Test func readsAsAPageWithItsLanguages() throws {
    let page = try SampleReport.page(tables: [Self.chinese(), Self.bilingual()])
    #expect(page.contains("<span class=\"further\" lang=\"zh-Hans\"><span class=\"label\">表4</span>　"))
    #expect(page.contains("<div class=\"table rules-booktabs\" lang=\"zh-Hans\">"))
  }
}
