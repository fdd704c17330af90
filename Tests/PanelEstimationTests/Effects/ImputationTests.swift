import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@Suite struct ImputationTests {
  let castle = Imputation(model: EffectOracle.model, treatment: EffectOracle.post)
  let small = Imputation(model: ControlModel(outcome: "y"), treatment: .indicator("post"))

  func result(_ analysis: Imputation, _ panel: Panel) throws -> TreatmentEffectsResult {
    try #require(try analysis.run(on: panel, in: AnalysisContext(id: "bjs")).first)
  }

  /// didimputation 0.5.0, singletons kept.
  @Test func agreesWithTheReference() throws {
    let oracle = try EffectOracle("bjs_castle")
    let result = try result(castle, EffectOracle.castle())
    try expectEffect(
      result.overall,
      try #require(oracle.coef["att"]),
      try #require(oracle.se["att"]),
      "att"
    )
    for horizon in 0...4 {
      try expectEffect(
        result.point(horizon)?.estimate,
        try #require(oracle.coef["h\(horizon)"]),
        try #require(oracle.se["h\(horizon)"]),
        "h\(horizon)"
      )
    }
    #expect(result.path.points.map(\.period) == Array(0...4))
    #expect(result.path.points.map(\.observations).reduce(0, +) == 74)
    #expect(result.overall?.distribution == .normal)
    #expect(result.inference.kind == .conservative)
    #expect(result.sample.n == oracle.n)
  }

  /// The static effect that the authors' Stata and R programs agree on.
  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped")
  )
  func agreesWithTheReferenceOnDataNotShipped() throws {
    let panel = try EffectOracle.reference("mpdta", unit: "countyreal", time: "year")
    let result = try result(
      Imputation(model: ControlModel(outcome: "lemp"), treatment: .cohort("first_treat")),
      panel
    )
    #expect(
      try #require(result.overall).value.isClose(to: -0.0477099185, relativeTolerance: 1e-8)
    )
  }

  /// Two units, three periods: the untreated one grows by 1, so the other's 7 would have been 4.
  @Test func imputesByHand() throws {
    var sample = TreatmentSample(
      first: 1,
      treatment: [("a", [0, 0, 0]), ("b", [0, 0, 1])]
    )
    sample.columns["y"] = [1, 2, 3, 2, 3, 7]
    let result = try result(small, sample.panel)
    #expect(try #require(result.overall).value.isClose(to: 3, relativeTolerance: 1e-12))
    // Residuals are zero and the one effect is its own mean: nothing is left to infer from.
    #expect(result.overall?.standardError == .unavailable(because: .perfectFit))
    #expect(result.cohorts.map(\.cohort) == [3])
  }

  /// Weights, controls and clusters of several units, against dense normal equations.
  @Test(arguments: [false, true])
  func agreesWithDenseNormalEquations(leavesOut: Bool) throws {
    let (sample, dense, clusters) = EffectSamples.weighted()
    let result = try result(
      Imputation(
        model: ControlModel(outcome: "y", controls: ["x"]),
        treatment: .indicator("post"),
        weights: "w",
        vcov: "cluster(block)",
        leavesOut: leavesOut
      ),
      sample.panel
    )
    let cohorts = sample.columns["cohort"]?.map { Int($0) } ?? []
    func expect(_ estimate: Estimate?, _ isIn: [Bool]) throws {
      let variance = dense.conservative(
        isIn,
        clusters: clusters,
        cohorts: cohorts,
        leavesOut: leavesOut
      )
      try expectEffect(
        estimate,
        dense.twoStage(isIn, clusters: clusters).value,
        variance.squareRoot()
      )
    }
    try expect(result.overall, dense.treated)
    for horizon in 0...2 {
      try expect(
        result.point(horizon)?.estimate,
        dense.treated.indices.map { dense.treated[$0] && dense.times[$0] - cohorts[$0] == horizon }
      )
    }
    for cohort in result.cohorts {
      try expect(
        cohort.estimate,
        dense.treated.indices.map { dense.treated[$0] && cohorts[$0] == cohort.cohort }
      )
    }
    #expect(result.inference.leavesOut == leavesOut)
  }

  /// Leads are a regression of their own on untreated rows, as fixed effects would fit it.
  @Test func testsLeadsAsLeastSquaresDo() throws {
    var analysis = castle
    analysis.pretrends = 3
    let panel = try EffectOracle.castle()
    let result = try result(analysis, panel)
    #expect(result.path.points.map(\.period) == Array(-3...4))
    let derived = (1...3).map { ("lead\($0)x", "year - effyear == -\($0) & effyear > 0") }
    let regression = try #require(
      try FixedEffects(
        models: [.init("l_homicide ~ lead3x + lead2x + lead1x | sid + year")],
        vcov: ["cluster(sid)"],
        condition: "post == 0"
      ).run(on: EffectOracle.castle(derived: derived), in: AnalysisContext()).first
    )
    for lead in 1...3 {
      let expected = try #require(regression.estimates.first { $0.term == "lead\(lead)x" })
      try expectEffect(
        result.point(-lead)?.estimate,
        expected.value,
        try #require(expected.standardError.value),
        p: expected.pValue.value
      )
    }
    let test = try #require(result.tests.first)
    #expect(test.id == .pretrends && test.degreesOfFreedom == 3)
    let slopes = try #require(regression.tests.first)
    #expect(
      try #require(test.statistic.value).isClose(
        to: try #require(slopes.statistic.value),
        relativeTolerance: 1e-8
      )
    )
    // Effects after treatment do not depend on the test.
    #expect(result.overall == (try self.result(castle, panel)).overall)
  }

  @Test func averagesHorizonsToTheWhole() throws {
    let result = try result(castle, EffectOracle.castle())
    let weighted = result.path.points.reduce(0.0) {
      $0 + ($1.estimate?.value ?? .nan) * Double($1.observations)
    }
    #expect(try #require(result.overall).value.isClose(to: weighted / 74, relativeTolerance: 1e-12))
  }

  @Test func hidesEffectsOfFewEffectiveObservations() throws {
    var analysis = castle
    analysis.minimumEffective = 15
    let result = try result(analysis, EffectOracle.castle())
    #expect(result.overall != nil)
    #expect(result.point(0)?.estimate != nil)
    #expect(result.point(4)?.absence == .fewEffective)
    #expect(result.cohorts.first?.absence == .fewEffective)
    #expect(result.remarks.contains(Remark(.fewEffective, ["minimum": "15"])))
    analysis.horizons = 1
    #expect(try self.result(analysis, EffectOracle.castle()).path.points.map(\.period) == [0, 1])
  }

  @Test func namesUnitsAndPeriodsThatCannotBeImputed() throws {
    // b has no untreated row, and in 2004 every unit is treated.
    let sample = EffectSamples.outcome(
      TreatmentSample(
        first: 2001,
        treatment: [
          ("a", [0, 0, 0, 1]), ("b", [1, 1, 1, 1]), ("c", [0, 0, 1, 1]), ("d", [0, 0, 0, 1]),
        ]
      )
    )
    expectEstimationError(
      "cannot be imputed for 7 of 8 treated observations: no untreated observation has unit = b; "
        + "no untreated observation has time = 2004"
    ) { _ = try result(small, sample.panel) }
    var analysis = small
    analysis.dropsUnimputable = true
    let kept = try result(analysis, sample.panel)
    #expect(kept.sample.n == 9)
    #expect(kept.design.treatedObservations == 1)
    #expect(kept.remarks.contains(Remark(.notImputed, ["count": "7"])))
    #expect(kept.sample.dropped == [RowsDropped(.notImputable, subject: "post", rows: 7)])
  }

  /// c and d are untreated in 2003 and 2004 only, a and b in 2001 and 2002 only.
  @Test func refusesGroupsThatNoUntreatedObservationLinks() throws {
    let sample = EffectSamples.outcome(
      TreatmentSample(
        first: 2001,
        treatment: [
          ("a", [0, 0, 1, nil]), ("b", [0, 0, nil, nil]), ("c", [nil, nil, 0, 0]),
          ("d", [nil, nil, 0, 0]),
        ]
      )
    )
    expectEstimationError("1 belong to units and periods that no untreated observations link") {
      _ = try result(small, sample.panel)
    }
  }

  /// A region whose only unit is treated has no untreated region-year to impute from.
  @Test func refusesFurtherEffectsThatAreNotIdentified() throws {
    var sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2004, 2004, 0])
    sample.columns["region"] = sample.units.map { $0 == 2 ? 2 : 1 }
    sample.columns["trend"] = zip(sample.units, sample.times).map {
      Double($0) * 100 + ($1 < 2003 ? 0 : 1)
    }
    expectEstimationError("no untreated observation has region^time = 2^2004, 2^2005") {
      _ = try result(
        Imputation(
          model: ControlModel(outcome: "y", effects: ["unit", "time", "region^time"]),
          treatment: .indicator("post")
        ),
        sample.panel
      )
    }
    let kept = try result(
      Imputation(
        model: ControlModel(outcome: "y", effects: ["unit", "time", "trend"]),
        treatment: .indicator("post")
      ),
      sample.panel
    )
    #expect(kept.overall != nil)
  }

  @Test func refusesAControlThatOnlyTreatedObservationsHave() throws {
    var sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2004, 2004])
    sample.columns["dose"] = zip(sample.columns["post"] ?? [], sample.units).map {
      $0 * Double($1)
    }
    expectEstimationError("'dose' does not vary among untreated observations") {
      _ = try result(
        Imputation(
          model: ControlModel(outcome: "y", controls: ["x", "dose"]),
          treatment: .indicator("post")
        ),
        sample.panel
      )
    }
  }

  @Test func saysWhatIsWrongWithTheSample() throws {
    let sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2004, 2004])
    expectEstimationError("No observation of the sample is treated") {
      var analysis = small
      analysis.condition = "time < 2004"
      _ = try result(analysis, sample.panel)
    }
    expectEstimationError("observations of the sample are treated") {
      var analysis = small
      analysis.condition = "time >= 2004 & cohort > 0"
      _ = try result(analysis, sample.panel)
    }
    expectEstimationError("clustered in one dimension") {
      var analysis = small
      analysis.vcov = "hc1"
      _ = try result(analysis, sample.panel)
    }
    expectEstimationError("cohorts 2004 have one only") {
      var analysis = small
      analysis.leavesOut = true
      analysis.condition = "unit != 'unit 4'"
      _ = try result(analysis, sample.panel)
    }
    expectEstimationError("pretrends' needs some") {
      var analysis = small
      analysis.pretrends = 2
      analysis.condition = "time < 2002 | time > 2003 | cohort == 0"
      _ = try result(analysis, sample.panel)
    }
  }

  @Test func hasOneResultAndNoLinearModel() throws {
    #expect(try castle.only(1) == castle)
    #expect(try castle.treatmentColumn(in: EffectOracle.castle()) == .indicator("post"))
    expectEstimationError("There is no result 2: method imputation has one.") {
      _ = try castle.only(2)
    }
  }
}

