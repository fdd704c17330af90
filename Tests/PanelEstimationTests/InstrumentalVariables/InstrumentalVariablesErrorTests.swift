import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// What is refused, and in which words; what is left out, and said so.
@Suite struct InstrumentalVariablesErrorTests {
  func fit(
    _ formula: String,
    vcov: String = "iid",
    estimator: InstrumentEstimator = .twoStage
  ) throws -> InstrumentalVariablesResult {
    try InstrumentSamples.fit(
      formula,
      on: try InstrumentalVariablesPropertyTests.panel(),
      vcov: vcov,
      estimator: estimator
    )
  }

  func expectError(_ parts: String..., body: () throws -> InstrumentalVariablesResult) {
    #expect {
      _ = try body()
    } throws: { error in
      let text = String(describing: error)
      for part in parts where !text.contains(part) {
        Issue.record("'\(text)' does not say '\(part)'")
      }
      return error is EstimationError
    }
  }

  @Test func refusesFewerInstrumentsThanEndogenousVariables() {
    expectError("not identified", "2 endogenous variables ('x', 'x2')", "there is 1 ('z1')") {
      try fit("y ~ w | x + x2 ~ z1")
    }
  }

  @Test func namesWhyInstrumentsAreLost() {
    expectError("'fixed' does not vary once the fixed effects are removed", "no instrument") {
      try fit("y ~ w | unit | x ~ fixed")
    }
    expectError("'double' is a linear combination of w") { try fit("y ~ w | x ~ double") }
    expectError("'constant' does not vary") { try fit("y ~ w | x ~ constant") }
  }

  @Test func leavesOutAnInstrumentThatAddsNothingAndSaysSo() throws {
    let result = try fit("y ~ w | unit | x ~ z1 + fixed + double")
    #expect(result.instruments == ["z1"])
    #expect(
      result.omitted == [
        OmittedTerm(term: "fixed", reason: .absorbed),
        OmittedTerm(term: "double", reason: .collinear, with: ["w"]),
      ]
    )
    #expect(result.remarks.contains(Remark(.omittedAbsorbed, ["term": "fixed"])))
  }

  @Test func refusesAnEndogenousVariableWithoutVariationOfItsOwn() {
    expectError("'fixed'", "does not vary once the fixed effects are removed") {
      try fit("y ~ w | unit | fixed ~ z1")
    }
    expectError("'constant' does not vary in the sample") { try fit("y ~ w | constant ~ z1") }
    expectError("'double' is a linear combination of w") { try fit("y ~ w | double ~ z1") }
    expectError("'copy' is a linear combination of x") { try fit("y ~ w | x + copy ~ z1 + z2") }
  }

  @Test func refusesAVariableInTwoParts() {
    expectError("'x' is a regressor and an endogenous variable as well") {
      try fit("y ~ x | x ~ z1")
    }
    expectError("'x' is an endogenous variable and an instrument as well") {
      try fit("y ~ w | x ~ x")
    }
    expectError("'w' is a regressor and an instrument as well") { try fit("y ~ w | x ~ w") }
  }

  @Test func refusesFormulasAndCovariancesOfOtherMethods() {
    expectError("has no instruments", "endogenous ~ instruments") { try fit("y ~ w + x | unit") }
    expectError("takes leverages", "hc1, cluster(…), driscoll-kraay(…) or conley(…)") { try fit("y ~ w | x ~ z1", vcov: "hc3") }
    expectError("There is no covariance 'robust'") { try fit("y ~ w | x ~ z1", vcov: "robust") }
    expectError("needs at least 2 clusters") {
      try fit("y ~ w | x ~ z1", vcov: "cluster(constant)")
    }
  }

  @Test func namesTheModelAmongSeveral() throws {
    let analysis = InstrumentalVariables(models: [
      .init("y ~ w | x ~ z1"), .init("y ~ w | x ~ double"),
    ])
    #expect {
      _ = try analysis.run(
        on: try InstrumentalVariablesPropertyTests.panel(),
        in: AnalysisContext()
      )
    } throws: {
      String(describing: $0).hasPrefix("Model 2 (y ~ w | x ~ double): The model is not identified")
    }
  }

  @Test func warnsOfWeakInstrumentsAndUnboundedSets() throws {
    let result = try fit("y ~ w | unit | x ~ junk")
    #expect(result.remarks.contains { $0.id == .weakInstruments })
    let set = try #require(result.weakIdentification.andersonRubinSet.value)
    #expect(set.shape == .line || set.shape == .rays)
    #expect(result.remarks.contains(Remark(.unboundedSet)))
    #expect(result.weakIdentification.adjustedT == .unavailable(because: .weakFirstStage))
    let strong = try fit("y ~ w | unit | x ~ z1 + z2")
    #expect(!strong.remarks.contains { $0.id == .weakInstruments })
    #expect(strong.weakIdentification.adjustedT == .unavailable(because: .notJustIdentified))
  }

  @Test func tellsThatALagOfTheTreatmentIsItsInstrument() throws {
    let result = try fit("y ~ w | unit + year | x ~ L.x")
    #expect(
      result.remarks.contains(Remark(.laggedInstrument, ["instrument": "L.x", "term": "x"]))
    )
    #expect(
      result.sample.dropped == [RowsDropped(.noNeighbour, subject: "L.x", rows: 12)]
    )
    #expect(result.sample.n == 96)
  }

  @Test func countsRowsThatAnInstrumentLacks() throws {
    let result = try fit("y ~ w | unit | x ~ gap + z2")
    #expect(result.sample.dropped.first?.subject == "gap")
    #expect(result.sample.dropped.first?.reason == .missing)
  }

  @Test func saysWhyStatisticsOfSeveralEndogenousVariablesAreMissing() throws {
    let result = try fit("y ~ w | unit | x + x2 ~ z1 + z2 + junk", vcov: "hc1")
    #expect(
      result.test(.effectiveF)?.statistic == .unavailable(because: .severalEndogenous)
    )
    #expect(
      result.weakIdentification.andersonRubinSet == .unavailable(because: .severalEndogenous)
    )
    #expect(
      result.firstStages.map { $0.tests.map(\.id) } == [
        [.excludedInstruments, .sandersonWindmeijer], [.excludedInstruments, .sandersonWindmeijer],
      ]
    )
    #expect(result.firstStages[0].tests[1].degreesOfFreedom == 2)
  }

  /// Four clusters and five instruments: the moments' covariance has rank four at most.
  @Test func saysThatClustersAreTooFewForTheirInstruments() throws {
    let formula = "y ~ 1 | unit | x ~ z1 + z2 + junk + pop + L.z1"
    let result = try fit(formula, vcov: "cluster(region)")
    #expect(
      result.test(.kleibergenPaapF)?.statistic == .unavailable(because: .singularCovariance)
    )
    #expect(
      result.weakIdentification.andersonRubinSet == .unavailable(because: .singularCovariance)
    )
    expectError("Two-step GMM", "clusters: 4 (region)") {
      try fit(formula, vcov: "cluster(region)", estimator: .gmm)
    }
  }

  @Test func readsAnEntryOfAStudy() throws {
    let text = """
      {"models": ["y ~ w | x ~ z1", {"formula": "y ~ w | x ~ z1 + z2", "estimator": "liml",
      "vcov": "hc1"}], "vcov": "cluster(unit)", "small_sample": {"adjust": false},
      "distribution": "normal", "level": 0.9}
      """
    let analysis = try JSONDecoder().decode(InstrumentalVariables.self, from: Data(text.utf8))
    let results = try analysis.run(
      on: try InstrumentalVariablesPropertyTests.panel(),
      in: AnalysisContext(id: "iv")
    )
    #expect(results.map(\.estimator) == [.twoStage, .liml])
    #expect(results.map(\.covariance.kind) == [.cluster, .hc1])
    #expect(results[0].estimates.allSatisfy { $0.distribution == .normal && $0.level == 0.9 })
    #expect(results[0].provenance.specification == "analyses.iv.models[1]")
    #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(InstrumentalVariables.self, from: Data("{}".utf8))
    }
    #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(
        InstrumentalVariables.self,
        from: Data(#"{"model": "y ~ 1 | x ~ z", "level": 2}"#.utf8)
      )
    }
  }
}

