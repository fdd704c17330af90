/// A figure as a journal prints it, before any markup: shapes on a sheet of paper.
///
/// Shapes are in points (1/72 inch) from the upper left corner, y downwards; ``size`` is in
/// millimetres. Colours, dashes and stroke widths are not here: shapes carry an ``Ink`` and the
/// theme says how it looks.
package struct FigureModel: Sendable, Equatable {
  /// The id in the study, used for files, anchors and `\label`.
  package var id: String
  /// The printed number, such as `1`.
  package var number: String
  /// `Figure 1` in the language of the page.
  package var numberLabel: String
  package var caption: RichText
  package var size: FigureSize
  /// What the figure is, in at most ``titleLimit`` characters: the alternative text.
  package var title: String
  /// What the figure shows, written from the data, for those who cannot see it.
  package var summary: String
  /// The plotting areas, in reading order.
  package var frames: [Box]
  /// What is drawn, from back to front.
  package var groups: [ShapeGroup]
  /// The names of the series where the figure has several, in drawing order.
  package var legend: [LegendEntry]
  package var notes: [TableNote]
  /// The word before the notes, such as `Notes`.
  package var notesLabel: String
  /// What is drawn, as numbers.
  package var data: FigureData
  /// The results behind the figure, such as `baseline[3]`.
  package var references: [String]
  package var language: String
  /// The caption in further languages, below the first.
  package var furtherCaptions: [CaptionLine] = []
  /// The punctuation of the language.
  package var setting = LanguageSetting()
  /// How the caption is set; absent where the page decides.
  package var captionForm: CaptionForm?
  package var notesLook = NotesLook()

  /// The longest alternative text that publishers accept.
  package static let titleLimit = 125

  package init(
    id: String,
    number: String,
    numberLabel: String,
    caption: RichText,
    size: FigureSize,
    title: String,
    summary: String,
    frames: [Box],
    groups: [ShapeGroup],
    legend: [LegendEntry],
    notes: [TableNote],
    notesLabel: String,
    data: FigureData,
    references: [String],
    language: String
  ) {
    self.id = id
    self.number = number
    self.numberLabel = numberLabel
    self.caption = caption
    self.size = size
    self.title = title
    self.summary = summary
    self.frames = frames
    self.groups = groups
    self.legend = legend
    self.notes = notes
    self.notesLabel = notesLabel
    self.data = data
    self.references = references
    self.language = language
  }
}

/// Width and height of a figure in millimetres.
package struct FigureSize: Sendable, Equatable {
  package var width: Double
  package var height: Double

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// The unit that shapes are measured in.
package enum PrintPoint {
  /// Points per millimetre.
  package static let perMillimetre = 72 / 25.4
}

/// One series of a figure, as the legend or a direct label names it.
package struct LegendEntry: Sendable, Equatable {
  package var label: String
  /// The series' place in the theme's colours, markers and dashes, from 0.
  package var series: Int

  package init(label: String, series: Int) {
    self.label = label
    self.series = series
  }
}

/// The numbers behind a figure, one row per drawn datum, unrounded.
package struct FigureData: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case text(String)
    case number(Double)
    case count(Int)
    case missing
  }
  package var columns: [String]
  package var rows: [[Value]]

  package init(columns: [String], rows: [[Value]]) {
    self.columns = columns
    self.rows = rows
  }
}
