import PanelResults

/// What a map of links draws.
struct ConnectivityData {
  private struct Part {
    var result: WeightsSummaryResult
    var reference: String
    var graph: ConnectivityGraph

    /// The places of units.
    var positions: [RegionShapes.Position] {
      zip(graph.places.x, graph.places.y).map { RegionShapes.Position(x: $0, y: $1) }
    }
  }

  private var parts: [Part] = []
  private let recipe: ConnectivityPlot
  private let joined: JoinedRegions
  private let context: DocumentContext

  private var words: MapWords { MapWords(context: context) }

  init(
    of results: [NamedResult],
    recipe: ConnectivityPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.context = context
    for named in results {
      guard let result = named.result as? WeightsSummaryResult else {
        throw .invalid(
          "Figure '\(context.id)' of kind '\(ConnectivityPlot.kind)' draws results of "
            + "'weights-summary'; '\(named.reference)' is none."
        )
      }
      guard let graph = result.graph else {
        throw .invalid(
          "Figure '\(context.id)': '\(named.reference)' has no graph of '\(result.weights.name)', "
            + "because the places of its units are not known or its links are too many to draw "
            + "(\(result.weights.links))."
        )
      }
      parts.append(Part(result: result, reference: named.reference, graph: graph))
    }
    guard let first = parts.first else {
      throw .invalid("Figure '\(context.id)' has no weights to draw.")
    }
    let isGeographic = first.graph.places.isGeographic
    guard parts.allSatisfy({ $0.graph.places.isGeographic == isGeographic }) else {
      throw .invalid(
        "Figure '\(context.id)' draws places in degrees beside places in a plane. Draw them in "
          + "figures of their own."
      )
    }
    let coordinates: RegionShapes.Coordinates = isGeographic ? .degrees : .planar
    if let map = recipe.outlines {
      joined = try JoinedRegions(first.graph.units, map: map, in: context)
      guard joined.shapes.coordinates == coordinates else {
        throw .invalid(
          "Figure '\(context.id)': the coordinates of '\(joined.shapes.file)' are "
            + "\(joined.shapes.coordinates == .degrees ? "degrees" : "in a plane"), those of "
            + "'\(first.result.weights.name)' are not."
        )
      }
    } else {
      joined = JoinedRegions(
        places: parts.flatMap(\.positions),
        coordinates: coordinates,
        choice: recipe.projection
      )
    }
  }

  /// The radius of a unit's mark, in points: smaller where units are many.
  private var radius: Double {
    let count = Double(parts.map(\.graph.units.count).max() ?? 1)
    return max(0.7, min(2, 16 / count.squareRoot()))
  }

  func request() throws(DocumentError) -> MapRequest {
    var legend = [
      LegendLayout.Item(
        label: try words.counted(try words.text("link"), parts.map(\.graph.from.count)),
        series: 0,
        symbol: .link
      )
    ]
    let islands = parts.map { $0.graph.neighbours.count { $0 == 0 } }
    if islands.contains(where: { $0 > 0 }) {
      legend.append(
        LegendLayout.Item(
          label: try words.counted(try words.text("map-clusters", LocalMoranCluster.neighbourless), islands),
          series: 1,
          symbol: .hollow
        )
      )
    }
    let radius = radius
    let theme = context.figureTheme
    let maps = parts.map { part in
      MapRequest.Map(
        title: parts.count > 1 ? label(of: part.result.weights) : nil,
        looks: joined.shapes.regions.map { _ in MapRequest.Look(ink: Ink(.ground)) },
        overlay: { frame in
          let points = part.positions.map(frame.place)
          let lines = zip(part.graph.from, part.graph.to).map { [points[$0], points[$1]] }
          var shapes: [Shape] = lines.isEmpty ? [] : [.lines(lines, Ink(.link, series: 0))]
          for (place, point) in points.enumerated() {
            if part.graph.neighbours[place] > 0 {
              shapes.append(.circle(center: point, radius: radius, Ink(.marker, series: 0)))
            } else {
              shapes.append(
                theme.marker(of: 1).shape(
                  at: point,
                  diameter: 2 * radius + 1.5,
                  ink: Ink(.hollow, series: 1)
                )
              )
            }
          }
          return shapes
        }
      )
    }
    return MapRequest(
      id: context.id,
      shapes: joined.shapes,
      projection: joined.projection,
      maps: maps,
      legend: legend,
      size: recipe.size,
      places: parts.flatMap(\.positions),
      margin: radius + 2
    )
  }

  private func label(of weights: SpatialWeightsDescription) -> String {
    weights.label?.text(in: context.glossary.language) ?? weights.name
  }

  // MARK: Words

  func title() throws(DocumentError) -> String {
    try words.text(
      "connectivity-title",
      ["weights": try context.glossary.list(parts.map { label(of: $0.result.weights) })]
    )
  }

  func summary() throws(DocumentError) -> String {
    var sentences: [String] = []
    for part in parts {
      let neighbours = part.graph.neighbours
      let values = [
        "weights": label(of: part.result.weights),
        "units": FigureNumber.count(part.graph.units.count),
        "links": FigureNumber.count(part.graph.from.count),
        "least": FigureNumber.count(neighbours.min() ?? 0),
        "most": FigureNumber.count(neighbours.max() ?? 0),
        "mean": FigureNumber.brief(
          Double(neighbours.reduce(0, +)) / Double(max(1, neighbours.count))
        ),
      ]
      sentences.append(try words.text("reading-connectivity", values))
    }
    return try words.words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var texts = [
      try words.text(
        "note-connectivity",
        ["weights": try context.glossary.list(parts.map { label(of: $0.result.weights) })]
      )
    ]
    if parts.contains(where: { !$0.result.hasMutualLinks }) {
      texts.append(try words.text("note-directed"))
    }
    if parts.count > 1 { texts.append(try words.text("note-counts")) }
    texts.append(try words.projection(of: joined))
    return texts.map { TableNote(.description, RichText($0)) }
  }

  /// One row for each link.
  var figureData: FigureData {
    var rows: [[FigureData.Value]] = []
    for part in parts {
      for (from, to) in zip(part.graph.from, part.graph.to) {
        let (first, second) = (part.positions[from], part.positions[to])
        rows.append([
          .text(part.reference), .text(part.result.weights.name),
          .text(part.graph.units[from]), .text(part.graph.units[to]),
          .number(first.x), .number(first.y), .number(second.x), .number(second.y),
        ])
      }
    }
    return FigureData(
      columns: ["result", "weights", "from", "to", "from_x", "from_y", "to_x", "to_y"],
      rows: rows
    )
  }
}
