import Foundation
import PanelDocument
import PanelResults

/// The looks and words of a study, read from the styles folders.
struct StyleLibrary: Sendable {
  let folders: ResourceFolders
  /// The folder that files of a style's own are relative to: that of the study.
  var home: URL?

  /// A table style, with what it inherits.
  ///
  /// - Parameter name: A name, or the path of a file.
  /// - Returns: The style; for a name that only figures have, that which their theme extends.
  /// - Throws: ``PressError/input(_:)`` naming the styles there are, for a name that is none, or
  ///   styles that extend each other; ``PressError/study(_:)`` with the place of a fault in a file.
  func tableStyle(_ name: String) throws(PressError) -> TableStyle {
    let files = try chain(of: .tables, from: name)
    var style = TableStyle(name: "plain")
    for file in files.reversed() { try read(&style, from: file, keys: TableStyle.keys) }
    return style
  }

  /// A figure theme, with what it inherits; for a name that only tables have, that of the style
  /// which it extends.
  ///
  /// - Throws: As ``tableStyle(_:)``.
  func figureTheme(_ name: String) throws(PressError) -> FigureTheme {
    let files = try chain(of: .figures, from: name)
    var theme = try StudyDecoder.decode(
      FigureTheme.self,
      from: files[files.count - 1].node,
      path: ""
    )
    for file in files.reversed() { try read(&theme, from: file, keys: FigureTheme.keys) }
    return theme
  }

  /// The words of a language, such as `zh-Hans`, or `zh` where one glossary is of that language.
  func glossary(_ language: String) throws(PressError) -> Glossary {
    let names = folders.styleNames("glossaries")
    let relatives = names.filter { $0.hasPrefix("\(language)-") }
    let name = names.contains(language) || relatives.count != 1 ? language : relatives[0]
    guard !name.contains("/"), let file = folders.style("glossaries/\(name).yaml") else {
      throw unknown(name, .glossaries)
    }
    let text = try TextFile.text(of: file.path(percentEncoded: false))
    let root = try YAMLReader.read(text, file: "styles/glossaries/\(name).yaml")
    return try StudyDecoder.decode(Glossary.self, from: root, path: "")
  }

  /// The names of styles for tables or figures, sorted.
  var names: [String] {
    Set(folders.styleNames("tables") + folders.styleNames("figures")).sorted()
  }
}

// MARK: Files

extension StyleLibrary {
  private enum Kind: String {
    case tables, figures, glossaries

    var word: String {
      switch self {
      case .tables: "table style"
      case .figures: "figure theme"
      case .glossaries: "language"
      }
    }
    /// Where a name is looked for that this kind lacks.
    var counterpart: Kind { self == .tables ? .figures : .tables }
  }

  /// A file of a style.
  private struct StyleFile {
    var url: URL
    /// As messages name it.
    var name: String
    var node: StudyNode
  }

  private static let plain = "plain"

  /// A style's file and those that it extends, at last that of `plain`.
  private func chain(of kind: Kind, from name: String) throws(PressError) -> [StyleFile] {
    var files: [StyleFile] = []
    var next = name
    while true {
      var found = try file(next, of: kind, besides: files)
      if found == nil { found = try ancestor(of: next, having: kind, after: files) }
      guard let found else {
        if let first = files.firstIndex(where: { $0.name == Self.shown(next, kind.rawValue) }) {
          let circle = files[first...].map(\.name) + [files[first].name]
          let names = circle.joined(separator: " → ")
          throw .input(
            "Styles extend each other in a circle: \(names). One of them must extend another style."
          )
        }
        throw unknown(next, kind)
      }
      files.append(found)
      guard let parent = found.node["extends"]?.text else {
        if next == Self.plain || found.name == Self.shown(Self.plain, kind.rawValue) {
          return files
        }
        next = Self.plain
        continue
      }
      next = parent
    }
  }

  /// The file of a name, or at a path; of several folders the first whose file is not taken yet.
  private func file(
    _ name: String,
    of kind: Kind,
    besides taken: [StyleFile]
  ) throws(PressError) -> StyleFile? {
    var candidates: [URL]
    if Self.isPath(name) {
      let base = taken.last.map { $0.url.deletingLastPathComponent() } ?? home
      candidates = [
        base.map { URL(filePath: name, relativeTo: $0).absoluteURL } ?? URL(filePath: name)
      ]
      guard kind == .tables else { return nil }
    } else {
      candidates = folders.styles.map { $0.appending(path: "\(kind.rawValue)/\(name).yaml") }
    }
    candidates = candidates.map(\.standardizedFileURL)
    guard
      let url = candidates.first(where: { url in
        FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
          && !taken.contains { $0.url == url }
      })
    else { return nil }
    let shown = Self.shown(name, kind.rawValue)
    let text = try TextFile.text(of: url.path(percentEncoded: false))
    return StyleFile(url: url, name: shown, node: try YAMLReader.read(text, file: shown))
  }

  /// For a name that only the other kind of style has: the file of the style which that extends.
  private func ancestor(
    of name: String,
    having kind: Kind,
    after passed: [StyleFile] = []
  ) throws(PressError) -> StyleFile? {
    let other = Self.isPath(name) ? Kind.tables : kind.counterpart
    guard let file = try file(name, of: other, besides: passed) else { return nil }
    let parent = file.node["extends"]?.text ?? Self.plain
    if let own = try self.file(parent, of: kind, besides: []) { return own }
    return try ancestor(of: parent, having: kind, after: passed + [file])
  }

  private func read<Value: StyleLayer>(
    _ value: inout Value,
    from file: StyleFile,
    keys: [KeyDescription]
  ) throws(PressError) {
    var check = KeyCheck()
    check.check(file.node, against: keys, path: "")
    guard check.problems.isEmpty else { throw .study(check.problems) }
    try StudyDecoder.read(&value, from: file.node)
  }

  private func unknown(_ name: String, _ kind: Kind) -> PressError {
    if Self.isPath(name) { return .input("There is no file '\(name)' with a \(kind.word).") }
    let known =
      kind == .glossaries
      ? folders.styleNames(kind.rawValue) + [StudyLanguage.bilingualWord] : names
    return .input(
      "There is no \(kind.word) '\(name)'." + Suggestion.sentence(for: name, among: known)
        + " There are: \(known.joined(separator: ", "))."
        + " A new one is one file, styles/\(kind.rawValue)/\(name).yaml, beside the study."
    )
  }

  private static func isPath(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml")
  }

  private static func shown(_ name: String, _ kind: String) -> String {
    isPath(name) ? name : "styles/\(kind)/\(name).yaml"
  }
}

/// The styles that a study names: for tables and figures alike, or each its own.
struct StyleChoice: Sendable, Equatable {
  var tables = "plain"
  var figures = "plain"

  init(_ name: String = "plain") { (tables, figures) = (name, name) }

  /// A name or path, or a mapping with `tables` and `figures`.
  init(_ node: StudyNode?) {
    self.init(node?.text ?? "plain")
    if let name = node?["tables"]?.text { tables = name }
    if let name = node?["figures"]?.text { figures = name }
  }
}
