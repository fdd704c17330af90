import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Moran's I, Geary's C and G of reference: numpy by formula, confirmed by spdep 1.2-7 and esda 2.9.
@Suite struct MoranOracleTests {
  private struct Reference: Decodable {
    var values: [String: Double?]
    var permuted: Permuted?

    struct Permuted: Decodable {
      var R: Double
      var mean: Double
      var sd: Double
      var p_greater: Double
      var p_less: Double
      var p_two: Double
    }

    private enum CodingKeys: String, CodingKey { case values }
    private struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { return nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
        .nestedContainer(keyedBy: Key.self, forKey: .values)
      values = [:]
      for key in container.allKeys {
        if key.stringValue == "perm" {
          permuted = try container.decode(Permuted.self, forKey: key)
        } else if key.stringValue != "spdep_adjust_n_TRUE" {
          values[key.stringValue] = .some(try container.decodeIfPresent(Double.self, forKey: key))
        }
      }
    }
  }

  private static func reference(_ id: String) throws -> Reference {
    let file = MoranCase.folder.appending(path: "moran_\(id).json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }

  private func value(_ entry: Moran, _ study: MoranCase) throws -> MoranResult.Value {
    let results = try entry.run(on: study.panel, in: study.context)
    #expect(results.count == 1)
    return try #require(results.first?.values.first)
  }

  private func expect(
    _ found: Double?,
    _ wanted: Double??,
    _ what: String,
    relativeTolerance: Double = 1e-9
  ) throws {
    let wanted = try #require(wanted ?? nil, "\(what)")
    let found = try #require(found, "\(what)")
    #expect(
      found.isClose(to: wanted, relativeTolerance: relativeTolerance),
      "\(what): \(found), \(wanted)"
    )
  }

  @Test(arguments: [Moran.Inference.normal, .randomisation])
  func agreesOnMoransI(inference: Moran.Inference) throws {
    let suffix = inference == .normal ? "norm" : "rand"
    for study in try MoranCase.crossSections() {
      let wanted = try Self.reference(study.id).values
      let two = try value(Moran(["v"], inference: inference), study)
      try expect(two.value, wanted["I"], "I of \(study.id)")
      try expect(two.expected, wanted["EI"], "E of \(study.id)")
      try expect(
        two.standardDeviation.value.map { $0 * $0 },
        wanted["VI_\(suffix)"],
        "variance of \(study.id)"
      )
      try expect(two.statistic.value, wanted["z_\(suffix)"], "z of \(study.id)")
      try expect(
        two.pValue.value,
        wanted["p_\(suffix)_two"],
        "p of \(study.id)",
        relativeTolerance: 1e-7
      )
      for side in [MoranResult.Alternative.greater, .less] {
        let one = try value(Moran(["v"], inference: inference, alternative: side), study)
        try expect(
          one.pValue.value,
          wanted["p_\(suffix)_\(side.rawValue)"],
          "p \(side) of \(study.id)",
          relativeTolerance: 1e-7
        )
      }
    }
  }

  @Test func agreesOnGearysC() throws {
    for study in try MoranCase.crossSections() {
      let wanted = try Self.reference(study.id).values
      for (inference, suffix) in [(Moran.Inference.normal, "norm"), (.randomisation, "rand")] {
        let found = try value(Moran(["v"], statistic: .geary, inference: inference), study)
        try expect(found.value, wanted["C"], "C of \(study.id)")
        try expect(
          found.standardDeviation.value.map { $0 * $0 },
          wanted["VC_\(suffix)"],
          "variance of \(study.id)"
        )
        try expect(found.statistic.value, wanted["z_\(suffix)_C"], "z of \(study.id)")
        try expect(
          found.pValue.value,
          wanted["p_\(suffix)_two_C"],
          "p of \(study.id)",
          relativeTolerance: 1e-7
        )
      }
    }
  }

  /// G exists where values are not negative; where all are neighbours it is 1 by construction.
  @Test func agreesOnGetisAndOrdsG() throws {
    var count = 0
    for study in try MoranCase.crossSections() {
      let wanted = try Self.reference(study.id).values
      guard wanted["G"] != nil else { continue }
      guard let z = wanted["z_G"] ?? nil else {
        #expect(throws: EstimationError.self) {
          try value(Moran(["v"], statistic: .getisOrd), study)
        }
        continue
      }
      let found = try value(Moran(["v"], statistic: .getisOrd), study)
      try expect(found.value, wanted["G"], "G of \(study.id)")
      try expect(found.expected, wanted["EG"], "E of \(study.id)")
      try expect(
        found.standardDeviation.value.map { $0 * $0 },
        wanted["VG"],
        "variance of \(study.id)"
      )
      try expect(found.statistic.value, z, "z of \(study.id)")
      try expect(
        found.pValue.value,
        wanted["p_two_G"],
        "p of \(study.id)",
        relativeTolerance: 1e-7
      )
      count += 1
    }
    #expect(count > 10)
  }

