import PanelResults

extension RegressionNotes {
  /// From which means the product of a centred moderation is measured, in a table of any kind.
  func centring() throws(DocumentError) -> [TableNote] {
    let words = ModeratorWords(glossary: table.glossary, typesetting: table.style.typesetting)
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let result = column.fit as? ModerationResult, let centring = result.centring else {
        sentences.append([])
        continue
      }
      sentences.append([
        try table.glossary.rich(
          "moderation",
          "centring",
          [
            "treatment": try table.labels.word(for: result.treatment),
            "moderator": try table.labels.word(for: result.moderator),
            "treatment-mean": RichText([.number(words.number(centring.treatment))]),
            "moderator-mean": RichText([.number(words.number(centring.moderator))]),
          ]
        )
      ])
    }
    return try table.frame.perColumn(sentences, as: .sample)
  }
}
