import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// Agreement with concentrated likelihoods by root of the score in numpy, spatialreg, spreg and splm.
@Suite struct SpatialOracleTests {
  /// What a test holds a result against.
  private func expect(
    _ result: SpatialRegressionResult,
    _ oracle: SpatialOracle,
    _ prefix: String,
    constantLeads: Bool,
    _ tolerance: Double = 1e-9
  ) {
    let parameter = result.model.hasLag ? "rho" : "lambda"
    let first = constantLeads ? [result.constant].compactMap { $0 } : []
    let all = first + result.slopes + result.lags
    let name = "\(oracle.id) \(prefix)"
    expectSpatial(all.map(\.value), oracle.numbers("\(prefix)_beta"), tolerance, "\(name) beta")
    expectSpatial(
      result.spatialParameters.first?.value,
      oracle.number("\(prefix)_\(parameter)"),
      tolerance,
      "\(name) \(parameter)"
    )
    if let reference = oracle.number("\(prefix)_sigma2") {
      expectSpatial(result.number(.errorVariance), reference, tolerance, "\(name) sigma2")
    }
    if let reference = oracle.number("\(prefix)_loglik") {
      expectSpatial(result.number(.logLikelihood), reference, 1e-10, "\(name) log likelihood")
    }
    if let reference = oracle.numbers("\(prefix)_se") {
      expectSpatial(
        all.map { $0.standardError.value ?? .nan },
        reference,
        max(tolerance, 1e-8),
        "\(name) se"
      )
    }
    if let reference = oracle.number("\(prefix)_\(parameter)_se") {
      expectSpatial(
        result.spatialParameters.first?.standardError.value,
        reference,
        max(tolerance, 1e-8),
        "\(name) se of \(parameter)"
      )
    }
  }

  static let models = [SpatialModel.sar, .sem, .sdm, .sdem]

  @Test(arguments: ["cs_columbus", "cs_columbus_hoval", "cs_columbus_old", "cs_boston"], models)
  func agreesInCrossSections(_ id: String, _ model: SpatialModel) throws {
    let oracle = try SpatialOracle(id)
    let (file, unit, links, formula) =
      switch id {
      case "cs_columbus":
        ("columbus.csv", "POLYID", "columbus_queen.edges.csv", "CRIME ~ INC + HOVAL")
      case "cs_columbus_hoval":
        ("columbus.csv", "POLYID", "columbus_queen.edges.csv", "HOVAL ~ INC + CRIME")
      case "cs_columbus_old":
        ("columbus_old.csv", "id", "columbus_old.edges.csv", "CRIME ~ INC + HOVAL")
      default:
        (
          "boston.csv", "id", "boston_soi.edges.csv",
          "log(CMEDV) ~ CRIM + ZN + INDUS + CHAS + I(NOX^2) + I(RM^2) + AGE + log(DIS) + log(RAD) "
            + "+ TAX + PTRATIO + B + log(LSTAT)"
        )
      }
    let panel = try SpatialSamples.panel(file, unit: unit)
    let weights = try SpatialSamples.links(links, of: panel)
    let result = try SpatialSamples.fit(formula, model, on: panel, weights)
    expect(result, oracle, model.rawValue, constantLeads: true)
    if let reference = oracle.number("\(model.rawValue)_AIC") {
      expectSpatial(result.number(.akaike), reference, 1e-10, "AIC")
      expectSpatial(result.number(.bayesian), oracle.number("\(model.rawValue)_BIC"), 1e-10, "BIC")
    }
    #expect(result.estimator == .direct)
    #expect(result.panelEffects == .none)

    let observed = try SpatialSamples.fit(formula, model, on: panel, weights, vcov: "observed")
    let all = [observed.constant].compactMap { $0 } + observed.slopes + observed.lags
    expectSpatial(
      all.map { $0.standardError.value ?? .nan },
      oracle.numbers("\(model.rawValue)_se_observed"),
      1e-8,
      "\(id) \(model) observed"
    )
    expectSpatial(
      observed.spatialParameters[0].standardError.value,
      oracle.number("\(model.rawValue)_\(model.hasLag ? "rho" : "lambda")_se_observed"),
      1e-8,
      "\(id) \(model) observed"
    )
  }

  @Test func agreesOnLagsOfRegressorsAlone() throws {
    let oracle = try SpatialOracle("cs_columbus")
    let panel = try SpatialSamples.columbus()
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    let result = try SpatialSamples.fit("CRIME ~ INC + HOVAL", .slx, on: panel, weights)
    let all = [result.constant].compactMap { $0 } + result.slopes + result.lags
    expectSpatial(all.map(\.value), oracle.numbers("slx_beta"), 1e-11, "slx")
    expectSpatial(
      all.map { $0.standardError.value ?? .nan },
      oracle.numbers("slx_se"),
      1e-11,
      "slx se"
    )
    #expect(result.estimator == .leastSquares)
    #expect(result.spatialParameters.isEmpty)
    #expect(all.allSatisfy { $0.degreesOfFreedom == 44 && $0.distribution == .studentT })
  }

