import Foundation
import PanelData
import PanelNumerics
import PanelResults

extension SpatialDiagnostics {
  /// The tests asked for, or those that the data and the effects allow.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for one that was asked for and cannot be formed.
  func families(for sample: SpatialSample) throws(EstimationError) -> [Family] {
    let isPanel = sample.periodCount > 1
    var reasons: [Family: String] = [:]
    if !isPanel {
      for family in [Family.effects, .hausman, .pooled] {
        reasons[family] = "needs units that are observed in several periods, and the sample has one"
      }
    } else if sample.effects.isEmpty {
      reasons[.hausman] = "compares fixed with random effects of units, and '\(formula)' has none: "
        + "absorb them, as in '| \(sample.unitVariable)'"
      reasons[.effects] = "compares models with and without effects, and '\(formula)' has none: "
        + "absorb them, as in '| \(sample.unitVariable)'"
    }
    if sample.effects.ofPeriods, let time = sample.timeVariable {
      reasons[.hausman] = "compares effects of units alone, and '\(formula)' absorbs those of periods "
        + "as well: write them as indicators, '+ i(\(time))', and name the regressors with spatial "
        + "lags in 'spatial_lags'"
    }
    if sample.design.regressors.isEmpty {
      for family in [Family.wald, .ratios, .hausman] {
        reasons[family] = "compares models with spatial lags of regressors, and '\(formula)' has no "
          + "regressor"
      }
    }
    guard let tests else {
      return Family.allCases.filter { reasons[$0] == nil && ($0 != .pooled || sample.effects.isEmpty) }
    }
    for family in tests {
      guard let reason = reasons[family] else { continue }
      throw .invalid("The test '\(family.rawValue)' \(reason).")
    }
    return Family.allCases.filter(tests.contains)
  }

  /// A form of Lagrange multipliers that effects or weights do not allow.
  func check(
    _ form: SpatialDiagnosticsResult.MultiplierForm,
    for sample: SpatialSample
  ) throws(EstimationError) {
    guard form != .elhorst else { return }
    guard !sample.effects.isEmpty else {
      throw .invalid(
        "'multipliers: \(form.rawValue)' says how effects enter Lagrange multipliers, and '\(formula)' "
          + "has none. Take the key out."
      )
    }
    guard form == .leeYu, sample.effects.ofPeriods,
      !sample.weights.matrix.hasUnitRowSums()
    else { return }
    throw .invalid(
      "'multipliers: lee-yu' takes out effects of periods, which needs weights whose rows sum to one, "
        + "and those of '\(sample.weights.name)' do not. Use weights with 'standardise: row' and "
        + "without islands, or 'multipliers: exact-projection'."
    )
  }

  /// 2(ℓ − ℓ₀) of effects of units, and of periods, in the model without spatial terms.
  ///
  /// Each is taken out while the other stays, where there are both. Degrees of freedom are n − 1
  /// and T − 1; Elhorst prints n and T.
  ///
  /// - SeeAlso: Elhorst (2014), section 3.4; oracles `panel_*_twoways`.
  func effectTests(_ columns: SpatialColumns) -> [HypothesisTest] {
    let effects = columns.effects
    let full = logLikelihood(columns, effects)
    var tests: [HypothesisTest] = []
    if effects.ofUnits {
      var rest = effects
      rest.ofUnits = false
      tests.append(
        HypothesisTest(
          .likelihoodRatioUnits,
          chiSquared: 2 * (full - logLikelihood(columns, rest)),
          degreesOfFreedom: columns.unitCount - 1,
          null: [],
          absence: .perfectFit
        )
      )
    }
    if effects.ofPeriods {
      var rest = effects
      rest.ofPeriods = false
      tests.append(
        HypothesisTest(
          .likelihoodRatioPeriods,
          chiSquared: 2 * (full - logLikelihood(columns, rest)),
          degreesOfFreedom: columns.periodCount - 1,
          null: [],
          absence: .perfectFit
        )
      )
    }
    return tests
  }

