import PanelData
import PanelEstimation
import PanelResults

/// The open sets that a study file draws on: methods, and kinds of tables and figures.
struct Vocabulary: Sendable {
  var methods: [any Analysis.Type]
  /// Methods of derived variables.
  var composites: CompositeCatalog
  /// Methods of spatial weights.
  var spatialWeights: SpatialWeightsCatalog
  var tableKinds: [ExhibitKind]
  var figureKinds: [ExhibitKind]

  func method(_ kind: String) -> (any Analysis.Type)? {
    methods.first { $0.kind.rawValue == kind }
  }
}

/// A kind of table or figure, as a study file and its reference see it.
struct ExhibitKind: Sendable {
  var name: String
  var summary: String
  var keys: [KeyDescription]
  /// Whether it shows results, so that an entry names them in `of`.
  var showsResults = true
}
