/// Elements of the inverse of a sparse symmetric matrix at the places where its Cholesky factor
/// has elements, without the rest of the inverse.
///
///     A = L D L′,    Z = A⁻¹ = D⁻¹ L⁻¹ + (I − L′) Z
///
/// The second equation, read from the last column to the first, needs no element of Z elsewhere
/// (Takahashi, Fagan and Chin 1973; Erisman and Tinney 1975). Carried out in numbers with
/// derivatives it gives the elements of Z X Z as well, for any X of A's pattern.
///
/// - Complexity: As the factorisation; nothing of n × n is stored.
struct SelectedInverse<Scalar: FactorScalar>: Sendable {
  /// Z on the diagonal, in the original order.
  let diagonal: [Scalar]
  /// Z at the pattern's sources, in their order.
  let elements: [Scalar]

  /// - Parameters:
  ///   - elements: A at the pattern's sources.
  ///   - diagonal: A on the diagonal, in the original order.
  /// - Returns: `nil` where a pivot is not positive.
  init?(_ pattern: SelectedInversePattern, elements: [Scalar], diagonal: [Scalar]) {
    guard var factor = Factor(pattern, elements: elements, diagonal: diagonal) else { return nil }
    let inverse = factor.takahashi(pattern)
    self.elements = pattern.sourcePlaces.map { inverse.lower[$0] }
    var original = diagonal
    for (new, old) in pattern.permutation.enumerated() {
      original[Int(old)] = inverse.diagonal[new]
    }
    self.diagonal = original
  }
}

/// A number that a factorisation can be carried out in.
protocol FactorScalar: Sendable {
  static var zero: Self { get }
  var value: Double { get }
  var reciprocal: Self { get }
  mutating func add(_ a: Self, times b: Self)
  mutating func subtract(_ a: Self, times b: Self)
  static func * (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
}

extension Double: FactorScalar {
  @inline(__always) var value: Double { self }
  @inline(__always) var reciprocal: Double { 1 / self }
  @inline(__always) mutating func add(_ a: Double, times b: Double) { self += a * b }
  @inline(__always) mutating func subtract(_ a: Double, times b: Double) { self -= a * b }
}

/// A number with its derivatives in two directions.
struct Jet: FactorScalar {
  var value: Double
  var first: Double
  var second: Double

  @inline(__always)
  init(_ value: Double, _ first: Double = 0, _ second: Double = 0) {
    self.value = value
    self.first = first
    self.second = second
  }

  static let zero = Jet(0)

  @inline(__always) var reciprocal: Jet {
    let r = 1 / value
    return Jet(r, -first * r * r, -second * r * r)
  }

  @inline(__always) mutating func add(_ a: Jet, times b: Jet) {
    value += a.value * b.value
    first += a.value * b.first + a.first * b.value
    second += a.value * b.second + a.second * b.value
  }

  @inline(__always) mutating func subtract(_ a: Jet, times b: Jet) {
    value -= a.value * b.value
    first -= a.value * b.first + a.first * b.value
    second -= a.value * b.second + a.second * b.value
  }

  @inline(__always) static func * (a: Jet, b: Jet) -> Jet {
    Jet(
      a.value * b.value,
      a.value * b.first + a.first * b.value,
      a.value * b.second + a.second * b.value
    )
  }

  @inline(__always) static func - (a: Jet, b: Jet) -> Jet {
    Jet(a.value - b.value, a.first - b.first, a.second - b.second)
  }

  @inline(__always) static prefix func - (a: Jet) -> Jet { Jet(-a.value, -a.first, -a.second) }
}

/// L and D of one matrix.
private struct Factor<Scalar: FactorScalar> {
  var lower: [Scalar]
  var pivots: [Scalar]

  /// Row by row: each row of L solves a triangular system with the rows before it.
  @_specialize(where Scalar == Double)
  @_specialize(where Scalar == Jet)
  init?(_ pattern: SelectedInversePattern, elements: [Scalar], diagonal: [Scalar]) {
    let n = pattern.order
    lower = [Scalar](repeating: .zero, count: pattern.rows.count)
    pivots = [Scalar](repeating: .zero, count: n)
    var work = [Scalar](repeating: .zero, count: n)
    var next = pattern.columnStarts
    var isPositive = true
    pattern.rows.withUnsafeBufferPointer { rows in
      lower.withUnsafeMutableBufferPointer { lower in
        pivots.withUnsafeMutableBufferPointer { pivots in
          work.withUnsafeMutableBufferPointer { work in
            next.withUnsafeMutableBufferPointer { next in
              for row in 0..<n {
                for source in pattern.sourceStarts[row]..<pattern.sourceStarts[row + 1] {
                  work[Int(pattern.sourceColumns[source])] = elements[source]
                }
                var pivot = diagonal[Int(pattern.permutation[row])]
                for position in pattern.rowStarts[row]..<pattern.rowStarts[row + 1] {
                  let column = Int(pattern.rowColumns[position])
                  let partial = work[column]
                  work[column] = .zero
                  for below in pattern.columnStarts[column]..<next[column] {
                    work[Int(rows[below])].subtract(lower[below], times: partial)
                  }
                  let element = partial * pivots[column].reciprocal
                  pivot.subtract(element, times: partial)
                  lower[next[column]] = element
                  next[column] += 1
                }
                isPositive = isPositive && pivot.value > 0
                pivots[row] = pivot
              }
            }
          }
        }
      }
    }
    guard isPositive else { return nil }
  }

  /// Z at the places of L, and on the diagonal.
  ///
  /// While a column is made, sums for rows outside it are touched as well; they are set to zero
  /// when their turn comes, which is cheaper than to ask.
  @_specialize(where Scalar == Double)
  @_specialize(where Scalar == Jet)
  mutating func takahashi(
    _ pattern: SelectedInversePattern
  ) -> (lower: [Scalar], diagonal: [Scalar]) {
    let n = pattern.order
    var inverse = [Scalar](repeating: .zero, count: lower.count)
    var diagonal = [Scalar](repeating: .zero, count: n)
    var column = [Scalar](repeating: .zero, count: n)
    var sums = column
    pattern.rows.withUnsafeBufferPointer { rows in
      lower.withUnsafeBufferPointer { lower in
        inverse.withUnsafeMutableBufferPointer { inverse in
          diagonal.withUnsafeMutableBufferPointer { diagonal in
            column.withUnsafeMutableBufferPointer { column in
              sums.withUnsafeMutableBufferPointer { sums in
                for j in stride(from: n - 1, through: 0, by: -1) {
                  let range = pattern.columnStarts[j]..<pattern.columnStarts[j + 1]
                  for position in range {
                    column[Int(rows[position])] = lower[position]
                    sums[Int(rows[position])] = .zero
                  }
                  for position in range {
                    let k = Int(rows[position])
                    let factor = lower[position]
                    var sum = sums[k]
                    sum.add(factor, times: diagonal[k])
                    for below in pattern.columnStarts[k]..<pattern.columnStarts[k + 1] {
                      let i = Int(rows[below])
                      let element = inverse[below]
                      sum.add(column[i], times: element)
                      sums[i].add(factor, times: element)
                    }
                    sums[k] = sum
                  }
                  var own = pivots[j].reciprocal
                  for position in range {
                    let element = -sums[Int(rows[position])]
                    inverse[position] = element
                    own.subtract(lower[position], times: element)
                    column[Int(rows[position])] = .zero
                  }
                  diagonal[j] = own
                }
              }
            }
          }
        }
      }
    }
    return (inverse, diagonal)
  }
}
