package import PanelNumerics
package import PanelResults

/// Which regions touch each other.
///
/// Borders are compared after positions within ``snap`` of each other have become one, and after
/// a corner of one region that lies on an edge of another has divided that edge. With borders
/// that agree in every position the neighbours are those of PySAL and spdep.
///
/// - SeeAlso: Anselin and Rey (2014), *Modern Spatial Econometrics in Practice*, chapter 3; oracle
///   `columbus_libpysal.gal`, test `findsTheNeighboursOfColumbusAsPySALDoes`.
package struct Contiguity: Sendable {
  package enum Rule: String, Codable, Sendable, CaseIterable {
    /// A common point is enough.
    case queen
    /// A common piece of border is needed.
    case rook
  }

  package var rule: Rule
  /// The distance within which positions are one, in units of the coordinates; 1e-10 of the
  /// larger extent where absent.
  package var snap: Double?

  package init(rule: Rule = .queen, snap: Double? = nil) {
    self.rule = rule
    self.snap = snap
  }

  /// The neighbours among the units of a panel, each of weight 1.
  ///
  /// - Parameters:
  ///   - units: The names of n units; rows and columns stand in their order.
  ///   - shapes: Their outlines; regions that no unit names are left out.
  /// - Returns: n × n, symmetric.
  /// - Throws: ``DataError/values(_:)`` for units without a shape.
  package func matrix(
    for units: [String],
    in shapes: RegionShapes
  ) throws(DataError) -> SparseMatrix {
    let match = UnitMatch(units, in: shapes.ids)
    var regions: [[RegionShapes.Polygon]] = []
    for place in match.places { regions.append(place.map { shapes.regions[$0].polygons } ?? []) }
    let without = zip(units, regions).filter { $0.1.isEmpty }.map(\.0)
    guard without.isEmpty else {
      let others =
        match.others.isEmpty
        ? "" : " Regions that no unit names: \(ListText.shown(match.others))."
      throw .values(
        "'\(MessageText.shown(shapes.file))' has no polygon for \(without.count) of \(units.count) "
          + "units: \(ListText.shown(without)).\(others) Check that 'id' is the property with the "
          + "names of units."
      )
    }
    var entries: [SparseMatrix.Entry] = []
    for (unit, neighbours) in self.neighbours(of: regions).enumerated() {
      entries += neighbours.map { SparseMatrix.Entry(unit, $0, 1) }
    }
    return SparseMatrix(rowCount: units.count, columnCount: units.count, entries: entries)
  }

  /// The neighbours of each region, ascending.
  ///
  /// - Complexity: O(v log v) for v positions whose edges are short beside the whole.
  package func neighbours(of regions: [[RegionShapes.Polygon]]) -> [[Int]] {
    var corners = SnappedCorners(regions: regions, snap: snap)
    corners.divideEdges()
    var found = [Set<Int>](repeating: [], count: regions.count)
    for owners in rule == .queen ? corners.ownersOfCorners : corners.ownersOfEdges {
      for first in owners {
        for second in owners where second != first { found[Int(first)].insert(Int(second)) }
      }
    }
    return found.map { $0.sorted() }
  }
}

/// The corners of rings, numbered so that those within a distance of each other are one.
private struct SnappedCorners {
  /// Where each corner stands.
  private let positions: [RegionShapes.Position]
  /// The corners of each ring, one after the other differing, with the region it belongs to.
  private var rings: [(region: Int32, corners: [Int32])]
  private let distance: Double
  private let grid: CellGrid

  init(regions: [[RegionShapes.Polygon]], snap: Double?) {
    let all = regions.lazy.flatMap { $0 }.flatMap(\.rings).flatMap { $0 }
    let extent = Extent(all)
    let distance = snap ?? 1e-10 * extent.length
    var positions: [RegionShapes.Position] = []
    var rings: [(region: Int32, corners: [Int32])] = []
    var numbers: [RegionShapes.Position: Int32] = [:]
    var near = CellGrid(origin: extent.corner, size: max(distance, extent.length * 1e-12))
    for (region, polygons) in regions.enumerated() {
      for ring in polygons.flatMap(\.rings) {
        var corners: [Int32] = []
        corners.reserveCapacity(ring.count)
        for position in ring {
          let corner: Int32
          if let known = numbers[position] {
            corner = known
          } else {
            let found = near.candidates(around: position, reach: distance).first {
              Self.isWithin(distance, positions[Int($0)], position)
            }
            corner = found ?? Int32(positions.count)
            if found == nil {
              positions.append(position)
              near.insert(corner, at: position)
            }
            numbers[position] = corner
          }
          if corners.last != corner { corners.append(corner) }
        }
        if corners.count > 1, corners.first == corners.last { corners.removeLast() }
        rings.append((Int32(region), corners))
      }
    }
    // Cells that hold about one corner each, to look along edges.
    let side = extent.length / max(1, Double(positions.count).squareRoot())
    var grid = CellGrid(origin: extent.corner, size: max(side, distance, .leastNormalMagnitude))
    for (corner, position) in positions.enumerated() { grid.insert(Int32(corner), at: position) }
    self.distance = distance
    self.positions = positions
    self.rings = rings
    self.grid = grid
  }

