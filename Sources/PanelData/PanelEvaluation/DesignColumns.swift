extension Panel {
  /// The most indicators that one variable may become; beyond, it is an absorbed effect.
  package static let indicatorLimit = 1000

  /// The columns of a term: one for a product of numbers, one per value for indicators.
  ///
  /// Indicators of a variable stand for its values in the data, ascending (text by code point),
  /// without the reference. A missing factor makes the product missing. Values with labels from a
  /// statistical file go by their labels.
  ///
  /// - Parameters:
  ///   - term: A product of factors.
  ///   - hasConstant: Whether the model spans a constant: then the first value of plain indicators
  ///     `i(g)` is the reference where none is given, as in pyfixest. Products keep all values.
  /// - Returns: One column or several, in the order of values.
  /// - Throws: As ``values(of:)``, and ``DataError/values(_:)`` where a reference is none of the
  ///   variable's values.
  /// - Complexity: O(n) for each column and factor.
  package func columns(
    of term: Term,
    besideConstant hasConstant: Bool = false
  ) throws(DataError) -> [DesignColumn] {
    if hasConstant, term.factors.count == 1, case .indicators(let variable, nil) = term.factors[0] {
      return Array(try indicators(of: variable, reference: nil).dropFirst())
    }
    var columns: [DesignColumn] = []
    for (position, factor) in term.factors.enumerated() {
      let next = try self.columns(of: factor, in: term)
      if position == 0 {
        columns = next
        continue
      }
      guard columns.count * next.count <= Self.indicatorLimit else {
        throw tooManyIndicators(term.name, columns.count * next.count)
      }
      var products: [DesignColumn] = []
      for first in columns {
        for second in next { products.append(try product(first, second)) }
      }
      columns = products
    }
    return columns
  }

  private func columns(of factor: Term.Factor, in term: Term) throws(DataError) -> [DesignColumn] {
    switch factor {
    case .numeric(let expression):
      if case .column(let name) = expression, let column = table[name], column.numbers == nil,
        term.factors.count > 1
      {
        throw .values(
          "'\(name)' holds text, so it has no product with a number. Write "
            + "i(\(Names.written(name))) for indicators: i(\(Names.written(name))):x."
        )
      }
      let values = try values(of: expression)
      return [
        DesignColumn(
          name: factor.description,
          numbers: values.numbers,
          noNeighbour: values.noNeighbour
        )
      ]
    case .indicators(let variable, let reference):
      return try indicators(of: variable, reference: reference)
    }
  }

  private func product(
    _ first: DesignColumn,
    _ second: DesignColumn
  ) throws(DataError) -> DesignColumn {
    var numbers = first.numbers
    for row in numbers.indices { numbers[row] *= second.numbers[row] }
    let name = "\(first.name):\(second.name)"
    if let row = numbers.firstIndex(where: \.isInfinite) {
      throw .values(
        "\(name) is too large for a number at \(RowPlace.text(row, in: table, index: index))."
      )
    }
    let evaluator = Evaluator(panel: self)
    return DesignColumn(
      name: name,
      numbers: numbers,
      noNeighbour: evaluator.union(first.noNeighbour, second.noNeighbour)
    )
  }

  private func indicators(
    of variable: String,
    reference: String?
  ) throws(DataError) -> [DesignColumn] {
    let column = try table.column(named: variable)
    let groups = try groupCodes(of: [variable])
    let levels = column.levels(of: groups)
    var kept = levels
    if let reference {
      guard let position = levels.firstIndex(where: { $0.matches(reference) }) else {
        let names = levels.map(\.text)
        throw Evaluator(panel: self).unknownValue(
          reference,
          of: .column(variable),
          known: names
        )
      }
      kept.remove(at: position)
    }
    guard kept.count <= Self.indicatorLimit else { throw tooManyIndicators(variable, kept.count) }
    return kept.map { level in
      DesignColumn(
        name: "\(variable)::\(level.text)",
        numbers: groups.codes.map { $0 < 0 ? .nan : ($0 == level.code ? 1 : 0) }
      )
    }
  }

  private func tooManyIndicators(_ name: String, _ count: Int) -> DataError {
    .values(
      "'\(name)' would become \(count) columns; at most \(Self.indicatorLimit) are allowed. Absorb "
        + "it as an effect instead: … | \(name)."
    )
  }
}

/// A value of a variable that has indicators.
private struct IndicatorLevel {
  var code: Int32
  var text: String
  var number: Double?

  func matches(_ reference: String) -> Bool {
    if text == reference { return true }
    if let number, let wanted = Double(reference) { return number == wanted }
    return false
  }
}

extension Column {
  /// The values behind groups of this column, ascending.
  fileprivate func levels(of groups: GroupCodes) -> [IndicatorLevel] {
    let rows = groups.firstRows.map(Int.init)
    switch storage {
    case .text(let codes, let levels):
      let texts = rows.map { levels[Int(codes[$0])] }
      return texts.indices.sorted { texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8) }
        .map { IndicatorLevel(code: Int32(truncatingIfNeeded: $0), text: texts[$0]) }
    case .numbers(let numbers):
      let values = rows.map { numbers[$0] }
      let labels = values.map { valueLabels[$0] ?? Expression.text(of: $0) }
      let areDistinct = Set(labels).count == labels.count
      return values.indices.sorted { values[$0] < values[$1] }.map { group in
        IndicatorLevel(
          code: Int32(truncatingIfNeeded: group),
          text: areDistinct ? labels[group] : Expression.text(of: values[group]),
          number: values[group]
        )
      }
    }
  }
}
