import PanelResults

/// What a plot of placebo effects draws and says.
struct PlaceboDensity {
  let result: PlaceboResult
  let draws: PlaceboDraws
  private let recipe: PlaceboDensityPlot
  let words: FigureWords
  let outcome: String?

  init(
    of results: [NamedResult],
    recipe: PlaceboDensityPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? PlaceboResult,
      let draws = result.draws
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(PlaceboDensityPlot.kind)' draws one result of random "
          + "placebos; it is given \(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
          + " Placebos in time are drawn by the kind '\(PlaceboTimePlot.kind)'."
      )
    }
    guard !draws.values.isEmpty else {
      throw .invalid(
        "Figure '\(context.id)' has no placebo to draw: all \(draws.replications) replications of "
          + "'\(results[0].reference)' failed."
      )
    }
    self.result = result
    self.draws = draws
    self.recipe = recipe
    words = FigureWords(context: context)
    outcome = try words.outcome(of: result)
  }

  var value: Double { result.baseline.value }
  var density: KernelDensity? { draws.density }
  var histogram: Histogram? { recipe.hasHistogram ? draws.histogram : nil }

  /// The share of each value, where there is neither a density nor a histogram.
  private var spikes: [Datum] {
    guard density == nil, histogram == nil else { return [] }
    var counts: [Double: Int] = [:]
    for value in draws.values { counts[value, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map {
      Datum(x: $0.key, y: Double($0.value) / Double(draws.values.count))
    }
  }

  var marks: [any Mark] {
    var marks: [any Mark] = histogram.map { [HistogramMark($0)] } ?? []
    if let density { marks.append(LineMark(density.data, series: 0)) }
    let spikes = spikes
    marks += spikes.map { LineMark([Datum(x: $0.x, y: 0), $0], series: 0) as any Mark }
    if !spikes.isEmpty { marks.append(PointMark(spikes, series: 0)) }
    // Over the bars and the curve, or they would hide it.
    return marks + [RuleMark(at: 0, on: .x), RuleMark(at: value, on: .x, role: .estimate)]
  }

  func sheet() throws(DocumentError) -> PlotSheet {
    let name = try words.title(recipe.axisTitle, placeboOn: outcome)
    let domain = marks.reduce(Domain(x: value...value)) { $0.union($1.domain) }
    let reach = max(abs(domain.x?.lowerBound ?? 0), abs(domain.x?.upperBound ?? 0))
    let theme = words.context.figureTheme
    let yTitle = try words.treatment(spikes.isEmpty ? "axis-density" : "axis-share")
    return try PlotSheet(
      PlotRequest(
        width: recipe.size.width(in: theme),
        height: recipe.size.height,
        x: PlotRequest.Axis(
          range: -reach...reach,
          title: name,
          scaledTitle: try words.scaled(name),
          reach: 2,
          fit: .symmetric
        ),
        y: PlotRequest.Axis(
          range: 0...(domain.y?.upperBound ?? 1),
          title: yTitle,
          scaledTitle: try words.scaled(yTitle),
          reach: spikes.isEmpty ? 2 : Marker.reach(in: theme),
          fit: .fromZero
        ),
        lineLabels: [
          (0, try words.treatment("zero")),
          (value, try words.treatment("actual", ["value": FigureNumber.brief(value)])),
        ],
        id: words.context.id
      ),
      theme: theme
    )
  }
}
