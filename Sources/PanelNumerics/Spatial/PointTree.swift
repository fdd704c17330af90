/// Points of up to three coordinates in a balanced tree, to find those near to one of them.
///
/// - Complexity: O(n log² n) to build; a search looks at a number of points near to O(log n) plus
///   what it finds.
/// - SeeAlso: Bentley (1975), *Multidimensional binary search trees used for associative searching*.
struct PointTree: Sendable {
  private let coordinates: [SIMD4<Double>]
  /// Points in the order of leaves.
  private let order: [Int32]
  /// One per inner node, a binary heap: children of i are 2i + 1 and 2i + 2.
  private let splits: [Split]

  private struct Split: Sendable {
    var axis: Int
    var value: Double
  }

  private static let leafSize = 8

  init(_ coordinates: [SIMD4<Double>]) {
    self.coordinates = coordinates
    var order = coordinates.indices.map { Int32(truncatingIfNeeded: $0) }
    var levels = 0
    while order.count >> levels > Self.leafSize { levels += 1 }
    var splits = [Split](repeating: Split(axis: 0, value: 0), count: (1 << levels) - 1)
    var ranges = [0..<order.count]
    for level in 0..<levels {
      var next: [Range<Int>] = []
      for (place, range) in ranges.enumerated() {
        let axis = Self.widestAxis(of: order[range], coordinates)
        order[range].sort {
          (coordinates[Int($0)][axis], $0) < (coordinates[Int($1)][axis], $1)
        }
        let middle = (range.lowerBound + range.upperBound) / 2
        splits[(1 << level) - 1 + place] = Split(
          axis: axis, value: coordinates[Int(order[middle])][axis])
        next += [range.lowerBound..<middle, middle..<range.upperBound]
      }
      ranges = next
    }
    self.order = order
    self.splits = splits
  }

  private static func widestAxis(of points: ArraySlice<Int32>, _ coordinates: [SIMD4<Double>])
    -> Int
  {
    var low = SIMD4<Double>(repeating: .infinity)
    var high = SIMD4<Double>(repeating: -.infinity)
    for point in points {
      low = pointwiseMin(low, coordinates[Int(point)])
      high = pointwiseMax(high, coordinates[Int(point)])
    }
    let width = high - low
    return (0..<4).max { width[$0] < width[$1] } ?? 0
  }

  /// The squared distance of the k-th nearest other point; infinite where there are fewer.
  func squaredDistance(ofNearest k: Int, to point: Int) -> Double {
    var found = [Double](repeating: .infinity, count: k)
    let centre = coordinates[point]
    search(node: 0, range: 0..<order.count, centre: centre, limit: { found[k - 1] }) { other in
      guard other != point else { return }
      let difference = coordinates[other] - centre
      let square = (difference * difference).sum()
      guard square < found[k - 1] else { return }
      var place = k - 1
      while place > 0, found[place - 1] > square {
        found[place] = found[place - 1]
        place -= 1
      }
      found[place] = square
    }
    return found[k - 1]
  }

  /// Other points whose squared distance is no more than a limit, in no particular order.
  func points(within limit: Double, of point: Int) -> [Int] {
    var found: [Int] = []
    let centre = coordinates[point]
    search(node: 0, range: 0..<order.count, centre: centre, limit: { limit }) { other in
      guard other != point else { return }
      let difference = coordinates[other] - centre
      if (difference * difference).sum() <= limit { found.append(other) }
    }
    return found
  }

  /// Visits the points of all leaves that may hold one within the limit, the nearer half first.
  private func search(
    node: Int,
    range: Range<Int>,
    centre: SIMD4<Double>,
    limit: () -> Double,
    visit: (Int) -> Void
  ) {
    guard node < splits.count else {
      for place in range { visit(Int(order[place])) }
      return
    }
    let split = splits[node]
    let middle = (range.lowerBound + range.upperBound) / 2
    let offset = centre[split.axis] - split.value
    let low = (2 * node + 1, range.lowerBound..<middle)
    let high = (2 * node + 2, middle..<range.upperBound)
    let (near, far) = offset < 0 ? (low, high) : (high, low)
    search(node: near.0, range: near.1, centre: centre, limit: limit, visit: visit)
    // A half at exactly the limit may hold a point that is just as near.
    if offset * offset <= limit() {
      search(node: far.0, range: far.1, centre: centre, limit: limit, visit: visit)
    }
  }
}
