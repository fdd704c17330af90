package import PanelData
import PanelNumerics
package import PanelResults

/// A two-way fixed-effects coefficient taken apart into all 2 × 2 comparisons behind it.
package struct GoodmanBacon: Analysis, Equatable {
  package static let kind: AnalysisKind = "goodman-bacon"
  package static let summary =
    "A two-way fixed-effects coefficient as the weighted mean of all 2 × 2 comparisons "
    + "(Goodman-Bacon), those with units treated before among them."

  /// A column or an expression.
  package var outcome: String
  package var treatment: TreatmentColumn
  /// A condition on rows, beside the study's own.
  package var condition: String?

  package init(outcome: String, treatment: TreatmentColumn, condition: String? = nil) {
    self.outcome = outcome
    self.treatment = treatment
    self.condition = condition
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, controls, weights
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    for key in [CodingKeys.controls, .weights] where container.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "the decomposition is that of a model without \(key.rawValue): leave "
          + "them out, or use method \(TreatmentWeights.kind.rawValue), which takes them"
      )
    }
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      treatment: try TreatmentColumn(from: decoder),
      condition: try container.decodeIfPresent(String.self, forKey: .condition)
    )
  }

  package static let keys: [KeyDescription] =
    [ControlModel.keys[0]] + TreatmentColumn.keys + [
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription(
        "controls",
        .oneOrMore(of: .text),
        "Refused, with advice: the decomposition is that of a model without controls."
      ),
      KeyDescription(
        "weights",
        .text,
        "Refused, with advice: the decomposition is that of a model without weights."
      ),
    ]

  /// Takes the coefficient of `outcome ~ treatment | unit + time` apart.
  ///
  ///     β = Σ w b,    Σ w = 1
  ///
  /// with the weights of ``TimingComparisons`` and b the difference in differences of mean outcomes.
  ///
  /// - Returns: One result; comparisons by treated and control cohort.
  /// - Throws: What the data and the treatment refuse; ``EstimationError/invalid(_:)`` for a panel
  ///   that is not balanced, with units, and where two-way effects absorb the treatment.
  /// - Complexity: O(*n* + *g*² *T*) with g cohorts and T periods.
  /// - SeeAlso: Goodman-Bacon (2021), theorem 1; oracles `bacon_castle`, `bacon_mpdta`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [DecompositionResult] {
    let timing = try TreatmentTiming(of: treatment, in: panel)
    let formula = try ControlModel(outcome: outcome).formula(in: panel)
    let design = try Design(
      DesignRequest(
        formula: formula,
        condition: condition,
        dropsSingletons: false,
        exclusions: [timing.unknown].compactMap { $0 }
      ),
      on: panel,
      threads: context.threadCount
    )
    let sample = EffectSample(design, timing)
    try sample.checkContrast()
    let balanced = try balancedSample(sample)
    let found = TimingComparisons.all(
      of: balanced.groups,
      periodCount: balanced.periods.count
    )
    let total = Summation.sum(found.map(\.mass))
    guard total > 0 else { throw absorbed(balanced) }
    let means = CohortMeans(design.outcome, balanced)
    let comparisons = found.map { comparison in
      Comparison(
        kind: comparison.kind,
        treated: balanced.groups[comparison.treated].period ?? 0,
        control: balanced.groups[comparison.control].period,
        estimate: means.difference(comparison),
        weight: comparison.mass / total
      )
    }.sorted {
      ($0.treated, $0.control ?? .min, $0.kind.order) < (
        $1.treated, $1.control ?? .min, $1.kind.order
      )
    }
    let totals = Comparison.Kind.allCases.compactMap { Self.total($0, comparisons) }
    let forbidden = Summation.sum(totals.filter(\.kind.isForbidden).map(\.weight))
    return [
      DecompositionResult(
        heading: ResultHeading(
          outcome: design.outcomeName,
          labels: panel.labels(
            of: formula.columnNames + [timing.column.name, design.outcomeName]
          )
        ),
        sample: design.description,
        design: sample.treatment,
        coefficient: means.coefficient(balanced),
        comparisons: comparisons,
        totals: totals,
        statistics: [
          StatisticEntry(.observations, count: design.observationCount),
          StatisticEntry(.units, count: design.observationCount / balanced.periods.count),
          StatisticEntry(.periods, count: balanced.periods.count),
        ] + sample.treatment.statistics + [StatisticEntry(.forbiddenShare, .value(forbidden))],
        remarks: timing.readingRemarks() + timing.designRemarks(sample.treatment),
        provenance: panel.provenance(
          naming: formula.columnNames + [timing.column.name],
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private static func total(
    _ kind: Comparison.Kind,
    _ comparisons: [Comparison]
  ) -> ComparisonTotal? {
    let ofKind = comparisons.filter { $0.kind == kind }
    guard !ofKind.isEmpty else { return nil }
    let weight = Summation.sum(ofKind.map(\.weight))
    return ComparisonTotal(
      kind: kind,
      weight: weight,
      estimate: Summation.dot(ofKind.map(\.weight), ofKind.map(\.estimate)) / weight,
      count: ofKind.count
    )
  }

  private func balancedSample(_ sample: EffectSample) throws(EstimationError) -> BalancedSample {
    do { return try BalancedSample(sample) } catch {
      guard case .unbalanced(let units, let unitCount, let periodCount) = error else {
        throw .invalid("The decomposition takes no weights.")
      }
      let index = sample.timing.index
      let names = units.map {
        "\(MessageText.shown(index.unitNames[$0.unit])) (\($0.periods))"
      }
      throw .invalid(
        """
        The decomposition needs every unit in every period, but \(units.count) of \
        \(MessageList.count(unitCount, "unit", "units")) \(units.count == 1 ? "lacks" : "lack") some of the \(periodCount) periods: \(MessageList.text(names)). Keep complete \
        units with 'where: count(\(outcome), by = \(Names.written(index.unitVariable))) == \
        \(periodCount)', or fewer periods.
        """
      )
    }
  }

  private func absorbed(_ balanced: BalancedSample) -> EstimationError {
    let periods = balanced.groups.compactMap(\.period)
    let reason =
      periods.isEmpty
      ? "each unit is treated always or never"
      : "all units are first treated in \(periods[0])"
    return .invalid(
      "The treatment '\(treatment.name)' does not vary once unit and period effects are removed: "
        + "\(reason). There is nothing to decompose."
    )
  }
}

extension Comparison.Kind {
  /// The position among all kinds.
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Mean outcomes by group and period.
private struct CohortMeans {
  /// One row per group, one number per period.
  let means: [[Double]]

  init(_ outcome: [Double], _ balanced: BalancedSample) {
    let cells = balanced.groups.count * balanced.periods.count
    var sums = [DoubleDouble](repeating: .zero, count: cells)
    var counts = [Double](repeating: 0, count: cells)
    for row in outcome.indices {
      let cell = balanced.groupOfRow[row] * balanced.periods.count + balanced.periodOfRow[row]
      sums[cell] += outcome[row]
      counts[cell] += 1
    }
    means = balanced.groups.indices.map { group in
      balanced.periods.indices.map {
        let cell = group * balanced.periods.count + $0
        return (sums[cell] / counts[cell]).value
      }
    }
  }

  /// The change of the treated less that of the control.
  func difference(_ comparison: TimingComparison) -> Double {
    func change(_ group: Int) -> Double {
      Summation.mean(Array(means[group][comparison.after]))
        - Summation.mean(Array(means[group][comparison.before]))
    }
    return change(comparison.treated) - change(comparison.control)
  }

  /// The two-way fixed-effects coefficient itself: Σ D̃y / Σ D̃², apart from any comparison.
  func coefficient(_ balanced: BalancedSample) -> Double {
    let periodCount = balanced.periods.count
    let sizes = balanced.groups.map(\.size)
    let unitCount = Summation.sum(sizes)
    let ofGroup = balanced.groups.map { Double(periodCount - $0.start) / Double(periodCount) }
    let ofPeriod = (0..<periodCount).map { period in
      Summation.sum(balanced.groups.map { $0.start <= period ? $0.size : 0 }) / unitCount
    }
    let mean = Summation.mean(ofPeriod)
    var products: [Double] = []
    var squares: [Double] = []
    for (group, timing) in balanced.groups.enumerated() {
      for period in 0..<periodCount {
        let rest = (timing.start <= period ? 1 : 0) - ofGroup[group] - ofPeriod[period] + mean
        products.append(timing.size * rest * means[group][period])
        squares.append(timing.size * rest * rest)
      }
    }
    return Summation.sum(products) / Summation.sum(squares)
  }
}
