import PanelResults

/// The covariance of estimates of a spatial model, as a study names it.
package enum SpatialCovariance: Sendable, Equatable {
  /// The inverse of the expected information.
  case expected
  /// The inverse of the observed information.
  case observed
  /// The sandwich of scores of rows; of a panel, of units.
  case robust
  /// The sandwich of scores of the units of a panel.
  case clustered(String)
  /// The sandwich of scores of periods, over neighbouring periods.
  case driscollKraay(lags: Int?)

  /// How the forms read.
  package static let forms = [
    "expected", "observed", "robust", "cluster(unit)", "driscoll-kraay(lags)",
  ]

  /// - Throws: ``EstimationError/invalid(_:)`` with what is known.
  package init(parsing text: String) throws(EstimationError) {
    let word = text.filter { !$0.isWhitespace }.lowercased()
    switch String(word.prefix { $0 != "(" }) {
    case "expected" where word == "expected", "information" where word == "information":
      self = .expected
    case "observed" where word == "observed", "oim" where word == "oim": self = .observed
    case "robust" where word == "robust": self = .robust
    case "cluster":
      let clusters = try CovarianceSpecification(parsing: text).clusters
      guard clusters.count == 1, clusters[0].count == 1 else {
        throw .invalid(
          "The covariance '\(text)' names several variables. A spatial model clusters by its units "
            + "alone, as in 'cluster(state)'."
        )
      }
      self = .clustered(clusters[0][0])
    case "driscoll-kraay":
      self = .driscollKraay(lags: try CovarianceSpecification(parsing: text).dependence?.lags)
    case "iid":
      throw .invalid(
        "The covariance 'iid' is one of least squares. A spatial model has that of its likelihood: "
          + "write 'expected' or 'observed'."
      )
    case "hc1", "hc2", "hc3", "conley", "hetero":
      throw .invalid(
        "The covariance '\(text)' is one of least squares, which the likelihood of a spatial "
          + "model does not have. Known are: \(Self.forms.joined(separator: ", "))."
      )
    default:
      let nearest = NearestNames.of(word, in: Self.forms)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "There is no covariance '\(text)' of spatial models.\(hint) Known are: "
          + "\(Self.forms.joined(separator: ", "))."
      )
    }
  }

  /// Whether it is made of scores.
  var isSandwich: Bool { self != .expected && self != .observed }

  /// The description of the inverse of an information.
  var description: CovarianceDescription {
    CovarianceDescription(
      kind: self == .observed ? .information : .expectedInformation,
      correction: SmallSampleCorrection(factor: 1, parameterCount: 0)
    )
  }
}
