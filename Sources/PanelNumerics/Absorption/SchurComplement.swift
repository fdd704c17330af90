internal import CLAPACK

/// The normal equations of the other effects once the pivotal effect is eliminated.
///
///     S = D_o'W D_o − N' W_p⁻¹ N,   N = D_p'W D_o
///
/// With two effects S is the Laplacian of a graph: levels are its nodes, and two levels are joined
/// where one pivotal level meets both. Its rows sum to zero, so a diagonal element is formed from
/// the elements beside it, without subtraction; elimination then keeps every digit however badly
/// the graph is connected.
struct SchurComplement {
  /// The elements beside the diagonal, both triangles.
  var columns: [[Int32]]
  var values: [[Double]]
  /// The diagonal; unused for a Laplacian.
  var diagonal: [Double]
  /// The diagonal before elimination, to judge what is left of it.
  let original: [Double]
  let isLaplacian: Bool

  var count: Int { original.count }

  /// - Complexity: The sum over pivotal levels of the squared number of levels they meet.
  init(_ cells: EffectCells) {
    let size = cells.otherCount
    isLaplacian = cells.others.count == 1
    original = cells.otherWeights
    diagonal = cells.otherWeights
    columns = []
    values = []
    columns.reserveCapacity(size)
    values.reserveCapacity(size)
    let byLevel = cells.meetings.transposed(columnCount: size)
    let crossing = cells.otherMeetings.transposed(columnCount: size)
    var place = [Int32](repeating: -1, count: size)
    for level in 0..<size {
      var names: [Int32] = []
      var sums: [Double] = []
      func add(_ other: Int32, _ value: Double) {
        if place[Int(other)] < 0 {
          place[Int(other)] = Int32(names.count)
          names.append(other)
          sums.append(value)
        } else {
          sums[Int(place[Int(other)])] += value
        }
      }
      if !isLaplacian {
        for table in [cells.otherMeetings, crossing] where level < table.rowCount {
          for position in table.range(level) { add(table.columns[position], table.values[position]) }
        }
      }
      for position in byLevel.range(level) {
        let pivot = Int(byLevel.columns[position])
        let share = byLevel.values[position] / cells.pivotalWeights[pivot]
        for neighbour in cells.meetings.range(pivot) {
          let other = cells.meetings.columns[neighbour]
          let value = share * cells.meetings.values[neighbour]
          if other == Int32(level) { diagonal[level] -= value } else { add(other, -value) }
        }
      }
      for name in names { place[Int(name)] = -1 }
      columns.append(names)
      values.append(sums)
    }
  }

  /// S as a dense matrix, column by column, where it is cheaper to form that way.
  ///
  /// - Complexity: O(pivotal levels · J²) at the speed of matrix products.
  static func dense(_ cells: EffectCells) -> [Double] {
    let size = cells.otherCount
    var matrix = [Double](repeating: 0, count: size * size)
    let chunk = 512
    var rows = [Double](repeating: 0, count: chunk * size)
    for start in stride(from: 0, to: cells.pivotalCount, by: chunk) {
      let end = min(start + chunk, cells.pivotalCount)
      for index in rows.indices { rows[index] = 0 }
      for level in start..<end {
        let scale = 1 / cells.pivotalWeights[level].squareRoot()
        for position in cells.meetings.range(level) {
          rows[(level - start) * size + Int(cells.meetings.columns[position])] =
            cells.meetings.values[position] * scale
        }
      }
      cblas_dsyrk(
        CblasColMajor, CblasUpper, CblasNoTrans, Int32(size), Int32(end - start), -1, rows,
        Int32(size), 1, &matrix, Int32(size))
    }
    for row in 0..<cells.otherMeetings.rowCount {
      for position in cells.otherMeetings.range(row) {
        matrix[Int(cells.otherMeetings.columns[position]) * size + row] +=
          cells.otherMeetings.values[position]
      }
    }
    for column in 0..<size {
      matrix[column * size + column] += cells.otherWeights[column]
      for row in 0..<column { matrix[row * size + column] = matrix[column * size + row] }
    }
    // Rows of a Laplacian sum to zero: a diagonal formed from its row loses no digits.
    if cells.others.count == 1 {
      for column in 0..<size {
        var sum = 0.0
        for row in 0..<size where row != column { sum -= matrix[column * size + row] }
        matrix[column * size + column] = sum
      }
    }
    return matrix
  }

