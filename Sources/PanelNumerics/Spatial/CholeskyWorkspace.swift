#if SPARSE_FACTORISATIONS
  internal import CSuiteSparse
  import Foundation
  import Synchronization

  /// CHOLMOD's factor of I − ρS for a sparse symmetric S: analysed once, refactored for each ρ.
  ///
  /// CHOLMOD keeps one scratch space, so that one thread factors at a time.
  final class CholeskyWorkspace: @unchecked Sendable {
    let order: Int
    /// Rows in the order of elimination.
    let permutation: [Int32]
    /// Elements of the factor, as predicted.
    let factorCount: Double

    /// Rows from which on nested dissection may repay its time.
    private static let dissectedOrder = 20_000

    private let lock = Mutex(())
    private let common: UnsafeMutablePointer<cholmod_common>
    private var matrix: UnsafeMutablePointer<cholmod_sparse>?
    private var factor: UnsafeMutablePointer<cholmod_factor>?
    /// S below the diagonal, with a place for the diagonal before each column.
    private let values: [Double]

    init(_ symmetric: SparseMatrix) throws(LogDeterminantError) {
      Numerics.prepare()
      order = symmetric.rowCount
      common = .allocate(capacity: 1)
      cholmod_start(common)
      common.pointee.print = 0
      common.pointee.quick_return_if_not_posdef = 1
      if order < Self.dissectedOrder {
        common.pointee.nmethods = 1
        common.pointee.method.0.ordering = Int32(CHOLMOD_AMD)
      }
      var values: [Double] = []
      var rows: [Int32] = []
      var starts: [Int32] = [0]
      for j in 0..<order {
        rows.append(Int32(j))
        values.append(0)
        for position in symmetric.positions(ofRow: j) where symmetric.columns[position] > j {
          rows.append(symmetric.columns[position])
          values.append(symmetric.values[position])
        }
        starts.append(Int32(values.count))
      }
      self.values = values
      let matrix = cholmod_allocate_sparse(
        order,
        order,
        values.count,
        1,
        1,
        -1,
        Int32(CHOLMOD_REAL),
        common
      )
      if let matrix {
        matrix.pointee.p.assumingMemoryBound(to: Int32.self).update(from: starts, count: order + 1)
        matrix.pointee.i.assumingMemoryBound(to: Int32.self).update(from: rows, count: rows.count)
        let stored = matrix.pointee.x.assumingMemoryBound(to: Double.self)
        stored.update(from: values, count: values.count)
        for j in 0..<order { stored[Int(starts[j])] = 1 }
        factor = cholmod_analyze(matrix, common)
      }
      self.matrix = matrix
      let order = order
      permutation =
        factor.map {
          let stored = $0.pointee.Perm.assumingMemoryBound(to: Int32.self)
          return Array(UnsafeBufferPointer(start: stored, count: order))
        } ?? []
      factorCount = common.pointee.lnz
      guard factor != nil else {
        throw .factorisation(order: order, status: Int(common.pointee.status))
      }
    }

    deinit {
      cholmod_free_sparse(&matrix, common)
      cholmod_free_factor(&factor, common)
      cholmod_finish(common)
      common.deallocate()
    }

    /// ln |I − ρS|; `nil` where the matrix is not positive definite.
    func logDeterminant(at rho: Double) -> Double? {
      lock.withLock { _ in
        guard factorise(rho), let factor = factor?.pointee else { return nil }
        return Self.logDeterminant(of: factor, order: order)
      }
    }

    /// (I − ρS)⁻¹ B of a factor that is taken apart for it; `nil` where there is none.
    func system(at rho: Double) -> CholeskySolver? {
      lock.withLock { _ in
        guard factorise(rho), let copy = cholmod_copy_factor(factor, common) else { return nil }
        return CholeskySolver(copy, of: self)
      }
    }

    private func factorise(_ rho: Double) -> Bool {
      guard let matrix, let factor else { return false }
      let starts = matrix.pointee.p.assumingMemoryBound(to: Int32.self)
      let stored = matrix.pointee.x.assumingMemoryBound(to: Double.self)
      for position in values.indices { stored[position] = -rho * values[position] }
      for j in 0..<order { stored[Int(starts[j])] = 1 }
      let done = cholmod_factorize(matrix, factor, common)
      return done != 0 && common.pointee.status == CHOLMOD_OK
        && factor.pointee.minor == order
    }

    private static func logDeterminant(of factor: cholmod_factor, order: Int) -> Double? {
      let x = factor.x.assumingMemoryBound(to: Double.self)
      var terms: [Double] = []
      terms.reserveCapacity(order)
      if factor.is_super != 0 {
        let columns = factor.super.assumingMemoryBound(to: Int32.self)
        let rows = factor.pi.assumingMemoryBound(to: Int32.self)
        let places = factor.px.assumingMemoryBound(to: Int32.self)
        for block in 0..<Int(factor.nsuper) {
          let height = Int(rows[block + 1] - rows[block])
          for column in 0..<Int(columns[block + 1] - columns[block]) {
            terms.append(2 * log(x[Int(places[block]) + column * (height + 1)]))
          }
        }
      } else {
        let starts = factor.p.assumingMemoryBound(to: Int32.self)
        for j in 0..<order {
          let pivot = x[Int(starts[j])]
          terms.append(factor.is_ll != 0 ? 2 * log(pivot) : log(pivot))
        }
      }
      // Simplicial factors hold D of L D L′, which need not be positive beyond the interval.
      let sum = Summation.sum(terms)
      return sum.isNaN ? nil : sum
    }

    fileprivate func solve(
      _ factor: UnsafeMutablePointer<cholmod_factor>,
      _ b: Matrix
    ) -> Matrix {
      lock.withLock { _ in
        var solution = b
        var right = cholmod_allocate_dense(
          b.rowCount,
          b.columnCount,
          b.rowCount,
          Int32(CHOLMOD_REAL),
          common
        )
        defer { cholmod_free_dense(&right, common) }
        right?.pointee.x.assumingMemoryBound(to: Double.self)
          .update(from: b.elements, count: b.elements.count)
        var left = cholmod_solve(Int32(CHOLMOD_A), factor, right, common)
        defer { cholmod_free_dense(&left, common) }
        if let found = left?.pointee.x.assumingMemoryBound(to: Double.self) {
          for index in solution.elements.indices { solution.elements[index] = found[index] }
        } else {
          for index in solution.elements.indices { solution.elements[index] = .nan }
        }
        return solution
      }
    }

    fileprivate func free(_ factor: UnsafeMutablePointer<cholmod_factor>) {
      lock.withLock { _ in
        var factor: UnsafeMutablePointer<cholmod_factor>? = factor
        cholmod_free_factor(&factor, common)
      }
    }
  }

  /// One factor of I − ρS.
  final class CholeskySolver: @unchecked Sendable {
    private let factor: UnsafeMutablePointer<cholmod_factor>
    private let workspace: CholeskyWorkspace

    fileprivate init(
      _ factor: UnsafeMutablePointer<cholmod_factor>,
      of workspace: CholeskyWorkspace
    ) {
      self.factor = factor
      self.workspace = workspace
    }

    deinit { workspace.free(factor) }

    func solve(_ b: Matrix) -> Matrix { workspace.solve(factor, b) }
  }
#endif
