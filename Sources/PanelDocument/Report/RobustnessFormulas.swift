import PanelResults

/// The equations of adjusted p-values, of selection on unobservables, and of specification curves.
extension ModelFormulas {
  /// What such a result computes; `nil` for another result.
  static func robustness(of result: any AnalysisResult) -> [Math]? {
    switch result {
    case let tests as MultipleTestingResult:
      tests.adjustments.contains(.romanoWolf) ? [stepDown] : []
    case is OsterResult: selection
    case let curve as SpecificationCurveResult: [specification(index(of: curve.sample))]
    default: nil
    }
  }

  /// p₍ⱼ₎ = max (1 + ∑ 1[max |t*₍ₗ₎| ≥ |t₍ₖ₎|]) / (B + 1) over k ≤ j, l ≥ k.
  private static let stepDown: Math = {
    func ranked(_ letter: Math, _ index: String) -> Math {
      .sub(letter, .row([.sign("("), .identifier(index), .sign(")")]))
    }
    func size(_ inner: Math) -> Math { .row([.sign("|"), inner, .sign("|")]) }
    let drawn = Math.sub(
      .sup(.identifier("t"), .sign("*")),
      .row([.sign("("), .identifier("l"), .sign(")"), .identifier("b")]))
    let largest = Math.row([
      .sub(.word("max"), .row([.identifier("l"), .sign("≥"), .identifier("k")])), size(drawn),
    ])
    let sum = Math.row([
      .number("1"), .sign("+"), .sub(.sign("∑"), .identifier("b")), .number("1"), .sign("["),
      largest, .sign("≥"), size(ranked(.identifier("t"), "k")), .sign("]"),
    ])
    return .row([
      ranked(.identifier("p"), "j"), .sign("="),
      .sub(.word("max"), .row([.identifier("k"), .sign("≤"), .identifier("j")])),
      .fraction(sum, .row([.identifier("B"), .sign("+"), .number("1")])),
    ])
  }()

  /// y = β x + w₁ + w₂ + ε, and cov(x, w₂) / var(w₂) = δ cov(x, w₁) / var(w₁).
  private static let selection: [Math] = {
    func index(_ number: String) -> Math { .sub(.identifier("w"), .number(number)) }
    func share(_ number: String) -> Math {
      .fraction(
        .row([
          .word("cov"), .sign("("), .identifier("x"), .sign(","), index(number), .sign(")"),
        ]),
        .row([.word("var"), .sign("("), index(number), .sign(")")])
      )
    }
    return [
      .row([
        .identifier("y"), .sign("="), .identifier("β"), .sign("·"), .identifier("x"), .sign("+"),
        index("1"), .sign("+"), index("2"), .sign("+"), .identifier("ε"),
      ]),
      .row([share("2"), .sign("="), .identifier("δ"), .sign("·"), share("1")]),
    ]
  }()

  /// y = βₛ x + γₛ′ zₛ + μₛ + ε for specification s.
  private static func specification(_ index: Math) -> Math {
    func own(_ letter: String) -> Math { .sub(.identifier(letter), .identifier("s")) }
    return .row([
      .sub(.identifier("y"), index), .sign("="), own("β"), .sign("·"),
      .sub(.identifier("x"), index), .sign("+"),
      .subSup(.identifier("γ"), sub: .identifier("s"), sup: .sign("′")), .sign("·"),
      .sub(.identifier("z"), .row([.identifier("s"), index])), .sign("+"), own("μ"), .sign("+"),
      .sub(.identifier("ε"), index),
    ])
  }
}
