import Foundation
import PanelDocument

/// Plain text inside LaTeX, safe in labels, headers, captions and notes.
///
/// Holds under pdfLaTeX and XeLaTeX with any font encoding, and inside moving arguments. A bracket
/// or star at the start is braced, since both mean something after `\\`; characters that would join into a
/// ligature are kept apart. Signs are written as mathematics, which also holds inside a formula.
struct LaTeXText {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count + 16)
    var previous: Unicode.Scalar = "\0"
    // Quotation marks among Han characters are full-width, and no ligatures.
    let isHan = text.unicodeScalars.contains(where: \.isWide)
    for scalar in text.precomposedStringWithCanonicalMapping.unicodeScalars {
      if escaped.isEmpty, scalar == "[" || scalar == "*" {
        escaped += "{\(scalar)}"
      } else if isHan, scalar == "“" || scalar == "”" {
        escaped.unicodeScalars.append(scalar)
      } else if let written = Self.ascii[scalar] ?? Self.typography[scalar] ?? Self.signs[scalar] {
        escaped += written
      } else if scalar == previous, scalar == "-" || scalar == "'" || scalar == "," {
        escaped += "{}"
        escaped.unicodeScalars.append(scalar)
      } else if scalar.properties.isWhitespace {
        if previous != " " { escaped += " " }
        previous = " "
        continue
      } else if let caret = scalar.caretNotation {
        escaped += caret
      } else {
        escaped.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return escaped
  }

  /// Characters that TeX reads as instructions.
  private static let ascii: [Unicode.Scalar: String] = [
    "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
    "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\symbol{34}",
    "`": "\\textasciigrave{}",
  ]

  /// Typographic characters with a name in every encoding.
  private static let typography: [Unicode.Scalar: String] = [
    "\u{A0}": "~", "\u{3000}": "\\quad{}", "\u{2003}": "\\quad{}", "\u{2009}": "\\,", "\u{202F}": "\\,", "\u{200B}": "", "\u{FEFF}": "",
    "\u{AD}": "\\-", "–": "--", "—": "---", "‐": "-", "‑": "-", "…": "\\ldots{}",
    "“": "``", "”": "''", "‘": "`", "’": "'", "„": "\\quotedblbase{}", "‚": "\\quotesinglbase{}",
    "«": "\\guillemotleft{}", "»": "\\guillemotright{}", "•": "\\textbullet{}",
    "§": "\\S{}", "¶": "\\P{}", "†": "\\dag{}", "‡": "\\ddag{}", "©": "\\copyright{}",
    "®": "\\textregistered{}", "™": "\\texttrademark{}", "€": "\\texteuro{}", "£": "\\pounds{}",
    "¥": "\\textyen{}", "¢": "\\textcent{}", "°": "\\textdegree{}", "‰": "\\textperthousand{}",
  ]

  /// Signs that are set as mathematics.
  private static let signs: [Unicode.Scalar: String] = {
    var signs: [Unicode.Scalar: String] = [:]
    let commands: [(Unicode.Scalar, String)] = [
      ("−", "-"), ("×", "\\times"), ("÷", "\\div"), ("±", "\\pm"), ("·", "\\cdot"),
      ("≤", "\\leq"), ("≥", "\\geq"), ("≠", "\\neq"), ("≈", "\\approx"), ("∼", "\\sim"),
      ("∞", "\\infty"), ("∪", "\\cup"), ("∅", "\\emptyset"),
      ("∑", "\\sum"), ("∏", "\\prod"), ("√", "\\surd"), ("∂", "\\partial"),
      ("∆", "\\Delta"), ("∈", "\\in"), ("→", "\\rightarrow"), ("←", "\\leftarrow"),
      ("↔", "\\leftrightarrow"), ("⇒", "\\Rightarrow"), ("✓", "\\checkmark"), ("✗", "\\times"),
      ("′", "'"), ("″", "''"), ("¬", "\\neg"), ("∧", "\\wedge"), ("∨", "\\vee"),
      ("⊗", "\\otimes"), ("µ", "\\mu"), ("¼", "\\frac{1}{4}"), ("½", "\\frac{1}{2}"),
      ("¾", "\\frac{3}{4}"), ("²", "^{2}"), ("³", "^{3}"), ("¹", "^{1}"),
    ]
    for (sign, command) in commands { signs[sign] = "\\ensuremath{\(command)}" }
    for (digit, power) in zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars) {
      signs[power] = "\\ensuremath{^{\(digit)}}"
    }
    for (digit, index) in zip("0123456789", "₀₁₂₃₄₅₆₇₈₉".unicodeScalars) {
      signs[index] = "\\ensuremath{_{\(digit)}}"
    }
    for (letter, name) in greekLetters { signs[letter] = "\\ensuremath{\(name)}" }
    return signs
  }()

  /// Greek letters by their command; capitals that look Latin have none.
  static let greekLetters: [Unicode.Scalar: String] = [
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon",
    "ϵ": "\\epsilon", "ζ": "\\zeta", "η": "\\eta", "θ": "\\theta", "ι": "\\iota",
    "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu", "ν": "\\nu", "ξ": "\\xi", "π": "\\pi",
    "ρ": "\\rho", "σ": "\\sigma", "ς": "\\varsigma", "τ": "\\tau", "υ": "\\upsilon",
    "φ": "\\varphi", "ϕ": "\\phi", "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega",
    "Γ": "\\Gamma", "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Ξ": "\\Xi", "Π": "\\Pi",
    "Σ": "\\Sigma", "Υ": "\\Upsilon", "Φ": "\\Phi", "Ψ": "\\Psi", "Ω": "\\Omega",
  ]
}

extension Unicode.Scalar {
  /// A control character as terminals show it, `^[` for escape, in LaTeX; otherwise `nil`.
  fileprivate var caretNotation: String? {
    switch value {
    case 0x00...0x1F, 0x7F:
      "\\textasciicircum{}"
        + LaTeXText().escapeText(Unicode.Scalar(value ^ 0x40).map(String.init) ?? "")
    case 0x80...0x9F, 0xFFFE, 0xFFFF: "?"
    default: nil
    }
  }
}
