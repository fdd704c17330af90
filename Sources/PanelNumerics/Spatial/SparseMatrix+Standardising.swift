extension SparseMatrix {
  /// Each row divided by its sum; a row that sums to zero stays as it is.
  package func rowStandardised() -> SparseMatrix {
    scalingRows(by: rowSums.map { $0 == 0 ? 1 : 1 / $0 })
  }

  /// The smaller of the largest row sum and the largest column sum of a matrix without negative
  /// elements: a bound on its spectral radius.
  ///
  /// - SeeAlso: Kelejian and Prucha (2010), *Specification and estimation of spatial autoregressive
  ///   models with autoregressive and heteroskedastic disturbances*.
  package var minMaxNorm: Double { min(rowSums.max() ?? 0, columnSums.max() ?? 0) }

  /// The largest eigenvalue in absolute value of a square matrix without negative elements.
  ///
  ///     min_i (Ax)_i / x_i  ≤  ρ(A)  ≤  max_i (Ax)_i / x_i,    x > 0, A irreducible
  ///
  /// By iteration in each strongly connected part, until the two bounds meet; a symmetric matrix of
  /// up to 500 rows is decomposed instead.
  ///
  /// - Parameters:
  ///   - tolerance: The distance of the bounds at the end, relative.
  ///   - effort: Multiplications of elements, at most, in each part.
  /// - Returns: `nil` where the bounds do not meet in time.
  /// - SeeAlso: Horn and Johnson (2013), *Matrix Analysis*, 8.1.26 (Collatz–Wielandt).
  package func spectralRadius(tolerance: Double = 1e-12, effort: Int = 4_000_000_000) -> Double? {
    precondition(rowCount == columnCount, "\(rowCount) × \(columnCount)")
    if rowCount <= 500, isSymmetric() { return SymmetricEigen(dense()).values.last ?? 0 }
    var radius = 0.0
    for part in strongComponents() where part.count > 1 || self[part[0], part[0]] != 0 {
      let matrix = part.count == rowCount ? self : submatrix(part)
      guard let own = matrix.irreducibleRadius(tolerance: tolerance, effort: effort) else {
        return nil
      }
      radius = max(radius, own)
    }
    return radius
  }

  private func irreducibleRadius(tolerance: Double, effort: Int) -> Double? {
    let bound = minMaxNorm
    // A part of the identity keeps a bipartite matrix from swinging between two vectors.
    let shift = bound / 4
    var x = [Double](repeating: 1, count: rowCount)
    for _ in 0..<max(100, effort / max(1, count)) {
      let y = times(x)
      var (low, high) = (Double.infinity, 0.0)
      var largest = 0.0
      for i in 0..<rowCount {
        let ratio = y[i] / x[i]
        low = min(low, ratio)
        high = max(high, ratio)
        x[i] = y[i] + shift * x[i]
        largest = max(largest, x[i])
      }
      if high - low <= tolerance * high { return (low + high) / 2 }
      for i in 0..<rowCount { x[i] /= largest }
    }
    return nil
  }

  /// The places of a square matrix by strongly connected part.
  ///
  /// - SeeAlso: Tarjan (1972), *Depth-first search and linear graph algorithms*.
  func strongComponents() -> [[Int]] {
    var parts: [[Int]] = []
    var order = [Int](repeating: -1, count: rowCount)
    var lowest = order
    var isOpen = [Bool](repeating: false, count: rowCount)
    var open: [Int] = []
    var path: [(row: Int, next: Int)] = []
    var time = 0
    for start in 0..<rowCount where order[start] < 0 {
      path.append((start, rowStarts[start]))
      while let (row, next) = path.last {
        if order[row] < 0 {
          (order[row], lowest[row]) = (time, time)
          time += 1
          open.append(row)
          isOpen[row] = true
        }
        if next < rowStarts[row + 1] {
          path[path.count - 1].next += 1
          let other = Int(columns[next])
          guard values[next] != 0 else { continue }
          if order[other] < 0 {
            path.append((other, rowStarts[other]))
          } else if isOpen[other] {
            lowest[row] = min(lowest[row], order[other])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.row { lowest[parent] = min(lowest[parent], lowest[row]) }
        guard lowest[row] == order[row] else { continue }
        var part: [Int] = []
        while let member = open.popLast() {
          isOpen[member] = false
          part.append(member)
          if member == row { break }
        }
        parts.append(part.sorted())
      }
    }
    return parts
  }
}
