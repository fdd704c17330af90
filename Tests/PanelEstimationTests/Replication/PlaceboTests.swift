import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// The method `placebo`, from an entry to its result.
@Suite struct PlaceboTests {
  static let model = "y ~ d + x | unit + time"
  let panel = PlaceboFixtures.simulated()

  func run(
    _ placebo: Placebo, on other: Panel? = nil, seed: UInt64 = 1, threads: Int = 2,
    entries: [String: any Analysis] = [:]
  ) throws -> PlaceboResult {
    try placebo.run(
      on: other ?? panel,
      in: AnalysisContext(seed: seed, id: "placebo", threadCount: threads, entries: entries))[0]
  }

  func message(_ placebo: Placebo, on other: Panel? = nil) throws -> String {
    let error = try #require(throws: EstimationError.self) { try run(placebo, on: other) }
    return error.description
  }

  /// C(5, 2) = 10 equally likely assignments, each found by running the model again.
  @Test func enumeratesTheAssignmentsOfAFewUnits() throws {
    let panel = PlaceboFixtures.simulated(.init(units: 5, periods: 6, cohorts: [0, 3, 0, 3, 0]))
    let result = try run(
      Placebo(TreatmentTarget(model: "y ~ d | unit + time"), kind: .inSpace), on: panel)
    let draws = try #require(result.draws)
    #expect(draws.assignments == 10 && draws.values.count == 10 && draws.replications == 10)
    var expected: [Double] = []
    for first in 0..<5 {
      for second in first + 1..<5 {
        let units = try #require(panel.table["unit"]?.numbers)
        let times = try #require(panel.table["time"]?.numbers)
        let d = units.indices.map {
          [first, second].contains(Int(units[$0])) && times[$0] >= 3 ? 1.0 : 0
        }
        let fit = try FixedEffects(models: [.init("y ~ d | unit + time")])
          .run(on: panel.replacing("d", with: d), in: AnalysisContext())
        expected.append(fit[0].estimates[0].value)
      }
    }
    PlaceboFixtures.expectClose(draws.values.sorted(), expected.sorted(), within: 1e-10)
    let actual = result.baseline.value
    // The actual assignment is one of the ten, so no p-value is below 1/10.
    #expect(draws.twoSided.count == expected.count { abs($0) >= abs(actual) - 1e-9 })
    #expect(draws.twoSided.count >= 1 && draws.ties >= 1)
    #expect(draws.left.count + draws.right.count == 11)
    #expect(draws.twoSided.interval == nil)
    let drawn = try run(
      Placebo(
        TreatmentTarget(model: "y ~ d | unit + time"), kind: .inSpace, replications: 50,
        enumeration: .never), on: panel)
    #expect(drawn.draws?.assignments == nil && drawn.draws?.values.count == 50)
    #expect(drawn.draws?.twoSided.interval != nil)
  }

  @Test(arguments: Placebo.kinds)
  func givesTheSameBytesOnAnyNumberOfThreads(kind: PlaceboResult.Kind) throws {
    let placebo = Placebo(TreatmentTarget(model: Self.model), kind: kind, replications: 300)
    let one = try run(placebo, threads: 1)
    #expect(try ResultJSON.encode(one) == ResultJSON.encode(run(placebo, threads: 2)))
    if kind != .inTime {
      #expect(one.draws != (try run(placebo, seed: 2).draws))
    }
  }

