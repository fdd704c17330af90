import PanelResults

/// Where everything of an event-study plot stands.
struct EventStudyLayout {
  private(set) var sheet: PlotSheet
  private(set) var groups: [ShapeGroup] = []

  private let plot: EventStudyData
  private let recipe: EventStudyPlot
  private let theme: FigureTheme

  /// The line between the last period before treatment and the first under it.
  private static let start = -0.5

  init(
    plot: EventStudyData,
    recipe: EventStudyPlot,
    words: EventStudyWords,
    theme: FigureTheme
  ) throws(DocumentError) {
    self.plot = plot
    self.recipe = recipe
    self.theme = theme
    let (first, last) = (plot.periods.first ?? 0, plot.periods.last ?? 0)
    let names = try words.periodNames()
    let title = try words.axisTitle()
    let timeTitle = try words.timeTitle()
    let most = Marker.reach(in: theme) + Self.mostDodge(theme) * Double(plot.series.count - 1) / 2
    var request = PlotRequest(
      width: recipe.size.width(in: theme),
      height: recipe.size.height,
      x: PlotRequest.Axis(
        range: min(Double(first), Self.start)...max(Double(last), Self.start),
        title: timeTitle,
        scaledTitle: timeTitle,
        reach: most,
        ticks: { _, length in
          PeriodTicks(span: first...last, names: names).ticks(length: length, in: theme)
        }
      ),
      y: PlotRequest.Axis(
        range: plot.values(intervals: recipe.intervals),
        title: title,
        scaledTitle: try FigureWords(context: words.context).scaled(title),
        reach: Marker.reach(in: theme)
      ),
      legend: try Self.legend(plot: plot, recipe: recipe, words: words),
      id: words.context.id
    )
    sheet = try PlotSheet(request, theme: theme)
    let lines = try words.corner()
    guard !lines.isEmpty else {
      groups = sheet.groups(rules: rules, marks: marks)
      return
    }
    let ink = (rules + marks).flatMap { $0.shapes(in: sheet.frame) }
    let block = TextBlock(lines: lines, role: .small)
    if let placed = FreePlace(in: sheet.frame, beside: ink).corner(for: block) {
      groups = sheet.groups(rules: rules, marks: marks, texts: placed)
    } else {
      request.header = lines
      sheet = try PlotSheet(request, theme: theme)
      groups = sheet.groups(rules: rules, marks: marks)
    }
  }

  private static func mostDodge(_ theme: FigureTheme) -> Double { theme.markerSize + 1.4 }

  private static func legend(
    plot: EventStudyData,
    recipe: EventStudyPlot,
    words: EventStudyWords
  ) throws(DocumentError) -> [LegendLayout.Item] {
    let symbol: LegendLayout.Symbol = recipe.style == .points ? .whisker : .line
    guard plot.series.count == 1, let one = plot.series.first else {
      return plot.series.enumerated().map { index, one in
        LegendLayout.Item(label: one.name, series: index, symbol: symbol)
      }
    }
    var items: [LegendLayout.Item] = []
    if recipe.style == .points {
      if one.before.contains(where: { $0.estimate != nil }) {
        items.append(.init(label: try words.legend(.before), series: 1, symbol: .whisker))
      }
      if one.after.contains(where: { $0.estimate != nil }) {
        items.append(.init(label: try words.legend(.after), series: 0, symbol: .whisker))
      }
    }
    if let reference = one.points.first(where: \.isReference) {
      let series = recipe.style == .points && reference.period < 0 ? 1 : 0
      items.append(.init(label: try words.legend(.reference), series: series, symbol: .hollow))
    }
    if plot.hasBand {
      let symbol: LegendLayout.Symbol = recipe.style == .ribbon ? .outlines : .band
      items.append(.init(label: try words.legend(.band), series: 0, symbol: symbol))
    }
    return items.count > 1 ? items : []
  }

  private var rules: [any Mark] {
    [RuleMark(at: 0, on: .y, role: .zero), RuleMark(at: Self.start, on: .x)]
  }

  /// The shift between neighbouring series, in points.
  private var dodge: Double {
    let span = sheet.x.domain.upperBound - sheet.x.domain.lowerBound
    let pitch = sheet.frame.box.width / span
    return min(Self.mostDodge(theme), 0.62 * pitch / Double(plot.series.count))
  }

