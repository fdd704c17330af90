import Foundation
import TestSupport
import Testing

@testable import PanelNumerics

@Suite struct LeastSquaresTests {
  /// A design with a constant, and an outcome with noise.
  private func problem(rows: Int, columns: Int, seed: UInt64) -> (x: Matrix, y: [Double]) {
    var x = randomMatrix(rows, columns, seed: seed)
    for i in 0..<rows { x[i, 0] = 1 }
    var generator = Philox(seed: seed, stream: 5)
    let signal = x * (0..<columns).map { Double($0) - 1.5 }
    return (x, signal.map { $0 + generator.normal() })
  }

  @Test func takesTheSameAnswerOnBothRoads() {
    let (x, y) = problem(rows: 100_000, columns: 4, seed: 3)
    let fast = LeastSquares.fit(design: x, outcome: y, threads: 2)
    let refined = LeastSquares.refinedFit(
      design: x,
      outcome: y,
      lowOrder: .none(rowCount: y.count, columnCount: 4),
      threads: 2
    )
    #expect(fast.path == .crossProducts)
    #expect(refined.path == .refinedQR)
    for j in 0..<4 {
      #expect(fast.coefficients[j].isClose(to: refined.coefficients[j], relativeTolerance: 1e-13))
      #expect(fast.bread[j, j].isClose(to: refined.bread[j, j], relativeTolerance: 1e-12))
    }
    #expect(fast.conditionNumber.isClose(to: refined.conditionNumber, relativeTolerance: 1e-9))
    #expect(
      fast.residualSumOfSquares.isClose(
        to: refined.residualSumOfSquares,
        relativeTolerance: 1e-13
      )
    )
    #expect(zip(fast.residuals, refined.residuals).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test(arguments: [3_000, 100_000])
  func ignoresTheNumberOfThreads(rows: Int) {
    let (x, y) = problem(rows: rows, columns: 5, seed: 9)
    let one = LeastSquares.fit(design: x, outcome: y, threads: 1)
    let four = LeastSquares.fit(design: x, outcome: y, threads: 4)
    #expect(one.coefficients == four.coefficients)
    #expect(one.bread == four.bread)
    #expect(one.residuals == four.residuals)
    #expect(one.conditionNumber == four.conditionNumber)
    let none = LowOrderParts.none(rowCount: rows, columnCount: 5)
    let refined = [1, 3].map {
      LeastSquares.refinedFit(design: x, outcome: y, lowOrder: none, threads: $0)
    }
    #expect(refined[0].coefficients == refined[1].coefficients)
    #expect(refined[0].residuals == refined[1].residuals)
  }

