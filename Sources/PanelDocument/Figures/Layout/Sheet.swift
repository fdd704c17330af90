/// Distances that all figures share, in points.
enum Spacing {
  /// Between the outermost ink and the edge of the sheet.
  static let edge = 2.0
  /// Between blocks: legend, title, plot.
  static let block = 6.0
  /// Between a label and what it labels.
  static let label = 5.0
}

/// Text broken into lines, as a block.
struct TextBlock {
  var lines: [String]
  var role: TextShape.Role
  /// A power after the last line.
  var raised: String?

  init(
    _ text: String,
    width: Double,
    role: TextShape.Role = .label,
    raised: String? = nil,
    in theme: FigureTheme
  ) {
    let tail = raised.map { FontMetrics.width(of: $0, size: theme.font.small) } ?? 0
    lines = TextWrapping.balancedLines(
      of: text,
      width: width - tail,
      size: theme.fontSize(of: role),
      weight: role == .heading ? .bold : .regular
    )
    self.role = role
    self.raised = raised
  }

  /// Lines that are broken already.
  init(lines: [String], role: TextShape.Role) {
    self.lines = lines
    self.role = role
  }

  /// From the top of the first line's letters to the bottom of the last line's.
  func height(in theme: FigureTheme) -> Double {
    let size = theme.fontSize(of: role)
    return lift(in: theme) + (FontMetrics.ascent + FontMetrics.descent) * size
      + Double(lines.count - 1) * FontMetrics.lineHeight * size
  }

  /// The room of the power over the last line.
  private func lift(in theme: FigureTheme) -> Double {
    raised == nil ? 0 : TextShape.lift * theme.fontSize(of: role)
  }

  func width(in theme: FigureTheme) -> Double {
    shapes(at: Point(x: 0, y: 0), in: theme).map { $0.width(in: theme) }.max() ?? 0
  }

  /// The middle of the block under a box: the box's own, moved where the sheet would end.
  func middle(over box: Box, width sheet: Double, in theme: FigureTheme) -> Double {
    let half = width(in: theme) / 2
    let middle = (box.left + box.right) / 2
    return min(max(middle, Spacing.edge + half), sheet - Spacing.edge - half)
  }

  /// The lines below `corner`, which is the point that `alignment` names at the block's top.
  func shapes(
    at corner: Point,
    alignment: TextShape.Alignment = .start,
    in theme: FigureTheme
  ) -> [TextShape] {
    let size = theme.fontSize(of: role)
    return lines.enumerated().map { index, line in
      let isLast = index == lines.count - 1
      let baseline =
        corner.y + (isLast ? lift(in: theme) : 0)
        + (FontMetrics.ascent + Double(index) * FontMetrics.lineHeight) * size
      return TextShape(
        line,
        raised: isLast ? raised : nil,
        role: role,
        alignment: alignment,
        at: Point(x: corner.x, y: baseline)
      )
    }
  }
}

extension FigureTheme {
  /// The height of one line of labels in points, from ascenders to descenders.
  var labelHeight: Double { (FontMetrics.ascent + FontMetrics.descent) * font.label }
}

/// The scale and ticks of a value axis for marks and a length.
struct ValueAxis {
  var ticks: Ticks
  var domain: ClosedRange<Double>

  /// Takes ticks for the range and room for `reach`, which marks need beyond their values.
  init(
    covering range: ClosedRange<Double>,
    request: (ClosedRange<Double>) -> TickRequest,
    reach: Double,
    in theme: FigureTheme
  ) {
    let range = range.widenedIfEmpty
    let request = request(range)
    ticks = Ticks.best(for: request, in: theme)
    let share = max(0.03, reach / max(request.length - 2 * reach, 1))
    let padded = range.padded(by: share)
    let low = min(padded.lowerBound, ticks.values.first ?? padded.lowerBound)
    let high = max(padded.upperBound, ticks.values.last ?? padded.upperBound)
    domain = low...high
  }
}
