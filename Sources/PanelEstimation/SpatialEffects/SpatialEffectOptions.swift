package import PanelResults

/// How direct, indirect and total effects are inferred: the key `effects` of a spatial model.
package struct SpatialEffectOptions: Sendable, Equatable {
  /// Draws of the parameters; 0 for none.
  package var draws: Int
  /// Where standard errors come from.
  package var errors: SpatialEffects.Inference
  /// Whether effects are left out.
  package var isOff = false
  /// Whether draws or errors were asked for; where not, the delta method may take the place of
  /// draws that cannot be made.
  package var isAsked: Bool

  /// No effects.
  package static let none: SpatialEffectOptions = {
    var options = SpatialEffectOptions(draws: 0, errors: .delta)
    options.isOff = true
    return options
  }()

  /// The fewest and the most draws that are taken.
  package static let drawLimits = 100...1_000_000

  package init(draws: Int? = nil, errors: SpatialEffects.Inference? = nil) {
    self.draws = draws ?? 1_000
    self.errors = errors ?? .simulation
    isAsked = draws != nil || errors != nil
  }
}

extension SpatialEffectOptions: Decodable {
  private enum CodingKeys: String, CodingKey { case draws, errors }

  /// What may stand in place of a mapping.
  private static let off = "none"

  package init(from decoder: any Decoder) throws {
    if let word = try decoder.decodeIfShaped(String.self) {
      guard word == Self.off else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "write a mapping, such as {draws: 1000} or {errors: delta}, or none, "
              + "not '\(word)'"
          )
        )
      }
      self = .none
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let errors = try container.decodeIfPresent(SpatialEffects.Inference.self, forKey: .errors)
    let draws = try container.decodeIfPresent(Int.self, forKey: .draws)
    self.init(draws: draws ?? (errors == .delta ? 0 : 1_000), errors: errors ?? .simulation)
    isAsked = draws != nil || errors != nil
    if draws == 0, errors == nil { self.errors = .delta }
    guard self.draws != 0 || self.errors == .delta else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws,
        in: container,
        debugDescription: "'errors: simulation' needs draws; ask for \(Self.drawLimits.lowerBound) "
          + "or more, or for 'errors: delta'"
      )
    }
    guard self.draws == 0 || Self.drawLimits.contains(self.draws) else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws,
        in: container,
        debugDescription: "effects take 0 draws, or between \(Self.drawLimits.lowerBound) and "
          + "\(Self.drawLimits.upperBound), not \(self.draws)"
      )
    }
  }

  /// The key `effects` of a spatial model.
  package static let key = KeyDescription(
    "effects",
    .either([.choice([off]), .object(keys)]),
    default: "1000 draws",
    "Direct, indirect and total effects of models with spatial lags of the outcome or of regressors: "
      + "how they are inferred, or none."
  )

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "draws",
      .integer,
      default: "1000, or 0 under 'errors: delta'",
      "Draws of all parameters from their normal distribution, 100 or more, or 0 for none. Draws "
        + "outside the admissible interval of ρ are discarded and counted."
    ),
    KeyDescription(
      "errors",
      .choice(SpatialEffects.Inference.allCases.map(\.rawValue)),
      default: "simulation",
      "Where standard errors come from: simulation, the standard deviation of the draws; delta, the "
        + "delta method. Where ρ lies within five standard errors of an end of its interval, draws "
        + "have no moments, and standard errors are those of the delta method."
    ),
  ]
}
