import Foundation

/// The simulated panel of `examples/virtual-agglomeration`: 30 provinces, 2009–2020, 360 rows, with
/// the variables and moments of the published table and with effects that are known.
///
///     E(SL_it) = a + λ_t + u_i + (0.42 − 0.025·(RD_it − 29.11))·Vag_it + 0.005·RD_it
///                + 0.03·GDP_it/10,000 − 0.8·TAX_it + 0.4·CPI_it + 0.7·FDI_it
///
/// Deviations from it are log-normal less their mean, and larger where E(SL) is, so that values are
/// positive and skewed as published; within a province they last from year to year.
struct VirtualAgglomeration {
  var seed: UInt64 = 34

  static let years = 2009...2020

  /// The effect of virtual agglomeration where R&D is at its mean, and how it changes with R&D.
  static let effectAtMean = 0.42
  static let interaction = -0.025
  static let meanOfResearch = 29.11

  /// λ, by year.
  static let yearEffects = [
    0, 0.09, 0.05, 0, 0.01, 0.02, -0.01, 0.01, 0.11, 0.12, 0.1, 0.05,
  ]

  static let outcomeMoments = Moments(
    mean: 0.226,
    deviation: 0.129,
    minimum: 0.0672,
    maximum: 0.869
  )
  static let agglomerationMoments = Moments(
    mean: 0.0307,
    deviation: 0.158,
    minimum: 0.000117,
    maximum: 0.974
  )
  static let covariateMoments: [(name: String, moments: Moments, decimals: Int)] = [
    ("GDP", Moments(mean: 12_509, deviation: 7875, minimum: 4287, maximum: 47_118), 0),
    ("TAX", Moments(mean: 0.0812, deviation: 0.0294, minimum: 0.0422, maximum: 0.2), 5),
    ("CPI", Moments(mean: 0.376, deviation: 0.0661, minimum: 0.222, maximum: 0.538), 4),
    ("FDI", Moments(mean: 0.0201, deviation: 0.0159, minimum: 0.0001, maximum: 0.0819), 5),
    ("Internet", Moments(mean: 7.045, deviation: 1.037, minimum: 3.49, maximum: 9.066), 4),
    ("RD", Moments(mean: 29.11, deviation: 10.56, minimum: 15.78, maximum: 62.14), 2),
  ]

  /// The provinces in which digital services crowd together, with the first year of that.
  ///
  /// The published mean and deviation leave room for about twelve rows far above all others.
  static let leaders = ["Guangdong": 2016, "Zhejiang": 2018, "Beijing": 2019, "Shanghai": 2019]

  /// The panel by province and then by year, with columns as the file holds them.
  struct Rows {
    /// The place of the province in ``Province/all``.
    var unit: [Int] = []
    var year: [Int] = []
    var agglomeration: [Double] = []
    var covariates: [String: [Double]] = [:]
    /// E(SL) given everything else.
    var expected: [Double] = []
    var outcome: [Double] = []
  }

  func rows() throws -> Rows {
    var rows = Rows()
    for unit in Province.all.indices {
      for year in VirtualAgglomeration.years {
        rows.unit.append(unit)
        rows.year.append(year)
      }
    }
    rows.agglomeration = try agglomeration(of: rows)
    let latent = latentCovariates()
    for (name, moments, decimals) in VirtualAgglomeration.covariateMoments {
      rows.covariates[name] = try Calibration.matched(latent[name] ?? [], to: moments)
        .map { rounded($0, decimals) }
    }
    try addOutcome(to: &rows)
    return rows
  }

