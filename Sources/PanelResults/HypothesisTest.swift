/// A test of a joint hypothesis.
package struct HypothesisTest: Codable, Sendable, Equatable {
  package var id: Kind
  package var statistic: Availability<Double>
  /// The numerator's degrees of freedom, or those of a chi-squared statistic.
  package var degreesOfFreedom: Double
  /// The denominator's degrees of freedom of an F statistic.
  package var denominatorDegreesOfFreedom: Double?
  package var pValue: Availability<Double>
  package var distribution: ReferenceDistribution
  /// The raw terms that the null hypothesis sets to zero.
  package var null: [String]

  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// All slopes are zero.
    case slopes
    /// All effects before treatment are zero.
    case pretrends
    /// All instruments have coefficient zero in a first stage.
    case excludedInstruments = "excluded-instruments"
    /// The instruments tell one endogenous variable nothing beyond the others (Sanderson and
    /// Windmeijer 2016).
    case sandersonWindmeijer = "sanderson-windmeijer"
    /// The model is underidentified: Anderson's canonical-correlation LM.
    case andersonLM = "anderson-lm"
    /// The model is underidentified: Kleibergen and Paap's rk LM.
    case kleibergenPaapLM = "kleibergen-paap-lm"
    /// The instruments are weak: Cragg and Donald's F.
    case craggDonaldF = "cragg-donald-f"
    /// The instruments are weak: Kleibergen and Paap's rk Wald F.
    case kleibergenPaapF = "kleibergen-paap-f"
    /// The instruments are weak: Montiel Olea and Pflueger's effective F.
    case effectiveF = "effective-f"
    /// All moments hold: Sargan's statistic, under independent errors of one variance.
    case sargan
    /// All moments hold: Hansen's J of two-step GMM.
    case hansenJ = "hansen-j"
    /// The endogenous variables are exogenous: the difference of two J statistics.
    case endogeneity
    /// All endogenous variables have coefficient zero: Anderson and Rubin's F.
    case andersonRubin = "anderson-rubin"
    /// Variables are uncorrelated (Bartlett 1950).
    case sphericity
    /// Units have no effects: the likelihood ratio of models with random effects and without.
    case unitEffects = "unit-effects"
    /// Unit effects have no variance: Breusch and Pagan's LM, held against zero and χ²(1) mixed.
    case breuschPagan = "breusch-pagan"
    /// All unit effects are equal: F of fixed effects against pooled least squares.
    case fixedUnitEffects = "fixed-unit-effects"
    /// Random effects estimate what fixed effects estimate, in the forms of ``HausmanForm``.
    case hausman
    case hausmanSigmamore = "hausman-sigmamore"
    case hausmanSigmaless = "hausman-sigmaless"
    case hausmanRobust = "hausman-robust"
    case hausmanMundlak = "hausman-mundlak"
    case hausmanBootstrap = "hausman-bootstrap"
    /// ρ = 0: Lagrange multipliers of the model without spatial lags, plain, and robust to λ.
    case lagMultiplierLag = "lm-lag"
    case robustLagMultiplierLag = "robust-lm-lag"
    /// λ = 0: Lagrange multipliers of the model without spatial lags, plain, and robust to ρ.
    case lagMultiplierError = "lm-error"
    case robustLagMultiplierError = "robust-lm-error"
    /// ρ = λ = 0: the Lagrange multiplier of both.
    case lagMultiplierBoth = "lm-both"
    /// Units have no random effects, and errors no spatial dependence, each where the other is
    /// absent: marginal tests of pooled residuals (Baltagi, Song and Koh 2003).
    case marginalRandomEffects = "lm-random-effects"
    case marginalSpatialErrors = "lm-spatial-errors"
    /// Neither random effects of units nor spatial errors: both marginal tests at once.
    case jointRandomEffects = "lm-random-effects-spatial-errors"
    /// θ = 0: the spatial Durbin model is a spatial lag model.
    case waldLag = "wald-sar"
    case likelihoodRatioLag = "lr-sar"
    /// θ + ρβ = 0: the spatial Durbin model is a spatial error model.
    case waldError = "wald-sem"
    case likelihoodRatioError = "lr-sem"
    /// ρ = λ = θ = 0, those that the model has: likelihood ratio against the linear model.
    case likelihoodRatioLinear = "lr-linear"
    /// ρ = 0 in a spatial lag model, and λ = 0 in a spatial error model: likelihood ratios against
    /// the linear model.
    case likelihoodRatioNoLag = "lr-sar-linear"
    case likelihoodRatioNoError = "lr-sem-linear"
    /// Fixed effects of units, and of periods, are zero beside the others: likelihood ratios.
    case likelihoodRatioUnits = "lr-unit-effects"
    case likelihoodRatioPeriods = "lr-time-effects"
    /// Random effects of units estimate what fixed effects estimate, both with spatial lags.
    case spatialHausman = "spatial-hausman"
  }

  private enum CodingKeys: String, CodingKey {
    case id, statistic
    case degreesOfFreedom = "df"
    case denominatorDegreesOfFreedom = "df2"
    case pValue = "p_value"
    case distribution, null
  }

  package init(
    id: Kind,
    statistic: Availability<Double>,
    degreesOfFreedom: Double,
    denominatorDegreesOfFreedom: Double? = nil,
    pValue: Availability<Double>,
    distribution: ReferenceDistribution,
    null: [String]
  ) {
    self.id = id
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.pValue = pValue
    self.distribution = distribution
    self.null = null
  }
}
