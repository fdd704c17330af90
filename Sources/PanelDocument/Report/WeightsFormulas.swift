import PanelResults

/// The equations of spatial weights.
extension ModelFormulas {
  /// How weights are made, and how they are standardised; none for those that were read or found.
  static func weights(_ weights: SpatialWeightsDescription) -> [Math] {
    guard let construction = construction(of: weights) else { return [] }
    let element = weights.standardisation == .none ? w : raw
    return [.row([element, .sign("=")] + construction)]
      + (standardisation(weights.standardisation).map { [$0] } ?? [])
  }

  private static let pair = Math.row([.identifier("i"), .identifier("j")])
  private static let w = Math.sub(.identifier("w"), pair)
  /// The weight before it is standardised.
  private static let raw = Math.subSup(.identifier("w"), sub: pair, sup: .sign("∗"))
  private static let distance = Math.sub(.identifier("d"), pair)

  private static func mean(_ index: String? = nil) -> Math {
    index.map { .sub(.identifier("x̄"), .identifier($0)) } ?? .identifier("x̄")
  }

  private static func construction(of weights: SpatialWeightsDescription) -> [Math]? {
    switch weights.method {
    case .inverseDistance: [power(distance, weights)]
    case .exponential:
      [.word("exp"), .sign("("), .sign("−"), .identifier("δ"), .sign("·"), distance, .sign(")")]
    case .nearest:
      weights.variant == nil
        ? [
          .number("1"), .sign("["), distance, .sign("≤"),
          .sub(.identifier("d"), .row([.identifier("i"), .sign("("), .identifier("k"), .sign(")")])),
          .sign("]"),
        ] : nil
    case .economicDistance:
      [
        power(
          .row([.sign("|"), mean("i"), .sign("−"), mean("j"), .sign("|")]),
          weights
        )
      ]
    case .economicGeographic:
      [.sub(.identifier("g"), pair), .sign("·"), .fraction(mean("j"), mean())]
    case .nested:
      [.sub(.sign("∏"), .identifier("m")), .sub(.identifier("w"), .row([.identifier("m"), .sign(","), pair]))]
    case .mixture:
      [
        .sub(.sign("∑"), .identifier("m")), .sub(.identifier("a"), .identifier("m")), .sign("·"),
        .sub(.identifier("w"), .row([.identifier("m"), .sign(","), pair])),
      ]
    case .contiguity, .file: nil
    }
  }

  /// 1/d, or 1/dᵖ.
  private static func power(_ base: Math, _ weights: SpatialWeightsDescription) -> Math {
    let isLinear = weights.parameters["power"].map { $0 == 1 } ?? true
    return .fraction(.number("1"), isLinear ? base : .sup(base, .identifier("p")))
  }

  private static func standardisation(
    _ standardisation: SpatialWeightsDescription.Standardisation
  ) -> Math? {
    switch standardisation {
    case .none: nil
    case .row:
      .row([
        w, .sign("="),
        .fraction(
          raw,
          .row([
            .sub(.sign("∑"), .identifier("k")),
            .subSup(
              .identifier("w"),
              sub: .row([.identifier("i"), .identifier("k")]),
              sup: .sign("∗")
            ),
          ])
        ),
      ])
    case .spectral:
      .row([w, .sign("="), .fraction(raw, .sub(.identifier("λ"), .word("max")))])
    case .minMax: .row([w, .sign("="), .fraction(raw, .identifier("τ"))])
    }
  }
}
