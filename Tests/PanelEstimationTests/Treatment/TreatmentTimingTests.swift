import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// How a treatment's timing is read, and what is refused.
@Suite struct TreatmentTimingTests {
  func timing(
    _ treatment: [(name: String, status: [Double?])], step: Int = 1,
    switching: SwitchingRule? = nil
  ) throws -> TreatmentTiming {
    try TreatmentTiming(
      of: .indicator("post"), in: TreatmentSample(step: step, treatment: treatment).panel,
      switching: switching)
  }

  @Test func takesTheFirstTreatedPeriodAsCohort() throws {
    let timing = try timing([("a", [0, 0, 1, 1]), ("b", [0, 0, 0, 0]), ("c", [0, 1, 1, 1])])
    #expect(timing.cohorts == [2002, nil, 2001])
    #expect(timing.isAlwaysTreated == [false, false, false])
    #expect(timing.neverTreatedUnits == [1])
    #expect((0..<4).map { timing.relativeTime(ofRow: $0) } == [-2, -1, 0, 1])
    #expect(timing.relativeTime(ofRow: 4) == nil)
    #expect(timing.readingRemarks().isEmpty)
  }

  @Test func countsDistancesInStepsOfThePanel() throws {
    let timing = try timing([("a", [0, 0, 1, 1]), ("b", [0, 0, 0, 0])], step: 5)
    #expect(timing.cohorts == [2010, nil])
    #expect((0..<4).map { timing.relativeTime(ofRow: $0) } == [-2, -1, 0, 1])
  }

  @Test func findsUnitsThatAreTreatedFromTheirFirstPeriod() throws {
    let timing = try timing([
      ("a", [1, 1, 1]), ("b", [nil, nil, 1]), ("c", [.nan, 1, 1]), ("d", [0, 0, 1]),
    ])
    #expect(timing.isAlwaysTreated == [true, true, true, false])
    #expect(timing.cohorts == [2000, 2002, 2001, 2002])
  }

  @Test func remarksOnStartsThatAreUncertain() throws {
    let timing = try timing([
      ("gap", [0, nil, 1]), ("missing", [0, .nan, 1]), ("sure", [0, 0, 1]), ("never", [0, 0, 0]),
    ])
    #expect(timing.uncertainStarts == [0, 1])
    #expect(timing.readingRemarks() == [Remark(.uncertainStart, ["count": "2"])])
    #expect(timing.unknown?.rows.count { $0 } == 1)
  }

  @Test func refusesATreatmentThatEnds() throws {
    let units: [(name: String, status: [Double?])] = (1...12).map {
      ("unit \($0)", [0, 1, 0, 0])
    }
    expectEstimationError(
      """
      The treatment 'post' ends in 12 units, but a treated unit has to stay treated: it returns to \
      0 in unit 1 (2002), unit 2 (2002), unit 3 (2002), unit 4 (2002), unit 5 (2002), unit 6 \
      (2002), unit 7 (2002), unit 8 (2002), unit 9 (2002), unit 10 (2002) and 2 more. If treatment \
      may end, say so with 'switching: allow'
      """
    ) { _ = try timing(units, switching: .error) }
    expectEstimationError("use method did with 'switching: allow'") { _ = try timing(units) }
    let allowed = try timing(units, switching: .allow)
    #expect(allowed.cohorts.allSatisfy { $0 == 2001 })
    #expect(allowed.readingRemarks() == [Remark(.switchingOff, ["count": "12"])])
    #expect(allowed.design(of: nil).treatedObservations == 12)
    #expect(allowed.design(of: nil).switchingOff == 12)
  }

  @Test func refusesWhatIsNeitherZeroNorOne() {
    expectEstimationError(
      "A treatment is 0 or 1 in each row, but 'post' holds 0.25 (unit = a, time = 2001), 2 (unit = "
        + "b, time = 2002). Define one under 'variables', such as 'treated: post > 0'"
    ) { _ = try timing([("a", [0, 0.25, 1]), ("b", [0, 0, 2])]) }
  }

  @Test func refusesText() {
    var panel = TreatmentSample(treatment: [("a", [0, 1]), ("b", [0, 0])]).panel
    panel.table.set(
      Column(name: "law", storage: .text(codes: [0, 1, 0, 0], levels: ["no", "yes"])))
    expectEstimationError(
      "'law' holds text such as 'no', 'yes'. Define one under 'variables', such as \"treated: law "
        + "== 'yes'\""
    ) { _ = try TreatmentTiming(of: .indicator("law"), in: panel) }
    expectEstimationError("first treated period, but it holds text such as 'no', 'yes'") {
      _ = try TreatmentTiming(of: .cohort("law"), in: panel)
    }
    expectEstimationError("Did you mean 'law'") {
      _ = try TreatmentTiming(of: .indicator("laws"), in: panel)
    }
    expectEstimationError("define it under 'variables', such as 'treated: exposure > 3'") {
      _ = try TreatmentTiming(of: .indicator("exposure > 3"), in: panel)
    }
  }

  @Test func refusesDataWithoutUnitsAndPeriods() {
    var panel = TreatmentSample(treatment: [("a", [0, 1])]).panel
    panel.index = nil
    expectEstimationError("give 'unit' and 'time' under 'data'") {
      _ = try TreatmentTiming(of: .indicator("post"), in: panel)
    }
  }

