package import PanelData
import PanelNumerics
package import PanelResults

/// One linear model with instruments, under one covariance.
package struct InstrumentalModel: Sendable {
  package var linear: LinearModel
  package var estimator: InstrumentEstimator

  /// A first-stage F below which a remark warns of weak instruments.
  package static let weakF = 10.0

  package init(
    linear: LinearModel,
    estimator: InstrumentEstimator = .twoStage,
    distribution: ReferenceDistribution = .studentT
  ) {
    self.linear = linear
    self.linear.distribution = distribution
    self.estimator = estimator
  }

  /// Fits the structural equation, its first stages and its reduced form, and tests them.
  ///
  /// - Throws: What the formula, the covariance, the data or the estimator refuses.
  package func result(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> InstrumentalVariablesResult {
    let formula = try parsedFormula(in: panel)
    let joint = Self.joint(formula)
    let design = try linear.design(of: joint, on: panel, threads: context.threadCount)
    let system = try InstrumentSystemBuilder(
      design: design,
      roles: roles(of: design, formula),
      threads: context.threadCount
    ).system()
    let moments = MomentCovariance(
      kind: linear.covariance.kind,
      clusterings: design.clusterings,
      location: design.location,
      threads: context.threadCount
    )
    let fit = try InstrumentFit(system, moments)
    let (estimate, kappa) = try fit.fit(estimator)
    let fitted = try fitted(system, estimate, threads: context.threadCount)
    let tests = IdentificationTests(
      system,
      moments,
      fit,
      effectParameters: effectParameters(fitted.inferred.sample)
    )

    let heading = linear.heading(of: joint, design, in: panel)
    let provenance = linear.provenance(of: joint, on: panel, in: context)
    func regression(_ outcome: String) -> ResultHeading {
      ResultHeading(
        outcome: outcome,
        formula: reducedText(formula, outcome),
        labels: heading.labels,
        variation: heading.variation
      )
    }
    var structural = fitted.result(
      heading: heading,
      regressorLists: formula.lists,
      provenance: provenance
    )
    structural.withoutLikelihood()
    var stages: [FirstStage] = []
    for index in 0..<system.endogenousCount {
      var stage = system.reduced
      stage.outcome = system.structural.regressors[index].numbers
      stage.outcomeName = system.endogenousNames[index]
      var result = try linear.fitted(stage, threads: context.threadCount).result(
        heading: regression(stage.outcomeName),
        regressorLists: formula.lists,
        provenance: provenance
      )
      let own = tests.firstStage(index)
      result.tests += own
      let (partial, shea) = tests.partialRSquared(index)
      stages.append(
        FirstStage(
          endogenous: stage.outcomeName,
          regression: result,
          partialRSquared: partial,
          sheaPartialRSquared: shea,
          tests: own
        )
      )
    }
    let reduced = try linear.fitted(system.reduced, threads: context.threadCount).result(
      heading: regression(design.outcomeName),
      regressorLists: formula.lists,
      provenance: provenance
    )

    let set = AndersonRubinSet(tests, level: linear.level).set()
    var all = structural.tests + tests.all()
    all = all.map(\.finite)
    return InstrumentalVariablesResult(
      heading: heading,
      regression: structural,
      estimator: estimator,
      endogenous: system.endogenousNames,
      instruments: system.instrumentNames,
      kappa: kappa,
      firstStages: stages,
      reducedForm: reduced,
      tests: all,
      weakIdentification: WeakIdentification(
        stockYogo: WeakInstrumentTables.stockYogo(
          endogenous: system.endogenousCount,
          instruments: system.instrumentCount,
          estimator: estimator
        ),
        effectiveF: EffectiveF(system, moments).criticalValues,
        andersonRubinSet: set,
        adjustedT: adjustedT(structural, stages, system)
      ),
      remarks: structural.remarks + remarks(formula, all, set)
    )
  }

  /// The formula, read.
  func parsedFormula(in panel: Panel) throws(EstimationError) -> Formula {
    let formula = try linear.readFormula(in: panel)
    guard !formula.endogenous.isEmpty, !formula.instruments.isEmpty else {
      throw .invalid(
        "'\(linear.formula)' has no instruments. Method \(InstrumentalVariables.kind.rawValue) "
          + "takes 'outcome ~ controls | effects | endogenous ~ instruments'; without effects "
          + "'outcome ~ controls | endogenous ~ instruments'."
      )
    }
    for kind in [linear.covariance.kind] + linear.further.map(\.kind)
    where [.hc2, .hc3].contains(kind) {
      throw .invalid(
        "The covariance '\(kind.rawValue)' takes leverages, which a regression with instruments "
          + "does not have. Use iid, hc1, cluster(…), driscoll-kraay(…) or conley(…)."
      )
    }
    if estimator == .gmm, linear.further.contains(where: { $0.kind == .iid }) {
      throw .invalid(
        "'also: iid' has no form beside two-step GMM, whose weights follow '"
          + "\(linear.covariance.kind.rawValue)'. Leave it out, or use 2sls or liml."
      )
    }
    return formula
  }

  /// All columns as regressors: endogenous variables, exogenous regressors, instruments.
  static func joint(_ formula: Formula) -> Formula {
    var joint = formula
    joint.regressors = formula.endogenous + formula.regressors + formula.instruments
    joint.endogenous = []
    joint.instruments = []
    return joint
  }

  /// The regression of a variable on all that is exogenous, as an author would write it.
  private func reducedText(_ formula: Formula, _ outcome: String) -> String {
    let right = (formula.instruments + formula.regressors).map(\.name).joined(separator: " + ")
    let effects = formula.effects.map(\.name).joined(separator: " + ")
    return "\(outcome) ~ \(right)" + (effects.isEmpty ? "" : " | \(effects)")
  }

  private func fitted(
    _ system: InstrumentSystem,
    _ estimate: LinearFit,
    threads: Int
  ) throws(EstimationError) -> FittedModel {
    var further: [InferredFit] = []
    for (specification, rows) in zip(linear.further, system.structural.further) {
      var own = system.structural
      own.clusterings = rows.clusterings
      own.location = rows.location
      further.append(
        try linear.inferred(own, estimate, specification.kind, threads: threads)
      )
    }
    return FittedModel(
      design: system.structural,
      fit: estimate,
      estimator: CovarianceCatalog.estimator(linear.covariance.kind),
      inferred: try linear.inferred(
        system.structural,
        estimate,
        linear.covariance.kind,
        threads: threads
      ),
      further: further
    )
  }

  /// The effects as ivreghdfe counts them, whatever the standard errors count.
  private func effectParameters(_ sample: CovarianceSample) -> Int {
    guard !sample.effects.isEmpty else { return 0 }
    var sample = sample
    sample.options = SmallSampleOptions(effects: .ivreghdfe)
    return sample.parameterCount(under: CovarianceCatalog.estimator(linear.covariance.kind))
      - sample.counts.slopes
  }

  private func adjustedT(
    _ structural: RegressionResult,
    _ stages: [FirstStage],
    _ system: InstrumentSystem
  ) -> Availability<AdjustedT> {
    guard system.endogenousCount == 1, system.instrumentCount == 1 else {
      return .unavailable(because: .notJustIdentified)
    }
    guard let estimate = structural.estimates.first, let error = estimate.standardError.value,
      let f = stages[0].tests[0].statistic.value
    else { return .unavailable(because: .perfectFit) }
    guard let critical = WeakInstrumentTables.criticalT(f: f) else {
      return .unavailable(because: .weakFirstStage)
    }
    return .value(
      AdjustedT(
        criticalValue: critical,
        standardError: error * critical / 1.96,
        interval: Interval(
          low: estimate.value - critical * error,
          high: estimate.value + critical * error,
          level: 0.95
        )
      )
    )
  }

  private func remarks(
    _ formula: Formula,
    _ tests: [HypothesisTest],
    _ set: Availability<ConfidenceSet>
  ) -> [Remark] {
    var remarks: [Remark] = []
    let kind: HypothesisTest.Kind =
      linear.covariance.kind == .iid ? .craggDonaldF : .kleibergenPaapF
    if let f = tests.first(where: { $0.id == kind })?.statistic.value, f < Self.weakF {
      remarks.append(Remark(.weakInstruments, ["statistic": String(f)]))
    }
    for instrument in formula.instruments {
      for variable in formula.endogenous where instrument.isLag(of: variable) {
        remarks.append(
          Remark(.laggedInstrument, ["instrument": instrument.name, "term": variable.name])
        )
      }
    }
    if let set = set.value {
      if set.pieces.isEmpty {
        remarks.append(Remark(.emptySet))
      } else if !set.isBounded {
        remarks.append(Remark(.unboundedSet))
      }
    }
    return remarks
  }
}

extension Term {
  /// Whether it is a lag of another term.
  fileprivate func isLag(of other: Term) -> Bool {
    guard factors.count == 1, other.factors.count == 1,
      case .numeric(.shift(.lag, order: _, let inner)) = factors[0],
      case .numeric(let expression) = other.factors[0]
    else { return false }
    return inner == expression
  }
}

extension HypothesisTest {
  /// With numbers that are not finite made unavailable.
  fileprivate var finite: HypothesisTest {
    var test = self
    if let value = statistic.value, !value.isFinite {
      test.statistic = .unavailable(because: .perfectFit)
    }
    if let value = pValue.value, !value.isFinite {
      test.pValue = .unavailable(because: .perfectFit)
    }
    return test
  }
}

extension RegressionResult {
  /// A fit with instruments maximises no likelihood.
  fileprivate mutating func withoutLikelihood() {
    for index in statistics.indices where statistics[index].statistic == .logLikelihood {
      statistics[index].value = .unavailable(because: .notApplicable)
    }
  }
}
