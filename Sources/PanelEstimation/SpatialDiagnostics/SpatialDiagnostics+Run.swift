package import PanelData
import PanelNumerics
package import PanelResults

extension SpatialDiagnostics {
  /// Tests the model with every matrix.
  ///
  /// - Returns: One result per matrix, in the order named.
  /// - Throws: What the formula, the data or the weights refuse; ``EstimationError/invalid(_:)``
  ///   for tests that were asked for and that the data or the effects do not allow.
  /// - SeeAlso: Elhorst (2014), *Spatial Econometrics*, sections 2.3 and 3.4; oracles `cs_*`,
  ///   `panel_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [SpatialDiagnosticsResult] {
    var fitter = SpatialFitter(on: panel, in: context)
    var results: [SpatialDiagnosticsResult] = []
    for name in weights {
      do {
        results.append(try result(with: name, fitter: &fitter, on: panel, in: context))
      } catch {
        throw weights.count > 1 ? error.inModel(results.count + 1, "\(name): \(formula)") : error
      }
    }
    return results
  }

  private func result(
    with name: String,
    fitter: inout SpatialFitter,
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> SpatialDiagnosticsResult {
    let scope: SpatialRequest.Scope = panel.index == nil ? .crossSection : .panel
    let request = SpatialRequest(
      formula, model: .sar, weights: name, estimator: estimator, condition: condition,
      scope: scope, place: context.id)
    let sample = try fitter.sample(of: request)
    let families = try self.families(for: sample)
    try check(multipliers, for: sample)
    let linear = try SpatialDesign(sample, request)
    let linearModel = LinearModel(
      formula, covariance: CovarianceSpecification(kind: .iid), condition: condition,
      singletons: .keep, place: context.id)

    var tests: [HypothesisTest] = []
    var models: [SpatialDiagnosticsResult.ComparedModel] = []
    var remarks: [Remark] = []
    if families.contains(.multipliers) {
      tests += LagrangeMultiplierTests(linear.columns, form: multipliers.form).hypotheses
    }
    var used = request.estimator ?? (sample.effects.isEmpty ? .direct : .leeYu)
    var hausman: HypothesisTest?
    if families.contains(where: Self.comparing.contains) {
      let determinant = try fitter.determinant(of: sample.weights)
      let (compared, estimator) = try likelihoods(linear, request, determinant)
      used = estimator
      let nested = SpatialLikelihood.linear(
        linear.columns, isTransformed: compared.isTransformed)
      if families.contains(.wald) { tests += compared.wald() }
      if families.contains(.ratios) { tests += compared.ratios(linear: nested) }
      models = compared.models(linear: nested, effects: sample.panelEffects)
      if families.contains(.hausman) {
        let (test, told) = compared.hausman(determinant)
        hausman = test
        remarks += told
      }
      remarks += compared.unbounded.map {
        Remark(.likelihoodWithoutMaximum, ["model": $0.rawValue.uppercased()])
      }
    }
    if families.contains(.effects) { tests += effectTests(linear.columns) }
    if let hausman { tests.append(hausman) }
    if families.contains(.pooled) { tests += pooledTests(linear.columns) }
    return SpatialDiagnosticsResult(
      heading: linearModel.heading(of: sample.formula, sample.design, in: panel),
      sample: sample.design.description,
      panelEffects: sample.panelEffects,
      weights: sample.weights.description,
      estimator: used,
      multipliers: multipliers,
      tests: tests,
      models: models,
      statistics: statistics(sample),
      remarks: remarks,
      provenance: linearModel.provenance(of: sample.formula, on: panel, in: context)
    )
  }

  /// The tests that need spatial models.
  private static let comparing: [Family] = [.wald, .ratios, .hausman]

  /// The spatial models on the sample, and how they treat effects.
  private func likelihoods(
    _ linear: SpatialDesign,
    _ request: SpatialRequest,
    _ determinant: any LogDeterminant
  ) throws(EstimationError) -> (ComparedLikelihoods, SpatialEstimator) {
    // What the error model asks of weights, the others do as well.
    var strictest = request
    strictest.model = .sem
    let choice = try SpatialEstimatorChoice(strictest, linear.sample)
    var durbin = request
    durbin.model = .sdm
    durbin.lagged = spatialLags
    return (
      ComparedLikelihoods(
        linear: linear,
        durbin: try SpatialDesign(linear.sample, durbin),
        isTransformed: choice.isTransformed,
        determinant: determinant
      ),
      choice.estimator
    )
  }
}
