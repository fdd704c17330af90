import PanelResults

/// The rule for capitals of labels within sentences: `Log homicide rate` heads a row, and the note
/// under the table says `log homicide rate`.
extension String {
  /// The label as it stands within a sentence, its mark left in place.
  ///
  /// The first letter of an ordinary word goes to lower case. A name keeps its capital: a first
  /// word with another capital, a digit or an underscore (`GDP per head`), one letter alone
  /// (`R squared`), a first word with a capitalised one behind it (`Human Development Index`), an
  /// expression (`Sales(t) - 1`), and what the author puts in braces, as in bibliographies
  /// (`{Gini} coefficient`).
  var withinSentence: String {
    let words = split(separator: " ", maxSplits: 2)
    guard let first = words.first, first.count > 1, let initial = first.first,
      initial.isUppercase,
      first.dropFirst().allSatisfy({ !$0.isUppercase && !$0.isNumber && !"_([^=<>*".contains($0) })
    else { return self }
    if words.count > 1, words[1].first?.isUppercase == true,
      words[1].dropFirst().first?.isLowercase == true
    {
      return self
    }
    return initial.lowercased() + dropFirst()
  }

  /// The label without the braces around its first words.
  var withoutMark: String {
    guard hasPrefix("{"), let close = firstIndex(of: "}") else { return self }
    return String(self[index(after: startIndex)..<close] + self[index(after: close)...])
  }
}

extension DocumentContext {
  /// The label that the study gives a variable, for texts outside of formulas.
  func label(of name: String) -> String {
    labels[name]?.text(in: glossary.language).withoutMark ?? name
  }
}
