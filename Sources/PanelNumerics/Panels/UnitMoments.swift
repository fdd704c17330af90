/// Cross products of a panel's columns within each unit, and the units' means: enough to estimate
/// with fixed and with random effects on any resample of units.
///
///     W_i = Σ_t (z_it − z̄_i)(z_it − z̄_i)',    z = (x, y)
///
/// Columns are centred on their mean and scaled to unit spread beforehand, so that cross products
/// lose few digits.
package struct UnitMoments: Sendable {
  /// Regressors; the outcome stands behind them.
  package let regressorCount: Int
  package let unitCount: Int
  private let sizes: [Double]
  /// For each unit the upper triangle of W_i, then z̄_i.
  private let parts: [Double]
  private let scales: [Double]

  private var width: Int { regressorCount + 1 }
  private var triangle: Int { width * (width + 1) / 2 }
  private var stride: Int { triangle + width }

  /// - Parameter panel: The regressors, then the outcome, by unit.
  /// - Complexity: O(*n k*²).
  package init(_ panel: GroupedColumns) {
    regressorCount = panel.columns.count - 1
    unitCount = panel.grouping.count
    sizes = panel.sizes
    let centres = panel.columns.map { Summation.mean($0) }
    let scales = panel.columns.map { column -> Double in
      let spread = (Summation.centredSumOfSquares(column) / Double(column.count)).squareRoot()
      return spread > 0 ? spread : 1
    }
    self.scales = scales
    let width = panel.columns.count
    let triangle = width * (width + 1) / 2
    let stride = triangle + width
    var parts = [Double](repeating: 0, count: stride * panel.grouping.count)
    let deviations = (0..<width).map { j in
      panel.deviations(of: j).map { $0 / scales[j] }
    }
    for (row, code) in panel.grouping.codes.enumerated() {
      var place = Int(code) * stride
      for j in 0..<width {
        for i in 0...j {
          parts[place] += deviations[i][row] * deviations[j][row]
          place += 1
        }
      }
    }
    for unit in 0..<panel.grouping.count {
      for j in 0..<width {
        parts[unit * stride + triangle + j] = (panel.means[j][unit] - centres[j]) / scales[j]
      }
    }
    self.parts = parts
  }

  /// Slopes with fixed and with random effects.
  package struct Slopes: Sendable, Equatable {
    package var fixed: [Double]
    package var random: [Double]
  }

  /// Estimates with both kinds of effects on a resample, variance components after Swamy and
  /// Arora.
  ///
  /// - Parameters:
  ///   - counts: How often each unit is in the resample; copies of a unit are units of their own.
  ///   - varying: Positions of the regressors that fixed effects estimate.
  ///   - kept: Positions of those that random effects estimate.
  /// - Returns: Slopes in the order of the positions; `nil` where the resample does not identify
  ///   all of them, or leaves no degrees of freedom.
  /// - Complexity: O(*u k*² + *k*³), u units.
  package func slopes(counts: [Int], varying: [Int], kept: [Int]) -> Slopes? {
    let k = regressorCount
    var within = SymmetricSums(order: width)
    var between = SymmetricSums(order: width + 1)
    var rows = 0.0
    var units = 0.0
    var inverseSizes = 0.0
    for unit in 0..<unitCount where counts[unit] > 0 {
      let count = Double(counts[unit])
      rows += count * sizes[unit]
      units += count
      inverseSizes += count / sizes[unit]
      add(unit, within: count, to: &within)
      addMeans(of: unit, count, to: &between)
    }
    guard let fixed = within.regression(on: varying, outcome: k) else { return nil }
    let freedom = rows - units - Double(varying.count)
    let betweenFit = between.projection(on: [width] + kept, outcome: k)
    let betweenFreedom = units - Double(betweenFit.rank)
    guard freedom >= 1, betweenFreedom >= 1, fixed.residual > 0 else { return nil }
    let errorVariance = fixed.residual / freedom
    let unitVariance = max(
      0, betweenFit.residual / betweenFreedom - errorVariance * inverseSizes / units)
    var quasi = SymmetricSums(order: width + 1)
    for unit in 0..<unitCount where counts[unit] > 0 {
      let count = Double(counts[unit])
      // (1 − θ)² T = T σ²_e / (T σ²_u + σ²_e)
      let remaining = sizes[unit] * errorVariance / (sizes[unit] * unitVariance + errorVariance)
      add(unit, within: count, to: &quasi)
      addMeans(of: unit, count * remaining, to: &quasi)
    }
    guard let random = quasi.regression(on: [width] + kept, outcome: k) else { return nil }
    return Slopes(
      fixed: zip(fixed.coefficients, varying).map { $0 * scales[k] / scales[$1] },
      random: zip(random.coefficients.dropFirst(), kept).map { $0 * scales[k] / scales[$1] })
  }

  private func add(_ unit: Int, within count: Double, to sums: inout SymmetricSums) {
    var place = unit * stride
    for j in 0..<width {
      for i in 0...j {
        sums[i, j] += count * parts[place]
        place += 1
      }
    }
  }

  /// Adds w (z̄', 1)'(z̄', 1).
  private func addMeans(of unit: Int, _ weight: Double, to sums: inout SymmetricSums) {
    let place = unit * stride + triangle
    for j in 0..<width {
      let scaled = weight * parts[place + j]
      for i in 0...j { sums[i, j] += scaled * parts[place + i] }
      sums[j, width] += scaled
    }
    sums[width, width] += weight
  }
}

