package import PanelResults

/// Summaries of spatial weights made by hand.
package enum WeightsFixtures {
  package static let sample = SampleDescription(
    n: 270,
    units: 30,
    periods: 9,
    firstPeriod: 2013,
    lastPeriod: 2021,
    rowsAvailable: 270,
    unitVariable: "province",
    timeVariable: "year"
  )

  private static let labels: [String: LocalizedText] = [
    "gdp": "Income per head", "province": "Province", "year": "Year",
  ]

  package static let provenance = Provenance(tool: "panelpress 0.0.0")

  /// Inverse distances up to a cut-off that leaves one unit alone.
  package static let distance = WeightsSummaryResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    weights: SpatialWeightsDescription(
      name: "distance",
      method: .inverseDistance,
      standardisation: .row,
      distance: .greatCircle,
      parameters: ["power": 1, "cutoff": 1200],
      variables: ["lat", "lon"],
      units: 30,
      links: 426,
      islands: ["Urumqi & Turpan"],
      isSymmetric: false,
      total: 29
    ),
    density: 426.0 / 900,
    neighbours: NumberRange(least: 0, mean: 14.2, median: 16, greatest: 22),
    distances: NumberRange(least: 112.34052607, mean: 760.2, median: 801.6, greatest: 1199.4),
    components: 2,
    hasMutualLinks: true,
    pairSquares: 6.061458620067288,
    sumSquares: 117.72064718158728,
    bounds: ParameterBounds(lower: -2.3003698830204993, upper: 1),
    graph: ConnectivityGraph(
      units: ["Beijing", "Tianjin", "Urumqi & Turpan"],
      places: UnitPlaces(isGeographic: true, x: [116.4, 117.2, 87.6], y: [39.9, 39.1, 43.8]),
      from: [0],
      to: [1],
      neighbours: [1, 1, 0]
    ),
    provenance: provenance
  )

  /// Differences of a variable, divided by the largest eigenvalue.
  package static let economic = WeightsSummaryResult(
    heading: ResultHeading(labels: labels),
    sample: sample,
    weights: SpatialWeightsDescription(
      name: "economic",
      label: "Income distance",
      method: .economicDistance,
      standardisation: .spectral,
      parameters: ["power": 1],
      variables: ["gdp"],
      units: 30,
      links: 870,
      isSymmetric: true,
      total: 12.25
    ),
    density: 870.0 / 900,
    neighbours: NumberRange(least: 29, mean: 29, median: 29, greatest: 29),
    components: 1,
    hasMutualLinks: true,
    pairSquares: 13.35479518134899,
    sumSquares: 125.44891824594042,
    bounds: ParameterBounds(lower: -1.089091480070553, upper: 1),
    provenance: provenance
  )

  /// Neighbours on a plane, many of them.
  package static let nearest = WeightsSummaryResult(
    heading: ResultHeading(),
    sample: SampleDescription(n: 3085, units: 3085, rowsAvailable: 3085, unitVariable: "county"),
    weights: SpatialWeightsDescription(
      name: "nearest",
      method: .nearest,
      standardisation: .none,
      distance: .planar,
      parameters: ["neighbours": 4],
      variables: ["x", "y"],
      units: 3085,
      links: 12_340,
      isSymmetric: false,
      total: 12_340
    ),
    density: 4.0 / 3085,
    neighbours: NumberRange(least: 4, mean: 4, median: 4, greatest: 4),
    distances: NumberRange(least: 0.0312, mean: 0.41, median: 0.385, greatest: 2.75),
    components: 7,
    hasMutualLinks: false,
    pairSquares: 20_141,
    sumSquares: 214_004,
    remarks: [Remark(.custom, ["text": "Ties go by the order of counties."])],
    provenance: provenance
  )

  package static let all: [any AnalysisResult & Equatable] = [distance, economic, nearest]
}
