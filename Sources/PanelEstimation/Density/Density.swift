package import PanelData
import PanelNumerics
package import PanelResults

/// Kernel densities and histograms of variables, for all rows or by group.
package struct Density: Analysis {
  package static let kind: AnalysisKind = "density"
  package static let summary =
    "Kernel densities and histograms of variables, by group, with Stata's defaults."

  /// Terms of the formula language: names, expressions, `$lists`.
  package var variables: [String]
  package var by: String?
  package var options: DensityOptions
  package var histogram: HistogramOption?
  package var condition: String?
  package var weights: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables, by, histogram, weights
    case condition = "where"
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        CodingKeys.variables.rawValue,
        .oneOrMore(of: .text),
        required: true,
        "What to describe, in order: names, expressions such as log(x), lists such as $outcomes."
      ),
      KeyDescription(
        CodingKeys.by.rawValue,
        .expression,
        "A variable or expression whose values make groups, each with its own density."
      ),
    ] + DensityOptions.keys(defaultPoints: .kdensity) + [
      HistogramOption.key,
      KeyDescription(
        CodingKeys.condition.rawValue,
        .expression,
        "The rows to use, among those of the study."
      ),
      KeyDescription(
        CodingKeys.weights.rawValue,
        .text,
        """
        A column of analytic weights. A histogram counts rows, so there is none beside weights, \
        and the bandwidth is Silverman's or a number.
        """
      ),
    ]

  package init(
    variables: [String],
    by: String? = nil,
    options: DensityOptions = DensityOptions(),
    histogram: HistogramOption? = nil,
    condition: String? = nil,
    weights: String? = nil
  ) {
    self.variables = variables
    self.by = by
    self.options = options
    self.histogram = histogram
    self.condition = condition
    self.weights = weights
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    do {
      variables = [try container.decode(String.self, forKey: .variables)]
    } catch DecodingError.typeMismatch {
      variables = try container.decode([String].self, forKey: .variables)
    }
    by = try container.decodeIfPresent(String.self, forKey: .by)
    options = try DensityOptions(from: decoder)
    histogram = try container.decodeIfPresent(HistogramOption.self, forKey: .histogram)
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
    weights = try container.decodeIfPresent(String.self, forKey: .weights)
  }

  /// Estimates the densities; each variable keeps all values that it has.
  ///
  /// - Returns: One result: variables in the order of the entry, each by group, ascending by the
  ///   group's value.
  /// - Throws: What terms and expressions throw; ``EstimationError/emptySample(reasons:)``;
  ///   ``EstimationError/invalid(_:)`` for a variable without any value, weights that are not
  ///   positive, and options that weights leave no meaning.
  /// - SeeAlso: Oracles `kde_castle_homicide`, `kde_organ_rate`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [DensityResult] {
    try checkWeighting()
    let described = try DescribedColumns(variables, in: panel)
    let (columns, names) = (described.columns, described.names)
    let groups = try by.map { text throws(EstimationError) in try GroupValues(text, in: panel) }
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    try filter.keep(where: condition, in: panel)
    if let groups { filter.require(groups: groups.codes, of: groups.name) }
    let weights = try filter.requireWeights(weights, in: panel)
    let sample = filter.description(in: panel, weights: self.weights)
    guard sample.n > 0 else { throw filter.emptySample() }
    let parts = filter.parts(by: groups)
    let found = Parallel.map(
      count: parts.count * columns.count,
      threads: context.threadCount
    ) { item in
      let part = parts[item % parts.count]
      return density(
        of: columns[item / parts.count],
        rows: part.rows,
        group: part.name,
        weights: weights
      )
    }
    let densities = found.compactMap { $0 }
    if let empty = columns.first(where: { column in
      !densities.contains { $0.variable == column.name }
    }) {
      throw .invalid(
        "'\(empty.name)' has no value in the \(sample.n) rows of the sample: leave it out, or "
          + "change 'where'."
      )
    }
    return [
      DensityResult(
        heading: ResultHeading(
          labels: panel.labels(
            of: names + columns.map(\.name) + [groups?.name].compactMap { $0 }
          )
        ),
        sample: sample,
        variables: densities,
        groupVariable: groups?.name,
        provenance: panel.provenance(
          naming: names + (groups?.columnNames ?? []) + [self.weights].compactMap { $0 },
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  /// The density of a column in one group; absent where the group has no value of it.
  private func density(
    of column: DesignColumn,
    rows: [Int],
    group: String?,
    weights: [Double]?
  ) -> VariableDensity? {
    let present = rows.filter { !column.numbers[$0].isNaN }
    guard !present.isEmpty else { return nil }
    let values = present.map { column.numbers[$0] }
    let weights = weights.map { weights in present.map { weights[$0] } }
    let histogram = histogram ?? (weights == nil ? .rule(.stata) : HistogramOption.none)
    return VariableDensity(
      variable: column.name,
      group: group,
      n: values.count,
      mean: Moments(values, weights: weights).mean,
      density: options.density(of: values, weights: weights, defaultPoints: .kdensity),
      histogram: histogram.histogram(of: values)
    )
  }

  private func checkWeighting() throws(EstimationError) {
    guard let weights else { return }
    if let histogram, histogram != .none {
      throw .invalid(
        "A histogram counts rows and knows no weights: leave out 'histogram' or 'weights: "
          + "\(weights)'."
      )
    }
    if options.bandwidth == .rule(.sheatherJones) {
      throw .invalid(
        "The rule of Sheather and Jones knows no weights: take 'bandwidth: silverman' or a "
          + "number, or leave out 'weights: \(weights)'."
      )
    }
  }
}
