import PanelNumerics
import PanelResults

/// Cross products of a model by clusters: all that a pairs cluster bootstrap needs of n rows.
///
/// Cluster g is drawn m_g times. Effects nested in clusters are absorbed once, for within a cluster
/// every row has the same multiplicity; the levels of other effects stand as regressors. With X the
/// regressors and Z the exogenous ones among them with the instruments,
///
///     Π = (Σ m_g Z_g'Z_g)⁻¹ Σ m_g Z_g'X_g,    b = Q⁻¹ Π'Σ m_g Z_g'y_g,    Q = Π'Σ m_g Z_g'X_g,
///     V_jj = Σ m_g (u_j'Z_g'(y_g − X_g b))²,    u_j = Π Q⁻¹ e_j.
///
/// A cluster that is drawn twice counts as two. Least squares has Z = X and Π = I. Columns that a
/// draw leaves without variation are left out of it.
///
/// - SeeAlso: Cameron, Gelbach and Miller (2008), *Bootstrap-based improvements for inference with
///   clustered errors*, section III.B; test `drawingClustersAgreesWithRefits`.
struct ClusterMoments: Sendable {
  /// For each cluster the cross products of all columns, c × c.
  private let products: [Double]
  private let width: Int
  private let clusterCount: Int
  /// Places of X, of Z and of the coefficients tested, among the columns; y is the last column.
  private let regressors: [Int]
  private let instruments: [Int]
  private let tested: [Int]
  /// The coefficients tested, in units of the columns' scale, and t without small-sample factor.
  private(set) var values: [Double] = []
  private(set) var statistics: [Double] = []

  /// Numbers that may be held.
  private static let limit = 20_000_000

  /// - Throws: ``EstimationError/invalid(_:)`` where effects that are not nested in clusters have
  ///   too many levels; what absorption refuses.
  init(_ source: TestedModel.Source, threads: Int) throws(EstimationError) {
    switch source {
    case .linear(let fitted, let places):
      let columns = fitted.fit.kept.map { fitted.design.regressors[$0].numbers }
      try self.init(
        fitted.design, exogenous: columns, endogenous: [], instruments: [], tested: places,
        threads: threads)
    case .instrumental(let system, let terms):
      let count = system.endogenousCount
      let all = system.structural.regressors
      let places = terms.compactMap { term in all.firstIndex { $0.name == term } }
      try self.init(
        system.structural, exogenous: all[count...].map(\.numbers),
        endogenous: all[..<count].map(\.numbers),
        instruments: system.reduced.regressors[..<system.instrumentCount].map(\.numbers),
        tested: places.map { $0 < count ? all.count - count + $0 : $0 - count },
        threads: threads)
    }
  }

  /// - Parameter tested: Places among the exogenous and then the endogenous regressors.
  private init(
    _ design: Design, exogenous: [[Double]], endogenous: [[Double]], instruments: [[Double]],
    tested: [Int], threads: Int
  ) throws(EstimationError) {
    let clusters = design.clusterings[0].grouping
    let nested = design.effects.filter { $0.grouping.isNested(in: clusters) }
    let open = design.effects.filter { !$0.grouping.isNested(in: clusters) }
    let hasConstant = design.effects.isEmpty && design.hasConstant
    let levels = (hasConstant ? 1 : 0) + open.reduce(0) { $0 + $1.grouping.count }
    width = levels + exogenous.count + endogenous.count + instruments.count + 1
    clusterCount = clusters.count
    guard clusterCount * width * width <= Self.limit,
      design.observationCount * width <= 10 * Self.limit
    else {
      throw .invalid(
        "Drawing clusters holds cross products of \(width) columns for \(clusterCount) clusters, "
          + "which is too much: effects that lie across clusters count one column per level. "
          + "Cluster by a coarser variable that contains them, absorb fewer, or take "
          + "'bootstrap: wild'.")
    }
    let rows = design.observationCount
    var columns = hasConstant ? [[Double](repeating: 1, count: rows)] : []
    for effect in open {
      for level in 0..<effect.grouping.count {
        columns.append(effect.grouping.codes.map { Int($0) == level ? 1 : 0 })
      }
    }
    columns += exogenous + endogenous + instruments + [design.outcome]
    var matrix = Matrix(columns: columns)
    if !nested.isEmpty {
      let engine = LeastSquaresEngine(design: design, needsLeverages: false, threads: threads)
      let absorber = Absorber(
        effects: nested.map(\.grouping), rowCount: rows, weights: design.weights,
        threads: threads)
      matrix = absorber.residuals(of: columns, try engine.absorb(columns, by: absorber))
    }
    products = Self.products(matrix, clusters, weights: design.weights)
    let shared = Array(0..<(levels + exogenous.count))
    let all = shared + endogenous.indices.map { shared.count + $0 }
    self.instruments = shared + instruments.indices.map { all.count + $0 }
    regressors = all
    self.tested = tested.map { levels + $0 }
    let own = fit([Double](repeating: 1, count: clusterCount))
    values = own.map(\.value)
    statistics = own.map { $0.value / $0.standardError }
  }

  /// For each cluster X_g'W_gX_g, columns scaled to length one.
  private static func products(
    _ matrix: Matrix, _ clusters: Grouping, weights: [Double]?
  ) -> [Double] {
    let width = matrix.columnCount
    let roots = weights.map { $0.map { $0.squareRoot() } }
    var scaled = roots.map { matrix.scalingRows(by: $0) } ?? matrix
    for column in 0..<width {
      let norm = Summation.sumOfSquares(scaled.column(column)).squareRoot()
      guard norm > 0 else { continue }
      for row in 0..<matrix.rowCount { scaled.elements[column * matrix.rowCount + row] /= norm }
    }
    var products = [Double](repeating: 0, count: clusters.count * width * width)
    for first in 0..<width {
      for second in 0...first {
        for (row, code) in clusters.codes.enumerated() {
          products[(Int(code) * width + first) * width + second] +=
            scaled.elements[first * matrix.rowCount + row]
            * scaled.elements[second * matrix.rowCount + row]
        }
      }
    }
    for cluster in 0..<clusters.count {
      for first in 0..<width {
        for second in 0..<first {
          products[(cluster * width + second) * width + first] =
            products[(cluster * width + first) * width + second]
        }
      }
    }
    return products
  }

