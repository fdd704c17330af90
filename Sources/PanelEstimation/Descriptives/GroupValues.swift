import PanelData
import PanelResults

/// The groups that a variable's values, or an expression's, make of rows.
struct GroupValues {
  /// The variable, or the canonical text of the expression.
  var name: String
  /// One per row: 0 ..< `names.count`, ascending by value; −1 where the value is missing.
  var codes: [Int32]
  /// What each group is called: its value label where the data have one, else its value.
  var names: [String]
  /// The variables behind the groups.
  var columnNames: [String]

  /// - Parameters:
  ///   - text: A variable, which may hold text, or an expression with numbers.
  ///   - panel: The data.
  /// - Throws: ``EstimationError/data(_:)`` for what cannot be read or evaluated.
  init(_ text: String, in panel: Panel) throws(EstimationError) {
    let expression = try dataResult { () throws(DataError) in try ExpressionParser.parse(text) }
    guard case .column(let column) = expression else {
      let values = try dataResult { () throws(DataError) in try panel.values(of: expression) }
      self.init(
        name: values.name,
        numbers: values.numbers,
        labels: [:],
        columnNames: expression.columnNames
      )
      return
    }
    guard let found = panel.table[column] else {
      throw .data(
        .unknownColumn(
          column,
          nearest: NearestNames.of(column, in: panel.table.names),
          known: panel.table.names
        )
      )
    }
    switch found.storage {
    case .numbers(let numbers):
      self.init(name: column, numbers: numbers, labels: found.valueLabels, columnNames: [column])
    case .text(let codes, let levels):
      let present = Set(codes)
      let order = levels.indices.filter { present.contains(Int32($0)) }
        .sorted { levels[$0].utf8.lexicographicallyPrecedes(levels[$1].utf8) }
      var positions = [Int32](repeating: -1, count: levels.count)
      for (position, level) in order.enumerated() { positions[level] = Int32(position) }
      self.init(
        name: column,
        codes: codes.map { $0 < 0 ? -1 : positions[Int($0)] },
        names: order.map { levels[$0] },
        columnNames: [column]
      )
    }
  }

  private init(name: String, codes: [Int32], names: [String], columnNames: [String]) {
    self.name = name
    self.codes = codes
    self.names = names
    self.columnNames = columnNames
  }

  private init(
    name: String,
    numbers: [Double],
    labels: [Double: String],
    columnNames: [String]
  ) {
    // Both zeros are one value.
    let values = Set(numbers.filter { !$0.isNaN }.map { $0 == 0 ? 0 : $0 }).sorted()
    var positions: [Double: Int32] = [:]
    for (position, value) in values.enumerated() { positions[value] = Int32(position) }
    let texts = values.map { Expression.number($0).description }
    let labelled = zip(values, texts).map { labels[$0] ?? $1 }
    self.init(
      name: name,
      codes: numbers.map { positions[$0] ?? -1 },
      names: Set(labelled).count == labelled.count ? labelled : texts,
      columnNames: columnNames
    )
  }
}
