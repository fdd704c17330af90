import Foundation
import TestSupport
import Testing

@testable import PanelNumerics

@Suite struct SummationTests {
  @Test func keepsWhatAPlainSumLoses() {
    #expect(Summation.sum([1, 1e100, 1, -1e100]) == 2)
    #expect(Summation.dot([1e20, 1, -1e20], [1, 1, 1]) == 1)
    let values = (0..<1001).map { 1e15 + Double($0 % 3) }
    #expect(Summation.mean(values) == 1e15 + 1)
    #expect(Summation.centredSumOfSquares([1e15 + 1, 1e15 + 3, 1e15 + 2]) == 2)
  }

  @Test func fallsBackToAPlainSumWhereErrorsOverflow() {
    #expect(Summation.sum([.infinity, 1]) == .infinity)
    #expect(Summation.sum([]) == 0)
    #expect(Summation.dot([1e200], [1e200]) == .infinity)
    #expect(
      Summation.dot([1e-300, 0, 0, 0], [1e300, 1, 1, 1]).isClose(to: 1, relativeTolerance: 1e-15)
    )
  }

  @Test func weighsValues() {
    #expect(Summation.mean([1, 2, 4], weights: [1, 1, 2]) == 2.75)
    #expect(Summation.mean([1, 2, 4], weights: nil).isClose(to: 7 / 3.0, relativeTolerance: 1e-16))
    #expect(Summation.centredSumOfSquares([1, 3], weights: [2, 2]) == 4)
  }

  @Test(arguments: [-3.0, 0.5, 1e6])
  func ignoresAShiftInTheSecondMoment(shift: Double) {
    let values = (0..<50).map { Double($0 * $0 % 17) * 0.25 }
    let moved = Moments(values.map { $0 + shift })
    let still = Moments(values)
    #expect(moved.variance.isClose(to: still.variance, relativeTolerance: 1e-15))
    #expect(moved.skewness.isClose(to: still.skewness, relativeTolerance: 1e-14))
    #expect(moved.mean.isClose(to: still.mean + shift, relativeTolerance: 1e-15))
  }

  @Test(arguments: [-2.0, 0.125, 1e8])
  func scalesWithTheValues(scale: Double) {
    let values = (0..<50).map { Double($0 * $0 % 17) * 0.1 }
    let scaled = Moments(values.map { $0 * scale })
    let plain = Moments(values)
    #expect(
      scaled.standardDeviation.isClose(
        to: plain.standardDeviation * abs(scale),
        relativeTolerance: 1e-14
      )
    )
    #expect(scaled.kurtosis.isClose(to: plain.kurtosis, relativeTolerance: 1e-13))
  }

  @Test(arguments: [0x1p300, 0x1p-300])
  func keepsMomentsOfVeryLargeAndSmallValues(scale: Double) {
    let values = (0..<50).map { Double($0 * $0 % 17) }
    let scaled = Moments(values.map { $0 * scale })
    let plain = Moments(values)
    #expect(scaled.kurtosis.isClose(to: plain.kurtosis, relativeTolerance: 1e-14))
    #expect(scaled.skewness.isClose(to: plain.skewness, relativeTolerance: 1e-14))
    #expect(
      scaled.standardDeviation.isClose(
        to: plain.standardDeviation * scale,
        relativeTolerance: 1e-14
      )
    )
  }

  @Test func ignoresTheOrderOfValues() {
    var generator = Philox(seed: 5, stream: 0)
    var values = (0..<999).map { _ in generator.normal() * 1e6 }
    let before = Moments(values)
    generator.shuffle(&values)
    #expect(Moments(values) == before)
    #expect(Moments(values, weights: values.map { _ in 3 }) == before)
  }

  @Test func readsTheDecimalThatADoubleStandsFor() {
    // 0.1 is stored as 0.1000000000000000055511151231257827…
    #expect(
      DoubleDouble(decimal: 0.1).low.isClose(to: -5.551115123125783e-18, relativeTolerance: 1e-12)
    )
    #expect(
      DoubleDouble(decimal: -0.1).low.isClose(to: 5.551115123125783e-18, relativeTolerance: 1e-12)
    )
    #expect(DoubleDouble(decimal: 3) == DoubleDouble(3))
    #expect(DoubleDouble(decimal: 1e300).high == 1e300)
    let least = Double.leastNonzeroMagnitude
    #expect(DoubleDouble(decimal: least) == DoubleDouble(least))
    let third = DoubleDouble(decimal: 0.3) / DoubleDouble(3)
    #expect(abs((third - DoubleDouble(decimal: 0.1)).value) < 1e-32)
  }

  @Test func keepsArithmeticOfDoubledPrecision() {
    let two = DoubleDouble(2)
    let root = two.squareRoot()
    #expect(abs((root * root - two).value) < 1e-31)
    #expect(((DoubleDouble(1) / DoubleDouble(3)) * 3 - DoubleDouble(1)).value.magnitude < 1e-31)
    #expect(DoubleDouble(3).power(5).value == 243)
    #expect(DoubleDouble(-4).magnitude.value == 4)
  }

  @Test func saysThatNothingVaries() {
    let constant = Moments([2.3, 2.3, 2.3])
    #expect(constant.variance == 0)
    #expect(constant.skewness.isNaN)
    #expect(Moments([1]).variance.isNaN)
    #expect(Moments.autocorrelation([1, 1, 1]).isNaN)
  }
}

@Suite struct QuantilesTests {
  /// R: quantile(x, type = 2).
  @Test func averagesWhereThePositionIsWhole() {
    let even = Quantiles([4, 1, 3, 2])
    #expect(even.percentile(50) == 2.5)
    #expect(even.percentile(25) == 1.5)
    #expect(even.percentile(10) == 1)
    #expect(even.percentile(99) == 4)
    let odd = Quantiles([5, 1, 3])
    #expect(odd.percentile(50) == 3)
    #expect(odd.percentile(0) == 1 && odd.percentile(100) == 5)
    #expect(Quantiles([]).percentile(50).isNaN)
    #expect(Quantiles([1.7e308, 1.7e308]).percentile(50) == 1.7e308)
  }

  @Test func countsAWeightAsRepetitions() {
    let values = [3.0, 9, 1, 7]
    let weights = [2.0, 1, 3, 4]
    let repeated = zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    for percent in 0...100 {
      #expect(
        Quantiles(values, weights: weights).percentile(percent)
          == Quantiles(repeated).percentile(percent)
      )
    }
    // Weights that add up to the target only in decimals.
    #expect(Quantiles([1, 2, 3], weights: [0.1, 0.2, 0.3]).percentile(50) == 2.5)
  }
}
