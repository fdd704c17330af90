package import PanelResults

/// Results of mediations made by hand; their parts add up.
package enum MediationFixtures {
  private static let effects = ["state", "year"]
  private static let lists = ["controls": ["unemployment", "poverty"]]

  private static func fit(_ outcome: String, _ estimates: [Estimate], n: Int) -> RegressionResult {
    RegressionFixtures.fit(
      outcome: outcome,
      estimates: estimates + [
        RegressionFixtures.estimate("unemployment", -0.016, 0.009, p: 0.09),
        RegressionFixtures.estimate("poverty", 0.002, 0.004, p: 0.62),
      ],
      effects: effects,
      n: n,
      lists: lists,
      labels: RegressionFixtures.labels.merging(labels) { first, _ in first }
    )
  }

  private static let labels: [String: LocalizedText] = [
    "structure": "Industrial structure", "misallocation": "Resource misallocation",
    "poverty": "Poverty",
  ]

  private static func effect(
    _ mediator: String,
    _ value: Double,
    _ error: Double,
    p: Double,
    total: Double?,
    intervals: [BootstrapInterval]
  ) -> IndirectEffect {
    let test = { (form: ProductTest.Form, error: Double) in
      ProductTest(
        form: form,
        standardError: .value(error),
        statistic: .value(value / error),
        pValue: .value(p)
      )
    }
    return IndirectEffect(
      estimate: RegressionFixtures.estimate(mediator, value, error, p: p, df: nil),
      tests: [
        test(.sobel, error), test(.aroian, 1.1 * error),
        ProductTest(
          form: .goodman,
          standardError: .unavailable(because: .negativeVariance),
          statistic: .unavailable(because: .negativeVariance),
          pValue: .unavailable(because: .negativeVariance)
        ),
      ],
      intervals: intervals,
      bootstrapError: intervals.isEmpty ? nil : .value(1.05 * error),
      bootstrapBias: intervals.isEmpty ? nil : .value(0.0004),
      proportion: total.map { .value(value / $0) } ?? .unavailable(because: .oppositeSigns)
    )
  }

  private static func interval(
    _ kind: BootstrapInterval.Kind,
    _ low: Double,
    _ high: Double
  ) -> BootstrapInterval {
    BootstrapInterval(kind: kind, low: .value(low), high: .value(high), level: 0.95)
  }

  private static let bootstrap = ClusterBootstrapDescription(
    replications: 1000,
    failed: 0,
    variable: "state",
    clusters: 50,
    seed: 7
  )

  /// A positive effect through one mediator.
  package static let one = mediation(
    mediator: "structure",
    first: RegressionFixtures.estimate("post", 0.132, 0.04, p: 0.0018),
    second: RegressionFixtures.estimate("structure", 0.204, 0.058, p: 0.0009),
    direct: RegressionFixtures.estimate("post", 0.441072, 0.024, p: 1e-12),
    indirect: effect(
      "structure",
      0.026928,
      0.0112,
      p: 0.0162,
      total: 0.468,
      intervals: [interval(.percentile, 0.0061, 0.0503), interval(.bca, 0.0079, 0.0541)]
    )
  )

  /// An effect of opposite sign, whose interval cannot be corrected, on fewer rows.
  package static let opposite: MediationResult = {
    var result = mediation(
      mediator: "misallocation",
      first: RegressionFixtures.estimate("post", 0.612, 0.172, p: 0.0008),
      second: RegressionFixtures.estimate("misallocation", -0.036, 0.008, p: 0.0001),
      direct: RegressionFixtures.estimate("post", 0.490032, 0.026, p: 1e-12),
      indirect: effect(
        "misallocation",
        -0.022032,
        0.0079,
        p: 0.0053,
        total: nil,
        intervals: [
          interval(.percentile, -0.0404, -0.0034),
          BootstrapInterval(
            kind: .bca,
            low: .unavailable(because: .oneSidedReplicates),
            high: .unavailable(because: .oneSidedReplicates),
            level: 0.95
          ),
        ]
      ),
      n: 540
    )
    result.bootstrap?.failed = 3
    result.remarks = [
      Remark(.opposingEffects, ["term": "misallocation"]),
      Remark(.replicatesFailed, ["count": "3", "total": "1000"]),
      Remark(.oneSidedReplicates, ["term": "misallocation"]),
    ]
    return result
  }()

  /// Without replicates: the test alone.
  package static let withoutBootstrap: MediationResult = {
    var result = one
    result.bootstrap = nil
    result.channels[0].indirect.intervals = []
    result.channels[0].indirect.bootstrapError = nil
    result.channels[0].indirect.bootstrapBias = nil
    return result
  }()

  private static func mediation(
    mediator: String,
    first: Estimate,
    second: Estimate,
    direct: Estimate,
    indirect: IndirectEffect,
    n: Int = 550
  ) -> MediationResult {
    let whole = RegressionFixtures.estimate("post", n == 550 ? 0.468 : 0.4681, 0.025, p: 1e-12)
    let regression = fit("log_homicide", [direct, second], n: n)
    return MediationResult(
      heading: regression.heading,
      treatment: "post",
      total: fit("log_homicide", [whole], n: n),
      regression: regression,
      channels: [
        MediationChannel(
          mediator: mediator,
          regression: fit(mediator, [first], n: n),
          indirect: indirect
        )
      ],
      identityGap: 2e-16,
      bootstrap: bootstrap
    )
  }

  /// Both mediators in one equation.
  package static let parallel: MediationResult = {
    let regression = fit(
      "log_homicide",
      [
        RegressionFixtures.estimate("post", 0.4421, 0.026, p: 1e-12),
        RegressionFixtures.estimate("structure", 0.2, 0.06, p: 0.0015),
        RegressionFixtures.estimate("misallocation", 0.015, 0.009, p: 0.101),
      ],
      n: 540
    )
    return MediationResult(
      heading: regression.heading,
      treatment: "post",
      total: fit("log_homicide", [RegressionFixtures.estimate("post", 0.478, 0.025, p: 1e-12)], n: 540),
      regression: regression,
      channels: [
        MediationChannel(
          mediator: "structure",
          regression: fit(
            "structure",
            [RegressionFixtures.estimate("post", 0.132, 0.04, p: 0.0018)],
            n: 540
          ),
          indirect: effect(
            "structure",
            0.0264,
            0.0113,
            p: 0.019,
            total: 0.478,
            intervals: [interval(.percentile, 0.0058, 0.0498)]
          )
        ),
        MediationChannel(
          mediator: "misallocation",
          regression: fit(
            "misallocation",
            [RegressionFixtures.estimate("post", 0.633, 0.17, p: 0.0006)],
            n: 540
          ),
          indirect: effect(
            "misallocation",
            0.0095,
            0.0062,
            p: 0.13,
            total: 0.478,
            intervals: [interval(.percentile, -0.0021, 0.0233)]
          )
        ),
      ],
      joint: {
        var joint = effect(
          "structure + misallocation",
          0.0359,
          0.0131,
          p: 0.006,
          total: 0.478,
          intervals: [interval(.percentile, 0.0119, 0.0634)]
        )
        joint.tests = []
        return joint
      }(),
      identityGap: 0,
      bootstrap: bootstrap
    )
  }()
}
