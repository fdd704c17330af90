import PanelDocument

/// The width pass over one column: what must fit on either side of the decimal separator.
///
/// Estimates, standard errors and summary numbers set the widths. A number of the statistics block
/// joins them where it fits and is centred where it does not, so that `N = 12,345,678` does not
/// widen a column of coefficients.
struct DecimalColumn: Equatable {
  var isSigned = false
  var integerDigits = 1
  var fractionDigits = 0
  var isGrouped = false
  /// The width that a centred number may take, in points at ten-point type, where the column has a
  /// width of its own.
  var reach: Double?
  /// Whether four digits before the separator stand with a comma, and without.
  private var hasFourGrouped = false
  private var hasFourPlain = false

  /// The fewest digits that are grouped, where a publication groups only longer numbers than
  /// usual; `nil` for four.
  var groupedFrom: Int? {
    isGrouped && hasFourPlain && !hasFourGrouped ? 5 : nil
  }

  /// Measures the column with this index among the cells of the rows (the stub is not counted).
  init(index: Int, of table: TableModel) {
    let leading = table.blocks.filter { $0.kind != .statistics && $0.kind != .effects }
    let measured = Self.numbers(in: leading, column: index)
    if measured.isEmpty {
      for number in Self.numbers(in: table.blocks, column: index) { include(number) }
    } else {
      for number in measured { include(number) }
    }
  }

  /// Whether a number can stand at the separator without widening the column.
  func holds(_ number: NumberText) -> Bool {
    number.exponent == nil && number.integerDigitCount <= integerDigits
      && (number.fraction?.count ?? 0) <= fractionDigits
      && (isSigned || !number.isNegative)
      && (number.fraction != nil || fractionDigits == 0 || number.integerGroups.count == 1)
      && (isGrouped || number.integerGroups.count == 1)
  }

  /// Whether a number of a block stands at the separator; others are centred.
  func aligns(_ number: NumberText, in block: TableBlock.Kind) -> Bool {
    guard holds(number) else { return false }
    return block != .statistics || number.fraction != nil || fractionDigits == 0
  }

  private mutating func include(_ number: NumberText) {
    isSigned = isSigned || number.isNegative
    integerDigits = max(integerDigits, number.integerDigitCount)
    fractionDigits = max(fractionDigits, number.fraction?.count ?? 0)
    isGrouped = isGrouped || number.integerGroups.count > 1
    if number.integerDigitCount == 4 {
      hasFourGrouped = hasFourGrouped || number.integerGroups.count > 1
      hasFourPlain = hasFourPlain || number.integerGroups.count == 1
    }
  }

  private static func numbers(in blocks: [TableBlock], column: Int) -> [NumberText] {
    blocks.flatMap(\.rows).compactMap { row in
      row.ownCell(of: column)?.soleNumber
    }
    .filter { $0.exponent == nil }
  }
}

extension NumberText {
  var integerDigitCount: Int { integerGroups.reduce(0) { $0 + $1.utf8.count } }

  /// Sign and digits before the separator, with U+2212 and comma-grouped thousands.
  var integerText: String {
    (isUpperBound ? "<" : "") + (isNegative ? "−" : "") + integerGroups.joined(separator: ",")
  }

  /// Separator and digits after it; empty for an integer.
  var fractionText: String { fraction.map { "." + $0 } ?? "" }
}

extension Cell {
  /// The number of a cell that holds exactly one.
  var soleNumber: NumberText? {
    switch self {
    case .estimate(let number, _, _), .statistic(let number, _): number
    case .uncertainty(let numbers, _, _): numbers.count == 1 ? numbers[0] : nil
    case .test, .text, .mark, .empty, .unavailable: nil
    }
  }
}

extension Bracket {
  var opening: String {
    switch self {
    case .parentheses: "("
    case .square: "["
    case .curly: "{"
    case .none: ""
    }
  }

  var closing: String {
    switch self {
    case .parentheses: ")"
    case .square: "]"
    case .curly: "}"
    case .none: ""
    }
  }
}
