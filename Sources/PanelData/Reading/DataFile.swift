import Foundation

/// An open data file: a regular file whose size is known.
///
/// Bytes are read where they are needed, never mapped: a file that shrinks while it is read is an
/// error, not a crash.
final class DataFile: Sendable {
  /// The file as the study names it.
  let name: String
  let size: Int
  private let descriptor: Int32
  private let modified: timespec

  /// Opens a file for reading.
  ///
  /// - Throws: ``DataError/file(_:)`` if there is no such file, it may not be read, is a folder, a
  ///   pipe or a device, or is empty.
  init(url: URL, named name: String) throws(DataError) {
    self.name = name
    let path = url.path(percentEncoded: false)
    // Without O_NONBLOCK a pipe that nobody writes to would block here for ever.
    descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = errno
      size = 0
      modified = timespec()
      throw Self.fault(name, Self.reason(reason, path: path))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      size = 0
      modified = timespec()
      throw Self.fault(name, "the file cannot be read: \(String(cString: strerror(errno)))")
    }
    size = Int(status.st_size)
    modified = status.st_mtim
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Self.fault(name, "this is a folder; name the data file in it")
    default: throw Self.fault(name, "this is not a regular file; data are read from files only")
    }
    guard size > 0 else { throw Self.fault(name, "the file is empty (0 bytes)") }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Reads `range` into memory that holds at least as many bytes.
  ///
  /// - Throws: ``DataError/file(_:)`` if the file can no longer be read or has become shorter.
  func read(_ range: Range<Int>, into memory: UnsafeMutablePointer<UInt8>) throws(DataError) {
    var done = 0
    while done < range.count {
      let count = pread(descriptor, memory + done, range.count - done, range.lowerBound + done)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Self.fault(name, "the file cannot be read: \(String(cString: strerror(errno)))")
      }
      guard count > 0 else { throw Self.fault(name, Self.changed) }
      done += count
    }
  }

  /// The first bytes, at most `count`.
  func head(_ count: Int) throws(DataError) -> [UInt8] {
    let buffer = ReadBuffer()
    let length = min(count, size)
    buffer.reserve(length)
    try read(0..<length, into: buffer.memory)
    return Array(UnsafeBufferPointer(start: buffer.memory, count: length))
  }

  /// - Throws: ``DataError/file(_:)`` if the file was written to since it was opened.
  func requireUnchanged() throws(DataError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) == size,
      status.st_mtim.tv_sec == modified.tv_sec, status.st_mtim.tv_nsec == modified.tv_nsec
    else { throw Self.fault(name, Self.changed) }
  }

  private static let changed = "the file changed while it was read; run again when it is complete"

  private static func fault(_ file: String, _ message: String) -> DataError {
    .file(FileFault(file: MessageText.shown(file), message: message))
  }

  private static func reason(_ code: Int32, path: String) -> String {
    switch code {
    case ENOENT: "there is no such file (looked for \(path))"
    case EACCES, EPERM: "permission denied: you may not read \(path)"
    case ELOOP: "too many levels of symbolic links: the link leads back to itself"
    case ENOTDIR: "part of the path is not a folder (looked for \(path))"
    default: "the file cannot be opened: \(String(cString: strerror(code)))"
    }
  }
}

/// Memory that grows, for pieces of a file; a few bytes beyond the reserved ones may be read.
final class ReadBuffer {
  /// Bytes beyond the end that a scanner may look at.
  static let padding = 32
  private(set) var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int

  init() {
    capacity = 0
    memory = .allocate(capacity: Self.padding)
  }

  deinit { memory.deallocate() }

  /// Makes room for `count` bytes; what was held is lost when the memory grows.
  func reserve(_ count: Int) {
    guard count > capacity else { return }
    memory.deallocate()
    capacity = count
    memory = .allocate(capacity: count + Self.padding)
  }
}
