import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

@Suite struct TreatmentWeightsTests {
  func result(_ analysis: TreatmentWeights, _ panel: Panel) throws -> TreatmentWeightsResult {
    try #require(try analysis.run(on: panel, in: AnalysisContext(id: "tw")).first)
  }

  @Test func agreesWithTheReference() throws {
    let oracle = try EffectOracle("bacon_castle")
    let weights = try #require(oracle.extra.dcdh_twfe_weights)
    let result = try result(
      TreatmentWeights(outcome: "l_homicide", treatment: EffectOracle.post),
      EffectOracle.castle()
    )
    #expect(result.positive.count == weights.n_positive)
    #expect(result.negative.count == weights.n_negative)
    #expect(result.cells.count == 74)
    #expect(
      result.coefficient.isClose(to: try #require(oracle.coef["twfe"]), relativeTolerance: 1e-9)
    )
    #expect(result.sigmaOpposite == .unavailable(because: .noNegativeWeights))
  }

  /// The law in force at any time of the year: 95 treated cells, as twowayfeweights reports them.
  @Test func agreesWithThePrintedRobustnessOfTheLawInForce() throws {
    let panel = try EffectOracle.castle(derived: [
      ("law", "effyear > 0 & year >= effyear - 1")
    ])
    let result = try result(
      TreatmentWeights(outcome: "l_homicide", treatment: .indicator("law")),
      panel
    )
    #expect(result.positive.count == 95)
    #expect(result.negative.count == 0)
    #expect(abs(try #require(result.sigma.value) - 0.3869715) < 5e-8)
  }

  @Test(
    .enabled(if: LinearModelOracleTests.referenceFolder != nil, "reference data not shipped")
  )
  func agreesWithTheReferenceOnDataNotShipped() throws {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    let oracle = try EffectOracle("bacon_mpdta", in: folder.appending(path: "public"))
    let weights = try #require(oracle.extra.dcdh_twfe_weights)
    let result = try result(
      TreatmentWeights(outcome: "lemp", treatment: .cohort("first_treat")),
      EffectOracle.reference("mpdta", unit: "countyreal", time: "year")
    )
    #expect(result.positive.count == weights.n_positive)
    #expect(result.negative.count == weights.n_negative)
    #expect(result.negative.sum.isClose(to: weights.sum_negative, relativeTolerance: 1e-8))
    #expect(result.sigmaOpposite.value ?? 0 > 0)
  }

