package import PanelData
import PanelNumerics
package import PanelResults

extension DoubleML {
  /// Learns, takes out what controls tell, and estimates the effect of what is left.
  ///
  /// - Returns: One result per learner.
  /// - Throws: ``EstimationError/invalid(_:)`` for folds that cannot be made or hold one kind of
  ///   treatment only, for a treatment that controls predict perfectly, for learners that fail;
  ///   whatever the data and the covariance refuse.
  /// - SeeAlso: Chernozhukov and others (2018); oracles `ddml_castle_panel`, `ddml_k401k`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [DoubleMLResult] {
    try checkLearners()
    let data = try DoubleMLData(self, on: panel, in: context)
    guard predictions == nil else { return [try data.result(supplied: true, learners[0], 0)] }
    var results: [DoubleMLResult] = []
    for (position, learner) in learners.enumerated() {
      do throws(EstimationError) {
        results.append(try data.result(supplied: false, learner, position))
      } catch {
        let name = learner.outcome.method.rawValue
        throw learners.count > 1 ? error.inModel(position + 1, "learner \(name)") : error
      }
    }
    return results
  }

  /// Refuses learners that this build does not have, and settings that a learner would not obey.
  private func checkLearners() throws(EstimationError) {
    let wanted = predictions == nil ? learners.flatMap { [$0.outcome, $0.treatment] } : []
    if !TreeEnsemble.isAvailable, let tree = wanted.first(where: \.growsTrees) {
      throw .invalid(
        "This build grows no trees, which the learner \(tree.method.rawValue) needs: it was made "
          + "without the trait TreeLearners. Build it with that trait (it needs XGBoost's C library, "
          + "libxgboost-dev), or use the learners lasso and ols."
      )
    }
    guard model == .interactive else { return }
    for pair in learners
    where pair.treatment.method == .gradientBoosting && (pair.treatment.leaf ?? 1) > 1 {
      throw .invalid(
        "Boosting of a probability weighs observations by how uncertain they are, so 'leaf' is no "
          + "count of them. Leave 'leaf' out for the treatment of the interactive model, and use "
          + "'depth'."
      )
    }
  }

  /// The covariance asked for: clustered by unit where none is named and there are units.
  func covariance(in panel: Panel) throws(EstimationError) -> CovarianceSpecification {
    guard let vcov else {
      return CovarianceSpecification(
        kind: panel.index == nil ? .hc1 : .cluster,
        clusters: panel.index.map { [[$0.unitVariable]] } ?? []
      )
    }
    let parsed = try CovarianceSpecification(parsing: vcov)
    let taken: [CovarianceKind] =
      convention == .ddml ? [.iid, .hc1, .hc2, .hc3, .cluster] : [.hc1, .cluster]
    guard taken.contains(parsed.kind) else {
      throw .invalid(
        "The covariance '\(vcov)' is not one of double machine learning in the convention "
          + "\(convention.rawValue). Use \(MessageList.text(taken.map(\.rawValue)))."
      )
    }
    return parsed
  }
}

/// The data of one entry, and what is the same for every learner.
struct DoubleMLData {
  let analysis: DoubleML
  let panel: Panel
  let context: AnalysisContext
  let linear: LinearModel
  let formula: Formula
  let design: Design
  /// Outcome, treatment and what learners see, after effects were taken off.
  let outcome: [Double]
  let treatment: [Double]
  let columns: Matrix
  let isBinary: Bool