  /// The panel and the table of its provinces.
  func files() throws -> [(name: String, text: String)] {
    let rows = try rows()
    var panel = Table()
    panel.add("province", rows.unit.map { Province.all[$0].name })
    panel.add("year", rows.year.map(String.init))
    panel.add("SL", rows.outcome, decimals: 5)
    panel.add("Vag", rows.agglomeration, decimals: 6)
    for (name, _, decimals) in VirtualAgglomeration.covariateMoments {
      panel.add(name, rows.covariates[name] ?? [], decimals: decimals)
    }
    var provinces = Table()
    provinces.add("province", Province.all.map(\.name))
    provinces.add("province_zh", Province.all.map(\.nameInChinese))
    provinces.add("region", Province.all.map(\.region.rawValue))
    provinces.add("capital", Province.all.map(\.capital))
    provinces.add("latitude", Province.all.map(\.latitude), decimals: 5)
    provinces.add("longitude", Province.all.map(\.longitude), decimals: 5)
    return [("panel.csv", panel.text), ("provinces.csv", provinces.text)]
  }
}

// MARK: Regressors

extension VirtualAgglomeration {
  /// Twelve values near 0.9 and 348 near 0, both of a log-normal kind, and scaled so that all have
  /// the printed moments.
  private func agglomeration(of rows: Rows) throws -> [Double] {
    let moments = VirtualAgglomeration.agglomerationMoments
    var draws = Draws(seed: seed, "Vag")
    let level = draws.normals(Province.all.count)
    let (low, high) = rows.unit.indices.reduce(into: ([Int](), [Int]())) { places, row in
      let first = VirtualAgglomeration.leaders[Province.all[rows.unit[row]].name]
      if let first, rows.year[row] >= first { places.1.append(row) } else { places.0.append(row) }
    }
    let small = low.map { row in
      exp(level[rows.unit[row]] + 0.12 * Double(rows.year[row] - 2009) + 0.3 * draws.normal())
    }
    let large = Calibration.standardised(high.map { _ in draws.normal() })
    // The mean of the high ones, by which the deviation of all is as printed.
    var (below, above) = (0.7, 0.95)
    var values = [Double](repeating: 0, count: rows.unit.count)
    for _ in 0..<60 {
      let centre = (below + above) / 2
      let spread = (moments.maximum - centre) / (large.max() ?? 1)
      for (row, value) in zip(high, large) { values[row] = centre + spread * value }
      let rest = moments.mean * Double(values.count) - centre * Double(high.count)
      let mean = rest / Double(low.count)
      let excess = small.reduce(0, +) / Double(small.count) - (small.min() ?? 0)
      let scale = (mean - moments.minimum) / excess
      for (row, value) in zip(low, small) {
        values[row] = moments.minimum + scale * (value - (small.min() ?? 0))
      }
      if Moments(of: values).deviation < moments.deviation {
        below = centre
      } else {
        above = centre
      }
    }
    return values.map { rounded($0, 6) }
  }

  /// Draws of the covariates, in the order of the rows: increasing maps make columns of them.
  private func latentCovariates() -> [String: [Double]] {
    let leads = Province.all.map { VirtualAgglomeration.leaders[$0.name] == nil ? 0.0 : 1.0 }
    let paths = Dictionary(
      uniqueKeysWithValues: VirtualAgglomeration.covariateMoments.map { name, _, _ in
        (name, self.paths(name, level: 0.8, persistence: 0.7))
      }
    )
    func values(_ name: String, _ value: (Int, Int, Double) -> Double) -> [Double] {
      Province.all.indices.flatMap { unit in
        VirtualAgglomeration.years.map { year in
          value(unit, year, paths[name]?[unit][year - 2009] ?? .nan)
        }
      }
    }
    let income = values("GDP") { unit, year, path in
      0.4 * path + 0.5 * leads[unit] + 0.05 * Double(year - 2009)
    }
    func own(_ unit: Int, _ year: Int) -> Double { income[unit * 12 + year - 2009] }
    let taxes = values("TAX") { unit, year, path in 0.3 * path + 0.25 * own(unit, year) }
    let consumption = values("CPI") { unit, year, path in path + 0.3 * leads[unit] }
    let investment = values("FDI") { unit, year, path in
      0.8 * path + 0.4 * leads[unit] - 0.03 * Double(year - 2009)
    }
    let network = values("Internet") { unit, year, path in
      0.5 * path + 0.6 * own(unit, year) + 0.12 * Double(year - 2009)
    }
    let research = values("RD") { unit, year, path in
      leads[unit] > 0
        ? 0.45 + 0.16 * path
        : 0.3 * path + 0.25 * own(unit, year) + 0.1 * consumption[unit * 12 + year - 2009]
    }
    return [
      "GDP": income.map(exp), "TAX": taxes.map(exp), "CPI": consumption,
      "FDI": investment.map(exp), "Internet": network, "RD": research.map(exp),
    ]
  }

