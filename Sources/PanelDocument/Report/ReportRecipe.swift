package import PanelResults

/// What a study's `report` entry asks for.
package struct ReportRecipe: Sendable, Equatable {
  /// The sections of the page, in order.
  package var sections: [ReportSection]

  package init(sections: [ReportSection] = ReportSection.allCases) {
    self.sections = sections
  }

  /// The keys of a `report` entry.
  package static let keys: [KeyDescription] = [
    KeyDescription(
      "sections",
      .list(of: .choice(ReportSection.allCases.map(\.rawValue))),
      default: "all",
      "The sections of the report, in the order in which they appear."
    )
  ]
}

extension ReportRecipe: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case sections }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    sections =
      try container.decodeIfPresent([ReportSection].self, forKey: .sections)
      ?? ReportSection.allCases
  }
}

/// What the pipeline knows about a study when everything is computed.
package struct ReportInputs: Sendable {
  package var study: String
  package var title: LocalizedText?
  package var authors: [String]
  /// What every page of the study must say.
  package var notice: LocalizedText?
  package var about: ReportProse?
  package var studyFile: ReportStudyFile
  package var seed: UInt64?
  /// Program and version, such as `panelpress 0.1.0`.
  package var tool: String
  package var sources: [DataSource]
  /// The panel after joins, conditions and derived variables.
  package var panel: SampleDescription?
  package var funnel: TableModel?
  package var tables: [ReportTable]
  package var figures: [ReportFigure]
  package var numbers: [QuotedNumber]
  package var exhibits: [ListedExhibit]

  package init(
    study: String,
    title: LocalizedText? = nil,
    authors: [String] = [],
    notice: LocalizedText? = nil,
    about: ReportProse? = nil,
    studyFile: ReportStudyFile,
    seed: UInt64? = nil,
    tool: String,
    sources: [DataSource] = [],
    panel: SampleDescription? = nil,
    funnel: TableModel? = nil,
    tables: [ReportTable] = [],
    figures: [ReportFigure] = [],
    numbers: [QuotedNumber] = [],
    exhibits: [ListedExhibit] = []
  ) {
    self.study = study
    self.title = title
    self.authors = authors
    self.notice = notice
    self.about = about
    self.studyFile = studyFile
    self.seed = seed
    self.tool = tool
    self.sources = sources
    self.panel = panel
    self.funnel = funnel
    self.tables = tables
    self.figures = figures
    self.numbers = numbers
    self.exhibits = exhibits
  }
}

extension ReportRecipe {
  /// The fixed words of a page: keys of the glossary's section `report`.
  package static let wordKeys = [
    "alternative-text", "alternative-texts", "analyses", "columns", "contents", "copied", "copy",
    "csv", "data", "data-files", "description", "download", "exact", "exhibit", "exhibits", "file",
    "figures", "hint", "latex", "line", "markdown", "model", "name", "number", "numbers", "origin",
    "output-files", "panel", "program", "provenance", "rows", "seed", "sha256", "skip",
    "skip-table", "sources", "specification", "study-file", "table-data", "tables", "title", "tool",
  ]

  /// Lays out a report; a section with nothing in it is left out.
  ///
  /// - Throws: What the glossary lacks.
  package func report(of inputs: ReportInputs, glossary: Glossary) throws(DocumentError)
    -> ReportModel
  {
    var words: [String: String] = [:]
    for key in Self.wordKeys { words[key] = try glossary.text("report", key) }
    var funnel = inputs.funnel
    // The sample's losses are part of the data, not one of the numbered tables.
    funnel?.numberLabel = ""
    return ReportModel(
      language: glossary.language,
      title: inputs.title?.text(in: glossary.language) ?? inputs.study,
      authors: inputs.authors,
      notice: inputs.notice?.text(in: glossary.language),
      about: inputs.about?.parts(in: glossary.language) ?? [],
      facts: try facts(of: inputs, glossary),
      sections: sections.filter { hasContent($0, inputs) },
      sources: inputs.sources.map {
        ReportSource(
          file: $0.file,
          rows: grouped($0.rows),
          columns: grouped($0.columns),
          sha256: $0.sha256
        )
      },
      panel: try panelFacts(of: inputs.panel, glossary),
      funnel: funnel,
      tables: inputs.tables,
      figures: inputs.figures,
      numbers: inputs.numbers,
      exhibits: inputs.exhibits,
      provenance: provenance(of: inputs, words),
      studyFile: inputs.studyFile,
      words: words
    )
  }

  private func hasContent(_ section: ReportSection, _ inputs: ReportInputs) -> Bool {
    switch section {
    case .data: !inputs.sources.isEmpty || inputs.panel != nil || inputs.funnel != nil
    case .tables: !inputs.tables.isEmpty
    case .figures: !inputs.figures.isEmpty
    case .numbers: !inputs.numbers.isEmpty
    case .exhibits: !inputs.exhibits.isEmpty
    case .provenance: true
    }
  }

  private func facts(of inputs: ReportInputs, _ glossary: Glossary) throws(DocumentError)
    -> [ReportFact]
  {
    var facts: [ReportFact] = []
    if let panel = inputs.panel {
      facts.append(
        ReportFact(name: try glossary.text("statistics", "n"), value: grouped(panel.n))
      )
      if let first = panel.firstPeriod, let last = panel.lastPeriod {
        facts.append(
          ReportFact(
            name: try glossary.text("report", "span"),
            value: try glossary.text("report", "range", ["first": "\(first)", "last": "\(last)"])
          )
        )
      }
    }
    for (key, count) in [("tables", inputs.tables.count), ("figures", inputs.figures.count)]
    where count > 0 {
      facts.append(ReportFact(name: try glossary.text("report", key), value: String(count)))
    }
    return facts
  }

  private func panelFacts(of panel: SampleDescription?, _ glossary: Glossary)
    throws(DocumentError) -> [ReportFact]
  {
    guard let panel else { return [] }
    var facts: [ReportFact] = []
    if let unit = panel.unitVariable {
      facts.append(ReportFact(name: try glossary.text("report", "unit"), value: unit))
    }
    if let time = panel.timeVariable {
      facts.append(ReportFact(name: try glossary.text("report", "time"), value: time))
    }
    facts.append(ReportFact(name: try glossary.text("statistics", "n"), value: grouped(panel.n)))
    if let units = panel.units {
      facts.append(
        ReportFact(name: try glossary.text("statistics", "units"), value: grouped(units))
      )
    }
    if let periods = panel.periods {
      facts.append(
        ReportFact(name: try glossary.text("statistics", "periods"), value: grouped(periods))
      )
    }
    if let units = panel.units, let periods = panel.periods {
      let key = panel.n == units * periods ? "balanced" : "unbalanced"
      facts.append(
        ReportFact(
          name: try glossary.text("report", "balance"),
          value: try glossary.text("report", key)
        )
      )
    }
    return facts
  }

  private func provenance(of inputs: ReportInputs, _ words: [String: String]) -> [ReportFact] {
    var facts = [ReportFact(name: words["tool"] ?? "", value: inputs.tool)]
    if let seed = inputs.seed {
      facts.append(ReportFact(name: words["seed"] ?? "", value: String(seed)))
    }
    facts.append(ReportFact(name: words["study-file"] ?? "", value: inputs.studyFile.name))
    return facts
  }

  /// A count with its thousands grouped.
  private func grouped(_ count: Int) -> String {
    var digits = String(count.magnitude)[...]
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    groups.insert(digits, at: 0)
    return (count < 0 ? "−" : "") + groups.joined(separator: ",")
  }
}
