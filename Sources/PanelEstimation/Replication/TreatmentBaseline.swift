import PanelData
import PanelResults

/// An analysis with one model, run with the actual treatment, ready to be run with others.
struct TreatmentBaseline<Entry: TreatmentAnalysis>: Sendable {
  let entry: Entry
  let result: Entry.Result
  /// The effect of the actual treatment.
  let estimate: Estimate
  let column: TreatmentColumn
  /// Whether the column is the one that the entry itself is about.
  private let isOwn: Bool
  /// The linear model behind the effect, on its sample; absent for other estimators.
  let linear: LinearPart?
  /// The study as the entry sees it, on one thread.
  let context: AnalysisContext
  let threads: Int

  /// A linear model on its sample.
  struct LinearPart: Sendable {
    var formula: Formula
    var design: Design
    /// The position of the treatment among the regressors, where it stands nowhere else.
    var position: Int?
  }

  /// Runs the entry with the treatment that it has.
  ///
  /// - Parameter treatment: Another regressor to look at than the entry's treatment.
  /// - Throws: What the entry throws; ``EstimationError/invalid(_:)`` where it has several models
  ///   and none is named, where it has no effect, and for variables derived from the treatment.
  init(
    _ analysis: Entry, _ target: TreatmentTarget.Resolved, treatment: String? = nil,
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) {
    do throws(EstimationError) {
      entry = try analysis.only(target.position)
    } catch {
      throw .invalid("'\(target.name)': \(error)")
    }
    let own = try entry.treatmentColumn(in: panel)
    let column = treatment.map { $0 == own.name ? own : .indicator($0) } ?? own
    self.column = column
    threads = context.threadCount
    var inner = context
    inner.id = target.id
    inner.progress = nil
    inner.replicates = nil
    let results = try entry.run(on: panel, in: inner)
    inner.threadCount = 1
    self.context = inner
    guard let result = results.first else {
      throw .invalid("'\(target.name)' has no result to compare placebo treatments with.")
    }
    self.result = result
    isOwn = column == own
    guard let effect = isOwn ? entry.effect(in: result) : Self.slope(of: column.name, in: result)
    else {
      throw .invalid(
        isOwn
          ? "'\(target.name)' has no effect of '\(column.name)' to compare placebo treatments with."
          : "'\(target.name)' has no regressor '\(column.name)': 'treatment' names the regressor "
            + "whose values are permuted.")
    }
    estimate = effect
    if let model = try entry.linearModel(in: panel) {
      let formula = try model.parsedFormula(in: panel)
      let design = try model.design(of: formula, on: panel, threads: context.threadCount)
      linear = LinearPart(
        formula: formula, design: design,
        position: model.placeOfLoneColumn(column.name, in: formula, design))
    } else {
      linear = nil
    }
    try Self.refuseDerived(from: column.name, in: result.provenance, of: target.name)
  }

  /// The effect with another panel, and the observations behind it; `nil` where it cannot be
  /// estimated.
  func effect(
    on panel: Panel
  ) throws(EstimationError) -> (estimate: Estimate, observations: Int)? {
    guard let result = try entry.run(on: panel, in: context).first else { return nil }
    let effect = isOwn ? entry.effect(in: result) : Self.slope(of: column.name, in: result)
    return effect.map { ($0, result.sample.n) }
  }

  private static func slope(of name: String, in result: Entry.Result) -> Estimate? {
    result.estimates.first { $0.component == .slopes && $0.term == name }
  }

  /// Refuses variables of the model that are made from the treatment: they would still hold the
  /// actual one.
  private static func refuseDerived(
    from treatment: String, in provenance: Provenance, of name: String
  ) throws(EstimationError) {
    var stale: Set<String> = [treatment]
    var grows = true
    while grows {
      grows = false
      for (variable, text) in provenance.derived where !stale.contains(variable) {
        let columns: [String]
        do { columns = try ExpressionParser.parse(text).columnNames } catch { continue }
        if columns.contains(where: stale.contains) {
          stale.insert(variable)
          grows = true
        }
      }
    }
    let names = stale.subtracting([treatment]).sorted()
    guard !names.isEmpty else { return }
    throw .invalid(
      "'\(name)' uses \(MessageList.text(names.map { "'\($0)'" })), derived from the treatment "
        + "'\(treatment)': beside a made-up treatment that would still hold the actual one. Write "
        + "it into the formula itself, such as L.\(Names.written(treatment)) or "
        + "\(Names.written(treatment)):x, or leave it out.")
  }
}

extension TreatmentBaseline {
  /// Rows of the panel in the estimation sample: those of the linear model, or those where the
  /// treatment is known.
  func sampleRows(_ panel: Panel) -> [Int32] {
    let all = 0..<Int32(panel.table.rowCount)
    if let design = linear?.design { return design.rows ?? Array(all) }
    guard case .indicator(let name) = column, let numbers = panel.table[name]?.numbers else {
      return Array(all)
    }
    return all.filter { !numbers[Int($0)].isNaN }
  }

  /// What the results of all placebos have in common.
  func placebo(
    _ kind: PlaceboResult.Kind, of name: String, design: TreatmentDesign?,
    in context: AnalysisContext
  ) -> PlaceboResult {
    var provenance = result.provenance
    provenance.specification = context.id.isEmpty ? nil : "analyses.\(context.id)"
    provenance.seed = context.seed
    let counts: [Statistic] = [.observations, .units, .periods, .clusters]
    return PlaceboResult(
      heading: result.heading, sample: result.sample, design: design, kind: kind, of: name,
      baseline: estimate,
      statistics: result.statistics.filter { counts.contains($0.statistic) }
        + (design?.statistics ?? []),
      provenance: provenance)
  }
}

extension LinearModel {
  /// The position of a column among the regressors of a design, where it is one and appears nowhere
  /// else in the model.
  fileprivate func placeOfLoneColumn(
    _ name: String, in formula: Formula, _ design: Design
  ) -> Int? {
    let terms = formula.regressors.indices.filter {
      formula.regressors[$0].columnNames.contains(name)
    }
    guard terms.count == 1, formula.regressors[terms[0]].factors == [.numeric(.column(name))],
      !formula.outcome.columnNames.contains(name), weights != name,
      !formula.effects.contains(where: { $0.variables.contains(name) })
    else { return nil }
    if let condition {
      do throws(DataError) {
        if try ExpressionParser.parse(condition).columnNames.contains(name) { return nil }
      } catch {
        return nil
      }
    }
    return design.regressors.firstIndex { $0.term == terms[0] }
  }
}
