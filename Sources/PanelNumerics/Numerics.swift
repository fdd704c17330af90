internal import CLAPACK

/// The state that the numeric libraries need before first use.
package enum Numerics {
  /// Sets OpenBLAS to one thread, once per process.
  ///
  /// Products then give the same bytes on every machine of one kind, and threads are ours alone
  /// (see ``Parallel``). Every operation of this module calls it.
  package static func prepare() { _ = singleThread }

  private static let singleThread: Void = openblas_set_num_threads(1)

  /// The build of the linear algebra library, for `--version`.
  package static var libraryDescription: String { String(cString: openblas_get_config()) }
}
