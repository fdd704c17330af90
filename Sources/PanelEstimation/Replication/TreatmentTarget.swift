import PanelData
package import PanelResults

/// What is run again with other treatments: an analysis of the study, or a model of its own.
package struct TreatmentTarget: Sendable, Equatable {
  /// An analysis about one treatment, or one of its models.
  package var of: ResultReference?
  /// A formula whose first regressor is the treatment.
  package var model: String?
  /// The covariance of the model; clustered by unit, or `iid` without units, where absent.
  package var vcov: String?
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?

  package init(
    of: ResultReference? = nil, model: String? = nil, vcov: String? = nil, weights: String? = nil,
    condition: String? = nil
  ) {
    self.of = of
    self.model = model
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "of", .reference,
      "The analysis that is run again: one about a treatment, such as did, with the number of its "
        + "model where it has several, as in did[2]."),
    KeyDescription(
      "model", .formula,
      "Instead of 'of': a model such as 'y ~ d + x | unit + year', whose first regressor is the "
        + "treatment."),
    KeyDescription(
      "vcov", .text, default: "cluster(unit)", "The covariance of 'model', as in fixed-effects."),
    KeyDescription("weights", .text, "The analytic weights of 'model'."),
    KeyDescription("where", .expression, "A condition on the rows of 'model'."),
  ]

  /// The entry that is run again, with its name and the position of its model.
  struct Resolved {
    var analysis: any TreatmentAnalysis
    var position: Int?
    /// As a reader knows it: `did[2]`, or the formula.
    var name: String
    /// The id of the entry that the numbers of the original run derive from.
    var id: String
  }

  /// - Throws: ``EstimationError/invalid(_:)`` for an analysis that is not there, or is about no
  ///   treatment that could be replaced.
  func resolved(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> Resolved {
    if let model {
      let unit = panel.index?.unitVariable
      let analysis = FixedEffects(
        models: [.init(model)],
        vcov: [vcov ?? unit.map { "cluster(\(Names.written($0)))" } ?? "iid"],
        weights: weights, condition: condition)
      return Resolved(analysis: analysis, position: nil, name: model, id: context.id)
    }
    guard let reference = of else {
      throw .invalid("Name what is run again: an analysis in 'of', or a formula in 'model'.")
    }
    guard let entry = context.entries[reference.entry] else {
      let known = context.entries.keys.sorted()
      let nearest = NearestNames.of(reference.entry, in: known)
      throw .invalid(
        "There is no analysis '\(reference.entry)' to run again."
          + (nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?")
          + (known.isEmpty
            ? " Without a study, give the formula as 'model'."
            : " The study has: \(MessageList.text(known))."))
    }
    guard let analysis = entry as? any TreatmentAnalysis else {
      throw .invalid(
        "'\(reference.entry)' is of method \(type(of: entry).kind.rawValue), which is not about one "
          + "treatment, so no other treatment can be put in its place. Name an analysis such as "
          + "did, event-study or fixed-effects.")
    }
    return Resolved(
      analysis: analysis, position: reference.position, name: reference.description,
      id: reference.entry)
  }
}

extension TreatmentTarget: Decodable {
  private enum CodingKeys: String, CodingKey {
    case of, model, vcov, weights
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    of = try container.decodeIfPresent(ResultReference.self, forKey: .of)
    model = try container.decodeIfPresent(String.self, forKey: .model)
    vcov = try container.decodeIfPresent(String.self, forKey: .vcov)
    weights = try container.decodeIfPresent(String.self, forKey: .weights)
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
    guard (of == nil) != (model == nil) else {
      throw DecodingError.dataCorruptedError(
        forKey: .of, in: container,
        debugDescription: "name what is run again: an analysis in 'of', or a formula in 'model'; "
          + "\(of == nil ? "neither is given" : "not both")")
    }
    for key in [CodingKeys.vcov, .weights, .condition] where of != nil && container.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "'\(key.rawValue)' belongs to 'model'; the analysis named in 'of' has its "
          + "own")
    }
  }
}

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
