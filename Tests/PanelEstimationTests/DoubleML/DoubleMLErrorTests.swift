import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// What double machine learning refuses, and in which words.
@Suite struct DoubleMLErrorTests {
  private func message(_ analysis: DoubleML, on panel: Panel) -> String {
    do throws(EstimationError) {
      _ = try analysis.run(on: panel, in: AnalysisContext(seed: 1, id: "dml"))
      return "no error"
    } catch { return error.description }
  }

  private func panel(_ columns: [String: (_ state: Double, _ year: Double) -> Double]) throws
    -> Panel
  {
    var panel = try DoubleMLPropertyTests.castle()
    let states = try panel.values(of: .column("sid")).numbers
    let years = try panel.values(of: .column("year")).numbers
    for (name, value) in columns {
      panel.table.set(Column(name, numbers: zip(states, years).map(value)))
    }
    return panel
  }

  private func entry(_ treatment: String = "post") -> DoubleML {
    var analysis = DoubleMLPropertyTests.entry(.ols)
    analysis.treatment = treatment
    return analysis
  }

  @Test func refusesTreatmentsWithoutEffect() throws {
    let panel = try panel([
      "one": { _, _ in 1 }, "single": { state, year in state == 3 && year > 2005 ? 1 : 0 },
      "few": { state, year in state < 4 && year > 2005 ? 1 : 0 },
      "most": { state, _ in state == 4 ? 0 : 1 },
    ])
    #expect(
      message(entry("one"), on: panel)
        == "The treatment 'one' does not vary in the sample: it has no effect to estimate."
    )
    #expect(
      message(entry("single"), on: panel)
        == "5 folds cannot each have treated observations: 'single' is 1 in 5 of 550 observations, "
        + "within a single group of 'sid'. Learners of the other folds would never see one, so "
        + "cross-fitting cannot estimate the effect of 'single'; splitting by something finer, with "
        + "'folds: {by: …}', leaks between folds what belongs to the group."
    )
    #expect(
      message(entry("few"), on: panel)
        == "5 folds cannot each have treated observations: 'few' is 1 in 15 of 550 observations, "
        + "within 3 groups of 'sid'. Use at most 3 folds, or split by something finer with "
        + "'folds: {by: …}'."
    )
    #expect(
      message(entry("most"), on: panel).hasPrefix(
        "5 folds cannot each have untreated observations: 'most' is 0 in 11 of 550"
      )
    )
    var within = entry("most")
    within.effects = ["sid"]
    #expect(
      message(within, on: panel)
        == "The treatment 'most' does not vary once the effects of sid are removed. Absorb fewer "
        + "effects."
    )
  }

  @Test func refusesFoldsThatCannotBe() throws {
    let panel = try panel([
      "whole": { _, _ in 1 }, "late": { _, year in year > 2003 ? 1 : 0 },
      "gap": { state, _ in state == 10 ? .nan : state.truncatingRemainder(dividingBy: 5) },
      "each": { state, year in state * 10000 + year },
    ])
    var analysis = entry()
    analysis.folds = FoldRule(count: 60)
    #expect(
      message(analysis, on: panel)
        == "60 folds cannot be made of 50 groups of 'sid'. Use at most 50 folds, or split by "
        + "something finer with 'folds: {by: …}'."
    )
    analysis.folds = FoldRule(count: 551, by: "none")
    #expect(message(analysis, on: panel).contains("551 folds cannot be made of 550 observations."))
    analysis.folds = FoldRule(column: "whole")
    #expect(message(analysis, on: panel).hasPrefix("'whole' puts the whole sample into one fold"))
    analysis.folds = FoldRule(column: "each")
    #expect(message(analysis, on: panel).hasPrefix("'each' names 550 folds for 550 observations."))
    analysis.folds = FoldRule(column: "late")
    #expect(
      message(analysis, on: panel)
        == "Fold 1 of 2 has no treated observation: 'post' is 1 in 74 of 550 observations. Give "
        + "'late' folds that have both."
    )
    analysis.folds = FoldRule(column: "gap")
    #expect(
      message(analysis, on: panel)
        == "'gap', which names folds, is missing in 11 of the 550 observations, first in row 89 of "
        + "the data. Add its values, or leave those rows out with 'where'."
    )
    analysis.folds = FoldRule(column: "nothing")
    #expect(message(analysis, on: panel).contains("nothing"))
  }

  /// Dummies are learned from rows of their own group: single observations go to folds.
  @Test func refusesDummiesOfGroupsThatAreHeldOut() throws {
    let panel = try DoubleMLPropertyTests.castle()
    var analysis = entry()
    (analysis.effects, analysis.effectForm) = (["sid", "year"], .dummies)
    let result = try DoubleMLPropertyTests.result(analysis, on: panel)
    #expect(result.folds == FoldDescription(count: 5))
    analysis.folds.by = "sid"
    #expect(
      message(analysis, on: panel)
        == "Learners see a dummy of each level of 'sid', and 'folds' hold out whole groups of 'sid', "
        + "whose dummies are then never seen. Use 'effects_as: within' or 'means', or split by "
        + "single observations: 'folds: {by: none}'."
    )
    analysis.effects = ["year"]
    #expect(try DoubleMLPropertyTests.result(analysis, on: panel).folds.groups == "sid")
  }

  @Test func refusesTreatmentsThatControlsPredictPerfectly() throws {
    let panel = try panel(["copy": { state, year in state * 0.25 + year }])
    var analysis = entry("copy")
    analysis.controls = ["sid", "year"]
    #expect(
      message(analysis, on: panel)
        == "The controls predict the treatment 'copy' perfectly, so nothing of it is left to have "
        + "an effect. Take out of the controls what it is made of."
    )
    analysis = entry()
    analysis.controls = ["post"]
    #expect(message(analysis, on: panel) == "The treatment 'post' is among the controls as well.")
    analysis.model = .interactive
    analysis.treatment = "poverty"
    #expect(
      message(analysis, on: panel).hasPrefix(
        "The interactive model takes a treatment of 0 and 1, and 'poverty' has other values."
      )
    )
    analysis.treatment = "post"
    analysis.controls = ["poverty"]
    analysis.effects = ["sid"]
    #expect(
      message(analysis, on: panel).hasPrefix("Effects cannot be taken off a binary treatment")
    )
  }

  @Test func refusesPredictionsThatCannotBe() throws {
    var panel = try DoubleMLOracleTests.predicted()
    var values = try panel.values(of: .column("m_hat")).numbers
    values[4] = 1.25
    panel.table.set(Column("high", numbers: values))
    values[6] = .nan
    values[4] = 0.5
    panel.table.set(Column("gap", numbers: values))
    var analysis = DoubleML(outcome: "l_homicide", treatment: "post", model: .interactive)
    analysis.predictions = SuppliedPredictions([
      .outcomeTreated: "g1_hat", .outcomeUntreated: "g0_hat", .treatment: "high",
    ])
    #expect(
      message(analysis, on: panel)
        == "The predictions 'high' are probabilities of treatment, and 1 of 550 lie outside 0 to "
        + "1; the first is 1.25, in row 5 of the data."
    )
    analysis.predictions?.columns[.treatment] = "gap"
    #expect(
      message(analysis, on: panel)
        == "The predictions 'gap' are missing in 1 of the 550 observations, first in row 7 of the "
        + "data. Add them, or leave those rows out with 'where'."
    )
    analysis.model = .partiallyLinear
    analysis.predictions = SuppliedPredictions([.outcome: "l_hat", .treatment: "post"])
    #expect(message(analysis, on: panel).contains("predict the treatment 'post' perfectly"))
  }

  @Test func refusesSettingsThatLearnersWouldNotObey() throws {
    let panel = try DoubleMLPropertyTests.castle()
    var learner = LearnerDescription(usual: .gradientBoosting)
    learner.leaf = 5
    var analysis = entry()
    analysis.learners = [LearnerPair(outcome: learner, treatment: learner)]
    analysis.model = .interactive
    #expect(message(analysis, on: panel).hasPrefix("Boosting of a probability weighs"))
    analysis = entry()
    analysis.vcov = "driscoll-kraay(2)"
    #expect(
      message(analysis, on: panel)
        == "The covariance 'driscoll-kraay(2)' is not one of double machine learning in the "
        + "convention ddml. Use iid, hc1, hc2, hc3, cluster."
    )
  }

  // MARK: Study entries

  private func decoded(_ text: String) throws -> DoubleML {
    try JSONDecoder().decode(DoubleML.self, from: Data(text.utf8))
  }

  private func fault(_ rest: String) -> String {
    do {
      _ = try decoded(#"{"outcome": "y", "treatment": "d", \#(rest)}"#)
      return "no error"
    } catch DecodingError.dataCorrupted(let context) {
      return context.debugDescription
    } catch { return "\(error)" }
  }

  @Test func describesExactlyTheKeysThatItReads() throws {
    let text = #"""
      {"outcome": "y", "treatment": "d", "controls": ["a", "b"], "effects": ["i", "t"],
       "effects_as": "dummies", "model": "interactive", "target": "att",
       "learners": ["lasso", {"method": "random-forest", "trees": 50, "leaf": 3},
         {"outcome": "ols", "treatment": {"method": "lasso", "penalty": 0.1}}],
       "folds": {"count": 4, "by": "i"}, "repeats": 3, "aggregate": "mean", "convention": "ddml",
       "trim": 0.02, "vcov": "hc1", "where": "x > 0", "level": 0.9}
      """#
    let keys = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    ).keys
    #expect(DoubleML.keys.map(\.name).sorted() == (keys + ["predictions"]).sorted())
    let analysis = try decoded(text)
    #expect(analysis.learners.count == 3)
    #expect(analysis.learners[0] == LearnerPair(.lasso))
    #expect(analysis.learners[1].outcome.trees == 50 && analysis.learners[1].outcome.leaf == 3)
    #expect(analysis.learners[1].outcome.sample == 0.632)
    #expect(analysis.learners[2].treatment.penalty == 0.1)
    #expect(analysis.learners[2].treatment.validationFolds == nil)
    #expect(analysis.folds == FoldRule(count: 4, by: "i"))
    #expect(analysis.target == .treated && analysis.aggregation == .mean && analysis.trim == 0.02)
    let supplied = try decoded(
      #"{"outcome": "y", "treatment": "d", "predictions": {"outcome": "l", "treatment": "m"}}"#
    )
    #expect(supplied.predictions == SuppliedPredictions([.outcome: "l", .treatment: "m"]))
  }

  @Test(arguments: [
    (#""folds": 5"#, "name 'controls' for the learners, such as $controls"),
    (#""controls": "x", "folds": 1"#, "cross-fitting takes at least 2 folds, not 1"),
    (#""controls": "x", "repeats": 0"#, "'repeats' is between 1 and 1000, not 0"),
    (#""controls": "x", "learners": []"#, "name at least one learner, such as random-forest"),
    (
      #""controls": "x", "aggregate": "mean""#,
      "'aggregate' puts repeats together, and there is one; set 'repeats'"
    ),
    (
      #""controls": "x", "trim": 0.1"#, "'trim' belongs to 'model: interactive'; leave it out here"
    ),
    (
      #""controls": "x", "effects_as": "means""#,
      "'effects_as' says how 'effects' are held fixed, and there are none"
    ),
    (
      #""controls": "x", "learners": {"method": "ols", "trees": 5}"#,
      "'trees' is no setting of ols; its settings are: none"
    ),
    (
      #""controls": "x", "learners": {"method": "lasso", "penalty": -1}"#,
      "'penalty' is at least 0, not -1.0"
    ),
    (
      #""controls": "x", "learners": {"method": "random-forest", "features": 2}"#,
      "'features' is a share above 0 and at most 1, not 2.0"
    ),
    (
      #""predictions": {"outcome": "l", "treatment": "m"}, "folds": 5"#,
      "with supplied 'predictions' nothing is learned, so 'folds' has no use"
    ),
    (
      #""predictions": {"outcome": "l"}"#,
      "'predictions' of the partially-linear model are those of: outcome, treatment"
    ),
    (
      #""controls": "x", "folds": {"column": "f", "count": 3}"#,
      "the folds are those of 'column', so 'count' has no use"
    ),
    (
      #""controls": "x", "folds": {"column": "f"}, "repeats": 3"#,
      "the folds are those of a column and one split only; leave 'repeats' out"
    ),
  ])
  func refusesEntries(rest: String, wanted: String) {
    #expect(fault(rest) == wanted)
  }
}
