import PanelNumerics
import PanelResults

/// Tests of a system with instruments: of identification, of the moments, and of exogeneity.
///
/// Statistics count as ivreg2 and ivreghdfe count them, whatever the convention of the standard
/// errors: F = W/N · (N − L − s)/q, and W/(N−1) · (N − L − s)/q · (G−1)/G under clusters, with W
/// the Wald statistic without any factor, L all instruments, s the effects that ivreghdfe counts
/// and G the smallest number of clusters, or of periods under Driscoll–Kraay. Cragg and Donald's F knows no clusters.
///
/// - SeeAlso: Baum, Schaffer and Stillman (2007); Kleibergen and Paap (2006); oracles `iv_*`, key
///   `diagnostics`.
struct IdentificationTests {
  let system: InstrumentSystem
  let moments: MomentCovariance
  let fit: InstrumentFit
  /// N, as statistics of sums of moments have it.
  let observations: Double
  /// N − L − s.
  let freedom: Int
  /// The smallest number of clusters, or of periods under Driscoll–Kraay; absent without either.
  let clusterCount: Int?

  init(
    _ system: InstrumentSystem,
    _ moments: MomentCovariance,
    _ fit: InstrumentFit,
    effectParameters: Int
  ) {
    self.system = system
    self.moments = moments
    self.fit = fit
    observations = Double(system.observationCount)
    freedom =
      system.observationCount - system.instrumentCount - system.exogenousCount - effectParameters
      - (system.structural.effects.isEmpty && system.hasConstant ? 1 : 0)
    switch moments.kind {
    case .cluster: clusterCount = system.structural.clusterings.map(\.grouping.count).min()
    case .driscollKraay: clusterCount = system.structural.location?.calendar?.grouping.count
    default: clusterCount = nil
    }
  }

  var isRobust: Bool { moments.kind != .iid }
  private var k: Int { system.endogenousCount }
  private var l: Int { system.instrumentCount }

  /// The denominator's degrees of freedom of F.
  var denominator: Int { clusterCount.map { $0 - 1 } ?? freedom }

  /// What turns a Wald statistic into F times its numerator's degrees of freedom.
  var scale: Double {
    guard let clusterCount else { return Double(freedom) / observations }
    let groups = Double(clusterCount)
    return Double(freedom) / (observations - 1) * (groups - 1) / groups
  }

  /// All tests of the structural equation, in the order of tables.
  func all() -> [HypothesisTest] {
    var tests = [underidentification(robust: false)]
    if isRobust { tests.append(underidentification(robust: true)) }
    tests.append(
      weakness(.craggDonaldF, wald(robust: false), scale: Double(freedom) / observations, freedom)
    )
    if isRobust {
      tests.append(weakness(.kleibergenPaapF, wald(robust: true), scale: scale, denominator))
    }
    tests.append(EffectiveF(system, moments).test)
    tests.append(isRobust ? hansen() : sargan())
    tests.append(endogeneity())
    tests.append(andersonRubin())
    return tests
  }

  /// The canonical correlations: eigenvalues of Θ'Θ, Θ = Q'X̃R_x⁻¹, with their directions.
  private var canonical: (theta: Matrix, endogenous: Matrix, eigen: SymmetricEigen)? {
    guard let basis = OrthonormalBasis(system.partialEndogenous) else { return nil }
    let theta = system.projection * basis.rootInverse
    return (theta, basis.columns, SymmetricEigen(theta.crossProduct()))
  }

  /// Anderson's LM, N cc², or Kleibergen and Paap's rk LM.
  private func underidentification(robust: Bool) -> HypothesisTest {
    let statistic: Availability<Double>
    if robust {
      statistic = rank(residuals: false)
    } else {
      statistic =
        canonical.map {
          Availability(finite: observations * $0.eigen.values[0], otherwise: .singularCovariance)
        }
        ?? .unavailable(because: .singularCovariance)
    }
    return chiSquared(
      robust ? .kleibergenPaapLM : .andersonLM,
      statistic,
      l - k + 1,
      null: system.instrumentNames
    )
  }

  /// Cragg and Donald's Wald, N cc²/(1−cc²), or Kleibergen and Paap's rk Wald.
  private func wald(robust: Bool) -> Availability<Double> {
    if system.predictsPerfectly { return .unavailable(because: .perfectFit) }
    if robust { return rank(residuals: true) }
    guard let eigen = canonical?.eigen else { return .unavailable(because: .singularCovariance) }
    return Availability(
      finite: observations * eigen.values[0] / (1 - eigen.values[0]),
      otherwise: .perfectFit
    )
  }

