import PanelResults

extension ModelFormulas {
  /// The regression, then the effect that it makes of the treatment.
  ///
  ///     ∂y/∂x = β₁ + β₃ · m,    or β₁ + β₃ · (m − m̄) where the product is of deviations
  func moderation(_ result: ModerationResult) throws(DocumentError) -> [Math] {
    let treatment = Math.word(try words.factor(of: result.treatment).plainText)
    let moderator = Math.sub(
      .word(try words.factor(of: result.moderator).plainText),
      index(of: result.sample)
    )
    let slopes = result.estimates.filter { $0.component == .slopes }.map(\.term)
    func slope(_ term: String) -> Math {
      let number = (slopes.firstIndex(of: term) ?? 0) + 1
      return .sub(.identifier("β"), .number(String(number)))
    }
    let mean = Math.word(try words.glossary.text("moderation", "mean-word"))
    let distance =
      result.centring == nil
      ? moderator : .row([.sign("("), moderator, .sign("−"), mean, .sign(")")])
    let effect = Math.row([
      .fraction(
        .row([.sign("∂"), try outcome(of: result)]),
        .row([.sign("∂"), .sub(treatment, index(of: result.sample))])
      ),
      .sign("="), slope(result.treatment), .sign("+"), slope(result.interaction), .sign("·"),
      distance,
    ])
    return [try formula(of: result), effect]
  }
}
