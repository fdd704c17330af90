import PanelResults

/// The equations of a censored outcome: the latent one, its disturbances, and what is seen of it.
///
///     y*_it = α + β₁ x_it + u_i + ε_it,   u_i ∼ N(0, σ_u²), ε_it ∼ N(0, σ_e²)
///     y_it = max(l, min(h, y*_it))
extension ModelFormulas {
  func censored(_ fit: any CensoredFit) throws(DocumentError) -> [Math] {
    let index = self.index(of: fit.sample)
    let outcome = try outcome(of: fit)
    guard case .sub(let name, _) = outcome, case .row(var parts) = try formula(of: fit),
      !parts.isEmpty
    else { return [] }
    let latent = Math.subSup(name, sub: index, sup: .sign("*"))
    let unitEffect = Math.sub(.identifier("u"), .identifier("i"))
    parts[0] = latent
    if fit.effects == .random {
      parts.insert(contentsOf: [unitEffect, .sign("+")], at: parts.count - 1)
    }
    return [
      .row(parts), disturbances(fit, unitEffect, index),
      .row([outcome, .sign("=")] + seen(latent, fit.censoring)),
    ]
  }

  private func disturbances(_ fit: any CensoredFit, _ unitEffect: Math, _ index: Math) -> Math {
    func normal(_ variable: Math, _ variance: Math) -> [Math] {
      [
        variable, .sign("∼"), .identifier("N"), .sign("("), .number("0"), .sign(","), variance,
        .sign(")"),
      ]
    }
    func variance(_ letter: String) -> Math {
      .subSup(.identifier("σ"), sub: .identifier(letter), sup: .number("2"))
    }
    let error = Math.sub(.identifier("ε"), index)
    return .row(
      fit.effects == .random
        ? normal(unitEffect, variance("u")) + [.sign(",")] + normal(error, variance("e"))
        : normal(error, .sup(.identifier("σ"), .number("2")))
    )
  }

  private func seen(_ latent: Math, _ censoring: Censoring) -> [Math] {
    var value = [latent]
    if let upper = censoring.upper {
      value = [.word("min"), .sign("("), limit(upper), .sign(",")] + value + [.sign(")")]
    }
    if let lower = censoring.lower {
      value = [.word("max"), .sign("("), limit(lower), .sign(",")] + value + [.sign(")")]
    }
    return value
  }

  private func limit(_ value: Double) -> Math {
    let text = Typesetting.exact(abs(value))
    return value < 0 ? .row([.sign("−"), .number(text)]) : .number(text)
  }
}
