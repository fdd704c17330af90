import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Synchronization

extension DoubleMLData {
  /// One learner's result.
  ///
  /// - Parameters:
  ///   - supplied: Whether predictions come from columns.
  ///   - learners: Of outcome and treatment; without effect on supplied predictions.
  ///   - position: The place of the learners in the entry, from 0.
  /// - Returns: The effect, with how well learners predict.
  /// - Throws: What folds, learners, predictions or the covariance refuse.
  func result(
    supplied: Bool,
    _ learners: LearnerPair,
    _ position: Int
  ) throws(EstimationError) -> DoubleMLResult {
    let split = supplied ? nil : try SampleSplit(self)
    let total = analysis.repeats * (split?.description.count ?? 0) * roles.count
    let done = Mutex(0)
    let context = context
    var splittings: [Splitting] = []
    for number in 0..<analysis.repeats {
      let predictions: [NuisanceFit.Role: [Double]]
      if let split {
        let folds = split.folds(generator(number, 0, 0))
        try split.check(folds)
        let nuisances = Nuisances(
          columns: columns,
          outcome: outcome,
          treatment: treatment,
          groups: split.groups,
          model: analysis.model,
          learners: learners,
          threads: context.threadCount
        )
        predictions = try nuisances.predictions(
          folds,
          count: split.description.count,
          generator: { generator(number, position + 1, $0) },
          finished: {
            done.withLock { done in
              done += 1
              context.progress?(done, total)
            }
          }
        )
      } else {
        predictions = try suppliedPredictions()
      }
      splittings.append(try Splitting(self, predictions))
    }
    return assembled(
      splittings,
      split?.description ?? FoldDescription(count: 0, isSupplied: true),
      supplied ? nil : learners,
      position
    )
  }

  var roles: [NuisanceFit.Role] { Nuisances.roles(of: analysis.model) }

  /// Random numbers of a repeat: of its folds (learner 0) or of one training of a learner.
  private func generator(_ number: Int, _ learner: Int, _ training: Int) -> Philox {
    context.generator(replicate: number << 32 | learner << 20 | training)
  }

  private func suppliedPredictions() throws(EstimationError) -> [NuisanceFit.Role: [Double]] {
    var predictions: [NuisanceFit.Role: [Double]] = [:]
    for (role, column) in analysis.predictions?.columns ?? [:] {
      let values = try dataResult { () throws(DataError) in
        try panel.values(of: .column(column))
      }.numbers
      let sample = rows.map { values[$0] }
      try check(sample, column, isProbability: role == .treatment && analysis.model == .interactive)
      predictions[role] = sample
    }
    return predictions
  }

  /// Every row of the sample has a prediction, and one that can be.
  private func check(
    _ values: [Double],
    _ column: String,
    isProbability: Bool
  ) throws(EstimationError) {
    let missing = values.indices.filter { !values[$0].isFinite }
    if let first = missing.first {
      throw .invalid(
        "The predictions '\(column)' are missing in \(missing.count) of the \(values.count) "
          + "observations, first in row \(rows[first] + 1) of the data. Add them, or leave those "
          + "rows out with 'where'."
      )
    }
    guard isProbability else { return }
    let outside = values.indices.filter { values[$0] < 0 || values[$0] > 1 }
    if let first = outside.first {
      throw .invalid(
        "The predictions '\(column)' are probabilities of treatment, and \(outside.count) of "
          + "\(values.count) lie outside 0 to 1; the first is \(values[first]), in row "
          + "\(rows[first] + 1) of the data."
      )
    }
  }

  // MARK: The result

  private func assembled(
    _ splittings: [Splitting],
    _ folds: FoldDescription,
    _ learners: LearnerPair?,
    _ position: Int
  ) -> DoubleMLResult {
    let name = design.regressors[0].name
    let repeats = splittings.map {
      RepeatedEstimate(value: $0.value, standardError: $0.variance.squareRoot())
    }
    let (value, variance) = Self.aggregated(repeats, analysis)
    let controls = design.regressors.dropFirst().map(\.name)
    let count = Double(splittings.count)
    let isWithin = analysis.effectForm == .within
    var provenance = linear
    provenance.place =
      analysis.learners.count > 1 ? "\(context.id).learners[\(position + 1)]" : context.id
    return DoubleMLResult(
      heading: linear.heading(of: formula, design, in: panel),
      sample: design.description,
      model: analysis.model,
      target: analysis.model == .interactive ? analysis.target : nil,
      convention: analysis.convention,
      treatment: name,
      controls: controls,
      effects: analysis.effects.isEmpty
        ? nil
        : LearnedEffects(
          names: design.effects.map(\.name),
          levels: design.effects.map(\.grouping.count),
          form: analysis.effectForm
        ),
      folds: folds,
      nuisances: roles.map { role in
        NuisanceFit(
          role: role,
          learner: learners.map { role == .treatment ? $0.treatment : $0.outcome },
          rSquared: splittings.reduce(0) { $0 + ($1.quality[role]?.rSquared ?? 0) } / count,
          meanSquaredError: splittings.reduce(0) { $0 + ($1.quality[role]?.error ?? 0) } / count
        )
      },
      covariance: splittings[0].covariance,
      regressorLists: formula.lists,
      estimates: [
        Estimate(
          normal: name,
          value: value,
          variance: variance,
          scale: Summation.sumOfSquares(outcome).squareRoot() * 1e-12,
          level: analysis.level
        )
      ],
      repeats: repeats,
      aggregation: repeats.count > 1 ? analysis.aggregation : nil,
      residualVariance: splittings.reduce(0) { $0 + $1.residualVariance } / count,
      overlap: overlap(splittings, isWithin: isWithin && !analysis.effects.isEmpty),
      statistics: statistics + splits(folds) + fits(splittings),
      remarks: [],
      provenance: provenance.provenance(of: formula, on: panel, in: context)
    )
  }

