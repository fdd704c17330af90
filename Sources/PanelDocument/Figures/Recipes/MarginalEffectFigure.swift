import PanelResults

/// What a plot of marginal effects draws and says of one moderator.
struct MarginalEffectFigure {
  let result: ModerationResult
  let recipe: MarginalEffectPlot
  let words: FigureWords
  let treatment: String
  let moderator: String
  private let treatmentWord: String
  private let moderatorWord: String
  private let outcome: String?
  private let numbers: ModeratorWords

  /// The part of the height below the effects, which the distribution has for itself.
  private static let floor = 0.24

  init(
    of result: ModerationResult,
    recipe: MarginalEffectPlot,
    words: FigureWords
  ) throws(DocumentError) {
    self.result = result
    self.recipe = recipe
    self.words = words
    let labels = TermLabels(results: [result], in: words.context)
    treatment = try labels.label(of: result.treatment).plainText
    moderator = try labels.label(of: result.moderator).plainText
    treatmentWord = try labels.word(for: result.treatment).plainText
    moderatorWord = try labels.word(for: result.moderator).plainText
    outcome = try result.heading.outcome.map { (name) throws(DocumentError) in
      try labels.word(for: name).plainText
    }
    numbers = ModeratorWords(
      glossary: words.glossary,
      typesetting: words.context.tableStyle.typesetting
    )
  }

  private func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try words.glossary.text("moderation-figures", key, values)
  }

  /// Whether each value of the moderator has a marker instead of a place on a line.
  private var isBinary: Bool { result.support.isBinary }

  /// The effects that markers stand for, where there is no line.
  private var points: [MarginalEffect] {
    result.effects.filter { $0.place.kind == .value }
  }

  private var level: Double { result.effects.first?.estimate.level ?? 0.95 }

  private var range: ClosedRange<Double> { result.support.minimum...result.support.maximum }

  private var region: SignificanceRegion? { recipe.hasRegion ? result.region.value : nil }

  private var boundsInside: [Double] { region?.bounds.filter(range.contains) ?? [] }

  /// The bounds that have no line, as they lie beyond the moderator's values.
  private var boundsBeyond: [Double] { region?.bounds.filter { !range.contains($0) } ?? [] }

  private var hasBand: Bool { result.curve.contains { $0.low != nil } }
}

// MARK: Drawing

extension MarginalEffectFigure {
  func sheet(width: Double, height: Double?) throws(DocumentError) -> PlotSheet {
    let theme = words.context.figureTheme
    let spread = effectRange.widenedIfEmpty
    let below =
      recipe.hasSupport ? (spread.upperBound - spread.lowerBound) * Self.floor : 0
    let title = try axisTitle()
    let moderatorTitle = recipe.moderatorTitle?.text(in: words.glossary.language) ?? moderator
    let share = 1 / (1 + (recipe.hasSupport ? Self.floor : 0))
    var labels: [(place: Double, label: String)] = []
    for bound in boundsInside {
      labels.append((bound, try text("bound", ["value": brief(bound)])))
    }
    if recipe.hasMean, !isBinary {
      labels.append(
        (result.support.mean, try text("mean", ["value": brief(result.support.mean)]))
      )
    }
    return try PlotSheet(
      PlotRequest(
        width: width,
        height: height,
        x: PlotRequest.Axis(
          range: isBinary ? range.padded(by: 0.5) : range,
          title: moderatorTitle,
          scaledTitle: try words.scaled(moderatorTitle),
          reach: 2,
          ticks: isBinary ? binaryTicks : nil
        ),
        y: PlotRequest.Axis(
          range: (spread.lowerBound - below)...spread.upperBound,
          title: title,
          scaledTitle: try words.scaled(title),
          reach: 3,
          // Bars on the floor are no effects: the axis names none beside them.
          ticks: { _, length in
            let ticks = Ticks.best(
              for: TickRequest(
                range: spread,
                length: length * share,
                direction: .vertical,
                marksZero: true
              ),
              in: theme
            )
            let beside = ticks.keeping { $0 >= spread.lowerBound }
            return beside.values.count > 1 ? beside : ticks
          }
        ),
        lineLabels: labels,
        id: words.context.id
      ),
      theme: theme
    )
  }

  private func brief(_ value: Double) -> String { numbers.number(value).plainText }

