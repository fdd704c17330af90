import Foundation
import PanelResults
import Testing

@testable import simulate

/// The panel of virtual agglomeration: its files, its printed moments, and the effects in it.
@Suite struct VirtualAgglomerationTests {
  static let controls = "scaled + TAX + CPI + FDI"

  /// Columns of a panel, with R&D less its mean and the product with that.
  static func fit(_ rows: VirtualAgglomeration.Rows) -> SimulatedFit {
    var columns = rows.covariates
    columns["SL"] = rows.outcome
    columns["expected"] = rows.expected
    columns["Vag"] = rows.agglomeration
    columns["scaled"] = rows.covariates["GDP"]?.map { $0 / 10_000 }
    columns["above"] = rows.covariates["RD"]?.map { $0 - VirtualAgglomeration.meanOfResearch }
    columns["product"] = zip(rows.agglomeration, columns["above"] ?? []).map { $0 * $1 }
    return SimulatedFit(unitName: "province", units: rows.unit, years: rows.year, columns: columns)
  }

  @Test func givesTheCommittedFiles() throws {
    try SimulatedExample.expectCommitted(
      try VirtualAgglomeration().files(),
      in: "virtual-agglomeration"
    )
  }

  /// As printed but for the mean of the year, which is 2014.5.
  @Test func hasThePrintedRowsAndMoments() throws {
    let rows = try VirtualAgglomeration().rows()
    #expect(rows.outcome.count == 360 && Set(rows.unit).count == 30)
    let years = Moments(of: rows.year.map(Double.init))
    #expect(years.mean == 2014.5 && fixed(years.deviation, 3) == "3.457")
    #expect(Moments(of: rows.outcome).prints(as: VirtualAgglomeration.outcomeMoments, decimals: 4))
    #expect(
      Moments(of: rows.agglomeration).prints(
        as: VirtualAgglomeration.agglomerationMoments,
        decimals: 3
      )
    )
    #expect(fixed(rows.agglomeration.min() ?? .nan, 6) == "0.000117")
    let digits = ["GDP": 0, "TAX": 4, "CPI": 3, "FDI": 4, "Internet": 3, "RD": 2]
    for (name, moments, _) in VirtualAgglomeration.covariateMoments {
      let column = Moments(of: try #require(rows.covariates[name]))
      #expect(column.prints(as: moments, decimals: try #require(digits[name])), "\(name) \(column)")
    }
    #expect(rows.agglomeration.filter { $0 > 0.5 }.count == 12)
    #expect(rows.agglomeration.filter { $0 > 0.05 }.count == 12)
  }

  /// Twenty-four panels: the effect at the mean of R&D and the interaction come out of the complete
  /// model, and a model that leaves both out gives what it gives without noise.
  @Test func recoversEffectsOverManySeeds() throws {
    var (effect, interaction, average) = (MonteCarlo(), MonteCarlo(), MonteCarlo())
    for seed in 1...24 {
      let fit = Self.fit(try VirtualAgglomeration(seed: UInt64(seed)).rows())
      let complete = "Vag + above + product + \(Self.controls) | province + year"
      let estimates = try fit.estimates("SL ~ " + complete)
      effect.add(
        try #require(estimates["Vag"]).value,
        truth: VirtualAgglomeration.effectAtMean
      )
      interaction.add(
        try #require(estimates["product"]).value,
        truth: VirtualAgglomeration.interaction
      )
      let reduced = "Vag + \(Self.controls) | year"
      average.add(
        try fit.value(of: "Vag", "SL ~ " + reduced),
        truth: try fit.value(of: "Vag", "expected ~ " + reduced)
      )
    }
    #expect(effect.distance < 3.5 && effect.moments.deviation < 0.15)
    #expect(interaction.distance < 3.5 && interaction.moments.deviation < 0.012)
    #expect(average.distance < 3.5 && average.moments.deviation < 0.1)
  }

  /// Both within the 95 percent interval of the committed panel.
  @Test func coversTheTruthInTheCommittedPanel() throws {
    let fit = Self.fit(try VirtualAgglomeration().rows())
    let estimates = try fit.estimates(
      "SL ~ Vag + above + product + \(Self.controls) | province + year"
    )
    for (term, truth) in [
      ("Vag", VirtualAgglomeration.effectAtMean), ("product", VirtualAgglomeration.interaction),
    ] {
      let interval = try #require(estimates[term])
      let (low, high) = (
        try #require(interval.intervalLow.value), try #require(interval.intervalHigh.value)
      )
      #expect(low < truth && truth < high, "\(term): \(low) to \(high)")
    }
  }
}
