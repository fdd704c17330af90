package import Foundation

/// All bytes of a small file that is no table, such as weights or shapes.
package struct FileContent: Sendable, Equatable {
  /// The file as the study names it.
  package var name: String
  package var bytes: [UInt8]
  /// In lower-case hexadecimal.
  package var sha256: String

  /// The largest file that is read, in bytes.
  package static let limit = 1 << 29

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    sha256 = SHA256Digest.hex(of: bytes)
  }

  /// Reads a whole file.
  ///
  /// - Throws: ``DataError/file(_:)`` as ``DataReader`` for what is no regular file, is empty, may
  ///   not be read, or is larger than ``limit``.
  package init(url: URL, named name: String) throws(DataError) {
    let file = try DataFile(url: url, named: MessageText.shown(name))
    guard file.size <= Self.limit else {
      throw .file(
        FileFault(
          file: file.name,
          message: "the file has \(file.size >> 20) MiB; at most \(Self.limit >> 20) are read"
        )
      )
    }
    self.init(name: name, bytes: try file.head(file.size))
    try file.requireUnchanged()
  }
}