  @Test(arguments: [200, 120_000])
  func dropsExactCombinationsInTheOrderListed(rows: Int) throws {
    var (x, y) = problem(rows: rows, columns: 6, seed: 11)
    for i in 0..<rows {
      x[i, 3] = 0.1 * x[i, 1] - 7.3 * x[i, 2] + 0.4
      x[i, 5] = x[i, 4] / 3
    }
    let fit = LeastSquares.fit(design: x, outcome: y, threads: 2)
    #expect(fit.kept == [0, 1, 2, 4])
    #expect(fit.dropped.map(\.column) == [3, 5])
    #expect(fit.dropped[0].combination.map(\.column) == [0, 1, 2])
    let weights = fit.dropped[0].combination.map(\.coefficient)
    #expect(
      zip(weights, [0.4, 0.1, -7.3]).allSatisfy { $0.isClose(to: $1, relativeTolerance: 1e-9) }
    )
    #expect(fit.dropped[1].combination.map(\.column) == [4])
    #expect(fit.coefficients.count == 4)
    #expect(fit.residuals.count == rows)
    y = []
  }

  @Test func dropsAColumnOfZerosAndMoreColumnsThanRows() {
    let zeros = LeastSquares.fit(
      design: Matrix(columns: [[0, 0, 0], [1, 2, 3]]),
      outcome: [1, 2, 4]
    )
    #expect(zeros.kept == [1])
    #expect(zeros.dropped == [.init(column: 0, combination: [])])
    let wide = LeastSquares.fit(
      design: Matrix(columns: [[1, 1], [1, 2], [5, 9]]),
      outcome: [3, 4]
    )
    #expect(wide.kept == [0, 1])
    #expect(wide.residuals.allSatisfy { abs($0) < 1e-30 })
  }

  /// x₂ = x₁ + 10⁻¹⁰ · noise is information, not collinearity: every digit is there.
  @Test func keepsNearCollinearColumnsAndTheirDigits() throws {
    var generator = Philox(seed: 39, stream: 0)
    let n = 200
    let x1 = (0..<n).map { _ in (generator.normal() * 1e3).rounded() / 1e3 }
    let x2 = x1.map { $0 + (generator.normal() * 1e3).rounded() * 1e-13 }
    // In decimals, x₂ − x₁ is exact, so y = 2 + 3x₁ − x₂ + e has a known answer in differences.
    let y = x1.map { _ in (generator.normal() * 1e3).rounded() / 1e3 }
    let fit = LeastSquares.fit(
      design: Matrix(columns: [Array(repeating: 1, count: n), x1, x2]),
      outcome: y
    )
    #expect(fit.kept == [0, 1, 2])
    #expect(fit.conditionNumber > 1e9)
    let difference = zip(x1, x2).map { DoubleDouble(decimal: $1) - DoubleDouble(decimal: $0) }
    let reference = LeastSquares.refinedFit(
      design: Matrix(columns: [Array(repeating: 1, count: n), x1, difference.map(\.high)]),
      outcome: y,
      lowOrder: LowOrderParts(
        design: Array(repeating: 0, count: n) + x1.map { DoubleDouble(decimal: $0).low }
          + difference.map(\.low),
        outcome: y.map { DoubleDouble(decimal: $0).low }
      )
    )
    #expect(fit.coefficients[2].isClose(to: reference.coefficients[2], relativeTolerance: 1e-13))
    #expect(
      fit.coefficients[1].isClose(
        to: reference.coefficients[1] - reference.coefficients[2],
        relativeTolerance: 1e-13
      )
    )
  }

  @Test func takesNoiseOfAbsorptionForWhatItIs() {
    let residue = (0..<50).map { Double($0 % 7 - 3) * 1e-14 }
    let x = Matrix(columns: [(0..<50).map { Double($0 % 5) }, residue])
    let y = (0..<50).map { Double($0 % 11) }
    #expect(LeastSquares.fit(design: x, outcome: y).kept == [0, 1])
    let noise = [0.0, 0x1p-53 * 1000 * 50.0.squareRoot()]
    let fit = LeastSquares.fit(design: x, outcome: y, columnNoise: noise)
    #expect(fit.kept == [0])
    #expect(fit.dropped.map(\.column) == [1])
  }

  /// Where products are let through, coefficients keep nine digits and standard errors eight;
  /// the nearer to collinear, the sooner they are refused.
  @Test(arguments: [10, 1, 0.5, 0.3, 0.1, 0.01])
  func keepsItsPromiseUpToTheLimit(spread: Double) {
    let n = 150_000
    let noise = randomMatrix(n, 3, seed: 21)
    let level = noise.column(0).map { 10 + spread * $0 }
    let trend = zip(level, noise.column(1)).map { 2 * $0 + 7 + spread * $1 }
    let x = Matrix(columns: [Array(repeating: 1, count: n), level, trend])
    let y = zip(trend, noise.column(2)).map { 3 - $0 / 7 + $1 }
    guard case .fit(let fit) = CrossProducts(design: x, outcome: y).fit() else {
      #expect(spread < 0.6)
      return
    }
    #expect(spread > 0.02)
    let none = LowOrderParts.none(rowCount: n, columnCount: 3)
    let exact = LeastSquares.refinedFit(design: x, outcome: y, lowOrder: none, threads: 2)
    for j in 0..<3 {
      #expect(fit.coefficients[j].isClose(to: exact.coefficients[j], relativeTolerance: 1e-9))
      #expect(fit.bread[j, j].isClose(to: exact.bread[j, j], relativeTolerance: 1e-8))
    }
  }

  @Test func refusesProductsOfAnIllConditionedDesign() {
    let base = randomMatrix(500, 1, seed: 4).column(0)
    let near = base.enumerated().map { $1 + 1e-4 * Double($0 % 3) }
    let x = Matrix(columns: [base, near])
    let products = CrossProducts(design: x, outcome: base.map { $0 * $0 })
    guard case .tooIllConditioned = products.fit() else {
      Issue.record("a condition number of 10⁴ was let through")
      return
    }
    guard
      case .tooIllConditioned(_, let column) = CrossProducts(
        design: Matrix(columns: [base, base]),
        outcome: base
      ).fit()
    else {
      Issue.record("a repeated column was let through")
      return
    }
    #expect(column == 1)
  }

  @Test func solvesFromProductsAlone() {
    let (x, y) = problem(rows: 400, columns: 3, seed: 8)
    guard case .fit(var fit) = CrossProducts(design: x, outcome: y).fit() else {
      Issue.record("a good design was refused")
      return
    }
    let full = LeastSquares.fit(design: x, outcome: y)
    let residuals = LeastSquares.residuals(
      of: y,
      design: x,
      columns: fit.kept,
      coefficients: fit.coefficients,
      threads: 1
    )
    fit.correct(byCrossResiduals: x.transposedTimes(residuals))
    for j in 0..<3 {
      #expect(fit.coefficients[j].isClose(to: full.coefficients[j], relativeTolerance: 1e-14))
    }
    #expect(
      fit.residualSumOfSquares.isClose(to: full.residualSumOfSquares, relativeTolerance: 1e-12)
    )
    #expect((fit.bread - full.bread).largest < 1e-14)
    let root = fit.rootInverse
    #expect((root * root.transposed - fit.bread).largest < 1e-14)
  }

  @Test func measuresLeverage() {
    let (x, y) = problem(rows: 60, columns: 4, seed: 2)
    let fit = LeastSquares.fit(design: x, outcome: y)
    let leverages = fit.leverages(x)
    #expect(Summation.sum(leverages).isClose(to: 4, relativeTolerance: 1e-13))
    let direct = (0..<60).map { i in
      let row = (0..<4).map { x[i, $0] }
      return zip(row, fit.bread * row).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(zip(leverages, direct).allSatisfy { $0.isClose(to: $1, relativeTolerance: 1e-12) })
  }

  @Test(arguments: [-2.0, 1e-6, 1e9])
  func scalesWithUnits(scale: Double) {
    let (x, y) = problem(rows: 80, columns: 3, seed: 6)
    var scaled = x
    for i in 0..<80 { scaled[i, 2] *= scale }
    let plain = LeastSquares.fit(design: x, outcome: y)
    let fit = LeastSquares.fit(design: scaled, outcome: y.map { $0 * 3 })
    #expect(fit.coefficients[1].isClose(to: plain.coefficients[1] * 3, relativeTolerance: 1e-13))
    #expect(
      fit.coefficients[2].isClose(to: plain.coefficients[2] * 3 / scale, relativeTolerance: 1e-13)
    )
    #expect(
      fit.bread[2, 2].isClose(to: plain.bread[2, 2] / scale / scale, relativeTolerance: 1e-13)
    )
    #expect(fit.conditionNumber.isClose(to: plain.conditionNumber, relativeTolerance: 1e-12))
  }

  @Test func fitsWithoutARegressor() {
    let fit = LeastSquares.fit(design: Matrix(rowCount: 3, columnCount: 0), outcome: [1, 2, 3])
    #expect(fit.coefficients.isEmpty)
    #expect(fit.residuals == [1, 2, 3])
    #expect(fit.residualSumOfSquares == 14)
    #expect(fit.conditionNumber == 1)
  }
}
