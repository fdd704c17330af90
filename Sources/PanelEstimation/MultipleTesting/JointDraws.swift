import PanelData
import PanelNumerics
import PanelResults

/// Statistics of several models under the same draws of clusters.
struct JointDraws: Sendable {
  /// |t*| for each hypothesis, times what makes t* comparable to the printed t; B of them each.
  var statistics: [[Double]]
  var resampling: JointResampling

  /// The most numbers that are held.
  private static let limit = 50_000_000

  /// Draws for all models.
  ///
  /// Clusters are those of any model's sample; a model without a cluster takes no notice of it.
  /// Statistics are centred at the estimates, or at the null hypotheses where residuals are those
  /// under them, and take the small-sample factor of the printed t.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for models that cannot be drawn this way, or that
  ///   are clustered by different variables; ``EstimationError/tooFewClusters(column:found:needed:)``.
  init(
    of models: [TestedModel], for entry: MultipleTesting, on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) {
    let clusters = try SharedClusters(of: models, in: panel)
    let kind = try Self.kind(of: entry, models)
    let count = models.reduce(0) { $0 + $1.estimates.count }
    guard count * entry.draws <= Self.limit else {
      throw .invalid(
        "\(count) hypotheses with \(entry.draws) draws are too many: together they may hold "
          + "\(Self.limit) statistics. Take fewer draws.")
    }
    let dimension = ClusterDimension(variable: clusters.name, count: clusters.count)
    var all: [[Double]] = []
    switch kind {
    case .wild:
      let weights = WildWeights(entry.weights, clusters: clusters.count, draws: entry.draws) {
        context.generator(replicate: $0)
      }
      for (place, model) in models.enumerated() {
        all += try Self.wild(
          model, clusters.places[place], weights, imposesNull: entry.imposesNull,
          threads: context.threadCount)
      }
      resampling = JointResampling(
        kind: .wild, clusters: dimension, draws: weights.draws, weights: weights.kind,
        imposesNull: entry.imposesNull, isEnumerated: weights.isEnumerated,
        seed: weights.isEnumerated ? nil : context.seed)
    case .pairs:
      all = try Self.pairs(models, clusters, draws: entry.draws, in: context)
      resampling = JointResampling(
        kind: .pairs, clusters: dimension, draws: entry.draws, seed: context.seed)
    }
    // A draw without one of the statistics says nothing of their maximum.
    let good = all[0].indices.filter { draw in all.allSatisfy { !$0[draw].isNaN } }
    resampling.failed = all[0].count - good.count
    resampling.draws = good.count
    guard good.count >= MultipleTesting.drawLimits.lowerBound || resampling.isEnumerated,
      !good.isEmpty
    else {
      throw .invalid(
        "Only \(good.count) of \(all[0].count) draws identify all coefficients. "
          + (kind == .pairs
            ? "Too few clusters have the variation; take 'bootstrap: wild'." : "Take more draws."))
    }
    statistics = resampling.failed == 0 ? all : all.map { draws in good.map { draws[$0] } }
  }

  private static func kind(
    of entry: MultipleTesting, _ models: [TestedModel]
  ) throws(EstimationError) -> JointResampling.Kind {
    let isInstrumented = models.contains { model in
      if case .linear = model.source { false } else { true }
    }
    if let model = models.first(where: { $0.source == nil }) {
      throw .invalid(
        "'\(model.name)' is estimated by LIML or GMM; clusters are drawn for least squares and "
          + "two-stage least squares alone. Adjust its p-values by holm, bonferroni, bh or by.")
    }
    let kind = entry.bootstrap ?? (isInstrumented ? .pairs : .wild)
    if kind == .wild, let model = models.first(where: { $0.isInstrumented }) {
      throw .invalid(
        "The wild bootstrap serves least squares, and '\(model.name)' has instruments. Write "
          + "'bootstrap: pairs'.")
    }
    return kind
  }

