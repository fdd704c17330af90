package import PanelData
import PanelNumerics
package import PanelResults

extension FixedEffects {
  /// Fits every model under every covariance that is asked of it.
  ///
  /// - Returns: One result per model and covariance, models first.
  /// - Throws: What a formula, a covariance, the data or the estimator refuses; the text begins
  ///   with the model where there are several.
  /// - SeeAlso: Correia (2017), *Linear models with high-dimensional fixed effects*; oracles `ols_*`, `wls_*`, `fe*_*`, `lag_*`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [RegressionResult] {
    var results: [RegressionResult] = []
    for (position, model) in models.enumerated() {
      let covariances = model.vcov.map { [$0] } ?? vcov
      for text in covariances {
        let column = ModelColumn(
          model: model, entry: self, covariance: try CovarianceSpecification(parsing: text),
          position: position)
        do {
          results.append(try column.result(on: panel, in: context))
        } catch {
          throw models.count > 1 ? error.inModel(position + 1, model.formula) : error
        }
      }
    }
    return results
  }
}

extension EstimationError {
  /// The same fault, with the model that it concerns.
  func inModel(_ number: Int, _ formula: String) -> EstimationError {
    .model(number: number, formula: formula, self)
  }
}

/// One column of the entry: a model with its covariance.
struct ModelColumn {
  let model: FixedEffects.Model
  let entry: FixedEffects
  let covariance: CovarianceSpecification
  let position: Int

  func result(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> RegressionResult {
    let formula = try parsed(in: panel)
    let design = try Design(request(formula), on: panel, threads: context.threadCount)
    let estimator = CovarianceCatalog.estimator(covariance.kind)
    let engine = LeastSquaresEngine(
      design: design, needsLeverages: [.hc2, .hc3].contains(covariance.kind),
      threads: context.threadCount)
    let fit = try engine.fit()
    try checkTreatment(design, fit)

    let sample = self.sample(design, fit, threads: context.threadCount)
    try estimator.validate(sample)
    let estimate = try estimator.covariance(of: fit.equations, in: sample)
    let inferred = InferredFit(
      design: design, fit: fit, estimate: estimate, level: entry.level, sample: sample)
    let inference = inferred.inference()
    return RegressionResult(
      heading: heading(formula, design, panel),
      sample: design.description,
      covariance: inferred.description,
      absorbedEffects: inferred.absorbedEffects(under: estimator),
      omitted: fit.omitted,
      regressorLists: formula.lists,
      estimates: inference.estimates(),
      covarianceMatrix: rows(of: inference.covariance),
      statistics: inferred.statistics(inference.slopesTest()),
      tests: [inference.slopesTest()],
      remarks: inferred.remarks(),
      computation: fit.computation,
      provenance: provenance(formula, panel, context))
  }

  private var weights: String? {
    model.weights == "none" ? nil : model.weights ?? entry.weights
  }

  private var condition: String? { model.condition ?? entry.condition }

  private func parsed(in panel: Panel) throws(EstimationError) -> Formula {
    let formula: Formula
    do { formula = try FormulaParser.parse(model.formula, lists: panel.lists) } catch {
      throw .data(error)
    }
    guard formula.endogenous.isEmpty, formula.instruments.isEmpty else {
      throw .invalid(
        "'\(model.formula)' has instruments; method \(FixedEffects.kind.rawValue) takes "
          + "'outcome ~ regressors | effects'.")
    }
    guard !formula.regressors.isEmpty || formula.hasConstant else {
      throw .invalid("'\(model.formula)' has no regressor: there is nothing to estimate.")
    }
    return formula
  }

  private func request(_ formula: Formula) -> DesignRequest {
    DesignRequest(
      formula: formula, clusters: covariance.clusters, weights: weights, condition: condition,
      dropsSingletons: entry.singletons == .drop)
  }

  /// Refuses a fit that lost the first regressor listed: the one of interest.
  private func checkTreatment(_ design: Design, _ fit: LinearFit) throws(EstimationError) {
    guard let first = design.regressors.first else { return }
    let ofTerm = design.regressors.indices.filter { design.regressors[$0].term == first.term }
    guard ofTerm.allSatisfy({ !fit.kept.contains($0) }) else { return }
    if let value = design.regressors[0].numbers.first,
      design.regressors[0].numbers.allSatisfy({ $0 == value })
    {
      throw .invalid(
        """
        '\(first.name)' is \(value) in all \(design.observationCount) observations of the sample: \
        a regressor that does not vary has no coefficient. Check its definition and the sample.
        """)
    }
    let others = fit.omitted.first { $0.term == first.name }?.with ?? []
    throw .collinear(term: first.name, with: others)
  }

  private func sample(_ design: Design, _ fit: LinearFit, threads: Int) -> CovarianceSample {
    CovarianceSample(
      observationCount: design.observationCount,
      effects: design.effects,
      clusterings: design.clusterings,
      counts: ParameterCounts(
        slopes: fit.kept.count,
        hasConstant: design.effects.isEmpty && design.hasConstant,
        effectLevels: design.effects.map(\.grouping.count),
        exactRank: fit.exactRank),
      options: model.smallSample ?? entry.smallSample,
      rankOfEffects: { positions in
        Absorber(
          effects: positions.map { design.effects[$0].grouping },
          rowCount: design.observationCount, threads: threads
        ).rank
      })
  }

  private func rows(of matrix: Matrix) -> [[Double]] {
    (0..<matrix.rowCount).map { i in (0..<matrix.columnCount).map { matrix[i, $0] } }
  }
}
