/// A column of a regression table as a publication prints it.
///
/// It holds what stands on the page and nothing else: digits as printed, stars as printed, blanks
/// left blank. No number is recomputed, so that a table of it can be held beside the original.
package struct PublishedResult: RegressionFit, Equatable {
  package static let method = "published"

  package var heading: ResultHeading
  package var publication: Publication
  package var sample: SampleDescription
  package var fixedEffects: [String]
  package var regressorLists: [String: [String]]
  package var printed: [PrintedEstimate]
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]

  package var estimates: [Estimate] { printed.map { Estimate($0) } }
  package var covariance: CovarianceDescription {
    CovarianceDescription(
      kind: .published,
      correction: SmallSampleCorrection(factor: 1, parameterCount: 0)
    )
  }
  package var absorbedEffects: [AbsorbedEffect] {
    fixedEffects.map { AbsorbedEffect(name: $0, levels: 0, redundant: 0, nested: false) }
  }
  package var omitted: [OmittedTerm] { [] }
  package var remarks: [Remark] { [] }
  package var provenance: Provenance { Provenance(tool: publication.description) }

  package init(
    heading: ResultHeading,
    publication: Publication,
    sample: SampleDescription,
    fixedEffects: [String] = [],
    regressorLists: [String: [String]] = [:],
    printed: [PrintedEstimate],
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = []
  ) {
    self.heading = heading
    self.publication = publication
    self.sample = sample
    self.fixedEffects = fixedEffects
    self.regressorLists = regressorLists
    self.printed = printed
    self.statistics = statistics
    self.tests = tests
  }
}

/// Where printed numbers stand.
package struct Publication: Codable, Sendable, Equatable {
  /// Authors and title.
  package var work: String
  /// Such as `Table 4`.
  package var exhibit: String
  /// Such as `(1)`.
  package var column: String?

  package init(work: String, exhibit: String, column: String? = nil) {
    self.work = work
    self.exhibit = exhibit
    self.column = column
  }

  var description: String {
    "\(work), \(exhibit)" + (column.map { ", column \($0)" } ?? "")
  }
}

extension PublishedResult {
  private enum CodingKeys: String, CodingKey {
    case publication, sample, estimates, tests
    case fixedEffects = "fixed_effects"
    case regressorLists = "regressor_lists"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(publication, forKey: .publication)
    try container.encode(PrintedSample(sample), forKey: .sample)
    try container.encode(fixedEffects, forKey: .fixedEffects)
    try container.encode(regressorLists, forKey: .regressorLists)
    try container.encode(printed, forKey: .estimates)
    try container.encode(tests, forKey: .tests)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    publication = try container.decode(Publication.self, forKey: .publication)
    sample = try container.decode(PrintedSample.self, forKey: .sample).description
    fixedEffects = try container.decodeIfPresent([String].self, forKey: .fixedEffects) ?? []
    regressorLists =
      try container.decodeIfPresent([String: [String]].self, forKey: .regressorLists) ?? [:]
    printed = try container.decode([PrintedEstimate].self, forKey: .estimates)
    statistics = try Self.decodeStatistics(from: decoder)
    tests = try container.decodeIfPresent([HypothesisTest].self, forKey: .tests) ?? []
  }
}

/// What a publication says of its sample.
private struct PrintedSample: Codable {
  /// Absent where none is printed.
  var n: Int?
  var firstPeriod: Int?
  var lastPeriod: Int?
  var unitVariable: String?
  var timeVariable: String?

  private enum CodingKeys: String, CodingKey {
    case n
    case firstPeriod = "first_period"
    case lastPeriod = "last_period"
    case unitVariable = "unit_variable"
    case timeVariable = "time_variable"
  }

  init(_ sample: SampleDescription) {
    n = sample.n > 0 ? sample.n : nil
    firstPeriod = sample.firstPeriod
    lastPeriod = sample.lastPeriod
    unitVariable = sample.unitVariable
    timeVariable = sample.timeVariable
  }

  var description: SampleDescription {
    SampleDescription(
      n: n ?? 0,
      firstPeriod: firstPeriod,
      lastPeriod: lastPeriod,
      rowsAvailable: n ?? 0,
      unitVariable: unitVariable,
      timeVariable: timeVariable
    )
  }
}
