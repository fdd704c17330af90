/// Keeps what replications found, so that an interrupted analysis goes on where it stopped.
///
/// Replicate *r* draws from a random stream of its own, so it finds the same numbers whether it is
/// computed now or was kept from before; a store changes how long an analysis takes, and nothing
/// else.
package protocol ReplicateStore: Sendable {
  /// What was kept under a key: numbers by replicate, which may be any of them.
  ///
  /// - Parameter key: Names everything that the numbers depend on.
  func kept(for key: String) -> [Int: [Double]]

  /// Keeps the numbers of finished replicates, from any thread. NaN is kept as it is.
  func keep(_ values: [Int: [Double]], for key: String)
}
