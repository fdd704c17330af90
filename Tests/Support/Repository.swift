package import Foundation

/// Folders of this repository, for tests that read templates, styles and examples.
package enum Repository {
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../..").standardizedFileURL
  package static let templates = root.appending(path: "templates")
  package static let styles = root.appending(path: "styles")
  package static let examples = root.appending(path: "examples")
  package static let output = root.appending(path: "output")
}

extension Double {
  /// |a − b| ≤ tolerance · max(|a|, |b|).
  package func isClose(to other: Double, relativeTolerance: Double) -> Bool {
    self == other || abs(self - other) <= relativeTolerance * max(abs(self), abs(other))
  }
}