  /// A tick at each of two values.
  private var binaryTicks: (ClosedRange<Double>, Double) -> Ticks {
    let values = result.support.values.map(\.value)
    let labels = values.map { numbers.exact($0).plainText }
    return { _, _ in Ticks(values: values, labels: labels) }
  }

  private var effectRange: ClosedRange<Double> {
    let drawn =
      isBinary
      ? points.flatMap { point in
        [point.estimate.value] + (point.estimate.interval.map { [$0.low, $0.high] } ?? [])
      }
      : result.curve.flatMap { [$0.effect] + [$0.low, $0.high].compactMap { $0 } }
    return ClosedRange(spanning: drawn + [0]) ?? 0...0
  }

  func groups(on sheet: PlotSheet) -> [ShapeGroup] {
    var rules: [any Mark] = [RuleMark(at: 0, on: .y, role: .zero)]
    if recipe.hasMean, !isBinary {
      rules.append(RuleMark(at: result.support.mean, on: .x, role: .leader))
    }
    rules += boundsInside.map { RuleMark(at: $0, on: .x) }
    return sheet.groups(rules: rules, marks: marks)
  }

  private var marks: [any Mark] {
    var marks: [any Mark] = recipe.hasSupport ? [SupportMark(support: result.support)] : []
    guard !isBinary else {
      let spans = points.compactMap { point in
        point.estimate.interval.map { Span(at: point.moderator, low: $0.low, high: $0.high) }
      }
      marks.append(WhiskerMark(spans, along: .y, series: 0))
      marks.append(
        PointMark(points.map { Datum(x: $0.moderator, y: $0.estimate.value) }, series: 0)
      )
      return marks
    }
    marks.append(RibbonMark(spans(between: range), series: 0))
    for part in significantParts { marks.append(RibbonMark(spans(between: part), series: 0)) }
    marks.append(
      LineMark(result.curve.map { Datum(x: $0.moderator, y: $0.effect) }, series: 0)
    )
    return marks
  }

  /// The parts of the moderator's range in which the band excludes zero.
  private var significantParts: [ClosedRange<Double>] {
    guard let region else { return [] }
    let ends = [range.lowerBound] + boundsInside + [range.upperBound]
    return zip(ends, ends.dropFirst()).compactMap { low, high in
      low < high && region.contains(low / 2 + high / 2) ? low...high : nil
    }
  }

  /// The band over a part of the range, its ends between neighbouring points in proportion.
  private func spans(between part: ClosedRange<Double>) -> [Span] {
    let all = result.curve.compactMap { point -> Span? in
      guard let low = point.low, let high = point.high else { return nil }
      return Span(at: point.moderator, low: low, high: high)
    }
    func end(_ value: Double) -> [Span] {
      guard let after = all.firstIndex(where: { $0.at > value }), after > 0 else { return [] }
      let (left, right) = (all[after - 1], all[after])
      guard left.at < value else { return [] }
      let share = (value - left.at) / (right.at - left.at)
      return [
        Span(
          at: value,
          low: left.low + share * (right.low - left.low),
          high: left.high + share * (right.high - left.high)
        )
      ]
    }
    return end(part.lowerBound) + all.filter { part.contains($0.at) } + end(part.upperBound)
  }
}

extension SignificanceRegion {
  /// Whether the effect differs from zero at a value of the moderator that is no bound.
  func contains(_ value: Double) -> Bool {
    switch kind {
    case .outside: bounds.count == 2 && (value < bounds[0] || value > bounds[1])
    case .inside: bounds.count == 2 && value > bounds[0] && value < bounds[1]
    case .above: bounds.count == 1 && value > bounds[0]
    case .below: bounds.count == 1 && value < bounds[0]
    case .everywhere: true
    case .nowhere: false
    }
  }

  /// The region with the only bound that lies within the data, where it has one of two there.
  func within(_ range: ClosedRange<Double>) -> SignificanceRegion {
    guard bounds.count == 2 else { return self }
    let kept = bounds.filter(range.contains)
    guard kept.count == 1 else { return self }
    var part = self
    part.bounds = kept
    // Below the lower or above the upper bound; between them, the other way round.
    part.kind = (kept[0] == bounds[0]) == (kind == .outside) ? .below : .above
    return part
  }
}

// MARK: Words

extension MarginalEffectFigure {
  private func axisTitle() throws(DocumentError) -> String {
    if let own = recipe.axisTitle { return own.text(in: words.glossary.language) }
    guard let outcome else { return try text("axis-effect", ["treatment": treatmentWord]) }
    return try text("axis-effect-on", ["treatment": treatmentWord, "outcome": outcome])
  }

