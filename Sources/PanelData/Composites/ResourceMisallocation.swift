import Foundation
package import PanelResults

/// Misallocation of capital and labour between units, after Hsieh and Klenow.
///
///     s_i = Y_i/ΣY,  β = Σ s_i β_i,  γ_Ki = (K_i/ΣK) / (s_i β_Ki/β_K),  τ_Ki = 1/γ_Ki − 1
///     RM_i = |τ_Ki| + |τ_Li|,   β_Li = 1 − β_Ki
///
/// in each period. γ > 1, hence τ < 0, means that a unit holds more of a factor than its efficient
/// share. Elasticities β_Ki are slopes of the unit in ln(Y/L) = μ_i + λ_t + β_Ki ln(K/L), unless
/// given.
///
/// - SeeAlso: Hsieh and Klenow (2009), *Misallocation and manufacturing TFP in China and India*;
///   Chen and Hu (2011) for γ and τ by region.
package struct ResourceMisallocation: CompositeVariable {
  package static let kind = "resource-misallocation"
  package static let summary =
    "How far a unit's capital and labour are from their efficient shares (Hsieh and Klenow)."

  package var output: String
  package var capital: String
  package var labour: String
  package var nominalOutput: String?
  package var elasticity: String?
  package var value: Value
  package var outside: Outside

  package enum Value: String, Codable, Sendable, CaseIterable {
    case index
    case tauCapital = "tau_capital"
    case tauLabour = "tau_labour"
    case gammaCapital = "gamma_capital"
    case gammaLabour = "gamma_labour"
    case elasticityCapital = "elasticity_capital"
    case elasticityStandardError = "elasticity_se"
  }

  /// What becomes of a unit whose elasticity lies outside (0, 1).
  package enum Outside: String, Codable, Sendable, CaseIterable { case missing, error }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case output, capital, labour, elasticity, value, outside
    case nominalOutput = "nominal_output"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.output.rawValue,
      .expression,
      required: true,
      "Real output, by which elasticities are estimated."
    ),
    KeyDescription(CodingKeys.capital.rawValue, .expression, required: true, "The stock of capital."),
    KeyDescription(CodingKeys.labour.rawValue, .expression, required: true, "Labour."),
    KeyDescription(
      CodingKeys.nominalOutput.rawValue,
      .expression,
      default: "output",
      "Output in current prices, by which units are weighted."
    ),
    KeyDescription(
      CodingKeys.elasticity.rawValue,
      .expression,
      default: "estimated",
      "Capital's elasticity of output, a number or a column, instead of estimates by unit."
    ),
    KeyDescription(
      CodingKeys.value.rawValue,
      .choice(Value.allCases.map(\.rawValue)),
      default: "index",
      "What the variable holds: the index, a wedge tau, a ratio gamma, or capital's elasticity."
    ),
    KeyDescription(
      CodingKeys.outside.rawValue,
      .choice(Outside.allCases.map(\.rawValue)),
      default: "missing",
      "Whether a unit whose elasticity is not between 0 and 1 is left out of all sums, with "
        + "missing values, or is an error."
    ),
  ]

  package init(
    output: String,
    capital: String,
    labour: String,
    nominalOutput: String? = nil,
    elasticity: String? = nil,
    value: Value = .index,
    outside: Outside = .missing
  ) {
    self.output = output
    self.capital = capital
    self.labour = labour
    self.nominalOutput = nominalOutput
    self.elasticity = elasticity
    self.value = value
    self.outside = outside
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      output: try container.decode(String.self, forKey: .output),
      capital: try container.decode(String.self, forKey: .capital),
      labour: try container.decode(String.self, forKey: .labour),
      nominalOutput: try container.decodeIfPresent(String.self, forKey: .nominalOutput),
      elasticity: try container.decodeIfPresent(String.self, forKey: .elasticity),
      value: try container.decodeIfPresent(Value.self, forKey: .value) ?? .index,
      outside: try container.decodeIfPresent(Outside.self, forKey: .outside) ?? .missing
    )
  }

  /// The variable on all rows where output, capital and labour are present.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let index = try panel.requireIndex(for: Self.kind)
    let output = try panel.input(output)
    let capital = try panel.input(capital)
    let labour = try panel.input(labour)
    let nominal = try nominalOutput.map { text throws(DataError) in try panel.input(text) }
    for (values, role) in [
      (output, "Output"), (capital, "Capital"), (labour, "Labour"), (nominal, "Output"),
    ] {
      if let values { try panel.requirePositive(values, as: role) }
    }
    let weight = nominal ?? output
    let complete = output.numbers.indices.filter { row in
      ![output, capital, labour, weight].contains { $0.numbers[row].isNaN }
    }
    let elasticities = try elasticities(
      output.numbers,
      capital.numbers,
      labour.numbers,
      rows: complete,
      in: panel,
      index
    )
    var inputs = output.inputs + capital.inputs + labour.inputs + (nominal?.inputs ?? [])
    inputs += try elasticity.map { text throws(DataError) in
      try ExpressionParser.parse(text).columnNames
    } ?? []
    var numbers = [Double](repeating: .nan, count: output.numbers.count)
    switch value {
    case .elasticityCapital: for row in complete { numbers[row] = elasticities.values[row] }
    case .elasticityStandardError:
      guard let errors = elasticities.standardErrors else {
        throw .values("'elasticity' is given, not estimated, so it has no standard error.")
      }
      for row in complete { numbers[row] = errors[row] }
    case .index, .tauCapital, .tauLabour, .gammaCapital, .gammaLabour:
      let used = try admissible(complete, elasticities.values, in: panel, index)
      wedges(
        into: &numbers,
        rows: used,
        elasticities: elasticities.values,
        weight: weight.numbers,
        capital: capital.numbers,
        labour: labour.numbers,
        index
      )
    }
    return CompositeValues(
      numbers: numbers,
      inputs: inputs,
      definition: "\(Self.kind)(\(self.output); \(self.capital); \(self.labour); \(value.rawValue))"
    )
  }

  /// The rows whose elasticity lies in (0, 1).
  private func admissible(
    _ rows: [Int],
    _ elasticities: [Double],
    in panel: Panel,
    _ index: PanelIndex
  ) throws(DataError) -> [Int] {
    let used = rows.filter { elasticities[$0] > 0 && elasticities[$0] < 1 }
    if used.count < rows.count, outside == .error || used.isEmpty {
      var units: [Int32: Double] = [:]
      for row in rows where !(elasticities[row] > 0 && elasticities[row] < 1) {
        units[index.units[row]] = elasticities[row]
      }
      let shown = units.sorted { $0.key < $1.key }.map { unit, value in
        let rounded = Expression.text(of: (value * 1000).rounded() / 1000)
        return "\(MessageText.shown(index.unitNames[Int(unit)])): \(rounded)"
      }
      throw .values(
        "Capital's elasticity must lie between 0 and 1, but it does not for \(shown.listed). "
          + "Leave these units out with 'where', or give 'elasticity'."
      )
    }
    return used
  }

  private func wedges(
    into numbers: inout [Double],
    rows: [Int],
    elasticities: [Double],
    weight: [Double],
    capital: [Double],
    labour: [Double],
    _ index: PanelIndex
  ) {
    let isUsed = Set(rows)
    for (_, members) in index.rowsOfPeriods {
      let rows = members.filter { isUsed.contains($0) }
      let totals = [weight, capital, labour].map { column in
        rows.reduce(0) { $0 + column[$1] }
      }
      let mean = rows.reduce(0) { $0 + weight[$1] / totals[0] * elasticities[$1] }
      for row in rows {
        let share = weight[row] / totals[0]
        let gammaCapital = capital[row] / totals[1] / (share * elasticities[row] / mean)
        let gammaLabour =
          labour[row] / totals[2] / (share * (1 - elasticities[row]) / (1 - mean))
        numbers[row] =
          switch value {
          case .tauCapital: 1 / gammaCapital - 1
          case .tauLabour: 1 / gammaLabour - 1
          case .gammaCapital: gammaCapital
          case .gammaLabour: gammaLabour
          default: abs(1 / gammaCapital - 1) + abs(1 / gammaLabour - 1)
          }
      }
    }
  }
}
