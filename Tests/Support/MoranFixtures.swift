import Foundation
package import PanelResults

/// Tests of spatial autocorrelation made by hand.
package enum MoranFixtures {
  package static let labels: [String: LocalizedText] = [
    "dt": "Digital trade", "er": "Economic resilience & more", "year": "Year",
    "province": "Province",
  ]

  package static func weights(
    _ name: String,
    _ label: LocalizedText?,
    _ standardisation: SpatialWeightsDescription.Standardisation = .row,
    islands: [String] = []
  ) -> SpatialWeightsDescription {
    SpatialWeightsDescription(
      name: name,
      label: label,
      method: .inverseDistance,
      standardisation: standardisation,
      distance: .greatCircle,
      parameters: ["power": 1],
      variables: ["lat", "lon"],
      units: 30,
      links: 870,
      islands: islands,
      isSymmetric: false,
      total: 30
    )
  }

  private static let distance = weights("distance", "Geographic distance matrix")
  private static let economic = weights("economic", "Economic distance matrix")

  private static func sample(periods: [Int]) -> SampleDescription {
    SampleDescription(
      n: 30 * max(1, periods.count),
      units: 30,
      periods: periods.isEmpty ? nil : periods.count,
      firstPeriod: periods.first,
      lastPeriod: periods.last,
      rowsAvailable: 30 * max(1, periods.count),
      unitVariable: "province",
      timeVariable: periods.isEmpty ? nil : "year"
    )
  }

  private static let provenance = Provenance(
    tool: "panelpress",
    specification: "analyses.moran",
    seed: 42
  )

  package static func value(
    _ variable: String,
    _ weights: String,
    _ period: Int?,
    _ value: Double,
    sd: Double = 0.04,
    expected: Double = -1.0 / 29,
    p: Double
  ) -> MoranResult.Value {
    MoranResult.Value(
      variable: variable,
      weights: weights,
      period: period,
      n: 30,
      value: value,
      expected: expected,
      standardDeviation: .value(sd),
      statistic: .value((value - expected) / sd),
      pValue: .value(p),
      band: Interval(low: expected - 1.96 * sd, high: expected + 1.96 * sd, level: 0.95)
    )
  }

  /// Paper-like: two variables under two matrices in four years.
  package static let years: MoranResult = {
    let periods = [2013, 2015, 2017, 2019]
    let paths: [(String, String, [Double], Double)] = [
      ("dt", "distance", [0.188, 0.143, 0.062, -0.005], 0.045),
      ("er", "distance", [0.110, 0.111, 0.099, 0.116], 0.04),
      ("dt", "economic", [0.242, 0.245, 0.153, 0.195], 0.09),
      ("er", "economic", [0.395, 0.394, 0.310, 0.304], 0.085),
    ]
    return MoranResult(
      heading: ResultHeading(labels: labels),
      sample: sample(periods: periods),
      inference: .randomisation,
      variables: ["dt", "er"],
      weights: [distance, economic],
      periods: periods,
      values: paths.flatMap { variable, weights, numbers, sd in
        zip(periods, numbers).map { period, number in
          let z = (number + 1.0 / 29) / sd
          return value(
            variable,
            weights,
            period,
            number,
            sd: sd,
            p: min(1, 1.6 * exp(-0.72 * z * z))
          )
        }
      },
      provenance: provenance
    )
  }()

  /// One variable under one matrix, by permutation against positive autocorrelation; a year in which
  /// two units have no value, and one in which every arrangement gives the same.
  package static let permuted: MoranResult = {
    var last = value("dt", "queen", 2017, -1.0 / 29, p: 1)
    last.standardDeviation = .unavailable(because: .constantStatistic)
    last.statistic = .unavailable(because: .constantStatistic)
    last.pValue = .unavailable(because: .constantStatistic)
    last.band = nil
    var second = value("dt", "queen", 2015, 0.08, p: 0.031)
    second.n = 28
    return MoranResult(
      heading: ResultHeading(labels: labels),
      sample: sample(periods: [2013, 2015, 2017]),
      inference: .permutation,
      alternative: .greater,
      permutations: 9_999,
      variables: ["dt"],
      weights: [weights("queen", nil, .none, islands: ["Hainan"])],
      periods: [2013, 2015, 2017],
      values: [value("dt", "queen", 2013, 0.31, p: 0.0001), second, last],
      remarks: [Remark(.valuesLeftOut, ["count": "2"])],
      provenance: provenance
    )
  }()

  /// A cross-section: Geary's C of two variables.
  package static let geary: MoranResult = {
    func value(_ variable: String, _ number: Double, p: Double) -> MoranResult.Value {
      var value = Self.value(variable, "distance", nil, number, sd: 0.11, expected: 1, p: p)
      value.statistic = .value((1 - number) / 0.11)
      return value
    }
    return MoranResult(
      heading: ResultHeading(labels: labels),
      sample: sample(periods: []),
      kind: .geary,
      inference: .normal,
      variables: ["dt", "er"],
      weights: [distance],
      values: [value("dt", 0.61, p: 0.0004), value("er", 0.97, p: 0.79)],
      provenance: provenance
    )
  }()

  /// Residuals of two columns of a regression under two matrices.
  package static let residuals = MoranResult(
    heading: ResultHeading(labels: labels),
    sample: sample(periods: [2013, 2014, 2015]),
    inference: .residuals,
    variables: ["baseline[1]", "baseline[2]"],
    outcomes: ["baseline[1]": "er", "baseline[2]": "er"],
    weights: [distance, economic],
    values: [
      value("baseline[1]", "distance", nil, 0.236, sd: 0.091, expected: -0.033, p: 0.0031),
      value("baseline[2]", "distance", nil, 0.021, sd: 0.09, expected: -0.041, p: 0.49),
      value("baseline[1]", "economic", nil, 0.301, sd: 0.1, expected: -0.036, p: 0.0007),
      value("baseline[2]", "economic", nil, 0.164, sd: 0.101, expected: -0.038, p: 0.046),
    ],
    provenance: provenance
  )

  package static let all: [MoranResult] = [years, permuted, geary, residuals]
}
