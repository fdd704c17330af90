package import PanelData
import PanelNumerics
package import PanelResults

extension Heterogeneity {
  /// Fewer clusters than this in a group are remarked.
  private static let fewClusters = 5

  /// Fits the model in every group, and tests whether coefficients are equal.
  ///
  /// - Returns: One result per element of ``by``.
  /// - Throws: What the model refuses on the whole sample, or the groups' rule;
  ///   ``EstimationError/invalid(_:)`` where no two groups can be estimated, or a term is unknown.
  /// - SeeAlso: Chow (1960); Cleary (1999) for permutations; oracle `grpdiff_produc_size`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [HeterogeneityResult] {
    let linear = LinearModel(
      model, covariance: try CovarianceSpecification(parsing: vcov), weights: weights,
      condition: condition, smallSample: smallSample, singletons: singletons, level: level,
      place: context.id)
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: context.threadCount)
    let rows = design.rows.map { $0.map(Int.init) } ?? Array(0..<panel.table.rowCount)
    var results: [HeterogeneityResult] = []
    for rule in by {
      let subsamples = try Subsamples(
        linear: linear, formula: formula, panel: panel,
        partition: try SamplePartition(rule, rows: rows, in: panel), context: context)
      results.append(try result(of: subsamples))
    }
    return results
  }

  private func result(
    of subsamples: Subsamples
  ) throws(EstimationError) -> HeterogeneityResult {
    let terms = try self.terms(of: subsamples.overall.design)
    let partition = subsamples.partition
    let groups = try subsamples.groups()
    let estimated = groups.indices.filter { groups[$0].fit.regression != nil }
    guard estimated.count > 1 else {
      let reasons = groups.filter { $0.fit.regression == nil }.map {
        "\($0.fit.name) (\($0.fault))"
      }
      throw .invalid(
        "Fewer than two groups of '\(partition.description.variable)' can be estimated. Not "
          + "estimated: \(MessageList.text(reasons)).")
    }
    let equality = GroupEquality(
      subsamples: subsamples, groups: groups, terms: terms, comparesPairs: comparesPairs)
    var comparisons: [GroupComparison] = []
    var repairs: [Remark] = []
    for test in tests {
      switch test {
      case .z: comparisons += equality.independent()
      case .interacted:
        let (interacted, isRepaired) = try equality.interacted()
        comparisons += interacted
        if isRepaired { repairs.append(Remark(.interactedCovarianceRepaired)) }
      case .permutation: comparisons += try equality.permuted(permutations)
      }
    }
    var overall = subsamples.overallResult()
    let behind = subsamples.panel.provenance(
      naming: partition.columnNames, place: "", condition: nil, in: subsamples.context)
    overall.provenance.derived.merge(behind.derived) { first, _ in first }
    var heading = overall.heading
    heading.labels.merge(
      subsamples.panel.labels(of: partition.columnNames + [partition.description.variable])
    ) { first, _ in first }
    return HeterogeneityResult(
      heading: heading, partition: partition.description, terms: terms, overall: overall,
      groups: groups.map(\.fit), comparisons: comparisons,
      remarks: remarks(about: groups, comparisons, in: subsamples) + repairs)
  }

  /// The raw names of the columns that are compared.
  private func terms(of design: Design) throws(EstimationError) -> [String] {
    let known = design.regressors.map(\.name)
    guard !terms.isEmpty else {
      guard let first = design.regressors.first else {
        throw .invalid("'\(model)' has no regressor whose coefficient could be compared.")
      }
      return design.regressors.filter { $0.term == first.term }.map(\.name)
    }
    for term in terms where !known.contains(term) {
      let nearest = NearestNames.of(term, in: known)
      throw .invalid(
        "'terms' names '\(term)', which is no regressor of '\(model)'."
          + (nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?")
          + " There are: \(MessageList.text(known)).")
    }
    return terms
  }

  private func remarks(
    about groups: [Subsamples.Group], _ comparisons: [GroupComparison], in subsamples: Subsamples
  ) -> [Remark] {
    let partition = subsamples.partition.description
    var remarks: [Remark] = []
    if partition.dividedUnits > 0 {
      let units = subsamples.overall.design.description.units ?? 0
      remarks.append(
        Remark(
          .groupsDivideUnits,
          [
            "count": String(partition.dividedUnits), "all": String(units),
            "variable": partition.variable,
          ]))
    }
    for group in groups {
      if let reason = group.fit.absence {
        remarks.append(
          Remark(.groupNotEstimated, ["group": group.fit.name, "reason": reason.rawValue]))
      }
    }
    let few = groups.compactMap { group in
      group.fit.fewestClusters.flatMap { $0.count < Self.fewClusters ? (group.fit.name, $0) : nil }
    }
    if let first = few.first {
      remarks.append(
        Remark(
          .fewClustersInGroups,
          [
            "groups": few.map(\.0).joined(separator: ", "), "count": String(Self.fewClusters),
            "variable": first.1.variable,
          ]))
    }
    let held = groups.reduce(0) { $0 + ($1.fit.regression?.sample.n ?? 0) }
    let all = subsamples.overall.design.observationCount
    if held != all {
      remarks.append(
        Remark(
          .groupsIncomplete,
          ["count": String(held), "all": String(all), "variable": partition.variable]))
    }
    if let draws = comparisons.compactMap(\.permutations).first(where: { $0.failed > 0 }) {
      remarks.append(
        Remark(
          .permutationsFailed,
          ["count": String(draws.failed), "total": String(draws.replications)]))
    }
    return remarks
  }
}
