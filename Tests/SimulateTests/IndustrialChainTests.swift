import Foundation
import PanelResults
import Testing

@testable import simulate

/// The panel of pilot zones: its files, its printed moments, and the effects that went into it.
@Suite struct IndustrialChainTests {
  static let linear = "eco + industry + peop + tech + gov | city + year"
  static let logarithmic = "eco + industry + peop + log(tech) + gov | city + year"

  /// Columns of a panel, with the years since a zone's first, -1 without one, and those binned.
  static func fit(_ rows: IndustrialChain.Rows) -> SimulatedFit {
    var columns = rows.covariates
    columns["indusres"] = rows.outcome
    columns["did"] = rows.treated
    columns["effect"] = rows.effect
    columns["since"] = zip(rows.unit, rows.year).map { unit, year in
      City.all[unit].zone.map { Double(max(year - $0.firstYear, -6)) } ?? -1
    }
    return SimulatedFit(unitName: "city", units: rows.unit, years: rows.year, columns: columns)
  }

  @Test func givesTheCommittedFiles() throws {
    try SimulatedExample.expectCommitted(
      try IndustrialChain().files(),
      in: "industrial-chain"
    )
  }

  @Test func hasThePrintedRowsAndMoments() throws {
    let rows = try IndustrialChain().rows()
    #expect(rows.outcome.count == 3182 && Set(rows.unit).count == 266)
    #expect(Set(rows.year) == Set(2009...2022))
    #expect(Moments(of: rows.outcome).prints(as: IndustrialChain.outcomeMoments, decimals: 3))
    for (name, moments, _) in IndustrialChain.covariateMoments {
      let column = try #require(rows.covariates[name])
      #expect(Moments(of: column).prints(as: moments, decimals: 3), "\(name)")
    }
    let treated = Moments(mean: 0.125, deviation: 0.331, minimum: 0, maximum: 1)
    #expect(Moments(of: rows.treated).prints(as: treated, decimals: 3))
    #expect(rows.treated.reduce(0, +) == 398)
  }

  @Test func takesEightZonesInTwoYears() {
    let zones = City.all.compactMap(\.zone)
    #expect(City.all.count == 266 && Set(City.all.map(\.name)).count == 266)
    #expect(Set(zones.map(\.name)).count == 8 && zones.count == 57)
    #expect(zones.filter { $0.firstYear == 2015 }.count == 6)
    #expect(Set(zones.map(\.firstYear)) == [2015, 2016])
  }

  /// Fourteen panels: effects come out by years since the first, and are zero before.
  ///
  /// That is where technology enters as it acts. With it in levels the average is too large, without
  /// it more so.
  @Test func recoversEffectsOverManySeeds() throws {
    var byYear: [Int: MonteCarlo] = [:]
    var (average, inLevels, without) = (MonteCarlo(), MonteCarlo(), MonteCarlo())
    for seed in 1...14 {
      let fit = Self.fit(try IndustrialChain(seed: UInt64(seed)).rows())
      let path = try fit.estimates("indusres ~ i(since, ref = -1) + \(Self.logarithmic)")
      for since in -6...7 where since != -1 {
        let truth = since < 0 ? 0 : IndustrialChain.effects[since]
        let estimate = try #require(path["since::\(since)"]).value
        byYear[since, default: MonteCarlo()].add(estimate, truth: truth)
      }
      let truth = try fit.value(of: "did", "effect ~ did + \(Self.logarithmic)")
      let model = "indusres ~ did + "
      average.add(try fit.value(of: "did", model + Self.logarithmic), truth: truth)
      inLevels.add(try fit.value(of: "did", model + Self.linear), truth: truth)
      without.add(try fit.value(of: "did", "indusres ~ did | city + year"), truth: truth)
    }
    for (since, errors) in byYear.sorted(by: { $0.key < $1.key }) {
      #expect(errors.distance < 4, "since \(since): \(errors.moments)")
      #expect(errors.moments.deviation < 0.004)
    }
    #expect(average.distance < 3.5 && average.moments.deviation < 0.002)
    #expect(inLevels.moments.mean > 0.0005 && inLevels.moments.mean < 0.0025)
    #expect(without.moments.mean > 0.004 && without.moments.mean < 0.008)
  }

  /// The effect of each year, and of the years before, within the 99 percent interval of the
  /// committed panel.
  @Test func coversTheTruthInTheCommittedPanel() throws {
    let fit = Self.fit(try IndustrialChain().rows())
    let path = try fit.estimates("indusres ~ i(since, ref = -1) + \(Self.logarithmic)")
    for since in -6...7 where since != -1 {
      let estimate = try #require(path["since::\(since)"])
      let error = try #require(estimate.standardError.value)
      let truth = since < 0 ? 0 : IndustrialChain.effects[since]
      #expect(abs(estimate.value - truth) < 2.6 * error, "since \(since): \(estimate.value)")
    }
  }
}
