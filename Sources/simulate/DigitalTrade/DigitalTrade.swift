import Foundation

/// The files of `examples/digital-trade`: a panel that has the shape and the moments of the one in
/// "Digital Trade and Regional Economic Resilience", and effects that are known.
struct DigitalTrade {
  /// Seed and replicate of errors, among several thousand, are those whose panel looks most like the
  /// article's: effects differ by region without other coefficients being far from their truth.
  static let seed: UInt64 = 2382
  static let replicate = 10

  let design: DigitalTradeDesign
  let truth = DigitalTradeTruth()
  let sample: DigitalTradeSample
  /// The indicators of both indices as the file holds them.
  private(set) var indicators: [(indicator: Indicator, values: [Double])] = []

  init() throws(CalibrationError) {
    design = try DigitalTradeDesign(seed: DigitalTrade.seed)
    sample = try DigitalTradeSample(design, truth, replicate: DigitalTrade.replicate)
    for (kinds, index) in [
      (DigitalTradeIndicators.resilience, sample.resilience),
      (DigitalTradeIndicators.trade, design.trade),
    ] {
      let columns = try EntropyIndicators.columns(
        of: kinds,
        index: index,
        noise: kinds.map { noise("indicator \($0.name)") }
      )
      indicators += zip(kinds, columns).map { (indicator: $0, values: $1) }
    }
  }

  /// The instrument of Table 5 in all years but the first: broadband ports of the year before times
  /// telephones of 1984.
  var instrument: [Double] {
    let shape = DigitalTradeDesign.shape
    let ports = indicators.first { $0.indicator.name == "ports" }?.values ?? []
    return (0..<shape.rows).map { row in
      shape.period(row) == 0 ? .nan : ports[row - 1] * phones[shape.unit(row)]
    }
  }

  /// Fixed telephones of each province in 1984.
  private var phones: [Double] {
    var draws = Draws(seed: design.seed, "phones in 1984")
    return design.development.map { exp(2.3 + 0.2 * $0 + 0.5 * draws.normal()) }
  }

  func files() throws(CalibrationError) -> [(name: String, text: String)] {
    [
      ("panel.csv", try panel().text), ("provinces.csv", provinces().text),
      ("truth.json", truthText),
    ]
  }

  /// One row for each province and year.
  private func panel() throws(CalibrationError) -> Table {
    let shape = DigitalTradeDesign.shape
    var table = Table()
    table.add("province", (0..<shape.rows).map { Province.all[shape.unit($0)].name })
    table.add("year", (0..<shape.rows).map { "\(DigitalTradeDesign.years[shape.period($0)])" })
    for (indicator, values) in indicators {
      table.add(indicator.name, values, decimals: indicator.decimals)
    }
    let consumption = indicators.first { $0.indicator.name == "consumption" }?.values ?? []
    try addSectors(to: &table)
    addConsumption(consumption, to: &table)
    table.add("RM", sample.mediators[1], decimals: 6)
    for control in truth.controls {
      table.add(control.name, design.controls[control.name] ?? [], decimals: 6)
    }
    table.add("INF", design.infrastructure, decimals: 8)
    let market = DigitalTradeDesign.latent(
      design.seed,
      "market",
      development: design.development,
      weight: 0.8,
      own: 0.5,
      growth: 0.06,
      shock: 0.08
    )
    table.add(
      "market",
      try Calibration.matched(
        market,
        to: .init(mean: 8.03, deviation: 1.87, minimum: 3.36, maximum: 12.39)
      ),
      decimals: 3
    )
    return table
  }

  /// Value added of the three sectors, of which IS is the level of structure.
  private func addSectors(to table: inout Table) throws(CalibrationError) {
    let size = DigitalTradeDesign.latent(
      design.seed,
      "gdp",
      development: design.development,
      weight: 0.5,
      own: 0.8,
      growth: 0.09,
      shock: 0.01
    )
    let product = try Calibration.matched(
      size,
      to: .init(mean: 27_900, deviation: 23_200, minimum: 2310, maximum: 124_370)
    ).map { rounded($0, 2) }
    let own = Calibration.standardised(noise("primary"))
    let primary = zip(sample.mediators[0], own).map { level, own in
      (3 - level) / 2 * 0.35 / (1 + exp(-own))
    }
    // With shares p, s and t, level = p + 2s + 3t and p + s + t = 1.
    let shares = zip(sample.mediators[0], primary).map { level, p in
      (primary: p, tertiary: level - 2 + p)
    }
    let first = zip(product, shares).map { rounded($0 * $1.primary, 3) }
    let third = zip(product, shares).map { rounded($0 * $1.tertiary, 3) }
    let second = product.indices.map { product[$0] - first[$0] - third[$0] }
    table.add("gdp", product, decimals: 3)
    table.add("primary", first, decimals: 3)
    table.add("secondary", second, decimals: 3)
    table.add("tertiary", third, decimals: 3)
  }

  /// Consumption of four kinds per inhabitant, which make the share CU of all of it.
  private func addConsumption(_ total: [Double], to table: inout Table) {
    let names = ["household_goods", "transport", "education", "health"]
    let sizes = names.map { name in noise("consumption of \(name)").map { exp(0.15 * $0) } }
    let sums = total.indices.map { row in sizes.reduce(0) { $0 + $1[row] } }
    for (name, size) in zip(names, sizes) {
      let values = total.indices.map { row in
        total[row] * sample.mediators[2][row] * size[row] / sums[row]
      }
      table.add(name, values, decimals: 3)
    }
  }

  /// Noise of unit variance, half of it a province's own in all years.
  private func noise(_ name: String) -> [Double] {
    var draws = Draws(seed: design.seed, name)
    let shape = DigitalTradeDesign.shape
    let levels = draws.normals(shape.units)
    return draws.normals(shape.rows).enumerated().map { row, own in
      0.8 * levels[shape.unit(row)] + 0.6 * own
    }
  }

  /// One row for each province.
  private func provinces() -> Table {
    let all = Province.all
    var table = Table()
    table.add("province", all.map(\.name))
    table.add("province_zh", all.map(\.nameInChinese))
    table.add("region", all.map(\.region.rawValue))
    table.add("capital", all.map(\.capital))
    table.add("latitude", all.map(\.latitude), decimals: 5)
    table.add("longitude", all.map(\.longitude), decimals: 5)
    table.add("phones_1984", phones, decimals: 2)
    return table
  }
}
