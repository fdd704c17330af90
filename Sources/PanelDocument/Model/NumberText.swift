package import PanelResults

/// A number after its digits were decided; formats choose only the glyphs.
///
/// The parts stay apart so that a column can be aligned at the separator and a minus can be
/// U+2212, `$-$` or `-`.
package struct NumberText: Sendable, Equatable {
  package var isNegative: Bool
  /// Digits before the separator, in groups: `["12", "345"]`; one group if not grouped.
  package var integerGroups: [String]
  /// Digits after the separator; `nil` for an integer.
  package var fraction: String?
  /// `k` in ×10^k.
  package var exponent: Int?
  /// Whether the number is a bound: `<0.001`.
  package var isUpperBound: Bool

  package init(
    isNegative: Bool = false,
    integerGroups: [String],
    fraction: String? = nil,
    exponent: Int? = nil,
    isUpperBound: Bool = false
  ) {
    self.isNegative = isNegative
    self.integerGroups = integerGroups
    self.fraction = fraction
    self.exponent = exponent
    self.isUpperBound = isUpperBound
  }

  /// With a true minus and comma-grouped thousands: `−1,234.50`.
  package var plainText: String {
    (isUpperBound ? "<" : "") + (isNegative ? "−" : "") + integerGroups.joined(separator: ",")
      + (fraction.map { "." + $0 } ?? "") + (exponent.map { "×10^\($0)" } ?? "")
  }

  /// As programs read it: `-1234.50`, `<0.001`, `1.5e-07`.
  package var machineText: String {
    (isUpperBound ? "<" : "") + (isNegative ? "-" : "") + integerGroups.joined()
      + (fraction.map { "." + $0 } ?? "") + (exponent.map { "e\($0)" } ?? "")
  }
}

extension NumberText {
  /// A number with the digits that a publication prints.
  package init(_ printed: PrintedNumber) {
    let parts = printed.text.drop { $0 == "-" || $0 == "−" }
      .split(separator: ".", maxSplits: 1).map(String.init)
    self.init(
      isNegative: printed.text.first.map { "-−".contains($0) } ?? false,
      integerGroups: parts[0].split(separator: ",").map(String.init),
      fraction: parts.count > 1 ? parts[1] : nil
    )
  }
}
