import Foundation

/// The integral over one unit's effect, with the numbers that its derivatives are made of.
///
/// Uncensored rows enter by their number, the mean of their indices and the sum of squares about
/// it, so that a node costs a normal tail for each censored row and little else.
struct UnitIntegral {
  private let likelihood: CensoredPanelLikelihood
  private let parameters: [Double]
  /// k + 1: the parameters without ω.
  private let width: Int
  private let effect: Double

  /// The number of uncensored rows, the mean of their indices at v = 0, the squares about it.
  private var insideCount = 0.0
  private var insideMean = 0.0
  private var insideSquares = 0.0
  /// Σ a and Σ e a over uncensored rows.
  private var insideRows: [Double]
  private var insideProducts: [Double]
  /// The censored rows, and their indices at v = 0.
  private var censored: [Int32] = []
  private var indices: [Double] = []

  /// The nodes, the logarithm of the integrand there, and the share of each in the integral.
  private var nodes: [Double]
  private var logs: [Double]
  private var shares: [Double]
  private let logWeights: [Double]
  /// The first and second derivatives of censored rows by their index: rows by nodes.
  private var firsts: [Double] = []
  private var seconds: [Double] = []
  /// The derivatives at one node, and their mean.
  private var slope: [Double]
  private var meanSlope: [Double]

  private(set) var centre = 0.0
  private(set) var spread = 1.0
  private(set) var logLikelihood = 0.0

  init(_ likelihood: CensoredPanelLikelihood, _ parameters: [Double]) {
    self.likelihood = likelihood
    self.parameters = parameters
    width = likelihood.data.width + 1
    effect = parameters[width]
    let count = likelihood.rule.nodes.count
    insideRows = [Double](repeating: 0, count: width)
    insideProducts = insideRows
    nodes = [Double](repeating: 0, count: count)
    logs = nodes
    shares = nodes
    logWeights = likelihood.rule.weights.map { log($0) }
    slope = [Double](repeating: 0, count: width + 1)
    meanSlope = slope
  }

  /// Takes up the rows of a unit.
  mutating func load(_ rows: [Int32]) {
    let data = likelihood.data
    censored.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    for j in 0..<width { (insideRows[j], insideProducts[j]) = (0, 0) }
    (insideCount, insideMean, insideSquares) = (0, 0, 0)
    for row in rows {
      let place = Int(row) * width
      var e = 0.0
      for j in 0..<width { e += data.rows[place + j] * parameters[j] }
      guard data.sides[Int(row)] == .inside else {
        censored.append(row)
        indices.append(e)
        continue
      }
      // Running mean and squares about it (Welford).
      insideCount += 1
      let difference = e - insideMean
      insideMean += difference / insideCount
      insideSquares += difference * (e - insideMean)
      for j in 0..<width {
        insideRows[j] += data.rows[place + j]
        insideProducts[j] += e * data.rows[place + j]
      }
    }
    let needed = censored.count * nodes.count
    if firsts.count < needed {
      firsts = [Double](repeating: 0, count: needed)
      seconds = firsts
    }
  }

  /// Finds where the nodes belong, and the integral there.
  ///
  /// - Parameters:
  ///   - start: Where the centre lay under other parameters.
  ///   - startSpread: The spread there.
  ///   - isFresh: Whether there were no others.
  ///   - limit: Rounds of mean and standard deviation.
  ///   - tolerance: Of their change, in units of the spread.
  mutating func place(
    centre start: Double,
    spread startSpread: Double,
    isFresh: Bool,
    limit: Int,
    tolerance: Double
  ) {
    let peak = mode(from: isFresh ? nil : start)
    // A former place helps only where it overlaps the integrand.
    let isNear =
      !isFresh && abs(peak.centre - start) < 2 * min(startSpread, peak.spread)
      && startSpread < 3 * peak.spread && peak.spread < 3 * startSpread
    if isNear {
      (centre, spread) = (start, startSpread)
      if settle(limit: limit, tolerance: tolerance) { return }
    }
    (centre, spread) = peak
    if settle(limit: limit, tolerance: tolerance) { return }
    // The moments do not settle: mode and curvature do always.
    (centre, spread) = peak
    _ = integrate()
  }

  /// Moves the nodes to mean and standard deviation until these stay.
  private mutating func settle(limit: Int, tolerance: Double) -> Bool {
    for _ in 0..<limit {
      let (mean, deviation) = integrate()
      guard deviation.isFinite, mean.isFinite, deviation > 0 else { return false }
      if abs(mean - centre) <= tolerance * spread, abs(deviation - spread) <= tolerance * spread {
        return true
      }
      (centre, spread) = (mean, deviation)
    }
    return false
  }