  /// |p − p₀| ≤ 4 √(p(1 − p)/R) + 2/(R + 1), twice that for twice a tail.
  @Test func agreesOnPermutations() throws {
    for study in try MoranCase.crossSections() {
      let wanted = try #require(try Self.reference(study.id).permuted)
      for (side, p) in [
        (MoranResult.Alternative.greater, wanted.p_greater), (.less, wanted.p_less),
        (.twoSided, wanted.p_two),
      ] {
        let found = try value(
          Moran(["v"], inference: .permutation, permutations: 9_999, alternative: side),
          study
        )
        let slack =
          (4 * (p * (1 - p) / wanted.R).squareRoot() + 2 / (wanted.R + 1))
          * (side == .twoSided ? 2 : 1)
        #expect(abs((found.pValue.value ?? .nan) - p) <= slack, "\(study.id), \(side)")
        // Quantiles of permuted values beside the moments of all permutations.
        let band = try #require(found.band)
        let level = side == .twoSided ? 0.95 : 0.9
        #expect(band.level == level)
        #expect(abs((band.low + band.high) / 2 - wanted.mean) < wanted.sd)
      }
    }
  }

  /// Two variables under one matrix in nine years, tested in one entry.
  @Test(arguments: ["invdist", "econ"])
  func agreesYearByYear(matrix: String) throws {
    let reference = try JSONDecoder().decode(
      Years.self,
      from: Data(
        contentsOf: MoranCase.folder.appending(path: "moran_by_year_china30_\(matrix).json")
      )
    )
    let (panel, weights) = try Self.provinces(matrix)
    let context = MoranCase.context(panel.index?.unitNames ?? [], ["w": weights])
    let result = try #require(
      try Moran(["er", "dt"], by: "year").run(on: panel, in: context).first
    )
    #expect(result.periods == Array(2013...2021))
    #expect(result.values.count == 18)
    for found in result.values {
      let key = "\(found.variable)_\(try #require(found.period))"
      let wanted = try #require(reference.values[key])
      try expect(found.value, wanted["I"], key)
      try expect(found.statistic.value, wanted["z_rand"], key, relativeTolerance: 1e-8)
      try expect(found.pValue.value, wanted["p_rand_two"], key, relativeTolerance: 1e-7)
    }
  }

  private struct Years: Decodable {
    var values: [String: [String: Double?]]
  }

  /// 30 provinces in nine years, unit by unit.
  static func provinces(_ matrix: String) throws -> (Panel, SparseMatrix) {
    let table = try PlainTable("china30_synthetic.csv")
    let ids = try table.numbers("id")
    let years = try table.numbers("year")
    let order = ids.indices.sorted { (ids[$0], years[$0]) < (ids[$1], years[$1]) }
    func column(_ name: String) throws -> [Double] {
      let numbers = try table.numbers(name)
      return order.map { numbers[$0] }
    }
    let names = try ["er", "dt", "gdp_pc", "lon", "lat", "urban", "fdi", "id", "year"].map {
      ($0, try column($0))
    }
    let columns = Dictionary(uniqueKeysWithValues: names)
    var panel = Panel(table: DataTable(columns: names.map { Column($0.0, numbers: $0.1) }))
    panel.index = PanelIndex(
      unitVariable: "id",
      timeVariable: "year",
      units: (0..<270).map { Int32($0 / 9) },
      unitNames: (1...30).map(String.init),
      times: try column("year").map { Int($0) },
      step: 1
    )
    func firsts(_ name: String) -> [Double] { (0..<30).map { columns[name]?[$0 * 9] ?? .nan } }
    guard matrix == "econ" else {
      return (panel, SparseMatrix.inverseDistance(firsts("lon"), firsts("lat")).rowsToOne)
    }
    let means = (0..<30).map { unit in
      Summation.mean((0..<9).map { columns["gdp_pc"]?[unit * 9 + $0] ?? .nan })
    }
    return (panel, SparseMatrix.economicDistance(means).rowsToOne)
  }
}

