import Foundation
package import PanelResults

/// Results about a staggered treatment made by hand, for tests of tables, figures and pages.
///
/// The numbers are near those of the castle-doctrine study: 50 states, 2000 to 2010, laws that
/// start between 2006 and 2010 in 21 of them.
package enum TreatmentFixtures {
  /// An estimate with both of its intervals; p is that of the normal distribution.
  package static func estimate(
    _ term: String,
    _ value: Double,
    _ standardError: Double,
    df: Double? = 49
  ) -> Estimate {
    let (outer, inner) = df == nil ? (1.96, 1.645) : (2.01, 1.677)
    return Estimate(
      term: term,
      value: value,
      standardError: .value(standardError),
      statistic: .value(value / standardError),
      pValue: .value(erfc(abs(value / standardError) / 2.0.squareRoot())),
      intervalLow: .value(value - outer * standardError),
      intervalHigh: .value(value + outer * standardError),
      innerInterval: Interval(
        low: value - inner * standardError,
        high: value + inner * standardError,
        level: 0.9
      ),
      degreesOfFreedom: df,
      distribution: df == nil ? .normal : .studentT
    )
  }

  package static let labels: [String: LocalizedText] = [
    "l_homicide": "Log homicide rate", "homicide": "Homicides per 100,000",
    "post": "Castle doctrine law", "l_police": "Log police", "poverty": "Poverty rate",
    "state": "State", "year": "Year", "popwt": "Population", "adopted": "Ever adopted",
  ]

  package static let heading = ResultHeading(
    outcome: "l_homicide",
    formula: "l_homicide ~ post | state + year",
    labels: labels
  )

  package static let sample = SampleDescription(
    n: 550,
    units: 50,
    periods: 11,
    firstPeriod: 2000,
    lastPeriod: 2010,
    rowsAvailable: 550,
    unitVariable: "state",
    timeVariable: "year"
  )

  package static let states = [ClusterDimension(variable: "state", count: 50)]
  package static let provenance = Provenance(tool: "panelpress test", seed: 20_060_101)

  package static let design = TreatmentDesign(
    treatment: "post",
    cohorts: [
      TreatmentCohort(period: 2006, units: 1, observations: 11),
      TreatmentCohort(period: 2007, units: 13, observations: 143),
      TreatmentCohort(period: 2008, units: 4, observations: 44),
      TreatmentCohort(period: 2009, units: 2, observations: 22),
      TreatmentCohort(period: 2010, units: 1, observations: 11),
    ],
    neverTreated: 29,
    alwaysTreated: 0,
    treatedObservations: 74,
    observations: 550
  )
}

// MARK: Two-way fixed effects

extension TreatmentFixtures {
  /// The baseline: without effects, with effects, and with effects and controls.
  package static var baseline: [DifferenceInDifferencesResult] {
    let controls = [estimate("l_police", 0.0892, 0.0917), estimate("poverty", -0.0197, 0.0162)]
    let list = ["controls": ["l_police", "poverty"]]
    return [
      did(
        estimates: [
          estimate("post", -0.1238, 0.1127),
          RegressionFixtures.estimate(Estimate.constantTerm, 1.4431, 0.0841, p: 1e-20),
        ],
        forbidden: .unavailable(because: .notApplicable)
      ),
      did(
        estimates: [estimate("post", 0.0694, 0.0559)],
        effects: ["state", "year"],
        forbidden: .value(0.0241)
      ),
      did(
        estimates: [estimate("post", 0.0719, 0.0557)] + controls,
        effects: ["state", "year"],
        lists: list,
        forbidden: .unavailable(because: .notApplicable)
      ),
    ]
  }

  package static func did(
    estimates: [Estimate],
    effects: [String] = [],
    lists: [String: [String]] = [:],
    forbidden: Availability<Double>,
    design: TreatmentDesign = design,
    remarks: [Remark] = []
  ) -> DifferenceInDifferencesResult {
    let regression = RegressionFixtures.fit(
      outcome: "l_homicide",
      estimates: estimates,
      effects: effects,
      lists: lists,
      labels: labels
    )
    return DifferenceInDifferencesResult(
      heading: regression.heading,
      regression: regression,
      design: design,
      overall: estimates.first,
      forbiddenShare: forbidden,
      remarks: remarks
    )
  }

