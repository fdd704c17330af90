import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// Reference weights: numbers of `W_*.json`.
struct WeightsOracle: Decodable {
  var values: Values

  struct Values: Decodable {
    var n: Int
    var nnz: Int
    var S0: Double
    var S1: Double
    var S2: Double
    var islands_index0: [Int]
    var min_neighbours: Int
    var max_neighbours: Int
    var trace_W2: Double
    var trace_WtW: Double
    var max_weight: Double
    var argmax_weight0: [Int]
    var lag_y: [Double?]
    var lag_y_variable: String
    var row1: [Double]
    var dist_km_row1: [Double]?
    var dist_km_min: Double?
    var dist_km_max: Double?
    var eig_max_abs_imag: Double
    var rho_lower: Double
    var rho_upper: Double
    var raw_invdist_S0: Double?
    var raw_minmax_factor: Double?
    var raw_max_eigenvalue: Double?
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Oracle/Spatial").standardizedFileURL

  init(_ id: String) throws {
    self = try JSONDecoder().decode(
      Self.self, from: Data(contentsOf: Self.folder.appending(path: "\(id).json")))
  }
}

@Suite struct SpatialWeightsOracleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var id: String
    var data: Data
    var entries: [SpatialWeightsEntry]
    var testDescription: String { id }
  }

  struct Data: Sendable {
    var file: String
    var unit: String
    var time: String?
  }

  static let china30 = Data(file: "china30_synthetic.csv", unit: "province", time: "year")
  static let china266 = Data(file: "china266_synthetic.csv", unit: "id", time: "year")
  static let gapminder = Data(file: "gapminder141.csv", unit: "iso_alpha", time: "year")
  static let mexico = Data(file: "mexico.csv", unit: "State")
  static let degrees = Coordinates(latitude: "lat", longitude: "lon")
  static let centroids = Coordinates(latitude: "centroid_lat", longitude: "centroid_lon")

  static let near = SpatialWeightsEntry("near", InverseDistanceWeights(degrees))
  static let income = SpatialWeightsEntry("income", EconomicDistanceWeights(variable: "gdp_pc"))

  static let cases: [Case] = [
    Case(id: "W_china30_invdist", data: china30, entries: [near]),
    Case(
      id: "W_china30_invdist2", data: china30,
      entries: [SpatialWeightsEntry("w", InverseDistanceWeights(degrees, power: 2))]),
    Case(
      id: "W_china30_invdist_cut1200", data: china30,
      entries: [
        SpatialWeightsEntry(
          "w", InverseDistanceWeights(degrees, cutoff: 1200), options: .init(islands: .allow))
      ]),
    Case(
      id: "W_china30_knn4", data: china30,
      entries: [SpatialWeightsEntry("w", NearestWeights(degrees, neighbours: 4))]),
    Case(id: "W_china30_econ", data: china30, entries: [income]),
    Case(
      id: "W_china30_nested", data: china30,
      entries: [
        near, SpatialWeightsEntry("w", EconomicGeographicWeights(of: "near", variable: "gdp_pc")),
      ]),
    Case(
      id: "W_china30_prod", data: china30,
      entries: [near, income, SpatialWeightsEntry("w", NestedWeights(of: ["near", "income"]))]),
    Case(
      id: "W_china30_mix5050", data: china30,
      entries: [
        near, income,
        SpatialWeightsEntry(
          "w", MixtureWeights(of: ["near": 0.5, "income": 0.5]),
          options: .init(standardisation: .none)),
      ]),
    Case(id: "W_china266_invdist", data: china266, entries: [near]),
    Case(id: "W_china266_econ", data: china266, entries: [income]),
    Case(
      id: "W_gap_invdist", data: gapminder,
      entries: [SpatialWeightsEntry("w", InverseDistanceWeights(centroids))]),
    Case(
      id: "W_gap_invdist2", data: gapminder,
      entries: [SpatialWeightsEntry("w", InverseDistanceWeights(centroids, power: 2))]),
    Case(
      id: "W_gap_econ", data: gapminder,
      entries: [SpatialWeightsEntry("w", EconomicDistanceWeights(variable: "gdpPercap"))]),
    Case(
      id: "W_mexico_econ", data: mexico,
      entries: [
        SpatialWeightsEntry(
          "w",
          EconomicDistanceWeights(
            variable: "(pcgdp1940 + pcgdp1950 + pcgdp1960 + pcgdp1970 + pcgdp1980 + pcgdp1990 "
              + "+ pcgdp2000) / 7"))
      ]),
  ]

  static func panel(_ data: Data) throws -> Panel {
    let file = WeightsOracle.folder.appending(path: "data/\(data.file)")
    return try PanelBuilder.build(
      DataReader.read(url: file, named: data.file),
      PanelDeclaration(unit: data.unit, time: data.time))
  }

  static func weights(_ entries: [SpatialWeightsEntry], on panel: Panel) throws -> SpatialWeights {
    var builder = try SpatialWeightsBuilder(panel: panel)
    for entry in entries.dropLast() { try builder.add(entry) }
    return try builder.add(#require(entries.last))
  }

  static func agrees(_ ours: Double, _ theirs: Double, _ tolerance: Double = 1e-10) -> Bool {
    abs(ours - theirs) <= tolerance * max(1e-300, abs(theirs))
  }

  @Test(arguments: cases) func matchesReferenceWeights(_ reference: Case) throws {
    let oracle = try WeightsOracle(reference.id).values
    let panel = try Self.panel(reference.data)
    let weights = try Self.weights(reference.entries, on: panel)
    let matrix = weights.matrix
    #expect(weights.count == oracle.n)
    #expect(matrix.count == oracle.nnz)
    #expect(Self.agrees(weights.description.total, oracle.S0))
    #expect(
      weights.description.islands == oracle.islands_index0.map { weights.ids[$0] })
    let counts = (0..<oracle.n).map { matrix.positions(ofRow: $0).count }
    #expect(counts.min() == oracle.min_neighbours)
    #expect(counts.max() == oracle.max_neighbours)
    #expect(Self.agrees(matrix.traceOfSquare, oracle.trace_W2))
    #expect(Self.agrees(matrix.squaredNorm, oracle.trace_WtW))
    let turned = matrix.transposed()
    let both = matrix.combined(with: turned, keepingAll: true) { ($0 + $1) * ($0 + $1) }
    #expect(Self.agrees(both.values.reduce(0, +) / 2, oracle.S1))
    let sums = zip(matrix.rowSums, matrix.columnSums).map { ($0 + $1) * ($0 + $1) }
    #expect(Self.agrees(sums.reduce(0, +), oracle.S2))
    let place = oracle.argmax_weight0
    #expect(Self.agrees(matrix[place[0], place[1]], oracle.max_weight))
    for (column, value) in oracle.row1.enumerated() {
      #expect(Self.agrees(matrix[0, column], value), "column \(column)")
    }
    let words = oracle.lag_y_variable.split(separator: " ").map(String.init)
    let values = try #require(panel.table[words[0]]?.numbers)
    var y = values
    if let index = panel.index, let year = Int(words.last ?? "") {
      y = values.indices.filter { index.times[$0] == year }.map { values[$0] }
    }
    for (row, lag) in zip(matrix.times(y), oracle.lag_y).enumerated() {
      #expect(Self.agrees(lag.0, lag.1 ?? 0), "row \(row)")
    }
  }

  @Test(arguments: cases) func describesReferenceWeights(_ reference: Case) throws {
    let oracle = try WeightsOracle(reference.id).values
    let panel = try Self.panel(reference.data)
    let weights = try Self.weights(reference.entries, on: panel)
    let context = AnalysisContext(id: "summary", spatialWeights: [weights.name: weights])
    let results = try WeightsSummary(weights: [weights.name]).run(on: panel, in: context)
    let result = try #require(results.first)
    #expect(result.weights == weights.description)
    #expect(result.density == Double(oracle.nnz) / Double(oracle.n * oracle.n))
    #expect(result.neighbours.least == Double(oracle.min_neighbours))
    #expect(result.neighbours.greatest == Double(oracle.max_neighbours))
    #expect(Self.agrees(result.neighbours.mean, Double(oracle.nnz) / Double(oracle.n)))
    #expect(Self.agrees(result.pairSquares, oracle.S1))
    #expect(Self.agrees(result.sumSquares, oracle.S2))
    #expect(result.components == 1 + oracle.islands_index0.count)
    #expect(result.sample.units == oracle.n)
    if oracle.eig_max_abs_imag < 1e-9 {
      let bounds = try #require(result.bounds)
      #expect(Self.agrees(try #require(bounds.lower), oracle.rho_lower, 1e-9))
      #expect(Self.agrees(try #require(bounds.upper), oracle.rho_upper, 1e-9))
    }
    if let least = oracle.dist_km_min {
      #expect(Self.agrees(try #require(result.distances?.least), least))
      #expect(try #require(result.graph).from.count == oracle.nnz / 2)
      #expect(result.graph?.places.isGeographic == true)
    }
  }

  @Test func namesWeightsThatAreNotThereOrStandTwice() throws {
    let panel = try Self.panel(Self.china30)
    let weights = try Self.weights([Self.near], on: panel)
    let context = AnalysisContext(spatialWeights: ["near": weights])
    for (names, message) in [
      (["nar"], "There are no spatial weights named 'nar'. Did you mean 'near'? Declared: near."),
      (["near", "near"], "'near' stands twice under 'weights'. Name it once."),
      ([], "'weights' names no weights."),
    ] {
      #expect(throws: EstimationError.invalid(message)) {
        try WeightsSummary(weights: names).run(on: panel, in: context)
      }
    }
    #expect(
      throws: EstimationError.invalid(
        "There are no spatial weights named 'near': the study declares none. Declare them under "
          + "'spatial_weights'.")
    ) { try WeightsSummary(weights: ["near"]).run(on: panel, in: AnalysisContext()) }
  }

  @Test func leavesOutTheGraphOfManyLinks() throws {
    let panel = try Self.panel(Self.china266)
    let weights = try Self.weights([Self.near], on: panel)
    let result = try WeightsSummary(weights: ["near"]).run(
      on: panel, in: AnalysisContext(spatialWeights: ["near": weights]))[0]
    #expect(result.graph == nil)
    #expect(result.hasMutualLinks)
    #expect(!result.weights.isSymmetric)
  }

  @Test func measuresKilometresAlongGreatCircles() throws {
    let oracle = try WeightsOracle("W_china30_invdist").values
    let panel = try Self.panel(Self.china30)
    let raw = try Self.weights(
      [SpatialWeightsEntry("w", InverseDistanceWeights(Self.degrees),
        options: .init(standardisation: .none))], on: panel)
    let distances = try #require(raw.distances)
    #expect(Self.agrees(distances.min() ?? 0, try #require(oracle.dist_km_min)))
    #expect(Self.agrees(distances.max() ?? 0, try #require(oracle.dist_km_max)))
    let first = try #require(oracle.dist_km_row1).dropFirst()
    for (ours, theirs) in zip(distances, first) { #expect(Self.agrees(ours, theirs)) }
    #expect(Self.agrees(raw.description.total, try #require(oracle.raw_invdist_S0)))
    #expect(raw.description.isSymmetric)
    #expect(raw.description.distance == .greatCircle)
  }

  @Test func dividesByTheLargestEigenvalueOrByTheLargestSum() throws {
    let oracle = try WeightsOracle("W_china30_invdist").values
    let panel = try Self.panel(Self.china30)
    for (standardisation, factor) in [
      (SpatialWeightsDescription.Standardisation.spectral, oracle.raw_max_eigenvalue),
      (.minMax, oracle.raw_minmax_factor),
    ] {
      let weights = try Self.weights(
        [SpatialWeightsEntry("w", InverseDistanceWeights(Self.degrees),
          options: .init(standardisation: standardisation))], on: panel)
      let total = try #require(oracle.raw_invdist_S0) / (try #require(factor))
      #expect(Self.agrees(weights.description.total, total))
      #expect(weights.description.isSymmetric)
    }
  }
}
