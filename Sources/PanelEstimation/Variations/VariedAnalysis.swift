package import PanelData
package import PanelResults

/// An analysis whose columns are linear models, from any of which others are made by changing one
/// thing: keys `of` and `with` of an entry, and `with` of a model.
package protocol VariedAnalysis: Analysis {
  associatedtype Model: VariedModel
  var models: [Model] { get set }
  /// The weights and the covariances of the entry; no covariances where a default holds.
  var weights: String? { get }
  var commonCovariances: [String] { get }
  /// The estimator of the entry, where the method has several.
  var commonEstimator: String? { get }
  /// The entry with one of its results alone; see ``TreatmentAnalysis/only(_:)``.
  func only(_ position: Int?) throws(EstimationError) -> Self
}

/// A column of such an analysis: a linear model, and what the method adds to it.
package protocol VariedModel: Sendable {
  var shared: FixedEffects.Model { get set }
  /// A model that is made from another.
  init(_ request: VariationRequest)
  /// Takes another estimator than its own, or than the entry's `common` one.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where the method has no such estimator, or the model
  ///   has it already.
  mutating func take(estimator: String, insteadOf common: String?) throws(EstimationError)
}

extension VariedModel {
  package mutating func take(
    estimator: String, insteadOf common: String?
  ) throws(EstimationError) {
    throw .invalid("'estimator' belongs to method \(InstrumentalVariables.kind.rawValue).")
  }
}

extension FixedEffects.Model: VariedModel {
  package var shared: FixedEffects.Model {
    get { self }
    set { self = newValue }
  }

  package init(_ request: VariationRequest) {
    self.init("")
    self.request = request
  }
}

extension FixedEffects: VariedAnalysis {
  package var commonCovariances: [String] { vcov }
}

extension DifferenceInDifferences: VariedAnalysis {
  package var commonCovariances: [String] { vcov ?? [] }
}

extension VariedAnalysis {
  package var commonEstimator: String? { nil }

  /// The entry with every column that is made from another model made.
  ///
  /// An entry about a model of another entry takes everything that holds there, as its own.
  ///
  /// - Parameters:
  ///   - id: The entry's name.
  ///   - entries: The analyses of the study by name.
  ///   - lists: The study's named lists.
  /// - Throws: ``EstimationError/invalid(_:)`` for a base that is not there, and for changes that
  ///   cannot be made or change nothing; the text begins with the place.
  package func varied(
    id: String, among entries: [String: any Analysis], lists: [String: [String]]
  ) throws(EstimationError) -> Self {
    try varied(Variation(id: id, entries: entries, lists: lists, open: [id]))
  }

  private func varied(_ variation: Variation) throws(EstimationError) -> Self {
    guard models.contains(where: { $0.shared.request != nil }) else { return self }
    if case .result(let reference)? = models.first?.shared.request?.base {
      return try varied(from: reference, variation)
    }
    var entry = self
    for position in models.indices {
      guard let request = models[position].shared.request else { continue }
      let base = try ownBase(of: request, at: position)
      entry.models[position] = try entry.model(
        request, of: entry.models[base], named: ownNames(ofModel: base, id: variation.id), variation)
    }
    return entry
  }

  /// The entry of the base, with the columns made from it instead of its models.
  private func varied(
    from reference: ResultReference, _ variation: Variation
  ) throws(EstimationError) -> Self {
    let other = try variation.entry(of: reference, as: Self.self)
    let made = try other.varied(variation.opening(reference.entry))
    let count = made.models.reduce(0) { $0 + max(1, made.covariances(of: $1).count) }
    var entry: Self
    do {
      entry = try made.only(reference.position)
    } catch {
      throw .invalid("'of: \(reference)': \(error)")
    }
    let base = entry.models[0]
    let name = count == 1 ? reference.entry : reference.description
    let source = entry
    entry.models = []
    for model in models {
      guard let request = model.shared.request else { continue }
      entry.models.append(try source.model(request, of: base, named: [name], variation))
    }
    return entry
  }

  private func covariances(of model: Model) -> [String] {
    model.shared.vcov.map { [$0] } ?? commonCovariances
  }

  /// The position of the model that a column of the same entry is made from.
  private func ownBase(
    of request: VariationRequest, at position: Int
  ) throws(EstimationError) -> Int {
    switch request.base {
    case .own(let number):
      guard models.indices.contains(number - 1), number - 1 < position else {
        throw .invalid(
          "\(request.place): 'of: \(number)' names no model above; there "
            + (position == 1 ? "is 1." : "are \(position)."))
      }
      return number - 1
    case .above, .result:
      guard let base = models[..<position].lastIndex(where: { $0.shared.request == nil }) else {
        throw .invalid(
          "\(request.place): 'with' changes a model above, but none is written there. Begin "
            + "'models' with a formula, or name the base in 'of', as in of: baseline[2].")
      }
      return base
    }
  }

