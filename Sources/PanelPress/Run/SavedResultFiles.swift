import Foundation
import PanelData
import PanelResults

/// The saved results that a study lays out again: its entries under `results`.
struct SavedResultFiles: Sendable {
  private(set) var results: [ResultFile] = []
  /// What was read, for the manifest.
  private(set) var files: [FileContent] = []

  /// - Throws: ``PressError/study(_:)`` at the entry for a file that cannot be read or holds no
  ///   results.
  init(of entries: [SavedResultEntry], folder: URL, options: RunOptions) throws(PressError) {
    for entry in entries {
      options.progress?(.reading(file: entry.file))
      let path = URL(filePath: entry.file, relativeTo: folder).path
      do {
        let bytes = try TextFile.bytes(of: path)
        let read = try ResultFile.read(bytes, file: entry.file)
        results.append(ResultFile(id: entry.id, results: read.results))
        files.append(FileContent(name: entry.file, bytes: Array(bytes)))
      } catch {
        guard case .input(let message) = error else { throw error }
        throw .study([
          entry.node.problem(
            message.replacing(path, with: entry.file),
            path: "results.\(entry.id)"
          )
        ])
      }
    }
  }
}

extension Study {
  /// A study of saved results alone has no data.
  var isOfSavedResults: Bool { data == nil }
}