  /// Distances −6 and earlier to 4 and later, base −1, with a simultaneous band.
  package static var eventStudy: EventStudyResult {
    eventStudy(
      values: [
        (-6, -0.0921, 0.0792), (-5, -0.1035, 0.0657), (-4, -0.0392, 0.0645),
        (-3, -0.0337, 0.0486), (-2, -0.0918, 0.0433), (0, 0.0133, 0.0666), (1, 0.0193, 0.0447),
        (2, 0.0361, 0.0551), (3, -0.0241, 0.0571), (4, 0.2049, 0.0496),
      ],
      window: -6...4
    )
  }

  /// The same without a band; no treated unit is observed 5 or more years after its law.
  package static var eventStudyWithEmptyBin: EventStudyResult {
    eventStudy(
      values: [
        (-4, -0.0788, 0.0689), (-3, -0.0335, 0.0487), (-2, -0.0911, 0.0434), (0, 0.0135, 0.0665),
        (1, 0.0198, 0.0448), (2, 0.0362, 0.0552), (3, -0.0239, 0.0572), (4, 0.2051, 0.0497),
      ],
      window: -4...5,
      hasBand: false
    )
  }

  private static func eventStudy(
    values: [(period: Int, value: Double, standardError: Double)],
    window: ClosedRange<Int>,
    hasBand: Bool = true
  ) -> EventStudyResult {
    let effects = values.map { estimate("post::\($0.period)", $0.value, $0.standardError) }
    let points = window.map { period in
      let index = values.firstIndex { $0.period == period }
      let (observations, units) = counts(at: period, in: window)
      let bin: EventTimePoint.Bin? =
        period == window.lowerBound ? .earlier : period == window.upperBound ? .later : nil
      let isReference = period == -1
      return EventTimePoint(
        period: period,
        bin: bin,
        isReference: isReference,
        estimate: index.map { effects[$0] },
        simultaneous: hasBand
          ? index.map { interval(values[$0].value, values[$0].standardError, times: 2.74) } : nil,
        absence: index == nil && !isReference ? .noObservations : nil,
        observations: observations,
        units: units
      )
    }
    let regression = RegressionFixtures.fit(
      outcome: "l_homicide",
      estimates: effects,
      effects: ["state", "year"],
      labels: labels
    )
    return EventStudyResult(
      heading: regression.heading,
      regression: regression,
      design: design,
      path: EventTimePath(
        points: points,
        band: hasBand
          ? SimultaneousBand(level: 0.95, criticalValue: 2.74, draws: 10_000, seed: 20_060_101)
          : nil,
        outcomeMean: 1.4812
      ),
      overall: estimate("post", 0.0499, 0.0412),
      tests: [
        HypothesisTest(
          id: .pretrends,
          statistic: .value(1.8073),
          degreesOfFreedom: Double(values.count { $0.period < 0 }),
          denominatorDegreesOfFreedom: 49,
          pValue: .value(0.1425),
          distribution: .fisherF,
          null: values.filter { $0.period < 0 }.map { "post::\($0.period)" }
        )
      ]
    )
  }

  /// value ± multiple × standard error, at 95 percent.
  static func interval(_ value: Double, _ standardError: Double, times multiple: Double)
    -> Interval
  {
    Interval(
      low: value - multiple * standardError,
      high: value + multiple * standardError,
      level: 0.95
    )
  }

  /// Observations and units of ``design`` at a distance, gathered at the ends of the window.
  static func counts(at period: Int, in window: ClosedRange<Int>) -> (Int, Int) {
    var observations = 0
    var units = 0
    for cohort in design.cohorts {
      let distances = (2000...2010).map {
        min(max($0 - cohort.period, window.lowerBound), window.upperBound)
      }
      let years = distances.count { $0 == period }
      observations += years * cohort.units
      units += years > 0 ? cohort.units : 0
    }
    return (observations, units)
  }
}
