import PanelNumerics

/// Imputation by dense normal equations with explicit dummies: an independent road for small data.
struct DenseImputation {
  /// Rows of the sample in order: unit and period codes, outcome, controls, treated, weights.
  var units: [Int]
  var times: [Int]
  var outcome: [Double]
  var controls: [[Double]] = []
  var treated: [Bool]
  var weights: [Double]

  /// (1, unit dummies, period dummies, controls), the first level of each left out.
  private var design: Matrix {
    func dummies(_ codes: [Int]) -> [[Double]] {
      Set(codes).sorted().dropFirst().map { level in codes.map { $0 == level ? 1 : 0 } }
    }
    return Matrix(
      columns: [outcome.map { _ in 1 }] + dummies(units) + dummies(times) + controls
    )
  }

  private var untreatedWeights: [Double] { zip(treated, weights).map { $0 ? 0 : $1 } }

  /// y − ŷ(0).
  func gaps() -> [Double] {
    let design = design
    let scaled = design.scalingRows(by: untreatedWeights)
    guard let solver = LUDecomposition(scaled.transposedTimes(design)) else { return [] }
    let slopes = solver.solve(scaled.transposedTimes(outcome))
    return zip(outcome, design * slopes).map { $0 - $1 }
  }

  /// −W₀Z (Z'W₀Z)⁻¹Z'v: a number per row, zero where treated.
  func balancing(_ v: [Double]) -> [Double] {
    let design = design
    let scaled = design.scalingRows(by: untreatedWeights)
    guard let solver = LUDecomposition(scaled.transposedTimes(design)) else { return [] }
    let slopes = solver.solve(design.transposedTimes(v))
    return zip(untreatedWeights, design * slopes).map { -$0 * $1 }
  }

  /// w / Σ w over some rows.
  func averaging(_ isIn: [Bool]) -> [Double] {
    let total = zip(isIn, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    return zip(isIn, weights).map { $0 ? $1 / total : 0 }
  }

  /// The mean over some rows, and the two-stage variance by cluster.
  func twoStage(_ isIn: [Bool], clusters: [Int]) -> (value: Double, variance: Double) {
    let (v, gaps) = (averaging(isIn), gaps())
    let value = zip(v, gaps).reduce(0) { $0 + $1.0 * $1.1 }
    let first = balancing(v)
    var sums: [Int: Double] = [:]
    for row in gaps.indices {
      sums[clusters[row], default: 0] += first[row] * gaps[row] + v[row] * (gaps[row] - value)
    }
    return (value, sums.values.reduce(0) { $0 + $1 * $1 })
  }

  /// The conservative variance of the mean over some treated rows, centred by cohort and period.
  func conservative(
    _ isIn: [Bool],
    clusters: [Int],
    cohorts: [Int],
    leavesOut: Bool
  ) -> Double {
    let (v, gaps) = (averaging(isIn), gaps())
    let first = balancing(v)
    let rows = gaps.indices
    var sums: [Int: Double] = [:]
    for row in rows where !treated[row] {
      sums[clusters[row], default: 0] += first[row] * gaps[row]
    }
    for row in rows where treated[row] && v[row] != 0 {
      let group = rows.filter {
        treated[$0] && cohorts[$0] == cohorts[row] && times[$0] == times[row]
          && !(leavesOut && clusters[$0] == clusters[row])
      }
      var (products, squares) = (0.0, 0.0)
      for cluster in Set(group.map { clusters[$0] }).sorted() {
        let own = group.filter { clusters[$0] == cluster }
        let mass = own.reduce(0) { $0 + v[$1] }
        products += mass * own.reduce(0) { $0 + v[$1] * gaps[$1] }
        squares += mass * mass
      }
      sums[clusters[row], default: 0] += v[row] * (gaps[row] - products / squares)
    }
    return sums.values.reduce(0) { $0 + $1 * $1 }
  }
}
