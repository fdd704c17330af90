import PanelDocument

/// Estimates how wide a table will be, to choose type size, padding and line breaks before TeX
/// runs.
///
/// Widths are in points of Latin Modern Roman at ten points. The page is the text width of
/// `article`, 345 points, the narrowest in common use, less a margin for the estimate's error.
/// Columns of models get one width as far as the page has room, so that they stand evenly; a
/// heading too long for its columns is broken into lines, and widens them evenly where even its
/// lines are longer.
struct LaTeXWidths {
  private static let page = 337.0
  private static let digit = 5.0
  private static let star = 3.5
  /// What is left between stars and the bracket that hangs to the left of the next number.
  private static let clearance = 7.0
  /// Longer texts than this are broken into lines: in the stub, and in columns of words.
  private static let longestStub = 165.0
  private static let longestText = 110.0
  /// A heading of one column may be as wide as this without being broken.
  private static let longestHeading = 68.0
  /// The most lines of a spanner before it widens its columns instead.
  private static let mostLines = 3
  /// The indentation of what follows the first line of a row's label.
  private static let hanging = 10.0

  /// A type size: its command, how wide its letters and how large its type are beside ten points,
  /// and the padding of columns that goes with it. Small type is wider than its size says.
  private typealias Size = (command: String?, scale: Double, type: Double, padding: Double)

  private static let sizes: [Size] = [
    (nil, 1, 1, 7), ("small", 0.925, 0.9, 6), ("footnotesize", 0.85, 0.8, 5),
    ("footnotesize", 0.85, 0.8, 4), ("scriptsize", 0.797, 0.7, 3.5), ("scriptsize", 0.797, 0.7, 2.5),
    ("tiny", 0.68, 0.5, 2),
  ]

  private var stub = 0.0
  private var columns: [Double] = []
  private var wordColumns: Set<Int> = []
  /// The most stars behind a number of each column; they hang to the right of it.
  private var stars: [Int] = []
  /// Columns after the stub, counted from 0, whose width is given to TeX.
  private var fixed: Set<Int> = []
  /// Whether all columns are models, which stand evenly.
  private let isEven: Bool
  private var size: Size = Self.sizes[0]

  init(_ table: TableModel) {
    let shown = table.columns.dropFirst()
    let results = shown.compactMap(\.result)
    isEven =
      shown.count > 1 && results.count == shown.count && Set(results).count == results.count
      && shown.allSatisfy { $0.alignment == .decimal }
    for row in table.blocks.flatMap(\.rows) {
      stub = max(stub, Self.width(row.label.plainText) + 10 * Double(row.indent))
    }
    for cell in table.allHeadRows.compactMap(\.cells.first) where cell.span == 1 {
      stub = max(stub, Self.width(cell.text.plainText))
    }
    columns = table.columns.indices.dropFirst().map { Self.width(ofColumn: $0 - 1, in: table) }
    wordColumns = Set(table.columns.indices.filter { table.columns[$0].alignment == .leading })
    for column in wordColumns where column > 0 {
      columns[column - 1] = min(columns[column - 1], Self.longestText + 1)
    }
    stars = table.columns.indices.dropFirst().map { index in
      table.blocks.flatMap(\.rows).compactMap { row in
        guard case .estimate(_, let stars, _) = row.ownCell(of: index - 1) else { return nil }
        return stars.count
      }.max() ?? 0
    }
    size = fittingSize
    evenOut()
    widenForSpanners(of: table)
    size = fittingSize
    evenOut()
  }

  /// The space after a column, beside its padding, that keeps hanging stars off the next number;
  /// `nil` where the padding is enough, and after the last column.
  func gap(after column: Int) -> String? {
    guard column > 0, column <= stars.count else { return nil }
    let gap = gap(after: column, at: size)
    return gap > 0 ? "\(gap)pt" : nil
  }

