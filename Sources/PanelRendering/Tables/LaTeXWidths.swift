import PanelDocument

/// Estimates how wide a table will be, to choose type size, padding and line breaks before TeX
/// runs.
///
/// Widths are in points of Latin Modern Roman at ten points. Columns of models get one width as far
/// as the page has room, so that they stand evenly; a heading too long for its columns is broken
/// into lines, and widens them evenly where even its lines are longer. Columns of a table of words
/// are paragraphs that share the page.
struct LaTeXWidths {
  /// The text width of `article` with paper of its own choice.
  static let textWidth = 345.0
  /// The text height of `article`.
  static let textHeight = 550.0
  private static let star = 3.5
  /// What is left between stars and the bracket that hangs to the left of the next number.
  private static let clearance = 7.0
  /// What is left between two numbers that reach out of their columns.
  private static let apart = 5.0
  /// Longer texts than this are broken into lines: in the stub, and in columns of words.
  private static let longestStub = 165.0
  static let longestText = 110.0
  /// The most lines of a spanner before it widens its columns instead.
  private static let mostLines = 3
  /// The indentation of a label, and of what follows the first line of one.
  static let quad = 10.0
  /// Notes read well in lines of at least this width, also under a narrow table.
  private static let noteMeasure = 265.0
  /// The narrowest paragraph of a table of words.
  private static let narrowestParagraph = 62.0

  let remedy: LaTeXRemedy
  let envelope: LaTeXEnvelope
  /// Whether no remedy brings the table into the width of the page.
  var isTooWide = false
  /// Whether the table, on one page, is taller than this.
  var isTooTall = false
  /// Whether the table goes over pages because it is taller than one, unasked.
  var isLongBySize = false
  /// What the whole table takes with its padding, in points as printed.
  private(set) var total = 0.0
  private let contents: Contents
  private var columns: [Double] = []
  /// Columns after the stub, counted from 0, whose width is given to TeX.
  private var fixed: Set<Int> = []
  /// The widths of the paragraphs of a table of words, as printed, the stub being column 0; `nil`
  /// for columns whose texts fit on a line.
  private var paragraphs: [Double?] = []

  init(_ contents: Contents, with remedy: LaTeXRemedy, in envelope: LaTeXEnvelope) {
    self.envelope = envelope
    self.contents = contents
    self.remedy = remedy
    let room = contents.flat.map { $0 + Self.apart - 2 * remedy.padding / remedy.size.scale }
    columns = zip(contents.columns(inLines: remedy.lines), room).map { max($0, $1) }
    if contents.isText {
      shareThePage()
      return
    }
    let page = envelope == .scaled ? .infinity : envelope.page.width
    let stub = contents.stub(upTo: stubLimit)
    var needed = widenForSpanners()
    if contents.isEven, remedy.isEven, let widest = columns.max() {
      needed = widest * Double(columns.count)
    }
    let spacing = spacing
    isTooWide = remedy.size.scale * (stub + needed) + spacing > page
    fillPage((envelope.page.width - spacing) / remedy.size.scale - stub)
    total = remedy.size.scale * (stub + columns.reduce(0, +)) + spacing
  }

  /// The space after a column, beside its padding, that keeps hanging stars off the next number;
  /// `nil` where the padding is enough, and after the last column.
  func gap(after column: Int) -> String? {
    guard column > 0, column <= contents.stars.count else { return nil }
    let gap = points(after: column)
    return gap > 0 ? "\(gap)pt" : nil
  }

  private func points(after column: Int) -> Double {
    let stars = contents.stars
    let most = contents.isEven ? stars.dropLast().max() ?? 0 : stars[column - 1]
    guard column < stars.count, most > 0 else { return 0 }
    let wanted =
      remedy.size.type * (Self.star * Double(most) + Self.clearance) - 2 * remedy.padding
    return max(0, (2 * wanted).rounded(.up) / 2)
  }

  /// The width of a column that TeX may not choose itself; `nil` for the stub and where the
  /// column's own is right.
  func fixedWidth(column: Int) -> String? {
    guard column > 0, fixed.contains(column - 1) else { return nil }
    return "\((2 * remedy.size.scale * columns[column - 1]).rounded(.up) / 2)pt"
  }

