import Foundation
package import Testing

/// Compares text with the file beside the test; a missing file fails.
///
/// Set `PANELPRESS_RECORD=1` to write the file anew, and read it before committing.
package func expectSnapshot(
  _ text: String,
  named name: String,
  extension pathExtension: String,
  file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = URL(filePath: file).deletingLastPathComponent()
    .appending(path: "Snapshots/\(name).\(pathExtension)")
  if ProcessInfo.processInfo.environment["PANELPRESS_RECORD"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
  }
  let reference = try #require(
    try? String(contentsOf: url, encoding: .utf8),
    "no snapshot \(url.lastPathComponent); record it with PANELPRESS_RECORD=1",
    sourceLocation: sourceLocation
  )
  #expect(
    text == reference,
    "differs from \(url.lastPathComponent)",
    sourceLocation: sourceLocation
  )
}
