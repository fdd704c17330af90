import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

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
