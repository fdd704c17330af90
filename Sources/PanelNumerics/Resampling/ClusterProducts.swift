/// Cross products by cluster of a regression's columns, so that a sample with clusters drawn any
/// number of times costs one small factorisation and no pass over rows.
///
/// With Z the columns, D the dummies of effects that lie across clusters, N those of effects
/// nested in them, and w_g how often cluster g is drawn, every copy with levels of its own for N,
/// the sample has the cross products
///
///     A = Σ_g w_g [D̃ Q]_g'[D̃ Q]_g,    D̃ = M_N D,    Z̃ = QR,    Z̃ = M_{N,D} Z
///
/// because a projection off nested dummies is one of each cluster by itself. Q is orthonormal in
/// the original sample and spans Z beside the dummies, so that A = U'U loses no digits; the
/// triangular factor of the columns themselves off the dummies is U_Q R.
///
/// - SeeAlso: Frisch and Waugh (1933), Lovell (1963); tests `ClusterProductsTests` and oracles
///   `med_*`, which hold it against estimation anew.
package struct ClusterProducts: Sendable {
  /// Numbers that may be held: clusters times cross products.
  package static let limit = 20_000_000

  package let clusterCount: Int
  package let columnCount: Int
  private let dummyCount: Int
  /// G rows, each an upper triangle of order ``order``, row by row.
  private let products: [Double]
  /// p × p, upper triangular: Z̃ = QR.
  private let root: Matrix

  private var order: Int { dummyCount + columnCount }
  private var triangle: Int { order * (order + 1) / 2 }

  /// Of its own sum of squares, below which a dummy is a combination of others.
  private static let dummyTolerance = 1e-10
  /// Of the column's variation in the original sample, below which it has none left.
  private static let columnTolerance = 1e-12

  /// Forms the products.
  ///
  /// - Parameters:
  ///   - columns: p columns of n numbers, linearly independent beside the effects; the ones whose
  ///     coefficients are sought last.
  ///   - effects: All absorbed effects; one of a single level for a constant.
  ///   - clusters: What is drawn.
  ///   - weights: n positive weights; absent for equal ones.
  /// - Returns: `nil` where the products would be too many, so that they are better not formed.
  /// - Throws: Where effects are absorbed by an iteration that does not converge.
  /// - Complexity: O(*n P*²), P = p and the levels of effects that lie across clusters.
  package init?(
    columns: [[Double]], effects: [Grouping], clusters: Grouping, weights: [Double]?, threads: Int
  ) throws(AbsorptionError) {
    let nested = effects.map { $0.isNested(in: clusters) }
    let open = effects.indices.filter { !nested[$0] }.map { effects[$0] }
    let dummyCount = open.reduce(0) { $0 + $1.count }
    let order = dummyCount + columns.count
    let triangle = order * (order + 1) / 2
    guard order < 5_000, triangle * clusters.count <= Self.limit,
      dummyCount * clusters.rowCount <= 5 * Self.limit
    else { return nil }
    let whole = Absorber(
      effects: effects, rowCount: clusters.rowCount, weights: weights, threads: threads)
    var orthonormal = whole.residuals(of: columns, try whole.absorb(columns))
    if let weights {
      orthonormal = orthonormal.scalingRows(by: weights.map { $0.squareRoot() })
    }
    root = orthonormal.orthonormalise()
    let within = Absorber(
      effects: effects.indices.filter { nested[$0] }.map { effects[$0] },
      rowCount: clusters.rowCount, weights: weights, threads: threads)
    let dummies = try Self.dummies(of: open, within, weights)
    self.dummyCount = dummyCount
    columnCount = columns.count
    clusterCount = clusters.count
    products = Self.products(
      of: dummies.elements + orthonormal.elements, order: order, by: clusters)
  }

  /// √w D̃, n × L.
  private static func dummies(
    of open: [Grouping], _ within: Absorber, _ weights: [Double]?
  ) throws(AbsorptionError) -> Matrix {
    var columns: [[Double]] = []
    for grouping in open {
      let first = columns.count
      columns += [[Double]](
        repeating: [Double](repeating: 0, count: within.rowCount), count: grouping.count)
      for (row, code) in grouping.codes.enumerated() { columns[first + Int(code)][row] = 1 }
    }
    guard !columns.isEmpty else { return Matrix(rowCount: within.rowCount, columnCount: 0) }
    let left =
      within.effects.isEmpty
      ? Matrix(columns: columns) : within.residuals(of: columns, try within.absorb(columns))
    return weights.map { left.scalingRows(by: $0.map { $0.squareRoot() }) } ?? left
  }

  private static func products(
    of columns: [Double], order: Int, by clusters: Grouping
  ) -> [Double] {
    let rowCount = clusters.rowCount
    let triangle = order * (order + 1) / 2
    var products = [Double](repeating: 0, count: triangle * clusters.count)
    var row = [Double](repeating: 0, count: order)
    for (index, code) in clusters.codes.enumerated() {
      for j in 0..<order { row[j] = columns[j * rowCount + index] }
      var place = Int(code) * triangle
      for i in 0..<order {
        if row[i] != 0 {
          for j in i..<order { products[place + j - i] += row[i] * row[j] }
        }
        place += order - i
      }
    }
    return products
  }
}

