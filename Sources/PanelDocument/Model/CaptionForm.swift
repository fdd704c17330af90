/// The face of a few words.
package enum TextFace: String, Sendable, Codable, CaseIterable {
  case plain, bold, italic, capitals
  case smallCaps = "small-caps"
}

/// How the caption of a table or figure is set: `Table 1. Title`, `TABLE I` over the title.
package struct CaptionForm: Sendable, Equatable {
  package enum Alignment: String, Sendable, Codable, CaseIterable { case center, leading }

  /// What stands between number and title.
  package enum Separator: String, Sendable, Codable, CaseIterable {
    case period, colon, dash, space
    /// A space as wide as the type is high.
    case em
    /// The title begins a line of its own.
    case newline

    /// As text; a space where the title begins a line of its own.
    package var text: String {
      switch self {
      case .period: ". "
      case .colon: ": "
      case .dash: "—"
      case .space, .newline: " "
      case .em: "\u{2003}"
      }
    }
  }

  /// How exhibits are counted.
  package enum Number: String, Sendable, Codable, CaseIterable {
    case arabic, roman

    /// A number as it is printed; what is no whole number stays as it is.
    package func text(of number: String) -> String {
      guard self == .roman, let value = Int(number), (1...3999).contains(value) else {
        return number
      }
      return Self.romanText(of: value)
    }

    /// `IV` for 4.
    package static func romanText(of value: Int) -> String {
      let signs = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
      ]
      var rest = value
      var text = ""
      for (size, sign) in signs {
        while rest >= size {
          text += sign
          rest -= size
        }
      }
      return text
    }
  }

  package var alignment = Alignment.center
  /// The face of `Table 1`.
  package var label = TextFace.plain
  package var title = TextFace.plain
  package var separator = Separator.period
  package var number = Number.arabic
  /// Whether the word before the number is short: `Fig.` for `Figure`.
  package var isShort = false

  package init() {}
}
