import PanelData
import PanelResults

/// A model that another entry of the study holds.
struct ReferencedModel: Sendable {
  /// As the study knows it: `baseline`, or `baseline[2]` where the entry has several.
  var name: String
  var model: Model

  enum Model: Sendable {
    case linear(LinearModel)
    case instrumental(InstrumentalModel)
  }

  var linear: LinearModel {
    switch model {
    case .linear(let linear): linear
    case .instrumental(let model): model.linear
    }
  }
}

extension AnalysisContext {
  /// The entry that a reference names.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` with the nearest names, where there is none.
  func entry(of reference: ResultReference) throws(EstimationError) -> any Analysis {
    guard let entry = entries[reference.entry] else {
      let known = entries.keys.sorted()
      let nearest = NearestNames.of(reference.entry, in: known)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "There is no analysis '\(reference.entry)'.\(hint) The study has: "
          + "\(known.isEmpty ? "none other" : MessageList.text(known)).")
    }
    return entry
  }

  /// The linear models behind a reference, with and without instruments.
  ///
  /// - Returns: One for `baseline[2]`, all columns for `baseline`; `nil` where the entry's estimates
  ///   are no coefficients of linear models.
  func models(
    of reference: ResultReference, in panel: Panel
  ) throws(EstimationError) -> [ReferencedModel]? {
    let entry = try entry(of: reference)
    if let instruments = entry as? InstrumentalVariables {
      let all = try instruments.instrumentalModels(id: reference.entry)
      return try positions(of: reference, count: all.count).map { position in
        ReferencedModel(
          name: name(reference.entry, position, of: all.count),
          model: .instrumental(all[position - 1]))
      }
    }
    guard let treatment = entry as? any TreatmentAnalysis else { return nil }
    let count = treatment.modelCount
    var models: [ReferencedModel] = []
    for position in try positions(of: reference, count: count) {
      guard var linear = try treatment.only(position).linearModel(in: panel) else { return nil }
      let name = name(reference.entry, position, of: count)
      linear.place = name
      models.append(ReferencedModel(name: name, model: .linear(linear)))
    }
    return models
  }

  private func name(_ entry: String, _ position: Int, of count: Int) -> String {
    count == 1 ? entry : ResultReference(entry: entry, position: position).description
  }

  private func positions(
    of reference: ResultReference, count: Int
  ) throws(EstimationError) -> [Int] {
    guard let position = reference.position else { return Array(1...max(1, count)) }
    guard (1...max(1, count)).contains(position) else {
      throw .invalid(
        "'\(reference)': there is no model \(position); '\(reference.entry)' has "
          + (count == 1 ? "one." : "\(count)."))
    }
    return [position]
  }
}
