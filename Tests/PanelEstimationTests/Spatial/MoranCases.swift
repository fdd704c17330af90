import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// Cases of reference for tests of spatial autocorrelation: data, neighbours and numbers.
struct MoranCase {
  var id: String
  var names: [String]
  var values: [Double]
  var weights: SparseMatrix
  var isRowStandardised: Bool

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Oracle/Spatial").standardizedFileURL

  /// Everything the analysis needs: a cross-section of one variable, `v`.
  var panel: Panel { Self.panel(names, ["v": values]) }

  var context: AnalysisContext { Self.context(names, ["w": weights], isRowStandardised) }

  static func panel(_ names: [String], _ columns: [String: [Double]]) -> Panel {
    Panel(
      table: DataTable(columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) }),
      crossSection: UnitKeys(
        variable: "unit",
        names: names,
        codes: names.indices.map(Int32.init)
      )
    )
  }

  static func context(
    _ names: [String],
    _ matrices: [String: SparseMatrix],
    _ isRowStandardised: Bool = true,
    seed: UInt64 = 42,
    threads: Int = 2,
    entries: [String: any Analysis] = [:]
  ) -> AnalysisContext {
    AnalysisContext(
      seed: seed,
      id: "moran",
      threadCount: threads,
      entries: entries,
      spatialWeights: Dictionary(
        uniqueKeysWithValues: matrices.map { name, matrix in
          (
            name,
            SpatialWeights(
              ids: names,
              matrix: matrix,
              description: SpatialWeightsDescription(
                name: name,
                method: .file,
                standardisation: isRowStandardised ? .row : .none,
                units: names.count,
                links: matrix.count,
                islands: names.indices.filter { matrix.positions(ofRow: $0).isEmpty }.map {
                  names[$0]
                },
                isSymmetric: matrix.isSymmetric(tolerance: 1e-12),
                total: Summation.sum(matrix.values)
              )
            )
          )
        }
      )
    )
  }
}

// MARK: Reading

/// A file of comma-separated values.
struct PlainTable {
  var names: [String]
  var rows: [[String]]

  init(_ file: String) throws {
    let text = try String(
      contentsOf: MoranCase.folder.appending(path: "data/\(file)"),
      encoding: .utf8
    )
    let lines = text.split(whereSeparator: \.isNewline)
      .map(Self.fields)
    names = lines[0]
    rows = Array(lines.dropFirst())
  }

  /// Fields between commas outside quotes.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  func texts(_ name: String) throws -> [String] {
    let place = try #require(names.firstIndex(of: name))
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) throws -> [Double] {
    try texts(name).map { try #require(Double($0)) }
  }
}

extension SparseMatrix {
  /// Rows that add up to one, where they hold anything.
  var rowsToOne: SparseMatrix { scalingRows(by: rowSums.map { $0 > 0 ? 1 / $0 : 0 }) }

  static func edges(_ file: String, among names: [String]) throws -> SparseMatrix {
    let table = try PlainTable(file)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return SparseMatrix(
      rowCount: names.count,
      columnCount: names.count,
      entries: try table.rows.map { row in
        Entry(
          try #require(places[row[0]]),
          try #require(places[row[1]]),
          try #require(Double(row[2]))
        )
      }
    )
  }

