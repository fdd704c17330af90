package import PanelData
import PanelNumerics
package import PanelResults

/// The entropy weights of an index, as a table shows them.
///
/// The same weights as those of a derived variable with the same keys.
package struct EntropyWeighting: Analysis {
  package static let kind: AnalysisKind = "entropy-weights"
  package static let summary =
    "Weights of indicators by entropy, for all rows or by year: sign, entropy, redundancy, weight."

  package var index: EntropyIndex
  package var condition: String?

  private enum CodingKeys: String, CodingKey { case condition = "where" }

  package static let keys: [KeyDescription] =
    EntropyIndex.keys + [
      KeyDescription(
        CodingKeys.condition.rawValue,
        .expression,
        "The rows to use, among those of the study."
      )
    ]

  package init(_ index: EntropyIndex, condition: String? = nil) {
    self.index = index
    self.condition = condition
  }

  package init(from decoder: any Decoder) throws {
    index = try EntropyIndex(from: decoder)
    condition = try decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(String.self, forKey: .condition)
  }

  /// Weighs the indicators on the rows where none is missing.
  ///
  /// - Returns: One result; its groups are in the order of their values.
  /// - Throws: ``EstimationError/data(_:)`` for indicators that cannot be read, have no sign or
  ///   no range; ``EstimationError/emptySample(reasons:)``.
  /// - SeeAlso: Oracles `entropy_gapminder`, `entropy_produc`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [EntropyWeightsResult] {
    let indicators = try dataResult { () throws(DataError) in try index.indicators(in: panel) }
    let filter = try SampleFilter.complete(
      indicators.columns, where: condition, in: panel, threads: context.threadCount)
    let groups = try dataResult { () throws(DataError) in
      try index.groups(of: indicators, among: filter.keptRows, in: panel)
    }
    let names = indicators.columns.names
    return [
      EntropyWeightsResult(
        heading: ResultHeading(
          labels: panel.labels(
            of: names + indicators.columns.inputs + [index.by].compactMap { $0 }
          )
        ),
        sample: filter.description(in: panel, weights: nil),
        groupVariable: index.by,
        shift: index.shift,
        groups: groups.map { Self.described($0, indicators) },
        provenance: panel.provenance(
          naming: indicators.columns.inputs + [index.by].compactMap { $0 },
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private static func described(
    _ group: EntropyIndex.Group,
    _ indicators: EntropyIndex.Signed
  ) -> IndicatorWeights {
    let weights = group.weights
    let described = indicators.columns.names.enumerated().map { position, name in
      WeightedIndicator(
        indicator: name,
        sign: indicators.isNegative[position] ? .negative : .positive,
        dimension: indicators.dimensions?[position],
        minimum: weights.minima[position],
        maximum: weights.maxima[position],
        entropy: weights.entropies[position],
        redundancy: weights.redundancies[position],
        weight: weights.weights[position]
      )
    }
    var dimensions: [DimensionWeight] = []
    for indicator in described {
      guard let dimension = indicator.dimension else { continue }
      if let known = dimensions.firstIndex(where: { $0.dimension == dimension }) {
        dimensions[known].weight += indicator.weight
      } else {
        dimensions.append(DimensionWeight(dimension: dimension, weight: indicator.weight))
      }
    }
    return IndicatorWeights(
      name: group.name,
      n: group.rows.count,
      indicators: described,
      dimensions: dimensions
    )
  }
}

extension SampleFilter {
  /// The rows of a condition on which every indicator is present.
  static func complete(
    _ indicators: Indicators,
    where condition: String?,
    in panel: Panel,
    threads: Int
  ) throws(EstimationError) -> SampleFilter {
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: threads)
    try filter.keep(where: condition, in: panel)
    for column in indicators.columns {
      filter.require(column.numbers, of: column.name, noNeighbour: column.noNeighbour)
    }
    guard !filter.keptRows.isEmpty else { throw filter.emptySample() }
    return filter
  }
}