  @Test func refusesATreatmentThatNobodyGets() {
    expectEstimationError("No unit is treated: 'post' is 1 nowhere.") {
      _ = try timing([("a", [0, 0]), ("b", [0, .nan])])
    }
    expectEstimationError("'post' is missing in all 4 rows.") {
      _ = try timing([("a", [.nan, .nan]), ("b", [.nan, .nan])])
    }
    expectEstimationError("later than the last period of the data (2005) for all 2 units") {
      _ = try TreatmentTiming(
        of: .cohort("cohort"),
        in: TreatmentSample(periods: 2000...2005, cohorts: [0, 2010]).panel)
    }
  }

  @Test func readsAColumnOfFirstTreatedPeriods() throws {
    let panel = TreatmentSample(
      periods: 2000...2005, cohorts: [2003, 0, 1999, 2000, 2006, 2005]).panel
    let byCohort = try TreatmentTiming(of: .cohort("cohort"), in: panel)
    #expect(byCohort.cohorts == [2003, nil, 1999, 2000, nil, 2005])
    #expect(byCohort.isAlwaysTreated == [false, false, true, true, false, false])
    #expect(byCohort.lateCohorts == [4])
    let byStatus = try TreatmentTiming(of: .indicator("post"), in: panel)
    #expect(byStatus.status == byCohort.status)
    var expected = byCohort.design(of: nil)
    expected.treatment = "post"
    #expect(byStatus.design(of: nil) == expected)
  }

  @Test func countsAStartBetweenPeriodsAsTheNextOne() throws {
    var sample = TreatmentSample(step: 5, treatment: [("a", [0, 0, 0]), ("b", [0, 0, 0])])
    sample.columns["cohort"] = [2002, 2002, 2002, .nan, .nan, .nan]
    let timing = try TreatmentTiming(of: .cohort("cohort"), in: sample.panel)
    #expect(timing.cohorts == [2005, nil])
    #expect((0..<3).map { timing.relativeTime(ofRow: $0) } == [-1, 0, 1])
    #expect(timing.readingRemarks() == [Remark(.roundedCohorts, ["count": "1"])])
  }

  @Test func refusesACohortThatChangesWithinAUnit() {
    var sample = TreatmentSample(treatment: [("a", [0, 0, 0]), ("b", [0, 0, 0])])
    sample.columns["cohort"] = [2001, 2001, .nan, 0, 2002, 2001]
    expectEstimationError(
      "'cohort' changes within 2 units: a (2001, missing), b (0, 2002, 2001). For a 0/1 column use "
        + "'treatment'"
    ) { _ = try TreatmentTiming(of: .cohort("cohort"), in: sample.panel) }
    sample.columns["cohort"] = [2001.5, 2001.5, 2001.5, 0, 0, 0]
    expectEstimationError("is 2001.5 for unit = a, which is no whole number") {
      _ = try TreatmentTiming(of: .cohort("cohort"), in: sample.panel)
    }
  }

  @Test func describesASample() throws {
    let panel = TreatmentSample(periods: 2000...2004, cohorts: [2002, 2002, 0, 2004, 2001]).panel
    let timing = try TreatmentTiming(of: .indicator("post"), in: panel)
    let all = timing.design(of: nil)
    #expect(
      all
        == TreatmentDesign(
          treatment: "post",
          cohorts: [
            TreatmentCohort(period: 2001, units: 1, observations: 5),
            TreatmentCohort(period: 2002, units: 2, observations: 10),
            TreatmentCohort(period: 2004, units: 1, observations: 5),
          ], neverTreated: 1, alwaysTreated: 0, treatedObservations: 11, observations: 25))
    // Without the first two years the 2001 cohort has no untreated period, and before 2004 its
    // last cohort is not yet treated.
    let rows = (0..<25).filter { (2...3).contains($0 % 5) }.map(Int32.init)
    let some = timing.design(of: rows)
    #expect(some.alwaysTreated == 3)
    #expect(some.neverTreated == 1)
    #expect(some.laterTreated == 1)
    #expect(some.cohorts.isEmpty)
    #expect(some.treatedShare == 0.6)
  }

  @Test func saysWhoIsTreatedInWords() throws {
    let timing = try timing([("a", [0, 0, 1]), ("b", [1, 1, 1])])
    #expect(
      timing.designRemarks(timing.design(of: nil)) == [
        Remark(.alwaysTreated, ["count": "1"]), Remark(.noNeverTreated),
      ])
  }

  @Test(arguments: [
    ("{\"treatment\": \"post\"}", TreatmentColumn.indicator("post")),
    ("{\"cohort\": \"g\"}", .cohort("g")),
  ])
  func readsItsKeys(text: String, expected: TreatmentColumn) throws {
    let found = try JSONDecoder().decode(TreatmentColumn.self, from: Data(text.utf8))
    #expect(found == expected)
  }

  @Test(arguments: ["{}", "{\"treatment\": \"post\", \"cohort\": \"g\"}"])
  func refusesNoTreatmentAndTwo(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(TreatmentColumn.self, from: Data(text.utf8))
    }
  }
}
