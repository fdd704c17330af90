package import PanelResults

/// Results about indices, correlations and variance inflation made by hand.
package enum IndexFixtures {
  package static let labels: [String: LocalizedText] = [
    "hwy": "Highways & streets", "water": "Water", "util": "Other public capital",
    "unemp": "Unemployment <rate>", "gsp": "Gross product", "year": "Year",
  ]

  package static let sample = SampleDescription(
    n: 816,
    units: 48,
    periods: 17,
    firstPeriod: 1970,
    lastPeriod: 1986,
    rowsAvailable: 816,
    unitVariable: "state",
    timeVariable: "year"
  )

  private static func indicator(
    _ name: String,
    _ sign: IndicatorSign,
    _ weight: Double,
    dimension: String?
  ) -> WeightedIndicator {
    WeightedIndicator(
      indicator: name,
      sign: sign,
      dimension: dimension,
      minimum: 12.5,
      maximum: 47_699.4,
      entropy: 1 - weight / 2,
      redundancy: weight / 2,
      weight: weight
    )
  }

  private static func group(
    _ name: String?,
    _ weights: [Double],
    dimensions: Bool = false
  ) -> IndicatorWeights {
    let places: [String?] =
      dimensions
      ? ["Capital", "Capital", "Economy", "Economy"] : [nil, nil, nil, nil]
    let names = ["hwy", "water", "gsp", "unemp"]
    let indicators = names.indices.map { i in
      indicator(names[i], i == 3 ? .negative : .positive, weights[i], dimension: places[i])
    }
    return IndicatorWeights(
      name: name,
      n: name == nil ? 816 : 48,
      indicators: indicators,
      dimensions: dimensions
        ? [
          DimensionWeight(dimension: "Capital", weight: weights[0] + weights[1]),
          DimensionWeight(dimension: "Economy", weight: weights[2] + weights[3]),
        ] : []
    )
  }

  package static let entropy = EntropyWeightsResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    shift: 0.0001,
    groups: [group(nil, [0.25, 0.375, 0.3125, 0.0625], dimensions: true)],
    provenance: TreatmentFixtures.provenance
  )

  package static let entropyByYear = EntropyWeightsResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    groupVariable: "year",
    shift: 0,
    groups: [
      group("1970", [0.25, 0.375, 0.3125, 0.0625]), group("1971", [0.5, 0.125, 0.25, 0.125]),
    ],
    provenance: TreatmentFixtures.provenance
  )

  package static let components = PrincipalComponentsResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    indicators: [
      ComponentIndicator(
        indicator: "hwy", sign: .positive, mean: 10_218, standardDeviation: 8253,
        loadings: [0.7071, -0.1], samplingAdequacy: .value(0.61)),
      ComponentIndicator(
        indicator: "unemp", sign: .negative, mean: -6.6, standardDeviation: 2.23,
        loadings: [-0.7071, 0.99], samplingAdequacy: .unavailable(because: .singularCorrelation)),
    ],
    components: [
      PrincipalComponent(eigenvalue: 1.75, share: 0.875, cumulative: 0.875, weight: 1),
      PrincipalComponent(eigenvalue: 0.25, share: 0.125, cumulative: 1),
    ],
    retained: 1,
    retention: .eigenvalue,
    retentionBound: 1,
    orientation: .reference,
    reference: "gsp",
    scores: .loadings,
    samplingAdequacy: .value(0.5),
    sphericity: HypothesisTest(
      id: .sphericity,
      statistic: .value(12_278.8),
      degreesOfFreedom: 1,
      pValue: .value(0),
      distribution: .chiSquared,
      null: ["hwy", "unemp"]
    ),
    provenance: TreatmentFixtures.provenance
  )

  package static let correlations = CorrelationsResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    variables: ["gsp", "hwy", "unemp"],
    isPairwise: true,
    pairs: [
      CorrelationPair(
        first: "hwy", second: "gsp", n: 816, correlation: .value(0.9375), pValue: .value(1e-40)),
      CorrelationPair(
        first: "unemp", second: "gsp", n: 790, correlation: .value(-0.0625), pValue: .value(0.07)),
      CorrelationPair(
        first: "unemp", second: "hwy", n: 1,
        correlation: .unavailable(because: .tooFewPairs),
        pValue: .unavailable(because: .tooFewPairs)),
    ],
    provenance: TreatmentFixtures.provenance
  )

  package static let inflation = VarianceInflationResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    terms: [
      InflatedTerm(term: "hwy", factor: 27.455, tolerance: 0.036423),
      InflatedTerm(term: "log(gsp)", factor: 1.0625, tolerance: 0.941176),
    ],
    mean: 14.25875,
    conditionNumber: 140.27,
    provenance: TreatmentFixtures.provenance
  )

  /// Descriptives with what a panel summary needs.
  package static let panel = DescriptivesResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    groups: [
      DescriptivesGroup(variables: [
        VariableSummary(
          variable: "unemp",
          measures: [
            MeasureEntry(.mean, .value(6.602)), MeasureEntry(.sd, .value(2.233)),
            MeasureEntry(.min, .value(2.8)), MeasureEntry(.max, .value(18)),
            MeasureEntry(.n, .value(816)), MeasureEntry(.betweenStandardDeviation, .value(1.347)),
            MeasureEntry(.betweenMinimum, .value(4.04)), MeasureEntry(.betweenMaximum, .value(9.9)),
            MeasureEntry(.units, .value(48)), MeasureEntry(.withinStandardDeviation, .value(1.793)),
            MeasureEntry(.withinMinimum, .value(2.4)), MeasureEntry(.withinMaximum, .value(15.3)),
            MeasureEntry(.periods, .value(16.95)),
          ]
        )
      ])
    ],
    provenance: TreatmentFixtures.provenance
  )
}