  /// −N/2 (ln(2πe'e/N) + 1) of least squares with some effects, and a constant where there are none.
  private func logLikelihood(_ columns: SpatialColumns, _ effects: BalancedEffects) -> Double {
    SpatialLikelihood.linear(
      SpatialColumns(
        outcome: columns.outcome,
        regressors: columns.regressors + (effects.isEmpty ? [columns.ones] : []),
        lag: columns.lag,
        effects: effects
      ),
      isTransformed: false
    )
  }

  /// The tests of Baltagi, Song and Koh on the model without effects.
  func pooledTests(_ columns: SpatialColumns) -> [HypothesisTest] {
    let none = BalancedEffects(
      ofUnits: false, ofPeriods: false, periodCount: columns.periodCount)
    let hasConstant = columns.effects.isEmpty
    let tests = RandomRegionTests(
      SpatialColumns(
        outcome: columns.outcome,
        regressors: columns.regressors + (hasConstant ? [] : [columns.ones]),
        lag: columns.lag,
        effects: none
      )
    )
    return [
      HypothesisTest(.marginalRandomEffects, normal: tests.units, isOneSided: true, null: []),
      HypothesisTest(.marginalSpatialErrors, normal: tests.error, isOneSided: false, null: []),
      HypothesisTest(
        .jointRandomEffects,
        chiSquared: tests.joint,
        degreesOfFreedom: 2,
        null: [],
        absence: .perfectFit
      ),
    ]
  }

  func statistics(_ sample: SpatialSample) -> [StatisticEntry] {
    var entries: [Statistic: Availability<Double>] = [
      .observations: .value(Double(sample.unitCount * sample.periodCount)),
      .units: .value(Double(sample.unitCount)),
    ]
    if sample.timeVariable != nil { entries[.periods] = .value(Double(sample.periodCount)) }
    return Statistic.allCases.compactMap { statistic in
      entries[statistic].map { StatisticEntry(statistic, $0) }
    }
  }
}

extension SpatialColumns {
  /// A column of ones.
  var ones: [Double] { [Double](repeating: 1, count: rowCount) }
}

extension SpatialLikelihood {
  /// −M/2 (ln(2πS/M) + 1): the likelihood of the model without spatial terms, of the same data.
  static func linear(_ columns: SpatialColumns, isTransformed: Bool) -> Double {
    var (places, periods) = (Double(columns.unitCount), Double(columns.periodCount))
    if isTransformed {
      if columns.effects.ofPeriods { places -= 1 }
      if columns.effects.ofUnits { periods -= 1 }
    }
    let count = places * periods
    let fit = LeastSquares.fit(
      design: Matrix(
        rowCount: columns.rowCount,
        columnCount: columns.regressors.count,
        elements: columns.remainingRegressors.flatMap { $0 }
      ),
      outcome: columns.remainingOutcome
    )
    return -count / 2 * (log(2 * .pi * fit.residualSumOfSquares / count) + 1)
  }
}

extension LagrangeMultiplierTests {
  /// The tests with their hypotheses.
  ///
  /// The robust test of the lag divides by what a lag has that errors do not; where WXb is a
  /// combination of the regressors, there is nothing.
  var hypotheses: [HypothesisTest] {
    let rho = [SpatialRegressionResult.rhoTerm]
    let lambda = [SpatialRegressionResult.lambdaTerm]
    return [
      HypothesisTest(.lagMultiplierLag, chiSquared: lag, degreesOfFreedom: 1, null: rho),
      HypothesisTest(.lagMultiplierError, chiSquared: error, degreesOfFreedom: 1, null: lambda),
      HypothesisTest(.robustLagMultiplierLag, chiSquared: robustLag, degreesOfFreedom: 1, null: rho),
      HypothesisTest(
        .robustLagMultiplierError, chiSquared: robustError, degreesOfFreedom: 1, null: lambda),
      HypothesisTest(.lagMultiplierBoth, chiSquared: both, degreesOfFreedom: 2, null: rho + lambda),
    ]
  }
}

extension SpatialDiagnosticsResult.MultiplierForm {
  var form: LagrangeMultiplierTests.Form {
    switch self {
    case .elhorst: .elhorst
    case .exactProjection: .exactProjection
    case .leeYu: .leeYu
    }
  }
}
