/// Something the reader should know about a result; printed as a table note.
///
/// A remark is a key and its values. The sentence is made from the glossary in the language of
/// the page, so no result holds English.
package struct Remark: Codable, Sendable, Equatable {
  package var id: Kind
  /// The values that the sentence mentions, by their name in the glossary's template.
  package var values: [String: String]

  package init(_ id: Kind, _ values: [String: String] = [:]) {
    self.id = id
    self.values = values
  }

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// `term` is a linear combination of `with` and was left out.
    case omittedCollinear = "omitted-collinear"
    /// `term` does not vary once the fixed effects are removed.
    case omittedAbsorbed = "omitted-absorbed"
    /// `count` singleton groups were removed from `effects`.
    case singletonsDropped = "singletons-dropped"
    /// Only `count` clusters in `variable`: asymptotic inference may mislead.
    case fewClusters = "few-clusters"
    /// The multiway covariance was not positive semidefinite and was repaired.
    case covarianceRepaired = "covariance-repaired"
    /// That of the regression of all groups, whose coefficients are compared, was repaired.
    case interactedCovarianceRepaired = "interacted-covariance-repaired"
    /// The spatial covariance was not positive semidefinite and was repaired.
    case spatialCovarianceRepaired = "spatial-covariance-repaired"
    /// Coordinates of `count` units change over time.
    case movingUnits = "moving-units"
    /// `count` observations have the coordinates of another observation of their period.
    case sharedCoordinates = "shared-coordinates"
    /// No two places lie within the cut-off of `distance` kilometres.
    case noNeighbours = "no-neighbours"
    /// All places lie within the cut-off of `distance` kilometres from each other.
    case allNeighbours = "all-neighbours"
    /// The sample has only `count` periods, which a covariance relies on.
    case fewPeriods = "few-periods"
    /// `count` rows have an HC2 or HC3 leverage of one, and no weight in the covariance.
    case fullLeverage = "full-leverage"
    /// The design has condition number `condition`; the refined path was taken.
    case illConditioned = "ill-conditioned"
    /// Fixed effects `effects` form `count` components that share no observation.
    case disconnectedEffects = "disconnected-effects"
    /// The outcome is fitted perfectly.
    case perfectFit = "perfect-fit"
    /// Treatment ends in `count` units.
    case switchingOff = "switching-off"
    /// `count` units are not seen untreated just before they are first seen treated.
    case uncertainStart = "uncertain-start"
    /// `count` units are first treated after the data end.
    case lateCohorts = "late-cohorts"
    /// `count` units are first treated between two periods.
    case roundedCohorts = "rounded-cohorts"
    /// `count` units are treated from their first period on.
    case alwaysTreated = "always-treated"
    /// `count` units that are treated from their first period on left the sample.
    case alwaysTreatedDropped = "always-treated-dropped"
    /// All treated units are first treated in `period`.
    case oneCohort = "one-cohort"
    /// Every unit is treated at some time.
    case noNeverTreated = "no-never-treated"
    /// Only `count` clusters in `variable` are ever treated.
    case fewTreatedClusters = "few-treated-clusters"
    /// The share `share` of the estimate's weight compares with units treated before.
    case forbiddenComparisons = "forbidden-comparisons"
    /// Without never-treated units the effect at distance `period` is zero by normalisation too.
    case secondReference = "second-reference"
    /// `count` units that are not observed in all periods left the sample.
    case unbalancedUnits = "unbalanced-units"
    /// No unit is never treated: `cohort` is compared with, in periods before `period`.
    case lastCohortCompares = "last-cohort-compares"
    /// `count` cohorts, `cohorts`, have fewer than `units` units.
    case smallCohorts = "small-cohorts"
    /// `count` of `all` effects by cohort and period could not be estimated.
    case cellsWithoutEffect = "cells-without-effect"
    /// Made-up treatments stay on, though the actual one ends in `count` units.
    case madeAbsorbing = "made-absorbing"
    /// Placebo treatments are drawn among the `count` units of the estimation sample.
    case placeboSample = "placebo-sample"
    /// `count` of `total` made-up treatments have no effect that could be estimated.
    case placebosFailed = "placebos-failed"
    /// Placebos in time leave out periods from `period` on.
    case latePeriodsDropped = "late-periods-dropped"
    /// Placebos in time use the `count` untreated rows alone.
    case untreatedOnly = "untreated-only"
    /// Distances `periods` are collinear with the others, so that effects are normalised there too.
    case undeterminedDistances = "undetermined-distances"
    /// `count` treated observations could not be imputed and left the sample.
    case notImputed = "not-imputed"
    /// Averages over fewer than `minimum` effective observations are not shown.
    case fewEffective = "few-effective-observations"
    /// The instruments are weak: the first-stage F is `statistic`.
    case weakInstruments = "weak-instruments"
    /// The instrument `instrument` is a lag of the endogenous variable `term`.
    case laggedInstrument = "lagged-instrument"
    /// The Anderson–Rubin confidence set is not a bounded interval.
    case unboundedSet = "unbounded-set"
    /// The Anderson–Rubin confidence set is empty: the instruments contradict each other.
    case emptySet = "empty-set"
    /// No outcome lies at a limit: the tobit is a linear model with normal errors.
    case noCensoring = "no-censoring"
    /// The same of a tobit with random effects.
    case noCensoringRandom = "no-censoring-random"
    /// `count` outcomes lie beyond a limit and count as at it.
    case beyondLimits = "beyond-limits"
    /// The variance of units' effects is estimated at zero.
    case noUnitVariance = "no-unit-variance"
    /// Estimates change by the share `share` when `points` quadrature points become others.
    case unstableQuadrature = "unstable-quadrature"
    /// With other numbers of quadrature points than `points` the fit does not converge.
    case unsettledQuadrature = "unsettled-quadrature"
    /// The variance of random effects is estimated at zero.
    case pooledRandomEffects = "pooled-random-effects"
    /// `with` do not vary within units, so that fixed effects do not estimate them.
    case invariantTerms = "invariant-terms"
    /// `count` regressors are the same for all units of a period and are not compared.
    case periodTerms = "period-terms"
    /// A Hausman statistic is negative.
    case negativeHausman = "negative-hausman"
    /// That of a spatial model is.
    case negativeSpatialHausman = "negative-spatial-hausman"
    /// The likelihood of `model` has no maximum inside the interval of its spatial parameter.
    case likelihoodWithoutMaximum = "likelihood-without-maximum"
    /// The difference of the covariances of two estimators is not positive definite.
    case indefiniteContrast = "indefinite-contrast"
    /// Only `rank` of `all` differences are independent.
    case dependentContrasts = "dependent-contrasts"
    /// `count` of `total` bootstrap replications could not be estimated.
    case replicationsFailed = "replications-failed"
    /// Fixed effects absorb the moderator `term`, though not its interaction.
    case moderatorAbsorbed = "moderator-absorbed"
    /// The effect of `term` changes its sign where `variable` is `number`, within `least` to
    /// `greatest`.
    case signChangeInside = "sign-change-inside"
    /// The significance of `term` changes where `variable` is `number`, within `least` to
    /// `greatest`.
    case boundInside = "bound-inside"
    /// `count` of `all` units have observations in several groups of `variable`.
    case groupsDivideUnits = "groups-divide-units"
    /// Groups of `variable` hold `count` of the `all` observations of the whole sample.
    case groupsIncomplete = "groups-incomplete"
    /// The groups `groups` have fewer than `count` clusters in `variable`.
    case fewClustersInGroups = "few-clusters-in-groups"
    /// The group `group` is not estimated, for the reason `reason`.
    case groupNotEstimated = "group-not-estimated"
    /// `count` of `total` permutations of groups could not be estimated.
    case permutationsFailed = "permutations-failed"
    /// `count` bootstrap draws do not identify every coefficient and are left out.
    case drawsFailed = "draws-failed"
    /// Both models are fitted on the `count` observations of the one with controls.
    case commonSample = "common-sample"
    /// `count` combinations of choices are the same specification as others.
    case specificationsMerged = "specifications-merged"
    /// Effects of periods are parameters of a spatial likelihood, which biases ρ.
    case directSpatialEffects = "direct-spatial-effects"
    /// Weights link the share `share` of all pairs of units, beside effects of periods.
    case denseWeights = "dense-weights"
    /// `count` of `total` bootstrap replicates have no estimate.
    case replicatesFailed = "replicates-failed"
    /// Only `count` bootstrap replicates were drawn.
    case fewReplicates = "few-replicates"
    /// All replicates of the effect through `term` lie on one side of its estimate.
    case oneSidedReplicates = "one-sided-replicates"
    /// The effect through `term` and the direct effect have opposite signs.
    case opposingEffects = "opposing-effects"
    /// `count` units without a value were left out of their period.
    case valuesLeftOut = "values-left-out"
    /// With `count` permutations no adjusted p-value of `units` units alone can reach the level.
    case coarsePermutations = "coarse-permutations"
    /// A sentence of the study's own, in `text`.
    case custom
  }
}
