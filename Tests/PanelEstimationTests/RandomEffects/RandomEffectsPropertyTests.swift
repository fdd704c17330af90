import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// Identities of random effects that hold for any data.
@Suite struct RandomEffectsPropertyTests {
  static let covariances = ["iid", "hc1", "cluster(unit)", "cluster(group)"]

  func leastSquares(_ formula: String, on panel: Panel, vcov: String = "iid") throws
    -> RegressionResult
  {
    try #require(
      try FixedEffects(models: [.init(formula)], vcov: [vcov], singletons: .keep)
        .run(on: panel, in: AnalysisContext()).first
    )
  }

  /// Without variance between units nothing is removed from unit means.
  @Test func isPooledLeastSquaresWhereUnitEffectsHaveNoVariance() throws {
    let panel = try RandomEffectsSamples.simulated(spread: 0)
    let random = try RandomEffectsSamples.fit("y ~ x + w + fixed", on: panel)
    let pooled = try leastSquares("y ~ x + w + fixed", on: panel)
    #expect(random.components.unitDeviation == 0 && random.components.theta.max == 0)
    #expect(random.remarks.contains(Remark(.pooledRandomEffects)))
    for (a, b) in zip(random.estimates, pooled.estimates) {
      expectAgreement(a.value, b.value, 1e-11, a.term)
      expectAgreement(a.standardError.value, b.standardError.value, 1e-11, a.term)
    }
    expectAgreement(random.statistic(.rSquared), pooled.number(.rSquared), 1e-11, "R²")
  }

  /// With ever larger unit effects the estimates come to those of fixed effects.
  @Test func comesToFixedEffectsWithLargeUnitEffects() throws {
    let panel = try RandomEffectsSamples.simulated(spread: 1e5)
    let random = try RandomEffectsSamples.fit("y ~ x + w", on: panel)
    let fixed = try leastSquares("y ~ x + w | unit", on: panel)
    #expect(random.components.theta.min > 0.9999)
    for term in ["x", "w"] {
      expectAgreement(
        random.estimate(named: term)?.value, fixed.estimate(named: term)?.value, 1e-6, term)
    }
  }

  @Test(arguments: covariances)
  func followsTheUnitsOfTheData(vcov: String) throws {
    var panel = try RandomEffectsSamples.simulated()
    let before = try RandomEffectsSamples.fit("y ~ x + w", on: panel, vcov: vcov)
    let x = try panel.values(of: .column("x")).numbers
    let y = try panel.values(of: .column("y")).numbers
    panel.table.set(Column("x", numbers: x.map { 1e6 * $0 + 5e6 }))
    panel.table.set(Column("y", numbers: y.map { 10 * $0 - 3 }))
    let after = try RandomEffectsSamples.fit("y ~ x + w", on: panel, vcov: vcov)
    for (term, factor) in [("x", 1e-5), ("w", 10.0)] {
      let (a, b) = (before.estimate(named: term), after.estimate(named: term))
      expectAgreement(b?.value, (a?.value ?? 0) * factor, 1e-8, term)
      expectAgreement(
        b?.standardError.value, (a?.standardError.value ?? 0) * factor, 1e-8, "\(term) se")
    }
    expectAgreement(after.components.theta.median, before.components.theta.median, 1e-8, "θ")
    expectAgreement(after.statistic(.chiSquared), before.statistic(.chiSquared), 1e-7, "Wald")
  }

  @Test func isTheSameOnAnyNumberOfThreads() throws {
    let panel = try RandomEffectsSamples.simulated()
    let one = try RandomEffectsSamples.fit("y ~ x + w + fixed", on: panel, threads: 1)
    let two = try RandomEffectsSamples.fit("y ~ x + w + fixed", on: panel, threads: 4)
    #expect(one == two)
  }

  /// Indicators of periods change nothing about the variance between units of a balanced panel.
  @Test func takesEffectsOfPeriodsAsIndicators() throws {
    let panel = try RandomEffectsSamples.simulated(isBalanced: true)
    let result = try RandomEffectsSamples.fit("y ~ x + i(year)", on: panel)
    #expect(result.estimates.count == 1 + 5 + 1)
    #expect(result.omitted.isEmpty)
    // The between regression counts the rank of unit means: slope and constant, no year.
    let fewer = try RandomEffectsSamples.fit("y ~ x", on: panel)
    #expect(result.components.unitDeviation > 0 && fewer.components.unitDeviation > 0)
  }

  @Test func leavesOutWhatIsCollinearAndSaysSo() throws {
    let result = try RandomEffectsSamples.fit(
      "y ~ x + double + three + w", on: try RandomEffectsSamples.simulated())
    #expect(
      result.omitted == [
        OmittedTerm(term: "double", reason: .collinear, with: ["x"]),
        OmittedTerm(term: "three", reason: .collinear, with: [Estimate.constantTerm]),
      ]
    )
    #expect(result.estimates.map(\.term) == ["x", "w", Estimate.constantTerm])
  }

  @Test func estimatesWhatDoesNotVaryWithinUnits() throws {
    let result = try RandomEffectsSamples.fit(
      "y ~ fixed", on: try RandomEffectsSamples.simulated())
    #expect(result.estimates.count == 2)
    #expect(result.statistic(.betweenRSquared) != nil)
    #expect(
      result.statistics.first { $0.statistic == .withinRSquared }?.value
        == .unavailable(because: .notApplicable))
  }

  /// Negative correlation within units leaves the one-sided test at zero.
  @Test func testsVariancesAgainstPositiveOnesAlone() throws {
    let panel = try RandomEffectsSamples.simulated(spread: 0, isBalanced: true)
    var changed = panel
    let y = try panel.values(of: .column("y")).numbers
    // Residuals that alternate sum to nothing in each unit.
    changed.table.set(Column("y", numbers: y.indices.map { $0 % 2 == 0 ? 1 : -1 }))
    let test = try #require(
      try RandomEffectsSamples.fit("y ~ x", on: changed).testResult(.breuschPagan))
    #expect(test.statistic == .value(0) && test.pValue == .value(1))
  }

  @Test func keepsUnitsThatAreObservedOnce() throws {
    let panel = try RandomEffectsSamples.simulated()
    let result = try RandomEffectsSamples.fit(
      "y ~ x", on: panel, condition: "year < 2003 & !(unit < 4 & year > 2000)")
    #expect(result.components.periods.min == 1 && result.components.periods.max == 3)
    #expect(result.sample.units == 24)
  }
}

