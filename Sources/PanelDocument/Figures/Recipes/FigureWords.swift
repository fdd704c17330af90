import PanelResults

/// Sentences that several recipes share.
struct FigureWords {
  var context: DocumentContext

  var glossary: Glossary { context.glossary }

  func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try glossary.text("figures", key, values)
  }

  /// A sentence about a treatment.
  func treatment(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try glossary.text("treatment-figures", key, values)
  }

  /// An axis title, with the start of its power of ten where its labels have one.
  func scaled(_ title: String) throws(DocumentError) -> String {
    try text("axis-scaled", ["title": title])
  }

  /// Sentences in a row, as the language sets them.
  func joined(_ sentences: [String]) throws(DocumentError) -> String {
    guard var text = sentences.first else { return "" }
    for sentence in sentences.dropFirst() {
      text = try self.text("sentences", ["text": text, "sentence": sentence])
    }
    return text
  }

  /// `95` for 0.95.
  func percent(_ level: Double) -> String { FigureNumber.percent(level) }

  /// At most ``FigureModel/titleLimit`` characters, cut between words.
  func shortened(_ title: String) -> String {
    guard title.count > FigureModel.titleLimit else { return title }
    let room = title.prefix(FigureModel.titleLimit - 1)
    let cut = room.lastIndex(of: " ").map { room[..<$0] } ?? room
    return (cut.count > FigureModel.titleLimit / 2 ? String(cut) : String(room)) + "…"
  }

  /// What an axis covers, such as `Horizontal axis: Year, from 2000 to 2010`.
  func sentence(
    about axis: ValueAxis,
    key: String,
    title: String
  ) throws(DocumentError) -> String {
    let unit = axis.ticks.exponent.map { "×10^" + NumberLabels.power($0) } ?? ""
    return try text(
      key,
      [
        "title": title, "low": (axis.ticks.labels.first ?? "") + unit,
        "high": (axis.ticks.labels.last ?? "") + unit,
      ]
    )
  }

  /// One sentence per kind of covariance, with the models it holds for where they differ.
  func covarianceNotes(
    of results: [NamedResult],
    named names: [String],
    labels: TermLabels
  ) throws(DocumentError) -> [TableNote] {
    var sentences: [(text: RichText, models: [String])] = []
    for (named, name) in zip(results, names) {
      guard let fit = named.result as? any RegressionFit else { continue }
      let text = try sentence(about: fit.covariance, labels: labels)
      if let place = sentences.firstIndex(where: { $0.text == text }) {
        sentences[place].models.append(name)
      } else {
        sentences.append((text, [name]))
      }
    }
    guard sentences.count > 1 else { return sentences.map { TableNote(.covariance, $0.text) } }
    var notes: [TableNote] = []
    for (sentence, models) in sentences {
      let list = RichText(try glossary.list(models))
      notes.append(
        TableNote(
          .covariance,
          try glossary.rich("figures", "of-models", [
            "models": list, "note": sentence, "count": RichText(String(models.count)),
          ])
        )
      )
    }
    return notes
  }

  func sentence(
    about covariance: CovarianceDescription,
    labels: TermLabels
  ) throws(DocumentError) -> RichText {
    try NoteWriter(labels: labels, typesetting: context.tableStyle.typesetting).sentence(
      "covariance-basis",
      about: covariance,
      countsClusters: false,
      place: nil
    )
  }
}