  /// The references of a model's results, one per covariance.
  private func ownNames(ofModel position: Int, id: String) -> [String] {
    let before = models[..<position].reduce(0) { $0 + max(1, covariances(of: $1).count) }
    return (0..<max(1, covariances(of: models[position]).count)).map { "\(id)[\(before + $0 + 1)]" }
  }

  /// A model with the changes made.
  private func model(
    _ request: VariationRequest, of base: Model, named names: [String], _ variation: Variation
  ) throws(EstimationError) -> Model {
    do {
      return try made(request, of: base, named: names, lists: variation.lists)
    } catch {
      throw .invalid("\(request.place): \(error)")
    }
  }

  private func made(
    _ request: VariationRequest, of base: Model, named names: [String], lists: [String: [String]]
  ) throws(EstimationError) -> Model {
    let changes = request.changes
    var model = base
    let shared = base.shared
    let old = try shared.readFormula(lists: lists)
    let changed = try changes.formula(from: old, lists: lists)
    var told = changed.changes
    var subsample = shared.variant?.subsample ?? Subsample()
    if !changes.droppedUnits.isEmpty {
      if let repeated = changes.droppedUnits.first(where: subsample.droppedUnits.contains) {
        throw .invalid("'drop_units: \(repeated)' changes nothing: the base leaves it out.")
      }
      subsample.droppedUnits += changes.droppedUnits
      told.append(ModelChange(.dropUnits, changes.droppedUnits))
    }
    if let condition = changes.condition {
      subsample.conditions.append(condition)
      told.append(ModelChange(.condition, value: condition))
    }
    if let weights = changes.weights {
      let now = shared.weights ?? self.weights
      guard (weights == "none" ? nil : weights) != (now == "none" ? nil : now) else {
        throw .invalid("'weights: \(weights)' changes nothing: the base has the same.")
      }
      model.shared.weights = weights
      told.append(ModelChange(.weights, value: weights == "none" ? nil : weights))
    }
    if let vcov = changes.vcov {
      let wanted = try CovarianceSpecification(parsing: vcov)
      let now = covariances(of: base)
      if now.count == 1, try CovarianceSpecification(parsing: now[0]) == wanted {
        throw .invalid("'vcov: \(vcov)' changes nothing: the base has the same.")
      }
      model.shared.vcov = vcov
      told.append(ModelChange(.vcov, value: vcov))
    }
    if let estimator = changes.estimator {
      try model.take(estimator: estimator, insteadOf: commonEstimator)
      told.append(ModelChange(.estimator, value: estimator))
    }
    model.shared.formula = changed.formula.text
    model.shared.request = nil
    model.shared.variant = ModelVariant(
      formula: changed.formula, subsample: subsample,
      variation: ModelVariation(base: names[0], changes: told, label: changes.label),
      place: request.place, bases: changes.vcov == nil ? names : [])
    return model
  }
}

/// What surrounds the making of columns.
private struct Variation {
  var id: String
  var entries: [String: any Analysis]
  var lists: [String: [String]]
  /// The entries that are being made, outermost first.
  var open: [String]

  func opening(_ entry: String) -> Variation {
    Variation(id: entry, entries: entries, lists: lists, open: open + [entry])
  }

  /// The entry that a reference names, of the same method.
  func entry<Kind: VariedAnalysis>(
    of reference: ResultReference, as type: Kind.Type
  ) throws(EstimationError) -> Kind {
    guard let entry = entries[reference.entry] else {
      let known = entries.keys.sorted().filter { $0 != id }
      let nearest = NearestNames.of(reference.entry, in: known)
      throw .invalid(
        "There is no analysis '\(reference.entry)' to change."
          + (nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?")
          + (known.isEmpty ? "" : " The study has: \(MessageList.text(known))."))
    }
    guard let analysis = entry as? Kind else {
      let other = Swift.type(of: entry).kind.rawValue
      throw .invalid(
        "'\(reference.entry)' is of method \(other); its models are changed by an entry with "
          + "'method: \(other)', not \(Kind.kind.rawValue)."
          + (entry is any VariedAnalysis
            ? "" : " Only models of fixed-effects, did and iv can be bases."))
    }
    guard !open.contains(reference.entry) else {
      throw .invalid(
        "The models of '\(id)' come from themselves: "
          + "\((open + [reference.entry]).joined(separator: " → ")).")
    }
    return analysis
  }
}

extension AnalysisContext {
  /// The analyses of a study with every column made that changes another model, so that references
  /// to such a column find it as any other.
  ///
  /// An entry whose columns cannot be made stays as it is written: its own run says why.
  package static func withColumnsMade(
    _ entries: [String: any Analysis], lists: [String: [String]]
  ) -> [String: any Analysis] {
    var made = entries
    for (id, entry) in entries {
      guard let entry = entry as? any VariedAnalysis else { continue }
      do {
        made[id] = try entry.varied(id: id, among: entries, lists: lists)
      } catch {
        continue
      }
    }
    return made
  }
}
