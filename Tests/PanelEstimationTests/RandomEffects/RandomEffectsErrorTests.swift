import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// What random effects and Hausman tests refuse, and in which words.
@Suite struct RandomEffectsErrorTests {
  private func expect(
    _ parts: String...,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Any
  ) {
    do {
      _ = try body()
      Issue.record("nothing was refused", sourceLocation: sourceLocation)
    } catch {
      let text = String(describing: error)
      for part in parts {
        #expect(text.contains(part), "'\(text)'", sourceLocation: sourceLocation)
      }
    }
  }

  private func fit(_ formula: String, vcov: String = "iid", where condition: String? = nil) throws
    -> RandomEffectsResult
  {
    try RandomEffectsSamples.fit(
      formula,
      on: try RandomEffectsSamples.simulated(),
      vcov: vcov,
      condition: condition
    )
  }

  private func hausman(_ formula: String, terms: [String] = []) throws -> HausmanResult {
    try RandomEffectsSamples.hausman(
      formula, on: try RandomEffectsSamples.simulated(), terms: terms)
  }

  @Test func asksForUnits() {
    expect("give 'unit' and 'time' under 'data'") {
      try RandomEffectsSamples.fit(
        "inv ~ value", on: try InstrumentSamples.panel("grunfeld.csv"))
    }
  }

  @Test func refusesAbsorbedEffects() {
    expect("absorbs effects of unit", "stand in the place", "Take out '| unit'") {
      try fit("y ~ x | unit")
    }
    expect("absorbs effects of unit, year", "'+ i(year)'") { try fit("y ~ x | unit + year") }
  }

  @Test func refusesFormulasItCannotEstimate() {
    expect("has instruments") { try fit("y ~ w | x ~ fixed") }
    expect("has no constant") { try fit("y ~ 0 + x") }
    expect("has no regressor") { try fit("y ~ 1") }
    expect("'three' is 3") { try fit("y ~ three") }
    expect("no column", "nothing") { try fit("y ~ nothing") }
  }

  @Test func refusesSamplesWithoutUnitsToCompare() {
    expect("belong to one unit (unit = 3)") { try fit("y ~ x", where: "unit == 3") }
    expect("Each of the 24 units is observed once") { try fit("y ~ x", where: "year == 2000") }
    expect("3 coefficients for 3 units", "fixed-effects") {
      try fit("y ~ x + w", where: "unit < 3")
    }
    expect("leave no degrees of freedom", "2 slopes") {
      try fit("y ~ x + w", where: "year == 2000 | (year == 2001 & unit < 2)")
    }
  }

  @Test func refusesOutcomesWithoutErrorsWithinUnits() {
    expect("'of_unit' does not vary within units of 'unit'") { try fit("of_unit ~ x") }
    expect("explain 'exact' within units without error") { try fit("exact ~ x") }
  }

  @Test func refusesClustersThatCutUnits() {
    expect("lie in several groups of 'split'", "Cluster by 'unit'") {
      try fit("y ~ x", vcov: "cluster(split)")
    }
    expect("take one cluster variable", "'unit' and 'year'") {
      try fit("y ~ x", vcov: "cluster(unit, year)")
    }
    expect("'hc3' is not one of random effects") { try fit("y ~ x", vcov: "hc3") }
  }

  @Test func saysWhichModelIsAtFault() {
    expect("Model 2 (y ~ 0 + x)", "has no constant") {
      try RandomEffects(models: [UnitModel("y ~ x"), UnitModel("y ~ 0 + x")])
        .run(on: try RandomEffectsSamples.simulated(), in: AnalysisContext())
    }
  }

  @Test func saysWhyNothingCanBeCompared() {
    expect("No regressor varies within units of 'unit' (fixed)") { try hausman("y ~ fixed") }
    expect("'terms' names 'fixed', which does not vary") {
      try hausman("y ~ x + fixed", terms: ["fixed"])
    }
    expect("'terms' names 'z', which is no coefficient", "There are: x, w") {
      try hausman("y ~ x + w", terms: ["z"])
    }
    expect("are the same for all units of a period (trend)", "'terms'") {
      try hausman("y ~ trend + fixed")
    }
  }

  @Test func refusesABootstrapThatCannotBeEstimated() throws {
    // Four units, three of which each have a regressor of their own.
    var panel = try RandomEffectsSamples.simulated(units: Array(3..<12), isBalanced: true)
    let units = try panel.values(of: .column("unit")).numbers
    for unit in 0..<6 {
      panel.table.set(
        Column("d\(unit)", numbers: units.map { $0 == Double(unit) ? 1 : 0 }))
    }
    expect("of 20 bootstrap replications could be estimated", "9 units") {
      try RandomEffectsSamples.hausman(
        "y ~ x + d0 + d1 + d2 + d3 + d4 + d5",
        on: panel,
        variants: [.bootstrap],
        replications: 20
      )
    }
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  @Test func readsAnEntryOfEveryShape() throws {
    let entry = try decode(
      Hausman.self,
      #"{"models": ["y ~ x", {"formula": "y ~ w", "where": "w > 0"}], "#
        + #""variants": ["robust", "bootstrap"], "bootstrap": {"replications": 50}, "terms": "x"}"#
    )
    #expect(
      entry
        == Hausman(
          models: [UnitModel("y ~ x"), UnitModel("y ~ w", condition: "w > 0")],
          variants: [.robust, .bootstrap],
          terms: ["x"],
          replications: 50
        )
    )
    #expect(
      try decode(RandomEffects.self, #"{"model": "y ~ x", "level": 0.9}"#)
        == RandomEffects(models: [UnitModel("y ~ x")], level: 0.9)
    )
  }

  @Test func refusesEntriesThatMeanNothing() {
    expect("at least one formula") { try decode(RandomEffects.self, "{}") }
    expect("between 0 and 1") { try decode(RandomEffects.self, #"{"model": "y", "level": 2}"#) }
    expect("at least one formula") { try decode(Hausman.self, "{}") }
    expect("name at least one variant") {
      try decode(Hausman.self, #"{"model": "y ~ x", "variants": []}"#)
    }
    expect("a variant stands twice") {
      try decode(Hausman.self, #"{"model": "y ~ x", "variants": ["robust", "robust"]}"#)
    }
    expect("does not ask for the variant bootstrap") {
      try decode(Hausman.self, #"{"model": "y ~ x", "bootstrap": {"replications": 99}}"#)
    }
    for count in [0, 19, 2_000_000] {
      expect("between 20 and 1000000 replications, not \(count)") {
        try decode(
          Hausman.self,
          #"{"model": "y ~ x", "variants": "bootstrap", "bootstrap": {"replications": \#(count)}}"#
        )
      }
    }
  }
}
