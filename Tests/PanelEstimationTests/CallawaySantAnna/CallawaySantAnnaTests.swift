import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

@Suite struct CallawaySantAnnaTests {
  /// Six cohorts and never-treated units over ten periods, with a control and clusters of three.
  static func sample(never: Bool = true) -> TreatmentSample {
    let cohorts = (0..<40).map { unit -> Int in
      let cohort = [0, 2004, 2006, 2003, 2007, 2004][unit % 6]
      return cohort == 0 && !never ? 2008 : cohort
    }
    var sample = TreatmentSample(periods: 2000...2009, cohorts: cohorts)
    sample.columns["region"] = sample.units.map { Double($0 / 3) }
    sample.columns["one"] = sample.units.map { _ in 1 }
    return sample
  }

  private func result(
    _ analysis: CallawaySantAnna, _ panel: Panel, _ context: AnalysisContext = AnalysisContext()
  ) throws -> TreatmentEffectsResult {
    try #require(try analysis.run(on: panel, in: context).first)
  }

  private let plain = CallawaySantAnna(outcome: "y", treatment: .indicator("post"))

  @Test func findsTheSameFromAColumnOfCohorts() throws {
    let panel = Self.sample().panel
    var other = plain
    other.treatment = .cohort("cohort")
    let (first, second) = (try result(plain, panel), try result(other, panel))
    #expect(first.groupTime.map(\.estimate?.value) == second.groupTime.map(\.estimate?.value))
    #expect(first.overall?.standardError == second.overall?.standardError)
  }

