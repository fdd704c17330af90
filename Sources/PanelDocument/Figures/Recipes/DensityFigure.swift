import PanelResults

/// What a plot of densities draws and says.
struct DensityFigure {
  private struct Panel {
    var variable: String
    var label: String
    /// By group, in the order of groups.
    var densities: [VariableDensity]
  }

  private let panels: [Panel]
  private let groups: [(value: String, label: String)]
  private let group: String?
  private let recipe: DensityPlot
  private let words: FigureWords

  init(
    of results: [NamedResult],
    recipe: DensityPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let result = results[0].result as? DensityResult,
      !result.variables.isEmpty
    else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(DensityPlot.kind)' draws one result of the method "
          + "'\(DensityResult.method)'; it is given "
          + "\(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
      )
    }
    self.recipe = recipe
    words = FigureWords(context: context)
    let labels = TermLabels(results: [result], in: context)
    group = try result.groupVariable.map { (name) throws(DocumentError) in
      try labels.label(of: name).plainText
    }
    let values = result.variables.compactMap(\.group).unique
    if let wrong = recipe.labels.entries.first(where: { !values.contains($0.key) })?.key {
      let nearest = NearestNames.list(to: wrong, among: values)
      throw .invalid(
        "Figure '\(context.id)' labels the group '\(wrong)', which its data do not have. "
          + (nearest.isEmpty
            ? "They have: \(values.prefix(20).joined(separator: ", "))."
            : "Did you mean \(nearest)?")
      )
    }
    groups = values.map { value in
      let own = recipe.labels.entries.first { $0.key == value }?.value
      return (
        value,
        own?.text(in: context.glossary.language) ?? labels.value(value, of: result.groupVariable)
      )
    }
    var panels: [Panel] = []
    for name in result.variables.map(\.variable).unique {
      panels.append(
        Panel(
          variable: name,
          label: try labels.label(of: name).plainText,
          densities: result.variables.filter { $0.variable == name }
        )
      )
    }
    self.panels = panels
    if let flat = panels.first(where: { panel in
      panel.densities.allSatisfy { $0.density == nil && $0.histogram == nil }
    }) {
      throw .invalid(
        "Figure '\(context.id)' has no density of '\(flat.variable)' to draw: it does not vary."
      )
    }
  }

  /// The names of the groups where there are several.
  var legend: [LegendEntry] {
    guard groups.count > 1 else { return [] }
    return groups.enumerated().map { LegendEntry(label: $1.label, series: $0) }
  }

  private func series(of density: VariableDensity) -> Int {
    groups.firstIndex { $0.value == density.group } ?? 0
  }

  private func marks(of panel: Panel) -> [any Mark] {
    let hasBars = recipe.hasHistogram && panel.densities.count == 1
    let bars = panel.densities.compactMap(\.histogram).map { HistogramMark($0) as any Mark }
    let curves = panel.densities.compactMap { one in
      one.density.map { LineMark($0.data, series: series(of: one)) as any Mark }
    }
    // A variable without any curve is its bars.
    return (hasBars || curves.isEmpty ? bars : []) + curves
  }

  func grid() throws(DocumentError) -> SheetGrid {
    let theme = words.context.figureTheme
    let width = recipe.size.width(in: theme)
    let columns = min(panels.count, width >= 110 * PrintPoint.perMillimetre ? 2 : 1)
    let rows = (panels.count + columns - 1) / columns
    let items = legend.map {
      LegendLayout.Item(label: $0.label, series: $0.series, symbol: .curve)
    }
    let title = try words.treatment("axis-density")
    let legendHeight = LegendLayout(items, width: width - 2 * Spacing.edge, theme: theme).height
    let above = legendHeight > 0 ? legendHeight + Spacing.block + Spacing.edge : 0
    let height = recipe.size.height.map { height in
      (height - (above + SheetGrid.gap.y * Double(rows - 1)) / PrintPoint.perMillimetre)
        / Double(rows)
    }
    var drawn: [SheetGrid.Panel] = []
    for panel in panels {
      let marks = marks(of: panel)
      let domain = marks.reduce(Domain()) { $0.union($1.domain) }
      let sheet = try PlotSheet(
        PlotRequest(
          width: SheetGrid.panelWidth(columns: columns, of: width),
          height: height,
          x: PlotRequest.Axis(
            range: domain.x ?? 0...1,
            title: panel.label,
            scaledTitle: try words.scaled(panel.label),
            reach: 2
          ),
          y: PlotRequest.Axis(
            range: 0...(domain.y?.upperBound ?? 1),
            title: title,
            scaledTitle: try words.scaled(title),
            reach: 2,
            fit: .fromZero
          ),
          id: words.context.id
        ),
        theme: theme
      )
      drawn.append(SheetGrid.Panel(sheet: sheet, groups: sheet.groups(rules: [], marks: marks)))
    }
    return SheetGrid(drawn, columns: columns, width: width, legend: items, theme: theme)
  }
}

