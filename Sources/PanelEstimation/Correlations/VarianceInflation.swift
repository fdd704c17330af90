package import PanelData
import PanelNumerics
package import PanelResults

/// Variance inflation factors of regressors.
package struct VarianceInflation: Analysis {
  package static let kind: AnalysisKind = "variance-inflation"
  package static let summary =
    "Variance inflation factors of regressors, their mean, and the condition number."

  package var variables: [String]
  package var condition: String?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case variables
    case condition = "where"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.variables.rawValue,
      .oneOrMore(of: .text),
      required: true,
      "The regressors, in order: names, expressions such as log(x), lists such as $controls. "
        + "For factors within units, name centre(x, by = unit)."
    ),
    KeyDescription(
      CodingKeys.condition.rawValue,
      .expression,
      "The rows to use, among those of the study."
    ),
  ]

  package init(variables: [String], condition: String? = nil) {
    self.variables = variables
    self.condition = condition
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    variables = try container.decode(OneOrMore<String>.self, forKey: .variables).values
    condition = try container.decodeIfPresent(String.self, forKey: .condition)
  }

  /// Computes the factors.
  ///
  ///     VIF_j = 1/(1 − R_j²) = S_jj (S⁻¹)_jj,   S: cross-products of centred regressors
  ///
  /// - Throws: What terms throw; ``EstimationError/invalid(_:)`` for fewer than two regressors, a
  ///   constant one, too few rows, and a regressor that is a combination of others, which it
  ///   names; ``EstimationError/emptySample(reasons:)``.
  /// - SeeAlso: Marquardt (1970); Belsley, Kuh and Welsch (1980), *Regression Diagnostics*, 3.2;
  ///   oracles `vif_castle`, `vif_produc`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [VarianceInflationResult] {
    let described = try DescribedColumns(variables, in: panel)
    let columns = described.columns
    guard columns.count > 1 else {
      throw .invalid("Inflation needs two regressors; 'variables' names \(columns.count).")
    }
    var filter = SampleFilter(rowCount: panel.table.rowCount, threads: context.threadCount)
    try filter.keep(where: condition, in: panel)
    for column in columns {
      filter.require(column.numbers, of: column.name, noNeighbour: column.noNeighbour)
    }
    let rows = filter.keptRows
    guard !rows.isEmpty else { throw filter.emptySample() }
    guard rows.count > columns.count + 1 else {
      throw .invalid(
        "\(columns.count) regressors and a constant need more than \(columns.count + 1) complete "
          + "rows; there are \(rows.count)."
      )
    }
    let values = columns.map { column in rows.map { column.numbers[$0] } }
    let factors = try Self.factors(of: values, named: columns.map(\.name))
    return [
      VarianceInflationResult(
        heading: ResultHeading(labels: panel.labels(of: described.names + columns.map(\.name))),
        sample: filter.description(in: panel, weights: nil),
        terms: zip(columns, factors).map { column, factor in
          InflatedTerm(term: column.name, factor: factor, tolerance: 1 / factor)
        },
        mean: Summation.mean(factors),
        conditionNumber: Self.conditionNumber(of: values),
        provenance: panel.provenance(
          naming: described.names,
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private static func factors(
    of values: [[Double]],
    named names: [String]
  ) throws(EstimationError) -> [Double] {
    if let constant = values.firstIndex(where: { $0.min() == $0.max() }) {
      throw .invalid(
        "'\(names[constant])' has one value in all \(values[constant].count) rows, so it has no "
          + "variance to inflate. Leave it out."
      )
    }
    // With a constant in front, the later elements of (X'X)⁻¹ are those of centred regressors.
    let ones = [Double](repeating: 1, count: values[0].count)
    let fit = LeastSquares.fit(design: Matrix(columns: [ones] + values), outcome: ones)
    if let dropped = fit.dropped.first {
      let others = dropped.combination.map(\.column).filter { $0 > 0 }.map { "'\(names[$0 - 1])'" }
      throw .invalid(
        "'\(names[dropped.column - 1])' is a linear combination of "
          + "\(others.isEmpty ? "a constant" : others.joined(separator: ", ")), so its variance "
          + "inflation is infinite. Leave one of them out."
      )
    }
    return values.indices.map { j in
      let mean = Summation.mean(values[j])
      return Summation.sumOfSquares(values[j].map { $0 - mean }) * fit.bread[j + 1, j + 1]
    }
  }

  /// √(λ_max/λ_min) of X'X, columns of unit length, the constant among them.
  private static func conditionNumber(of values: [[Double]]) -> Double {
    let ones = [Double](repeating: 1, count: values[0].count)
    let scaled = ([ones] + values).map { column in
      let length = Summation.sumOfSquares(column).squareRoot()
      return column.map { $0 / length }
    }
    var products = Matrix.identity(scaled.count)
    for j in scaled.indices {
      for i in 0..<j {
        let product = Summation.dot(scaled[i], scaled[j])
        (products[i, j], products[j, i]) = (product, product)
      }
    }
    let eigenvalues = SymmetricEigen(products).values
    let least = max(eigenvalues.first ?? 0, .ulpOfOne)
    return ((eigenvalues.last ?? 1) / least).squareRoot()
  }
}
