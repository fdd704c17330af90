/// Plain text inside HTML and SVG, in elements and in quoted attributes alike.
///
/// Works byte by byte: a combining mark after `<` does not hide it. Control characters, which
/// XML 1.0 forbids, become their visible pictures (`␛` for escape).
struct MarkupText {
  func escapeText(_ text: String) -> String {
    if !text.utf8.contains(where: Self.needsCare) { return text }
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar.visible)
      }
    }
    return escaped
  }

  /// Whether a byte is special, a control character, or the start of a scalar that may be one.
  private static func needsCare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"), 0...0x1F, 0x7F, 0xC2, 0xEF:
      true
    default: false
    }
  }
}

extension Unicode.Scalar {
  /// The scalar itself, or a picture of it where it is a control character or no character.
  ///
  /// Tabulator and line ends stay.
  var visible: Unicode.Scalar {
    switch value {
    case 0x09, 0x0A: self
    case 0x00...0x1F: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80...0x9F, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: self
    }
  }
}
