import PanelData
import PanelNumerics
import PanelResults

/// One tobit, under one covariance.
struct TobitModel {
  var formula: String
  var options: Tobit.Options
  var covariance: TobitCovariance
  var adjust: Bool
  var level: Double
  var place: String

  private var effects: TobitEffects { options.effects ?? .pooled }

  /// Fits the model, and the pooled one beside it where units have effects.
  ///
  /// - Throws: What the formula, the limits, the data or the likelihood refuses.
  func result(on panel: Panel, in context: AnalysisContext) throws(EstimationError) -> TobitResult {
    let parsed = try parsedFormula(in: panel)
    try checkOptions()
    let design = try Design(
      DesignRequest(
        formula: parsed,
        clusters: covariance.clusters,
        condition: options.condition,
        dropsSingletons: false
      ),
      on: panel,
      threads: context.threadCount
    )
    let sample = try TobitSample(
      design,
      lower: options.lower,
      upper: options.upper,
      threads: context.threadCount
    )
    let pooled: CensoredRegression
    do { pooled = try CensoredRegression(sample.data) } catch {
      throw sample.error(error, effects: .pooled)
    }
    let estimates: TobitEstimates
    switch effects {
    case .pooled:
      let (matrix, description) = try covariance.covariance(
        of: pooled,
        on: design,
        adjust: adjust
      )
      estimates = TobitEstimates(pooled, covariance: matrix, description: description)
    case .random:
      estimates = try randomEffects(pooled, sample, on: panel, threads: context.threadCount)
    }
    return TobitReport(
      sample: sample,
      estimates: estimates,
      effects: effects,
      level: level
    ).result(
      heading: heading(of: parsed, design, in: panel),
      regressorLists: parsed.lists,
      provenance: panel.provenance(
        naming: columnNames(parsed),
        place: place,
        condition: options.condition,
        in: context
      )
    )
  }

  /// The formula, read.
  private func parsedFormula(in panel: Panel) throws(EstimationError) -> Formula {
    let parsed = try dataResult { () throws(DataError) in
      try FormulaParser.parse(formula, lists: panel.lists)
    }
    guard parsed.endogenous.isEmpty, parsed.instruments.isEmpty else {
      throw .invalid(
        "'\(formula)' has instruments, which a tobit does not take. Write 'outcome ~ regressors'."
      )
    }
    guard parsed.effects.isEmpty else {
      let names = parsed.effects.map(\.name).joined(separator: ", ")
      throw .invalid(
        """
        '\(formula)' absorbs effects (\(names)). A tobit cannot remove them as a linear model does, \
        and with one parameter for each unit it is inconsistent in panels with few periods (the \
        incidental-parameters problem). Use 'effects: random' for effects of units; periods may \
        enter as dummies, as in 'outcome ~ x + i(\(panel.index?.timeVariable ?? "year"))'.
        """
      )
    }
    guard !parsed.regressors.isEmpty || parsed.hasConstant else {
      throw .invalid("'\(formula)' has no regressor: there is nothing to estimate.")
    }
    try checkUnitDummies(parsed, in: panel)
    return parsed
  }

  /// Refuses indicators that tell every unit apart.
  private func checkUnitDummies(_ parsed: Formula, in panel: Panel) throws(EstimationError) {
    guard let index = panel.index, index.unitNames.count > 1 else { return }
    let units = Grouping(codes: index.units, count: index.unitNames.count)
    for factor in parsed.regressors.flatMap(\.factors) {
      guard case .indicators(let variable, reference: _) = factor else { continue }
      let coded = try dataResult { () throws(DataError) in
        try panel.groupCodes(of: [variable])
      }
      let isUnit =
        variable == index.unitVariable
        || (coded.count >= units.count && !coded.codes.contains { $0 < 0 }
          && Grouping(codes: coded.codes, count: coded.count).isNested(in: units))
      guard isUnit else { continue }
      throw .invalid(
        """
        'i(\(variable))' gives each of the \(units.count) units a parameter of its own: a tobit \
        with fixed effects, which is inconsistent in panels with few periods (the \
        incidental-parameters problem). Use 'effects: random', or a linear model with fixed effects.
        """
      )
    }
  }

