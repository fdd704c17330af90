import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// What estimates of spatial models must do whatever the data.
@Suite struct SpatialPropertyTests {
  /// Scaling the outcome scales coefficients and leaves ρ alone.
  @Test(arguments: [1e-6, 1e6])
  func scalesWithTheOutcome(factor: Double) throws {
    let panel = try SpatialSamples.panel(
      "columbus.csv",
      unit: "POLYID",
      derived: [("scaled", "CRIME * \(factor)")]
    )
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    for model in [SpatialModel.sdm, .sem] {
      let plain = try SpatialSamples.fit("CRIME ~ INC + HOVAL", model, on: panel, weights)
      let scaled = try SpatialSamples.fit("scaled ~ INC + HOVAL", model, on: panel, weights)
      expectSpatial(
        scaled.spatialParameters[0].value,
        plain.spatialParameters[0].value,
        1e-12,
        "parameter"
      )
      expectSpatial(
        scaled.estimates.map(\.value),
        plain.estimates.map { $0.value * factor },
        1e-11,
        "coefficients"
      )
      expectSpatial(
        scaled.estimates.map { $0.standardError.value ?? .nan },
        plain.estimates.map { ($0.standardError.value ?? .nan) * factor },
        1e-10,
        "standard errors"
      )
    }
  }

