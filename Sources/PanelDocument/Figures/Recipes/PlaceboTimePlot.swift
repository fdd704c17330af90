package import PanelResults

/// Effects of a treatment moved to earlier periods, by how far it is moved.
package struct PlaceboTimePlot: FigureRecipe, Equatable {
  package static let kind = "placebo-time"
  package static let summary =
    "Effects of a treatment moved to earlier periods, with their intervals."

  package var intervals: CoefficientPlot.Intervals
  package var axisTitle: LocalizedText?
  package var timeTitle: LocalizedText?
  package var size: RequestedSize

  package init() {
    intervals = .nested
    size = RequestedSize()
  }

  package static func suits(_ results: [NamedResult]) -> Bool {
    results.count == 1 && (results[0].result as? PlaceboResult)?.profile.isEmpty == false
  }

  package func figure(
    of results: [NamedResult],
    in context: DocumentContext
  ) throws(DocumentError) -> FigureModel {
    let plot = try PlaceboTime(of: results, recipe: self, in: context)
    let sheet = try plot.sheet()
    return try FigureWords(context: context).figure(
      FigureParts(
        size: sheet.size,
        frames: [sheet.frame.box],
        groups: sheet.groups(rules: [RuleMark(at: 0, on: .y, role: .zero)], marks: plot.marks),
        title: try plot.title(),
        summary: try plot.summary(y: sheet.y),
        notes: try plot.notes(),
        data: plot.data
      ),
      of: results
    )
  }
}

extension PlaceboTimePlot: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case intervals
    case axisTitle = "axis-title"
    case timeTitle = "time-title"
    case size
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    if let word = try container.decodeIfPresent(String.self, forKey: .intervals) {
      intervals = try decoder.word(word, what: "kind of intervals")
    }
    axisTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .axisTitle)
    timeTitle = try container.decodeIfPresent(LocalizedText.self, forKey: .timeTitle)
    try container.replace(&size, forKey: .size)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "intervals",
      .choice(CoefficientPlot.Intervals.allCases.map(\.rawValue)),
      default: "nested",
      "Both intervals, the wider one only, or none."
    ),
    KeyDescription(
      "axis-title",
      .localizedText,
      default: "from the outcome",
      "The title of the vertical axis."
    ),
    KeyDescription(
      "time-title",
      .localizedText,
      default: "periods moved",
      "The title of the horizontal axis."
    ),
    RequestedSize.key,
  ]
}

/// What a plot of placebos in time draws and says.
struct PlaceboTime {
  private let result: PlaceboResult
  private let profile: [PlaceboShift]
  private let recipe: PlaceboTimePlot
  private let words: FigureWords
  private let outcome: String?

