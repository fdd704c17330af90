/// Averages over places of what a unit change of a regressor does through S = (I − ρW)⁻¹.
///
///     own         = tr(S)/n        to the place itself, through the regressor
///     ownLagged   = tr(SW)/n       to the place itself, through the regressor's spatial lag
///     total       = 1'S1/n         to all places, through the regressor
///     totalLagged = 1'SW1/n        to all places, through its lag
///
/// - SeeAlso: LeSage and Pace (2009), *Introduction to Spatial Econometrics*, section 2.7.1.
package struct SpatialMultipliers: Sendable, Equatable {
  package var own: Double
  package var ownLagged: Double
  package var total: Double
  package var totalLagged: Double

  package init(own: Double, ownLagged: Double, total: Double, totalLagged: Double) {
    self.own = own
    self.ownLagged = ownLagged
    self.total = total
    self.totalLagged = totalLagged
  }

  /// From averages of SW alone: S = I + ρSW.
  init(rho: Double, ownLagged: Double, totalLagged: Double) {
    own = 1 + rho * ownLagged
    self.ownLagged = ownLagged
    total = 1 + rho * totalLagged
    self.totalLagged = totalLagged
  }
}

/// The multipliers of one W as functions of ρ.
///
/// Neither inverse nor eigenvectors are formed. Traces come from eigenvalues, which are exact for
/// a matrix within rounding of W even where W is defective, as k-nearest neighbours are; or from a
/// function that a log-determinant brings. Sums come from two solves, or from 1/(1 − ρ) where all
/// rows of W sum to one.
package struct SpatialResponse: Sendable {
  /// tr(SW) and its derivative tr((SW)²).
  package enum Traces: Sendable {
    /// The eigenvalues of W, complex ones in pairs.
    case eigenvalues(real: [Double], imaginary: [Double])
    /// Each at a given ρ, computed anew.
    case functions(
      value: @Sendable (_ rho: Double) -> Double,
      slope: @Sendable (_ rho: Double) -> Double
    )
  }

  /// 1'SW1.
  package enum Sums: Sendable {
    /// All rows of W sum to one, so that SW1 = 1/(1 − ρ).
    case rowStandardised
    /// (I − ρW)⁻¹b at a given ρ.
    case solves(@Sendable (_ rho: Double, _ vector: [Double]) -> [Double])
  }

  /// n.
  package let count: Int
  private let spectrum: EigenvalueSums?
  private let traces: Traces
  private let sums: Sums
  /// W1 and W'1.
  private let rowSums: [Double]
  private let columnSums: [Double]

  /// The multipliers of a matrix with its log-determinant.
  package init(_ weights: SparseMatrix, _ determinant: any LogDeterminant) {
    let rowSums = weights.rowSums
    let traces: Traces
    if let known = determinant as? EigenvalueLogDeterminant {
      traces = .eigenvalues(real: known.real, imaginary: known.imaginary)
    } else {
      traces = .functions(
        value: { determinant.trace(at: $0) },
        slope: { determinant.traces(at: $0).square }
      )
    }
    self.init(
      rowSums: rowSums,
      columnSums: weights.columnSums,
      traces: traces,
      sums: Self.isRowStandardised(rowSums)
        ? .rowStandardised : .solves { determinant.system(at: $0).solve($1) }
    )
  }

  /// - Parameters:
  ///   - rowSums: W1, n numbers.
  ///   - columnSums: W'1, n numbers.
  package init(rowSums: [Double], columnSums: [Double], traces: Traces, sums: Sums) {
    count = rowSums.count
    self.rowSums = rowSums
    self.columnSums = columnSums
    self.traces = traces
    self.sums = sums
    if case .eigenvalues(let real, let imaginary) = traces {
      spectrum = EigenvalueSums(real: real, imaginary: imaginary)
    } else {
      spectrum = nil
    }
  }

  /// Whether all rows sum to one up to rounding.
  package static func isRowStandardised(_ rowSums: [Double]) -> Bool {
    rowSums.allSatisfy { abs($0 - 1) <= 1e-12 * max(1, Double(rowSums.count).squareRoot()) }
  }

  /// The multipliers at ρ.
  package func multipliers(at rho: Double) -> SpatialMultipliers {
    SpatialMultipliers(
      rho: rho,
      ownLagged: trace(at: rho) / Double(count),
      totalLagged: sum(at: rho) / Double(count)
    )
  }

  /// The derivatives of the multipliers by ρ.
  ///
  ///     d tr(S)/dρ = tr(SWS) = tr(SW) + ρ tr((SW)²),    d 1'S1/dρ = 1'SW1 + ρ 1'(SW)²1
  package func slopes(at rho: Double) -> SpatialMultipliers {
    let n = Double(count)
    let (traceSlope, sumSlope) = (self.traceSlope(at: rho), self.sumSlope(at: rho))
    return SpatialMultipliers(
      own: (trace(at: rho) + rho * traceSlope) / n,
      ownLagged: traceSlope / n,
      total: (sum(at: rho) + rho * sumSlope) / n,
      totalLagged: sumSlope / n
    )
  }

  /// The most operations on eigenvalues that many values of ρ may cost.
  private static let directWork = 4_000_000

  /// The multipliers at many values of ρ inside the admissible interval.
  ///
  /// Where one value costs a factorisation, or there are many eigenvalues, tr(SW) and 1'SW1 are
  /// interpolated between a few values: see ``AdmissibleInterpolation``.
  ///
  /// - Parameters:
  ///   - rhos: Inside `interval`.
  ///   - interval: Where I − ρW is regular.
  /// - Returns: One per ρ, and the largest relative error of interpolation that was met.
  package func multipliers(
    at rhos: [Double],
    in interval: AdmissibleInterval
  ) -> (values: [SpatialMultipliers], error: Double) {
    guard let least = rhos.min(), let greatest = rhos.max() else { return ([], 0) }
    var error = 0.0
    /// Between a few values, unless the function does not allow it.
    func path(_ exact: @escaping (Double) -> Double) -> (Double) -> Double {
      let path = AdmissibleInterpolation(from: least, to: greatest, in: interval, exact)
      guard path.error <= AdmissibleInterpolation.tolerance else { return exact }
      error = max(error, path.error)
      return { path.value(at: $0) }
    }
    let traces: (Double) -> Double
    if let spectrum, spectrum.count * rhos.count <= Self.directWork {
      traces = { spectrum.value(at: $0) }
    } else {
      traces = path { self.trace(at: $0) }
    }
    let sums: (Double) -> Double
    if case .rowStandardised = self.sums {
      sums = { self.sum(at: $0) }
    } else {
      sums = path { self.sum(at: $0) }
    }
    let n = Double(count)
    let values = rhos.map {
      SpatialMultipliers(rho: $0, ownLagged: traces($0) / n, totalLagged: sums($0) / n)
    }
    return (values, error)
  }

  /// tr(SW).
  private func trace(at rho: Double) -> Double {
    switch traces {
    case .functions(let value, _): value(rho)
    case .eigenvalues: spectrum?.value(at: rho) ?? .nan
    }
  }

  /// tr((SW)²).
  private func traceSlope(at rho: Double) -> Double {
    switch traces {
    case .functions(_, let slope): slope(rho)
    case .eigenvalues: spectrum?.slope(at: rho) ?? .nan
    }
  }

  /// 1'SW1.
  private func sum(at rho: Double) -> Double {
    switch sums {
    case .rowStandardised: Double(count) / (1 - rho)
    case .solves(let solve): Summation.sum(solve(rho, rowSums))
    }
  }

  /// 1'(SW)²1 = 1'W · S(SW1), since S and W commute.
  private func sumSlope(at rho: Double) -> Double {
    switch sums {
    case .rowStandardised: Double(count) / ((1 - rho) * (1 - rho))
    case .solves(let solve): Summation.dot(columnSums, solve(rho, solve(rho, rowSums)))
    }
  }
}

