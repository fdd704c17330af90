import PanelEstimation
import PanelResults
import Testing

/// Agreement with AER, censReg, nlme, lme4 and quadrature by other programs.
@Suite struct TobitOracleTests {
  @Test(arguments: ["tobit_affairs", "tobit_affairs_two_limit", "tobit_mroz_hours", "tobit_tobin"])
  func agreesWithAERAndCensReg(_ id: String) throws {
    let oracle = try TobitOracle(id)
    let result = try TobitSamples.fit(
      oracle.spec.formula,
      on: oracle.panel(),
      lower: oracle.spec.lower,
      upper: oracle.spec.upper
    )
    // The reference differentiates numerically: its second derivatives keep six digits.
    expectEstimates(result, oracle, coefficients: 3e-8, errors: 1e-6)
    expectAgreement(result.scale(.sigma)?.value, oracle.extra.sigma, 1e-9, "sigma")
    expectAgreement(
      result.scale(.sigma)?.standardError.value,
      oracle.extra.se_sigma,
      5e-7,
      "se of sigma"
    )
    #expect(result.quadrature == nil)
    #expect(result.test(.unitEffects) == nil)
  }

  static let random = [
    "retobit_castle_no_censoring", "retobit_jtrain_hrsemp", "retobit_ricefarms_phosphate",
  ]

  @Test(arguments: random)
  func agreesWithTheConvergedIntegral(_ id: String) throws {
    let oracle = try TobitOracle(id)
    let result = try TobitSamples.fit(
      oracle.spec.formula,
      on: oracle.panel(),
      lower: oracle.spec.lower,
      upper: oracle.spec.upper,
      effects: .random,
      points: 64
    )
    expectEstimates(result, oracle, coefficients: 1e-6, errors: 1e-5)
    let extra = oracle.extra
    for (name, value, error) in [
      (Statistic.unitDeviation, extra.sigma_u, extra.se_sigma_u),
      (.errorDeviation, extra.sigma_e, extra.se_sigma_e), (.unitShare, extra.rho, extra.se_rho),
    ] {
      expectAgreement(result.scale(name)?.value, value, 1e-7, name.rawValue)
      expectAgreement(result.scale(name)?.standardError.value, error, 1e-6, "se \(name.rawValue)")
      #expect(result.number(name) == result.scale(name)?.value)
    }
    expectAgreement(
      result.test(.slopes)?.statistic.value,
      extra.wald_chi2?.chi2,
      1e-6,
      "Wald"
    )
    expectAgreement(
      result.test(.slopes)?.pValue.value,
      extra.wald_chi2?.p_chi2,
      1e-4,
      "p of Wald"
    )
    #expect(result.test(.slopes)?.degreesOfFreedom == extra.wald_chi2.map { Double($0.q) })
    let ratio = result.test(.unitEffects)
    expectAgreement(
      ratio?.statistic.value,
      extra.lr_test_vs_pooled?.chibar2_01,
      1e-9,
      "likelihood ratio"
    )
    expectAgreement(
      ratio?.pValue.value,
      extra.lr_test_vs_pooled?.p_chibar2,
      1e-7,
      "p of the ratio"
    )
    #expect(result.number(.units) == extra.n_groups.map(Double.init))
    #expect(result.remarks.contains { $0.id == .unstableQuadrature } == false)
  }

  /// Twelve points, the usual number, keep four digits here.
  @Test(arguments: random)
  func twelvePointsComeClose(_ id: String) throws {
    let oracle = try TobitOracle(id)
    let result = try TobitSamples.fit(
      oracle.spec.formula,
      on: oracle.panel(),
      lower: oracle.spec.lower,
      upper: oracle.spec.upper,
      effects: .random
    )
    #expect(result.quadrature?.points == 12)
    #expect(result.quadrature?.checkPoints == [8, 16])
    for (name, value) in oracle.coef {
      let error = try #require(oracle.se[name])
      let estimate = result.estimate(named: name)
      expectAgreement(estimate?.value, value, 1e-4, name, absolute: 1e-3 * error)
      expectAgreement(estimate?.standardError.value, error, 1e-3, "se of \(name)")
    }
    expectAgreement(result.number(.logLikelihood), oracle.extra.loglik, 1e-5, "log likelihood")
  }

  /// Pooled beside random effects: the model of the likelihood-ratio test.
  @Test(arguments: random)
  func agreesWithThePooledFitOfTheReference(_ id: String) throws {
    let oracle = try TobitOracle(id)
    let pooled = try #require(oracle.extra.pooled_tobit)
    let result = try TobitSamples.fit(
      oracle.spec.formula,
      on: oracle.panel(),
      lower: oracle.spec.lower,
      upper: oracle.spec.upper
    )
    for (name, value) in pooled.coef {
      expectAgreement(result.estimate(named: name)?.value, value, 2e-7, name)
    }
    expectAgreement(result.scale(.sigma)?.value, pooled.sigma, 1e-9, "sigma")
    expectAgreement(result.number(.logLikelihood), pooled.loglik, 1e-12, "log likelihood")
  }

  private func expectEstimates(
    _ result: TobitResult,
    _ oracle: TobitOracle,
    coefficients: Double,
    errors: Double
  ) {
    #expect(result.sample.n == oracle.n)
    for (name, value) in oracle.coef.sorted(by: { $0.key < $1.key }) {
      let estimate = result.estimate(named: name)
      let error = oracle.se[name] ?? 0
      expectAgreement(estimate?.value, value, coefficients, name, absolute: 1e-8 * error)
      expectAgreement(estimate?.standardError.value, error, errors, "se of \(name)")
      expectAgreement(
        estimate?.pValue.value,
        oracle.p[name],
        1e-4,
        "p of \(name)",
        absolute: 1e-12
      )
      for (end, found) in [estimate?.intervalLow.value, estimate?.intervalHigh.value].enumerated() {
        expectAgreement(
          found,
          oracle.ci95[name]?[end],
          1e-6,
          "interval of \(name)",
          absolute: 4 * errors * error
        )
      }
      #expect(estimate?.distribution == .normal)
    }
    expectAgreement(result.number(.logLikelihood), oracle.extra.loglik, 1e-11, "log likelihood")
    #expect(result.censoring.uncensored == oracle.extra.n_uncensored)
    #expect(result.censoring.left == oracle.extra.n_left)
    #expect(result.censoring.right == oracle.extra.n_right)
  }
}
