/// Looks for room among the data for a word or two.
struct FreePlace {
  private let frame: Frame
  private let taken: [Box]

  /// Between a word and ink, in points.
  private static let gap = 2.5
  /// Between a word and the frame, in points.
  private static let inset = 4.0

  /// - Parameters:
  ///   - frame: Where the word may stand.
  ///   - shapes: What it may not cover.
  init(in frame: Frame, beside shapes: [Shape]) {
    self.frame = frame
    taken = shapes.flatMap(\.coveredBoxes)
  }

  enum Corner: CaseIterable { case topLeft, bottomLeft, topRight, bottomRight }

  /// The block in the first corner that is free; `nil` if none is.
  func corner(for block: TextBlock, trying corners: [Corner] = Corner.allCases) -> [Shape]? {
    let box = frame.box
    let (width, height) = (block.width(in: frame.theme), block.height(in: frame.theme))
    for corner in corners {
      let isLeft = corner == .topLeft || corner == .bottomLeft
      let isTop = corner == .topLeft || corner == .topRight
      let place = Point(
        x: isLeft ? box.left + Self.inset : box.right - Self.inset - width,
        y: isTop ? box.top + Self.inset : box.bottom - Self.inset - height
      )
      if let shapes = shapes(of: block, at: place) { return shapes }
    }
    return nil
  }

  /// The block beside a level line, over it before under it, right before left.
  func beside(level: Double, _ block: TextBlock) -> [Shape]? {
    let box = frame.box
    let y = frame.y.position(of: level)
    let (width, height) = (block.width(in: frame.theme), block.height(in: frame.theme))
    for share in stride(from: 1.0, through: 0, by: -0.125) {
      let x = box.left + Self.inset + share * (box.width - 2 * Self.inset - width)
      for top in [y - height - Self.gap, y + Self.gap] {
        if let shapes = shapes(of: block, at: Point(x: x, y: top)) { return shapes }
      }
    }
    return nil
  }

  private func shapes(of block: TextBlock, at corner: Point) -> [Shape]? {
    let (width, height) = (block.width(in: frame.theme), block.height(in: frame.theme))
    let box = Box(x: corner.x, y: corner.y, width: width, height: height)
    let wide = Box(
      x: box.x - Self.gap,
      y: box.y - Self.gap / 2,
      width: width + 2 * Self.gap,
      height: height + Self.gap
    )
    guard frame.box.contains(box), !taken.contains(where: { $0.overlaps(wide) }) else {
      return nil
    }
    return block.shapes(at: corner, in: frame.theme).map(Shape.text)
  }
}

extension Shape {
  /// Boxes that hold the shape's ink; several for a line that bends.
  var coveredBoxes: [Box] {
    /// A line has no width, so that half a point stands for its ink.
    func box(_ points: some Sequence<Point>) -> [Box] {
      guard let x = ClosedRange(spanning: points.map(\.x)),
        let y = ClosedRange(spanning: points.map(\.y))
      else { return [] }
      return [
        Box(
          x: x.lowerBound - 0.5,
          y: y.lowerBound - 0.5,
          width: x.upperBound - x.lowerBound + 1,
          height: y.upperBound - y.lowerBound + 1
        )
      ]
    }
    switch self {
    case .line(let from, let to, _): return box([from, to])
    case .polyline(let points, _):
      return zip(points, points.dropFirst()).flatMap { box([$0, $1]) }
    case .polygon(let points, _): return box(points)
    case .area(let rings, _): return rings.flatMap { box($0) }
    case .lines(let lines, _):
      return lines.flatMap { line in zip(line, line.dropFirst()).flatMap { box([$0, $1]) } }
    case .circle(let centre, let radius, _):
      return [
        Box(x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius)
      ]
    case .rectangle(let box, _): return [box]
    case .text: return []
    }
  }
}
