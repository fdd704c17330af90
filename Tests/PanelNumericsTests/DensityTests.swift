import Foundation
import TestSupport
import Testing

@testable import PanelNumerics

@Suite struct DensityNumericsTests {
  private let values = (0..<60).map { (i: Int) -> Double in
    let step = Double(i % 5)
    return Double(i * i % 37) + 0.25 * step
  }

  @Test(arguments: SmoothingKernel.allCases)
  func integratesToOne(kernel: SmoothingKernel) {
    let edge = min(kernel.support, 9)
    let steps = 400_000
    let width = 2 * edge / Double(steps)
    let heights = (0..<steps).map { kernel(-edge + (Double($0) + 0.5) * width) }
    let area = heights.reduce(0, +) * width
    #expect(area.isClose(to: 1, relativeTolerance: 1e-5))
    #expect(kernel(0.3) == kernel(-0.3))
    #expect(kernel(kernel.support) == 0)
  }

  @Test(arguments: SmoothingKernel.allCases)
  func sumsKernelsOverAllValues(kernel: SmoothingKernel) throws {
    let curve = try #require(
      DensityCurve(of: values, kernel: kernel, bandwidth: 2.5, grid: .range))
    #expect(curve.x.count == 300)
    #expect(curve.x.first == values.min())
    #expect(curve.x.last == values.max())
    for (x, density) in zip(curve.x, curve.density) {
      let weights = values.map { kernel((x - $0) / 2.5) }
      let direct = weights.reduce(0, +) / 150
      #expect(density.isClose(to: direct, relativeTolerance: 1e-12))
    }
  }

  @Test func choosesTheGridOfKdensity() throws {
    let few = try #require(
      DensityCurve(
        of: [1, 2, 4], kernel: .gaussian, bandwidth: 0.5, grid: .padded(count: nil)))
    #expect(few.x == [0.5, 2.5, 4.5])
    let asked = try #require(
      DensityCurve(of: [1, 2, 4], kernel: .gaussian, bandwidth: 0.5, grid: .padded(count: 5)))
    #expect(asked.x == [0.5, 1.5, 2.5, 3.5, 4.5])
  }

  @Test(arguments: [-5.0, 0.5, 1e4], [1e-3, 8.0])
  func movesAndScalesWithTheValues(shift: Double, scale: Double) throws {
    let moved = values.map { ($0 + shift) * scale }
    let plain = try #require(Bandwidth.silverman(values))
    let other = try #require(Bandwidth.silverman(moved))
    #expect(other.isClose(to: plain * scale, relativeTolerance: 1e-10))
    let solved = try #require(Bandwidth.sheatherJones(values))
    let otherSolved = try #require(Bandwidth.sheatherJones(moved))
    // Distances are counted in bins, whose edges move.
    #expect(otherSolved.isClose(to: solved * scale, relativeTolerance: 2e-3))
  }

  @Test func takesTheDeviationWhereQuartilesCoincide() throws {
    let spiked = [Double](repeating: 2, count: 30) + [1, 9]
    let width = try #require(Bandwidth.silverman(spiked))
    let expected = 0.9 * Moments(spiked).standardDeviation * pow(32, -0.2)
    #expect(width.isClose(to: expected, relativeTolerance: 1e-14))
  }

  @Test(arguments: [[], [4], [4, 4, 4], [1e308, -1e308]] as [[Double]])
  func givesNothingForValuesThatDoNotVary(values: [Double]) {
    #expect(Bandwidth.sheatherJones(values) == nil)
    #expect(HistogramBins(of: values, count: 3) == nil)
    #expect(
      DensityCurve(of: values, kernel: .gaussian, bandwidth: 1, grid: .range) == nil)
  }

  @Test func survivesValuesFarFromZero() throws {
    let far = (0..<40).map { 1e18 + Double($0 * $0 % 13) * 1024 }
    _ = Bandwidth.sheatherJones(far)
    #expect(HistogramBins(of: far, count: 7)?.counts.reduce(0, +) == 40)
  }

  @Test func countsEveryValueOnce() throws {
    let bins = try #require(HistogramBins(of: [0, 1, 2, 3, 4, 4, 4], count: 4))
    #expect(bins.counts == [1, 1, 1, 4])
    #expect(bins.width == 1)
    // A tenth is no binary number, so edges and values round apart.
    let tenths = (0...10).map { Double($0) / 10 }
    #expect(HistogramBins(of: tenths, count: 10)?.counts == [1, 1, 1, 1, 1, 1, 1, 1, 1, 2])
  }

  @Test func countsBinsByStataAndByFreedmanAndDiaconis() {
    #expect(HistogramBins.stataCount(n: 500) == 22)
    #expect(HistogramBins.stataCount(n: 2) == 1)
    #expect(HistogramBins.stataCount(n: 100_000) == 50)
    // Quartiles 25.5 and 75.5 of 1 … 100: a width of 100 / 100^(1/3) = 21.54.
    #expect(HistogramBins.freedmanDiaconisCount((1...100).map(Double.init)) == 5)
    #expect(HistogramBins.freedmanDiaconisCount([1, 2, 2, 2, 2, 2, 9]) == nil)
  }
}