  private func gap(after column: Int, at size: Size) -> Double {
    let most = isEven ? stars.dropLast().max() ?? 0 : stars[column - 1]
    guard column < stars.count, most > 0 else { return 0 }
    let wanted = size.type * (Self.star * Double(most) + Self.clearance) - 2 * size.padding
    return max(0, (2 * wanted).rounded(.up) / 2)
  }

  /// The width of a column that TeX may not choose itself; `nil` for the stub and where the
  /// column's own is right.
  func fixedWidth(column: Int) -> String? {
    guard column > 0, fixed.contains(column - 1) else { return nil }
    // The smallest types are cut wider than their size says, wide letters most.
    let slack = size.type <= 0.7 ? 1.04 : 1
    return "\((2 * slack * size.scale * columns[column - 1]).rounded(.up) / 2)pt"
  }

  /// A paragraph width for a column of long words; `nil` where they fit on a line.
  func paragraph(column: Int) -> String? {
    guard column > 0, wordColumns.contains(column), columns[column - 1] > Self.longestText else {
      return nil
    }
    return "\(Int(Self.longestText))pt"
  }

  /// Whether some column is a paragraph or has a width of its own.
  var needsArray: Bool { wordColumns.contains { paragraph(column: $0) != nil } || !fixed.isEmpty }

  /// The command for the largest type in which the table fits the page; `nil` for the text's own.
  var fontSize: String? { size.command }

  /// `\tabcolsep`, wider for tables of few columns.
  var columnPadding: String {
    natural < 160 && size.command == nil ? "12pt" : "\(size.padding)pt"
  }

  /// The lines of a row's label; those after the first stand further in.
  func stubLines(of label: RichText, indent: Int) -> [RichText] {
    label.wrapped(to: Self.longestStub - 10 * Double(indent), hanging: Self.hanging, Self.width)
  }

  /// The lines of a heading over columns, the stub being column 0.
  func headLines(of text: RichText, over covered: Range<Int>) -> [RichText] {
    text.wrapped(to: headWidth(of: text, over: covered), Self.width)
  }

  private func headWidth(of text: RichText, over covered: Range<Int>) -> Double {
    let widths = covered.filter { $0 > 0 && $0 <= columns.count }.map { columns[$0 - 1] }
    guard !widths.isEmpty, widths.count == covered.count else { return Self.longestStub }
    guard covered.count > 1 else { return max(widths[0], Self.longestHeading) }
    let own = widths.reduce(0, +) + room(between: covered)
    return text.wrapped(to: own, Self.width).count > Self.mostLines
      ? Self.width(text.plainText) / Double(Self.mostLines) + 20 : own
  }

  /// Padding and gaps inside a group of columns, in points of ten-point type.
  private func room(between covered: Range<Int>) -> Double {
    covered.dropLast().reduce(0) { $0 + 2 * size.padding + gap(after: $1, at: size) } / size.scale
  }

  private var natural: Double { min(stub, Self.longestStub) + columns.reduce(0, +) }

  /// Padding and gaps of the whole table in a size.
  private func spacing(_ size: Size) -> Double {
    stars.indices.reduce(size.padding * Double(2 * columns.count + 1)) {
      $0 + gap(after: $1 + 1, at: size)
    }
  }

  private var fittingSize: Size {
    Self.sizes.first { $0.scale * natural + spacing($0) <= Self.page }
      ?? Self.sizes[Self.sizes.count - 1]
  }

  /// Raises narrow columns to one width, at most that of the widest, as far as the page has room.
  private mutating func evenOut() {
    guard isEven, let widest = columns.max() else { return }
    let free = (Self.page - spacing(size)) / size.scale - min(stub, Self.longestStub)
    var level = widest
    while level > 0, columns.reduce(0, { $0 + max($1, level) }) > free { level -= 0.5 }
    columns = columns.map { max($0, level) }
    fixed = Set(columns.indices)
  }

