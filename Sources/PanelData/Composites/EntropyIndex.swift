package import PanelNumerics
package import PanelResults

/// An index of indicators weighted by entropy: what `entropy-weights` means as a derived variable
/// and as an analysis.
package struct EntropyIndex: CompositeVariable, Equatable {
  package static let kind = "entropy-weights"
  package static let summary =
    "An index of indicators, each standardised to [0, 1] by its extremes and weighted by how "
    + "unevenly it is distributed (entropy)."

  package var positive: [String]
  package var negative: [String]
  /// The grouping, such as `year`.
  package var by: String?
  package var shift: Double
  package var dimensions: [String: [String]]

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case positive, negative, by, shift, dimensions
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.positive.rawValue,
      .oneOrMore(of: .text),
      default: "[]",
      "The indicators of which more is better: names, expressions such as log(x), lists."
    ),
    KeyDescription(
      CodingKeys.negative.rawValue,
      .oneOrMore(of: .text),
      default: "[]",
      "The indicators of which less is better."
    ),
    KeyDescription(
      CodingKeys.by.rawValue,
      .text,
      default: "all rows together",
      "A variable such as year: extremes and weights are those of each of its groups, and values "
        + "are comparable within a group only."
    ),
    KeyDescription(
      CodingKeys.shift.rawValue,
      .number,
      default: "0",
      "What is added to every standardised value, such as 0.0001; without it 0 ln 0 counts as 0."
    ),
    KeyDescription(
      CodingKeys.dimensions.rawValue,
      .mapping(of: .oneOrMore(of: .text)),
      default: "{}",
      "Dimensions with their indicators; the weight of a dimension is the sum of theirs."
    ),
  ]

  package init(
    positive: [String] = [],
    negative: [String] = [],
    by: String? = nil,
    shift: Double = 0,
    dimensions: [String: [String]] = [:]
  ) {
    self.positive = positive
    self.negative = negative
    self.by = by
    self.shift = shift
    self.dimensions = dimensions
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    positive = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .positive)?.values ?? []
    negative = try container.decodeIfPresent(OneOrMore<String>.self, forKey: .negative)?.values ?? []
    by = try container.decodeIfPresent(String.self, forKey: .by)
    shift = try container.decodeIfPresent(Double.self, forKey: .shift) ?? 0
    dimensions =
      try container.decodeIfPresent([String: OneOrMore<String>].self, forKey: .dimensions)?
      .mapValues(\.values) ?? [:]
  }

  /// The index on all rows.
  ///
  /// - SeeAlso: Oracles `entropy_gapminder`, `entropy_produc`.
  package func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues {
    let indicators = try indicators(in: panel)
    let rows = Array(0..<panel.table.rowCount)
    var numbers = [Double](repeating: .nan, count: rows.count)
    for group in try groups(of: indicators, among: rows, in: panel) {
      for (row, score) in zip(group.rows, group.weights.scores) { numbers[row] = score }
    }
    return CompositeValues(
      numbers: numbers,
      gaps: indicators.columns.gaps,
      inputs: indicators.columns.inputs + [by].compactMap { $0 },
      definition: definition(of: indicators)
    )
  }

  // MARK: Indicators

  /// The indicators with their signs and dimensions.
  package struct Signed: Sendable {
    package var columns: Indicators
    /// One per indicator: whether less is better.
    package var isNegative: [Bool]
    /// One per indicator, where there are dimensions.
    package var dimensions: [String]?
  }

  /// Evaluates the indicators, those of `positive` first.
  ///
  /// - Throws: ``DataError`` for what cannot be evaluated, for an indicator with two signs or
  ///   none, and for a shift out of range.
  package func indicators(in panel: Panel) throws(DataError) -> Signed {
    guard shift >= 0, shift.isFinite else {
      throw .values("'shift' is \(shift); it is a number from 0, such as 0.0001.")
    }
    let up = try Indicators(positive, of: CodingKeys.positive.rawValue, in: panel)
    let down = try Indicators(negative, of: CodingKeys.negative.rawValue, in: panel)
    guard !(up.columns.isEmpty && down.columns.isEmpty) else {
      throw .values(
        "An index needs indicators: name those of which more is better under 'positive', those "
          + "of which less is better under 'negative'."
      )
    }
    if let both = up.names.first(where: { down.names.contains($0) }) {
      throw .values(
        "'\(both)' stands under 'positive' and under 'negative'. Is more of it better, or less?"
      )
    }
    let all = try Indicators(positive + negative, of: CodingKeys.positive.rawValue, in: panel)
    return Signed(
      columns: all,
      isNegative: up.names.map { _ in false } + down.names.map { _ in true },
      dimensions: dimensions.isEmpty ? nil : try members(of: all.names, in: panel)
    )
  }

  /// The dimension of each indicator.
  private func members(of names: [String], in panel: Panel) throws(DataError) -> [String] {
    var found: [String: String] = [:]
    for (dimension, texts) in dimensions.sorted(by: { $0.key < $1.key }) {
      for name in try Indicators(texts, of: dimension, in: panel).names {
        guard names.contains(name) else {
          throw .values(
            "The sign of '\(name)' is missing: dimension '\(dimension)' holds it, but it stands "
              + "neither under 'positive' nor under 'negative'."
          )
        }
        if let other = found.updateValue(dimension, forKey: name) {
          throw .values("'\(name)' stands in two dimensions, '\(other)' and '\(dimension)'.")
        }
      }
    }
    let lost = names.filter { found[$0] == nil }
    guard lost.isEmpty else {
      throw .values(
        "\(lost.prefix(5).map { "'\($0)'" }.joined(separator: ", ")) "
          + "\(lost.count == 1 ? "stands" : "stand") in no dimension. Put every indicator into one."
      )
    }
    return names.compactMap { found[$0] }
  }

  // MARK: Weights

  /// The weights of one group of rows.
  package struct Group: Sendable {
    /// The group's value; absent where all rows are one group.
    package var name: String?
    package var rows: [Int]
    package var weights: EntropyWeights
  }

  /// Weighs the indicators, in each group on the rows where none is missing.
  ///
  /// - Parameter rows: The rows that may take part, ascending.
  /// - Returns: Groups in the order of their value.
  /// - Throws: ``DataError/values(_:)`` for an indicator that is constant in a group, for groups
  ///   of fewer than two complete rows, and for a shift that hides all differences.
  package func groups(
    of indicators: Signed,
    among rows: [Int],
    in panel: Panel
  ) throws(DataError) -> [Group] {
    let complete = indicators.columns.completeRows(among: rows)
    guard let by else { return [try group(nil, complete, of: indicators)] }
    let codes = try panel.groupCodes(of: by.split(separator: "^").map(String.init))
    var members = [[Int]](repeating: [], count: codes.count)
    for row in complete where codes.codes[row] >= 0 { members[Int(codes.codes[row])].append(row) }
    var groups: [Group] = []
    for (name, rows) in zip(codes.levelNames, members) where !rows.isEmpty {
      groups.append(try group(name, rows, of: indicators))
    }
    guard !groups.isEmpty else { throw tooFew(0, in: nil) }
    return groups.sorted { Self.precedes($0.name ?? "", $1.name ?? "") }
  }

  private static func precedes(_ first: String, _ second: String) -> Bool {
    if let a = Double(first), let b = Double(second) { return a < b }
    return first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  private func group(
    _ name: String?,
    _ rows: [Int],
    of indicators: Signed
  ) throws(DataError) -> Group {
    guard rows.count > 1 else { throw tooFew(rows.count, in: name) }
    let columns = indicators.columns.columns.map { column in rows.map { column.numbers[$0] } }
    for (column, values) in zip(indicators.columns.columns, columns)
    where values.min() == values.max() {
      throw .values(
        "The indicator '\(column.name)' is \(Expression.text(of: values[0])) in all "
          + "\(rows.count) rows\(place(name)): it has no range to standardise by. Leave it out"
          + (name == nil ? "." : ", or take all rows together, without 'by'.")
      )
    }
    guard
      let weights = EntropyWeights(columns, isNegative: indicators.isNegative, shift: shift)
    else {
      throw .values(
        "With a shift of \(Expression.text(of: shift)) the indicators look evenly distributed"
          + "\(place(name)), so there are no weights. Choose a smaller 'shift'."
      )
    }
    return Group(name: name, rows: rows, weights: weights)
  }

  private func tooFew(_ count: Int, in name: String?) -> DataError {
    .values(
      "Entropy weights need two rows where no indicator is missing; there "
        + "\(count == 1 ? "is one" : "is none")\(place(name))."
    )
  }

  private func place(_ name: String?) -> String {
    guard let name, let by else { return "" }
    return " where \(by) is \(MessageText.shown(name))"
  }

  private func definition(of indicators: Signed) -> String {
    let names = zip(indicators.columns.names, indicators.isNegative)
      .map { ($1 ? "−" : "+") + $0 }.joined(separator: ", ")
    let options = [
      by.map { "by \($0)" }, shift > 0 ? "shift \(Expression.text(of: shift))" : nil,
    ].compactMap { $0 }
    return "\(Self.kind)(\(([names] + options).joined(separator: "; ")))"
  }
}
