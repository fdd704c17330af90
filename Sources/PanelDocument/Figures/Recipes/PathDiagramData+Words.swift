import PanelResults

extension PathDiagramData {
  func title() throws(DocumentError) -> String {
    var mediators: [String] = []
    for result in results {
      for channel in result.channels { mediators.append(try word(channel.mediator)) }
    }
    return try text(
      "title",
      [
        "treatment": panels[0].treatment,
        "outcome": try word(results[0].heading.outcome ?? ""),
        "mediators": try glossary.list(mediators.unique),
      ]
    )
  }

  /// Every arrow in words, then the lines under the diagrams.
  func summary() throws(DocumentError) -> String {
    let words = FigureWords(context: context)
    var sentences: [String] = []
    for (result, panel) in zip(results, panels) {
      var list: String?
      for arrow in try arrows(of: result) {
        let item = try reading(arrow)
        list =
          try list.map { (list) throws(DocumentError) in
            try words.text("readings-joined", ["list": list, "item": item])
          } ?? item
      }
      if let list { sentences.append(try words.text("readings", ["list": list])) }
      for line in panel.lines {
        sentences.append(
          try context.glossary.text(
            "notes", "legend", ["sentence": line.replacing("\u{A0}", with: " ")]))
      }
    }
    for result in results {
      guard let sentence = try intervalSentence(of: result)?.plainText else { continue }
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return try words.joined(sentences)
  }

  private func reading(
    _ arrow: (from: String, to: String, estimate: Estimate)
  ) throws(DocumentError) -> String {
    var values = [
      "from": try label(arrow.from), "to": try word(arrow.to),
      "value": FigureNumber.brief(arrow.estimate.value),
    ]
    guard let error = arrow.estimate.standardError.value else {
      return try text("reading-bare", values)
    }
    values["error"] = FigureNumber.brief(error)
    return try text("reading", values)
  }

  private func arrows(
    of result: MediationResult
  ) throws(DocumentError) -> [(from: String, to: String, estimate: Estimate)] {
    let outcome = result.heading.outcome ?? ""
    var arrows: [(from: String, to: String, estimate: Estimate)] = []
    for channel in result.channels {
      if let estimate = result.effect(on: channel) {
        arrows.append((result.treatment, channel.mediator, estimate))
      }
      if let estimate = result.effect(of: channel) {
        arrows.append((channel.mediator, outcome, estimate))
      }
    }
    if let direct = result.directEffect { arrows.append((result.treatment, outcome, direct)) }
    return arrows
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let hasJoint = results.contains { $0.joint != nil }
    var notes = [TableNote(.description, RichText(try text(hasJoint ? "note-joint" : "note")))]
    notes += try equations()
    let words = FigureWords(context: context)
    var covariances: [TableNote] = []
    for result in results {
      covariances.append(
        TableNote(.covariance, try words.sentence(about: result.covariance, labels: labels))
      )
    }
    notes += covariances.enumerated().filter { covariances.firstIndex(of: $1) == $0 }
      .map(\.element)
    notes += try intervalNotes()
    var remarks: [RichText] = []
    for result in results {
      for remark in result.remarks {
        remarks.append(try NoteWriter(labels: labels, typesetting: style.typesetting)
          .sentence(about: remark))
      }
    }
    notes += remarks.uniqueTexts.map { TableNote(.remark, $0) }
    return notes + (try estimates.starNotes(about: results.flatMap(\.estimates)))
  }

  /// The controls and effects of all equations.
  private func equations() throws(DocumentError) -> [TableNote] {
    let result = results[0]
    var notes: [TableNote] = []
    let own = [result.treatment] + result.channels.map(\.mediator)
    let controls = result.estimates
      .filter { $0.component == .slopes && !own.contains($0.term) }.map(\.term)
    if controls.count > Self.namedControls {
      notes.append(
        TableNote(.sample, RichText(try text("many-controls", ["count": String(controls.count)])))
      )
    } else if !controls.isEmpty {
      var items: [String] = []
      for control in controls { items.append(try word(control)) }
      let list = try glossary.list(items)
      notes.append(TableNote(.sample, RichText(try text("controls", ["controls": list]))))
    }
    guard !result.absorbedEffects.isEmpty else { return notes }
    var items: [String] = []
    for effect in result.absorbedEffects {
      items.append(try labels.word(for: effect.name).plainText)
    }
    let list = try glossary.list(items)
    notes.append(TableNote(.sample, RichText(try text("effects", ["effects": list]))))
    return notes
  }

  private static let namedControls = 5

  private func intervalNotes() throws(DocumentError) -> [TableNote] {
    var sentences: [RichText] = []
    for result in results {
      guard let sentence = try intervalSentence(of: result) else { continue }
      sentences.append(sentence)
      if let bootstrap = try words.bootstrap(of: result) { sentences.append(bootstrap) }
    }
    return sentences.uniqueTexts.map { TableNote(.covariance, $0) }
  }

  /// What the intervals under a diagram are; nothing where there are none.
  private func intervalSentence(of result: MediationResult) throws(DocumentError) -> RichText? {
    guard let effect = result.channels.first?.indirect, let drawn = effect.drawnInterval else {
      return nil
    }
    let level = FigureNumber.percent(drawn.level)
    let kind =
      if let interval = effect.intervals.first {
        try words.interval(interval.kind, level: level)
      } else {
        try glossary.rich("product-intervals", effect.form.rawValue, ["level": RichText(level)])
      }
    let isJointBare = result.joint.map { $0.drawnInterval == nil } ?? false
    return try glossary.rich(
      "path-diagram",
      isJointBare ? "note-interval-parts" : "note-interval",
      ["interval": kind]
    )
  }

  /// One row per arrow and effect; columns are named as in result files.
  var figureData: FigureData {
    var rows: [[FigureData.Value]] = []
    for (reference, result) in zip(references, results) {
      let outcome = result.heading.outcome ?? ""
      for channel in result.channels {
        rows.append(row(reference, "a", result.treatment, channel.mediator, result.effect(on: channel)))
        rows.append(row(reference, "b", channel.mediator, outcome, result.effect(of: channel)))
      }
      rows.append(row(reference, "direct", result.treatment, outcome, result.directEffect))
      rows.append(row(reference, "total", result.treatment, outcome, result.totalEffect))
      for channel in result.channels {
        rows.append(row(reference, channel.mediator, result.treatment, outcome, channel.indirect))
      }
      if let joint = result.joint {
        rows.append(row(reference, "", result.treatment, outcome, joint))
      }
    }
    return FigureData(
      columns: [
        "result", "effect", "from", "to", "via", "estimate", "std_error", "p_value", "conf_low",
        "conf_high", "conf_level", "interval",
      ],
      rows: rows
    )
  }

  private func row(
    _ reference: String,
    _ effect: String,
    _ from: String,
    _ to: String,
    _ estimate: Estimate?
  ) -> [FigureData.Value] {
    let head: [FigureData.Value] = [.text(reference), .text(effect), .text(from), .text(to), .missing]
    guard let estimate else { return head + Array(repeating: .missing, count: 7) }
    return head + [
      .number(estimate.value), Self.number(estimate.standardError), Self.number(estimate.pValue),
      Self.number(estimate.intervalLow), Self.number(estimate.intervalHigh),
      .number(estimate.level), .missing,
    ]
  }

  private func row(
    _ reference: String,
    _ mediator: String,
    _ from: String,
    _ to: String,
    _ effect: IndirectEffect
  ) -> [FigureData.Value] {
    let interval = effect.drawnInterval
    return [
      .text(reference), .text("indirect"), .text(from), .text(to),
      mediator.isEmpty ? .missing : .text(mediator), .number(effect.estimate.value),
      Self.number(effect.estimate.standardError), Self.number(effect.estimate.pValue),
      interval.map { .number($0.low) } ?? .missing, interval.map { .number($0.high) } ?? .missing,
      interval.map { .number($0.level) } ?? .missing,
      effect.intervals.first.map { .text($0.kind.rawValue) } ?? .missing,
    ]
  }

  private static func number(_ value: Availability<Double>) -> FigureData.Value {
    value.value.map(FigureData.Value.number) ?? .missing
  }
}
