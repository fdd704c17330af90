import PanelDocument

/// A table as aligned text for a terminal.
///
/// Numbers are aligned at the decimal point; brackets and stars hang outside.
struct ConsoleTable {
  private let model: TableModel
  private let gap = "  "
  /// The printed cells of each column after the stub: what stands before the point, and the rest.
  private var bodies: [[Aligned]]

  private struct Aligned {
    var before: String
    var after: String
    /// Whether the cell takes part in the alignment at the point.
    var isNumber: Bool
  }

  init(_ model: TableModel) {
    self.model = model
    let rows = model.blocks.flatMap(\.rows)
    bodies = (0..<max(0, model.columns.count - 1)).map { column in
      rows.map { row in
        row.ownCell(of: column).map(Self.aligned) ?? Self.words("")
      }
    }
  }

  /// The whole table, ending in a line break.
  var text: String {
    let widths = columnWidths()
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    var lines: [String] = []
    let title = model.caption.plainText
    let titles = [title] + model.furtherCaptions.map(\.text.plainText)
    if !title.isEmpty { lines += titles + [""] }
    lines.append(rule)
    for row in model.head { lines += headLines(row, widths: widths) }
    lines.append(rule)
    var position = 0
    for block in model.blocks {
      if block.hasRuleAbove, position > 0 { lines.append(rule) }
      if let heading = block.heading { lines.append(heading.plainText) }
      for row in block.head { lines += headLines(row, widths: widths) }
      for row in block.rows {
        lines.append(line(of: row, at: position, widths: widths))
        position += 1
      }
    }
    lines.append(rule)
    let (sources, others) = model.notes.parts(in: model.setting)
    let width = max(60, ConsoleText.width(of: rule))
    func joined(_ notes: [TableNote]) -> String {
      notes.map(\.text.plainText).joined(separator: model.setting.sentenceGap)
    }
    if !sources.isEmpty { lines += Self.wrapped(joined(sources), width: width) }
    if !others.isEmpty {
      let label = model.notesLabel + model.setting.labelEnd + model.setting.labelGap
      lines += Self.wrapped(label + joined(others), width: width)
    }
    return lines.map(Self.withoutTrailingBlanks).joined(separator: "\n") + "\n"
  }

  // MARK: Widths

  private func columnWidths() -> [Int] {
    let stub =
      model.blocks.flatMap(\.rows)
      .map { 2 * $0.indent + ConsoleText.width(of: $0.label.plainText) }.max() ?? 0
    var widths =
      [stub]
      + bodies.map { cells in
        let words =
          cells.filter { !$0.isNumber }.map { ConsoleText.width(of: $0.before) }.max() ?? 0
        let (before, after) = Self.parts(of: cells)
        return max(words, before + after)
      }
    for row in model.head + model.blocks.flatMap(\.head) { widen(&widths, for: row) }
    for (cell, column, span) in model.blocks.flatMap(\.rows).flatMap(\.shown) where span > 1 {
      let width = ConsoleText.width(of: Self.text(of: cell))
      widen(&widths, from: column + 1, span: span, to: width)
    }
    return widths
  }

  /// Widens the last column under a head cell that is wider than its columns.
  private func widen(_ widths: inout [Int], for row: HeadRow) {
    var column = 0
    for cell in row.cells {
      let width = ConsoleText.width(of: cell.text.plainText)
      widen(&widths, from: column, span: cell.span, to: width)
      column += cell.span
    }
  }

  private func widen(_ widths: inout [Int], from column: Int, span: Int, to width: Int) {
    let end = min(column + span, widths.count)
    guard column < end else { return }
    widths[end - 1] += max(0, width - self.width(of: column..<end, widths))
  }

  /// The width of neighbouring columns with the gaps between them.
  private func width(of columns: Range<Int>, _ widths: [Int]) -> Int {
    widths[columns].reduce(0, +) + gap.count * (columns.count - 1)
  }

  private static func parts(of cells: [Aligned]) -> (before: Int, after: Int) {
    let numbers = cells.filter(\.isNumber)
    return (
      numbers.map { ConsoleText.width(of: $0.before) }.max() ?? 0,
      numbers.map { ConsoleText.width(of: $0.after) }.max() ?? 0
    )
  }

  // MARK: Lines

