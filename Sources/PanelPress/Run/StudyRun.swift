import Foundation
import PanelData
import PanelDocument
import PanelEstimation
import PanelNumerics
import PanelRendering
import PanelResults

/// One way through a study: data, results, tables and figures, files.
struct StudyRun {
  let study: Study
  /// The folder of the study file; data files are relative to it.
  let folder: URL
  let options: RunOptions
  let resources: ResourceFolders

  /// Runs the study and puts its output into place.
  ///
  /// - Throws: ``PressError`` case by case; the last output is then untouched.
  func run() throws(PressError) -> RunReport {
    let selection = try Selection(options.only, of: study)
    var maker = try exhibitMaker()
    let printer =
      (options.pdf || study.exports.pdf) && !selection.figures.isEmpty
      ? try FigurePrinter(families: maker.figureTheme.font.families) : nil
    maker.shapes = try StudyShapes(
      of: selection.figures.map(\.1),
      folder: folder,
      progress: options.progress
    )
    let panel = try StudyData(study: study, folder: folder, options: options).panel()
    let weights = try StudyWeights(of: study, on: panel, folder: folder, options: options)
    let replicates = keptReplicates(panel, weights)
    let saved = try SavedResultFiles(of: selection.results, folder: folder, options: options)
    var results = try compute(selection.analyses, on: panel, weights, keeping: replicates)
    for file in saved.results { results.add(file) }
    options.progress?(.writing)
    maker.labels = panel.labels
    maker.lists = panel.lists
    maker.variables = panel.table.names
    let exhibits = try layOut(selection, results: results, maker: maker)
    let report = ReportMaker(
      study: study,
      panel: panel,
      results: results,
      maker: maker,
      resources: resources
    )
    var files = try render(exhibits, results: results, report: report, printer: printer)
    try weights.write(study.spatialWeights, to: &files)
    try files.validate(schemas: resources.schemas, threads: options.threadCount)
    let destination = URL(filePath: options.outputFolder, directoryHint: .isDirectory)
      .appending(path: selection.isWhole ? study.name : "\(study.name).only")
    try files.write(
      to: destination,
      manifest: try manifest(panel, weights.files + saved.files + maker.shapes.files),
      scratchMade: { options.scratchMade?($0) }
    )
    replicates.delete(selection.isWhole ? nil : selection.analyses.map(\.id))
    return RunReport(
      folder: destination.relativePath,
      files: (files.paths + [Manifest.fileName]).sorted()
    )
  }

  // MARK: Results

  /// What an interrupted run left, and where this one keeps what it finds.
  private func keptReplicates(_ panel: Panel, _ weights: StudyWeights) -> KeptReplicates {
    let kept = KeptReplicates(
      folder: URL(filePath: options.outputFolder, directoryHint: .isDirectory)
        .appending(path: ".\(study.name).replicates", directoryHint: .isDirectory),
      identity: study.replicationIdentity(
        data: panel.sources.map(\.sha256) + weights.files.map(\.sha256)
      )
    )
    options.replicatesKept?(kept)
    return kept
  }

  private func compute(
    _ entries: [AnalysisEntry],
    on panel: Panel,
    _ weights: StudyWeights,
    keeping replicates: KeptReplicates
  ) throws(PressError) -> ResultStore {
    var store = ResultStore()
    for entry in entries {
      store.add(
        ResultFile(
          id: entry.id,
          results: try results(of: entry, on: panel, weights, keeping: replicates)
        )
      )
    }
    return store
  }

  private func results(
    of entry: AnalysisEntry,
    on panel: Panel,
    _ weights: StudyWeights,
    keeping replicates: KeptReplicates
  ) throws(PressError) -> [any AnalysisResult] {
    let report = options.progress
    report?(.computing(analysis: entry.id, done: 0, total: 1))
    let context = AnalysisContext(
      seed: study.seed,
      id: entry.id,
      tool: PanelPressVersion.tool,
      threadCount: options.threadCount,
      entries: AnalysisContext.withColumnsMade(
        Dictionary(study.analyses.map { ($0.id, $0.analysis) }, uniquingKeysWith: { $1 }),
        lists: panel.lists
      ),
      spatialWeights: weights.weights,
      replicates: replicates.store(for: entry.id),
      progress: { done, total in
        report?(.computing(analysis: entry.id, done: done, total: total))
      }
    )
    do throws(EstimationError) {
      return try entry.analysis.results(on: panel, in: context)
    } catch {
      throw .analysis(error, in: entry.node, path: "analyses.\(entry.id)")
    }
  }

  // MARK: Document