  /// λ'Ω⁻¹λ with λ = U₂'Θv₂, the smallest singular value with all directions of its row space.
  ///
  /// The moments' variance takes the endogenous variables themselves (LM) or their first-stage
  /// residuals (Wald).
  private func rank(residuals: Bool) -> Availability<Double> {
    guard let (theta, endogenous, eigen) = canonical else {
      return .unavailable(because: .singularCovariance)
    }
    let direction = eigen.vectors.column(0)
    var complement = Matrix.identity(l)
    for j in 1..<max(1, k) {
      let left = theta * eigen.vectors.column(j)
      let norm = Summation.sumOfSquares(left).squareRoot()
      guard norm > 0 else { return .unavailable(because: .singularCovariance) }
      let unit = Matrix(rowCount: l, columnCount: 1, elements: left.map { $0 / norm })
      complement = complement - unit * unit.transposed
    }
    let sides = SymmetricEigen(complement.symmetrised)
    let kept = sides.values.indices.filter { sides.values[$0] > 0.5 }
    let turned = sides.vectors.columns(kept)
    let variable = endogenous * direction
    let loading = theta * direction
    let lambda = turned.transposedTimes(loading)
    let errors =
      residuals ? zip(variable, system.basis * loading).map { $0 - $1 } : variable
    let spread = moments.covariance(of: system.basis * turned, times: [errors])
    guard let factor = spread.regularFactor else {
      return .unavailable(because: .singularCovariance)
    }
    return .value(factor.quadraticForm(lambda))
  }

  private func weakness(
    _ id: HypothesisTest.Kind,
    _ wald: Availability<Double>,
    scale: Double,
    _ denominator: Int
  ) -> HypothesisTest {
    HypothesisTest(
      id: id,
      statistic: wald.map { $0 * scale / Double(l) },
      degreesOfFreedom: Double(l),
      denominatorDegreesOfFreedom: Double(max(0, denominator)),
      pValue: .unavailable(because: .tabulated),
      distribution: .fisherF,
      null: system.instrumentNames
    )
  }

  /// e'Qe / (e'e/N).
  private func sargan() -> HypothesisTest {
    let residuals = fit.twoStageResiduals
    let gap = system.basis.transposedTimes(residuals)
    let variance = Summation.sumOfSquares(residuals) / observations
    return overidentification(
      .sargan,
      Availability(finite: Summation.sumOfSquares(gap) / variance, otherwise: .perfectFit)
    )
  }

  /// g'S⁻¹g at its minimum, S from the residuals of two-stage least squares.
  private func hansen() -> HypothesisTest {
    overidentification(.hansenJ) {
      minimum(
        moments.covariance(of: system.basis, times: [fit.twoStageResiduals]),
        outcome: system.outcomeProjection,
        regressors: system.projection
      )
    }
  }

  private func overidentification(
    _ id: HypothesisTest.Kind,
    _ statistic: @autoclosure () -> Availability<Double>
  ) -> HypothesisTest {
    overidentification(id) { statistic() }
  }

  private func overidentification(
    _ id: HypothesisTest.Kind,
    _ statistic: () -> Availability<Double>
  ) -> HypothesisTest {
    chiSquared(
      id,
      l > k ? statistic() : .unavailable(because: .exactlyIdentified),
      l - k,
      null: system.instrumentNames
    )
  }

  /// The least value of g'S⁻¹g over b, g = p − Pb.
  private func minimum(
    _ spread: Matrix,
    outcome: [Double],
    regressors: Matrix
  ) -> Availability<Double> {
    guard let factor = spread.regularFactor else {
      return .unavailable(because: .singularCovariance)
    }
    let weighted = factor.solve(regressors)
    guard let curvature = regressors.transposedTimes(weighted).regularFactor else {
      return .unavailable(because: .notIdentified)
    }
    let slopes = curvature.solve(weighted.transposedTimes(outcome))
    let gap = zip(outcome, regressors * slopes).map { $0 - $1 }
    return .value(factor.quadraticForm(gap))
  }

