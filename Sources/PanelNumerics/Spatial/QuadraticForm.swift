/// A quadratic form in the values of n places.
///
///     q(z) = Σᵢ dᵢ zᵢ² + Σ_{i<j} pᵢⱼ zᵢ zⱼ
///
/// Spatial weights enter tests of autocorrelation only through W + W', so pairs stand once.
package struct QuadraticForm: Sendable {
  /// n.
  package let count: Int
  /// dᵢ.
  let diagonal: [Double]
  /// n + 1 places in ``others`` and ``weights``, where the pairs of i begin.
  let starts: [Int]
  /// j of each pair, above i, ascending within i.
  let others: [Int32]
  /// pᵢⱼ.
  let weights: [Double]

  /// z'Wz, for W of order n.
  package init(crossProductsOf weights: SparseMatrix) {
    precondition(weights.rowCount == weights.columnCount, "weights are not square")
    let count = weights.rowCount
    let transposed = weights.transposed()
    var diagonal = [Double](repeating: 0, count: count)
    var starts = [0]
    var others: [Int32] = []
    var pairs: [Double] = []
    starts.reserveCapacity(count + 1)
    others.reserveCapacity(weights.values.count)
    pairs.reserveCapacity(weights.values.count)
    for row in 0..<count {
      var (own, other) = (weights.rowStarts[row], transposed.rowStarts[row])
      let (ownEnd, otherEnd) = (weights.rowStarts[row + 1], transposed.rowStarts[row + 1])
      while own < ownEnd || other < otherEnd {
        let left = own < ownEnd ? weights.columns[own] : Int32.max
        let right = other < otherEnd ? transposed.columns[other] : Int32.max
        let column = min(left, right)
        var sum = 0.0
        if left == column {
          sum += weights.values[own]
          own += 1
        }
        if right == column {
          sum += transposed.values[other]
          other += 1
        }
        if column == row {
          diagonal[row] = sum / 2
        } else if column > row, sum != 0 {
          others.append(column)
          pairs.append(sum)
        }
      }
      starts.append(others.count)
    }
    self.init(
      count: count,
      diagonal: diagonal,
      starts: starts,
      others: others,
      weights: pairs
    )
  }

  private init(
    count: Int,
    diagonal: [Double],
    starts: [Int],
    others: [Int32],
    weights: [Double]
  ) {
    self.count = count
    self.diagonal = diagonal
    self.starts = starts
    self.others = others
    self.weights = weights
  }

  /// Σᵢⱼ wᵢⱼ (zᵢ − zⱼ)² of a form that is z'Wz.
  ///
  /// - Parameter sums: wᵢ. + w.ᵢ, n numbers.
  /// - Returns: The form.
  func squaredDifferences(sums: [Double]) -> QuadraticForm {
    QuadraticForm(
      count: count,
      diagonal: zip(sums, diagonal).map { $0 - 2 * $1 },
      starts: starts,
      others: others,
      weights: weights.map { -2 * $0 }
    )
  }

  /// Pairs with a weight, and places with one of their own.
  var entryCount: Int { weights.count + diagonal.count { $0 != 0 } }

  /// Σ_{i<j} pᵢⱼ².
  var sumOfSquaredPairs: Double { Summation.sumOfSquares(weights) }

  /// q(z), for n values.
  package func value(at values: [Double]) -> Double {
    precondition(values.count == count, "\(values.count) values, \(count) places")
    var total = DoubleDouble.zero
    for i in 0..<count {
      var lag = diagonal[i] * values[i]
      for place in starts[i]..<starts[i + 1] {
        lag += weights[place] * values[Int(others[place])]
      }
      total += DoubleDouble.product(values[i], lag)
    }
    return total.value
  }

  /// p above the diagonal and d on it, zeros below: n × n.
  func upperTriangle() -> Matrix {
    var matrix = Matrix(rowCount: count, columnCount: count)
    for i in 0..<count {
      matrix[i, i] = diagonal[i]
      for place in starts[i]..<starts[i + 1] { matrix[i, Int(others[place])] = weights[place] }
    }
    return matrix
  }
}
