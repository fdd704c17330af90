import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

/// What covariances for neighbours are equal to at their limits, and what must not change them.
@Suite struct DependencePropertyTests {
  static func fit(
    _ vcov: [String], formula: String = "y ~ x + z | town", also: [String] = [],
    options: SmallSampleOptions = SmallSampleOptions(), on panel: Panel? = nil, threads: Int = 2
  ) throws -> [RegressionResult] {
    var analysis = FixedEffects(models: [.init(formula)], vcov: vcov, smallSample: options)
    analysis.also = also
    var context = AnalysisContext()
    context.threadCount = threads
    return try analysis.run(on: panel ?? DependenceOracle.towns(), in: context)
  }

  func expectEqual(_ a: RegressionResult, _ b: RegressionResult, factor: Double = 1) {
    for (i, row) in a.covarianceMatrix.enumerated() {
      for (j, value) in row.enumerated() {
        let other = factor * b.covarianceMatrix[i][j]
        #expect(abs(value - other) <= 1e-10 * abs(other), "\(i), \(j): \(value), not \(other)")
      }
    }
  }

  @Test func driscollKraayWithoutLagsClustersByPeriod() throws {
    let both = try Self.fit(["driscoll-kraay(0)", "cluster(year)"])
    expectEqual(both[0], both[1])
    #expect(both[0].estimates[0].pValue == both[1].estimates[0].pValue)
  }

  /// Two towns share a place, so they are left out.
  @Test func conleyWithoutNeighboursIsHC1() throws {
    let panel = try DependenceOracle.towns()
    let towns = try panel.values(of: .column("town")).numbers
    let alone = panel.selecting(towns.indices.filter { towns[$0] != 8 })
    let both = try Self.fit(["conley(lat, lon, 0.001)", "hc1"], on: alone)
    expectEqual(both[0], both[1])
    #expect(both[0].remarks.map(\.id) == [.noNeighbours])
  }

  @Test func conleyOfAWholeRegionClustersByPeriod() throws {
    let both = try Self.fit(
      ["conley(lat, lon, 20000)", "cluster(year)"], options: SmallSampleOptions(adjust: false))
    expectEqual(both[0], both[1])
    #expect(both[0].remarks.contains(Remark(.allNeighbours, ["distance": "20000.0"])))
  }

  @Test func anotherNumberOfThreadsGivesTheSameBytes() throws {
    let one = try Self.fit(["conley(lat, lon, 250, bartlett, lags = 2)"], threads: 1)
    let two = try Self.fit(["conley(lat, lon, 250, bartlett, lags = 2)"], threads: 2)
    #expect(one == two)
  }

  /// A period nobody is seen in keeps its place on the calendar.
  @Test func aGapInTimeIsNoNeighbour() throws {
    var closed = try DependenceOracle.towns()
    let times = try #require(closed.index).times
    closed.index?.times = times.map { $0 > 2006 ? $0 - 1 : $0 }
    let gap = try Self.fit(["driscoll-kraay(1)"])
    let noGap = try Self.fit(["driscoll-kraay(1)"], on: closed)
    #expect(gap[0].covarianceMatrix != noGap[0].covarianceMatrix)
    #expect(gap[0].covariance.serial?.periods == 10)
  }

  @Test func aStepOfFiveYearsCountsAsOnePeriod() throws {
    var wide = try DependenceOracle.towns()
    let times = try #require(wide.index).times
    wide.index?.times = times.map { 5 * $0 }
    wide.index?.step = 5
    let vcov = ["driscoll-kraay(3)", "conley(lat, lon, 250, lags = 2)"]
    let (a, b) = (try Self.fit(vcov), try Self.fit(vcov, on: wide))
    #expect(a.map(\.covarianceMatrix) == b.map(\.covarianceMatrix))
  }

  /// Towns that move each year are compared where they are in that year.
  @Test func comparesMovingUnitsPeriodByPeriod() throws {
    var panel = try DependenceOracle.towns()
    let lat = try panel.values(of: .column("lat")).numbers
    let lon = try panel.values(of: .column("lon")).numbers
    let years = try panel.values(of: .column("year")).numbers
    let moved = zip(lat, years).map { $0 + 0.37 * ($1 - 2001) }
    panel.table.set(Column("lat", numbers: moved))
    let result = try Self.fit(["conley(lat, lon, 200)"], on: panel)[0]
    #expect(
      result.remarks.contains(Remark(.movingUnits, ["count": "60", "variable": "town"])))

