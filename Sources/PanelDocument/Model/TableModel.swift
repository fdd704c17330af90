/// A table as a journal prints it, before any markup.
package struct TableModel: Sendable, Equatable {
  /// The id in the study, used for files, anchors and `\label`.
  package var id: String
  /// The printed number, such as `1`.
  package var number: String
  /// `Table 1` in the language of the page.
  package var numberLabel: String
  package var caption: RichText
  package var columns: [TableColumn]
  package var head: [HeadRow]
  package var blocks: [TableBlock]
  package var notes: [TableNote]
  /// The word before the notes, such as `Notes`.
  package var notesLabel: String
  /// The name of the stub for screen readers, such as `Variable`.
  package var stubLabel: String
  package var language: String
  package var look: TableLook
  /// What each string of stars says aloud, such as `significant at the 5 percent level`.
  package var starMeanings: [String: String]
  /// The caption in further languages, below the first.
  package var furtherCaptions: [CaptionLine] = []
  /// The punctuation of the language.
  package var setting = LanguageSetting()
  /// What a table over several pages says of its parts.
  package var continuation = Continuation()

  package init(
    id: String,
    number: String,
    numberLabel: String,
    caption: RichText,
    columns: [TableColumn],
    head: [HeadRow],
    blocks: [TableBlock],
    notes: [TableNote],
    notesLabel: String,
    stubLabel: String,
    language: String,
    look: TableLook,
    starMeanings: [String: String] = [:]
  ) {
    self.id = id
    self.number = number
    self.numberLabel = numberLabel
    self.caption = caption
    self.columns = columns
    self.head = head
    self.blocks = blocks
    self.notes = notes
    self.notesLabel = notesLabel
    self.stubLabel = stubLabel
    self.language = language
    self.look = look
    self.starMeanings = starMeanings
  }
}

/// A column of a table; the first is the stub.
package struct TableColumn: Sendable, Equatable {
  package enum Alignment: Sendable, Equatable {
    /// Text at the left: the stub, and columns of words.
    case leading
    case center
    /// Numbers aligned at the decimal separator.
    case decimal
  }
  package var alignment: Alignment
  /// The id of the result behind the column, where there is one.
  package var result: String?

  package init(_ alignment: Alignment, result: String? = nil) {
    self.alignment = alignment
    self.result = result
  }
}

/// One line of the head: spanners, dependent variables, or model numbers.
package struct HeadRow: Sendable, Equatable {
  package var cells: [HeadCell]
  package init(cells: [HeadCell]) { self.cells = cells }
}

/// A head cell over one or several columns; the spans of a row add up to all columns.
package struct HeadCell: Sendable, Equatable {
  package var text: RichText
  package var span: Int
  /// Whether a rule under the cell ties its columns together.
  package var hasRule: Bool

  package init(_ text: RichText, span: Int = 1, hasRule: Bool = false) {
    self.text = text
    self.span = span
    self.hasRule = hasRule
  }
}

/// Rows that belong together; a rule or a gap stands between blocks.
package struct TableBlock: Sendable, Equatable {
  package enum Kind: String, Sendable, Equatable {
    case coefficients, effects, statistics, summary, custom
  }
  package var kind: Kind
  /// A heading across the table, such as a panel's name.
  package var heading: RichText?
  /// Lines of a head of its own below the heading, where panels differ in them.
  package var head: [HeadRow]
  package var rows: [TableRow]
  /// Whether a rule stands above the block.
  package var hasRuleAbove: Bool

  package init(
    kind: Kind,
    heading: RichText? = nil,
    head: [HeadRow] = [],
    rows: [TableRow],
    hasRuleAbove: Bool = false
  ) {
    self.kind = kind
    self.heading = heading
    self.head = head
    self.rows = rows
    self.hasRuleAbove = hasRuleAbove
  }
}

