import PanelNumerics
import Testing

@Suite struct UnitSlopesTests {
  /// Four units over seven periods, one observation missing.
  static let sample: (y: [Double], x: [Double], units: [Int], periods: [Int]) = {
    var random = Philox(seed: 11, stream: 0)
    var sample: (y: [Double], x: [Double], units: [Int], periods: [Int]) = ([], [], [], [])
    for unit in 0..<4 {
      for period in 0..<7 where unit != 2 || period != 3 {
        sample.units.append(unit)
        sample.periods.append(period)
        sample.x.append(Double.random(in: -1...1, using: &random))
        sample.y.append(Double.random(in: -1...1, using: &random))
      }
    }
    return sample
  }()

  /// The same slopes and standard errors as least squares with all dummies.
  @Test func equalsLeastSquaresWithDummies() throws {
    let (y, x, units, periods) = Self.sample
    let fit = try UnitSlopes(
      outcome: y, regressor: x, units: units, unitCount: 4, periods: periods, periodCount: 7)
    var columns = (0..<4).map { unit in units.map { $0 == unit ? 1.0 : 0 } }
    columns += (1..<7).map { period in periods.map { $0 == period ? 1.0 : 0 } }
    columns += (0..<4).map { unit in zip(units, x).map { $0 == unit ? $1 : 0 } }
    let whole = LeastSquares.fit(design: Matrix(columns: columns), outcome: y)
    #expect(fit.degreesOfFreedom == y.count - columns.count)
    let variance = whole.residualSumOfSquares / Double(fit.degreesOfFreedom)
    for unit in 0..<4 {
      #expect(abs(fit.slopes[unit] - whole.coefficients[10 + unit]) < 1e-12)
      let error = (variance * whole.bread[10 + unit, 10 + unit]).squareRoot()
      #expect(abs(fit.standardErrors[unit] - error) < 1e-12)
    }
  }

  @Test func saysWhatIsNotIdentified() {
    func fit(_ x: [Double], _ units: [Int], _ periods: [Int]) throws(UnitSlopes.Fault) -> UnitSlopes {
      try UnitSlopes(
        outcome: x.map { $0 * $0 }, regressor: x, units: units, unitCount: 2, periods: periods,
        periodCount: 5)
    }
    let units = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    let periods = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    #expect(throws: UnitSlopes.Fault.constantRegressor(unit: 1)) {
      try fit([1, 2, 3, 5, 7, 4, 4, 4, 4, 4], units, periods)
    }
    #expect(throws: UnitSlopes.Fault.collinear) {
      try fit([1, 2, 3, 4, 5, 2, 4, 6, 8, 10], units, periods)
    }
    #expect(throws: UnitSlopes.Fault.noDegreesOfFreedom(observations: 4, parameters: 8)) {
      try fit([1, 2, 3, 4], [0, 0, 1, 1], [0, 1, 2, 3])
    }
  }
}
