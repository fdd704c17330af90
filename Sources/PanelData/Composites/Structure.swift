package import PanelResults

/// The level of a structure of ordered sectors: Σ j Y_j / Y, from 1 to the number of sectors.
///
/// - SeeAlso: Gan, Zheng and Yu (2011) for the coefficient of industrial structure.
package struct StructureCoefficient: CompositeVariable {
  package static let kind = "structure-coefficient"
  package static let summary =
    "The level of industrial structure: the sum over sectors of rank times share."

  package var sectors: [String]
  package var total: String?
  package var renormalise: Bool

  package enum CodingKeys: String, CodingKey, CaseIterable { case sectors, total, renormalise }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.sectors.rawValue,
      .list(of: .text),
      required: true,
      "Output of the sectors, from the first (primary) to the last."
    ),
    KeyDescription(
      CodingKeys.total.rawValue,
      .expression,
      default: "the sum of the sectors",
      "Total output, to which the sectors must add up within a millionth."
    ),
    KeyDescription(
      CodingKeys.renormalise.rawValue,
      .flag,
      default: "false",
      "Whether sectors that do not add up to the total are divided by their own sum."
    ),
  ]

  package init(sectors: [String], total: String? = nil, renormalise: Bool = false) {
    self.sectors = sectors
    self.total = total
    self.renormalise = renormalise
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sectors: try container.decode([String].self, forKey: .sectors),
      total: try container.decodeIfPresent(String.self, forKey: .total),
      renormalise: try container.decodeIfPresent(Bool.self, forKey: .renormalise) ?? false
    )
  }

  /// The coefficient on rows where no sector is missing.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let parts = try Indicators(sectors, of: CodingKeys.sectors.rawValue, in: panel)
    guard parts.columns.count > 1 else {
      throw .values("A structure needs two sectors; \(parts.columns.count) is named.")
    }
    try panel.requireParts(parts)
    let sums = panel.sums(of: parts)
    var inputs = parts.inputs
    if let total {
      let whole = try panel.input(total)
      inputs += whole.inputs
      let wrong = sums.indices.filter { row in
        abs(sums[row] - whole.numbers[row]) > 1e-6 * abs(whole.numbers[row])
      }
      if let first = wrong.first, !renormalise {
        throw panel.fault(
          "The sectors \(parts.names.listed) add up to \(Expression.text(of: sums[first])), not to "
            + "'\(whole.name)' = \(Expression.text(of: whole.numbers[first])),",
          rows: wrong,
          advice: "Correct the data, or say 'renormalise: true' to divide by the sectors' own sum."
        )
      }
    }
    let empty = sums.indices.filter { sums[$0] == 0 }
    guard empty.isEmpty else {
      throw panel.fault(
        "The sectors \(parts.names.listed) are all 0",
        rows: empty,
        advice: "Leave these rows out with 'where'."
      )
    }
    let numbers = sums.indices.map { row in
      parts.columns.enumerated().reduce(0) { sum, part in
        sum + Double(part.offset + 1) * part.element.numbers[row] / sums[row]
      }
    }
    return CompositeValues(
      numbers: numbers,
      gaps: parts.gaps,
      inputs: inputs,
      definition: "\(Self.kind)(\(parts.names.joined(separator: ", ")))"
    )
  }
}

/// The share of higher needs in consumption: Σ parts / total, in [0, 1].
package struct ConsumptionUpgrading: CompositeVariable {
  package static let kind = "consumption-upgrading"
  package static let summary =
    "The share of some kinds of consumption, such as education and health, in all of it."

  package var parts: [String]
  package var total: String

  package enum CodingKeys: String, CodingKey, CaseIterable { case parts, total }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.parts.rawValue,
      .list(of: .text),
      required: true,
      "The kinds of consumption that count."
    ),
    KeyDescription(CodingKeys.total.rawValue, .expression, required: true, "All consumption."),
  ]

  package init(parts: [String], total: String) {
    self.parts = parts
    self.total = total
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      parts: try container.decode([String].self, forKey: .parts),
      total: try container.decode(String.self, forKey: .total)
    )
  }

  /// The share on rows where neither a part nor the total is missing.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let parts = try Indicators(parts, of: CodingKeys.parts.rawValue, in: panel)
    guard !parts.columns.isEmpty else { throw .values("'parts' names no kind of consumption.") }
    try panel.requireParts(parts)
    let whole = try panel.input(total)
    try panel.requirePositive(whole, as: "The total")
    let shares = zip(panel.sums(of: parts), whole.numbers).map { $0 / $1 }
    let wrong = shares.indices.filter { shares[$0] > 1 + 1e-9 }
    if let first = wrong.first {
      throw panel.fault(
        "The parts \(parts.names.listed) are \(Expression.text(of: shares[first])) times the total "
          + "'\(whole.name)'",
        rows: wrong,
        advice: "A share is at most 1: check the units of measurement."
      )
    }
    return CompositeValues(
      numbers: shares.map { min($0, 1) },
      gaps: parts.gaps,
      inputs: parts.inputs + whole.inputs,
      definition: "\(Self.kind)(\(parts.names.joined(separator: ", ")); \(total))"
    )
  }
}

extension Panel {
  /// One sum per row; missing where a part is.
  fileprivate func sums(of parts: Indicators) -> [Double] {
    (0..<table.rowCount).map { row in parts.columns.reduce(0) { $0 + $1.numbers[row] } }
  }

  fileprivate func requireParts(_ parts: Indicators) throws(DataError) {
    for part in parts.columns {
      let wrong = part.numbers.indices.filter { part.numbers[$0] < 0 }
      if let first = wrong.first {
        throw fault(
          "'\(part.name)' is negative (\(Expression.text(of: part.numbers[first])))",
          rows: wrong,
          advice: "A part of a whole is not: correct it, or leave the rows out with 'where'."
        )
      }
    }
  }
}