    // A loop over all pairs of rows, from scores that the unclustered fit of the same model has.
    let loop = try MovingTowns(panel, latitudes: moved, longitudes: lon, years: years)
    for i in 0..<2 {
      let found = try #require(result.estimates[i].standardError.value)
      #expect(abs(found - loop.standardErrors[i]) <= 1e-9 * found)
    }
  }

  /// Places on a line, the middle one a neighbour of both others, which are none of each other:
  /// the uniform kernel then has a negative eigenvalue.
  @Test func aCovarianceThatIsNotPositiveSemidefiniteIsRepairedAndSaidSo() throws {
    var columns: [String: [Double]] = ["y": [], "x": [], "lat": [], "lon": []]
    for group in 0..<8 {
      for place in 0..<3 {
        columns["y"]?.append([1, -2, 1][place] * (1 + 0.01 * Double(group)))
        columns["x"]?.append(Double((group * 5 + place * 3) % 7))
        columns["lat"]?.append(5 * Double(group))
        columns["lon"]?.append(0.8 * Double(place))
      }
    }
    let table = DataTable(columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) })
    let result = try Self.fit(
      ["conley(lat, lon, 100)"], formula: "y ~ x", on: Panel(table: table))[0]
    #expect(result.covariance.repaired)
    #expect(result.remarks.map(\.id) == [.spatialCovarianceRepaired])
    let smallest = try #require(
      SymmetricEigen(
        Matrix(rowCount: 2, columnCount: 2, elements: result.covarianceMatrix.flatMap { $0 })
      ).values.min())
    #expect(smallest > -1e-12)
    _ = try ResultJSON.encode(result)
  }

  @Test func furtherCovariancesAreThoseOfFitsOfTheirOwn() throws {
    let texts = [
      "hc3", "cluster(town, year)", "driscoll-kraay(3)", "conley(lat, lon, 200, bartlett)",
    ]
    let together = try Self.fit(["cluster(town)"], also: texts)[0]
    let alone = try Self.fit(["cluster(town)"] + texts)
    #expect(together.estimates.map(\.value) == alone[0].estimates.map(\.value))
    #expect(together.further.count == texts.count)
    for (further, own) in zip(together.further, alone.dropFirst()) {
      #expect(further.covariance == own.covariance)
      #expect(further.tests == own.tests)
      for (a, b) in zip(further.estimates, own.estimates) {
        #expect(a.term == b.term)
        let (x, y) = (try #require(a.standardError.value), try #require(b.standardError.value))
        #expect(abs(x - y) <= 1e-9 * y, "\(a.term)")
        #expect(a.degreesOfFreedom == b.degreesOfFreedom)
      }
    }
    let back = try ResultJSON.decode(
      RegressionResult.self, from: try ResultJSON.encode(together))
    #expect(back == together)
  }

  @Test func differenceInDifferencesAndEventStudiesTakeThem() throws {
    var panel = try DependenceOracle.towns()
    let (towns, years) = (
      try panel.values(of: .column("town")).numbers, try panel.values(of: .column("year")).numbers
    )
    panel.table.set(
      Column(
        "law",
        numbers: zip(towns, years).map { town, year in
          town.truncatingRemainder(dividingBy: 3) == 0 && year >= 2005 ? 1 : 0
        }))
    var did = DifferenceInDifferences(
      models: [.init("y ~ law + z | town + year")], vcov: ["conley(lat, lon, 200)"])
    did.also = ["driscoll-kraay(2)"]
    let result = try #require(try did.run(on: panel, in: AnalysisContext()).first)
    #expect(result.covariance.kind == .conley)
    #expect(result.further.map(\.covariance.kind) == [.driscollKraay])
    let fits = try Self.fit(
      ["conley(lat, lon, 200)", "driscoll-kraay(2)"], formula: "y ~ law + z | town + year",
      on: panel)
    #expect(result.estimates == fits[0].estimates)
    #expect(result.further[0].estimates == fits[1].estimates)

    let study = EventStudy(
      treatment: .indicator("law"), model: ControlModel(outcome: "y"), vcov: "driscoll-kraay(1)",
      band: BandOptions(draws: 0))
    let path = try #require(try study.run(on: panel, in: AnalysisContext()).first)
    #expect(path.covariance.serial == SerialDependence(lags: 1, periods: 10))
    #expect(path.overall?.standardError.value.map { $0 > 0 } == true)
  }

  private func instrumented(
    _ vcov: [String], also: [String] = [], estimator: InstrumentEstimator = .twoStage,
    options: SmallSampleOptions = SmallSampleOptions()
  ) throws -> [InstrumentalVariablesResult] {
    var panel = try DependenceOracle.towns()
    let (x, z) = (
      try panel.values(of: .column("x")).numbers, try panel.values(of: .column("z")).numbers
    )
    panel.table.set(Column("z2", numbers: zip(x, z).map { sin(7 * $0) + 0.4 * $0 + $1 / 3 }))
    var analysis = InstrumentalVariables(
      models: [.init("y ~ 1 | town | x ~ z + z2")], estimator: estimator, vcov: vcov,
      smallSample: options)
    analysis.also = also
    return try analysis.run(on: panel, in: AnalysisContext())
  }

  /// Estimates, first stages and every test of identification.
  @Test(arguments: InstrumentEstimator.allCases)
  func driscollKraayOfInstrumentsWithoutLagsClustersByPeriod(
    _ estimator: InstrumentEstimator
  ) throws {
    let both = try instrumented(["driscoll-kraay(0)", "cluster(year)"], estimator: estimator)
    expectEqual(both[0].regression, both[1].regression)
    for (a, b) in zip(both[0].tests, both[1].tests) {
      #expect(a.id == b.id)
      if let value = b.statistic.value {
        #expect(abs(try #require(a.statistic.value) - value) <= 1e-8 * abs(value), "\(a.id)")
      }
      #expect(a.denominatorDegreesOfFreedom == b.denominatorDegreesOfFreedom, "\(a.id)")
    }
  }

  @Test func conleyOfInstrumentsInAWholeRegionClustersByPeriod() throws {
    let both = try instrumented(
      ["conley(lat, lon, 20000)", "cluster(year)"], options: SmallSampleOptions(adjust: false))
    expectEqual(both[0].regression, both[1].regression)
    for id in [HypothesisTest.Kind.kleibergenPaapLM, .hansenJ] {
      let (a, b) = (
        both[0].tests.first { $0.id == id }?.statistic.value,
        both[1].tests.first { $0.id == id }?.statistic.value
      )
      #expect(abs(try #require(a) - (try #require(b))) <= 1e-8 * (try #require(b)), "\(id)")
    }
  }

  @Test func furtherCovariancesOfInstrumentsAreThoseOfFitsOfTheirOwn() throws {
    let texts = ["hc1", "driscoll-kraay(2)", "conley(lat, lon, 200)"]
    let together = try instrumented(["cluster(town)"], also: texts)[0]
    let alone = try instrumented(texts)
    for (further, own) in zip(together.further, alone) {
      #expect(further.estimates == own.estimates)
      #expect(further.covariance == own.covariance)
    }
    #expect(together.firstStages[0].regression.further.count == 3)
  }
}

