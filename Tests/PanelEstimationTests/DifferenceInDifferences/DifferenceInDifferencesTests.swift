import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Difference-in-differences: the fit of fixed effects, and the treatment described.
@Suite struct DifferenceInDifferencesTests {
  static let panel = TreatmentSample(
    periods: 2000...2007, cohorts: [2003, 2003, 2005, 2006, 0, 0, 0]).panel

  func run(
    _ formulas: [String], on panel: Panel = panel, vcov: [String]? = nil,
    condition: String? = nil, switching: SwitchingRule = .error
  ) throws -> [DifferenceInDifferencesResult] {
    try DifferenceInDifferences(
      models: formulas.map { .init($0) }, vcov: vcov, condition: condition, switching: switching
    ).run(on: panel, in: AnalysisContext(id: "did"))
  }

  /// Every covariance of the reference files, through this method.
  @Test(arguments: ["fe2_castle_post", "fe2_castle_controls", "fe2_castle_wls"])
  func agreesWithTheReference(id: String) throws {
    let oracle = try PanelOracle(id)
    let panel = try ReferencePanel.castle()
    for (key, variant) in try #require(oracle.extra.vcov).sorted(by: { $0.key < $1.key }) {
      let analysis = DifferenceInDifferences(
        models: [.init(oracle.spec.formula)], vcov: [variant.vcov], weights: oracle.spec.weights,
        smallSample: variant.smallSample)
      let result = try #require(try analysis.run(on: panel, in: AnalysisContext()).first)
      #expect(result.sample.n == oracle.n)
      #expect(result.overall?.term == "post")
      for (name, value) in oracle.coef {
        let estimate = try #require(result.estimates.first { $0.term == name })
        #expect(estimate.value.isClose(to: value, relativeTolerance: 1e-9), "\(key) \(name)")
        let (error, expected) = (estimate.standardError.value, variant.se[name])
        #expect(
          try #require(error).isClose(to: try #require(expected), relativeTolerance: 1e-8),
          "\(key) \(name)")
      }
    }
  }

  @Test func describesTheTreatmentOfTheStates() throws {
    let analysis = DifferenceInDifferences(
      models: [.init("l_homicide ~ post"), .init("l_homicide ~ post | sid + year")])
    let results = try analysis.run(on: try ReferencePanel.castle(), in: AnalysisContext(id: "did"))
    let cohorts = try #require(results.first).design.cohorts
    #expect(cohorts.map(\.period) == [2006, 2007, 2008, 2009, 2010])
    #expect(cohorts.map(\.units) == [1, 13, 4, 2, 1])
    #expect(cohorts.map(\.observations) == [11, 143, 44, 22, 11])
    for result in results {
      #expect(result.design == results[0].design)
      #expect(result.design.neverTreated == 29)
      #expect(result.design.alwaysTreated == 0)
      #expect(result.design.switchingOff == 0)
      #expect(result.covariance.clusters == [ClusterDimension(variable: "sid", count: 50)])
      let post = result.statistics.first { $0.statistic == .treatedShare }?.value
      #expect(post == .value(Double(result.design.treatedObservations) / 550))
    }
    #expect(results[0].absorbedEffects.isEmpty)
    #expect(results[1].provenance.specification == "analyses.did.models[2]")
  }

  @Test func equalsFixedEffectsInEveryNumber() throws {
    let did = try run(["y ~ post + x | unit + time"], vcov: ["hc1", "cluster(unit, time)"])
    let fits = try FixedEffects(
      models: [.init("y ~ post + x | unit + time")], vcov: ["hc1", "cluster(unit, time)"]
    ).run(on: Self.panel, in: AnalysisContext(id: "did"))
    #expect(did.map(\.regression) == fits)
    #expect(did.map(\.overall) == fits.map { $0.estimates.first })
  }

  // MARK: Remarks

  func remarks(_ cohorts: [Int], _ formula: String = "y ~ post | unit + time") throws -> [Remark] {
    let panel = TreatmentSample(periods: 2000...2007, cohorts: cohorts).panel
    let result = try #require(try run([formula], on: panel).first)
    let own: Set<Remark.Kind> = [
      .alwaysTreated, .oneCohort, .noNeverTreated, .fewTreatedClusters,
    ]
    return result.remarks.filter { own.contains($0.id) }
  }

  @Test func remarksOnWhoIsTreated() throws {
    let few = Remark(.fewTreatedClusters, ["count": "2", "variable": "unit"])
    #expect(try remarks([2003, 2003, 0, 0]) == [Remark(.oneCohort, ["period": "2003"]), few])
    #expect(
      try remarks([2003, 2000, 0, 0]) == [Remark(.alwaysTreated, ["count": "1"]), few])
    #expect(try remarks([2003, 2005, 2003, 2005, 2006, 2007]) == [Remark(.noNeverTreated)])
    #expect(try remarks([2003, 2005, 2003, 2005, 2006, 2007, 0]).isEmpty)
    #expect(try remarks([2003, 2003, 0, 0], "y ~ post | time").contains(few))
  }

  // MARK: Faults

  @Test func allowsATreatmentThatEndsWhereTheStudySaysSo() throws {
    var panel = Self.panel
    var post = try #require(panel.table["post"]?.numbers)
    post[7] = 0
    panel.table.set(Column("post", numbers: post))
    expectEstimationError(
      "ends in one unit, but a treated unit has to stay treated: it returns to 0 in unit 1 (2007)"
    ) {
      _ = try run(["y ~ post | unit + time"], on: panel)
    }
    let result = try #require(
      try run(["y ~ post | unit + time"], on: panel, switching: .allow).first)
    #expect(result.design.switchingOff == 1)
    #expect(result.remarks.contains(Remark(.switchingOff, ["count": "1"])))
    #expect(result.design.treatedObservations == 4 + 5 + 3 + 2)
  }

  @Test func explainsATreatmentThatEffectsAbsorb() {
    let together = TreatmentSample(periods: 2000...2003, cohorts: [2002, 2002, 2002]).panel
    expectEstimationError(
      "All 3 units are first treated in 2002, so 'post' cannot be told from the effects of unit, "
        + "time. Add units that are never treated, or treated later."
    ) { _ = try run(["y ~ post | unit + time"], on: together) }
    let always = TreatmentSample(periods: 2000...2003, cohorts: [2000, 1998, 0]).panel
    expectEstimationError(
      "All 2 treated units are treated in every period of the sample, so 'post' cannot be told "
        + "from the effects of unit, time. It never changes within a unit"
    ) {
      _ = try run(["y ~ post | unit + time"], on: always)
    }
  }

  @Test func namesTheModelAtFault() {
    expectEstimationError("Model 2 (y ~ x | unit): A treatment is 0 or 1 in each row") {
      _ = try run(["y ~ post", "y ~ x | unit"])
    }
    expectEstimationError("The first regressor of 'y ~ L.post | unit' is the treatment here") {
      _ = try run(["y ~ L.post | unit"])
    }
    expectEstimationError("'post' is 0.0 in all") {
      _ = try run(["y ~ post"], condition: "time < 2003")
    }
  }

  // MARK: Entries

  func decode(_ text: String) throws -> DifferenceInDifferences {
    try JSONDecoder().decode(DifferenceInDifferences.self, from: Data(text.utf8))
  }

  @Test func readsEveryKey() throws {
    #expect(
      try decode("{\"model\": \"y ~ d\"}") == DifferenceInDifferences(models: [.init("y ~ d")]))
    #expect(
      try decode(
        """
        {"models": ["y ~ d", {"formula": "y ~ d | i", "vcov": "iid"}], "vcov": ["hc1"],
         "weights": "w", "where": "t > 3", "small_sample": {"adjust": false},
         "singletons": "keep", "level": 0.9, "switching": "allow"}
        """)
        == DifferenceInDifferences(
          models: [.init("y ~ d"), .init("y ~ d | i", vcov: "iid")], vcov: ["hc1"], weights: "w",
          condition: "t > 3", smallSample: SmallSampleOptions(adjust: false), singletons: .keep,
          level: 0.9, switching: .allow))
    #expect(
      Set(DifferenceInDifferences.keys.map(\.name))
        == Set(FixedEffects.keys.map(\.name) + ["switching"]))
  }

  @Test func runsAgainWithOneModelAlone() throws {
    let entry = DifferenceInDifferences(
      models: [.init("y ~ post"), .init("y ~ post | unit + time", vcov: "hc1")],
      vcov: nil)
    let second = try entry.only(2)
    let result = try #require(try second.run(on: Self.panel, in: AnalysisContext()).first)
    #expect(result.covariance.kind == .hc1)
    #expect(second.effect(in: result) == result.overall)
    #expect(try second.treatmentColumn(in: Self.panel) == .indicator("post"))
    let model = try #require(try entry.only(1).linearModel(in: Self.panel))
    #expect(model.covariance == CovarianceSpecification(kind: .cluster, clusters: [["unit"]]))
    expectEstimationError("name one by its number") { _ = try entry.only(nil) }
    expectEstimationError("There is no model 3; there are 2.") { _ = try entry.only(3) }
  }
}
