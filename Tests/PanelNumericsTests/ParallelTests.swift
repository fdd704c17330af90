import Synchronization
import Testing

@testable import PanelNumerics

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 7, 1000], [1, 2, 5])
  func visitsEveryItemOnce(count: Int, threads: Int) {
    let total = Atomic(0)
    Parallel.forEach(count: count, threads: threads) { item in
      total.add(item + 1, ordering: .relaxed)
    }
    #expect(total.load(ordering: .relaxed) == count * (count + 1) / 2)
    #expect(Parallel.map(count: count, threads: threads) { $0 * 3 } == (0..<count).map { $0 * 3 })
  }

  @Test func cutsBlocksByTheDataAlone() {
    #expect(Parallel.blocks(of: 10, size: 4) == [0..<4, 4..<8, 8..<10])
    #expect(Parallel.blocks(of: 0, size: 4).isEmpty)
  }
}