  /// How well what was learned predicts rows that learners had not seen, over all repeats.
  private func fits(_ splittings: [Splitting]) -> [StatisticEntry] {
    let names: [NuisanceFit.Role: Statistic] = [
      .outcome: .learnedOutcomeFit, .outcomeTreated: .learnedTreatedFit,
      .outcomeUntreated: .learnedUntreatedFit, .treatment: .learnedTreatmentFit,
    ]
    let fits = roles.compactMap { role in
      names[role].map { name in
        let values = splittings.compactMap { $0.quality[role]?.rSquared }
        return StatisticEntry(name, .value(Summation.mean(values)))
      }
    }
    let variance = Summation.mean(splittings.map(\.residualVariance))
    return fits + [StatisticEntry(.treatmentResidualVariance, .value(variance))]
  }

  /// How often the sample was split, and into how many folds.
  private func splits(_ folds: FoldDescription) -> [StatisticEntry] {
    guard !folds.isSupplied else { return [] }
    return [
      StatisticEntry(.folds, count: folds.count), StatisticEntry(.splits, count: analysis.repeats),
    ]
  }

  private func overlap(_ splittings: [Splitting], isWithin: Bool) -> PropensityOverlap? {
    guard isBinary, !isWithin else { return nil }
    return PropensityOverlap(
      smallest: splittings.map(\.propensity.smallest).min() ?? 0,
      largest: splittings.map(\.propensity.largest).max() ?? 0,
      treatedCounts: splittings[0].counts.treated,
      untreatedCounts: splittings[0].counts.untreated,
      trimmed: analysis.model == .interactive ? splittings[0].trimmed : nil,
      bound: analysis.model == .interactive ? analysis.trim : nil
    )
  }

  private var statistics: [StatisticEntry] {
    var entries = [StatisticEntry(.observations, count: design.observationCount)]
    if let units = design.description.units { entries.append(.init(.units, count: units)) }
    if let periods = design.description.periods { entries.append(.init(.periods, count: periods)) }
    if let clusters = design.clusterings.map(\.grouping.count).min() {
      entries.append(.init(.clusters, count: clusters))
    }
    entries.append(.init(.outcomeMean, .value(Summation.mean(design.outcome))))
    return entries
  }

  /// Repeats put together: estimate and variance.
  ///
  ///     median:  b̃ = med b_m,   V = med (V_m + (b_m − b̃)²)                      ddml
  ///     mean:    b̄ = mean b_m,  V = harmonic mean of V_m + (b_m − b̄)²           ddml
  ///     median:  b̃ = med b_m,   s = (med (b_m + 1.96 s_m) − b̃)/1.96            DoubleML
  static func aggregated(
    _ repeats: [RepeatedEstimate],
    _ analysis: DoubleML
  ) -> (value: Double, variance: Double) {
    let values = repeats.map(\.value)
    guard repeats.count > 1 else {
      return (values[0], repeats[0].standardError * repeats[0].standardError)
    }
    if analysis.aggregation == .mean {
      let centre = Summation.mean(values)
      let inverse = repeats.map {
        1 / ($0.standardError * $0.standardError + ($0.value - centre) * ($0.value - centre))
      }
      return (centre, Double(repeats.count) / Summation.sum(inverse))
    }
    let centre = median(values)
    switch analysis.convention {
    case .ddml:
      return (
        centre,
        median(
          repeats.map {
            $0.standardError * $0.standardError + ($0.value - centre) * ($0.value - centre)
          }
        )
      )
    case .doubleML:
      let upper = median(repeats.map { $0.value + 1.96 * $0.standardError })
      let error = (upper - centre) / 1.96
      return (centre, error * error)
    }
  }

  private static func median(_ values: [Double]) -> Double { Quantiles(values).quantile(0.5) }
}
