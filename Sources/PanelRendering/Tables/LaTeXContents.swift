import PanelDocument

extension LaTeXWidths {
  /// What stands in a table, measured once for all remedies.
  struct Contents {
    /// Labels of rows with their indentation, and headings over the stub.
    private var labels: [(text: RichText, indent: Int)] = []
    /// The least widths of the columns after the stub by the lines that a cell may take.
    private var widths: [Int: [Double]] = [:]
    /// The widest number of each column that is centred and may reach out of it.
    var flat: [Double] = []
    /// The most stars behind a number of each column; they hang to the right of it.
    var stars: [Int] = []
    /// Columns of words, counted from 0 after the stub.
    var words: Set<Int> = []
    /// Headings over several columns, the stub being column 0.
    var spanners: [(text: RichText, covered: Range<Int>)] = []
    /// Cells of rows over several columns.
    var joined: [(width: Double, covered: Range<Int>)] = []
    /// Whether all columns are models, which stand evenly.
    var isEven: Bool

    /// Whether the table holds words alone: its columns are paragraphs where texts are long.
    let isText: Bool
    /// What each column of a table of words takes with its texts in one line, the stub first.
    private(set) var natural: [Double] = []
    /// The texts of such a table by row and column.
    private var textWidths: [[Double]] = []
    /// Printed lines with one line to a cell, spaces between them, and the length of the notes in
    /// points at ten-point type.
    private var lineCount: Int
    private var spaceCount: Int
    private var noteLength: Double
    /// What the style asks of the width of notes, as a share of the page.
    let leastNoteWidth: Double?

    init(_ table: TableModel) {
      let shown = table.columns.dropFirst()
      let results = shown.compactMap(\.result)
      isEven =
        shown.count > 1 && results.count == shown.count && Set(results).count == results.count
        && shown.allSatisfy { $0.alignment == .decimal }
      isText = table.holdsWords
      leastNoteWidth = table.look.notes.leastWidth
      let rows = table.blocks.flatMap(\.rows)
      lineCount =
        rows.count + table.allHeadRows.count + table.blocks.filter { $0.heading != nil }.count
      spaceCount = rows.filter(\.hasSpaceAbove).count + 2 * table.blocks.count
      noteLength = table.notes.reduce(0) { $0 + LatinModern.width(of: $1.text.plainText + " ") }
      labels = rows.filter { !$0.label.isEmpty }.map { ($0.label, $0.indent) }
      labels += table.allHeadRows.compactMap(\.cells.first).filter { $0.span == 1 }.map {
        ($0.text, 0)
      }
      let columns = shown.indices.map { $0 - 1 }
      words = Set(columns.filter { table.columns[$0 + 1].alignment == .leading })
      stars = columns.map { index in
        rows.compactMap { row in
          guard case .estimate(_, let stars, _) = row.ownCell(of: index) else { return nil }
          return stars.count
        }.max() ?? 0
      }
      for (cell, column, span) in rows.flatMap(\.shown) where span > 1 {
        joined.append((cell.wholeWidth, (column + 1)..<(column + 1 + span)))
      }
      for row in table.allHeadRows {
        var start = 0
        for cell in row.cells {
          if cell.span > 1, start > 0 {
            spanners.append((cell.text, start..<(start + cell.span)))
          }
          start += cell.span
        }
      }
      for lines in Set(LaTeXRemedy.all.map(\.lines)).sorted() {
        widths[lines] = columns.map { column in
          // Cells of words are paragraphs where they are long, and never broken into rows.
          guard words.contains(column) else {
            return Self.width(ofColumn: column, inLines: lines, of: table)
          }
          let width = Self.width(ofColumn: column, inLines: 1, of: table)
          return min(width, LaTeXWidths.longestText + 1)
        }
      }
      if isText { measureTexts(of: table) }
      flat = columns.map { isEven ? Self.flatWidth(ofColumn: $0, of: table) : 0 }
    }

