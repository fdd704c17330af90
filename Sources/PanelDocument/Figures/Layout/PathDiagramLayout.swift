import PanelResults

/// Where everything of a path diagram stands.
///
/// Treatment and outcome stand left and right at the bottom, mediators above them in the middle, one
/// per row. An arrow from the treatment goes up and then right to its mediator, one from the mediator
/// right and then down to the outcome, so that coefficients have room over level lines.
struct PathDiagramLayout {
  private(set) var size: FigureSize
  private(set) var frames: [Box] = []
  private(set) var groups: [ShapeGroup] = []

  private let theme: FigureTheme
  private var axes: [Shape] = []
  private var arrows: [Shape] = []
  private var texts: [Shape] = []

  /// Between the text of a box and its line.
  private static let padding = (x: 5.0, y: 4.5)
  /// The largest share of a diagram's width that a box may take.
  private static let boxShare = 0.3
  /// Between the lines of neighbouring mediators' boxes, and above the lower boxes.
  private static let gap = 9.0
  private static let head = (length: 5.0, half: 2.6)
  private static let narrowestBox = 32.0
  /// From the outer edge of a box to a line that several mediators share.
  private static let inset = 8.0
  /// Between diagrams.
  private static let gutter = 16.0
  /// The narrowest diagram that stands beside another.
  private static let narrowest = 200.0

