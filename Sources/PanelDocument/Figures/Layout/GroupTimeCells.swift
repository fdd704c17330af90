import Foundation
import PanelResults

/// A row of cells for each cohort and a column for each period, shaded by sign and size.
struct GroupTimeCells {
  private(set) var size: FigureSize
  /// Around all cells, in points.
  private(set) var box: Box

  private let plot: GroupTimeData
  private let theme: FigureTheme
  private let width: Double
  private let names: [String]
  private let numbers: CellNumbers
  private let title: TextBlock
  private let foot: TextBlock?
  private let legend: LegendLayout
  private let ticks: Ticks
  /// From column to column, from row to row, and under the cells, in points.
  private let pitch: Double
  private let rowHeight: Double
  private let below: Double

  /// Between neighbouring cells, in points.
  private static let gap = 1.0
  /// Between a row's name and its cells, in points.
  private static let nameGap = 3.0

  init(
    plot: GroupTimeData,
    recipe: GroupTimePlot,
    words: GroupTimeWords,
    theme: FigureTheme
  ) throws(DocumentError) {
    self.plot = plot
    self.theme = theme
    width = recipe.size.width(in: theme)
    var names: [String] = []
    for cohort in plot.cohorts { names.append(try words.name(of: cohort)) }
    self.names = names
    let widest = names.map { FontMetrics.width(of: $0, size: theme.font.label) }.max() ?? 0
    let left = Spacing.edge + widest + Self.nameGap
    pitch = (width - Spacing.edge - left) / Double(plot.periods.count)
    let room = width - 2 * Spacing.edge

    let values = plot.cells.compactMap(\.estimate?.value)
    guard let numbers = CellNumbers(values, room: pitch - Self.gap - 2, theme: theme) else {
      throw .invalid(
        "Figure '\(words.context.id)' has \(plot.periods.count) periods; their numbers do not fit "
          + "side by side. Take 'size: {width: double}', or 'shape: profile'."
      )
    }
    self.numbers = numbers
    let titles = try words.cellsTitle()
    title = TextBlock(
      numbers.exponent == nil ? titles.plain : titles.scaled,
      width: room,
      raised: numbers.exponent.map(NumberLabels.power),
      in: theme
    )
    legend = LegendLayout(try Self.legend(values, words: words), width: room, theme: theme)
    foot = plot.time.isEmpty ? nil : TextBlock(plot.time, width: room, in: theme)
    ticks = PeriodTicks(span: (plot.periods.first ?? 0)...(plot.periods.last ?? 0))
      .ticks(length: pitch * Double(plot.periods.count - 1), in: theme)

    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    let isAbove = theme.legend == .top
    let top =
      Spacing.edge + (isAbove ? legendHeight : 0) + title.height(in: theme) + Spacing.block
    below =
      AxisMark(ticks, on: .x).depth(in: theme)
      + (foot.map { $0.height(in: theme) + Spacing.label * 0.6 } ?? 0) + Spacing.edge
      + (isAbove ? 0 : legendHeight)
    rowHeight = try Self.rowHeight(
      least: numbers.height(in: theme) + 4,
      usual: min(pitch, 18),
      rows: plot.cohorts.count,
      around: top + below,
      height: recipe.size.height,
      id: words.context.id
    )
    box = Box(
      x: left,
      y: top,
      width: pitch * Double(plot.periods.count),
      height: rowHeight * Double(plot.cohorts.count)
    )
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: (box.bottom + below) / PrintPoint.perMillimetre
    )
  }

  private static func rowHeight(
    least: Double,
    usual: Double,
    rows: Int,
    around: Double,
    height: Double?,
    id: String
  ) throws(DocumentError) -> Double {
    guard let height else { return max(least, usual) }
    let room = (height * PrintPoint.perMillimetre - around) / Double(rows)
    guard room >= least else {
      let needed = (around + least * Double(rows)) / PrintPoint.perMillimetre
      throw .invalid(
        "Figure '\(id)' needs a height of at least \(Int(needed.rounded(.up))) mm; 'size.height' "
          + "gives \(FigureNumber.brief(height)). Raise it, or leave it out."
      )
    }
    return room
  }

  /// All groups of the figure, from back to front.
  var groups: [ShapeGroup] {
    let sheet = Box(x: 0, y: 0, width: width, height: box.bottom + below)
    let (first, last) = (Double(plot.periods.first ?? 0), Double(plot.periods.last ?? 0))
    let frame = Frame(
      box: box,
      // A lone period stands in the middle of its column.
      x: .linear(
        domain: first...(last > first ? last : first + 1),
        start: box.left + pitch / 2,
        end: last > first ? box.right - pitch / 2 : box.right + pitch / 2
      ),
      y: .linear(domain: 0...1, start: box.bottom, end: box.top),
      theme: theme
    )
    let rows = plot.cohorts.indices.map(row)
    return [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.axes, AxisMark(ticks, on: .x).shapes(in: frame)),
      ShapeGroup(.data, rows.flatMap(\.cells) + rows.flatMap(\.starts)),
      ShapeGroup(.labels, titleShapes + rows.flatMap(\.texts)),
      ShapeGroup(.legend, legendShapes),
    ].filter { !$0.shapes.isEmpty }
  }

  private var titleShapes: [Shape] {
    let top = box.top - title.height(in: theme) - Spacing.block
    var shapes = title.shapes(at: Point(x: Spacing.edge, y: top), in: theme)
    if let foot {
      let y = box.bottom + AxisMark(ticks, on: .x).depth(in: theme) + Spacing.label * 0.6
      let middle = foot.middle(over: box, width: width, in: theme)
      shapes += foot.shapes(at: Point(x: middle, y: y), alignment: .middle, in: theme)
    }
    return shapes.map(Shape.text)
  }

  private var legendShapes: [Shape] {
    guard legend.height > 0 else { return [] }
    let top =
      theme.legend == .top
      ? Spacing.edge : box.bottom + below - Spacing.edge - legend.height
    return legend.shapes(at: Point(x: Spacing.edge, y: top))
  }

  /// A cohort's name, its cells with their numbers, and the line where its treatment starts.
  private func row(_ index: Int) -> (cells: [Shape], texts: [Shape], starts: [Shape]) {
    let cohort = plot.cohorts[index]
    let top = box.top + Double(index) * rowHeight
    let middle = top + rowHeight / 2
    let largest = plot.cells.compactMap { $0.estimate.map { abs($0.value) } }.max() ?? 0
    let baseline = middle + FontMetrics.middle * theme.font.label
    var texts: [Shape] = [
      .text(
        TextShape(
          names[index],
          alignment: .end,
          at: Point(x: box.left - Self.nameGap, y: baseline)
        )
      )
    ]
    var cells: [Shape] = []
    for cell in cohort.cells {
      guard let estimate = cell.estimate, let column = plot.periods.firstIndex(of: cell.period)
      else { continue }
      let left = box.left + Double(column) * pitch
      let place = Box(
        x: left + Self.gap / 2,
        y: top + Self.gap / 2,
        width: pitch - Self.gap,
        height: rowHeight - Self.gap
      )
      if estimate.value != 0 {
        let shade = Self.shade(estimate.value, largest: largest)
        cells.append(.rectangle(place, Ink(shade, series: estimate.value > 0 ? 0 : 1)))
      }
      texts.append(
        numbers.shape(
          estimate.value,
          isBold: estimate.interval.map { $0.low > 0 || $0.high < 0 } ?? false,
          at: Point(x: left + pitch / 2, y: middle),
          theme: theme
        )
      )
    }
    let start = plot.periods.firstIndex { $0 >= cohort.period }.map { column in
      let x = box.left + Double(column) * pitch
      return Shape.line(
        from: Point(x: x, y: top),
        to: Point(x: x, y: top + rowHeight),
        Ink(.estimate)
      )
    }
    return (cells, texts, [start].compactMap { $0 })
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
