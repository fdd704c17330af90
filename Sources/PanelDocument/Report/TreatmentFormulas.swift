import PanelResults

/// The equations of estimators of a treatment's effects, and of tests about them.
///
/// Letters: i a unit, t a period, g the period in which treatment starts, k = t − g the distance
/// from it, D the treatment, δ and τ effects, X covariates, w and s weights.
extension ModelFormulas {
  /// What a result estimates; empty where it estimates no model.
  func formulas(of result: any AnalysisResult) throws(DocumentError) -> [Math] {
    switch result {
    case is PublishedResult: []
    case let study as any RegressionFit & EventTimeResult: [try eventStudy(study)]
    case let fit as any InstrumentedFit: try stages(of: fit)
    case let fit as any CensoredFit: try censored(fit)
    case let fit as any SpatialFit: try spatial(fit)
    case let moderation as ModerationResult: try self.moderation(moderation)
    case let groups as HeterogeneityResult: [try formula(of: groups.overall)]
    case let mediation as MediationResult: try equations(of: mediation)
    case let learned as DoubleMLResult: try equations(of: learned)
    case let fit as any RegressionFit: [try formula(of: fit)]
    case let effects as any TreatmentEffectResult: try formulas(ofEffects: effects)
    case is DecompositionResult: [Self.decomposition]
    case is TreatmentWeightsResult: [Self.weights]
    case let placebo as PlaceboResult: [placebo.draws == nil ? Self.inTime : Self.permutation]
    case is WildBootstrapResult: Self.wildBootstrap
    case is DensityResult: [Self.density]
    case let result as HausmanResult: try hausman(result)
    case let result as MoranResult: Self.autocorrelation(result)
    case let result as SpatialDiagnosticsResult: try diagnostics(result)
    case let result as WeightsSummaryResult: Self.weights(result.weights)
    case is LocalMoranResult: Self.localMoran
    default: Self.robustness(of: result) ?? []
    }
  }

  private func formulas(ofEffects result: any TreatmentEffectResult) throws(DocumentError)
    -> [Math]
  {
    switch result.estimator {
    case .twoWayFixedEffects, .eventStudy: []
    case .callawaySantAnna: [Self.groupTime(result.conventions)]
    case .sunAbraham: try sunAbraham(result)
    case .imputation: try imputation(result)
    case .twoStage: try twoStage(result)
    }
  }
}

// MARK: Letters

extension ModelFormulas {
  private static let i = Math.identifier("i")
  private static let t = Math.identifier("t")
  private static let g = Math.identifier("g")
  private static let k = Math.identifier("k")
  private static let it = Math.row([i, t])

  private static func sub(_ letter: String, _ index: Math) -> Math {
    .sub(.identifier(letter), index)
  }

  /// ∑ over what is written below.
  private static func sum(_ below: Math...) -> Math { .sub(.sign("∑"), .row(below)) }

  private static func product(_ factors: Math...) -> Math {
    .row(factors.enumerated().flatMap { $0 == 0 ? [$1] : [.sign("·"), $1] })
  }

  /// 1[…], which is 1 where the condition holds and 0 elsewhere.
  private static func indicator(_ condition: Math...) -> Math {
    .row([.number("1"), .sign("[")] + condition + [.sign("]")])
  }

  private static func integer(_ number: Int) -> Math {
    number < 0
      ? .row([.sign("−"), .number(String(-number))]) : .number(String(number))
  }

  /// γ′ · X_it, where there are covariates.
  private static func covariates(_ conventions: EffectConventions) -> [Math] {
    conventions.covariates.isEmpty
      ? [] : [product(.sup(.identifier("γ"), .sign("′")), sub("X", it))]
  }
}

// MARK: Estimators

