import Foundation
import PanelNumerics
import PanelResults
import Testing

@testable import PanelData

/// Weights made of the data of units, and what is wrong with data that give none.
@Suite struct SpatialWeightsTests {
  static let degrees = Coordinates(latitude: "lat", longitude: "lon")
  static let plane = Coordinates(x: "x", y: "y")

  /// Four units on a line, and a fifth far away.
  static let line = """
    unit,x,y,lat,lon,income
    a,0,0,30,100,1
    b,1,0,30,101,2
    c,3,0,30,103,4
    d,4,0,30,104,8
    e,100,0,40,150,16

    """

  static func panel(_ text: String, time: String? = nil) throws -> Panel {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "weights-\(UUID().uuidString).csv")
    try text.write(to: url, atomically: true, encoding: .utf8)
    defer {
      do { try FileManager.default.removeItem(at: url) } catch {
        Issue.record("\(error)")
      }
    }
    return try PanelBuilder.build(
      DataReader.read(url: url, named: "panel.csv"), PanelDeclaration(unit: "unit", time: time))
  }

  static func weights(
    _ methods: (any SpatialWeightsMethod)...,
    in text: String = line,
    time: String? = nil,
    standardise: SpatialWeightsDescription.Standardisation = .none,
    islands: SpatialWeightsEntry.Options.Islands = .error
  ) throws -> SpatialWeights {
    var builder = try SpatialWeightsBuilder(panel: panel(text, time: time))
    var last: SpatialWeights?
    for (position, method) in methods.enumerated() {
      last = try builder.add(
        SpatialWeightsEntry(
          "w\(position + 1)", method,
          options: .init(standardisation: standardise, islands: islands)))
    }
    return try #require(last)
  }

  static func fault(
    _ methods: (any SpatialWeightsMethod)...,
    in text: String = line,
    time: String? = nil,
    standardise: SpatialWeightsDescription.Standardisation = .row,
    islands: SpatialWeightsEntry.Options.Islands = .error
  ) -> String {
    do {
      var builder = try SpatialWeightsBuilder(panel: panel(text, time: time))
      for (position, method) in methods.enumerated() {
        try builder.add(
          SpatialWeightsEntry(
            "w\(position + 1)", method,
            options: .init(standardisation: standardise, islands: islands)))
      }
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  static func dense(_ weights: SpatialWeights) -> [[Double]] {
    (0..<weights.count).map { i in (0..<weights.count).map { weights.matrix[i, $0] } }
  }

  // MARK: Constructions

  @Test func invertsDistancesToAPowerUpToACutOff() throws {
    let weights = try Self.weights(
      InverseDistanceWeights(Self.plane, power: 2, cutoff: 3), islands: .allow)
    let ninth = 1.0 / 9
    let expected: [[Double]] = [
      [0, 1, ninth, 0, 0], [1, 0, 0.25, ninth, 0], [ninth, 0.25, 0, 1, 0], [0, ninth, 1, 0, 0],
      [0, 0, 0, 0, 0],
    ]
    #expect(Self.dense(weights) == expected)
    #expect(weights.ids == ["a", "b", "c", "d", "e"])
    #expect(weights.distances == [1, 3, 1, 2, 3, 3, 2, 1, 3, 1])
    let description = weights.description
    #expect(description.islands == ["e"])
    #expect(description.links == 10)
    #expect(description.distance == .planar)
    #expect(description.parameters == ["power": 2, "cutoff": 3])
    #expect(description.variables == ["x", "y"])
    #expect(description.isSymmetric)
    #expect(weights.places == UnitPlaces(isGeographic: false, x: [0, 1, 3, 4, 100], y: [0, 0, 0, 0, 0]))
  }

  @Test func countsSmallDistancesAsTheLeastThatCounts() throws {
    let twice = Self.line.replacing("b,1,0", with: "b,0,0")
    let weights = try Self.weights(InverseDistanceWeights(Self.plane, minimum: 2), in: twice)
    #expect(weights.matrix[0, 1] == 0.5)
    #expect(weights.matrix[0, 2] == 1.0 / 3)
    #expect(weights.matrix[2, 3] == 0.5)
  }

  @Test func fallsExponentiallyWithDistance() throws {
    let weights = try Self.weights(ExponentialWeights(Self.plane, decay: 0.5, cutoff: 99))
    #expect(weights.matrix[0, 2] == exp(-1.5))
    #expect(weights.matrix[4, 1] == exp(-49.5))
    #expect(weights.matrix[4, 0] == 0)
  }

  @Test func linksTheNearestAsTheyAreOrInBothDirections() throws {
    func links(_ pairs: NearestWeights.Pairs) throws -> [[Double]] {
      try Self.dense(
        Self.weights(NearestWeights(Self.plane, neighbours: 1, pairs: pairs), islands: .allow))
    }
    let common: [[Double]] = [[0, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]]
    let (last, none): ([Double], [Double]) = ([0, 0, 0, 1, 0], [0, 0, 0, 0, 0])
    let (one, both): ([Double], [Double]) = ([0, 0, 1, 0, 0], [0, 0, 1, 0, 1])
    #expect(try links(.directed) == common + [one, last])
    #expect(try links(.either) == common + [both, last])
    #expect(try links(.mutual) == common + [one, none])
  }

  @Test func takesMeansOverThePeriodsThatAUnitHas() throws {
    let text = "unit,time,v\na,1,1\na,2,3\nb,1,6\nc,1,\nc,2,10\n"
    let weights = try Self.weights(EconomicDistanceWeights(variable: "v"), in: text, time: "time")
    let expected: [[Double]] = [[0, 0.25, 0.125], [0.25, 0, 0.25], [0.125, 0.25, 0]]
    #expect(Self.dense(weights) == expected)
    #expect(weights.distances == nil)
  }

  @Test func multipliesWeightsAsTheyAreBeforeTheyAreStandardised() throws {
    let near = InverseDistanceWeights(Self.plane)
    let income = EconomicDistanceWeights(variable: "income")
    let plain = try Self.weights(near, income, NestedWeights(of: ["w1", "w2"]))
    let spectral = try Self.weights(
      near, income, NestedWeights(of: ["w1", "w2"]), standardise: .spectral)
    #expect(plain.matrix[0, 2] == 1.0 / 9)
    #expect(abs(spectral.matrix[0, 2] / spectral.matrix[0, 1] - 1.0 / 9) < 1e-15)
    #expect(plain.description.parts == ["w1", "w2"])
    #expect(plain.places?.x == [0, 1, 3, 4, 100])
  }

  @Test func weighsNeighboursByTheirShareOfAVariable() throws {
    let weights = try Self.weights(
      InverseDistanceWeights(Self.plane), EconomicGeographicWeights(of: "w1", variable: "income"))
    #expect(abs(weights.matrix[0, 2] - 4.0 / 6.2 / 3) < 1e-16)
    #expect(!weights.description.isSymmetric)
  }

  @Test func mixesWeightsAsTheyAreOnceStandardised() throws {
    let weights = try Self.weights(
      NearestWeights(Self.plane, neighbours: 1), InverseDistanceWeights(Self.plane),
      MixtureWeights(of: ["w1": 0.25, "w2": 0.75]), standardise: .row)
    let total = 1 + 1.0 / 3 + 0.25 + 0.01
    #expect(abs(weights.matrix[0, 1] - (0.25 + 0.75 / total)) < 1e-15)
    #expect(abs(weights.matrix[0, 2] - 0.75 / 3 / total) < 1e-15)
    #expect(weights.description.parameters == ["w1": 0.25, "w2": 0.75])
  }

  @Test func doesNotDependOnTheOrderOfRowsOrTheNumberOfThreads() throws {
    let lines = Self.line.split(separator: "\n").map(String.init)
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    for method in [
      InverseDistanceWeights(Self.degrees), NearestWeights(Self.degrees, neighbours: 2),
    ] as [any SpatialWeightsMethod] {
      let weights = try Self.weights(method, standardise: .row)
      let other = try Self.weights(method, in: turned, standardise: .row)
      for (i, unit) in weights.ids.enumerated() {
        for (j, neighbour) in weights.ids.enumerated() {
          let k = try #require(other.ids.firstIndex(of: unit))
          let l = try #require(other.ids.firstIndex(of: neighbour))
          #expect(abs(weights.matrix[i, j] - other.matrix[k, l]) < 1e-15)
        }
      }
    }
  }

  // MARK: Faults

  @Test func refusesCoordinatesThatAreNone() {
    let near = InverseDistanceWeights(Self.degrees)
    #expect(
      Self.fault(InverseDistanceWeights(Coordinates(latitude: "lon", longitude: "lat")))
        == "'lon' is 100 for a, but a latitude lies between −90 and 90 degrees. Are 'latitude' and "
        + "'longitude' swapped?")
    #expect(
      Self.fault(near, in: Self.line.replacing("40,150", with: "40,400"))
        == "'lon' is 400 for e, but a longitude lies between −180 and 180 degrees, or 0 and 360. "
        + "Coordinates on a plane are 'x' and 'y'.")
    #expect(
      Self.fault(near, in: "unit,time,lat,lon\na,1,30,100\na,2,31,100\nb,1,5,6\nb,2,5,6\n", time: "time")
        == "The latitude 'lat' of a varies: it is 30 at panel.csv, line 2 and 31 at panel.csv, line "
        + "3. Weights stand still: give each unit one latitude.")
    #expect(
      Self.fault(near, in: Self.line.replacing("30,101", with: ",101").replacing("30,103", with: ",103"))
        == "'lat' is missing in every row of 2 units: b, c. Complete the data, or leave them out with "
        + "'where' under 'data'.")
    #expect(
      Self.fault(near, in: Self.line.replacing("30,101", with: "30,100"))
        == "a and b are at one place (lat, lon), and 1/0 is no weight. Correct the coordinates, or "
        + "give 'minimum', the least distance that counts.")
    #expect(Self.fault(InverseDistanceWeights(Coordinates(latitude: "lt", longitude: "lon")))
      .hasPrefix("There is no column 'lt'. Did you mean 'lat'?"))
  }

  @Test func takesOnePairOfCoordinates() throws {
    func decoded(_ json: String) throws -> String {
      let method = try JSONDecoder().decode(
        InverseDistanceWeights.self, from: Data(json.utf8))
      return Self.fault(method)
    }
    for json in ["{}", #"{"latitude": "lat"}"#, #"{"latitude": "lat", "longitude": "lon", "x": "x"}"#] {
      #expect(try decoded(json).hasPrefix("Give 'latitude' and 'longitude' in degrees, or 'x' and"))
    }
    #expect(try decoded(#"{"x": "x", "y": "y"}"#) == "no fault")
  }

  @Test func namesUnitsWithoutNeighboursAndTheCutOffThatReachesThem() {
    #expect(
      Self.fault(InverseDistanceWeights(Self.plane, cutoff: 1.5))
        == "One unit has no neighbour: e. With a 'cutoff' of 96 units of the coordinates every unit "
        + "has one. Or say 'islands: allow', and the spatial lag of every variable is 0 there.")
    #expect(
      Self.fault(ExponentialWeights(Self.degrees, decay: 0.01, cutoff: 90), islands: .allow)
        .hasPrefix("No unit has a neighbour: all weights are zero. With a 'cutoff' of "))
    #expect(
      Self.fault(ExponentialWeights(Self.plane, decay: 20))
        == "One unit has no neighbour: e. exp(−20 · distance) is too small for a number there: the "
        + "decay is per unit of the coordinates; give a smaller one. Or say 'islands: allow', and the "
        + "spatial lag of every variable is 0 there.")
    #expect(
      Self.fault(EconomicDistanceWeights(variable: "income", cutoff: 3))
        == "2 units have no neighbour: d, e. With a 'cutoff' of 8 every unit has one. Or say "
        + "'islands: allow', and the spatial lag of every variable is 0 there.")
  }

  @Test func refusesNumbersThatMakeNoWeights() {
    for (method, message) in [
      (InverseDistanceWeights(Self.plane, power: 0), "'power' is 0.0; it is positive."),
      (InverseDistanceWeights(Self.plane, cutoff: -1), "'cutoff' is -1.0; a distance is positive."),
      (
        InverseDistanceWeights(Self.plane, cutoff: 1, minimum: 2),
        "'minimum' is 2.0, more than the cut-off of 1.0."
      ),
      (ExponentialWeights(Self.plane, decay: 0), "'decay' is 0.0; it is positive."),
      (
        NearestWeights(Self.plane, neighbours: 5),
        "'neighbours' is 5; 5 units have at least 1 and at most 4."
      ),
      (
        NearestWeights(Self.plane, neighbours: 0),
        "'neighbours' is 0; 5 units have at least 1 and at most 4."
      ),
      (
        EconomicDistanceWeights(variable: "y"),
        "a and b have the same mean of 'y', 0, and 1/0 is no weight. Leave one out, use another "
          + "variable, or give 'minimum', the least difference that counts."
      ),
    ] as [(any SpatialWeightsMethod, String)] {
      #expect(Self.fault(method) == message)
    }
    let near = InverseDistanceWeights(Self.plane)
    #expect(
      Self.fault(near, EconomicGeographicWeights(of: "w1", variable: "x"))
        == "The mean of 'x' is 0 for a, but weights are multiplied by it: it must be positive.")
    #expect(
      Self.fault(near, MixtureWeights(of: ["w1": 0.9, "w2": 0.1]))
        == "There are no spatial weights 'w2' above 'w2'.")
    #expect(
      Self.fault(near, near, MixtureWeights(of: ["w1": 0.75, "w2": 0.5]))
        == "The shares under 'of' add up to 1.25, not to 1.")
    #expect(
      Self.fault(near, near, MixtureWeights(of: ["w1": 1.5, "w2": -0.5]))
        == "The share of 'w2' is -0.5; shares are positive.")
    #expect(
      Self.fault(near, NestedWeights(of: ["w1", "w1"]))
        == "'of' names at least two different weights; it is w1, w1.")
  }

  @Test func needsUnits() throws {
    let table = DataTable(columns: [Column("x", numbers: [1, 2])])
    #expect(
      throws: DataError.values(
        "Spatial weights join units by name: give 'unit' under 'data', the column that names them.")
    ) { try SpatialWeightsBuilder(panel: Panel(table: table)) }
    #expect(
      Self.fault(InverseDistanceWeights(Self.plane), in: "unit,x,y\na,1,2\n")
        == "Spatial weights need two units; the data have one.")
  }

  /// Links as a method might make them wrongly.
  struct Given: SpatialWeightsMethod {
    static let kind = SpatialWeightsDescription.Method.file
    static let summary = ""
    static let keys: [KeyDescription] = []
    var entries: [SparseMatrix.Entry]

    init(_ entries: SparseMatrix.Entry...) { self.entries = entries }
    init(from decoder: any Decoder) throws { entries = [] }

    func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
      let count = context.units.names.count
      return SpatialLinks(
        matrix: SparseMatrix(rowCount: count, columnCount: count, entries: entries))
    }
  }

  @Test func checksLinksThatAMethodMakes() {
    #expect(
      Self.fault(Given(.init(0, 1, 1), .init(2, 1, -2)))
        == "The weight from c to b is -2.0, but weights are not negative.")
    #expect(Self.fault(Given(.init(0, 1, .nan))) == "The weight from a to b is not finite.")
    #expect(
      Self.fault(Given(.init(3, 3, 1)))
        == "d is linked to itself with weight 1.0: a unit is no neighbour of its own, and the "
        + "diagonal of weights is zero.")
    #expect(
      Self.fault(Given(.init(0, 1, 0), .init(1, 1, 0)), islands: .allow)
        == "No unit has a neighbour: all weights are zero.")
    #expect(
      Self.fault(Given(.init(0, 1, 1), .init(1, 2, 1)), standardise: .spectral, islands: .allow)
        .hasPrefix("All eigenvalues of the weights are zero, because links run in one direction"))
  }

  // MARK: Keys

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let coordinates = Coordinates.CodingKeys.allCases.map(\.rawValue)
    let keys: [(any SpatialWeightsMethod.Type, [String])] = [
      (
        InverseDistanceWeights.self,
        coordinates + InverseDistanceWeights.CodingKeys.allCases.map(\.rawValue)
      ),
      (ExponentialWeights.self, coordinates + ExponentialWeights.CodingKeys.allCases.map(\.rawValue)),
      (NearestWeights.self, coordinates + NearestWeights.CodingKeys.allCases.map(\.rawValue)),
      (EconomicDistanceWeights.self, EconomicDistanceWeights.CodingKeys.allCases.map(\.rawValue)),
      (EconomicGeographicWeights.self, EconomicGeographicWeights.CodingKeys.allCases.map(\.rawValue)),
      (NestedWeights.self, NestedWeights.CodingKeys.allCases.map(\.rawValue)),
      (MixtureWeights.self, MixtureWeights.CodingKeys.allCases.map(\.rawValue)),
    ]
    for (type, decoded) in keys {
      #expect(Set(type.keys.map(\.name)) == Set(decoded), "\(type.kind.rawValue)")
    }
    let kinds = SpatialWeightsCatalog.standard.types.map { $0.kind.rawValue }
    #expect(Set(kinds).count == kinds.count)
    #expect(
      SpatialWeightsEntry.Options.keys.map(\.name)
        == SpatialWeightsEntry.Options.CodingKeys.allCases.map(\.rawValue))
  }
}
