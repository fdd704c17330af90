import PanelResults

/// What a map of clusters draws.
struct ClusterMapData {
  /// One map.
  private struct Part {
    var result: LocalMoranResult
    var reference: String
    var period: LocalMoranPeriod
    /// The class of each region; `nil` where no unit has its name.
    var clusters: [LocalMoranCluster?]
  }

  private var parts: [Part] = []
  private let joined: JoinedRegions
  private let recipe: ClusterMap
  private let labels: TermLabels
  private let context: DocumentContext

  private var words: MapWords { MapWords(context: context) }

  init(
    of results: [NamedResult],
    recipe: ClusterMap,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.context = context
    let local = results.compactMap { named in
      (named.result as? LocalMoranResult).map { (named.reference, $0) }
    }
    guard !local.isEmpty, local.count == results.count else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(ClusterMap.kind)' draws results of 'local-moran'."
      )
    }
    labels = TermLabels(own: recipe.labels.entries, results: local.map(\.1), in: context)
    var chosen: [(String, LocalMoranResult, LocalMoranPeriod)] = []
    for (reference, result) in local {
      for period in result.periods {
        if recipe.periods.isEmpty || period.period.map(recipe.periods.contains) ?? false {
          chosen.append((reference, result, period))
        }
      }
    }
    let known = Set(local.flatMap { $0.1.periods.compactMap(\.period) }).sorted()
    if let wrong = recipe.periods.first(where: { !known.contains($0) }) {
      throw .invalid(
        "Figure '\(context.id)' asks for the period \(wrong), for which there are no local "
          + "statistics."
          + (known.isEmpty
            ? " They are of a cross-section."
            : " There are: \(known.map(String.init).joined(separator: ", ")).")
      )
    }
    var units: [String] = []
    var seen: Set<String> = []
    for unit in chosen.flatMap(\.2.units).map(\.unit) where seen.insert(unit).inserted {
      units.append(unit)
    }
    joined = try JoinedRegions(units, map: recipe.map, in: context)
    for (reference, result, period) in chosen {
      let clusters = Dictionary(
        period.units.map { ($0.unit, $0.cluster) },
        uniquingKeysWith: { $1 }
      )
      parts.append(
        Part(
          result: result,
          reference: reference,
          period: period,
          clusters: joined.units.map { $0.flatMap { clusters[$0] } }
        )
      )
    }
  }

  // MARK: Drawing

  func request() throws(DocumentError) -> MapRequest {
    var legend: [LegendLayout.Item] = []
    for (series, cluster) in LocalMoranCluster.mapOrder.enumerated() {
      let counts = parts.map { $0.period.count(of: cluster) }
      legend.append(
        LegendLayout.Item(
          label: try words.counted(try words.text("map-clusters", cluster), counts),
          series: series,
          symbol: .region(.cluster, recipe.marks == .patterns ? cluster.pattern : nil)
        )
      )
    }
    let blanks = parts.map { part in
      zip(part.clusters, joined.shapes.regions).count { $0 == nil && !$1.polygons.isEmpty }
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
    for part in parts {
      maps.append(
        MapRequest.Map(
          title: parts.count > 1 ? try heading(of: part) : nil,
          looks: part.clusters.map { cluster in
            guard let cluster, let series = LocalMoranCluster.mapOrder.firstIndex(of: cluster)
            else { return MapRequest.Look(ink: Ink(.blank)) }
            return MapRequest.Look(
              ink: Ink(.cluster, series: series),
              pattern: recipe.marks == .patterns ? cluster.pattern : nil,
              letters: recipe.marks == .letters ? cluster.letters : nil
            )
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
      size: recipe.map.size
    )
  }

  /// What tells a map from the others: variable, weights and period, as far as they differ.
  private func heading(of part: Part) throws(DocumentError) -> String? {
    var items: [String] = []
    if Set(parts.map(\.result.variable)).count > 1 {
      items.append(try labels.label(of: part.result.variable).plainText)
    }
    if Set(parts.map(\.result.weights.name)).count > 1 {
      items.append(label(of: part.result.weights))
    }
    if let period = part.period.period { items.append(FigureNumber.period(period)) }
    guard var heading = items.first else { return nil }
    for item in items.dropFirst() {
      heading = try words.text("heading-joined", ["list": heading, "item": item])
    }
    return heading
  }

  private func label(of weights: SpatialWeightsDescription) -> String {
    weights.label?.text(in: context.glossary.language) ?? weights.name
  }

  // MARK: Words

  private func names(_ values: [String]) throws(DocumentError) -> String {
    try context.glossary.list(values.unique)
  }

  private func variables() throws(DocumentError) -> String {
    var list: [String] = []
    for part in parts { list.append(try labels.word(for: part.result.variable).plainText) }
    return try names(list)
  }

  func title() throws(DocumentError) -> String {
    let values = ["variable": try variables(), "count": String(parts.count)]
    if parts.count > 1 { return try words.text("lisa-title-maps", values) }
    guard let period = parts[0].period.period else { return try words.text("lisa-title", values) }
    return try words.text(
      "lisa-title-period",
      ["variable": try variables(), "period": FigureNumber.period(period)]
    )
  }

  func summary() throws(DocumentError) -> String {
    var sentences: [String] = []
    for part in parts {
      for cluster in LocalMoranCluster.mapOrder where cluster.isSignificant {
        let units = part.period.units.filter { $0.cluster == cluster }
          .map { labels.value($0.unit, of: part.result.sample.unitVariable) }
        let values = [
          "class": try words.text("map-clusters", cluster), "count": String(units.count),
          "units": units.isEmpty ? "" : try context.glossary.list(Array(units.prefix(12))),
          "rest": String(max(0, units.count - 12)),
        ]
        sentences.append(
          try words.text(
            units.isEmpty ? "reading-none" : units.count > 12 ? "reading-many" : "reading-units",
            values
          )
        )
      }
      guard parts.count > 1, let heading = try heading(of: part) else { continue }
      let start = sentences.count - 4
      sentences[start] = try words.text(
        "reading-map",
        ["map": heading, "sentence": sentences[start]]
      )
    }
    return try words.words.joined(sentences)
  }

  func notes(lettersDropped: Int) throws(DocumentError) -> [TableNote] {
    let weights = parts.map { label(of: $0.result.weights) }
    var texts = [
      try words.text(
        "note-lisa",
        ["variable": try variables(), "weights": try names(weights)]
      )
    ]
    var inferences: [LocalMoranInference] = []
    for part in parts where !inferences.contains(part.result.inference) {
      inferences.append(part.result.inference)
    }
    for inference in inferences { texts.append(try sentence(about: inference)) }
    if recipe.marks == .letters { texts.append(try words.text("note-letters")) }
    if lettersDropped > 0 {
      texts.append(
        try words.text("note-letters-dropped", ["count": String(lettersDropped)])
      )
    }
    if parts.count > 1 { texts.append(try words.text("note-counts")) }
    texts.append(try words.projection(of: joined))
    return texts.map { TableNote(.description, RichText($0)) }
  }

  private func sentence(about inference: LocalMoranInference) throws(DocumentError) -> String {
    let values = [
      "level": FigureNumber.percent(inference.level),
      "count": inference.permutations.map(FigureNumber.count) ?? "",
      "seed": inference.seed.map(String.init) ?? "",
    ]
    let sentence = try words.text(
      inference.permutations == nil ? "significant-normal" : "significant-permutations",
      values
    )
    let side = try words.text("map-alternatives", inference.alternative)
    guard let adjustment = inference.adjustment else {
      return try words.words.joined([sentence, side, try words.entry("map-adjustments", "none")])
    }
    return try words.words.joined([
      sentence, side, try words.text("map-adjustments", adjustment),
    ])
  }

  /// One row for each region of each map.
  var figureData: FigureData {
    var rows: [[FigureData.Value]] = []
    for part in parts {
      let units = Dictionary(part.period.units.map { ($0.unit, $0) }, uniquingKeysWith: { $1 })
      for (index, region) in joined.shapes.regions.enumerated() {
        let unit = joined.units[index].flatMap { units[$0] }
        rows.append([
          .text(part.reference), .text(region.id), unit.map { .text($0.unit) } ?? .missing,
          part.period.period.map { .count($0) } ?? .missing, .text(part.result.variable),
          .number(unit?.value), .number(unit?.statistic), unit?.pValue.datum ?? .missing,
          unit.map { .text($0.cluster.rawValue) } ?? .missing,
        ])
      }
    }
    return FigureData(
      columns: [
        "result", "region", "unit", "period", "variable", "value", "local_i", "p_value", "class",
      ],
      rows: rows
    )
  }
}
