import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Windows, references, bands and faults of event studies.
@Suite struct EventStudyTests {
  /// Three cohorts and a never-treated unit over eight years.
  static let panel: Panel = {
    var sample = TreatmentSample(
      periods: 2000...2007, cohorts: [2003, 2003, 2005, 2006, 0, 0, 0])
    sample.columns["weight"] = sample.units.map { 1 + Double($0 % 3) }
    return sample.panel
  }()

  func run(
    _ panel: Panel = panel, window: EventWindow? = nil, base: [Int] = [-1],
    endpoints: EndpointRule = .bin, controls: [String] = [], effects: [String]? = nil,
    weights: String? = nil, condition: String? = nil, vcov: String? = nil, level: Double = 0.95,
    draws: Int = 0, context: AnalysisContext = AnalysisContext(seed: 7, id: "dynamic")
  ) throws -> EventStudyResult {
    let study = EventStudy(
      treatment: .indicator("post"),
      model: ControlModel(outcome: "y", controls: controls, effects: effects), window: window,
      base: base, endpoints: endpoints, weights: weights, condition: condition, vcov: vcov,
      level: level, band: BandOptions(draws: draws))
    return try #require(try study.run(on: panel, in: context).first)
  }

  @Test func equalsDifferenceInDifferencesWithOneCoefficient() throws {
    let study = try run(window: EventWindow(-1, 0), controls: ["x"])
    let did = try #require(
      try DifferenceInDifferences(models: [.init("y ~ post + x | unit + time")])
        .run(on: Self.panel, in: AnalysisContext()).first)
    let effect = try #require(study.path.points[1].estimate)
    let expected = try #require(did.overall)
    #expect(effect.value.isClose(to: expected.value, relativeTolerance: 1e-12))
    let (error, wanted) = (effect.standardError.value, expected.standardError.value)
    #expect(try #require(error).isClose(to: try #require(wanted), relativeTolerance: 1e-12))
    #expect(study.overall?.value == effect.value)
    #expect(study.overall?.term == "post")
    #expect(!study.tests.contains { $0.id == .pretrends })
    #expect(study.design == did.design)
  }

  /// Every covariance is that of the same fit with dummies made by hand.
  @Test(arguments: ["iid", "hc1", "hc2", "hc3", "cluster(unit)", "cluster(unit, time)"])
  func equalsARegressionOnDummies(vcov: String) throws {
    let study = try run(window: EventWindow(-2, 1), controls: ["x"], weights: "weight", vcov: vcov)
    var panel = Self.panel
    let distances = try TreatmentTiming(of: .indicator("post"), in: panel)
    for k in [-2, 0, 1] {
      let numbers = panel.table["y"]?.numbers?.indices.map { row in
        distances.relativeTime(ofRow: row).map { min(max($0, -2), 1) == k ? 1.0 : 0 } ?? 0
      }
      panel.table.set(Column("d\(k + 2)", numbers: try #require(numbers)))
    }
    let fit = try #require(
      try FixedEffects(
        models: [.init("y ~ d0 + d2 + d3 + x | unit + time")], vcov: [vcov], weights: "weight"
      ).run(on: panel, in: AnalysisContext()).first)
    #expect(study.regression.covarianceMatrix == fit.covarianceMatrix)
    #expect(study.estimates.map(\.value) == fit.estimates.map(\.value))
    #expect(study.estimates.map(\.pValue) == fit.estimates.map(\.pValue))
    #expect(study.statistics.starts(with: fit.statistics))
  }

  @Test func countsDistancesFromTheDataRatherThanTheSample() throws {
    let late = try run(condition: "time >= 2004")
    #expect(late.path.points.map(\.period) == [-2, -1, 0, 1, 2, 3, 4])
    #expect(late.path.points[0].units == 1)
    #expect(late.design.alwaysTreated == 2)
    #expect(late.design.cohorts.map(\.period) == [2005, 2006])
  }

  @Test func doesNotDependOnTheBaseButForALevel() throws {
    let first = try run(base: [-1])
    let second = try run(base: [-3])
    let shift = try #require(first.path.points.first { $0.period == -3 }?.estimate?.value)
    for (point, other) in zip(first.path.points, second.path.points) where point.period != -3 {
      let value = point.estimate?.value ?? 0
      let moved = other.estimate?.value ?? 0
      #expect(abs(value - shift - moved) < 1e-10, "\(point.period)")
    }
  }

  @Test func countsObservationsAndUnitsAtEachDistance() throws {
    let points = try run(window: EventWindow(-4, 2)).path.points
    #expect(points.map(\.observations) == [5, 4, 4, 4, 4, 4, 7])
    #expect(points.map(\.units) == [2, 4, 4, 4, 4, 4, 3])
    #expect(points.map(\.bin) == [.earlier, nil, nil, nil, nil, nil, .later])
    #expect(points.map(\.isReference) == [false, false, false, true, false, false, false])
    let mean = try run(window: EventWindow(-4, 2)).path.outcomeMean
    let panel = Self.panel
    let outcome = try #require(panel.table["y"]?.numbers)
    let atBase = [2, 10, 20, 29].map { outcome[$0] }
    #expect(try #require(mean).isClose(to: atBase.reduce(0, +) / 4, relativeTolerance: 1e-14))
  }

  @Test func saysWhereNothingIsObserved() throws {
    let result = try run(window: EventWindow(-8, 2))
    let empty = result.path.points.filter { $0.absence != nil }
    #expect(empty.map(\.period) == [-8, -7])
    #expect(empty.allSatisfy { $0.absence == .noObservations && $0.estimate == nil })
  }

  @Test func leavesOutObservationsBeyondTheWindow() throws {
    let result = try run(window: EventWindow(-2, 1), endpoints: .drop)
    #expect(result.sample.n == 56 - 16)
    #expect(
      result.sample.dropped == [RowsDropped(.outsideWindow, subject: "[-2, 1]", rows: 16)])
    #expect(result.path.points.map(\.observations) == [4, 4, 4, 4])
  }

  @Test func estimatesDistancesBeyondTheWindowWithoutShowingThem() throws {
    let full = try run(window: EventWindow(-2, 1), endpoints: .full)
    let all = try run()
    #expect(full.estimates == all.estimates)
    #expect(full.path.points == all.path.points.filter { (-2...1).contains($0.period) })
    let test = try #require(full.tests.first { $0.id == .pretrends })
    #expect(test.null == ["post::-2"])
  }

  @Test func takesSeveralReferences() throws {
    let result = try run(base: [-1, -2])
    #expect(result.path.references == [-2, -1])
    #expect(!result.estimates.contains { ["post::-1", "post::-2"].contains($0.term) })
  }

  @Test func normalisesATrendToWithoutNeverTreatedUnits() throws {
    let panel = TreatmentSample(
      periods: 2000...2007, cohorts: [2003, 2003, 2005, 2006, 2004, 2007]).panel
    let result = try run(panel)
    #expect(result.path.references == [-7, -1])
    #expect(result.remarks.contains(Remark(.secondReference, ["period": "-7"])))
    #expect(result.remarks.contains(Remark(.noNeverTreated)))
    #expect(result.omitted.isEmpty)
    // A trend in the distance is what the two references take away.
    let other = try run(panel, base: [-1, -2])
    let at = { (result: EventStudyResult, k: Int) in
      result.path.points.first { $0.period == k }?.estimate?.value ?? 0
    }
    let slope = at(result, -2)
    for k in -7...4 {
      #expect(abs(at(result, k) + slope * Double(k + 1) - at(other, k)) < 1e-9, "\(k)")
    }
    #expect(try run(panel, effects: ["unit"]).path.references == [-1])
  }

  @Test func leavesOutUnitsThatAreAlwaysTreated() throws {
    let cohorts = [2003, 2003, 2005, 2006, 0, 0, 0]
    let with = TreatmentSample(periods: 2000...2007, cohorts: cohorts + [2000]).panel
    let result = try run(with)
    #expect(result.remarks.contains(Remark(.alwaysTreatedDropped, ["count": "1"])))
    #expect(result.sample.dropped == [RowsDropped(.alwaysTreated, subject: "post", rows: 8)])
    #expect(result.estimates == (try run().estimates))
  }

  @Test func leavesOutRowsWhoseTreatmentIsUnknown() throws {
    var panel = Self.panel
    var post = try #require(panel.table["post"]?.numbers)
    post[0] = .nan
    panel.table.set(Column("post", numbers: post))
    let result = try run(panel)
    #expect(result.sample.dropped == [RowsDropped(.missing, subject: "post", rows: 1)])
  }

  // MARK: Band

  @Test func coversAllPointsAtOnce() throws {
    let result = try run(window: EventWindow(-3, 2), draws: 2000)
    let band = try #require(result.path.band)
    #expect(band.draws == 2000)
    #expect(band.seed == 7)
    for point in result.path.points where !point.isReference {
      let estimate = try #require(point.estimate)
      let interval = try #require(point.simultaneous)
      #expect(interval.level == 0.95)
      #expect(interval.low < (try #require(estimate.intervalLow.value)))
      #expect(interval.high > (try #require(estimate.intervalHigh.value)))
      let half = band.criticalValue * (try #require(estimate.standardError.value))
      #expect(interval.high == estimate.value + half)
    }
  }

  @Test func drawsTheSameBandOnAnyNumberOfThreads() throws {
    let one = AnalysisContext(seed: 7, id: "dynamic", threadCount: 1)
    let two = AnalysisContext(seed: 7, id: "dynamic", threadCount: 2)
    #expect(try run(draws: 5000, context: one) == run(draws: 5000, context: two))
    let other = AnalysisContext(seed: 8, id: "dynamic")
    let (first, second) = (try run(draws: 500, context: one), try run(draws: 500, context: other))
    #expect(first.path.band != second.path.band)
  }

  // MARK: Faults

  @Test func refusesABaseThatIsNotThere() {
    expectEstimationError(
      "No treated unit of the sample is observed at the base -9, counted in periods of 1 from "
        + "treatment. There are observations at -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4: choose one"
    ) { _ = try run(base: [-9]) }
    expectEstimationError("The base -4 lies outside the window [-3, 2]") {
      _ = try run(window: EventWindow(-3, 2), base: [-4])
    }
  }

  @Test func refusesHugeWindows() {
    expectEstimationError("The window [-5000, 5000] is too wide: at most 1000") {
      _ = try run(window: EventWindow(-5000, 5000))
    }
    expectEstimationError("is too wide") { _ = try run(window: EventWindow(.min, .max)) }
  }

  @Test func refusesASampleOfReferencesOnly() {
    expectEstimationError("Choose fewer as 'base', or a wider 'window'") {
      _ = try run(window: EventWindow(-1, 0), base: [-1, 0])
    }
  }

  @Test func refusesUnitsThatAreAllAlwaysTreated() {
    let panel = TreatmentSample(periods: 2000...2003, cohorts: [2000, 1999, 0, 0]).panel
    expectEstimationError(
      "'post' is on from the first period in unit 1, unit 2. It never changes within a unit, so it "
        + "says who is treated but not when: define one that is 1 from the first treated period "
        + "on, as in 'post: post & (time >= 2005)'."
    ) { _ = try run(panel) }
    let study = EventStudy(treatment: .cohort("cohort"), model: ControlModel(outcome: "y"))
    expectEstimationError("'cohort' is on from the first period in unit 1, unit 2. Add earlier") {
      _ = try study.run(on: panel, in: AnalysisContext())
    }
  }

  @Test func refusesASampleWithoutTreatedUnits() {
    expectEstimationError("No unit of the sample is ever treated") {
      _ = try run(condition: "unit == 'unit 6' | unit == 'unit 7'")
    }
  }

  @Test func refusesEffectsThatNobodyElseIdentifies() {
    let panel = TreatmentSample(periods: 2000...2003, cohorts: [2002, 2002, 2002]).panel
    expectEstimationError("No effect of 'post' is identified") { _ = try run(panel) }
  }

  @Test func namesWhatIsWrongWithOtherKeys() {
    expectEstimationError("There is no column 'ex'. Did you mean 'x'") {
      _ = try run(controls: ["ex"])
    }
    expectEstimationError("There is no covariance 'cluser(unit)'") {
      _ = try run(vcov: "cluser(unit)")
    }
  }

  // MARK: Entries

  func decode(_ text: String) throws -> EventStudy {
    try JSONDecoder().decode(EventStudy.self, from: Data(text.utf8))
  }

  @Test func readsEveryKey() throws {
    let study = try decode(
      """
      {"outcome": "y", "treatment": "post", "window": [-6, 4], "base": [-1, -6],
       "endpoints": "full", "controls": ["$controls", "x"], "effects": ["unit", "region^time"],
       "vcov": "hc1", "weights": "w", "where": "time > 3", "small_sample": {"adjust": false},
       "singletons": "keep", "level": 0.9, "band": {"draws": 500}}
      """)
    #expect(
      study
        == EventStudy(
          treatment: .indicator("post"),
          model: ControlModel(
            outcome: "y", controls: ["$controls", "x"], effects: ["unit", "region^time"]),
          window: EventWindow(-6, 4), base: [-1, -6], endpoints: .full, weights: "w",
          condition: "time > 3", vcov: "hc1", smallSample: SmallSampleOptions(adjust: false),
          singletons: .keep, level: 0.9, band: BandOptions(draws: 500)))
    #expect(
      Set(EventStudy.keys.map(\.name)) == [
        "outcome", "treatment", "cohort", "window", "base", "endpoints", "controls", "effects",
        "vcov", "weights", "where", "small_sample", "singletons", "level", "band",
      ])
    #expect(
      try decode("{\"outcome\": \"y\", \"cohort\": \"g\", \"band\": \"none\"}")
        == EventStudy(
          treatment: .cohort("g"), model: ControlModel(outcome: "y"), band: BandOptions(draws: 0)))
  }

  @Test(arguments: [
    ("\"window\": [4, -6]", "a window is two whole numbers"),
    ("\"window\": [4]", "a window is two whole numbers"), ("\"level\": 1", "between 0 and 1"),
    ("\"band\": {\"draws\": 0}", "100 to 10000000 draws, not 0"),
    ("\"band\": \"sup\"", "write 'none' for no band"), ("\"base\": []", "at least one distance"),
  ])
  func refusesKeysThatCannotBe(key: String, message: String) {
    #expect {
      _ = try decode("{\"outcome\": \"y\", \"treatment\": \"post\", \(key)}")
    } throws: { error in
      String(describing: error).contains(message)
    }
  }

  @Test func returnsThroughJSON() throws {
    let result = try run(window: EventWindow(-8, 2), draws: 200)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(EventStudyResult.self, from: data) == result)
  }

  @Test func runsAgainWithoutItsBand() throws {
    let study = EventStudy(treatment: .indicator("post"), model: ControlModel(outcome: "y"))
    let again = try study.only(nil)
    #expect(again.band.draws == 0)
    let results = try [study, again].map { try $0.run(on: Self.panel, in: AnalysisContext())[0] }
    #expect(study.effect(in: results[0]) == again.effect(in: results[1]))
    #expect(try study.treatmentColumn(in: Self.panel) == .indicator("post"))
    #expect(try study.linearModel(in: Self.panel) == nil)
    expectEstimationError("There is no model 2") { _ = try study.only(2) }
  }
}
