package import Foundation

/// Folders of this repository, for tests that read templates, styles and examples.
package enum Repository {
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../..").standardizedFileURL
  package static let templates = root.appending(path: "templates")
  package static let styles = root.appending(path: "styles")
  package static let examples = root.appending(path: "examples")
  package static let output = root.appending(path: "output")

  /// The Swift files under `Sources`, with their paths from there.
  package static func sources() throws -> [(path: String, text: String)] {
    let folder = root.appending(path: "Sources")
    let paths = try FileManager.default.subpathsOfDirectory(
      atPath: folder.path(percentEncoded: false)
    )
    return try paths.filter { $0.hasSuffix(".swift") }.sorted()
      .map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
  }
}

extension Double {
  /// |a − b| ≤ tolerance · max(|a|, |b|).
  package func isClose(to other: Double, relativeTolerance: Double) -> Bool {
    self == other || abs(self - other) <= relativeTolerance * max(abs(self), abs(other))
  }
}
