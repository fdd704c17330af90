import PanelResults

/// What a shaded map draws.
struct ChoroplethData {
  private let sets: [UnitValueSet]
  private let joined: JoinedRegions
  private let breaks: ClassBreaks
  /// The class of each region in each map; `nil` where it has no value.
  private let places: [[Int?]]
  private let recipe: Choropleth
  private let label: String
  /// The label as it reads within a sentence.
  private let word: String
  private let context: DocumentContext
  private let labels: TermLabels
  private let unitVariable: String?

  private var words: MapWords { MapWords(context: context) }

  init(
    of results: [NamedResult],
    recipe: Choropleth,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.context = context
    unitVariable = results.first?.result.sample.unitVariable
    sets = try Self.sets(of: results, recipe: recipe, in: context)
    let variable = sets[0].variable
    labels = TermLabels(
      own: recipe.labels.entries,
      results: results.map(\.result),
      in: context
    )
    label = try labels.label(of: variable).plainText
    word = try labels.word(for: variable).plainText
    var units: [String] = []
    var known: Set<String> = []
    for unit in sets.flatMap(\.units).map(\.unit) where known.insert(unit).inserted {
      units.append(unit)
    }
    joined = try JoinedRegions(units, map: recipe.map, in: context)
    let values = sets.flatMap { $0.units.compactMap(\.value) }
    guard !values.isEmpty else {
      throw .invalid("Figure '\(context.id)': '\(variable)' has no value in any unit.")
    }
    let breaks =
      recipe.bounds.isEmpty
      ? ClassBreaks(values, count: recipe.classes, rule: recipe.rule)
      : ClassBreaks(values, inner: recipe.bounds)
    self.breaks = breaks
    let joined = joined
    places = sets.map { set in
      let values = Dictionary(set.units.map { ($0.unit, $0.value) }, uniquingKeysWith: { $1 })
      return joined.units.map { unit in
        unit.flatMap { values[$0] ?? nil }.map { breaks.place(of: $0) }
      }
    }
  }

