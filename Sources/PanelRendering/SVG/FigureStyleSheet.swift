import PanelDocument

/// The looks of one figure as CSS: every rule begins with the figure's id.
///
/// Colours are literal, as many programs that draw SVG know no variables; those of dark paper
/// follow in a media query, which such programs skip and which print ignores.
struct FigureStyleSheet {
  var theme: FigureTheme
  /// The id of the `<svg>` element.
  var scope: String
  private let inks: [Ink]
  private let hasStamps: Bool

  init(theme: FigureTheme, figure: FigureModel, scope: String) {
    self.theme = theme
    self.scope = scope
    inks = figure.inks
    hasStamps = figure.groups.flatMap(\.shapes).contains {
      if case .text(let text) = $0 { text.role == .stamp } else { false }
    }
  }

  var text: String {
    let dark = colourRules(of: theme.dark).joined(separator: "\n")
    let rules = structureRules + colourRules(of: theme.light)
    return rules.joined(separator: "\n")
      + "\n@media screen and (prefers-color-scheme:dark){\n\(dark)\n}"
  }

  private func rule(_ selector: String, _ declarations: String) -> String {
    "#\(scope) \(selector){\(declarations)}"
  }

  /// A rule for a role, where the figure has it.
  private func rules(_ role: Ink.Role, _ declarations: String) -> [String] {
    inks.contains { $0.role == role } ? [rule(".f-\(role.rawValue)", declarations)] : []
  }

  private func points(_ value: Double) -> String { SVGNumber.text(value) }

  private var structureRules: [String] {
    let (font, strokes) = (theme.font, theme.strokes)
    let families = font.families.joined(separator: ",")
    var sheet = [
      rule("text", "font-family:\(families);font-size:\(points(font.label))px"),
      rule(".f-small", "font-size:\(points(font.small))px"),
      rule(".f-heading", "font-weight:bold"),
    ]
    let widths: [(Ink.Role, Double)] = [
      (.axis, strokes.axis), (.grid, strokes.grid), (.zero, strokes.rule), (.leader, strokes.axis),
    ]
    for (role, width) in widths {
      sheet += rules(role, "fill:none;stroke-width:\(points(width))")
    }
    sheet += rules(
      .rule,
      "fill:none;stroke-width:\(points(strokes.rule));stroke-dasharray:3 2"
    )
    sheet += rules(
      .line,
      "fill:none;stroke:currentColor;stroke-width:\(points(strokes.line));stroke-linejoin:round"
    )
    sheet += rules(.whisker, "stroke:currentColor;stroke-width:\(points(strokes.whisker))")
    sheet += rules(.inner, "stroke:currentColor;stroke-width:\(points(strokes.inner))")
    sheet += rules(.hollow, "stroke:currentColor;stroke-width:\(points(strokes.marker))")
    sheet += rules(
      .tint,
      "fill:currentColor;fill-opacity:0.3;stroke:currentColor;stroke-width:\(points(strokes.marker))"
    )
    sheet += rules(
      .band,
      "fill:none;stroke:currentColor;stroke-width:\(points(min(strokes.axis, strokes.whisker)))"
    )
    sheet += rules(.estimate, "fill:none;stroke-width:\(points(strokes.line))")
    sheet += rules(.histogram, "stroke-width:\(points(strokes.grid))")
    for (role, opacity) in [(Ink.Role.faint, 0.12), (.medium, 0.24), (.strong, 0.36)] {
      sheet += rules(role, "fill:currentColor;fill-opacity:\(points(opacity))")
    }
    for role in [Ink.Role.cluster, .step, .blank, .ground] {
      sheet += rules(
        role,
        "stroke-width:\(points(strokes.grid));stroke-linejoin:round;fill-rule:evenodd"
      )
    }
    sheet += rules(.hatch, "fill:none;stroke-width:\(points(strokes.axis))")
    sheet += rules(
      .link,
      "fill:none;stroke:currentColor;stroke-width:\(points(strokes.axis));stroke-opacity:0.6"
    )
    if hasStamps {
      sheet.append(
        rule(
          ".f-stamp",
          "font-size:\(points(font.small))px;stroke-width:1.8px;stroke-linejoin:round;"
            + "paint-order:stroke"
        )
      )
    }
    sheet += rules(.marker, "fill:currentColor")
    sheet += rules(.bar, "fill:currentColor")
    sheet += rules(
      .ribbon,
      "fill:currentColor;fill-opacity:\(points(theme.ribbonOpacity))"
    )
    for series in drawnSeries
    where !dash(of: series).isEmpty && inks.contains(Ink(.line, series: series)) {
      let pattern = dash(of: series).map(points).joined(separator: " ")
      sheet.append(rule(".f-line.f-s\(series + 1)", "stroke-dasharray:\(pattern)"))
    }
    return sheet
  }

  private func colourRules(of palette: FigurePalette) -> [String] {
    var sheet = rules(.paper, "fill:\(palette.paper)")
    sheet.append(rule("text", "fill:\(palette.ink)"))
    sheet += rules(.axis, "stroke:\(palette.axis)")
    sheet += rules(.grid, "stroke:\(palette.grid)")
    for role in [Ink.Role.zero, .rule, .leader] { sheet += rules(role, "stroke:\(palette.rule)") }
    sheet += rules(.hollow, "fill:\(palette.paper)")
    sheet += rules(.histogram, "fill:\(palette.grid);stroke:\(palette.axis)")
    sheet += rules(.estimate, "stroke:\(palette.ink)")
    sheet += mapRules(of: palette)
    for series in drawnSeries {
      let colour = palette.series[series % palette.series.count]
      sheet.append(rule(".f-s\(series + 1)", "color:\(colour)"))
    }
    return sheet
  }

  /// Classes of maps keep their colours, whatever classes a map shows.
  private func mapRules(of palette: FigurePalette) -> [String] {
    let maps = palette.maps
    var sheet = rules(.cluster, "stroke:\(maps.outline)") + rules(.step, "stroke:\(maps.outline)")
    for (role, colours) in [(Ink.Role.cluster, maps.clusters), (.step, maps.steps)] {
      for (series, colour) in colours.enumerated() where inks.contains(Ink(role, series: series)) {
        sheet.append(rule(".f-\(role.rawValue).f-s\(series + 1)", "fill:\(colour)"))
      }
    }
    sheet += rules(.blank, "fill:\(palette.paper);stroke:\(palette.axis)")
    sheet += rules(
      .ground,
      "fill:\(palette.paper);stroke:\(palette.axis);stroke-opacity:0.45"
    )
    sheet += rules(.hatch, "stroke:\(maps.outline)")
    if hasStamps { sheet.append(rule(".f-stamp", "fill:\(maps.outline);stroke:\(maps.edge)")) }
    return sheet
  }

  private func dash(of series: Int) -> [Double] { theme.dashes[series % theme.dashes.count] }

  /// The series that the figure draws, in order.
  private var drawnSeries: [Int] { 
    Set(inks.filter { $0.role != .cluster && $0.role != .step }.compactMap(\.series)).sorted()
   }
}

extension FigureModel {
  /// Every ink that the figure uses.
  var inks: [Ink] {
    groups.flatMap(\.shapes).compactMap { shape in
      switch shape {
      case .line(_, _, let ink), .polyline(_, let ink), .polygon(_, let ink), .area(_, let ink),
        .lines(_, let ink),
        .circle(_, _, let ink), .rectangle(_, let ink):
        ink
      case .text: nil
      }
    }
  }
}
