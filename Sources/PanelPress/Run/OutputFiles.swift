import Foundation
import PanelData
import PanelRendering
import PanelValidation

/// The files of an output, held in memory until all of them are made and found good.
struct OutputFiles: Sendable {
  private(set) var files: [(path: String, text: String)] = []

  /// Files that are no text.
  private(set) var data: [(path: String, bytes: [UInt8])] = []

  mutating func add(_ text: String, at path: String) { files.append((path, text)) }

  mutating func add(_ bytes: [UInt8], at path: String) { data.append((path, bytes)) }

  var paths: [String] { files.map(\.path) + data.map(\.path) }

  /// Checks every page, figure and LaTeX table.
  ///
  /// - Throws: ``PressError/findings(_:)`` with file and line of everything found.
  func validate(schemas: URL) throws(PressError) {
    let found = try OutputValidation(schemas: schemas).findings(in: files)
    if !found.isEmpty { throw .findings(found.map(\.description)) }
  }

  /// Writes everything with its manifest and moves it into place.
  ///
  /// - Throws: ``PressError/output(_:)``; the last output is then untouched.
  func write(
    to destination: URL,
    manifest: Manifest,
    scratchMade: (URL) -> Void
  ) throws(PressError) {
    var manifest = manifest
    manifest.outputs = files.map {
      Manifest.File(file: $0.path, sha256: SHA256Digest.hex(of: $0.text.utf8))
    }
    manifest.outputs += data.map {
      Manifest.File(file: $0.path, sha256: SHA256Digest.hex(of: $0.bytes))
    }
    manifest.outputs.sort { $0.file < $1.file }
    let output = try OutputFolder(destination: destination)
    scratchMade(output.scratch)
    do throws(PressError) {
      for file in files { try output.write(file.text, to: file.path) }
      for file in data { try output.write(file.bytes, to: file.path) }
      try output.write(manifest.json(), to: Manifest.fileName)
    } catch {
      output.discard()
      throw error
    }
    try output.moveIntoPlace()
  }
}

/// The checks that hold for every output, on writing and on `panelpress check`.
struct OutputValidation {
  private let validator: MarkupValidator

  /// - Throws: ``PressError/input(_:)`` if the schemas are broken.
  init(schemas: URL) throws(PressError) {
    do {
      validator = try MarkupValidator(schemas: schemas)
    } catch {
      throw .input("\(error)")
    }
  }

  func findings(in files: [(path: String, text: String)]) throws(PressError) -> [Finding] {
    var found: [Finding] = []
    for (path, text) in files {
      do {
        if path.hasSuffix(".html") {
          found += try validator.findings(inPage: text, named: path)
        } else if path.hasSuffix(".svg") {
          found += try validator.findings(inFigure: text, named: path)
        } else if path.hasSuffix(".tex") {
          found += LaTeXBalance.findings(in: text, named: path)
        }
      } catch {
        throw .input("\(error)")
      }
    }
    return found
  }
}
