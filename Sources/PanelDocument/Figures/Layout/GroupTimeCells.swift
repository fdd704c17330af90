import Foundation
import PanelResults

/// A row of cells for each cohort and a column for each period, shaded by sign and size.
struct GroupTimeCells {
  private(set) var size: FigureSize
  /// Around all cells, in points.
  private(set) var box: Box
  private(set) var groups: [ShapeGroup]

  /// Between neighbouring cells, in points.
  private static let gap = 1.0

  init(
    plot: GroupTimeData,
    recipe: GroupTimePlot,
    words: GroupTimeWords,
    theme: FigureTheme
  ) throws(DocumentError) {
    let width = recipe.size.width(in: theme)
    var names: [String] = []
    for cohort in plot.cohorts { names.append(try words.name(of: cohort)) }
    let label = theme.font.label
    let left =
      Spacing.edge + 3 + (names.map { FontMetrics.width(of: $0, size: label) }.max() ?? 0)
    let right = width - Spacing.edge
    let pitch = (right - left) / Double(plot.periods.count)

    let values = plot.cells.compactMap(\.estimate?.value)
    let largest = values.map(abs).max() ?? 0
    let room = pitch - Self.gap - 2
    guard let numbers = CellNumbers(values, room: room, theme: theme) else {
      throw .invalid(
        "Figure '\(words.context.id)' has \(plot.periods.count) periods; their numbers do not fit "
          + "side by side. Take 'size: {width: double}', or 'shape: profile'."
      )
    }
    let legend = LegendLayout(
      try Self.legend(values, words: words),
      width: width - 2 * Spacing.edge,
      theme: theme
    )
    let isAbove = theme.legend == .top
    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    let titles = try words.cellsTitle()
    let title = TextBlock(
      numbers.exponent == nil ? titles.plain : titles.scaled,
      width: width - 2 * Spacing.edge,
      raised: numbers.exponent.map(NumberLabels.power),
      in: theme
    )
    let top =
      Spacing.edge + (isAbove ? legendHeight : 0) + title.height(in: theme) + Spacing.block
    let foot = plot.time.isEmpty ? nil : TextBlock(plot.time, width: width, in: theme)
    let ticks = PeriodTicks(span: (plot.periods.first ?? 0)...(plot.periods.last ?? 0))
      .ticks(length: right - left - pitch, in: theme)
    let below =
      AxisMark(ticks, on: .x).depth(in: theme)
      + (foot.map { $0.height(in: theme) + Spacing.label * 0.6 } ?? 0) + Spacing.edge
      + (isAbove ? 0 : legendHeight)
    let least = numbers.height(in: theme) + 4
    var rowHeight = max(least, min(pitch, 18))
    if let height = recipe.size.height {
      rowHeight =
        (height * PrintPoint.perMillimetre - top - below) / Double(plot.cohorts.count)
      guard rowHeight >= least else {
        let needed = top + below + least * Double(plot.cohorts.count)
        let millimetres = Int((needed / PrintPoint.perMillimetre).rounded(.up))
        throw .invalid(
          "Figure '\(words.context.id)' needs a height of at least \(millimetres) mm; "
            + "'size.height' gives \(FigureNumber.brief(height)). Raise it, or leave it out."
        )
      }
    }
    box = Box(
      x: left,
      y: top,
      width: right - left,
      height: rowHeight * Double(plot.cohorts.count)
    )
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + below) / PrintPoint.perMillimetre
    )

    var cells: [Shape] = []
    var texts: [Shape] = title.shapes(
      at: Point(x: Spacing.edge, y: top - title.height(in: theme) - Spacing.block),
      in: theme
    ).map(Shape.text)
    var starts: [Shape] = []
    for (row, cohort) in plot.cohorts.enumerated() {
      let y = box.top + Double(row) * rowHeight
      let middle = y + rowHeight / 2
      texts.append(
        .text(
          TextShape(
            names[row],
            alignment: .end,
            at: Point(x: left - 3, y: middle + FontMetrics.middle * label)
          )
        )
      )
      for cell in cohort.cells {
        guard let estimate = cell.estimate,
          let column = plot.periods.firstIndex(of: cell.period)
        else { continue }
        let x = left + Double(column) * pitch
        if estimate.value != 0 {
          cells.append(
            .rectangle(
              Box(
                x: x + Self.gap / 2,
                y: y + Self.gap / 2,
                width: pitch - Self.gap,
                height: rowHeight - Self.gap
              ),
              Ink(
                Self.shade(estimate.value, largest: largest),
                series: estimate.value > 0 ? 0 : 1
              )
            )
          )
        }
        let isClear = estimate.interval.map { $0.low > 0 || $0.high < 0 } ?? false
        texts.append(
          numbers.shape(
            estimate.value,
            isBold: isClear,
            at: Point(x: x + pitch / 2, y: middle),
            theme: theme
          )
        )
      }
      if let column = plot.periods.firstIndex(where: { $0 >= cohort.period }) {
        let x = left + Double(column) * pitch
        starts.append(
          .line(from: Point(x: x, y: y), to: Point(x: x, y: y + rowHeight), Ink(.estimate))
        )
      }
    }
    let frame = Frame(
      box: box,
      x: .linear(
        domain: Double(plot.periods.first ?? 0)...max(
          Double(plot.periods.last ?? 0),
          Double(plot.periods.first ?? 0) + 1e-9
        ),
        start: left + pitch / 2,
        end: right - pitch / 2
      ),
      y: .linear(domain: 0...1, start: box.bottom, end: box.top),
      theme: theme
    )
    if let foot {
      let y = box.bottom + AxisMark(ticks, on: .x).depth(in: theme) + Spacing.label * 0.6
      texts += foot.shapes(
        at: Point(x: foot.middle(over: box, width: width, in: theme), y: y),
        alignment: .middle,
        in: theme
      ).map(Shape.text)
    }
    let legendTop =
      isAbove ? Spacing.edge : box.bottom + below - Spacing.edge - legend.height
    let sheet = Box(x: 0, y: 0, width: width, height: box.bottom + below)
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.axes, AxisMark(ticks, on: .x).shapes(in: frame)),
      ShapeGroup(.data, cells + starts),
      ShapeGroup(.labels, texts),
      ShapeGroup(
        .legend,
        legend.height > 0 ? legend.shapes(at: Point(x: Spacing.edge, y: legendTop)) : []
      ),
    ].filter { !$0.shapes.isEmpty }
  }

  /// Thirds of the largest size.
  private static func shade(_ value: Double, largest: Double) -> Ink.Role {
    let share = abs(value) / largest
    return share > 2.0 / 3 ? .strong : share > 1.0 / 3 ? .medium : .faint
  }

  private static func legend(
    _ values: [Double],
    words: GroupTimeWords
  ) throws(DocumentError) -> [LegendLayout.Item] {
    var items: [LegendLayout.Item] = []
    for (sign, word) in [(1.0, GroupTimeWords.Word.positive), (-1, .negative)]
    where values.contains(where: { $0 * sign > 0 }) {
      items.append(
        LegendLayout.Item(label: try words.word(word), series: sign > 0 ? 0 : 1, symbol: .shades)
      )
    }
    return items
  }
}