  /// The matrix of some levels, column by column.
  func dense(_ levels: [Int32]) -> [Double] {
    let size = levels.count
    var matrix = [Double](repeating: 0, count: size * size)
    var place = [Int](repeating: -1, count: count)
    for (index, level) in levels.enumerated() { place[Int(level)] = index }
    for (column, level) in levels.enumerated() {
      for (position, other) in columns[Int(level)].enumerated() where place[Int(other)] >= 0 {
        matrix[column * size + place[Int(other)]] = values[Int(level)][position]
      }
      matrix[column * size + column] = pivot(of: Int(level))
    }
    return matrix
  }

  /// The diagonal element of a level now.
  func pivot(of level: Int) -> Double {
    guard isLaplacian else { return diagonal[level] }
    var sum = 0.0
    for value in values[level] { sum -= value }
    return sum
  }

  /// One level of each connected part left out, so that the rest are independent.
  func independent(_ levels: [Int32]) -> [Int] {
    var place = [Int](repeating: -1, count: count)
    for (index, level) in levels.enumerated() { place[Int(level)] = index }
    var seen = [Bool](repeating: false, count: levels.count)
    var left = Set<Int>()
    for start in levels.indices where !seen[start] {
      left.insert(start)
      seen[start] = true
      var waiting = [start]
      while let index = waiting.popLast() {
        for other in columns[Int(levels[index])] {
          let neighbour = place[Int(other)]
          if neighbour >= 0, !seen[neighbour] {
            seen[neighbour] = true
            waiting.append(neighbour)
          }
        }
      }
    }
    return levels.indices.filter { !left.contains($0) }
  }

  /// Removes a level and updates its neighbours: one step of elimination.
  ///
  /// - Returns: The neighbours, the elements over the pivot, and the pivot; pivot 0 where the
  ///   level depends on levels eliminated before.
  mutating func eliminate(_ level: Int, place: inout [Int32]) -> (
    neighbours: [Int32], factors: [Double], pivot: Double
  ) {
    let neighbours = columns[level]
    let row = values[level]
    let pivot = pivot(of: level)
    columns[level] = []
    values[level] = []
    let isDependent = pivot <= (isLaplacian ? 0 : 1e-11 * original[level])
    for neighbour in neighbours { removeEntry(level, in: Int(neighbour)) }
    guard !isDependent else { return ([], [], 0) }
    let factors = row.map { $0 / pivot }
    for (i, neighbour) in neighbours.enumerated() {
      update(Int(neighbour), skipping: i, factor: factors[i], neighbours, row, place: &place)
    }
    return (neighbours, factors, pivot)
  }

  private mutating func removeEntry(_ level: Int, in neighbour: Int) {
    guard let position = columns[neighbour].firstIndex(of: Int32(level)) else { return }
    columns[neighbour].swapAt(position, columns[neighbour].count - 1)
    values[neighbour].swapAt(position, values[neighbour].count - 1)
    columns[neighbour].removeLast()
    values[neighbour].removeLast()
  }

  private mutating func update(
    _ node: Int, skipping own: Int, factor: Double, _ neighbours: [Int32], _ row: [Double],
    place: inout [Int32]
  ) {
    for (position, column) in columns[node].enumerated() {
      place[Int(column)] = Int32(position)
    }
    for (i, other) in neighbours.enumerated() where i != own {
      let change = factor * row[i]
      let position = Int(place[Int(other)])
      if position >= 0 {
        values[node][position] -= change
      } else {
        columns[node].append(other)
        values[node].append(-change)
      }
    }
    diagonal[node] -= factor * row[own]
    for column in columns[node] { place[Int(column)] = -1 }
  }
}
