import PanelResults

/// What a Moran scatterplot draws: its plots with their points.
struct MoranScatterData {
  private(set) var panels: [Panel]
  let words: MoranScatterWords
  /// The results behind the plots.
  let results: [NamedResult]

  /// One plot.
  struct Panel {
    var reference: String
    var scatter: MoranPoints
    /// What points are called, one per unit.
    var names: [String]
    /// The places of points that should have a label, the most important first.
    var labelled: [Int]
    /// What sets the plot apart from others; empty for a single one.
    var heading: String

    var isSignificant: [Bool]? { scatter.local?.isSignificant }

    func quadrant(_ place: Int) -> MoranQuadrant {
      MoranQuadrant(value: scatter.values[place], lag: scatter.lags[place])
    }
  }

  init(
    of results: [NamedResult],
    recipe: MoranScatterPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.results = results
    words = MoranScatterWords(
      figure: FigureWords(context: context),
      labels: TermLabels(results: results.map(\.result), in: context),
      recipe: recipe
    )
    var all: [(reference: String, scatter: MoranPoints, units: String?)] = []
    for named in results {
      guard let result = named.result as? any MoranScatters, !result.scatters.isEmpty else {
        throw .invalid(
          "Figure '\(context.id)' of kind '\(MoranScatterPlot.kind)' draws points of Moran's I, but "
            + "'\(named.reference)', a result of the method '\(type(of: named.result).method)', has "
            + "none.")
      }
      for scatter in result.scatters {
        all.append((named.reference, scatter, result.sample.unitVariable))
      }
    }
    let chosen = try Self.chosen(all.map(\.scatter), recipe: recipe, id: context.id)
    guard chosen.count <= MoranScatterPlot.mostPanels else {
      throw .invalid(
        "Figure '\(context.id)' would have \(chosen.count) plots; up to "
          + "\(MoranScatterPlot.mostPanels) can be told apart. Choose some with 'variable', "
          + "'weights' or 'years'.")
    }
    panels = []
    let labels = TermLabels(results: results.map(\.result), in: context)
    let shown = chosen.map { all[$0].scatter }
    for place in chosen {
      let (reference, scatter, unitVariable) = all[place]
      let names = try Self.names(
        of: scatter, called: recipe.label, unitVariable: unitVariable, id: context.id)
      panels.append(
        Panel(
          reference: reference,
          scatter: scatter,
          names: scatter.names == names
            ? names : names.map { labels.value($0, of: unitVariable) },
          labelled: try Self.labelled(scatter, names: names, recipe: recipe, id: context.id),
          heading: try words.heading(of: scatter, among: shown)
        )
      )
    }
  }

  /// The places of plots that the recipe asks for.
  private static func chosen(
    _ scatters: [MoranPoints],
    recipe: MoranScatterPlot,
    id: String
  ) throws(DocumentError) -> [Int] {
    try check(recipe.variables, "variable", among: scatters.map(\.variable).unique, id: id)
    try check(recipe.weights, "weights", among: scatters.map(\.weights.name).unique, id: id)
    let periods = scatters.compactMap(\.period).unique.sorted()
    for period in recipe.periods where !periods.contains(period) {
      let known =
        periods.isEmpty
        ? "has no periods"
        : "has \(periods.prefix(12).map(String.init).joined(separator: ", "))"
          + (periods.count > 12 ? ", …" : "")
      throw .invalid("Figure '\(id)' names \(period) in 'years', but what it draws \(known).")
    }
    var wanted = recipe.periods
    if wanted.isEmpty, periods.count > MoranScatterPlot.mostPeriods {
      wanted = [periods[0], periods[periods.count - 1]]
    }
    let indices = scatters.indices.filter { place in
      let scatter = scatters[place]
      return (recipe.variables.isEmpty || recipe.variables.contains(scatter.variable))
        && (recipe.weights.isEmpty || recipe.weights.contains(scatter.weights.name))
        && (wanted.isEmpty || scatter.period.map(wanted.contains) ?? true)
    }
    guard !indices.isEmpty else {
      throw .invalid(
        "Figure '\(id)' has nothing to draw: no result has this variable, these weights and these "
          + "years together.")
    }
    let variables = recipe.variables.isEmpty ? scatters.map(\.variable).unique : recipe.variables
    let matrices = recipe.weights.isEmpty ? scatters.map(\.weights.name).unique : recipe.weights
    // What the recipe leaves open stays in the order of the results.
    func rank(_ place: Int) -> (Int, Int, Int, Int) {
      let scatter = scatters[place]
      return (
        variables.firstIndex(of: scatter.variable) ?? 0,
        matrices.firstIndex(of: scatter.weights.name) ?? 0,
        scatter.period.flatMap(wanted.firstIndex(of:)) ?? 0,
        place
      )
    }
    return indices.sorted { rank($0) < rank($1) }
  }