/// The numbers in cells: equal decimals, level or upright, in units of a power of ten if need be.
private struct CellNumbers {
  private(set) var exponent: Int?
  private let decimals: Int
  private let isVertical: Bool
  /// The length of the longest number, in points.
  private let length: Double

  /// - Returns: `nil` if there is no room even for upright numbers.
  init?(_ values: [Double], room: Double, theme: FigureTheme) {
    let largest = values.map(abs).max() ?? 0
    let power = largest > 0 ? Int(log10(largest).rounded(.down)) : 0
    let exponent = (-3...3).contains(power) ? 0 : Int((Double(power) / 3).rounded(.down)) * 3
    let unit = pow(10, Double(-exponent))
    let size = theme.font.label
    func longest(_ decimals: Int) -> Double {
      values.map {
        FontMetrics.width(of: FigureNumber.fixed($0 * unit, decimals), size: size, weight: .bold)
      }.max() ?? 0
    }
    // Two digits of the largest effect.
    let decimals = largest == 0 ? 0 : max(0, min(4, 1 - (power - exponent)))
    let height = (FontMetrics.ascent + FontMetrics.descent) * size
    self.exponent = exponent == 0 ? nil : exponent
    self.decimals = decimals
    length = longest(decimals)
    isVertical = length > room
    if isVertical, height > room { return nil }
  }

  /// The height of a cell's number, in points.
  func height(in theme: FigureTheme) -> Double {
    isVertical ? length + 2 : (FontMetrics.ascent + FontMetrics.descent) * theme.font.label
  }

  func shape(_ value: Double, isBold: Bool, at centre: Point, theme: FigureTheme) -> Shape {
    let middle = FontMetrics.middle * theme.font.label
    return .text(
      TextShape(
        FigureNumber.fixed(value * pow(10, Double(-(exponent ?? 0))), decimals),
        role: isBold ? .heading : .label,
        alignment: .middle,
        at: isVertical
          ? Point(x: centre.x + middle, y: centre.y) : Point(x: centre.x, y: centre.y + middle),
        isVertical: isVertical
      )
    )
  }
}
