/// The estimates of a fit under another covariance: the same values, with standard errors, tests
/// and intervals of their own.
package struct FurtherInference: Codable, Sendable, Equatable {
  package var covariance: CovarianceDescription
  /// In the order of the fit's own.
  package var estimates: [Estimate]
  /// The k × k covariance of ``estimates``, row by row, in their order.
  package var covarianceMatrix: [[Double]]
  /// The test that all slopes are zero.
  package var tests: [HypothesisTest]
  /// What the reader should know of this covariance.
  package var remarks: [Remark]

  private enum CodingKeys: String, CodingKey {
    case covariance, estimates, tests, remarks
    case covarianceMatrix = "covariance_matrix"
  }

  package init(
    covariance: CovarianceDescription,
    estimates: [Estimate],
    covarianceMatrix: [[Double]],
    tests: [HypothesisTest] = [],
    remarks: [Remark] = []
  ) {
    self.covariance = covariance
    self.estimates = estimates
    self.covarianceMatrix = covarianceMatrix
    self.tests = tests
    self.remarks = remarks
  }
}
