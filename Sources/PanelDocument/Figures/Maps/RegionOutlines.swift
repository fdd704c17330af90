import PanelResults

/// Borders of regions on paper, simplified so that neighbours keep one common border.
///
/// Rings are cut where borders meet, each piece is simplified once (Douglas and Peucker) in one
/// direction, and rings are put together again: no gaps and no overlaps arise between neighbours.
///
/// - SeeAlso: Bostock (2012), *How to infer topology*; Douglas and Peucker (1973).
struct RegionOutlines {
  /// The rings of each region, in points, without their closing points.
  private(set) var rings: [[[Point]]]

  /// The largest distance of a border from its place, in points.
  static let tolerance = 0.18
  /// Rings of less area vanish, in square points, unless a region has no larger one.
  static let leastArea = 0.12

  /// - Parameters:
  ///   - regions: In degrees or lengths.
  ///   - isGeographic: Whether straight lines are lines of longitude and latitude, which bend.
  ///   - place: Where a position comes on the sheet, in points.
  init(
    _ regions: [RegionShapes.Region],
    isGeographic: Bool,
    place: (RegionShapes.Position) -> Point
  ) {
    var borders = BorderNetwork()
    var numbered: [[[Int32]]] = []
    for region in regions {
      numbered.append(
        region.polygons.flatMap(\.rings).map { ring in
          borders.add(isGeographic ? Self.bent(ring) : ring)
        }
      )
    }
    let points = borders.positions.map(place)
    borders.findJunctions()
    rings = numbered.map { rings in
      var outlines = rings.map { borders.simplified($0, at: points, tolerance: Self.tolerance) }
        .filter { $0.count > 2 }
      if outlines.isEmpty {
        // A region smaller than the tolerance keeps its largest ring as it is.
        let whole = rings.map { ring in ring.map { points[Int($0)] } }.filter { $0.count > 2 }
        outlines = whole.max { abs(Self.area(of: $0)) < abs(Self.area(of: $1)) }.map { [$0] } ?? []
      }
      let areas = outlines.map { abs(Self.area(of: $0)) }
      let largest = areas.max() ?? 0
      return zip(outlines, areas).filter { $0.1 >= Self.leastArea || $0.1 == largest }.map(\.0)
    }
  }

  /// The signed area of a ring.
  static func area(of ring: [Point]) -> Double {
    var sum = 0.0
    for (index, point) in ring.enumerated() {
      let next = ring[(index + 1) % ring.count]
      sum += point.x * next.y - next.x * point.y
    }
    return sum / 2
  }

  /// A ring with further positions along edges longer than a degree.
  ///
  /// The positions do not depend on the direction of an edge, which its neighbour runs the other
  /// way.
  private static func bent(_ ring: [RegionShapes.Position]) -> [RegionShapes.Position] {
    var result: [RegionShapes.Position] = []
    for (index, position) in ring.enumerated() {
      result.append(position)
      let next = ring[(index + 1) % ring.count]
      let length = max(abs(next.x - position.x), abs(next.y - position.y))
      guard length > 1, length < 180 else { continue }
      let count = Int(length.rounded(.up))
      let isForward = (position.x, position.y) < (next.x, next.y)
      let (low, high) = isForward ? (position, next) : (next, position)
      for step in 1..<count {
        let share = Double(isForward ? step : count - step) / Double(count)
        result.append(
          RegionShapes.Position(
            x: low.x + share * (high.x - low.x),
            y: low.y + share * (high.y - low.y)
          )
        )
      }
    }
    return result
  }
}

/// Rings over numbered positions, and where borders meet.
private struct BorderNetwork {
  private(set) var positions: [RegionShapes.Position] = []
  private var numbers: [RegionShapes.Position: Int32] = [:]
  private var rings: [[Int32]] = []
  private var isJunction: [Bool] = []

  /// Takes in a ring, and gives the numbers of its positions.
  mutating func add(_ ring: [RegionShapes.Position]) -> [Int32] {
    var numbered: [Int32] = []
    for position in ring {
      let number = numbers[position] ?? Int32(positions.count)
      if number == positions.count {
        numbers[position] = number
        positions.append(position)
      }
      if numbered.last != number { numbered.append(number) }
    }
    if numbered.count > 1, numbered.first == numbered.last { numbered.removeLast() }
    rings.append(numbered)
    return numbered
  }

  /// A position is a junction where rings come to it from different sides.
  mutating func findJunctions() {
    isJunction = [Bool](repeating: false, count: positions.count)
    var sides = [(Int32, Int32)](repeating: (-1, -1), count: positions.count)
    for ring in rings {
      for (index, number) in ring.enumerated() {
        let before = ring[(index + ring.count - 1) % ring.count]
        let after = ring[(index + 1) % ring.count]
        let pair = (min(before, after), max(before, after))
        if sides[Int(number)].0 < 0 {
          sides[Int(number)] = pair
        } else if sides[Int(number)] != pair {
          isJunction[Int(number)] = true
        }
      }
    }
  }

  /// A ring between its junctions, each piece simplified.
  func simplified(_ ring: [Int32], at points: [Point], tolerance: Double) -> [Point] {
    guard ring.count > 2 else { return [] }
    // A ring that meets no other begins at the same position whatever its direction.
    let start =
      ring.firstIndex { isJunction[Int($0)] }
      ?? ring.indices.min { ring[$0] < ring[$1] } ?? 0
    let turned = Array(ring[start...] + ring[..<start]) + [ring[start]]
    var cuts = turned.indices.filter { $0 == 0 || isJunction[Int(turned[$0])] }
    if cuts.last != turned.count - 1 { cuts.append(turned.count - 1) }
    if cuts.count == 2 {
      // The position farthest from the start divides a closed piece.
      let origin = points[Int(turned[0])]
      let far = turned.indices.max {
        let (first, second) = (points[Int(turned[$0])], points[Int(turned[$1])])
        return Self.square(first, origin) < Self.square(second, origin)
      }
      if let far, far > 0, far < turned.count - 1 { cuts.insert(far, at: 1) }
    }
    var result: [Point] = []
    for (from, to) in zip(cuts, cuts.dropFirst()) {
      let piece = turned[from...to].map { points[Int($0)] }
      let isReversed = turned[to] < turned[from]
      let kept = Self.kept(isReversed ? piece.reversed() : piece, tolerance: tolerance)
      result += (isReversed ? kept.reversed() : kept).dropLast()
    }
    return result
  }

  private static func square(_ first: Point, _ second: Point) -> Double {
    let (x, y) = (first.x - second.x, first.y - second.y)
    return x * x + y * y
  }

  /// The points that stay, by Douglas and Peucker.
  private static func kept(_ points: [Point], tolerance: Double) -> [Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = (index: 0, square: tolerance * tolerance)
      for index in first + 1..<max(first + 1, last) {
        let square = distance(of: points[index], from: points[first], to: points[last])
        if square > farthest.square { farthest = (index, square) }
      }
      guard farthest.index > 0 else { continue }
      isKept[farthest.index] = true
      open.append((first, farthest.index))
      open.append((farthest.index, last))
    }
    return zip(points, isKept).filter(\.1).map(\.0)
  }

  /// The squared distance of a point from a piece of a line.
  private static func distance(of point: Point, from start: Point, to end: Point) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    guard length > 0 else { return square(point, start) }
    let share = max(0, min(1, ((point.x - start.x) * dx + (point.y - start.y) * dy) / length))
    return square(point, Point(x: start.x + share * dx, y: start.y + share * dy))
  }
}
