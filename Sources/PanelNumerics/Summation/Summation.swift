/// Sums whose error does not grow with their length.
///
/// Every function carries what rounding takes from a running sum in a second double, so the
/// result is that of doubled precision rounded once: an error of about ½ ulp plus 2⁻¹⁰⁴·n times
/// the sum of magnitudes. The order of terms is fixed, whatever the number of threads.
package enum Summation {
  /// Σ vᵢ.
  package static func sum(_ values: [Double]) -> Double { doubledSum(values).value }

  /// The mean; NaN of nothing.
  package static func mean(_ values: [Double]) -> Double {
    (doubledSum(values) / Double(values.count)).value
  }

  /// Σ wᵢvᵢ / Σ wᵢ; n weights, not all zero, or none for equal weights.
  package static func mean(_ values: [Double], weights: [Double]?) -> Double {
    guard let weights else { return mean(values) }
    return (doubledProduct(values, weights) / doubledSum(weights)).value
  }

  /// Σ aᵢbᵢ.
  package static func dot(_ a: [Double], _ b: [Double]) -> Double { doubledProduct(a, b).value }

  /// Σ vᵢ².
  package static func sumOfSquares(_ values: [Double]) -> Double {
    doubledProduct(values, values).value
  }

  /// Σ wᵢ(vᵢ − v̄)², with v̄ the weighted mean in doubled precision; absent weights are one.
  package static func centredSumOfSquares(
    _ values: [Double],
    weights: [Double]? = nil
  ) -> Double {
    doubledCentredSumOfSquares(values.map { DoubleDouble($0) }, weights: weights).value
  }

  /// Σ wᵢ(vᵢ − v̄)² in doubled precision.
  package static func doubledCentredSumOfSquares(
    _ values: [DoubleDouble],
    weights: [Double]? = nil
  ) -> DoubleDouble {
    guard !values.isEmpty else { return .zero }
    var total = DoubleDouble.zero
    for i in values.indices { total += weights.map { values[i] * $0[i] } ?? values[i] }
    let mean = total / (weights.map { doubledSum($0) } ?? DoubleDouble(Double(values.count)))
    var squares = DoubleDouble.zero
    for i in values.indices {
      let deviation = values[i] - mean
      let square = deviation * deviation
      squares += weights.map { square * $0[i] } ?? square
    }
    return squares
  }

  /// Σ vᵢ in doubled precision.
  package static func doubledSum(_ values: [Double]) -> DoubleDouble {
    var sums = SIMD4<Double>.zero
    var errors = SIMD4<Double>.zero
    let whole = values.count & ~3
    values.withUnsafeBufferPointer { values in
      var i = 0
      while i < whole {
        let term = SIMD4(values[i], values[i + 1], values[i + 2], values[i + 3])
        let next = sums + term
        let part = next - sums
        errors += (sums - (next - part)) + (term - part)
        sums = next
        i += 4
      }
    }
    var total = joined(sums, errors)
    for i in whole..<values.count { total += values[i] }
    return total.high.isFinite ? total : DoubleDouble(values.reduce(0, +))
  }

  /// Σ aᵢbᵢ in doubled precision (Ogita, Rump, Oishi 2005, algorithm Dot2).
  package static func doubledProduct(_ a: [Double], _ b: [Double]) -> DoubleDouble {
    precondition(a.count == b.count, "\(a.count) and \(b.count) numbers")
    var sums = SIMD4<Double>.zero
    var errors = SIMD4<Double>.zero
    let whole = a.count & ~3
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var i = 0
        while i < whole {
          let left = SIMD4(a[i], a[i + 1], a[i + 2], a[i + 3])
          let right = SIMD4(b[i], b[i + 1], b[i + 2], b[i + 3])
          let product = left * right
          let rest = remainder(of: product, left, right)
          let next = sums + product
          let part = next - sums
          errors += ((sums - (next - part)) + (product - part)) + rest
          sums = next
          i += 4
        }
      }
    }
    var total = joined(sums, errors)
    for i in whole..<a.count { total += DoubleDouble.product(a[i], b[i]) }
    return total.high.isFinite ? total : DoubleDouble(zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// What rounding took from the product of two factors (Dekker 1971; no fused instruction).
  @inline(__always)
  private static func remainder(
    of product: SIMD4<Double>,
    _ a: SIMD4<Double>,
    _ b: SIMD4<Double>
  ) -> SIMD4<Double> {
    let aSplit = a * 134_217_729
    let aHigh = aSplit - (aSplit - a)
    let aLow = a - aHigh
    let bSplit = b * 134_217_729
    let bHigh = bSplit - (bSplit - b)
    let bLow = b - bHigh
    return ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
  }

  private static func joined(_ sums: SIMD4<Double>, _ errors: SIMD4<Double>) -> DoubleDouble {
    var total = DoubleDouble.zero
    for lane in 0..<4 { total += DoubleDouble.sum(sums[lane], errors[lane]) }
    return total
  }
}