  /// 46 units, 30 periods and two coefficients: effects take their dimensions whatever W is.
  @Test(arguments: [(" | state + year", 1_303.0), (" | year", 1_348.0), (" | state", 1_332.0)])
  func countsEffectsOfLagsOfRegressorsAlone(effects: String, freedom: Double) throws {
    let panel = try SpatialSamples.cigar()
    for standardised in [true, false] {
      let weights = try SpatialSamples.links(
        "us46.edges.csv", of: panel, standardised: standardised)
      let result = try SpatialSamples.fit("logc ~ logp\(effects)", .slx, on: panel, weights)
      #expect((result.slopes + result.lags).allSatisfy { $0.degreesOfFreedom == freedom })
    }
  }

  static let panels = [
    "panel_cigar_none", "panel_cigar_individual", "panel_cigar_time", "panel_cigar_twoways",
    "panel_china30_geo_individual", "panel_china30_geo_twoways", "panel_china30_eco_twoways",
    "panel_gap_geo_twoways",
  ]

  @Test(arguments: panels)
  func agreesInPanels(_ id: String) throws { try check(id) }

  /// Weights of splm, which its licence keeps from this project.
  static let hasReferenceWeights =
    LinearModelOracleTests.referenceFolder.map {
      FileManager.default.fileExists(atPath: $0.appending(path: "usaww.edges.csv").path)
    } ?? false

  @Test(
    .enabled(if: hasReferenceWeights),
    arguments: ["panel_produc_individual", "panel_produc_time", "panel_produc_twoways"]
  )
  func agreesOnPublicCapital(_ id: String) throws { try check(id) }

  private func check(_ id: String) throws {
    let oracle = try SpatialOracle(id)
    let (panel, weights, formula) = try SpatialSamples.panelCase(id)
    for model in Self.models {
      for (prefix, estimator) in [
        ("", SpatialEstimator.direct), ("ly_", .leeYu), ("bc_", .biasCorrected),
      ] where oracle.numbers("\(prefix)\(model.rawValue)_beta") != nil {
        let result = try SpatialSamples.fit(
          formula,
          model,
          on: panel,
          weights,
          estimator: estimator
        )
        #expect(result.estimator == estimator)
        expect(result, oracle, "\(prefix)\(model.rawValue)", constantLeads: false, 2e-9)
        if let reference = oracle.number("\(prefix)\(model.rawValue)_const") {
          expectSpatial(result.constant?.value, reference, 1e-9, "\(id) constant")
        }
        if prefix.isEmpty, model == .sdm {
          expectSpatial(result.number(.rSquared), oracle.number("sdm_R2_elhorst"), 1e-9, "R2")
          expectSpatial(
            result.number(.squaredCorrelation),
            oracle.number("sdm_corr2_elhorst"),
            1e-8,
            "corr2"
          )
        }
        if let reference = oracle.numbers("\(prefix)\(model.rawValue)_se_observed"),
          estimator != .biasCorrected
        {
          let observed = try SpatialSamples.fit(
            formula,
            model,
            on: panel,
            weights,
            estimator: estimator,
            vcov: "observed"
          )
          expectSpatial(
            (observed.slopes + observed.lags).map { $0.standardError.value ?? .nan },
            reference,
            1e-7,
            "\(id) \(prefix)\(model) observed"
          )
        }
      }
    }
  }

  /// Three cities have no neighbour within 300 km, so that G ι is no multiple of ι.
  ///
  /// The reference's expected information leaves effects of periods out of the mean of Wy; that of
  /// the model with dummies, made from PG(Xb + effects) in numpy, is what is held here.
  @Test func agreesWithIslandsBesideEffects() throws {
    let id = "panel_china266_cut300_twoways"
    let oracle = try SpatialOracle(id)
    let (panel, weights, formula) = try SpatialSamples.panelCase(id)
    #expect(weights.description.islands.count == 3)
    for (model, name) in [(SpatialModel.sar, "sar"), (.sdm, "sdm")] {
      let result = try SpatialSamples.fit(
        formula,
        model,
        on: panel,
        weights,
        estimator: .direct,
        vcov: "observed"
      )
      let all = result.slopes + result.lags
      expectSpatial(all.map(\.value), oracle.numbers("\(name)_beta"), 2e-9, name)
      expectSpatial(result.spatialParameters[0].value, oracle.number("\(name)_rho"), 1e-9, name)
      expectSpatial(
        result.number(.logLikelihood),
        oracle.number("\(name)_loglik"),
        1e-12,
        "likelihood"
      )
      expectSpatial(
        all.map { $0.standardError.value ?? .nan },
        oracle.numbers("\(name)_se_observed"),
        1e-8,
        "observed"
      )
      expectSpatial(
        result.spatialParameters[0].standardError.value,
        oracle.number("\(name)_rho_se_observed"),
        1e-8,
        "observed"
      )
    }
    let expected = try SpatialSamples.fit(formula, .sar, on: panel, weights, estimator: .direct)
    let errors = (expected.slopes + expected.spatialParameters).map {
      $0.standardError.value ?? .nan
    }
    expectSpatial(
      errors,
      [
        0.016437973751750583, 0.01661799901814882, 0.01637422957782302, 0.01642403428892202,
        0.02835151041836883,
      ],
      1e-9,
      "expected"
    )
  }

