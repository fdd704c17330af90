package import PanelData
import PanelNumerics
package import PanelResults

/// A linear model as a study asks for it: a formula, a sample, and a covariance.
package struct LinearModel: Sendable, Equatable {
  package var formula: String
  package var covariance: CovarianceSpecification
  /// Further covariances of the same estimates.
  package var further: [CovarianceSpecification] = []
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  /// The confidence level of intervals.
  package var level: Double
  /// Where the model stands below `analyses`, such as `baseline.models[2]`.
  package var place: String
  /// The model after changes, where it was made from another one; its formula and its part of the
  /// sample then hold.
  package var variant: ModelVariant?
  /// What test statistics are held against.
  package var distribution: ReferenceDistribution = .studentT

  package init(
    _ formula: String, covariance: CovarianceSpecification, weights: String? = nil,
    condition: String? = nil, smallSample: SmallSampleOptions = SmallSampleOptions(),
    singletons: SingletonRule = .drop, level: Double = 0.95, place: String = ""
  ) {
    self.formula = formula
    self.covariance = covariance
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
    self.place = place
  }

  /// The formula, read.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for a formula that cannot be read;
  ///   ``EstimationError/invalid(_:)`` for one with instruments or without regressors.
  package func parsedFormula(in panel: Panel) throws(EstimationError) -> Formula {
    let parsed = try readFormula(in: panel)
    guard parsed.endogenous.isEmpty, parsed.instruments.isEmpty else {
      throw .invalid(
        "'\(formula)' has instruments; method \(FixedEffects.kind.rawValue) takes "
          + "'outcome ~ regressors | effects'. Use method \(InstrumentalVariables.kind.rawValue).")
    }
    guard !parsed.regressors.isEmpty || parsed.hasConstant else {
      throw .invalid("'\(formula)' has no regressor: there is nothing to estimate.")
    }
    return parsed
  }

  /// The formula as written, or as changes have made it.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for a formula that cannot be read.
  package func readFormula(in panel: Panel) throws(EstimationError) -> Formula {
    if let variant { return variant.formula }
    let text = formula
    return try dataResult { () throws(DataError) in
      try FormulaParser.parse(text, lists: panel.lists)
    }
  }

  /// The model's columns on the rows that it can use.
  ///
  /// - Throws: As ``Design/init(_:on:threads:)``.
  package func design(
    of formula: Formula, on panel: Panel, threads: Int
  ) throws(EstimationError) -> Design {
    let design = try Design(
      DesignRequest(
        formula: formula, clusters: covariance.clusters, dependence: covariance.dependence,
        further: further, weights: weights, condition: condition,
        dropsSingletons: singletons == .drop,
        exclusions: try variant?.subsample.exclusions(in: panel) ?? []),
      on: panel, threads: threads)
    try variant?.subsample.check(design.description)
    return design
  }

  /// Fits the model.
  ///
  /// - Throws: What the formula, the covariance, the data or the estimator refuses.
  package func result(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> RegressionResult {
    let formula = try parsedFormula(in: panel)
    let design = try design(of: formula, on: panel, threads: context.threadCount)
    let fitted = try fitted(design, threads: context.threadCount)
    try fitted.checkFirstRegressor()
    return fitted.result(
      heading: heading(of: formula, design, in: panel),
      regressorLists: formula.lists,
      provenance: provenance(of: formula, on: panel, in: context))
  }

  /// Fits the model on columns that are made already, whether or not they are all in the formula.
  ///
  /// - Throws: What the covariance or the estimator refuses.
  package func fitted(_ design: Design, threads: Int) throws(EstimationError) -> FittedModel {
    let engine = LeastSquaresEngine(
      design: design, needsLeverages: needsLeverages, threads: threads)
    return try fitted(design, try engine.fit(), threads: threads)
  }

  /// Whether a covariance needs leverages.
  var needsLeverages: Bool {
    ([covariance] + further).contains { [.hc2, .hc3].contains($0.kind) }
  }

  /// The model with the covariances of a fit that is made already.
  ///
  /// - Throws: What a covariance refuses.
  func fitted(
    _ design: Design, _ fit: LinearFit, threads: Int
  ) throws(EstimationError) -> FittedModel {
    var others: [InferredFit] = []
    for (specification, rows) in zip(further, design.further) {
      var own = design
      own.clusterings = rows.clusterings
      own.location = rows.location
      others.append(try inferred(own, fit, specification.kind, threads: threads))
    }
    return FittedModel(
      design: design, fit: fit, estimator: CovarianceCatalog.estimator(covariance.kind),
      inferred: try inferred(design, fit, covariance.kind, threads: threads), further: others)
  }

  /// The fit under one covariance.
  func inferred(
    _ design: Design, _ fit: LinearFit, _ kind: CovarianceKind, threads: Int
  ) throws(EstimationError) -> InferredFit {
    let estimator = CovarianceCatalog.estimator(kind)
    let sample = covarianceSample(of: design, fit, threads: threads)
    try estimator.validate(sample)
    return InferredFit(
      design: design, fit: fit, estimate: try estimator.covariance(of: fit.equations, in: sample),
      level: level, sample: sample, distribution: distribution)
  }

  /// What a covariance estimator may know of the sample.
  package func covarianceSample(of design: Design, _ fit: LinearFit, threads: Int)
    -> CovarianceSample
  {
    CovarianceSample(
      observationCount: design.observationCount,
      effects: design.effects,
      clusterings: design.clusterings,
      counts: ParameterCounts(
        slopes: fit.kept.count,
        hasConstant: design.effects.isEmpty && design.hasConstant,
        effectLevels: design.effects.map(\.grouping.count),
        exactRank: fit.exactRank),
      options: smallSample,
      location: design.location,
      threads: threads,
      rankOfEffects: { positions in
        Absorber(
          effects: positions.map { design.effects[$0].grouping },
          rowCount: design.observationCount, threads: threads
        ).rank
      })
  }

  /// Outcome, formula and labels.
  package func heading(of formula: Formula, _ design: Design, in panel: Panel) -> ResultHeading {
    ResultHeading(
      outcome: design.outcomeName,
      formula: formula.text,
      labels: panel.labels(
        of: columnNames(formula) + design.regressors.map(\.name)
          + [design.outcomeName] + design.effects.map(\.name)
          + [weights].compactMap { $0 }),
      variation: variant?.variation)
  }

  /// Files, rules and derived variables behind the model.
  package func provenance(
    of formula: Formula, on panel: Panel, in context: AnalysisContext
  ) -> Provenance {
    panel.provenance(
      naming: columnNames(formula) + [weights].compactMap { $0 }, place: place,
      condition: condition, in: context)
  }

  /// The columns of the model and of its clusters.
  private func columnNames(_ formula: Formula) -> [String] {
    formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
      + formula.effects.flatMap(\.variables) + covariance.columnNames
      + further.flatMap(\.columnNames)
  }
}

/// What becomes of observations that are alone in a group of an effect.
package enum SingletonRule: String, Codable, Sendable, CaseIterable {
  /// They leave the sample, again and again until none is left, as in reghdfe and fixest.
  case drop
  /// They stay, and count as observations and clusters, as in Stata's xtreg.
  case keep
}
