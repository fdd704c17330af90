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

  /// Neighbours are three periods and 200 kilometres away, where the kind has neighbours.
  package static func covariance(_ kind: CovarianceKind) -> CovarianceDescription {
    CovarianceDescription(
      kind: kind,
      serial: kind == .driscollKraay ? SerialDependence(lags: 3, periods: 11) : nil,
      spatial: kind == .conley ? neighbours : nil,
      correction: SmallSampleCorrection(factor: 1.01, parameterCount: 3)
    )
  }

  package static let neighbours = SpatialDependence(
    latitude: "lat",
    longitude: "lon",
    cutoff: 200,
    kernel: .uniform,
    places: 50
  )

  /// The same estimates with other standard errors, each larger by a factor.
  package static func further(
    _ estimates: [Estimate],
    times factor: Double,
    p: Double,
    covariance: CovarianceDescription,
    remarks: [Remark] = []
  ) -> FurtherInference {
    FurtherInference(
      covariance: covariance,
      estimates: estimates.map {
        estimate($0.term, $0.value, $0.standardError.value.map { $0 * factor }, p: p, df: 10)
      },
      covarianceMatrix: [],
      remarks: remarks
    )
  }

  /// Two columns, each under a cluster covariance and two further ones, the second under a third.
  package static let withFurtherCovariances: [RegressionResult] = {
    let lists = [
      [estimate("post", 0.0817, 0.0339, p: 0.0197)],
      [estimate("post", 0.0655, 0.0301, p: 0.0345), estimate("unemployment", -0.0121, 0.0049, p: 0.017)],
    ]
    return lists.enumerated().map { index, estimates in
      var result = fit(estimates: estimates, effects: ["state", "year"])
      result.further = [
        further(
          estimates, times: 1.1, p: 0.04, covariance: covariance(.driscollKraay),
          remarks: [Remark(.fewPeriods, ["count": "11", "variable": "year"])])
      ]
      if index == 1 {
        result.further.append(
          further(
            estimates, times: 1.3, p: 0.08, covariance: covariance(.conley),
            remarks: [Remark(.spatialCovarianceRepaired)]))
      }
      return result
    }
  }()

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
