import PanelDocument

/// Estimates how wide a table will be, to choose type size, padding and line breaks before TeX
/// runs.
///
/// Widths are in points of Latin Modern Roman at ten points. The page is the text width of
/// `article`, 345 points, the narrowest in common use, less a margin for the estimate's error. Columns of models get one width as far as the
/// page has room, so that they stand evenly; a heading too long for its columns is broken into
/// lines, and widens them evenly where even its lines are longer.
struct LaTeXWidths {
  /// The text width of `article` with paper of its own choice.
  static let textWidth = 345.0
  /// The text height of `article`.
  private static let textHeight = 550.0
  private static let page = textWidth - 4
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

  let remedy: LaTeXRemedy
  /// Whether no remedy brings the table into the width of the page.
  private(set) var isTooWide = false
  /// What the whole table takes with its padding, in points as printed.
  private(set) var total = 0.0
  private let contents: Contents
  private var columns: [Double] = []
  /// Columns after the stub, counted from 0, whose width is given to TeX.
  private var fixed: Set<Int> = []

  /// Takes the first remedy with which the table fits the page.
  ///
  /// A table too tall for the page in
  /// any readable type gets the smallest of these; one too wide for all remedies gets the last.
  init(_ table: TableModel) {
    let contents = Contents(table)
    var chosen: LaTeXWidths?
    for remedy in LaTeXRemedy.all {
      let widths = LaTeXWidths(contents, with: remedy)
      if chosen != nil, remedy.size == .tiny { break }
      if !widths.isTooWide {
        chosen = widths
        if contents.height(with: remedy, across: widths.total) <= Self.textHeight { break }
      }
    }
    self = chosen ?? LaTeXWidths(contents, with: LaTeXRemedy.all[LaTeXRemedy.all.count - 1])
  }

  private init(_ contents: Contents, with remedy: LaTeXRemedy) {
    self.contents = contents
    self.remedy = remedy
    let room = contents.flat.map { $0 + Self.apart - 2 * remedy.padding / remedy.size.scale }
    columns = zip(contents.columns(inLines: remedy.lines), room).map { max($0, $1) }
    let stub = contents.stub(upTo: Self.stubLimit(remedy))
    var needed = widenForSpanners()
    if contents.isEven, remedy.isEven, let widest = columns.max() {
      needed = widest * Double(columns.count)
    }
    let spacing = spacing
    isTooWide = remedy.size.scale * (stub + needed) + spacing > Self.page
    fillPage((Self.page - spacing) / remedy.size.scale - stub)
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

  /// A paragraph width for a column of long words; `nil` where they fit on a line.
  func paragraph(column: Int) -> String? {
    guard column > 0, contents.words.contains(column - 1), columns[column - 1] > Self.longestText
    else { return nil }
    return "\(Int(remedy.size.scale * Self.longestText))pt"
  }

  /// Whether some column is a paragraph or has a width of its own.
  var needsArray: Bool {
    !fixed.isEmpty || contents.words.contains { paragraph(column: $0 + 1) != nil }
  }

  /// `\tabcolsep`, wider for tables of few columns.
  var columnPadding: String {
    let natural = contents.stub(upTo: Self.longestStub) + columns.reduce(0, +)
    return natural < 160 && remedy == LaTeXRemedy.all[0] ? "12pt" : "\(remedy.padding)pt"
  }

  /// The lines of a row's label; those after the first stand further in.
  func stubLines(of label: RichText, indent: Int) -> [RichText] {
    Self.stubLines(of: label, indent: indent, upTo: Self.stubLimit(remedy))
  }

  static func stubLines(
    of label: RichText,
    indent: Int,
    upTo limit: Double
  ) -> [RichText] {
    label.wrapped(to: limit - quad * Double(indent), hanging: quad, LatinModern.width)
  }

  private static func stubLimit(_ remedy: LaTeXRemedy) -> Double {
    let share =
      switch remedy.stub {
      case .wide: longestStub * remedy.size.scale
      case .third: textWidth / 3
      case .quarter: textWidth / 4
      case .fifth: textWidth / 5
      }
    return min(longestStub, share / remedy.size.scale)
  }

  /// The widths up to which cells of a row stay in one line; `nil` for columns of words.
  var cellLimits: [Double?] {
    columns.indices.map { index in
      remedy.lines == 1 || contents.words.contains(index) ? nil : columns[index]
    }
  }

  /// The lines of a heading over columns, the stub being column 0.
  func headLines(of text: RichText, over covered: Range<Int>) -> [RichText] {
    text.wrapped(to: headWidth(of: text, over: covered), LatinModern.width)
  }

  private func headWidth(of text: RichText, over covered: Range<Int>) -> Double {
    let widths = covered.filter { $0 > 0 && $0 <= columns.count }.map { columns[$0 - 1] }
    guard !widths.isEmpty, widths.count == covered.count else { return Self.stubLimit(remedy) }
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
