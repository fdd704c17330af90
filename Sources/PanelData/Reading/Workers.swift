import Dispatch
import Synchronization

/// Numbered jobs done by a few threads, each with a buffer of its own.
enum Workers {
  /// Does job 0 … `count` − 1 in any order and returns the results in order.
  ///
  /// - Throws: The error of the first job, by number, that fails; later jobs may be left out, so
  ///   the error is the same at any number of threads.
  static func map<Result: Sendable>(
    count: Int,
    threads: Int,
    _ job: @Sendable (_ index: Int, _ buffer: ReadBuffer) throws(DataError) -> Result
  ) throws(DataError) -> [Result] {
    let next = Atomic<Int>(0)
    let firstFailure = Atomic<Int>(.max)
    let outcomes = Mutex<[(Int, Swift.Result<Result, DataError>)]>([])
    let workers = max(1, min(threads, count))
    withoutActuallyEscaping(job) { job in
      let work: @Sendable (Int) -> Void = { _ in
        let buffer = ReadBuffer()
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < count else { return }
          guard index < firstFailure.load(ordering: .relaxed) else { continue }
          let outcome: Swift.Result<Result, DataError>
          do throws(DataError) {
            outcome = .success(try job(index, buffer))
          } catch {
            firstFailure.min(index, ordering: .relaxed)
            outcome = .failure(error)
          }
          outcomes.withLock { $0.append((index, outcome)) }
        }
      }
      if workers == 1 {
        work(0)
      } else {
        DispatchQueue.concurrentPerform(iterations: workers, execute: work)
      }
    }
    let ordered = outcomes.withLock { $0.sorted { $0.0 < $1.0 } }
    var results: [Result] = []
    results.reserveCapacity(count)
    for (_, outcome) in ordered { results.append(try outcome.get()) }
    return results
  }
}
