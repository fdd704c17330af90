import PanelData
import PanelDocument
import PanelEstimation

extension Vocabulary {
  /// Everything that this version offers.
  static var standard: Vocabulary {
    let catalog = AnalysisCatalog.standard
    return Vocabulary(
      methods: catalog.kinds.compactMap { catalog[$0] },
      composites: .standard,
      spatialWeights: .standard,
      tableKinds: TableRecipeCatalog.standard.recipes.map {
        ExhibitKind(
          name: $0.kind, summary: $0.summary, keys: $0.keys, showsResults: $0.showsResults)
      },
      figureKinds: FigureRecipeCatalog.standard.recipes.map {
        ExhibitKind(name: $0.kind, summary: $0.summary, keys: $0.keys)
      }
    )
  }
}
