package import PanelNumerics
package import PanelResults

/// A linear model with its coefficients and their covariance.
package struct FittedModel: Sendable {
  package let design: Design
  package let fit: LinearFit
  let estimator: any CovarianceEstimator
  let inferred: InferredFit
  /// Under further covariances.
  var further: [InferredFit] = []

  /// Slopes, then the constant, with their covariance.
  package var inference: Inference { inferred.inference() }

  /// The fit as the document sees it.
  package func result(
    heading: ResultHeading, regressorLists: [String: [String]], provenance: Provenance
  ) -> RegressionResult {
    let inference = inferred.inference()
    let slopes = inference.slopesTest()
    return RegressionResult(
      heading: heading,
      sample: design.description,
      covariance: inferred.description,
      absorbedEffects: inferred.absorbedEffects(under: estimator),
      omitted: fit.omitted,
      regressorLists: regressorLists,
      estimates: inference.estimates(),
      covarianceMatrix: rows(of: inference.covariance),
      further: further.map { other in
        let inference = other.inference()
        return FurtherInference(
          covariance: other.description, estimates: inference.estimates(),
          covarianceMatrix: rows(of: inference.covariance), tests: [inference.slopesTest()],
          remarks: other.covarianceRemarks())
      },
      statistics: inferred.statistics(slopes),
      tests: [slopes],
      remarks: inferred.remarks(),
      computation: fit.computation,
      provenance: provenance)
  }

  /// Refuses a fit that lost the first regressor listed: the one of interest.
  package func checkFirstRegressor() throws(EstimationError) {
    guard let first = design.regressors.first else { return }
    let ofTerm = design.regressors.indices.filter { design.regressors[$0].term == first.term }
    guard ofTerm.allSatisfy({ !fit.kept.contains($0) }) else { return }
    if let value = first.numbers.first, first.numbers.allSatisfy({ $0 == value }) {
      throw .invalid(
        """
        '\(first.name)' is \(value) in all \(design.observationCount) observations of the sample: \
        a regressor that does not vary has no coefficient. Check its definition and the sample.
        """)
    }
    let others = fit.omitted.first { $0.term == first.name }?.with ?? []
    throw .collinear(term: first.name, with: others)
  }

  private func rows(of matrix: Matrix) -> [[Double]] {
    (0..<matrix.rowCount).map { i in (0..<matrix.columnCount).map { matrix[i, $0] } }
  }
}
