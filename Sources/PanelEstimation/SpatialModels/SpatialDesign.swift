import PanelData
package import PanelNumerics
package import PanelResults

/// The columns of a spatial model that carry coefficients: regressors, a constant, lags.
package struct SpatialDesign: Sendable {
  package let sample: SpatialSample
  /// The raw name of each column; a lag has that of its regressor.
  package let names: [String]
  package let components: [Estimate.Component]
  package let columns: SpatialColumns

  package var coefficientCount: Int { names.count }

  /// - Throws: ``EstimationError/invalid(_:)`` for columns that are combinations of others once
  ///   effects are removed, and for `spatial_lags` that name no regressor or serve no model.
  package init(_ sample: SpatialSample, _ request: SpatialRequest) throws(EstimationError) {
    self.sample = sample
    let design = sample.design
    let n = design.observationCount
    var names = design.regressors.map(\.name)
    var components = names.map { _ in Estimate.Component.slopes }
    var regressors = design.regressors.map(\.numbers)
    if design.hasConstant {
      names.append(Estimate.constantTerm)
      components.append(.constant)
      regressors.append([Double](repeating: 1, count: n))
    }
    let lagged = try Self.lagged(request, sample)
    let lags = sample.lag.of(lagged.map { design.regressors[$0].numbers })
    for (position, column) in zip(lagged, lags) {
      names.append(design.regressors[position].name)
      components.append(.spatialLag)
      regressors.append(column)
    }
    guard !regressors.isEmpty else {
      throw .invalid("'\(request.formula)' has no regressor: there is nothing to estimate.")
    }
    self.names = names
    self.components = components
    columns = SpatialColumns(
      outcome: design.outcome,
      regressors: regressors,
      lag: sample.lag,
      effects: sample.effects
    )
    try checkRank(request)
  }

  /// Positions of the regressors whose lags enter.
  private static func lagged(
    _ request: SpatialRequest,
    _ sample: SpatialSample
  ) throws(EstimationError) -> [Int] {
    let regressors = sample.design.regressors
    guard request.model.hasLaggedRegressors else {
      guard request.lagged == nil else {
        throw .invalid(
          "'spatial_lags' names regressors whose spatial lags enter, and the model "
            + "'\(request.model.rawValue)' has none. Take the key out, or use sdm, slx or sdem."
        )
      }
      return []
    }
    guard !regressors.isEmpty else {
      throw .invalid(
        "'\(request.formula)' has no regressor, and the model '\(request.model.rawValue)' is one of "
          + "spatial lags of regressors. Use sar or sem."
      )
    }
    guard let wanted = request.lagged else { return Array(regressors.indices) }
    let terms = sample.formula.regressors.map(\.name)
    var chosen: [Int] = []
    for name in wanted {
      let found = regressors.indices.filter {
        regressors[$0].name == name || terms[regressors[$0].term] == name
      }
      guard !found.isEmpty else {
        let nearest = NearestNames.of(name, in: terms)
        let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
        throw .invalid(
          "'spatial_lags' names '\(name)', which is no regressor of '\(request.formula)'.\(hint) "
            + "Its regressors are: \(terms.joined(separator: ", "))."
        )
      }
      chosen += found.filter { !chosen.contains($0) }
    }
    guard !chosen.isEmpty else {
      throw .invalid(
        "'spatial_lags' is empty: a model without spatial lags of regressors is a sar or a sem."
      )
    }
    return chosen.sorted()
  }

  /// What a column reads like in a message.
  private func written(_ position: Int) -> String {
    components[position] == .spatialLag
      ? "the spatial lag of '\(names[position])'"
      : names[position] == Estimate.constantTerm ? "the constant" : "'\(names[position])'"
  }

  private func checkRank(_ request: SpatialRequest) throws(EstimationError) {
    guard columns.rowCount > coefficientCount + 2 else {
      throw .invalid(
        "\(columns.rowCount) observations are too few for the \(coefficientCount) coefficients of "
          + "\(request.inWords)."
      )
    }
    let isPlain = sample.effects.isEmpty
    for position in names.indices where components[position] != .constant {
      let all = columns.regressors[position]
      let mean = Summation.mean(all)
      let centred = Summation.centredSumOfSquares(all)
      let isAbsorbed = AbsorbedRule.isAbsorbed(
        within: isPlain
          ? centred : Summation.sumOfSquares(columns.remainingRegressors[position]),
        centred: centred,
        mean: mean,
        weight: Double(all.count)
      )
      guard isAbsorbed, !isPlain || sample.design.hasConstant else { continue }
      throw .invalid(
        isPlain
          ? "\(written(position).capitalisedStart) is \(mean) in all \(all.count) observations: "
            + "what does not vary has no coefficient.\(lagAdvice(position))"
          : "\(written(position).capitalisedStart) does not vary once the effects of \(effectNames) "
            + "are removed, and has no coefficient.\(lagAdvice(position))"
      )
    }
    // The constant comes first, so that no regressor is blamed upon it.
    let order =
      names.indices.filter { components[$0] == .constant }
      + names.indices.filter { components[$0] != .constant }
    guard let dependent = DependentColumn(order.map { columns.remainingRegressors[$0] }) else {
      return
    }
    let position = order[dependent.position]
    let others = dependent.others.map { written(order[$0]) }
    let condition = isPlain ? "" : " once the effects of \(effectNames) are removed"
    throw .invalid(
      "\(written(position).capitalisedStart) is a linear combination of \(TobitSample.list(others))"
        + "\(condition): it has no coefficient of its own.\(lagAdvice(position))"
    )
  }

  private var effectNames: String {
    sample.formula.effects.map { "'\($0.name)'" }.joined(separator: " and ")
  }

  private func lagAdvice(_ position: Int) -> String {
    components[position] == .spatialLag
      ? " Name the regressors whose lags enter in 'spatial_lags', without this one."
      : " Take it out of the formula."
  }
}

extension String {
  /// With a capital first letter.
  fileprivate var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }
}