  init(
    of results: [NamedResult],
    recipe: PlaceboTimePlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? PlaceboResult,
      result.profile.contains(where: { $0.estimate != nil })
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(PlaceboTimePlot.kind)' draws one result of placebos in "
          + "time; it is given \(results.map { "'\($0.reference)'" }.joined(separator: ", "))"
          + ", which has no effect by shift."
      )
    }
    self.result = result
    profile = result.profile.sorted { $0.shift < $1.shift }
    self.recipe = recipe
    words = FigureWords(context: context)
    outcome = try words.outcome(of: result)
  }

  private var estimates: [(shift: Int, estimate: Estimate)] {
    profile.compactMap { shift in shift.estimate.map { (shift.shift, $0) } }
  }

  var marks: [any Mark] {
    func spans(_ interval: (Estimate) -> Interval?) -> [Span] {
      estimates.compactMap { shift, estimate in
        interval(estimate).map { Span(at: Double(shift), low: $0.low, high: $0.high) }
      }
    }
    var marks: [any Mark] = []
    if recipe.intervals != .none {
      marks.append(WhiskerMark(spans(\.interval), along: .y, series: 0))
    }
    if recipe.intervals == .nested {
      marks.append(WhiskerMark(spans(\.innerInterval), along: .y, series: 0, kind: .inner))
    }
    let points = estimates.map { Datum(x: Double($0.shift), y: $0.estimate.value) }
    return marks + [PointMark(points, series: 0)]
  }

  private func axisTitle() throws(DocumentError) -> String {
    try words.title(recipe.axisTitle, placeboOn: outcome)
  }

  private func timeTitle() throws(DocumentError) -> String {
    if let own = recipe.timeTitle { return own.text(in: words.glossary.language) }
    return try words.treatment("axis-shift")
  }

  func sheet() throws(DocumentError) -> PlotSheet {
    let theme = words.context.figureTheme
    let domain = marks.reduce(Domain(y: 0...0)) { $0.union($1.domain) }
    let (first, last) = (profile.first?.shift ?? 0, profile.last?.shift ?? 0)
    let (title, time) = (try axisTitle(), try timeTitle())
    return try PlotSheet(
      PlotRequest(
        width: recipe.size.width(in: theme),
        height: recipe.size.height,
        x: PlotRequest.Axis(
          range: Double(first) - 0.4...Double(last) + 0.4,
          title: time,
          scaledTitle: time,
          reach: Marker.reach(in: theme),
          ticks: { _, length in
            PeriodTicks(span: first...last).ticks(length: length, in: theme)
          }
        ),
        y: PlotRequest.Axis(
          range: domain.y ?? 0...0,
          title: title,
          scaledTitle: try words.scaled(title),
          reach: Marker.reach(in: theme)
        ),
        id: words.context.id
      ),
      theme: theme
    )
  }

  func title() throws(DocumentError) -> String {
    let values = [
      "first": FigureNumber.period(profile.first?.shift ?? 0),
      "last": FigureNumber.period(profile.last?.shift ?? 0), "outcome": outcome ?? "",
    ]
    return try words.treatment(
      outcome == nil ? "placebo-time-title" : "placebo-time-title-of",
      values
    )
  }

  func summary(y: ValueAxis) throws(DocumentError) -> String {
    var sentences = [try words.sentence(about: y, key: "vertical-axis", title: try axisTitle())]
    for (shift, estimate) in estimates {
      var values = [
        "count": String(shift), "shift": FigureNumber.period(shift),
        "value": FigureNumber.brief(estimate.value),
      ]
      guard let interval = estimate.interval else {
        sentences.append(try words.treatment("shift-reading-bare", values))
        continue
      }
      values["level"] = words.percent(interval.level)
      values["low"] = FigureNumber.brief(interval.low)
      values["high"] = FigureNumber.brief(interval.high)
      sentences.append(try words.treatment("shift-reading", values))
    }
    let intervals = estimates.compactMap(\.estimate.interval)
    if !intervals.isEmpty {
      sentences.append(
        try words.text(
          "excluding-zero",
          [
            "part": String(intervals.filter { $0.low > 0 || $0.high < 0 }.count),
            "count": String(intervals.count),
          ]
        )
      )
    }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let levels = estimates.compactMap(\.estimate.interval?.level).unique
    let inner = estimates.compactMap(\.estimate.innerInterval?.level).unique
    let values = [
      "level": try words.glossary.list(levels.map(words.percent)),
      "inner": try words.glossary.list(inner.map(words.percent)),
    ]
    let key =
      recipe.intervals == .none || levels.isEmpty
      ? "note-shifts"
      : recipe.intervals == .nested && !inner.isEmpty ? "note-shifts-nested" : "note-shifts-single"
    var notes = [
      TableNote(.description, RichText(try words.treatment(key, values))),
      TableNote(
        .description,
        RichText(try words.glossary.text("placebo-notes", result.kind.rawValue))
      ),
      TableNote(
        .description,
        RichText(
          try words.treatment(
            "note-actual",
            ["value": FigureNumber.brief(result.baseline.value)]
          )
        )
      ),
    ]
    let absent = profile.filter { $0.estimate == nil }
    if !absent.isEmpty {
      var reasons: [String] = []
      for reason in absent.compactMap(\.absence).unique {
        reasons.append(try words.glossary.text("absence", reason.rawValue))
      }
      let sentence = try words.treatment(
        "note-shift-absent",
        [
          "periods": try words.glossary.list(absent.map { FigureNumber.period($0.shift) }),
          "reasons": try words.joined(reasons),
        ]
      )
      notes.append(TableNote(.remark, RichText(sentence)))
    }
    return notes
  }

  /// One row per shift.
  var data: FigureData {
    FigureData(
      columns: ["shift"] + Estimate.figureColumns,
      rows: profile.map { [.count($0.shift)] + $0.estimate.figureData }
    )
  }
}
