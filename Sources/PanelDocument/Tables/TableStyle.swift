package import PanelResults

/// The looks of tables as a journal wants them; read from `styles/tables`.
///
/// A key that a file leaves out keeps the value of the style that it extends, at last of `plain`.
/// Tables of one study may override digits, stars, uncertainty and statistics.
package struct TableStyle: Sendable, Equatable {
  package var name: String
  /// One sentence for `panelpress list styles`.
  package var summary: String
  package var rules: TableRules
  package var captionPlace: TableLook.CaptionPlace
  /// How the caption is set; absent where the document decides.
  package var caption: CaptionForm?
  /// The type of panels' headings.
  package var panelHeading: TableLook.PanelHeading
  package var columns: TableColumns
  /// Which word of the glossary's section `notes-labels` stands before the notes.
  package var notesLabel: NotesLabel
  package var notes: NotesLook
  package var type: TypeLook
  package var typesetting: Typesetting
  package var digits: Digits
  package var stars: StarPolicy
  /// What stands under an estimate, in this order.
  package var uncertainty: [UncertaintyLine]
  package var effects: EffectRows
  /// The statistics of a regression table, where the study lists none.
  package var statistics: [Statistic]
  /// Whether the constant of models without absorbed effects has a row.
  package var showsConstant: Bool

  /// The plain style under another name.
  package init(name: String) {
    self.name = name
    summary = ""
    rules = .booktabs
    captionPlace = .above
    panelHeading = .italic
    columns = TableColumns()
    notesLabel = .notes
    notes = NotesLook()
    type = TypeLook()
    typesetting = Typesetting()
    digits = Digits()
    stars = .economics
    uncertainty = [UncertaintyLine(.standardError, bracket: .parentheses)]
    effects = EffectRows()
    statistics = [.observations, .rSquared, .withinRSquared]
    showsConstant = true
  }

  package enum NotesLabel: String, Sendable, Equatable, Decodable, CaseIterable {
    case notes, note
  }

  /// What a table keeps of its style.
  package var look: TableLook {
    TableLook(
      rules: rules,
      captionPlace: captionPlace,
      styleName: name,
      panelHeading: panelHeading,
      caption: caption,
      columns: columns.alignment,
      notes: notes,
      type: type
    )
  }
}

/// The heads of columns of numbers, and where these stand.
package struct TableColumns: Sendable, Equatable {
  /// How columns are counted.
  package enum Numbers: String, Sendable, Equatable, Decodable, CaseIterable {
    /// `(1)`.
    case arabic
    /// `(i)`.
    case roman
    /// `(a)`.
    case letters
    /// `Model 1`.
    case model
    /// `1`.
    case bare

    /// The number of a column counted from 1, without what stands around it.
    package func text(of number: Int) -> String {
      switch self {
      case .arabic, .model, .bare: String(number)
      case .roman: CaptionForm.Number.romanText(of: number).lowercased()
      case .letters: Self.letters(of: number)
      }
    }

    /// `a` to `z`, then `aa`, `ab`.
    private static func letters(of number: Int) -> String {
      var rest = number
      var text = ""
      while rest > 0 {
        rest -= 1
        text = String(decoding: [UInt8(ascii: "a") + UInt8(rest % 26)], as: UTF8.self) + text
        rest /= 26
      }
      return text
    }
  }

  package var numbers = Numbers.arabic
  package var alignment = TableLook.ColumnAlignment.center

  package init() {}
}

/// Digits by what a number is.
package struct Digits: Sendable, Equatable {
  /// Estimates, their standard errors and intervals.
  package var estimates: DigitRule = .decimals(3)
  package var testStatistics: DigitRule = .decimals(2)
  /// Decimals of a p-value; smaller ones print as a bound.
  package var pValueDecimals = 3
  package var statistics: DigitRule = .decimals(3)
  /// Numbers of descriptive tables.
  package var summaries: DigitRule = .decimals(3)
  /// Exceptions by the name of a statistic or measure.
  package var exceptions: [String: DigitRule] = [:]

  package init() {}
}

/// When an estimate gets stars: symbols with their cut-offs, or none at all.
///
/// An estimate gets the symbol of the smallest cut-off with p < cut-off, strictly; the note
/// under the table states the same comparison.
package struct StarPolicy: Sendable, Equatable {
  /// From the largest cut-off to the smallest; empty where stars are off.
  package var levels: [Level]

  package struct Level: Sendable, Equatable {
    package var symbol: String
    package var below: Double

    package init(symbol: String, below: Double) {
      self.symbol = symbol
      self.below = below
    }
  }

  package init(_ levels: [Level]) { self.levels = levels }

  package static let off = StarPolicy([])
  /// * 0.10, ** 0.05, *** 0.01.
  package static let economics = StarPolicy([
    Level(symbol: "*", below: 0.10), Level(symbol: "**", below: 0.05),
    Level(symbol: "***", below: 0.01),
  ])

  package func symbol(for pValue: Double) -> String {
    levels.last { pValue < $0.below }?.symbol ?? ""
  }
}

/// A line under an estimate and its bracket.
package struct UncertaintyLine: Sendable, Equatable {
  package var measure: Uncertainty
  /// Absent where the first free one of the usual brackets is taken.
  package var bracket: Bracket?

  package init(_ measure: Uncertainty, bracket: Bracket? = nil) {
    self.measure = measure
    self.bracket = bracket
  }
}

/// What tells how sure an estimate is.
package enum Uncertainty: String, Sendable, Equatable, Decodable, CaseIterable {
  case standardError = "se"
  case testStatistic = "t"
  case pValue = "p"
  case interval = "ci"

  /// The bracket that readers expect.
  package var usualBracket: Bracket {
    switch self {
    case .standardError, .testStatistic: .parentheses
    case .interval: .square
    case .pValue: .curly
    }
  }
}

/// How fixed effects and lists of regressors are marked, one row each.
package struct EffectRows: Sendable, Equatable {
  package var marks: Marks = .yesNo
  package var place: Place = .afterCoefficients
  /// Which template of the glossary's section `effects` names a row.
  package var label: Label = .long

  package init() {}

  package enum Marks: String, Sendable, Equatable, Decodable, CaseIterable {
    case yesNo = "yes-no"
    case yesBlank = "yes-blank"
    case checkBlank = "check-blank"
    case checkCross = "check-cross"
    /// `×` for yes, as some journals mark what a model holds.
    case crossBlank = "cross-blank"
  }

  package enum Place: String, Sendable, Equatable, Decodable, CaseIterable {
    case afterCoefficients = "after-coefficients"
    case afterStatistics = "after-statistics"
  }

  package enum Label: String, Sendable, Equatable, Decodable, CaseIterable {
    case long, short
  }
}
