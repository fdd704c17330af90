import Foundation
import Glibc

/// Small files that are read whole: studies, styles, glossaries, saved results.
enum TextFile {
  /// - Throws: ``PressError/input(_:)`` naming the path and the reason.
  static func bytes(of path: String, limit: Int = 256 << 20) throws(PressError) -> Data {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .input("\(path): \(reason(errno)).") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file"
      throw .input("\(path): this is \(kind); a file is wanted.")
    }
    guard status.st_size <= limit else {
      throw .input("\(path): the file has \(status.st_size) bytes; at most \(limit) are read.")
    }
    guard access(path, R_OK) == 0 else { throw .input("\(path): \(reason(errno)).") }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .input("\(path): cannot be read.")
    }
  }

  /// - Throws: ``PressError/input(_:)``; also for text that is not UTF-8, with its line.
  static func text(of path: String) throws(PressError) -> String {
    var bytes = try bytes(of: path)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .input(
        "\(path), line \(faultyLine(in: bytes)): the text is not UTF-8; save it as UTF-8."
      )
    }
    return text
  }

  private static func faultyLine(in bytes: Data) -> Int {
    var line = 1
    for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }

  /// The system's words for an error number, without locale.
  static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission denied"
    case ELOOP: "too many levels of symbolic links"
    case ENOTDIR: "a part of the path is not a folder"
    case EISDIR: "this is a folder"
    case ENOSPC, EDQUOT: "no space left on the device"
    case EROFS: "the file system is read-only"
    case ENAMETOOLONG: "the name is too long"
    default: "error \(number) of the system"
    }
  }
}
