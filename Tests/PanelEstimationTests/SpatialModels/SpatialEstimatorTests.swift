import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// Models with spatial lag and errors, random effects, two-stage least squares and sandwiches.
@Suite struct SpatialEstimatorTests {
  private func all(_ result: SpatialRegressionResult) -> [Estimate] {
    [result.constant].compactMap { $0 } + result.slopes + result.lags
  }

  @Test(arguments: ["cs_columbus", "cs_columbus_hoval", "cs_columbus_old"])
  func agreesOnLagAndErrorsTogether(_ id: String) throws {
    let oracle = try SpatialOracle(id)
    let isOld = id == "cs_columbus_old"
    let panel = try SpatialSamples.panel(
      isOld ? "columbus_old.csv" : "columbus.csv",
      unit: isOld ? "id" : "POLYID"
    )
    let links = isOld ? "columbus_old.edges.csv" : "columbus_queen.edges.csv"
    let weights = try SpatialSamples.links(links, of: panel)
    let formula = id == "cs_columbus_hoval" ? "HOVAL ~ INC + CRIME" : "CRIME ~ INC + HOVAL"
    let result = try SpatialSamples.fit(formula, .sac, on: panel, weights)
    expectSpatial(all(result).map(\.value), oracle.numbers("sac_beta"), 1e-7, "\(id) beta")
    let (rho, lambda) = (result.spatialParameters[0], result.spatialParameters[1])
    expectSpatial(rho.value, oracle.number("sac_rho"), 1e-7, "\(id) rho")
    expectSpatial(lambda.value, oracle.number("sac_lambda"), 1e-7, "\(id) lambda")
    expectSpatial(result.number(.errorVariance), oracle.number("sac_sigma2"), 1e-8, "\(id) sigma2")
    expectSpatial(
      result.number(.logLikelihood),
      oracle.number("sac_loglik"),
      1e-11,
      "\(id) log likelihood"
    )
    #expect(rho.standardError.value ?? 0 > 0 && lambda.standardError.value ?? 0 > 0)
    #expect(result.covarianceMatrix.count == 6)
  }