/// Identities of Hausman tests that hold for any data.
@Suite struct HausmanPropertyTests {
  @Test func comparesBothEstimatorsOnOneSample() throws {
    let panel = try RandomEffectsSamples.simulated(bias: 1)
    let result = try RandomEffectsSamples.hausman(
      "y ~ x + w + fixed", on: panel, variants: HausmanForm.Variant.allCases)
    let random = try RandomEffectsSamples.fit("y ~ x + w + fixed", on: panel)
    #expect(result.contrasts.map(\.term) == ["x", "w"])
    #expect(result.invariant == ["fixed"])
    #expect(result.remarks.contains(Remark(.invariantTerms, ["with": "fixed"])))
    for contrast in result.contrasts {
      expectAgreement(
        contrast.random, random.estimate(named: contrast.term)?.value, 1e-12, contrast.term)
      #expect(contrast.difference == contrast.fixed - contrast.random)
    }
    // The effect of a unit is part of x, which every form finds.
    #expect(result.forms.map(\.variant) == HausmanForm.Variant.allCases)
    for form in result.forms {
      #expect(form.test.degreesOfFreedom == 2, "\(form.variant)")
      #expect((form.test.pValue.value ?? 1) < 0.01, "\(form.variant)")
    }
  }

  /// Regressors of periods bring no evidence: the statistic is that of the others.
  @Test func leavesOutWhatIsTheSameForAllUnitsOfAPeriod() throws {
    let panel = try RandomEffectsSamples.simulated(isBalanced: true)
    let result = try RandomEffectsSamples.hausman(
      "y ~ x + w + i(year)", on: panel, variants: [.classic, .sigmamore, .robust])
    #expect(result.contrasts.map(\.term) == ["x", "w"])
    #expect(result.remarks.contains(Remark(.periodTerms, ["count": "5"])))
    for form in result.forms { #expect(form.test.degreesOfFreedom == 2) }
    let all = try RandomEffectsSamples.hausman(
      "y ~ x + w + i(year)",
      on: panel,
      variants: [.sigmamore],
      terms: ["x", "w"] + (2001...2005).map { "year::\($0)" }
    )
    // Under one error variance the differences have the rank of x and w.
    #expect(all.contrasts.count == 7)
    #expect(all.forms[0].test.degreesOfFreedom == 2)
    expectAgreement(
      all.forms[0].test.statistic.value, result.forms[1].test.statistic.value, 1e-6, "H")
    #expect(all.remarks.contains(Remark(.dependentContrasts, ["rank": "2", "all": "7"])))
  }

  @Test func doesNotDependOnTheUnitsOfRegressors() throws {
    var panel = try RandomEffectsSamples.simulated(bias: 0.5)
    let variants: [HausmanForm.Variant] = [.classic, .sigmamore, .robust, .mundlak, .bootstrap]
    let before = try RandomEffectsSamples.hausman("y ~ x + w", on: panel, variants: variants)
    let x = try panel.values(of: .column("x")).numbers
    panel.table.set(Column("x", numbers: x.map { 1e8 * $0 }))
    let after = try RandomEffectsSamples.hausman("y ~ x + w", on: panel, variants: variants)
    for (a, b) in zip(before.forms, after.forms) {
      expectAgreement(
        b.test.statistic.value, a.test.statistic.value, 1e-6, "\(a.variant.rawValue)")
      #expect(a.test.degreesOfFreedom == b.test.degreesOfFreedom)
    }
  }

  /// A negative statistic stands as it is, without p-value, and the reader is told.
  @Test func reportsANegativeStatisticAsItIs() throws {
    var found: HausmanResult?
    for seed in 0..<60 where found == nil {
      let units = (0..<8).map { $0 * 7 + seed * 3 }
      let result = try RandomEffectsSamples.hausman(
        "y ~ x + w", on: try RandomEffectsSamples.simulated(spread: 0.2, units: units))
      if let value = result.forms[0].test.statistic.value, value < 0 { found = result }
    }
    let result = try #require(found)
    #expect(result.forms[0].test.pValue == .unavailable(because: .negativeStatistic))
    #expect(result.forms[0].isPositiveDefinite == false)
    #expect(result.remarks.contains(Remark(.negativeHausman)))
    #expect(result.remarks.contains(Remark(.indefiniteContrast)))
    #expect(
      result.forms[0].standardErrors.contains(.unavailable(because: .negativeVariance)))
  }
}

