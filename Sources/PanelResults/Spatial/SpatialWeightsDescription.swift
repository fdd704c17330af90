/// A matrix of spatial weights, as the notes under tables and the report tell of it.
package struct SpatialWeightsDescription: Codable, Sendable, Equatable {
  /// The name in the study's `spatial_weights`.
  package var name: String
  /// What readers see instead of the name.
  package var label: LocalizedText?
  package var method: Method
  /// Which of several forms the method took, such as `rook`, where it is not the usual one.
  package var variant: String?
  package var standardisation: Standardisation
  /// How distances were measured; absent where the method measures none in space.
  package var distance: DistanceMeasure?
  /// The numbers of the construction by the key of the study that sets them, such as `power`.
  package var parameters: [String: Double]
  /// The variables of the construction: coordinates, or an economic variable.
  package var variables: [String]
  /// The other weights it is made of, by name.
  package var parts: [String]
  /// The file it was read from.
  package var file: String?
  /// Units, in the panel's order.
  package var units: Int
  /// Stored weights other than zero.
  package var links: Int
  /// Units without a neighbour, by name.
  package var islands: [String]
  /// Whether weights equal those in the other direction.
  package var isSymmetric: Bool
  /// The sum of all weights.
  package var total: Double

  /// How weights are made.
  package enum Method: String, Codable, Sendable, CaseIterable {
    case contiguity, nearest
    case inverseDistance = "inverse-distance"
    case exponential
    case economicDistance = "economic-distance"
    case economicGeographic = "economic-geographic"
    case nested, mixture, file
  }

  /// What rows or the whole matrix are divided by.
  package enum Standardisation: String, Codable, Sendable, CaseIterable {
    /// Each row by its sum.
    case row
    /// The matrix by its largest eigenvalue in absolute value.
    case spectral
    /// The matrix by the smaller of its largest row sum and its largest column sum.
    case minMax = "min-max"
    /// Nothing.
    case none
  }

  /// Where distances between places are measured.
  package enum DistanceMeasure: String, Codable, Sendable, CaseIterable {
    /// Kilometres along great circles of a sphere of radius 6371.0088 km.
    case greatCircle = "great-circle"
    /// Euclid's, in the units of the coordinates.
    case planar
  }

  private enum CodingKeys: String, CodingKey {
    case name, label, method, variant, standardisation, distance, parameters, variables, parts, file, units
    case links, islands
    case isSymmetric = "symmetric"
    case total
  }

  package init(
    name: String,
    label: LocalizedText? = nil,
    method: Method,
    variant: String? = nil,
    standardisation: Standardisation,
    distance: DistanceMeasure? = nil,
    parameters: [String: Double] = [:],
    variables: [String] = [],
    parts: [String] = [],
    file: String? = nil,
    units: Int,
    links: Int,
    islands: [String] = [],
    isSymmetric: Bool,
    total: Double
  ) {
    self.name = name
    self.label = label
    self.method = method
    self.variant = variant
    self.standardisation = standardisation
    self.distance = distance
    self.parameters = parameters
    self.variables = variables
    self.parts = parts
    self.file = file
    self.units = units
    self.links = links
    self.islands = islands
    self.isSymmetric = isSymmetric
    self.total = total
  }
}
