import PanelResults

/// What a plot of predicted probabilities draws and says.
struct OverlapFigure {
  private struct Panel {
    var reference: String
    var learner: String
    var fit: DoubleMLResult
    var overlap: PropensityOverlap

    var sizes: (treated: Int, untreated: Int) {
      (overlap.treatedCounts.reduce(0, +), overlap.untreatedCounts.reduce(0, +))
    }

    /// The share of a group in each part of 0 to 1.
    func shares(_ counts: [Int]) -> [Double] {
      let total = Double(max(1, counts.reduce(0, +)))
      return counts.map { Double($0) / total }
    }
  }

  private let panels: [Panel]
  private let recipe: OverlapPlot
  private let words: FigureWords

  init(
    of results: [NamedResult],
    recipe: OverlapPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    words = FigureWords(context: context)
    var panels: [Panel] = []
    for named in results {
      guard let fit = named.result as? DoubleMLResult else {
        throw .invalid(
          "Figure '\(context.id)' of kind '\(OverlapPlot.kind)' draws results of the method "
            + "'\(DoubleMLResult.method)'; '\(named.reference)' is none."
        )
      }
      guard let overlap = fit.overlap else {
        throw .invalid(
          "Figure '\(context.id)' draws predicted probabilities, and '\(named.reference)' has none: "
            + "its treatment is not 0 and 1, or its effects were taken off before learning."
        )
      }
      panels.append(
        Panel(
          reference: named.reference,
          learner: try fit.treatmentLearnerName(in: context.glossary).plainText,
          fit: fit,
          overlap: overlap
        )
      )
    }
    guard !panels.isEmpty else {
      throw .invalid("Figure '\(context.id)' of kind '\(OverlapPlot.kind)' is given no result.")
    }
    self.panels = panels
  }

  func legend() throws(DocumentError) -> [LegendEntry] {
    [
      LegendEntry(label: try words.text("overlap-treated"), series: 0),
      LegendEntry(label: try words.text("overlap-untreated"), series: 1),
    ]
  }

  /// Both groups as outlines of bars: a line along the tops of the parts of 0 to 1.
  private func marks(of panel: Panel) -> [any Mark] {
    [panel.overlap.treatedCounts, panel.overlap.untreatedCounts].enumerated().map {
      (series, counts) -> any Mark in
      let width = 1 / Double(max(1, counts.count))
      let tops = panel.shares(counts).enumerated().flatMap { (bin, share) -> [Datum] in
        [Datum(x: Double(bin) * width, y: share), Datum(x: Double(bin + 1) * width, y: share)]
      }
      return LineMark([Datum(x: 0, y: 0)] + tops + [Datum(x: 1, y: 0)], series: series)
    }
  }

  func grid() throws(DocumentError) -> SheetGrid {
    let theme = words.context.figureTheme
    let width = recipe.size.width(in: theme)
    let columns = min(panels.count, width >= 110 * PrintPoint.perMillimetre ? 2 : 1)
    let rows = (panels.count + columns - 1) / columns
    let items = try legend().map {
      LegendLayout.Item(label: $0.label, series: $0.series, symbol: .curve)
    }
    let title = try words.text("axis-share")
    let legendHeight = LegendLayout(items, width: width - 2 * Spacing.edge, theme: theme).height
    let above = legendHeight > 0 ? legendHeight + Spacing.block + Spacing.edge : 0
    let height = recipe.size.height.map { height in
      (height - (above + SheetGrid.gap.y * Double(rows - 1)) / PrintPoint.perMillimetre)
        / Double(rows)
    }
    let drawnMarks = panels.map { marks(of: $0) }
    // One vertical scale, so that panels compare.
    let top = drawnMarks.flatMap(\.self).compactMap { $0.domain.y?.upperBound }.max() ?? 1
    var drawn: [SheetGrid.Panel] = []
    for (panel, marks) in zip(panels, drawnMarks) {
      let label = try axisTitle(of: panel)
      let sheet = try PlotSheet(
        PlotRequest(
          width: SheetGrid.panelWidth(columns: columns, of: width),
          height: height,
          x: PlotRequest.Axis(
            range: 0...1,
            title: label,
            scaledTitle: try words.scaled(label),
            reach: 2
          ),
          y: PlotRequest.Axis(
            range: 0...top,
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

  private func axisTitle(of panel: Panel) throws(DocumentError) -> String {
    if let title = recipe.axisTitle { return title.text(in: words.glossary.language) }
    guard panels.count > 1 else { return try words.text("axis-propensity") }
    return try words.text("axis-propensity-of", ["learner": panel.learner])
  }

  func title() throws(DocumentError) -> String { try words.text("overlap-title") }

  func summary() throws(DocumentError) -> String {
    var sentences: [String] = []
    for panel in panels {
      sentences.append(
        try words.text(
          "overlap-reading",
          [
            "learner": panel.learner,
            "low": FigureNumber.decimals(panel.overlap.smallest, 3),
            "high": FigureNumber.decimals(panel.overlap.largest, 3),
          ]
        )
      )
    }
    return try words.joined(sentences)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    let bins = panels.map(\.overlap.treatedCounts.count).max() ?? 0
    var notes = [
      TableNote(
        .description,
        RichText(try words.text("note-overlap", ["count": String(bins)]))
      )
    ]
    if panels.contains(where: { $0.fit.repeats.count > 1 }) {
      notes.append(TableNote(.description, RichText(try words.text("note-overlap-split"))))
    }
    let sizes = panels[0].sizes
    if panels.allSatisfy({ $0.sizes == sizes }) {
      let values = [
        "treated": FigureNumber.count(sizes.treated),
        "untreated": FigureNumber.count(sizes.untreated),
      ]
      notes.append(TableNote(.sample, RichText(try words.text("note-overlap-sizes", values))))
    }
    return notes
  }

  private func rows(of panel: Panel) -> [[FigureData.Value]] {
    let treated = panel.overlap.treatedCounts
    let width = 1 / Double(max(1, treated.count))
    return zip(treated, panel.overlap.untreatedCounts).enumerated().map { bin, counts in
      [
        .text(panel.reference), .text(panel.learner), .number(Double(bin) * width),
        .number(Double(bin + 1) * width), .count(counts.0), .count(counts.1),
      ]
    }
  }

  /// One row per part of 0 to 1.
  var data: FigureData {
    FigureData(
      columns: ["result", "learner", "low", "high", "treated", "untreated"],
      rows: panels.flatMap { rows(of: $0) }
    )
  }
}
