import Foundation

/// The labels of ticks: equal decimals, true minus signs, and a common power of ten if it helps.
struct NumberLabels: Equatable {
  var texts: [String]
  /// k where the labels are in units of 10ᵏ; the axis title says so.
  var exponent: Int?

  /// Labels in plain decimals.
  ///
  /// - Parameter isPeriod: Whether the numbers are years or the like, without thousands' commas.
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
  /// Rounded half away from zero in decimal; a number that rounds to zero has no sign.
  static func text(of value: Double, decimals: Int, isGrouped: Bool = true) -> NumberText {
    let digits = String(format: "%.\(decimals)f", abs(value))
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return NumberText(
      isNegative: value < 0 && !isZero,
      integerGroups: isGrouped ? groups(of: parts[0]) : [parts[0]],
      fraction: parts.count > 1 ? parts[1] : nil
    )
  }

  /// At three significant digits, for sentences; in powers of ten where decimals would be long.
  static func brief(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    if exponent < -4 || exponent > 8 {
      let mantissa = value / pow(10, Double(exponent))
      var text = text(of: mantissa, decimals: 2)
      text.exponent = exponent
      return text.plainText.replacing("-", with: "−")
    }
    return text(of: value, decimals: max(0, 2 - exponent)).plainText
  }

  private static func groups(of digits: String) -> [String] {
    guard digits.utf8.count > 4 else { return [digits] }
    var groups: [String] = []
    var rest = Substring(digits)
    while !rest.isEmpty {
      groups.insert(String(rest.suffix(3)), at: 0)
      rest = rest.dropLast(3)
    }
    return groups
  }
}
