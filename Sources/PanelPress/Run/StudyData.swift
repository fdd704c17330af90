import Foundation
import PanelData
import PanelResults

/// Reads the data of a study and builds its panel.
struct StudyData {
  let study: Study
  let folder: URL
  let options: RunOptions

  /// - Throws: ``PressError/input(_:)`` for a fault in a file; ``PressError/study(_:)`` at the
  ///   entry that does not fit the data.
  func panel() throws(PressError) -> Panel {
    guard let data = study.data else { return Panel(table: DataTable(columns: [])) }
    let node = study.root["data"] ?? study.root
    let main = try table(
      data.file,
      encoding: data.encoding,
      missing: data.missing,
      at: node,
      path: "data"
    )
    var joins: [JoinDeclaration] = []
    for (position, join) in (data.join ?? []).enumerated() {
      let entry = node["join"]?.items[position] ?? node
      joins.append(
        JoinDeclaration(
          table: try table(
            join.file,
            encoding: join.encoding,
            missing: data.missing,
            at: entry,
            path: "data.join[\(position + 1)]"
          ),
          keys: join.on.map { .init(here: $0.here, there: $0.there) },
          columns: join.columns,
          renamed: join.rename ?? [:]
        )
      )
    }
    return try Self.build(
      main,
      PanelDeclaration(
        unit: data.unit,
        time: data.time,
        step: data.step ?? 1,
        joins: joins,
        sampleRule: data.condition,
        variables: try variables(),
        lists: study.lists,
        labels: data.labels ?? [:]
      ),
      in: study.root
    )
  }

  /// The derived variables, with the files that composites read.
  private func variables() throws(PressError) -> [DerivedVariable] {
    var variables: [DerivedVariable] = []
    for entry in study.variables {
      switch entry.definition {
      case .expression(let text): variables.append(DerivedVariable(entry.name, text))
      case .composite(let composite):
        var tables: [String: DataTable] = [:]
        for file in composite.files {
          let holder = entry.node.entries.first { $0.value["file"]?.text == file }
          tables[file] = try table(
            file,
            encoding: nil,
            missing: study.data?.missing,
            at: holder?.value ?? entry.node,
            path: ["variables", entry.name, holder?.key].compactMap { $0 }.joined(separator: ".")
          )
        }
        variables.append(DerivedVariable(entry.name, composite, tables: tables))
      }
    }
    return variables
  }

  /// A panel without a study: one file and its keys.
  ///
  /// - Throws: As ``panel()``.
  static func panel(
    of file: String,
    unit: String?,
    time: String?,
    step: Int?,
    threadCount: Int
  ) throws(PressError) -> Panel {
    var node = OptionNode(place: file)
    for (key, value) in [("unit", unit), ("time", time), ("step", step.map(String.init))] {
      if let value { try node.set(key, text: value, source: "--\(key)") }
    }
    let root = StudyNode(
      content: .mapping([
        StudyNode.Entry(key: "data", keyPlace: node.node.place, value: node.node)
      ]),
      place: node.node.place
    )
    let table: DataTable
    do {
      table = try DataReader.read(
        url: URL(filePath: file),
        named: URL(filePath: file).lastPathComponent,
        options: ReadOptions(threads: threadCount)
      )
    } catch {
      throw .input(error.description)
    }
    return try build(table, PanelDeclaration(unit: unit, time: time, step: step ?? 1), in: root)
  }

  private static func build(
    _ table: DataTable,
    _ declaration: PanelDeclaration,
    in root: StudyNode
  ) throws(PressError) -> Panel {
    do {
      return try PanelBuilder.build(table, declaration)
    } catch {
      var node = root
      var path = ""
      for step in error.path {
        if let index = Int(step), node.items.indices.contains(index) {
          node = node.items[index]
          path += "[\(index + 1)]"
        } else if let value = node[step] {
          node = value
          path = KeyCheck.join(path, step)
        }
      }
      throw .data(error.error, in: node, path: path)
    }
  }

  private func table(
    _ file: String,
    encoding: String?,
    missing: [String]?,
    at node: StudyNode,
    path: String
  ) throws(PressError) -> DataTable {
    options.progress?(.reading(file: file))
    var read = ReadOptions(threads: options.threadCount)
    if let encoding {
      guard let known = TextEncoding(named: encoding) else {
        let names = TextEncoding.allCases.map(\.rawValue)
        throw .study([
          (node["encoding"] ?? node).problem(
            "The encoding '\(encoding)' is not supported."
              + Suggestion.sentence(for: encoding, among: names)
              + " Known: \(names.joined(separator: ", ")).",
            path: "\(path).encoding"
          )
        ])
      }
      read.encoding = known
    }
    if let missing { read.missingTokens = missing }
    let url = URL(filePath: file, relativeTo: folder)
    guard FileManager.default.fileExists(atPath: url.path) || isLink(url) else {
      throw .study([
        (node["file"] ?? node).problem(
          "There is no file '\(file)'; it was looked for at \(url.standardizedFileURL.path).",
          path: "\(path).file"
        )
      ])
    }
    do {
      return try DataReader.read(url: url, named: file, options: read)
    } catch {
      throw .data(error, in: node["file"] ?? node, path: "\(path).file")
    }
  }

  /// Whether something stands there at all, be it a link that leads nowhere.
  private func isLink(_ url: URL) -> Bool {
    do {
      _ = try FileManager.default.destinationOfSymbolicLink(atPath: url.path)
      return true
    } catch {
      return false
    }
  }
}
