package import Foundation
import Mustache

/// The templates of all formats, read from one folder and audited.
///
/// The folder has one subfolder per format: `latex`, `html`, `svg`, `markdown`, `csv`. A file
/// `html/table.mustache` is the template `table` of HTML, and what a partial calls `table`.
package struct TemplateSet: Sendable {
  private var libraries: [OutputFormat: MustacheLibrary] = [:]
  private var sources: [OutputFormat: [String: TemplateSource]] = [:]

  /// Reads every template below a folder.
  ///
  /// - Throws: ``TemplateError/unreadable(path:reason:)`` if the folder or a file cannot be read;
  ///   ``TemplateError/faulty(_:)`` with every fault of every file.
  package init(directory: URL) throws(TemplateError) {
    OutputFormat.registerContentTypes
    guard FileManager.default.fileExists(atPath: directory.path) else {
      throw .unreadable(path: directory.lastPathComponent, reason: "there is no such folder")
    }
    var faults: [TemplateFault] = []
    for format in OutputFormat.allCases {
      let folder = directory.appending(path: format.rawValue)
      guard FileManager.default.fileExists(atPath: folder.path) else { continue }
      try load(format, from: folder, faults: &faults)
    }
    guard faults.isEmpty else { throw .faulty(faults) }
  }

  /// The names of a format's templates, sorted.
  package func names(of format: OutputFormat) -> [String] {
    (sources[format] ?? [:]).keys.sorted()
  }

  /// The templates that a template includes, directly or through others, itself included.
  package func reachable(from template: String, in format: OutputFormat) -> Set<String> {
    var found: Set<String> = []
    var waiting = [template]
    while let name = waiting.popLast() {
      guard found.insert(name).inserted, let source = sources[format]?[name] else { continue }
      waiting += source.partials.map(\.name)
    }
    return found
  }

  /// Fills a template with the fields of a model.
  ///
  /// - Throws: ``TemplateError/noTemplate(name:format:)``; or
  ///   ``TemplateError/unfilled(template:_:)`` with file and line if a template asks for a name
  ///   that neither the model nor the objects around it have, prints what is no text, or prints
  ///   markup of another language.
  package func render(
    _ model: [String: TemplateValue],
    with template: String,
    as format: OutputFormat
  ) throws(TemplateError) -> String {
    let rendering = TemplateRendering(format: format)
    let root = TemplateNode(
      name: ".",
      value: .object(model),
      isRoot: true,
      rendering: rendering
    )
    guard let text = libraries[format]?.render(root, withTemplate: template) else {
      throw .noTemplate(name: template, format: format)
    }
    let faults = faults(of: rendering, in: template)
    guard faults.isEmpty else { throw .unfilled(template: template, faults) }
    return rendering.filled(text)
  }

  private mutating func load(
    _ format: OutputFormat,
    from folder: URL,
    faults: inout [TemplateFault]
  ) throws(TemplateError) {
    var library = MustacheLibrary()
    var loaded: [String: TemplateSource] = [:]
    for file in try Self.mustacheFiles(in: folder) {
      let name = file.deletingPathExtension().lastPathComponent
      let path = "\(format.rawValue)/\(file.lastPathComponent)"
      let text: String
      do {
        text = try String(contentsOf: file, encoding: .utf8)
      } catch {
        throw .unreadable(path: path, reason: "it is no UTF-8 text")
      }
      let source = TemplateSource(name: name, file: path, text: text, format: format)
      loaded[name] = source
      faults += source.faults
      guard source.faults.isEmpty else { continue }
      do {
        try library.register(format.prelude + source.body, named: name)
      } catch {
        faults.append(TemplateFault(file: path, line: 1, message: "cannot be parsed: \(error)"))
      }
    }
    for source in loaded.values.sorted(by: { $0.file < $1.file }) {
      for tag in source.partials where loaded[tag.name] == nil {
        faults.append(
          TemplateFault(
            file: source.file,
            line: tag.line,
            message: "there is no template '\(tag.name)' in \(format.rawValue)/"
          )
        )
      }
    }
    libraries[format] = library
    sources[format] = loaded
  }

  private static func mustacheFiles(in folder: URL) throws(TemplateError) -> [URL] {
    do {
      return try FileManager.default
        .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "mustache" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent }
    } catch {
      throw .unreadable(path: folder.lastPathComponent, reason: "it is no readable folder")
    }
  }

  /// Every complaint, at every place that may have caused it.
  private func faults(of rendering: TemplateRendering, in template: String) -> [TemplateFault] {
    let reachable = reachable(from: template, in: rendering.format).sorted()
      .compactMap { sources[rendering.format]?[$0] }
    return rendering.complaints.sorted { $0.key < $1.key }.flatMap { name, complaint in
      reachable.flatMap { source in
        source.lines(using: name).map {
          TemplateFault(file: source.file, line: $0, message: complaint)
        }
      }
    }
  }
}
