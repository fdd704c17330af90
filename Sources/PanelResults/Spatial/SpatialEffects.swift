/// What a change of a regressor does to a unit itself, to the others, and to all (LeSage and Pace
/// 2009): averages over units of the derivatives S = (I − ρW)⁻¹(Iβ + Wθ).
package struct SpatialEffects: Codable, Sendable, Equatable {
  /// One per regressor, in the order of the model; the constant has none.
  package var terms: [SpatialEffect]
  package var inference: Inference
  /// Draws that were asked for; 0 where none were.
  package var draws: Int
  /// Draws with ρ outside the admissible interval, which were replaced by none.
  package var discarded: Int
  /// Whether draws have moments: ρ five standard errors up or down stays admissible. Where not,
  /// ``terms`` have standard errors by the delta method, whatever was asked for, and of the draws
  /// quantiles alone mean anything.
  package var momentsReliable: Bool
  /// The seed of the study that draws were made with; absent where none were.
  package var seed: UInt64?

  /// Where the standard errors in ``terms`` come from.
  package enum Inference: String, Codable, Sendable, CaseIterable {
    case delta, simulation
  }

  private enum CodingKeys: String, CodingKey {
    case terms, inference, draws, discarded, seed
    case momentsReliable = "moments_reliable"
  }

  package init(
    terms: [SpatialEffect],
    inference: Inference,
    draws: Int = 0,
    discarded: Int = 0,
    momentsReliable: Bool = true,
    seed: UInt64? = nil
  ) {
    self.terms = terms
    self.inference = inference
    self.draws = draws
    self.discarded = discarded
    self.momentsReliable = momentsReliable
    self.seed = seed
  }
}

/// The effects of one regressor: analytic values, with the standard errors of
/// ``SpatialEffects/inference``.
package struct SpatialEffect: Codable, Sendable, Equatable {
  /// The raw name of the regressor.
  package var term: String
  /// The mean of the diagonal of S.
  package var direct: Estimate
  /// The total effect less the direct one.
  package var indirect: Estimate
  /// The mean row sum of S.
  package var total: Estimate
  /// Standard errors by the delta method, whatever ``SpatialEffects/inference`` is.
  package var deltaErrors: DeltaErrors?
  /// What the draws show of each; absent where none were made.
  package var simulated: Simulated?

  private enum CodingKeys: String, CodingKey {
    case term, direct, indirect, total, simulated
    case deltaErrors = "delta_errors"
  }

  /// Standard errors by the delta method; that of an effect that cannot differ from zero is zero.
  package struct DeltaErrors: Codable, Sendable, Equatable {
    package var direct: Double
    package var indirect: Double
    package var total: Double

    package init(direct: Double, indirect: Double, total: Double) {
      self.direct = direct
      self.indirect = indirect
      self.total = total
    }
  }

  /// Summaries of draws.
  package struct Simulated: Codable, Sendable, Equatable {
    package var direct: SimulatedEffect
    package var indirect: SimulatedEffect
    package var total: SimulatedEffect

    package init(direct: SimulatedEffect, indirect: SimulatedEffect, total: SimulatedEffect) {
      self.direct = direct
      self.indirect = indirect
      self.total = total
    }
  }

  package init(
    term: String,
    direct: Estimate,
    indirect: Estimate,
    total: Estimate,
    deltaErrors: DeltaErrors? = nil,
    simulated: Simulated? = nil
  ) {
    self.term = term
    self.direct = direct
    self.indirect = indirect
    self.total = total
    self.deltaErrors = deltaErrors
    self.simulated = simulated
  }
}

/// Draws of one effect in a few numbers.
package struct SimulatedEffect: Codable, Sendable, Equatable {
  package var mean: Double
  package var standardDeviation: Double
  package var median: Double
  /// The quantiles at (1 − level)/2 and (1 + level)/2.
  package var low: Double
  package var high: Double

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardDeviation = "sd"
    case median
    case low = "conf_low"
    case high = "conf_high"
  }

  package init(
    mean: Double,
    standardDeviation: Double,
    median: Double,
    low: Double,
    high: Double
  ) {
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.median = median
    self.low = low
    self.high = high
  }
}