  init(
    _ data: PathDiagramData,
    recipe: PathDiagram,
    in context: DocumentContext
  ) throws(DocumentError) {
    theme = context.figureTheme
    let width = recipe.size.width(in: theme)
    let inner = width - 2 * Spacing.edge
    let most = max(1, Int((inner + Self.gutter) / (Self.narrowest + Self.gutter)))
    let columns = min(most, data.panels.count)
    let panelWidth = (inner - Self.gutter * Double(columns - 1)) / Double(columns)
    guard panelWidth >= 120 else {
      throw .invalid(
        "Figure '\(context.id)' needs a width of at least 45 mm for its boxes and arrows; "
          + "'size.width' gives less. Raise it, or leave it out."
      )
    }
    size = FigureSize(width: width / PrintPoint.perMillimetre, height: 0)
    var top = Spacing.edge
    for start in stride(from: 0, to: data.panels.count, by: columns) {
      if start > 0 { top += Self.gutter }
      var bottom = top
      for column in 0..<min(columns, data.panels.count - start) {
        let left = Spacing.edge + Double(column) * (panelWidth + Self.gutter)
        let frame = draw(data.panels[start + column], left: left, top: top, width: panelWidth)
        frames.append(frame)
        bottom = max(bottom, frame.bottom)
      }
      top = bottom
    }
    var height = top + Spacing.edge
    if let asked = recipe.size.height {
      let points = asked * PrintPoint.perMillimetre
      guard points >= height else {
        throw .invalid(
          "Figure '\(context.id)' needs a height of at least "
            + "\(Int((height / PrintPoint.perMillimetre).rounded(.up))) mm; 'size.height' gives "
            + "\(FigureNumber.brief(asked)). Raise it, or leave it out."
        )
      }
      height = points
    }
    size.height = height / PrintPoint.perMillimetre
    let sheet = Box(x: 0, y: 0, width: width, height: height)
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.axes, axes),
      ShapeGroup(.data, arrows),
      ShapeGroup(.labels, texts),
    ]
  }

  /// Draws a diagram, and says where it ends.
  private mutating func draw(
    _ panel: PathDiagramData.Panel,
    left: Double,
    top: Double,
    width: Double
  ) -> Box {
    var y = top
    if let title = panel.title {
      let block = TextBlock(title, width: width, role: .heading, in: theme)
      y += place(block, at: Point(x: left, y: y), .start) + Spacing.block
    }
    let names = [panel.treatment, panel.outcome] + panel.mediators.map(\.label)
    let words = names.flatMap { $0.split(separator: " ").map(String.init) }
    let longest = words.map { TextBlock(lines: [$0], role: .label).width(in: theme) }.max() ?? 0
    let limit = boxLimit(of: panel, width: width, longest: longest + 2 * Self.padding.x)
    let room = limit - 2 * Self.padding.x
    let blocks = names.map { TextBlock($0, width: room, in: theme) }
    let boxWidth = (blocks.map { $0.width(in: theme) }.max() ?? 0) + 2 * Self.padding.x
    let heights = blocks.map { $0.height(in: theme) + 2 * Self.padding.y }
    let lower = max(heights[0], heights[1])
    let middle = left + width / 2

    // Mediators from top to bottom; labels stand over the level lines at their middle.
    var boxes: [Box] = []
    for (index, mediator) in panel.mediators.enumerated() {
      let height = heights[index + 2]
      let above = max(labelHeight(mediator.first), labelHeight(mediator.second)) + 3
      let centre = y + max(height / 2, above)
      boxes.append(
        Box(x: middle - boxWidth / 2, y: centre - height / 2, width: boxWidth, height: height)
      )
      y = centre + height / 2 + Self.gap
    }
    let bottom = y + max(Self.gap, labelHeight(panel.direct) / 2)
    let treatment = Box(
      x: left, y: bottom + (lower - heights[0]) / 2, width: boxWidth, height: heights[0])
    let outcome = Box(
      x: left + width - boxWidth, y: bottom + (lower - heights[1]) / 2, width: boxWidth,
      height: heights[1])
    for (box, block) in zip([treatment, outcome] + boxes, blocks) { draw(box, block) }
    connect(panel, treatment, outcome, boxes)
    y = max(bottom + lower, bottom + lower / 2 + 3 + labelHeight(["0"])) + 1.5 * Spacing.block
    for line in panel.lines {
      let block = TextBlock(line, width: width, in: theme)
      y += place(block, at: Point(x: middle, y: y), .middle) + 2
    }
    return Box(x: left, y: top, width: width, height: y - 2 - top)
  }

  /// The widest that boxes may be, so that coefficients fit between them; words stay whole where
  /// there is room.
  private func boxLimit(
    of panel: PathDiagramData.Panel,
    width: Double,
    longest: Double
  ) -> Double {
    func widest(_ lines: [[String]]) -> Double {
      lines.map { TextBlock(lines: $0, role: .label).width(in: theme) }.max() ?? 0
    }
    let side = widest(panel.mediators.flatMap { [$0.first, $0.second] })
    let beside = panel.mediators.count == 1 ? 8 : 2 * (Self.inset + 8)
    let free = min(
      width - 2 * side - beside,
      (width - widest([panel.direct]) - 2 * Self.head.length - 8) / 2
    )
    return max(min(free, max(width * Self.boxShare, longest)), Self.narrowestBox)
  }

  private mutating func draw(_ box: Box, _ block: TextBlock) {
    axes.append(.rectangle(box, Ink(.axis)))
    let height = block.height(in: theme)
    let corner = Point(x: box.x + box.width / 2, y: box.y + (box.height - height) / 2)
    _ = place(block, at: corner, .middle)
  }

  private mutating func connect(
    _ panel: PathDiagramData.Panel,
    _ treatment: Box,
    _ outcome: Box,
    _ boxes: [Box]
  ) {
    // One mediator: lines rise from the middle of the boxes; several: near their outer edges, so
    // that coefficients have room beside the shared line.
    let isOne = boxes.count == 1
    let inset = isOne ? treatment.width / 2 : Self.inset
    let rise = treatment.left + inset
    let fall = outcome.right - inset
    for (index, (box, mediator)) in zip(boxes, panel.mediators).enumerated() {
      let level = box.y + box.height / 2
      let shared = index == 0
      arrow([
        Point(x: rise, y: shared ? treatment.top : level), Point(x: rise, y: level),
        Point(x: box.left, y: level),
      ])
      let end = [
        Point(x: box.right, y: level), Point(x: fall, y: level), Point(x: fall, y: outcome.top),
      ]
      if shared { arrow(end) } else { line([end[0], end[1]]) }
      let first = isOne || shared ? treatment.left : rise + 4
      let last = isOne || shared ? outcome.right : fall - 4
      stack(mediator.first, above: level, between: first, and: box.left - 4)
      stack(mediator.second, above: level, between: box.right + 4, and: last)
    }
    let level = (treatment.y + treatment.height / 2 + outcome.y + outcome.height / 2) / 2
    arrow([Point(x: treatment.right, y: level), Point(x: outcome.left, y: level)])
    let middle = (treatment.right + outcome.left) / 2
    for (index, text) in panel.direct.enumerated() {
      let block = TextBlock(lines: [text], role: .label)
      let y = index == 0 ? level - 3 - block.height(in: theme) : level + 3
      _ = place(block, at: Point(x: middle, y: y), .middle)
    }
  }

  /// Lines of text over a level, in the middle between two places.
  private mutating func stack(
    _ lines: [String],
    above level: Double,
    between left: Double,
    and right: Double
  ) {
    guard !lines.isEmpty else { return }
    let block = TextBlock(lines: lines, role: .label)
    let corner = Point(x: (left + right) / 2, y: level - 3 - block.height(in: theme))
    _ = place(block, at: corner, .middle)
  }

  private func labelHeight(_ lines: [String]) -> Double {
    lines.isEmpty ? 0 : TextBlock(lines: lines, role: .label).height(in: theme)
  }

  /// Sets text, and says how high it is.
  private mutating func place(
    _ block: TextBlock,
    at corner: Point,
    _ alignment: TextShape.Alignment
  ) -> Double {
    texts += block.shapes(at: corner, alignment: alignment, in: theme).map(Shape.text)
    return block.height(in: theme)
  }

  private mutating func line(_ points: [Point]) {
    arrows.append(.polyline(points, Ink(.estimate)))
  }

  /// A line through points with a head at the last; its last piece is level or upright.
  private mutating func arrow(_ points: [Point]) {
    line(points)
    guard let tip = points.last, points.count > 1 else { return }
    let from = points[points.count - 2]
    let isLevel = abs(tip.x - from.x) > abs(tip.y - from.y)
    let sign = isLevel ? (tip.x > from.x ? 1.0 : -1) : (tip.y > from.y ? 1.0 : -1)
    let back = sign * Self.head.length
    let half = Self.head.half
    let ends =
      isLevel
      ? [Point(x: tip.x - back, y: tip.y - half), Point(x: tip.x - back, y: tip.y + half)]
      : [Point(x: tip.x - half, y: tip.y - back), Point(x: tip.x + half, y: tip.y - back)]
    line([ends[0], tip, ends[1]])
  }
}
