/// One effect under every combination of defensible choices (Simonsohn, Simmons and Nelson 2020).
package struct SpecificationCurveResult: AnalysisResult, Equatable {
  package static let method = "specification-curve"

  package var heading: ResultHeading
  /// Of the base specification, or of the one with the most observations.
  package var sample: SampleDescription
  /// The lists of choices, in a fixed order; a list of one choice is there, too.
  package var dimensions: [ChoiceList]
  /// By estimate, smallest first.
  package var specifications: [Specification]
  /// The place of the base specification among them; absent where the study names none.
  package var base: Int?
  /// Specifications that could not be estimated, grouped by their reason.
  package var failures: [SpecificationFailure]
  /// Of all specifications.
  package var summary: SpecificationSummary
  /// One per choice of the lists with several, in their order.
  package var summaries: [ChoiceSummary]
  /// The confidence level of intervals; p below one less this counts as significant.
  package var level: Double
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { specifications.map(\.estimate) }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    dimensions: [ChoiceList],
    specifications: [Specification],
    base: Int? = nil,
    failures: [SpecificationFailure] = [],
    summary: SpecificationSummary,
    summaries: [ChoiceSummary] = [],
    level: Double = 0.95,
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.dimensions = dimensions
    self.specifications = specifications
    self.base = base
    self.failures = failures
    self.summary = summary
    self.summaries = summaries
    self.level = level
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension SpecificationCurveResult {
  private enum CodingKeys: String, CodingKey {
    case sample, dimensions, specifications, base, failures, summary, summaries, level
    case tests, remarks, provenance
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(dimensions, forKey: .dimensions)
    try container.encode(specifications, forKey: .specifications)
    try container.encodeIfPresent(base, forKey: .base)
    try container.encode(failures, forKey: .failures)
    try container.encode(summary, forKey: .summary)
    try container.encode(summaries, forKey: .summaries)
    try container.encode(level, forKey: .level)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    dimensions = try container.decode([ChoiceList].self, forKey: .dimensions)
    specifications = try container.decode([Specification].self, forKey: .specifications)
    base = try container.decodeIfPresent(Int.self, forKey: .base)
    failures = try container.decode([SpecificationFailure].self, forKey: .failures)
    summary = try container.decode(SpecificationSummary.self, forKey: .summary)
    summaries = try container.decode([ChoiceSummary].self, forKey: .summaries)
    level = try container.decode(Double.self, forKey: .level)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The choices of one kind.
package struct ChoiceList: Codable, Sendable, Equatable {
  package var kind: Kind
  package var choices: [Choice]

  package enum Kind: String, Codable, Sendable, CaseIterable {
    case outcomes, treatments, controls, effects
    case samples = "where"
    case covariances = "vcov"
  }

  package init(kind: Kind, choices: [Choice]) {
    self.kind = kind
    self.choices = choices
  }

  /// One of them.
  package struct Choice: Codable, Sendable, Equatable {
    /// What the author calls it.
    package var label: String?
    /// As written: terms, effects, a condition or a covariance; empty for none, and for all rows.
    package var names: [String]
    /// Of a choice of standard errors.
    package var covariance: CovarianceDescription?

    package init(label: String? = nil, names: [String], covariance: CovarianceDescription? = nil) {
      self.label = label
      self.names = names
      self.covariance = covariance
    }
  }
}

/// One combination of choices with its estimate.
package struct Specification: Codable, Sendable, Equatable {
  /// Places of its choices, one for each list; several where equal specifications were merged.
  package var choices: [[Int]]
  package var estimate: Estimate
  package var observations: Int
  /// The smallest number of clusters, under clustering.
  package var clusters: Int?
  package var isSignificant: Bool

  private enum CodingKeys: String, CodingKey {
    case choices, estimate, clusters
    case observations = "n"
    case isSignificant = "is_significant"
  }

  package init(
    choices: [[Int]],
    estimate: Estimate,
    observations: Int,
    clusters: Int? = nil,
    isSignificant: Bool
  ) {
    self.choices = choices
    self.estimate = estimate
    self.observations = observations
    self.clusters = clusters
    self.isSignificant = isSignificant
  }
}

/// Specifications that one reason kept from being estimated.
package struct SpecificationFailure: Codable, Sendable, Equatable {
  package var reason: Reason
  package var count: Int
  /// What the first of them was told.
  package var example: String

  package enum Reason: String, Codable, Sendable, CaseIterable {
    /// Controls or effects leave nothing of the treatment.
    case collinear
    case noObservations = "no-observations"
    case constantOutcome = "constant-outcome"
    case tooFewClusters = "too-few-clusters"
    case notConverged = "not-converged"
    /// There is an estimate, but no standard error.
    case noInference = "no-inference"
    case other
  }

  package init(reason: Reason, count: Int, example: String) {
    self.reason = reason
    self.count = count
    self.example = example
  }
}

/// What a set of specifications says together.
package struct SpecificationSummary: Codable, Sendable, Equatable {
  package var count: Int
  package var median: Double
  package var minimum: Double
  package var maximum: Double
  /// Specifications with an estimate above zero.
  package var positive: Int
  package var significantPositive: Int
  package var significantNegative: Int

  private enum CodingKeys: String, CodingKey {
    case count, median, minimum, maximum, positive
    case significantPositive = "significant_positive"
    case significantNegative = "significant_negative"
  }

  package init(
    count: Int,
    median: Double,
    minimum: Double,
    maximum: Double,
    positive: Int,
    significantPositive: Int,
    significantNegative: Int
  ) {
    self.count = count
    self.median = median
    self.minimum = minimum
    self.maximum = maximum
    self.positive = positive
    self.significantPositive = significantPositive
    self.significantNegative = significantNegative
  }
}

/// The specifications that take one choice.
package struct ChoiceSummary: Codable, Sendable, Equatable {
  package var list: ChoiceList.Kind
  /// The place of the choice in its list.
  package var choice: Int
  /// Absent where none of them could be estimated.
  package var summary: SpecificationSummary?

  package init(list: ChoiceList.Kind, choice: Int, summary: SpecificationSummary?) {
    self.list = list
    self.choice = choice
    self.summary = summary
  }
}
