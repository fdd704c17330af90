import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

@Suite struct SunAbrahamTests {
  let castle = SunAbraham(model: EffectOracle.model, treatment: EffectOracle.post)

  func result(_ analysis: SunAbraham, _ panel: Panel) throws -> TreatmentEffectsResult {
    try #require(try analysis.run(on: panel, in: AnalysisContext(id: "sa")).first)
  }

  /// fixest 0.14.2 sunab and pyfixest 0.60: effects by distance, by cohort and distance, and ATT.
  @Test func agreesWithTheReference() throws {
    let oracle = try EffectOracle("sunab_castle")
    let result = try result(castle, EffectOracle.castle())
    for (name, value) in oracle.coef {
      let period = try #require(Int(name))
      try expectEffect(
        result.point(period)?.estimate,
        value,
        try #require(oracle.se[name]),
        p: oracle.p[name],
        name
      )
    }
    #expect(result.path.points.map(\.period) == Array(-10...4))
    #expect(result.path.references == [-1])
    #expect(result.sample.n == oracle.n)
    #expect(result.overall?.degreesOfFreedom == oracle.df.map(Double.init))
    let att = try #require(oracle.extra.att)
    try expectEffect(result.overall, att.coef, att.se, p: att.p, "att")
    let cells = try #require(oracle.extra.cohort_time)
    #expect(result.groupTime.count == cells.coef.count)
    for cell in result.groupTime {
      let name = "c\(cell.cohort)_e\(cell.period - cell.cohort)"
      try expectEffect(
        cell.estimate,
        try #require(cells.coef[name]),
        try #require(cells.se[name]),
        name
      )
      #expect(cell.controls == 29)
    }
    #expect(result.conventions.controlGroup == .never)
    #expect(result.inference.covariance?.correction.parameterCount == 61)
    #expect(result.tests.map(\.id) == [.pretrends])
    #expect(result.tests.first?.null.first == "post::-10")
  }

