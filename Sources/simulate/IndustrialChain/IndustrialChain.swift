import Foundation

/// The simulated panel of `examples/industrial-chain`: 266 cities, 2009–2022, 3,182 rows, with the
/// variables and moments of the published table and with effects that are known.
///
///     indusres_it = α_i + λ_t + θ(t − g_i) + 0.02·ln tech_it + 0.008·eco_it + 0.003·industry_it
///                   − 0.02·gov_it + σ_i·u_it,      u an autoregression of order one
///
/// θ is 0 before a zone's first year g_i. Spending on technology shifts up in the cities of the
/// zones from g_i on, by a cause other than the zones, and enters in logarithms: models without it
/// overstate the effect, and those that take it linearly still do, by less.
struct IndustrialChain {
  var seed: UInt64 = 2016

  static let years = 2009...2022
  static let rowCount = 3182

  /// θ, the effect of a zone by years since its first.
  static let effects = [0.002, 0.005, 0.008, 0.011, 0.013, 0.014, 0.015, 0.0155]

  /// The moments as printed.
  static let outcomeMoments = Moments(
    mean: 0.149,
    deviation: 0.052,
    minimum: 0.121,
    maximum: 0.929
  )
  static let covariateMoments: [(name: String, moments: Moments, decimals: Int)] = [
    ("eco", Moments(mean: 10.68, deviation: 0.626, minimum: 9.205, maximum: 12.09), 4),
    ("industry", Moments(mean: 15.73, deviation: 1.026, minimum: 13.32, maximum: 18.14), 4),
    ("peop", Moments(mean: 5.874, deviation: 0.695, minimum: 3.807, maximum: 7.245), 4),
    ("tech", Moments(mean: 0.016, deviation: 0.015, minimum: 0.002, maximum: 0.082), 5),
    ("gov", Moments(mean: 0.193, deviation: 0.098, minimum: 0.071, maximum: 0.626), 4),
  ]

  /// The observed rows, by city and then by year, with columns as the file holds them.
  struct Rows {
    /// The place of the city in ``City/all``.
    var unit: [Int] = []
    var year: [Int] = []
    var treated: [Double] = []
    /// θ of the row, 0 without treatment.
    var effect: [Double] = []
    var covariates: [String: [Double]] = [:]
    var outcome: [Double] = []
  }

  func rows() throws -> Rows {
    let observed = observedYears()
    var rows = Rows()
    for (unit, city) in City.all.enumerated() {
      for year in IndustrialChain.years where observed[unit].contains(year) {
        let since = city.zone.map { year - $0.firstYear } ?? -1
        rows.unit.append(unit)
        rows.year.append(year)
        rows.treated.append(since >= 0 ? 1 : 0)
        rows.effect.append(since >= 0 ? IndustrialChain.effects[since] : 0)
      }
    }
    let latent = latentCovariates()
    for (name, moments, decimals) in IndustrialChain.covariateMoments {
      let draws = zip(rows.unit, rows.year).map { unit, year in
        latent[name]?[unit][year - IndustrialChain.years.lowerBound] ?? .nan
      }
      rows.covariates[name] = try Calibration.matched(draws, to: moments)
        .map { rounded($0, decimals) }
    }
    rows.outcome = try outcome(of: rows)
    return rows
  }

  /// The panel and the table of its cities.
  func files() throws -> [(name: String, text: String)] {
    let rows = try rows()
    var panel = Table()
    panel.add("city", rows.unit.map { City.all[$0].name })
    panel.add("year", rows.year.map(String.init))
    panel.add("indusres", rows.outcome, decimals: 5)
    panel.add("did", rows.treated, decimals: 0)
    for (name, _, decimals) in IndustrialChain.covariateMoments {
      panel.add(name, rows.covariates[name] ?? [], decimals: decimals)
    }
    return [("panel.csv", panel.text), ("cities.csv", City.table.text)]
  }
}

// MARK: The sample

extension IndustrialChain {
  /// The years in which each city is observed.
  ///
  /// 542 city-years have no row: most at the beginning of the period, some at its end, and a few in
  /// between. Bijie and Tongren are cities of prefecture level since 2011 and begin in 2012.
  private func observedYears() -> [Set<Int>] {
    var draws = Draws(seed: seed, "observed")
    let cities = City.all
    let years = IndustrialChain.years
    var observed = cities.map { _ in Set(years) }
    for unit in cities.indices where ["Bijie", "Tongren"].contains(cities[unit].name) {
      observed[unit].subtract(2009...2011)
    }
    func drop(_ count: Int, _ choice: (inout Draws, Int) -> Int?) {
      var left = count
      while left > 0 {
        let unit = draws.integer(below: cities.count)
        guard let year = choice(&draws, unit), observed[unit].remove(year) != nil else { continue }
        left -= 1
      }
    }
    drop(440) { _, unit in observed[unit].min().flatMap { $0 < 2014 ? $0 : nil } }
    drop(70) { _, unit in
      guard cities[unit].zone == nil, let last = observed[unit].max() else { return nil }
      return last > 2020 ? last : nil
    }
    drop(7) { _, unit in
      cities[unit].zone != nil && observed[unit].contains(years.upperBound) ? years.upperBound : nil
    }
    drop(years.count * cities.count - IndustrialChain.rowCount - 440 - 70 - 7 - 6) { draws, unit in
      guard let first = observed[unit].min(), let last = observed[unit].max() else { return nil }
      let year = first + 1 + draws.integer(below: last - first - 1)
      return cities[unit].zone.map { year >= $0.firstYear } == true ? nil : year
    }
    return observed
  }

