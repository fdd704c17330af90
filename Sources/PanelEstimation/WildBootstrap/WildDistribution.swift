import Foundation
import PanelNumerics
import PanelResults

/// The bootstrap distribution of one coefficient's t, for every value under the null hypothesis.
///
/// Under β_j = r both parts of t* are linear in r, so five numbers per draw give t* for all r:
///
///     t*(r) = (N − ρ N_x) / √(P − 2ρ R + ρ² S),    ρ = r − r₀
///
/// Any factor of the variance is in t and in t* and cancels.
///
/// - SeeAlso: Roodman, MacKinnon, Nielsen and Webb (2019), section 5.3.
struct WildDistribution: Sendable {
  /// The estimate.
  let value: Double
  /// Its standard error without small-sample factor.
  let standardError: Double
  /// r₀.
  let null: Double
  let imposesNull: Bool
  /// One per draw.
  let moments: [Moments]
  /// P and S for weights that are all one, which tell rounding from variance.
  private let scale: (variance: Double, slope: Double)

  /// What a draw needs.
  struct Moments: Sendable, Equatable {
    var numerator: Double
    var numeratorSlope: Double
    var variance: Double
    var varianceCross: Double
    var varianceSlope: Double
  }

  /// A distribution whose draws are known.
  init(
    value: Double, standardError: Double, null: Double, imposesNull: Bool, moments: [Moments],
    scale: (variance: Double, slope: Double)
  ) {
    self.value = value
    self.standardError = standardError
    self.null = null
    self.imposesNull = imposesNull
    self.moments = moments
    self.scale = scale
  }

  /// Draws that one thread makes at a time.
  private static let blockSize = 128
  /// Ties with the estimate's t are taken up to this, relative.
  static let tieSlack = 1e-9

  /// - Parameters:
  ///   - term: j, among the kept regressors.
  ///   - residuals: Sums of ê.
  ///   - draw: Fills a draw's G weights.
  init(
    _ sums: ClusterSums, term: Int, residuals: ClusterSums.Sums, null: Double, imposesNull: Bool,
    draws: Int, threads: Int,
    draw: @escaping @Sendable (_ draw: Int, _ weights: UnsafeMutableBufferPointer<Double>) -> Void
  ) throws(EstimationError) {
    let own = try sums.sumsOfRegressor(term)
    let direction = sums.bread.column(term)
    let ownBread = sums.bread[term, term]
    let value = sums.slopes[term]
    // Without the null imposed, draws are about the estimate.
    let gap = imposesNull ? value - null : 0
    let ofResiduals = LinearMap(residuals, direction: direction)
    let ofRegressor = LinearMap(own, direction: direction)
    let restricted = ofResiduals.adding(gap, ofRegressor)
    let spread = Self.spread(own, bread: sums.bread, ownBread: ownBread)
    let maps = (restricted.folded(spread), ofRegressor.folded(spread))
    let blocks = Parallel.blocks(of: draws, size: Self.blockSize)
    let clusters = sums.clusterCount
    let found = Parallel.map(count: blocks.count, threads: threads) { block -> [Moments] in
      var weights = Matrix(rowCount: clusters, columnCount: blocks[block].count)
      weights.elements.withUnsafeMutableBufferPointer { elements in
        for (column, position) in blocks[block].enumerated() {
          draw(
            position,
            UnsafeMutableBufferPointer(
              rebasing: elements[column * clusters..<(column + 1) * clusters]))
        }
      }
      let first = maps.0.applied(to: weights, spread: spread)
      let second = imposesNull ? maps.1.applied(to: weights, spread: spread) : nil
      return blocks[block].indices.map { index in
        Self.moments(first, second, index - blocks[block].lowerBound)
      }
    }
    self.init(
      value: value, standardError: Summation.sumOfSquares(ofResiduals.own).squareRoot(),
      null: null, imposesNull: imposesNull, moments: found.flatMap { $0 },
      scale: (Summation.sumOfSquares(restricted.own), Summation.sumOfSquares(ofRegressor.own)))
  }

  /// What a column of residuals gives, linear in the clusters' weights.
  private struct LinearMap: Sendable {
    /// A_j'X̃_g'W u_g: G numbers.
    var own: [Double]
    /// (L + k) × G: coefficients of effects, then scores.
    var through: Matrix
    /// G × G: all of the map, where that is cheaper.
    var whole: Matrix?

    init(_ sums: ClusterSums.Sums, direction: [Double]) {
      own = sums.scores.transposedTimes(direction)
      through = sums.effects.stacked(on: sums.scores)
    }

    private init(own: [Double], through: Matrix) {
      self.own = own
      self.through = through
    }

    func adding(_ factor: Double, _ other: LinearMap) -> LinearMap {
      LinearMap(
        own: zip(own, other.own).map { $0 + factor * $1 }, through: through + factor * other.through
      )
    }

    /// The map in one matrix, where effects have more levels than there are clusters.
    func folded(_ spread: Matrix) -> LinearMap {
      guard through.rowCount > own.count else { return self }
      var map = self
      map.whole = Matrix.diagonal(own) - spread * through
      return map
    }

    /// Numerators and the scores of clusters for draws of weights, G × B.
    func applied(to weights: Matrix, spread: Matrix) -> (numerators: [Double], scores: Matrix) {
      let numerators = weights.transposedTimes(own)
      if let whole { return (numerators, whole * weights) }
      var scores = weights.scalingRows(by: own)
      let rest = spread * (through * weights)
      for index in scores.elements.indices { scores.elements[index] -= rest.elements[index] }
      return (numerators, scores)
    }
  }