extension ClusterProducts {
  /// Room for one factorisation, to be used again.
  package struct Workspace {
    /// The triangle of sums, the square that is factored, and its diagonal before.
    fileprivate var numbers: [Double]

    package init(_ products: ClusterProducts) {
      let order = products.order
      numbers = [Double](repeating: 0, count: products.triangle + order * order + order)
    }
  }

  /// The triangular factor of the last columns, off the dummies and all columns before them.
  ///
  /// - Parameters:
  ///   - counts: How often each cluster is drawn.
  ///   - last: How many columns it is for; the very last needs no variation of its own.
  /// - Returns: last × last, upper triangular, its last diagonal element zero; `nil` where one of
  ///   the other columns does not vary beside those before it.
  package func factor(
    counts: [Double], last: Int, in workspace: inout Workspace
  ) -> Matrix? {
    precondition(counts.count == clusterCount, "\(counts.count) counts, \(clusterCount) clusters")
    let first = order - last
    return workspace.numbers.withUnsafeMutableBufferPointer { numbers -> Matrix? in
      guard let sums = numbers.baseAddress else { return nil }
      let square = sums + triangle
      accumulate(counts, sums, square, diagonal: square + order * order)
      guard factorise(square, diagonal: square + order * order, needed: first..<(order - 1))
      else { return nil }
      var result = Matrix(rowCount: last, columnCount: last)
      for i in 0..<last - 1 {
        let row = square + (first + i) * order + first
        for j in i..<last {
          var sum = 0.0
          for k in i...j { sum += row[k] * root[columnCount - last + k, columnCount - last + j] }
          result[i, j] = sum
        }
      }
      return result
    }
  }

  /// A: its upper triangle in a square, and its diagonal.
  private func accumulate(
    _ counts: [Double], _ sums: UnsafeMutablePointer<Double>,
    _ square: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>
  ) {
    let triangle = triangle
    let order = order
    for index in 0..<triangle { sums[index] = 0 }
    products.withUnsafeBufferPointer { products in
      for cluster in counts.indices where counts[cluster] != 0 {
        let weight = counts[cluster]
        let start = cluster * triangle
        for index in 0..<triangle { sums[index] += weight * products[start + index] }
      }
    }
    var place = 0
    for i in 0..<order {
      for j in i..<order { square[i * order + j] = sums[place + j - i] }
      diagonal[i] = sums[place]
      place += order - i
    }
  }

  /// A = U'U in place, rows without variation made zero.
  ///
  /// - Returns: Whether all rows that are needed have variation.
  private func factorise(
    _ a: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>, needed: Range<Int>
  ) -> Bool {
    let order = order
    for j in 0..<(order - 1) {
      let row = a + j * order
      let pivot = row[j]
      // Columns are orthonormal to begin with, dummies are not.
      let least = j < dummyCount ? Self.dummyTolerance * diagonal[j] : Self.columnTolerance
      guard pivot > least else {
        if needed.contains(j) { return false }
        for k in j..<order { row[k] = 0 }
        continue
      }
      let scale = 1 / pivot.squareRoot()
      for k in j..<order { row[k] *= scale }
      for i in (j + 1)..<order {
        let factor = row[i]
        if factor == 0 { continue }
        let other = a + i * order
        for k in i..<order { other[k] -= factor * row[k] }
      }
    }
    return true
  }
}

extension Matrix {
  /// Makes the columns orthonormal, by Gram and Schmidt twice.
  ///
  /// - Returns: R, upper triangular, of which the columns were QR.
  fileprivate mutating func orthonormalise() -> Matrix {
    var root = Matrix(rowCount: columnCount, columnCount: columnCount)
    var done: [[Double]] = []
    for j in 0..<columnCount {
      var column = self.column(j)
      for _ in 0..<2 {
        for (i, other) in done.enumerated() {
          let product = Summation.dot(other, column)
          root[i, j] += product
          for row in column.indices { column[row] -= product * other[row] }
        }
      }
      let norm = Summation.sumOfSquares(column).squareRoot()
      root[j, j] = norm
      if norm > 0 { for row in column.indices { column[row] /= norm } }
      done.append(column)
    }
    elements = done.flatMap { $0 }
    return root
  }
}