  /// In the order of estimates, spatial parameters and σ².
  @Test func ordersTheJointCovariance() throws {
    let panel = try SpatialSamples.columbus()
    let weights = try SpatialSamples.links("columbus_queen.edges.csv", of: panel)
    let result = try SpatialSamples.fit("CRIME ~ INC + HOVAL", .sdm, on: panel, weights)
    #expect(result.estimates.map(\.term) == ["INC", "HOVAL", "(constant)", "INC", "HOVAL"])
    #expect(
      result.estimates.map(\.component)
        == [.slopes, .slopes, .constant, .spatialLag, .spatialLag]
    )
    #expect(result.covarianceMatrix.count == 7)
    for (position, estimate) in (result.estimates + result.spatialParameters).enumerated() {
      expectSpatial(
        result.covarianceMatrix[position][position].squareRoot(),
        estimate.standardError.value,
        1e-15,
        estimate.term
      )
    }
    #expect(result.covariance.kind == .expectedInformation)
    #expect(result.logDeterminant?.method == .eigenvalues)
  }

  /// The transformation of units alone leaves ρ and β, and takes σ² by T/(T − 1).
  @Test func transformsUnitsWithoutMovingRho() throws {
    let (panel, weights, formula) = try SpatialSamples.panelCase("panel_cigar_individual")
    let direct = try SpatialSamples.fit(formula, .sdm, on: panel, weights, estimator: .direct)
    let transformed = try SpatialSamples.fit(formula, .sdm, on: panel, weights)
    expectSpatial(
      transformed.spatialParameters[0].value,
      direct.spatialParameters[0].value,
      1e-12,
      "rho"
    )
    expectSpatial(
      transformed.number(.errorVariance),
      (direct.number(.errorVariance) ?? 0) * 30 / 29,
      1e-12,
      "sigma2"
    )
    #expect(direct.remarks.isEmpty)
  }

  /// Every formula with every matrix and model, in this order.
  @Test func runsAllCombinations() throws {
    let panel = try SpatialSamples.cigar()
    let weights = try SpatialSamples.links("us46.edges.csv", of: panel)
    let options = SpatialOptions(
      formulas: ["logc ~ logp | state", "logc ~ logp + logy | state + year"],
      models: [.sar, .slx],
      weights: ["a", "b"]
    )
    var (first, second) = (weights, weights)
    first.description.name = "a"
    second.description.name = "b"
    let results = try SpatialPanel(options).run(
      on: panel,
      in: AnalysisContext(id: "s", spatialWeights: ["a": first, "b": second])
    )
    #expect(results.map(\.model) == [.sar, .slx, .sar, .slx, .sar, .slx, .sar, .slx])
    #expect(results.map(\.weights.name) == ["a", "a", "b", "b", "a", "a", "b", "b"])
    #expect(results[0].panelEffects == .unit && results[7].panelEffects == .twoWay)
    #expect(results[7].absorbedEffects.map(\.levels) == [46, 30])
  }

  /// Weights that link most pairs are told of beside effects of periods.
  @Test func warnsOfDenseWeights() throws {
    let (panel, weights, formula) = try SpatialSamples.panelCase("panel_china30_geo_twoways")
    let result = try SpatialSamples.fit(formula, .sdm, on: panel, weights)
    #expect(result.remarks == [Remark(.denseWeights, ["share": "1.0"])])
  }

  /// A lag of several columns is the lag of each, however it is formed.
  @Test func lagsAlike() {
    let n = 40
    var entries: [SparseMatrix.Entry] = []
    var zeros: [SparseMatrix.Entry] = []
    for i in 0..<n {
      for j in 0..<n { zeros.append(SparseMatrix.Entry(i, j, 0)) }
      for step in [1, 7, 12] {
        entries.append(SparseMatrix.Entry(i, (i + step) % n, 1 + Double(i % 3)))
      }
    }
    let sparse = SparseMatrix(rowCount: n, columnCount: n, entries: entries)
    let full = SparseMatrix(rowCount: n, columnCount: n, entries: entries + zeros)
    let columns = (0..<3).map { (c: Int) -> [Double] in
      (0..<n * 4).map { (row: Int) -> Double in Double((row * 7 + c * 5) % 11) }
    }
    let left = SpatialLag(sparse, periodCount: 4).of(columns)
    let right = SpatialLag(full, periodCount: 4).of(columns)
    #expect(sparse.density < 0.1 && full.density == 1)
    for (a, b) in zip(left, right) { #expect(a == b) }
  }

  /// The bracket holds the highest of several hills, and no end is taken for a hill.
  @Test func findsTheHighestHill() throws {
    let top = try InteriorMaximum(
      from: -3,
      to: 2,
      points: 24,
      value: { x in -(x * x - 1) * (x * x - 1) + 0.3 * x },
      slope: { x in -4 * x * (x * x - 1) + 0.3 }
    )
    #expect(top.place > 1)
    #expect(abs(-4 * top.place * (top.place * top.place - 1) + 0.3) < 1e-12)
    #expect(throws: InteriorMaximum.Failure.risesTowards(bound: 2)) {
      try InteriorMaximum(from: 0, to: 2, points: 9, value: { $0 }, slope: { _ in 1 })
    }
    #expect(throws: InteriorMaximum.Failure.risesTowards(bound: 0)) {
      try InteriorMaximum(from: 0, to: 2, points: 9, value: { -$0 }, slope: { _ in -1 })
    }
  }

  /// Where nobody is their neighbours' neighbour, |I − ρW| is one and likelihood least squares.
  @Test func isLeastSquaresOfARecursiveSystem() throws {
    let panel = try SpatialSamples.columbus()
    let chain = try SpatialSamples.weights(of: panel) { $1 == $0 - 1 || $1 == $0 - 5 ? 1 : 0 }
    let result = try SpatialSamples.fit("CRIME ~ INC + HOVAL", .sar, on: panel, chain)
    let numbers = try ["CRIME", "INC", "HOVAL"].map { try panel.values(of: .column($0)).numbers }
    let lag = chain.matrix.times(numbers[0])
    let ones = [Double](repeating: 1, count: lag.count)
    let fit = LeastSquares.fit(
      design: Matrix(columns: [numbers[1], numbers[2], ones, lag]),
      outcome: numbers[0]
    )
    expectSpatial(
      (result.estimates + result.spatialParameters).map(\.value),
      fit.coefficients,
      1e-10,
      "least squares"
    )
    expectSpatial(
      result.number(.errorVariance),
      fit.residualSumOfSquares / Double(lag.count),
      1e-12,
      "variance"
    )
  }

  /// Scaling regressors scales their coefficients and moves nothing else.
  @Test func standsAnyUnitsOfRegressors() throws {
    let (panel, weights, _) = try SpatialSamples.panelCase("panel_cigar_twoways")
    let plain = try SpatialSamples.fit(
      "logc ~ logp + logy | state + year",
      .sdm,
      on: panel,
      weights
    )
    let scaled = try SpatialSamples.fit(
      "logc ~ I(logp * 1000000) + I(logy / 1000000) | state + year",
      .sdm,
      on: panel,
      weights
    )
    expectSpatial(
      scaled.spatialParameters[0].value,
      plain.spatialParameters[0].value,
      1e-11,
      "rho"
    )
    let factors = [1e-6, 1e6, 1e-6, 1e6]
    expectSpatial(
      scaled.estimates.map { $0.standardError.value ?? .nan },
      zip(plain.estimates, factors).map { ($0.standardError.value ?? .nan) * $1 },
      1e-9,
      "standard errors"
    )
  }

  // MARK: Study entries

  @Test func describesExactlyTheKeysThatItReads() throws {
    let panel = #"""
      {"formula": ["y ~ x | id"], "model": ["sdm", "sar"], "weights": "w", "estimator": "direct",
       "spatial_lags": "x", "random": "id", "vcov": "observed", "where": "x > 0", "level": 0.9,
       "effects": {"draws": 500}}
      """#
    let keys = try #require(
      try JSONSerialization.jsonObject(with: Data(panel.utf8)) as? [String: Any]
    ).keys
    #expect(SpatialPanel.keys.map(\.name).sorted() == keys.sorted())
    let decoded = try JSONDecoder().decode(SpatialPanel.self, from: Data(panel.utf8)).options
    #expect(
      decoded
        == SpatialOptions(
          formulas: ["y ~ x | id"],
          models: [.sdm, .sar],
          weights: ["w"],
          estimator: .direct,
          vcov: ["observed"],
          lagged: ["x"],
          random: "id",
          condition: "x > 0",
          level: 0.9,
          effects: SpatialEffectOptions(draws: 500)
        )
    )
    #expect(
      SpatialRegression.keys.map(\.name).sorted() == keys.filter { $0 != "random" }.sorted()
    )
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(SpatialRegression.self, from: Data(panel.utf8))
    }
    let short = Data(#"{"formula": "y ~ x", "model": "sem", "weights": "w"}"#.utf8)
    let cross = try JSONDecoder().decode(SpatialRegression.self, from: short).options
    #expect(cross.vcov == ["expected"] && cross.level == 0.95 && cross.lagged == nil)
  }
}
