import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// One reference file of spatial models.
struct SpatialOracle: Decodable {
  var id: String
  var values: [String: Entry]

  /// A number, several, or something else that tests here do not read.
  enum Entry: Decodable {
    case number(Double)
    case numbers([Double])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let numbers = try? container.decode([Double].self) {
        self = .numbers(numbers)
      } else {
        self = .other
      }
    }
  }

  static let folder = PanelOracle.folder.appending(path: "Spatial")

  init(_ id: String) throws {
    self = try JSONDecoder().decode(
      Self.self,
      from: Data(contentsOf: Self.folder.appending(path: "\(id).json"))
    )
  }

  func number(_ key: String) -> Double? {
    if case .number(let number)? = values[key] { number } else { nil }
  }

  func numbers(_ key: String) -> [Double]? {
    if case .numbers(let numbers)? = values[key] { numbers } else { nil }
  }
}

/// Data and weights that tests of spatial models share.
enum SpatialSamples {
  static func panel(
    _ file: String,
    unit: String,
    time: String? = nil,
    derived: [(name: String, expression: String)] = []
  ) throws -> Panel {
    let own = SpatialOracle.folder.appending(path: "data/\(file)")
    let url =
      FileManager.default.fileExists(atPath: own.path)
      ? own : PanelOracle.folder.appending(path: "data/\(file)")
    var table = try DataReader.read(url: url, named: file, options: ReadOptions())
    for (name, text) in derived {
      let values = try Panel(table: table).values(of: ExpressionParser.parse(text))
      table.set(Column(name, numbers: values.numbers))
    }
    return try PanelBuilder.build(table, PanelDeclaration(unit: unit, time: time))
  }

