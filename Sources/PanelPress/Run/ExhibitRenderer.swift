import PanelDocument
import PanelNumerics
import PanelRendering

/// Writes tables and figures in all their formats, several at once.
struct ExhibitRenderer: Sendable {
  let templates: TemplateSet
  /// Pages of single tables; `nil` where no folder has their style.
  let pages: PageRenderer?
  let theme: FigureTheme
  let excerpt: StudyExcerpt
  let threads: Int

  /// The tables and their files, in order.
  ///
  /// - Throws: ``PressError/findings(_:)`` for faults of the templates.
  func tables(
    _ exhibits: [Exhibit<TableModel>],
    into files: inout OutputFiles
  ) throws(PressError) -> [ReportTable] {
    let made = try all(exhibits) { exhibit throws(TemplateError) in
      let shown = try table(exhibit)
      return (shown, try pages?.page(of: shown.table, html: shown.html))
    }
    for (shown, page) in made {
      let name = "tables/\(shown.table.id)"
      files.add(shown.latex, at: "\(name).tex")
      files.add(shown.markdown, at: "\(name).md")
      files.add(shown.csv, at: "\(name).csv")
      if let page { files.add(page, at: "\(name).html") }
    }
    return made.map(\.0)
  }

  /// The figures and their files, in order; those of a printer, too.
  ///
  /// - Throws: As ``tables(_:into:)``; what the printer throws.
  func figures(
    _ exhibits: [Exhibit<FigureModel>],
    printer: FigurePrinter?,
    into files: inout OutputFiles
  ) throws(PressError) -> [ReportFigure] {
    let renderer = FigureRenderer(templates: templates, theme: theme)
    let made = try all(exhibits) { exhibit throws(TemplateError) in
      ReportFigure(
        figure: exhibit.model,
        svg: try renderer.svg(of: exhibit.model),
        csv: renderer.csv(of: exhibit.model),
        specification: excerpt.text(of: exhibit.entry, in: "figures"),
        formulas: exhibit.formulas
      )
    }
    for shown in made {
      files.add(shown.svg, at: "figures/\(shown.figure.id).svg")
      files.add(shown.csv, at: "data/\(shown.figure.id).csv")
    }
    guard let printer else { return made }
    let printed = try printer.pdfs(of: made.map { ($0.svg, $0.figure) }, threads: threads)
    for (shown, bytes) in zip(made, printed) {
      files.add(bytes, at: "figures/\(shown.figure.id).pdf")
    }
    return made
  }

  private func table(_ exhibit: Exhibit<TableModel>) throws(TemplateError) -> ReportTable {
    func text(_ format: OutputFormat) throws(TemplateError) -> String {
      try TableRenderer(format: format, templates: templates).text(of: exhibit.model)
    }
    return ReportTable(
      table: exhibit.model,
      html: try text(.html),
      latex: try text(.latex),
      markdown: try text(.markdown),
      csv: try text(.csv),
      specification: excerpt.text(of: exhibit.entry, in: "tables"),
      formulas: exhibit.formulas
    )
  }

  private func all<Item: Sendable, Made: Sendable>(
    _ items: [Item],
    _ make: @Sendable (Item) throws(TemplateError) -> Made
  ) throws(PressError) -> [Made] {
    do throws(TemplateError) {
      return try Parallel.each(items, threads: threads, make)
    } catch {
      throw .findings([error.description])
    }
  }
}

extension Parallel {
  /// What is made of each item, in order; the first error by that order.
  static func each<Item: Sendable, Made: Sendable, Failure: Error>(
    _ items: [Item],
    threads: Int,
    _ make: @Sendable (Item) throws(Failure) -> Made
  ) throws(Failure) -> [Made] {
    let results = map(count: items.count, threads: threads) { place in
      Result { () throws(Failure) in try make(items[place]) }
    }
    var made: [Made] = []
    made.reserveCapacity(items.count)
    for result in results { made.append(try result.get()) }
    return made
  }
}