  // MARK: Covariates

  /// Draws of the covariates, by unit and by year: increasing maps make columns of them.
  private func latentCovariates() -> [String: [[Double]]] {
    let cities = City.all
    let size = Calibration.standardised(cities.map { log(Double($0.population)) })
    let coast = Calibration.standardised(cities.map(\.longitude))
    let levels = ["eco", "industry", "peop", "tech", "gov"].map { name in
      var draws = Draws(seed: seed, "level of \(name)")
      return (name, draws.normals(cities.count))
    }
    let level = Dictionary(uniqueKeysWithValues: levels)
    func values(
      _ name: String,
      share: Double,
      moving: Double,
      _ base: (Int, Int) -> Double
    ) -> [[Double]] {
      let paths = autoregressions(name, persistence: 0.6)
      return cities.indices.map { unit in
        paths[unit].indices.map { period in
          base(unit, period) + share * (level[name]?[unit] ?? 0) + moving * paths[unit][period]
        }
      }
    }
    let last = Double(IndustrialChain.years.count - 1)
    let people = values("peop", share: 0.6, moving: 0.02) { unit, period in
      0.8 * size[unit] + 0.02 * Double(period) / last
    }
    let income = values("eco", share: 0.6, moving: 0.18) { unit, period in
      0.4 * size[unit] + 0.35 * coast[unit] + 1.5 * Double(period) / last
    }
    let industry = values("industry", share: 0.5, moving: 0.15) { unit, period in
      0.65 * people[unit][period] + 0.55 * income[unit][period]
    }
    let technology = values("tech", share: 0.45, moving: 0.3) { unit, period in
      let year = IndustrialChain.years.lowerBound + period
      let shift = cities[unit].zone.map { year >= $0.firstYear } == true ? 0.3 : 0
      return 0.4 * size[unit] + 0.35 * coast[unit] + 0.5 * Double(period) / last + shift
    }
    let government = values("gov", share: 0.35, moving: 0.1) { unit, period in
      -0.3 * income[unit][period] + 0.6 * Double(period) / last
    }
    return [
      "eco": income, "industry": industry, "peop": people,
      "tech": technology.map { $0.map(exp) }, "gov": government.map { $0.map(exp) },
    ]
  }

  /// One stationary autoregression with variance 1 for each city, by unit and by year.
  private func autoregressions(_ name: String, persistence: Double) -> [[Double]] {
    var draws = Draws(seed: seed, "path of \(name)")
    let innovation = (1 - persistence * persistence).squareRoot()
    return City.all.map { _ in
      var value = draws.normal()
      return IndustrialChain.years.map { year in
        if year > IndustrialChain.years.lowerBound {
          value = persistence * value + innovation * draws.normal()
        }
        return value
      }
    }
  }

  // MARK: The outcome

  /// What varies within cities, and then levels of the cities by which all rows have the moments.
  ///
  /// Few cities stand far above the others, those with most inhabitants, and theirs is most of the
  /// noise.
  private func outcome(of rows: Rows) throws -> [Double] {
    let cities = City.all
    var draws = Draws(seed: seed, "level of indusres")
    let size = cities.map { log(Double($0.population)) + 0.25 * draws.normal() }
    let ranks = size.indices.sorted { size[$0] > size[$1] }
    var excess = cities.map { _ in 0.0 }
    for (rank, unit) in ranks.enumerated() { excess[unit] = 0.6 * pow(Double(rank + 1), -0.9) }

    let paths = autoregressions("indusres", persistence: 0.5)
    let first = IndustrialChain.years.lowerBound
    let drift = common(rows)
    var within = cities.map { _ in [Double]() }
    for row in rows.unit.indices {
      let (unit, period) = (rows.unit[row], rows.year[row] - first)
      let deviation = 0.003 + 0.12 * excess[unit]
      within[unit].append(
        drift[row] + rows.effect[row] + 0.004 * Double(period) / 13
          + deviation * paths[unit][period]
      )
    }
    let order = cities.indices.map { excess[$0] + 0.004 * draws.normal() }
    return try Calibration.levelled(within, order: order, to: IndustrialChain.outcomeMoments)
      .flatMap { $0.map { rounded($0, 5) } }
  }

  /// What covariates contribute, without the mean of each year.
  private func common(_ rows: Rows) -> [Double] {
    func column(_ name: String) -> [Double] { rows.covariates[name] ?? [] }
    let (income, industry, technology, government) = (
      column("eco"), column("industry"), column("tech"), column("gov")
    )
    let sums = rows.unit.indices.map { row in
      0.02 * log(technology[row]) + 0.008 * income[row] + 0.003 * industry[row]
        - 0.02 * government[row]
    }
    var total: [Int: (sum: Double, count: Double)] = [:]
    for (year, value) in zip(rows.year, sums) {
      let before = total[year] ?? (0, 0)
      total[year] = (before.sum + value, before.count + 1)
    }
    return zip(rows.year, sums).map { year, value in
      value - (total[year].map { $0.sum / $0.count } ?? 0)
    }
  }
}