  /// G × (L + k): how a cluster's score takes coefficients of effects, and b* − β_r.
  private static func spread(
    _ own: ClusterSums.Sums, bread: Matrix, ownBread: Double
  ) -> Matrix {
    (ownBread * own.levels.stacked(on: bread * own.scores)).transposed
  }

  private static func moments(
    _ first: (numerators: [Double], scores: Matrix),
    _ second: (numerators: [Double], scores: Matrix)?, _ column: Int
  ) -> Moments {
    let clusters = first.scores.rowCount
    let start = column * clusters
    var (variance, cross, slope) = (0.0, 0.0, 0.0)
    first.scores.elements.withUnsafeBufferPointer { a in
      guard let second else {
        for index in start..<(start + clusters) { variance += a[index] * a[index] }
        return
      }
      second.scores.elements.withUnsafeBufferPointer { b in
        for index in start..<(start + clusters) {
          variance += a[index] * a[index]
          cross += a[index] * b[index]
          slope += b[index] * b[index]
        }
      }
    }
    return Moments(
      numerator: first.numerators[column], numeratorSlope: second?.numerators[column] ?? 0,
      variance: variance, varianceCross: cross, varianceSlope: slope)
  }
}

extension WildDistribution {
  /// The estimate's t for a value, without small-sample factor.
  func statistic(at value: Double) -> Double { (self.value - value) / standardError }

  /// t* of a draw, for a value under the null hypothesis; infinite where nothing varies.
  func draw(_ moments: Moments, at value: Double) -> Double {
    let step = imposesNull ? value - null : 0
    let numerator = moments.numerator - step * moments.numeratorSlope
    let variance =
      moments.variance - 2 * step * moments.varianceCross + step * step * moments.varianceSlope
    let rounding = 1e-24 * (scale.variance + step * step * scale.slope)
    if variance > rounding { return numerator / variance.squareRoot() }
    return abs(numerator) > 1e-12 * abs(value - self.value) ? .infinity * numerator : 0
  }

  /// Draws beyond the estimate's t, strictly and with ties.
  func counts(at value: Double) -> (strict: Int, withTies: Int) {
    let statistic = abs(statistic(at: value))
    let (above, from) = (statistic * (1 + Self.tieSlack), statistic * (1 - Self.tieSlack))
    var strict = 0
    var withTies = 0
    for moments in moments {
      let drawn = abs(draw(moments, at: value))
      if drawn > above { strict += 1 }
      if drawn >= from { withTies += 1 }
    }
    return (strict, withTies)
  }

  /// The p-value of a value under the null hypothesis, ties counted strictly.
  func pValue(at value: Double, _ kind: WildBootstrap.PValueKind) -> Double {
    let count: Int
    switch kind {
    case .symmetric: count = counts(at: value).strict
    case .equalTailed:
      let statistic = statistic(at: value)
      let slack = Self.tieSlack * abs(statistic)
      var (above, below) = (0, 0)
      for moments in moments {
        let drawn = draw(moments, at: value)
        if drawn > statistic + slack { above += 1 }
        if drawn < statistic - slack { below += 1 }
      }
      count = 2 * min(above, below)
    }
    return min(1, Double(count) / Double(max(1, moments.count)))
  }

  /// The values that are not rejected: from the lowest to the highest of them.
  ///
  /// p(r) is a step function. It is looked at outwards from the estimate in steps that grow by a
  /// quarter, to 10⁸ standard errors; the end lies between the last value that is not rejected and
  /// the next, and is found by bisection. A side is absent where nothing is rejected that far out,
  /// as it happens when few clusters carry the regressor.
  func interval(
    level: Double, _ kind: WildBootstrap.PValueKind
  ) -> (low: Availability<Double>, high: Availability<Double>) {
    (end(-1, level: level, kind), end(1, level: level, kind))
  }

  private func end(
    _ side: Double, level: Double, _ kind: WildBootstrap.PValueKind
  ) -> Availability<Double> {
    // A value on the edge of the level is rejected: p ≤ 1 − level, up to rounding of the level.
    func holds(_ distance: Double) -> Bool {
      pValue(at: value + side * distance * standardError, kind) > (1 - level) * (1 + 1e-12)
    }
    let distances = [0] + (0..<90).map { 0.25 * pow(1.25, Double($0)) }
    guard let last = distances.lastIndex(where: holds) else { return .value(value) }
    guard last + 1 < distances.count else { return .unavailable(because: .unboundedInterval) }
    var (inside, outside) = (distances[last], distances[last + 1])
    while outside - inside > 1e-13 * outside {
      let middle = inside + (outside - inside) / 2
      if middle <= inside || middle >= outside { break }
      if holds(middle) { inside = middle } else { outside = middle }
    }
    return .value(value + side * (inside + (outside - inside) / 2) * standardError)
  }
}

extension Matrix {
  /// The rows of this matrix above those of another.
  fileprivate func stacked(on other: Matrix) -> Matrix {
    precondition(columnCount == other.columnCount, "columns differ in number")
    var elements: [Double] = []
    elements.reserveCapacity((rowCount + other.rowCount) * columnCount)
    for column in 0..<columnCount {
      elements += self.elements[column * rowCount..<(column + 1) * rowCount]
      elements += other.elements[column * other.rowCount..<(column + 1) * other.rowCount]
    }
    return Matrix(
      rowCount: rowCount + other.rowCount, columnCount: columnCount, elements: elements)
  }
}