/// Moran's I of residuals, with the moments of Cliff and Ord.
@Suite struct MoranResidualTests {
  /// spdep 1.2-7 `lm.morantest` of CRIME ~ INC + HOVAL in Columbus (METHODS G2).
  @Test func agreesOnResidualsOfACrossSection() throws {
    let table = try PlainTable("columbus_old.csv")
    let names = try table.texts("id")
    let panel = MoranCase.panel(
      names,
      [
        "crime": try table.numbers("CRIME"), "inc": try table.numbers("INC"),
        "hoval": try table.numbers("HOVAL"),
      ]
    )
    let weights = try SparseMatrix.edges("columbus_old.edges.csv", among: names).rowsToOne
    let entry = FixedEffects(models: [.init("crime ~ inc + hoval")])
    let context = MoranCase.context(names, ["w": weights], entries: ["ols": entry])
    let result = try #require(
      try Moran(residuals: ResultReference(entry: "ols")).run(on: panel, in: context).first
    )
    let value = try #require(result.values.first)
    #expect(result.inference == .residuals)
    #expect(value.value.isClose(to: 0.2356383538, relativeTolerance: 1e-9))
    #expect(value.expected.isClose(to: -0.0333028657, relativeTolerance: 1e-8))
    let deviation = try #require(value.standardDeviation.value)
    #expect((deviation * deviation).isClose(to: 0.0082894079, relativeTolerance: 1e-8))
    #expect(try #require(value.statistic.value).isClose(to: 2.9538988, relativeTolerance: 1e-8))
  }

  /// The same numbers from the definition, with a dense projection of dummies and all matrices of
  /// order NT.
  @Test(arguments: ["", " | id", " | year", " | id + year"])
  func agreesWithDenseProjections(effects: String) throws {
    let (panel, weights) = try MoranOracleTests.provinces("invdist")
    let names = panel.index?.unitNames ?? []
    let entry = FixedEffects(models: [.init("er ~ dt + urban\(effects)")])
    let context = MoranCase.context(names, ["w": weights], entries: ["ols": entry])
    let value = try #require(
      try Moran(residuals: ResultReference(entry: "ols")).run(on: panel, in: context)
        .first?.values.first
    )
    let dense = try Self.dense(
      panel,
      weights,
      units: effects.contains("id"),
      years: effects.contains("year")
    )
    #expect(value.n == 270)
    #expect(value.value.isClose(to: dense.value, relativeTolerance: 1e-9))
    #expect(value.expected.isClose(to: dense.expected, relativeTolerance: 1e-9))
    let deviation = try #require(value.standardDeviation.value)
    #expect((deviation * deviation).isClose(to: dense.variance, relativeTolerance: 1e-9))
  }

  private static func dense(
    _ panel: Panel,
    _ weights: SparseMatrix,
    units: Bool,
    years: Bool
  ) throws -> (value: Double, expected: Double, variance: Double) {
    let n = 270
    var columns = [[Double](repeating: 1, count: n)]
    columns += try ["dt", "urban"].map { try #require(panel.table[$0]?.numbers) }
    if units { columns += (1..<30).map { unit in (0..<n).map { $0 / 9 == unit ? 1 : 0 } } }
    if years { columns += (1..<9).map { year in (0..<n).map { $0 % 9 == year ? 1 : 0 } } }
    let basis = PanelNumerics.OrthonormalBasis(Matrix(columns: columns)).basis
    let projector = Matrix.identity(n) - (1 / Double(n)) * (basis * basis.transposed)
    var stacked = Matrix(rowCount: n, columnCount: n)
    for entry in weights.entries {
      for year in 0..<9 { stacked[entry.row * 9 + year, entry.column * 9 + year] = entry.value }
    }
    let symmetric = stacked.symmetrised
    let residuals = projector * (try #require(panel.table["er"]?.numbers))
    let scale = 30 / Summation.sum(weights.values)
    let product = projector * symmetric
    let trace = Summation.sum(product.diagonal)
    let squares = Summation.sum((product * product).diagonal)
    let freedom = Double(n - columns.count)
    let expected = scale * trace / freedom
    let second = scale * scale * (2 * squares + trace * trace) / (freedom * (freedom + 2))
    return (
      scale * Summation.dot(residuals, symmetric * residuals) / Summation.sumOfSquares(residuals),
      expected, second - expected * expected
    )
  }
}
