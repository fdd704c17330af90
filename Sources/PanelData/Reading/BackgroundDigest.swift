import Dispatch
import Synchronization

/// The SHA-256 of a file, computed on a thread of its own while the file is read.
final class BackgroundDigest: Sendable {
  private let outcome = Mutex<Result<String, DataError>?>(nil)
  private let group = DispatchGroup()

  init(of file: DataFile) {
    DispatchQueue.global().async(group: group) { [self] in
      let result: Result<String, DataError>
      do throws(DataError) {
        result = .success(try SHA256Digest.hex(of: file))
      } catch {
        result = .failure(error)
      }
      outcome.withLock { $0 = result }
    }
  }

  /// Waits for the digest, 64 hexadecimal digits.
  func value() throws(DataError) -> String {
    group.wait()
    guard let result = outcome.withLock({ $0 }) else {
      preconditionFailure("the digest's task has ended without a result")
    }
    return try result.get()
  }
}
