/// The name of a statistic that a table may print below the coefficients.
///
/// The raw value is the key in a study file and in result JSON. Labels and digits live in
/// `styles/glossaries`; a test checks that every case has an entry there.
package enum Statistic: String, Codable, Sendable, CaseIterable, Hashable {
  case observations = "n"
  case units
  case periods
  case clusters
  case singletons
  case rSquared = "r_squared"
  case adjustedRSquared = "adj_r_squared"
  case withinRSquared = "within_r_squared"
  case adjustedWithinRSquared = "adj_within_r_squared"
  case rootMeanSquaredError = "rmse"
  case fStatistic = "f"
  case fPValue = "f_p"
  case logLikelihood = "log_likelihood"
  case outcomeMean = "outcome_mean"
  case outcomeStandardDeviation = "outcome_sd"
  case residualSumOfSquares = "rss"
  case totalSumOfSquares = "tss"
  case withinTotalSumOfSquares = "tss_within"
  case absorbedDegreesOfFreedom = "absorbed_df"
  case residualDegreesOfFreedom = "residual_df"
  case betweenRSquared = "between_r_squared"
  case overallRSquared = "overall_r_squared"
  case chiSquared = "chi2"
  case chiSquaredPValue = "chi2_p"
  /// The standard deviation of the effects of units.
  case unitDeviation = "sigma_u"
  /// The standard deviation of errors beside the effects of units.
  case errorDeviation = "sigma_e"
  /// The share of the variance that is due to the effects of units.
  case unitShare = "rho"
  /// What share of a unit's mean is taken from its values.
  case quasiDemeaning = "theta"
  case treatedUnits = "treated_units"
  case neverTreatedUnits = "never_treated"
  case cohorts
  case treatedShare = "treated_share"
  case forbiddenShare = "forbidden_share"
  case samplingAdequacy = "kmo"
  case sphericity = "bartlett"
  case sphericityPValue = "bartlett_p"
  case meanVarianceInflation = "mean_vif"
  case conditionNumber = "condition_number"
  case uncensored
  case leftCensored = "left_censored"
  case rightCensored = "right_censored"
  /// The standard deviation of errors of a model without effects of units.
  case sigma
  /// The variance of errors of a spatial model.
  case errorVariance = "sigma2"
  /// The squared correlation of the outcome and its expectation given regressors alone, effects
  /// taken out of both.
  case squaredCorrelation = "squared_correlation"
  /// R² of rows that the learner of the outcome had not seen.
  case learnedOutcomeFit = "outcome_fit"
  /// The same among treated rows.
  case learnedTreatedFit = "outcome_fit_treated"
  /// The same among untreated rows.
  case learnedUntreatedFit = "outcome_fit_untreated"
  /// R² of rows that the learner of the treatment had not seen.
  case learnedTreatmentFit = "treatment_fit"
  /// The variance of the treatment less its prediction.
  case treatmentResidualVariance = "treatment_residual_variance"
  /// Parts that a sample is split into for cross-fitting.
  case folds
  /// How often a sample was split anew.
  case splits = "repeats"
  case akaike = "aic"
  case bayesian = "bic"

  /// Whether the number is a count, printed without decimals and with grouped thousands.
  package var isCount: Bool {
    switch self {
    case .observations, .units, .periods, .clusters, .singletons, .absorbedDegreesOfFreedom,
      .residualDegreesOfFreedom, .treatedUnits, .neverTreatedUnits, .cohorts,
      .uncensored, .leftCensored, .rightCensored, .folds, .splits:
      true
    default: false
    }
  }
}

/// A statistic of one fit: a row below the coefficients.
package struct StatisticEntry: Sendable, Equatable {
  package var statistic: Statistic
  package var value: Availability<Double>

  package init(_ statistic: Statistic, _ value: Availability<Double>) {
    self.statistic = statistic
    self.value = value
  }

  package init(_ statistic: Statistic, count: Int) {
    self.init(statistic, .value(Double(count)))
  }
}
