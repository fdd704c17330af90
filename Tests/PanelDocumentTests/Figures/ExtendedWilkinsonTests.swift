import Foundation
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct ExtendedWilkinsonTests {
  struct Oracle: Decodable {
    struct Case: Decodable {
      var low: Double
      var high: Double
      var count: Int
      var ticks: [Double]
    }
    var tolerance: Double
    var cases: [Case]
  }

  /// With legibility constant the choice is that of other implementations of the paper.
  @Test func agreesWithMizaniWhereLabelsDoNotMatter() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/extended-wilkinson.json")
    let oracle = try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: url))
    #expect(oracle.cases.count == 85)
    for known in oracle.cases {
      let choice = ExtendedWilkinson().choice(for: known.low...known.high, count: known.count) {
        _ in (labels: (), score: 1)
      }
      let ticks = try #require(choice).values
      let span = known.high - known.low
      #expect(ticks.count == known.ticks.count, "\(known): \(ticks)")
      for (tick, expected) in zip(ticks, known.ticks) {
        #expect(abs(tick - expected) <= oracle.tolerance * span, "\(known): \(ticks)")
      }
    }
  }

  /// The example in the documentation of R's labeling 0.4.3.
  @Test func findsTheTicksOfThePapersExample() throws {
    let choice = ExtendedWilkinson().choice(for: 8.1...14.1, count: 4) { _ in
      (labels: (), score: 1)
    }
    #expect(try #require(choice).values == [8, 10, 12, 14])
  }

  @Test func writesDecimalTicksExactly() throws {
    let choice = ExtendedWilkinson().choice(for: 0.0...0.5, count: 6) { _ in
      (labels: (), score: 1)
    }
    #expect(try #require(choice).values == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
  }

  @Test(arguments: [2000.0...2001, 2000...2003, 1997...2013, -6...4, 0...1000])
  func keepsToIntegersWhereAsked(range: ClosedRange<Double>) throws {
    let chooser = ExtendedWilkinson(wantsIntegers: true)
    for count in 2...12 {
      let choice = chooser.choice(for: range, count: count) { _ in (labels: (), score: 1) }
      let ticks = try #require(choice).values
      #expect(ticks.allSatisfy { $0 == $0.rounded() }, "\(count): \(ticks)")
    }
  }

  @Test func returnsNothingWhereNoLabelsCanBeRead() {
    let choice = ExtendedWilkinson().choice(for: 0.0...1, count: 5) {
      _ -> (labels: Int, score: Double)? in nil
    }
    #expect(choice == nil)
  }

  /// Legibility decides between ticks that the other three terms hold equal or nearly so.
  @Test func takesFewerTicksWhereLabelsWouldTouch() throws {
    let free = ExtendedWilkinson().choice(for: 0.0...100, count: 11) { _ in (labels: (), score: 1) }
    let tight = ExtendedWilkinson().choice(for: 0.0...100, count: 11) { ticks in
      ticks.count > 5 ? nil : (labels: (), score: 1)
    }
    #expect(try #require(free).values.count == 11)
    #expect(try #require(tight).values == [0, 25, 50, 75, 100])
  }
}
