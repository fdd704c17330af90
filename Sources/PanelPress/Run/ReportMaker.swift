import PanelData
import PanelDocument
import PanelRendering
import PanelResults

/// The report of a run: everything on one page.
struct ReportMaker {
  let study: Study
  let panel: Panel
  let results: ResultStore
  let maker: ExhibitMaker
  let resources: ResourceFolders

  /// The report, given the exhibits and the texts of their files.
  ///
  /// - Throws: ``PressError/input(_:)`` for what the glossary lacks.
  func report(
    tables: [ReportTable],
    figures: [ReportFigure],
    numbers: [QuotedNumber],
    exhibits: [ListedExhibit]
  ) throws(PressError) -> ReportModel {
    let inputs = ReportInputs(
      study: study.name,
      title: study.title,
      authors: study.authors.map { $0.text(in: maker.glossary.language) },
      notice: study.notice,
      about: study.about,
      studyFile: ReportStudyFile(name: study.fileName, text: study.text),
      seed: study.seed,
      tool: PanelPressVersion.tool,
      sources: panel.sources,
      panel: study.isOfSavedResults ? nil : panel.description,
      funnel: study.isOfSavedResults ? nil : try funnel(),
      tables: tables,
      figures: figures,
      numbers: numbers,
      exhibits: exhibits
    )
    do {
      return try study.report.report(of: inputs, glossary: maker.glossary)
    } catch {
      throw .input(error.description)
    }
  }

  /// The page.
  ///
  /// - Throws: ``PressError/input(_:)`` for what the page's style lacks;
  ///   ``PressError/findings(_:)`` for faults of the templates.
  func page(of report: ReportModel, templates: TemplateSet) throws(PressError) -> String {
    guard let pages = resources.pageFolder else {
      throw .input("The folder 'pages' with report.css is in none of the styles folders.")
    }
    do {
      return try PageRenderer(templates: templates, styles: pages).page(of: report)
    } catch {
      throw .findings([error.description])
    }
  }

  /// The rows of the data that left, and those of every result that lost further rows.
  private func funnel() throws(PressError) -> TableModel {
    var columns = [
      SampleFunnel.Column(
        reference: "",
        available: panel.rowsRead,
        dropped: panel.funnel,
        used: panel.table.rowCount
      )
    ]
    let losing = results.files.flatMap(\.named).filter { !$0.result.sample.dropped.isEmpty }
    columns += SampleFunnel(of: losing).columns
    do {
      var context = maker.context(id: "sample", number: "", caption: nil)
      context.captionLanguages = []
      var table = try context.finished(SampleFunnel(columns: columns).table(in: context))
      // The funnel belongs to the data and is not counted among the study's tables.
      table.numberLabel = ""
      return table
    } catch {
      throw .input(error.description)
    }
  }
}

extension Panel {
  /// The rows that analyses see, as a sample.
  var description: SampleDescription {
    SampleDescription(
      n: table.rowCount,
      units: units?.names.count,
      periods: index.map { Set($0.times).count },
      firstPeriod: index?.times.min(),
      lastPeriod: index?.times.max(),
      rowsAvailable: rowsRead,
      dropped: funnel,
      unitVariable: units?.variable,
      timeVariable: index?.timeVariable
    )
  }
}
