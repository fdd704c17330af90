/// A number held as the unevaluated sum of two doubles: about 32 decimal digits.
///
/// - SeeAlso: Dekker (1971); Hida, Li, Bailey (2001), *Algorithms for quad-double precision
///   floating point arithmetic*.
package struct DoubleDouble: Sendable, Equatable {
  /// The number rounded to double.
  package var high: Double
  /// What the rounding left: |low| ≤ ½ ulp(high).
  package var low: Double

  package init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  package static let zero = DoubleDouble(0)

  /// The nearest double.
  package var value: Double { high + low }

  /// a + b without error.
  package static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let part = sum - a
    return DoubleDouble(sum, (a - (sum - part)) + (b - part))
  }

  /// a + b without error where |a| ≥ |b|.
  package static func orderedSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(sum, b - (sum - a))
  }

  /// a · b without error.
  package static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    return DoubleDouble(product, (-product).addingProduct(a, b))
  }

  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let high = sum(a.high, b.high)
    let low = sum(a.low, b.low)
    let first = orderedSum(high.high, high.low + low.high)
    return orderedSum(first.high, first.low + low.low)
  }

  package static func + (a: DoubleDouble, b: Double) -> DoubleDouble {
    let high = sum(a.high, b)
    return orderedSum(high.high, high.low + a.low)
  }

  package static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }
  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }
  package static func - (a: DoubleDouble, b: Double) -> DoubleDouble { a + -b }

  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let high = product(a.high, b.high)
    return orderedSum(high.high, high.low + (a.high * b.low + a.low * b.high))
  }

  package static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let high = product(a.high, b)
    return orderedSum(high.high, high.low.addingProduct(a.low, b))
  }

  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    var rest = a - b * first
    let second = rest.high / b.high
    rest = rest - b * second
    let third = rest.high / b.high
    return orderedSum(first, second) + third
  }

  package static func / (a: DoubleDouble, b: Double) -> DoubleDouble { a / DoubleDouble(b) }

  package static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }
  package static func += (a: inout DoubleDouble, b: Double) { a = a + b }
  package static func -= (a: inout DoubleDouble, b: DoubleDouble) { a = a - b }

  /// √a; 0 for a ≤ 0.
  package func squareRoot() -> DoubleDouble {
    guard high > 0 else { return .zero }
    let root = high.squareRoot()
    let rest = self - DoubleDouble.product(root, root)
    return DoubleDouble.orderedSum(root, rest.high / (2 * root))
  }

  /// aᵖ for p ≥ 0, by repeated squaring.
  package func power(_ exponent: Int) -> DoubleDouble {
    precondition(exponent >= 0, "a negative power")
    var result = DoubleDouble(1)
    var base = self
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result = result * base }
      left >>= 1
      if left > 0 { base = base * base }
    }
    return result
  }

  package var magnitude: DoubleDouble { high < 0 || (high == 0 && low < 0) ? -self : self }
}

extension DoubleDouble {
  /// The decimal number that a double stands for: the shortest one that reads back to it.
  ///
  /// Data are decimals. 0.1 in a file means one tenth, which no double is; where the shortest
  /// decimal is the one in the file (up to 15 digits always, often 17), this recovers the
  /// number as it was written, to 30 digits. For a computed double it moves the number by less
  /// than its own rounding error.
  package init(decimal value: Double) {
    if value == value.rounded(), abs(value) < 0x1p53 || !value.isFinite {
      self.init(value)
      return
    }
    var digits: UInt64 = 0
    var scale = 0
    var exponent = 0
    var afterPoint = false
    var inExponent = false
    var exponentIsNegative = false
    for byte in value.description.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if inExponent {
          exponent = exponent * 10 + Int(digit)
        } else {
          digits = digits * 10 + UInt64(digit)
          if afterPoint { scale += 1 }
        }
      case UInt8(ascii: "."): afterPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
      case UInt8(ascii: "-"): exponentIsNegative = inExponent
      default: break
      }
    }
    let power = (exponentIsNegative ? -exponent : exponent) - scale
    guard abs(power) <= 250 else {
      self.init(value)
      return
    }
    let upper = Double(digits >> 32) * 0x1p32
    var number = DoubleDouble.sum(upper, Double(digits & 0xFFFF_FFFF))
    let ten = DoubleDouble(10).power(abs(power))
    number = power < 0 ? number / ten : number * ten
    if value < 0 { number = -number }
    self.init(value, (number - value).value)
  }
}
