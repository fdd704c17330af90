package import PanelData
package import PanelNumerics
package import PanelResults

/// The rows of a spatial model: a balanced panel, or a cross-section, whose units are those of the
/// weights.
package struct SpatialSample: Sendable {
  package let formula: Formula
  package let design: Design
  package let weights: SpatialWeights
  package let panelEffects: SpatialPanelEffects
  /// The units of the sample, in the order of the weights.
  package let units: [String]
  package let unitVariable: String
  /// The periods of the sample, ascending; one without a name in a cross-section.
  package let periods: [Int]
  package let timeVariable: String?
  /// W for every period.
  package let lag: SpatialLag
  package let effects: BalancedEffects

  package var unitCount: Int { units.count }
  package var periodCount: Int { periods.count }

  /// Reads a formula and evaluates it on the rows that it can use.
  ///
  /// - Throws: What the formula and the data refuse; ``EstimationError/invalid(_:)`` for rows without
  ///   units, effects of anything but units and periods, an unbalanced panel, and units that the
  ///   weights do not have or that they have beside those of the sample.
  package init(
    _ request: SpatialRequest,
    weights: SpatialWeights,
    on panel: Panel,
    threads: Int
  ) throws(EstimationError) {
    self.weights = weights
    formula = try dataResult { () throws(DataError) in
      try FormulaParser.parse(request.formula, lists: panel.lists)
    }
    let keys = try Self.units(of: panel, for: request)
    panelEffects = try Self.effects(of: formula, request, in: panel)
    design = try Design(
      DesignRequest(formula: formula, condition: request.condition, dropsSingletons: false),
      on: panel,
      threads: threads
    )
    let layout = try SpatialLayout(design, keys, panel.index, scope: request.scope)
    unitVariable = keys.variable
    units = layout.units.map { keys.names[$0] }
    periods = layout.periods
    timeVariable = panel.index?.timeVariable
    try Self.match(units, keys, with: weights)
    lag = SpatialLag(weights.matrix, periodCount: periods.count)
    effects = BalancedEffects(
      ofUnits: panelEffects == .unit || panelEffects == .twoWay,
      ofPeriods: panelEffects == .time || panelEffects == .twoWay,
      periodCount: periods.count
    )
    if effects.ofUnits, periods.count < 2 {
      throw .invalid(
        "The sample has one period, so that effects of '\(unitVariable)' explain everything. Absorb "
          + "no effects of units, or take more periods."
      )
    }
  }

  private static func units(
    of panel: Panel,
    for request: SpatialRequest
  ) throws(EstimationError) -> UnitKeys {
    switch request.scope {
    case .panel:
      guard panel.index != nil, let keys = panel.units else {
        throw .invalid(
          "A spatial panel model needs to know units and periods: give 'unit' and 'time' under "
            + "'data'. For a cross-section use method \(SpatialRegression.kind.rawValue)."
        )
      }
      return keys
    case .crossSection:
      guard let keys = panel.units else {
        throw .invalid(
          "A spatial model joins weights to rows by the name of the unit: give 'unit' under 'data'."
        )
      }
      return keys
    }
  }

  private static func effects(
    of formula: Formula,
    _ request: SpatialRequest,
    in panel: Panel
  ) throws(EstimationError) -> SpatialPanelEffects {
    guard formula.endogenous.isEmpty, formula.instruments.isEmpty else {
      throw .invalid(
        "'\(formula.text)' has instruments, which spatial models do not take. Write "
          + "'outcome ~ regressors | effects'."
      )
    }
    guard !formula.effects.isEmpty else { return .none }
    let names = formula.effects.map(\.name)
    guard request.scope == .panel, let index = panel.index else {
      throw .invalid(
        "'\(formula.text)' absorbs effects of \(names.joined(separator: ", ")), which a "
          + "cross-section of units does not have. Write others as indicators, as in "
          + "'+ i(\(formula.effects[0].variables[0]))'."
      )
    }
    let known = [index.unitVariable, index.timeVariable]
    if let other = formula.effects.first(where: {
      $0.variables.count > 1 || !known.contains($0.name)
    }) {
      throw .invalid(
        "'\(formula.text)' absorbs effects of \(other.name). Spatial panel models absorb those of "
          + "units ('\(index.unitVariable)') and periods ('\(index.timeVariable)'); write others as "
          + "indicators, as in '+ i(\(other.variables[0]))'."
      )
    }
    return switch (names.contains(known[0]), names.contains(known[1])) {
    case (true, true): .twoWay
    case (true, false): .unit
    default: .time
    }
  }

  /// Units of the sample and units of the weights are the same.
  private static func match(
    _ units: [String],
    _ keys: UnitKeys,
    with weights: SpatialWeights
  ) throws(EstimationError) {
    guard units != weights.ids else { return }
    let known = Set(weights.ids)
    let absent = units.filter { !known.contains($0) }
    guard absent.isEmpty else {
      throw .invalid(
        "The weights '\(weights.name)' have no row for \(absent.count) of the \(units.count) units "
          + "of the sample: \(TobitSample.list(absent)). Weights and data join by the values of "
          + "'\(keys.variable)'; add the units to the weights, or leave them out under 'where'."
      )
    }
    let present = Set(units)
    let left = weights.ids.filter { !present.contains($0) }
    guard left.isEmpty else {
      throw .invalid(
        "The weights '\(weights.name)' have \(left.count == 1 ? "a unit" : "\(left.count) units") "
          + "without observations in this model: "
          + "\(TobitSample.list(left)). Leaving out a neighbour changes the lags of those that stay: "
          + "leave units out under the study's own 'where', by which weights are made, or keep their "
          + "observations."
      )
    }
    throw .invalid(
      "The units of the weights '\(weights.name)' stand in another order than those of the data."
    )
  }
}

