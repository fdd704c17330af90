import PanelData
import PanelNumerics
import PanelResults
import Synchronization

/// Coefficients of subsamples to which whole units are given at random.
struct GroupPermutation: Sendable {
  /// On the rows of all groups that are estimated.
  let design: Design
  /// The carrier of each row, and the group of each carrier.
  let carriers: Grouping
  let labels: [Int32]
  let groupCount: Int
  /// Positions of the terms among the regressors.
  let terms: [Int]
  let dropsSingletons: Bool

  /// Replicates that one thread takes at a time.
  private static let blockSize = 8

  /// The coefficients of one assignment: by term, then by group; NaN where there is none.
  private func coefficients(_ labels: [Int32]) -> [Double] {
    var positions = [[Int32]](repeating: [], count: groupCount)
    for (row, carrier) in carriers.codes.enumerated() {
      positions[Int(labels[Int(carrier)])].append(Int32(row))
    }
    var values = [Double](repeating: .nan, count: terms.count * groupCount)
    for group in 0..<groupCount {
      guard
        let sample = design.restricted(to: positions[group], dropsSingletons: dropsSingletons),
        sample.outcome.contains(where: { $0 != sample.outcome[0] })
      else { continue }
      do throws(EstimationError) {
        let fit = try LeastSquaresEngine(design: sample, needsLeverages: false, threads: 1).fit()
        for (place, term) in terms.enumerated() {
          if let kept = fit.kept.firstIndex(of: term) {
            values[place * groupCount + group] = fit.slopes[kept]
          }
        }
      } catch {
        continue
      }
    }
    return values
  }

  /// The coefficients of random assignments that keep the number of carriers of each group.
  ///
  /// - Returns: One row per replicate.
  func draws(_ count: Int, in context: AnalysisContext) -> [[Double]] {
    let permutation = Permutation(labels: labels)
    let blocks = Parallel.blocks(of: count, size: Self.blockSize)
    let done = Mutex(0)
    let found = Parallel.map(count: blocks.count, threads: context.threadCount) { block in
      let values = blocks[block].map { replicate in
        var generator = context.generator(replicate: replicate)
        return coefficients(permutation.draw(from: &generator))
      }
      done.withLock { done in
        done += values.count
        context.progress?(done, count)
      }
      return values
    }
    return found.flatMap { $0 }
  }
}

extension GroupEquality {
  /// Permutation of whole units over the groups, their numbers kept.
  ///
  ///     p = (1 + #{|d*| ≥ |d|}) / (1 + R),    d the difference; Σ (b_g − b̄)² for several groups
  ///
  /// The folded share of draws with d* ≥ d is what Stata's bdiff prints: one-sided, and without
  /// the one.
  ///
  /// - Throws: As ``Subsamples/pooled(_:)``.
  /// - SeeAlso: Efron and Tibshirani (1993), chapter 15; Cleary (1999); oracle
  ///   `grpdiff_produc_size`, `fisher_permutation`.
  func permuted(_ replications: Int) throws(EstimationError) -> [GroupComparison] {
    guard subsamples.partition.description.dividedUnits == 0 else {
      return comparisons(.permutation) { term, positions in
        GroupComparison(
          .permutation, of: term, in: names(positions), absent: .groupsDivideUnits)
      }
    }
    let fitted = groups.indices.filter { groups[$0].design != nil }
    let design = try subsamples.pooled(fitted.compactMap { groups[$0].design })
    var places = [Int32](repeating: -1, count: groups.count)
    for (place, group) in fitted.enumerated() { places[group] = Int32(place) }
    let rows = design.rows ?? (0..<Int32(design.observationCount)).map { $0 }
    let carriers =
      subsamples.panel.index.map { index in
        Grouping(codes: index.units, count: index.unitNames.count).restricted(to: rows)
      } ?? Grouping(codes: (0..<Int32(rows.count)).map { $0 }, count: rows.count)
    var labels = [Int32](repeating: 0, count: carriers.count)
    for (row, code) in subsamples.codes(of: design).enumerated() {
      labels[Int(carriers.codes[row])] = places[Int(code)]
    }
    let columns = terms.map { term in
      design.regressors.firstIndex { $0.name == term } ?? 0
    }
    let permutation = GroupPermutation(
      design: design, carriers: carriers, labels: labels, groupCount: fitted.count,
      terms: columns, dropsSingletons: subsamples.linear.singletons == .drop)
    let draws = permutation.draws(replications, in: subsamples.context)
    return comparisons(.permutation) { term, positions in
      let offset = (terms.firstIndex(of: term) ?? 0) * fitted.count
      let columns = positions.map { offset + Int(places[$0]) }
      let actual = positions.compactMap { groups[$0].fit.estimate(of: term)?.value }
      let valid = draws.filter { draw in columns.allSatisfy { draw[$0].isFinite } }
      return Self.comparison(
        term: term, groups: names(positions), actual: actual,
        draws: valid.map { draw in columns.map { draw[$0] } },
        replications: replications, seed: subsamples.context.seed, carriers: carriers.count)
    }
  }

  /// The comparison of what was estimated with what permutations gave.
  private static func comparison(
    term: String, groups: [String], actual: [Double], draws: [[Double]], replications: Int,
    seed: UInt64, carriers: Int
  ) -> GroupComparison {
    guard !draws.isEmpty else {
      return GroupComparison(.permutation, of: term, in: groups, absent: .termOmitted)
    }
    let isPair = actual.count == 2
    func statistic(_ values: [Double]) -> Double {
      if isPair { return values[1] - values[0] }
      let mean = Summation.sum(values) / Double(values.count)
      return Summation.sum(values.map { ($0 - mean) * ($0 - mean) })
    }
    let observed = statistic(actual)
    // Equal up to the rounding of two fits of the same rows is equal.
    let slack = 1e-9 * abs(observed)
    let found = draws.map(statistic)
    let count = found.count { abs($0) >= abs(observed) - slack }
    let above = Double(found.count { $0 >= observed - slack }) / Double(found.count)
    let twoSided = PermutationPValue(count: count, draws: found.count)
    return GroupComparison(
      method: .permutation, term: term, groups: groups,
      difference: isPair ? .value(observed) : .unavailable(because: .notApplicable),
      statistic: .value(observed), pValue: .value(twoSided.corrected),
      permutations: GroupComparison.Permutations(
        twoSided: twoSided, folded: isPair ? min(above, 1 - above) : nil,
        replications: replications, failed: replications - found.count, seed: seed,
        carriers: carriers))
  }
}
