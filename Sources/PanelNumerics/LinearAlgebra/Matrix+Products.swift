internal import CLAPACK

extension Matrix {
  /// The identity of order n.
  package static func identity(_ n: Int) -> Matrix {
    var identity = Matrix(rowCount: n, columnCount: n)
    for i in 0..<n { identity[i, i] = 1 }
    return identity
  }

  /// A matrix with the given diagonal.
  package static func diagonal(_ values: [Double]) -> Matrix {
    var matrix = Matrix(rowCount: values.count, columnCount: values.count)
    for i in values.indices { matrix[i, i] = values[i] }
    return matrix
  }

  /// The diagonal of a square matrix.
  package var diagonal: [Double] { (0..<Swift.min(rowCount, columnCount)).map { self[$0, $0] } }

  package var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for j in 0..<columnCount {
      for i in 0..<rowCount {
        result.elements[i * columnCount + j] = elements[j * rowCount + i]
      }
    }
    return result
  }

  /// A · B.
  package static func * (a: Matrix, b: Matrix) -> Matrix {
    a.product(with: b, transposed: false)
  }

  /// A'B.
  package func transposedTimes(_ b: Matrix) -> Matrix { product(with: b, transposed: true) }

  /// A · v.
  package static func * (a: Matrix, v: [Double]) -> [Double] {
    (a * Matrix(rowCount: v.count, columnCount: 1, elements: v)).elements
  }

  /// A'v.
  package func transposedTimes(_ v: [Double]) -> [Double] {
    transposedTimes(Matrix(rowCount: v.count, columnCount: 1, elements: v)).elements
  }

  private func product(with b: Matrix, transposed: Bool) -> Matrix {
    let rows = transposed ? columnCount : rowCount
    let inner = transposed ? rowCount : columnCount
    precondition(inner == b.rowCount, "\(inner) columns times \(b.rowCount) rows")
    var result = Matrix(rowCount: rows, columnCount: b.columnCount)
    guard rows > 0, inner > 0, b.columnCount > 0 else { return result }
    Numerics.prepare()
    cblas_dgemm(
      CblasColMajor,
      transposed ? CblasTrans : CblasNoTrans,
      CblasNoTrans,
      Int32(rows),
      Int32(b.columnCount),
      Int32(inner),
      1,
      elements,
      Int32(rowCount),
      b.elements,
      Int32(b.rowCount),
      0,
      &result.elements,
      Int32(rows)
    )
    return result
  }

  /// A'A, exactly symmetric.
  package func crossProduct() -> Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: columnCount)
    guard rowCount > 0, columnCount > 0 else { return result }
    Numerics.prepare()
    cblas_dsyrk(
      CblasColMajor,
      CblasUpper,
      CblasTrans,
      Int32(columnCount),
      Int32(rowCount),
      1,
      elements,
      Int32(rowCount),
      0,
      &result.elements,
      Int32(columnCount)
    )
    result.mirrorUpperTriangle()
    return result
  }

  /// Copies the upper triangle onto the lower one.
  package mutating func mirrorUpperTriangle() {
    precondition(rowCount == columnCount, "not square")
    for j in 0..<columnCount {
      for i in 0..<j { self[j, i] = self[i, j] }
    }
  }

  package static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, +) }
  package static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, -) }

  package static func * (factor: Double, a: Matrix) -> Matrix {
    Matrix(
      rowCount: a.rowCount,
      columnCount: a.columnCount,
      elements: a.elements.map { factor * $0 }
    )
  }

  private func combined(with b: Matrix, _ operation: (Double, Double) -> Double) -> Matrix {
    precondition(rowCount == b.rowCount && columnCount == b.columnCount, "shapes differ")
    return Matrix(
      rowCount: rowCount,
      columnCount: columnCount,
      elements: zip(elements, b.elements).map { operation($0, $1) }
    )
  }

  /// Each row i times `factors[i]`: diag(f) · A.
  package func scalingRows(by factors: [Double]) -> Matrix {
    precondition(factors.count == rowCount, "\(factors.count) factors, \(rowCount) rows")
    var result = self
    result.elements.withUnsafeMutableBufferPointer { elements in
      for j in 0..<columnCount {
        for i in 0..<rowCount { elements[j * rowCount + i] *= factors[i] }
      }
    }
    return result
  }

  /// The given columns, in that order.
  package func columns(_ indices: [Int]) -> Matrix {
    var chosen: [Double] = []
    chosen.reserveCapacity(indices.count * rowCount)
    for j in indices { chosen += elements[j * rowCount..<(j + 1) * rowCount] }
    return Matrix(rowCount: rowCount, columnCount: indices.count, elements: chosen)
  }

  /// The given rows, in that order.
  package func rows(_ indices: [Int]) -> Matrix {
    var chosen: [Double] = []
    chosen.reserveCapacity(indices.count * columnCount)
    for j in 0..<columnCount {
      for i in indices { chosen.append(elements[j * rowCount + i]) }
    }
    return Matrix(rowCount: indices.count, columnCount: columnCount, elements: chosen)
  }

  /// The mean of a square matrix and its transpose.
  package var symmetrised: Matrix {
    precondition(rowCount == columnCount, "not square")
    var result = self
    for j in 0..<columnCount {
      for i in 0..<j {
        let mean = (self[i, j] + self[j, i]) / 2
        result[i, j] = mean
        result[j, i] = mean
      }
    }
    return result
  }

  /// The largest sum of magnitudes in a column.
  package var oneNorm: Double {
    (0..<columnCount).map { j in
      elements[j * rowCount..<(j + 1) * rowCount].reduce(0) { $0 + abs($1) }
    }.max() ?? 0
  }
}
