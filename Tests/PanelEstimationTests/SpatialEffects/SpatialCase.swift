import Foundation
import PanelData
import PanelNumerics
import Testing

/// A reference case of spatial models with its data: direct maximum likelihood unless a key says
/// otherwise.
struct SpatialCase {
  let values: [String: CaseValue]
  let columns: (outcome: [Double], regressors: [[Double]])
  let weights: SparseMatrix
  let periodCount: Int
  let effects: BalancedEffects

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracle/Spatial")

  /// What a case's file says only in words.
  struct Setting: Sendable, CustomTestStringConvertible {
    var id: String
    var data: String
    var unit: String
    var outcome: String
    var regressors: [String]
    var weights: Weights
    var standardise = Standardisation.row
    var periods = 1
    var ofUnits = false
    var ofPeriods = false

    var testDescription: String { id }

    enum Standardisation { case row, none, spectral }
    enum Weights: Sendable {
      case edges(String)
      case positions(String)
      case inverseDistance(latitude: String = "lat", longitude: String = "lon")
      case economicDistance(String)
    }
  }

  static func values(of id: String) throws -> [String: CaseValue] {
    struct File: Decodable { var values: [String: CaseValue] }
    let url = folder.appending(path: "\(id).json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).values
  }

  init(_ setting: Setting) throws {
    values = try Self.values(of: setting.id)
    let data =
      setting.data == "cigar.csv"
      ? PanelOracle.folder.appending(path: "data/cigar.csv")
      : Self.folder.appending(path: "data/\(setting.data)")
    let panel = Panel(
      table: try DataReader.read(url: data, named: setting.data, options: ReadOptions()))
    let names = panel.table.columns.map(\.name)
    let numbers = { (text: String) throws -> [Double] in
      // Names of some columns read as expressions of others.
      if names.contains(text) { return try panel.values(of: .column(text)).numbers }
      return try panel.values(of: ExpressionParser.parse(text)).numbers
    }
    columns = (try numbers(setting.outcome), try setting.regressors.map(numbers))
    periodCount = setting.periods
    effects = BalancedEffects(
      ofUnits: setting.ofUnits, ofPeriods: setting.ofPeriods, periodCount: setting.periods)
    let units = try panel.groupCodes(of: [setting.unit])
    let first = stride(from: 0, to: units.codes.count, by: setting.periods).map { $0 }
    let unitNames = first.map { units.levelNames[Int(units.codes[$0])] }
    var matrix: SparseMatrix
    switch setting.weights {
    case .edges(let file): matrix = try Self.edges(file, unitNames)
    case .positions(let file): matrix = try Self.positions(file, count: unitNames.count)
    case .inverseDistance(let north, let east):
      let (latitude, longitude) = (try numbers(north), try numbers(east))
      let points = SpherePoints(
        latitudes: first.map { latitude[$0] }, longitudes: first.map { longitude[$0] })
      matrix = Self.dense(unitNames.count) { 1 / points.distance($0, $1) }
    case .economicDistance(let variable):
      let income = try numbers(variable)
      let means = first.map { start in
        income[start..<start + setting.periods].reduce(0, +) / Double(setting.periods)
      }
      matrix = Self.dense(unitNames.count) { 1 / abs(means[$0] - means[$1]) }
    }
    switch setting.standardise {
    case .row: matrix = matrix.scalingRows(by: matrix.rowSums.map { $0 == 0 ? 0 : 1 / $0 })
    case .spectral:
      let largest = try EigenvalueLogDeterminant(matrix).real.max() ?? 1
      matrix = matrix.scaled(by: 1 / largest)
    case .none: break
    }
    weights = matrix
  }

  private static func dense(_ count: Int, _ weight: (Int, Int) -> Double) -> SparseMatrix {
    var entries: [SparseMatrix.Entry] = []
    for i in 0..<count {
      for j in 0..<count where i != j { entries.append(.init(i, j, weight(i, j))) }
    }
    return SparseMatrix(rowCount: count, columnCount: count, entries: entries)
  }

  /// `i,j,w` keyed by the names of units.
  private static func edges(_ file: String, _ names: [String]) throws -> SparseMatrix {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let text = try String(contentsOf: folder.appending(path: "data/\(file)"), encoding: .utf8)
    let entries = try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return SparseMatrix.Entry(
        try #require(places[fields[0]]), try #require(places[fields[1]]),
        try #require(Double(fields[2])))
    }
    return SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries)
  }

  /// GAL whose units stand for rows of the data in the order of the file, as the reference has read
  /// it: 11 before 10 and 24 before 23 in `mexico.gal`.
  private static func positions(_ file: String, count: Int) throws -> SparseMatrix {
    let text = try String(contentsOf: folder.appending(path: "data/\(file)"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: " ").compactMap { Int($0) }
    }
    let heads = stride(from: 0, to: lines.count - 1, by: 2).map { $0 }
    let places = Dictionary(
      uniqueKeysWithValues: heads.enumerated().map { (lines[$1][0], $0) })
    var entries: [SparseMatrix.Entry] = []
    for (place, head) in heads.enumerated() {
      for neighbour in lines[head + 1] {
        entries.append(.init(place, try #require(places[neighbour]), 1))
      }
    }
    return SparseMatrix(rowCount: count, columnCount: count, entries: entries)
  }
}

/// A number, a list or a mapping of reference values.
enum CaseValue: Decodable {
  case number(Double)
  case numbers([Double])
  case mapping([String: CaseValue])
  case other

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let numbers = try? container.decode([Double].self) {
      self = .numbers(numbers)
    } else if let mapping = try? container.decode([String: CaseValue].self) {
      self = .mapping(mapping)
    } else {
      self = .other
    }
  }
}

extension [String: CaseValue] {
  func number(_ key: String) throws -> Double {
    guard case .number(let number)? = self[key] else { throw MissingCaseValue(key: key) }
    return number
  }

