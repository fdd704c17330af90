import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

@testable import simulate

/// The house's estimators, over many simulated panels, find what is true in them.
///
/// Means of estimates lie within four Monte Carlo standard errors of the truth.
@Suite struct RecoveryTests {
  private static let controls = "MEDICAL + EC + OPEN + TAX + CULTURE"

  /// The panel of a sample, as a study would have it from its indicators.
  private func panel(_ design: DigitalTradeDesign, _ sample: DigitalTradeSample) -> Panel {
    let shape = DigitalTradeDesign.shape
    let mean = design.infrastructure.reduce(0, +) / Double(shape.rows)
    var columns = [
      Column("ER", numbers: sample.resilience), Column("DT", numbers: design.trade),
      Column("INF", numbers: design.infrastructure),
      Column(
        "product",
        numbers: zip(design.trade, design.infrastructure).map { $0 * ($1 - mean) }
      ),
      Column(
        "region",
        numbers: (0..<shape.rows).map { row in
          Double(
            Province.Region.allCases.firstIndex(of: Province.all[shape.unit(row)].region) ?? 0
          )
        }
      ),
      Column("province", numbers: (0..<shape.rows).map { Double(shape.unit($0)) }),
      Column(
        "year",
        numbers: (0..<shape.rows).map { Double(DigitalTradeDesign.years[shape.period($0)]) }
      ),
    ]
    for (name, values) in zip(["IS", "RM", "CU"], sample.mediators) {
      columns.append(Column(name, numbers: values))
    }
    for (name, values) in design.controls.sorted(by: { $0.key < $1.key }) {
      columns.append(Column(name, numbers: values))
    }
    var panel = Panel(table: DataTable(columns: columns))
    panel.index = PanelIndex(
      unitVariable: "province",
      timeVariable: "year",
      units: (0..<shape.rows).map { Int32(shape.unit($0)) },
      unitNames: Province.all.map(\.name),
      times: (0..<shape.rows).map { DigitalTradeDesign.years[shape.period($0)] },
      step: 1
    )
    return panel
  }

  /// Whether the mean of estimates is the truth, within four standard errors of it.
  private func expect(
    _ values: [Double],
    _ truth: Double,
    _ what: String,
    slack: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let moments = Moments(of: values)
    let error = moments.deviation / Double(values.count).squareRoot()
    #expect(
      abs(moments.mean - truth) < 4 * error + slack,
      "\(what): \(moments.mean) ± \(error), not \(truth)",
      sourceLocation: sourceLocation
    )
  }

  @Test func findsTheEffectsOfLinearModels() throws {
    let simulation = try DigitalTrade()
    let (design, truth) = (simulation.design, simulation.truth)
    let estimands = DigitalTradeEstimands(design: design)
    let outcome = estimands.expectedOutcome(truth)
    let right = "\(Self.controls) | province + year"
    var entry = FixedEffects(models: [
      .init("ER ~ DT + \(right)"), .init("ER ~ product + DT + INF + \(right)"),
      .init("IS ~ DT + \(right)"), .init("RM ~ DT + \(right)"), .init("CU ~ DT + \(right)"),
      .init("ER ~ IS + RM + CU + DT + \(right)"),
    ])
    for code in Province.Region.allCases.indices {
      entry.models.append(.init("ER ~ DT + \(right)", condition: "region == \(code)"))
    }
    var estimates: [[[Double]]] = []
    for replicate in 1...150 {
      let sample = try DigitalTradeSample(design, truth, replicate: replicate)
      let results = try entry.run(on: panel(design, sample), in: AnalysisContext(id: "r"))
      estimates.append(results.map { $0.estimates.map(\.value) })
    }
    func drawn(_ model: Int, _ term: Int = 0) -> [Double] { estimates.map { $0[model][term] } }
    expect(drawn(0), estimands.baseline(outcome, among: Array(Province.all.indices)), "baseline")
    expect(drawn(1), estimands.moderation(outcome).interaction, "moderation")
    for (place, mediator) in truth.mediators.enumerated() {
      expect(drawn(2 + place), mediator.first, "effect on \(mediator.name)")
      // Spatial lags hardly matter beside a province's own mediator: less than a fiftieth.
      expect(
        drawn(5, place),
        mediator.second,
        "effect of \(mediator.name)",
        slack: abs(mediator.second) / 50
      )
    }
    for (place, region) in Province.Region.allCases.enumerated() {
      expect(
        drawn(6 + place),
        estimands.baseline(outcome, among: estimands.members(region)),
        region.rawValue
      )
    }
  }

  /// The spatial Durbin model where one effect holds in all provinces: ρ, β, θ, and the direct and
  /// indirect effects of Table 10.
  @Test func findsSpilloversOfTheSpatialDurbinModel() throws {
    let design = try DigitalTrade().design
    let truth = DigitalTradeTruth.alike()
    let entries = design.weights.enumerated().flatMap { row, values in
      values.enumerated().filter { $0.element > 0 }.map {
        SparseMatrix.Entry(row, $0.offset, $0.element)
      }
    }
    let matrix = SparseMatrix(rowCount: 30, columnCount: 30, entries: entries)
    let weights = SpatialWeights(
      ids: Province.all.map(\.name),
      matrix: matrix,
      description: SpatialWeightsDescription(
        name: "w",
        method: .file,
        standardisation: .row,
        units: 30,
        links: matrix.count,
        isSymmetric: false,
        total: 30
      )
    )
    let options = SpatialOptions(
      formulas: ["ER ~ DT + \(Self.controls) | province + year"],
      models: [.sdm],
      weights: ["w"],
      effects: SpatialEffectOptions(draws: 0)
    )
    var draws: [[Double]] = []
    for replicate in 1...100 {
      let sample = try DigitalTradeSample(design, truth, replicate: replicate)
      let panel = panel(design, sample)
      let result = try SpatialPanel(options).run(
        on: panel,
        in: AnalysisContext(id: "s", spatialWeights: ["w": weights])
      )
      let fit = result[0]
      let effect = try #require(fit.effects?.terms.first)
      draws.append([
        fit.spatialParameters[0].value, fit.estimates[0].value, effect.direct.value,
        effect.indirect.value,
      ])
    }
    let slope = try #require(truth.slopes[.east])
    let own = slope + truth.mediators.reduce(0) { $0 + $1.first * $1.second }
    // (I − ρW)⁻¹(Iβ + Wθ): the mean of its diagonal, and that of its rows' other elements.
    let system = design.weights.indices.map { i in
      design.weights[i].indices.map { (i == $0 ? 1 : 0) - truth.rho * design.weights[i][$0] }
    }
    let right = design.weights.indices.map { i in
      design.weights[i].indices.map { (i == $0 ? own : 0) + truth.theta * design.weights[i][$0] }
    }
    let effects = LinearAlgebra.solve(system, right)
    let direct = effects.indices.reduce(0) { $0 + effects[$1][$1] } / 30
    let total = effects.reduce(0) { $0 + $1.reduce(0, +) } / 30
    // What Lee and Yu's transformation leaves of the bias in so short a panel.
    expect(draws.map { $0[0] }, truth.rho, "rho", slack: 0.02)
    expect(draws.map { $0[1] }, own, "own effect")
    expect(draws.map { $0[2] }, direct, "direct effect")
    expect(draws.map { $0[3] }, total - direct, "indirect effect", slack: 0.02)
  }
}