  /// Weights of a list of links.
  static func links(
    _ file: String,
    of panel: Panel,
    in folder: URL = SpatialOracle.folder.appending(path: "data"),
    name: String = "w",
    standardised: Bool = true
  ) throws -> SpatialWeights {
    let names = try #require(panel.units).names
    var place: [String: Int] = [:]
    for (position, name) in names.enumerated() { place[name] = position }
    let text = try String(
      contentsOf: folder.appending(path: file),
      encoding: .utf8
    )
    var entries: [SparseMatrix.Entry] = []
    for line in text.split(separator: "\n").dropFirst() {
      let parts = line.split(separator: ",")
      entries.append(
        SparseMatrix.Entry(
          try #require(place[String(parts[0])]),
          try #require(place[String(parts[1])]),
          try #require(Double(parts[2]))
        )
      )
    }
    return weights(
      SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries),
      names,
      name: name,
      standardised: standardised
    )
  }

  /// Weights by a function of two units.
  static func weights(
    of panel: Panel,
    name: String = "w",
    standardised: Bool = true,
    _ weight: (Int, Int) -> Double
  ) throws -> SpatialWeights {
    let names = try #require(panel.units).names
    var entries: [SparseMatrix.Entry] = []
    for i in names.indices {
      for j in names.indices where i != j {
        let value = weight(i, j)
        if value != 0 { entries.append(SparseMatrix.Entry(i, j, value)) }
      }
    }
    return weights(
      SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries),
      names,
      name: name,
      standardised: standardised
    )
  }

  static func weights(
    _ raw: SparseMatrix,
    _ names: [String],
    name: String,
    standardised: Bool
  ) -> SpatialWeights {
    let matrix =
      standardised ? raw.scalingRows(by: raw.rowSums.map { $0 == 0 ? 0 : 1 / $0 }) : raw
    return SpatialWeights(
      ids: names,
      matrix: matrix,
      description: SpatialWeightsDescription(
        name: name,
        method: .file,
        standardisation: standardised ? .row : .none,
        units: names.count,
        links: matrix.count,
        islands: names.indices.filter { raw.rowSums[$0] == 0 }.map { names[$0] },
        isSymmetric: matrix.isSymmetric(),
        total: matrix.rowSums.reduce(0, +)
      )
    )
  }

  /// Inverse great-circle distance between units, beyond a cut-off nothing.
  static func inverseDistance(
    of panel: Panel,
    latitude: String,
    longitude: String,
    cutoff: Double = .infinity
  ) throws -> SpatialWeights {
    let units = try #require(panel.units)
    let rows = units.names.indices.map { unit in units.codes.firstIndex(of: Int32(unit)) ?? 0 }
    let lat = try panel.values(of: .column(latitude)).numbers
    let lon = try panel.values(of: .column(longitude)).numbers
    return try weights(of: panel) { i, j in
      let (a, b) = (lat[rows[i]] * .pi / 180, lat[rows[j]] * .pi / 180)
      let across = (lon[rows[j]] - lon[rows[i]]) * .pi / 180
      let half =
        pow(sin((b - a) / 2), 2) + cos(a) * cos(b) * pow(sin(across / 2), 2)
      let distance = 2 * 6371.0088 * asin(half.squareRoot())
      return distance <= cutoff ? 1 / distance : 0
    }
  }

  /// Inverse difference of the means of a variable.
  static func economicDistance(of panel: Panel, _ variable: String) throws -> SpatialWeights {
    let units = try #require(panel.units)
    let values = try panel.values(of: .column(variable)).numbers
    var sums = [Double](repeating: 0, count: units.names.count)
    var counts = sums
    for (row, code) in units.codes.enumerated() {
      sums[Int(code)] += values[row]
      counts[Int(code)] += 1
    }
    let means = zip(sums, counts).map { $0 / $1 }
    return try weights(of: panel) { 1 / abs(means[$0] - means[$1]) }
  }

  static func fit(
    _ formula: String,
    _ model: SpatialModel,
    on panel: Panel,
    _ weights: SpatialWeights,
    estimator: SpatialEstimator? = nil,
    vcov: String = "expected",
    lagged: [String]? = nil,
    random: String? = nil,
    condition: String? = nil
  ) throws -> SpatialRegressionResult {
    let options = SpatialOptions(
      formulas: [formula],
      models: [model],
      weights: [weights.name],
      estimator: estimator,
      vcov: [vcov],
      lagged: lagged,
      random: random,
      condition: condition
    )
    let context = AnalysisContext(id: "space", spatialWeights: [weights.name: weights])
    let results =
      panel.index == nil
      ? try SpatialRegression(options).run(on: panel, in: context)
      : try SpatialPanel(options).run(on: panel, in: context)
    return try #require(results.first)
  }

  // MARK: Cases

  static func columbus() throws -> Panel { try panel("columbus.csv", unit: "POLYID") }

  static func cigar() throws -> Panel {
    try panel(
      "cigar.csv",
      unit: "state",
      time: "year",
      derived: [
        ("logc", "log(sales)"), ("logp", "log(price / cpi)"), ("logy", "log(ndi / cpi)"),
      ]
    )
  }

  /// The panel, weights and regressors of a case, and its formula's end.
  static func panelCase(_ id: String) throws -> (Panel, SpatialWeights, String) {
    let isUnit = id.hasSuffix("individual")
    let isTime = id.hasSuffix("time")
    func formula(_ text: String, _ unit: String) -> String {
      if id.hasSuffix("none") { return text }
      return text + " | "
        + (isUnit ? unit : isTime ? "year" : "\(unit) + year")
    }
    if id.hasPrefix("panel_cigar") {
      let panel = try cigar()
      return (panel, try links("us46.edges.csv", of: panel), formula("logc ~ logp + logy", "state"))
    }
    if id.hasPrefix("panel_china30") {
      let panel = try panel("china30_synthetic.csv", unit: "id", time: "year")
      let weights =
        id.contains("geo")
        ? try inverseDistance(of: panel, latitude: "lat", longitude: "lon")
        : try economicDistance(of: panel, "gdp_pc")
      return (panel, weights, formula("er ~ dt + urban + fdi + edu", "id"))
    }
    if id.hasPrefix("panel_china266") {
      let panel = try panel("china266_synthetic.csv", unit: "id", time: "year")
      return (
        panel,
        try inverseDistance(of: panel, latitude: "lat", longitude: "lon", cutoff: 300),
        formula("resil ~ data_agg + innov + govexp + open", "id")
      )
    }
    if id.hasPrefix("panel_produc") {
      let panel = try panel(
        "produc.csv",
        unit: "state",
        time: "year",
        derived: ["pcap", "pc", "emp", "gsp"].map { ("l\($0)", "log(\($0))") }
      )
      let folder = try #require(LinearModelOracleTests.referenceFolder)
      return (
        panel, try links("usaww.edges.csv", of: panel, in: folder),
        formula("lgsp ~ lpcap + lpc + lemp + unemp", "state")
      )
    }
    let panel = try panel(
      "gapminder141.csv",
      unit: "iso_alpha",
      time: "year",
      derived: [("lgdp", "log(gdpPercap)"), ("lpop", "log(pop)")]
    )
    return (
      panel,
      try inverseDistance(of: panel, latitude: "centroid_lat", longitude: "centroid_lon"),
      formula("lifeExp ~ lgdp + lpop", "iso_alpha")
    )
  }
}

extension SpatialRegressionResult {
  func number(_ name: Statistic) -> Double? {
    statistics.first { $0.statistic == name }?.value.value
  }

  var slopes: [Estimate] { estimates.filter { $0.component == .slopes } }
  var lags: [Estimate] { estimates.filter { $0.component == .spatialLag } }
  var constant: Estimate? { estimates.first { $0.component == .constant } }
}

/// Compares relative to the reference.
func expectSpatial(
  _ value: Double?,
  _ reference: Double?,
  _ tolerance: Double,
  _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let value, let reference else {
    Issue.record(
      "\(name): \(String(describing: value)), \(String(describing: reference))",
      sourceLocation: sourceLocation
    )
    return
  }
  #expect(
    abs(value - reference) <= tolerance * abs(reference),
    "\(name): \(value), not \(reference)",
    sourceLocation: sourceLocation
  )
}

/// Compares lists relative to their largest element.
func expectSpatial(
  _ values: [Double],
  _ references: [Double]?,
  _ tolerance: Double,
  _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let references, values.count == references.count else {
    Issue.record(
      "\(name): \(values), \(String(describing: references))",
      sourceLocation: sourceLocation
    )
    return
  }
  for (position, reference) in references.enumerated() {
    expectSpatial(
      values[position],
      reference,
      tolerance,
      "\(name)[\(position)]",
      sourceLocation: sourceLocation
    )
  }
}
