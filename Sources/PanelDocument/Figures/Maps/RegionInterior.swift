/// Places and lines inside a region's rings.
struct RegionInterior {
  let rings: [[Point]]
  let box: Box

  init(_ rings: [[Point]]) {
    self.rings = rings
    let points = rings.flatMap { $0 }
    let x = ClosedRange(spanning: points.map(\.x)) ?? 0...0
    let y = ClosedRange(spanning: points.map(\.y)) ?? 0...0
    box = Box(
      x: x.lowerBound,
      y: y.lowerBound,
      width: x.upperBound - x.lowerBound,
      height: y.upperBound - y.lowerBound
    )
  }

  /// The pieces of a level line inside, from left to right.
  func intervals(at level: Double) -> [ClosedRange<Double>] {
    var crossings: [Double] = []
    for ring in rings {
      for (index, point) in ring.enumerated() {
        let next = ring[(index + 1) % ring.count]
        guard (point.y > level) != (next.y > level) else { continue }
        crossings.append(point.x + (level - point.y) / (next.y - point.y) * (next.x - point.x))
      }
    }
    crossings.sort()
    return stride(from: 0, to: crossings.count - 1, by: 2).map { crossings[$0]...crossings[$0 + 1] }
  }

  /// The middle of the best place for a word of this size: in the widest part, near the middle.
  ///
  /// - Returns: `nil` where the word does not fit.
  func place(width: Double, height: Double) -> Point? {
    guard box.width >= width, box.height >= height else { return nil }
    var best: (point: Point, room: Double)?
    let steps = 16
    for step in 1..<steps {
      let level = box.top + box.height * Double(step) / Double(steps)
      guard level - height / 2 >= box.top, level + height / 2 <= box.bottom else { continue }
      let rows = [level - height / 2, level, level + height / 2].map(intervals)
      for middle in rows[1] {
        let parts = rows.map { row in
          row.first { $0.contains((middle.lowerBound + middle.upperBound) / 2) }
        }
        guard let top = parts[0], let bottom = parts[2] else { continue }
        let left = max(top.lowerBound, middle.lowerBound, bottom.lowerBound)
        let right = min(top.upperBound, middle.upperBound, bottom.upperBound)
        let offset = abs(level - box.top - box.height / 2) / box.height
        let room = (right - left) * (1 - offset)
        if right - left >= width, room > (best?.room ?? 0) {
          best = (Point(x: (left + right) / 2, y: level), room)
        }
      }
    }
    return best?.point
  }

  /// The middle of the largest ring's area.
  var centre: Point {
    let areas = rings.map { RegionOutlines.area(of: $0) }
    let largest = areas.indices.max { abs(areas[$0]) < abs(areas[$1]) }
    guard let largest, areas[largest] != 0 else {
      return Point(x: box.x + box.width / 2, y: box.y + box.height / 2)
    }
    let ring = rings[largest]
    var (x, y) = (0.0, 0.0)
    for (index, point) in ring.enumerated() {
      let next = ring[(index + 1) % ring.count]
      let cross = point.x * next.y - next.x * point.y
      x += (point.x + next.x) * cross
      y += (point.y + next.y) * cross
    }
    return Point(x: x / (6 * areas[largest]), y: y / (6 * areas[largest]))
  }

  /// Parallel lines inside: level ones turned by a quarter of a right angle's multiples.
  ///
  /// - Parameter pattern: Which way lines run.
  /// - Returns: The two ends of each line.
  func hatching(_ pattern: HatchPattern) -> [[Point]] {
    pattern.directions.flatMap { direction -> [[Point]] in
      // In coordinates along and across the lines, which a turn by 45° or 90° gives exactly.
      let (along, across) = direction
      func turned(_ p: Point) -> Point {
        Point(x: p.x * along.x + p.y * along.y, y: p.x * across.x + p.y * across.y)
      }
      func back(_ p: Point) -> Point {
        Point(x: p.x * along.x + p.y * across.x, y: p.x * along.y + p.y * across.y)
      }
      let inside = RegionInterior(rings.map { $0.map(turned) })
      let first = (inside.box.top / pattern.spacing).rounded(.up)
      let last = (inside.box.bottom / pattern.spacing).rounded(.down)
      guard first <= last else { return [] }
      return stride(from: first, through: last, by: 1).flatMap { index -> [[Point]] in
        // Off the lattice by an odd bit, so that corners are not met.
        let level = (index + 0.013) * pattern.spacing
        return inside.intervals(at: level).filter { $0.upperBound - $0.lowerBound > 0.3 }.map {
          [back(Point(x: $0.lowerBound, y: level)), back(Point(x: $0.upperBound, y: level))]
        }
      }
    }
  }
}

/// Lines that tell areas apart in print without colour.
enum HatchPattern: Sendable, CaseIterable {
  case falling, rising, level, upright, crossed

  var spacing: Double { 3.2 }

  /// The unit vectors along and across each set of lines.
  fileprivate var directions: [(along: Point, across: Point)] {
    let half = 0.5.squareRoot()
    let falling = (Point(x: half, y: half), Point(x: -half, y: half))
    let rising = (Point(x: half, y: -half), Point(x: half, y: half))
    switch self {
    case .falling: return [falling]
    case .rising: return [rising]
    case .level: return [(Point(x: 1, y: 0), Point(x: 0, y: 1))]
    case .upright: return [(Point(x: 0, y: 1), Point(x: 1, y: 0))]
    case .crossed: return [falling, rising]
    }
  }
}
