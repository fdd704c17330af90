import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// A table in Chinese and one with captions in two languages, in every format; a figure in Chinese.
@Suite struct LanguageRenderingTests {
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

  private func text(_ table: TableModel, _ format: OutputFormat) throws -> String {
    try TableRenderer(format: format, templates: try TemplateSet(directory: Repository.templates))
      .text(of: table)
  }

  @Test func setsAChineseTableInLaTeX() throws {
    let text = try text(Self.chinese(), .latex)
    #expect(text.contains("with \\usepackage{ctex} for Chinese characters."))
    #expect(text.contains("\\caption{数字贸易对经济韧性的影响：“基准”回归}"))
    #expect(text.contains("{表\\thetable}"))
    #expect(text.contains("\\item 资料来源：《中国统计年鉴》\n\\item 注：观测单位为"))
    #expect(text.contains("分别表示在1\\%、5\\%、10\\%的水平上显著。本表数据为模拟数据。\n"))
  }

  @Test func setsAChineseTableInAPage() throws {
    let text = try text(Self.chinese(), .html)
    #expect(text.contains(" lang=\"zh-Hans\">"))
    #expect(text.contains("<span class=\"label\">表4</span>　<span class=\"title\">数字贸易"))
    #expect(text.contains("<p class=\"notes\">资料来源：《中国统计年鉴》</p>"))
    #expect(text.contains("<span class=\"word\">注：</span>观测单位为"))
  }

  @Test func setsAChineseTableInMarkdown() throws {
    let text = try text(Self.chinese(), .markdown)
    #expect(text.hasPrefix("**表4**　数字贸易对经济韧性的影响：“基准”回归\n"))
    #expect(text.contains("\n资料来源：《中国统计年鉴》\n\n注：观测单位为"))
  }

  @Test func setsBothCaptionsInEveryFormat() throws {
    let table = try Self.bilingual()
    #expect(
      try text(table, .latex).contains("表\\thetable\\quad{}数字贸易对经济韧性的影响：“基准”回归\\par}")
    )
    #expect(
      try text(table, .html).contains(
        "<span class=\"title\">Baseline results</span><span class=\"further\" lang=\"zh-Hans\">"
          + "<span class=\"label\">表4</span>　"
      )
    )
    #expect(
      try text(table, .markdown)
        .hasPrefix("**Table 4** Baseline results\n\n**表4**　数字贸易对经济韧性的影响：“基准”回归\n")
    )
    #expect(try text(table, .csv).contains("Observations"))
  }

  @Test func namesAFigureInChinese() throws {
    let context = try Self.context("figure-chinese", "zh-Hans")
    let figure = try context.finished(CoefficientPlot().figure(of: Self.fits, in: context))
    #expect(figure.numberLabel == "图4")
    #expect(figure.notesLabel == "注")
    let renderer = FigureRenderer(
      templates: try TemplateSet(directory: Repository.templates),
      theme: context.figureTheme
    )
    #expect(try renderer.svg(of: figure).contains("lang=\"zh-Hans\""))
  }

  @Test func showsBothCaptionsInAReport() throws {
    let page = try SampleReport.page(tables: [Self.chinese(), Self.bilingual()])
    #expect(page.contains("<span class=\"further\" lang=\"zh-Hans\">表4　数字贸易"))
  }
}
