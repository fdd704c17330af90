/// Summary statistics of variables, for all observations or by group.
package struct DescriptivesResult: AnalysisResult, Equatable {
  package static let method = "descriptives"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// One group for the whole sample, or one per value of the grouping variable.
  package var groups: [DescriptivesGroup]
  package var groupVariable: String?
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [StatisticEntry(.observations, count: sample.n)] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    groups: [DescriptivesGroup],
    groupVariable: String? = nil,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.groups = groups
    self.groupVariable = groupVariable
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension DescriptivesResult {
  private enum CodingKeys: String, CodingKey {
    case sample, groups, remarks, provenance
    case groupVariable = "group_variable"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(groups, forKey: .groups)
    try container.encodeIfPresent(groupVariable, forKey: .groupVariable)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    groups = try container.decode([DescriptivesGroup].self, forKey: .groups)
    groupVariable = try container.decodeIfPresent(String.self, forKey: .groupVariable)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The summary of one group.
package struct DescriptivesGroup: Codable, Sendable, Equatable {
  /// The group's value as printed; absent for the whole sample.
  package var name: String?
  package var variables: [VariableSummary]

  package init(name: String? = nil, variables: [VariableSummary]) {
    self.name = name
    self.variables = variables
  }
}

/// The summary of one variable in one group.
package struct VariableSummary: Codable, Sendable, Equatable {
  package var variable: String
  package var measures: [MeasureEntry]

  package init(variable: String, measures: [MeasureEntry]) {
    self.variable = variable
    self.measures = measures
  }
}

/// One number of a summary.
package struct MeasureEntry: Codable, Sendable, Equatable {
  package var measure: Measure
  package var value: Availability<Double>
  /// The digits of a publication, which are then printed as they are.
  package var printed: PrintedNumber?

  package init(
    _ measure: Measure,
    _ value: Availability<Double>,
    printed: PrintedNumber? = nil
  ) {
    self.measure = measure
    self.value = value
    self.printed = printed
  }
}

/// The numbers a summary may hold. Quantiles are type 2 (Stata's).
///
/// Of a panel also those between and within units, as Stata's `xtsum`: of the units' means, with
/// divisor units − 1, and of x_it less the unit's mean plus the mean of all, with divisor n − 1.
package enum Measure: String, Codable, Sendable, CaseIterable {
  case n, mean, sd, min, max, median, p1, p5, p10, p25, p75, p90, p95, p99, skewness, kurtosis,
    variance, sum, missing
  /// Units with an observation, and observations per such unit.
  case units, periods
  case betweenStandardDeviation = "sd_between"
  case withinStandardDeviation = "sd_within"
  case betweenMinimum = "min_between"
  case betweenMaximum = "max_between"
  case withinMinimum = "min_within"
  case withinMaximum = "max_within"

  /// Whether the measure needs units.
  package var needsUnits: Bool {
    switch self {
    case .units, .periods, .betweenStandardDeviation, .withinStandardDeviation, .betweenMinimum,
      .betweenMaximum, .withinMinimum, .withinMaximum:
      true
    default: false
    }
  }
}
