import Foundation

/// Labels of points that cover neither points nor each other, always placed the same way.
///
/// A bitmap of the frame knows what is taken. Labels choose in the order given: first among eight
/// places beside their point, the outer side first; then among places farther away, joined to the
/// point by a thin line that touches no label and crosses no other point. A label for which nothing
/// is free is dropped.
///
/// - SeeAlso: Kittivorawong, Moritz, Wongsuphasawat and Heer (2020), *Fast and flexible overlap
///   detection for chart labeling with occupancy bitmap*.
struct PointLabels {
  /// The placed labels with the lines that lead to them.
  private(set) var shapes: [Shape] = []
  /// The places, in the order given, of labels that had no room.
  private(set) var dropped: [Int] = []

  private var bitmap: OccupancyBitmap
  private let frame: Box
  private let origin: Point
  private let theme: FigureTheme

  struct Request {
    var text: String
    var marker: Marking
  }

  /// Where a point is marked, and how far its marker reaches.
  struct Marking {
    var point: Point
    var radius: Double

    func box(margin: Double) -> Box {
      let reach = radius + margin
      return Box(x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach)
    }
  }

  /// What a marker's outline takes beyond it, in points.
  private static let margin = 0.3
  /// The gap between a marker and a label beside it, in points.
  private static let gap = 1.6
  /// How far labels that need a line stand away, in points.
  private static let reaches = [6.0, 10, 15, 20, 26, 33, 41, 50]
  /// How far they stand at most where there are many.
  private static let crowd = (count: 60, reach: 26.0)
  /// Directions of places beside a point, from the right, against the clock, in eighths of a turn.
  private static let sides = 8

  /// - Parameters:
  ///   - requests: The most important first.
  ///   - markers: Those of all points.
  ///   - lines: What labels should not cross.
  ///   - taken: Boxes that are not free.
  ///   - origin: The middle that labels look away from.
  init(
    _ requests: [Request],
    markers: [Marking],
    lines: [(from: Point, to: Point)],
    taken: [Box],
    frame: Box,
    origin: Point,
    theme: FigureTheme
  ) {
    bitmap = OccupancyBitmap(frame)
    self.frame = frame
    self.origin = origin
    self.theme = theme
    for marker in markers { bitmap.add(.point, marker.box(margin: Self.margin)) }
    for box in taken { bitmap.add(.text, box) }
    for line in lines { bitmap.add(.line, from: line.from, to: line.to) }
    let reach = requests.count > Self.crowd.count ? Self.crowd.reach : .infinity
    for (index, request) in requests.enumerated() {
      let isPlaced = place(request, reach: reach)
      if !isPlaced { dropped.append(index) }
    }
  }

  private mutating func place(_ request: Request, reach most: Double) -> Bool {
    let (point, radius) = (request.marker.point, request.marker.radius)
    let size = theme.fontSize(of: .small)
    let width = FontMetrics.width(of: request.text, size: size)
    let height = (FontMetrics.ascent + FontMetrics.descent) * size
    let beside = candidates(point, width, height, away: radius + Self.gap, steps: 1)
    if let box = beside.first(where: { isFree($0, of: [.point, .text, .line]) }) {
      add(request, in: box, leader: nil)
      return true
    }
    for reach in Self.reaches where reach <= most {
      for box in candidates(point, width, height, away: radius + reach, steps: 3)
      where isFree(box, of: [.point, .text, .line]) {
        let leader = leader(from: point, radius: radius, to: box)
        let own = request.marker.box(margin: Self.margin)
        guard
          !bitmap.isTaken(by: [.point, .text], from: leader.from, to: leader.to, besides: own)
        else { continue }
        add(request, in: box, leader: leader)
        return true
      }
    }
    return false
  }

  private func isFree(_ box: Box, of kinds: OccupancyBitmap.Kinds) -> Bool {
    frame.contains(box) && !bitmap.isTaken(by: kinds, box)
  }

  private mutating func add(
    _ request: Request,
    in box: Box,
    leader: (from: Point, to: Point)?
  ) {
    let size = theme.fontSize(of: .small)
    if let leader {
      shapes.append(.line(from: leader.from, to: leader.to, Ink(.leader)))
      bitmap.add(.text, from: leader.from, to: leader.to)
    }
    let anchor = Point(x: box.left, y: box.top + FontMetrics.ascent * size)
    shapes.append(.text(TextShape(request.text, role: .small, at: anchor)))
    let margin = 0.8
    bitmap.add(
      .text,
      Box(
        x: box.x - margin, y: box.y, width: box.width + 2 * margin, height: box.height)
    )
  }