/// Published values, and the arithmetic around them.
@Suite struct WeakInstrumentTests {
  @Test func interpolatesTheTableOfLeeAndOthers() throws {
    let ten = try #require(WeakInstrumentTables.criticalT(f: 10))
    #expect(abs(ten - 3.43) < 0.01)
    #expect(WeakInstrumentTables.criticalT(f: 4) == 18.66)
    #expect(WeakInstrumentTables.criticalT(f: 3.99) == nil)
    #expect(WeakInstrumentTables.criticalT(f: 110) == 1.96)
    let below = try #require(WeakInstrumentTables.criticalT(f: 104))
    #expect(below >= 1.96 && below < 1.975)
  }

  @Test func theTableFallsAsTheFirstStageGrows() {
    var last = Double.infinity
    for f in stride(from: 4.0, to: 108, by: 0.5) {
      let value = WeakInstrumentTables.criticalT(f: f) ?? .nan
      #expect(value <= last + 1e-12)
      last = value
    }
  }

  @Test func printsNoCriticalValueOutsideTheTables() {
    let values = WeakInstrumentTables.stockYogo(
      endogenous: 1,
      instruments: 4,
      estimator: .twoStage
    )
    #expect(values.count == 8)
    #expect(values.first { $0.criterion == .bias && $0.tolerance == 0.1 }?.value == 10.27)
    #expect(
      WeakInstrumentTables.stockYogo(endogenous: 3, instruments: 4, estimator: .twoStage).isEmpty
    )
    #expect(
      WeakInstrumentTables.stockYogo(endogenous: 1, instruments: 40, estimator: .twoStage).isEmpty
    )
    #expect(
      WeakInstrumentTables.stockYogo(endogenous: 1, instruments: 2, estimator: .gmm).isEmpty
    )
  }

  /// Table 1 of Montiel Olea and Pflueger (2013) for one instrument.
  @Test func effectiveFWithOneInstrumentHasThePublishedCriticalValues() {
    let values = EffectiveF.criticalValues(.identity(1)).map(\.value)
    for (value, published) in zip(values, [37.42, 23.11, 15.06, 12.05]) {
      #expect(abs(value - published) < 0.006)
    }
  }

  @Test func solvesTheQuadraticInequalityInEveryCase() {
    func shape(_ a: Double, _ b: Double, _ c: Double) -> ConfidenceSet.Shape {
      AndersonRubinSet.solution(square: a, linear: b, constant: c, level: 0.95).shape
    }
    #expect(shape(1, 0, -1) == .interval)
    #expect(shape(-1, 0, 1) == .rays)
    #expect(shape(-1, 0, -1) == .line)
    #expect(shape(1, 0, 1) == .empty)
    #expect(shape(0, 1, 1) == .ray)
    #expect(shape(0, 0, -1) == .line)
    let set = AndersonRubinSet.solution(square: 1, linear: -3, constant: 2, level: 0.95)
    #expect(set.pieces == [.init(low: 1, high: 2)])
  }
}
