import Foundation
import TestSupport
import Testing

@testable import PanelResults

/// Every result of the catalogue survives its JSON form, and no other method reads it.
@Suite struct ResultCatalogTests {
  static let results: [any AnalysisResult & Equatable] =
    [
      RegressionFixtures.baseline[2], RegressionFixtures.withFurtherCovariances[1], descriptives,
      ResultCodingTests.means,
      TreatmentFixtures.eventStudyWithEmptyBin, TreatmentFixtures.decomposition,
      TreatmentFixtures.treatmentWeights, TreatmentFixtures.placebo,
      TreatmentFixtures.placeboInTime, TreatmentFixtures.permutation,
      TreatmentFixtures.wildBootstrap, TreatmentFixtures.density,
      TreatmentFixtures.eventStudy, TreatmentFixtures.callawaySantAnna,
      TreatmentFixtures.callawaySantAnnaBootstrap, TreatmentFixtures.sunAbraham,
      TreatmentFixtures.imputation, TreatmentFixtures.twoStage,
      InstrumentFixtures.oneInstrument, InstrumentFixtures.twoWeakInstruments,
      MediationFixtures.one, MediationFixtures.parallel, MediationFixtures.withoutBootstrap,
      IndexFixtures.entropy, IndexFixtures.entropyByYear, IndexFixtures.components,
      IndexFixtures.correlations, IndexFixtures.inflation, IndexFixtures.panel,
      TobitFixtures.pooled, TobitFixtures.random, TobitFixtures.withoutEffects,
      RandomEffectsFixtures.balanced, RandomEffectsFixtures.unbalanced,
      RandomEffectsFixtures.hausman, RandomEffectsFixtures.negative,
      GroupFixtures.moderation(), GroupFixtures.moderation(isCentred: true), GroupFixtures.binary,
      GroupFixtures.regions, GroupFixtures.halves,
    ] + TreatmentFixtures.baseline + RobustnessFixtures.all + LocalMoranFixtures.all
      + MoranFixtures.all
      + [MapFixtures.values, MapFixtures.mean]
      + WeightsFixtures.all + LearningFixtures.all
      + [SpatialFixtures.durbin, SpatialFixtures.error]
      + [SpatialFixtures.diagnostics(SpatialFixtures.distance)]
      + [PublishedFixtures.baseline]

  private static let descriptives = DescriptivesResult(
    heading: ResultHeading(labels: ["x": "Plain"]),
    sample: TreatmentFixtures.sample,
    groups: [
      DescriptivesGroup(
        name: "a",
        variables: [
          VariableSummary(
            variable: "x",
            measures: [
              MeasureEntry(.mean, .value(0.1)),
              MeasureEntry(.sd, .unavailable(because: .noVariation)),
            ]
          )
        ]
      )
    ],
    groupVariable: "g",
    provenance: TreatmentFixtures.provenance
  )

  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }

  /// The result back from its JSON, equal and of equal bytes.
  private func expectRoundTrip<Result: AnalysisResult & Equatable>(_ result: Result) throws {
    let bytes = try Self.encoder.encode(result)
    let back = try JSONDecoder().decode(Result.self, from: bytes)
    let isEqual = back == result
    #expect(isEqual, "\(Result.method)")
    #expect(try Self.encoder.encode(back) == bytes, "\(Result.method)")
  }

  @Test func everyResultComesBackFromItsJSON() throws {
    for result in Self.results { try expectRoundTrip(result) }
  }

  @Test func holdsASampleOfEveryMethod() {
    let held = Set(Self.results.map { type(of: $0).method })
    #expect(held == Set(ResultCatalog.standard.methods))
  }

  @Test func namesEveryMethodOnce() {
    let methods = ResultCatalog.standard.methods
    #expect(Set(methods).count == methods.count)
    for method in methods { #expect(ResultCatalog.standard[method]?.method == method) }
  }

  @Test func noTypeReadsTheResultOfAnother() throws {
    for result in Self.results {
      let bytes = try Self.encoder.encode(result)
      let own = type(of: result).method
      for type in ResultCatalog.standard.types where type.method != own {
        #expect(throws: DecodingError.self, "\(own) as \(type.method)") {
          _ = try JSONDecoder().decode(type, from: bytes)
        }
      }
    }
  }

  @Test func refusesNumbersThatAreNotFinite() {
    var weights = TreatmentFixtures.treatmentWeights
    weights.coefficient = .nan
    var placebo = TreatmentFixtures.placebo
    placebo.draws?.values[3] = .infinity
    var decomposition = TreatmentFixtures.decomposition
    decomposition.comparisons[0].estimate = -.infinity
    var effects = TreatmentFixtures.callawaySantAnna
    effects.overall?.value = .nan
    for result in [weights, placebo, decomposition, effects] as [any AnalysisResult] {
      #expect(throws: EncodingError.self) { try Self.encoder.encode(result) }
    }
  }
}

/// What capabilities promise of every result that claims them.
@Suite struct TreatmentCapabilityTests {
  @Test func aTableOfEstimatorsMayAskEveryEstimatorForOneNumber() {
    let estimators = TreatmentFixtures.estimators
    #expect(Set(estimators.map(\.estimator)) == Set(EffectEstimator.allCases))
    for result in estimators { #expect(result.overall != nil, "\(result.estimator)") }
  }

  @Test func effectsOfAnEstimatorAreItsOverallEffectAlone() {
    var result = TreatmentFixtures.imputation
    #expect(result.estimates == [result.overall])
    result.overall = nil
    #expect(result.estimates.isEmpty)
  }

  @Test func countsTreatedUnitsOverAllCohorts() {
    var design = TreatmentFixtures.design
    #expect(design.treatedUnits == 21)
    design.alwaysTreated = 2
    #expect(design.treatedUnits == 23)
    #expect(design.statistics.first == StatisticEntry(.treatedUnits, count: 23))
    #expect(TreatmentFixtures.design.treatedShare == 74.0 / 550)
  }

  @Test func namesThePeriodsWithoutAnEstimateByNormalisation() {
    #expect(TreatmentFixtures.eventStudy.path.references == [-1])
    #expect(TreatmentFixtures.twoStage.path.references.isEmpty)
  }

  @Test func aPermutationPValueNeverIsZeroOnceCorrected() {
    let none = PermutationPValue(count: 0, draws: 499)
    #expect(none.plain == 0)
    #expect(none.corrected == 1.0 / 500)
    #expect(PermutationPValue(count: 96, draws: 500).plain == 0.192)
  }

  @Test func aCellLiesBeforeTreatmentUntilTheCohortsFirstPeriod() {
    let cells = TreatmentFixtures.callawaySantAnna.groupTime.filter { $0.cohort == 2008 }
    #expect(cells.filter(\.isBeforeTreatment).map(\.period) == Array(2001...2007))
  }
}
