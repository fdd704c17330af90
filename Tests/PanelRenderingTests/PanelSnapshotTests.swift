import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Panels below each other, and columns that change one thing, in every format.
@Suite struct PanelSnapshotTests {
  static func context(_ id: String) throws -> DocumentContext {
    var style: TableStyle = try StyleFiles.load(from: "tables/plain.yaml")
    style.panelHeading = id == "panels" ? .italic : .bold
    return DocumentContext(
      id: id,
      number: "4",
      caption: "Panels & <changes>",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: style,
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  static func panels() throws -> TableModel {
    let results = RegressionFixtures.baseline.map { NamedResult(reference: "a", result: $0) }
    let others = results.map { named in
      var fit = named.result as? RegressionResult ?? VariationFixtures.base
      fit.heading.outcome = "log_robbery"
      fit.sample.firstPeriod = 2003
      return NamedResult(reference: "b", result: fit)
    }
    return try PanelTable(
      recipe: RegressionRecipe(),
      panels: [
        TablePanel(title: "A. All & <some>", results: results.map(Optional.some)),
        TablePanel(title: "Others", results: [others[0], nil, others[2]]),
      ]
    ).table(in: context("panels"))
  }

  static func variations() throws -> TableModel {
    let results =
      [NamedResult(reference: "base[2]", result: VariationFixtures.base)]
      + VariationFixtures.columns[2...5].enumerated().map {
        NamedResult(reference: "robust[\($0.offset + 1)]", result: $0.element)
      }
    return try PanelTable(
      recipe: RegressionRecipe(),
      panels: [TablePanel(title: "Robustness", results: results.map(Optional.some))]
    ).table(in: context("variations"))
  }

  func check(_ table: TableModel, _ format: OutputFormat) throws {
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesPanelsWithHeadsOfTheirOwn(format: OutputFormat) throws {
    try check(try Self.panels(), format)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesWhatColumnsChange(format: OutputFormat) throws {
    try check(try Self.variations(), format)
  }
}
