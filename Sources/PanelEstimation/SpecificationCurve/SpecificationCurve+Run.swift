package import PanelData
import PanelNumerics
package import PanelResults

extension SpecificationCurve {
  /// Estimates every combination of choices once.
  ///
  /// Combinations that are the same model, because controls are the same in another order or hold
  /// the treatment, are one specification. One that cannot be estimated is counted with its reason.
  ///
  /// - Returns: One result.
  /// - Throws: What ``SpecificationGrid`` refuses; ``EstimationError/data(_:)`` for variables that
  ///   are not there; ``EstimationError/invalid(_:)`` where no specification, or not the base one,
  ///   can be estimated.
  /// - SeeAlso: Simonsohn, Simmons and Nelson (2020); test `agreesWithSeparateFits`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [SpecificationCurveResult] {
    let grid = try SpecificationGrid(self, in: panel)
    let outcomes = try estimates(of: grid, on: panel, in: context)
    var estimated: [(cell: Int, found: Estimated)] = []
    var failures: [SpecificationFailure] = []
    for (cell, outcome) in outcomes.enumerated() {
      switch outcome {
      case .estimated(let found): estimated.append((cell, found))
      case .failed(let reason, let message):
        if cell == grid.base {
          throw .invalid(
            "The base specification '\(grid.cells[cell].formula.text)' cannot be estimated: "
              + message)
        }
        if let known = failures.firstIndex(where: { $0.reason == reason }) {
          failures[known].count += 1
        } else {
          failures.append(SpecificationFailure(reason: reason, count: 1, example: message))
        }
      }
    }
    guard !estimated.isEmpty else {
      throw .invalid(
        "None of the \(grid.cells.count) specifications can be estimated. The first: "
          + "\(failures.first?.example ?? "")")
    }
    // Equal estimates stay in the order of the grid.
    estimated.sort { ($0.found.estimate.value, $0.cell) < ($1.found.estimate.value, $1.cell) }
    let specifications = estimated.map { cell, found in
      Specification(
        choices: grid.cells[cell].combinations, estimate: found.estimate,
        observations: found.sample.n, clusters: found.covariance.clusters.map(\.count).min(),
        isSignificant: (found.estimate.pValue.value ?? 1) < 1 - level)
    }
    let base = grid.base.flatMap { base in estimated.firstIndex { $0.cell == base } }
    let largest = estimated.max { $0.found.sample.n < $1.found.sample.n }
    let order = Dictionary(
      uniqueKeysWithValues: SpecificationFailure.Reason.allCases.enumerated().map { ($1, $0) })
    let dimensions = dimensions(estimated.map { ($0.found, grid.cells[$0.cell]) })
    return [
      SpecificationCurveResult(
        heading: heading(grid, in: panel),
        sample: base.map { estimated[$0].found.sample } ?? largest?.found.sample
          ?? estimated[0].found.sample,
        dimensions: dimensions, specifications: specifications, base: base,
        failures: failures.sorted { order[$0.reason, default: 0] < order[$1.reason, default: 0] },
        summary: Self.summary(of: specifications) ?? SpecificationSummary(
          count: 0, median: 0, minimum: 0, maximum: 0, positive: 0, significantPositive: 0,
          significantNegative: 0),
        summaries: Self.summaries(of: specifications, dimensions), level: level,
        remarks: remarks(grid),
        provenance: panel.provenance(
          naming: columnNames(grid), place: context.id, condition: nil, in: context))
    ]
  }

  private func remarks(_ grid: SpecificationGrid) -> [Remark] {
    let merged = grid.combinationCount - grid.cells.count
    guard merged > 0 else { return [] }
    return [Remark(.specificationsMerged, ["count": String(merged)])]
  }

  private func columnNames(_ grid: SpecificationGrid) -> [String] {
    var names = grid.cells.flatMap { cell in
      cell.formula.outcome.columnNames + cell.formula.regressors.flatMap(\.columnNames)
        + cell.formula.effects.flatMap(\.variables) + cell.covariance.columnNames
    }
    for condition in conditions.flatMap(\.names) {
      do { names += try ExpressionParser.parse(condition).columnNames } catch { continue }
    }
    return Set(names + [weights].compactMap { $0 }).sorted()
  }

  private func heading(_ grid: SpecificationGrid, in panel: Panel) -> ResultHeading {
    let terms = grid.cells.flatMap { cell in
      [cell.formula.outcome.description] + cell.formula.regressors.map(\.name)
        + cell.formula.effects.map(\.name)
    }
    return ResultHeading(
      outcome: outcomes.count == 1 ? grid.cells[0].formula.outcome.description : nil,
      labels: panel.labels(of: Set(terms + columnNames(grid)).sorted()))
  }

  private func dimensions(_ estimated: [(found: Estimated, cell: SpecificationGrid.Cell)])
    -> [ChoiceList]
  {
    SpecificationGrid.kinds.enumerated().map { list, kind in
      ChoiceList(
        kind: kind,
        choices: choices(kind).enumerated().map { place, choice in
          let first =
            kind == .covariances
            ? estimated.first { $0.cell.combinations.contains { $0[list] == place } } : nil
          return ChoiceList.Choice(
            label: choice.label, names: choice.names, covariance: first?.found.covariance)
        })
    }
  }
}

