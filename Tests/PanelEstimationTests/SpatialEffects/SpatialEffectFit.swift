import PanelNumerics
import Testing

/// A model with a spatial lag, fitted by maximum likelihood, and the parameters behind its effects.
struct SpatialEffectFit {
  let model: SpatialEffectModel
  let logLikelihood: Double
  let parameters: SpatialParameters

  enum Kind: String {
    case sar, sdm
    case transformedSar = "ly_sar"
    case transformedSdm = "ly_sdm"
    case correctedSdm = "bc_sdm"

    var hasLags: Bool { rawValue.hasSuffix("sdm") }
  }

  init(_ oracle: SpatialCase, _ kind: Kind) throws {
    let lag = SpatialLag(oracle.weights, periodCount: oracle.periodCount)
    let own = oracle.columns.regressors
    let constant =
      oracle.effects.isEmpty ? [[Double](repeating: 1, count: oracle.columns.outcome.count)] : []
    let columns = SpatialColumns(
      outcome: oracle.columns.outcome,
      regressors: constant + own + (kind.hasLags ? lag.of(own) : []),
      lag: lag,
      effects: oracle.effects
    )
    let determinant = try EigenvalueLogDeterminant(oracle.weights)
    let likelihood = SpatialLikelihood(
      columns,
      dependence: .outcome,
      isTransformed: kind.rawValue.hasPrefix("ly"),
      determinant: determinant
    )
    let maximum = try likelihood.maximum()
    var parameters = maximum.parameters
    if kind == .correctedSdm {
      parameters = try #require(likelihood.biasCorrected(parameters))
    }
    let covariance = try #require(
      likelihood.expectedCovariance(
        at: parameters,
        mean: kind == .correctedSdm ? .unprojected : .projected
      ))
    let first = constant.count
    model = SpatialEffectModel(
      terms: own.indices.map {
        .init(own: first + $0, lagged: kind.hasLags ? first + own.count + $0 : nil)
      },
      rho: columns.regressors.count,
      parameters: parameters.coefficients + [parameters.spatial, parameters.variance],
      covariance: covariance,
      response: SpatialResponse(oracle.weights, determinant),
      interval: determinant.interval
    )
    logLikelihood = maximum.logLikelihood
    self.parameters = parameters
  }
}

/// Whether two numbers agree to a share of the larger.
func agree(_ number: Double, _ reference: Double, _ tolerance: Double) -> Bool {
  abs(number - reference) <= tolerance * max(abs(reference), 1e-300)
}