  /// The most likely v, and the spread of the normal density that touches the integrand there.
  ///
  /// The logarithm of the integrand is concave: Newton's method within the bracket of its slope's
  /// signs finds the one maximum.
  private func mode(from start: Double?) -> (centre: Double, spread: Double) {
    var v = start ?? effect * insideCount * insideMean / (1 + effect * effect * insideCount)
    var (low, high) = (-Double.infinity, Double.infinity)
    var curvature = 1.0
    for _ in 0..<100 {
      var first = effect * insideCount * (insideMean - effect * v) - v
      curvature = 1 + effect * effect * insideCount
      for (row, index) in zip(censored, indices) {
        let slopes = CensoredRegression.slopes(
          likelihood.data.sides[Int(row)],
          index - effect * v
        )
        first -= effect * slopes.first
        curvature -= effect * effect * slopes.second
      }
      if first > 0 { low = v } else { high = v }
      var next = v + first / curvature
      if !(next > low && next < high) { next = (low + high) / 2 }
      guard next.isFinite, abs(next - v) > 1e-6 / curvature.squareRoot() else { break }
      v = next
    }
    return (v, 1 / curvature.squareRoot())
  }

  /// The sum over the nodes.
  ///
  /// - Returns: Mean and standard deviation of v under the integrand.
  private mutating func integrate() -> (mean: Double, deviation: Double) {
    let sides = likelihood.data.sides
    let count = nodes.count
    let reach = 2.0.squareRoot() * spread
    var largest = -Double.infinity
    for q in 0..<count {
      let v = centre + reach * likelihood.rule.nodes[q]
      nodes[q] = v
      let distance = insideMean - effect * v
      var value = -0.5 * (insideSquares + insideCount * distance * distance + v * v)
      for c in censored.indices {
        let row = CensoredRegression.slopes(sides[Int(censored[c])], indices[c] - effect * v)
        value += row.value
        firsts[c * count + q] = row.first
        seconds[c * count + q] = row.second
      }
      logs[q] = value + logWeights[q]
      largest = max(largest, logs[q])
    }
    var total = 0.0
    var mean = 0.0
    for q in 0..<count {
      shares[q] = exp(logs[q] - largest)
      total += shares[q]
      mean += shares[q] * nodes[q]
    }
    mean /= total
    var variance = 0.0
    for q in 0..<count {
      shares[q] /= total
      variance += shares[q] * (nodes[q] - mean) * (nodes[q] - mean)
    }
    // √2 s Σ, over √2π of the normal density.
    logLikelihood = largest + log(total) + log(spread) - 0.5 * log(Double.pi)
    return (mean, variance.squareRoot())
  }

  /// Adds the derivatives by γ, h and ω, without what is common to all uncensored rows.
  mutating func addDerivatives(to gradient: inout [Double], _ hessian: inout [Double]) {
    let data = likelihood.data
    let count = nodes.count
    let p = width + 1
    for j in 0..<p { meanSlope[j] = 0 }
    var outer = [Double](repeating: 0, count: p * p)
    for q in 0..<count {
      let v = nodes[q]
      let share = shares[q]
      var effectSlope = insideCount * (insideMean - effect * v)
      for j in 0..<width { slope[j] = effect * v * insideRows[j] - insideProducts[j] }
      for c in censored.indices {
        let first = firsts[c * count + q]
        let place = Int(censored[c]) * width
        effectSlope -= first
        for j in 0..<width { slope[j] += first * data.rows[place + j] }
      }
      slope[width] = v * effectSlope
      for j in 0..<p {
        meanSlope[j] += share * slope[j]
        let scaled = share * slope[j]
        for i in 0...j { outer[j * p + i] += scaled * slope[i] }
      }
      for j in 0..<width { outer[width * p + j] += share * v * insideRows[j] }
      outer[width * p + width] -= share * v * v * insideCount
    }
    for c in censored.indices {
      let place = Int(censored[c]) * width
      var (plain, once, twice) = (0.0, 0.0, 0.0)
      for q in 0..<count {
        let second = shares[q] * seconds[c * count + q]
        plain += second
        once += nodes[q] * second
        twice += nodes[q] * nodes[q] * second
      }
      for j in 0..<width {
        let scaled = plain * data.rows[place + j]
        for i in 0...j { outer[j * p + i] += scaled * data.rows[place + i] }
        outer[width * p + j] -= once * data.rows[place + j]
      }
      outer[width * p + width] += twice
    }
    for j in 0..<p {
      gradient[j] += meanSlope[j]
      for i in 0...j { hessian[j * p + i] += outer[j * p + i] - meanSlope[i] * meanSlope[j] }
    }
  }
}
