import PanelResults

/// The equations of spatial models, of their effects and of tests about them.
///
/// Letters: W the weights w_ij, ρ and λ the spatial parameters, β coefficients of regressors and θ
/// those of their spatial lags, μ and ξ effects of units and periods, which other models call α
/// and λ.
extension ModelFormulas {
  /// The equation of a model, and that of its errors where these have spatial lags.
  func spatial(_ fit: any SpatialFit) throws(DocumentError) -> [Math] {
    var summands: [Math] = []
    if fit.absorbedEffects.isEmpty, fit.estimates.contains(where: { $0.component == .constant }) {
      summands.append(.identifier("α"))
    }
    let index = self.index(of: fit.sample)
    if fit.model.hasLag {
      summands.append(Self.lag("ρ", of: try words.label(of: fit.heading.outcome ?? "").plainText, fit))
    }
    let slopes = fit.estimates.filter { $0.component == .slopes }.map(\.term)
    let lagged = fit.estimates.filter { $0.component == .spatialLag }.map(\.term)
    if slopes.count > Self.mostTerms {
      summands.append(.row([Self.vector("β"), .sign("·"), .sub(Self.x, index)]))
    } else {
      for (number, term) in slopes.enumerated() {
        summands.append(
          .row([
            Self.letter("β", number, of: slopes.count), .sign("·"),
            .sub(.word(try words.factor(of: term).plainText), index),
          ])
        )
      }
    }
    if lagged.count > Self.mostTerms || slopes.count > Self.mostTerms, !lagged.isEmpty {
      summands.append(.row([Self.vector("θ"), .sign("·"), Self.average(of: Self.x, fit)]))
    } else {
      for (number, term) in lagged.enumerated() {
        summands.append(
          .row([
            Self.letter("θ", number, of: lagged.count), .sign("·"),
            Self.average(of: .word(try words.factor(of: term).plainText), fit),
          ])
        )
      }
    }
    summands += try effects(of: fit)
    let error = fit.model.hasSpatialErrors ? "u" : "ε"
    summands.append(.sub(.identifier(error), index))
    var equations = [Math.row([try outcome(of: fit), .sign("=")] + Self.sum(of: summands))]
    if fit.model.hasSpatialErrors {
      equations.append(
        .row([
          .sub(.identifier("u"), index), .sign("="),
          .identifier("λ"), .sign("·"), Self.average(of: .identifier("u"), fit), .sign("+"),
          .sub(.identifier("ε"), index),
        ])
      )
    }
    if fit.effects != nil { equations.append(Self.multipliers(of: fit.model)) }
    return equations
  }

  /// More regressors than this stand as one vector.
  private static let mostTerms = 4
  private static let x = Math.identifier("x")

  private static func vector(_ letter: String) -> Math {
    .sup(.identifier(letter), .sign("′"))
  }

  private static func letter(_ letter: String, _ index: Int, of count: Int) -> Math {
    count == 1 ? .identifier(letter) : .sub(.identifier(letter), .number(String(index + 1)))
  }

  /// ∑_j w_ij · x_jt
  private static func average(of variable: Math, _ fit: any SpatialFit) -> Math {
    let j = Math.identifier("j")
    let isPanel = fit.sample.unitVariable != nil && fit.sample.timeVariable != nil
    return .row([
      .sub(.sign("∑"), j),
      .sub(.identifier("w"), .row([.identifier("i"), j])), .sign("·"),
      .sub(variable, isPanel ? .row([j, .identifier("t")]) : j),
    ])
  }

  private static func lag(_ letter: String, of name: String, _ fit: any SpatialFit) -> Math {
    .row([.identifier(letter), .sign("·"), average(of: .word(name), fit)])
  }

  private func effects(of fit: any SpatialFit) throws(DocumentError) -> [Math] {
    let unit = Math.sub(.identifier("μ"), .identifier("i"))
    let time = Math.sub(.identifier("ξ"), .identifier("t"))
    return switch fit.panelEffects {
    case .none: []
    case .unit, .random: [unit]
    case .time: [time]
    case .twoWay: [unit, time]
    }
  }

