package import PanelResults

/// Regression results made by hand, for tests of tables, figures and pages.
///
/// The numbers need not come from data: what reads results never recomputes them. Intervals are
/// estimate ± 2 standard errors.
package enum RegressionFixtures {
  /// An estimate; without a standard error all inference is unavailable.
  package static func estimate(
    _ term: String,
    _ value: Double,
    _ standardError: Double?,
    p: Double = 0.5,
    df: Double? = 49
  ) -> Estimate {
    let missing = Availability<Double>.unavailable(because: .perfectFit)
    let component: Estimate.Component = term == Estimate.constantTerm ? .constant : .slopes
    return Estimate(
      component: component,
      term: term,
      value: value,
      standardError: standardError.map { .value($0) } ?? missing,
      statistic: standardError.map { .value(value / $0) } ?? missing,
      pValue: standardError.map { _ in .value(p) } ?? missing,
      intervalLow: standardError.map { .value(value - 2 * $0) } ?? missing,
      intervalHigh: standardError.map { .value(value + 2 * $0) } ?? missing,
      degreesOfFreedom: df,
      distribution: df == nil ? .normal : .studentT
    )
  }

  /// Standard errors clustered in one or several ways.
  package static func clustered(_ clusters: (variable: String, count: Int)...)
    -> CovarianceDescription
  {
    CovarianceDescription(
      kind: .cluster,
      clusters: clusters.map { ClusterDimension(variable: $0.variable, count: $0.count) },
      correction: SmallSampleCorrection(
        factor: 1.02,
        parameterCount: 3,
        clusterCount: clusters.map(\.count).min()
      )
    )
  }

  package static func covariance(_ kind: CovarianceKind) -> CovarianceDescription {
    CovarianceDescription(
      kind: kind,
      correction: SmallSampleCorrection(factor: 1.01, parameterCount: 3)
    )
  }

  /// A fit of a state-by-year panel, 2000 to 2010.
  package static func fit(
    outcome: String = "log_homicide",
    estimates: [Estimate],
    effects: [String] = [],
    n: Int = 550,
    covariance: CovarianceDescription = clustered(("state", 50)),
    lists: [String: [String]] = [:],
    omitted: [OmittedTerm] = [],
    weights: String? = nil,
    statistics: [StatisticEntry]? = nil,
    remarks: [Remark] = [],
    labels: [String: LocalizedText] = labels
  ) -> RegressionResult {
    let within: Availability<Double> =
      effects.isEmpty ? .unavailable(because: .noAbsorbedEffects) : .value(0.0123)
    return RegressionResult(
      heading: ResultHeading(outcome: outcome, formula: "\(outcome) ~ …", labels: labels),
      sample: SampleDescription(
        n: n,
        units: 50,
        periods: 11,
        firstPeriod: 2000,
        lastPeriod: 2010,
        rowsAvailable: n,
        weights: weights,
        unitVariable: "state",
        timeVariable: "year"
      ),
      covariance: covariance,
      absorbedEffects: effects.map {
        AbsorbedEffect(name: $0, levels: $0 == "state" ? 50 : 11, redundant: 0, nested: false)
      },
      omitted: omitted,
      regressorLists: lists,
      estimates: estimates,
      covarianceMatrix: [],
      statistics: statistics ?? [
        StatisticEntry(.observations, count: n),
        StatisticEntry(.clusters, count: covariance.clusters.first?.count ?? 0),
        StatisticEntry(.rSquared, .value(0.8765)),
        StatisticEntry(.adjustedRSquared, .value(0.8712)),
        StatisticEntry(.withinRSquared, within),
        StatisticEntry(.outcomeMean, .value(1.4567)),
      ],
      tests: [],
      remarks: remarks,
      computation: Computation(
        path: .crossProducts,
        conditionNumber: 10,
        absorptionIterations: 0,
        absorptionTolerance: 0,
        refinementSteps: 0
      ),
      provenance: Provenance(tool: "panelpress test")
    )
  }

  package static let labels: [String: LocalizedText] = [
    "log_homicide": "Log homicides", "log_robbery": "Log robberies",
    "post": "Castle doctrine law", "log_police": "Log police", "unemployment": "Unemployment",
    "state": "State", "year": "Year", "region": "Region", "population": "Population",
  ]

  /// Pooled, two-way effects, and two-way effects with controls.
  package static var baseline: [RegressionResult] {
    let controls = ["controls": ["log_police", "unemployment"]]
    return [
      fit(
        estimates: [
          estimate("post", 0.2134, 0.0612, p: 0.0011),
          estimate(Estimate.constantTerm, 1.3021, 0.0923, p: 2e-16),
        ]),
      fit(
        estimates: [estimate("post", 0.0691, 0.0341, p: 0.0482)],
        effects: ["state", "year"]
      ),
      fit(
        estimates: [
          estimate("post", 0.0794, 0.0336, p: 0.0223),
          estimate("log_police", -0.0004, 0.0003, p: 0.187),
          estimate("unemployment", -0.0163, 0.0094, p: 0.0899),
        ],
        effects: ["state", "year"],
        n: 540,
        lists: controls,
        statistics: nil
      ),
    ]
  }
}