// MARK: Estimates

extension SpecificationCurve {
  /// What a specification says.
  struct Estimated: Sendable {
    var estimate: Estimate
    var sample: SampleDescription
    var covariance: CovarianceDescription
  }

  private enum Outcome: Sendable {
    case estimated(Estimated)
    case failed(SpecificationFailure.Reason, String)
  }

  /// One outcome per cell.
  ///
  /// Cells with the same effects and condition are estimated one after the other and share what
  /// they absorb; such groups run side by side.
  private func estimates(
    of grid: SpecificationGrid, on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [Outcome] {
    var groups: [String: [Int]] = [:]
    for (place, cell) in grid.cells.enumerated() {
      let effects = cell.formula.effects.map(\.name).joined(separator: " + ")
      groups["\(effects)\u{0}\(cell.condition ?? "")", default: []].append(place)
    }
    let work = groups.keys.sorted().map { groups[$0, default: []] }
    let cells = grid.cells
    let found = Parallel.map(count: work.count, threads: context.threadCount) {
      group -> Swift.Result<[Outcome], EstimationError> in
      var shared = SharedAbsorption()
      return Swift.Result { () throws(EstimationError) in
        var outcomes: [Outcome] = []
        for place in work[group] {
          outcomes.append(try outcome(of: cells[place], on: panel, &shared))
        }
        return outcomes
      }
    }
    var outcomes = grid.cells.map { _ in Outcome.failed(.other, "") }
    for (places, result) in zip(work, found) {
      for (place, outcome) in zip(places, try result.get()) { outcomes[place] = outcome }
    }
    return outcomes
  }

  private func outcome(
    of cell: SpecificationGrid.Cell, on panel: Panel, _ shared: inout SharedAbsorption
  ) throws(EstimationError) -> Outcome {
    let linear = LinearModel(
      cell.formula.text, covariance: cell.covariance, weights: weights, condition: cell.condition,
      smallSample: smallSample, singletons: singletons, level: level)
    do throws(EstimationError) {
      let design = try linear.design(of: cell.formula, on: panel, threads: 1)
      let fit = try shared.fit(design, needsLeverages: linear.needsLeverages)
      let fitted = try linear.fitted(design, fit, threads: 1)
      try fitted.checkFirstRegressor()
      guard let estimate = fitted.inference.estimates().first, estimate.term == cell.treatment
      else { throw .collinear(term: cell.treatment, with: []) }
      guard estimate.standardError.value != nil else {
        return .failed(
          .noInference,
          "'\(cell.treatment)' has no standard error in '\(cell.formula.text)'.")
      }
      return .estimated(
        Estimated(
          estimate: estimate, sample: design.description,
          covariance: fitted.inferred.description))
    } catch {
      guard let reason = SpecificationFailure.Reason(error) else { throw error }
      return .failed(reason, error.description)
    }
  }
}

extension SpecificationFailure.Reason {
  /// `nil` for faults of the study, which concern more than one specification.
  fileprivate init?(_ error: EstimationError) {
    switch error {
    case .data: return nil
    case .collinear: self = .collinear
    case .tooFewClusters: self = .tooFewClusters
    case .constantOutcome: self = .constantOutcome
    case .emptySample: self = .noObservations
    case .notConverged: self = .notConverged
    case .invalid: self = .other
    case .model(_, _, let inner): self.init(inner)
    }
  }
}

// MARK: Summaries

extension SpecificationCurve {
  /// - Returns: `nil` for no specification.
  static func summary(of specifications: [Specification]) -> SpecificationSummary? {
    let values = specifications.map(\.estimate.value).sorted()
    guard let least = values.first, let most = values.last else { return nil }
    let half = values.count / 2
    let median =
      values.count.isMultiple(of: 2) ? values[half - 1] / 2 + values[half] / 2 : values[half]
    let significant = specifications.filter(\.isSignificant).map(\.estimate.value)
    return SpecificationSummary(
      count: values.count, median: median, minimum: least, maximum: most,
      positive: values.count { $0 > 0 }, significantPositive: significant.count { $0 > 0 },
      significantNegative: significant.count { $0 < 0 })
  }

  /// One for each choice of the lists with several.
  static func summaries(
    of specifications: [Specification], _ dimensions: [ChoiceList]
  ) -> [ChoiceSummary] {
    dimensions.enumerated().filter { $1.choices.count > 1 }.flatMap { list, dimension in
      dimension.choices.indices.map { choice in
        ChoiceSummary(
          list: dimension.kind, choice: choice,
          summary: summary(
            of: specifications.filter { $0.choices.contains { $0[list] == choice } }))
      }
    }
  }
}