  /// For each province a level that lasts, of a share of the variance, and an autoregression around
  /// it; of variance 1 together.
  private func paths(_ name: String, level: Double, persistence: Double) -> [[Double]] {
    var draws = Draws(seed: seed, "path of \(name)")
    let innovation = (1 - persistence * persistence).squareRoot()
    return Province.all.map { _ in
      let lasting = level.squareRoot() * draws.normal()
      var moving = draws.normal()
      return VirtualAgglomeration.years.map { year in
        if year > VirtualAgglomeration.years.lowerBound {
          moving = persistence * moving + innovation * draws.normal()
        }
        return lasting + (1 - level).squareRoot() * moving
      }
    }
  }
}

// MARK: The outcome

extension VirtualAgglomeration {
  /// The size of deviations grows with the distance of E(SL) from this, up to 0.17.
  private static let floor = 0.06

  /// Solves the constant by the printed mean and the size of the noise by the printed deviation.
  ///
  /// The smallest and the largest value are those printed.
  private func addOutcome(to rows: inout Rows) throws {
    let moments = VirtualAgglomeration.outcomeMoments
    let noise = paths("SL", level: 0, persistence: 0.3).flatMap(\.self)
    let parts = systematic(rows)
    func outcome(_ constant: Double, _ size: Double) -> [Double] {
      var values = zip(parts, noise).map { part, draw in
        let expected = constant + part
        let scale = min(max(expected - VirtualAgglomeration.floor, 0), 0.17)
        let value = expected + scale * (exp(size * draw - size * size / 2) - 1)
        return min(max(value, moments.minimum), moments.maximum)
      }
      if let lowest = values.indices.min(by: { values[$0] < values[$1] }) {
        values[lowest] = moments.minimum
      }
      if let highest = values.indices.max(by: { values[$0] < values[$1] }) {
        values[highest] = moments.maximum
      }
      return values
    }
    func constant(_ size: Double) -> Double {
      bisected(from: -1, to: 1) { Moments(of: outcome($0, size)).mean < moments.mean }
    }
    let size = bisected(from: 0.05, to: 1.5) { size in
      Moments(of: outcome(constant(size), size)).deviation < moments.deviation
    }
    let solved = constant(size)
    rows.expected = parts.map { $0 + solved }
    rows.outcome = outcome(solved, size).map { rounded($0, 5) }
    guard Moments(of: rows.outcome).prints(as: moments, decimals: 3) else {
      throw CalibrationError("\(moments) is out of reach for SL")
    }
  }

  /// E(SL) without its constant.
  private func systematic(_ rows: Rows) -> [Double] {
    var draws = Draws(seed: seed, "effect of provinces")
    let effects = draws.normals(Province.all.count).map { 0.02 * $0 }
    func column(_ name: String) -> [Double] { rows.covariates[name] ?? [] }
    let (income, taxes, consumption, investment, research) = (
      column("GDP"), column("TAX"), column("CPI"), column("FDI"), column("RD")
    )
    return rows.unit.indices.map { row in
      let slope =
        VirtualAgglomeration.effectAtMean
        + VirtualAgglomeration.interaction * (research[row] - VirtualAgglomeration.meanOfResearch)
      let controls =
        0.03 * income[row] / 10_000 - 0.8 * taxes[row] + 0.4 * consumption[row]
        + 0.7 * investment[row]
      return VirtualAgglomeration.yearEffects[rows.year[row] - 2009] + effects[rows.unit[row]]
        + slope * rows.agglomeration[row] + 0.005 * research[row] + controls
    }
  }

  /// Where a condition stops to hold, between a number for which it does and one for which it does
  /// not.
  private func bisected(from low: Double, to high: Double, _ holds: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