  private func exhibitMaker() throws(PressError) -> ExhibitMaker {
    let styles = StyleLibrary(folders: resources, home: folder)
    let glossaries: (text: Glossary, captions: [Glossary])
    do {
      glossaries = try styles.glossaries(study.language)
    } catch {
      guard case .input(let message) = error, let node = study.root["language"] else { throw error }
      throw .study([node.problem(message, path: "language")])
    }
    return ExhibitMaker(
      labels: [:],
      glossary: glossaries.text,
      captionLanguages: glossaries.captions,
      tableStyle: try styles.tableStyle(study.style.tables),
      figureTheme: try styles.figureTheme(study.style.figures),
      notice: study.notice
    )
  }

  private func layOut(
    _ selection: Selection,
    results: ResultStore,
    maker: ExhibitMaker
  ) throws(PressError) -> Exhibits {
    let tables = try Parallel.each(selection.tables, threads: options.threadCount) {
      (number, entry) throws(PressError) in
      let shown = try results.results(
        entry.references,
        at: entry.node,
        path: "tables.\(entry.id).of"
      )
      return Exhibit(
        entry: entry,
        formulas: try maker.formulas(entry, number: number, of: shown),
        model: try maker.table(
          entry,
          number: number,
          of: shown,
          panels: try results.panels(of: entry)
        )
      )
    }
    let figures = try Parallel.each(selection.figures, threads: options.threadCount) {
      (number, entry) throws(PressError) in
      let shown = try results.results(
        entry.references,
        at: entry.node,
        path: "figures.\(entry.id).of"
      )
      return Exhibit(
        entry: entry,
        formulas: try maker.formulas(entry, number: number, of: shown),
        model: try maker.figure(entry, number: number, of: shown)
      )
    }
    return Exhibits(tables: tables, figures: figures)
  }

  // MARK: Files

  private func render(
    _ exhibits: Exhibits,
    results: ResultStore,
    report: ReportMaker,
    printer: FigurePrinter?
  ) throws(PressError) -> OutputFiles {
    var files = OutputFiles()
    let saved = try Parallel.each(results.files, threads: options.threadCount) {
      file throws(PressError) in try file.json()
    }
    for (file, text) in zip(results.files, saved) { files.add(text, at: "results/\(file.id).json") }
    let templates: TemplateSet
    var pages: PageRenderer?
    do throws(TemplateError) {
      templates = try TemplateSet(directory: resources.templates)
      if let folder = resources.pageFolder {
        pages = try PageRenderer(templates: templates, styles: folder)
      }
    } catch {
      throw .findings([error.description])
    }
    let renderer = ExhibitRenderer(
      templates: templates,
      pages: pages,
      theme: report.maker.figureTheme,
      excerpt: StudyExcerpt(study: study),
      threads: options.threadCount
    )
    let tables = try renderer.tables(exhibits.tables, into: &files)
    let figures = try renderer.figures(exhibits.figures, printer: printer, into: &files)
    let numberMaker = NumberMaker(study: study, maker: report.maker)
    let numbers = try numberMaker.numbers(in: results)
    try numberMaker.write(numbers, templates: templates, to: &files)
    let lister = ExhibitLister(study: study, results: results, glossary: report.maker.glossary)
    let model = try report.report(
      tables: tables,
      figures: figures,
      numbers: numbers,
      exhibits: try lister.exhibits(exhibits, paths: files.paths)
    )
    try lister.write(model, templates: templates, to: &files)
    files.add(try report.page(of: model, templates: templates), at: "index.html")
    return files
  }

  private func manifest(_ panel: Panel, _ files: [FileContent]) throws(PressError) -> Manifest {
    var distinct: [FileContent] = []
    for file in files where !distinct.contains(file) { distinct.append(file) }
    return Manifest(
      study: study.name,
      tool: PanelPressVersion.tool,
      seed: study.seed,
      inputs: [
        Manifest.File(file: study.fileName, sha256: SHA256Digest.hex(of: study.text.utf8))
      ] + panel.sources.map { Manifest.File(file: $0.file, sha256: $0.sha256) }
        + distinct.map { Manifest.File(file: $0.name, sha256: $0.sha256) },
      outputs: []
    )
  }
}

/// The tables and figures of a run, laid out.
struct Exhibits: Sendable {
  var tables: [Exhibit<TableModel>] = []
  var figures: [Exhibit<FigureModel>] = []
}

/// A table or figure with the models behind it.
struct Exhibit<Model: Sendable>: Sendable {
  var entry: ExhibitEntry
  var formulas: [ReportFormula]
  var model: Model
}
