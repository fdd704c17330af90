package import PanelData
import PanelNumerics
import PanelResults

extension Design {
  /// Evaluates a model on a panel and keeps the rows that it can use.
  ///
  /// Rows leave in this order: the condition, then missing values of the outcome, the regressors,
  /// the effects, the clusters and the weights, then singletons of the effects. Lags look at the
  /// whole panel, so a condition costs no lag its value.
  ///
  /// - Throws: What the expressions throw; ``EstimationError/emptySample(reasons:)``;
  ///   ``EstimationError/constantOutcome(column:)``; ``EstimationError/invalid(_:)`` for weights
  ///   that are not positive.
  package init(
    _ request: DesignRequest, on panel: Panel, threads: Int
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
    let outcome = try data { () throws(DataError) in try panel.values(of: request.formula.outcome) }
    let regressors = try self.regressors()
    let effects = try groups(request.formula.effects.map(\.variables))
    let clusters = try groups(request.clusters)
    let weights = try request.weights.map { name throws(EstimationError) in
      try data { () throws(DataError) in try panel.values(of: .column(name)) }
    }

    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: threads)
    if let text = request.condition {
      let condition = try data { () throws(DataError) in
        try panel.values(of: ExpressionParser.parse(text))
      }
      filter.keep(where: condition.numbers, text: text)
    }
    filter.require(outcome.numbers, of: outcome.name, noNeighbour: outcome.noNeighbour)
    for regressor in regressors {
      filter.require(
        regressor.column.numbers, of: regressor.column.name,
        noNeighbour: regressor.column.noNeighbour)
    }
    for group in effects + clusters { filter.require(group) }
    if let weights {
      filter.require(weights.numbers, of: weights.name, reason: .weightMissing)
    }
    var rows = filter.rows
    if let weights { try checkWeights(weights, rows: rows) }
    var groupings = effects.map { grouping($0, rows: rows) }
    if request.dropsSingletons, !groupings.isEmpty, (rows?.count ?? panel.table.rowCount) > 0 {
      let pruning = SingletonPruning(groupings.map(\.grouping))
      if let kept = pruning.kept {
        filter.keep(kept, reason: .singleton, subject: request.formula.effects.map(\.name)
          .joined(separator: ", "))
        rows = filter.rows
        groupings = effects.map { grouping($0, rows: rows) }
      }
    }
    let count = rows?.count ?? panel.table.rowCount
    guard count > 0 else { throw empty(filter.dropped) }
    let sampleOutcome = select(outcome.numbers, rows)
    guard sampleOutcome.contains(where: { $0 != sampleOutcome[0] }) || count == 1 else {
      throw .constantOutcome(column: outcome.name)
    }
    return Design(
      outcome: sampleOutcome,
      outcomeName: outcome.name,
      regressors: regressors.map {
        Design.Regressor(
          name: $0.column.name, numbers: select($0.column.numbers, rows),
          lowOrder: lowOrder(of: $0, count: count, regressors: regressors.count)
            .map { select($0, rows) },
          term: $0.term)
      },
      hasConstant: request.formula.hasConstant && effects.isEmpty,
      effects: groupings,
      clusterings: clusters.map { grouping($0, rows: rows) },
      weights: weights.map { normalised(select($0.numbers, rows)) },
      description: describe(rows: rows, count: count, dropped: filter.dropped),
      rows: rows)
  }

  private func regressors() throws(EstimationError) -> [(column: DesignColumn, term: Int)] {
    var regressors: [(column: DesignColumn, term: Int)] = []
    for (position, term) in request.formula.regressors.enumerated() {
      let columns = try data { () throws(DataError) in try panel.columns(of: term) }
      regressors += columns.map { ($0, position) }
    }
    return regressors
  }

  /// The low-order parts of a regressor, where a plain fit in doubled precision will use them.
  private func lowOrder(
    of regressor: (column: DesignColumn, term: Int), count: Int, regressors: Int
  ) -> [Double]? {
    let width = Double(regressors + 2)
    guard request.formula.effects.isEmpty, request.weights == nil,
      Double(count) * width * width <= LeastSquares.smallProblem
    else { return nil }
    return panel.lowOrderParts(
      of: request.formula.regressors[regressor.term], numbers: regressor.column.numbers)
  }

  private func groups(_ variables: [[String]]) throws(EstimationError) -> [GroupCodes] {
    var groups: [GroupCodes] = []
    for names in variables {
      groups.append(try data { () throws(DataError) in try panel.groupCodes(of: names) })
    }
    return groups
  }

  private func data<Value>(
    _ body: () throws(DataError) -> Value
  ) throws(EstimationError) -> Value {
    do { return try body() } catch { throw .data(error) }
  }

  private func grouping(_ groups: GroupCodes, rows: [Int32]?) -> NamedGrouping {
    let all = Grouping(codes: groups.codes, count: groups.count)
    // Without lost rows every group that was coded has one.
    return NamedGrouping(
      name: groups.name, grouping: rows == nil ? all : all.restricted(to: rows))
  }

  private func select(_ numbers: [Double], _ rows: [Int32]?) -> [Double] {
    rows.map { $0.map { numbers[Int($0)] } } ?? numbers
  }

  /// Weights scaled to sum to the number of observations, as Stata's analytic weights are.
  private func normalised(_ weights: [Double]) -> [Double] {
    let factor = Double(weights.count) / Summation.sum(weights)
    return weights.map { $0 * factor }
  }

  private func checkWeights(
    _ weights: EvaluatedColumn, rows: [Int32]?
  ) throws(EstimationError) {
    let all = rows ?? (0..<Int32(panel.table.rowCount)).map { $0 }
    let wrong = all.filter { weights.numbers[Int($0)] <= 0 }
    guard !wrong.isEmpty else { return }
    let places = wrong.prefix(5).map { row in
      let value = weights.numbers[Int(row)]
      let place =
        panel.table.lineNumbers.line(ofRow: Int(row)).map { "line \($0)" } ?? "row \(row + 1)"
      return "\(place) (\(value))"
    }
    let rest = wrong.count > 5 ? " and \(wrong.count - 5) more" : ""
    throw .invalid(
      """
      Weights must be positive, but '\(weights.name)' is zero or negative in \
      \(places.joined(separator: ", "))\(rest). Remove those rows with \
      'where: \(weights.name) > 0', or choose another weight.
      """)
  }

  private func empty(_ dropped: [RowsDropped]) -> EstimationError {
    let lost = dropped.map { loss in
      let subject = loss.subject.map { " (\($0))" } ?? ""
      return "\(loss.rows) for \(Self.words(loss.reason))\(subject)"
    }
    var reasons = "Of \(panel.table.rowCount) rows the model lost \(lost.joined(separator: ", "))."
    if dropped.last?.reason == .singleton {
      reasons +=
        " Each observation is alone in a group of the fixed effects, so there is no variation "
        + "within groups: absorb fewer effects, or add periods."
    }
    return .emptySample(reasons: reasons)
  }

  private static func words(_ reason: DropReason) -> String {
    switch reason {
    case .whereFalse: "a false condition"
    case .whereMissing: "an undecided condition"
    case .keyMissing: "a missing key"
    case .missing: "missing values"
    case .noNeighbour: "a lag or lead without observation"
    case .weightMissing: "a missing weight"
    case .singleton: "being singletons"
    case .unmatchedInJoin: "no match in a join"
    }
  }

  private func describe(rows: [Int32]?, count: Int, dropped: [RowsDropped]) -> SampleDescription {
    var description = SampleDescription(
      n: count, rowsAvailable: panel.table.rowCount, dropped: dropped, weights: request.weights)
    guard let index = panel.index else { return description }
    let units = Grouping(codes: index.units, count: index.unitNames.count)
    description.unitVariable = index.unitVariable
    description.timeVariable = index.timeVariable
    description.units = rows == nil ? units.count : units.restricted(to: rows).count
    var periods = Set<Int>()
    var previous: Int?
    for position in 0..<count {
      let time = index.times[rows.map { Int($0[position]) } ?? position]
      if time != previous { periods.insert(time) }
      previous = time
    }
    description.periods = periods.count
    description.firstPeriod = periods.min()
    description.lastPeriod = periods.max()
    return description
  }
}
