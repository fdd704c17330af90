import Foundation

/// What does not change from one simulated panel on digital trade to the next: digital trade,
/// controls, infrastructure, the instrument, and how high each province stands.
struct DigitalTradeDesign {
  static let years = Array(2013...2021)
  static let shape = PanelShape(units: Province.all.count, periods: years.count)

  /// The moments of Table 3, which prints three decimals.
  static let printed: [String: Moments] = [
    "ER": .init(mean: 0.262, deviation: 0.123, minimum: 0.113, maximum: 0.687),
    "DT": .init(mean: 0.129, deviation: 0.133, minimum: 0.006, maximum: 0.838),
    "IS": .init(mean: 2.412, deviation: 0.118, minimum: 2.132, maximum: 2.834),
    "RM": .init(mean: 0.611, deviation: 0.499, minimum: 0.059, maximum: 2.414),
    "CU": .init(mean: 0.879, deviation: 0.098, minimum: 0.457, maximum: 0.98),
    "MEDICAL": .init(mean: 72.156, deviation: 24.419, minimum: 20.135, maximum: 121.054),
    "EC": .init(mean: 0.098, deviation: 0.064, minimum: 0.031, maximum: 0.319),
    "OPEN": .init(mean: 0.113, deviation: 0.52, minimum: 0.008, maximum: 6.992),
    "TAX": .init(mean: 0.082, deviation: 0.029, minimum: 0.044, maximum: 0.2),
    "CULTURE": .init(mean: 0.764, deviation: 0.54, minimum: 0.24, maximum: 3.32),
  ]

  /// The provinces that lead in trade, so that the simulated order is not an odd one.
  private static let leading: Set = [
    "Beijing", "Shanghai", "Jiangsu", "Zhejiang", "Shandong", "Guangdong",
  ]

  let seed: UInt64
  /// How developed provinces are, on a latent scale.
  let development: [Double]
  let trade: [Double]
  let controls: [String: [Double]]
  /// Kilometres of railways and roads per inhabitant.
  let infrastructure: [Double]
  let weights: [[Double]]

  init(seed: UInt64) throws(CalibrationError) {
    self.seed = seed
    let shape = DigitalTradeDesign.shape
    var draws = Draws(seed: seed, "development")
    development = Calibration.standardised(
      Province.all.map { province in
        let region = [Province.Region.east: 0.9, .central: -0.1, .west: -0.6]
        return (region[province.region] ?? 0)
          + (DigitalTradeDesign.leading.contains(province.name) ? 0.9 : 0)
          + (province.isMunicipality ? 0.3 : 0) + 0.45 * draws.normal()
      }
    )
    weights = Distances.inverse(
      Province.all.map { ($0.latitude, $0.longitude) },
      power: 2
    )

    let trade = DigitalTradeDesign.latent(
      seed,
      "DT",
      development: development,
      weight: 1,
      own: 0.35,
      growth: 0.085,
      shock: 0.10
    )
    self.trade = try Calibration.matched(trade, to: DigitalTradeDesign.moments("DT"))

    var controls: [String: [Double]] = [:]
    let makes: [(name: String, weight: Double, growth: Double, shock: Double)] = [
      ("MEDICAL", -0.3, 0.03, 0.12), ("EC", -0.5, -0.02, 0.12), ("OPEN", 0.5, -0.02, 0.5),
      ("TAX", 0.6, -0.02, 0.12), ("CULTURE", 0.5, 0.05, 0.10),
    ]
    for make in makes {
      let latent = DigitalTradeDesign.latent(
        seed,
        make.name,
        development: development,
        weight: make.weight,
        own: 0.8,
        growth: make.growth,
        shock: make.shock
      )
      controls[make.name] = try Calibration.matched(
        latent,
        to: DigitalTradeDesign.moments(make.name)
      )
    }
    self.controls = controls
    let roads = DigitalTradeDesign.latent(
      seed,
      "INF",
      development: development,
      weight: -0.1,
      own: 1,
      growth: 0.03,
      shock: 0.03
    )
    infrastructure = try Calibration.matched(
      roads,
      to: .init(mean: 0.0046, deviation: 0.0026, minimum: 0.0007, maximum: 0.0142)
    )
    precondition(shape.rows == self.trade.count)
  }

  static func moments(_ name: String) throws(CalibrationError) -> Moments {
    guard let moments = printed[name] else { throw CalibrationError("Table 3 has no \(name)") }
    return moments
  }

  /// A column with persistent differences of provinces, a trend of its own in each, and shocks.
  static func latent(
    _ seed: UInt64,
    _ name: String,
    development: [Double],
    weight: Double,
    own: Double,
    growth: Double,
    shock: Double
  ) -> [Double] {
    var draws = Draws(seed: seed, name)
    return development.flatMap { level in
      let start = weight * level + own * draws.normal()
      let trend = growth * (1 + 0.5 * draws.normal())
      return years.indices.map { start + trend * Double($0) + shock * draws.normal() }
    }
  }
}
