import PanelData
package import PanelResults

/// Coefficient stability under selection on what is not observed.
///
/// The model is that of another entry, with the controls; the model without them is another one
/// (`without`), or the same one with nothing but the treatment, the effects and what `keep` names.
///
/// - SeeAlso: Oster (2019), *Unobservable selection and coefficient stability*; Altonji, Elder and
///   Taber (2005).
package struct Oster: Analysis, Equatable {
  package static let kind: AnalysisKind = "oster"
  package static let summary =
    "How strong selection on unobservables must be to explain an effect away (Oster's delta), and "
    + "the effect under selection as strong as that on controls."

  package var model: ResultReference
  /// The model without controls.
  package var without: ResultReference?
  /// The coefficients; the first regressor where none is named.
  package var terms: [String]
  /// Regressors of both models.
  package var keep: [String]
  package var limit: Limit
  /// δ of the identified set.
  package var proportion: Double
  /// The effect under the null hypothesis.
  package var null: Double

  /// R² of the outcome on everything that matters.
  package enum Limit: Sendable, Equatable {
    case value(Double)
    /// As a multiple of R̃, at most 1.
    case multiple(Double)
  }

  /// R_max over R̃ that nine in ten randomised results survive (Oster 2019, section 4).
  package static let usualMultiple = 1.3

  package init(
    _ model: ResultReference, without: ResultReference? = nil, terms: [String] = [],
    keep: [String] = [], limit: Limit = .multiple(Oster.usualMultiple), proportion: Double = 1,
    null: Double = 0
  ) {
    self.model = model
    self.without = without
    self.terms = terms
    self.keep = keep
    self.limit = limit
    self.proportion = proportion
    self.null = null
  }
}

extension Oster {
  private enum CodingKeys: String, CodingKey {
    case of, without, terms, keep, multiple, delta, beta
    case limit = "r_max"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    let value = try container.decodeIfPresent(Double.self, forKey: .limit)
    let multiple = try container.decodeIfPresent(Double.self, forKey: .multiple)
    if let value {
      guard multiple == nil else {
        throw fault(.multiple, "give 'r_max' or 'multiple', not both")
      }
      guard value > 0, value <= 1 else {
        throw fault(
          .limit,
          "'r_max' is an R², above 0 and at most 1, not \(value); for a multiple of the controlled "
            + "model's R² write 'multiple: \(value)'")
      }
    }
    if let multiple, !(multiple >= 1 && multiple.isFinite) {
      throw fault(
        .multiple,
        "'multiple' is the largest R² over that of the controlled model, 1 at least, not \(multiple)"
      )
    }
    let keep = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .keep)?.values ?? []
    let without = try container.decodeIfPresent(ResultReference.self, forKey: .without)
    guard keep.isEmpty || without == nil else {
      throw fault(
        .keep, "the regressors of 'without' are those that both models have: leave 'keep' out")
    }
    let proportion = try container.decodeIfPresent(Double.self, forKey: .delta) ?? 1
    guard proportion.isFinite else { throw fault(.delta, "'delta' is a number, such as 1") }
    self.init(
      try container.decode(ResultReference.self, forKey: .of),
      without: without,
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [],
      keep: keep,
      limit: value.map(Limit.value) ?? .multiple(multiple ?? Self.usualMultiple),
      proportion: proportion,
      null: try container.decodeIfPresent(Double.self, forKey: .beta) ?? 0)
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "of", .reference, required: true,
      "The model with the controls: baseline[3]. All columns of an entry where none is numbered."),
    KeyDescription(
      "without", .reference, default: "the treatment and 'keep' alone",
      "The model without the controls; it is fitted again on the sample of the other."),
    KeyDescription(
      "terms", .oneOrMore(of: .text), default: "the first regressor",
      "The coefficients whose stability is asked for, one at a time."),
    KeyDescription(
      "keep", .oneOrMore(of: .text),
      "Regressors that are in the model without controls, too: unrelated to what is not observed."),
    KeyDescription(
      "r_max", .number,
      "The R² of a model with everything that matters, 1 at most; within the absorbed effects "
        + "where the model has any."),
    KeyDescription(
      "multiple", .number, default: "1.3",
      "The same as a multiple of the controlled model's R², capped at 1."),
    KeyDescription(
      "delta", .number, default: "1",
      "Selection on unobservables over that on controls, for the identified set."),
    KeyDescription("beta", .number, default: "0", "The effect that delta is asked for."),
  ]
}
