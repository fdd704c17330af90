import PanelNumerics
import Synchronization

/// Runs replications on all threads, keeps what they find, and says how far they are.
///
/// Work comes in blocks of fixed replicates, so that numbers depend neither on the threads nor on
/// what was kept from an earlier run.
struct Replications: Sendable {
  var count: Int
  /// Replicates that are computed together.
  var blockSize = 1
  /// Whether a replicate takes long enough that it is worth keeping.
  var keeps: Bool
  var context: AnalysisContext

  /// The word under which numbers are kept; the store knows the entry that they belong to.
  static let key = "replications"

  /// One number per replicate: NaN where there is none.
  ///
  /// - Parameter work: The numbers of some consecutive replicates, from any thread.
  func values(_ work: @Sendable (Range<Int>) -> [Double]) -> [Double] {
    let blocks = Parallel.blocks(of: count, size: blockSize)
    let kept = keeps ? context.replicates?.kept(for: Self.key) ?? [:] : [:]
    let done = Mutex(0)
    let context = context
    let count = count
    let keeps = keeps
    let found = Parallel.map(count: blocks.count, threads: context.threadCount) { block in
      let replicates = blocks[block]
      var values = replicates.compactMap { kept[$0]?.first }
      if values.count < replicates.count {
        values = work(replicates)
        if keeps, let store = context.replicates {
          let pairs = zip(replicates, values).map { ($0, [$1]) }
          store.keep(Dictionary(pairs, uniquingKeysWith: { $1 }), for: Self.key)
        }
      }
      done.withLock { done in
        done += replicates.count
        context.progress?(done, count)
      }
      return values
    }
    return found.flatMap { $0 }
  }
}