  /// t* of the coefficients about the estimates, for clusters drawn so many times; NaN where a
  /// coefficient is not identified.
  ///
  ///     t* = (b* − b) / √V*
  func statistics(drawn multiplicities: [Double]) -> [Double] {
    zip(fit(multiplicities), values).map { ($0.value - $1) / $0.standardError }
  }

  /// Coefficients and their standard errors without small-sample factor.
  private func fit(_ multiplicities: [Double]) -> [(value: Double, standardError: Double)] {
    let total = totals(multiplicities)
    let absent = (value: Double.nan, standardError: Double.nan)
    let isInstrumented = instruments != regressors
    let y = [width - 1]
    let slopes: [Double]
    var projection = Matrix(rowCount: 0, columnCount: 0)
    let second: SkippingCholesky
    if isInstrumented {
      let solver = SkippingCholesky(total.block(instruments, instruments))
      projection = Matrix(
        columns: regressors.map { solver.solve(total.block(instruments, [$0]).elements) })
      second = SkippingCholesky(
        projection.transposedTimes(total.block(instruments, regressors)).symmetrised)
      slopes = second.solve(projection.transposedTimes(total.block(instruments, y).elements))
    } else {
      second = SkippingCholesky(total.block(regressors, regressors))
      slopes = second.solve(total.block(regressors, y).elements)
    }
    let scores = scores(slopes, multiplicities)
    return tested.map { place in
      guard !second.skipped[place] else { return absent }
      var unit = [Double](repeating: 0, count: regressors.count)
      unit[place] = 1
      var influence = second.solve(unit)
      if isInstrumented { influence = projection * influence }
      var variance = 0.0
      for (cluster, times) in multiplicities.enumerated() where times > 0 {
        var score = 0.0
        for (index, weight) in influence.enumerated() {
          score += weight * scores[cluster * instruments.count + index]
        }
        variance += times * score * score
      }
      guard variance > 0 else { return absent }
      return (slopes[place], variance.squareRoot())
    }
  }

  /// Σ m_g of all cross products.
  private func totals(_ multiplicities: [Double]) -> Matrix {
    var total = Matrix(rowCount: width, columnCount: width)
    let size = width * width
    total.elements.withUnsafeMutableBufferPointer { total in
      products.withUnsafeBufferPointer { products in
        for (cluster, times) in multiplicities.enumerated() where times > 0 {
          let start = cluster * size
          for index in 0..<size { total[index] += times * products[start + index] }
        }
      }
    }
    return total
  }

  /// Z_g'(y_g − X_g b) for every cluster that is drawn, one after the other.
  private func scores(_ slopes: [Double], _ multiplicities: [Double]) -> [Double] {
    var scores = [Double](repeating: 0, count: clusterCount * instruments.count)
    let size = width * width
    products.withUnsafeBufferPointer { products in
      for (cluster, times) in multiplicities.enumerated() where times > 0 {
        for (index, instrument) in instruments.enumerated() {
          let row = cluster * size + instrument * width
          var score = products[row + width - 1]
          for (slope, regressor) in zip(slopes, regressors) {
            score -= slope * products[row + regressor]
          }
          scores[cluster * instruments.count + index] = score
        }
      }
    }
    return scores
  }
}

/// Solves symmetric systems whose columns may be combinations of those before them.
///
/// Such a column is skipped: its part of a solution is zero.
struct SkippingCholesky: Sendable {
  /// R with A = R'R over the columns that are not skipped.
  private var factor: Matrix
  private(set) var skipped: [Bool]

  /// What is left of a column, relative, below which it is skipped.
  private static let tolerance = 1e-9

  init(_ matrix: Matrix) {
    let count = matrix.rowCount
    factor = Matrix(rowCount: count, columnCount: count)
    skipped = [Bool](repeating: false, count: count)
    for j in 0..<count {
      for i in 0...j {
        var value = matrix[i, j]
        for k in 0..<i { value -= factor[k, i] * factor[k, j] }
        if i < j {
          factor[i, j] = skipped[i] ? 0 : value / factor[i, i]
        } else if value > Self.tolerance * matrix[j, j] {
          factor[j, j] = value.squareRoot()
        } else {
          skipped[j] = true
        }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var solution = right
    let count = skipped.count
    for i in 0..<count {
      guard !skipped[i] else {
        solution[i] = 0
        continue
      }
      for k in 0..<i where !skipped[k] { solution[i] -= factor[k, i] * solution[k] }
      solution[i] /= factor[i, i]
    }
    for i in (0..<count).reversed() where !skipped[i] {
      for k in (i + 1)..<max(count, i + 1) where !skipped[k] {
        solution[i] -= factor[i, k] * solution[k]
      }
      solution[i] /= factor[i, i]
    }
    return solution
  }
}

extension Matrix {
  /// Some rows of some columns.
  fileprivate func block(_ rows: [Int], _ columns: [Int]) -> Matrix {
    var block = Matrix(rowCount: rows.count, columnCount: columns.count)
    for (j, column) in columns.enumerated() {
      for (i, row) in rows.enumerated() { block[i, j] = self[row, column] }
    }
    return block
  }
}
