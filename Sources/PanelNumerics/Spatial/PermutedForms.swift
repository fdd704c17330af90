internal import CLAPACK

/// Quadratic forms at values in random places.
///
/// Replicate r draws its permutation from stream r and all forms and vectors share it, so results
/// depend on neither threads nor on what else is tested. Replicates are taken in blocks: sparse
/// forms meet eight permuted vectors at a time, side by side; dense ones a block of them as one
/// matrix product over the upper triangle alone.
///
/// - SeeAlso: tests `PermutedFormsTests`; `Benchmarks/moran.sh`.
package struct PermutedForms: Sendable {
  /// By form, by vector and by replicate.
  package let values: [[[Double]]]

  /// Replicates of one item of parallel work, a multiple of the lanes.
  private static let blockSize = 64
  static let lanes = 8
  /// Pairs over places squared from which a product of dense matrices is faster.
  private static let denseShare = 0.03
  /// Places above which no dense matrix is formed.
  private static let mostDensePlaces = 4_096
  /// Rows of the upper triangle that one product takes.
  private static let rowsAtOnce = 96

  /// - Parameters:
  ///   - forms: All over the same n places.
  ///   - vectors: Each n numbers.
  ///   - replicates: R.
  ///   - threads: That may work at once; the result does not depend on it.
  ///   - generator: The random numbers of a replicate.
  /// - Complexity: O(*R* (*n* + pairs) · forms · vectors).
  package init(
    _ forms: [QuadraticForm],
    of vectors: [[Double]],
    replicates: Int,
    threads: Int,
    generator: @escaping @Sendable (_ replicate: Int) -> Philox
  ) {
    let count = forms.first?.count ?? 0
    precondition(forms.allSatisfy { $0.count == count }, "forms over different places")
    precondition(vectors.allSatisfy { $0.count == count }, "vectors over different places")
    let prepared = forms.map { form in
      let isDense =
        count <= Self.mostDensePlaces
        && Double(form.weights.count) > Self.denseShare * Double(count) * Double(count)
      return isDense ? Road.dense(form.upperTriangle()) : Road.sparse(form)
    }
    Numerics.prepare()
    let blocks = Parallel.blocks(of: replicates, size: Self.blockSize)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      Self.block(prepared, of: vectors, blocks[block], count: count, generator)
    }
    var values = forms.map { _ in
      vectors.map { _ in [Double](repeating: 0, count: replicates) }
    }
    for (range, part) in zip(blocks, parts) {
      for form in forms.indices {
        for vector in vectors.indices {
          let start = (form * vectors.count + vector) * Self.blockSize
          for (offset, replicate) in range.enumerated() {
            values[form][vector][replicate] = part[start + offset]
          }
        }
      }
    }
    self.values = values
  }

  private enum Road {
    case sparse(QuadraticForm)
    case dense(Matrix)

    var isDense: Bool { if case .dense = self { true } else { false } }
  }

  /// The values of one block: by form, by vector, by place in the block.
  private static func block(
    _ forms: [Road],
    of vectors: [[Double]],
    _ range: Range<Int>,
    count: Int,
    _ generator: (Int) -> Philox
  ) -> [Double] {
    var results = [Double](repeating: 0, count: forms.count * vectors.count * blockSize)
    let hasDense = forms.contains(where: \.isDense)
    let hasSparse = forms.contains { !$0.isDense }
    let width = hasDense ? blockSize : lanes
    let permutations = RandomOrders(count: count)
    let orders = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: width * count)
    let side = UnsafeMutableBufferPointer<Double>.allocate(
      capacity: hasSparse ? lanes * count : 0
    )
    let whole = UnsafeMutableBufferPointer<Double>.allocate(
      capacity: hasDense ? blockSize * (count + rowsAtOnce) : 0
    )
    defer {
      orders.deallocate()
      side.deallocate()
      whole.deallocate()
    }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: width) {
      let used = min(width, range.upperBound - start)
      for lane in 0..<width {
        let order = UnsafeMutableBufferPointer(rebasing: orders[lane * count..<(lane + 1) * count])
        // Lanes beyond the last replicate repeat it, and nobody reads them.
        var random = generator(start + min(lane, used - 1))
        permutations.draw(into: order, from: &random)
      }
      let first = start - range.lowerBound
      for vector in vectors.indices {
        if hasDense { gather(vectors[vector], orders, count, into: whole) }
        for (position, form) in forms.enumerated() {
          let place = (position * vectors.count + vector) * blockSize + first
          switch form {
          case .dense(let matrix):
            results.withUnsafeMutableBufferPointer { results in
              dense(
                matrix,
                whole,
                UnsafeMutableBufferPointer(rebasing: results[place..<place + used])
              )
            }
          case .sparse(let form):
            for part in stride(from: 0, to: used, by: lanes) {
              let own = UnsafeMutableBufferPointer(rebasing: orders[(part * count)...])
              interleave(vectors[vector], own, count, into: side)
              let sums = sparse(form, side)
              for lane in 0..<min(lanes, used - part) { results[place + part + lane] = sums[lane] }
            }
          }
        }
      }
    }
    return results
  }

  /// Permuted vectors one after another.
  private static func gather(
    _ vector: [Double],
    _ orders: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int,
    into buffer: UnsafeMutableBufferPointer<Double>
  ) {
    vector.withUnsafeBufferPointer { vector in
      for place in 0..<blockSize * count { buffer[place] = vector[Int(orders[place])] }
    }
  }

  /// Eight permuted vectors side by side: place by place, lane by lane.
  private static func interleave(
    _ vector: [Double],
    _ orders: UnsafeMutableBufferPointer<UInt32>,
    _ count: Int,
    into buffer: UnsafeMutableBufferPointer<Double>
  ) {
    guard let order = orders.baseAddress, let buffer = buffer.baseAddress else { return }
    vector.withUnsafeBufferPointer { vector in
      for place in 0..<count {
        for lane in 0..<lanes {
          buffer[place * lanes + lane] = vector[Int(order[lane * count + place])]
        }
      }
    }
  }

  /// The form at eight vectors.
  private static func sparse(
    _ form: QuadraticForm,
    _ buffer: UnsafeMutableBufferPointer<Double>
  ) -> SIMD8<Double> {
    var total = SIMD8<Double>.zero
    guard let base = buffer.baseAddress else { return total }
    base.withMemoryRebound(to: SIMD8<Double>.self, capacity: form.count) { vectors in
      form.starts.withUnsafeBufferPointer { starts in
        form.others.withUnsafeBufferPointer { others in
          form.weights.withUnsafeBufferPointer { weights in
            form.diagonal.withUnsafeBufferPointer { diagonal in
              for i in 0..<form.count {
                let own = vectors[i]
                var lag = own * diagonal[i]
                for place in starts[i]..<starts[i + 1] {
                  lag += vectors[Int(others[place])] * weights[place]
                }
                total += own * lag
              }
            }
          }
        }
      }
    }
    return total
  }

  /// The form at the vectors of a block.
  private static func dense(
    _ matrix: Matrix,
    _ buffer: UnsafeMutableBufferPointer<Double>,
    _ results: UnsafeMutableBufferPointer<Double>
  ) {
    let count = matrix.rowCount
    guard let vectors = buffer.baseAddress else { return }
    let products = vectors + blockSize * count
    for index in results.indices { results[index] = 0 }
    matrix.elements.withUnsafeBufferPointer { elements in
      guard let elements = elements.baseAddress else { return }
      for start in stride(from: 0, to: count, by: rowsAtOnce) {
        let rows = min(rowsAtOnce, count - start)
        cblas_dgemm(
          CblasColMajor,
          CblasNoTrans,
          CblasNoTrans,
          Int32(rows),
          Int32(blockSize),
          Int32(count - start),
          1,
          elements + start * count + start,
          Int32(count),
          vectors + start,
          Int32(count),
          0,
          products,
          Int32(rows)
        )
        for lane in results.indices {
          let own = vectors + lane * count + start
          let product = products + lane * rows
          var sum = 0.0
          for row in 0..<rows { sum += own[row] * product[row] }
          results[lane] += sum
        }
      }
    }
  }
}

/// Where a statistic stands among those of permuted values.
package struct PermutationRank: Sendable, Equatable {
  /// Of the permuted statistics, at least and at most the actual one.
  package let atLeast: Int
  package let atMost: Int
  package let replicates: Int

  /// - Parameters:
  ///   - value: The actual statistic.
  ///   - permuted: R statistics.
  ///   - slack: Below which two are the same but for rounding.
  package init(of value: Double, among permuted: [Double], slack: Double) {
    atLeast = permuted.count { $0 >= value - slack }
    atMost = permuted.count { $0 <= value + slack }
    replicates = permuted.count
  }

  /// (1 + #{I* ≥ I})/(R + 1).
  package var upperPValue: Double { Double(1 + atLeast) / Double(1 + replicates) }
  /// (1 + #{I* ≤ I})/(R + 1).
  package var lowerPValue: Double { Double(1 + atMost) / Double(1 + replicates) }
  /// Twice the smaller of both, at most 1.
  package var twoSidedPValue: Double { min(1, 2 * min(upperPValue, lowerPValue)) }
}
