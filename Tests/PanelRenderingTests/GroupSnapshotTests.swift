import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// Tables and figures about moderators and groups in every format.
@Suite struct GroupSnapshotTests {
  private func context(_ id: String) throws -> DocumentContext {
    DocumentContext(
      id: id,
      number: "4",
      caption: "Moderators & groups",
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  private func write(_ table: TableModel, as format: OutputFormat) throws {
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesMarginalEffectsUnderCoefficients(format: OutputFormat) throws {
    let table = try ModerationRecipe().table(
      of: [
        NamedResult(reference: "mod[1]", result: GroupFixtures.moderation()),
        NamedResult(reference: "mod[2]", result: GroupFixtures.moderation(isCentred: true)),
      ],
      in: try context("moderation")
    )
    try write(table, as: format)
  }

  @Test(arguments: OutputFormat.tableFormats)
  func writesTestsOverTheColumnsOfTheirGroups(format: OutputFormat) throws {
    let table = try HeterogeneityRecipe().table(
      of: [
        NamedResult(reference: "het[1]", result: GroupFixtures.regions),
        NamedResult(reference: "het[2]", result: GroupFixtures.halves),
      ],
      in: try context("heterogeneity")
    )
    try write(table, as: format)
  }
}
