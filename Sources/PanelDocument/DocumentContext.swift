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
  package var tableStyle: TableStyle
  package var figureTheme: FigureTheme

  package init(
    id: String,
    number: String,
    caption: LocalizedText? = nil,
    labels: [String: LocalizedText] = [:],
    glossary: Glossary,
    tableStyle: TableStyle,
    figureTheme: FigureTheme
  ) {
    self.id = id
    self.number = number
    self.caption = caption
    self.labels = labels
    self.glossary = glossary
    self.tableStyle = tableStyle
    self.figureTheme = figureTheme
  }
}
