import Foundation
import PanelDocument
import PanelRendering
import PanelResults

/// How results are shown on standard output: format, kind, style and the kind's own keys.
public struct ExhibitLook: Sendable {
  /// What is written: text for a terminal, JSON, or markup.
  public enum Format: String, Sendable, CaseIterable {
    /// Figures are `svg`, or `csv` and `text` for the numbers behind them.
    case text, json, latex, html, markdown, csv, svg
  }

  /// The format of the output.
  public var format: Format
  /// The kind of table or figure; absent for the one that suits.
  public var kind: String?
  /// The table style and figure theme.
  public var style: String
  /// The language of words and notes.
  public var language: String
  /// The caption; absent for none.
  public var caption: String?
  /// `key=value` with the keys of the kind.
  public var options: [String]
  /// A folder of templates to use instead of the program's.
  public var templates: String?
  /// A folder of styles to search first.
  public var styles: String?

  /// A look in the plain style, in English, of the kind that suits the results.
  public init(
    format: Format,
    kind: String? = nil,
    style: String = "plain",
    language: String = "en",
    caption: String? = nil,
    options: [String] = [],
    templates: String? = nil,
    styles: String? = nil
  ) {
    self.format = format
    self.kind = kind
    self.style = style
    self.language = language
    self.caption = caption
    self.options = options
    self.templates = templates
    self.styles = styles
  }

  /// Results as JSON, or laid out as one table or figure.
  func text(of files: [ResultFile]) throws(PressError) -> String {
    if format == .json { return try json(of: files) }
    let resources = try ResourceFolders.find(templates: templates, styles: styles)
    let library = StyleLibrary(folders: resources)
    let glossaries = try library.glossaries(StudyLanguage.option(language))
    var maker = ExhibitMaker(
      labels: [:],
      glossary: glossaries.text,
      captionLanguages: glossaries.captions,
      tableStyle: try library.tableStyle(style),
      figureTheme: try library.figureTheme(style)
    )
    let results = files.flatMap(\.named)
    let entry = try entry()
    maker.shapes = try StudyShapes(
      of: [entry],
      folder: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    )
    do {
      if isFigure(results) {
        let model = try figure(entry, by: maker, of: results)
        let renderer = FigureRenderer(
          templates: try TemplateSet(directory: resources.templates),
          theme: maker.figureTheme
        )
        switch format {
        case .svg: return try renderer.svg(of: model)
        case .csv: return renderer.csv(of: model)
        case .text:
          return ConsoleText.columns(
            [model.data.columns] + model.data.rows.map { $0.map(\.machineText) }
          )
        default:
          throw PressError.usage("A figure is written as svg or csv, not as \(format.rawValue).")
        }
      }
      let model = try maker.table(entry, number: 1, of: results)
      guard let output = outputFormat else {
        if format == .text { return ConsoleTable(model).text }
        throw PressError.usage("A table is not written as \(format.rawValue).")
      }
      return try TableRenderer(
        format: output,
        templates: try TemplateSet(directory: resources.templates)
      ).text(of: model)
    } catch let error as TemplateError {
      throw .findings([error.description])
    } catch let error as PressError {
      throw error
    } catch {
      throw .findings(["\(error)"])
    }
  }

  /// The figure that suits results; where none was asked for and nothing can be drawn, the message
  /// says how to see the numbers.
  private func figure(
    _ entry: ExhibitEntry,
    by maker: ExhibitMaker,
    of results: [NamedResult]
  ) throws(PressError) -> FigureModel {
    do {
      return try maker.figure(entry, number: 1, of: results)
    } catch {
      guard kind == nil, case .study(let problems) = error else { throw error }
      let messages = problems.map {
        $0.message.replacing("Figure '\(entry.id)'", with: "The figure of these results")
      }
      throw .usage(
        messages.joined(separator: "\n") + " --format json writes the result itself."
      )
    }
  }

  private var outputFormat: OutputFormat? {
    switch format {
    case .latex: .latex
    case .html: .html
    case .markdown: .markdown
    case .csv: .csv
    case .text, .json, .svg: nil
    }
  }

  private func isFigure(_ results: [NamedResult]) -> Bool {
    if let kind { return FigureRecipeCatalog.standard[kind] != nil }
    return format == .svg || TableRecipeCatalog.standard.suiting(results) == nil
  }

  private func json(of files: [ResultFile]) throws(PressError) -> String {
    if files.count == 1, let file = files.first {
      return file.results.count == 1
        ? try ResultFile.json(of: file.results[0]) : try file.json()
    }
    return try ResultFile(id: "results", results: files.flatMap(\.results)).json()
  }

  /// The caption as given, or per language where it is a mapping: `{en: Wages, zh-Hans: 工资}`.
  private func captionText() throws(PressError) -> LocalizedText? {
    guard let caption else { return nil }
    guard caption.hasPrefix("{"), caption.hasSuffix("}") else { return LocalizedText(caption) }
    let node = try YAMLReader.read(caption, file: "--caption")
    return StudyReader.localized(node)
  }

  /// The entry that a study file would have.
  private func entry() throws(PressError) -> ExhibitEntry {
    var node = OptionNode(place: "render")
    try node.set("of", text: "results", source: "RESULTS")
    if let kind {
      let kinds = TableRecipeCatalog.standard.kinds + FigureRecipeCatalog.standard.kinds
      guard kinds.contains(kind) else {
        throw .usage(
          "There is no kind '\(kind)'." + Suggestion.sentence(for: kind, among: kinds)
            + " Known: \(kinds.joined(separator: ", "))."
        )
      }
      try node.set("kind", text: kind, source: "--kind")
    }
    try node.set(options)
    return ExhibitEntry(
      id: "table",
      references: [],
      kind: kind,
      caption: try captionText(),
      node: node.node
    )
  }
}

/// Saved results laid out again: `panelpress render`.
public struct RenderRequest: Sendable {
  /// Paths of saved results: whole sets or single ones.
  public var files: [String]
  /// How they are shown.
  public var look: ExhibitLook

  /// Results in the order of the columns.
  public init(files: [String], look: ExhibitLook) {
    self.files = files
    self.look = look
  }

  /// The study file among the arguments, which stands alone and computes nothing; `nil` for files
  /// of results.
  ///
  /// - Throws: ``PressError`` for a study that needs data, or further files beside it.
  public static func study(among files: [String]) throws(PressError) -> StudyFile? {
    guard let file = files.first(where: { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }) else {
      return nil
    }
    guard files.count == 1 else {
      throw .usage("\(file) is a study file, which is laid out alone. Leave the other files out.")
    }
    let study = try StudyFile(path: file)
    guard study.isOfSavedResults else {
      throw .usage("\(file) has data and analyses: panelpress run \(file) computes them.")
    }
    return study
  }

  /// The table or figure in the format asked for.
  ///
  /// - Throws: ``PressError`` case by case.
  public func text() throws(PressError) -> String {
    var read: [ResultFile] = []
    for file in files {
      read.append(try ResultFile.read(try TextFile.bytes(of: file), file: file))
    }
    return try look.text(of: read)
  }
}
