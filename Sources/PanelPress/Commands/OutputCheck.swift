import Foundation
import PanelData
import PanelValidation

/// The check of an output folder: `panelpress check`.
public enum OutputCheck {
  /// Everything that does not hold: files missing, changed or unknown to the manifest, pages and
  /// figures against their schemas, links, LaTeX balance, and results that cannot be read.
  ///
  /// - Throws: ``PressError/input(_:)`` if there is no manifest.
  public static func findings(in path: String) throws(PressError) -> [String] {
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    let manifest = try Manifest.read(from: folder)
    var found: [String] = []
    var texts: [(path: String, text: String)] = []
    for output in manifest.outputs {
      guard isInside(output.file) else {
        found.append("\(Manifest.fileName): the path '\(output.file)' leaves the folder.")
        continue
      }
      let bytes: Data
      do {
        bytes = try TextFile.bytes(
          of: folder.appending(path: output.file).path(percentEncoded: false)
        )
      } catch {
        found.append("\(output.file): the manifest lists it, but it cannot be read.")
        continue
      }
      if SHA256Digest.hex(of: bytes) != output.sha256 {
        found.append("\(output.file): its content is not what the manifest says.")
      }
      if output.file.hasSuffix(".swm") { continue }
      if output.file.hasSuffix(".pdf") {
        if let fault = PDFFile(bytes: Array(bytes)).fault { found.append("\(output.file): \(fault)") }
        continue
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        found.append("\(output.file): the text is not UTF-8.")
        continue
      }
      texts.append((output.file, text))
      if output.file.hasPrefix("results/") { found += resultFindings(bytes, file: output.file) }
    }
    let listed = Set(manifest.outputs.map(\.file) + [Manifest.fileName])
    for file in files(in: folder) where !listed.contains(file) {
      found.append("\(file): the manifest does not list it.")
    }
    let schemas = try ResourceFolders.find().schemas
    return found + (try OutputValidation(schemas: schemas).findings(in: texts)).map(\.description)
  }

  private static func resultFindings(_ bytes: Data, file: String) -> [String] {
    do {
      let results = try ResultFile.read(bytes, file: file)
      let same = Data(try results.json().utf8) == bytes
      return same ? [] : ["\(file): it does not read back to the same bytes."]
    } catch {
      return [error.description]
    }
  }

  private static func isInside(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
  }

  /// Every file below a folder, sorted, relative to it.
  private static func files(in folder: URL) -> [String] {
    let root = folder.path(percentEncoded: false)
    var found: [String] = []
    for case let name as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      var isFolder = false as ObjCBool
      _ = FileManager.default.fileExists(
        atPath: folder.appending(path: name).path(percentEncoded: false),
        isDirectory: &isFolder
      )
      if !isFolder.boolValue { found.append(name) }
    }
    return found.sorted()
  }
}
