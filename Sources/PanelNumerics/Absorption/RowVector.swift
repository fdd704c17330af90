/// A few neighbouring elements of a row, held in registers.
///
/// Kernels are generic over the number of elements and specialised for each.
protocol RowVector {
  /// The number of elements.
  static var width: Int { get }
  static var zero: Self { get }
  init(_ source: UnsafePointer<Double>)
  func store(_ target: UnsafeMutablePointer<Double>)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, factor: Double) -> Self
  /// Σ a_j b_j.
  func dot(_ other: Self) -> Double
}

struct Row2: RowVector {
  var a: SIMD2<Double>

  static var width: Int { 2 }
  @inline(__always) static var zero: Row2 { Row2(a: .zero) }
  @inline(__always) init(a: SIMD2<Double>) { self.a = a }
  @inline(__always) init(_ source: UnsafePointer<Double>) {
    a = UnsafeRawPointer(source).loadUnaligned(as: SIMD2<Double>.self)
  }
  @inline(__always) func store(_ target: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(target).storeBytes(of: a, as: SIMD2<Double>.self)
  }
  @inline(__always) static func + (a: Row2, b: Row2) -> Row2 { Row2(a: a.a + b.a) }
  @inline(__always) static func - (a: Row2, b: Row2) -> Row2 { Row2(a: a.a - b.a) }
  @inline(__always) static func * (a: Row2, factor: Double) -> Row2 { Row2(a: a.a * factor) }
  @inline(__always) func dot(_ other: Row2) -> Double { (a * other.a).sum() }
}

/// Two rows' parts side by side.
struct RowPair<First: RowVector, Second: RowVector>: RowVector {
  var first: First
  var second: Second

  @inline(__always) static var width: Int { First.width &+ Second.width }
  @inline(__always) static var zero: Self { Self(first: .zero, second: .zero) }
  @inline(__always) init(first: First, second: Second) {
    self.first = first
    self.second = second
  }
  @inline(__always) init(_ source: UnsafePointer<Double>) {
    first = First(source)
    second = Second(source + First.width)
  }
  @inline(__always) func store(_ target: UnsafeMutablePointer<Double>) {
    first.store(target)
    second.store(target + First.width)
  }
  @inline(__always) static func + (a: Self, b: Self) -> Self {
    Self(first: a.first + b.first, second: a.second + b.second)
  }
  @inline(__always) static func - (a: Self, b: Self) -> Self {
    Self(first: a.first - b.first, second: a.second - b.second)
  }
  @inline(__always) static func * (a: Self, factor: Double) -> Self {
    Self(first: a.first * factor, second: a.second * factor)
  }
  @inline(__always) func dot(_ other: Self) -> Double {
    first.dot(other.first) + second.dot(other.second)
  }
}

typealias Row4 = RowPair<Row2, Row2>
typealias Row6 = RowPair<Row4, Row2>
typealias Row8 = RowPair<Row4, Row4>
