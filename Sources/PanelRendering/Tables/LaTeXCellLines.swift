import PanelDocument

extension Cell {
  /// The cell in lines, each a cell of its own: a p-value under its statistic, the ends of an
  /// interval and the pieces of a set below each other.
  ///
  /// - Parameter limit: The width of the column, in points at ten-point type.
  /// - Returns: One cell where the column holds it in a line.
  func lines(within limit: Double) -> [Cell] {
    guard wholeWidth > limit else { return [self] }
    switch self {
    case .test(let number, let pValue, let trace):
      return [
        .statistic(number, trace: trace), .uncertainty([pValue], bracket: .square, trace: trace),
      ]
    case .uncertainty, .text:
      return richText.wrapped(to: limit, LatinModern.width).map { .text($0) }
    case .mark(let text, let spoken):
      return text.wrapped(to: limit, LatinModern.width).map { .mark($0, spoken: spoken) }
    case .estimate, .statistic, .empty, .unavailable: return [self]
    }
  }

  /// What the cell takes in one line, in points at ten-point type; zero for numbers that a column
  /// aligns.
  var wholeWidth: Double {
    switch self {
    case .estimate(let number, _, _):
      number.exponent == nil ? 0 : LatinModern.width(of: number.plainText)
    case .uncertainty(let numbers, _, _) where numbers.count == 1: 0
    case .statistic, .empty: 0
    case .uncertainty, .test, .text, .mark, .unavailable: LatinModern.width(of: richText.plainText)
    }
  }

  /// What the cell takes at least in so many lines.
  ///
  /// - Parameters:
  ///   - count: The most lines.
  ///   - block: The width of the numbers that the column aligns: a p-value stands below its
  ///     statistic at the separator, and its bound and bracket hang out of it.
  ///   - isSigned: Whether the block has room for a sign.
  /// - Returns: A width in points at ten-point type.
  func width(inLines count: Int, around block: Double, isSigned: Bool) -> Double {
    let whole = wholeWidth
    guard count > 1, whole > 0 else { return whole }
    switch self {
    case .test(let number, let pValue, _):
      let hanging = pValue.isUpperBound ? LatinModern.sign - (isSigned ? LatinModern.sign : 0) : 0
      return max(LatinModern.width(of: number.plainText), block + 2 * hanging)
    case .uncertainty, .text, .mark:
      let text = richText
      let widest = text.pieces.map { LatinModern.width(of: $0.plainText) }.max() ?? whole
      var limit = widest
      while limit < whole, text.broken(at: limit, hanging: 0, LatinModern.width).count > count {
        limit += 2
      }
      return min(limit, whole)
    case .estimate, .statistic, .empty, .unavailable: return whole
    }
  }

  /// The cell as text, in its brackets.
  private var richText: RichText {
    switch self {
    case .estimate(let number, _, _), .statistic(let number, _): RichText([.number(number)])
    case .uncertainty(let numbers, let ends, _):
      RichText(ends.opening)
        + numbers.enumerated().reduce(RichText("")) { text, item in
          text + RichText(item.offset > 0 ? ", " : "") + RichText([.number(item.element)])
        } + RichText(ends.closing)
    case .test(let number, let pValue, _):
      RichText([.number(number)]) + RichText(" [") + RichText([.number(pValue)]) + RichText("]")
    case .text(let text), .mark(let text, _), .unavailable(let text, _): text
    case .empty: RichText("")
    }
  }
}

extension TableRow {
  /// The row in as many rows as its tallest cell has lines; what follows the first has no label.
  ///
  /// - Parameter limits: The widths of the columns after the stub; `nil` where words may not be
  ///   broken into rows.
  /// - Returns: One row where every cell has room in a line.
  func lines(within limits: [Double?]) -> [TableRow] {
    let broken = cells.enumerated().map { index, cell -> [Cell] in
      guard limits.indices.contains(index), let limit = limits[index], ownCell(of: index) != nil
      else { return [cell] }
      return cell.lines(within: limit)
    }
    guard let count = broken.map(\.count).max(), count > 1 else { return [self] }
    // A row is uniform: where one p-value stands below its statistic, all do.
    let uniform = zip(cells, broken).map { cell, lines in
      lines.count == 1 && cell.isTwofold ? cell.lines(within: 0) : lines
    }
    return (0..<count).map { line in
      var row = TableRow(
        label: RichText(""),
        cells: uniform.map { $0.indices.contains(line) ? $0[line] : .empty }
      )
      if line == 0 {
        (row.label, row.spokenLabel) = (label, spokenLabel)
        (row.indent, row.hasSpaceAbove) = (indent, hasSpaceAbove)
        row.spans = spans
      }
      return row
    }
  }
}

extension TableBlock {
  /// The rows with their cells in lines.
  ///
  /// What follows the first line stands in the rows under the
  /// estimate where these have room, so that standard errors stay under their estimates.
  func lines(within limits: [Double?]) -> [TableRow] {
    var printed: [TableRow] = []
    var waiting: ArraySlice<TableRow> = []
    for row in rows {
      if row.label.isEmpty, !row.hasSpaceAbove, let line = waiting.first,
        let merged = row.filled(from: line)
      {
        waiting = waiting.dropFirst()
        printed.append(merged)
      } else {
        printed += waiting
        let lines = row.lines(within: limits)
        printed.append(lines[0])
        waiting = lines.dropFirst()
      }
    }
    return printed + waiting
  }
}

extension TableRow {
  /// The row with the cells of another in its empty places; `nil` where both have one.
  fileprivate func filled(from line: TableRow) -> TableRow? {
    guard spans == nil else { return nil }
    var filled = self
    for (index, cell) in line.cells.enumerated() where cell != .empty {
      guard filled.cells.indices.contains(index), filled.cells[index] == .empty else { return nil }
      filled.cells[index] = cell
    }
    return filled
  }
}

extension Cell {
  /// Whether the cell is a statistic with its p-value, or an interval.
  fileprivate var isTwofold: Bool {
    switch self {
    case .test: true
    case .uncertainty(let numbers, _, _): numbers.count > 1
    case .estimate, .statistic, .text, .mark, .empty, .unavailable: false
    }
  }
}
