package import PanelData
package import PanelNumerics
import PanelResults

/// The columns of a model with a constant, and the units that its rows belong to.
package struct UnitSample: Sendable {
  package let formula: Formula
  package let design: Design
  package let units: NamedGrouping
  /// The period of each row.
  package let periods: [Int]

  /// Reads a formula and evaluates it on the rows that it can use.
  ///
  /// - Throws: What the formula and the data refuse; ``EstimationError/invalid(_:)`` for data
  ///   without units, absorbed effects, a model without constant, one unit, or units that are all
  ///   observed once.
  package init(_ linear: LinearModel, on panel: Panel, threads: Int) throws(EstimationError) {
    guard let index = panel.index else {
      throw .invalid(
        "Effects of units need units: give 'unit' and 'time' under 'data' in the study."
      )
    }
    let formula = try dataResult { () throws(DataError) in
      try FormulaParser.parse(linear.formula, lists: panel.lists)
    }
    try Self.check(formula, in: index)
    let design = try linear.design(of: formula, on: panel, threads: threads)
    let all = Grouping(codes: index.units, count: index.unitNames.count)
    let units = all.restricted(to: design.rows)
    let n = design.observationCount
    guard units.count > 1 else {
      let row = design.rows?.first.map { Int($0) } ?? 0
      throw .invalid(
        """
        All \(n) observations belong to one unit (\(index.unitVariable) = \
        \(index.unitNames[Int(index.units[row])])): effects of units need several units.
        """
      )
    }
    guard units.count < n else {
      throw .invalid(
        """
        Each of the \(units.count) units is observed once, so that effects of units cannot be told \
        from errors: units with two observations or more are needed.
        """
      )
    }
    self.formula = formula
    self.design = design
    self.units = NamedGrouping(name: index.unitVariable, grouping: units)
    periods = design.rows?.map { index.times[Int($0)] } ?? index.times
  }

  /// Whether a column is the same for all units of each period, as an indicator of years is.
  package func isOfPeriods(_ numbers: [Double]) -> Bool {
    var values: [Int: Double] = [:]
    for (period, number) in zip(periods, numbers) {
      if let known = values[period], known != number { return false }
      values[period] = number
    }
    return true
  }

  private static func check(_ formula: Formula, in index: PanelIndex) throws(EstimationError) {
    guard formula.endogenous.isEmpty, formula.instruments.isEmpty else {
      throw .invalid(
        "'\(formula.text)' has instruments, which random effects do not take. Use method "
          + "\(InstrumentalVariables.kind.rawValue)."
      )
    }
    if let effect = formula.effects.first {
      let names = formula.effects.map(\.name).joined(separator: ", ")
      let others = formula.effects.filter { $0.variables != [index.unitVariable] }
      let hint =
        others.isEmpty
        ? "Take out '| \(effect.name)'."
        : "Take out '| …' and write others as indicators, as in '+ i(\(others[0].variables[0]))'."
      throw .invalid(
        "'\(formula.text)' absorbs effects of \(names). Random effects stand in the place of the "
          + "effects of '\(index.unitVariable)', and nothing else is absorbed. \(hint)"
      )
    }
    guard formula.hasConstant else {
      throw .invalid(
        "'\(formula.text)' has no constant, about which effects of units could vary. Take out '0' "
          + "or '-1'."
      )
    }
    guard !formula.regressors.isEmpty else {
      throw .invalid("'\(formula.text)' has no regressor: there is nothing to estimate.")
    }
  }
}