  func numbers(_ key: String) throws -> [Double] {
    guard case .numbers(let numbers)? = self[key] else { throw MissingCaseValue(key: key) }
    return numbers
  }

  func mapping(_ key: String) throws -> [String: CaseValue] {
    guard case .mapping(let mapping)? = self[key] else { throw MissingCaseValue(key: key) }
    return mapping
  }
}

struct MissingCaseValue: Error { var key: String }

extension SpatialCase.Setting {
  static let columbus = Self(
    id: "cs_columbus", data: "columbus.csv", unit: "POLYID", outcome: "CRIME",
    regressors: ["INC", "HOVAL"], weights: .edges("columbus_queen.edges.csv"))

  static let crossSections: [Self] = [
    columbus,
    Self(
      id: "cs_columbus_old", data: "columbus_old.csv", unit: "id", outcome: "CRIME",
      regressors: ["INC", "HOVAL"], weights: .edges("columbus_old.edges.csv")),
    Self(
      id: "cs_mexico", data: "mexico.csv", unit: "State", outcome: "log(pcgdp2000)",
      regressors: ["log(pcgdp1940)"], weights: .positions("mexico.gal")),
    Self(
      id: "cs_usedcars", data: "usedcars.csv", unit: "state", outcome: "price.1960",
      regressors: ["tax.charges"], weights: .edges("usedcars_usa48.edges.csv")),
    Self(
      id: "cs_boston", data: "boston.csv", unit: "id", outcome: "log(CMEDV)",
      regressors: [
        "CRIM", "ZN", "INDUS", "CHAS", "NOX^2", "RM^2", "AGE", "log(DIS)", "log(RAD)", "TAX",
        "PTRATIO", "B", "log(LSTAT)",
      ], weights: .edges("boston_soi.edges.csv")),
  ]

  static func cigar(_ id: String, units: Bool, periods: Bool) -> Self {
    Self(
      id: "panel_cigar_\(id)", data: "cigar.csv", unit: "state", outcome: "log(sales)",
      regressors: ["log(price / cpi)", "log(ndi / cpi)"],
      weights: .edges("us46.edges.csv"), periods: 30, ofUnits: units, ofPeriods: periods)
  }

  static func china(_ id: String, periods: Bool, weights: Weights = .inverseDistance()) -> Self {
    Self(
      id: "panel_china30_\(id)", data: "china30_synthetic.csv", unit: "id", outcome: "er",
      regressors: ["dt", "urban", "fdi", "edu"], weights: weights, periods: 9, ofUnits: true,
      ofPeriods: periods)
  }

  /// Distances of countries and both effects: without an interior maximum once transformed.
  static let countries = Self(
    id: "panel_gap_geo_twoways", data: "gapminder141.csv", unit: "iso_alpha", outcome: "lifeExp",
    regressors: ["log(gdpPercap)", "log(pop)"],
    weights: .inverseDistance(latitude: "centroid_lat", longitude: "centroid_lon"), periods: 12,
    ofUnits: true, ofPeriods: true)

  static let pooled = cigar("none", units: false, periods: false)
  static let twoWay = cigar("twoways", units: true, periods: true)

  static let panels: [Self] = [
    pooled,
    cigar("individual", units: true, periods: false),
    cigar("time", units: false, periods: true),
    twoWay,
    china("geo_individual", periods: false),
    china("geo_twoways", periods: true),
    china("eco_individual", periods: false, weights: .economicDistance("gdp_pc")),
  ]

  static let hard: [Self] = [
    hard("binaryW", standardise: .none),
    hard("spectral", standardise: .spectral),
    hard("islands", weights: "columbus_islands.edges.csv"),
    hard("offset", outcome: "CRIME + 1000000"),
    hard("negrho", data: "hard_negrho.csv", weights: "hard_lattice10.edges.csv"),
    hard("twocomp", data: "hard_twocomp.csv", weights: "hard_twocomp.edges.csv"),
  ]

  private static func hard(
    _ id: String, data: String = "columbus.csv", outcome: String = "CRIME",
    weights: String = "columbus_queen.edges.csv", standardise: Standardisation = .row
  ) -> Self {
    let isOurs = data != "columbus.csv"
    return Self(
      id: "hard_\(id)", data: data, unit: isOurs ? "id" : "POLYID",
      outcome: isOurs ? "y" : outcome, regressors: isOurs ? ["x1", "x2"] : ["INC", "HOVAL"],
      weights: .edges(weights), standardise: standardise)
  }
}