  @Test(arguments: [
    EffectConventions.Estimation.regression, .weighting, .doublyRobust,
  ])
  func dependsOnNoScaleOfCovariates(_ estimation: EffectConventions.Estimation) throws {
    var sample = Self.sample()
    sample.columns["far"] = sample.columns["x"]?.map { 1e6 + 1e3 * $0 }
    var analysis = plain
    analysis.estimation = estimation
    analysis.covariates = ["x"]
    let first = try result(analysis, sample.panel)
    analysis.covariates = ["far"]
    let second = try result(analysis, sample.panel)
    for (a, b) in zip(first.groupTime, second.groupTime) {
      let (a, b) = (try #require(a.estimate), try #require(b.estimate))
      #expect(abs(a.value - b.value) < 1e-9)
      #expect(
        abs(try #require(a.standardError.value) - (try #require(b.standardError.value))) < 1e-9)
    }
  }

  @Test func countsWholeWeightsAsCopiesOfUnits() throws {
    var weighted = Self.sample()
    weighted.columns["w"] = weighted.units.map { Double(1 + $0 % 3) }
    var copied = TreatmentSample(periods: 2000...2009, cohorts: [])
    copied.columns = ["y": [], "post": [], "x": []]
    for row in weighted.units.indices {
      let unit = weighted.units[row]
      guard row == 0 || weighted.units[row - 1] != unit else { continue }
      for copy in 0..<(1 + unit % 3) {
        copied.names.append("\(unit).\(copy)")
        for other in row..<row + 10 {
          copied.units.append(Int32(copied.names.count - 1))
          copied.times.append(weighted.times[other])
          for name in ["y", "post", "x"] {
            copied.columns[name]?.append(weighted.columns[name]?[other] ?? 0)
          }
        }
      }
    }
    for covariates in [[], ["x"]] {
      var analysis = plain
      analysis.covariates = covariates
      let second = try result(analysis, copied.panel).named
      analysis.weights = "w"
      for (name, estimate) in try result(analysis, weighted.panel).named {
        let other = try #require(second[name])
        #expect(abs(estimate.value - other.value) < 1e-9, "\(name)")
      }
    }
  }

  /// What units of a cluster contribute is added up, so clusters of one unit change nothing.
  @Test func addsUpContributionsWithinClusters() throws {
    var sample = Self.sample()
    sample.columns["self"] = sample.units.map { Double($0) }
    var analysis = plain
    let byUnit = try result(analysis, sample.panel)
    analysis.vcov = "cluster(self)"
    #expect(try result(analysis, sample.panel).overall == byUnit.overall)
    analysis.vcov = "cluster(region)"
    let byRegion = try result(analysis, sample.panel)
    #expect(byRegion.overall?.value.isClose(to: try #require(byUnit.overall?.value)) == true)
    #expect(byRegion.overall?.standardError != byUnit.overall?.standardError)
    #expect(byRegion.inference.clusters == [ClusterDimension(variable: "region", count: 14)])
  }

  @Test func givesTheSameBytesOnAnyNumberOfThreads() throws {
    var analysis = plain
    analysis.covariates = ["x"]
    analysis.bootstrap = MultiplierBootstrap(draws: 300)
    let panel = Self.sample().panel
    let one = try result(analysis, panel, AnalysisContext(seed: 7, id: "cs", threadCount: 1))
    let two = try result(analysis, panel, AnalysisContext(seed: 7, id: "cs", threadCount: 2))
    #expect(try ResultJSON.encode(one) == ResultJSON.encode(two))
    let other = try result(analysis, panel, AnalysisContext(seed: 8, id: "cs", threadCount: 2))
    #expect(other.overall?.standardError != one.overall?.standardError)
  }

  /// Bootstrap errors differ from analytic ones by simulation alone: 4 of its standard errors are
  /// 4 · 1.17/√4000 or 7.4 percent of an interquartile range of a normal.
  @Test(arguments: MultiplierBootstrap.Weights.allCases)
  func bootstrapsTheAnalyticErrors(_ weights: MultiplierBootstrap.Weights) throws {
    var sample = Self.sample()
    // Many units, so that sums of multipliers are close to normal.
    sample = TreatmentSample(
      periods: 2000...2005, cohorts: (0..<400).map { [0, 2003, 2004, 0][$0 % 4] })
    var analysis = plain
    let analytic = try result(analysis, sample.panel)
    analysis.bootstrap = MultiplierBootstrap(draws: 4000, weights: weights)
    let drawn = try result(analysis, sample.panel, AnalysisContext(seed: 3, id: "boot"))
    for (name, estimate) in analytic.named {
      let expected = try #require(estimate.standardError.value)
      let found = try #require(drawn.named[name]?.standardError.value)
      #expect(abs(found / expected - 1) < 0.074, "\(name): \(found), \(expected)")
    }
    let band = try #require(drawn.path.band)
    #expect(band.draws == 4000 && band.seed == 3)
    // Between one test and Bonferroni's bound over the points.
    let count = Double(drawn.path.points.count)
    #expect(band.criticalValue > Normal.quantile(0.975))
    #expect(band.criticalValue < Normal.quantile(1 - 0.025 / count) + 0.1)
    for point in drawn.path.points {
      let (estimate, outer) = (try #require(point.estimate), try #require(point.simultaneous))
      #expect(outer.low < (try #require(estimate.intervalLow.value)))
      #expect(outer.high > (try #require(estimate.intervalHigh.value)))
    }
  }

  @Test func measuresFromOnePeriodUnderAUniversalBase() throws {
    var analysis = plain
    analysis.basePeriod = .universal
    let universal = try result(analysis, Self.sample().panel)
    #expect(universal.path.references == [-1])
    #expect(universal.conventions.reference == -1)
    let varying = try result(plain, Self.sample().panel)
    for cell in varying.groupTime where !cell.isBeforeTreatment {
      let other = universal.groupTime.first {
        $0.cohort == cell.cohort && $0.period == cell.period
      }
      #expect(other?.estimate == cell.estimate)
    }
    // A long difference is the sum of short ones.
    let (long, short) = (universal.named, varying.named)
    let sum = (2001...2003).reduce(0) { $0 + (short["g2004_t\($1)"]?.value ?? .nan) }
    #expect(abs((long["g2004_t2000"]?.value ?? .nan) + sum) < 1e-12)
  }

  @Test func comparesWithTheLastCohortWhereAllAreTreated() throws {
    var analysis = plain
    analysis.controlGroup = .notYet
    let found = try result(analysis, Self.sample(never: false).panel)
    #expect(found.sample.lastPeriod == 2007)
    #expect(!found.groupTime.contains { $0.cohort == 2008 })
    #expect(found.remarks.contains { $0.id == .lastCohortCompares })
    #expect(found.sample.dropped.map(\.reason) == [.noComparison])
    #expect(found.sample.dropped.first?.rows == 80)
    #expect(found.groupTime.allSatisfy { $0.estimate != nil })
  }

  @Test func keepsCohortsObservedLongEnoughInABalancedPath() throws {
    var analysis = plain
    analysis.balance = 3
    let found = try result(analysis, Self.sample().panel)
    // The cohort of 2007 is observed for two periods only.
    #expect(found.path.points.map(\.period) == Array(-5...3))
    #expect(found.path.points.first { $0.period == 0 }?.units == 27)
    analysis.balance = nil
    analysis.window = -2...1
    #expect(try result(analysis, Self.sample().panel).path.points.map(\.period) == [-2, -1, 0, 1])
  }

  @Test func takesUnitsInPairsOfPeriodsTheyAreSeenIn() throws {
    var sample = Self.sample()
    let gap = try #require(sample.units.indices.first { sample.units[$0] == 4 })
    sample.columns["y"]?[gap + 2] = .nan
    let balanced = try result(plain, sample.panel)
    #expect(balanced.sample.units == 39)
    #expect(balanced.remarks.contains(Remark(.unbalancedUnits, ["count": "1"])))
    #expect(balanced.sample.dropped.map(\.reason) == [.missing, .unbalanced])
    var analysis = plain
    analysis.unbalanced = .pairwise
    let pairwise = try result(analysis, sample.panel)
    #expect(pairwise.sample.units == 40 && pairwise.sample.n == 399)
    let full = try result(plain, Self.sample().panel)
    // Unit 5 is of the cohort of 2007: other cohorts are as in the full panel.
    #expect(pairwise.named["g2004_t2005"] == full.named["g2004_t2005"])
    #expect(pairwise.named["g2007_t2008"] == full.named["g2007_t2008"])
    #expect(pairwise.named["g2007_t2002"] != full.named["g2007_t2002"])
  }

  @Test func leavesOutUnitsTreatedFromTheFirstPeriodOn() throws {
    let cohorts = (0..<20).map { [0, 2000, 2002, 0][$0 % 4] }
    let found = try result(plain, TreatmentSample(periods: 2000...2004, cohorts: cohorts).panel)
    #expect(found.remarks.contains(Remark(.alwaysTreatedDropped, ["count": "5"])))
    #expect(found.sample.units == 15)
    #expect(found.design.alwaysTreated == 0)
  }

  /// A unit that is treated after the data end may react before, and is then no control.
  @Test func comparesWithNoUnitThatMayReactAlready() throws {
    let cohorts = (0..<24).map { [0, 2004, 2008, 0][$0 % 4] }
    var late = TreatmentSample(periods: 2000...2007, cohorts: cohorts)
    late.columns["shifted"] = late.units.indices.map {
      (late.columns["y"]?[$0] ?? 0) + (cohorts[Int(late.units[$0])] == 2008
        && late.times[$0] == 2007 ? 100 : 0)
    }
    var analysis = CallawaySantAnna(
      outcome: "shifted", treatment: .cohort("cohort"), controlGroup: .notYet)
    analysis.anticipation = 1
    let found = try result(analysis, late.panel)
    #expect(found.groupTime.allSatisfy { $0.cohort == 2004 })
    #expect(found.groupTime.first { $0.period == 2006 }?.controls == 18)
    #expect(found.groupTime.first { $0.period == 2007 }?.controls == 12)
    #expect(found.named["g2004_t2007"].map { abs($0.value) < 20 } == true)
  }

  @Test func sortsOutCellsWithoutOverlap() throws {
    var sample = Self.sample()
    sample.columns["apart"] = sample.units.indices.map { row in
      (sample.columns["cohort"]?[row] == 2003 ? 1 : 0) + 0.01 * Double(row % 7)
    }
    var analysis = plain
    analysis.covariates = ["apart"]
    let found = try result(analysis, sample.panel)
    for cell in found.groupTime where cell.cohort == 2003 {
      #expect(cell.estimate == nil && cell.absence == .noOverlap)
    }
    #expect(found.cohorts.first { $0.cohort == 2003 }?.absence == .noObservations)
    #expect(found.named["g2004_t2005"] != nil)
    #expect(found.remarks.contains { $0.id == .cellsWithoutEffect })
  }

  @Test(arguments: [EffectConventions.ControlGroup.never, .notYet])
  func advisesNothingThatCannotHelp(group: EffectConventions.ControlGroup) throws {
    var analysis = plain
    analysis.controlGroup = group
    let fromTheStart = TreatmentSample(periods: 2000...2005, cohorts: [2000, 1999]).panel
    let error = #expect(throws: EstimationError.self) {
      _ = try analysis.run(on: fromTheStart, in: .init())
    }
    let text = "\(try #require(error))"
    #expect(text.contains("treated from the first period on"), "\(text)")
    #expect(!text.contains("not-yet"))
    let atOnce = TreatmentSample(periods: 2000...2005, cohorts: [2003, 2003]).panel
    expectEstimationError("All 2 units are first treated in the same period, 2003") {
      _ = try analysis.run(on: atOnce, in: .init())
    }
  }

  @Test func saysWhatIsWrong() throws {
    let panel = Self.sample().panel
    let all = Self.sample(never: false).panel
    expectEstimationError("control_group: not-yet") { _ = try plain.run(on: all, in: .init()) }
    var analysis = plain
    analysis.covariates = ["one"]
    expectEstimationError("collinear-covariates (") { _ = try analysis.run(on: panel, in: .init()) }
    analysis = plain
    analysis.vcov = "hc1"
    expectEstimationError("'cluster(x)'") { _ = try analysis.run(on: panel, in: .init()) }
    analysis.vcov = "cluster(time)"
    expectEstimationError("changes within 40 units") {
      _ = try analysis.run(on: panel, in: .init())
    }
    analysis.vcov = "cluster(one)"
    expectEstimationError("at least 2 clusters") { _ = try analysis.run(on: panel, in: .init()) }
    analysis = plain
    analysis.condition = "time == 2005"
    expectEstimationError("two periods") { _ = try analysis.run(on: panel, in: .init()) }
    analysis.condition = "time < 2003"
    expectEstimationError("No treated unit") { _ = try analysis.run(on: panel, in: .init()) }
    analysis.condition = "time > 2050"
    expectEstimationError("No observation is left") {
      _ = try analysis.run(on: panel, in: .init())
    }
    analysis = plain
    analysis.outcome = "why"
    expectEstimationError("why") { _ = try analysis.run(on: panel, in: .init()) }
    var unseen = panel
    unseen.index = nil
    expectEstimationError("'unit' and 'time'") { _ = try plain.run(on: unseen, in: .init()) }
    let together = TreatmentSample(periods: 2000...2004, cohorts: [2002, 2002, 2002]).panel
    analysis = plain
    analysis.controlGroup = .notYet
    expectEstimationError("same period") { _ = try analysis.run(on: together, in: .init()) }
  }

  @Test(arguments: [
    #"{"outcome": "y", "treatment": "d", "bootstrap": {"draws": 0}}"#,
    #"{"outcome": "y", "treatment": "d", "anticipation": -1}"#,
    #"{"outcome": "y", "treatment": "d", "window": [3, 1]}"#,
    #"{"outcome": "y", "treatment": "d", "estimation": "dr"}"#,
    #"{"outcome": "y", "treatment": "d", "estimation": "unconditional", "covariates": "x"}"#,
    #"{"outcome": "y", "treatment": "d", "control_group": "last-treated"}"#,
    #"{"outcome": "y", "treatment": "d", "level": 1}"#,
    #"{"outcome": "y", "treatment": "d", "cohort": "g"}"#,
    #"{"outcome": "y"}"#,
  ])
  func refusesEntriesThatMeanNothing(_ text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CallawaySantAnna.self, from: Data(text.utf8))
    }
  }
}

extension Double {
  fileprivate func isClose(to other: Double) -> Bool {
    abs(self - other) <= 1e-12 * max(abs(self), abs(other))
  }
}
