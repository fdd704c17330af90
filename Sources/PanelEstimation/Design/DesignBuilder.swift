package import PanelData
import PanelNumerics
import PanelResults

extension Design {
  /// Evaluates a model on a panel and keeps the rows that it can use.
  ///
  /// Rows leave in this order: the condition, then missing values of the outcome, the regressors,
  /// the effects and the weights, then what the method excludes, then singletons of the effects.
  /// A covariance takes no row out: a cluster variable without value is an error. Lags look at the whole panel, so a condition costs no lag its
  /// value.
  ///
  /// - Throws: What the expressions throw; ``EstimationError/emptySample(reasons:)``;
  ///   ``EstimationError/constantOutcome(column:)``; ``EstimationError/invalid(_:)`` for weights
  ///   that are not positive.
  package init(
    _ request: DesignRequest,
    on panel: Panel,
    threads: Int
  ) throws(EstimationError) {
    let builder = DesignBuilder(request: request, panel: panel, threads: threads)
    self = try builder.design()
  }
}

/// The steps from a request to a design.
private struct DesignBuilder {
  let request: DesignRequest
  let panel: Panel
  let threads: Int

  func design() throws(EstimationError) -> Design {
    let outcome = try dataResult { () throws(DataError) in
      try panel.values(of: request.formula.outcome)
    }
    let regressors = try self.regressors()
    let named = request.formula.effects.map(\.variables)
    let clustering = request.clusters + request.further.flatMap(\.clusters)
    let coded = try groups(named + clustering)
    let effects = request.formula.effects.compactMap { coded[$0.variables] }
    let clusters = request.clusters.compactMap { coded[$0] }
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: threads)
    try filter.keep(where: request.condition, in: panel)
    filter.require(outcome.numbers, of: outcome.name, noNeighbour: outcome.noNeighbour)
    for regressor in regressors {
      filter.require(
        regressor.column.numbers,
        of: regressor.column.name,
        noNeighbour: regressor.column.noNeighbour
      )
    }
    for (position, names) in named.enumerated() where named.firstIndex(of: names) == position {
      if let group = coded[names] { filter.require(groups: group.codes, of: group.name) }
    }
    let weights = try filter.requireWeights(request.weights, in: panel)
    for exclusion in request.exclusions { filter.exclude(exclusion) }
    var rows = filter.rows
    var groupings = effects.map { grouping($0, rows: rows) }
    if request.dropsSingletons, !groupings.isEmpty, (rows?.count ?? panel.table.rowCount) > 0 {
      let pruning = SingletonPruning(groupings.map(\.grouping))
      if let kept = pruning.kept {
        filter.keep(
          kept,
          reason: .singleton,
          subject: request.formula.effects.map(\.name)
            .joined(separator: ", ")
        )
        rows = filter.rows
        groupings = effects.map { grouping($0, rows: rows) }
      }
    }
    let count = rows?.count ?? panel.table.rowCount
    guard count > 0 else { throw filter.emptySample() }
    for names in clustering { try check(coded[names], of: rows, count: count) }
    let sampleOutcome = select(outcome.numbers, rows)
    guard sampleOutcome.contains(where: { $0 != sampleOutcome[0] }) || count == 1 else {
      throw .constantOutcome(column: outcome.name)
    }
    var design = Design(
      outcome: sampleOutcome,
      outcomeName: outcome.name,
      regressors: regressors.map {
        Design.Regressor(
          name: $0.column.name,
          numbers: select($0.column.numbers, rows),
          lowOrder: lowOrder(of: $0, count: count, regressors: regressors.count)
            .map { select($0, rows) },
          term: $0.term
        )
      },
      hasConstant: request.formula.hasConstant && effects.isEmpty,
      effects: groupings,
      clusterings: clusters.map { grouping($0, rows: rows) },
      weights: weights.map { normalised(select($0, rows)) },
      description: filter.description(in: panel, weights: request.weights),
      rows: rows
    )
    design.location = try location(request.dependence, rows)
    for specification in request.further {
      let clusters = specification.clusters.compactMap { coded[$0] }
      design.further.append(
        CovarianceRows(
          clusterings: clusters.map { grouping($0, rows: rows) },
          location: try location(specification.dependence, rows)
        )
      )
    }
    return design
  }

  /// Every observation of the sample is in a cluster.
  private func check(
    _ clusters: GroupCodes?,
    of rows: [Int32]?,
    count: Int
  ) throws(EstimationError) {
    guard let clusters else { return }
    let missing =
      rows?.count { clusters.codes[Int($0)] < 0 } ?? clusters.codes.count { $0 < 0 }
    guard missing > 0 else { return }
    throw .invalid(
      "'\(clusters.name)', by which standard errors are clustered, is missing in \(missing) of "
        + "\(count) observations. Add its values, or leave those rows out with 'where: "
        + "!missing(\(Names.written(clusters.name)))'."
    )
  }

  private func location(
    _ dependence: Dependence?,
    _ rows: [Int32]?
  ) throws(EstimationError) -> RowLocation? {
    guard let dependence else { return nil }
    return try RowLocation(dependence, on: panel, rows: rows)
  }

  private func regressors() throws(EstimationError) -> [(column: DesignColumn, term: Int)] {
    var regressors: [(column: DesignColumn, term: Int)] = []
    for (position, term) in request.formula.regressors.enumerated() {
      let columns = try dataResult { () throws(DataError) in
        try panel.columns(of: term, besideConstant: request.formula.spansConstant)
      }
      regressors += columns.map { ($0, position) }
    }
    return regressors
  }

  /// The low-order parts of a regressor, where a plain fit in doubled precision will use them.
  private func lowOrder(
    of regressor: (column: DesignColumn, term: Int),
    count: Int,
    regressors: Int
  ) -> [Double]? {
    let width = Double(regressors + 2)
    guard request.formula.effects.isEmpty, request.weights == nil,
      Double(count) * width * width <= LeastSquares.smallProblem
    else { return nil }
    return panel.lowOrderParts(
      of: request.formula.regressors[regressor.term],
      numbers: regressor.column.numbers
    )
  }

  /// Codes of each list of variables; lists that repeat are coded once, others side by side.
  private func groups(_ variables: [[String]]) throws(EstimationError) -> [[String]: GroupCodes] {
    let distinct = variables.indices
      .filter { variables.firstIndex(of: variables[$0]) == $0 }.map { variables[$0] }
    let coded = Parallel.map(count: distinct.count, threads: threads) { position in
      Result { () throws(DataError) in try panel.groupCodes(of: distinct[position]) }
    }
    var groups: [[String]: GroupCodes] = [:]
    for (names, result) in zip(distinct, coded) {
      groups[names] = try dataResult { () throws(DataError) in try result.get() }
    }
    return groups
  }

  private func grouping(_ groups: GroupCodes, rows: [Int32]?) -> NamedGrouping {
    let all = Grouping(codes: groups.codes, count: groups.count)
    // Without lost rows every group that was coded has one.
    return NamedGrouping(
      name: groups.name,
      grouping: rows == nil ? all : all.restricted(to: rows)
    )
  }

  private func select(_ numbers: [Double], _ rows: [Int32]?) -> [Double] {
    rows.map { $0.map { numbers[Int($0)] } } ?? numbers
  }

  /// Weights scaled to sum to the number of observations, as Stata's analytic weights are.
  private func normalised(_ weights: [Double]) -> [Double] {
    let factor = Double(weights.count) / Summation.sum(weights)
    return weights.map { $0 * factor }
  }
}
