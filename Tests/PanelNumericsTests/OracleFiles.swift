import Foundation
import Testing

/// Files beside the tests.
enum OracleFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle")

  static func decoded<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }

  /// The columns of a CSV file of numbers, by name.
  static func columns(of name: String) throws -> (names: [String], columns: [String: [Double]]) {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = try #require(lines.first).split(separator: ",").map(String.init)
    var columns: [String: [Double]] = [:]
    for line in lines.dropFirst() {
      for (name, field) in zip(names, line.split(separator: ",")) {
        columns[name, default: []].append(try #require(Double(String(field))))
      }
    }
    return (names, columns)
  }
}

/// Correct digits of a number: −log₁₀ of its relative error, at most 15.
///
/// Certified values have 15 digits, so the number is first rounded to as many. A certified zero
/// is held against the absolute error.
func correctDigits(_ number: Double, certified: Double) -> Double {
  let rounded = Double(String(format: "%.14e", number)) ?? .nan
  if rounded == certified { return 15 }
  let error = certified == 0 ? abs(rounded) : abs(rounded - certified) / abs(certified)
  return max(0, min(15, -log10(error)))
}

/// The fewest correct digits of several numbers.
func correctDigits(_ numbers: [Double], certified: [Double]) -> Double {
  precondition(numbers.count == certified.count)
  return zip(numbers, certified).map { correctDigits($0, certified: $1) }.min() ?? 15
}

/// What other programs reach on the sets of NIST StRD.
struct BestPrograms: Decodable {
  struct Digits: Decodable {
    var digits: Double
    var program: String
  }
  struct Set: Decodable {
    var best: [String: Digits]
    var ceiling: [String: Double]
  }
  var sets: [String: Set]

  static func best(_ set: String) throws -> Set {
    try #require(try OracleFiles.decoded(BestPrograms.self, from: "nist-best.json").sets[set])
  }
}