  private static func isWithin(
    _ distance: Double,
    _ first: RegionShapes.Position,
    _ second: RegionShapes.Position
  ) -> Bool {
    let (x, y) = (first.x - second.x, first.y - second.y)
    return x * x + y * y <= distance * distance
  }

  /// Divides each edge at the corners of other rings that lie on it.
  mutating func divideEdges() {
    guard distance > 0 else { return }
    for index in rings.indices {
      let corners = rings[index].corners
      guard corners.count > 1 else { continue }
      var divided: [Int32] = []
      divided.reserveCapacity(corners.count)
      for place in corners.indices {
        let (from, to) = (corners[place], corners[(place + 1) % corners.count])
        divided.append(from)
        divided += between(from, to)
      }
      rings[index].corners = divided
    }
  }

  /// The corners on the inside of an edge, in its direction.
  private func between(_ from: Int32, _ to: Int32) -> [Int32] {
    let (a, b) = (positions[Int(from)], positions[Int(to)])
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let square = dx * dx + dy * dy
    guard square > 0 else { return [] }
    var found: [(share: Double, corner: Int32)] = []
    for corner in grid.candidates(from: a, to: b, reach: distance)
    where corner != from && corner != to {
      let p = positions[Int(corner)]
      let share = ((p.x - a.x) * dx + (p.y - a.y) * dy) / square
      guard share > 0, share < 1 else { continue }
      let foot = RegionShapes.Position(x: a.x + share * dx, y: a.y + share * dy)
      if Self.isWithin(distance, foot, p) { found.append((share, corner)) }
    }
    return found.sorted { ($0.share, $0.corner) < ($1.share, $1.corner) }.map(\.corner)
  }

  /// The regions at each corner that several share.
  var ownersOfCorners: [[Int32]] {
    Self.shared(rings.flatMap { ring in ring.corners.map { (Int64($0), ring.region) } })
  }

  /// The regions along each edge that several share.
  var ownersOfEdges: [[Int32]] {
    Self.shared(
      rings.filter { $0.corners.count > 1 }.flatMap { ring in
        ring.corners.indices.map { place in
          let (from, to) = (ring.corners[place], ring.corners[(place + 1) % ring.corners.count])
          return (Int64(min(from, to)) << 32 | Int64(max(from, to)), ring.region)
        }
      }
    )
  }

  /// The distinct owners of each thing that has more than one.
  private static func shared(_ pairs: [(thing: Int64, owner: Int32)]) -> [[Int32]] {
    let sorted = pairs.sorted { $0 < $1 }
    var groups: [[Int32]] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      var owners = [sorted[start].owner]
      while end < sorted.count, sorted[end].thing == sorted[start].thing {
        if owners.last != sorted[end].owner { owners.append(sorted[end].owner) }
        end += 1
      }
      if owners.count > 1 { groups.append(owners) }
      start = end
    }
    return groups
  }
}

/// The smallest upright rectangle around positions.
private struct Extent {
  var corner = RegionShapes.Position(x: 0, y: 0)
  var length = 0.0

  init(_ positions: some Sequence<RegionShapes.Position>) {
    var (left, right) = (Double.infinity, -Double.infinity)
    var (low, high) = (Double.infinity, -Double.infinity)
    for position in positions {
      (left, right) = (min(left, position.x), max(right, position.x))
      (low, high) = (min(low, position.y), max(high, position.y))
    }
    guard left <= right else { return }
    corner = RegionShapes.Position(x: left, y: low)
    length = max(right - left, high - low)
  }
}

/// Corners by the square cell of a grid that they stand in.
private struct CellGrid {
  private struct Cell: Hashable {
    var column: Int
    var row: Int
  }
  private let origin: RegionShapes.Position
  private let size: Double
  private var cells: [Cell: [Int32]] = [:]

  init(origin: RegionShapes.Position, size: Double) {
    self.origin = origin
    self.size = size > 0 ? size : 1
  }

  private func cell(_ x: Double, _ y: Double) -> Cell {
    func index(_ offset: Double) -> Int {
      Int(max(-1e15, min(1e15, (offset / size).rounded(.down))))
    }
    return Cell(column: index(x - origin.x), row: index(y - origin.y))
  }

  mutating func insert(_ corner: Int32, at position: RegionShapes.Position) {
    cells[cell(position.x, position.y), default: []].append(corner)
  }

  /// The corners of all cells that a position's surroundings touch.
  func candidates(around position: RegionShapes.Position, reach: Double) -> [Int32] {
    candidates(from: position, to: position, reach: reach)
  }

  /// The corners of all cells that the rectangle around an edge touches.
  func candidates(
    from first: RegionShapes.Position,
    to second: RegionShapes.Position,
    reach: Double
  ) -> [Int32] {
    let low = cell(min(first.x, second.x) - reach, min(first.y, second.y) - reach)
    let high = cell(max(first.x, second.x) + reach, max(first.y, second.y) + reach)
    var found: [Int32] = []
    for column in low.column...high.column {
      for row in low.row...high.row {
        if let corners = cells[Cell(column: column, row: row)] { found += corners }
      }
    }
    return found
  }
}