  /// Boxes around a point, away from the origin first, then turning to both sides.
  ///
  /// - Parameter steps: Directions per eighth of a turn.
  private func candidates(
    _ point: Point,
    _ width: Double,
    _ height: Double,
    away distance: Double,
    steps: Int
  ) -> [Box] {
    let count = Self.sides * steps
    // To the right or to the left first: names read as a continuation of their point.
    let start = point.x >= origin.x ? 0 : count / 2
    let turn = (point.x >= origin.x) == (point.y <= origin.y) ? 1 : -1
    var order = [start]
    for step in 1...(count / 2) {
      order.append((start + turn * step + count) % count)
      if step < count / 2 { order.append((start - turn * step + count) % count) }
    }
    return order.map { direction in
      let angle = 2 * Double.pi * Double(direction) / Double(count)
      // Rounded, so that level and upright places are so to the last digit.
      let (across, up) = (Self.rounded(cos(angle)), Self.rounded(sin(angle)))
      let middle = Point(
        x: point.x + across * (distance + width / 2),
        y: point.y - up * (distance + height * 0.42)
      )
      return Box(
        x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height)
    }
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

  /// From the edge of the marker to the nearest point of a box.
  private func leader(
    from point: Point, radius: Double, to box: Box
  ) -> (from: Point, to: Point) {
    let inset = min(1.5, box.width / 4)
    let end = Point(
      x: min(max(point.x, box.left + inset), box.right - inset),
      y: min(max(point.y, box.top + 0.8), box.bottom - 0.8)
    )
    let target =
      point.x < box.left
      ? Point(x: box.left - 0.8, y: (box.top + box.bottom) / 2)
      : point.x > box.right
        ? Point(x: box.right + 0.8, y: (box.top + box.bottom) / 2) : end
    let (dx, dy) = (target.x - point.x, target.y - point.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
    let start = Point(x: point.x + dx / length * radius, y: point.y + dy / length * radius)
    return (start, target)
  }
}

/// What is taken of a box, in cells of half a point.
struct OccupancyBitmap {
  private let box: Box
  private let columns: Int
  private let rows: Int
  private var cells: [UInt8]

  private static let perPoint = 2.0

  struct Kinds: OptionSet {
    let rawValue: UInt8
    static let point = Kinds(rawValue: 1)
    static let text = Kinds(rawValue: 2)
    static let line = Kinds(rawValue: 4)
  }

  init(_ box: Box) {
    self.box = box
    columns = max(1, Int((box.width * Self.perPoint).rounded(.up)))
    rows = max(1, Int((box.height * Self.perPoint).rounded(.up)))
    cells = [UInt8](repeating: 0, count: columns * rows)
  }

  /// The cells that a box touches; parts outside are left out.
  private func range(_ other: Box) -> (columns: Range<Int>, rows: Range<Int>) {
    func span(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
      let first = min(max(Int((low * Self.perPoint).rounded(.down)), 0), count)
      let last = min(max(Int((high * Self.perPoint).rounded(.up)), first), count)
      return first..<last
    }
    return (
      span(other.left - box.left, other.right - box.left, columns),
      span(other.top - box.top, other.bottom - box.top, rows)
    )
  }

  mutating func add(_ kind: Kinds, _ other: Box) {
    let range = range(other)
    for row in range.rows {
      for column in range.columns { cells[row * columns + column] |= kind.rawValue }
    }
  }

  mutating func add(_ kind: Kinds, from: Point, to: Point) {
    for cell in cells(from: from, to: to) { cells[cell] |= kind.rawValue }
  }

  func isTaken(by kinds: Kinds, _ other: Box) -> Bool {
    let range = range(other)
    for row in range.rows {
      for column in range.columns where cells[row * columns + column] & kinds.rawValue != 0 {
        return true
      }
    }
    return false
  }

  /// Whether something stands on a line, outside a box that does not count.
  func isTaken(by kinds: Kinds, from: Point, to: Point, besides own: Box) -> Bool {
    let own = range(own)
    return cells(from: from, to: to).contains { cell in
      cells[cell] & kinds.rawValue != 0
        && !(own.columns.contains(cell % columns) && own.rows.contains(cell / columns))
    }
  }

  /// The cells under a line, from its start to its end.
  private func cells(from: Point, to: Point) -> [Int] {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let steps = max(1, Int((max(abs(dx), abs(dy)) * Self.perPoint * 2).rounded(.up)))
    var cells: [Int] = []
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      let column = Int(((from.x + share * dx - box.left) * Self.perPoint).rounded(.down))
      let row = Int(((from.y + share * dy - box.top) * Self.perPoint).rounded(.down))
      guard (0..<columns).contains(column), (0..<rows).contains(row) else { continue }
      let cell = row * columns + column
      if cells.last != cell { cells.append(cell) }
    }
    return cells
  }
}
