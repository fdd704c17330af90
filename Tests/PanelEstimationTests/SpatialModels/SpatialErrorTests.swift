import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// What spatial models refuse, and in which words.
@Suite struct SpatialErrorTests {
  private func message(
    _ formula: String,
    _ model: SpatialModel = .sdm,
    on panel: Panel,
    _ weights: SpatialWeights,
    estimator: SpatialEstimator? = nil,
    vcov: String = "expected",
    lagged: [String]? = nil,
    condition: String? = nil
  ) throws -> String {
    do {
      _ = try SpatialSamples.fit(
        formula,
        model,
        on: panel,
        weights,
        estimator: estimator,
        vcov: vcov,
        lagged: lagged,
        condition: condition
      )
      return "no error"
    } catch let error as EstimationError {
      return error.description
    }
  }

  private func cigar() throws -> (Panel, SpatialWeights) {
    let panel = try SpatialSamples.cigar()
    return (panel, try SpatialSamples.links("us46.edges.csv", of: panel))
  }

  @Test func namesUnitsAndPeriodsThatAreNotThere() throws {
    let (panel, weights) = try cigar()
    let text = try message(
      "logc ~ logp + logy | state + year",
      on: panel,
      weights,
      condition: "!(state == 3 & year > 90) & !(state == 7 & year == 70)"
    )
    #expect(
      text.hasPrefix(
        "The panel is not balanced in the sample of this model: 2 of 46 units are not observed in "
          + "all 30 periods (3 lacks 91, 92; 7 lacks 70)."
      ),
      "\(text)"
    )
    let lagged = try message("logc ~ L.logp | state + year", on: panel, weights)
    #expect(!lagged.contains("not balanced"), "\(lagged)")
  }

  @Test func matchesUnitsByName() throws {
    let (panel, weights) = try cigar()
    let few = try message("logc ~ logp | state", on: panel, weights, condition: "state != 3")
    #expect(
      few.hasPrefix("The weights 'w' have a unit without observations in this model: 3."),
      "\(few)"
    )
    let places = Array(1..<46)
    var smaller = weights
    smaller.ids = places.map { weights.ids[$0] }
    smaller.matrix = weights.matrix.submatrix(places)
    let more = try message("logc ~ logp | state", on: panel, smaller)
    #expect(
      more.hasPrefix("The weights 'w' have no row for 1 of the 46 units of the sample: 1."),
      "\(more)"
    )
    let context = AnalysisContext(id: "s", spatialWeights: ["queen": weights])
    #expect(throws: EstimationError.self) {
      try SpatialPanel(
        SpatialOptions(formulas: ["logc ~ logp"], models: [.sar], weights: ["quen"])
      ).run(on: panel, in: context)
    }
  }

  @Test func refusesEffectsOfAnythingElse() throws {
    let panel = try SpatialSamples.panel("china30_synthetic.csv", unit: "id", time: "year")
    let weights = try SpatialSamples.economicDistance(of: panel, "gdp_pc")
    let region = try message("er ~ dt | region", on: panel, weights)
    #expect(
      region
        == "'er ~ dt | region' absorbs effects of region. Spatial panel models absorb those of "
        + "units ('id') and periods ('year'); write others as indicators, as in '+ i(region)'.",
      "\(region)"
    )
    let columbus = try SpatialSamples.columbus()
    let queen = try SpatialSamples.links("columbus_queen.edges.csv", of: columbus)
    #expect(
      try message("CRIME ~ INC | NSA", on: columbus, queen).contains(
        "which a cross-section of units does not have"
      )
    )
    #expect(
      try message("er ~ 1 | id | dt ~ edu", on: panel, weights).contains("has instruments")
    )
  }

  @Test func refusesRegressorsWithoutVariation() throws {
    let panel = try SpatialSamples.panel("china30_synthetic.csv", unit: "id", time: "year")
    let weights = try SpatialSamples.economicDistance(of: panel, "gdp_pc")
    #expect(
      try message("er ~ dt + lat | id + year", on: panel, weights)
        == "'lat' does not vary once the effects of 'id' and 'year' are removed, and has no "
        + "coefficient. Take it out of the formula."
    )
    // Rows of weights are averages, so that what is the same for all is its own lag.
    #expect(
      try message("er ~ dt + i(year) | id", on: panel, weights).contains(
        "The spatial lag of 'year::2014' is a linear combination of 'year::2014'"
      )
    )
    #expect(
      try message("er ~ dt + i(year) | id", on: panel, weights, lagged: ["dt"]) == "no error"
    )
    #expect(
      try message("er ~ dt + I(2 * dt)", .sar, on: panel, weights).contains(
        "is a linear combination of 'dt': it has no coefficient of its own."
      )
    )
  }

  @Test func refusesLagsThatNoModelHas() throws {
    let (panel, weights) = try cigar()
    #expect(
      try message("logc ~ logp | state", .sar, on: panel, weights, lagged: ["logp"])
        == "'spatial_lags' names regressors whose spatial lags enter, and the model 'sar' has none. "
        + "Take the key out, or use sdm, slx or sdem."
    )
    #expect(
      try message("logc ~ logp | state", on: panel, weights, lagged: ["logpp"]).contains(
        "which is no regressor of 'logc ~ logp | state'. Did you mean 'logp'?"
      )
    )
  }

  @Test func refusesEstimatorsThatWouldBeIgnored() throws {
    let (panel, weights) = try cigar()
    #expect(
      try message("logc ~ logp", .sar, on: panel, weights, estimator: .leeYu).hasPrefix(
        "'estimator: lee-yu' transforms away effects of units and periods"
      )
    )
    #expect(
      try message("logc ~ logp | state", .sar, on: panel, weights, estimator: .biasCorrected)
        .hasPrefix("'estimator: bias-corrected' corrects rho of sar and sdm")
    )
    #expect(
      try message("logc ~ logp | state", .slx, on: panel, weights, estimator: .direct)
        .contains("is least squares: take 'estimator' out")
    )
    #expect(
      try message("logc ~ logp | state", .sar, on: panel, weights, estimator: .leastSquares)
        .contains("The estimator 'least-squares' is none of the sar")
    )
  }

  @Test func refusesCovariancesOfLeastSquares() throws {
    let (panel, weights) = try cigar()
    #expect(
      try message("logc ~ logp | state", .sar, on: panel, weights, vcov: "hc1").contains(
        "is one of least squares, which the likelihood of a spatial model does not have"
      )
    )
    #expect(
      try message("logc ~ logp | state", .sar, on: panel, weights, vcov: "obsrved").contains(
        "Did you mean 'observed'?"
      )
    )
  }

  @Test func needsAveragesBesideEffectsOfPeriods() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel, standardised: false)
    #expect(
      try message("logc ~ logp | state + year", .sar, on: panel, weights)
        == "The estimator 'lee-yu' takes out effects of periods, which needs weights whose rows sum "
        + "to one, and those of 'w' do not: they are standardised 'none'. Use weights with "
        + "'standardise: row' and without islands, or use 'estimator: direct'."
    )
    #expect(
      try message("logc ~ logp | state + year", .sar, on: panel, weights, estimator: .direct)
        == "no error"
    )
    #expect(
      try message("logc ~ logp | state + year", .sem, on: panel, weights, estimator: .direct)
        .contains("Effects of periods beside spatial errors need weights")
    )
    #expect(try message("logc ~ logp | state", .sar, on: panel, weights) == "no error")
  }

  @Test func refusesWeightsThatDoNotIdentifyTheSpatialParameter() throws {
    let panel = try SpatialSamples.cigar()
    let everyone = try SpatialSamples.weights(of: panel) { _, _ in 1 }
    let formula = "logc ~ logp | state + year"
    #expect(
      try message(formula, .sar, on: panel, everyone).contains(
        "the spatial lag of the outcome is a linear combination of the outcome and the regressors"
      )
    )
    #expect(
      try message(formula, .sem, on: panel, everyone).contains("so that λ is not identified")
    )
  }

  @Test func reportsALikelihoodWithoutInteriorMaximum() throws {
    let (panel, weights, formula) = try SpatialSamples.panelCase("panel_gap_geo_twoways")
    for model in [SpatialModel.sar, .sdm, .sem] {
      let text = try message(formula, model, on: panel, weights)
      #expect(
        text.contains(
          "has no interior maximum: it still rises towards 1, the end of the admissible interval "
            + "(-1.7617, 1) of \(model.hasLag ? "rho" : "lambda")."
        ),
        "\(text)"
      )
    }
  }

  @Test func tellsPanelsAndCrossSectionsApart() throws {
    let (panel, weights) = try cigar()
    let options = SpatialOptions(formulas: ["logc ~ logp"], models: [.sar], weights: ["w"])
    let context = AnalysisContext(id: "s", spatialWeights: ["w": weights])
    let error = #expect(throws: EstimationError.self) {
      try SpatialRegression(options).run(on: panel, in: context)
    }
    #expect(
      error?.description
        == "The sample has 30 periods (63 to 92), and a cross-section one. Use method "
        + "spatial-panel, or choose a period, as in 'where: year == 63'."
    )
    var one = options
    one.condition = "year == 80"
    #expect(try SpatialRegression(one).run(on: panel, in: context).count == 1)
    let columbus = try SpatialSamples.columbus()
    let other = #expect(throws: EstimationError.self) {
      try SpatialPanel(options).run(on: columbus, in: context)
    }
    #expect(
      other?.description.contains("For a cross-section use method spatial-regression") == true
    )
  }
}
