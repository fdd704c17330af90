import Dispatch
import Foundation
import Glibc
import Synchronization

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
    try write([(path, Array(text.utf8))])
  }

  /// Writes files.
  ///
  /// Each is on the disk when this returns. Waiting for the disk takes most of the time, and files
  /// that wait together wait once, so many threads write.
  ///
  /// - Throws: As ``write(_:to:)``, for the first of the files that cannot be written.
  borrowing func write(_ files: [(path: String, content: [UInt8])]) throws(PressError) {
    for file in files { try makeFolders(of: file.path) }
    let queue = WritingQueue(files: files, folder: scratch)
    let threads = DispatchGroup()
    for _ in 0..<min(Self.writers, files.count) {
      threads.enter()
      Thread.detachNewThread {
        queue.work()
        threads.leave()
      }
    }
    threads.wait()
    if let fault = queue.fault { throw failure(files[fault.place].path, because: fault.reason) }
  }

  /// Threads that wait for the disk at once.
  private static let writers = 16

  /// Writes one file and waits until it is on the disk.
  ///
  /// - Returns: Why it cannot be written; `nil` where it was.
  fileprivate static func write(_ content: [UInt8], to file: URL) -> String? {
    let descriptor = open(
      file.path(percentEncoded: false),
      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
      0o644
    )
    guard descriptor >= 0 else { return TextFile.reason(errno) }
    var bytes = content[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        let reason = TextFile.reason(errno)
        close(descriptor)
        return reason
      }
      bytes = bytes.dropFirst(count)
    }
    guard fsync(descriptor) == 0 || errno == EINVAL, close(descriptor) == 0 else {
      return TextFile.reason(errno)
    }
    return nil
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

/// Files that threads take from the front.
private final class WritingQueue: Sendable {
  private let files: [(path: String, content: [UInt8])]
  private let folder: URL
  private let next = Atomic(0)
  private let faults = Mutex<(place: Int, reason: String)?>(nil)

  init(files: [(path: String, content: [UInt8])], folder: URL) {
    self.files = files
    self.folder = folder
  }

  /// The first file that could not be written.
  var fault: (place: Int, reason: String)? { faults.withLock { $0 } }

  func work() {
    while true {
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < files.count else { return }
      let file = files[place]
      guard
        let reason = OutputFolder.write(file.content, to: folder.appending(path: file.path))
      else { continue }
      faults.withLock { fault in
        if fault.map({ place < $0.place }) ?? true { fault = (place, reason) }
      }
    }
  }
}