  private static func width(ofColumn index: Int, in table: TableModel) -> Double {
    let layout = DecimalColumn(index: index, of: table)
    var width =
      digit * Double(layout.integerDigits + layout.fractionDigits)
      + (layout.isSigned ? 7.8 : 0) + (layout.isGrouped ? 5.6 : 0) + 2.8
    for cell in table.blocks.flatMap(\.rows).compactMap({ $0.ownCell(of: index) }) {
      switch cell {
      case .estimate(let number, _, _):
        if number.exponent != nil { width = max(width, Self.width(number.plainText)) }
      case .uncertainty(let numbers, _, _) where numbers.count == 1: break
      case .statistic, .empty: break
      case .uncertainty, .test, .text, .mark, .unavailable:
        width = max(width, Self.width(cell.shownText))
      }
    }
    for row in table.allHeadRows {
      var start = 0
      for cell in row.cells {
        if cell.span == 1, start == index + 1 {
          let lines = cell.text.wrapped(to: max(width, longestHeading), Self.width)
          width = max(width, lines.map { Self.width($0.plainText) }.max() ?? 0)
        }
        start += cell.span
      }
    }
    return width
  }

  /// A cell over several columns that is wider than they are, its line breaks counted, pushes them
  /// apart evenly.
  private mutating func widenForSpanners(of table: TableModel) {
    for row in table.allHeadRows {
      var start = 0
      for cell in row.cells {
        let covered = start..<(start + cell.span)
        start += cell.span
        guard cell.span > 1, covered.lowerBound > 0 else { continue }
        let lines = headLines(of: cell.text, over: covered)
        widen(covered, to: lines.map { Self.width($0.plainText) }.max() ?? 0)
      }
    }
    for row in table.blocks.flatMap(\.rows) {
      for (cell, column, span) in row.shown where span > 1 {
        widen((column + 1)..<(column + 1 + span), to: Self.width(cell.shownText))
      }
    }
  }

  /// - Parameter covered: Columns after the stub, which is 0.
  private mutating func widen(_ covered: Range<Int>, to width: Double) {
    let own = covered.reduce(0) { $0 + columns[$1 - 1] } + room(between: covered)
    guard width > own else { return }
    for column in covered {
      columns[column - 1] += (width - own) / Double(covered.count)
      fixed.insert(column - 1)
    }
  }

  private static func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar {
      case " ": width + 3.4
      case ".", ",", ";", ":", "[", "]", "i", "l", "j", "|", "'": width + 2.8
      case "(", ")", "f", "r", "s", "t", "-": width + 3.9
      case "W": width + 10.3
      case "−", "×", "<", ">", "=", "+", "m", "w", "M": width + 7.8
      case "A"..."Z": width + 7
      default: width + (scalar.isWide ? 10 : 5.2)
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether the character takes two columns of a terminal: Han, kana, Hangul, full-width forms.
  var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

extension TableModel {
  /// The lines of the head, and those of panels.
  var allHeadRows: [HeadRow] { head + blocks.flatMap(\.head) }

  /// Every text of the table.
  var texts: [RichText] {
    var texts = [caption, RichText(notesLabel)] + allHeadRows.flatMap(\.cells).map(\.text)
    texts += notes.map(\.text)
    for block in blocks {
      if let heading = block.heading { texts.append(heading) }
      for row in block.rows {
        texts.append(row.label)
        for cell in row.cells {
          switch cell {
          case .text(let text), .mark(let text, _), .unavailable(let text, _): texts.append(text)
          case .estimate, .uncertainty, .statistic, .test, .empty: break
          }
        }
      }
    }
    return texts
  }

  /// Whether a formula stands somewhere in the table.
  var hasMath: Bool {
    texts.contains { text in
      text.parts.contains { if case .math = $0 { true } else { false } }
    }
  }

  /// Whether some character is beyond pdfLaTeX: not Latin, and not written as a sign.
  var needsUnicodeEngine: Bool {
    texts.contains { text in
      OutputFormat.latex.escaped(text.plainText).unicodeScalars.contains { $0.value > 0x17F }
    }
  }
}
