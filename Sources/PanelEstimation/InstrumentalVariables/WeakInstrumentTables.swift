import PanelResults

/// Published critical values for weak instruments; facts, never extrapolated.
enum WeakInstrumentTables {
  /// Critical values of the Cragg–Donald F at 5 percent, by endogenous variables and instruments.
  ///
  /// - SeeAlso: Stock and Yogo (2005), *Testing for weak instruments in linear IV regression*,
  ///   tables 5.1, 5.2 and 5.4.
  static func stockYogo(
    endogenous: Int,
    instruments: Int,
    estimator: InstrumentEstimator
  ) -> [CriticalValue] {
    let rows: [(CriticalValue.Criterion, Double, first: Int, values: [Double])]
    switch (endogenous, estimator) {
    case (1, .liml): rows = [(.limlSize, 0.1, 1, [16.38, 8.68, 6.46, 5.44, 4.84])]
    case (1, .twoStage):
      rows = [
        (.size, 0.10, 1, [16.38, 19.93, 22.30, 24.58, 26.87, 29.18]),
        (.size, 0.15, 1, [8.96, 11.59, 12.83, 13.96, 15.09, 16.23]),
        (.size, 0.20, 1, [6.66, 8.75, 9.54, 10.26, 10.98, 11.72]),
        (.size, 0.25, 1, [5.53, 7.25, 7.80, 8.31, 8.84, 9.38]),
        (.bias, 0.05, 3, [13.91, 16.85, 18.37, 19.28]),
        (.bias, 0.10, 3, [9.08, 10.27, 10.83, 11.12]),
        (.bias, 0.20, 3, [6.46, 6.71, 6.77, 6.76]),
        (.bias, 0.30, 3, [5.39, 5.34, 5.25, 5.15]),
      ]
    case (2, .twoStage):
      rows = [
        (.size, 0.10, 2, [7.03, 13.43, 16.87, 19.45, 21.68]),
        (.size, 0.15, 2, [4.58, 8.18, 9.93, 11.22, 12.33]),
        (.size, 0.20, 2, [3.95, 6.40, 7.54, 8.38, 9.10]),
        (.size, 0.25, 2, [3.63, 5.45, 6.28, 6.89, 7.42]),
        (.bias, 0.05, 4, [11.04, 13.97, 15.72]),
      ]
    default: rows = []
    }
    return rows.compactMap { criterion, tolerance, first, values in
      values.indices.contains(instruments - first)
        ? CriticalValue(criterion, tolerance: tolerance, value: values[instruments - first]) : nil
    }
  }

  /// What |t| must exceed at 5 percent, given the F of the first stage: one endogenous variable
  /// and one instrument.
  ///
  /// - Parameter f: The first-stage F under the covariance of the t statistic.
  /// - Returns: Interpolated between the tabulated values linearly in √F; 1.96 above the table,
  ///   `nil` below it, where the value grows without bound.
  /// - SeeAlso: Lee, McCrary, Moreira and Porter (2022), *Valid t-ratio inference for IV*, table
  ///   3, as tabulated by √F = 2.0, 2.1, …, 10.3 in ivDiag; `WeakInstrumentTests`.
  static func criticalT(f: Double) -> Double? {
    let root = f.squareRoot()
    guard root >= 2 else { return nil }
    let place = (root - 2) * 10
    let low = Int(place)
    guard low + 1 < tabulatedT.count else { return tabulatedT[tabulatedT.count - 1] }
    let share = place - Double(low)
    return (1 - share) * tabulatedT[low] + share * tabulatedT[low + 1]
  }

  private static let tabulatedT: [Double] = [
    18.66, 9.74, 7.37, 6.18, 5.43, 4.92, 4.54, 4.25, 4.01, 3.82, 3.65, 3.51, 3.39, 3.29, 3.19,
    3.11, 3.03, 2.97, 2.91, 2.85, 2.80, 2.75, 2.71, 2.67, 2.63, 2.60, 2.57, 2.54, 2.51, 2.48,
    2.46, 2.43, 2.41, 2.39, 2.37, 2.35, 2.33, 2.32, 2.30, 2.29, 2.27, 2.26, 2.24, 2.23, 2.22,
    2.21, 2.20, 2.19, 2.17, 2.16, 2.16, 2.15, 2.14, 2.13, 2.12, 2.11, 2.10, 2.10, 2.09, 2.08,
    2.08, 2.07, 2.06, 2.06, 2.05, 2.04, 2.04, 2.03, 2.03, 2.02, 2.02, 2.01, 2.01, 2.00, 2.00,
    1.99, 1.99, 1.99, 1.98, 1.98, 1.97, 1.97, 1.97, 1.96,
  ]
}