  /// Numbers by arithmetic of 40 digits.
  @Test func agreesWithFortyDigits() throws {
    let (panel, weights, formula) = try SpatialSamples.panelCase("panel_cigar_twoways")
    let sdm = try SpatialSamples.fit(formula, .sdm, on: panel, weights, estimator: .direct)
    let reference = [
      -1.00245096112025915666, 0.6006525180986341527576, 0.05646241687008112178613,
      -0.2949953370391511575904,
    ]
    expectSpatial(sdm.estimates.map(\.value), reference, 1e-12, "beta")
    expectSpatial(sdm.spatialParameters[0].value, 0.2292002739109067427929, 1e-13, "rho")
    expectSpatial(sdm.number(.errorVariance), 0.004975418444562386873301, 1e-13, "sigma2")
    expectSpatial(sdm.number(.logLikelihood), 1691.538280422284536870635, 1e-14, "likelihood")

    let columbus = try SpatialSamples.columbus()
    let queen = try SpatialSamples.links("columbus_queen.edges.csv", of: columbus)
    let sem = try SpatialSamples.fit("CRIME ~ INC + HOVAL", .sem, on: columbus, queen)
    expectSpatial(sem.spatialParameters[0].value, 0.5208876649711472056586, 1e-13, "lambda")
    expectSpatial(
      sem.estimates.map(\.value),
      [-0.9954727573114392813, -0.3079793723143675538, 61.05361843531501476],
      1e-12,
      "beta"
    )
  }

  /// Elhorst's print, and what the exact likelihood has in its place.
  @Test func staysNearElhorstsPrint() throws {
    let (panel, weights, formula) = try SpatialSamples.panelCase("panel_cigar_twoways")
    let sdm = try SpatialSamples.fit(formula, .sdm, on: panel, weights, estimator: .direct)
    #expect(abs(sdm.spatialParameters[0].value - 0.219) < 0.015)
    #expect(abs((sdm.number(.logLikelihood) ?? 0) - 1691.4) < 0.2)
    #expect(abs((sdm.number(.rSquared) ?? 0) - 0.901) < 0.0005)
    #expect(sdm.remarks.map(\.id) == [.directSpatialEffects])
    let transformed = try SpatialSamples.fit(formula, .sdm, on: panel, weights)
    #expect(transformed.estimator == .leeYu)
    expectSpatial(transformed.spatialParameters[0].value, 0.27117830558245787, 1e-9, "Lee-Yu")
    #expect(transformed.remarks.isEmpty)
  }

  @Test func agreesWithWeightsOfAllKinds() throws {
    let columbus = try SpatialSamples.columbus()
    let binary = try SpatialSamples.links(
      "columbus_queen.edges.csv",
      of: columbus,
      standardised: false
    )
    var spectral = binary
    let top = 1 / 0.16723853919914486
    spectral.matrix = binary.matrix.scaled(by: 1 / top)
    let islands = try SpatialSamples.links("columbus_islands.edges.csv", of: columbus)
    for (id, weights) in [
      ("hard_binaryW", binary), ("hard_spectral", spectral), ("hard_islands", islands),
    ] {
      let oracle = try SpatialOracle(id)
      for model in [SpatialModel.sar, .sem] {
        let result = try SpatialSamples.fit("CRIME ~ INC + HOVAL", model, on: columbus, weights)
        expect(result, oracle, model.rawValue, constantLeads: true)
      }
    }
  }

  @Test func findsNegativeDependenceAndSeveralParts() throws {
    for (id, links) in [
      ("hard_negrho", "hard_lattice10.edges.csv"), ("hard_twocomp", "hard_twocomp.edges.csv"),
    ] {
      let oracle = try SpatialOracle(id)
      let panel = try SpatialSamples.panel("\(id).csv", unit: "id")
      let weights = try SpatialSamples.links(links, of: panel)
      for model in [SpatialModel.sar, .sem, .sdm] {
        let result = try SpatialSamples.fit("y ~ x1 + x2", model, on: panel, weights)
        expect(result, oracle, model.rawValue, constantLeads: true)
      }
    }
  }

  @Test func bearsALargeMean() throws {
    let oracle = try SpatialOracle("hard_offset")
    let panel = try SpatialSamples.panel(
      "columbus.csv",
      unit: "POLYID",
      derived: [("crime", "CRIME + 1000000")]
    )
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    for model in [SpatialModel.sar, .sem] {
      let result = try SpatialSamples.fit("crime ~ INC + HOVAL", model, on: panel, weights)
      // Standard errors of the reference keep six digits here; without the offset all do.
      expect(result, oracle, model.rawValue, constantLeads: true, 1e-6)
      let plain = try SpatialSamples.fit("CRIME ~ INC + HOVAL", model, on: panel, weights)
      expectSpatial(
        (result.slopes + result.spatialParameters).map { $0.standardError.value ?? .nan },
        (plain.slopes + plain.spatialParameters).map { $0.standardError.value ?? .nan },
        1e-9,
        "standard errors"
      )
    }
  }
}
