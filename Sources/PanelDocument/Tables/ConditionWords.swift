import PanelResults

extension TermLabels {
  /// A condition as it reads: `year >= 1975 & state != "Texas"` is `year ≥ 1975 & state ≠ Texas`,
  /// with labels for raw names.
  func words(ofCondition text: String) throws(DocumentError) -> RichText {
    var pieces: [String] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "\"" || first == "'" {
        let inside = rest.dropFirst().prefix { $0 != first }
        pieces.append(String(inside))
        rest = rest.dropFirst(inside.count + 2)
      } else if first == "`" {
        let inside = rest.dropFirst().prefix { $0 != "`" }
        pieces.append(try word(for: "`\(inside)`").plainText)
        rest = rest.dropFirst(inside.count + 2)
      } else if first.isLetter || first == "_" {
        let name = Self.name(at: rest)
        pieces.append(try word(for: String(name)).plainText)
        rest = rest.dropFirst(name.count)
      } else if first.isNumber {
        let number = rest.prefix { $0.isNumber || $0 == "." }
        pieces.append(String(number))
        rest = rest.dropFirst(number.count)
      } else if let (written, printed) = Self.comparisons.first(where: { rest.hasPrefix($0.0) }) {
        pieces.append(" \(printed) ")
        rest = rest.dropFirst(written.count)
      } else {
        pieces.append(first == "-" ? "−" : String(first))
        rest = rest.dropFirst()
      }
    }
    let words = pieces.joined().split(separator: " ")
    return RichText(words.joined(separator: " "))
  }

  /// Longer ones first, so that `<=` is not read as `<`.
  private static let comparisons: [(String, String)] = [
    (">=", "≥"), ("<=", "≤"), ("!=", "≠"), ("==", "="), (">", ">"), ("<", "<"), ("=", "="),
  ]

  /// The name at the start of a text, with its arguments where it is a function: `log(gsp)`.
  private static func name(at text: Substring) -> Substring {
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    guard text.dropFirst(name.count).first == "(" else { return name }
    var depth = 0
    var length = name.count
    for character in text.dropFirst(name.count) {
      length += 1
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 { return text.prefix(length) }
    }
    return name
  }
}
