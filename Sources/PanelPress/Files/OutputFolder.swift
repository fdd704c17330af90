import Foundation
import Glibc

/// A folder that is written beside its destination and moved into place as a whole.
///
/// Until ``moveIntoPlace()`` the last good output is untouched.
struct OutputFolder: ~Copyable {
  /// The folder that readers know.
  let destination: URL
  /// Where files are written meanwhile; a hidden neighbour of the destination.
  let scratch: URL

  /// Prepares a scratch folder.
  ///
  /// - Throws: ``PressError/usage(_:)`` if the destination holds something else than an output of
  ///   this program; ``PressError/output(_:)`` if nothing can be written there.
  init(destination: URL) throws(PressError) {
    self.destination = destination
    try Self.refuseForeign(destination)
    let parent = destination.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    } catch {
      throw .output("\(parent.relativePath): the folder cannot be made.")
    }
    var template = Array(
      parent.appending(path: ".\(destination.lastPathComponent).XXXXXX").path(percentEncoded: false)
        .utf8CString
    )
    guard
      let made = template.withUnsafeMutableBufferPointer({ buffer in
        buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
      })
    else {
      throw .output("\(parent.relativePath): \(TextFile.reason(errno)).")
    }
    chmod(made, 0o755)
    scratch = URL(filePath: made, directoryHint: .isDirectory)
  }

  /// Writes one file below the scratch folder, its folders included.
  ///
  /// - Throws: ``PressError/output(_:)`` with the system's reason, such as a full disk.
  borrowing func write(_ text: String, to path: String) throws(PressError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes, as ``write(_:to:)-(String,_)`` does text.
  borrowing func write(_ content: [UInt8], to path: String) throws(PressError) {
    try makeFolders(of: path)
    let descriptor = open(
      scratch.appending(path: path).path(percentEncoded: false),
      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
      0o644
    )
    guard descriptor >= 0 else { throw failure(path, because: TextFile.reason(errno)) }
    var bytes = content[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        let reason = TextFile.reason(errno)
        close(descriptor)
        throw failure(path, because: reason)
      }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0 || errno == EINVAL, close(descriptor) == 0 else {
      throw failure(path, because: TextFile.reason(errno))
    }
  }

  /// Puts the scratch folder where the destination is, and deletes what was there.
  consuming func moveIntoPlace() throws(PressError) {
    let new = scratch.path(percentEncoded: false)
    let old = destination.path(percentEncoded: false)
    if Self.exchange(new, old) { return discard() }
    // Nothing to exchange with, or a file system that cannot: an empty folder gives way.
    if rename(new, old) == 0 { return }
    let aside = new + ".old"
    guard rename(old, aside) == 0, rename(new, old) == 0 else {
      let reason = TextFile.reason(errno)
      rename(aside, old)
      discard()
      throw .output("\(destination.lastPathComponent): cannot be moved into place: \(reason).")
    }
    Self.delete(URL(filePath: aside))
  }

  /// Swaps two folders in one step, so that there is no moment without an output.
  ///
  /// `renameat2` is looked up by name: the C library has it, its Swift module does not.
  private static func exchange(_ left: String, _ right: String) -> Bool {
    typealias RenameAt2 =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    let exchangeFlag: UInt32 = 1 << 1
    return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, left, AT_FDCWD, right, exchangeFlag)
      == 0
  }

  /// Deletes the scratch folder.
  borrowing func discard() { Self.delete(scratch) }

  /// Deletes a folder as far as possible; what cannot be deleted stays, hidden.
  static func delete(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch { return }
  }

  private borrowing func makeFolders(of path: String) throws(PressError) {
    var folder = scratch
    for name in path.split(separator: "/").dropLast() {
      folder = folder.appending(path: String(name))
      if mkdir(folder.path(percentEncoded: false), 0o755) != 0, errno != EEXIST {
        throw failure(path, because: TextFile.reason(errno))
      }
    }
  }

  private borrowing func failure(_ path: String, because reason: String) -> PressError {
    .output(
      "\(path) cannot be written below \(destination.deletingLastPathComponent().relativePath): "
        + "\(reason). The last output is untouched."
    )
  }

  private static func refuseForeign(_ destination: URL) throws(PressError) {
    let path = destination.path(percentEncoded: false)
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .usage(
        "\(destination.relativePath) exists and is not a folder. Choose another --output."
      )
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .output("\(destination.relativePath): the folder cannot be read.")
    }
    guard names.isEmpty || Manifest.exists(in: destination) else {
      throw .usage(
        "\(destination.relativePath) holds files that panelpress did not write, and would be "
          + "replaced as a whole. Choose another --output, or empty it."
      )
    }
  }
}