  /// What a centred number may take of a column of fixed width and of the padding on either side,
  /// in points at ten-point type, so that neighbours stay apart.
  func reach(column: Int) -> Double? {
    guard column > 0, fixed.contains(column - 1) else { return nil }
    return columns[column - 1] + 2 * remedy.padding / remedy.size.scale - LatinModern.digit
  }

  /// A paragraph width for a column of long words; `nil` where they fit on a line.
  func paragraph(column: Int) -> String? {
    if contents.isText { return paragraphs[column].map { "\(Int($0))pt" } }
    guard column > 0, contents.words.contains(column - 1), columns[column - 1] > Self.longestText
    else { return nil }
    return "\(Int(remedy.size.scale * Self.longestText))pt"
  }

  /// Whether some column is a paragraph or has a width of its own.
  var needsArray: Bool {
    !fixed.isEmpty || paragraphs.contains { $0 != nil } || contents.words.contains { paragraph(column: $0 + 1) != nil }
  }

  /// `\tabcolsep`, wider for tables of few columns.
  var columnPadding: String {
    let natural = contents.stub(upTo: Self.longestStub) + columns.reduce(0, +)
    return natural < 160 && remedy.padding == LaTeXRemedy.all[0].padding ? "12pt" : "\(remedy.padding)pt"
  }

  /// Whether some text of a table of words goes over lines.
  var hasParagraphs: Bool { paragraphs.contains { $0 != nil } }

  /// The lines of a row's label; those after the first stand further in.
  func stubLines(of label: RichText, indent: Int) -> [RichText] {
    contents.isText ? [label] : Self.stubLines(of: label, indent: indent, upTo: stubLimit)
  }

  static func stubLines(
    of label: RichText,
    indent: Int,
    upTo limit: Double
  ) -> [RichText] {
    label.wrapped(to: limit - quad * Double(indent), hanging: quad, LatinModern.width)
  }

  private var stubLimit: Double {
    let width = envelope.page.width + 4
    let share =
      switch remedy.stub {
      case .wide: Self.longestStub * remedy.size.scale
      case .third: width / 3
      case .quarter: width / 4
      case .fifth: width / 5
      }
    return min(Self.longestStub, share / remedy.size.scale)
  }

  /// The widths up to which cells of a row stay in one line; `nil` for columns of words.
  var cellLimits: [Double?] {
    columns.indices.map { index in
      remedy.lines == 1 || contents.words.contains(index) ? nil : columns[index]
    }
  }

  /// The lines of a heading over columns, the stub being column 0.
  func headLines(of text: RichText, over covered: Range<Int>) -> [RichText] {
    if contents.isText, covered.count == 1 { return [text] }
    return text.wrapped(to: headWidth(of: text, over: covered), LatinModern.width)
  }

  private func headWidth(of text: RichText, over covered: Range<Int>) -> Double {
    let widths = covered.filter { $0 > 0 && $0 <= columns.count }.map { columns[$0 - 1] }
    guard !widths.isEmpty, widths.count == covered.count else { return stubLimit }
    guard covered.count > 1 else {
      return max(widths[0], Contents.longestHeading(inLines: remedy.lines))
    }
    let own = widths.reduce(0, +) + room(between: covered)
    return text.wrapped(to: own, LatinModern.width).count > Self.mostLines
      ? LatinModern.width(of: text.plainText) / Double(Self.mostLines) + 20 : own
  }

  /// Padding and gaps inside a group of columns, in points of ten-point type.
  private func room(between covered: Range<Int>) -> Double {
    covered.dropLast().reduce(0) { $0 + 2 * remedy.padding + points(after: $1) }
      / remedy.size.scale
  }

  /// About how tall the table is with caption and notes, in points as printed.
  var height: Double {
    contents.height(with: remedy, across: noteWidth ?? total, paragraphs: paragraphs)
  }