/// Conley's standard errors of `y ~ x + z | town` for a cut-off of 200 km by a double loop.
private struct MovingTowns {
  var standardErrors: [Double]

  init(_ panel: Panel, latitudes: [Double], longitudes: [Double], years: [Double]) throws {
    let n = years.count
    let towns = try panel.values(of: .column("town")).numbers
    func within(_ name: String) throws -> [Double] {
      let values = try panel.values(of: .column(name)).numbers
      var sums: [Double: (sum: Double, count: Double)] = [:]
      for (town, value) in zip(towns, values) {
        sums[town, default: (0, 0)].sum += value
        sums[town, default: (0, 0)].count += 1
      }
      return zip(towns, values).map { town, value in
        value - (sums[town].map { $0.sum / $0.count } ?? 0)
      }
    }
    let design = Matrix(columns: [try within("x"), try within("z")])
    let y = try within("y")
    let bread = try #require(Cholesky(design.crossProduct())).inverse()
    let slopes = bread * design.transposedTimes(y)
    let residuals = zip(y, design * slopes).map { $0 - $1 }
    var meat = Matrix(rowCount: 2, columnCount: 2)
    for i in 0..<n {
      for j in 0..<n where years[i] == years[j] {
        let distance =
          i == j
          ? 0
          : SphereTrigonometry.haversine(
            (latitudes[i], longitudes[i]), (latitudes[j], longitudes[j]))
        guard distance <= 200 else { continue }
        for a in 0..<2 {
          for b in 0..<2 {
            meat[a, b] += design[i, a] * residuals[i] * design[j, b] * residuals[j]
          }
        }
      }
    }
    let factor = Double(n) / Double(n - 62)
    standardErrors = (factor * (bread * meat * bread)).diagonal.map { $0.squareRoot() }
  }
}

private enum SphereTrigonometry {
  static func haversine(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
    let degree = Double.pi / 180
    let h =
      pow(sin((b.0 - a.0) * degree / 2), 2)
      + cos(a.0 * degree) * cos(b.0 * degree) * pow(sin((b.1 - a.1) * degree / 2), 2)
    return 2 * 6371 * asin(min(1, h.squareRoot()))
  }
}
