import Foundation

/// The labels of ticks: equal decimals, true minus signs, and a common power of ten if it helps.
struct NumberLabels: Equatable {
  var texts: [String]
  /// k where the labels are in units of 10ᵏ; the axis title says so.
  var exponent: Int?

  /// Labels in plain decimals; years and the like (`isPeriod`) have no thousands' commas.
  static func plain(_ ticks: [Double], isPeriod: Bool = false) -> NumberLabels {
    let decimals = decimals(of: ticks)
    return NumberLabels(
      texts: ticks.map { text(of: $0, decimals: decimals, isGrouped: !isPeriod) }
    )
  }

  /// Labels in units of 10ᵏ, k the multiple of three that leaves one to three integer digits.
  static func scaled(_ ticks: [Double]) -> NumberLabels? {
    let largest = ticks.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    let exponent = Int((log10(largest) / 3).rounded(.down)) * 3
    guard exponent != 0 else { return nil }
    let unit = pow(10, Double(abs(exponent)))
    let scaled = ticks.map { exponent > 0 ? $0 / unit : $0 * unit }
    return NumberLabels(texts: plain(scaled).texts, exponent: exponent)
  }

  /// `−6`, as it is raised after ×10.
  static func power(_ exponent: Int) -> String {
    (exponent < 0 ? "−" : "") + String(abs(exponent))
  }

  /// The fewest decimals that write every tick exactly, up to 15.
  static func decimals(of ticks: [Double]) -> Int {
    let step = zip(ticks, ticks.dropFirst()).map { $1 - $0 }.min() ?? abs(ticks.first ?? 1)
    for decimals in 0..<15 {
      let unit = pow(10, Double(decimals))
      // Between ticks that are exact decimals the rest is rounding noise, far below a step.
      let isExact = ticks.allSatisfy { abs($0 * unit - ($0 * unit).rounded()) < 1e-4 * step * unit }
      if isExact, step * unit > 0.99 || ticks.count < 2 { return decimals }
    }
    return 15
  }

  /// A number as an axis prints it.
  static func text(of value: Double, decimals: Int, isGrouped: Bool) -> String {
    FigureNumber.text(of: value, decimals: decimals, isGrouped: isGrouped).plainText
  }
}

/// The one place where figures turn numbers into digits.
enum FigureNumber {
  private static let plain = Typesetting(
    scientificBelow: -400,
    scientificAbove: 400,
    grouping: .all
  )
  private static let ungrouped = Typesetting(
    scientificBelow: -400,
    scientificAbove: 400,
    grouping: .none
  )
  private static let sentence = Typesetting(grouping: .all)

  /// With exactly so many decimals, zero where they leave nothing.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let unit = pow(10, Double(decimals))
    let nearest = (value * unit).rounded() / unit
    return ungrouped.number(nearest == 0 ? 0 : nearest, .decimals(decimals)).plainText
  }

  /// In plain decimals, however small or great.
  static func text(of value: Double, decimals: Int, isGrouped: Bool = true) -> NumberText {
    (isGrouped ? plain : ungrouped).number(value, .decimals(decimals))
  }

  /// `95` for 0.95, and as many digits as the level has.
  static func percent(_ level: Double) -> String {
    sentence.number(level * 100, .adaptive(2)).plainText
  }

  /// At three significant digits, for sentences; in powers of ten where decimals would be long.
  static func brief(_ value: Double) -> String {
    sentence.number(value, .significant(3)).plainText.replacing("^-", with: "^−")
  }
}