  init(
    _ analysis: DoubleML,
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) {
    self.analysis = analysis
    self.panel = panel
    self.context = context
    let isWithin = !analysis.effects.isEmpty && analysis.effectForm == .within
    let effects = analysis.effects.isEmpty ? "" : " | " + analysis.effects.joined(separator: " + ")
    let rest = analysis.controls.map { " + \($0)" }.joined()
    var linear = LinearModel(
      "\(analysis.outcome) ~ \(analysis.treatment)\(rest)\(effects)",
      covariance: try analysis.covariance(in: panel),
      condition: analysis.condition,
      smallSample: SmallSampleOptions(adjust: analysis.convention == .ddml),
      singletons: isWithin ? .drop : .keep,
      level: analysis.level,
      place: context.id
    )
    linear.distribution = .normal
    self.linear = linear
    let formula = try linear.parsedFormula(in: panel)
    self.formula = formula
    // A formula has each of its terms once, so that its own cannot tell.
    let controls = try dataResult { () throws(DataError) in
      try FormulaParser.parse("\(analysis.outcome) ~ 1\(rest)", lists: panel.lists)
    }
    if let own = formula.regressors.first, controls.regressors.contains(own) {
      throw .invalid("The treatment '\(analysis.treatment)' is among the controls as well.")
    }
    var design = try Self.design(of: linear, formula, on: panel, in: context)
    guard let first = design.regressors.first,
      design.regressors.count == 1 || design.regressors[1].term != first.term
    else {
      throw .invalid(
        "The treatment '\(analysis.treatment)' should be one column or one expression."
      )
    }
    let raw = first.numbers
    isBinary = raw.allSatisfy { $0 == 0 || $0 == 1 }
    guard let value = raw.first, raw.contains(where: { $0 != value }) else {
      throw .invalid(
        "The treatment '\(first.name)' does not vary in the sample: it has no effect to estimate."
      )
    }
    if analysis.model == .interactive, !isBinary {
      throw .invalid(
        "The interactive model takes a treatment of 0 and 1, and '\(first.name)' has other values. "
          + "Use 'model: partially-linear', or make it binary."
      )
    }
    if analysis.model == .interactive, isWithin {
      throw .invalid(
        "Effects cannot be taken off a binary treatment in the interactive model. Let learners see "
          + "them: 'effects_as: dummies' or 'effects_as: means'."
      )
    }
    if isWithin {
      let absorber = Absorber(
        effects: design.effects.map(\.grouping),
        rowCount: design.observationCount,
        threads: context.threadCount
      )
      let all = design.regressors.map(\.numbers) + [design.outcome]
      let residuals: Matrix
      do throws(AbsorptionError) {
        residuals = absorber.residuals(of: all, try absorber.absorb(all))
      } catch {
        throw EstimationError(error, effects: design.effects.map(\.name))
      }
      try Self.checkVariation(design, residuals)
      treatment = residuals.column(0)
      outcome = residuals.column(all.count - 1)
      columns = residuals.columns(Array(1..<all.count - 1))
    } else {
      treatment = raw
      outcome = design.outcome
      columns = Self.columns(design, analysis.effects.isEmpty ? nil : analysis.effectForm)
    }
    design.hasConstant = false
    self.design = design
  }

  /// The model's rows.
  ///
  /// Folds and predictions take none from the sample: where they are missing is an error.
  private static func design(
    of linear: LinearModel,
    _ formula: Formula,
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> Design {
    try Design(
      DesignRequest(
        formula: formula,
        clusters: linear.covariance.clusters,
        condition: linear.condition,
        dropsSingletons: linear.singletons == .drop
      ),
      on: panel,
      threads: context.threadCount
    )
  }

  /// Refuses outcomes and treatments of which effects leave nothing.
  private static func checkVariation(
    _ design: Design,
    _ residuals: Matrix
  ) throws(EstimationError) {
    let effects = design.effects.map(\.name).joined(separator: ", ")
    let places = [
      ("treatment", design.regressors[0].name, design.regressors[0].numbers, 0),
      ("outcome", design.outcomeName, design.outcome, residuals.columnCount - 1),
    ]
    for (role, name, numbers, column) in places {
      let within = Summation.sumOfSquares(residuals.column(column))
      let whole = Summation.sumOfSquares(numbers)
      guard within > 1e-20 * whole else {
        throw .invalid(
          "The \(role) '\(name)' does not vary once the effects of \(effects) are removed. Absorb "
            + "fewer effects."
        )
      }
    }
  }

  /// Controls, and effects as learners see them.
  private static func columns(_ design: Design, _ form: LearnedEffects.Form?) -> Matrix {
    var columns = design.regressors.dropFirst().map(\.numbers)
    let controls = columns
    for effect in design.effects {
      let codes = effect.grouping.codes
      switch form {
      case .dummies:
        for level in 1..<max(1, effect.grouping.count) {
          columns.append(codes.map { Int($0) == level ? 1 : 0 })
        }
      case .means:
        let sizes = effect.grouping.sizes().map(Double.init)
        for control in controls {
          var sums = [Double](repeating: 0, count: effect.grouping.count)
          for (row, value) in control.enumerated() { sums[Int(codes[row])] += value }
          let means = zip(sums, sizes).map { $0 / $1 }
          columns.append(codes.map { means[Int($0)] })
        }
      case .within, nil: break
      }
    }
    guard !columns.isEmpty else {
      return Matrix(rowCount: design.observationCount, columnCount: 0)
    }
    return Matrix(columns: columns)
  }

  /// The rows of the panel in the sample.
  var rows: [Int] {
    design.rows?.map(Int.init) ?? Array(0..<design.observationCount)
  }
}