  /// Where outcomes are unit + period + effect exactly, the coefficient is Σ w Δ: for cells of any
  /// weight, gaps in the panel and a control.
  @Test(arguments: TreatmentWeightsResult.Kind.allCases, [false, true])
  func addsUpEffectsToTheCoefficient(
    kind: TreatmentWeightsResult.Kind,
    isWeighted: Bool
  ) throws {
    let isStable = kind == .fixedEffectsStable || kind == .firstDifferencesStable
    var sample = TreatmentSample(
      first: 2001,
      treatment: [
        ("a", [0, 0, 0, 0, 0, 0]), ("b", [0, 1, 1, 1, 1, 1]), ("c", [0, 0, 0, 1, 1, nil]),
        ("d", [0, 0, 1, 1, 1, 1]), ("e", [0, 0, 0, 0, nil, 1]), ("f", [0, 0, 0, 1, 1, 1]),
      ]
    )
    let post = try #require(sample.columns["post"])
    sample.columns["w"] = sample.units.indices.map { 1 + Double(($0 * 29) % 7) / 3 }
    sample.columns["x"] = sample.units.indices.map { Double(($0 * 53) % 17) }
    func effect(_ row: Int) -> Double {
      let unit = Double(sample.units[row])
      return 1 + unit * unit / 5 + (isStable ? 0 : Double(sample.times[row] - 2001) * unit / 3)
    }
    sample.columns["y"] = sample.units.indices.map { row in
      let trend = Double((sample.times[row] * 31) % 13)
      let base = Double(sample.units[row]) * 2 + trend
      return base + 0.7 * (sample.columns["x"]?[row] ?? 0) + post[row] * effect(row)
    }
    let result = try result(
      TreatmentWeights(
        outcome: "y",
        treatment: .indicator("post"),
        controls: ["x"],
        weights: isWeighted ? "w" : nil,
        regression: kind
      ),
      sample.panel
    )
    let sum = result.cells.reduce(0.0) { sum, cell in
      let row = sample.units.indices.first {
        sample.names[Int(sample.units[$0])] == cell.group && sample.times[$0] == cell.period
      }
      return sum + cell.weight * (row.map(effect) ?? .nan)
    }
    #expect(sum.isClose(to: result.coefficient, relativeTolerance: 1e-10))
    #expect(
      (result.positive.sum + result.negative.sum).isClose(to: 1, relativeTolerance: 1e-12)
    )
    #expect(result.kind == kind)
    #expect(result.cells.count == (isStable ? (kind == .fixedEffectsStable ? 5 : 4) : 15))
  }

  /// Regressions by another road: two-way effects, and differences with period effects.
  @Test func takesTheCoefficientOfTheRegressionApart() throws {
    let panel = try EffectOracle.castle(derived: [("dy", "D.l_homicide"), ("dd", "D.post")])
    func coefficient(_ formula: String) throws -> Double {
      try #require(
        try FixedEffects(models: [.init(formula)], weights: "popwt").run(
          on: panel,
          in: AnalysisContext()
        ).first?.estimates.first
      ).value
    }
    let levels = try result(
      TreatmentWeights(
        outcome: "l_homicide",
        treatment: EffectOracle.post,
        controls: ["poverty"],
        weights: "popwt"
      ),
      panel
    )
    #expect(
      levels.coefficient.isClose(
        to: try coefficient("l_homicide ~ post + poverty | sid + year"),
        relativeTolerance: 1e-9
      )
    )
    let differences = try result(
      TreatmentWeights(
        outcome: "l_homicide",
        treatment: EffectOracle.post,
        weights: "popwt",
        regression: .firstDifferences
      ),
      panel
    )
    #expect(
      differences.coefficient.isClose(
        to: try coefficient("dy ~ dd | year"),
        relativeTolerance: 1e-9
      )
    )
    #expect(differences.sample.n == 500)
  }

  /// One cohort in a balanced panel: all weights are equal, so no deviation can undo the average.
  @Test func hasNoSigmaWhereWeightsAreEqual() throws {
    let sample = TreatmentSample(periods: 2001...2004, cohorts: [0, 0, 2003, 2003])
    let result = try result(
      TreatmentWeights(outcome: "y", treatment: .cohort("cohort")),
      sample.panel
    )
    #expect(result.cells.allSatisfy { $0.weight.isClose(to: 0.25, relativeTolerance: 1e-12) })
    #expect(result.sigma == .unavailable(because: .notApplicable))
  }

  /// Early and late: the early unit's last periods get negative weight; corollary 1 by hand.
  @Test func computesBothMeasuresByHand() throws {
    let sample = TreatmentSample(periods: 1...5, cohorts: [2, 5])
    let result = try result(
      TreatmentWeights(outcome: "y", treatment: .cohort("cohort")),
      sample.panel
    )
    #expect(result.negative.count == 1)
    #expect(result.cells.map(\.period) == [2, 3, 4, 5, 5])
    let weights = result.cells.map(\.weight)
    let share = 0.2
    let spread = weights.reduce(0) { $0 + share * ($1 / share - 1) * ($1 / share - 1) }
    #expect(
      try #require(result.sigma.value).isClose(
        to: abs(result.coefficient) / spread.squareRoot(),
        relativeTolerance: 1e-12
      )
    )
    let ordered = weights.map { $0 / share }.sorted(by: >)
    let start = try #require(
      ordered.indices.dropFirst().first { i in
        let rest = ordered[i...].reduce(0) { $0 + share * $1 }
        return ordered[i] < -rest / (1 - share * Double(ordered.count - i))
      }
    )
    let rest = ordered[start...]
    let first = rest.reduce(0) { $0 + share * $1 }
    let second = rest.reduce(0) { $0 + share * $1 * $1 }
    let size = second + first * first / (1 - share * Double(rest.count))
    #expect(
      try #require(result.sigmaOpposite.value).isClose(
        to: abs(result.coefficient) / size.squareRoot(),
        relativeTolerance: 1e-12
      )
    )
  }

  @Test func allowsATreatmentThatEndsWhereTheStudySaysSo() throws {
    let sample = EffectSamples.outcome(
      TreatmentSample(
        treatment: [("a", [0, 1, 0, 0]), ("b", [0, 0, 0, 0]), ("c", [0, 0, 1, 1])])
    )
    var analysis = TreatmentWeights(outcome: "y", treatment: .indicator("post"))
    expectEstimationError("ends in one unit") { _ = try result(analysis, sample.panel) }
    analysis.switching = .allow
    #expect(try result(analysis, sample.panel).cells.count == 3)
    analysis.regression = .fixedEffectsStable
    #expect(try result(analysis, sample.panel).cells.count == 3)
  }

  @Test func refusesATreatmentThatEffectsAbsorb() {
    let sample = TreatmentSample(periods: 2001...2004, cohorts: [2003, 2003])
    expectEstimationError("'cohort' does not vary once effects are removed") {
      _ = try result(
        TreatmentWeights(outcome: "y", treatment: .cohort("cohort")),
        sample.panel
      )
    }
  }
}
