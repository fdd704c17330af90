/// One simulated panel on digital trade and resilience, without its indicators.
struct DigitalTradeSample {
  let resilience: [Double]
  /// IS, RM and CU, in the order of the truth.
  let mediators: [[Double]]

  /// Draws errors of a replicate; the design stays.
  init(
    _ design: DigitalTradeDesign,
    _ truth: DigitalTradeTruth,
    replicate: Int
  ) throws(CalibrationError) {
    let shape = DigitalTradeDesign.shape
    var mediators: [[Double]] = []
    var errors = DigitalTradeSample.draws(design, "ER", replicate, truth.deviation)
    for mediator in truth.mediators {
      let own = DigitalTradeSample.draws(design, mediator.name, replicate, mediator.deviation)
      let within = zip(design.trade, own).map { mediator.first * $0 + $1 }
      // Levels of provinces follow their development, closely for industry, against it for
      // misallocation.
      var draws = Draws(seed: design.seed, "level of \(mediator.name)")
      let order = design.development.map {
        (mediator.name == "RM" ? -0.5 : 0.7) * $0 + 0.7 * draws.normal()
      }
      let values = try Calibration.levelled(
        shape.byUnit(within),
        order: order,
        to: DigitalTradeDesign.moments(mediator.name)
      )
      mediators.append(values.flatMap { $0 })
    }
    self.mediators = mediators
    for (mediator, values) in zip(truth.mediators, mediators) {
      errors = zip(errors, values).map { $0 + mediator.second * $1 }
    }
    let within = DigitalTradeSample.outcome(design, truth, other: errors)
    var draws = Draws(seed: design.seed, "level of ER")
    let order = design.development.map { $0 + 0.1 * draws.normal() }
    resilience = try Calibration.levelled(
      shape.byUnit(within),
      order: order,
      to: DigitalTradeDesign.moments("ER")
    ).flatMap { $0 }
  }

  /// Resilience but for levels of provinces: the reduced form (I − ρW)⁻¹(…).
  static func outcome(
    _ design: DigitalTradeDesign,
    _ truth: DigitalTradeTruth,
    other: [Double]
  ) -> [Double] {
    let shape = DigitalTradeDesign.shape
    let mean = design.infrastructure.reduce(0, +) / Double(shape.rows)
    let lagged = shape.applying(design.weights, to: design.trade)
    let structural = (0..<shape.rows).map { row in
      let slope = truth.slopes[Province.all[shape.unit(row)].region] ?? 0
      let effect = slope + truth.moderation * (design.infrastructure[row] - mean)
      let controls = truth.controls.reduce(0) { sum, control in
        sum + control.effect * (design.controls[control.name]?[row] ?? 0)
      }
      return effect * design.trade[row] + truth.theta * lagged[row] + controls + other[row]
        + year(shape.period(row))
    }
    let system = LinearAlgebra.identity(shape.units).indices.map { i in
      design.weights[i].indices.map { (i == $0 ? 1 : 0) - truth.rho * design.weights[i][$0] }
    }
    return shape.applying(LinearAlgebra.inverse(system), to: structural)
  }

  /// A slow rise, and a loss in 2020.
  private static func year(_ period: Int) -> Double {
    0.004 * Double(period) - (DigitalTradeDesign.years[period] == 2020 ? 0.008 : 0)
  }

  private static func draws(
    _ design: DigitalTradeDesign,
    _ name: String,
    _ replicate: Int,
    _ deviation: Double
  ) -> [Double] {
    var draws = Draws(seed: design.seed, "\(name), replicate \(replicate)")
    return draws.normals(DigitalTradeDesign.shape.rows).map { deviation * $0 }
  }
}