  /// Bands, then lines and intervals, then markers, so that no marker is covered.
  private var marks: [any Mark] {
    var back: [any Mark] = []
    var middle: [any Mark] = []
    var front: [any Mark] = []
    let dodge = dodge
    for (index, one) in plot.series.enumerated() {
      let shift = Double(index) - Double(plot.series.count - 1) / 2
      let offset = Point(x: recipe.style == .ribbon ? 0 : shift * dodge, y: 0)
      if recipe.style != .points { back += joined(one, series: index, offset: offset) }
      for side in Side.allCases {
        let points = one.points.filter { side.contains($0) && $0.estimate != nil }
        let ink = self.series(of: side, in: index)
        if recipe.style != .ribbon { middle += whiskers(points, series: ink, offset: offset) }
        front.append(
          PointMark(
            points.compactMap { point in
              point.estimate.map { Datum(x: Double(point.period), y: $0.value) }
            },
            series: ink,
            filling: side == .before && ink == index && recipe.style != .ribbon ? .tint : .full,
            diameter: diameter,
            offset: offset
          )
        )
        front.append(
          PointMark(
            one.points.filter { side.contains($0) && $0.isReference }
              .map { Datum(x: Double($0.period), y: 0) },
            series: ink,
            filling: .paper,
            diameter: diameter,
            offset: offset
          )
        )
      }
    }
    return back + middle + front
  }

  private enum Side: CaseIterable {
    case before, after
    func contains(_ point: EventTimePoint) -> Bool { (point.period < 0) == (self == .before) }
  }

  /// A lone series has an ink of its own before treatment; several are lighter there.
  private func series(of side: Side, in index: Int) -> Int {
    plot.series.count == 1 && side == .before && recipe.style == .points ? 1 : index
  }

  /// Smaller markers where many stand side by side.
  private var diameter: Double? {
    guard plot.series.count > 1, recipe.style != .ribbon else { return nil }
    return min(theme.markerSize, max(2.6, dodge * 1.1))
  }

  private func whiskers(
    _ points: [EventTimePoint],
    series: Int,
    offset: Point
  ) -> [any Mark] {
    guard recipe.intervals != .none else { return [] }
    func spans(_ interval: (EventTimePoint) -> Interval?) -> [Span] {
      points.compactMap { point in
        interval(point).map { Span(at: Double(point.period), low: $0.low, high: $0.high) }
      }
    }
    var marks: [any Mark] = []
    if plot.hasBand {
      marks.append(
        WhiskerMark(
          spans(\.simultaneous), along: .y, series: series, kind: .band, offset: offset))
    }
    marks.append(
      WhiskerMark(spans { $0.estimate?.interval }, along: .y, series: series, offset: offset)
    )
    if plot.hasInner {
      marks.append(
        WhiskerMark(
          spans { $0.estimate?.innerInterval }, along: .y, series: series, kind: .inner,
          offset: offset))
    }
    return marks
  }

  /// Lines through neighbouring periods, in bands where the style asks for them.
  private func joined(
    _ one: EventStudyData.Series,
    series: Int,
    offset: Point
  ) -> [any Mark] {
    var bands: [any Mark] = []
    var lines: [any Mark] = []
    for run in runs(of: one) {
      if recipe.style == .ribbon, recipe.intervals != .none {
        bands.append(
          RibbonMark(
            run.compactMap { point in
              let place = Double(point.period)
              if point.isReference { return Span(at: place, low: 0, high: 0) }
              return point.estimate?.interval.map { Span(at: place, low: $0.low, high: $0.high) }
            },
            series: series
          )
        )
        if plot.hasBand {
          for end in [\Interval.low, \Interval.high] {
            lines.append(
              LineMark(
                run.compactMap { point in
                  let place = Double(point.period)
                  if point.isReference { return Datum(x: place, y: 0) }
                  return point.simultaneous.map { Datum(x: place, y: $0[keyPath: end]) }
                },
                series: series,
                role: .band
              )
            )
          }
        }
      }
      let path = run.map { Datum(x: Double($0.period), y: $0.estimate?.value ?? 0) }
      lines.append(LineMark(path, series: series, offset: offset))
    }
    return bands + lines
  }

  /// Points in runs without a hole.
  private func runs(of one: EventStudyData.Series) -> [[EventTimePoint]] {
    var runs: [[EventTimePoint]] = []
    var next: Int?
    for point in one.points where point.estimate != nil || point.isReference {
      if point.period == next, !runs.isEmpty {
        runs[runs.count - 1].append(point)
      } else {
        runs.append([point])
      }
      next = plot.periods.first { $0 > point.period }
    }
    return runs
  }
}
