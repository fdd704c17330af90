import Foundation
import PanelDocument
import PanelRendering
import PanelResults
import TestSupport

/// A report that shows every part once.
enum SampleReport {
  static func page(
    tables: [TableModel] = SampleTables.all,
    figures: [ReportFigure]? = nil
  ) throws -> String {
    let templates = try TemplateSet(directory: Repository.templates)
    let renderer = try PageRenderer(
      templates: templates,
      styles: Repository.styles.appending(path: "pages")
    )
    return try renderer.page(of: report(tables: tables, figures: figures, templates: templates))
  }

  static func report(
    tables: [TableModel],
    figures: [ReportFigure]?,
    templates: TemplateSet
  ) throws -> ReportModel {
    let glossary = try StyleFiles.load(Glossary.self, from: "glossaries/en.yaml")
    let inputs = ReportInputs(
      study: "castle-doctrine",
      title: "Castle doctrine laws and crime in the United States & <elsewhere>",
      authors: ["Jane Author", "Li 李 O'Neil"],
      studyFile: ReportStudyFile(name: "study.yaml", text: studyText),
      seed: 20_240_601,
      tool: "panelpress 0.1.0",
      sources: [
        DataSource(
          file: "castle.csv",
          sha256: String(repeating: "0123456789abcdef", count: 4),
          rows: 550,
          columns: 158
        )
      ],
      panel: SampleDescription(
        n: 550,
        units: 50,
        periods: 11,
        firstPeriod: 2000,
        lastPeriod: 2010,
        rowsAvailable: 550,
        unitVariable: "state",
        timeVariable: "year"
      ),
      funnel: SampleTables.funnel,
      tables: try tables.map { table in
        ReportTable(
          table: table,
          html: try TableRenderer(format: .html, templates: templates).text(of: table),
          latex: try TableRenderer(format: .latex, templates: templates).text(of: table),
          markdown: try TableRenderer(format: .markdown, templates: templates).text(of: table),
          csv: try TableRenderer(format: .csv, templates: templates).text(of: table),
          specification: "of: baseline\nkeep: [post, $controls]\n",
          formulas: [
            ReportFormula(columns: "(1) and (2)", math: SampleTables.formula),
            ReportFormula(columns: "(3)", math: SampleTables.formula),
          ]
        )
      },
      figures: try figures ?? [figure(templates: templates)],
      numbers: [
        QuotedNumber(
          name: "effect",
          text: NumberText(isNegative: true, integerGroups: ["1", "234"], fraction: "50"),
          value: -1234.5,
          trace: Trace(result: "baseline[3]", path: "estimates.post.estimate", exact: "-1234.5")
        )
      ],
      exhibits: [
        ListedExhibit(
          label: "Figure 1",
          title: "Homicides before & after the law",
          program: "study.yaml",
          line: 12,
          files: ["figures/figure1.svg", "data/figure1.csv"],
          analyses: ["baseline (fixed-effects)"],
          data: ["castle.csv"],
          alternative: .init(text: "A line", description: "A line that rises from 1 to 2.")
        )
      ]
    )
    return try ReportRecipe().report(of: inputs, glossary: glossary)
  }

  static let studyText = """
    study: castle-doctrine
    title: Castle doctrine laws & crime </code><script>alert(1)</script>
    data: {file: castle.csv, unit: state, time: year}

    """

  /// A small line from one corner to the other.
  static func figure(templates: TemplateSet) throws -> ReportFigure {
    let theme = try StyleFiles.load(FigureTheme.self, from: "figures/plain.yaml")
    let model = FigureModel(
      id: "figure1",
      number: "1",
      numberLabel: "Figure 1",
      caption: "Homicides before & after the law",
      size: FigureSize(width: 140, height: 80),
      title: "A line",
      summary: "A line that rises from 1 to 2.",
      frames: [],
      groups: [
        ShapeGroup(
          .data,
          [
            .polyline([Point(x: 10, y: 200), Point(x: 380, y: 20)], Ink(.line, series: 0)),
            .text(TextShape("R&D <5%", at: Point(x: 60, y: 40))),
          ]
        )
      ],
      legend: [],
      notes: [TableNote(.custom, "Whiskers show 95% intervals.")],
      notesLabel: "Notes",
      data: FigureData(columns: ["year", "mean"], rows: [[.count(2000), .number(4.25)]]),
      references: [],
      language: "en"
    )
    let renderer = FigureRenderer(templates: templates, theme: theme)
    return ReportFigure(
      figure: model,
      svg: try renderer.svg(of: model),
      csv: renderer.csv(of: model),
      specification: "of: baseline\nkind: coefficient-plot\n"
    )
  }
}
