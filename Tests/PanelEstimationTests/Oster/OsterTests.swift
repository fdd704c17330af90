import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Coefficient stability: agreement, the populations it is about, and bad input.
@Suite struct OsterTests {
  private struct Oracle: Decodable {
    var cases: [String: Case]
    struct Case: Decodable {
      var b0: Double
      var b1: Double
      var R0: Double
      var R1: Double
      var rmax: Double
      var delta0: Double
      var delta1: Double?
      var roots: [Double]
      var roots_d: [Double]?
      var roots_d2: [Double]?
      var roots_dhalf: [Double]?
    }
  }

  private static func oracle(_ name: String) throws -> Oracle.Case {
    let file = PanelOracle.folder.appending(path: "oster.json")
    return try #require(
      try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: file)).cases[name])
  }

  /// Motor Trend (1974): mpg, wt, hp, qsec and drat of 32 cars, as R's `mtcars` has them.
  private static let cars: [(Double, Double, Double, Double, Double)] = [
    (21.0, 2.620, 110, 16.46, 3.90), (21.0, 2.875, 110, 17.02, 3.90),
    (22.8, 2.320, 93, 18.61, 3.85), (21.4, 3.215, 110, 19.44, 3.08),
    (18.7, 3.440, 175, 17.02, 3.15), (18.1, 3.460, 105, 20.22, 2.76),
    (14.3, 3.570, 245, 15.84, 3.21), (24.4, 3.190, 62, 20.00, 3.69),
    (22.8, 3.150, 95, 22.90, 3.92), (19.2, 3.440, 123, 18.30, 3.92),
    (17.8, 3.440, 123, 18.90, 3.92), (16.4, 4.070, 180, 17.40, 3.07),
    (17.3, 3.730, 180, 17.60, 3.07), (15.2, 3.780, 180, 18.00, 3.07),
    (10.4, 5.250, 205, 17.98, 2.93), (10.4, 5.424, 215, 17.82, 3.00),
    (14.7, 5.345, 230, 17.42, 3.23), (32.4, 2.200, 66, 19.47, 4.08),
    (30.4, 1.615, 52, 18.52, 4.93), (33.9, 1.835, 65, 19.90, 4.22),
    (21.5, 2.465, 97, 20.01, 3.70), (15.5, 3.520, 150, 16.87, 2.76),
    (15.2, 3.435, 150, 17.30, 3.15), (13.3, 3.840, 245, 15.41, 3.73),
    (19.2, 3.845, 175, 17.05, 3.08), (27.3, 1.935, 66, 18.90, 4.08),
    (26.0, 2.140, 91, 16.70, 4.43), (30.4, 1.513, 113, 16.90, 3.77),
    (15.8, 3.170, 264, 14.50, 4.22), (19.7, 2.770, 175, 15.50, 3.62),
    (15.0, 3.570, 335, 14.60, 3.54), (21.4, 2.780, 109, 18.60, 4.11),
  ]

  private static var carPanel: Panel {
    Panel(
      table: DataTable(columns: [
        Column("mpg", numbers: cars.map(\.0)), Column("wt", numbers: cars.map(\.1)),
        Column("hp", numbers: cars.map(\.2)), Column("qsec", numbers: cars.map(\.3)),
        Column("drat", numbers: cars.map(\.4)), Column("one", numbers: cars.map { _ in 1 }),
      ]))
  }

  private static func run(
    _ formulas: [FixedEffects.Model], _ oster: Oster, on panel: Panel
  ) throws -> OsterResult {
    let entry = FixedEffects(models: formulas)
    let context = AnalysisContext(id: "o", entries: ["base": entry])
    return try #require(try oster.run(on: panel, in: context).first)
  }

  private static func base(_ position: Int? = nil) -> ResultReference {
    ResultReference(entry: "base", position: position)
  }

  private func expect(
    _ bound: CoefficientStability, _ wanted: Oracle.Case, roots: [Double],
    relativeTolerance: Double = 1e-9
  ) throws {
    let pairs = [
      (bound.uncontrolled.value, wanted.b0), (bound.controlled.value, wanted.b1),
      (bound.uncontrolledRSquared, wanted.R0), (bound.controlledRSquared, wanted.R1),
      (bound.maximalRSquared, wanted.rmax),
    ]
    for (found, wanted) in pairs {
      #expect(found.isClose(to: wanted, relativeTolerance: relativeTolerance))
    }
    let adjusted = try #require(bound.adjusted.value)
    let all = ([adjusted] + bound.alternatives).sorted()
    #expect(all.count == roots.count)
    for (found, wanted) in zip(all, roots) {
      #expect(found.isClose(to: wanted, relativeTolerance: relativeTolerance))
    }
  }

  /// −2.00 beside −7.01 are what robomit's manual prints for these data.
  @Test func agreesWithThePublishedExample() throws {
    let wanted = try Self.oracle("mtcars")
    func bound(_ proportion: Double) throws -> CoefficientStability {
      try Self.run(
        ["mpg ~ wt + hp + qsec"].map { FixedEffects.Model($0) },
        Oster(Self.base(), limit: .value(0.9), proportion: proportion), on: Self.carPanel
      ).bounds[0]
    }
    let one = try bound(1)
    try expect(one, wanted, roots: wanted.roots)
    let adjusted = try #require(one.adjusted.value)
    #expect(abs(adjusted + 2.00) < 0.005 && abs(one.alternatives[0] + 7.01) < 0.005)
    #expect(try #require(one.delta.value).isClose(to: wanted.delta0, relativeTolerance: 1e-9))
    #expect(one.identifiedSet?.low == one.controlled.value && one.identifiedSet?.high == adjusted)
    #expect(one.excludesNull == true && one.controls == ["hp", "qsec"])
    try expect(try bound(2), wanted, roots: try #require(wanted.roots_d2))
    try expect(try bound(0.5), wanted, roots: try #require(wanted.roots_dhalf))
  }

  @Test func keepsUnrelatedControlsInBothModels() throws {
    let wanted = try Self.oracle("mtcars_keep")
    let kept = try Self.run(
      [.init("mpg ~ wt + hp + qsec + drat")],
      Oster(Self.base(), keep: ["drat"], limit: .value(1), null: -1), on: Self.carPanel
    ).bounds[0]
    try expect(kept, wanted, roots: wanted.roots)
    #expect(
      try #require(kept.delta.value)
        .isClose(to: try #require(wanted.delta1), relativeTolerance: 1e-9))
    let named = try Self.run(
      [.init("mpg ~ drat + wt"), .init("mpg ~ wt + hp + qsec + drat")],
      Oster(Self.base(2), without: Self.base(1), limit: .value(1), null: -1), on: Self.carPanel
    ).bounds[0]
    #expect(named == kept)
  }

  @Test func takesWhatIsWithinTheEffects() throws {
    let panel = try MultipleTestingOracleTests.produc()
    let plain = try Self.oracle("produc_twfe")
    let model = FixedEffects.Model("lgsp ~ lpcap + lpc + lemp + unemp | state + year")
    let result = try Self.run([model], Oster(Self.base()), on: panel)
    try expect(result.bounds[0], plain, roots: plain.roots, relativeTolerance: 1e-8)
    #expect(result.isWithin && result.absorbedEffects == ["state", "year"])
    #expect(
      try #require(result.bounds[0].delta.value)
        .isClose(to: plain.delta0, relativeTolerance: 1e-8))
    let partial = try Self.run([model], Oster(Self.base(), proportion: 0.7), on: panel)
    try expect(
      partial.bounds[0], plain, roots: try #require(plain.roots_d), relativeTolerance: 1e-8)
    let weighted = try Self.oracle("produc_state_weighted_keep")
    let bound = try Self.run(
      [.init("lgsp ~ lpcap + lpc + unemp | state", weights: "emp")],
      Oster(Self.base(), keep: ["unemp"], limit: .multiple(1.1), null: 0.05), on: panel
    ).bounds[0]
    try expect(bound, weighted, roots: weighted.roots, relativeTolerance: 1e-8)
    #expect(
      try #require(bound.delta.value).isClose(to: weighted.delta0, relativeTolerance: 1e-8))
    #expect(bound.maximalRSquared == 1)
  }

  /// y = βx + w₁ + w₂ + e with cov(x, w₂)/var(w₂) = δ cov(x, w₁)/var(w₁): β* is β.
  @Test(arguments: [
    (0.5, 1.0, 0.3), (2, 0.4, 1.5), (-1, 1, 0.7), (0.2, 1.7, 0.1), (1, -0.6, 0.4), (3, 0.9, 0),
  ])
  func recoversTheEffectOfAPopulation(effect: Double, proportion: Double, noise: Double) throws {
    let (variance, first, second, own) = (2.0, 0.8, 0.5, 0.35)
    let other = proportion * own * second / first
    let withOutcome = effect * variance + own + other
    let indexWithOutcome = effect * own + first
    let outcome =
      effect * effect * variance + first + second + 2 * effect * (own + other) + noise
    let determinant = variance * first - own * own
    let controlled = (withOutcome * first - indexWithOutcome * own) / determinant
    let index = (indexWithOutcome * variance - withOutcome * own) / determinant
    let selection = ProportionalSelection(
      uncontrolled: withOutcome / variance, controlled: controlled,
      uncontrolledRSquared: withOutcome * withOutcome / variance / outcome,
      controlledRSquared: (controlled * withOutcome + index * indexWithOutcome) / outcome,
      maximalRSquared: 1 - noise / outcome, regressorVariance: variance,
      residualVariance: variance - own * own / first, outcomeVariance: outcome)
    let delta = try #require(selection.proportion(for: effect))
    #expect(delta.isClose(to: proportion, relativeTolerance: 1e-9))
    let found = try #require(selection.effect(for: proportion))
    let roots = [found.value] + found.others
    #expect(roots.contains { abs($0 - effect) < 1e-9 * max(1, abs(effect)) }, "\(roots)")
  }

  @Test func takesTheRootOnTheSideThatControlsPointTo() throws {
    // Bias upwards: the adjusted effect lies below the controlled one although the other root is
    // nearer.
    let selection = ProportionalSelection(
      uncontrolled: 1, controlled: 0.9, uncontrolledRSquared: 0.3, controlledRSquared: 0.35,
      maximalRSquared: 0.9, regressorVariance: 1, residualVariance: 0.7, outcomeVariance: 4)
    let found = try #require(selection.effect(for: 1))
    #expect(found.value < 0.9)
    #expect(found.others.count == 1 && found.others[0] > 0.9)
    var none = selection
    none.maximalRSquared = 0.35
    #expect(try #require(none.effect(for: 1)).value == 0.9)
    var unmoved = selection
    unmoved.uncontrolled = 0.9
    unmoved.residualVariance = 1
    #expect(unmoved.proportion(for: 0) == nil)
    #expect(try #require(unmoved.effect(for: 1)).value == 0.9)
  }

  // MARK: Bad input

  private func message(
    _ formulas: [FixedEffects.Model], _ oster: Oster, on panel: Panel = carPanel
  ) -> String {
    do {
      _ = try Self.run(formulas, oster, on: panel)
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func saysWhyThereIsNothingToCompare() {
    let full = FixedEffects.Model("mpg ~ wt + hp + qsec")
    #expect(
      message([.init("mpg ~ wt")], Oster(Self.base()))
        == "'mpg ~ wt' has no control beside 'wt': there is nothing to compare with. Name a model "
        + "with controls in 'of'.")
    #expect(
      message([full], Oster(Self.base(), keep: ["hp", "qsec"]))
        .hasPrefix("'mpg ~ wt + hp + qsec' has no control beside 'wt' and hp, qsec"))
    #expect(
      message([full], Oster(Self.base(), limit: .value(0.5)))
        .hasPrefix("'r_max: 0.5' is below the R² that 'mpg ~ wt + hp + qsec' reaches already, 0.83"))
    #expect(
      message([full], Oster(Self.base(), terms: ["weight"]))
        .hasPrefix("'weight' is no regressor of 'mpg ~ wt + hp + qsec'."))
    #expect(
      message([full], Oster(Self.base(), terms: ["hp", "hp"]))
        == "'hp' stands twice among the terms.")
    #expect(
      message([full], Oster(Self.base(), keep: ["qsecs"]))
        == "'keep' names 'qsecs', which is no regressor of 'mpg ~ wt + hp + qsec'. Did you mean "
        + "'qsec'? It has: wt, hp, qsec.")
    #expect(
      message([full], Oster(Self.base(2)))
        == "'base[2]': there is no model 2; 'base' has one.")
    #expect(
      message([full], Oster(ResultReference(entry: "bas")))
        == "There is no analysis 'bas'. Did you mean 'base'? The study has: base.")
    #expect(message([.init("mpg ~ wt + hp + 0")], Oster(Self.base())).contains("has no constant"))
    #expect(
      message([.init("mpg ~ wt + hp"), full], Oster(Self.base(1), without: Self.base(2)))
        .hasPrefix("'qsec' is a regressor of 'base[2]' (without controls), but not of 'base[1]'"))
    #expect(
      message([full, .init("drat ~ wt")], Oster(Self.base(1), without: Self.base(2)))
        == "The models of 'of' and 'without' may differ in controls alone, but their outcomes "
        + "differ: 'drat' in 'base[2]', 'mpg' in 'base[1]'.")
    #expect(
      message([full, .init("mpg ~ wt | one")], Oster(Self.base(1), without: Self.base(2)))
        .contains("their fixed effects differ: one in 'base[2]', none in 'base[1]'"))
  }

  @Test func tellsThatTheSmallModelIsFittedOnTheCommonSample() throws {
    var panel = Self.carPanel
    panel.table.set(
      Column("holes", numbers: Self.cars.enumerated().map { $0 < 4 ? .nan : $1.2 }))
    let result = try Self.run(
      [.init("mpg ~ wt"), .init("mpg ~ wt + holes")],
      Oster(Self.base(2), without: Self.base(1)), on: panel)
    #expect(result.remarks == [Remark(.commonSample, ["count": "28"])])
  }

  @Test(arguments: [
    (#"{"of": "base", "r_max": 1.3}"#, "for a multiple of the controlled model's R² write"),
    (#"{"of": "base", "r_max": 0}"#, "'r_max' is an R², above 0 and at most 1"),
    (#"{"of": "base", "multiple": 0.9}"#, "1 at least, not 0.9"),
    (#"{"of": "base", "multiple": 2, "r_max": 0.9}"#, "'r_max' or 'multiple', not both"),
    (#"{"of": "base", "without": "base[1]", "keep": "x"}"#, "leave 'keep' out"),
    (#"{"of": "base["}"#, "is no reference"),
  ])
  func refusesOptionsThatMakeNoSense(json: String, text: String) {
    do {
      _ = try JSONDecoder().decode(Oster.self, from: Data(json.utf8))
      Issue.record("no fault")
    } catch {
      #expect("\(error)".contains(text), "\(error)")
    }
  }
}
