import Dispatch
import Synchronization

/// Work on several threads whose result never depends on their number.
///
/// Work is cut into items by the data alone; a thread takes the next item when it is free, and
/// every item writes to a place of its own.
package enum Parallel {
  /// Rows per block of the reductions of this module.
  package static let blockSize = 16_384

  /// Runs `body` for 0 ..< `count` on at most `threads` threads, in any order.
  package static func forEach(
    count: Int,
    threads: Int,
    _ body: @Sendable (_ item: Int) -> Void
  ) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for item in 0..<count { body(item) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if item >= count { return }
        body(item)
      }
    }
  }

  /// The values of `body` for 0 ..< `count`, in that order.
  package static func map<Value: Sendable>(
    count: Int,
    threads: Int,
    _ body: @Sendable (_ item: Int) -> Value
  ) -> [Value] {
    Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
      if let base = buffer.baseAddress {
        let slots = Slots(base: base)
        forEach(count: count, threads: threads) { item in
          (slots.base + item).initialize(to: body(item))
        }
      }
      initializedCount = count
    }
  }

  /// Consecutive ranges of `size` rows that cover 0 ..< `count`; the last may be shorter.
  package static func blocks(of count: Int, size: Int = blockSize) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}

/// Memory in which every item writes to a place of its own.
private struct Slots<Value>: @unchecked Sendable {
  var base: UnsafeMutablePointer<Value>
}
