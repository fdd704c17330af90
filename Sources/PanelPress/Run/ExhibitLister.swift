import PanelDocument
import PanelRendering
import PanelResults

/// The list of exhibits that data editors ask for, and the alternative texts of figures.
struct ExhibitLister {
  let study: Study
  let results: ResultStore
  let glossary: Glossary

  static let markdownFile = "exhibits.md"
  static let csvFile = "exhibits.csv"

  /// Every exhibit in the order of the study; the numbers of the text come last.
  ///
  /// - Parameter paths: The files of the output.
  /// - Throws: ``PressError/input(_:)`` for what the glossary lacks.
  func exhibits(_ made: Exhibits, paths: [String]) throws(PressError) -> [ListedExhibit] {
    var listed: [ListedExhibit] = []
    for table in made.tables {
      listed.append(
        exhibit(
          table.entry,
          in: "tables",
          label: table.model.numberLabel,
          caption: table.model.caption,
          files: ["tex", "md", "html", "csv"].map { "tables/\(table.entry.id).\($0)" },
          paths: paths
        )
      )
    }
    for figure in made.figures {
      let id = figure.entry.id
      var item = exhibit(
        figure.entry,
        in: "figures",
        label: figure.model.numberLabel,
        caption: figure.model.caption,
        files: ["figures/\(id).svg", "figures/\(id).pdf", "data/\(id).csv"],
        paths: paths
      )
      item.alternative = .init(text: figure.model.title, description: figure.model.summary)
      listed.append(item)
    }
    if paths.contains(NumberMaker.latexFile), let numbers = try numbers() { listed.append(numbers) }
    return listed
  }

  /// Writes the list as Markdown and CSV.
  func write(_ report: ReportModel, templates: TemplateSet, to files: inout OutputFiles)
    throws(PressError)
  {
    guard !report.exhibits.isEmpty else { return }
    let list = ExhibitListRenderer(report: report, templates: templates)
    do {
      files.add(try list.markdown(), at: Self.markdownFile)
    } catch {
      throw .findings([error.description])
    }
    files.add(list.csv(), at: Self.csvFile)
  }

  private func exhibit(
    _ entry: ExhibitEntry,
    in section: String,
    label: String,
    caption: RichText,
    files: [String],
    paths: [String]
  ) -> ListedExhibit {
    let shown = entry.references.map(\.entry).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    var data = sources(of: shown)
    if let shapes = entry.node["shapes"]?.text, !data.contains(shapes) { data.append(shapes) }
    return ListedExhibit(
      label: label,
      title: caption.plainText,
      program: study.fileName,
      line: line(of: entry.id, in: section),
      files: files.filter(paths.contains),
      analyses: shown.map(analysis),
      data: data
    )
  }

  /// The entry with its method.
  private func analysis(_ id: String) -> String {
    guard let result = results.files.first(where: { $0.id == id })?.results.first else { return id }
    return "\(id) (\(type(of: result).method))"
  }

  private func sources(of ids: [String]) -> [String] {
    var files: [String] = []
    for file in results.files where ids.contains(file.id) {
      for source in file.results.flatMap(\.provenance.data) where !files.contains(source.file) {
        files.append(source.file)
      }
    }
    return files
  }

  private func line(of id: String, in section: String) -> Int {
    study.root[section]?.entries.first { $0.key == id }?.keyPlace.line ?? 0
  }

  private func numbers() throws(PressError) -> ListedExhibit? {
    let line = study.root.entries.first { $0.key == "numbers" }?.keyPlace.line ?? 0
    let ids = study.numbers.map(\.entry.reference.entry).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    do {
      return ListedExhibit(
        label: try glossary.text("report", "numbers"),
        title: "",
        program: study.fileName,
        line: line,
        files: [NumberMaker.latexFile, NumberMaker.jsonFile],
        analyses: ids.map(analysis),
        data: sources(of: ids)
      )
    } catch {
      throw .input(error.description)
    }
  }
}
