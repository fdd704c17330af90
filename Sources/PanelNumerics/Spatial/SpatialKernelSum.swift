/// Products of values at neighbouring points, summed over all pairs.
///
///     Σ_l Σ_i Σ_j K(d_ij) v_il v_jl',    K(d) = 1 or 1 − d/c up to the cut-off c, and 0 beyond
///
/// Layers l are values of the same points that only meet within their layer, such as periods.
///
/// - SeeAlso: Conley (1999), *GMM estimation with cross sectional dependence*.
package struct SpatialKernelSum: Sendable {
  package enum Kernel: Sendable {
    case uniform, bartlett
  }

  /// k × k, symmetric.
  package let matrix: Matrix
  /// Pairs of different points within the cut-off, each counted once.
  package let neighbourPairs: Int

  /// Points whose cells one item of parallel work covers, at least.
  private static let pointsPerBlock = 128

  /// Sums over pairs within the cut-off.
  ///
  /// - Parameters:
  ///   - points: n of them.
  ///   - values: layers · k numbers per point, one layer after the other, point after point.
  ///   - width: k.
  ///   - cutoff: c, in kilometres, positive.
  ///   - threads: Which never change the result.
  /// - Complexity: O(*n* log *n*) and layers · k operations for each pair of neighbours; no pair
  ///   farther apart than three times the cut-off is looked at.
  package init(
    points: SpherePoints, values: [Double], width: Int, cutoff: Double, kernel: Kernel,
    threads: Int
  ) {
    let count = points.count
    let stride = count == 0 ? 0 : values.count / count
    precondition(values.count == stride * count && stride % max(1, width) == 0, "odd values")
    let chord = SpherePoints.chord(ofDistance: cutoff)
    let cells = SphereCells(points, chord: chord)
    let sorted = SortedPoints(points, values, stride: stride, cells)
    let blocks = Self.blocks(of: cells)
    let limit = chord >= 2 ? Double.infinity : chord * chord
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      var part = Part(stride: stride, width: width)
      for cell in blocks[block] {
        part.add(cell, of: cells, sorted, limit: limit, cutoff: cutoff, kernel)
      }
      return part
    }
    var sum = [Double](repeating: 0, count: width * width)
    for part in parts {
      for index in sum.indices { sum[index] += part.sum[index] }
    }
    var matrix = Matrix(rowCount: width, columnCount: width)
    for i in 0..<width {
      for j in 0..<width { matrix[i, j] = sum[i * width + j] + sum[j * width + i] }
    }
    self.matrix = matrix
    neighbourPairs = parts.reduce(0) { $0 + $1.pairs }
  }

  /// Neighbouring cells gathered to items of work, by the data alone.
  private static func blocks(of cells: SphereCells) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var first = 0
    for cell in 0..<(cells.offsets.count - 1)
    where cells.offsets[cell + 1] - cells.offsets[first] >= pointsPerBlock
      || cell == cells.offsets.count - 2
    {
      blocks.append(first..<(cell + 1))
      first = cell + 1
    }
    return blocks
  }
}

/// Points and their values in the order of cells, so that neighbours lie side by side in memory.
private struct SortedPoints: Sendable {
  let coordinates: [SIMD4<Double>]
  let values: [Double]
  let stride: Int

  init(_ points: SpherePoints, _ values: [Double], stride: Int, _ cells: SphereCells) {
    coordinates = cells.order.map { points.coordinates[$0] }
    var sorted: [Double] = []
    sorted.reserveCapacity(values.count)
    for point in cells.order { sorted += values[(point * stride)..<((point + 1) * stride)] }
    self.values = sorted
    self.stride = stride
  }
}

/// One item's share of half the sum: each pair once, each point by half.
private struct Part: Sendable {
  /// width × width.
  var sum: [Double]
  var pairs = 0
  private let width: Int
  /// ½ v_i + Σ_j K_ij v_j over the later neighbours j of a point i.
  private var smoothed: [Double]

  init(stride: Int, width: Int) {
    sum = Array(repeating: 0, count: width * width)
    smoothed = Array(repeating: 0, count: stride)
    self.width = width
  }

  mutating func add(
    _ cell: Int, of cells: SphereCells, _ points: SortedPoints, limit: Double, cutoff: Double,
    _ kernel: SpatialKernelSum.Kernel
  ) {
    let own = cells.offsets[cell]..<cells.offsets[cell + 1]
    for i in own {
      let base = i * points.stride
      for index in smoothed.indices { smoothed[index] = 0.5 * points.values[base + index] }
      smooth(i, over: (i + 1)..<own.upperBound, points, limit, cutoff, kernel)
      for other in cells.neighbours[cell] {
        let range = cells.offsets[other]..<cells.offsets[other + 1]
        smooth(i, over: range, points, limit, cutoff, kernel)
      }
      for layer in Swift.stride(from: 0, to: points.stride, by: width) {
        for a in 0..<width {
          let value = points.values[base + layer + a]
          for b in 0..<width { sum[a * width + b] += value * smoothed[layer + b] }
        }
      }
    }
  }

  @inline(__always)
  private mutating func smooth(
    _ i: Int, over range: Range<Int>, _ points: SortedPoints, _ limit: Double, _ cutoff: Double,
    _ kernel: SpatialKernelSum.Kernel
  ) {
    let point = points.coordinates[i]
    let stride = points.stride
    points.coordinates.withUnsafeBufferPointer { coordinates in
      points.values.withUnsafeBufferPointer { values in
        smoothed.withUnsafeMutableBufferPointer { smoothed in
          for j in range {
            let difference = coordinates[j] - point
            let square = (difference * difference).sum()
            guard square <= limit else { continue }
            pairs += 1
            let weight =
              kernel == .uniform
              ? 1 : 1 - SpherePoints.distance(ofSquaredChord: square) / cutoff
            guard weight > 0 else { continue }
            for index in 0..<stride { smoothed[index] += weight * values[j * stride + index] }
          }
        }
      }
    }
  }
}
