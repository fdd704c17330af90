import PanelNumerics
import Synchronization

extension ResampledMediation {
  /// Replicates that are computed with one workspace.
  private static let blockSize = 50

  /// Replicates: as many clusters as there are, drawn with replacement.
  ///
  /// - Returns: One per replicate; `nil` where the effects cannot be estimated.
  func draws(_ count: Int, in context: AnalysisContext) -> [MediatedEffects?] {
    let clusterCount = clusterCount
    return effects(count, in: context) { replicate, counts in
      for cluster in 0..<clusterCount { counts[cluster] = 0 }
      var random = context.generator(replicate: replicate)
      for _ in 0..<clusterCount { counts[random.below(clusterCount)] += 1 }
    }
  }

  /// The effects without each cluster in turn.
  func withoutEach(in context: AnalysisContext) -> [MediatedEffects?] {
    let clusterCount = clusterCount
    return effects(clusterCount, in: context) { left, counts in
      for cluster in 0..<clusterCount { counts[cluster] = cluster == left ? 0 : 1 }
    }
  }

  private func effects(
    _ count: Int, in context: AnalysisContext,
    _ fill: @Sendable (_ replicate: Int, _ counts: inout [Double]) -> Void
  ) -> [MediatedEffects?] {
    let blocks = Parallel.blocks(of: count, size: Self.blockSize)
    let done = Mutex(0)
    let found = Parallel.map(count: blocks.count, threads: context.threadCount) { block in
      var counts = [Double](repeating: 0, count: clusterCount)
      var workspace: ClusterProducts.Workspace?
      let effects = blocks[block].map { replicate in
        fill(replicate, &counts)
        return self.effects(counts: counts, in: &workspace)
      }
      done.withLock { done in
        done += effects.count
        context.progress?(done, count)
      }
      return effects
    }
    return found.flatMap { $0 }
  }
}