  private static func wild(
    _ model: TestedModel, _ places: [Int], _ weights: WildWeights, imposesNull: Bool, threads: Int
  ) throws(EstimationError) -> [[Double]] {
    guard case .linear(let fitted, let terms) = model.source else { return [] }
    let sums = try ClusterSums(
      fitted.design, fitted.fit, clusters: fitted.design.clusterings[0].grouping, threads: threads)
    let residuals = try sums.sumsOfResiduals()
    var all: [[Double]] = []
    for (term, estimate) in zip(terms, model.estimates) {
      guard let error = estimate.standardError.value, sums.varies(term, residuals) else {
        throw noStatistic(estimate, model)
      }
      let total = weights.clusters
      let distribution = try WildDistribution(
        sums, term: term, residuals: residuals, null: 0, imposesNull: imposesNull,
        draws: weights.draws, threads: threads
      ) { draw, own in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: total) { drawn in
          weights.fill(drawn, draw: draw)
          for (cluster, place) in places.enumerated() { own[cluster] = drawn[place] }
        }
      }
      let factor = distribution.standardError / error
      all.append(distribution.moments.map { abs(distribution.draw($0, at: 0)) * factor })
    }
    return all
  }

  private static func pairs(
    _ models: [TestedModel], _ clusters: SharedClusters, draws: Int, in context: AnalysisContext
  ) throws(EstimationError) -> [[Double]] {
    var moments: [ClusterMoments] = []
    var factors: [[Double]] = []
    for model in models {
      guard let source = model.source else { continue }
      let own = try ClusterMoments(source, threads: context.threadCount)
      var ratios: [Double] = []
      for (estimate, statistic) in zip(model.estimates, own.statistics) {
        guard let printed = estimate.statistic.value, !statistic.isNaN else {
          throw noStatistic(estimate, model)
        }
        ratios.append(statistic == 0 ? 1 : abs(printed / statistic))
      }
      moments.append(own)
      factors.append(ratios)
    }
    let (all, scales) = (moments, factors)
    let found = Parallel.map(count: draws, threads: context.threadCount) { draw -> [Double] in
      var random = context.generator(replicate: draw)
      var times = [Double](repeating: 0, count: clusters.count)
      for _ in 0..<clusters.count { times[random.below(clusters.count)] += 1 }
      return all.indices.flatMap { model in
        let own = clusters.places[model].map { times[$0] }
        return zip(all[model].statistics(drawn: own), scales[model]).map { abs($0) * $1 }
      }
    }
    return (found.first ?? []).indices.map { hypothesis in found.map { $0[hypothesis] } }
  }

  private static func noStatistic(
    _ estimate: Estimate, _ model: TestedModel
  ) -> EstimationError {
    .invalid(
      "'\(estimate.term)' has no standard error in '\(model.name)', so there is no statistic to "
        + "draw: the fit is perfect, the model has as many parameters as observations, or the term "
        + "varies in one cluster alone.")
  }
}

extension TestedModel {
  var isInstrumented: Bool {
    if case .instrumental = source { true } else { false }
  }
}

/// The clusters of several samples under common numbers.
struct SharedClusters: Sendable {
  var name: String
  var count: Int
  /// For each model the number of each of its clusters among all.
  var places: [[Int]]

  init(of models: [TestedModel], in panel: Panel) throws(EstimationError) {
    let designs = models.compactMap(\.design)
    let names = designs.map { $0.clusterings[0].name }
    guard let name = names.first, names.allSatisfy({ $0 == name }) else {
      let other = names.firstIndex { $0 != names[0] } ?? 0
      throw .invalid(
        "All models must be clustered by one variable to be drawn together, but "
          + "'\(models[0].name)' is by \(names.first ?? "none") and '\(models[other].name)' by "
          + "\(names[other]). Name one in 'clusters'.")
    }
    let variables = name.split(separator: "^").map(String.init)
    let codes = try dataResult { () throws(DataError) in
      try panel.groupCodes(of: panel.table[name] == nil ? variables : [name])
    }.codes
    var number: [Int32: Int] = [:]
    var places: [[Int]] = []
    for design in designs {
      let grouping = design.clusterings[0].grouping
      var own = [Int](repeating: 0, count: grouping.count)
      var seen = [Bool](repeating: false, count: grouping.count)
      for (position, code) in grouping.codes.enumerated() where !seen[Int(code)] {
        let row = design.rows.map { Int($0[position]) } ?? position
        let next = number.count
        own[Int(code)] = number[codes[row], default: next]
        number[codes[row]] = own[Int(code)]
        seen[Int(code)] = true
      }
      places.append(own)
    }
    self.name = name
    self.places = places
    count = number.count
    guard count >= 2 else { throw .tooFewClusters(column: name, found: count, needed: 2) }
  }
}