  /// Lists of neighbours, two lines for each place.
  ///
  /// - Parameter names: Those of the places; in the order of the file where absent.
  static func gal(_ file: String, among names: [String]?) throws -> SparseMatrix {
    let text = try String(
      contentsOf: MoranCase.folder.appending(path: "data/\(file)"),
      encoding: .utf8
    )
    var words = text.split(whereSeparator: \.isNewline).dropFirst().joined(separator: " ")
      .split(separator: " ").map(String.init)[...]
    var lists: [(name: String, neighbours: [String])] = []
    while let name = words.popFirst(), let count = words.popFirst().flatMap({ Int($0) }) {
      lists.append((name, Array(words.prefix(count))))
      words = words.dropFirst(count)
    }
    let names = names ?? lists.map(\.name)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var entries: [Entry] = []
    for list in lists {
      let row = try #require(places[list.name])
      for other in list.neighbours {
        entries.append(Entry(row, try #require(places[other]), 1))
      }
    }
    return SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries)
  }

  /// f(i, j) for every pair of different places.
  static func pairs(_ count: Int, _ weight: (Int, Int) -> Double) -> SparseMatrix {
    var matrix = Matrix(rowCount: count, columnCount: count)
    for i in 0..<count {
      for j in 0..<count where i != j { matrix[i, j] = weight(i, j) }
    }
    return SparseMatrix(matrix)
  }

  /// One over kilometres along great circles.
  static func inverseDistance(_ longitudes: [Double], _ latitudes: [Double]) -> SparseMatrix {
    let radian = Double.pi / 180
    return pairs(longitudes.count) { i, j in
      let north = sin((latitudes[j] - latitudes[i]) * radian / 2)
      let east = sin((longitudes[j] - longitudes[i]) * radian / 2)
      let h =
        north * north + cos(latitudes[i] * radian) * cos(latitudes[j] * radian) * east * east
      return 1 / (2 * 6371.0088 * asin(h.squareRoot()))
    }
  }

  /// One over the difference of means.
  static func economicDistance(_ means: [Double]) -> SparseMatrix {
    pairs(means.count) { 1 / abs(means[$0] - means[$1]) }
  }
}

// MARK: The cases

extension MoranCase {
  /// A cross-section in a file with its neighbours in another.
  private init(
    _ id: String,
    _ file: String,
    unit: String,
    _ variable: String,
    neighbours: String,
    isRowStandardised: Bool = true
  ) throws {
    let table = try PlainTable(file)
    try self.init(
      id,
      names: table.texts(unit),
      values: table.numbers(variable),
      neighbours: neighbours,
      isRowStandardised: isRowStandardised
    )
  }

  private init(
    _ id: String,
    names: [String],
    values: [Double],
    neighbours: String,
    isInOrderOfFile: Bool = false,
    isRowStandardised: Bool = true
  ) throws {
    let links =
      neighbours.hasSuffix(".gal")
      ? try SparseMatrix.gal(neighbours, among: isInOrderOfFile ? nil : names)
      : try SparseMatrix.edges(neighbours, among: names)
    self.init(
      id: id,
      names: names,
      values: values,
      weights: isRowStandardised ? links.rowsToOne : links,
      isRowStandardised: isRowStandardised
    )
  }

  static func crossSections() throws -> [MoranCase] {
    let columbus = ("columbus.csv", "columbus_queen.edges.csv")
    var cases: [MoranCase] = []
    for variable in ["CRIME", "HOVAL", "INC"] {
      cases.append(
        try MoranCase(
          "columbus_\(variable)_W",
          columbus.0,
          unit: "POLYID",
          variable,
          neighbours: columbus.1
        )
      )
    }
    cases += [
      try MoranCase(
        "columbus_CRIME_B",
        columbus.0,
        unit: "POLYID",
        "CRIME",
        neighbours: columbus.1,
        isRowStandardised: false
      ),
      try MoranCase(
        "afcon_totcon_rook",
        "afcon.csv",
        unit: "id",
        "totcon",
        neighbours: "afcon_rook.edges.csv"
      ),
      try MoranCase(
        "baltimore_PRICE_q",
        "baltimore.csv",
        unit: "STATION",
        "PRICE",
        neighbours: "baltimore_q.gal"
      ),
      try MoranCase(
        "boston_CMEDV",
        "boston.csv",
        unit: "id",
        "CMEDV",
        neighbours: "boston_soi.edges.csv"
      ),
      try MoranCase("eire_A", "eire.csv", unit: "id", "A", neighbours: "eire.edges.csv"),
      try MoranCase(
        "eire_OWNCONS",
        "eire.csv",
        unit: "id",
        "OWNCONS",
        neighbours: "eire.edges.csv"
      ),
      try MoranCase("nydata_W", "nydata.csv", unit: "id", "Z", neighbours: "nydata.edges.csv"),
      try MoranCase(
        "us_states_income",
        "us_states.csv",
        unit: "GEOID",
        "median_income_15",
        neighbours: "us_states_queen.edges.csv"
      ),
      try MoranCase(
        "usedcars",
        "usedcars.csv",
        unit: "state",
        "price.1960",
        neighbours: "usedcars_usa48.edges.csv"
      ),
    ]
    return try cases + columbusDistance() + auckland() + sids() + mexico() + states() + gapminder()
  }

