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

  /// The coefficient of two-stage least squares with an instrument that the first year lacks: the
  /// reduced form over the first stage.
  func instrumented(_ outcome: [Double], by instrument: [Double]) -> Double {
    let shape = DigitalTradeDesign.shape
    let later = PanelShape(units: shape.units, periods: shape.periods - 1)
    func without(_ column: [Double]) -> [Double] {
      column.indices.filter { shape.period($0) > 0 }.map { column[$0] }
    }
    let right = ([instrument] + controls).map(without)
    let all = Array(Province.all.indices)
    return later.slopes(without(outcome), on: right, among: all)[0]
      / later.slopes(without(design.trade), on: right, among: all)[0]
  }

  private var controls: [[Double]] {
    DigitalTradeTruth().controls.compactMap { design.controls[$0.name] }
  }
}