/// Small samples that several suites share.
enum EffectSamples {
  static func outcome(_ sample: TreatmentSample) -> TreatmentSample {
    var sample = sample
    sample.addOutcome()
    return sample
  }

  /// An outcome and a control that no effects explain.
  static func noisy(_ sample: TreatmentSample) -> TreatmentSample {
    var sample = sample
    var generator = Philox(seed: 7, stream: 0)
    sample.columns["x"] = sample.units.map { _ in generator.normal() }
    sample.columns["y"] = sample.units.indices.map { row in
      generator.normal() + 0.4 * (sample.columns["x"]?[row] ?? 0)
        + Double(sample.units[row]) + 2 * (sample.columns["post"]?[row] ?? 0)
    }
    return sample
  }

  /// Ten units in five blocks with weights and a control, some rows missing; and the same densely.
  static func weighted() -> (TreatmentSample, DenseImputation, clusters: [Int]) {
    var sample = noisy(
      TreatmentSample(
        periods: 2001...2007,
        cohorts: [0, 0, 0, 0, 2004, 2004, 2004, 2005, 2005, 2005]
      )
    )
    sample.columns["block"] = sample.units.map { Double($0 / 2) }
    sample.columns["w"] = sample.units.indices.map { 1 + Double(($0 * 37) % 11) / 5 }
    let gone = [3, 24, 30, 59]
    for row in gone { sample.columns["y"]?[row] = .nan }
    let rows = sample.units.indices.filter { !gone.contains($0) }
    func column(_ name: String) -> [Double] { rows.map { sample.columns[name]?[$0] ?? .nan } }
    let dense = DenseImputation(
      units: rows.map { Int(sample.units[$0]) },
      times: rows.map { sample.times[$0] },
      outcome: column("y"),
      controls: [column("x")],
      treated: column("post").map { $0 == 1 },
      weights: column("w")
    )
    var complete = sample
    complete.units = rows.map { sample.units[$0] }
    complete.times = rows.map { sample.times[$0] }
    for name in sample.columns.keys { complete.columns[name] = column(name) }
    return (complete, dense, column("block").map { Int($0) })
  }
}
