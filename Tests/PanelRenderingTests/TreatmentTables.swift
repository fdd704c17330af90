import PanelDocument
import PanelResults
import TestSupport

/// Tables about a staggered treatment, made by their recipes from results made by hand.
enum TreatmentTables {
  static let all: [TableModel] = [
    table("treatment-did", RegressionRecipe(), TreatmentFixtures.baseline),
    table("treatment-event-study", EventStudyRecipe(), [TreatmentFixtures.eventStudy]),
    table("treatment-event-study-estimators", compared, estimators),
    table("treatment-estimators", EstimatorsRecipe(), TreatmentFixtures.estimators),
    table(
      "treatment-placebo",
      PlaceboRecipe(),
      [TreatmentFixtures.placebo, TreatmentFixtures.placeboInTime, TreatmentFixtures.permutation]
    ),
    table("treatment-goodman-bacon", detailed, [TreatmentFixtures.decomposition]),
    table("treatment-weights", TreatmentWeightsRecipe(), [TreatmentFixtures.treatmentWeights]),
    table("treatment-wild-bootstrap", WildBootstrapRecipe(), [TreatmentFixtures.wildBootstrap]),
  ]

  private static let estimators: [any AnalysisResult] = [
    TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnnaBootstrap,
    TreatmentFixtures.sunAbraham, TreatmentFixtures.imputation, TreatmentFixtures.twoStage,
  ]

  private static var compared: EventStudyRecipe {
    var recipe = EventStudyRecipe()
    recipe.window = -3...4
    recipe.counts = .units
    recipe.hasBand = true
    return recipe
  }

  private static var detailed: DecompositionRecipe {
    var recipe = DecompositionRecipe()
    recipe.isDetailed = true
    return recipe
  }

  /// The table in the plain style; without rows, which no test expects, where it cannot be made.
  private static func table(
    _ id: String,
    _ recipe: any TableRecipe,
    _ results: [any AnalysisResult]
  ) -> TableModel {
    do {
      return try recipe.table(
        of: results.enumerated().map { NamedResult(reference: "r[\($0 + 1)]", result: $1) },
        in: DocumentContext(
          id: id,
          number: "4",
          caption: "The castle doctrine and homicides",
          glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
          tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
          figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
        )
      )
    } catch {
      return TableModel(
        id: "\(id): \(error)",
        number: "",
        numberLabel: "",
        caption: "",
        columns: [TableColumn(.leading)],
        head: [],
        blocks: [],
        notes: [],
        notesLabel: "",
        stubLabel: "",
        language: "en",
        look: SampleTables.plain
      )
    }
  }
}