    /// About how tall the table with caption and notes is, in points as printed.
    ///
    /// - Parameters:
    ///   - remedy: Its type.
    ///   - width: The width of the notes.
    ///   - paragraphs: The widths of paragraphs of a table of words, as printed.
    func height(
      with remedy: LaTeXRemedy,
      across width: Double,
      paragraphs: [Double?] = []
    ) -> Double {
      var lines = Double(lineCount)
      var spaces = Double(spaceCount)
      if isText, paragraphs.contains(where: { $0 != nil }) {
        for row in textWidths {
          let most = zip(row, paragraphs).map { text, paragraph in
            // Ragged lines are filled to about nine tenths.
            paragraph.map { (remedy.size.scale * text / (0.9 * $0)).rounded(.up) } ?? 1
          }.max() ?? 1
          lines += max(0, most - 1)
        }
        spaces += Double(textWidths.count)
      }
      return 2 * LaTeXRemedy.Size.normal.leading + lines * remedy.size.leading
        + spaces * 5 * remedy.size.type
        + noteLines(with: remedy, across: width) * remedy.noteSize.leading
    }

    /// The lines of the notes in a width.
    func noteLines(with remedy: LaTeXRemedy, across width: Double) -> Double {
      (remedy.noteSize.scale * noteLength / max(width, 1)).rounded(.up)
    }

    private mutating func measureTexts(of table: TableModel) {
      natural = Array(repeating: 0, count: table.columns.count)
      for row in table.allHeadRows where row.cells.count == table.columns.count {
        for (column, cell) in row.cells.enumerated() {
          natural[column] = max(natural[column], LatinModern.width(of: cell.text.plainText))
        }
      }
      for row in table.blocks.flatMap(\.rows) {
        let label =
          LatinModern.width(of: row.label.plainText) + LaTeXWidths.quad * Double(row.indent)
        let widths = [label] + row.cells.map { LatinModern.width(of: $0.shownText) }
        textWidths.append(widths)
        natural = zip(natural, widths).map { max($0, $1) }
      }
    }

    func columns(inLines count: Int) -> [Double] { widths[count] ?? [] }

    /// A heading of one column may be as wide as this without being broken.
    static func longestHeading(inLines count: Int) -> Double {
      switch count {
      case 1: 68
      case 2: 52
      default: 40
      }
    }

    func stub(upTo limit: Double) -> Double {
      labels.reduce(0) { widest, label in
        let lines = LaTeXWidths.stubLines(of: label.text, indent: label.indent, upTo: limit)
        return lines.enumerated().reduce(widest) { widest, line in
          let quads = label.indent + (line.offset > 0 ? 1 : 0)
          return max(
            widest,
            LatinModern.width(of: line.element.plainText) + LaTeXWidths.quad * Double(quads)
          )
        }
      }
    }

    private static func width(
      ofColumn index: Int,
      inLines count: Int,
      of table: TableModel
    ) -> Double {
      let layout = DecimalColumn(index: index, of: table)
      let isDecimal = table.columns[index + 1].alignment == .decimal
      let block = isDecimal ? layout.width : 0
      var width = block
      for cell in table.blocks.flatMap(\.rows).compactMap({ $0.ownCell(of: index) }) {
        width = max(width, cell.width(inLines: count, around: block, isSigned: layout.isSigned))
      }
      for row in table.allHeadRows {
        var start = 0
        for cell in row.cells {
          if cell.span == 1, start == index + 1 {
            let limit = max(width, longestHeading(inLines: count))
            let lines = cell.text.wrapped(to: limit, LatinModern.width)
            width = max(width, lines.map { LatinModern.width(of: $0.plainText) }.max() ?? 0)
          }
          start += cell.span
        }
      }
      return width
    }

    /// The widest number that does not stand at the separator.
    private static func flatWidth(ofColumn index: Int, of table: TableModel) -> Double {
      let layout = DecimalColumn(index: index, of: table)
      var widest = 0.0
      for block in table.blocks {
        for row in block.rows {
          guard let number = row.ownCell(of: index)?.soleNumber, number.exponent == nil,
            !layout.aligns(number, in: block.kind)
          else { continue }
          widest = max(widest, LatinModern.width(of: number.plainText))
        }
      }
      return widest
    }
  }
}

extension DecimalColumn {
  /// What siunitx reserves for the numbers it aligns, in points at ten-point type.
  var width: Double {
    LatinModern.digit * Double(integerDigits + fractionDigits)
      + (isSigned ? LatinModern.sign : 0) + (fractionDigits > 0 ? LatinModern.point : 0)
      + (isGrouped ? LatinModern.point * Double((integerDigits - 1) / 3) : 0)
  }
}
