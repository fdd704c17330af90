import Foundation

extension Philox {
  /// A χ² number with k > 0 degrees of freedom.
  ///
  /// - SeeAlso: Marsaglia and Tsang (2000), *A simple method for generating gamma variables*.
  package mutating func chiSquared(degreesOfFreedom k: Double) -> Double {
    precondition(k > 0, "\(k) degrees of freedom")
    // Γ(a) for a < 1 is Γ(a + 1) times a power of a uniform number.
    let shape = k / 2
    let boost = shape < 1 ? pow(uniform(), 1 / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let cube = root * root * root
      // uniform() may be 0, whose logarithm is −∞: accepted, as it should be.
      if log(uniform()) < 0.5 * x * x + d - d * cube + d * log(cube) {
        return 2 * d * cube * boost
      }
    }
  }
}
