import PanelData
package import PanelResults

/// One spatial model: a formula, a matrix of weights, and what is estimated how.
package struct SpatialRequest: Sendable, Equatable {
  package var formula: String
  package var model: SpatialModel
  /// The name of the weights in the study.
  package var weights: String
  /// How the likelihood treats effects; absent where the model's own default holds.
  package var estimator: SpatialEstimator?
  package var covariance: SpatialCovariance
  /// The regressors whose spatial lags enter; absent for all.
  package var lagged: [String]?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The confidence level of intervals.
  package var level: Double
  /// Whether rows are units in periods, or units alone.
  package var scope: Scope
  /// Where the model stands below `analyses`.
  package var place: String

  package enum Scope: Sendable, Equatable {
    case panel, crossSection
  }

  package init(
    _ formula: String,
    model: SpatialModel,
    weights: String,
    estimator: SpatialEstimator? = nil,
    covariance: SpatialCovariance = .expected,
    lagged: [String]? = nil,
    condition: String? = nil,
    level: Double = 0.95,
    scope: Scope,
    place: String = ""
  ) {
    self.formula = formula
    self.model = model
    self.weights = weights
    self.estimator = estimator
    self.covariance = covariance
    self.lagged = lagged
    self.condition = condition
    self.level = level
    self.scope = scope
    self.place = place
  }

  /// What errors call it: `the sdm of 'y ~ x' with weights 'distance'`.
  var inWords: String { "the \(model.rawValue) of '\(formula)' with weights '\(weights)'" }
}

/// The covariance of maximum-likelihood estimates of a spatial model, as a study names it.
package enum SpatialCovariance: Sendable, Equatable {
  /// The inverse of the expected information.
  case expected
  /// The inverse of the observed information.
  case observed

  /// How the forms read.
  package static let forms = ["expected", "observed"]

  /// - Throws: ``EstimationError/invalid(_:)`` with what is known.
  package init(parsing text: String) throws(EstimationError) {
    let word = text.filter { !$0.isWhitespace }.lowercased()
    switch word {
    case "expected", "information": self = .expected
    case "observed", "oim": self = .observed
    case "iid":
      throw .invalid(
        "The covariance 'iid' is one of least squares. A spatial model has that of its likelihood: "
          + "write 'expected' or 'observed'."
      )
    default:
      let family = word.prefix { $0 != "(" }
      let others = ["hc1", "hc2", "hc3", "cluster", "conley", "hetero"]
      if others.contains(String(family)) {
        throw .invalid(
          "The covariance '\(text)' is one of least squares, which the likelihood of a spatial "
            + "model does not have. Known are: \(Self.forms.joined(separator: ", "))."
        )
      }
      let nearest = NearestNames.of(word, in: Self.forms)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "There is no covariance '\(text)' of spatial models.\(hint) Known are: "
          + "\(Self.forms.joined(separator: ", "))."
      )
    }
  }

  var kind: CovarianceKind {
    switch self {
    case .expected: .expectedInformation
    case .observed: .information
    }
  }

  var description: CovarianceDescription {
    CovarianceDescription(
      kind: kind,
      correction: SmallSampleCorrection(factor: 1, parameterCount: 0)
    )
  }
}