/// The bootstrap of Hausman tests.
@Suite struct HausmanBootstrapTests {
  private func bootstrap(_ panel: Panel, seed: UInt64 = 7, threads: Int = 2) throws -> HausmanForm {
    try RandomEffectsSamples.hausman(
      "y ~ x + w", on: panel, variants: [.bootstrap], seed: seed, threads: threads
    ).forms[0]
  }

  @Test func drawsTheSameOnAnyNumberOfThreadsAndOthersFromAnotherSeed() throws {
    let panel = try RandomEffectsSamples.simulated()
    #expect(try bootstrap(panel, threads: 1) == bootstrap(panel, threads: 4))
    #expect(try bootstrap(panel, seed: 8).test != bootstrap(panel).test)
    #expect(
      try bootstrap(panel).bootstrap
        == HausmanForm.Bootstrap(replications: 199, failed: 0, seed: 7))
  }

  /// Resamples are estimated from moments of units as a panel of copied units would be.
  @Test func estimatesAResampleAsThePanelOfItsUnits() throws {
    let counts = (0..<24).map { [1, 0, 2, 1, 3, 0][$0 % 6] }
    let units = (0..<24).flatMap { [Int](repeating: $0, count: counts[$0]) }
    let copied = try RandomEffectsSamples.simulated(bias: 0.3, units: units)
    let random = try RandomEffectsSamples.fit("y ~ x + w + fixed", on: copied)
    let fixed = try RandomEffectsSamples.hausman("y ~ x + w + fixed", on: copied)

    let panel = try RandomEffectsSamples.simulated(bias: 0.3)
    let index = try #require(panel.index)
    let columns = try ["x", "w", "fixed", "y"].map {
      try panel.values(of: .column($0)).numbers
    }
    let moments = UnitMoments(
      GroupedColumns(
        columns, by: Grouping(codes: index.units, count: index.unitNames.count)))
    let slopes = try #require(
      moments.slopes(counts: counts, varying: [0, 1], kept: [0, 1, 2]))
    for (position, term) in ["x", "w", "fixed"].enumerated() {
      expectAgreement(
        slopes.random[position], random.estimate(named: term)?.value, 1e-10, term)
    }
    for (position, contrast) in fixed.contrasts.enumerated() {
      expectAgreement(slopes.fixed[position], contrast.fixed, 1e-10, contrast.term)
    }
  }

  @Test func findsNoSlopesWhereAResampleDoesNotIdentifyThem() throws {
    let panel = try RandomEffectsSamples.simulated()
    let index = try #require(panel.index)
    let columns = try ["x", "one", "y"].map { try panel.values(of: .column($0)).numbers }
    let moments = UnitMoments(
      GroupedColumns(
        columns, by: Grouping(codes: index.units, count: index.unitNames.count)))
    let even = (0..<24).map { $0 % 2 == 0 ? 2 : 0 }
    #expect(moments.slopes(counts: even, varying: [0], kept: [0, 1]) == nil)
    #expect(moments.slopes(counts: even, varying: [0], kept: [0]) != nil)
  }

  @Test func countsReplicationsThatCannotBeEstimated() throws {
    // One unit alone has the value that tells `rare` from the constant.
    var panel = try RandomEffectsSamples.simulated()
    let units = try panel.values(of: .column("unit")).numbers
    panel.table.set(Column("rare", numbers: units.map { $0 == 5 ? 1 : 0 }))
    let result = try RandomEffectsSamples.hausman(
      "y ~ x + rare", on: panel, variants: [.bootstrap])
    let bootstrap = try #require(result.forms[0].bootstrap)
    // A resample of 24 units misses one of them with probability (23/24)^24 = 0.36.
    #expect((40...105).contains(bootstrap.failed), "\(bootstrap.failed)")
    #expect(
      result.remarks.contains(
        Remark(
          .replicationsFailed, ["count": String(bootstrap.failed), "total": "199"])))
  }

  /// With many units and no bias the bootstrap comes near the classic covariance.
  @Test func comesNearTheClassicStandardErrors() throws {
    let panel = try RandomEffectsSamples.simulated(
      spread: 0.3, units: Array(0..<300), isBalanced: true)
    let result = try RandomEffectsSamples.hausman(
      "y ~ x + w", on: panel, variants: [.classic, .bootstrap], replications: 999)
    for (classic, drawn) in zip(
      result.forms[0].standardErrors, result.forms[1].standardErrors)
    {
      let ratio = (drawn.value ?? 0) / (classic.value ?? 1)
      #expect((0.8...1.25).contains(ratio), "\(ratio)")
    }
  }
}
