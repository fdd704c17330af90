/// A number that may honestly be missing, with the reason a reader will see.
///
/// A result never holds NaN or infinity: what could not be computed says why.
package enum Availability<Value: Codable & Sendable & Equatable>: Sendable, Equatable {
  case value(Value)
  case unavailable(because: AbsenceReason)

  /// The value, where there is one.
  package var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }
}

/// Why a number is missing: the key of a sentence in the glossary, such as `no-variation`.
package struct AbsenceReason: RawRepresentable, Hashable, Sendable, Codable,
  ExpressibleByStringLiteral
{
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }

  /// A perfect fit leaves no residual, so no test can be formed.
  package static let perfectFit: AbsenceReason = "perfect-fit"
  /// The outcome does not vary, so there is nothing to explain.
  package static let noVariation: AbsenceReason = "no-variation"
  /// As many parameters as observations.
  package static let noDegreesOfFreedom: AbsenceReason = "no-degrees-of-freedom"
  /// The model has no slope, so a joint test of slopes does not exist.
  package static let noRegressors: AbsenceReason = "no-regressors"
  /// The model absorbs no effects, so there is no variation within them.
  package static let noAbsorbedEffects: AbsenceReason = "no-absorbed-effects"
  /// The covariance matrix is singular in the tested directions.
  package static let singularCovariance: AbsenceReason = "singular-covariance"
  /// No treated unit is observed at this distance from treatment.
  package static let noObservations: AbsenceReason = "no-observations"
  /// No untreated unit is left to compare with.
  package static let noComparison: AbsenceReason = "no-comparison"
  /// The number does not apply to this model.
  package static let notApplicable: AbsenceReason = "not-applicable"
  /// The period is the one that changes are measured from.
  package static let referencePeriod: AbsenceReason = "reference-period"
  /// The cohort has no untreated period to measure changes from.
  package static let noBasePeriod: AbsenceReason = "no-base-period"
  /// Covariates tell treated units and controls apart, so that none can stand for the others.
  package static let noOverlap: AbsenceReason = "no-overlap"
  /// Covariates are collinear among the units compared.
  package static let collinearCovariates: AbsenceReason = "collinear-covariates"
  /// No value is rejected however far out, so the interval has no end on this side.
  package static let unboundedInterval: AbsenceReason = "unbounded-interval"
  /// What the data vary in does not tell the effect from others.
  package static let notIdentified: AbsenceReason = "not-identified"
  /// As many instruments as endogenous variables: no moment is left to test.
  package static let exactlyIdentified: AbsenceReason = "exactly-identified"
  /// The statistic is defined for one endogenous variable only.
  package static let severalEndogenous: AbsenceReason = "several-endogenous"
  /// The statistic is defined for one endogenous variable and one instrument only.
  package static let notJustIdentified: AbsenceReason = "not-just-identified"
  /// The statistic is held against tabulated critical values, not a distribution.
  package static let tabulated: AbsenceReason = "tabulated"
  /// The first stage is too weak for an adjusted test.
  package static let weakFirstStage: AbsenceReason = "weak-first-stage"

  /// The parameter lies at the end of what it may be.
  package static let onBoundary: AbsenceReason = "on-boundary"
  /// An iteration did not settle.
  package static let notConverged: AbsenceReason = "not-converged"

  /// An effect averages over fewer effective observations than the study asks for.
  package static let fewEffective: AbsenceReason = "few-effective-observations"
  /// Units are not observed in the same periods, for which the number is not defined.
  package static let unbalancedPanel: AbsenceReason = "unbalanced-panel"
  /// The model has weights or controls, for which the number is not defined.
  package static let weightedOrControlled: AbsenceReason = "weighted-or-controlled"
  /// Every weight is positive, so that no sign can differ.
  package static let noNegativeWeights: AbsenceReason = "no-negative-weights"
  /// The correlation matrix has no inverse.
  package static let singularCorrelation: AbsenceReason = "singular-correlation"
  /// The variable has one value.
  package static let constantVariable: AbsenceReason = "constant-variable"
  /// Too few rows hold both variables.
  package static let tooFewPairs: AbsenceReason = "too-few-pairs"
  /// A share is told only where the parts have the sign of the whole.
  package static let oppositeSigns: AbsenceReason = "opposite-signs"
  /// All replicates lie on one side of the estimate, so that bias cannot be corrected.
  package static let oneSidedReplicates: AbsenceReason = "one-sided-replicates"
  /// Fewer than two replicates have an estimate.
  package static let tooFewReplicates: AbsenceReason = "too-few-replicates"
  /// A variance that is a difference is negative, so that it has no root.
  package static let negativeVariance: AbsenceReason = "negative-variance"
  /// A statistic that cannot be negative under the test's assumptions is negative.
  package static let negativeStatistic: AbsenceReason = "negative-statistic"
  /// The moderator has two values, so that nothing lies between or beyond them.
  package static let binaryModerator: AbsenceReason = "binary-moderator"
  /// Too few observations, units or clusters to fit the model.
  package static let tooFewObservations: AbsenceReason = "too-few-observations"
  /// The term is collinear with others, or does not vary beside the fixed effects.
  package static let termOmitted: AbsenceReason = "term-omitted"
  /// Groups divide units, so that whole units cannot be permuted.
  package static let groupsDivideUnits: AbsenceReason = "groups-divide-units"
  /// The term is estimated in fewer than two of the groups.
  package static let tooFewGroups: AbsenceReason = "too-few-groups"
  /// The unit has no neighbour under the spatial weights.
  package static let neighbourless: AbsenceReason = "neighbourless"
  /// The statistic is the same wherever the values stand.
  package static let constantStatistic: AbsenceReason = "constant-statistic"

  /// A publication leaves the number out.
  package static let notPublished: AbsenceReason = "not-published"

  /// The likelihood rises up to the end of the interval of a spatial parameter.
  package static let noInteriorMaximum: AbsenceReason = "no-interior-maximum"

  /// Every reason this program writes; the glossaries must have a sentence for each.
  package static let all: [AbsenceReason] = [
    perfectFit, noVariation, noDegreesOfFreedom, noRegressors, noAbsorbedEffects,
    singularCovariance, noObservations, noComparison, notApplicable, notIdentified,
    singularCorrelation, constantVariable, tooFewPairs,
    referencePeriod, noBasePeriod, noOverlap, collinearCovariates, unboundedInterval,
    fewEffective, unbalancedPanel, weightedOrControlled, noNegativeWeights,
    exactlyIdentified, severalEndogenous, notJustIdentified, tabulated, weakFirstStage,
    onBoundary, notConverged,
    negativeVariance, negativeStatistic,
    binaryModerator, tooFewObservations, termOmitted, groupsDivideUnits, tooFewGroups,
    oppositeSigns, oneSidedReplicates, tooFewReplicates, neighbourless,
    constantStatistic, noInteriorMaximum, notPublished,
  ]
}

extension Availability where Value == Double {
  /// A finite number, or the reason it is missing.
  package init(finite number: Double, otherwise reason: AbsenceReason) {
    self = number.isFinite ? .value(number) : .unavailable(because: reason)
  }
}

extension Availability: Codable {
  private enum Key: String, CodingKey { case unavailable }

  package init(from decoder: any Decoder) throws {
    if let container = try decoder.containerIfShaped(keyedBy: Key.self),
      container.contains(.unavailable)
    {
      self = .unavailable(because: try container.decode(AbsenceReason.self, forKey: .unavailable))
    } else {
      self = .value(try decoder.singleValueContainer().decode(Value.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .value(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .unavailable(let reason):
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(reason, forKey: .unavailable)
    }
  }
}
