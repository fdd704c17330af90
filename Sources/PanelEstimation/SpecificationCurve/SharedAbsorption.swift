import PanelNumerics
import PanelResults

/// Columns off absorbed effects, kept for all models with these effects on these rows.
///
/// Specifications share outcomes and controls, so most of their columns are absorbed already when
/// they come.
struct SharedAbsorption {
  private var groups: [Group] = []

  /// What has been absorbed for one set of effects on one set of rows.
  private struct Group {
    var effects: [String]
    var rows: [Int32]?
    var count: Int
    var absorber: Absorber
    var columns: [String: AbsorbedColumn]
  }

  /// Groups that are kept at a time.
  private static let limit = 4

  /// The fit of a design, as ``LeastSquaresEngine/fit()`` gives it.
  ///
  /// - Throws: As the engine does.
  mutating func fit(
    _ design: Design, needsLeverages: Bool
  ) throws(EstimationError) -> LinearFit {
    let engine = LeastSquaresEngine(design: design, needsLeverages: needsLeverages, threads: 1)
    guard !design.effects.isEmpty else { return try engine.fit() }
    let place = place(of: design)
    let names = design.regressors.map(\.name) + [design.outcomeName]
    let numbers = design.regressors.map(\.numbers) + [design.outcome]
    let missing = names.indices.filter { index in
      groups[place].columns[names[index]] == nil && names.firstIndex(of: names[index]) == index
    }
    if !missing.isEmpty {
      let wanted = missing.map { numbers[$0] }
      let absorber = groups[place].absorber
      let absorbed = try engine.absorb(wanted, by: absorber)
      let residuals = absorber.residuals(of: wanted, absorbed)
      for (index, column) in missing.enumerated() {
        groups[place].columns[names[column]] = AbsorbedColumn(
          residuals: residuals.column(index), mean: absorbed.columnMeans[index],
          centred: Summation.centredSumOfSquares(wanted[index], weights: design.weights),
          iterations: absorbed.iterations, relativeError: absorbed.relativeError)
      }
    }
    let columns = names.compactMap { groups[place].columns[$0] }
    return try AbsorbedFit(engine, groups[place].absorber).fit(columns)
  }

  /// The group of a design's effects and rows: a new one where there is none.
  private mutating func place(of design: Design) -> Int {
    let effects = design.effects.map(\.name)
    if let known = groups.firstIndex(where: {
      $0.effects == effects && $0.count == design.observationCount && $0.rows == design.rows
    }) {
      return known
    }
    if groups.count == Self.limit { groups.removeFirst() }
    groups.append(
      Group(
        effects: effects, rows: design.rows, count: design.observationCount,
        absorber: Absorber(
          effects: design.effects.map(\.grouping), rowCount: design.observationCount,
          weights: design.weights, threads: 1),
        columns: [:]))
    return groups.count - 1
  }
}