  /// The same on data with a control and few units; fixest 0.14.2.
  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped")
  )
  func agreesWithTheReferenceOnDataNotShipped() throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    let oracle = try EffectOracle("sunab_base_stagg", in: folder.appending(path: "public"))
    let panel = try EffectOracle.reference(
      "base_stagg",
      unit: "id",
      time: "year",
      derived: [("first", "ifelse(year_treated > 100, 0, year_treated)")]
    )
    let result = try result(
      SunAbraham(
        model: ControlModel(outcome: "y", controls: ["x1"]),
        treatment: .cohort("first")
      ),
      panel
    )
    for (name, value) in oracle.coef {
      try expectEffect(
        result.point(try #require(Int(name)))?.estimate,
        value,
        try #require(oracle.se[name]),
        name
      )
    }
    let att = try #require(oracle.extra.att)
    try expectEffect(result.overall, att.coef, att.se, p: att.p, "att")
  }

  /// The variance of a share is that of a mean of indicators: Σ (δ − b)² / n².
  @Test func addsTheVarianceOfShares() throws {
    let panel = try EffectOracle.castle()
    let fixed = try result(castle, panel)
    var analysis = castle
    analysis.addsShareVariance = true
    let added = try result(analysis, panel)
    for period in [-3, 0, 2] {
      let cells = fixed.groupTime.filter { $0.period - $0.cohort == period }
      let sizes = cells.map { cell in
        Double(fixed.design.cohorts.first { $0.period == cell.cohort }?.units ?? 0)
      }
      let mean = try #require(fixed.point(period)?.estimate?.value)
      let spread = zip(cells, sizes).reduce(0.0) { sum, next in
        let deviation = (next.0.estimate?.value ?? .nan) - mean
        return sum + next.1 * deviation * deviation
      }
      let total = sizes.reduce(0, +)
      let before = try #require(fixed.point(period)?.estimate?.standardError.value)
      let after = try #require(added.point(period)?.estimate?.standardError.value)
      #expect(
        (after * after).isClose(
          to: before * before + spread / (total * total),
          relativeTolerance: 1e-10
        )
      )
    }
    // One cohort reaches the last distance: its share is one, whatever the sample.
    #expect(added.point(4)?.estimate == fixed.point(4)?.estimate)
    #expect(added.cohorts == fixed.cohorts)
  }

  /// Each effect is a difference in differences of means where the panel is balanced.
  @Test func isADifferenceOfMeansInABalancedPanel() throws {
    let sample = TreatmentSample(periods: 2001...2006, cohorts: [0, 0, 2004, 2004, 2005])
    let result = try result(
      SunAbraham(model: ControlModel(outcome: "y"), treatment: .cohort("cohort")),
      sample.panel
    )
    func mean(_ units: [Int], _ time: Int) -> Double {
      let rows = sample.units.indices.filter {
        units.contains(Int(sample.units[$0])) && sample.times[$0] == time
      }
      return rows.reduce(0) { $0 + (sample.columns["y"]?[$1] ?? .nan) } / Double(rows.count)
    }
    for cell in result.groupTime {
      let treated = cell.cohort == 2004 ? [2, 3] : [4]
      let difference =
        mean(treated, cell.period) - mean(treated, cell.cohort - 1)
        - mean([0, 1], cell.period) + mean([0, 1], cell.cohort - 1)
      #expect(abs(try #require(cell.estimate).value - difference) < 1e-10)
    }
    let effects = result.groupTime.filter { !$0.isBeforeTreatment }
    let weighted = effects.reduce(0.0) {
      $0 + ($1.estimate?.value ?? .nan) * ($1.cohort == 2004 ? 2 : 1)
    }
    #expect(try #require(result.overall).value.isClose(to: weighted / 8, relativeTolerance: 1e-10))
    #expect(result.cohorts.map(\.units) == [2, 1])
  }

  /// Without never-treated units the last cohort is the comparison until it is treated.
  @Test func comparesWithTheLastCohortWhereNoneIsNeverTreated() throws {
    let analysis = SunAbraham(model: ControlModel(outcome: "y"), treatment: .cohort("cohort"))
    var sample = TreatmentSample(
      periods: 2001...2006,
      cohorts: [2003, 2003, 2004, 2005, 2005]
    )
    let result = try result(analysis, sample.panel)
    #expect(result.conventions.controlGroup == .last)
    #expect(result.sample.lastPeriod == 2004)
    #expect(result.sample.n == 20)
    #expect(result.sample.dropped.map(\.reason) == [.noComparison])
    #expect(
      result.remarks.contains(Remark(.lastCohortCompares, ["cohort": "2005", "period": "2005"]))
    )
    // The same as a sample that ends before 2005, in which the cohort is never treated.
    sample.columns["early"] = sample.times.map { $0 < 2005 ? 1 : 0 }
    var restricted = analysis
    restricted.condition = "early == 1"
    let other = try self.result(restricted, sample.panel)
    #expect(other.path.points == result.path.points)
    #expect(other.conventions.controlGroup == .never)
  }

  @Test func reportsAWindowWithoutChangingEffects() throws {
    let panel = try EffectOracle.castle()
    var analysis = castle
    analysis.window = EventWindow(-3, 2)
    analysis.base = -2
    let result = try result(analysis, panel)
    #expect(result.path.points.map(\.period) == Array(-3...2))
    #expect(result.path.references == [-2])
    var whole = analysis
    whole.window = nil
    let all = try self.result(whole, panel)
    #expect(all.overall == result.overall)
    #expect(all.point(1)?.estimate == result.point(1)?.estimate)
  }

  @Test func takesWeightsControlsAndOtherCovariances() throws {
    let panel = try EffectOracle.castle()
    let weighted = try result(
      SunAbraham(
        model: ControlModel(outcome: "l_homicide", controls: ["poverty", "l_police"]),
        treatment: EffectOracle.post,
        weights: "popwt",
        vcov: "hc1"
      ),
      panel
    )
    #expect(weighted.conventions.covariates == ["poverty", "l_police"])
    #expect(weighted.inference.covariance?.kind == .hc1)
    #expect(weighted.sample.weights == "popwt")
    #expect(weighted.overall?.value != (try result(castle, panel)).overall?.value)
  }

  @Test func dropsUnitsThatAreTreatedFromTheStart() throws {
    let sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2001, 2003, 2003])
    let result = try result(
      SunAbraham(model: ControlModel(outcome: "y"), treatment: .cohort("cohort")),
      sample.panel
    )
    #expect(result.sample.n == 20)
    #expect(result.sample.dropped.map(\.reason) == [.alwaysTreated])
    #expect(result.remarks.contains(Remark(.alwaysTreatedDropped, ["count": "1"])))
    #expect(result.groupTime.allSatisfy { $0.cohort == 2003 })
  }

  @Test func refusesUnitsThatAreAllTreatedAtOnce() {
    let sample = TreatmentSample(periods: 2001...2004, cohorts: [2003, 2003, 2003])
    expectEstimationError("All 3 units of the sample are first treated in 2003") {
      _ = try result(
        SunAbraham(model: ControlModel(outcome: "y"), treatment: .cohort("cohort")),
        sample.panel
      )
    }
  }

  @Test func refusesACohortWithoutReference() {
    let sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2002, 2004, 2005])
    expectEstimationError("No observation lies 2 periods before treatment in cohorts 2002") {
      _ = try result(
        SunAbraham(
          model: ControlModel(outcome: "y"),
          treatment: .cohort("cohort"),
          base: -2
        ),
        sample.panel
      )
    }
  }

  /// Region-year effects without untreated units in a region leave its effects unidentified.
  @Test func saysWhichEffectsAreNotIdentified() throws {
    var sample = TreatmentSample(periods: 2001...2005, cohorts: [0, 0, 2003, 2004, 2004])
    sample.columns["region"] = sample.units.map { $0 < 3 ? 1 : 2 }
    let result = try result(
      SunAbraham(
        model: ControlModel(outcome: "y", effects: ["unit", "region^time"]),
        treatment: .cohort("cohort"),
        vcov: "hc1"
      ),
      sample.panel
    )
    #expect(result.overall == nil)
    #expect(result.groupTime.filter { $0.cohort == 2004 }.allSatisfy { $0.estimate == nil })
    #expect(result.groupTime.filter { $0.cohort == 2003 }.allSatisfy { $0.estimate != nil })
    #expect(result.point(2)?.estimate != nil)
    #expect(result.point(0)?.absence == .notIdentified)
  }

  @Test func survivesTheRoundTripThroughJSON() throws {
    let result = try result(castle, EffectOracle.castle())
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(TreatmentEffectsResult.self, from: data) == result)
  }
}
