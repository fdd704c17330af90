/// Names of vertical lines, above the frame: beside each other, or in rows where they would meet.
struct LineLabels {
  private(set) var shapes: [Shape] = []
  /// The room above the frame, in points.
  private(set) var height = 0.0

  /// The gap between neighbours and between the last row and the frame, in points.
  private static let gap = 4.0

  init(_ lines: [(place: Double, label: String)], in frame: Frame) {
    guard !lines.isEmpty else { return }
    let theme = frame.theme
    let blocks = lines.map {
      TextBlock($0.label, width: frame.box.width * 0.6, role: .small, in: theme)
    }
    let middles = zip(lines, blocks).map { line, block in
      let half = block.width(in: theme) / 2
      let wanted = frame.x.position(of: line.place)
      // Beyond the frame's sides stand the labels of ticks and of lines.
      return min(max(wanted, frame.box.left + half), frame.box.right - half)
    }
    let extents = zip(middles, blocks).map { middle, block in
      let half = block.width(in: theme) / 2
      return (middle - half)...(middle + half)
    }
    let rows = LabelPlacement.rows(of: extents, gap: LineLabels.gap)
    let rowHeights = (0...(rows.max() ?? 0)).map { row in
      zip(rows, blocks).filter { $0.0 == row }.map { $0.1.height(in: theme) }.max() ?? 0
    }
    height = rowHeights.reduce(0) { $0 + $1 + 1.5 }
    for (index, block) in blocks.enumerated() {
      let below = rowHeights[...rows[index]].reduce(0) { $0 + $1 + 1.5 }
      let corner = Point(x: middles[index], y: frame.box.top - below)
      shapes += block.shapes(at: corner, alignment: .middle, in: theme).map(Shape.text)
    }
  }
}
