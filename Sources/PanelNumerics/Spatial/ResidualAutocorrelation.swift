/// Moran's I of the residuals of least squares, with its moments under normal errors.
///
/// For N places in T periods, S = I_T ⊗ (W + W')/2, residuals e = Mε and d = tr M degrees of freedom:
///
///     I = N/S₀ · e'Se/e'e,    E = N/S₀ · tr(MS)/d,
///     Var = (N/S₀)² [2 tr(MSMS) + tr(MS)²]/(d(d + 2)) − E²
///
/// M = A ⊗ B − QQ': A centres periods where units have effects, B centres units where periods have
/// some, and Q are the regressors off these effects, orthonormal. No matrix of order NT is formed.
///
/// - SeeAlso: Cliff and Ord (1981), *Spatial Processes*, 8.3; spdep's `lm.morantest`; tests
///   `ResidualAutocorrelationTests`.
package struct ResidualAutocorrelation: Sendable, Equatable {
  package let value: Double
  package let expectation: Double
  package let variance: Double
  /// d.
  package let degreesOfFreedom: Int

  /// What the regression absorbs beside its regressors.
  package struct Effects: Sendable, Equatable {
    package var units: Bool
    package var periods: Bool

    package init(units: Bool, periods: Bool) {
      self.units = units
      self.periods = periods
    }
  }

  /// `nil` where no degree of freedom is left.
  ///
  /// - Parameters:
  ///   - residuals: NT numbers, unit by unit, and by period within a unit.
  ///   - regressors: NT × k, linearly independent, off the effects; a constant among them where
  ///     there are no effects.
  ///   - effects: Both or either of units' and periods'.
  ///   - weights: N × N.
  package init?(
    residuals: [Double],
    regressors: Matrix,
    effects: Effects,
    weights: SparseMatrix
  ) {
    let places = weights.rowCount
    let periods = residuals.count / places
    precondition(places * periods == residuals.count, "the panel is not balanced")
    let (n, t) = (Double(places), Double(periods))
    let freedom =
      (periods - (effects.units ? 1 : 0)) * (places - (effects.periods ? 1 : 0))
      - regressors.columnCount
    guard freedom > 0 else { return nil }
    let s0 = Summation.sum(weights.values)
    let form = QuadraticForm(crossProductsOf: weights)
    let lag = StackedLag(form: form, periods: periods)
    value =
      n / s0 * Summation.dot(residuals, lag.times(residuals)) / Summation.sumOfSquares(residuals)

    let trace = Summation.sum(form.diagonal)
    let ones = form.symmetricProduct([Double](repeating: 1, count: places))
    let squares = form.sumOfSquares
    let centredTrace = effects.periods ? trace - s0 / n : trace
    let centredSquares =
      effects.periods
      ? squares - 2 * Summation.sumOfSquares(ones) / n + s0 * s0 / (n * n) : squares
    let inner = effects.units ? t - 1 : t

    let basis = (1 / (n * t).squareRoot()) * OrthonormalBasis(regressors).basis
    let lagged = Matrix(columns: (0..<basis.columnCount).map { lag.times(basis.column($0)) })
    let within = Matrix(
      columns: (0..<basis.columnCount).map {
        Self.centred(lagged.column($0), places: places, periods: periods, effects)
      }
    )
    let small = basis.transposedTimes(lagged)
    let trMS = inner * centredTrace - Summation.sum(small.diagonal)
    let trMSMS =
      inner * centredSquares - 2 * Summation.sumOfSquares(within.elements)
      + Summation.sumOfSquares(small.elements)
    let d = Double(freedom)
    let scale = n / s0
    expectation = scale * trMS / d
    variance =
      scale * scale * (2 * trMSMS + trMS * trMS) / (d * (d + 2)) - expectation * expectation
    degreesOfFreedom = freedom
  }

  /// (A ⊗ B)v.
  private static func centred(
    _ values: [Double],
    places: Int,
    periods: Int,
    _ effects: Effects
  ) -> [Double] {
    var values = values
    if effects.units {
      for unit in 0..<places {
        let range = unit * periods..<(unit + 1) * periods
        let mean = Summation.mean(Array(values[range]))
        for index in range { values[index] -= mean }
      }
    }
    if effects.periods {
      for period in 0..<periods {
        let indices = stride(from: period, to: values.count, by: periods)
        let mean = Summation.mean(indices.map { values[$0] })
        for index in indices { values[index] -= mean }
      }
    }
    return values
  }
}

/// (I_T ⊗ (W + W')/2)v for vectors by unit and by period within a unit.
private struct StackedLag {
  var form: QuadraticForm
  var periods: Int

  func times(_ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for i in 0..<form.count {
      for period in 0..<periods {
        result[i * periods + period] += form.diagonal[i] * values[i * periods + period]
      }
      for place in form.starts[i]..<form.starts[i + 1] {
        let j = Int(form.others[place])
        let weight = form.weights[place] / 2
        for period in 0..<periods {
          result[i * periods + period] += weight * values[j * periods + period]
          result[j * periods + period] += weight * values[i * periods + period]
        }
      }
    }
    return result
  }
}

extension QuadraticForm {
  /// (W + W')v/2.
  func symmetricProduct(_ values: [Double]) -> [Double] {
    StackedLag(form: self, periods: 1).times(values)
  }

  /// The sum of the squares of all elements of (W + W')/2.
  var sumOfSquares: Double {
    sumOfSquaredPairs / 2 + Summation.sumOfSquares(diagonal)
  }
}
