package import PanelNumerics
package import PanelResults

/// A way to make weights of neighbours.
///
/// The properties of a conforming type are the keys of its entry under `spatial_weights`, as those
/// of an analysis are; `method`, `standardise`, `islands` and `label` are keys of every entry and
/// belong to ``SpatialWeightsEntry``.
package protocol SpatialWeightsMethod: Decodable, Sendable {
  /// The `method` in a study file.
  static var kind: SpatialWeightsDescription.Method { get }
  /// One sentence for the reference of keys.
  static var summary: String { get }
  /// The keys of an entry, those of every entry left out.
  static var keys: [KeyDescription] { get }
  /// The files it reads beside the data, relative to the study.
  var files: [String] { get }
  /// The other weights it is made of, which stand above it.
  var parts: [String] { get }

  /// The links between units before they are standardised.
  ///
  /// Every element must be finite and not negative, the diagonal empty; whoever asks checks that.
  ///
  /// - Throws: ``DataError`` that names the units, the variable or the place in a file.
  func links(in context: WeightsContext) throws(DataError) -> SpatialLinks
}

extension SpatialWeightsMethod {
  package var files: [String] { [] }
  package var parts: [String] { [] }
}

/// What surrounds weights while they are made.
package struct WeightsContext: Sendable {
  package var panel: Panel
  /// The units of the panel: rows and columns of every matrix, in this order.
  package var units: UnitKeys
  /// What ``SpatialWeightsMethod/files`` hold, by name.
  package var files: [String: FileContent]
  /// The weights made before, by name: before they were standardised, and after.
  package var links: [String: SpatialLinks]
  package var weights: [String: SpatialWeights]
  /// Threads that may work at once; no weight depends on it.
  package var threadCount: Int

  package init(
    panel: Panel,
    units: UnitKeys,
    files: [String: FileContent] = [:],
    links: [String: SpatialLinks] = [:],
    weights: [String: SpatialWeights] = [:],
    threadCount: Int = 2
  ) {
    self.panel = panel
    self.units = units
    self.files = files
    self.links = links
    self.weights = weights
    self.threadCount = threadCount
  }
}

/// Links between units, as a method makes them.
package struct SpatialLinks: Sendable {
  /// n × n: row i holds the weights that unit i gives to others.
  package var matrix: SparseMatrix
  /// The distance of each stored link, where it was measured.
  package var distances: [Double]?
  /// Where units are, where the construction knows.
  package var places: UnitPlaces?
  /// How distances were measured.
  package var measure: SpatialWeightsDescription.DistanceMeasure?
  /// Which of several forms the method took, such as `queen`, where it is not the usual one.
  package var variant: String?
  /// The numbers of the construction by their key, such as `power`.
  package var parameters: [String: Double]
  /// The variables of the construction.
  package var variables: [String]
  /// The file they were read from.
  package var file: String?
  /// What to do about units without neighbours, as a sentence.
  package var islandAdvice: String?
  /// What a reader of the weights should know.
  package var remarks: [Remark]

  package init(
    matrix: SparseMatrix,
    distances: [Double]? = nil,
    places: UnitPlaces? = nil,
    measure: SpatialWeightsDescription.DistanceMeasure? = nil,
    variant: String? = nil,
    parameters: [String: Double] = [:],
    variables: [String] = [],
    file: String? = nil,
    islandAdvice: String? = nil,
    remarks: [Remark] = []
  ) {
    self.matrix = matrix
    self.distances = distances
    self.places = places
    self.measure = measure
    self.variant = variant
    self.parameters = parameters
    self.variables = variables
    self.file = file
    self.islandAdvice = islandAdvice
    self.remarks = remarks
  }
}

/// The ways to make weights that a study can ask for.
package struct SpatialWeightsCatalog: Sendable {
  package let types: [any SpatialWeightsMethod.Type]

  package init(_ types: [any SpatialWeightsMethod.Type]) { self.types = types }

  /// All methods of this program: a new one adds a line here.
  package static let standard = SpatialWeightsCatalog([
    InverseDistanceWeights.self, ExponentialWeights.self, NearestWeights.self,
    EconomicDistanceWeights.self, EconomicGeographicWeights.self,
    NestedWeights.self, MixtureWeights.self,
    ContiguityWeights.self, FileWeights.self,
  ])

  package subscript(kind: String) -> (any SpatialWeightsMethod.Type)? {
    types.first { $0.kind.rawValue == kind }
  }
}
