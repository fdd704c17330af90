import PanelData
package import PanelResults

extension LearnerPair: Decodable {
  private enum CodingKeys: String, CodingKey { case outcome, treatment }

  package init(from decoder: any Decoder) throws {
    if try decoder.decodeIfShaped(String.self) == nil {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      if container.contains(.outcome) || container.contains(.treatment) {
        self.init(
          outcome: try container.decode(LearnerEntry.self, forKey: .outcome).description,
          treatment: try container.decode(LearnerEntry.self, forKey: .treatment).description
        )
        return
      }
    }
    let learner = try LearnerEntry(from: decoder).description
    self.init(outcome: learner, treatment: learner)
  }

  private static let names = LearnerDescription.Method.allCases.map(\.rawValue)

  static let keys: [KeyDescription] =
    LearnerEntry.keys + [
      KeyDescription(
        "outcome",
        .either([.choice(names), .object(LearnerEntry.keys)]),
        "The learner of the outcome, beside 'treatment'."
      ),
      KeyDescription(
        "treatment",
        .either([.choice(names), .object(LearnerEntry.keys)]),
        "The learner of the treatment, beside 'outcome'."
      ),
    ]
}

/// A learner as an entry says it: a name, or a mapping with settings.
struct LearnerEntry: Decodable {
  var description: LearnerDescription

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case method, trees, depth, leaf, features, sample, rate, penalty
    case validationFolds = "validation_folds"
  }

  private static func settings(of method: LearnerDescription.Method) -> [CodingKeys] {
    switch method {
    case .ols: []
    case .lasso: [.penalty, .validationFolds]
    case .randomForest: [.trees, .depth, .leaf, .features, .sample]
    case .gradientBoosting: [.trees, .depth, .leaf, .features, .sample, .rate]
    }
  }

  init(from decoder: any Decoder) throws {
    if let method = try decoder.decodeIfShaped(LearnerDescription.Method.self) {
      description = LearnerDescription(usual: method)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let method = try container.decode(LearnerDescription.Method.self, forKey: .method)
    let settings = Self.settings(of: method)
    func fault(_ key: CodingKeys, _ text: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
    for key in CodingKeys.allCases
    where key != .method && container.contains(key) && !settings.contains(key) {
      throw fault(
        key,
        "'\(key.rawValue)' is no setting of \(method.rawValue); its settings are: "
          + (settings.isEmpty ? "none" : settings.map(\.rawValue).joined(separator: ", "))
      )
    }
    var learner = LearnerDescription(usual: method)
    func whole(_ key: CodingKeys, _ range: ClosedRange<Int>) throws -> Int? {
      guard let number = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
      guard range.contains(number) else {
        throw fault(
          key,
          "'\(key.rawValue)' is between \(range.lowerBound) and \(range.upperBound), not "
            + "\(number)"
        )
      }
      return number
    }
    func share(_ key: CodingKeys) throws -> Double? {
      guard let number = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
      guard number > 0, number <= 1 else {
        throw fault(key, "'\(key.rawValue)' is a share above 0 and at most 1, not \(number)")
      }
      return number
    }
    learner.trees = try whole(.trees, 1...100_000) ?? learner.trees
    learner.depth = try whole(.depth, 1...64) ?? learner.depth
    learner.leaf = try whole(.leaf, 1...1_000_000) ?? learner.leaf
    learner.features = try share(.features) ?? learner.features
    learner.sample = try share(.sample) ?? learner.sample
    learner.rate = try share(.rate) ?? learner.rate
    learner.validationFolds = try whole(.validationFolds, 2...100) ?? learner.validationFolds
    if let penalty = try container.decodeIfPresent(Double.self, forKey: .penalty) {
      guard penalty >= 0 else { throw fault(.penalty, "'penalty' is at least 0, not \(penalty)") }
      guard !container.contains(.validationFolds) else {
        throw fault(
          .validationFolds,
          "a given 'penalty' is not cross-validated; name one of the two"
        )
      }
      learner.penalty = penalty
      learner.validationFolds = nil
    }
    description = learner
  }

  static let keys: [KeyDescription] = [
    KeyDescription(
      "method",
      .choice(LearnerDescription.Method.allCases.map(\.rawValue)),
      "The learner whose settings the other keys are."
    ),
    KeyDescription(
      "trees",
      .integer,
      default: "500, boosting 100",
      "Trees, or rounds of boosting."
    ),
    KeyDescription("depth", .integer, default: "no limit, boosting 3", "The levels of a tree."),
    KeyDescription(
      "leaf",
      .integer,
      default: "5, boosting 1",
      "The fewest observations in a leaf."
    ),
    KeyDescription(
      "features",
      .number,
      default: "1/3, boosting 1",
      "The share of regressors tried at each split."
    ),
    KeyDescription(
      "sample",
      .number,
      default: "0.632, boosting 1",
      "The share of observations drawn for each tree, without replacement."
    ),
    KeyDescription("rate", .number, default: "0.1", "How far each round of boosting goes."),
    KeyDescription(
      "penalty",
      .number,
      default: "cross-validated",
      "A lasso's penalty on coefficients of standardised regressors, of half the mean squared "
        + "error."
    ),
    KeyDescription(
      "validation_folds",
      .integer,
      default: "5",
      "The folds that choose a lasso's penalty."
    ),
  ]
}
