/// Text broken into lines that fit a width.
package enum TextWrapping {
  /// Breaks at spaces, beside Han characters, and after `- / : × —`; a no-break space joins. A piece
  /// that is wider than a whole line is broken after `_`, else where it must be.
  ///
  /// - Returns: At least one line, each at most `width` wide unless a single character is wider.
  package static func lines(
    of text: String,
    width: Double,
    size: Double,
    weight: FontMetrics.Weight = .regular
  ) -> [String] {
    func measure(_ text: String) -> Double {
      FontMetrics.width(of: text, size: size, weight: weight)
    }
    var lines: [String] = []
    var line = ""
    for piece in pieces(of: text) {
      if measure(trimmed(line + piece)) <= width {
        line += piece
        continue
      }
      if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
      line = ""
      for part in measure(trimmed(piece)) <= width ? [piece] : parts(of: piece) {
        if !line.isEmpty, measure(trimmed(line + part)) > width {
          lines.append(line)
          line = ""
        }
        for character in part {
          if !line.isEmpty, measure(trimmed(line + String(character))) > width {
            lines.append(line)
            line = ""
          }
          line.append(character)
        }
      }
    }
    if !trimmed(line).isEmpty || lines.isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  /// The same number of lines, as equal in length as they can be, so that no word stands alone;
  /// words that fit a line stay whole.
  package static func balancedLines(
    of text: String,
    width: Double,
    size: Double,
    weight: FontMetrics.Weight = .regular
  ) -> [String] {
    func wrapped(_ width: Double) -> [String] {
      lines(of: text, width: width, size: size, weight: weight)
    }
    var best = wrapped(width)
    guard best.count > 1 else { return best }
    let widest =
      pieces(of: text)
      .map { FontMetrics.width(of: trimmed($0), size: size, weight: weight) }
      .filter { $0 <= width }.max() ?? 0
    var (narrow, wide) = (max(width / Double(best.count), widest), width)
    // Ten halvings find the narrowest width to within a thousandth.
    for _ in 0..<10 {
      let middle = (narrow + wide) / 2
      let lines = wrapped(middle)
      if lines.count > best.count {
        narrow = middle
      } else {
        (best, wide) = (lines, middle)
      }
    }
    return best
  }

  /// The width that keeps every word of some texts whole, in points.
  package static func widestWord(
    of texts: [String],
    size: Double,
    weight: FontMetrics.Weight = .regular
  ) -> Double {
    texts.flatMap(pieces).map {
      FontMetrics.width(of: trimmed($0), size: size, weight: weight)
    }.max() ?? 0
  }

  /// A piece divided after its underscores.
  private static func parts(of piece: String) -> [String] {
    var parts = [""]
    for character in piece {
      if parts[parts.count - 1].last == "_", character != "_" { parts.append("") }
      parts[parts.count - 1].append(character)
    }
    return parts
  }

  /// Runs that no line break divides; each keeps the spaces after it.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    // The character before, where no space or mark decides whether a line may break after it.
    var previous: Character?
    var mayBreak = false
    for character in text {
      if character == "\u{A0}" {
        piece.append(" ")
        (mayBreak, previous) = (false, nil)
        continue
      }
      if character.isWhitespace {
        piece.append(character == "\u{3000}" ? character : " ")
        (mayBreak, previous) = (true, nil)
        continue
      }
      let isBeside = previous.map { LineBreaking.mayBreak(between: $0, and: character) } ?? false
      let isKept = character.isWide && !LineBreaking.mayBegin(character)
      if isBeside || (mayBreak && !isKept), !piece.isEmpty {
        pieces.append(piece)
        piece = ""
      }
      piece.append(character)
      (mayBreak, previous) = (breakable.contains(character), character)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }

  private static let breakable: Set<Character> = ["-", "/", ":", "×", "—"]

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " || line.last == "\u{3000}" { line.removeLast() }
    return String(line)
  }
}

extension TextShape {
  /// Where the text's ink lies, in points.
  package func box(in theme: FigureTheme) -> Box {
    let size = theme.fontSize(of: role)
    let width = width(in: theme)
    let start =
      switch alignment {
      case .start: 0.0
      case .middle: -width / 2
      case .end: -width
      }
    let rise = (raised == nil ? FontMetrics.ascent : FontMetrics.ascent + TextShape.lift) * size
    let height = rise + FontMetrics.descent * size
    return isVertical
      ? Box(x: anchor.x - rise, y: anchor.y - start - width, width: height, height: width)
      : Box(x: anchor.x + start, y: anchor.y - rise, width: width, height: height)
  }

  /// The length of the line of text, in points.
  package func width(in theme: FigureTheme) -> Double {
    let weight: FontMetrics.Weight = role == .heading ? .bold : .regular
    let size = theme.fontSize(of: role)
    return FontMetrics.width(of: text, size: size, weight: weight)
      + (raised.map { FontMetrics.width(of: $0, size: theme.font.small, weight: weight) } ?? 0)
  }

  /// How far a power stands above the baseline, in em.
  package static let lift = 0.35
}
