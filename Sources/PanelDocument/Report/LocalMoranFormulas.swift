import PanelResults

/// The equation of local statistics of spatial autocorrelation.
extension ModelFormulas {
  /// Iᵢ = (zᵢ / m₂) ∑ⱼ wᵢⱼ zⱼ, with z = x − x̄ and m₂ = ∑ᵢ zᵢ² / n.
  static let localMoran: [Math] = {
    let (i, j) = (Math.identifier("i"), Math.identifier("j"))
    func deviation(_ index: Math) -> Math { .sub(.identifier("z"), index) }
    let moment = Math.sub(.identifier("m"), .number("2"))
    let lag = Math.row([
      .sub(.sign("∑"), j), .sub(.identifier("w"), .row([i, j])), .sign("·"), deviation(j),
    ])
    return [
      .row([
        .sub(.identifier("I"), i), .sign("="), .fraction(deviation(i), moment), .sign("·"), lag,
      ]),
      .row([
        deviation(i), .sign("="), .sub(.identifier("x"), i), .sign("−"), .identifier("x̄"),
        .sign(","), moment, .sign("="),
        .fraction(
          .row([.sub(.sign("∑"), i), .sup(deviation(i), .number("2"))]), .identifier("n")),
      ]),
    ]
  }()
}
