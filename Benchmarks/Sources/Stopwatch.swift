import Foundation

/// Wall-clock seconds of repeated work.
enum Stopwatch {
  /// The least and the median seconds of some repetitions, and the last value.
  static func measure<Value>(
    _ repetitions: Int, _ work: () throws -> Value
  ) rethrows -> (least: Double, median: Double, value: Value?) {
    var seconds: [Double] = []
    var value: Value?
    for _ in 0..<repetitions {
      let start = ContinuousClock.now
      value = try work()
      let elapsed = ContinuousClock.now - start
      seconds.append(
        Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
    }
    seconds.sort()
    return (seconds.first ?? 0, seconds.isEmpty ? 0 : seconds[seconds.count / 2], value)
  }
}

extension Double {
  /// Four significant digits or so.
  var shown: String { String(format: "%.4f", self) }
}
