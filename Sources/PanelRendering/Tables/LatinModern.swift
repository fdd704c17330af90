import PanelDocument

/// How wide text is in Latin Modern Roman, the type of a LaTeX table.
///
/// Advance widths of the font `lmr10`, in points at ten points, to two decimals; kerning, which
/// only narrows, is left out. Characters without an entry count as the widest letters of their
/// kind, so that an estimate is never below what TeX sets by more than a kern.
enum LatinModern {
  static let digit = 5.0
  static let point = 2.78
  static let sign = 7.78
  static let bracket = 2.78

  static func width(of text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "l", ".", ",", ";", ":", "[", "]", "'", "!", "|", "’": 2.78
    case " ", "-", "f", "j", "\u{A0}": 3.33
    case "t", "r", "s", "(", ")", "I", "\"", "°": 3.94
    case "c", "e", "z", "?", "“", "”": 4.72
    case "0"..."9", "a", "g", "o", "/", "*", "$", "–", "{", "}", "\\": 5
    case "k", "q", "v", "x", "y", "J": 5.28
    case "b", "d", "h", "n", "p", "u", "S", "^", "~": 5.56
    case "²", "³", "¹": 4.5
    case "F", "L", "Z": 6.53
    case "B", "C", "E", "P", "R", "T", "w", "∪": 7.36
    case "A", "D", "H", "N", "U", "V", "X", "Y", "_": 7.64
    case "G", "K", "O", "Q", "&", "@", "+", "<", "=", ">", "−", "×", "≤", "≥", "±": 7.85
    case "m", "%", "#": 8.33
    case "M": 9.17
    case "W", "—", "∞": 10.28
    default: scalar.isWide ? 10 : scalar.properties.isUppercase ? 7.85 : 6.3
    }
  }
}
