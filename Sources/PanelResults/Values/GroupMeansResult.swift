/// A capability: the result holds means of an outcome over time, by group.
package protocol MeansOverTime: AnalysisResult {
  var groupVariable: String { get }
  var timeVariable: String { get }
  /// The weights' column, where the means are weighted.
  var weights: String? { get }
  var series: [MeanSeries] { get }
}

/// Means of an outcome over time, by group, with their intervals.
package struct GroupMeansResult: MeansOverTime, Equatable {
  package static let method = "group-means"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var groupVariable: String
  package var timeVariable: String
  /// The weights' column, where the means are weighted.
  package var weights: String?
  /// One series per value of the grouping variable, in the order of those values.
  package var series: [MeanSeries]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [StatisticEntry(.observations, count: sample.n)] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    groupVariable: String,
    timeVariable: String,
    weights: String? = nil,
    series: [MeanSeries],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.groupVariable = groupVariable
    self.timeVariable = timeVariable
    self.weights = weights
    self.series = series
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension GroupMeansResult {
  private enum CodingKeys: String, CodingKey {
    case sample, weights, series, remarks, provenance
    case groupVariable = "group_variable"
    case timeVariable = "time_variable"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(groupVariable, forKey: .groupVariable)
    try container.encode(timeVariable, forKey: .timeVariable)
    try container.encodeIfPresent(weights, forKey: .weights)
    try container.encode(series, forKey: .series)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    groupVariable = try container.decode(String.self, forKey: .groupVariable)
    timeVariable = try container.decode(String.self, forKey: .timeVariable)
    weights = try container.decodeIfPresent(String.self, forKey: .weights)
    series = try container.decode([MeanSeries].self, forKey: .series)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The means of one group over time.
package struct MeanSeries: Codable, Sendable, Equatable {
  /// The group's value as printed; its value label where the data have one.
  package var group: String
  package var units: Int
  package var points: [MeanPoint]

  package init(group: String, units: Int, points: [MeanPoint]) {
    self.group = group
    self.units = units
    self.points = points
  }
}

/// The mean of a group in one period.
package struct MeanPoint: Codable, Sendable, Equatable {
  package var period: Int
  package var mean: Double
  package var n: Int
  /// mean ± t · sd/√n, t of n − 1 degrees of freedom; absent for fewer than two observations.
  package var interval: Interval?

  package init(period: Int, mean: Double, n: Int, interval: Interval? = nil) {
    self.period = period
    self.mean = mean
    self.n = n
    self.interval = interval
  }
}