  private static func sets(
    of results: [NamedResult],
    recipe: Choropleth,
    in context: DocumentContext
  ) throws(DocumentError) -> [UnitValueSet] {
    let mapped = results.compactMap { $0.result as? any UnitMapped }
    guard !mapped.isEmpty, mapped.count == results.count else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(Choropleth.kind)' draws results of 'unit-values' or "
          + "'local-moran', which have a value for each unit."
      )
    }
    let all = mapped.flatMap(\.mapped)
    var variables: [String] = []
    for set in all where !variables.contains(set.variable) { variables.append(set.variable) }
    let variable = recipe.variable ?? variables.first ?? ""
    guard recipe.variable != nil || variables.count == 1, variables.contains(variable) else {
      throw .invalid(
        "Figure '\(context.id)' draws one variable; name it with 'variable', one of: "
          + "\(variables.joined(separator: ", "))."
      )
    }
    let own = all.filter { $0.variable == variable }
    guard !recipe.periods.isEmpty else { return own }
    var chosen: [UnitValueSet] = []
    for period in recipe.periods {
      guard let set = own.first(where: { $0.period == period }) else {
        throw .invalid(
          "Figure '\(context.id)' asks for the period \(period), in which the results have no "
            + "values. They have: "
            + "\(own.compactMap(\.period).map(String.init).joined(separator: ", "))."
        )
      }
      chosen.append(set)
    }
    return chosen
  }

  // MARK: Drawing

  /// The step of the theme's scale for a class, so that few classes still differ much.
  private func step(of place: Int) -> Int {
    // Neither the lightest, which is almost paper, nor the darkest, which hides borders.
    let last = breaks.count > 7 ? 7 : 6
    return breaks.count == 1 ? 4 : 1 + (place * last + (breaks.count - 1) / 2) / (breaks.count - 1)
  }

  func request(
    _ map: MapOptions,
    in context: DocumentContext
  ) throws(DocumentError) -> MapRequest {
    var legend: [LegendLayout.Item] = []
    for place in 0..<breaks.count {
      let bounds = breaks.labels(of: place)
      let counts = places.map { $0.count { $0 == place } }
      legend.append(
        LegendLayout.Item(
          label: try words.counted(
            try words.text("class", ["low": bounds.low, "high": bounds.high]),
            counts
          ),
          series: step(of: place),
          symbol: .region(.step, nil)
        )
      )
    }
    let blanks = places.map { row in
      zip(row, joined.shapes.regions).count { $0 == nil && !$1.polygons.isEmpty }
    }
    if blanks.contains(where: { $0 > 0 }) {
      legend.append(
        LegendLayout.Item(
          label: try words.counted(try words.text("no-data"), blanks),
          series: 0,
          symbol: .region(.blank, nil)
        )
      )
    }
    var maps: [MapRequest.Map] = []
    for (set, row) in zip(sets, places) {
      maps.append(
        MapRequest.Map(
          title: sets.count > 1 ? set.period.map { FigureNumber.period($0) } : nil,
          looks: row.map { place in
            MapRequest.Look(ink: place.map { Ink(.step, series: step(of: $0)) } ?? Ink(.blank))
          }
        )
      )
    }
    return MapRequest(
      id: context.id,
      shapes: joined.shapes,
      projection: joined.projection,
      insets: joined.insets,
      maps: maps,
      legend: legend,
      size: map.size
    )
  }

  // MARK: Words

  func title() throws(DocumentError) -> String {
    if sets.count > 1 {
      return try words.text(
        "choropleth-title-maps",
        ["variable": word, "count": String(sets.count)]
      )
    }
    guard let period = sets[0].period else {
      return try words.text("choropleth-title", ["variable": word])
    }
    return try words.text(
      "choropleth-title-period",
      ["variable": word, "period": FigureNumber.period(period)]
    )
  }

  private func unitName(_ unit: String) -> String { labels.value(unit, of: unitVariable) }

  func summary() throws(DocumentError) -> String {
    var sentences: [String] = []
    for set in sets {
      let known = set.units.filter { $0.value != nil }
      guard let low = known.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
        let high = known.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
      else { continue }
      let values = [
        "variable": label, "low": FigureNumber.brief(low.value ?? 0), "low-unit": unitName(low.unit),
        "high": FigureNumber.brief(high.value ?? 0), "high-unit": unitName(high.unit),
        "period": set.period.map { FigureNumber.period($0) } ?? "",
      ]
      sentences.append(
        try words.text(set.period == nil ? "reading-range" : "reading-range-period", values)
      )
    }
    return try words.words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var sentence: String
    if let periods = sets[0].averaged, let first = periods.first, let last = periods.last {
      sentence = try words.text(
        "note-choropleth-mean",
        [
          "variable": word, "first": FigureNumber.period(first),
          "last": FigureNumber.period(last),
        ]
      )
    } else if sets.count == 1, let period = sets[0].period {
      sentence = try words.text(
        "note-choropleth-period",
        ["variable": word, "period": FigureNumber.period(period)]
      )
    } else {
      sentence = try words.text("note-choropleth", ["variable": word])
    }
    let classes = try words.entry(
      "map-classes",
      recipe.bounds.isEmpty ? recipe.rule.rawValue : "own",
      ["count": String(breaks.count)]
    )
    var texts = [sentence, classes]
    if sets.count > 1 { texts.append(try words.text("note-counts")) }
    texts.append(try words.projection(of: joined))
    return texts.map { TableNote(.description, RichText($0)) }
  }

  /// One row for each region of each map.
  var figureData: FigureData {
    var rows: [[FigureData.Value]] = []
    for (set, row) in zip(sets, places) {
      let values = Dictionary(set.units.map { ($0.unit, $0.value) }, uniquingKeysWith: { $1 })
      for (index, region) in joined.shapes.regions.enumerated() {
        let unit = joined.units[index]
        rows.append([
          .text(region.id), unit.map { .text($0) } ?? .missing,
          set.period.map { .count($0) } ?? .missing, .text(set.variable),
          .number(unit.flatMap { values[$0] ?? nil }),
          row[index].map { .count($0 + 1) } ?? .missing,
        ])
      }
    }
    return FigureData(
      columns: ["region", "unit", "period", "variable", "value", "class"],
      rows: rows
    )
  }
}
