/// What is true in the simulated panel on digital trade and resilience.
///
/// Resilience of province i in year t follows
/// ER = ρ·W·ER + (β_r + m·(INF − mean INF))·DT + θ·W·DT + b₁·IS + b₂·RM + b₃·CU + γ′X + μ + δ + ε,
/// the mediators IS, RM and CU follow a·DT + μ + δ + ν, and W is of inverse squared distances
/// between capitals, each row divided by its sum.
struct DigitalTradeTruth {
  /// Direct effects of digital trade by region, at the mean of infrastructure, without mediators.
  ///
  /// These and ``moderation`` solve four linear equations, so that the models of Table 8 and of
  /// Table 7 are expected to print what the article prints: ``printed``.
  var slopes: [Province.Region: Double] = [.east: 0.4306, .central: 1.0092, .west: 0.4392]
  /// The change of that effect by infrastructure.
  var moderation = 53.31
  /// ρ and θ of Table 10, columns 1 to 3.
  var rho = 0.234
  var theta = -0.045
  var mediators = [
    Mediator(name: "IS", first: 0.132, second: 0.204, deviation: 0.016),
    Mediator(name: "RM", first: -0.612, second: -0.036, deviation: 0.07),
    Mediator(name: "CU", first: 0.065, second: 0, deviation: 0.008),
  ]
  /// Effects of the controls.
  var controls: [(name: String, effect: Double)] = [
    ("MEDICAL", -0.0001), ("EC", -0.154), ("OPEN", -0.002), ("TAX", -0.059), ("CULTURE", 0.031),
  ]
  /// The standard deviation of ε.
  var deviation = 0.009

  /// What the article prints in Table 8, columns 1 to 3, and in Table 7.
  static let printed: (regions: [Province.Region: Double], moderation: Double) = (
    [.east: 0.419, .central: 1.073, .west: 0.490], 53.023
  )

  struct Mediator {
    var name: String
    /// The effect of digital trade on it.
    var first: Double
    /// Its effect on resilience.
    var second: Double
    /// The standard deviation of ν.
    var deviation: Double
  }

  /// One effect of digital trade in all provinces, and no moderation: the model of Table 10 with its
  /// direct effect of 0.484 and indirect effect of 0.081.
  static func alike() -> DigitalTradeTruth {
    var truth = DigitalTradeTruth()
    truth.moderation = 0
    let indirect = truth.mediators.reduce(0) { $0 + $1.first * $1.second }
    for region in Province.Region.allCases { truth.slopes[region] = 0.478 - indirect }
    return truth
  }
}
