/// Text with a little structure; every part is escaped by the format it ends in.
package struct RichText: Sendable, Equatable {
  package var parts: [Inline]
  package init(_ parts: [Inline]) { self.parts = parts }
  package init(_ plain: String) { parts = plain.isEmpty ? [] : [.plain(plain)] }

  package static func + (left: RichText, right: RichText) -> RichText {
    RichText(left.parts + right.parts)
  }

  /// The text without structure, for titles, file names and screen readers.
  package var plainText: String { parts.map(\.plainText).joined() }
  package var isEmpty: Bool { parts.isEmpty }
}

extension RichText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

/// A run of text. Plain text may hold any character; formats map `×`, `²`, `−` and the like.
package indirect enum Inline: Sendable, Equatable {
  case plain(String)
  case emphasis([Inline])
  case superscript(String)
  case code(String)
  case number(NumberText)
  case math(Math)

  package var plainText: String {
    switch self {
    case .plain(let text), .superscript(let text), .code(let text): text
    case .emphasis(let parts): parts.map(\.plainText).joined()
    case .number(let number): number.plainText
    case .math(let math): math.plainText
    }
  }
}

/// A formula as a tree, written as MathML in pages and as mathematics in LaTeX.
package indirect enum Math: Sendable, Equatable {
  /// A variable of one letter, set in italics.
  case identifier(String)
  /// A name of several letters, set upright.
  case word(String)
  case number(String)
  /// `+`, `=`, `·`, `∑` and the like.
  case sign(String)
  case row([Math])
  case sub(Math, Math)
  case sup(Math, Math)
  case subSup(Math, sub: Math, sup: Math)
  case fraction(Math, Math)

  package var plainText: String {
    switch self {
    case .identifier(let text), .word(let text), .number(let text): text
    case .sign(let text): text == "·" ? "·" : " \(text) "
    case .row(let parts): parts.map(\.plainText).joined()
    case .sub(let base, let index): "\(base.plainText)_\(index.plainText)"
    case .sup(let base, let power): "\(base.plainText)^\(power.plainText)"
    case .subSup(let base, let index, let power):
      "\(base.plainText)_\(index.plainText)^\(power.plainText)"
    case .fraction(let top, let bottom): "(\(top.plainText))/(\(bottom.plainText))"
    }
  }
}