  /// The width of notes where the table is narrower than the style asks for, or than lines should
  /// be; `nil` where notes are as wide as the table.
  var noteWidth: Double? {
    let asked = contents.leastNoteWidth.map { $0 * envelope.page.width }
    let wide = asked ?? min(Self.noteMeasure, envelope.page.width)
    let lines = contents.noteLines(with: remedy, across: total)
    guard total < wide - 10, lines > (asked == nil ? 2 : 0) else { return nil }
    return wide
  }

  /// Gives the columns of a table of words paragraphs: each what its texts take in a line, where
  /// that is less than an even share of what the others leave.
  private mutating func shareThePage() {
    let spacing = remedy.padding * Double(2 * columns.count + 1)
    let natural = contents.natural.map { $0 * remedy.size.scale + 1 }
    let room = envelope.page.width - spacing
    guard natural.reduce(0, +) > room else {
      paragraphs = natural.map { _ in nil }
      total = natural.reduce(0, +) + spacing
      return
    }
    var share = room
    while natural.reduce(0, { $0 + min($1, share) }) > room { share -= 1 }
    paragraphs = natural.map { $0 > share ? share : nil }
    isTooWide = share < Self.narrowestParagraph * remedy.size.scale
    total = envelope.page.width
  }

  /// Padding and gaps of the whole table.
  private var spacing: Double {
    columns.indices.reduce(remedy.padding * Double(2 * columns.count + 1)) {
      $0 + points(after: $1 + 1)
    }
  }

  /// Raises narrow columns as far as the page has room: those of models to one width, at most that
  /// of the widest with its cells in one line; others to what their own cells take in one line.
  private mutating func fillPage(_ free: Double) {
    let whole = contents.columns(inLines: 1)
    guard let widest = zip(columns, whole).map({ max($0, $1) }).max(), widest > 0,
      contents.isEven || remedy.lines > 1
    else { return }
    let limits = contents.isEven ? columns.map { _ in widest } : whole
    func raised(to level: Double) -> [Double] {
      zip(columns, limits).map { max($0, min($1, level)) }
    }
    var level = widest
    while level > 0, raised(to: level).reduce(0, +) > free { level -= 0.5 }
    columns = raised(to: level)
    if contents.isEven { fixed = Set(columns.indices) }
  }

  /// A cell over several columns that is wider than they are, its line breaks counted, pushes them
  /// apart evenly.
  ///
  /// - Returns: The sum of the columns.
  private mutating func widenForSpanners() -> Double {
    for (text, covered) in contents.spanners {
      let lines = headLines(of: text, over: covered)
      widen(covered, to: lines.map { LatinModern.width(of: $0.plainText) }.max() ?? 0)
    }
    for (width, covered) in contents.joined { widen(covered, to: width) }
    return columns.reduce(0, +)
  }

  private mutating func widen(_ covered: Range<Int>, to width: Double) {
    let own = covered.reduce(0) { $0 + columns[$1 - 1] } + room(between: covered)
    guard width > own else { return }
    for column in covered {
      columns[column - 1] += (width - own) / Double(covered.count)
      fixed.insert(column - 1)
    }
  }
}

extension TableModel {
  /// The lines of the head, and those of panels.
  var allHeadRows: [HeadRow] { head + blocks.flatMap(\.head) }

  /// Whether the table has words alone in its columns.
  var holdsWords: Bool {
    let shown = columns.dropFirst().map(\.alignment)
    return shown.contains(.leading) && !shown.contains(.decimal)
  }

  /// Every text of the table.
  var texts: [RichText] {
    var texts = [caption, RichText(notesLabel)] + allHeadRows.flatMap(\.cells).map(\.text)
    texts += notes.map(\.text) + furtherCaptions.map(\.text)
    texts += furtherCaptions.map { RichText($0.name) }
    if let name = setting.captionName { texts.append(RichText(name.before)) }
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

  /// Whether Han, kana or their punctuation stand somewhere, which take ctex.
  var needsHan: Bool {
    texts.contains { text in text.plainText.unicodeScalars.contains(where: \.isWide) }
  }

  /// Whether some character is beyond pdfLaTeX: not Latin, and not written as a sign.
  var needsUnicodeEngine: Bool {
    texts.contains { text in
      OutputFormat.latex.escaped(text.plainText).unicodeScalars.contains { $0.value > 0x17F }
    }
  }
}
