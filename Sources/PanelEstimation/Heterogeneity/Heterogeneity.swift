package import PanelData
package import PanelResults

/// One linear model in the groups of a partition, with tests of equal coefficients.
package struct Heterogeneity: Analysis, Equatable {
  package static let kind: AnalysisKind = "heterogeneity"
  package static let summary =
    "A linear model in subsamples, by values or quantiles of a variable, with tests that "
    + "coefficients are equal."

  package var model: String
  /// One result for each.
  package var by: [GroupRule]
  package var tests: [GroupComparison.Method]
  /// The terms that are compared; the first regressor where empty.
  package var terms: [String]
  /// Whether pairs are compared beside all groups at once.
  package var comparesPairs: Bool
  package var permutations: Int
  package var vcov: String
  package var weights: String?
  package var condition: String?
  package var smallSample: SmallSampleOptions
  package var singletons: SingletonRule
  package var level: Double

  /// More groups than this are no groups that a reader can compare.
  package static let groupLimit = 20
  /// Fewer permutations than these tell no p-value at the levels that readers look for.
  package static let permutationLimits = 99...10_000_000

  package init(
    _ model: String, by: [GroupRule], tests: [GroupComparison.Method] = [.interacted],
    terms: [String] = [], comparesPairs: Bool = false, permutations: Int = 1000,
    vcov: String = "iid", weights: String? = nil, condition: String? = nil,
    smallSample: SmallSampleOptions = SmallSampleOptions(), singletons: SingletonRule = .drop,
    level: Double = 0.95
  ) {
    self.model = model
    self.by = by
    self.tests = tests
    self.terms = terms
    self.comparesPairs = comparesPairs
    self.permutations = permutations
    self.vcov = vcov
    self.weights = weights
    self.condition = condition
    self.smallSample = smallSample
    self.singletons = singletons
    self.level = level
  }
}

extension Heterogeneity {
  private enum CodingKeys: String, CodingKey {
    case model, by, test, terms, pairs, permutations, vcov, weights, singletons, level
    case condition = "where"
    case smallSample = "small_sample"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .model),
      by: try container.decode(OneOrMore<GroupRule>.self, forKey: .by).values,
      tests: try container.decodeIfPresent(
        OneOrMore<GroupComparison.Method>.self, forKey: .test)?.values ?? [.interacted],
      terms: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .terms)?.values ?? [],
      comparesPairs: try container.decodeIfPresent(Bool.self, forKey: .pairs) ?? false,
      permutations: try container.decodeIfPresent(Int.self, forKey: .permutations) ?? 1000,
      vcov: try container.decodeIfPresent(String.self, forKey: .vcov) ?? "iid",
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      smallSample: try container.decodeIfPresent(SmallSampleOptions.self, forKey: .smallSample)
        ?? SmallSampleOptions(),
      singletons: try container.decodeIfPresent(SingletonRule.self, forKey: .singletons) ?? .drop,
      level: try container.decodeLevel(forKey: .level))
    guard !by.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .by, in: container, debugDescription: "name at least one variable in 'by'")
    }
    guard Set(tests).count == tests.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .test, in: container, debugDescription: "'test' names a test twice")
    }
    guard !container.contains(.terms) || !terms.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .terms, in: container,
        debugDescription: "'terms' is empty: name coefficients to compare, or leave it out to "
          + "compare that of the first regressor")
    }
    if let term = terms.indices.first(where: { terms[..<$0].contains(terms[$0]) }) {
      throw DecodingError.dataCorruptedError(
        forKey: .terms, in: container, debugDescription: "'terms' names '\(terms[term])' twice")
    }
    guard Self.permutationLimits.contains(permutations) else {
      throw DecodingError.dataCorruptedError(
        forKey: .permutations, in: container,
        debugDescription: "the test takes between \(Self.permutationLimits.lowerBound) and "
          + "\(Self.permutationLimits.upperBound) permutations, not \(permutations)")
    }
    guard !container.contains(.permutations) || tests.contains(.permutation) else {
      throw DecodingError.dataCorruptedError(
        forKey: .permutations, in: container,
        debugDescription: "'permutations' belongs to the test of that name: add it to 'test'")
    }
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      "model", .formula, required: true,
      "The model of every group, such as 'y ~ x + $controls | unit + year'."),
    KeyDescription(
      "by", .oneOrMore(of: GroupRule.valueType), required: true,
      "What makes the groups; several variables give a result for each."),
    KeyDescription(
      "test", .oneOrMore(of: .choice(GroupComparison.Method.allCases.map(\.rawValue))),
      default: "interacted",
      "Tests of equal coefficients: one regression with every regressor and effect interacted, z "
        + "for independent samples, or permutation of whole units."),
    KeyDescription(
      "terms", .oneOrMore(of: .text), default: "the first regressor",
      "The coefficients that are compared."),
    KeyDescription(
      "pairs", .flag, default: "false",
      "Whether each pair of more than two groups is compared beside all at once."),
    KeyDescription(
      "permutations", .integer, default: "1000",
      "Random permutations of units over groups, 99 at least."),
    KeyDescription(
      "vcov", .text, default: "iid",
      "The covariance: \(CovarianceSpecification.forms.joined(separator: ", "))."),
    KeyDescription(
      "weights", .text, "A column of analytic weights: precision, such as population."),
    KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
    KeyDescription(
      "small_sample", .object(SmallSampleOptions.keys),
      "How parameters and clusters are counted in the small-sample correction."),
    KeyDescription(
      "singletons", .choice(SingletonRule.allCases.map(\.rawValue)), default: "drop",
      "Whether observations alone in a group of an effect leave the sample."),
    KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
  ]
}
