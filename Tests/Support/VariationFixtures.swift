package import PanelResults

/// Regressions that change one thing of `base[2]`, made by hand.
package enum VariationFixtures {
  private static func varied(
    _ changes: [ModelChange],
    label: LocalizedText? = nil,
    outcome: String = "log_homicide",
    term: String = "post",
    n: Int = 550,
    covariance: CovarianceDescription = RegressionFixtures.clustered(("state", 50)),
    weights: String? = nil
  ) -> RegressionResult {
    var fit = RegressionFixtures.fit(
      outcome: outcome,
      estimates: [
        RegressionFixtures.estimate(term, 0.0812, 0.0393, p: 0.044),
        RegressionFixtures.estimate("log_police", -0.0412, 0.1012, p: 0.686),
      ],
      effects: ["state", "year"],
      n: n,
      covariance: covariance,
      lists: ["controls": ["log_police"]],
      weights: weights
    )
    fit.heading.variation = ModelVariation(base: "base[2]", changes: changes, label: label)
    return fit
  }

  /// The model that the others change.
  package static var base: RegressionResult {
    var fit = varied([])
    fit.heading.variation = nil
    return fit
  }

  /// One column for each kind of change.
  package static let columns: [RegressionResult] = [
    varied([ModelChange(.lag, ["post"], count: 1)], term: "L.post", n: 500),
    varied([ModelChange(.lagAll, count: 2)], term: "L2.post", n: 450),
    varied([ModelChange(.outcome, value: "log_robbery")], outcome: "log_robbery"),
    varied([ModelChange(.replace, ["post"], value: "region")], term: "region"),
    varied([ModelChange(.dropUnits, ["Ohio", "Texas"])], n: 528),
    varied([ModelChange(.dropUnits, ["Alabama", "Georgia", "Texas"])], n: 517),
    varied([ModelChange(.condition, value: "year > 2003")], n: 350),
    varied([ModelChange(.condition, value: "year > 2003 & region != \"West\"")], n: 250),
    varied([ModelChange(.weights, value: "population")], weights: "population"),
    varied([ModelChange(.vcov, value: "hc1")], covariance: RegressionFixtures.covariance(.hc1)),
    varied([ModelChange(.effects, [])]),
    varied([
      ModelChange(.add, ["unemployment"]), ModelChange(.drop, ["a", "b", "c"]),
      ModelChange(.lag, ["post"], count: 2),
    ]),
    varied(
      [ModelChange(.dropUnits, ["Texas"])],
      label: LocalizedText("The smaller sample"),
      n: 539
    ),
  ]
}