  func title() throws(DocumentError) -> String {
    var values = ["treatment": treatmentWord, "moderator": moderatorWord]
    guard let outcome else { return try text("title", values) }
    values["outcome"] = outcome
    return try text("title-of", values)
  }

  func summary(x: ValueAxis, y: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try words.sentence(about: x, key: "horizontal-axis", title: moderator),
      try words.sentence(about: y, key: "vertical-axis", title: try axisTitle()),
    ]
    if let first = result.curve.first, let last = result.curve.last {
      sentences.append(
        try text(
          "reading",
          [
            "moderator": moderatorWord, "start": FigureNumber.brief(first.effect),
            "low": FigureNumber.brief(first.moderator), "end": FigureNumber.brief(last.effect),
            "high": FigureNumber.brief(last.moderator),
          ]
        )
      )
    }
    for effect in isBinary ? points : result.effects.filter({ $0.place.deviations == 0 }) {
      guard let interval = effect.estimate.interval else { continue }
      sentences.append(
        try text(
          isBinary ? "reading-value" : "reading-mean",
          [
            "moderator": moderatorWord, "mean": brief(effect.moderator),
            "value": numbers.exact(effect.moderator).plainText,
            "effect": FigureNumber.brief(effect.estimate.value),
            "level": words.percent(interval.level), "low": FigureNumber.brief(interval.low),
            "high": FigureNumber.brief(interval.high),
          ]
        )
      )
    }
    if let sentence = try regionNote() { sentences.append(sentence) }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [String] {
    let names = [
      "treatment": treatmentWord, "moderator": moderatorWord, "level": words.percent(level),
    ]
    let isDark = !significantParts.isEmpty && hasBand
    var sentences = [
      try text(isBinary ? "note-points" : isDark ? "note-line-region" : "note-line", names)
    ]
    if let sentence = try regionNote() { sentences.append(sentence) }
    if recipe.hasMean, !isBinary { sentences.append(try text("note-mean", names)) }
    if recipe.hasSupport {
      sentences.append(
        try text(
          "note-bars",
          [
            "moderator": moderatorWord, "n": FigureNumber.count(result.support.n),
            "low": brief(range.lowerBound), "high": brief(range.upperBound),
          ]
        )
      )
    }
    return sentences
  }

  private func regionNote() throws(DocumentError) -> String? {
    guard let region else { return nil }
    let key: String
    switch region.kind {
    case .everywhere: key = "note-everywhere"
    case .nowhere: key = "note-nowhere"
    default:
      key =
        switch (boundsInside.count, boundsBeyond.count) {
        case (0, _): "note-no-bounds"
        case (1, 0): "note-only-bound"
        case (1, _): "note-bound-beyond"
        default: "note-bounds"
        }
    }
    return try text(
      key,
      [
        "moderator": moderatorWord, "size": numbers.size(of: region.level).plainText,
        "range": try numbers.range(region.within(range)).plainText,
        "beyond": boundsBeyond.first.map(brief) ?? "",
        "share": numbers.percent(region.share).plainText,
      ]
    )
  }

  /// The line or the markers, the bounds, and the bars.
  func data(of reference: String) -> [[FigureData.Value]] {
    func row(
      _ part: String,
      _ moderator: Double,
      _ effect: Double?,
      _ low: Double?,
      _ high: Double?,
      _ count: Int? = nil
    ) -> [FigureData.Value] {
      [
        .text(reference), .text(part), .number(moderator), .number(effect), .number(low),
        .number(high), count.map { .count($0) } ?? .missing,
      ]
    }
    var rows =
      isBinary
      ? points.map { point in
        let interval = point.estimate.interval
        return row(
          "effect",
          point.moderator,
          point.estimate.value,
          interval?.low,
          interval?.high
        )
      } : result.curve.map { row("effect", $0.moderator, $0.effect, $0.low, $0.high) }
    rows += (region?.bounds ?? []).map { row("bound", $0, nil, nil, nil) }
    if !isBinary { rows.append(row("mean", result.support.mean, nil, nil, nil)) }
    rows += result.support.values.map { row("value", $0.value, nil, nil, nil, $0.count) }
    if let histogram = result.support.histogram {
      rows += histogram.counts.enumerated().map { index, count in
        row("bin", histogram.start + Double(index) * histogram.width, nil, nil, nil, count)
      }
    }
    return rows
  }
}
