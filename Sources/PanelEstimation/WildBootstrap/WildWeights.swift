import PanelNumerics
import PanelResults

/// Weights of clusters, draw by draw.
struct WildWeights: Sendable {
  let kind: WildBootstrapTerm.Weights
  let clusters: Int
  /// Draws, or all sign patterns.
  let draws: Int
  /// Whether every pattern of signs is taken once.
  let isEnumerated: Bool
  private let generator: @Sendable (Int) -> Philox

  /// - Parameter draws: As asked for; all 2^G patterns are taken instead where they are no more.
  init(
    _ kind: WildBootstrapTerm.Weights, clusters: Int, draws: Int,
    generator: @escaping @Sendable (Int) -> Philox
  ) {
    self.kind = kind
    self.clusters = clusters
    self.generator = generator
    isEnumerated = kind == .rademacher && clusters < 31 && 1 << clusters <= draws
    self.draws = isEnumerated ? 1 << clusters : draws
  }

  /// ±√(1/2), ±1, ±√(3/2), each with probability 1/6 (Webb 2023).
  private static let webb = [0.5, 1, 1.5].flatMap { [-$0.squareRoot(), $0.squareRoot()] }

  /// Fills the weights of one draw.
  func fill(_ weights: UnsafeMutableBufferPointer<Double>, draw: Int) {
    if isEnumerated {
      for cluster in weights.indices { weights[cluster] = draw >> cluster & 1 == 0 ? 1 : -1 }
      return
    }
    var random = generator(draw)
    switch kind {
    case .rademacher:
      var word: UInt64 = 0
      for cluster in weights.indices {
        if cluster & 63 == 0 { word = random.next() }
        weights[cluster] = word & 1 == 0 ? 1 : -1
        word >>= 1
      }
    case .webb:
      for cluster in weights.indices { weights[cluster] = Self.webb[random.below(6)] }
    case .mammen:
      // −(√5 − 1)/2 with probability (√5 + 1)/(2√5), (√5 + 1)/2 otherwise (Mammen 1993).
      let root = 5.0.squareRoot()
      let probability = (root + 1) / (2 * root)
      for cluster in weights.indices {
        weights[cluster] = random.uniform() < probability ? (1 - root) / 2 : (1 + root) / 2
      }
    }
  }
}