extension DensityFigure {
  func title() throws(DocumentError) -> String {
    guard panels.count == 1 else {
      return try words.treatment("densities-title", ["count": String(panels.count)])
    }
    guard let group else {
      return try words.treatment("density-title", ["variable": panels[0].label])
    }
    return try words.treatment(
      "density-title-by",
      [
        "variable": panels[0].label, "group": group,
        "groups": try words.text("groups", ["count": String(groups.count)]),
      ]
    )
  }

  /// The panel's variable, with the group where there is one.
  private func name(of one: VariableDensity, in panel: Panel) -> String {
    groups.first { $0.value == one.group }?.label ?? panel.label
  }

  func summary() throws(DocumentError) -> String {
    var sentences: [String] = []
    for panel in panels {
      for one in panel.densities {
        var values = [
          "variable": panel.label, "n": FigureNumber.count(one.n),
          "mean": FigureNumber.brief(one.mean),
        ]
        if one.group != nil { values["group"] = name(of: one, in: panel) }
        if let mode = one.density?.mode {
          values["mode"] = FigureNumber.brief(mode)
          sentences.append(
            try words.treatment(
              one.group == nil ? "density-reading" : "density-reading-group",
              values
            )
          )
        } else {
          sentences.append(
            try words.treatment(
              one.group == nil ? "density-reading-flat" : "density-reading-group-flat",
              values
            )
          )
        }
      }
    }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let all = panels.flatMap { panel in panel.densities.map { (panel, $0) } }
    var notes: [TableNote] = []
    if let density = all.compactMap(\.1.density).first {
      let sentences = DensityWords(words: words)
      let kernel = try sentences.kernel(density)
      let bandwidths = try bandwidthSentences()
      let details =
        bandwidths.isEmpty
        ? try words.treatment(
          "density-details",
          ["kernel": kernel, "bandwidth": try sentences.bandwidth(density)]
        ) : kernel
      let hasBars = panels.contains { panel in marks(of: panel).contains { $0 is HistogramMark } }
      let key = hasBars ? "note-density-bars" : "note-density"
      for text in [try words.treatment(key, ["details": details])] + bandwidths {
        notes.append(TableNote(.description, RichText(text)))
      }
    }
    var list: [String] = []
    for (panel, one) in all {
      list.append(
        try words.text(
          "group-size",
          ["group": try fullName(of: one, in: panel), "units": FigureNumber.count(one.n)]
        )
      )
    }
    notes.append(
      TableNote(
        .sample,
        RichText(try words.treatment("note-density-counts", ["list": try joined(list)]))
      )
    )
    for (panel, one) in all where one.density == nil {
      let sentence = try words.treatment(
        "note-density-flat",
        ["list": try fullName(of: one, in: panel)]
      )
      notes.append(TableNote(.remark, RichText(sentence)))
    }
    return notes
  }

  /// The panel's variable, or the group, or both where there are several of both.
  private func fullName(
    of one: VariableDensity,
    in panel: Panel
  ) throws(DocumentError) -> String {
    guard panels.count > 1, one.group != nil else { return name(of: one, in: panel) }
    return try words.treatment(
      "density-name",
      ["variable": panel.label, "group": name(of: one, in: panel)]
    )
  }

  /// The bandwidth of each density, rule by rule; empty where all have the same by the same rule.
  private func bandwidthSentences() throws(DocumentError) -> [String] {
    var found: [(rule: KernelDensity.BandwidthRule, items: [String])] = []
    var values: [Double] = []
    for panel in panels {
      for one in panel.densities {
        guard let density = one.density else { continue }
        values.append(density.bandwidth)
        let item = try words.treatment(
          "bandwidth-of",
          [
            "name": try fullName(of: one, in: panel),
            "bandwidth": FigureNumber.brief(density.bandwidth),
          ]
        )
        if let place = found.firstIndex(where: { $0.rule == density.rule }) {
          found[place].items.append(item)
        } else {
          found.append((density.rule, [item]))
        }
      }
    }
    guard found.count > 1 || values.unique.count > 1 else { return [] }
    var sentences: [String] = []
    for (rule, items) in found {
      sentences.append(
        try words.glossary.text("bandwidth-lists", rule.rawValue, ["list": try joined(items)])
      )
    }
    return sentences
  }

  private func joined(_ items: [String]) throws(DocumentError) -> String {
    var list = items.first ?? ""
    for item in items.dropFirst() {
      list = try words.treatment("kinds-joined", ["list": list, "item": item])
    }
    return list
  }

  /// The curves point by point, then the bars.
  var data: FigureData {
    var rows: [[FigureData.Value]] = []
    for one in panels.flatMap(\.densities) {
      let head: [FigureData.Value] = [
        .text(one.variable), one.group.map { .text($0) } ?? .missing,
      ]
      rows += (one.density?.data ?? []).map { datum in
        head + [.text("density"), .number(datum.x), .number(datum.y), .missing]
      }
      if let histogram = one.histogram {
        rows += zip(histogram.densities, histogram.counts).enumerated().map { index, bar in
          let left = histogram.start + Double(index) * histogram.width
          return head + [.text("bin"), .number(left), .number(bar.0), .count(bar.1)]
        }
      }
    }
    return FigureData(
      columns: ["variable", "group", "part", "x", "density", "count"],
      rows: rows
    )
  }
}
