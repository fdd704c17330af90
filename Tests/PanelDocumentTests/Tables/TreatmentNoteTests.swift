import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// What notes under tables of treatments say, and when.
@Suite struct TreatmentNoteTests {
  typealias Snapshots = TreatmentTableSnapshotTests

  private func notes(_ kind: String, _ yaml: String = "{}", of result: any AnalysisResult) throws
    -> String
  {
    try Snapshots.table(kind, yaml, of: [result]).notes.map(\.text.plainText)
      .joined(separator: " ")
  }

  @Test func explainsADashOnlyWhereThereIsOne() throws {
    var result = TreatmentFixtures.eventStudy
    #expect(try !notes("event-study", of: result).contains("A dash"))
    result.tests[0].statistic = .unavailable(because: .singularCovariance)
    result.tests[0].pValue = .unavailable(because: .singularCovariance)
    let other = TreatmentFixtures.eventStudy
    let model = try Snapshots.table("event-study", of: [result, other])
    let text = model.notes.map(\.text.plainText)
    #expect(text.contains { $0.hasPrefix("A dash (—) marks a number that is not available") })
    #expect(text.contains { $0.hasSuffix("The covariance matrix is singular.") })
  }

  @Test func setsABlankCellApartFromADash() throws {
    var short = TreatmentFixtures.eventStudy
    short.path.points.removeFirst(2)
    short.tests[0].pValue = .unavailable(because: .singularCovariance)
    let model = try Snapshots.table("event-study", of: [short, TreatmentFixtures.eventStudy])
    #expect(
      model.notes.contains {
        $0.text.plainText.hasPrefix(
          "A dash (—) marks a number that is not available, a blank cell one that is not part of "
            + "the model."
        )
      }
    )
  }

  @Test func namesTheLeadsThatAPretrendTestSetsToZero() throws {
    var result = TreatmentFixtures.eventStudy
    #expect(
      try notes("event-study", of: result).contains(
        "The null hypothesis of the pre-trend test is that the 5 effects at distances −6 to −2 are "
          + "zero: F statistic"
      )
    )
    result.tests[0].null.remove(at: 1)
    result.tests[0].degreesOfFreedom = 3
    #expect(
      try notes("event-study", of: result).contains(
        "the 4 effects at distances −6, −4, −3 and −2 are zero: F statistic, with its p-value in "
          + "brackets. It has 3 independent restrictions."
      )
    )
    result.tests[0].null = ["post::-2"]
    result.tests[0].degreesOfFreedom = 1
    #expect(try notes("event-study", of: result).contains("is that the effect at distance −2 is zero"))
  }

  @Test func countsTheCellsOfATestByCohortAndPeriod() throws {
    var result = TreatmentFixtures.callawaySantAnna
    let cells = ["post@2005:2003", "post@2005:2004"]
    result.tests = [
      HypothesisTest(
        id: .pretrends,
        statistic: .value(2),
        degreesOfFreedom: 2,
        pValue: .value(0.37),
        distribution: .chiSquared,
        null: cells
      )
    ]
    #expect(
      try notes("event-study", of: result).contains(
        "the 2 effects by cohort and period before treatment are zero"
      )
    )
  }

  @Test func tellsHiddenDistancesFromCovariates() throws {
    var result = TreatmentFixtures.eventStudy
    let hidden = ["post::-8", "post::-7"].map { TreatmentFixtures.estimate($0, 0.1, 0.1) }
    result.regression.estimates += hidden
    #expect(result.hiddenDistances == ["post::-8", "post::-7"])
    #expect(result.conventions.covariates.isEmpty)
    let text = try notes("event-study", of: result)
    #expect(
      text.contains("effects at 2 further distances, outside the window, that are estimated and not")
    )
    #expect(!text.contains("covariate"))
  }

  @Test func leavesOutDistancesWithoutAnEffect() throws {
    var result = TreatmentFixtures.eventStudy
    for index in 0..<3 {
      result.path.points[index].estimate = nil
      result.path.points[index].absence = .noObservations
    }
    let model = try Snapshots.table("event-study", of: [result])
    let labels = model.blocks[0].rows.map(\.label.plainText)
    #expect(!labels.contains("−5") && labels.contains("−3"))
    #expect(
      model.notes.contains {
        $0.text.plainText
          == "No effect can be estimated at distances −6 to −4, which are left out."
      }
    )
    let whole = try Snapshots.table("event-study", of: [result, TreatmentFixtures.eventStudy])
    #expect(whole.blocks[0].rows.map(\.label.plainText).contains("−5"))
  }

  @Test func leavesOutColumnsOfEstimatorsWithoutAValue() throws {
    var result = TreatmentFixtures.eventStudy
    result.tests[0].pValue = .unavailable(because: .singularCovariance)
    let heads = try Snapshots.table("estimators", of: [result]).head.flatMap(\.cells)
    #expect(!heads.map(\.text.plainText).contains("Pre-trend p"))
    let both = try Snapshots.table("estimators", of: [result, TreatmentFixtures.sunAbraham]).head
    #expect(both.flatMap(\.cells).map(\.text.plainText).contains("Pre-trend p"))
  }

  @Test func saysWhichPlacebosInTimeHaveNoEffectAndWhy() throws {
    let text = try notes("placebo", of: TreatmentFixtures.placeboInTime)
    #expect(
      text.contains(
        "With treatment moved earlier by 5 periods no effect can be estimated. The outcome does "
          + "not vary."
      )
    )
    #expect(text.contains("A dash (—) marks a number that is not available."))
  }

  @Test func writesLabelsWithinSentencesInLowerCase() throws {
    let text = try notes("goodman-bacon", of: TreatmentFixtures.decomposition)
    #expect(text.contains("on log homicide rate under") || text.contains("on l_homicide under"), "\(text)")
  }
}