  private static func columbusDistance() throws -> [MoranCase] {
    let table = try PlainTable("columbus.csv")
    let (x, y) = (try table.numbers("X"), try table.numbers("Y"))
    return [
      MoranCase(
        id: "columbus_CRIME_invdist_raw",
        names: try table.texts("POLYID"),
        values: try table.numbers("CRIME"),
        weights: .pairs(x.count) { i, j in
          1 / ((x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j])).squareRoot()
        },
        isRowStandardised: false
      )
    ]
  }

  private static func auckland() throws -> [MoranCase] {
    let table = try PlainTable("auckland.csv")
    let rates = zip(try table.numbers("Deaths.1977.85"), try table.numbers("Under.5.1981"))
      .map { $0 / (9 * $1) }
    return [
      try MoranCase(
        "auckland",
        names: table.texts("id"),
        values: rates,
        neighbours: "auckland.edges.csv"
      )
    ]
  }

  private static func sids() throws -> [MoranCase] {
    let table = try PlainTable("ncsids.csv")
    func rates(_ year: Int) throws -> [Double] {
      zip(try table.numbers("SID\(year)"), try table.numbers("BIR\(year)")).map { $0 / $1 }
    }
    return [
      try MoranCase(
        "ncsids_rate74",
        names: table.texts("FIPSNO"),
        values: rates(74),
        neighbours: "ncsids_CR85.edges.csv"
      ),
      try MoranCase(
        "ncsids_rate79_islands",
        names: table.texts("FIPSNO"),
        values: rates(79),
        neighbours: "ncsids_CC89.edges.csv"
      ),
    ]
  }

  private static func mexico() throws -> [MoranCase] {
    let table = try PlainTable("mexico.csv")
    let names = try table.texts("State")
    let values = try table.numbers("pcgdp1940")
    let columns = try stride(from: 1940, through: 2000, by: 10).map {
      try table.numbers("pcgdp\($0)")
    }
    let means = names.indices.map { row in
      Summation.mean(columns.map { $0[row] })
    }
    return [
      try MoranCase(
        "mexico_1940_contig",
        names: names,
        values: values,
        neighbours: "mexico.gal",
        isInOrderOfFile: true
      ),
      MoranCase(
        id: "mexico_1940_econ",
        names: names,
        values: values,
        weights: SparseMatrix.economicDistance(means).rowsToOne,
        isRowStandardised: true
      ),
    ]
  }

  private static func states() throws -> [MoranCase] {
    let table = try PlainTable("us_income.csv")
    let years = try table.numbers("year")
    return try [1929, 1950, 1970, 1990, 2009].map { year in
      let rows = years.indices.filter { years[$0] == Double(year) }
      let names = try table.texts("pos")
      let incomes = try table.numbers("income")
      let own = rows.map { names[$0] }
      return try MoranCase(
        "us_income_\(year)",
        names: own,
        values: rows.map { incomes[$0] },
        neighbours: "us_income_states48.gal"
      )
    }
  }

  private static func gapminder() throws -> [MoranCase] {
    let table = try PlainTable("gapminder141.csv")
    let years = try table.numbers("year")
    let countries = try table.texts("country")
    let income = try table.numbers("gdpPercap")
    let life = try table.numbers("lifeExp")
    let first = years.indices.filter { years[$0] == 1952 }
    let names = first.map { countries[$0] }
    let longitudes = try table.numbers("centroid_lon")
    let latitudes = try table.numbers("centroid_lat")
    let means = names.map { name in
      Summation.mean(countries.indices.filter { countries[$0] == name }.map { income[$0] })
    }
    let distance = SparseMatrix.inverseDistance(
      first.map { longitudes[$0] },
      first.map { latitudes[$0] }
    ).rowsToOne
    let economic = SparseMatrix.economicDistance(means).rowsToOne
    func values(_ numbers: [Double], _ year: Double) -> [Double] {
      years.indices.filter { years[$0] == year }.map { numbers[$0] }
    }
    return [
      ("lifeExp_1952_gap_econ", values(life, 1952), economic),
      ("lifeExp_1952_gap_invdist", values(life, 1952), distance),
      ("lifeExp_2007_gap_econ", values(life, 2007), economic),
      ("lifeExp_2007_gap_invdist", values(life, 2007), distance),
      ("loggdp_1977_gap_econ", values(income, 1977).map { log($0) }, economic),
    ].map { id, values, weights in
      MoranCase(
        id: "gapminder_\(id)",
        names: names,
        values: values,
        weights: weights,
        isRowStandardised: true
      )
    }
  }
}
