import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// What is refused, and in which words.
@Suite struct MediationErrorTests {
  private func expectError(
    _ parts: String..., in analysis: Mediation, on panel: Panel = MediationTests.sample().panel
  ) {
    #expect {
      _ = try analysis.run(on: panel, in: AnalysisContext())
    } throws: { error in
      let text = String(describing: error)
      for part in parts where !text.contains(part) {
        Issue.record("'\(text)' does not say '\(part)'")
      }
      return error is EstimationError
    }
  }

  @Test func refusesMediatorsThatNothingCanGoThrough() {
    let base = MediationTests.analysis
    expectError("The mediator 'd' is the treatment", in: base(["d"], ["unit"], nil, nil))
    expectError("The mediator 'out' is the outcome", in: base(["out"], ["unit"], nil, nil))
    expectError("'z' is among the controls as well", in: base(["z"], ["unit"], nil, nil))
    expectError("names 'm1' twice", in: base(["m1", "m1"], ["unit"], nil, nil))
    expectError(
      "The mediator 'one' is 4.0 in all 84 observations", in: base(["one"], ["unit"], nil, nil))
    expectError(
      "The mediator 'level' does not vary once the effects of unit, time are removed",
      in: base(["level"], ["unit", "time"], nil, nil))
    expectError(
      "Model 2 (mediator I(2*d))", "'I(2 * d)' is a linear combination of d",
      in: base(["m1", "I(2*d)"], ["time"], nil, nil))
    expectError("should be one column", in: base(["m1 + m2"], ["unit"], nil, nil))
    expectError("missing_one", in: base(["missing_one"], ["unit"], nil, nil))
  }

  @Test func refusesTreatmentsWithoutAnEffectOfTheirOwn() {
    var analysis = MediationTests.analysis(bootstrap: nil)
    analysis.treatment = "out"
    expectError("is the outcome and the treatment as well", in: analysis)
    analysis.treatment = "one"
    expectError("'one' is 4.0 in all 84 observations", in: analysis)
    analysis.treatment = "level"
    expectError("'level' does not vary once the fixed effects are removed", in: analysis)
    analysis.treatment = "d"
    analysis.controls = ["d"]
    expectError("The treatment 'd' is among the controls", in: analysis)
  }

  @Test func refusesClustersThatCannotBeDrawn() {
    var analysis = MediationTests.analysis(vcov: "cluster(unit, time)")
    expectError("clusters by unit and time", "bootstrap: {clusters: unit}", in: analysis)
    analysis.bootstrap?.clusters = "unit, time"
    expectError("'clusters' names 2", in: analysis)
    analysis.bootstrap?.clusters = "nowhere"
    expectError("nowhere", in: analysis)
    analysis = MediationTests.analysis(vcov: "iid")
    analysis.bootstrap?.clusters = "one"
    expectError("Clustering by 'one' needs at least 2 clusters; the sample has 1", in: analysis)
  }

  @Test(arguments: [
    ("{outcome: out, treatment: d}", "name the mediators"),
    ("{outcome: out, treatment: d, mediators: m1, bootstrap: {replications: 0}}", "1 to 10000000"),
    ("{outcome: out, treatment: d, mediators: m1, bootstrap: {interval: []}}", "at least one"),
    ("{outcome: out, treatment: d, mediators: m1, bootstrap: {interval: [bca, bca]}}", "each kind once"),
    ("{outcome: out, treatment: d, mediators: m1, bootstrap: {interval: wild}}", "wild"),
    ("{outcome: out, treatment: d, mediators: m1, parallel: true, sample: own}", "leave 'sample' out"),
    ("{outcome: out, treatment: d, mediators: m1, level: 1.5}", "level"),
    ("{outcome: out, treatment: d, mediators: m1, sobel: other}", "other"),
  ])
  func refusesEntriesThatSayTooMuchOrTooLittle(yaml: String, part: String) throws {
    #expect {
      let _: Mediation = try StyleFiles.decode(from: yaml)
    } throws: { error in
      let text = String(describing: error)
      if !text.contains(part) { Issue.record("'\(text)' does not say '\(part)'") }
      return true
    }
  }

  @Test func readsAnEntry() throws {
    let entry: Mediation = try StyleFiles.decode(
      from: """
      {outcome: y, treatment: x, mediators: [m1, m2], controls: $controls, effects: [unit, year],
       bootstrap: {replications: 200, interval: [bca, normal], clusters: region}, sobel: aroian,
       sample: common}
      """)
    #expect(
      entry
        == Mediation(
          outcome: "y", treatment: "x", mediators: ["m1", "m2"], controls: ["$controls"],
          effects: ["unit", "year"],
          bootstrap: .init(replications: 200, intervals: [.bca, .normal], clusters: "region"),
          form: .aroian, hasCommonSample: true))
    let bare: Mediation = try StyleFiles.decode(
      from: "{outcome: y, treatment: x, mediator: m, bootstrap: false}")
    #expect(bare.bootstrap == nil && bare.mediators == ["m"])
  }
}
