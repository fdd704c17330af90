import Foundation
import PanelData
import PanelResults
import Synchronization
import Testing

@testable import PanelEstimation

/// Replications are kept, resumed, and counted.
@Suite struct ReplicationsTests {
  /// A store in memory.
  final class MemoryStore: ReplicateStore {
    let values = Mutex<[Int: [Double]]>([:])

    func kept(for key: String) -> [Int: [Double]] { values.withLock { $0 } }
    func keep(_ found: [Int: [Double]], for key: String) {
      values.withLock { $0.merge(found) { $1 } }
    }
  }

  @Test(arguments: [1, 3, 8])
  func computesOnlyWhatIsNotKept(blockSize: Int) {
    let store = MemoryStore()
    store.keep([0: [100], 1: [101], 2: [102], 7: [.nan]], for: Replications.key)
    let computed = Mutex<[Int]>([])
    let steps = Mutex<[Int]>([])
    let replications = Replications(
      count: 10, blockSize: blockSize, keeps: true,
      context: AnalysisContext(
        replicates: store, progress: { done, _ in steps.withLock { $0.append(done) } }))
    let values = replications.values { replicates in
      computed.withLock { $0 += replicates }
      return replicates.map { Double(100 + $0) }
    }
    let found = computed.withLock { $0.sorted() }
    let kept = blockSize == 1 ? [0, 1, 2, 7] : blockSize == 3 ? [0, 1, 2] : []
    #expect(found == (0..<10).filter { !kept.contains($0) })
    let expected = (0..<10).map { Double(100 + $0) }
    for (replicate, value) in values.enumerated() {
      #expect(value == expected[replicate] || (blockSize == 1 && replicate == 7 && value.isNaN))
    }
    #expect(steps.withLock { $0.max() } == 10)
    #expect(store.values.withLock { $0.count } == 10)
  }

  @Test func keepsNothingWhereItIsNotWorthIt() {
    let store = MemoryStore()
    store.keep([0: [5]], for: Replications.key)
    let replications = Replications(
      count: 3, keeps: false, context: AnalysisContext(replicates: store))
    #expect(replications.values { $0.map(Double.init) } == [0, 1, 2])
    #expect(store.values.withLock { $0.count } == 1)
  }

  /// A run that finds half of its replications kept ends with the same bytes.
  @Test func resumesToTheSameBytes() throws {
    let panel = PlaceboFixtures.simulated()
    let placebo = Placebo(
      TreatmentTarget(model: "y ~ d + d:x + x | unit + time"), kind: .mixedUnrestricted,
      replications: 60)
    func run(_ store: MemoryStore?) throws -> Data {
      let context = AnalysisContext(seed: 8, id: "slow", replicates: store)
      return try ResultJSON.encode(placebo.run(on: panel, in: context)[0])
    }
    let whole = try run(nil)
    let store = MemoryStore()
    #expect(try run(store) == whole)
    #expect(store.values.withLock { $0.count } == 60)
    store.values.withLock { values in
      for replicate in 0..<60 where replicate % 3 == 1 { values[replicate] = nil }
    }
    #expect(try run(store) == whole)
  }
}
