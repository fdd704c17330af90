import Foundation

/// Where templates and styles are looked for.
///
/// A folder given by option comes first, then folders beside the study, then the share folder of
/// an installation, then the package. A style is taken from the first folder that has it, so a
/// study may bring one style of its own and keep the rest.
struct ResourceFolders: Sendable {
  var templates: URL
  /// In the order in which they are searched.
  var styles: [URL]
  /// The schemas of pages and figures; always the program's own.
  var schemas: URL

  /// Finds the folders.
  ///
  /// - Throws: ``PressError/usage(_:)`` for an option that names no folder;
  ///   ``PressError/input(_:)`` if the program's own folders are nowhere.
  static func find(
    templates: String? = nil,
    styles: String? = nil,
    beside studyFolder: URL? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = Bundle.main.executableURL
  ) throws(PressError) -> ResourceFolders {
    let own = ownFolders(environment: environment, executable: executable)
    let beside = studyFolder.map { [$0] } ?? []
    func candidates(_ name: String) -> [URL] {
      (beside + own).map { $0.appending(path: name) }
    }
    let templateFolders =
      try named(templates, option: "--templates")
      + candidates("templates").filter { hasFolder("html", in: $0) || hasFolder("latex", in: $0) }
    let styleFolders =
      try named(styles, option: "--styles")
      + candidates("styles").filter { folder in
        ["tables", "figures", "glossaries"].contains { hasFolder($0, in: folder) }
      }
    guard let first = templateFolders.first, !styleFolders.isEmpty else {
      throw .input(
        "The folders 'templates' and 'styles' of panelpress are not found. Set PANELPRESS_HOME to "
          + "the folder that holds them, or give --templates and --styles."
      )
    }
    let schemas = own.map { $0.appending(path: "templates/schemas") }.first { exists($0) }
    return ResourceFolders(
      templates: first,
      styles: styleFolders,
      schemas: schemas ?? first.appending(path: "schemas")
    )
  }

  /// A file of the styles, such as `tables/plain.yaml`; `nil` where no folder has it.
  func style(_ path: String) -> URL? {
    styles.map { $0.appending(path: path) }.first { Self.exists($0) }
  }

  /// The folder of the page's style sheet and script.
  var pageFolder: URL? { style("pages/report.css")?.deletingLastPathComponent() }

  /// The names of all files of a kind, such as `tables`, sorted.
  func styleNames(_ kind: String) -> [String] {
    var names: Set<String> = []
    for folder in styles {
      let path = folder.appending(path: kind).path(percentEncoded: false)
      for name in Self.contents(path) where name.hasSuffix(".yaml") {
        names.insert(String(name.dropLast(5)))
      }
    }
    return names.sorted()
  }

  // MARK: Places

  /// `PANELPRESS_HOME`; the share folder beside the program's `bin`; the package around a build.
  private static func ownFolders(environment: [String: String], executable: URL?) -> [URL] {
    var folders: [URL] = []
    if let home = environment["PANELPRESS_HOME"], !home.isEmpty {
      folders.append(URL(filePath: home, directoryHint: .isDirectory))
    }
    guard var folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent() else {
      return folders
    }
    folders.append(folder.deletingLastPathComponent().appending(path: "share/panelpress"))
    for _ in 0..<5 where folder.path != "/" {
      folders.append(folder)
      folder = folder.deletingLastPathComponent()
    }
    return folders
  }

  private static func named(_ path: String?, option: String) throws(PressError) -> [URL] {
    guard let path else { return [] }
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    guard exists(folder) else { throw .usage("\(option): there is no folder \(path).") }
    return [folder]
  }

  private static func hasFolder(_ name: String, in folder: URL) -> Bool {
    exists(folder.appending(path: name))
  }

  private static func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
  }

  private static func contents(_ path: String) -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch { return [] }
  }
}
