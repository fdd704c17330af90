import PanelDocument

extension RichText {
  /// The text in as few lines as its words allow, and these as even as they come.
  ///
  /// Lines break at spaces and between Han characters; a word longer than a line stands alone.
  ///
  /// - Parameters:
  ///   - limit: The width of a line.
  ///   - hanging: By how much lines after the first are narrower.
  ///   - measure: The width of a text.
  /// - Returns: One line or more.
  func wrapped(
    to limit: Double,
    hanging: Double = 0,
    _ measure: (String) -> Double
  ) -> [RichText] {
    guard measure(plainText) > limit else { return [self] }
    let lines = broken(at: limit, hanging: hanging, measure)
    // The narrowest measure that needs no further line makes lines even.
    var even = limit
    while even > limit / 4 {
      let narrower = broken(at: even - 2, hanging: hanging, measure)
      let isWider = narrower.contains { measure($0.plainText) > even - 2 }
      if narrower.count > lines.count || isWider { break }
      even -= 2
    }
    return broken(at: even, hanging: hanging, measure)
  }

  /// The text in lines that are filled one after the other.
  func broken(
    at limit: Double,
    hanging: Double,
    _ measure: (String) -> Double
  ) -> [RichText] {
    var lines: [RichText] = []
    for word in runs {
      let room = lines.count > 1 ? limit - hanging : limit
      guard let last = lines.last else {
        lines.append(word.text)
        continue
      }
      let longer = word.hasSpace ? last + " " + word.text : last + word.text
      if measure(longer.plainText) > room {
        lines.append(word.text)
      } else {
        lines[lines.count - 1] = longer
      }
    }
    return lines.map(\.joined)
  }

  /// What can stand alone on a line.
  var pieces: [RichText] { runs.map(\.text.joined) }

  /// Words with those after them that may not begin a line.
  private var runs: [Word] {
    words.reduce(into: []) { runs, word in
      guard let last = runs.last, !word.mayBreak else { return runs.append(word) }
      runs[runs.count - 1].text = last.text + RichText(word.hasSpace ? " " : "") + word.text
    }
  }

  private struct Word {
    var text: RichText
    var hasSpace: Bool
    /// Whether a line may end before the word.
    var mayBreak: Bool
  }

  /// The pieces between which a line may break; parts that are not plain text stay whole.
  private var words: [Word] {
    var words: [Word] = []
    var hasSpace = false
    var previous: Character?
    for part in parts {
      guard case .plain(let text) = part else {
        words.append(Word(text: RichText([part]), hasSpace: hasSpace, mayBreak: hasSpace))
        (hasSpace, previous) = (false, nil)
        continue
      }
      var current = ""
      var startsLine = hasSpace
      func close() {
        guard !current.isEmpty else { return }
        // A sign of union stays with the set before it.
        let mayBreak = startsLine && current != "∪"
        words.append(Word(text: RichText(current), hasSpace: hasSpace, mayBreak: mayBreak))
        (current, hasSpace) = ("", false)
      }
      for character in text {
        let isWide = character.isWide
        if character == " " {
          close()
          (hasSpace, startsLine) = (true, true)
        } else if isWide || previous?.isWide == true {
          close()
          startsLine =
            startsLine
            || previous.map { LineBreaking.mayBreak(between: $0, and: character) }
              ?? LineBreaking.mayBegin(character)
          current = String(character)
          close()
          startsLine = false
        } else {
          if current.isEmpty { startsLine = hasSpace }
          current.append(character)
        }
        previous = character
      }
      close()
    }
    return words
  }
}
