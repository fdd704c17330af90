/// Who was treated, and when: the facts behind any estimate of a treatment's effect.
package struct TreatmentDesign: Codable, Sendable, Equatable {
  /// The raw name of the 0/1 treatment, or of the column of first treated periods.
  package var treatment: String
  /// Units by their first treated period, ascending; always-treated units are not among them.
  package var cohorts: [TreatmentCohort]
  /// Units that are never treated in the sample.
  package var neverTreated: Int
  /// Units that are treated from their first period in the sample.
  package var alwaysTreated: Int
  /// Units that are treated only after the sample's last period, and so serve as untreated ones.
  package var laterTreated: Int
  /// Observations under treatment.
  package var treatedObservations: Int
  /// All observations of the sample.
  package var observations: Int
  /// Units whose treatment ends, where the study allows that; otherwise 0.
  package var switchingOff: Int

  private enum CodingKeys: String, CodingKey {
    case treatment, cohorts, observations
    case neverTreated = "never_treated"
    case alwaysTreated = "always_treated"
    case laterTreated = "later_treated"
    case treatedObservations = "treated_observations"
    case switchingOff = "switching_off"
  }

  package init(
    treatment: String,
    cohorts: [TreatmentCohort] = [],
    neverTreated: Int,
    alwaysTreated: Int,
    laterTreated: Int = 0,
    treatedObservations: Int,
    observations: Int,
    switchingOff: Int = 0
  ) {
    self.treatment = treatment
    self.cohorts = cohorts
    self.neverTreated = neverTreated
    self.alwaysTreated = alwaysTreated
    self.laterTreated = laterTreated
    self.treatedObservations = treatedObservations
    self.observations = observations
    self.switchingOff = switchingOff
  }

  /// Units that are ever treated.
  package var treatedUnits: Int { cohorts.reduce(alwaysTreated) { $0 + $1.units } }

  /// The share of observations under treatment.
  package var treatedShare: Double { Double(treatedObservations) / Double(max(1, observations)) }

  /// What a table may print of the treatment.
  package var statistics: [StatisticEntry] {
    [
      StatisticEntry(.treatedUnits, count: treatedUnits),
      StatisticEntry(.neverTreatedUnits, count: neverTreated),
      StatisticEntry(.cohorts, count: cohorts.count),
      StatisticEntry(.treatedShare, .value(treatedShare)),
    ]
  }
}

/// The units that are first treated in one period.
package struct TreatmentCohort: Codable, Sendable, Equatable {
  package var period: Int
  package var units: Int
  /// Observations of these units, treated or not.
  package var observations: Int

  package init(
    period: Int,
    units: Int,
    observations: Int
  ) {
    self.period = period
    self.units = units
    self.observations = observations
  }
}

/// A capability: the result is about one treatment whose timing is known.
package protocol TreatmentEffectResult: AnalysisResult {
  var design: TreatmentDesign { get }
  /// The one number that the method reports for the average effect on the treated; `nil` where
  /// it reports none.
  var overall: Estimate? { get }
  /// The estimator's word, a key of the glossary's section `estimators`.
  var estimator: EffectEstimator { get }
  /// The choices that define the estimate.
  var conventions: EffectConventions { get }
  /// Where standard errors come from.
  var inference: EffectInference { get }
  /// Which average of effects ``overall`` is, where the method offers several.
  var overallKind: EffectAggregate.Kind? { get }
}

extension TreatmentEffectResult {
  package var overallKind: EffectAggregate.Kind? { nil }
}

extension TreatmentEffectResult where Self: RegressionFit {
  package var inference: EffectInference {
    EffectInference(kind: .regression, clusters: covariance.clusters, covariance: covariance)
  }

  /// The raw names of slopes other than the effects of the treatment.
  func covariates(apartFrom effects: [String]) -> [String] {
    estimates.filter { $0.component == .slopes && !effects.contains($0.term) }.map(\.term)
  }
}
