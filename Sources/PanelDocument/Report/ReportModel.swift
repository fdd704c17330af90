/// A replication report before any markup: what a reader needs to check a study, in reading order.
package struct ReportModel: Sendable, Equatable {
  package var language: String
  package var title: String
  package var authors: [String]
  /// What every page of the study must say, such as that its data are simulated.
  package var notice: String?
  /// What the author says at the head.
  package var about: [ReportPart]
  /// What the page says in its first lines: sample, period, number of exhibits.
  package var facts: [ReportFact]
  package var sections: [ReportSection]
  package var sources: [ReportSource]
  /// The shape of the panel.
  package var panel: [ReportFact]
  /// How many rows left the sample, and why.
  package var funnel: TableModel?
  package var tables: [ReportTable]
  package var figures: [ReportFigure]
  /// The numbers that the text quotes.
  package var numbers: [QuotedNumber]
  /// Every exhibit with its files, in the order of the study.
  package var exhibits: [ListedExhibit]
  /// Program, seed and the like.
  package var provenance: [ReportFact]
  package var studyFile: ReportStudyFile
  /// Every fixed word of the page by its key in the glossary's section `report`.
  package var words: [String: String]
}

/// The parts of a report that a study may choose and order.
package enum ReportSection: String, Sendable, Codable, CaseIterable {
  case data, tables, figures, numbers, exhibits, provenance
}

/// Paragraphs under a heading, or without one.
package struct ReportPart: Sendable, Equatable {
  package var title: String?
  package var paragraphs: [RichText]

  package init(title: String? = nil, paragraphs: [RichText]) {
    self.title = title
    self.paragraphs = paragraphs
  }
}

/// A name and a value.
package struct ReportFact: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A data file, its size in the page's digits.
package struct ReportSource: Sendable, Equatable {
  package var file: String
  package var rows: String
  package var columns: String
  package var sha256: String
}

/// The study file as it was read.
package struct ReportStudyFile: Sendable, Equatable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}

/// The model behind some columns of an exhibit.
package struct ReportFormula: Sendable, Equatable {
  /// The columns it stands for, such as `(1) and (3)`; absent where there is one model only.
  package var columns: String?
  package var math: Math

  package init(columns: String? = nil, math: Math) {
    self.columns = columns
    self.math = math
  }
}

/// A table with everything a reader may take away.
package struct ReportTable: Sendable, Equatable {
  package var table: TableModel
  /// The table as HTML, for the page.
  package var html: String
  /// The texts of the files beside the report, byte for byte.
  package var latex: String
  package var markdown: String
  package var csv: String
  /// The study's entry as YAML.
  package var specification: String
  package var formulas: [ReportFormula]

  package init(
    table: TableModel,
    html: String,
    latex: String,
    markdown: String,
    csv: String,
    specification: String,
    formulas: [ReportFormula] = []
  ) {
    self.table = table
    self.html = html
    self.latex = latex
    self.markdown = markdown
    self.csv = csv
    self.specification = specification
    self.formulas = formulas
  }
}

/// A figure with the numbers behind it.
package struct ReportFigure: Sendable, Equatable {
  package var figure: FigureModel
  /// The texts of the files beside the report, byte for byte.
  package var svg: String
  package var csv: String
  /// The study's entry as YAML.
  package var specification: String
  package var formulas: [ReportFormula]

  package init(
    figure: FigureModel,
    svg: String,
    csv: String,
    specification: String,
    formulas: [ReportFormula] = []
  ) {
    self.figure = figure
    self.svg = svg
    self.csv = csv
    self.specification = specification
    self.formulas = formulas
  }
}
