import PanelDocument

/// Estimates how wide a table will be, to choose type size and padding before TeX runs.
///
/// Widths are in points of Latin Modern Roman at ten points. The page is the text width of
/// `article`, 345 points, the narrowest in common use, less a margin for the estimate's error.
struct LaTeXWidths {
  private static let page = 337.0
  private static let digit = 5.0
  private static let star = 3.5
  /// What is left between stars and the bracket that hangs to the left of the next number.
  private static let clearance = 7.0
  /// Longer texts than this are set as paragraphs: in the stub, and in columns of words.
  private static let longestStub = 165.0
  private static let longestText = 110.0

  /// The commands for type sizes with their scale and the padding of columns that goes with them.
  private static let sizes: [(command: String?, scale: Double, padding: Double)] = [
    (nil, 1, 7), ("small", 0.9, 6), ("footnotesize", 0.8, 5), ("scriptsize", 0.7, 3.5),
    ("tiny", 0.5, 2),
  ]

  private var stub = 0.0
  private var columns: [Double] = []
  private var wordColumns: Set<Int> = []
  /// The most stars behind a number of each column; they hang to the right of it.
  private var stars: [Int] = []

  init(_ table: TableModel) {
    for row in table.blocks.flatMap(\.rows) {
      stub = max(stub, Self.width(row.label.plainText) + 10 * Double(row.indent))
    }
    for cell in table.head.compactMap(\.cells.first) where cell.span == 1 {
      stub = max(stub, Self.width(cell.text.plainText))
    }
    columns = table.columns.indices.dropFirst().map { Self.width(ofColumn: $0 - 1, in: table) }
    wordColumns = Set(table.columns.indices.filter { table.columns[$0].alignment == .leading })
    for column in wordColumns where column > 0 {
      columns[column - 1] = min(columns[column - 1], Self.longestText + 1)
    }
    stars = table.columns.indices.dropFirst().map { index in
      table.blocks.flatMap(\.rows).compactMap { row in
        guard row.cells.indices.contains(index - 1),
          case .estimate(_, let stars, _) = row.cells[index - 1]
        else { return nil }
        return stars.count
      }.max() ?? 0
    }
    widenForSpanners(of: table)
  }

  /// The space after a column, beside its padding, that keeps hanging stars off the next number;
  /// `nil` where the padding is enough, and after the last column.
  func gap(after column: Int) -> String? {
    guard column > 0, column <= stars.count else { return nil }
    let gap = Self.gap(after: column, stars: stars, size)
    return gap > 0 ? "\(gap)pt" : nil
  }

  private static func gap(
    after column: Int, stars: [Int], _ size: (command: String?, scale: Double, padding: Double)
  ) -> Double {
    guard column < stars.count, stars[column - 1] > 0 else { return 0 }
    let wanted = size.scale * (star * Double(stars[column - 1]) + clearance) - 2 * size.padding
    return max(0, (2 * wanted).rounded(.up) / 2)
  }

  /// A paragraph width for a column of long words; `nil` where they fit on a line.
  func paragraph(column: Int) -> String? {
    guard wordColumns.contains(column) else { return nil }
    if column == 0 { return stub > Self.longestStub ? "\(Int(Self.longestStub))pt" : nil }
    return columns[column - 1] > Self.longestText ? "\(Int(Self.longestText))pt" : nil
  }

  /// Whether some column is a paragraph.
  var hasParagraphs: Bool { wordColumns.contains { paragraph(column: $0) != nil } }

  /// The command for the largest type in which the table fits the page; `nil` for the text's own.
  var fontSize: String? { size.command }

  /// `\tabcolsep`, wider for tables of few columns.
  var columnPadding: String {
    natural < 160 && size.command == nil ? "12pt" : "\(size.padding)pt"
  }

  private var natural: Double { min(stub, Self.longestStub) + columns.reduce(0, +) }

  private var size: (command: String?, scale: Double, padding: Double) {
    Self.sizes.first {
      let size = $0
      let gaps = stars.indices.reduce(0) {
        $0 + Self.gap(after: $1 + 1, stars: stars, size)
      }
      return size.scale * natural + size.padding * Double(2 * columns.count + 1) + gaps
        <= Self.page
    } ?? Self.sizes[Self.sizes.count - 1]
  }

  private static func width(ofColumn index: Int, in table: TableModel) -> Double {
    let layout = DecimalColumn(index: index, of: table)
    var width =
      digit * Double(layout.integerDigits + layout.fractionDigits)
      + (layout.isSigned ? 7.8 : 0) + (layout.isGrouped ? 5.6 : 0) + 2.8
    for row in table.blocks.flatMap(\.rows) where row.cells.indices.contains(index) {
      switch row.cells[index] {
      case .uncertainty(let numbers, _, _) where numbers.count > 1:
        width = max(
          width,
          Self.width("[\(numbers.map(\.plainText).joined(separator: ", "))]")
        )
      case .test(let number, let pValue, _):
        width = max(width, Self.width("\(number.plainText) [\(pValue.plainText)]"))
      case .text(let text), .mark(let text, _), .unavailable(let text, _):
        width = max(width, Self.width(text.plainText))
      case .estimate(let number, _, _) where number.exponent != nil:
        width = max(width, Self.width(number.plainText))
      case .estimate, .uncertainty, .statistic, .test, .empty: break
      }
    }
    for row in table.head {
      var start = 0
      for cell in row.cells {
        if cell.span == 1, start == index + 1 {
          let lines = cell.text.plainText.wrapped(at: 14)
          width = max(width, lines.map(Self.width).max() ?? 0)
        }
        start += cell.span
      }
    }
    return width
  }

  /// A spanner wider than its columns pushes them apart.
  private mutating func widenForSpanners(of table: TableModel) {
    for row in table.head {
      var start = 0
      for cell in row.cells {
        let covered = (start..<(start + cell.span)).filter { $0 > 0 && $0 <= columns.count }
        let sum = covered.reduce(0) { $0 + columns[$1 - 1] }
        let missing = Self.width(cell.text.plainText) - sum - 12 * Double(max(covered.count - 1, 0))
        if cell.span > 1, missing > 0, let last = covered.last { columns[last - 1] += missing }
        start += cell.span
      }
    }
  }

  private static func width(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar {
      case " ": width + 3.4
      case ".", ",", ";", ":", "[", "]", "i", "l", "j", "|", "'": width + 2.8
      case "(", ")", "f", "r", "s", "t", "-": width + 3.9
      case "−", "×", "<", ">", "=", "+", "m", "w", "M", "W": width + 7.8
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
  /// Every text of the table.
  var texts: [RichText] {
    var texts = [caption, RichText(notesLabel)] + head.flatMap(\.cells).map(\.text)
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
