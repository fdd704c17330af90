/// What a table style decides about a whole table's looks; digits and stars are already settled.
package struct TableLook: Sendable, Equatable {
  /// How a table stands on paper.
  package enum Layout: String, Sendable, Codable, CaseIterable {
    /// On one page, which TeX chooses.
    case float
    /// Over as many pages as it takes, its head on each.
    case long
    /// On a page turned sideways.
    case landscape
    /// Scaled down to the width of the text.
    case resize
  }
  package enum CaptionPlace: String, Sendable, Codable, CaseIterable { case above, below }
  /// The type of headings across the table.
  package enum PanelHeading: String, Sendable, Codable, CaseIterable { case italic, bold }
  /// Where headings and numbers stand in their columns.
  package enum ColumnAlignment: String, Sendable, Codable, CaseIterable {
    case center
    /// At the left edge of the column, numbers still at their separator.
    case leading
  }

  package var rules: TableRules
  package var captionPlace: CaptionPlace
  /// How the caption is set; absent where the document that holds the table decides.
  package var caption: CaptionForm?
  package var panelHeading: PanelHeading
  package var columns: ColumnAlignment
  package var notes: NotesLook
  package var type: TypeLook
  /// The style's name, such as `plain`.
  package var styleName: String
  /// The study's; `nil` for what suits the size of the table: one page, or several where it is
  /// taller.
  package var layout: Layout?

  package init(
    rules: TableRules,
    captionPlace: CaptionPlace,
    styleName: String,
    panelHeading: PanelHeading = .italic,
    caption: CaptionForm? = nil,
    columns: ColumnAlignment = .center,
    notes: NotesLook = NotesLook(),
    type: TypeLook = TypeLook()
  ) {
    self.rules = rules
    self.captionPlace = captionPlace
    self.panelHeading = panelHeading
    self.styleName = styleName
    self.caption = caption
    self.columns = columns
    self.notes = notes
    self.type = type
  }
}

/// The horizontal rules of a table; there are no vertical ones.
package struct TableRules: Sendable, Equatable {
  /// Which of the outer rules are two thin ones.
  package enum Doubled: String, Sendable, Codable, CaseIterable { case none, top, both }
  /// What stands between the blocks of a table's body.
  package enum Separation: String, Sendable, Codable, CaseIterable { case rule, space }

  package var doubled = Doubled.none
  package var between = Separation.rule
  /// Weights in points; those of booktabs where absent.
  package var top: Double?
  package var head: Double?
  package var bottom: Double?
  /// Between blocks of the body.
  package var inner: Double?
  /// Under a heading over several columns.
  package var spanner: Double?

  package init() {}

  /// Heavy top and bottom, light between.
  package static let booktabs = TableRules()
  /// Two thin rules at top and bottom.
  package static let double = {
    var rules = TableRules()
    rules.doubled = .both
    return rules
  }()
  /// Three lines alone, the outer ones twice as heavy.
  package static let threeLine = {
    var rules = TableRules()
    (rules.top, rules.head, rules.bottom, rules.spanner) = (1.5, 0.75, 1.5, 0.5)
    rules.between = .space
    return rules
  }()

  /// Whether the top or the bottom rule is two thin ones.
  package var hasDoubleTop: Bool { doubled != .none }
  package var hasDoubleBottom: Bool { doubled == .both }
}

/// How the notes under a table are set.
package struct NotesLook: Sendable, Equatable {
  /// After the word before the notes.
  package enum Mark: String, Sendable, Codable, CaseIterable {
    case colon, period

    package var text: String { self == .colon ? ":" : "." }
  }

  /// The type of the word before the notes.
  package var label = TextFace.italic
  /// Absent for that of the language.
  package var mark: Mark?
  /// The least width as a share of the text's: notes of a narrow table may be wider than it.
  package var leastWidth: Double?

  package init() {}
}

/// The type of a table.
package struct TypeLook: Sendable, Equatable {
  package enum Family: String, Sendable, Codable, CaseIterable {
    /// That of the document.
    case text
    /// Times New Roman and its equals, Han characters in Song.
    case times
  }

  package var family = Family.text
  /// Sizes in points where the text of the document has ten: 7 to 10.
  package var table = 10
  package var notes = 8

  package static let sizes = 7...10

  package init() {}
}