/// Σ λ/(1 − ρλ) and Σ λ²/(1 − ρλ)² over the eigenvalues of a real matrix.
///
/// Complex eigenvalues come in pairs, so that real parts are all there is to add:
/// Re λ/(1 − ρλ) = (a − ρ|λ|²)/((1 − ρa)² + ρ²b²) for λ = a + bi.
struct EigenvalueSums: Sendable {
  let count: Int
  /// Eight eigenvalues at a time, the last filled up with zeros, which add nothing.
  private let real: [SIMD8<Double>]
  private let imaginary: [SIMD8<Double>]
  private let isReal: Bool

  init(real: [Double], imaginary: [Double]) {
    precondition(real.count == imaginary.count, "eigenvalues differ in length")
    count = real.count
    self.real = Self.packed(real)
    self.imaginary = Self.packed(imaginary)
    isReal = imaginary.allSatisfy { $0 == 0 }
  }

  private static func packed(_ values: [Double]) -> [SIMD8<Double>] {
    stride(from: 0, to: values.count, by: 8).map { start in
      var lanes = SIMD8<Double>.zero
      for lane in 0..<min(8, values.count - start) { lanes[lane] = values[start + lane] }
      return lanes
    }
  }

  /// Σ λ/(1 − ρλ) = tr(W(I − ρW)⁻¹).
  func value(at rho: Double) -> Double {
    let one = SIMD8<Double>(repeating: 1)
    let factor = SIMD8<Double>(repeating: rho)
    var sum = SIMD8<Double>.zero
    if isReal {
      for a in real {
        let rest: SIMD8<Double> = one - factor * a
        sum += a / rest
      }
      return sum.sum()
    }
    for (a, b) in zip(real, imaginary) {
      let rest: SIMD8<Double> = one - factor * a
      let turned: SIMD8<Double> = factor * b
      let norm: SIMD8<Double> = rest * rest + turned * turned
      let above: SIMD8<Double> = a * rest - turned * b
      sum += above / norm
    }
    return sum.sum()
  }

  /// Σ λ²/(1 − ρλ)², the derivative.
  func slope(at rho: Double) -> Double {
    let one = SIMD8<Double>(repeating: 1)
    let factor = SIMD8<Double>(repeating: rho)
    var sum = SIMD8<Double>.zero
    for (a, b) in zip(real, imaginary) {
      let rest: SIMD8<Double> = one - factor * a
      let turned: SIMD8<Double> = factor * b
      let norm: SIMD8<Double> = rest * rest + turned * turned
      let above: SIMD8<Double> = a * rest - turned * b
      let x: SIMD8<Double> = above / norm
      let y: SIMD8<Double> = b / norm
      sum += x * x - y * y
    }
    return sum.sum()
  }
}
