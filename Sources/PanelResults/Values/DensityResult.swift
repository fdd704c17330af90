/// Kernel densities and histograms of variables.
package struct DensityResult: AnalysisResult, Equatable {
  package static let method = "density"

  package var heading: ResultHeading
  package var sample: SampleDescription
  package var variables: [VariableDensity]
  package var groupVariable: String?
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [StatisticEntry(.observations, count: sample.n)] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    variables: [VariableDensity] = [],
    groupVariable: String? = nil,
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.variables = variables
    self.groupVariable = groupVariable
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension DensityResult {
  private enum CodingKeys: String, CodingKey {
    case sample, variables, remarks, provenance
    case groupVariable = "group_variable"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(variables, forKey: .variables)
    try container.encodeIfPresent(groupVariable, forKey: .groupVariable)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    variables = try container.decode([VariableDensity].self, forKey: .variables)
    groupVariable = try container.decodeIfPresent(String.self, forKey: .groupVariable)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// The distribution of one variable, in the whole sample or one group.
package struct VariableDensity: Codable, Sendable, Equatable {
  package var variable: String
  package var group: String?
  package var n: Int
  package var mean: Double
  /// Absent where the variable does not vary.
  package var density: KernelDensity?
  package var histogram: Histogram?

  package init(
    variable: String,
    group: String? = nil,
    n: Int,
    mean: Double,
    density: KernelDensity? = nil,
    histogram: Histogram? = nil
  ) {
    self.variable = variable
    self.group = group
    self.n = n
    self.mean = mean
    self.density = density
    self.histogram = histogram
  }
}

/// A kernel density: f(x) = Σ K((x − xᵢ)/h) / (n h).
package struct KernelDensity: Codable, Sendable, Equatable {
  /// Ascending, in units of the variable.
  package var x: [Double]
  /// One per x.
  package var density: [Double]
  /// h, in the scaling of the kernel.
  package var bandwidth: Double
  package var kernel: Kernel
  package var rule: BandwidthRule
  package var n: Int

  package init(
    x: [Double] = [],
    density: [Double] = [],
    bandwidth: Double,
    kernel: Kernel,
    rule: BandwidthRule,
    n: Int
  ) {
    self.x = x
    self.density = density
    self.bandwidth = bandwidth
    self.kernel = kernel
    self.rule = rule
    self.n = n
  }

  package enum Kernel: String, Codable, Sendable, CaseIterable {
    /// ¾ (1 − z²/5)/√5 for |z| < √5: Stata's default.
    case epanechnikov
    /// ¾ (1 − z²) for |z| < 1.
    case epan2
    case gaussian, triangle, rectangle, biweight, parzen, cosine
  }

  package enum BandwidthRule: String, Codable, Sendable, CaseIterable {
    /// 0.9 min(sd, IQR/1.349) n^(−1/5): Stata's default.
    case silverman
    case sheatherJones = "sheather-jones"
    /// Given by the study.
    case fixed
  }
}

/// A histogram on the density scale.
package struct Histogram: Codable, Sendable, Equatable {
  package var start: Double
  package var width: Double
  /// The last bin is closed on the right.
  package var counts: [Int]
  package var rule: BinRule
  package var n: Int

  package init(
    start: Double,
    width: Double,
    counts: [Int] = [],
    rule: BinRule,
    n: Int
  ) {
    self.start = start
    self.width = width
    self.counts = counts
    self.rule = rule
    self.n = n
  }

  /// Heights: count / (n width).
  package var densities: [Double] { counts.map { Double($0) / (Double(n) * width) } }

  package enum BinRule: String, Codable, Sendable, CaseIterable {
    /// ⌊min(√n, 10 log₁₀ n)⌋ bins: Stata's default.
    case stata
    case freedmanDiaconis = "freedman-diaconis"
    case fixed
  }
}