  private func checkOptions() throws(EstimationError) {
    for (key, limit) in [("lower", options.lower), ("upper", options.upper)] {
      if let limit, !limit.isFinite {
        throw .invalid("'\(key)' is \(limit); leave the key out where there is no such limit.")
      }
    }
    guard options.lower != nil || options.upper != nil else {
      throw .invalid(
        "A tobit needs a limit at which the outcome is censored: give 'lower', 'upper' or both, as "
          + "in 'lower: 0'. Without any it is a linear model: use method fixed-effects or "
          + "random-effects."
      )
    }
    if let lower = options.lower, let upper = options.upper, lower >= upper {
      throw .invalid(
        "The limits are crossed: 'lower' is \(lower) and 'upper' is \(upper). The lower limit must "
          + "lie below the upper one."
      )
    }
    guard let points = options.points else { return }
    guard effects == .random else {
      throw .invalid(
        "'points' are those of the quadrature of random effects. Add 'effects: random', or take "
          + "'points' out."
      )
    }
    guard Tobit.pointRange.contains(points) else {
      throw .invalid(
        "'points' is \(points); the quadrature takes \(Tobit.pointRange.lowerBound) to "
          + "\(Tobit.pointRange.upperBound). 12 is usual; more where the quadrature check warns."
      )
    }
  }

  /// The fit with effects of units, checked against other numbers of points.
  private func randomEffects(
    _ pooled: CensoredRegression,
    _ sample: TobitSample,
    on panel: Panel,
    threads: Int
  ) throws(EstimationError) -> TobitEstimates {
    guard covariance.kind == .information else {
      throw .invalid(
        "The random-effects tobit has standard errors from the observed information (vcov: oim) "
          + "only. For robust or clustered ones use 'effects: pooled'."
      )
    }
    let units = try self.units(of: sample.design, in: panel)
    let points = options.points ?? Tobit.usualPoints
    guard points <= sample.design.observationCount else {
      throw .invalid(
        "'points' is \(points), more than the \(sample.design.observationCount) observations."
      )
    }
    do {
      let fit = try CensoredPanelRegression(
        from: pooled,
        units: units,
        points: points,
        threads: threads
      )
      let checkPoints = [2, 4].map { ($0 * points + 1) / 3 }
      var change: Availability<Double> = .value(0)
      if !fit.isWithoutEffects {
        for other in checkPoints {
          guard let largest = change.value else { continue }
          do {
            change = .value(max(largest, fit.change(to: try fit.refitted(points: other))))
          } catch {
            change = .unavailable(because: .notConverged)
          }
        }
      }
      return TobitEstimates(
        fit,
        pooled: pooled,
        quadrature: QuadratureDescription(
          points: points,
          checkPoints: checkPoints,
          checkChange: change
        )
      )
    } catch {
      throw sample.error(error, effects: .random, units: units)
    }
  }

  /// The rows of each unit in the sample.
  private func units(of design: Design, in panel: Panel) throws(EstimationError) -> [[Int32]] {
    guard let index = panel.index else {
      throw .invalid(
        "'effects: random' needs to know which rows are of one unit: name the panel's unit and time "
          + "under 'data', or use 'effects: pooled'."
      )
    }
    var units: [[Int32]] = []
    var last: Int32?
    for position in 0..<design.observationCount {
      let unit = index.units[design.rows.map { Int($0[position]) } ?? position]
      if unit != last { units.append([]) }
      units[units.count - 1].append(Int32(position))
      last = unit
    }
    guard units.count > 1 else {
      throw .invalid(
        "The sample has one unit ('\(index.unitVariable)'): random effects need several. Use "
          + "'effects: pooled'."
      )
    }
    guard units.contains(where: { $0.count > 1 }) else {
      throw .invalid(
        "Every unit ('\(index.unitVariable)') has one observation in the sample, so that its effect "
          + "cannot be told from the error. Use 'effects: pooled'."
      )
    }
    return units
  }

  private func heading(of parsed: Formula, _ design: Design, in panel: Panel) -> ResultHeading {
    ResultHeading(
      outcome: design.outcomeName,
      formula: parsed.text,
      labels: panel.labels(
        of: columnNames(parsed) + design.regressors.map(\.name) + [design.outcomeName]
          + [panel.index?.unitVariable, panel.index?.timeVariable].compactMap { $0 }
      )
    )
  }

  private func columnNames(_ parsed: Formula) -> [String] {
    parsed.outcome.columnNames + parsed.regressors.flatMap(\.columnNames)
      + covariance.clusters.flatMap { $0 }
  }
}

extension CensoredPanelRegression {
  /// The largest change of an estimate, relative to itself or its standard error, whichever is
  /// larger, and of the log likelihood relative to itself.
  ///
  /// - SeeAlso: Stata's `quadchk`.
  fileprivate func change(to other: CensoredPanelRegression) -> Double {
    let own = coefficients + [unitSigma, errorSigma]
    let others = other.coefficients + [other.unitSigma, other.errorSigma]
    var largest = abs(other.logLikelihood - logLikelihood) / max(abs(logLikelihood), 1)
    for j in own.indices {
      let size = max(abs(own[j]), covariance[j, j].squareRoot())
      largest = max(largest, abs(others[j] - own[j]) / size)
    }
    return largest
  }
}
