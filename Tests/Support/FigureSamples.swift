package import PanelResults

/// Results made up for figures: numbers that stress a layout, not an estimator.
package enum FigureSamples {
  /// A fit with these estimates, each with intervals of 1.96 and 1.645 standard errors.
  package static func fit(
    _ terms: [(term: String, value: Double, standardError: Double?)],
    outcome: String = "l_homicide",
    labels: [String: LocalizedText] = ["l_homicide": "Log homicide rate"],
    covariance: CovarianceKind = .cluster
  ) -> RegressionResult {
    RegressionResult(
      heading: ResultHeading(outcome: outcome, formula: nil, labels: labels),
      sample: SampleDescription(n: 550, rowsAvailable: 550),
      covariance: CovarianceDescription(
        kind: covariance,
        clusters: covariance == .cluster ? [ClusterDimension(variable: "state", count: 50)] : [],
        correction: SmallSampleCorrection(factor: 1, parameterCount: 3)
      ),
      absorbedEffects: [],
      omitted: [],
      regressorLists: [:],
      estimates: terms.map { estimate($0.term, $0.value, $0.standardError) },
      covarianceMatrix: [],
      statistics: [],
      tests: [],
      remarks: [],
      computation: Computation(
        path: .crossProducts,
        conditionNumber: 1,
        absorptionIterations: 0,
        absorptionTolerance: 0,
        refinementSteps: 0
      ),
      provenance: Provenance(tool: "tests")
    )
  }

  private static func estimate(
    _ term: String,
    _ value: Double,
    _ standardError: Double?
  ) -> Estimate {
    guard let standardError else {
      let absent = Availability<Double>.unavailable(because: .perfectFit)
      return Estimate(
        term: term,
        value: value,
        standardError: absent,
        statistic: absent,
        pValue: absent,
        intervalLow: absent,
        intervalHigh: absent,
        degreesOfFreedom: nil,
        distribution: .studentT
      )
    }
    return Estimate(
      term: term,
      value: value,
      standardError: .value(standardError),
      statistic: .value(value / standardError),
      pValue: .value(0.05),
      intervalLow: .value(value - 1.96 * standardError),
      intervalHigh: .value(value + 1.96 * standardError),
      innerInterval: Interval(
        low: value - 1.645 * standardError,
        high: value + 1.645 * standardError,
        level: 0.9
      ),
      degreesOfFreedom: 49,
      distribution: .studentT
    )
  }

  /// Means of groups over consecutive periods, each within plus and minus `margin`.
  package static func means(
    _ groups: [(name: String, means: [Double])],
    from first: Int = 2000,
    margin: Double? = 0.4,
    labels: [String: LocalizedText] = ["homicide": "Homicides per 100,000", "year": "Year"],
    weights: String? = nil
  ) -> GroupMeansResult {
    GroupMeansResult(
      heading: ResultHeading(outcome: "homicide", labels: labels),
      sample: SampleDescription(n: 550, rowsAvailable: 550),
      groupVariable: "adopted",
      timeVariable: "year",
      weights: weights,
      series: groups.map { group in
        MeanSeries(
          group: group.name,
          units: 25,
          points: group.means.enumerated().map { index, mean in
            MeanPoint(
              period: first + index,
              mean: mean,
              n: 25,
              interval: margin.map { Interval(low: mean - $0, high: mean + $0, level: 0.95) }
            )
          }
        )
      },
      provenance: Provenance(tool: "tests")
    )
  }
}
