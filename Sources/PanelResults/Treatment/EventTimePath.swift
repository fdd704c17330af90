/// A capability: the result holds effects by time since treatment.
package protocol EventTimeResult: TreatmentEffectResult {
  var path: EventTimePath { get }
}

/// The estimators of treatment effects; the raw value is the analysis' name in a study.
package enum EffectEstimator: String, Codable, Sendable, CaseIterable {
  case twoWayFixedEffects = "did"
  case eventStudy = "event-study"
  case callawaySantAnna = "callaway-santanna"
  case sunAbraham = "sun-abraham"
  case imputation
  case twoStage = "two-stage-did"
}

/// Effects by time since treatment, in periods: 0 is the first treated one.
package struct EventTimePath: Codable, Sendable, Equatable {
  /// Ascending by period; reference periods are among them.
  package var points: [EventTimePoint]
  /// The band that covers all effects at once, where one was computed.
  package var band: SimultaneousBand?
  /// The mean outcome of treated units in the reference period; absent where there is none.
  package var outcomeMean: Double?

  private enum CodingKeys: String, CodingKey {
    case points, band
    case outcomeMean = "outcome_mean"
  }

  package init(
    points: [EventTimePoint] = [],
    band: SimultaneousBand? = nil,
    outcomeMean: Double? = nil
  ) {
    self.points = points
    self.band = band
    self.outcomeMean = outcomeMean
  }

  /// The test in ``AnalysisResult/tests`` that all effects before treatment are zero has the id
  /// ``HypothesisTest/Kind/pretrends``.
  package var references: [Int] { points.filter(\.isReference).map(\.period) }
}

/// The effect at one distance from treatment.
package struct EventTimePoint: Codable, Sendable, Equatable {
  /// Periods since the first treated one; negative before.
  package var period: Int
  /// Whether the period stands for all earlier or all later ones too.
  package var bin: Bin?
  /// Whether the effect is zero by normalisation, and so has no estimate.
  package var isReference: Bool
  /// Absent at a reference and where nothing identifies the effect.
  package var estimate: Estimate?
  /// The interval of the simultaneous band.
  package var simultaneous: Interval?
  /// Why there is no estimate, other than being a reference.
  package var absence: AbsenceReason?
  /// Observations of treated units at this distance.
  package var observations: Int
  /// Treated units observed at this distance.
  package var units: Int

  private enum CodingKeys: String, CodingKey {
    case period, bin, estimate, simultaneous, absence, observations, units
    case isReference = "is_reference"
  }

  package init(
    period: Int,
    bin: Bin? = nil,
    isReference: Bool = false,
    estimate: Estimate? = nil,
    simultaneous: Interval? = nil,
    absence: AbsenceReason? = nil,
    observations: Int,
    units: Int
  ) {
    self.period = period
    self.bin = bin
    self.isReference = isReference
    self.estimate = estimate
    self.simultaneous = simultaneous
    self.absence = absence
    self.observations = observations
    self.units = units
  }

  package enum Bin: String, Codable, Sendable, CaseIterable {
    case earlier, later
  }
}

/// How the band over all effects was computed: estimate ± critical value × standard error.
package struct SimultaneousBand: Codable, Sendable, Equatable {
  /// 0.95 for 95 percent.
  package var level: Double
  /// The quantile of the largest absolute t over the effects.
  package var criticalValue: Double
  /// Simulated draws of it; 0 where it is computed without simulation.
  package var draws: Int
  /// The seed of the study that the draws derive from.
  package var seed: UInt64?

  private enum CodingKeys: String, CodingKey {
    case level, draws, seed
    case criticalValue = "critical_value"
  }

  package init(
    level: Double,
    criticalValue: Double,
    draws: Int,
    seed: UInt64? = nil
  ) {
    self.level = level
    self.criticalValue = criticalValue
    self.draws = draws
    self.seed = seed
  }
}
