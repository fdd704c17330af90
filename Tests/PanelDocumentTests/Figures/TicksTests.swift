import TestSupport
import Testing

@testable import PanelDocument

@Suite struct TicksTests {
  let theme: FigureTheme

  init() throws { theme = try StyleFiles.load(from: "figures/plain.yaml") }

  @Test func readsOffAHundredMillimetresInTenths() {
    let ticks = Ticks.best(
      for: TickRequest(range: -0.42...0.57, length: 280, direction: .horizontal),
      in: theme
    )
    #expect(ticks.labels.first == "−0.4" && ticks.labels.last == "0.6")
    #expect(ticks.labels.count == 11 && ticks.labels.contains("0.0"))
    #expect(!ticks.isVertical && ticks.exponent == nil && ticks.role == .label)
  }

  @Test(arguments: [(0.0...4e-9, -9), (0...7e9, 9), (-3e7...3e7, 6)])
  func takesOutAPowerOfTenForVeryLargeAndSmall(range: ClosedRange<Double>, exponent: Int) {
    let ticks = Ticks.best(
      for: TickRequest(range: range, length: 200, direction: .horizontal),
      in: theme
    )
    #expect(ticks.exponent == exponent)
    #expect(ticks.labels.allSatisfy { $0.count <= 4 }, "\(ticks)")
  }

  /// Between numbers that differ late no power of ten helps, and labels stay whole.
  @Test func keepsLongNumbersApart() {
    let ticks = Ticks.best(
      for: TickRequest(range: 1e9...(1e9 + 3), length: 200, direction: .horizontal),
      in: theme
    )
    #expect(ticks.labels.count >= 2)
    #expect(Set(ticks.labels).count == ticks.labels.count)
  }

  @Test(arguments: [(1, 6), (2000, 2010), (-3, 4), (7, 7)])
  func keepsPeriodsWithinTheData(first: Int, last: Int) {
    let (low, high) = (Double(first), Double(last))
    for length in stride(from: 30.0, through: 420, by: 30) {
      let ticks = Ticks.best(
        for: TickRequest(
          range: (low - 1)...(high + 1),
          length: length,
          direction: .horizontal,
          isPeriod: true,
          periods: low...high
        ),
        in: theme
      )
      #expect(!ticks.values.isEmpty)
      #expect(ticks.values.allSatisfy { $0 >= low && $0 <= high && $0 == $0.rounded() })
    }
  }

  @Test func turnsLabelsThatCannotLieLevel() {
    let request = TickRequest(
      range: 1_000_001...1_000_004,
      length: 22,
      direction: .horizontal,
      isPeriod: true
    )
    let ticks = Ticks.best(for: request, in: theme)
    #expect(ticks.isVertical && ticks.values.count >= 2)
    let upright = Ticks.best(
      for: TickRequest(range: 2001...2004, length: 60, direction: .horizontal, isPeriod: true),
      in: theme
    )
    #expect(!upright.isVertical)
  }

  /// No two labels touch, whatever the range and the room.
  @Test(arguments: 0..<200)
  func keepsLabelsApart(seed: Int) {
    var numbers = SeededNumbers(UInt64(seed))
    let unit = [1e-12, 1e-5, 0.01, 1, 37, 1e4, 1e8, 1e15][numbers.below(8)]
    let low = (numbers.uniform() - 0.5) * unit
    let high = low + (0.001 + numbers.uniform()) * unit
    let length = 40 + numbers.uniform() * 400
    let direction: TickRequest.Direction = seed % 3 == 0 ? .vertical : .horizontal
    let ticks = Ticks.best(
      for: TickRequest(range: low...high, length: length, direction: direction),
      in: theme
    )
    #expect(ticks.values.count >= 2)
    #expect(Set(ticks.labels).count == ticks.labels.count, "\(ticks)")
    let domain = min(low, ticks.values[0])...max(high, ticks.values[ticks.values.count - 1])
    let scale = Scale.linear(domain: domain, start: 0, end: length)
    let size = theme.fontSize(of: ticks.role)
    for index in ticks.values.indices.dropLast() {
      let pitch = abs(
        scale.position(of: ticks.values[index + 1]) - scale.position(of: ticks.values[index])
      )
      let extents = [index, index + 1].map {
        direction == .horizontal && !ticks.isVertical
          ? FontMetrics.width(of: ticks.labels[$0], size: size) : size
      }
      #expect(pitch > (extents[0] + extents[1]) / 2, "\(ticks)")
    }
  }
}
