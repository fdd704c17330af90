import PanelData
import PanelNumerics
import PanelResults

/// The columns of a tobit on its sample, with what would leave its likelihood without a maximum
/// refused beforehand.
struct TobitSample {
  let design: Design
  /// Positions of the regressors that carry coefficients.
  let kept: [Int]
  let omitted: [OmittedTerm]
  let data: CensoredData
  let lower: Double?
  let upper: Double?

  /// The names of the columns of ``data``: the constant first, where there is one.
  var columnNames: [String] {
    (design.hasConstant ? [Estimate.constantTerm] : []) + kept.map { design.regressors[$0].name }
  }

  /// - Throws: ``EstimationError/invalid(_:)`` for an outcome that is censored throughout, a first
  ///   regressor without variation of its own, or regressors that tell censored from uncensored
  ///   observations.
  init(
    _ design: Design,
    lower: Double?,
    upper: Double?,
    threads: Int
  ) throws(EstimationError) {
    let fit = try LeastSquaresEngine(design: design, needsLeverages: false, threads: threads).fit()
    let n = design.observationCount
    let ones = design.hasConstant ? [[Double](repeating: 1, count: n)] : []
    let matrix = Matrix(columns: ones + fit.kept.map { design.regressors[$0].numbers })
    guard matrix.columnCount > 0 else {
      throw .invalid("The model has no regressor with variation: there is nothing to estimate.")
    }
    self.design = design
    self.lower = lower
    self.upper = upper
    kept = fit.kept
    omitted = fit.omitted
    data = CensoredData(
      outcome: design.outcome,
      design: matrix,
      hasConstant: design.hasConstant,
      lower: lower,
      upper: upper
    )
    try checkFirstRegressor()
    try checkCensoring()
    try checkSeparation(matrix)
  }

  private func checkFirstRegressor() throws(EstimationError) {
    guard let first = design.regressors.first else { return }
    let ofTerm = design.regressors.indices.filter { design.regressors[$0].term == first.term }
    guard ofTerm.allSatisfy({ !kept.contains($0) }) else { return }
    if let value = first.numbers.first, first.numbers.allSatisfy({ $0 == value }) {
      throw .invalid(
        """
        '\(first.name)' is \(value) in all \(design.observationCount) observations of the sample: \
        a regressor that does not vary has no coefficient. Check its definition and the sample.
        """
      )
    }
    let others = omitted.first { $0.term == first.name }?.with ?? []
    throw .invalid(
      "'\(first.name)' is a linear combination of \(Self.list(others)): it has no coefficient of "
        + "its own. Drop one of them."
    )
  }

  private func checkCensoring() throws(EstimationError) {
    guard data.insideCount == 0 else { return }
    let name = design.outcomeName
    if data.highCount == 0 {
      throw .invalid(
        "All \(data.lowCount) values of '\(name)' lie at or below the lower limit \(lower ?? 0): "
          + "nothing is seen of how far the latent outcome goes. Check 'lower'."
      )
    }
    if data.lowCount == 0 {
      throw .invalid(
        "All \(data.highCount) values of '\(name)' lie at or above the upper limit \(upper ?? 0): "
          + "nothing is seen of how far the latent outcome goes. Check 'upper'."
      )
    }
    throw .invalid(
      "All values of '\(name)' lie at a limit (\(data.lowCount) at the lower, \(data.highCount) at "
        + "the upper one): an outcome of two values asks for a model of probabilities, not a tobit."
    )
  }

  /// A regressor that is nothing new among uncensored observations, and on one side of that at all
  /// censored ones, has an infinite coefficient.
  private func checkSeparation(_ matrix: Matrix) throws(EstimationError) {
    let n = design.observationCount
    let sides = (0..<n).map { row -> CensoredData.Side in
      if let lower, design.outcome[row] <= lower { return .low }
      if let upper, design.outcome[row] >= upper { return .high }
      return .inside
    }
    let inside = (0..<n).filter { sides[$0] == .inside }
    guard inside.count < n else { return }
    let seen = matrix.rows(inside)
    let fit = LeastSquares.fit(
      design: seen,
      outcome: inside.map { design.outcome[$0] },
      lowOrder: LowOrderParts.none(rowCount: inside.count, columnCount: seen.columnCount)
    )
    let names = columnNames
    for dropped in fit.dropped {
      let column = matrix.column(dropped.column)
      var rest = column
      for part in dropped.combination {
        for row in 0..<n { rest[row] -= part.coefficient * matrix[row, part.column] }
      }
      let noise = 1e-8 * (column.map(abs).max() ?? 0)
      let censored = (0..<n).filter { sides[$0] != .inside && abs(rest[$0]) > noise }
      let pulls = censored.map { (rest[$0] > 0) == (sides[$0] == .high) }
      guard let first = pulls.first, pulls.allSatisfy({ $0 == first }) else { continue }
      let others = dropped.combination.map { names[$0.column] }
        .filter { $0 != Estimate.constantTerm }
      let what =
        others.isEmpty
        ? "does not vary among the \(inside.count) uncensored observations"
        : "is a linear combination of \(Self.list(others)) among the \(inside.count) uncensored "
          + "observations"
      throw .invalid(
        "'\(names[dropped.column])' \(what), and where it departs from that all observations lie "
          + "at a limit: it tells censored from uncensored observations, and its coefficient is "
          + "infinite. Drop it, or the observations that it sets apart."
      )
    }
  }

  /// What a maximisation refused, in words.
  ///
  /// - Parameters:
  ///   - fault: What was refused.
  ///   - effects: Of which model.
  ///   - units: The rows of units, where these have effects.
  /// - Returns: What, where and what to do.
  func error(
    _ fault: CensoredFitError,
    effects: TobitEffects,
    units: [[Int32]] = []
  ) -> EstimationError {
    let what = effects == .random ? "The random-effects tobit" : "The tobit"
    switch fault {
    case .perfectFit:
      return .invalid(
        """
        \(what) of '\(design.outcomeName)' has no maximum: the \(data.insideCount) uncensored \
        outcomes are fitted perfectly, and their standard deviation falls to zero. Use fewer \
        regressors, or limits that leave more observations uncensored.
        """
      )
    case .flat(let column):
      return .invalid(
        """
        \(what) of '\(design.outcomeName)' has no maximum: its likelihood hardly depends on \
        '\(columnNames[column])', because combinations of regressors tell censored from uncensored \
        observations. Drop that regressor, or combine categories.
        """
      )
    case .notConverged(let iterations, let decrement):
      let advice =
        effects == .pooled
        ? "Drop regressors that are nearly collinear, or combine categories."
        : """
        The quadrature may be too coarse: take more 'points'. Units whose outcomes are all censored \
        (here \(unitsWithoutInside(units)) of \(units.count)) say little of their effects; see \
        whether they belong in the sample, or use 'effects: pooled'.
        """
      return .invalid(
        """
        \(what) of '\(design.outcomeName)' did not converge: after \(iterations) steps of Newton's \
        method the log likelihood would still rise by \(decrement). \(advice)
        """
      )
    }
  }

  private func unitsWithoutInside(_ units: [[Int32]]) -> Int {
    units.count { rows in
      rows.allSatisfy { row in
        let y = design.outcome[Int(row)]
        return (lower.map { y <= $0 } ?? false) || (upper.map { y >= $0 } ?? false)
      }
    }
  }

  /// Names, at most five of them.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
