import PanelDocument
import PanelRendering
import PanelResults
import TestSupport
import Testing

/// First stages beside second stages in every format.
@Suite struct InstrumentSnapshotTests {
  @Test(arguments: OutputFormat.tableFormats)
  func writesFirstStagesBesideSecondStages(format: OutputFormat) throws {
    var recipe = FirstStageRecipe()
    recipe.showsReducedForm = true
    recipe.regression.weakInstruments = [.andersonRubinSet, .stockYogo]
    let table = try recipe.table(
      of: [
        NamedResult(reference: "iv[1]", result: InstrumentFixtures.oneInstrument),
        NamedResult(reference: "iv[2]", result: InstrumentFixtures.twoWeakInstruments),
      ],
      in: DocumentContext(
        id: "first-stage",
        number: "3",
        caption: "Instruments",
        glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
        tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
        figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
      )
    )
    let templates = try TemplateSet(directory: Repository.templates)
    let text = try TableRenderer(format: format, templates: templates).text(of: table)
    try expectSnapshot(text, named: table.id, extension: format.pathExtension)
  }
}
