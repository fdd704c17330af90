/// What the estimators of the article's linear models are expected to give, exactly: they are linear
/// in the outcome, so their mean over errors is their value at the outcome without errors.
struct DigitalTradeEstimands {
  let design: DigitalTradeDesign

  /// Resilience without errors, but for levels of provinces.
  func expectedOutcome(_ truth: DigitalTradeTruth) -> [Double] {
    let indirect = truth.mediators.reduce(0) { $0 + $1.first * $1.second }
    return DigitalTradeSample.outcome(
      design,
      truth,
      other: design.trade.map { indirect * $0 }
    )
  }

  func members(_ region: Province.Region) -> [Int] {
    Province.all.indices.filter { Province.all[$0].region == region }
  }

  /// The coefficient of digital trade with controls and effects of provinces and years.
  func baseline(_ outcome: [Double], among members: [Int]) -> Double {
    DigitalTradeDesign.shape.slopes(outcome, on: [design.trade] + controls, among: members)[0]
  }

  /// Those of the moderated model, the moderator centred at its mean.
  func moderation(_ outcome: [Double]) -> (interaction: Double, effect: Double) {
    let mean =
      design.infrastructure.reduce(0, +) / Double(DigitalTradeDesign.shape.rows)
    let product = zip(design.trade, design.infrastructure).map { $0 * ($1 - mean) }
    let slopes = DigitalTradeDesign.shape.slopes(
      outcome,
      on: [product, design.trade, design.infrastructure] + controls,
      among: Array(Province.all.indices)
    )
    return (slopes[0], slopes[1])
  }

  private var controls: [[Double]] {
    DigitalTradeTruth().controls.compactMap { design.controls[$0.name] }
  }
}
