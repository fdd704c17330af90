package import PanelData
import PanelNumerics
package import PanelResults

extension TwoStage {
  /// Fits untreated observations, and averages what is left of all of them.
  ///
  ///     b = (X₂'WX₂)⁻¹X₂'W (y − X₁π̂),    π̂ from untreated rows
  ///     V = Σ_c (Σ_{i∈c} ψ_i)(Σ_{i∈c} ψ_i)',
  ///     ψ_i = (X₂'WX₂)⁻¹ (w x₂ u₂ − X₂'WX₁ (X₁₀'WX₁₀)⁻¹ w x₁₀ u₁)
  ///
  /// X₂ is the treatment for the average effect, and dummies of distances from treatment for the
  /// event study. There is no small-sample factor, and p-values are normal.
  ///
  /// - Returns: One result: the average effect and effects by distance from treatment.
  /// - Throws: As ``Imputation/run(on:in:)``.
  /// - Complexity: O(*n*) for each effect, beside the first stage.
  /// - SeeAlso: Gardner (2022), *Two-stage differences in differences*; Butts and Gardner (2022),
  ///   *did2s*; oracles `did2s_castle_att`, `did2s_castle_es`, `did2s_castle_wls`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [TreatmentEffectsResult] {
    let imputed = try ImputedSample(
      ImputedSample.Request(
        model: model,
        treatment: treatment,
        weights: weights,
        condition: condition,
        vcov: vcov,
        dropsUnimputable: dropsUnimputable,
        method: Self.kind.rawValue
      ),
      on: panel,
      threads: context.threadCount
    )
    let sample = imputed.sample
    let name = treatment.name
    let overall = try SecondStage(
      imputed,
      [(name, sample.isTreated.indices.filter { sample.isTreated[$0] })]
    )
    let distances = sample.distances { _ in true }
    let shown = distances.filter { window?.contains($0) ?? true }
    guard !shown.isEmpty else {
      throw .invalid(
        "No observation lies in the window: distances from treatment run from "
          + "\(distances.first ?? 0) to \(distances.last ?? 0)."
      )
    }
    if let base, !shown.contains(base) {
      throw .invalid(
        "The base \(base) is no distance from treatment in the window: there are "
          + "\(MessageList.text(shown.map(String.init)))."
      )
    }
    let groups = shown.map { distance in
      (distance, sample.distances.indices.filter { sample.distances[$0] == distance })
    }
    let study = try SecondStage(
      imputed,
      groups.filter { $0.0 != base }.map { (EffectSample.term($0.0, of: name), $0.1) }
    )
    let estimates = study.estimates(level: level)
    let points = groups.map { distance, rows in
      EventTimePoint(
        period: distance,
        isReference: distance == base,
        estimate: estimates.first { $0.term == EffectSample.term(distance, of: name) },
        observations: rows.count,
        units: sample.unitCount(rows)
      )
    }
    let leads = groups.filter { $0.0 != base && $0.0 < 0 }.indices
    return [
      TreatmentEffectsResult(
        heading: imputed.heading(weights: weights, in: panel),
        estimator: .twoStage,
        sample: sample.design.description,
        design: sample.treatment,
        conventions: EffectConventions(
          controlGroup: .notYet,
          covariates: sample.design.regressors.map(\.name),
          reference: base
        ),
        inference: EffectInference(kind: .twoStage, clusters: [imputed.clusters.dimension]),
        overall: overall.estimates(level: level).first,
        path: EventTimePath(points: points),
        statistics: imputed.statistics(),
        tests: leads.isEmpty ? [] : [study.test(.pretrends, of: Array(leads))],
        remarks: imputed.remarks(),
        provenance: imputed.provenance(weights: weights, condition: condition, panel, context)
      )
    ]
  }
}

/// The second stage: means of the first stage's gaps over disjoint groups of rows.
struct SecondStage {
  private let names: [String]
  private let values: [Double]
  /// J × J.
  private let covariance: Matrix
  /// The spread of the outcome.
  private let scale: Double

  /// - Parameter groups: Names with their rows, each with at least one.
  init(
    _ imputed: ImputedSample,
    _ groups: [(name: String, rows: [Int])]
  ) throws(EstimationError) {
    let (fit, clusters) = (imputed.fit, imputed.clusters)
    var values: [Double] = []
    var sums: [[Double]] = []
    for group in groups {
      let v = imputed.sample.averaging(group.rows)
      let value = Summation.sum(group.rows.map { v[$0] * fit.gaps[$0] })
      let first = try fit.weights(balancing: v)
      let ofFirst = clusters.sums(
        of: zip(first, fit.untreated).map { $0 * fit.gaps[$1] },
        at: fit.untreated
      )
      let ofSecond = clusters.sums(
        of: group.rows.map { v[$0] * (fit.gaps[$0] - value) },
        at: group.rows
      )
      values.append(value)
      sums.append(zip(ofFirst, ofSecond).map { $0 + $1 })
    }
    names = groups.map(\.name)
    scale = imputed.sample.outcomeScale
    self.values = values
    covariance = Matrix(columns: sums).crossProduct()
  }

  func estimates(level: Double) -> [Estimate] {
    values.indices.map {
      Estimate(
        normal: names[$0],
        value: values[$0],
        variance: covariance[$0, $0],
        scale: scale,
        level: level
      )
    }
  }

  func test(_ id: HypothesisTest.Kind, of indices: [Int]) -> HypothesisTest {
    HypothesisTest(
      id,
      values: indices.map { values[$0] },
      covariance: covariance.rows(indices).columns(indices),
      null: indices.map { names[$0] }
    )
  }
}