extension ModelFormulas {
  /// y_it = ∑_{k ≠ −1} δ_k · D_it^k + … with D_it^k = 1[t − g_i = k].
  private func eventStudy(_ study: any RegressionFit & EventTimeResult) throws(DocumentError)
    -> Math
  {
    let references = study.path.references.enumerated().flatMap { index, period in
      (index == 0 ? [] : [Math.sign(",")]) + [Self.integer(period)]
    }
    let below = references.isEmpty ? [Self.k] : [Self.k, .sign("≠")] + references
    return try formula(
      of: study,
      effects: (
        study.path.points.compactMap(\.estimate?.term),
        .row([
          .sub(.sign("∑"), .row(below)),
          Self.product(
            Self.sub("δ", Self.k),
            .subSup(.identifier("D"), sub: Self.it, sup: Self.k)
          ),
        ])
      )
    )
  }

  /// τ_gt = E_{G = g}[Y_t − Y_{g−1}] − E_{C}[Y_t − Y_{g−1}], the second mean over units not treated.
  ///
  /// G is infinite for units never treated, and g* the period of those treated last. With
  /// covariates the second change is that expected given X, averaged over the cohort.
  private static func groupTime(_ conventions: EffectConventions) -> Math {
    let before = Math.row([
      g, .sign("−"), .number(String(1 + (conventions.anticipation ?? 0))),
    ])
    let change = Math.row([sub("Y", t), .sign("−"), sub("Y", before)])
    let controls: Math =
      switch conventions.controlGroup {
      case .notYet: .row([sub("D", t), .sign("="), .number("0")])
      case .last: .row([.identifier("G"), .sign("="), .sup(g, .sign("*"))])
      case .never, nil: .row([.identifier("G"), .sign("="), .identifier("∞")])
      }
    let cohort = Math.row([.identifier("G"), .sign("="), g])
    func mean(over group: Math, of value: [Math]) -> [Math] {
      [.sub(.identifier("E"), group), .sign("[")] + value + [.sign("]")]
    }
    let effect = sub("τ", .row([g, t]))
    guard !conventions.covariates.isEmpty else {
      return .row(
        [effect, .sign("=")] + mean(over: cohort, of: [change]) + [.sign("−")]
          + mean(over: controls, of: [change])
      )
    }
    let given = Math.row([controls, .sign(","), .identifier("X")])
    return .row(
      [effect, .sign("=")]
        + mean(
          over: cohort,
          of: [change, .sign("−")] + mean(over: given, of: [change])
        )
    )
  }

  /// Cohort by distance effects in a regression, and their averages by the shares of cohorts.
  private func sunAbraham(_ result: any TreatmentEffectResult) throws(DocumentError) -> [Math] {
    let effect = Self.sub("δ", .row([Self.g, .sign(","), Self.k]))
    let reference = result.conventions.reference
    let distances: [Math] =
      reference.map { [Self.k, .sign("≠"), Self.integer($0)] } ?? [Self.k]
    let summands =
      [
        .row([
          Self.sum(Self.g), .sub(.sign("∑"), .row(distances)),
          Self.product(
            effect,
            Self.indicator(Self.sub("G", Self.i), .sign("="), Self.g),
            .subSup(.identifier("D"), sub: Self.it, sup: Self.k)
          ),
        ])
      ] + Self.covariates(result.conventions) + Self.effects
    return [
      .row([try outcome(of: result), .sign("=")] + Self.sum(of: summands)),
      .row([
        Self.sub("δ", Self.k), .sign("="), Self.sum(Self.g),
        Self.product(Self.sub("s", .row([Self.g, .sign(","), Self.k])), effect),
      ]),
    ]
  }

  /// α_i + λ_t + ε_it.
  private static let effects = [sub("α", i), sub("λ", t), sub("ε", it)]

  /// The model of untreated observations, and the mean of what it leaves of treated ones.
  private func imputation(_ result: any TreatmentEffectResult) throws(DocumentError) -> [Math] {
    let outcome = try outcome(of: result)
    var untreated = outcome
    if case .sub(let name, let index) = outcome {
      untreated = .subSup(name, sub: index, sup: .number("0"))
    }
    let summands =
      [Self.effects[0], Self.effects[1]] + Self.covariates(result.conventions)
      + [Self.effects[2]]
    let treated = Math.row([Self.sub("D", Self.it), .sign("="), .number("1")])
    return [
      .row([untreated, .sign("=")] + Self.sum(of: summands)),
      .row([
        .identifier("τ"), .sign("="),
        .fraction(.number("1"), .sub(.identifier("n"), .number("1"))),
        .sub(.sign("∑"), treated), .sign("("), outcome, .sign("−"), untreated, .sign(")"),
      ]),
    ]
  }

