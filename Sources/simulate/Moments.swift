/// The mean, standard deviation (n − 1), minimum and maximum that a table prints of a variable.
struct Moments: Equatable {
  var mean: Double
  var deviation: Double
  var minimum: Double
  var maximum: Double

  init(mean: Double, deviation: Double, minimum: Double, maximum: Double) {
    (self.mean, self.deviation, self.minimum, self.maximum) = (mean, deviation, minimum, maximum)
  }

  /// Those of values, of which there are two or more.
  init(of values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      mean: mean,
      deviation: (squares / (count - 1)).squareRoot(),
      minimum: values.min() ?? .nan,
      maximum: values.max() ?? .nan
    )
  }

  /// Whether both print the same with so many decimals.
  func prints(as other: Moments, decimals: Int) -> Bool {
    zip(numbers, other.numbers).allSatisfy { fixed($0, decimals) == fixed($1, decimals) }
  }

  private var numbers: [Double] { [mean, deviation, minimum, maximum] }
}

/// What a calibration cannot reach.
struct CalibrationError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
