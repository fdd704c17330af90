#if SPARSE_FACTORISATIONS
  import Foundation
  import PanelNumerics
  import Testing

  /// Sparse factors beside eigenvalues and dense matrices.
  @Suite struct SparseLogDeterminantTests {
    @Test(arguments: 0..<6)
    func agreesWithEigenvalues(of index: Int) throws {
      let weights = LogDeterminantTests.cases[index].weights
      let exact = try EigenvalueLogDeterminant(weights)
      let factored = try weights.logDeterminant(.sparse)
      let isSimilar = weights.symmetrizer() != nil
      #expect(factored.method == (isSimilar ? .cholesky : .lu))
      for rho in [-0.9, -0.5, -1e-3, -1e-5, 0, 1e-7, 1e-4, 0.002, 0.3, 0.8, 0.99]
      where factored.interval.contains(rho) {
        let relative = LogDeterminantTests.relative
        #expect(relative(factored.value(at: rho), exact.value(at: rho), 1) < 1e-12)
        #expect(relative(factored.trace(at: rho), exact.trace(at: rho), 1) < 1e-10)
        let (found, expected) = (factored.traces(at: rho), exact.traces(at: rho))
        #expect(relative(found.first, expected.first, 1) < 1e-10)
        #expect(relative(found.square, expected.square, 1) < 1e-9)
        #expect(relative(found.crossProduct, expected.crossProduct, 1) < 1e-8)
      }
    }

    @Test(arguments: 0..<6)
    func solvesBothSystems(of index: Int) throws {
      let weights = LogDeterminantTests.cases[index].weights
      let n = weights.rowCount
      var random = Philox(seed: 2, stream: 2)
      let b = Matrix(
        rowCount: n,
        columnCount: 3,
        elements: (0..<3 * n).map { _ in random.normal() }
      )
      let system = try weights.logDeterminant(.sparse).system(at: 0.6)
      let matrix = Matrix.identity(n) - 0.6 * weights.dense()
      let errors =
        ((matrix * system.solve(b)) - b).elements
        + ((matrix.transposed * system.solveTransposed(b)) - b).elements
      #expect(errors.allSatisfy { abs($0) < 1e-12 })
    }

    /// Eigenvalues of a grid are sums of cosines: 10,000 units, with nothing dense.
    @Test(arguments: [-0.97, -0.3, 0.5, 0.97])
    func holdsTheClosedFormOfAGrid(rho: Double) throws {
      let weights = SpatialLattices.rook(100, 100).scaled(by: 0.25)
      let factored = try #require(try CholeskyLogDeterminant(weights))
      var (value, first, square) = (0.0, 0.0, 0.0)
      for a in 1...100 {
        for b in 1...100 {
          let eigenvalue =
            0.5 * (cos(Double(a) * .pi / 101) + cos(Double(b) * .pi / 101))
          value += log(1 - rho * eigenvalue)
          first += eigenvalue / (1 - rho * eigenvalue)
          square += pow(eigenvalue / (1 - rho * eigenvalue), 2)
        }
      }
      let traces = factored.traces(at: rho)
      let relative = LogDeterminantTests.relative
      #expect(relative(factored.value(at: rho), value, 1) < 1e-11)
      #expect(relative(traces.first, first, 1) < 1e-10)
      #expect(relative(traces.square, square, 1) < 1e-10)
      #expect(traces.crossProduct == traces.square)
      #expect(factored.factorCount < 10_000 * 100)
    }

    /// Both roads for one matrix.
    @Test func factorsSymmetricWeightsByBothRoads() throws {
      let weights = SpatialLattices.averaging(SpatialLattices.rook(20, 30))
      let cholesky = try #require(try CholeskyLogDeterminant(weights))
      let lu = try LULogDeterminant(weights)
      for rho in [-0.9, 0.2, 0.95] {
        let relative = LogDeterminantTests.relative
        #expect(relative(cholesky.value(at: rho), lu.value(at: rho), 1) < 1e-12)
        let (a, b) = (cholesky.traces(at: rho), lu.traces(at: rho))
        #expect(relative(a.first, b.first, 1) < 1e-9)
        #expect(relative(a.square, b.square, 1) < 1e-9)
        #expect(relative(a.crossProduct, b.crossProduct, 1) < 1e-9)
      }
    }

    /// A bound from few steps may be off, never beyond the true interval.
    @Test(arguments: 0..<6)
    func keepsRhoWithinTheTrueInterval(of index: Int) throws {
      let weights = LogDeterminantTests.cases[index].weights
      let exact = try EigenvalueLogDeterminant(weights).interval
      let found = try weights.logDeterminant(.sparse).interval
      #expect(found.lower >= exact.lower * (1 + 1e-12) && found.upper <= exact.upper * (1 + 1e-12))
      #expect(found.upper > 0.99 * exact.upper)
      #expect(found.lower < -0.9)
    }

    @Test func isSingularBeyondTheBound() throws {
      let cholesky = try #require(try CholeskyLogDeterminant(SpatialLattices.ring(300)))
      #expect(cholesky.value(at: 1.2) == -.infinity)
    }

    @Test func refusesAFactorThatMemoryCannotHold() throws {
      let weights = SpatialLattices.averaging(SpatialLattices.rook(20, 20))
      let count = try #require(try CholeskyLogDeterminant(weights)).factorCount
      #expect(throws: LogDeterminantError.factorTooLarge(order: 400, elements: Double(count))) {
        try CholeskyLogDeterminant(weights, factorLimit: 1000)
      }
    }

    @Test func givesTheSameOnManyThreads() throws {
      let cholesky = try #require(
        try CholeskyLogDeterminant(SpatialLattices.averaging(SpatialLattices.rook(20, 20)))
      )
      let rhos = (0..<16).map { Double($0) / 20 }
      let alone = rhos.map { cholesky.value(at: $0) }
      let together = Parallel.map(count: rhos.count, threads: 4) { cholesky.value(at: rhos[$0]) }
      #expect(alone == together)
    }
  }
#endif
