import PanelResults

/// The equations of global statistics of spatial autocorrelation.
///
/// Letters: i and j units, w their weights, S₀ the sum of all weights, x values, e residuals.
extension ModelFormulas {
  /// I = (n / S₀) ∑ᵢ∑ⱼ wᵢⱼ (xᵢ − x̄)(xⱼ − x̄) / ∑ᵢ (xᵢ − x̄)², and the like.
  static func autocorrelation(_ result: MoranResult) -> [Math] {
    switch (result.kind, result.inference) {
    case (.moran, .residuals): [moran(of: residual)]
    case (.moran, _): [moran(of: deviation)]
    case (.geary, _): [geary]
    case (.getisOrd, _): [getisOrd]
    }
  }

  private static let i = Math.identifier("i")
  private static let j = Math.identifier("j")
  private static let n = Math.identifier("n")
  private static let total = Math.sub(.identifier("S"), .number("0"))
  private static let weight = Math.sub(.identifier("w"), .row([i, j]))
  private static let double = Math.row([.sub(.sign("∑"), i), .sub(.sign("∑"), j)])

  private static func residual(_ index: Math) -> Math { .sub(.identifier("e"), index) }

  private static func value(_ index: Math) -> Math { .sub(.identifier("x"), index) }

  private static func bracketed(_ parts: Math...) -> Math {
    .row([.sign("(")] + parts + [.sign(")")])
  }

  private static func deviation(_ index: Math) -> Math {
    bracketed(value(index), .sign("−"), .identifier("x̄"))
  }

  private static func squared(_ math: Math) -> Math { .sup(math, .number("2")) }

  private static func moran(of value: (Math) -> Math) -> Math {
    .row([
      .identifier("I"), .sign("="), .fraction(n, total), .sign("·"),
      .fraction(
        .row([double, weight, .sign("·"), value(i), .sign("·"), value(j)]),
        .row([.sub(.sign("∑"), i), squared(value(i))])
      ),
    ])
  }

  private static let geary = Math.row([
    .identifier("C"), .sign("="),
    .fraction(
      .row([n, .sign("−"), .number("1")]),
      .row([.number("2"), .sign("·"), total])
    ),
    .sign("·"),
    .fraction(
      .row([
        double, weight, .sign("·"), squared(bracketed(value(i), .sign("−"), value(j))),
      ]),
      .row([.sub(.sign("∑"), i), squared(deviation(i))])
    ),
  ])

  private static let getisOrd: Math = {
    let pair = Math.row([value(i), .sign("·"), value(j)])
    let neighbour = Math.row([
      .number("1"), .sign("["), weight, .sign("≠"), .number("0"), .sign("]"),
    ])
    let others = Math.sub(.sign("∑"), .row([j, .sign("≠"), i]))
    return .row([
      .identifier("G"), .sign("="),
      .fraction(
        .row([double, neighbour, .sign("·"), pair]),
        .row([.sub(.sign("∑"), i), others, pair])
      ),
    ])
  }()
}
