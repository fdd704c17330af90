package import PanelData
package import PanelResults

extension VariationRequest {
  private enum ModelKeys: String, CodingKey, CaseIterable {
    case formula, vcov, weights, of, with
    case condition = "where"
    case smallSample = "small_sample"
  }

  private enum EntryKeys: String, CodingKey { case of, with }

  /// Reads a column written as `{of: 1, with: {lag: 1}}`; `nil` for any other column.
  static func request(from decoder: any Decoder) throws -> VariationRequest? {
    let container = try decoder.container(keyedBy: ModelKeys.self)
    guard container.contains(.with) else {
      guard !container.contains(.of) else {
        throw DecodingError.dataCorruptedError(
          forKey: .of, in: container,
          debugDescription: "'of' names the column that is changed; say what is changed in 'with'")
      }
      return nil
    }
    for key in ModelKeys.allCases where ![.of, .with].contains(key) && container.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "a column made by 'with' has everything else from its base; change "
          + "'\(key.rawValue)' within 'with', or write the column without it")
    }
    let number = try container.decodeIfPresent(Int.self, forKey: .of)
    let position = decoder.codingPath.last?.intValue
    return VariationRequest(
      try container.decode(ModelChanges.self, forKey: .with),
      of: number.map { .own($0) } ?? .above,
      place: position.map { "models[\($0 + 1)]" } ?? "models[1]")
  }

  /// The columns of an entry: its models, then those that `with` makes.
  ///
  /// - Throws: Where `of` names a base but nothing is changed, or stands beside keys that it would
  ///   overrule.
  static func columns<Model: VariedModel>(
    after models: [Model], from decoder: any Decoder
  ) throws -> [Model] {
    let container = try decoder.container(keyedBy: EntryKeys.self)
    let base = try container.decodeIfPresent(ResultReference.self, forKey: .of)
    guard container.contains(.with) else {
      guard base == nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .of, in: container,
          debugDescription: "'of' names the model that is changed; list the changes in 'with', one "
            + "column each")
      }
      return models
    }
    let changes = try container.decode(OneOrMore<ModelChanges>.self, forKey: .with).values
    if base != nil {
      let free = try decoder.container(keyedBy: FreeEntryKey.self)
      if let key = free.allKeys.first(where: { !["of", "with"].contains($0.stringValue) }) {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: free,
          debugDescription: "with 'of', everything but the changes is the base's, and "
            + "'\(key.stringValue)' would be ignored; change it within 'with'")
      }
    }
    return models
      + changes.enumerated().map { position, change in
        Model(
          VariationRequest(
            change, of: base.map { .result($0) } ?? .above, place: "with[\(position + 1)]"))
      }
  }

  private struct FreeEntryKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  /// The keys of a column that changes another one of its entry.
  static let modelKeys: [KeyDescription] = [
    KeyDescription(
      "of", .integer, default: "the formula above",
      "The number of the column that 'with' changes."),
    KeyDescription(
      "with", .object(ModelChanges.keys), required: true,
      "Instead of a formula: what this column changes of another one."),
  ]

  /// The keys of an entry that makes columns from a model.
  static let entryKeys: [KeyDescription] = [
    KeyDescription(
      "of", .reference,
      "The model that 'with' changes, as in baseline[2]; everything else is as there. Without it, "
        + "the last formula of 'models'."),
    KeyDescription(
      "with", .oneOrMore(of: .object(ModelChanges.keys)),
      "Further columns, each the same model with one thing changed, or several together."),
  ]
}

extension FixedEffects.Model {
  /// The formula as written, or as changes have made it.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for a formula that cannot be read.
  package func readFormula(lists: [String: [String]]) throws(EstimationError) -> Formula {
    if let variant { return variant.formula }
    let text = formula
    return try dataResult { () throws(DataError) in try FormulaParser.parse(text, lists: lists) }
  }

  /// The model under one of several covariances of its entry, which its base has as well.
  func underCovariance(_ column: Int) -> FixedEffects.Model {
    guard let bases = variant?.bases, bases.indices.contains(column) else { return self }
    var model = self
    model.variant?.variation.base = bases[column]
    return model
  }

  /// Where a model stands below `analyses`: `baseline.models[2]`, `robust.with[1]`.
  func place(at position: Int, in id: String) -> String {
    "\(id).\(variant?.place ?? "models[\(position + 1)]")"
  }
}
