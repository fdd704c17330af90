extension DigitalTrade {
  /// `truth.json`: parameters, and what the linear models of the article are expected to give.
  var truthText: String {
    let estimands = DigitalTradeEstimands(design: design)
    let outcome = estimands.expectedOutcome(truth)
    let all = Array(Province.all.indices)
    let moderated = estimands.moderation(outcome)
    let regions = Province.Region.allCases
    let lines: [(String, [(String, Double)])] = [
      ("slope of DT at mean INF", regions.map { ($0.rawValue, truth.slopes[$0] ?? 0) }),
      ("effect of DT on", truth.mediators.map { ($0.name, $0.first) }),
      ("effect on ER of", truth.mediators.map { ($0.name, $0.second) } + truth.controls.map { $0 }),
      ("change of the slope by", [("INF", truth.moderation)]),
      ("space", [("rho", truth.rho), ("theta of DT", truth.theta)]),
      (
        "standard deviations",
        [("ER", truth.deviation)] + truth.mediators.map { ($0.name, $0.deviation) }
      ),
      (
        "expected estimates of DT",
        [
          ("all provinces", estimands.baseline(outcome, among: all)),
          ("by the instrument", estimands.instrumented(outcome, by: instrument)),
        ]
          + regions.map {
            ($0.rawValue, estimands.baseline(outcome, among: estimands.members($0)))
          } + [("at mean INF", moderated.effect), ("INF x DT", moderated.interaction)]
      ),
    ]
    let objects = lines.map { name, values in
      "  \"\(name)\": {"
        + values.map { "\"\($0.0)\": \(DigitalTrade.short($0.1))" }.joined(separator: ", ") + "}"
    }
    return "{\n" + objects.joined(separator: ",\n") + "\n}\n"
  }

  /// Up to five decimals, without zeros at the end.
  private static func short(_ value: Double) -> String {
    var text = fixed(value, 5)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? text + "0" : text
  }
}
