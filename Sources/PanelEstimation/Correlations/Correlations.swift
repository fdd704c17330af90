package import PanelData
import PanelNumerics
package import PanelResults

/// Pearson correlations of variables with their p-values.
package struct Correlations: Analysis {
  package static let kind: AnalysisKind = "correlations"
  package static let summary =
    "Pearson correlations of variables, with p-values, on complete rows or pair by pair."

  package var variables: [String]
  package var rows: Rows?
  package var condition: String?

  /// Which rows a correlation uses.
  package enum Rows: String, Codable, Sendable, CaseIterable {
    /// Those where every variable is present, as Stata's `correlate`.
    case complete
    /// Those where both variables are present, as Stata's `pwcorr`.
    case pairwise
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables, rows
    case condition = "where"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variables.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "What to correlate, in order: names, expressions such as log(x), lists such as $controls."
    ),
    KeyDescription(
      CodingKeys.rows.rawValue,
      .choice(Rows.allCases.map(\.rawValue)),
      default: "complete",
      "Rows where every variable is present, or for each pair those where both are."
    ),
    KeyDescription(
      CodingKeys.condition.rawValue,
      .expression,
      "The rows to use, among those of the study."
    ),
  ]

  package init(variables: [String], rows: Rows? = nil, condition: String? = nil) {
    self.variables = variables
    self.rows = rows
    self.condition = condition
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    variables = try container.decode(OneOrMore<String>.self, forKey: .variables).values
    rows = try container.decodeIfPresent(Rows.self, forKey: .rows)
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
  }

  /// Correlates every pair.
  ///
  ///     r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²),   t = r √((n − 2)/(1 − r²))
  ///
  /// - Returns: One result. A variable that does not vary has no correlation, with the reason.
  /// - Throws: What terms and expressions throw; ``EstimationError/emptySample(reasons:)``;
  ///   ``EstimationError/invalid(_:)`` for fewer than two variables.
  /// - SeeAlso: `CorrelationsTests`, with the Grunfeld correlations of Stata's manual.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [CorrelationsResult] {
    let described = try DescribedColumns(variables, in: panel)
    let columns = described.columns
    guard columns.count > 1 else {
      throw .invalid("A correlation needs two variables; 'variables' names \(columns.count).")
    }
    let isPairwise = rows == .pairwise
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    try filter.keep(where: condition, in: panel)
    if !isPairwise {
      for column in columns {
        filter.require(column.numbers, of: column.name, noNeighbour: column.noNeighbour)
      }
    }
    let kept = filter.keptRows
    guard !kept.isEmpty else { throw filter.emptySample() }
    let places = columns.indices.dropFirst().flatMap { i in (0..<i).map { (i, $0) } }
    let pairs = Parallel.map(count: places.count, threads: context.threadCount) { position in
      let (i, j) = places[position]
      return Self.pair(columns[i], columns[j], rows: kept)
    }
    return [
      CorrelationsResult(
        heading: ResultHeading(labels: panel.labels(of: described.names + columns.map(\.name))),
        sample: filter.description(in: panel, weights: nil),
        variables: columns.map(\.name),
        isPairwise: isPairwise,
        pairs: pairs,
        provenance: panel.provenance(
          naming: described.names,
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private static func pair(
    _ first: DesignColumn,
    _ second: DesignColumn,
    rows: [Int]
  ) -> CorrelationPair {
    let both = rows.filter { !first.numbers[$0].isNaN && !second.numbers[$0].isNaN }
    let count = both.count
    var pair = CorrelationPair(
      first: first.name,
      second: second.name,
      n: count,
      correlation: .unavailable(because: .tooFewPairs),
      pValue: .unavailable(because: .tooFewPairs)
    )
    guard count > 1 else { return pair }
    let deviations = [first, second].map { column -> [Double] in
      let values = both.map { column.numbers[$0] }
      guard values.min() != values.max() else { return [] }
      let mean = Summation.mean(values)
      // Scaled, so that squares of very large or small values are finite and not 0.
      let scale = values.map { abs($0 - mean) }.max() ?? 1
      return values.map { ($0 - mean) / scale }
    }
    guard !deviations.contains([]) else {
      pair.correlation = .unavailable(because: .constantVariable)
      pair.pValue = .unavailable(because: .constantVariable)
      return pair
    }
    let scale = (Summation.sumOfSquares(deviations[0]) * Summation.sumOfSquares(deviations[1]))
      .squareRoot()
    let r = min(max(Summation.dot(deviations[0], deviations[1]) / scale, -1), 1)
    pair.correlation = .value(r)
    guard count > 2 else { return pair }
    let degrees = Double(count - 2)
    let room = (1 - r) * (1 + r)
    pair.pValue = .value(
      room > 0
        ? StudentT(degreesOfFreedom: degrees).twoSidedPValue(r * (degrees / room).squareRoot()) : 0
    )
    return pair
  }
}
