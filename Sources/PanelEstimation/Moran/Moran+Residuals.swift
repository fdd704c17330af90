import PanelData
import PanelNumerics
import PanelResults

extension Moran {
  /// Tests the residuals of linear regressions, over all periods at once.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for regressions other than least squares without
  ///   weights, effects of other things than units and periods, units without observations, and an
  ///   unbalanced sample.
  func test(
    residualsOf reference: ResultReference,
    _ matrices: [SpatialWeights],
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> MoranResult {
    let sample = try PlacesByPeriod(panel, periods: [], by: nil)
    var models: [ResidualModel] = []
    for (name, linear) in try linearModels(of: reference, in: panel, context) {
      models.append(
        try ResidualModel(name, linear, on: panel, sample, threads: context.threadCount)
      )
    }
    var values: [MoranResult.Value] = []
    for matrix in matrices {
      for model in models {
        guard
          let test = ResidualAutocorrelation(
            residuals: model.residuals,
            regressors: model.regressors,
            effects: model.effects,
            weights: matrix.matrix
          )
        else {
          throw .invalid("'\(model.name)' has as many parameters as observations.")
        }
        values.append(
          MoranResult.Value(
            variable: model.name,
            weights: matrix.name,
            n: model.residuals.count,
            value: test.value,
            expected: test.expectation,
            variance: test.variance,
            alternative: alternative
          )
        )
      }
    }
    guard let first = models.first else { throw .invalid("'\(reference)' holds no regression.") }
    var labels: [String: LocalizedText] = [:]
    for model in models { labels.merge(model.labels) { first, _ in first } }
    return MoranResult(
      heading: ResultHeading(labels: labels),
      sample: first.sample,
      inference: .residuals,
      alternative: alternative,
      variables: models.map(\.name),
      outcomes: Dictionary(uniqueKeysWithValues: models.map { ($0.name, $0.outcome) }),
      weights: matrices.map(\.description),
      values: values,
      provenance: panel.provenance(
        naming: Set(models.flatMap(\.columnNames)).sorted(),
        place: context.id,
        condition: nil,
        in: context
      )
    )
  }

  private func linearModels(
    of reference: ResultReference,
    in panel: Panel,
    _ context: AnalysisContext
  ) throws(EstimationError) -> [(name: String, linear: LinearModel)] {
    let advice =
      "Moments of Moran's I are known for residuals of least squares: name a regression of method "
      + "fixed-effects."
    guard let models = try context.models(of: reference, in: panel) else {
      let entry = try context.entry(of: reference)
      throw .invalid("'\(reference)' is of method \(type(of: entry).kind.rawValue). \(advice)")
    }
    var linear: [(name: String, linear: LinearModel)] = []
    for model in models {
      guard case .linear(let own) = model.model else {
        throw .invalid("'\(model.name)' is of method iv. \(advice)")
      }
      linear.append((model.name, own))
    }
    return linear
  }
}

/// A regression by least squares, as the test of its residuals sees it.
private struct ResidualModel {
  var name: String
  var outcome: String
  var labels: [String: LocalizedText]
  var sample: SampleDescription
  var columnNames: [String]
  /// By unit, and by period within a unit.
  var residuals: [Double]
  /// Off the effects; a constant among them where nothing is absorbed.
  var regressors: Matrix
  var effects: ResidualAutocorrelation.Effects

  init(
    _ name: String,
    _ linear: LinearModel,
    on panel: Panel,
    _ sample: PlacesByPeriod,
    threads: Int
  ) throws(EstimationError) {
    var linear = linear
    linear.further = []
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: threads)
    guard design.weights == nil else {
      throw .invalid(
        "'\(name)' has weights of observations, for which the moments of Moran's I are not known. "
          + "Name a regression without."
      )
    }
    effects = ResidualAutocorrelation.Effects(units: false, periods: false)
    for effect in design.effects {
      switch effect.name {
      case sample.unitVariable where sample.timeVariable != nil: effects.units = true
      case sample.timeVariable: effects.periods = true
      default:
        throw .invalid(
          "'\(name)' absorbs effects of '\(effect.name)'. The moments of Moran's I are known here for "
            + "effects of units and periods; let others enter as dummies, as in 'i(region)'."
        )
      }
    }
    try Self.checkBalance(of: design, name, panel, sample)
    let engine = LeastSquaresEngine(design: design, needsLeverages: false, threads: threads)
    let fit = try engine.fit()
    guard fit.residualSumOfSquares > 1e-24 * fit.totalSumOfSquares else {
      throw .invalid("'\(name)' fits the outcome perfectly: no residual is left to test.")
    }
    var columns = fit.kept.map { design.regressors[$0].numbers }
    if design.effects.isEmpty, design.hasConstant {
      columns.insert([Double](repeating: 1, count: design.observationCount), at: 0)
    }
    columns.append(design.outcome)
    if !design.effects.isEmpty {
      let absorber = Absorber(
        effects: design.effects.map(\.grouping),
        rowCount: design.observationCount,
        threads: threads
      )
      let absorbed = try engine.absorb(columns, by: absorber)
      let left = absorber.residuals(of: columns, absorbed)
      columns = (0..<left.columnCount).map { left.column($0) }
    }
    let basis = PanelNumerics.OrthonormalBasis(Matrix(columns: Array(columns.dropLast()))).basis
    var left = columns[columns.count - 1]
    // Twice, so that nothing but rounding is left along the regressors.
    for _ in 0..<2 {
      let share = basis.transposedTimes(left).map { $0 / Double(left.count) }
      let fitted = basis * share
      for row in left.indices { left[row] -= fitted[row] }
    }
    self.name = name
    outcome = design.outcomeName
    labels = linear.heading(of: formula, design, in: panel).labels
    self.sample = design.description
    columnNames =
      formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
    residuals = left
    regressors = Matrix(
      rowCount: left.count,
      columnCount: columns.count - 1,
      elements: Array(columns.dropLast().joined())
    )
  }

  /// Refuses a sample in which units have different periods, or some none.
  private static func checkBalance(
    of design: Design,
    _ name: String,
    _ panel: Panel,
    _ sample: PlacesByPeriod
  ) throws(EstimationError) {
    guard let keys = panel.units else { return }
    let rows = design.rows.map { $0.map(Int.init) } ?? Array(keys.codes.indices)
    var times = [[Int]](repeating: [], count: keys.names.count)
    for row in rows { times[Int(keys.codes[row])].append(panel.index.map { $0.times[row] } ?? 0) }
    let usual = times.max { $0.count < $1.count } ?? []
    let odd = times.indices.filter { times[$0] != usual }
    guard !odd.isEmpty else { return }
    let names = MessageList.text(odd.map { keys.names[$0] })
    throw .invalid(
      panel.index == nil
        ? "The sample of '\(name)' lacks units that the weights have: \(names). Complete the data, or "
          + "leave these units out with 'where' under 'data'."
        : "The sample of '\(name)' is not balanced: \(names) \(odd.count == 1 ? "is" : "are") not "
          + "observed in the same \(usual.count) periods as the others. Neighbours need each other's "
          + "residuals in every period."
    )
  }
}
