import PanelResults

/// The equations of models with random effects and of tests against fixed effects.
extension ModelFormulas {
  /// H = (b_FE − b_RE)′ · (V_FE − V_RE)⁻¹ · (b_FE − b_RE); V of the differences in a bootstrap; and
  /// the regressions of the other forms.
  func hausman(_ result: HausmanResult) throws(DocumentError) -> [Math] {
    let variants = result.forms.map(\.variant)
    var formulas: [Math] = []
    if variants.contains(where: { [.classic, .sigmamore, .sigmaless].contains($0) }) {
      formulas.append(
        try quadratic(
          .row([
            .sign("("), try of("V", "fixed-index"), .sign("−"), try of("V", "random-index"),
            .sign(")"),
          ])
        )
      )
    }
    if variants.contains(.robust) {
      formulas.append(
        regression(
          outcome: .subSup(.identifier("y"), sub: Self.both, sup: .sign("∗")),
          regressor: .subSup(.identifier("x"), sub: Self.both, sup: .sign("∗")),
          added: .row([.sign("("), Self.x, .sign("−"), Self.mean, .sign(")")])
        )
      )
    }
    if variants.contains(.mundlak) {
      formulas.append(
        regression(
          outcome: .sub(.identifier("y"), Self.both),
          regressor: Self.x,
          added: Self.mean
        )
      )
    }
    if variants.contains(.bootstrap) {
      formulas.append(try quadratic(.sub(.identifier("V"), .identifier("d"))))
    }
    return formulas
  }

  private static let both = Math.row([.identifier("i"), .identifier("t")])
  private static let x = Math.sub(.identifier("x"), both)
  /// x_i·, the mean of a unit.
  private static let mean = Math.sub(
    .identifier("x"),
    .row([.identifier("i"), .sign("∙")])
  )

  /// H = d′ · V⁻¹ · d.
  private func quadratic(_ covariance: Math) throws(DocumentError) -> Math {
    let difference = Math.row([
      .sign("("), try of("b", "fixed-index"), .sign("−"), try of("b", "random-index"), .sign(")"),
    ])
    return .row([
      .identifier("H"), .sign("="), .sup(difference, .sign("′")), .sign("·"),
      .sup(covariance, .row([.sign("−"), .number("1")])), .sign("·"), difference,
    ])
  }

  private func of(_ letter: String, _ key: String) throws(DocumentError) -> Math {
    .sub(.identifier(letter), .word(try words.glossary.text("hausman", key)))
  }

  /// y = α + β · x + γ · z + ε, γ = 0 under the null hypothesis.
  private func regression(outcome: Math, regressor: Math, added: Math) -> Math {
    .row([
      outcome, .sign("="), .identifier("α"), .sign("+"), .identifier("β"), .sign("·"), regressor,
      .sign("+"), .identifier("γ"), .sign("·"), added, .sign("+"),
      .sub(.identifier("ε"), Self.both),
    ])
  }
}
