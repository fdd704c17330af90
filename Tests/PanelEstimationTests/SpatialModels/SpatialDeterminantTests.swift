import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// Determinants of weights that are hard, and models on many units.
@Suite struct SpatialDeterminantTests {
  /// Inverse distances times the income of the neighbour: not symmetric, similar to a symmetric
  /// matrix all the same, and ρ goes down to −3.
  @Test func holdsDeterminantsOfNestedWeights() throws {
    let oracle = try SpatialOracle("hard_logdet_china30_nested")
    let panel = try SpatialSamples.panel("china30_synthetic.csv", unit: "id", time: "year")
    let near = try SpatialSamples.inverseDistance(of: panel, latitude: "lat", longitude: "lon")
    let units = try #require(panel.units)
    let income = try panel.values(of: .column("gdp_pc")).numbers
    let means = units.names.indices.map { unit -> Double in
      let own = units.codes.indices.filter { units.codes[$0] == Int32(unit) }
      return own.reduce(0) { $0 + income[$1] } / Double(own.count)
    }
    let raw = near.matrix.scalingColumns(by: means)
    let matrix = raw.scalingRows(by: raw.rowSums.map { 1 / $0 })
    let determinant = try EigenvalueLogDeterminant(matrix)
    // One weight off, and only the general eigenvalues are left.
    var changed = matrix
    changed.values[0] *= 1 + 1e-8
    #expect(matrix.symmetrizer() != nil && changed.symmetrizer() == nil)
    let general = try EigenvalueLogDeterminant(changed)
    #expect(
      abs(determinant.interval.lower / (oracle.number("rho_lower_real_eig") ?? 0) - 1) < 1e-9
    )
    let grid = try #require(oracle.numbers("grid"))
    let values = try #require(oracle.numbers("logdet"))
    let slopes = try #require(oracle.numbers("dlogdet"))
    for (rho, (value, slope)) in zip(grid, zip(values, slopes)) {
      expectSpatial(determinant.value(at: rho), value, 1e-9, "at \(rho)")
      expectSpatial(-determinant.trace(at: rho), slope, 1e-8, "slope at \(rho)")
      expectSpatial(general.value(at: rho), value, 1e-6, "general, at \(rho)")
    }
  }

  /// 25,357 houses of Lucas County: sparse factors, nothing dense.
  @Test(.enabled(if: LargeHouse.isThere), arguments: [SpatialModel.sar, .sdm, .sem])
  func agreesOnManyUnits(_ model: SpatialModel) throws {
    let oracle = try SpatialOracle("large_house")
    let panel = try LargeHouse.panel()
    let weights = try LargeHouse.weights(of: panel)
    let result = try SpatialSamples.fit(
      "log(price) ~ age + I(age^2) + I(age^3) + log(lotsize) + rooms + log(TLA) + beds",
      model,
      on: panel,
      weights
    )
    let all = [result.constant].compactMap { $0 } + result.slopes + result.lags
    expectSpatial(all.map(\.value), oracle.numbers("\(model.rawValue)_beta"), 1e-5, "\(model) beta")
    expectSpatial(
      result.spatialParameters[0].value,
      oracle.number("\(model.rawValue)_\(model.hasLag ? "rho" : "lambda")"),
      1e-6,
      "\(model)"
    )
    expectSpatial(
      result.number(.logLikelihood),
      oracle.number("\(model.rawValue)_loglik"),
      1e-8,
      "\(model)"
    )
    #expect(result.logDeterminant?.method == .sparseCholesky)
    #expect(result.logDeterminant?.errorBound == 0)
  }

  @Test(.enabled(if: LargeHouse.isThere))
  func holdsDeterminantsOfManyUnits() throws {
    let oracle = try SpatialOracle("large_house")
    let weights = try LargeHouse.weights(of: LargeHouse.panel()).matrix
    let determinant = try weights.logDeterminant()
    expectSpatial(determinant.value(at: 0.5), oracle.number("logdet_rho_0p5"), 1e-10, "at 0.5")
    expectSpatial(determinant.value(at: 0.9), oracle.number("logdet_rho_0p9"), 1e-10, "at 0.9")
  }
}

/// Data that are too large to ship.
private enum LargeHouse {
  static let folder = ProcessInfo.processInfo.environment["PANELPRESS_REFERENCE_DATA"]
    .map { URL(filePath: $0) }

  static var isThere: Bool {
    guard SparseMatrix.hasSparseFactorisations, let folder else { return false }
    return FileManager.default.fileExists(atPath: folder.appending(path: "house.csv").path)
  }

  static func panel() throws -> Panel {
    let url = try #require(folder).appending(path: "house.csv")
    let table = try DataReader.read(url: url, named: "house.csv", options: ReadOptions())
    return try PanelBuilder.build(table, PanelDeclaration(unit: "id"))
  }

  static func weights(of panel: Panel) throws -> SpatialWeights {
    let names = try #require(panel.units).names
    let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let url = try #require(folder).appending(path: "weights/house_LO.edges.csv")
    let entries = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { line -> SparseMatrix.Entry in
        let parts = line.split(separator: ",").map(String.init)
        return SparseMatrix.Entry(
          try #require(place[parts[0]]),
          try #require(place[parts[1]]),
          try #require(Double(parts[2]))
        )
      }
    return SpatialSamples.weights(
      SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries),
      names,
      name: "w",
      standardised: true
    )
  }
}
