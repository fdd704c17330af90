/// Effects of a staggered treatment by an estimator that compares only with untreated observations.
package struct TreatmentEffectsResult: EventTimeResult, Equatable {
  package static let method = "treatment-effects"

  package var heading: ResultHeading
  package var estimator: EffectEstimator
  package var sample: SampleDescription
  package var design: TreatmentDesign
  /// The choices that define the estimate.
  package var conventions: EffectConventions
  /// Where standard errors come from.
  package var inference: EffectInference
  /// The average effect on the treated, as the method defines it.
  package var overall: Estimate?
  /// Effects by time since treatment; without points where the method was not asked for them.
  package var path: EventTimePath
  /// Further averages, such as those of Callaway and Sant'Anna's four aggregations.
  package var aggregates: [EffectAggregate]
  /// Average effects by cohort, ascending.
  package var cohorts: [CohortEffect]
  /// Average effects by calendar period, ascending.
  package var calendar: [PeriodEffect]
  /// Effects by cohort and period, ascending by both.
  package var groupTime: [GroupTimeEffect]
  package var statistics: [StatisticEntry]
  package var tests: [HypothesisTest]
  package var remarks: [Remark]
  package var provenance: Provenance

  /// The overall effect alone: what a table of estimators shows.
  package var estimates: [Estimate] { overall.map { [$0] } ?? [] }

  /// The aggregate whose number ``overall`` is.
  package var overallKind: EffectAggregate.Kind? {
    aggregates.first {
      $0.estimate.value == overall?.value
        && $0.estimate.standardError == overall?.standardError
    }?.kind
  }

  package init(
    heading: ResultHeading,
    estimator: EffectEstimator,
    sample: SampleDescription,
    design: TreatmentDesign,
    conventions: EffectConventions,
    inference: EffectInference,
    overall: Estimate? = nil,
    path: EventTimePath,
    aggregates: [EffectAggregate] = [],
    cohorts: [CohortEffect] = [],
    calendar: [PeriodEffect] = [],
    groupTime: [GroupTimeEffect] = [],
    statistics: [StatisticEntry] = [],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.estimator = estimator
    self.sample = sample
    self.design = design
    self.conventions = conventions
    self.inference = inference
    self.overall = overall
    self.path = path
    self.aggregates = aggregates
    self.cohorts = cohorts
    self.calendar = calendar
    self.groupTime = groupTime
    self.statistics = statistics
    self.tests = tests
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension TreatmentEffectsResult {
  private enum CodingKeys: String, CodingKey {
    case estimator, sample, design, conventions, inference, overall, path, aggregates, cohorts
    case calendar, tests, remarks, provenance
    case groupTime = "group_time"
  }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    try encodeStatistics(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(sample, forKey: .sample)
    try container.encode(design, forKey: .design)
    try container.encode(conventions, forKey: .conventions)
    try container.encode(inference, forKey: .inference)
    try container.encodeIfPresent(overall, forKey: .overall)
    try container.encode(path, forKey: .path)
    try container.encode(aggregates, forKey: .aggregates)
    try container.encode(cohorts, forKey: .cohorts)
    try container.encode(calendar, forKey: .calendar)
    try container.encode(groupTime, forKey: .groupTime)
    try container.encode(tests, forKey: .tests)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    statistics = try Self.decodeStatistics(from: decoder)
    estimator = try container.decode(EffectEstimator.self, forKey: .estimator)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    design = try container.decode(TreatmentDesign.self, forKey: .design)
    conventions = try container.decode(EffectConventions.self, forKey: .conventions)
    inference = try container.decode(EffectInference.self, forKey: .inference)
    overall = try container.decodeIfPresent(Estimate.self, forKey: .overall)
    path = try container.decode(EventTimePath.self, forKey: .path)
    aggregates = try container.decode([EffectAggregate].self, forKey: .aggregates)
    cohorts = try container.decode([CohortEffect].self, forKey: .cohorts)
    calendar = try container.decode([PeriodEffect].self, forKey: .calendar)
    groupTime = try container.decode([GroupTimeEffect].self, forKey: .groupTime)
    tests = try container.decode([HypothesisTest].self, forKey: .tests)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// What a method left open, as the study decided it; absent where the method has no such choice.
package struct EffectConventions: Codable, Sendable, Equatable {
  /// The untreated units that treated ones are compared with.
  package var controlGroup: ControlGroup?
  /// How covariates enter.
  package var estimation: Estimation?
  /// The period that effects before treatment are measured from.
  package var basePeriod: BasePeriod?
  /// Periods before treatment in which units may already react.
  package var anticipation: Int?
  /// Raw names.
  package var covariates: [String]
  /// The distance from treatment that is normalised to zero.
  package var reference: Int?

  private enum CodingKeys: String, CodingKey {
    case estimation, anticipation, covariates, reference
    case controlGroup = "control_group"
    case basePeriod = "base_period"
  }

  package init(
    controlGroup: ControlGroup? = nil,
    estimation: Estimation? = nil,
    basePeriod: BasePeriod? = nil,
    anticipation: Int? = nil,
    covariates: [String] = [],
    reference: Int? = nil
  ) {
    self.controlGroup = controlGroup
    self.estimation = estimation
    self.basePeriod = basePeriod
    self.anticipation = anticipation
    self.covariates = covariates
    self.reference = reference
  }

  package enum ControlGroup: String, Codable, Sendable, CaseIterable {
    case never
    case notYet = "not-yet"
    case last = "last-treated"
  }

  package enum Estimation: String, Codable, Sendable, CaseIterable {
    case unconditional
    case regression = "reg"
    case weighting = "ipw"
    case doublyRobust = "dr"
  }

  package enum BasePeriod: String, Codable, Sendable, CaseIterable {
    case varying, universal
  }
}

/// Where the standard errors of effects come from.
package struct EffectInference: Codable, Sendable, Equatable {
  package var kind: Kind
  /// Empty where observations are independent.
  package var clusters: [ClusterDimension]
  /// Bootstrap draws.
  package var draws: Int?
  /// The study's seed that they derive from.
  package var seed: UInt64?
  /// That of the regression, where standard errors are a regression's.
  package var covariance: CovarianceDescription?
  /// Whether the average effects that a conservative variance subtracts leave out the unit itself.
  package var leavesOut: Bool?

  private enum CodingKeys: String, CodingKey {
    case kind, clusters, draws, seed, covariance
    case leavesOut = "leave_out"
  }

  package init(
    kind: Kind,
    clusters: [ClusterDimension] = [],
    draws: Int? = nil,
    seed: UInt64? = nil,
    covariance: CovarianceDescription? = nil,
    leavesOut: Bool? = nil
  ) {
    self.kind = kind
    self.clusters = clusters
    self.draws = draws
    self.seed = seed
    self.covariance = covariance
    self.leavesOut = leavesOut
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// The variance of the influence function.
    case influenceFunction = "influence-function"
    /// The spread of multiplier-bootstrap draws of the influence function.
    case multiplierBootstrap = "multiplier-bootstrap"
    /// A covariance of a regression, clustered.
    case regression
    /// The conservative variance of Borusyak, Jaravel and Spiess (2024).
    case conservative
    /// The two-step GMM variance of Gardner (2022).
    case twoStage = "two-stage"
  }
}

/// A weighted average of effects.
package struct EffectAggregate: Codable, Sendable, Equatable {
  package var kind: Kind
  package var estimate: Estimate

  package init(
    kind: Kind,
    estimate: Estimate
  ) {
    self.kind = kind
    self.estimate = estimate
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// All treated cohort-period cells, weighted by cohort size.
    case simple
    /// The mean over distances at and after treatment.
    case dynamic
    /// The mean over cohorts, weighted by their size.
    case group
    /// The mean over calendar periods.
    case calendar
  }
}

/// The average effect on one cohort.
package struct CohortEffect: Codable, Sendable, Equatable {
  package var cohort: Int
  package var units: Int
  package var estimate: Estimate?
  package var simultaneous: Interval?
  package var absence: AbsenceReason?

  package init(
    cohort: Int,
    units: Int,
    estimate: Estimate? = nil,
    simultaneous: Interval? = nil,
    absence: AbsenceReason? = nil
  ) {
    self.cohort = cohort
    self.units = units
    self.estimate = estimate
    self.simultaneous = simultaneous
    self.absence = absence
  }
}

/// The average effect in one calendar period.
package struct PeriodEffect: Codable, Sendable, Equatable {
  package var period: Int
  package var estimate: Estimate?
  package var simultaneous: Interval?
  package var absence: AbsenceReason?

  package init(
    period: Int,
    estimate: Estimate? = nil,
    simultaneous: Interval? = nil,
    absence: AbsenceReason? = nil
  ) {
    self.period = period
    self.estimate = estimate
    self.simultaneous = simultaneous
    self.absence = absence
  }
}

/// The effect on one cohort in one period.
package struct GroupTimeEffect: Codable, Sendable, Equatable {
  package var cohort: Int
  package var period: Int
  /// Absent where no comparison exists.
  package var estimate: Estimate?
  package var simultaneous: Interval?
  package var absence: AbsenceReason?
  /// Units that the cohort is compared with.
  package var controls: Int

  package init(
    cohort: Int,
    period: Int,
    estimate: Estimate? = nil,
    simultaneous: Interval? = nil,
    absence: AbsenceReason? = nil,
    controls: Int
  ) {
    self.cohort = cohort
    self.period = period
    self.estimate = estimate
    self.simultaneous = simultaneous
    self.absence = absence
    self.controls = controls
  }

  /// Whether the cell lies before the cohort's treatment.
  package var isBeforeTreatment: Bool { period < cohort }
}