  /// S = (I − ρW)⁻¹ · (βI + θW), of which the effects are averages.
  private static func multipliers(of model: SpatialModel) -> Math {
    let k = Math.identifier("k")
    let unit = Math.identifier("I")
    let weights = Math.identifier("W")
    let beta = Math.sub(.identifier("β"), k)
    let theta = Math.sub(.identifier("θ"), k)
    var right: [Math] = []
    if model.hasLag {
      let inverse = Math.row([
        .sign("("), unit, .sign("−"), .identifier("ρ"), .sign("·"), weights, .sign(")"),
      ])
      right += [.sup(inverse, .row([.sign("−"), .number("1")])), .sign("·")]
    }
    let own = Math.row([beta, .sign("·"), unit])
    if model.hasLaggedRegressors {
      right += [
        .sign("("), own, .sign("+"), theta, .sign("·"), weights, .sign(")"),
      ]
    } else {
      right.append(own)
    }
    return .row([.sub(.identifier("S"), k), .sign("=")] + right)
  }
}

extension ModelFormulas {
  /// The statistics of Lagrange multipliers, in the form for panels where the sample is one, and
  /// of Wald tests of the spatial Durbin model.
  func diagnostics(_ result: SpatialDiagnosticsResult) throws(DocumentError) -> [Math] {
    // Transformed data have other numbers of units and periods.
    guard result.multipliers != .leeYu else { return [] }
    let kinds = result.tests.map(\.id)
    var formulas: [Math] = []
    let e = Math.identifier("e")
    let variance = Math.sup(.identifier("σ"), .number("2"))
    func score(_ of: String) -> Math {
      .fraction(
        .row([.sup(e, .sign("′")), .sign("·"), .identifier("W"), .sign("·"), .identifier(of)]),
        variance
      )
    }
    func squared(_ inside: Math...) -> Math {
      .sup(.row([.sign("(")] + inside + [.sign(")")]), .number("2"))
    }
    func named(_ name: String, _ value: Math) -> Math {
      .row([.sub(.word("LM"), .word(name)), .sign("="), value])
    }
    let j = Math.identifier("J")
    let t = Math.sub(.identifier("T"), .identifier("W"))
    func word(_ key: String) throws(DocumentError) -> String {
      try words.glossary.text("spatial-formulas", key)
    }
    if kinds.contains(.lagMultiplierLag) {
      formulas.append(try named(word("lag"), .fraction(squared(score("y")), j)))
    }
    if kinds.contains(.lagMultiplierError) {
      formulas.append(try named(word("error"), .fraction(squared(score("e")), t)))
    }
    if kinds.contains(.robustLagMultiplierLag) {
      formulas.append(
        try named(
          word("robust-lag"),
          .fraction(
            squared(score("y"), .sign("−"), score("e")),
            .row([j, .sign("−"), t])
          )
        )
      )
    }
    if kinds.contains(.robustLagMultiplierError) {
      let share = Math.fraction(t, j)
      formulas.append(
        try named(
          word("robust-error"),
          .fraction(
            squared(score("e"), .sign("−"), share, .sign("·"), score("y")),
            .row([
              t, .sign("·"), .sign("("), .number("1"), .sign("−"), share, .sign(")"),
            ])
          )
        )
      )
    }
    guard !formulas.isEmpty else { return [] }
    return formulas + Self.definitions(isPanel: result.sample.timeVariable != nil)
  }

  /// J = ((WXb)′M(WXb) + T_W σ²)/σ² and T_W = T · tr(WW + W′W).
  private static func definitions(isPanel: Bool) -> [Math] {
    let variance = Math.sup(.identifier("σ"), .number("2"))
    let weights = Math.identifier("W")
    let transposed = Math.sup(weights, .sign("′"))
    let trace = Math.sub(.identifier("T"), weights)
    let fitted = Math.row([
      .sign("("), weights, .sign("·"), .identifier("X"), .sign("·"), .identifier("b"), .sign(")"),
    ])
    let periods = isPanel ? [Math.identifier("T"), .sign("·")] : []
    return [
      .row([
        .identifier("J"), .sign("="),
        .fraction(
          .row([
            .sup(fitted, .sign("′")), .sign("·"), .identifier("M"), .sign("·"), fitted, .sign("+"),
            trace, .sign("·"), variance,
          ]),
          variance
        ),
      ]),
      .row(
        [trace, .sign("=")] + periods + [
          .word("tr"), .sign("("), weights, .sign("·"), weights, .sign("+"), transposed,
          .sign("·"), weights, .sign(")"),
        ]
      ),
    ]
  }
}
