package import PanelResults

/// What surrounds an exhibit: its place in the document, its language and its looks.
package struct DocumentContext: Sendable {
  /// The id in the study, such as `table2`.
  package var id: String
  /// The printed number, such as `2`.
  package var number: String
  /// The caption as the author wrote it.
  package var caption: LocalizedText?
  /// Labels by raw name; they win over the labels inside results.
  package var labels: [String: LocalizedText]
  package var glossary: Glossary
  /// The languages of the caption, in the order in which they are printed; empty for that of the
  /// text.
  package var captionLanguages: [Glossary] = []
  package var tableStyle: TableStyle
  package var figureTheme: FigureTheme
  /// The outlines that the exhibit names, for maps.
  package var regions: RegionShapes?
  /// The place of the table within a larger one, of which it is a panel.
  package var panel: PanelPlace?
  /// The author's headings over columns of the whole table.
  package var spanners: Spanners?
  /// How the table stands on paper; `nil` for what suits its size.
  package var layout: TableLook.Layout?
  /// Named lists of variables of the study, such as `controls`.
  package var lists: [String: [String]] = [:]
  /// The columns of the data; `nil` where results are laid out without data.
  package var variables: [String]?

  package init(
    id: String,
    number: String,
    caption: LocalizedText? = nil,
    labels: [String: LocalizedText] = [:],
    glossary: Glossary,
    tableStyle: TableStyle,
    figureTheme: FigureTheme,
    regions: RegionShapes? = nil
  ) {
    self.id = id
    self.number = number
    self.caption = caption
    self.labels = labels
    self.glossary = glossary
    self.tableStyle = tableStyle
    self.figureTheme = figureTheme
    self.regions = regions
  }
}

extension DocumentContext {
  /// The printed number of a column counted from 1, such as `(2)`.
  ///
  /// - Throws: What the glossary lacks.
  package func columnNumber(_ number: Int) throws(DocumentError) -> String {
    let numbers = tableStyle.columns.numbers
    let text = numbers.text(of: number)
    return switch numbers {
    case .arabic, .roman, .letters: try glossary.text("tables", "column-number", ["number": text])
    case .model: try glossary.text("tables", "model-number", ["number": text])
    case .bare: text
    }
  }

  /// The number of a table as its style counts.
  package var tableNumber: String {
    tableStyle.caption.map { $0.number.text(of: number) } ?? number
  }

  /// The number of a figure as its theme counts.
  package var figureNumber: String {
    figureTheme.caption.map { $0.number.text(of: number) } ?? number
  }
}

/// Where a panel stands in a table of several.
package struct PanelPlace: Sendable {
  /// The columns of the whole table that the results of the panel fill, from 0.
  package var columns: [Int]
  /// The columns of the whole table.
  package var columnCount: Int
  /// The results of the other panels: names that only they have are not misspelt.
  package var companions: [any AnalysisResult]

  package init(columns: [Int], columnCount: Int, companions: [any AnalysisResult]) {
    self.columns = columns
    self.columnCount = columnCount
    self.companions = companions
  }

  /// The items of a list with one for each column of the whole table; other lists as they are.
  func own<Item>(_ items: [Item]) -> [Item] {
    items.count == columnCount && columns.count < columnCount ? columns.map { items[$0] } : items
  }
}
