import PanelNumerics
import PanelResults

/// Effects of cohorts at distances, and their averages by shares.
struct CohortEffects {
  let cells: CohortCells
  let fitted: FittedModel
  /// The name of each cell's dummy.
  let names: [String]
  private let inference: Inference
  /// Of each cell, its coefficient; absent where it was not identified.
  private let positions: [Int?]
  private let addsShareVariance: Bool

  init(_ cells: CohortCells, _ fitted: FittedModel, name: String, addsShareVariance: Bool) {
    let inference = fitted.inference
    var byName: [String: Int] = [:]
    for (position, name) in inference.names.enumerated() { byName[name] = position }
    // A dummy that was dropped as a combination of others leaves none of them identified.
    for omitted in fitted.fit.omitted {
      for term in omitted.with { byName[term] = nil }
    }
    names = cells.cells.map { CohortCells.name($0, of: name) }
    positions = names.map { byName[$0] }
    self.cells = cells
    self.fitted = fitted
    self.inference = inference
    self.addsShareVariance = addsShareVariance
  }

  /// The average effect over treated observations.
  func overall(term: String) -> Estimate? {
    average(term) { $0.distance >= 0 }.flatMap { estimates(of: [$0]).first }
  }

  func points(_ shown: [Int], base: Int, in sample: EffectSample) -> [EventTimePoint] {
    let averages = shown.map { distance in
      average(EffectSample.term(distance, of: sample.timing.column.name)) {
        $0.distance == distance
      }
    }
    let estimates = estimates(of: averages.compactMap { $0 })
    var points = zip(shown, averages).map { distance, average in
      let rows = cells.cells.filter { $0.distance == distance }.flatMap(\.rows)
      return EventTimePoint(
        period: distance,
        estimate: estimates.first { $0.term == average?.term },
        absence: average == nil ? .notIdentified : nil,
        observations: rows.count,
        units: sample.unitCount(rows)
      )
    }
    points.append(
      EventTimePoint(
        period: base,
        isReference: true,
        observations: cells.baseRows.count,
        units: sample.unitCount(cells.baseRows)
      )
    )
    return points.sorted { $0.period < $1.period }
  }

  /// Averages over each cohort's treated observations.
  func cohortAverages(in sample: EffectSample) -> [CohortEffect] {
    Set(cells.cells.map(\.cohort)).sorted().map { cohort in
      let average = average("cohort::\(cohort)", isShare: false) {
        $0.cohort == cohort && $0.distance >= 0
      }
      return CohortEffect(
        cohort: cohort,
        units: sample.unitCount(cells.cells.filter { $0.cohort == cohort }.flatMap(\.rows)),
        estimate: average.flatMap { estimates(of: [$0]).first },
        absence: average == nil ? .notIdentified : nil
      )
    }
  }

  func groupTime(controlCount: Int, step: Int) -> [GroupTimeEffect] {
    let all = inference.estimates()
    return cells.cells.indices.map { index in
      let cell = cells.cells[index]
      return GroupTimeEffect(
        cohort: cell.cohort,
        period: cell.cohort + cell.distance * step,
        estimate: positions[index].map { all[$0] },
        absence: positions[index] == nil ? .notIdentified : nil,
        controls: controlCount
      )
    }
  }

  /// The mean outcome of treated cohorts at the base.
  func outcomeMean(at base: Int, in sample: EffectSample) -> Double? {
    guard !cells.baseRows.isEmpty else { return nil }
    return Summation.mean(
      cells.baseRows.map { sample.design.outcome[$0] },
      weights: cells.baseRows.map(sample.weight)
    )
  }

  /// The test that all shown effects before treatment are zero; `nil` where there are none.
  func pretrends(_ shown: [Int], name: String) -> HypothesisTest? {
    let averages = shown.filter { $0 < 0 }.compactMap { distance in
      average(EffectSample.term(distance, of: name)) { $0.distance == distance }
    }
    guard !averages.isEmpty else { return nil }
    return inference(of: averages).waldTest(.pretrends, of: Array(averages.indices))
  }

  /// A weighted mean of coefficients.
  private struct Average {
    var term: String
    /// One weight per coefficient of the fit.
    var weights: [Double]
    /// What the estimation of shares adds to its variance.
    var shareVariance: Double
  }

  /// The mean over some cells by their shares of weight; `nil` where one is not identified.
  ///
  /// The shares are means of indicators of cohorts over observations; as eventstudyinteract has
  /// it, their variance adds Σ w² (δ − b)² / (Σ w)².
  private func average(
    _ term: String,
    isShare: Bool = true,
    where isIn: (CohortCells.Cell) -> Bool
  ) -> Average? {
    let chosen = cells.cells.indices.filter { isIn(cells.cells[$0]) }
    guard !chosen.isEmpty else { return nil }
    let total = Summation.sum(chosen.map { cells.cells[$0].weight })
    var weights = [Double](repeating: 0, count: inference.values.count)
    for index in chosen {
      guard let position = positions[index] else { return nil }
      weights[position] = cells.cells[index].weight / total
    }
    var variance = 0.0
    if addsShareVariance, isShare {
      let mean = Summation.dot(weights, inference.values)
      for index in chosen {
        guard let position = positions[index] else { continue }
        let deviation = inference.values[position] - mean
        variance += cells.cells[index].squaredWeight * deviation * deviation / (total * total)
      }
    }
    return Average(term: term, weights: weights, shareVariance: variance)
  }

  private func inference(of averages: [Average]) -> Inference {
    let weights = Matrix(columns: averages.map(\.weights)).transposed
    var combined = inference.combined(by: weights, names: averages.map(\.term))
    for (j, average) in averages.enumerated() {
      combined.covariance[j, j] += average.shareVariance
    }
    return combined
  }

  private func estimates(of averages: [Average]) -> [Estimate] {
    averages.isEmpty ? [] : inference(of: averages).estimates()
  }
}
