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