  /// The outcome without the effects of the first stage, on the treatment.
  private func twoStage(_ result: any TreatmentEffectResult) throws(DocumentError) -> [Math] {
    var left: [Math] = [
      try outcome(of: result), .sign("−"), Self.effects[0], .sign("−"), Self.effects[1],
    ]
    for summand in Self.covariates(result.conventions) { left += [.sign("−"), summand] }
    return [
      .row(
        left + [.sign("=")]
          + Self.sum(of: [
            Self.product(.identifier("τ"), Self.sub("D", Self.it)), Self.sub("u", Self.it),
          ])
      )
    ]
  }
}

// MARK: Diagnostics

extension ModelFormulas {
  /// δ = ∑ s_j · δ_j over all comparisons j, with ∑ s_j = 1.
  private static let decomposition: Math = {
    let j = Math.identifier("j")
    return .row([
      .identifier("δ"), .sign("="), sum(j), product(sub("s", j), sub("δ", j)), .sign(","),
      sum(j), sub("s", j), .sign("="), .number("1"),
    ])
  }()

  /// δ = ∑ w_it · τ_it over treated cells, with ∑ w_it = 1.
  private static let weights: Math = {
    let treated = Math.row([sub("D", it), .sign("="), .number("1")])
    return .row([
      .identifier("δ"), .sign("="), .sub(.sign("∑"), treated),
      product(sub("w", it), sub("τ", it)), .sign(","), .sub(.sign("∑"), treated), sub("w", it),
      .sign("="), .number("1"),
    ])
  }()

  /// p = (1/R) ∑ 1[δ_r² ≥ δ²]: squares stand for absolute values.
  private static let permutation: Math = {
    let r = Math.identifier("r")
    let two = Math.number("2")
    return .row([
      .identifier("p"), .sign("="), .fraction(.number("1"), .identifier("R")), sum(r),
      indicator(
        .subSup(.identifier("δ"), sub: r, sup: two),
        .sign("≥"),
        .sup(.identifier("δ"), two)
      ),
    ])
  }()

  /// D_it^s = D_{i,t+s}: the treatment s periods early.
  private static let inTime: Math = {
    let s = Math.identifier("s")
    return .row([
      .subSup(.identifier("D"), sub: it, sup: s), .sign("="),
      sub("D", .row([i, .sign(","), t, .sign("+"), s])),
    ])
  }()

  /// y*_it = b′X_it + v_g · u_it and p = 1 − (1/B) ∑ 1[t² ≥ t_b²]: the share of draws beyond t.
  private static let wildBootstrap: [Math] = {
    let b = Math.identifier("b")
    let two = Math.number("2")
    return [
      .row([
        .subSup(.identifier("y"), sub: it, sup: .sign("*")), .sign("="),
        product(.sup(b, .sign("′")), sub("X", it)), .sign("+"),
        product(sub("v", g), sub("u", it)),
      ]),
      .row([
        .identifier("p"), .sign("="), .number("1"), .sign("−"),
        .fraction(.number("1"), .identifier("B")), sum(b),
        indicator(
          .sup(.identifier("t"), two),
          .sign("≥"),
          .subSup(.identifier("t"), sub: b, sup: two)
        ),
      ]),
    ]
  }()

  /// f(x) = 1/(n h) ∑ K((x − x_i)/h).
  private static let density: Math = {
    let x = Math.identifier("x")
    let h = Math.identifier("h")
    return .row([
      .identifier("f"), .sign("("), x, .sign(")"), .sign("="),
      .fraction(.number("1"), .row([.identifier("n"), h])), sum(i), .identifier("K"), .sign("("),
      .fraction(.row([x, .sign("−"), sub("x", i)]), h), .sign(")"),
    ])
  }()
}