  private static func check(
    _ names: [String],
    _ key: String,
    among known: [String],
    id: String
  ) throws(DocumentError) {
    for name in names where !known.contains(name) {
      let nearest = NearestNames.list(to: name, among: known)
      let hint = nearest.isEmpty ? "" : " Did you mean \(nearest)?"
      throw .invalid(
        "Figure '\(id)' names '\(name)' in '\(key)', which its results do not have.\(hint) They "
          + "have: \(known.joined(separator: ", ")).")
    }
  }

  private static func names(
    of scatter: MoranPoints,
    called label: String?,
    unitVariable: String?,
    id: String
  ) throws(DocumentError) -> [String] {
    guard let label else { return scatter.names ?? scatter.units }
    if label == scatter.nameVariable, let names = scatter.names { return names }
    if label == unitVariable { return scatter.units }
    let known = ([scatter.nameVariable, unitVariable].compactMap { $0 }).unique
    throw .invalid(
      "Figure '\(id)' calls units by '\(label)', which its results do not have; they have: "
        + "\(known.joined(separator: ", ")). Name the column as 'label' of the analysis.")
  }

  /// The places to label, those with the largest local statistic first.
  private static func labelled(
    _ scatter: MoranPoints,
    names: [String],
    recipe: MoranScatterPlot,
    id: String
  ) throws(DocumentError) -> [Int] {
    let size = zip(scatter.values, scatter.lags).map { abs($0 * $1) }
    let order = scatter.units.indices.sorted { size[$0] > size[$1] || size[$0] == size[$1] && $0 < $1 }
    switch recipe.labels {
    case .none: return []
    case .all: return order
    case .significant(let count):
      let significant = scatter.local?.isSignificant
      let linked = order.filter { !scatter.neighbourless.contains($0) }
      return Array(
        linked.filter { significant?[$0] ?? true }.prefix(count ?? MoranScatterPlot.usualLabels))
    case .listed(let wanted):
      var places: [Int] = []
      for name in wanted {
        guard let place = scatter.units.firstIndex(of: name) ?? names.firstIndex(of: name) else {
          let nearest = NearestNames.list(to: name, among: (scatter.units + names).unique)
          throw .invalid(
            "Figure '\(id)' lists '\(name)' in 'labels', but no unit is called that."
              + (nearest.isEmpty ? "" : " Did you mean \(nearest)?"))
        }
        if !places.contains(place) { places.append(place) }
      }
      return places
    }
  }

  /// The points, one row each.
  var data: FigureData {
    FigureData(
      columns: [
        "result", "variable", "weights", "period", "unit", "name", "z", "wz", "quadrant",
        "significant",
      ],
      rows: panels.flatMap { panel -> [[FigureData.Value]] in
        panel.scatter.units.indices.map { place -> [FigureData.Value] in
          [
            .text(panel.reference), .text(panel.scatter.variable),
            .text(panel.scatter.weights.name),
            .number(panel.scatter.period.map { Double($0) }),
            .text(panel.scatter.units[place]), .text(panel.names[place]),
            .number(panel.scatter.values[place]), .number(panel.scatter.lags[place]),
            .text(panel.quadrant(place).rawValue),
            panel.isSignificant.map { FigureData.Value.count($0[place] ? 1 : 0) } ?? .missing,
          ]
        }
      }
    )
  }
}
