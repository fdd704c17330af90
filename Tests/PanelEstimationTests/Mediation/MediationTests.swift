import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

@Suite struct MediationTests {
  /// Units over periods, some rows missing, with two mediators, weights and regions of two units.
  static func sample(units: Int = 12, unbalanced: Bool = false) -> TreatmentSample {
    var sample = TreatmentSample(periods: 2000...2006, cohorts: (0..<units).map { _ in 0 })
    var columns: [String: [Double]] = [:]
    for row in sample.units.indices {
      let unit = Double(sample.units[row])
      let time = Double(sample.times[row] - 2000)
      func noise(_ factor: Int, _ modulus: Int) -> Double {
        Double((row * factor + 31) % modulus) / Double(modulus) - 0.5
      }
      let d = noise(7919, 1009) + 0.1 * unit
      let first = 0.6 * d + noise(6421, 911) + 0.05 * time * unit / 12
      let second = -0.3 * d + 0.2 * first + noise(3571, 797)
      columns["d", default: []].append(d)
      columns["m1", default: []].append(first)
      columns["m2", default: []].append(unbalanced && row % 17 == 3 ? .nan : second)
      columns["z", default: []].append(noise(2741, 691) + 0.02 * time)
      columns["out", default: []].append(0.4 * d + 0.5 * first - 0.7 * second + noise(1277, 601))
      columns["region", default: []].append(Double(Int(unit) / 2))
      columns["w", default: []].append(1 + Double(row % 5) / 4)
      columns["one", default: []].append(4)
      columns["level", default: []].append(unit)
      columns["alone", default: []].append(sample.units[row] == 0 ? time * time : 0)
    }
    for (name, numbers) in columns { sample.columns[name] = numbers }
    return sample
  }

  static func analysis(
    _ mediators: [String] = ["m1"], effects: [String] = ["unit", "time"],
    vcov: String? = "cluster(unit)", bootstrap: Mediation.Bootstrap? = .init(replications: 100)
  ) -> Mediation {
    Mediation(
      outcome: "out", treatment: "d", mediators: mediators, controls: ["z"], effects: effects,
      vcov: vcov, bootstrap: bootstrap)
  }

  private func run(
    _ analysis: Mediation, _ panel: Panel = sample().panel,
    _ context: AnalysisContext = AnalysisContext()
  ) throws -> [MediationResult] {
    try analysis.run(on: panel, in: context)
  }

