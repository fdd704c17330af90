import PanelResults

/// The notes under a table of adjusted p-values.
extension MultipleTestingTable {
  func notes() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    if isByOutcome, let term = terms.first {
      notes.append(
        TableNote(
          .covariance,
          try glossary.rich(
            "multiple-testing",
            "one-term",
            ["term": try frame.labels.word(for: term)]
          )
        )
      )
    }
    if let key = try modelKey() { notes.append(TableNote(.sample, key)) }
    var sentences: [[RichText]] = []
    for model in models {
      let covariance = result.hypotheses.first { $0.model == model.reference }?.covariance
      sentences.append(
        try covariance.map { (covariance) throws(DocumentError) in
          [
            try frame.writer.sentence(
              "covariance-basis",
              about: covariance,
              countsClusters: true,
              place: nil
            )
          ]
        } ?? []
      )
    }
    notes += try frame.perName(sentences, names: models.map(\.name), as: .covariance)
    notes.append(
      TableNote(
        .covariance,
        try glossary.rich(
          "multiple-testing",
          "count",
          ["count": RichText(frame.typesetting.count(result.hypotheses.count).plainText)]
        )
      )
    )
    notes += try kinds()
    if let resampling = result.resampling {
      notes.append(TableNote(.covariance, try sentence(about: resampling)))
    }
    for text in try frame.remarks(of: result) { notes.append(TableNote(.remark, text)) }
    notes += try stars()
    return try frame.notes(recipe.options, about: [result], notes)
  }

  /// More regressors than these are counted, not named.
  private static let mostRegressors = 5

  /// What the models are, where numbers stand for them.
  private func modelKey() throws(DocumentError) -> RichText? {
    guard hasModels, recipe.models.isEmpty else { return nil }
    var list: RichText?
    for model in models {
      guard let hypothesis = result.hypotheses.first(where: { $0.model == model.reference }),
        let regressors = hypothesis.regressors
      else { return nil }
      func words(_ names: [String]) throws(DocumentError) -> RichText {
        var items: [RichText] = []
        for name in names { items.append(try frame.labels.word(for: name)) }
        return try glossary.list(items)
      }
      let count = RichText(String(regressors.count))
      var values = [
        "model": model.name,
        "regressors": regressors.count > Self.mostRegressors
          ? try glossary.rich("multiple-testing", "model-many", ["count": count])
          : try words(regressors),
      ]
      let effects = hypothesis.effects ?? []
      if !effects.isEmpty { values["effects"] = try words(effects) }
      let item = try glossary.rich(
        "multiple-testing",
        effects.isEmpty ? "model-item" : "model-item-effects",
        values
      )
      list =
        try list.map { (list) throws(DocumentError) in
          try glossary.rich("notes", "legend-joined", ["list": list, "item": item])
        } ?? item
    }
    return try list.map { (list) throws(DocumentError) in
      try glossary.rich("multiple-testing", "model-key", ["list": list])
    }
  }

  /// What the adjustments bound.
  private func kinds() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    for (key, isRate) in [("familywise", false), ("discovery", true)] {
      let own = result.adjustments.filter { $0.isFalseDiscoveryRate == isRate }
      guard !own.isEmpty else { continue }
      var names: [RichText] = []
      for adjustment in own {
        names.append(RichText(try glossary.text("adjustment-sources", adjustment.rawValue)))
      }
      notes.append(
        TableNote(
          .covariance,
          try glossary.rich("multiple-testing", key, ["adjustments": try glossary.list(names)])
        )
      )
    }
    return notes
  }

  private func sentence(about resampling: JointResampling) throws(DocumentError) -> RichText {
    let count = RichText(frame.typesetting.count(resampling.draws).plainText)
    let key =
      switch resampling.kind {
      case .wild: resampling.imposesNull == true ? "wild-restricted" : "wild-unrestricted"
      case .pairs: "pairs"
      }
    return try glossary.rich(
      "multiple-testing",
      key,
      [
        "clusters": try frame.writer.list(of: [resampling.clusters]),
        "weights": RichText(
          try resampling.weights.map { (weights) throws(DocumentError) in
            try glossary.text("bootstrap-weights", weights.rawValue)
          } ?? ""
        ),
        "draws": resampling.isEnumerated
          ? try glossary.rich("draws", "enumerated", ["count": count])
          : try frame.draws(resampling.draws, seed: resampling.seed),
      ]
    )
  }

  /// Symbols and cut-offs, and the p-values that they go by.
  private func stars() throws(DocumentError) -> [TableNote] {
    let legend = try writer.starNotes(about: result.estimates)
    guard !legend.isEmpty else { return [] }
    let name =
      if let starred {
        try glossary.text("adjustments", result.adjustments[starred].rawValue)
      } else {
        try glossary.text("multiple-testing", "plain-name")
      }
    return [
      TableNote(
        .stars,
        try glossary.rich("multiple-testing", "stars-by", ["adjustment": RichText(name)])
      )
    ] + legend
  }
}