/// A symmetric matrix of sums, of which the upper triangle is held.
private struct SymmetricSums {
  /// What share of a column's square must be its own for it to count.
  private static let tolerance = 1e-10

  let order: Int
  private var elements: [Double]

  init(order: Int) {
    self.order = order
    elements = [Double](repeating: 0, count: order * order)
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[column * order + row] }
    set { elements[column * order + row] = newValue }
  }

  private func value(_ i: Int, _ j: Int) -> Double { i <= j ? self[i, j] : self[j, i] }

  /// Coefficients on some columns and the residual sum; `nil` where they are not independent.
  func regression(on columns: [Int], outcome: Int) -> (coefficients: [Double], residual: Double)? {
    let reduced = eliminated(columns, outcome)
    guard reduced.pivots.allSatisfy({ $0 }) else { return nil }
    let n = columns.count
    var coefficients = [Double](repeating: 0, count: n)
    for i in (0..<n).reversed() {
      var sum = reduced.rows[i][n]
      for j in i + 1..<max(n, i + 1) { sum -= reduced.rows[i][j] * coefficients[j] }
      coefficients[i] = sum / reduced.rows[i][i]
    }
    return coefficients.allSatisfy(\.isFinite) ? (coefficients, reduced.residual) : nil
  }

  /// The residual sum after projection on some columns, and how many are independent.
  func projection(on columns: [Int], outcome: Int) -> (residual: Double, rank: Int) {
    let reduced = eliminated(columns, outcome)
    return (reduced.residual, reduced.pivots.count { $0 })
  }

  /// Gaussian elimination in the order listed; columns that depend on earlier ones are passed over.
  private func eliminated(
    _ columns: [Int],
    _ outcome: Int
  ) -> (rows: [[Double]], pivots: [Bool], residual: Double) {
    let n = columns.count
    let all = columns + [outcome]
    var rows = all.map { i in all.map { value(i, $0) } }
    var pivots = [Bool](repeating: false, count: n)
    for pivot in 0..<n {
      let square = value(columns[pivot], columns[pivot])
      guard rows[pivot][pivot] > Self.tolerance * square else { continue }
      pivots[pivot] = true
      for i in pivot + 1...n {
        let factor = rows[pivot][i] / rows[pivot][pivot]
        for j in i...n { rows[i][j] -= factor * rows[pivot][j] }
      }
    }
    return (rows, pivots, max(0, rows[n][n]))
  }
}
