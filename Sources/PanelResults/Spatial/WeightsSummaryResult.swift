/// A matrix of spatial weights in numbers: who is linked to how many, how far away, how strongly.
package struct WeightsSummaryResult: AnalysisResult, Equatable {
  package static let method = "weights-summary"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var weights: SpatialWeightsDescription
  /// The share of all n² elements that are not zero.
  package var density: Double
  /// The numbers of neighbours that units have, those without any among them.
  package var neighbours: NumberRange
  /// The distances of links; absent where none were measured.
  package var distances: NumberRange?
  /// Parts that no link connects; a unit without neighbours is one.
  package var components: Int
  /// Whether every link runs in both directions, be it with other weights.
  package var hasMutualLinks: Bool
  /// ½ Σ_ij (w_ij + w_ji)².
  package var pairSquares: Double
  /// Σ_i (Σ_j w_ij + Σ_j w_ji)².
  package var sumSquares: Double
  /// What a spatial parameter may be: between the inverses of the least and the largest real
  /// eigenvalue; absent for matrices that are not decomposed.
  package var bounds: ParameterBounds?
  /// The links between places; absent where places are not known or links are many.
  package var graph: ConnectivityGraph?
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var tests: [HypothesisTest] { [] }
  package var statistics: [StatisticEntry] {
    [StatisticEntry(.units, count: weights.units)]
  }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    weights: SpatialWeightsDescription,
    density: Double,
    neighbours: NumberRange,
    distances: NumberRange? = nil,
    components: Int,
    hasMutualLinks: Bool,
    pairSquares: Double,
    sumSquares: Double,
    bounds: ParameterBounds? = nil,
    graph: ConnectivityGraph? = nil,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.weights = weights
    self.density = density
    self.neighbours = neighbours
    self.distances = distances
    self.components = components
    self.hasMutualLinks = hasMutualLinks
    self.pairSquares = pairSquares
    self.sumSquares = sumSquares
    self.bounds = bounds
    self.graph = graph
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension WeightsSummaryResult {
  private enum CodingKeys: String, CodingKey {
    case sample, weights, density, neighbours, distances, components, bounds, graph
    case hasMutualLinks = "mutual_links"
    case pairSquares = "s1"
    case sumSquares = "s2"
    case remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(weights, forKey: .weights)
    try container.encode(density, forKey: .density)
    try container.encode(neighbours, forKey: .neighbours)
    try container.encodeIfPresent(distances, forKey: .distances)
    try container.encode(components, forKey: .components)
    try container.encode(hasMutualLinks, forKey: .hasMutualLinks)
    try container.encode(pairSquares, forKey: .pairSquares)
    try container.encode(sumSquares, forKey: .sumSquares)
    try container.encodeIfPresent(bounds, forKey: .bounds)
    try container.encodeIfPresent(graph, forKey: .graph)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    weights = try container.decode(SpatialWeightsDescription.self, forKey: .weights)
    density = try container.decode(Double.self, forKey: .density)
    neighbours = try container.decode(NumberRange.self, forKey: .neighbours)
    distances = try container.decodeIfPresent(NumberRange.self, forKey: .distances)
    components = try container.decode(Int.self, forKey: .components)
    hasMutualLinks = try container.decode(Bool.self, forKey: .hasMutualLinks)
    pairSquares = try container.decode(Double.self, forKey: .pairSquares)
    sumSquares = try container.decode(Double.self, forKey: .sumSquares)
    bounds = try container.decodeIfPresent(ParameterBounds.self, forKey: .bounds)
    graph = try container.decodeIfPresent(ConnectivityGraph.self, forKey: .graph)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// Where numbers lie.
package struct NumberRange: Codable, Sendable, Equatable {
  package var least: Double
  package var mean: Double
  package var median: Double
  package var greatest: Double

  package init(least: Double, mean: Double, median: Double, greatest: Double) {
    self.least = least
    self.mean = mean
    self.median = median
    self.greatest = greatest
  }
}

/// An open interval of parameters; absent ends are infinite.
package struct ParameterBounds: Codable, Sendable, Equatable {
  package var lower: Double?
  package var upper: Double?

  package init(lower: Double?, upper: Double?) {
    self.lower = lower
    self.upper = upper
  }
}

/// Units as points and the links between them.
package struct ConnectivityGraph: Codable, Sendable, Equatable {
  /// By name, in the panel's order.
  package var units: [String]
  package var places: UnitPlaces
  /// The first unit of each link, counted from 0; one that runs in both directions stands once.
  package var from: [Int]
  package var to: [Int]
  /// The number of neighbours of each unit.
  package var neighbours: [Int]

  package init(
    units: [String],
    places: UnitPlaces,
    from: [Int],
    to: [Int],
    neighbours: [Int]
  ) {
    self.units = units
    self.places = places
    self.from = from
    self.to = to
    self.neighbours = neighbours
  }
}

/// Where units are, in the panel's order.
package struct UnitPlaces: Codable, Sendable, Equatable {
  /// Whether x is a longitude and y a latitude, in degrees; else both are on a plane.
  package var isGeographic: Bool
  package var x: [Double]
  package var y: [Double]

  private enum CodingKeys: String, CodingKey {
    case isGeographic = "geographic"
    case x, y
  }

  package init(isGeographic: Bool, x: [Double], y: [Double]) {
    self.isGeographic = isGeographic
    self.x = x
    self.y = y
  }
}
