package import PanelData
import PanelNumerics
package import PanelResults

/// Randomisation inference: the observed treatment given to other units at random.
///
/// The paths of the treatment over time are permuted over clusters, by default units, within strata;
/// without periods its values are permuted over clusters or rows.
///
/// - SeeAlso: Fisher (1935), *The Design of Experiments*; Heß (2017), *Randomization inference with
///   Stata: a guide and software* (`ritest`).
package struct RandomizationInference: Analysis, Equatable {
  package static let kind: AnalysisKind = "randomization-inference"
  package static let summary =
    "Randomisation inference: the observed treatment permuted over units or clusters, within strata."

  package var target: TreatmentTarget
  /// The regressor that is permuted; the analysis' own treatment where absent.
  package var treatment: String?
  /// Columns whose combinations hold permutations within them.
  package var strata: [String]
  /// Columns whose combinations are assigned as a whole; units where absent.
  package var clusters: [String]
  package var replications: Int
  /// Whether only draws beyond the estimate count, not those that equal it.
  package var isStrict: Bool
  package var enumeration: Placebo.Enumeration
  package var density: DensityOptions
  package var histogram: HistogramOption

  package init(
    _ target: TreatmentTarget, treatment: String? = nil, strata: [String] = [],
    clusters: [String] = [], replications: Int = 1000, isStrict: Bool = false,
    enumeration: Placebo.Enumeration = .auto, density: DensityOptions = DensityOptions(),
    histogram: HistogramOption = .rule(.stata)
  ) {
    self.target = target
    self.treatment = treatment
    self.strata = strata
    self.clusters = clusters
    self.replications = replications
    self.isStrict = isStrict
    self.enumeration = enumeration
    self.density = density
    self.histogram = histogram
  }
}

extension RandomizationInference {
  private enum CodingKeys: String, CodingKey {
    case treatment, strata, clusters, replications, strict, enumerate, density, histogram
  }

  package static let keys: [KeyDescription] =
    TreatmentTarget.keys + [
      KeyDescription(
        "treatment", .text, default: "the treatment of the analysis",
        "The regressor whose values are permuted."),
      KeyDescription(
        "strata", .oneOrMore(of: .text), "Columns: permutations stay within their values."),
      KeyDescription(
        "clusters", .oneOrMore(of: .text), default: "the unit, or each row without units",
        "Columns whose values are assigned as a whole, with their treatment over time."),
      KeyDescription("replications", .integer, default: "1000", "Random permutations, 1 or more."),
      KeyDescription(
        "strict", .flag, default: "false",
        "Whether only draws beyond the estimate count, and not those that equal it."),
      KeyDescription(
        "enumerate", .choice(Placebo.Enumeration.allCases.map(\.rawValue)), default: "auto",
        "Whether all permutations take the place of random ones; auto does so where there are no "
          + "more of them than replications."),
      KeyDescription(
        "density", .object(DensityOptions.keys(defaultPoints: .twoway)),
        "The kernel density of the permuted effects."),
      HistogramOption.key,
    ]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func names(_ key: CodingKeys) throws -> [String] {
      try container.decodeIfPresent(OneOrMore<String>.self, forKey: key)?.values ?? []
    }
    self.init(
      try TreatmentTarget(from: decoder),
      treatment: try container.decodeIfPresent(String.self, forKey: .treatment),
      strata: try names(.strata),
      clusters: try names(.clusters),
      replications: try container.decodeReplications(forKey: .replications) ?? 1000,
      isStrict: try container.decodeIfPresent(Bool.self, forKey: .strict) ?? false,
      enumeration: try container.decodeIfPresent(Placebo.Enumeration.self, forKey: .enumerate)
        ?? .auto,
      density: try container.decodeIfPresent(DensityOptions.self, forKey: .density)
        ?? DensityOptions(),
      histogram: try container.decodeIfPresent(HistogramOption.self, forKey: .histogram)
        ?? .rule(.stata))
  }

  /// Runs the analysis again with permuted treatments.
  ///
  ///     p = share of |b*| ≥ |b|,    with its exact binomial interval
  ///
  /// - Returns: One result.
  /// - Throws: What the analysis throws with the actual treatment; ``EstimationError/invalid(_:)``
  ///   for a treatment that differs within a cluster and period, strata that differ within a
  ///   cluster, and where nothing can be permuted.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [PlaceboResult] {
    let target = try target.resolved(on: panel, in: context)
    return [try result(of: target.analysis, target, on: panel, in: context)]
  }

  private func result<Entry: TreatmentAnalysis>(
    of entry: Entry, _ target: TreatmentTarget.Resolved, on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> PlaceboResult {
    let baseline = try TreatmentBaseline(
      entry, target, treatment: treatment, on: panel, in: context)
    let paths = try PermutedPaths(
      of: baseline.column, in: panel, rows: baseline.sampleRows(panel), clusters: clusters,
      strata: strata)
    let permutation = Permutation(labels: paths.labels, strata: paths.strata)
    guard permutation.assignmentCount != 1 else {
      throw .invalid(
        "Nothing can be permuted: '\(baseline.column.name)' is the same for all "
          + "\(paths.labels.count) \(paths.carrierWord)"
          + (strata.isEmpty ? "." : " of each stratum of \(strata.joined(separator: ", "))."))
    }
    let rule = AssignmentRule.permutation(permutation)
    let assignments = try rule.assignments(enumeration, replications: replications)
    let placebos = RandomPlacebos(
      baseline: baseline, sample: paths.sample, paths: paths.paths, panel: panel)
    let values = try placebos.values(count: assignments ?? replications, in: context) { replicate in
      if assignments != nil { return permutation.assignment(number: replicate) }
      var generator = context.generator(replicate: replicate)
      return permutation.draw(from: &generator)
    }
    var draws = PlaceboDraws(
      of: values, about: baseline.estimate.value, seed: context.seed, isStrict: isStrict,
      assignments: assignments, density: density, histogram: histogram)
    draws.carriers = paths.labels.count
    draws.clusters = paths.clusterNames
    draws.strata = strata
    var result = baseline.placebo(
      .permutation, of: target.name, design: paths.design, in: context)
    result.draws = draws
    result.remarks += draws.failureRemarks
    return result
  }
}