  @Test func drawsWithinTheRangesOfTheKinds() throws {
    func range(_ placebo: Placebo) throws -> [Int?] {
      let draws = try #require(try run(placebo).draws)
      return [draws.firstPeriod, draws.lastPeriod, draws.treatedUnits]
    }
    let target = TreatmentTarget(model: Self.model)
    // 40 units, of which every sixth in each of the cohorts 3, 5 and 6.
    #expect(try range(Placebo(target, kind: .mixedCommon, replications: 9)) == [2, 8, 20])
    #expect(try range(Placebo(target, kind: .mixedUnrestricted, replications: 9)) == [3, 6, 20])
    #expect(try range(Placebo(target, replications: 9)) == [3, 6, 20])
    #expect(try range(Placebo(target, kind: .inSpace, replications: 9)) == [nil, nil, 20])
    #expect(
      try range(Placebo(target, kind: .mixedCommon, replications: 9, periods: [4, 5], units: 7))
        == [4, 5, 7])
  }

  @Test func reportsTheDesignAndWhatItIsAbout() throws {
    let result = try run(Placebo(TreatmentTarget(model: Self.model), replications: 20))
    #expect(result.of == Self.model)
    #expect(result.kind == .mixedRestricted)
    #expect(result.design?.cohorts.map(\.period) == [3, 5, 6])
    #expect(result.design?.neverTreated == 20)
    #expect(result.draws?.seed == 1 && result.provenance.seed == 1)
    #expect(result.provenance.specification == "analyses.placebo")
    #expect(result.remarks.map(\.id) == [.placeboSample])
    #expect(result.statistics.contains { $0.statistic == .treatedUnits })
  }

  @Test func movesTheTreatmentInTime() throws {
    let result = try run(
      Placebo(TreatmentTarget(model: Self.model), kind: .inTime, shifts: [1, 2, 9]))
    #expect(result.draws == nil)
    #expect(result.profile.map(\.shift) == [1, 2, 9])
    // By hand: periods from 6 on leave, then treated rows.
    let d = try #require(panel.table["d"]?.numbers)
    let g = try #require(panel.table["g"]?.numbers)
    let times = try #require(panel.index).times
    let kept = d.indices.filter { times[$0] < 6 && d[$0] == 0 }
    let moved = kept.map { g[$0] > 0 && Double(times[$0]) >= g[$0] - 2 ? 1.0 : 0 }
    let fit = try FixedEffects(models: [.init(Self.model)], vcov: ["cluster(unit)"])
      .run(on: panel.selecting(kept).replacing("d", with: moved), in: AnalysisContext())
    let expected = fit[0].estimates[0]
    let found = try #require(result.profile[1].estimate)
    #expect(found.value == expected.value)
    #expect(found.standardError == expected.standardError)
    #expect(result.profile[1].observations == kept.count)
    #expect(found.distribution == .normal && found.degreesOfFreedom == nil)
    let error = try #require(expected.standardError.value)
    #expect(found.pValue == .value(Normal.twoSidedPValue(expected.value / error)))
    let low = try #require(found.intervalLow.value)
    #expect(abs(low - (expected.value - 1.959963984540054 * error)) < 1e-12)
    // Nine periods early everybody is treated throughout.
    #expect(result.profile[2].estimate == nil)
    #expect(result.profile[2].absence == .notIdentified)
    #expect(result.remarks.map(\.id) == [.latePeriodsDropped, .untreatedOnly])
    let late = try run(
      Placebo(
        TreatmentTarget(model: Self.model), kind: .inTime, shifts: [2], keepsLatePeriods: true))
    #expect(late.remarks.map(\.id) == [.untreatedOnly])
    #expect(late.profile[0].estimate != result.profile[1].estimate)
  }

  /// A treatment that ends is made to last, as in the Stata command.
  @Test func makesATreatmentThatEndsAbsorbing() throws {
    var panel = panel
    var d = try #require(panel.table["d"]?.numbers)
    let units = try #require(panel.table["unit"]?.numbers)
    let times = try #require(panel.index).times
    for row in d.indices where units[row] == 1 && times[row] == 8 { d[row] = 0 }
    panel = panel.replacing("d", with: d)
    let result = try run(Placebo(TreatmentTarget(model: Self.model), replications: 30), on: panel)
    #expect(result.remarks.contains(Remark(.madeAbsorbing, ["count": "1"])))
    #expect(result.draws?.values.count == 30)
  }

  @Test func runsAnotherAnalysisOfTheStudyAgain() throws {
    let entry = FixedEffects(
      models: [.init("y ~ d | unit + time"), .init(Self.model)], vcov: ["cluster(unit)"])
    let reference = try #require(ResultReference("base[2]"))
    let result = try run(
      Placebo(TreatmentTarget(of: reference), replications: 40), entries: ["base": entry])
    let own = try run(Placebo(TreatmentTarget(model: Self.model), replications: 40))
    #expect(result.draws == own.draws)
    #expect(result.of == "base[2]")
    #expect(result.baseline == own.baseline)
  }

  /// Estimators that are no regression on the treatment: each replicate is a run of their own.
  @Test func runsOtherEstimatorsAgain() throws {
    let eventStudy = EventStudy(
      treatment: .indicator("d"), model: ControlModel(outcome: "y", controls: ["x"]))
    let cohorts = CallawaySantAnna(outcome: "y", treatment: .cohort("g"))
    let did = DifferenceInDifferences(models: [.init(Self.model)])
    let entries: [String: any Analysis] = ["es": eventStudy, "cs": cohorts, "did": did]
    func draws(_ name: String) throws -> [Double] {
      let placebo = Placebo(
        TreatmentTarget(of: ResultReference(entry: name)), kind: .inSpace, replications: 4)
      return try #require(try run(placebo, entries: entries).draws).values
    }
    let d = try #require(panel.table["d"]?.numbers)
    let (placebos, labels) = try PlaceboFixtures.placebos(Self.model, in: panel)
    let context = AnalysisContext(seed: 1, id: "placebo")
    var expected: [String: [Double]] = [:]
    for replicate in 0..<4 {
      var generator = context.generator(replicate: replicate)
      let assignment = Permutation(labels: labels).draw(from: &generator)
      let column = placebos.sample.column(assignment, paths: placebos.paths)
      #expect(column != d)
      let units = placebos.sample.carriers.codes
      let dates = units.map { unit in
        let label = assignment[Int(unit)]
        return label < 0 ? 0 : Double(placebos.sample.periods[Int(label)])
      }
      let made = panel.replacing("d", with: column).replacing("g", with: dates)
      let inner = AnalysisContext(seed: 1, id: "")
      func value<Entry: TreatmentAnalysis>(_ entry: Entry) throws -> Double {
        try #require(entry.effect(in: entry.run(on: made, in: inner)[0])).value
      }
      expected["es", default: []].append(try value(eventStudy))
      expected["cs", default: []].append(try value(cohorts))
      expected["did", default: []].append(try value(did))
    }
    for (name, values) in expected {
      PlaceboFixtures.expectClose(try draws(name), values, within: 1e-10)
    }
  }

  @Test func saysWhatIsWrongWithWhatItIsAbout() throws {
    let entry = FixedEffects(models: [.init(Self.model), .init("y ~ d | unit + time")])
    let entries: [String: any Analysis] = [
      "base": entry, "means": GroupMeans(outcome: "y", by: "d"),
    ]
    func message(_ text: String) throws -> String {
      let reference = try #require(ResultReference(text))
      let error = try #require(throws: EstimationError.self) {
        try run(Placebo(TreatmentTarget(of: reference), replications: 3), entries: entries)
      }
      return error.description
    }
    #expect(try message("bse[1]").contains("Did you mean 'base'?"))
    #expect(try message("base").contains("'base': There are 2 models"))
    #expect(try message("base[3]").contains("no model 3"))
    #expect(try message("means").contains("group-means"))
  }

  @Test func refusesWhatCannotBeDrawn() throws {
    let target = TreatmentTarget(model: Self.model)
    let wide = try message(Placebo(target, periods: [2, 12]))
    #expect(wide.contains("'periods' runs from 2 to 12") && wide.contains("periods 1 to 8"))
    let narrow = try message(Placebo(target, periods: [4, 5]))
    #expect(narrow.contains("3 dates") && narrow.contains("2 periods lie between 4 and 5"))
    let units = try message(Placebo(target, kind: .mixedCommon, units: 40))
    #expect(units.contains("'units' is 40") && units.contains("has 40 units"))
    let none = try message(
      Placebo(target), on: PlaceboFixtures.simulated(.init(cohorts: [0])))
    #expect(none.contains("in all 320 observations"), "\(none)")
    let all = try message(
      Placebo(target), on: PlaceboFixtures.simulated(.init(cohorts: [3, 5])))
    #expect(all.contains("All 40 units") && all.contains("randomization-inference"))
    let noPanel = try message(Placebo(target), on: Panel(table: panel.table))
    #expect(noPanel.contains("'unit' and 'time'"))
    let every = try message(Placebo(target, kind: .inSpace, enumeration: .always))
    #expect(every.contains("more than 1000000 ways"))
  }

  /// A derived variable would still hold the actual treatment.
  @Test func refusesVariablesDerivedFromTheTreatment() throws {
    var panel = panel
    let d = try #require(panel.table["d"]?.numbers)
    panel.table.set(Column("dx", numbers: d))
    panel.table.set(Column("dxx", numbers: d.indices.map { d[$0] * Double($0 % 7) }))
    panel.derived = ["dx": "d * 1", "dxx": "dx * x", "d": "time >= g"]
    let text = try message(
      Placebo(TreatmentTarget(model: "y ~ d + dxx | unit + time"), replications: 5), on: panel)
    #expect(text.contains("uses 'dx', 'dxx', derived from the treatment 'd'"))
    _ = try run(Placebo(TreatmentTarget(model: Self.model), replications: 5), on: panel)
  }

  @Test func leavesMissingTreatmentsMissing() throws {
    var d = try #require(panel.table["d"]?.numbers)
    for row in stride(from: 0, to: d.count, by: 17) { d[row] = .nan }
    let sparse = panel.replacing("d", with: d)
    let (placebos, labels) = try PlaceboFixtures.placebos(Self.model, in: sparse)
    let made = placebos.sample.panel(
      sparse, with: labels, of: .indicator("d"), paths: placebos.paths)
    let numbers = try #require(made.table["d"]?.numbers)
    #expect(numbers.map(\.isNaN) == d.map(\.isNaN))
    let result = try run(Placebo(TreatmentTarget(model: Self.model), replications: 20), on: sparse)
    #expect(result.sample.n == d.count { !$0.isNaN })
  }

  @Test func describesExactlyTheKeysThatItReads() throws {
    let texts = [
      """
      {"of": "did[2]", "kind": "mixed-common", "replications": 9, "periods": [1, 2], "units": 3,
       "density": {"kernel": "gaussian", "bandwidth": 0.5, "points": 20}, "histogram": 7}
      """,
      #"{"model": "y ~ d", "vcov": "iid", "weights": "w", "where": "x > 0", "kind": "in-space", "enumerate": "always"}"#,
      #"{"of": "did", "kind": "in-time", "shifts": 4, "keep_late": true}"#,
    ]
    var seen: Set<String> = []
    for text in texts {
      let data = Data(text.utf8)
      _ = try JSONDecoder().decode(Placebo.self, from: data)
      let keys = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      seen.formUnion(try #require(keys).keys)
    }
    #expect(Set(Placebo.keys.map(\.name)) == seen)
    let decoded = try JSONDecoder().decode(Placebo.self, from: Data(texts[0].utf8))
    #expect(decoded.units == 3 && decoded.periods == [1, 2] && decoded.histogram == .bins(7))
    let inTime = try JSONDecoder().decode(Placebo.self, from: Data(texts[2].utf8))
    #expect(inTime.shifts == [1, 2, 3, 4] && inTime.keepsLatePeriods)
  }

  @Test(arguments: [
    (#"{"of": "did", "replications": 0}"#, "'replications' is 0"),
    (#"{"of": "did", "replications": 1000000000}"#, "1 to 10000000"),
    (#"{"kind": "in-space"}"#, "neither is given"),
    (#"{"of": "did", "model": "y ~ d"}"#, "not both"),
    (#"{"of": "did", "vcov": "iid"}"#, "belongs to 'model'"),
    (#"{"of": "did", "periods": [2009, 2006]}"#, "the first and the last period"),
    (#"{"of": "did", "periods": [2009]}"#, "the first and the last period"),
    (#"{"of": "did", "units": 4}"#, "for kind mixed-common"),
    (#"{"of": "did", "kind": "mixed-common", "units": 0}"#, "treats 1 unit or more"),
    (#"{"of": "did", "shifts": [1]}"#, "for kind in-time"),
    (#"{"of": "did", "kind": "in-time", "shifts": [0, 1]}"#, "from 1"),
    (#"{"of": "did", "kind": "in-time", "shifts": []}"#, "from 1"),
    (#"{"of": "did", "kind": "in-time", "replications": 10}"#, "kinds with random placebos"),
    (#"{"of": "did", "kind": "permutation"}"#, "randomization-inference"),
  ])
  func refusesEntriesThatMeanNothing(text: String, part: String) throws {
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Placebo.self, from: Data(text.utf8))
    }
    #expect("\(error)".contains(part), "\(error)")
  }
}