/// Which unit and period each row of a balanced sample is.
private struct SpatialLayout {
  /// Codes of units, ascending.
  let units: [Int]
  let periods: [Int]

  /// - Throws: ``EstimationError/invalid(_:)`` for units that are not all observed in all periods.
  init(
    _ design: Design,
    _ keys: UnitKeys,
    _ index: PanelIndex?,
    scope: SpatialRequest.Scope
  ) throws(EstimationError) {
    let rows = design.rows?.map { Int($0) } ?? Array(0..<design.observationCount)
    var units: [Int] = []
    var times: [[Int]] = []
    for row in rows {
      let unit = Int(keys.codes[row])
      if units.last != unit {
        units.append(unit)
        times.append([])
      }
      times[times.count - 1].append(index?.times[row] ?? 0)
    }
    let periods = Set(times.joined()).sorted()
    if scope == .crossSection, periods.count > 1 {
      throw .invalid(
        "The sample has \(periods.count) periods (\(periods[0]) to \(periods[periods.count - 1])), "
          + "and a cross-section one. Use method \(SpatialPanel.kind.rawValue), or choose a period, "
          + "as in 'where: \(Names.written(index?.timeVariable ?? "year")) == \(periods[0])'."
      )
    }
    self.units = units
    self.periods = periods
    guard units.count > 1 else {
      throw .invalid(
        "The sample has one unit (\(keys.variable) = \(keys.names[units[0]])), which has no "
          + "neighbours: a spatial model needs several."
      )
    }
    let incomplete = units.indices.filter { times[$0].count < periods.count }
    guard !incomplete.isEmpty else { return }
    let shown = incomplete.prefix(4).map { position in
      let seen = Set(times[position])
      let lost = periods.filter { !seen.contains($0) }
      let some = lost.prefix(4).map(String.init).joined(separator: ", ")
      return "\(keys.names[units[position]]) lacks \(some)"
        + (lost.count > 4 ? " and \(lost.count - 4) more" : "")
    }
    let rest = incomplete.count > 4 ? "; and \(incomplete.count - 4) more units" : ""
    throw .invalid(
      "The panel is not balanced in the sample of this model: \(incomplete.count) of \(units.count) "
        + "units \(incomplete.count == 1 ? "is" : "are") not observed in all \(periods.count) periods "
        + "(\(shown.joined(separator: "; "))"
        + "\(rest)). \(Self.losses(design))A neighbour without a value leaves a spatial lag without "
        + "one: fill in the values, or leave out whole periods or units under the study's 'where'."
    )
  }

  private static func losses(_ design: Design) -> String {
    let lost = design.description.dropped.filter { $0.reason != .whereFalse }
    guard let largest = lost.max(by: { $0.rows < $1.rows }), let subject = largest.subject else {
      return ""
    }
    return "The model lost \(largest.rows) rows for '\(subject)'. "
  }
}