  private func headLines(_ row: HeadRow, widths: [Int]) -> [String] {
    var text: [String] = []
    var rules: [String] = []
    var column = 0
    for cell in row.cells {
      let end = min(column + cell.span, widths.count)
      guard column < end else { break }
      let width = width(of: column..<end, widths)
      let words = cell.text.plainText
      text.append(
        column == 0 ? ConsoleText.padded(words, to: width) : ConsoleText.centered(words, in: width)
      )
      rules.append(String(repeating: cell.hasRule ? "─" : " ", count: width))
      column = end
    }
    let hasRules = row.cells.contains(where: \.hasRule)
    return [text.joined(separator: gap)] + (hasRules ? [rules.joined(separator: gap)] : [])
  }

  private func line(of row: TableRow, at position: Int, widths: [Int]) -> String {
    let label = String(repeating: " ", count: 2 * row.indent) + row.label.plainText
    var cells = [ConsoleText.padded(label, to: widths[0])]
    for (cell, column, span) in row.shown {
      if span == 1, bodies.indices.contains(column) {
        let body = bodies[column]
        cells.append(printed(body[position], in: body, width: widths[column + 1]))
      } else {
        let end = min(column + 1 + span, widths.count)
        let width = width(of: column + 1..<max(end, column + 2), widths)
        cells.append(ConsoleText.centered(Self.text(of: cell), in: width))
      }
    }
    return cells.joined(separator: gap)
  }

  private func printed(_ cell: Aligned, in column: [Aligned], width: Int) -> String {
    guard cell.isNumber else { return ConsoleText.centered(cell.before, in: width) }
    let (before, after) = Self.parts(of: column)
    let left =
      String(repeating: " ", count: before - ConsoleText.width(of: cell.before)) + cell.before
    let text = ConsoleText.padded(left + cell.after, to: before + after)
    return ConsoleText.centered(text, in: width)
  }

  // MARK: Cells

  private static func aligned(_ cell: Cell) -> Aligned {
    switch cell {
    case .estimate(let number, let stars, _): split(number.plainText + stars)
    case .uncertainty(let numbers, let bracket, _):
      split(bracket.open + numbers.map(\.plainText).joined(separator: ", ") + bracket.close)
    case .statistic(let number, _): split(number.plainText)
    case .test(let number, let pValue, _): words("\(number.plainText) [\(pValue.plainText)]")
    case .text(let text): words(text.plainText)
    case .mark(let mark, _): words(mark.plainText)
    case .empty: words("")
    case .unavailable(let text, _): words(text.plainText)
    }
  }

  private static func text(of cell: Cell) -> String {
    let parts = aligned(cell)
    return parts.before + parts.after
  }

  private static func words(_ text: String) -> Aligned {
    Aligned(before: text, after: "", isNumber: false)
  }

  /// Splits at the first point, or after the last digit where there is none.
  private static func split(_ text: String) -> Aligned {
    let end =
      text.firstIndex(of: ".")
      ?? text.lastIndex { $0.isNumber }.map { text.index(after: $0) } ?? text.endIndex
    return Aligned(before: String(text[..<end]), after: String(text[end...]), isNumber: true)
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(of: text) {
      let gap = line.isEmpty || !word.hasSpace ? "" : " "
      if !line.isEmpty,
        ConsoleText.width(of: line) + gap.count + ConsoleText.width(of: word.text) > width
      {
        lines.append(line)
        line = word.text
      } else {
        line += gap + word.text
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Words at which a line may break, and whether a space stands before each: stars stay with the
  /// level they stand for, and Han breaks between its characters.
  private static func words(of text: String) -> [(text: String, hasSpace: Bool)] {
    var words: [(text: String, hasSpace: Bool)] = []
    for word in text.split(separator: " ") {
      if let last = words.last?.text,
        last.allSatisfy({ $0 == "*" }) || last.hasSuffix(" p") || last.hasSuffix(" <")
      {
        words[words.count - 1].text += " " + word
        continue
      }
      words.append(("", true))
      var previous: Character?
      for character in word {
        if let previous, LineBreaking.mayBreak(between: previous, and: character) {
          words.append(("", false))
        }
        words[words.count - 1].text.append(character)
        previous = character
      }
    }
    return words
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}

extension Bracket {
  fileprivate var open: String {
    switch self {
    case .parentheses: "("
    case .square: "["
    case .curly: "{"
    case .none: ""
    }
  }

  fileprivate var close: String {
    switch self {
    case .parentheses: ")"
    case .square: "]"
    case .curly: "}"
    case .none: ""
    }
  }
}
