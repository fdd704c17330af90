import Foundation
import PanelData
import PanelNumerics
import PanelResults

/// Tests that coefficients are the same in the groups of a partition.
struct GroupEquality {
  let subsamples: Subsamples
  let groups: [Subsamples.Group]
  let terms: [String]
  let comparesPairs: Bool

  /// The comparisons of a term: all groups that have it, where more than two, and pairs of them.
  ///
  /// - Returns: Positions of groups.
  private func sets(of term: String) -> [[Int]] {
    let having = groups.indices.filter { groups[$0].fit.estimate(of: term) != nil }
    let pairs = having.indices.flatMap { first in
      having[(first + 1)...].map { [having[first], $0] }
    }
    guard having.count > 2 else { return pairs }
    return [having] + (comparesPairs ? pairs : [])
  }

  func names(_ positions: [Int]) -> [String] { positions.map { groups[$0].fit.name } }

  /// One comparison per set of every term; a term in fewer than two groups has an absent one.
  func comparisons(
    _ method: GroupComparison.Method, _ compare: (String, [Int]) -> GroupComparison
  ) -> [GroupComparison] {
    terms.flatMap { term -> [GroupComparison] in
      let sets = sets(of: term)
      guard !sets.isEmpty else {
        return [
          GroupComparison(
            method, of: term, in: groups.map(\.fit.name), absent: .tooFewGroups)
        ]
      }
      return sets.map { compare(term, $0) }
    }
  }

  // MARK: Independent samples

  /// Groups as independent samples.
  ///
  ///     z = (b₂ − b₁) / √(s₁² + s₂²);    Q = Σ (b_g − b̄)² / s_g² ~ χ²(G − 1), b̄ weighted by 1/s_g²
  ///
  /// - SeeAlso: Clogg, Petkova and Haritou (1995); Paternoster et al. (1998).
  func independent() -> [GroupComparison] {
    comparisons(.z) { term, positions in
      let estimates = positions.compactMap { groups[$0].fit.estimate(of: term) }
      let errors = estimates.compactMap(\.standardError.value)
      guard errors.count == estimates.count, errors.allSatisfy({ $0 > 0 }) else {
        return GroupComparison(.z, of: term, in: names(positions), absent: .perfectFit)
      }
      guard positions.count > 2 else {
        let difference = estimates[1].value - estimates[0].value
        let error = hypot(errors[0], errors[1])
        return GroupComparison(
          method: .z, term: term, groups: names(positions), difference: .value(difference),
          standardError: .value(error), statistic: .value(difference / error),
          distribution: .normal, pValue: .value(Normal.twoSidedPValue(difference / error)))
      }
      let weights = errors.map { 1 / ($0 * $0) }
      let values = estimates.map(\.value)
      let mean = Summation.dot(weights, values) / Summation.sum(weights)
      let statistic = Summation.sum(zip(weights, values).map { $0 * ($1 - mean) * ($1 - mean) })
      let freedom = Double(positions.count - 1)
      return GroupComparison(
        method: .z, term: term, groups: names(positions), statistic: .value(statistic),
        degreesOfFreedom: freedom, distribution: .chiSquared,
        pValue: .value(ChiSquared(degreesOfFreedom: freedom).upperTail(statistic)))
    }
  }

  // MARK: One regression

  /// One regression of all groups, every regressor and effect interacted with them.
  ///
  /// Slopes are those of the subsamples; clusters with observations in several groups make them
  /// correlated, which the covariance of one regression knows.
  ///
  /// - Returns: The comparisons, and whether the covariance that they rely on was repaired.
  /// - Throws: What the fit refuses.
  /// - SeeAlso: Chow (1960); oracle `grpdiff_produc_size`, `fully_interacted`.
  func interacted() throws(EstimationError) -> (comparisons: [GroupComparison], isRepaired: Bool) {
    let fitted = groups.indices.filter { groups[$0].design != nil }
    let design = try subsamples.pooled(fitted.compactMap { groups[$0].design })
    var places = [Int32](repeating: -1, count: groups.count)
    for (place, group) in fitted.enumerated() { places[group] = Int32(place) }
    let codes = subsamples.codes(of: design).map { places[Int($0)] }
    let interacted = design.interacted(
      with: Grouping(codes: codes, count: fitted.count),
      named: subsamples.partition.description.variable)
    let threads = subsamples.context.threadCount
    let model = try subsamples.linear.fitted(interacted, threads: threads)
    let inference = model.inference
    let width = design.regressors.count
    let comparisons = comparisons(.interacted) { term, positions in
      let coefficients = positions.compactMap { position -> Int? in
        guard let column = design.regressors.firstIndex(where: { $0.name == term }),
          places[position] >= 0
        else { return nil }
        return model.fit.kept.firstIndex(of: Int(places[position]) * width + column)
      }
      guard coefficients.count == positions.count else {
        return GroupComparison(.interacted, of: term, in: names(positions), absent: .termOmitted)
      }
      var contrasts = Matrix(
        rowCount: coefficients.count - 1, columnCount: inference.values.count)
      for row in 0..<contrasts.rowCount {
        contrasts[row, coefficients[0]] = -1
        contrasts[row, coefficients[row + 1]] = 1
      }
      let differences = inference.combined(
        by: contrasts, names: (0..<contrasts.rowCount).map { "\(term) \($0 + 2)" })
      guard positions.count > 2 else {
        let estimate = differences.estimates()[0]
        return GroupComparison(
          method: .interacted, term: term, groups: names(positions),
          difference: .value(estimate.value), standardError: estimate.standardError,
          statistic: estimate.statistic, degreesOfFreedom: estimate.degreesOfFreedom,
          distribution: estimate.distribution, pValue: estimate.pValue)
      }
      let test = differences.slopesTest()
      return GroupComparison(
        method: .interacted, term: term, groups: names(positions), statistic: test.statistic,
        degreesOfFreedom: test.degreesOfFreedom,
        denominatorDegreesOfFreedom: test.denominatorDegreesOfFreedom,
        distribution: test.distribution, pValue: test.pValue)
    }
    return (comparisons, model.inferred.description.repaired)
  }
}
