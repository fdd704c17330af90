import Foundation
import PanelData
import PanelNumerics
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
  func validate(schemas: URL, threads: Int) throws(PressError) {
    let found = try OutputValidation(schemas: schemas).findings(in: files, threads: threads)
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
      try output.write(
        files.map { ($0.path, Array($0.text.utf8)) } + data.map { ($0.path, $0.bytes) }
          + [(Manifest.fileName, Array(try manifest.json().utf8))]
      )
    } catch {
      output.discard()
      throw error
    }
    try output.moveIntoPlace()
  }
}

/// The checks that hold for every output, on writing and on `panelpress check`.
struct OutputValidation: Sendable {
  let schemas: URL

  /// What is wrong with the files, in their order.
  ///
  /// - Throws: ``PressError/input(_:)`` if the schemas are broken.
  func findings(
    in files: [(path: String, text: String)],
    threads: Int = 1
  ) throws(PressError) -> [Finding] {
    // Each thread compiles the schemas for itself, so that few files take one.
    let workers = max(1, min(threads, files.count / 8))
    let parts = Parallel.map(count: workers, threads: workers) { worker in
      Result { () throws(PressError) in
        try findings(in: files, from: worker, each: workers)
      }
    }
    var found: [(place: Int, findings: [Finding])] = []
    for part in parts { found += try part.get() }
    return found.sorted { $0.place < $1.place }.flatMap(\.findings)
  }

  /// Checks every so many files.
  private func findings(
    in files: [(path: String, text: String)],
    from first: Int,
    each step: Int
  ) throws(PressError) -> [(place: Int, findings: [Finding])] {
    do {
      let validator = try MarkupValidator(schemas: schemas)
      var found: [(place: Int, findings: [Finding])] = []
      for place in stride(from: first, to: files.count, by: step) {
        let (path, text) = files[place]
        if path.hasSuffix(".html") {
          found.append((place, try validator.findings(inPage: text, named: path)))
        } else if path.hasSuffix(".svg") {
          found.append((place, try validator.findings(inFigure: text, named: path)))
        } else if path.hasSuffix(".tex") {
          found.append((place, LaTeXBalance.findings(in: text, named: path)))
        }
      }
      return found
    } catch {
      throw .input("\(error)")
    }
  }
}
