import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Densities of Stata's rule on Stata's grid.
private struct DensityOracle: Decodable {
  struct Spec: Decodable { var variable: String }
  struct Extra: Decodable {
    var bandwidth: [String: Double]
    var stata_grid: [Double]
    var density_on_stata_grid_with_stata_bandwidth: [String: [Double]]
  }
  var spec: Spec
  var n: Int
  var extra: Extra
}

@Suite struct DensityTests {
  private func run(_ density: Density, on panel: Panel) throws -> DensityResult {
    try #require(try density.run(on: panel, in: AnalysisContext(id: "shape")).first)
  }

  private func panel(_ columns: [String: [Double]]) -> Panel {
    Panel(
      table: DataTable(
        columns: columns.sorted { $0.key < $1.key }.map { Column($0.key, numbers: $0.value) }))
  }

  @Test(
    arguments: ["kde_castle_homicide", "kde_organ_rate"],
    [
      ("epanechnikov_stata", KernelDensity.Kernel.epanechnikov), ("epan2", .epan2),
      ("gaussian", .gaussian), ("biweight", .biweight), ("triangle", .triangle),
      ("rectangle", .rectangle),
    ])
  func matchesStataDensities(file: String, kernel: (String, KernelDensity.Kernel)) throws {
    let oracle = try PanelFiles.decoded(DensityOracle.self, from: "\(file).json")
    let panel =
      try file == "kde_castle_homicide" ? PanelFiles.castle() : PanelFiles.organDonations()
    let result = try run(
      Density(variables: [oracle.spec.variable], options: DensityOptions(kernel: kernel.1)),
      on: panel
    )
    let found = try #require(result.variables.first)
    let density = try #require(found.density)
    let expected = try #require(
      oracle.extra.density_on_stata_grid_with_stata_bandwidth[kernel.0])
    let bandwidth = try #require(oracle.extra.bandwidth["stata"])
    #expect(found.n == oracle.n)
    #expect(density.bandwidth.isClose(to: bandwidth, relativeTolerance: 1e-12))
    #expect(density.x.count == expected.count)
    for (i, x) in density.x.enumerated() {
      #expect(x.isClose(to: oracle.extra.stata_grid[i], relativeTolerance: 1e-12))
      // A kernel with an edge may or may not count the value that lies on it.
      let edge = kernel.0 == "rectangle" ? 0.5 / (bandwidth * Double(oracle.n)) : 0
      #expect(abs(density.density[i] - expected[i]) <= 1e-12 + 3 * edge)
    }
    #expect(found.histogram?.counts.reduce(0, +) == oracle.n)
  }

  /// Stata's `kdensity invest` on Grunfeld's data.
  @Test func takesStataBandwidthOfGrunfeldInvestment() throws {
    let table = try DataReader.read(
      url: PanelFiles.folder.appending(path: "data/grunfeld.csv"), named: "grunfeld.csv")
    let result = try run(Density(variables: ["inv"]), on: Panel(table: table))
    let density = try #require(result.variables.first?.density)
    #expect(density.bandwidth.isClose(to: 24.73008748, relativeTolerance: 1e-9))
    #expect(density.rule == .silverman)
  }

  /// R's `bw.SJ`, written again in Python after its source, with the root to all digits.
  @Test(arguments: [
    ("grunfeld", "inv", 12.967852525851438), ("organ_donations", "Rate", 0.02849683025842678),
    ("castle", "l_homicide", 0.10163388949594623),
  ])
  func solvesTheEquationOfSheatherAndJones(
    file: String, variable: String, expected: Double
  ) throws {
    let url =
      file == "castle"
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : PanelFiles.folder.appending(path: "data/\(file).csv")
    let table = try DataReader.read(url: url, named: file)
    let options = DensityOptions(kernel: .gaussian, bandwidth: .rule(.sheatherJones))
    let result = try run(
      Density(variables: [variable], options: options), on: Panel(table: table))
    let density = try #require(result.variables.first?.density)
    #expect(density.bandwidth.isClose(to: expected, relativeTolerance: 1e-10))
    #expect(density.rule == .sheatherJones)
  }

  @Test func describesGroupsInTheOrderOfVariables() throws {
    let result = try run(
      Density(variables: ["l_homicide", "homicide"], by: "year >= 2006"),
      on: try PanelFiles.castle()
    )
    #expect(result.variables.map(\.variable) == [
      "l_homicide", "l_homicide", "homicide", "homicide",
    ])
    #expect(result.variables.map(\.group) == ["0", "1", "0", "1"])
    #expect(result.variables.map(\.n) == [300, 250, 300, 250])
  }

  @Test func weighsValuesAsIfTheyWereRepeated() throws {
    let weighted = try run(
      Density(variables: ["x"], options: DensityOptions(bandwidth: .width(0.7)), weights: "w"),
      on: panel(["x": [1, 2, 4, 5.5], "w": [2, 1, 3, 1]])
    )
    let repeated = try run(
      Density(
        variables: ["x"],
        options: DensityOptions(bandwidth: .width(0.7), points: .count(4))
      ),
      on: panel(["x": [1, 1, 2, 4, 4, 4, 5.5]])
    )
    let (one, other) = (weighted.variables[0], repeated.variables[0])
    #expect(one.histogram == nil)
    #expect(one.mean.isClose(to: other.mean, relativeTolerance: 1e-15))
    #expect(one.density?.x == other.density?.x)
    for (left, right) in zip(one.density?.density ?? [], other.density?.density ?? []) {
      #expect(left.isClose(to: right, relativeTolerance: 1e-14))
    }
    #expect(one.density?.rule == .fixed)
  }

  @Test func leavesOutDensitiesOfWhatDoesNotVary() throws {
    let result = try run(
      Density(variables: ["x"], by: "g"),
      on: panel(["x": [3, 3, 3, 7, .nan, 1, 2], "g": [0, 0, 0, 1, 1, 2, 2]])
    )
    #expect(result.variables.map(\.n) == [3, 1, 2])
    #expect(result.variables.map { $0.density == nil } == [true, true, false])
    #expect(result.variables.map { $0.histogram == nil } == [true, true, false])
    #expect(result.variables.map(\.mean) == [3, 7, 1.5])
  }

  @Test func refusesWhatHasNoMeaning() throws {
    let data = panel(["x": [1, 2, 4], "y": [.nan, .nan, .nan], "w": [1, 1, 2]])
    for (density, words) in [
      (Density(variables: ["y"]), "'y' has no value in the 3 rows"),
      (Density(variables: []), "'variables' names nothing"),
      (Density(variables: ["x"], condition: "x > 9"), "No observation is left"),
      (Density(variables: ["x"], histogram: .bins(3), weights: "w"), "knows no weights"),
      (
        Density(
          variables: ["x"],
          options: DensityOptions(bandwidth: .rule(.sheatherJones)),
          weights: "w"
        ), "Sheather and Jones knows no weights"
      ),
    ] {
      let error = #expect(throws: EstimationError.self) { try density.run(on: data, in: .init()) }
      #expect(try #require(error).description.contains(words))
    }
  }

  @Test(arguments: [
    (#"{"variables": "x", "bandwidth": 0}"#, "'bandwidth' is 0.0; it must be above 0."),
    (#"{"variables": "x", "bandwidth": "scott"}"#, "'bandwidth' is 'scott'"),
    (#"{"variables": "x", "points": 1}"#, "'points' is 1"),
    (#"{"variables": "x", "points": "all"}"#, "'points' is 'all'"),
    (#"{"variables": "x", "histogram": 0}"#, "'histogram' is 0"),
    (#"{"variables": "x", "histogram": "sturges"}"#, "'histogram' is 'sturges'"),
  ])
  func namesWhatAnOptionTakes(json: String, words: String) throws {
    let error = #expect(throws: DecodingError.self) {
      try ResultJSON.decode(Density.self, from: Data(json.utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.debugDescription.contains(words))
  }

  @Test func decodesItsKeys() throws {
    let json = """
      {"variables": ["x", "y"], "by": "g", "kernel": "parzen", "bandwidth": 0.5, "points": 80,
       "histogram": "freedman-diaconis", "where": "x > 0", "weights": "w"}
      """
    let density = try ResultJSON.decode(Density.self, from: Data(json.utf8))
    #expect(density.variables == ["x", "y"])
    #expect(
      density.options
        == DensityOptions(kernel: .parzen, bandwidth: .width(0.5), points: .count(80)))
    #expect(density.histogram == .rule(.freedmanDiaconis))
    #expect(density.condition == "x > 0")
    let given = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(Set(Density.keys.map(\.name)) == Set(given.keys))
  }
}
