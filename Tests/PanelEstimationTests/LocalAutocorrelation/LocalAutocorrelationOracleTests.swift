import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Local Moran's I of reference: numpy by formula, confirmed by spdep 1.2-7 and esda 2.9.
@Suite struct LocalAutocorrelationOracleTests {
  private struct Reference: Decodable {
    var values: Values

    struct Values: Decodable {
      var Ii_n: [Double]
      var Ii_n1: [Double]
      var E_total: [Double?]
      var Var_total: [Double?]
      var Z_total: [Double?]
      var E_cond: [Double?]
      var Var_cond: [Double?]
      var Z_cond: [Double?]
      var p_cond_two: [Double?]
      var quadrant_esda: [Int]
      var scatter_x_zn1: [Double]
      var scatter_y_lag: [Double]
      var moran_I: Double
      var perm: Permuted
    }

    struct Permuted: Decodable {
      var R: Double
      var p_greater: [Double?]
    }
  }

  private static func reference(_ id: String) throws -> Reference.Values {
    let file = MoranCase.folder.appending(path: "local_\(id).json")
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file)).values
  }

  private static func cases() throws -> [MoranCase] {
    var cases = try MoranCase.crossSections().filter {
      ["columbus_CRIME_W", "boston_CMEDV", "ncsids_rate79_islands", "us_income_2009"]
        .contains($0.id)
    }
    for index in cases.indices where cases[index].id == "columbus_CRIME_W" {
      cases[index].id = "columbus_CRIME"
    }
    try #require(cases.count == 4)
    let table = try PlainTable("china30_synthetic.csv")
    let years = try table.numbers("year")
    for (variable, year) in [("dt", 2015.0), ("er", 2015), ("er", 2020)] {
      let rows = years.indices.filter { years[$0] == year }
      func numbers(_ name: String) throws -> [Double] {
        let all = try table.numbers(name)
        return rows.map { all[$0] }
      }
      let names = try table.texts("province")
      cases.append(
        MoranCase(
          id: "china30_\(variable)_\(Int(year))", names: rows.map { names[$0] },
          values: try numbers(variable),
          weights: .inverseDistance(try numbers("lon"), try numbers("lat")).rowsToOne,
          isRowStandardised: true))
    }
    return cases
  }

  private func period(_ entry: LocalAutocorrelation, _ study: MoranCase) throws -> LocalMoranPeriod
  {
    try #require(try entry.run(on: study.panel, in: study.context).first?.periods.first)
  }

  private func expect(
    _ found: [Double?], _ wanted: [Double?], _ what: String, relativeTolerance: Double = 1e-9
  ) {
    #expect(found.count == wanted.count, "\(what)")
    let scale = wanted.compactMap { $0 }.reduce(0) { max($0, abs($1)) }
    for (place, (found, wanted)) in zip(found, wanted).enumerated() {
      guard let found, let wanted else {
        #expect(found == nil, "\(what) of unit \(place)")
        continue
      }
      #expect(
        abs(found - wanted) <= relativeTolerance * max(abs(wanted), 1e-3 * scale),
        "\(what) of unit \(place): \(found), \(wanted)")
    }
  }

  @Test func agreesOnStatisticsAndQuadrants() throws {
    for study in try Self.cases() {
      let wanted = try Self.reference(study.id)
      let found = try period(LocalAutocorrelation(["v"], weights: ["w"], permutations: 0), study)
      expect(found.units.map(\.statistic), wanted.Ii_n, "I of \(study.id)")
      expect(found.units.map(\.statisticUnbiased), wanted.Ii_n1, "I with n − 1 of \(study.id)")
      expect(found.units.map(\.standardised), wanted.scatter_x_zn1, "z of \(study.id)")
      expect(found.units.map(\.lag), wanted.scatter_y_lag, "Wz of \(study.id)")
      #expect(
        found.global.statistic.isClose(to: wanted.moran_I, relativeTolerance: 1e-9), "\(study.id)")
      let codes: [MoranQuadrant] = [.highHigh, .lowHigh, .lowLow, .highLow]
      #expect(
        found.units.map(\.quadrant) == wanted.quadrant_esda.map { codes[$0 - 1] }, "\(study.id)")
    }
  }

  @Test(arguments: LocalMoranInference.Moments.allCases)
  func agreesOnMoments(moments: LocalMoranInference.Moments) throws {
    for study in try Self.cases() {
      let wanted = try Self.reference(study.id)
      let found = try period(
        LocalAutocorrelation(["v"], weights: ["w"], permutations: 0, moments: moments), study
      ).units
      let linked = found.indices.filter { found[$0].cluster != .neighbourless }
      func own(_ values: [Double?]) -> [Double?] { linked.map { values[$0] } }
      let isTotal = moments == .total
      expect(
        own(found.map(\.expectation)), own(isTotal ? wanted.E_total : wanted.E_cond),
        "E of \(study.id)")
      expect(
        own(found.map(\.variance.value)), own(isTotal ? wanted.Var_total : wanted.Var_cond),
        "variance of \(study.id)")
      expect(
        own(found.map(\.zScore.value)), own(isTotal ? wanted.Z_total : wanted.Z_cond),
        "z of \(study.id)")
      guard !isTotal else { continue }
      expect(
        own(found.map(\.pAnalytic.value)), own(wanted.p_cond_two), "p of \(study.id)",
        relativeTolerance: 1e-7)
    }
  }

  @Test func agreesOnConditionalPermutations() throws {
    for study in try Self.cases() {
      let wanted = try Self.reference(study.id)
      let found = try period(
        LocalAutocorrelation(["v"], weights: ["w"], permutations: 9999, alternative: .greater),
        study)
      for (place, unit) in found.units.enumerated() {
        guard let p = unit.pValue.value, let other = wanted.perm.p_greater[place] else {
          #expect(unit.cluster == .neighbourless, "\(study.id), unit \(place)")
          continue
        }
        // Two samples of draws: the tolerance of the reference, for the difference of both.
        let spread = 4 * (2 * other * (1 - other) / wanted.perm.R).squareRoot()
        #expect(
          abs(p - other) <= spread + 2 / (wanted.perm.R + 1), "\(study.id), unit \(place): \(p), \(other)")
      }
    }
  }
}
