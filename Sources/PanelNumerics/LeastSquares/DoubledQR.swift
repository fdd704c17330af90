/// X = QR by modified Gram–Schmidt in doubled precision, and the least-squares fit from it.
///
/// Q has orthogonal columns, not scaled; R is unit upper triangular and D = Q'Q diagonal, so
/// X'X = R'DR. With 106 bits the loss of orthogonality is 10⁻³² times the condition number:
/// designs up to a condition number of about 10¹⁵ give every digit of a double.
struct DoubledQR {
  private let rowCount: Int
  private let columnCount: Int
  private let threads: Int
  /// X and y, each column times a power of two that makes its largest element about one.
  private var data: DoubledColumns
  private var exponents: [Int] = []
  /// Norms of the scaled columns, outcome last.
  private var norms: [Double] = []
  /// Rounding error norms of the scaled columns.
  private var noise: [Double] = []

  private var kept: [Int] = []
  private var dropped: [LeastSquaresFit.DroppedColumn] = []
  /// R without its unit diagonal: entry [i][l] for the i-th kept column and column l of [X y].
  private var factor: [[DoubleDouble]] = []
  /// D.
  private var squares: [DoubleDouble] = []
  private var rotated: DoubledColumns

  init(
    design: Matrix,
    outcome: [Double],
    lowOrder: LowOrderParts,
    columnNoise: [Double]?,
    threads: Int
  ) {
    let n = design.rowCount
    let k = design.columnCount
    precondition(lowOrder.design.count == n * k && lowOrder.outcome.count == n, "low-order parts")
    rowCount = n
    columnCount = k
    self.threads = threads
    data = DoubledColumns(
      rowCount: n,
      high: design.elements + outcome,
      low: lowOrder.design + lowOrder.outcome
    )
    exponents = data.scaleToUnit()
    rotated = data
    norms = (0...k).map { data.dot($0, [$0], threads: threads)[0].squareRoot().value }
    noise = (0..<k).map { j in
      max(0x1p-53 * norms[j], (columnNoise?[j] ?? 0) * Self.power(of: -exponents[j]))
    }
    for j in 0..<k { eliminate(j) }
  }

  private static func power(of exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  /// Takes column j out of all later ones, or drops it.
  private mutating func eliminate(_ j: Int) {
    let later = Array(j...columnCount)
    let products = rotated.dot(j, later, threads: threads)
    let square = products[0]
    let combination = combination(of: j)
    var allowed = noise[j]
    for (position, coefficient) in combination.enumerated() {
      allowed += abs(coefficient) * noise[kept[position]]
    }
    guard square.squareRoot().value > LeastSquares.noiseFactor * allowed else {
      let parts = zip(kept, combination).compactMap {
        column,
        coefficient -> LeastSquaresFit.DroppedColumn.Part? in
        guard abs(coefficient) * noise[column] > noise[j] * 0x1p-20 else { return nil }
        let scale = Self.power(of: exponents[j] - exponents[column])
        return .init(column: column, coefficient: coefficient * scale)
      }
      dropped.append(LeastSquaresFit.DroppedColumn(column: j, combination: parts))
      return
    }
    var row = [DoubleDouble](repeating: .zero, count: columnCount + 1)
    for (position, l) in later.enumerated().dropFirst() { row[l] = products[position] / square }
    rotated.subtract(column: j, times: later.dropFirst().map { ($0, row[$0]) }, threads: threads)
    kept.append(j)
    factor.append(row)
    squares.append(square)
  }

  /// The coefficients of column l's projection on the kept columns.
  private func combination(of l: Int) -> [Double] {
    solveUnitUpper(factor.map { $0[l] }).map(\.value)
  }

  /// R⁻¹z over the kept columns.
  private func solveUnitUpper(_ z: [DoubleDouble]) -> [DoubleDouble] {
    var solution = z
    for i in solution.indices.reversed() {
      for l in i + 1..<max(solution.count, i + 1) {
        solution[i] -= factor[i][kept[l]] * solution[l]
      }
    }
    return solution
  }

  /// Solves for the coefficients, and corrects them from residuals until they stand still.
  func fit() -> LeastSquaresFit {
    var coefficients = solveUnitUpper(factor.map { $0[columnCount] })
    var steps = 0
    var residual = data.residual(
      target: columnCount,
      columns: kept,
      coefficients: coefficients,
      threads: threads
    )
    while steps < 10 {
      let correction = solveUnitUpper(projection(of: residual))
      let moved = zip(correction, coefficients).contains {
        abs($0.value) > 0x1p-58 * abs($1.value)
      }
      for i in coefficients.indices { coefficients[i] += correction[i] }
      steps += 1
      residual = data.residual(
        target: columnCount,
        columns: kept,
        coefficients: coefficients,
        threads: threads
      )
      if !moved { break }
    }
    return fit(coefficients: coefficients, residual: residual, steps: steps)
  }

  /// D⁻¹Q'e, by the recurrence of modified Gram–Schmidt.
  private func projection(of residual: DoubledColumns) -> [DoubleDouble] {
    var rest = residual
    return kept.indices.map { i in
      let share = rotated.dot(kept[i], with: rest, threads: threads) / squares[i]
      rest.subtract(column: kept[i], of: rotated, times: share, threads: threads)
      return share
    }
  }

  private func fit(
    coefficients: [DoubleDouble],
    residual: DoubledColumns,
    steps: Int
  ) -> LeastSquaresFit {
    let size = kept.count
    let outcomeScale = exponents[columnCount]
    let inverse = (0..<size).map { column in
      var unit = [DoubleDouble](repeating: .zero, count: size)
      unit[column] = DoubleDouble(1)
      return solveUnitUpper(unit)
    }
    var bread = Matrix(rowCount: size, columnCount: size)
    var root = Matrix(rowCount: size, columnCount: size)
    var scaledRoot = root
    var scaledFactor = root
    for j in 0..<size {
      let length = squares[j].squareRoot()
      for i in 0...j {
        var sum = DoubleDouble.zero
        for l in j..<size { sum += inverse[l][i] * inverse[l][j] / squares[l] }
        let scale = Self.power(of: -exponents[kept[i]])
        bread[i, j] = sum.value * scale * Self.power(of: -exponents[kept[j]])
        let element = (inverse[j][i] / length).value
        root[i, j] = element * scale
        scaledRoot[i, j] = element * norms[kept[i]]
        let entry = i == j ? DoubleDouble(1) : factor[i][kept[j]]
        scaledFactor[i, j] = (entry * squares[i].squareRoot()).value / norms[kept[j]]
      }
    }
    bread.mirrorUpperTriangle()
    let unscale = Self.power(of: outcomeScale)
    return LeastSquaresFit(
      coefficients: zip(coefficients, kept).map { coefficient, column in
        coefficient.value * Self.power(of: outcomeScale - exponents[column])
      },
      kept: kept,
      dropped: dropped,
      residuals: residual.values(ofColumn: 0).map { $0 * unscale },
      doubledResidualSumOfSquares:
        residual.dot(0, with: residual, threads: threads) * (unscale * unscale),
      bread: bread,
      rootInverse: root,
      conditionNumber: size == 0 ? 1 : scaledFactor.oneNorm * scaledRoot.oneNorm,
      path: .refinedQR,
      refinementSteps: steps
    )
  }
}