  /// Cross products against estimation on the rows drawn, with nested and open effects, weights,
  /// lost rows, several mediators, and clusters that contain units or do not.
  @Test(arguments: [
    ["unit", "time"], ["unit"], ["time"], ["region", "time"], ["unit", "region^time"], [],
  ])
  func findsWhatRedrawnRowsGive(_ effects: [String]) throws {
    for cluster in ["unit", "region"] {
      for weights in [nil, "w"] {
        var analysis = Self.analysis(["m1", "m2"], effects: effects)
        analysis.weights = weights
        let setup = try MediationSetup(
          analysis, clusters: cluster, on: Self.sample(unbalanced: true).panel)
        var workspace: ClusterProducts.Workspace?
        var compared = 0
        for replicate in 0..<12 {
          var random = Philox(seed: 5, stream: UInt64(replicate))
          var counts = [Double](repeating: 0, count: setup.clusters.count)
          for _ in counts.indices { counts[random.below(counts.count)] += 1 }
          let fast = setup.sample.effects(counts: counts, in: &workspace)
          let slow = setup.sample.refitted(counts: counts)
          // Few regions with two different units leave nothing within their periods.
          #expect((fast == nil) == (slow == nil))
          guard let fast, let slow else { continue }
          compared += 1
          let pairs =
            zip(fast.onMediators + fast.ofMediators, slow.onMediators + slow.ofMediators)
            .map { ($0, $1) } + [(fast.direct, slow.direct)]
          for (one, other) in pairs {
            #expect(
              abs(one - other) <= 1e-10 * max(1, abs(other)),
              "\(effects), \(cluster): \(one), \(other)")
          }
        }
        #expect(compared >= 8, "\(effects), \(cluster)")
      }
    }
  }

  /// The sample itself, each cluster once, has the effects of the ordinary fits.
  @Test func reproducesTheEstimatesFromEachClusterOnce() throws {
    let setup = try MediationSetup(
      Self.analysis(["m1", "m2"]), clusters: "unit", on: Self.sample().panel)
    var workspace: ClusterProducts.Workspace?
    let counts = [Double](repeating: 1, count: setup.clusters.count)
    let fast = try #require(setup.sample.effects(counts: counts, in: &workspace))
    var parallel = Self.analysis(["m1", "m2"], bootstrap: nil)
    (parallel.isParallel, parallel.hasCommonSample) = (true, true)
    let result = try run(parallel)[0]
    for (index, channel) in result.channels.enumerated() {
      let product = channel.indirect.estimate.value
      #expect(fast.indirect[index].isClose(to: product, relativeTolerance: 1e-11))
    }
    #expect(
      fast.direct.isClose(to: try #require(result.directEffect?.value), relativeTolerance: 1e-11))
  }

  @Test(arguments: [nil, "w"], [["unit", "time"], []])
  func addsUpForEveryMediatorAndForAllTogether(weights: String?, effects: [String]) throws {
    var analysis = Self.analysis(["m1", "m2"], effects: effects, bootstrap: nil)
    analysis.weights = weights
    for result in try run(analysis) { #expect(result.identityGap < 1e-12) }
    analysis.isParallel = true
    let together = try run(analysis)
    #expect(together.count == 1 && together[0].channels.count == 2)
    #expect(together[0].identityGap < 1e-12)
    let parts = together[0].channels.map(\.indirect.estimate.value)
    #expect(together[0].joint?.estimate.value == Summation.sum(parts))
  }

  @Test func multipliesWithTheScaleOfTheOutcomeAndNotWithThatOfTheMediator() throws {
    let sample = Self.sample()
    var scaled = sample
    scaled.columns["out"] = sample.columns["out"]?.map { 1000 * $0 + 5 }
    scaled.columns["m1"] = sample.columns["m1"]?.map { -0.01 * $0 + 3 }
    let analysis = Self.analysis(bootstrap: .init(replications: 50, intervals: [.bca, .normal]))
    let before = try run(analysis, sample.panel)[0].channels[0].indirect
    let after = try run(analysis, scaled.panel)[0].channels[0].indirect
    #expect(
      after.estimate.value.isClose(to: 1000 * before.estimate.value, relativeTolerance: 1e-9))
    for (one, other) in zip(before.intervals, after.intervals) {
      let (low, high) = (try #require(one.low.value), try #require(one.high.value))
      #expect(try #require(other.low.value).isClose(to: 1000 * low, relativeTolerance: 1e-8))
      #expect(try #require(other.high.value).isClose(to: 1000 * high, relativeTolerance: 1e-8))
    }
    #expect(before.tests.map(\.statistic.value).map { $0.map { Int($0 * 1e6) } }
      == after.tests.map(\.statistic.value).map { $0.map { Int($0 * 1e6) } })
  }

  @Test func givesTheSameNumbersOnAnyThreads() throws {
    let analysis = Self.analysis(
      ["m1", "m2"], bootstrap: .init(replications: 120, intervals: BootstrapInterval.Kind.allCases))
    let one = try run(analysis, Self.sample().panel, AnalysisContext(seed: 9, threadCount: 1))
    let two = try run(analysis, Self.sample().panel, AnalysisContext(seed: 9, threadCount: 2))
    #expect(one == two)
    let other = try run(analysis, Self.sample().panel, AnalysisContext(seed: 10))
    #expect(one[0].channels[0].indirect.intervals != other[0].channels[0].indirect.intervals)
    #expect(one[0].channels[0].indirect.tests == other[0].channels[0].indirect.tests)
  }

  @Test func keepsEachMediatorsOwnRowsUnlessASampleIsCommon() throws {
    let panel = Self.sample(unbalanced: true).panel
    var analysis = Self.analysis(["m1", "m2"], bootstrap: nil)
    #expect(try run(analysis, panel).map(\.sample.n) == [84, 79])
    analysis.hasCommonSample = true
    let common = try run(analysis, panel)
    #expect(common.map(\.sample.n) == [79, 79])
    #expect(common[0].total.estimates == common[1].total.estimates)
    #expect(common[0].sample.dropped == [RowsDropped(.missing, subject: "m2", rows: 5)])
  }

  @Test func clustersByUnitAndDrawsUnitsUnlessTold() throws {
    var analysis = Self.analysis(vcov: nil)
    var result = try run(analysis)[0]
    #expect(result.covariance.clusters.map(\.variable) == ["unit"])
    #expect(result.bootstrap?.variable == "unit" && result.bootstrap?.clusters == 12)
    analysis.vcov = "hc1"
    #expect(try run(analysis)[0].bootstrap?.variable == "unit")
    analysis.vcov = "cluster(region)"
    #expect(try run(analysis)[0].bootstrap?.clusters == 6)
    analysis.bootstrap?.clusters = "none"
    result = try run(analysis)[0]
    #expect(result.bootstrap?.variable == nil && result.bootstrap?.clusters == 84)
  }

  /// An interval of BCa is that of bias correction where the jackknife shows no skewness.
  @Test func acceleratesBySkewnessOverClusters() {
    let values = (0..<200).map { Double(($0 * 7919) % 1009) / 1009 }
    let level = BootstrapReplicates(estimate: 0.55, values: values, jackknife: [0.5, 0.6, 0.55])
    #expect(abs(level.acceleration) < 1e-12)
    #expect(level.interval(.bca, level: 0.9).low == level.interval(.biasCorrected, level: 0.9).low)
    let skew = BootstrapReplicates(estimate: 0.55, values: values, jackknife: [0.5, 0.5, 0.5, 0.9])
    // Gaps of 0.1, 0.1, 0.1 and −0.3 about their mean.
    #expect(abs(skew.acceleration + 0.024 / (6 * 0.12 * 0.12.squareRoot())) < 1e-12)
    #expect(skew.interval(.bca, level: 0.9).low != skew.interval(.biasCorrected, level: 0.9).low)
  }

  @Test func leavesOutReplicatesWithoutTreatmentAndCountsThem() throws {
    var sample = Self.sample()
    sample.columns["d"] = sample.columns["alone"]
    let result = try run(
      Self.analysis(bootstrap: .init(replications: 60)), sample.panel, AnalysisContext(seed: 1))[0]
    let failed = try #require(result.bootstrap?.failed)
    #expect(failed > 10 && failed < 40)
    #expect(
      result.remarks.contains(
        Remark(.replicatesFailed, ["count": String(failed), "total": "60"])))
    #expect(result.remarks.contains(Remark(.fewReplicates, ["count": "60"])))
  }

  @Test func tellsWhereBiasCannotBeCorrected() {
    let replicates = BootstrapReplicates(estimate: 5, values: [1, 2, 3, 4])
    for kind in [BootstrapInterval.Kind.biasCorrected, .bca] {
      let interval = replicates.interval(kind, level: 0.95)
      #expect(interval.low == .unavailable(because: .oneSidedReplicates))
      #expect(interval.high == .unavailable(because: .oneSidedReplicates))
    }
    #expect(replicates.interval(.percentile, level: 0.5).low == .value(1.5))
    let empty = BootstrapReplicates(estimate: 5, values: [.nan, 2])
    #expect(empty.interval(.normal, level: 0.95).low == .unavailable(because: .tooFewReplicates))
  }

  @Test func showsNoShareOfAnEffectOfOppositeSign() throws {
    let result = try run(Self.analysis(bootstrap: nil))[0]
    let channel = result.channels[0].indirect
    let total = try #require(result.totalEffect?.value)
    #expect((channel.proportion.value != nil) == (channel.estimate.value * total > 0))
    var turned = Self.sample()
    let columns = turned.columns
    turned.columns["out"] = turned.units.indices.map {
      (columns["m1"]?[$0] ?? 0) - 5 * (columns["d"]?[$0] ?? 0)
    }
    let other = try run(Self.analysis(bootstrap: nil), turned.panel)[0]
    #expect(other.channels[0].indirect.proportion == .unavailable(because: .oppositeSigns))
    #expect(other.remarks == [Remark(.opposingEffects, ["term": "m1"])])
  }
}
