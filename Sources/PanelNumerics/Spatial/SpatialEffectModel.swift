/// The parameters behind direct, indirect and total effects.
package struct SpatialEffectModel: Sendable {
  /// Where a variable's own coefficient and that of its spatial lag stand among the parameters.
  package struct Term: Sendable, Equatable {
    package var own: Int?
    package var lagged: Int?

    package init(own: Int?, lagged: Int? = nil) {
      self.own = own
      self.lagged = lagged
    }
  }

  package let terms: [Term]
  /// Where ρ stands; absent in a model without a spatial lag of the outcome.
  package let rho: Int?
  package let parameters: [Double]
  /// V, of all parameters.
  package let covariance: Matrix
  package let response: SpatialResponse
  /// Where I − ρW is regular.
  package let interval: AdmissibleInterval

  package init(
    terms: [Term],
    rho: Int?,
    parameters: [Double],
    covariance: Matrix,
    response: SpatialResponse,
    interval: AdmissibleInterval
  ) {
    precondition(covariance.rowCount == parameters.count, "covariance of other parameters")
    self.terms = terms
    self.rho = rho
    self.parameters = parameters
    self.covariance = covariance
    self.response = response
    self.interval = interval
  }

  /// How many draws must stay for moments and quantiles.
  package static let fewestDraws = 20
  /// Standard errors between ρ and the ends of its interval that moments of draws need.
  package static let reliableDistance = 5.0

  private var rhoValue: Double { rho.map { parameters[$0] } ?? 0 }

  /// Whether ρ ± 5 standard errors stays inside the interval.
  package var hasReliableMoments: Bool {
    guard let rho else { return true }
    let reach = Self.reliableDistance * max(0, covariance[rho, rho]).squareRoot()
    return rhoValue - reach > interval.lower && rhoValue + reach < interval.upper
  }

  /// The effects with variances by the delta method.
  ///
  ///     ∂direct/∂(β, θ, ρ) = (tr S/n, tr SW/n, β tr SWS/n + θ tr (SW)²/n), the total alike
  package func estimates() -> SpatialEffectEstimates {
    let at = response.multipliers(at: rhoValue)
    let slopes = rho == nil ? nil : response.slopes(at: rhoValue)
    let effects = terms.map { term in
      let (own, lagged) = values(of: term, parameters)
      var direct: [Int: Double] = [:]
      var total: [Int: Double] = [:]
      if let place = term.own { (direct[place], total[place]) = (at.own, at.total) }
      if let place = term.lagged {
        (direct[place], total[place]) = (at.ownLagged, at.totalLagged)
      }
      if let rho, let slopes {
        direct[rho] = own * slopes.own + lagged * slopes.ownLagged
        total[rho] = own * slopes.total + lagged * slopes.totalLagged
      }
      let indirect = total.merging(direct.mapValues { -$0 }) { $0 + $1 }
      let value = parts(of: term, parameters, at)
      return SpatialEffectEstimates.Effect(
        direct: .init(value: value.direct, variance: variance(direct)),
        indirect: .init(value: value.total - value.direct, variance: variance(indirect)),
        total: .init(value: value.total, variance: variance(total))
      )
    }
    return SpatialEffectEstimates(effects: effects, hasReliableMoments: hasReliableMoments)
  }

  private func values(of term: Term, _ parameters: [Double]) -> (own: Double, lagged: Double) {
    (term.own.map { parameters[$0] } ?? 0, term.lagged.map { parameters[$0] } ?? 0)
  }

  func parts(
    of term: Term,
    _ parameters: [Double],
    _ at: SpatialMultipliers
  ) -> (direct: Double, total: Double) {
    let (own, lagged) = values(of: term, parameters)
    return (own * at.own + lagged * at.ownLagged, own * at.total + lagged * at.totalLagged)
  }

  /// g'Vg over the parameters that a gradient names.
  private func variance(_ gradient: [Int: Double]) -> Double {
    let places = gradient.keys.sorted()
    return Summation.sum(
      places.flatMap { i in
        places.map { j in (gradient[i] ?? 0) * covariance[i, j] * (gradient[j] ?? 0) }
      }
    )
  }
}
