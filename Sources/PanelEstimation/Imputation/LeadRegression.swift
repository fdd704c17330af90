import PanelNumerics
import PanelResults

/// The test before treatment: least squares on untreated observations with leads of treatment.
///
///     y = Dα + Xβ + Σ_{k=1}^{n} γ_k 1[distance = −k] + e
///
/// It is apart from imputation, so that effects after treatment do not depend on how it is made.
///
/// - SeeAlso: Borusyak, Jaravel and Spiess (2024), section 4.4.
struct LeadRegression {
  /// By lead: its distance, and its estimate where there is one.
  let estimates: [Int: Estimate]
  let test: HypothesisTest

  /// - Throws: ``EstimationError/invalid(_:)`` where no untreated observation has such a distance;
  ///   what the covariance refuses.
  init(
    _ imputed: ImputedSample,
    leads: Int,
    level: Double,
    threads: Int
  ) throws(EstimationError) {
    let sample = imputed.sample
    let name = sample.timing.column.name
    let distances = Array((-leads)...(-1))
    var design = sample.design
    design.regressors =
      distances.map { distance in
        Design.Regressor(
          name: EffectSample.term(distance, of: name),
          numbers: sample.distances.map { $0 == distance ? 1 : 0 },
          term: 0
        )
      } + design.regressors
    let present = Set(imputed.fit.untreated.compactMap { sample.distances[$0] })
    guard distances.contains(where: present.contains) else {
      throw .invalid(
        "No untreated observation lies 1 to \(leads) periods before treatment: 'pretrends' needs "
          + "some. The sample's distances begin at \(present.min().map(String.init) ?? "0")."
      )
    }
    let model = LinearModel(
      "",
      covariance: CovarianceSpecification(
        kind: .cluster,
        clusters: [[imputed.clusters.grouping.name]]
      ),
      level: level
    )
    let fitted = try model.fitted(
      design.selectingPruned(imputed.fit.untreated),
      threads: threads
    )
    let inference = fitted.inference
    var estimates: [Int: Estimate] = [:]
    for (position, estimate) in inference.estimates().enumerated()
    where position < inference.names.count {
      guard
        let distance = distances.first(where: { EffectSample.term($0, of: name) == estimate.term })
      else { continue }
      estimates[distance] = estimate
    }
    self.estimates = estimates
    let indices = inference.names.indices.filter { position in
      distances.contains { EffectSample.term($0, of: name) == inference.names[position] }
    }
    test = inference.waldTest(.pretrends, of: Array(indices))
  }
}

extension Design {
  /// The design of some rows, without those that are alone in a group of an effect.
  ///
  /// The description stays that of the whole.
  func selectingPruned(_ rows: [Int]) -> Design {
    var kept = rows.map { Int32(truncatingIfNeeded: $0) }
    if let pruned = SingletonPruning(effects.map { $0.grouping.restricted(to: kept) }).kept,
      !pruned.isEmpty
    {
      kept = pruned.map { kept[Int($0)] }
    }
    func pick(_ numbers: [Double]) -> [Double] { kept.map { numbers[Int($0)] } }
    var design = self
    design.outcome = pick(outcome)
    design.regressors = regressors.map {
      Regressor(name: $0.name, numbers: pick($0.numbers), term: $0.term)
    }
    design.effects = effects.map {
      NamedGrouping(name: $0.name, grouping: $0.grouping.restricted(to: kept))
    }
    design.clusterings = clusterings.map {
      NamedGrouping(name: $0.name, grouping: $0.grouping.restricted(to: kept))
    }
    if let weights {
      let picked = pick(weights)
      let factor = Double(picked.count) / Summation.sum(picked)
      design.weights = picked.map { $0 * factor }
    }
    design.rows = kept.map { row in self.rows.map { $0[Int(row)] } ?? row }
    return design
  }
}
