import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

@Suite struct TwoStageTests {
  let castle = TwoStage(model: EffectOracle.model, treatment: EffectOracle.post)

  func result(_ analysis: TwoStage, _ panel: Panel) throws -> TreatmentEffectsResult {
    try #require(try analysis.run(on: panel, in: AnalysisContext(id: "two")).first)
  }

  /// did2s 1.2.0: the average effect, without and with weights.
  @Test(arguments: [("did2s_castle_att", nil), ("did2s_castle_wls", "popwt")])
  func agreesWithTheReference(id: String, weights: String?) throws {
    let oracle = try EffectOracle(id)
    var analysis = castle
    analysis.weights = weights
    let result = try result(analysis, EffectOracle.castle())
    try expectEffect(
      result.overall,
      try #require(oracle.coef["att"]),
      try #require(oracle.se["att"]),
      p: oracle.p["att"],
      id
    )
    let interval = try #require(oracle.ci95["att"])
    #expect(
      try #require(result.overall?.intervalLow.value).isClose(
        to: interval[0],
        relativeTolerance: 1e-8
      )
    )
    #expect(result.overall?.distribution == .normal)
    #expect(result.overall?.degreesOfFreedom == nil)
    #expect(result.inference.clusters == [ClusterDimension(variable: "sid", count: 50)])
  }

  /// did2s 1.2.0: a second stage of dummies from three periods before to four after treatment.
  @Test func agreesWithTheReferenceOfTheEventStudy() throws {
    let oracle = try EffectOracle("did2s_castle_es")
    var analysis = castle
    analysis.window = EventWindow(-3, 4)
    let result = try result(analysis, EffectOracle.castle())
    for (name, value) in oracle.coef {
      let digits = try #require(Int(name.dropFirst(3)))
      try expectEffect(
        result.point(name.contains("_m") ? -digits : digits)?.estimate,
        value,
        try #require(oracle.se[name]),
        p: oracle.p[name],
        name
      )
    }
    #expect(result.path.points.map(\.period) == Array(-3...4))
    #expect(result.path.references.isEmpty)
    #expect(result.tests.first?.degreesOfFreedom == 3)
    #expect(result.tests.first?.distribution == .chiSquared)
  }

  /// The vignette of did2s prints 2.152 (0.0476) on 46,500 observations.
  @Test func agreesWithThePrintedEffectOnSimulatedData() throws {
    let panel = try EffectOracle.panel(
      PanelOracle.folder.appending(path: "data/df_het.csv"),
      unit: "unit",
      time: "year"
    )
    let result = try result(
      TwoStage(
        model: ControlModel(outcome: "dep_var", effects: ["state", "year"]),
        treatment: .indicator("treat"),
        vcov: "cluster(state)"
      ),
      panel
    )
    #expect(result.sample.n == 46_500)
    #expect(abs(try #require(result.overall).value - 2.152) < 0.0005)
    #expect(abs(try #require(result.overall?.standardError.value) - 0.0476) < 0.00005)
  }

  @Test func hasTheEffectsOfImputation() throws {
    let panel = try EffectOracle.castle()
    let model = ControlModel(outcome: "l_homicide", controls: ["poverty", "l_income"])
    let two = try result(
      TwoStage(model: model, treatment: EffectOracle.post, weights: "popwt"),
      panel
    )
    let imputed = try #require(
      try Imputation(model: model, treatment: EffectOracle.post, weights: "popwt").run(
        on: panel,
        in: AnalysisContext()
      ).first
    )
    #expect(
      try #require(two.overall).value.isClose(
        to: try #require(imputed.overall).value,
        relativeTolerance: 1e-12
      )
    )
    for point in imputed.path.points {
      #expect(
        try #require(two.point(point.period)?.estimate).value.isClose(
          to: try #require(point.estimate).value,
          relativeTolerance: 1e-11
        )
      )
    }
  }

  /// Weights, controls and clusters of several units, against dense normal equations.
  @Test func agreesWithDenseNormalEquations() throws {
    let (sample, dense, clusters) = EffectSamples.weighted()
    let result = try result(
      TwoStage(
        model: ControlModel(outcome: "y", controls: ["x"]),
        treatment: .indicator("post"),
        weights: "w",
        vcov: "cluster(block)"
      ),
      sample.panel
    )
    let all = dense.twoStage(dense.treated, clusters: clusters)
    try expectEffect(result.overall, all.value, all.variance.squareRoot(), "att")
    let cohorts = sample.columns["cohort"]?.map { Int($0) } ?? []
    for distance in -3...2 {
      let expected = dense.twoStage(
        cohorts.indices.map { cohorts[$0] > 0 && dense.times[$0] - cohorts[$0] == distance },
        clusters: clusters
      )
      try expectEffect(
        result.point(distance)?.estimate,
        expected.value,
        expected.variance.squareRoot(),
        "\(distance)"
      )
    }
  }

  /// All leads of a cohort add up to zero by construction: the test loses a degree of freedom.
  @Test func testsAllLeadsInTheirRank() throws {
    let sample = EffectSamples.noisy(
      TreatmentSample(periods: 2001...2006, cohorts: [0, 0, 0, 0, 2005, 2005, 2005, 2005])
    )
    let result = try result(
      TwoStage(model: ControlModel(outcome: "y"), treatment: .cohort("cohort")),
      sample.panel
    )
    #expect(result.path.points.map(\.period) == Array(-4...1))
    #expect(result.tests.first?.degreesOfFreedom == 3)
    #expect(result.tests.first?.statistic.value ?? -1 > 0)
  }

  @Test func setsABaseToZeroWhereAsked() throws {
    let panel = try EffectOracle.castle()
    var analysis = castle
    (analysis.window, analysis.base) = (EventWindow(-3, 2), -1)
    let result = try result(analysis, panel)
    #expect(result.path.references == [-1])
    #expect(result.point(-1)?.estimate == nil)
    #expect(result.tests.first?.null == ["post::-3", "post::-2"])
    analysis.base = -9
    expectEstimationError("The base -9 is no distance from treatment in the window") {
      _ = try self.result(analysis, panel)
    }
    analysis.window = EventWindow(20, 30)
    expectEstimationError("No observation lies in the window: distances from treatment run") {
      _ = try self.result(analysis, panel)
    }
  }

  @Test func saysWhatCannotBeImputed() throws {
    let sample = EffectSamples.outcome(
      TreatmentSample(treatment: [("a", [0, 0, 1]), ("b", [1, 1, 1]), ("c", [0, 0, 0])])
    )
    var analysis = TwoStage(model: ControlModel(outcome: "y"), treatment: .indicator("post"))
    expectEstimationError("no untreated observation has unit = b") {
      _ = try result(analysis, sample.panel)
    }
    analysis.dropsUnimputable = true
    #expect(try result(analysis, sample.panel).sample.n == 6)
  }

  @Test func survivesTheRoundTripThroughJSON() throws {
    let result = try result(castle, EffectOracle.castle())
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(TreatmentEffectsResult.self, from: data) == result)
  }
}