  /// A model with errors alone, or a lag alone, is no higher than both.
  @Test func isAsHighAsTheModelsItHolds() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    for estimator in [SpatialEstimator.direct, .leeYu] {
      let heights = try [SpatialModel.sac, .sar, .sem].map { model in
        try SpatialSamples.fit(
          "logc ~ logp + logy | state + year",
          model,
          on: panel,
          weights,
          estimator: estimator
        ).number(.logLikelihood) ?? .nan
      }
      #expect(heights[0] >= heights[1] && heights[0] >= heights[2])
    }
  }

  @Test(arguments: [SpatialModel.sar, .sdm, .sem])
  func agreesOnRandomEffects(_ model: SpatialModel) throws {
    let oracle = try SpatialOracle("panel_cigar_individual")
    let prefix = model == .sem ? "re_semkkp" : "re_\(model.rawValue)"
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    let result = try SpatialSamples.fit(
      "logc ~ logp + logy",
      model,
      on: panel,
      weights,
      vcov: "observed",
      random: "state"
    )
    let parameter = result.spatialParameters[0]
    expectSpatial(
      all(result).map(\.value),
      oracle.numbers("\(prefix)_beta"),
      1e-9,
      "\(prefix) beta"
    )
    expectSpatial(
      parameter.value,
      oracle.number("\(prefix)_\(model.hasLag ? "rho" : "lambda")"),
      1e-9,
      prefix
    )
    expectSpatial(
      result.number(.errorVariance),
      oracle.number("\(prefix)_sigma2"),
      1e-9,
      "\(prefix) sigma2"
    )
    expectSpatial(
      result.number(.logLikelihood),
      oracle.number("\(prefix)_loglik"),
      1e-11,
      "\(prefix) ll"
    )
    expectSpatial(
      result.number(.unitDeviation).map { $0 * $0 },
      oracle.number("\(prefix)_sigma2_mu"),
      1e-8,
      "\(prefix) variance of units"
    )
    expectSpatial(
      result.number(.quasiDemeaning).map { 1 - $0 },
      oracle.number("\(prefix)_theta"),
      1e-9,
      "\(prefix) theta"
    )
    expectSpatial(
      all(result).map { $0.standardError.value ?? .nan } + [parameter.standardError.value ?? .nan],
      oracle.numbers("\(prefix)_se"),
      1e-4,
      "\(prefix) se"
    )
    #expect(result.panelEffects == .random)
  }

  /// Elhorst (2014), table 3.3: 0.224, log likelihood 1555.5, with his determinants from a grid.
  @Test func agreesWithPrintedRandomEffectsBesidePeriods() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    let result = try SpatialSamples.fit(
      "logc ~ logp + logy | year",
      .sdm,
      on: panel,
      weights,
      random: "state"
    )
    #expect(abs(result.spatialParameters[0].value - 0.224) < 0.015)
    for (value, printed) in zip(all(result).map(\.value), [-1.007, 0.593, 0.066, -0.271]) {
      #expect(abs(value - printed) < 0.01)
    }
    #expect(abs((result.number(.logLikelihood) ?? 0) - 1555.5) < 0.5)
    #expect(abs((result.number(.quasiDemeaning) ?? 0) - (1 - 0.087)) < 0.001)
  }

  @Test func agreesOnTwoStages() throws {
    let oracle = try SpatialOracle("two_stage_columbus")
    let panel = try SpatialSamples.columbus()
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    for (vcov, name) in [("expected", "plain"), ("robust", "white")] {
      let result = try SpatialSamples.fit(
        "CRIME ~ INC + HOVAL",
        .sar,
        on: panel,
        weights,
        estimator: .twoStage,
        vcov: vcov
      )
      let estimates = all(result) + result.spatialParameters
      expectSpatial(estimates.map(\.value), oracle.numbers("\(name)_beta"), 1e-9, name)
      // spreg's White covariance has no factor, ours G/(G − 1).
      let factor = name == "white" ? (48.0 / 49).squareRoot() : 1
      expectSpatial(
        estimates.map { ($0.standardError.value ?? .nan) * factor },
        oracle.numbers("\(name)_se"),
        1e-9,
        "\(name) se"
      )
      #expect(result.number(.logLikelihood) == nil)
    }
  }

  /// Two estimators of one model are near each other where instruments are strong.
  @Test func findsWithInstrumentsWhatMaximumLikelihoodFinds() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    let formula = "logc ~ logp + logy | state + year"
    let likelihood = try SpatialSamples.fit(formula, .sar, on: panel, weights)
    let stages = try SpatialSamples.fit(formula, .sar, on: panel, weights, estimator: .twoStage)
    #expect(abs(all(likelihood)[0].value - all(stages)[0].value) < 0.05)
    #expect(abs(likelihood.spatialParameters[0].value - stages.spatialParameters[0].value) < 0.3)
  }

  @Test(arguments: [SpatialEstimator.direct, .leeYu])
  func agreesOnSandwiches(_ estimator: SpatialEstimator) throws {
    let oracle = try SpatialOracle("sandwich_cigar")
    let prefix = estimator == .direct ? "sdm" : "ly_sdm"
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    for (vcov, name) in [
      ("cluster(state)", "cluster"), ("robust", "cluster"), ("driscoll-kraay(3)", "dk3"),
    ] {
      let result = try SpatialSamples.fit(
        "logc ~ logp + logy | state + year",
        .sdm,
        on: panel,
        weights,
        estimator: estimator,
        vcov: vcov
      )
      let estimates = all(result) + result.spatialParameters
      let reference = oracle.numbers("\(prefix)_se_\(name)") ?? []
      expectSpatial(
        estimates.map { $0.standardError.value ?? .nan },
        Array(reference.dropLast()),
        1e-7,
        "\(prefix) \(vcov)"
      )
      #expect(result.covariance.kind == (name == "dk3" ? .driscollKraay : .cluster))
      #expect(result.covariance.serial?.lags == (name == "dk3" ? 3 : nil))
    }
  }

  /// Scores sum to zero at the top, so a sandwich of rows has the size of an information.
  @Test func sandwichesCrossSections() throws {
    let panel = try SpatialSamples.columbus()
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    for model in [SpatialModel.sar, .sem, .sac, .sdm] {
      let robust = try SpatialSamples.fit(
        "CRIME ~ INC + HOVAL",
        model,
        on: panel,
        weights,
        vcov: "robust"
      )
      let observed = try SpatialSamples.fit(
        "CRIME ~ INC + HOVAL",
        model,
        on: panel,
        weights,
        vcov: "observed"
      )
      #expect(robust.covariance.kind == .robust)
      for (a, b) in zip(all(robust), all(observed)) {
        let ratio = (a.standardError.value ?? 0) / (b.standardError.value ?? 1)
        #expect(a.value == b.value && ratio > 0.3 && ratio < 3)
      }
    }
  }

  @Test func refusesWhatWouldBeIgnored() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    func message(
      _ formula: String,
      _ model: SpatialModel,
      estimator: SpatialEstimator? = nil,
      vcov: String = "expected",
      random: String? = nil
    ) throws -> String {
      do {
        _ = try SpatialSamples.fit(
          formula,
          model,
          on: panel,
          weights,
          estimator: estimator,
          vcov: vcov,
          random: random
        )
        return "no error"
      } catch let error as EstimationError {
        return error.description
      }
    }
    #expect(
      try message("logc ~ logp | state", .sar, random: "state")
        == "'logc ~ logp | state' absorbs the effects of 'state', which 'random' takes as random. "
        + "Take 'state' out of the formula, or take out 'random'."
    )
    #expect(
      try message("logc ~ logp", .sar, random: "year")
        == "'random: year' names no unit of this panel: random effects are those of 'state'."
    )
    #expect(
      try message("logc ~ logp", .sac, random: "state")
        == "Random effects of units are for sar, sem, sdm and sdem, not the sac of 'logc ~ logp' "
        + "with weights 'w'."
    )
    #expect(
      try message("logc ~ logp", .sar, vcov: "robust", random: "state")
        == "Random effects of units have the covariance of their likelihood: write 'expected' or "
        + "'observed'."
    )
    #expect(
      try message("logc ~ logp | state", .sem, estimator: .twoStage)
        == "'estimator: two-stage' takes spatial lags of regressors as instruments for that of the "
        + "outcome, in sar and sdm, and not in the sem of 'logc ~ logp | state' with weights 'w'."
    )
    #expect(
      try message("logc ~ logp | state", .sar, vcov: "cluster(year)")
        == "The covariance 'cluster(year)': a spatial panel model clusters by its units, "
        + "'cluster(state)'."
    )
    #expect(
      try message("logc ~ logp | state", .sar, vcov: "driscoll-kraay(30)")
        == "30 lags are too many for 30 periods: 'driscoll-kraay' takes at most 29, and 3 where it "
        + "names none."
    )
    #expect(
      try message("logc ~ logp | state + year", .sar, estimator: .biasCorrected, vcov: "robust")
        == "The bias correction is of the likelihood's own covariance: with 'estimator: "
        + "bias-corrected' use 'expected' or 'observed'."
    )
  }
}