  /// J with the endogenous variables among the instruments, less J without, both with the
  /// covariance of the former.
  private func endogeneity() -> HypothesisTest {
    func statistic() -> Availability<Double> {
      guard !system.predictsPerfectly,
        let own = OrthonormalBasis(system.firstStageResiduals),
        let factor = system.partialEndogenous.crossProduct().regularFactor
      else { return .unavailable(because: .perfectFit) }
      let slopes = factor.solve(system.partialEndogenous.transposedTimes(system.partialOutcome))
      let instruments = system.basis.joined(with: own.columns)
      let spread = moments.covariance(of: instruments, times: [system.residuals(slopes)])
      let restricted = minimum(
        spread,
        outcome: instruments.transposedTimes(system.partialOutcome),
        regressors: instruments.transposedTimes(system.partialEndogenous)
      )
      let unrestricted =
        l > k
        ? minimum(
          spread.block(0..<l, 0..<l),
          outcome: system.outcomeProjection,
          regressors: system.projection
        ) : .value(0)
      switch (restricted, unrestricted) {
      case (.value(let first), .value(let second)): return .value(max(0, first - second))
      case (.unavailable(let reason), _), (_, .unavailable(let reason)):
        return .unavailable(because: reason)
      }
    }
    return chiSquared(.endogeneity, statistic(), k, null: system.endogenousNames)
  }

  /// The F test of the instruments in the reduced form.
  private func andersonRubin() -> HypothesisTest {
    jointF(
      .andersonRubin,
      loadings: system.outcomeProjection,
      residuals: system.reducedResiduals,
      count: l,
      null: system.endogenousNames
    )
  }

  /// The first stage's F of each endogenous variable, and Sanderson and Windmeijer's.
  func firstStage(_ index: Int) -> [HypothesisTest] {
    var tests = [
      jointF(
        .excludedInstruments,
        loadings: system.projection.column(index),
        residuals: system.firstStageResiduals.column(index),
        count: l,
        null: system.instrumentNames
      )
    ]
    guard k > 1 else { return tests }
    let others = (0..<k).filter { $0 != index }
    let projection = system.projection.columns(others)
    if let factor = projection.crossProduct().regularFactor {
      let slopes = factor.solve(projection.transposedTimes(system.projection.column(index)))
      let loadings = zip(system.projection.column(index), projection * slopes).map { $0 - $1 }
      let residuals = zip(
        system.firstStageResiduals.column(index),
        system.firstStageResiduals.columns(others) * slopes
      ).map { $0 - $1 }
      tests.append(
        jointF(
          .sandersonWindmeijer,
          loadings: loadings,
          residuals: residuals,
          count: l - k + 1,
          null: system.instrumentNames
        )
      )
    }
    return tests
  }

  private func jointF(
    _ id: HypothesisTest.Kind,
    loadings: [Double],
    residuals: [Double],
    count: Int,
    null: [String]
  ) -> HypothesisTest {
    var statistic: Availability<Double>
    if Summation.sumOfSquares(residuals) <= 1e-24 * Summation.sumOfSquares(loadings) {
      statistic = .unavailable(because: .perfectFit)
    } else if freedom < 1 || denominator < 1 {
      statistic = .unavailable(because: .noDegreesOfFreedom)
    } else if let factor = moments.covariance(of: system.basis, times: [residuals]).regularFactor {
      statistic = .value(factor.quadraticForm(loadings) * scale / Double(count))
    } else {
      statistic = .unavailable(because: .singularCovariance)
    }
    if let value = statistic.value, !value.isFinite {
      statistic = .unavailable(because: .perfectFit)
    }
    return HypothesisTest(
      id: id,
      statistic: statistic,
      degreesOfFreedom: Double(count),
      denominatorDegreesOfFreedom: Double(max(0, denominator)),
      pValue: statistic.map {
        FisherF(numerator: Double(count), denominator: Double(denominator)).upperTail($0)
      },
      distribution: .fisherF,
      null: null
    )
  }

  private func chiSquared(
    _ id: HypothesisTest.Kind,
    _ statistic: Availability<Double>,
    _ count: Int,
    null: [String]
  ) -> HypothesisTest {
    HypothesisTest(
      id: id,
      statistic: statistic,
      degreesOfFreedom: Double(max(0, count)),
      pValue: statistic.map { ChiSquared(degreesOfFreedom: Double(count)).upperTail($0) },
      distribution: .chiSquared,
      null: null
    )
  }

  /// The partial R² of each endogenous variable, and Shea's.
  func partialRSquared(_ index: Int) -> (own: Double, shea: Double) {
    let projected = system.projection.crossProduct()
    let total = system.partialEndogenous.crossProduct()
    let own = projected[index, index] / total[index, index]
    guard let first = projected.regularFactor?.inverse, let second = total.regularFactor?.inverse
    else { return (own, own) }
    return (own, second[index, index] / first[index, index])
  }
}

extension Availability where Value == Double {
  func map(_ transform: (Double) -> Double) -> Availability {
    switch self {
    case .value(let value): .value(transform(value))
    case .unavailable: self
    }
  }
}
