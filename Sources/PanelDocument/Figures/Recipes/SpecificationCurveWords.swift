import PanelResults

/// Title, description, notes and data of the figure of a specification curve.
struct SpecificationCurveWords {
  var data: SpecificationCurveData
  var recipe: SpecificationCurvePlot
  var context: DocumentContext

  var shared: FigureWords { FigureWords(context: context) }
  private var result: SpecificationCurveResult { data.result }

  func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try context.glossary.text("specification-figures", key, values)
  }

  private func label(_ name: String?) throws(DocumentError) -> String? {
    try name.map { (name) throws(DocumentError) in try data.words.labels.word(for: name).plainText }
  }

  /// The treatment, where there is one.
  private func treatment() throws(DocumentError) -> String? {
    let choices = result.dimensions.first { $0.kind == .treatments }?.choices ?? []
    guard let only = choices.first, choices.count == 1 else { return nil }
    if let label = only.label { return label }
    return try label(only.names[0])
  }

  func axisTitle() throws(DocumentError) -> String {
    if let title = recipe.axisTitle { return title.text(in: context.glossary.language) }
    switch (try treatment(), try label(result.heading.outcome)) {
    case (let term?, let outcome?):
      return try shared.text("axis-coefficient-term-of", ["term": term, "outcome": outcome])
    case (let term?, nil): return try shared.text("axis-coefficient-term", ["term": term])
    case (nil, let outcome?): return try shared.text("axis-coefficient-of", ["outcome": outcome])
    case (nil, nil): return try shared.text("axis-coefficient")
    }
  }

  /// The kinds of estimates that are drawn.
  ///
  /// - Parameter isDense: Whether a line stands for markers.
  func legend(isDense: Bool) throws(DocumentError) -> [LegendLayout.Item] {
    let level = shared.percent(result.significance)
    var items: [LegendLayout.Item] = []
    if result.specifications.contains(where: \.isSignificant) {
      items.append(
        .init(
          label: try text("significant", ["level": level]),
          series: 0,
          symbol: isDense ? .curve : symbol(isSignificant: true)
        )
      )
    }
    if result.specifications.contains(where: { !$0.isSignificant }) {
      items.append(
        .init(
          label: try text("not-significant"),
          series: 0,
          symbol: isDense ? .leader : symbol(isSignificant: false)
        )
      )
    }
    if let base = result.base, result.specifications.indices.contains(base) {
      let isSignificant = result.specifications[base].isSignificant
      items.append(
        .init(label: try text("base"), series: 1, symbol: symbol(isSignificant: isSignificant))
      )
    }
    return items
  }

  /// A marker as it is drawn: filled where significant, on its interval where there is one.
  private func symbol(isSignificant: Bool) -> LegendLayout.Symbol {
    switch (recipe.hasIntervals, isSignificant) {
    case (true, true): .whisker
    case (true, false): .open
    case (false, true): .marker
    case (false, false): .hollow
    }
  }

  /// Heading and labels of the rows that tell which estimates are significant, with their sign.
  func significance() throws(DocumentError) -> SpecificationCurveLayout.Significance {
    SpecificationCurveLayout.Significance(
      heading: try text("significance", ["level": shared.percent(result.significance)]),
      positive: try text("sign-positive"),
      negative: try text("sign-negative")
    )
  }

  func title() throws(DocumentError) -> String {
    let count = try text("specifications", ["count": FigureNumber.count(data.drawn.count)])
    guard let term = try treatment() else {
      return try text("title", ["specifications": count])
    }
    guard let outcome = try label(result.heading.outcome) else {
      return try text("title-term", ["specifications": count, "term": term])
    }
    return try text(
      "title-term-of",
      ["specifications": count, "term": term, "outcome": outcome]
    )
  }

  func summary(axis: ValueAxis) throws(DocumentError) -> String {
    var sentences = [
      try shared.sentence(about: axis, key: "vertical-axis", title: try axisTitle()),
      try range(), try shares(),
    ]
    if let base = try base() { sentences.append(base) }
    for group in data.groups {
      let kind = result.dimensions[group.list].kind
      var list: String?
      for summary in result.summaries where summary.list == kind {
        guard let median = summary.summary?.median else { continue }
        let item = try text(
          "reading",
          ["choice": group.labels[summary.choice], "median": FigureNumber.brief(median)]
        )
        list =
          try list.map { (list) throws(DocumentError) in
            try shared.text("readings-joined", ["list": list, "item": item])
          } ?? item
      }
      guard let list else { continue }
      sentences.append(try text("readings", ["heading": group.heading, "list": list]))
    }
    return try shared.joined(sentences)
  }

  private func range() throws(DocumentError) -> String {
    try text(
      "range",
      [
        "specifications": try text(
          "specifications", ["count": FigureNumber.count(result.summary.count)]),
        "median": FigureNumber.brief(result.summary.median),
        "low": FigureNumber.brief(result.summary.minimum),
        "high": FigureNumber.brief(result.summary.maximum),
      ]
    )
  }

  private func shares() throws(DocumentError) -> String {
    func share(_ count: Int) -> String {
      let percent = (Double(count) / Double(max(1, result.summary.count)) * 100).rounded()
      return FigureNumber.decimals(percent, 0)
    }
    return try text(
      "shares",
      [
        "level": shared.percent(result.significance),
        "positive": share(result.summary.significantPositive),
        "negative": share(result.summary.significantNegative),
      ]
    )
  }

  private func base() throws(DocumentError) -> String? {
    guard let place = result.base else { return nil }
    return try text(
      "base-reading",
      [
        "value": FigureNumber.brief(result.specifications[place].estimate.value),
        "rank": FigureNumber.count(place + 1),
        "specifications": try text(
          "specifications", ["count": FigureNumber.count(result.summary.count)]),
      ]
    )
  }

  func notes(isDense: Bool) throws(DocumentError) -> [TableNote] {
    let key =
      switch (recipe.hasIntervals, isDense) {
      case (true, false): "note-interval"
      case (true, true): "note-interval-dense"
      case (false, false): "note-points"
      case (false, true): "note-points-dense"
      }
    var texts = [
      try text(
        key,
        ["level": shared.percent(result.level)]
      ),
      try range(), try shares(),
    ]
    if let base = try base() { texts.append(base) }
    if !data.groups.isEmpty { texts.append(try text("note-matrix")) }
    if !data.shared.isEmpty {
      var list: String?
      for (heading, label) in data.shared {
        let item = try text("shared-item", ["heading": heading, "choice": label])
        list =
          try list.map { (list) throws(DocumentError) in
            try shared.text("readings-joined", ["list": list, "item": item])
          } ?? item
      }
      texts.append(try text("note-shared", ["list": list ?? ""]))
    }
    var notes = texts.map { TableNote(.description, RichText($0)) }
    if let failures = try data.words.failures() { notes.append(TableNote(.remark, failures)) }
    let writer = NoteWriter(
      labels: data.words.labels,
      typesetting: context.tableStyle.typesetting
    )
    for remark in result.remarks {
      notes.append(TableNote(.remark, try writer.sentence(about: remark)))
    }
    return notes
  }

  /// One row per specification, from the left; columns are named as in result files.
  func figureData() throws(DocumentError) -> FigureData {
    var labels: [[String]] = []
    for list in result.dimensions {
      var own: [String] = []
      for choice in list.choices {
        own.append(try data.words.label(of: choice, in: list.kind).plainText)
      }
      labels.append(own)
    }
    let rows = data.drawn.map { drawn -> [FigureData.Value] in
      let specification = drawn.specification
      let choices = labels.indices.map { list -> FigureData.Value in
        let places = specification.choices.map { $0[list] }.unique.sorted()
        return .text(places.map { labels[list][$0] }.joined(separator: " | "))
      }
      let estimate: Estimate? = specification.estimate
      return [.text(data.reference), .count(drawn.rank), .count(drawn.isBase ? 1 : 0)] + choices
        + [.text(specification.estimate.term)] + estimate.figureData
        + [
          .count(specification.observations),
          specification.clusters.map { .count($0) as FigureData.Value } ?? .missing,
          .count(specification.isSignificant ? 1 : 0),
        ]
    }
    return FigureData(
      columns: ["result", "rank", "base"] + result.dimensions.map(\.kind.rawValue) + ["term"]
        + Estimate.figureColumns + ["n", "clusters", "significant"],
      rows: rows
    )
  }
}

extension SpecificationCurveResult {
  /// 0.05 for intervals at 95 percent, without what rounding adds.
  var significance: Double { ((1 - level) * 1e12).rounded() / 1e12 }
}
