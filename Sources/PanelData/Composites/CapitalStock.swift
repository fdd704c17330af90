import Foundation
package import PanelResults

/// A stock of capital by perpetual inventory.
///
///     K_t = (1 − δ) K_{t−1} + I_t / P_t,     K_0 = (I_0 / P_0) / (g + δ)
///
/// In constant prices of the base period where deflators are given. g is the geometric mean
/// growth of real investment over the unit's first periods, or `initial_rate` stands for g + δ.
///
/// - SeeAlso: Goldsmith (1951), *A perpetual inventory of national wealth*; Hall and Jones
///   (1999), section III, for g; Zhang, Wu and Zhang (2004) for δ = 0.096 and 0.10.
package struct CapitalStock: CompositeVariable {
  package static let kind = "capital-stock"
  package static let summary =
    "A stock of capital from investment by perpetual inventory, unit by unit."

  package var investment: String
  package var deflator: String?
  package var base: Int?
  package var depreciation: Double
  package var growthPeriods: Int?
  package var initialRate: Double?

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case investment, deflator, base, depreciation
    case growthPeriods = "growth_periods"
    case initialRate = "initial_rate"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.investment.rawValue,
      .expression,
      required: true,
      "Investment of each period, in current prices if a deflator is given."
    ),
    KeyDescription(
      CodingKeys.deflator.rawValue,
      .expression,
      "A price index of investment."
    ),
    KeyDescription(
      CodingKeys.base.rawValue,
      .integer,
      default: "the deflator's own",
      "The period in whose prices the stock is: the deflator is divided by its value there."
    ),
    KeyDescription(
      CodingKeys.depreciation.rawValue,
      .number,
      default: "0.096",
      "The share of the stock that is lost in a period."
    ),
    KeyDescription(
      CodingKeys.growthPeriods.rawValue,
      .integer,
      default: "5",
      "Over how many periods the growth of real investment is taken, for the first stock."
    ),
    KeyDescription(
      CodingKeys.initialRate.rawValue,
      .number,
      "What the first investment is divided by for the first stock, such as 0.10, instead of "
        + "growth plus depreciation."
    ),
  ]

  package init(
    investment: String,
    deflator: String? = nil,
    base: Int? = nil,
    depreciation: Double = 0.096,
    growthPeriods: Int? = nil,
    initialRate: Double? = nil
  ) {
    self.investment = investment
    self.deflator = deflator
    self.base = base
    self.depreciation = depreciation
    self.growthPeriods = growthPeriods
    self.initialRate = initialRate
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      investment: try container.decode(String.self, forKey: .investment),
      deflator: try container.decodeIfPresent(String.self, forKey: .deflator),
      base: try container.decodeIfPresent(Int.self, forKey: .base),
      depreciation: try container.decodeIfPresent(Double.self, forKey: .depreciation) ?? 0.096,
      growthPeriods: try container.decodeIfPresent(Int.self, forKey: .growthPeriods),
      initialRate: try container.decodeIfPresent(Double.self, forKey: .initialRate)
    )
  }

  /// The stock on all rows; missing before a unit's first investment.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    try checkOptions()
    let index = try panel.requireIndex(for: Self.kind)
    let investment = try panel.input(investment)
    var real = investment.numbers
    var inputs = investment.inputs
    if let deflator {
      let prices = try panel.input(deflator)
      try panel.requirePositive(prices, as: "The deflator")
      let bases = try basePrices(prices, in: panel, index)
      for row in real.indices {
        real[row] /= prices.numbers[row] / bases[Int(index.units[row])]
      }
      inputs += prices.inputs
    }
    var stock = [Double](repeating: .nan, count: real.count)
    for rows in index.rowsOfUnits {
      let known = Array(rows.drop { real[$0].isNaN })
      try check(known, real, named: investment.name, in: panel, index)
      guard let first = known.first else { continue }
      stock[first] = real[first] / (try initialRate(of: known, real, in: panel))
      for (before, row) in zip(known, known.dropFirst()) {
        stock[row] = (1 - depreciation) * stock[before] + real[row]
        guard stock[row] > 0 else {
          throw panel.fault(
            "The stock of capital from '\(investment.name)' falls to "
              + "\(Expression.text(of: stock[row]))",
            rows: [row],
            advice: "Check the negative investment there."
          )
        }
      }
    }
    let definition =
      "\(Self.kind)(\(self.investment); depreciation \(Expression.text(of: depreciation)))"
    return CompositeValues(numbers: stock, inputs: inputs, definition: definition)
  }

  private func checkOptions() throws(DataError) {
    guard depreciation > 0, depreciation < 1 else {
      throw .values("'depreciation' is \(depreciation); it is a share between 0 and 1.")
    }
    if let initialRate {
      guard growthPeriods == nil else {
        throw .values(
          "'growth_periods' and 'initial_rate' are rules for the same thing, the first stock. "
            + "Give one."
        )
      }
      guard initialRate > 0, initialRate.isFinite else {
        throw .values("'initial_rate' is \(initialRate); it is positive, such as 0.10.")
      }
    }
    if let growthPeriods, growthPeriods < 1 {
      throw .values("'growth_periods' is \(growthPeriods); it is a whole number from 1.")
    }
    if base != nil, deflator == nil {
      throw .values("'base' is the base period of a deflator; give 'deflator' as well.")
    }
  }

  /// The deflator of each unit in the base period; one where no base is asked for.
  private func basePrices(
    _ prices: (name: String, numbers: [Double], inputs: [String]),
    in panel: Panel,
    _ index: PanelIndex
  ) throws(DataError) -> [Double] {
    guard let base else { return Array(repeating: 1, count: index.unitNames.count) }
    var bases = [Double](repeating: .nan, count: index.unitNames.count)
    for row in index.times.indices where index.times[row] == base {
      bases[Int(index.units[row])] = prices.numbers[row]
    }
    let lost = bases.indices.filter { bases[$0].isNaN }.map { MessageText.shown(index.unitNames[$0]) }
    guard lost.isEmpty else {
      throw .values(
        "The deflator '\(prices.name)' has no value in the base period \(base) for "
          + "\(lost.listed). Choose a 'base' that every unit has."
      )
    }
    return bases
  }

  private func check(
    _ rows: [Int],
    _ real: [Double],
    named name: String,
    in panel: Panel,
    _ index: PanelIndex
  ) throws(DataError) {
    if let row = rows.first(where: { real[$0].isNaN }) {
      throw panel.fault(
        "'\(name)' or its deflator is missing",
        rows: [row],
        advice: "A stock needs the investment of every period since the first."
      )
    }
    for (before, row) in zip(rows, rows.dropFirst())
    where index.times[row] - index.times[before] != index.step {
      throw panel.fault(
        "'\(name)' has no period between \(index.times[before]) and \(index.times[row])",
        rows: [row],
        advice: "A stock needs the investment of every period since the first."
      )
    }
    if let first = rows.first, real[first] <= 0 {
      throw panel.fault(
        "The first investment '\(name)' must be positive, but it is "
          + "\(Expression.text(of: real[first]))",
        rows: [first],
        advice: "Begin later with 'where', or correct it."
      )
    }
  }

  /// What the first investment is divided by.
  private func initialRate(
    of rows: [Int],
    _ real: [Double],
    in panel: Panel
  ) throws(DataError) -> Double {
    if let initialRate { return initialRate }
    let periods = min(growthPeriods ?? 5, rows.count - 1)
    guard periods > 0 else {
      throw panel.fault(
        "There is one period of investment only, so its growth is unknown",
        rows: [rows[0]],
        advice: "Give 'initial_rate', such as 0.10."
      )
    }
    let last = rows[periods]
    guard real[last] > 0 else {
      throw panel.fault(
        "Investment must be positive where its growth is taken, but it is "
          + "\(Expression.text(of: real[last]))",
        rows: [last],
        advice: "Choose other 'growth_periods', or give 'initial_rate'."
      )
    }
    let growth = pow(real[last] / real[rows[0]], 1 / Double(periods)) - 1
    guard growth + depreciation > 0 else {
      throw panel.fault(
        "Investment shrinks by \(Expression.text(of: -growth)) a period, faster than capital "
          + "depreciates, so that growth plus depreciation is no positive rate,",
        rows: [rows[0]],
        advice: "Give 'initial_rate', such as 0.10."
      )
    }
    return growth + depreciation
  }
}

extension PanelIndex {
  /// The rows of each unit, in the order of time.
  var rowsOfUnits: [[Int]] {
    var rows = [[Int]](repeating: [], count: unitNames.count)
    for row in units.indices { rows[Int(units[row])].append(row) }
    return rows
  }

  /// The rows of each period, in the order of time.
  var rowsOfPeriods: [(period: Int, rows: [Int])] {
    var rows: [Int: [Int]] = [:]
    for row in times.indices { rows[times[row], default: []].append(row) }
    return rows.sorted { $0.key < $1.key }.map { (period: $0.key, rows: $0.value) }
  }
}

extension [String] {
  /// A few of them and how many more, for messages.
  var listed: String {
    prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      + (count > 5 ? " and \(count - 5) more" : "")
  }
}
