import Testing

@testable import simulate

@Suite struct CalibrationTests {
  /// Moments from symmetric to one value that holds nearly all of the variance.
  @Test(arguments: [
    Moments(mean: 2.412, deviation: 0.118, minimum: 2.132, maximum: 2.834),
    Moments(mean: 0.879, deviation: 0.098, minimum: 0.457, maximum: 0.98),
    Moments(mean: 0.113, deviation: 0.52, minimum: 0.008, maximum: 6.992),
    Moments(mean: 0.0307, deviation: 0.158, minimum: 0.000117, maximum: 0.974),
  ])
  func reachesPrintedMoments(_ moments: Moments) throws {
    var draws = Draws(seed: 3, "calibration")
    let latent = draws.normals(270)
    let values = try Calibration.matched(latent, to: moments)
    let written = values.map { rounded($0, 6) }
    #expect(Moments(of: written).prints(as: moments, decimals: 4))
    let ranked = latent.indices.sorted { latent[$0] < latent[$1] }
    #expect(zip(ranked, ranked.dropFirst()).allSatisfy { values[$0] <= values[$1] })
  }

  @Test func refusesMomentsThatNoValuesHave() {
    var draws = Draws(seed: 3, "calibration")
    let latent = draws.normals(30)
    #expect(throws: CalibrationError.self) {
      try Calibration.matched(
        latent,
        to: Moments(mean: 0.5, deviation: 0.9, minimum: 0, maximum: 1)
      )
    }
    #expect(throws: CalibrationError.self) {
      try Calibration.matched(
        [1, 1, 1],
        to: Moments(mean: 0.5, deviation: 0.1, minimum: 0, maximum: 1)
      )
    }
  }

  @Test func keepsWhatIsWithinUnits() throws {
    var draws = Draws(seed: 4, "levels")
    let within = (0..<30).map { _ in draws.normals(9).map { 0.01 * $0 } }
    let moments = Moments(mean: 0.262, deviation: 0.123, minimum: 0.113, maximum: 0.687)
    let values = try Calibration.levelled(within, order: draws.normals(30), to: moments)
    #expect(Moments(of: values.flatMap { $0 }).prints(as: moments, decimals: 5))
    for (row, original) in zip(values, within) {
      for period in 1..<9 {
        let difference = (row[period] - row[0]) - (original[period] - original[0])
        #expect(abs(difference) < 1e-12)
      }
    }
  }

  @Test func leavesNothingOfOtherColumns() {
    var draws = Draws(seed: 5, "orthogonal")
    let others = [draws.normals(40), draws.normals(40)]
    let doubled = others + [zip(others[0], others[1]).map { $0 + $1 }]
    let left = Calibration.orthogonalised(draws.normals(40), to: doubled)
    #expect(others.allSatisfy { abs(Calibration.dot(left, $0)) < 1e-12 })
    let standard = Moments(of: Calibration.standardised(left))
    #expect(abs(standard.mean) < 1e-12 && abs(standard.deviation - 1) < 1e-12)
  }

  @Test func writesNumbersAndText() {
    var table = Table()
    table.add("name", ["plain", "with, comma", "with \"quotes\""])
    table.add("value", [-0.00001, 1.25, .nan], decimals: 2)
    #expect(
      table.text == """
        name,value
        plain,0.00
        "with, comma",1.25
        "with ""quotes""\",

        """
    )
  }
}
