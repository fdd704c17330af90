package import PanelData
import PanelNumerics
package import PanelResults

/// Spatial weights in numbers, one result for each matrix.
package struct WeightsSummary: Analysis {
  package static let kind: AnalysisKind = "weights-summary"
  package static let summary =
    "Spatial weights in numbers: links, neighbours, distances, units without neighbours."

  package var weights: [String]

  private enum CodingKeys: String, CodingKey, CaseIterable { case weights }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.weights.rawValue,
      .oneOrMore(of: .spatialWeights),
      required: true,
      "The weights to describe, in order."
    )
  ]

  package init(weights: [String]) { self.weights = weights }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weights = try container.decode(OneOrMore<String>.self, forKey: .weights).values
  }

  /// Decomposed to tell bounds of parameters, at most: rows.
  private static let mostRows = 500
  /// Links that a result tells one by one, at most.
  private static let mostLinks = 20_000

  /// Describes each matrix.
  ///
  ///     S₀ = Σ w_ij,   S₁ = ½ Σ (w_ij + w_ji)²,   S₂ = Σ_i (Σ_j w_ij + Σ_j w_ji)²
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for weights that the study does not declare, or that
  ///   are named twice.
  /// - SeeAlso: Cliff and Ord (1981), *Spatial Processes*, 1.4; oracles `W_*`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [WeightsSummaryResult] {
    guard !weights.isEmpty else { throw .invalid("'weights' names no weights.") }
    var results: [WeightsSummaryResult] = []
    for (position, name) in weights.enumerated() {
      guard !weights[..<position].contains(name) else {
        throw .invalid("'\(name)' stands twice under 'weights'. Name it once.")
      }
      let place = weights.count == 1 ? context.id : "\(context.id)[\(position + 1)]"
      results.append(
        try result(of: try context.weights(named: name), on: panel, at: place, in: context))
    }
    return results
  }

  private func result(
    of weights: SpatialWeights,
    on panel: Panel,
    at place: String,
    in context: AnalysisContext
  ) throws(EstimationError) -> WeightsSummaryResult {
    let matrix = weights.matrix
    let filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    let turned = matrix.transposed()
    let both = matrix.combined(with: turned, keepingAll: true) { ($0 + $1) * ($0 + $1) }
    let sums = zip(matrix.rowSums, matrix.columnSums).map { ($0 + $1) * ($0 + $1) }
    let counts = (0..<weights.count).map { Double(matrix.positions(ofRow: $0).count) }
    return WeightsSummaryResult(
      heading: ResultHeading(labels: panel.labels(of: weights.description.variables)),
      sample: filter.description(in: panel, weights: nil),
      weights: weights.description,
      density: matrix.density,
      neighbours: NumberRange(counts),
      distances: weights.distances.map { NumberRange($0) },
      components: (matrix.components().max() ?? -1) + 1,
      hasMutualLinks: turned.rowStarts == matrix.rowStarts && turned.columns == matrix.columns,
      pairSquares: Summation.sum(both.values) / 2,
      sumSquares: Summation.sum(sums),
      bounds: bounds(of: matrix),
      graph: graph(of: weights),
      remarks: weights.remarks,
      provenance: panel.provenance(
        naming: weights.description.variables,
        place: place,
        condition: nil,
        in: context
      )
    )
  }

  private func bounds(of matrix: SparseMatrix) -> ParameterBounds? {
    guard matrix.rowCount <= Self.mostRows else { return nil }
    do throws(LogDeterminantError) {
      let interval = try EigenvalueLogDeterminant(matrix).interval
      func finite(_ end: Double) -> Double? { end.isFinite ? end : nil }
      return ParameterBounds(lower: finite(interval.lower), upper: finite(interval.upper))
    } catch {
      return nil
    }
  }

  private func graph(of weights: SpatialWeights) -> ConnectivityGraph? {
    guard let places = weights.places else { return nil }
    let matrix = weights.matrix
    guard matrix.count <= 2 * Self.mostLinks else { return nil }
    var (from, to): ([Int], [Int]) = ([], [])
    for row in 0..<weights.count {
      for position in matrix.positions(ofRow: row) {
        let column = Int(matrix.columns[position])
        guard column > row || matrix[column, row] == 0 else { continue }
        from.append(row)
        to.append(column)
      }
    }
    guard from.count <= Self.mostLinks else { return nil }
    return ConnectivityGraph(
      units: weights.ids,
      places: places,
      from: from,
      to: to,
      neighbours: (0..<weights.count).map { matrix.positions(ofRow: $0).count }
    )
  }
}

extension NumberRange {
  /// - Precondition: At least one number.
  fileprivate init(_ numbers: [Double]) {
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    self.init(
      least: sorted[0],
      mean: Summation.mean(sorted),
      median: sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
      greatest: sorted[sorted.count - 1]
    )
  }
}