/// One printed line: a label and a cell per column after the stub.
package struct TableRow: Sendable, Equatable {
  /// Empty on the lines under an estimate.
  package var label: RichText
  /// Read instead of an empty label: `standard error of Unemployment`.
  package var spokenLabel: RichText?
  package var indent: Int
  /// One per column after the stub.
  package var cells: [Cell]
  /// How many columns each shown cell covers, adding up to all; the cells of the others are empty.
  /// Absent where every cell stands in its own column.
  package var spans: [Int]?
  /// Whether a little space sets the row off from the row above.
  package var hasSpaceAbove: Bool

  package init(
    label: RichText,
    spokenLabel: RichText? = nil,
    indent: Int = 0,
    cells: [Cell],
    spans: [Int]? = nil,
    hasSpaceAbove: Bool = false
  ) {
    self.label = label
    self.spokenLabel = spokenLabel
    self.indent = indent
    self.cells = cells
    self.spans = spans
    self.hasSpaceAbove = hasSpaceAbove
  }

  /// The cells that are shown, with the first column that each covers and their number.
  package var shown: [(cell: Cell, column: Int, span: Int)] {
    guard let spans else { return cells.enumerated().map { ($1, $0, 1) } }
    var column = 0
    return spans.compactMap { span in
      defer { column += span }
      return cells.indices.contains(column) ? (cells[column], column, span) : nil
    }
  }

  /// The cell of a column that it has for itself; `nil` where it is joined with others.
  package func ownCell(of column: Int) -> Cell? {
    guard spans != nil else { return cells.indices.contains(column) ? cells[column] : nil }
    return shown.first { $0.column == column && $0.span == 1 }?.cell
  }
}

/// What may stand in a cell.
package enum Cell: Sendable, Equatable {
  case estimate(NumberText, stars: String, trace: Trace)
  /// A standard error, t-value, p-value or interval under an estimate, in its bracket.
  case uncertainty([NumberText], bracket: Bracket, trace: Trace)
  case statistic(NumberText, trace: Trace)
  /// A test statistic with its p-value in brackets: `1.81 [0.142]`.
  case test(NumberText, pValue: NumberText, trace: Trace)
  case text(RichText)
  /// A yes-no mark as the style writes it: `Yes`, `✓`, or nothing; `spoken` is read aloud.
  case mark(RichText, spoken: String)
  case empty
  case unavailable(RichText, because: RichText)
}

/// The bracket around an uncertainty.
package enum Bracket: String, Sendable, Equatable, Codable, CaseIterable {
  case parentheses, square, curly, none
}

/// The way back from a printed number to its computation: shown on hover and focus.
package struct Trace: Sendable, Equatable {
  /// The result's id, such as `baseline[3]`.
  package var result: String
  /// The place within the result, such as `estimates.post.std_error`.
  package var path: String
  /// The unrounded value as it reads back to the same double.
  package var exact: String
  /// Further lines: interval, degrees of freedom, covariance; label and value.
  package var details: [Detail]

  package struct Detail: Sendable, Equatable {
    package var label: String
    package var value: String
    package init(label: String, value: String) {
      self.label = label
      self.value = value
    }
  }

  package init(result: String, path: String, exact: String, details: [Detail] = []) {
    self.result = result
    self.path = path
    self.exact = exact
    self.details = details
  }
}

/// A sentence under a table, with its place in the order of notes.
package struct TableNote: Sendable, Equatable {
  package enum Kind: String, Sendable, Equatable, CaseIterable {
    case description, sample, covariance, brackets, remark, stars, custom, source,
      notice
  }
  package var kind: Kind
  package var text: RichText

  package init(_ kind: Kind, _ text: RichText) {
    self.kind = kind
    self.text = text
  }
}

/// The words of a table that goes on over pages.
package struct Continuation: Sendable, Equatable {
  /// Over the parts after the first, around the number that the format knows: `Table ` and
  /// ` (continued)`.
  package var head: (before: String, after: String) { (parts[0], parts.count > 1 ? parts[1] : "") }
  /// Under the parts before the last: `Continued on next page`.
  package var foot: String
  private var parts: [String]

  /// - Parameters:
  ///   - head: With ``place`` where the number stands.
  ///   - foot: Empty for none.
  package init(head: String = "", foot: String = "") {
    let cut = head.firstIndex(of: Self.place)
    parts =
      cut.map { [String(head[..<$0]), String(head[head.index(after: $0)...])] } ?? [head]
    self.foot = foot
  }

  /// Stands for the number of the table.
  package static let place: Character = "\u{FFFC}"
}
