package import PanelData
import PanelNumerics
package import PanelResults

extension WildBootstrap {
  /// Tests coefficients by the bootstrap.
  ///
  /// - Returns: One result.
  /// - Throws: What the model refuses; ``EstimationError/invalid(_:)`` for a reference that is no
  ///   analysis with a linear model, for a model that is not clustered or clustered in several
  ///   dimensions where `clusters` names none, and for terms that the model does not have;
  ///   ``EstimationError/tooFewClusters(column:found:needed:)``.
  /// - Complexity: O(*n k*) once, then O(*G (k + L)*) for each term and draw, L the levels of
  ///   effects that are not nested in the G clusters.
  /// - SeeAlso: Roodman, MacKinnon, Nielsen and Webb (2019); oracles `wcb_grunfeld_pooled`,
  ///   `wcb_produc_region_fe`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [WildBootstrapResult] {
    let linear = try linearModel(in: panel, context)
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: context.threadCount)
    let fitted = try linear.fitted(design, threads: context.threadCount)
    let positions = try positions(of: fitted, formula)
    let clusters = design.clusterings[0].grouping
    let sums = try ClusterSums(
      design, fitted.fit, clusters: clusters, threads: context.threadCount)
    let residuals = try sums.sumsOfResiduals()
    let weights = WildWeights(weights, clusters: clusters.count, draws: draws) {
      context.generator(replicate: $0)
    }
    let estimates = fitted.inference.estimates()
    var terms: [WildBootstrapTerm] = []
    for (place, position) in positions.enumerated() {
      let null = null.count == 1 ? null[0] : null[place]
      guard estimates[position].standardError.value != nil, sums.varies(position, residuals) else {
        throw .invalid(
          "'\(estimates[position].term)' has no standard error in '\(linear.formula)', so there is "
            + "no statistic to bootstrap: the fit is perfect, the model has as many parameters as "
            + "observations, or the term varies in one cluster alone.")
      }
      let distribution = try WildDistribution(
        sums, term: position, residuals: residuals, null: null, imposesNull: imposesNull,
        draws: weights.draws, threads: context.threadCount
      ) { weights.fill($1, draw: $0) }
      terms.append(
        term(
          estimates[position], null: null, distribution, weights,
          level: level ?? linear.level, seed: context.seed))
    }
    let heading = linear.heading(of: formula, design, in: panel)
    return [
      WildBootstrapResult(
        heading: heading, sample: design.description, of: name,
        covariance: fitted.inferred.description, terms: terms,
        statistics: statistics(fitted),
        remarks: fitted.inferred.remarks(),
        provenance: linear.provenance(of: formula, on: panel, in: context))
    ]
  }

  /// The model's name in the study, or its formula.
  private var name: String {
    switch model {
    case .of(let reference): reference.description
    case .own(let model): model.formula
    }
  }

  private func statistics(_ fitted: FittedModel) -> [StatisticEntry] {
    let wanted: [Statistic] = [.observations, .units, .periods, .clusters]
    return fitted.inferred.statistics(fitted.inference.slopesTest())
      .filter { wanted.contains($0.statistic) }
  }

  private func term(
    _ estimate: Estimate, null: Double, _ distribution: WildDistribution, _ weights: WildWeights,
    level: Double, seed: UInt64
  ) -> WildBootstrapTerm {
    let counts = distribution.counts(at: null)
    let interval = distribution.interval(level: level, pValue)
    var tested = estimate
    if let error = estimate.standardError.value {
      tested.statistic = .value((estimate.value - null) / error)
    }
    let analytic = analyticPValue(tested)
    tested.pValue = .value(distribution.pValue(at: null, pValue))
    tested.intervalLow = interval.low
    tested.intervalHigh = interval.high
    tested.level = level
    tested.innerInterval = nil
    return WildBootstrapTerm(
      estimate: tested, null: null, analyticPValue: analytic, weights: weights.kind,
      imposesNull: imposesNull, draws: weights.draws, isEnumerated: weights.isEnumerated,
      clusters: weights.clusters,
      strict: PermutationPValue(count: counts.strict, draws: weights.draws),
      withTies: PermutationPValue(count: counts.withTies, draws: weights.draws),
      seed: weights.isEnumerated ? nil : seed)
  }

  private func analyticPValue(_ estimate: Estimate) -> Availability<Double> {
    guard let statistic = estimate.statistic.value, let freedom = estimate.degreesOfFreedom,
      freedom > 0
    else { return .unavailable(because: .noDegreesOfFreedom) }
    return .value(StudentT(degreesOfFreedom: freedom).twoSidedPValue(statistic))
  }
}

extension WildBootstrap {
  /// The model with the covariance that the bootstrap clusters by.
  private func linearModel(
    in panel: Panel, _ context: AnalysisContext
  ) throws(EstimationError) -> LinearModel {
    var linear: LinearModel
    switch model {
    case .of(let reference): linear = try linearModel(of: reference, in: panel, context)
    case .own(let model):
      guard model.also == nil else {
        throw .invalid(
          "'also' adds lines of further covariances to a regression's table, which "
            + "\(Self.kind.rawValue) has not: leave it out.")
      }
      linear = LinearModel(
        model.formula,
        covariance: try model.vcov.map { (text) throws(EstimationError) in
          try CovarianceSpecification(parsing: text)
        } ?? CovarianceSpecification(kind: .iid),
        weights: model.weights == "none" ? nil : model.weights, condition: model.condition,
        smallSample: model.smallSample ?? SmallSampleOptions())
    }
    linear.place = context.id
    if let clusters {
      linear.covariance = try CovarianceSpecification(parsing: "cluster(\(clusters))")
    }
    guard linear.covariance.kind == .cluster else {
      throw .invalid(
        "The wild bootstrap draws one weight per cluster, and '\(linear.formula)' is not "
          + "clustered: name a variable in 'clusters', as in 'clusters: state'.")
    }
    guard linear.covariance.clusters.count == 1 else {
      let names = linear.covariance.clusters.map { $0.joined(separator: "^") }
      throw .invalid(
        "The wild bootstrap clusters in one dimension, and this asks for \(names.count) "
          + "(\(names.joined(separator: ", "))): name one of them in 'clusters', or 'a^b' for "
          + "their interaction.")
    }
    return linear
  }

  private func linearModel(
    of reference: ResultReference, in panel: Panel, _ context: AnalysisContext
  ) throws(EstimationError) -> LinearModel {
    guard let entry = context.entries[reference.entry] else {
      let known = context.entries.keys.sorted()
      let nearest = NearestNames.of(reference.entry, in: known)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "There is no analysis '\(reference.entry)'.\(hint) The study has: "
          + "\(known.isEmpty ? "none other" : MessageList.text(known)). A model of its own goes into "
          + "'model'.")
    }
    guard let analysis = entry as? any TreatmentAnalysis else {
      throw .invalid(
        "'\(reference.entry)' is of method \(type(of: entry).kind.rawValue), which has no "
          + "coefficients to test. Name a regression, such as one of method fixed-effects.")
    }
    guard let linear = try analysis.only(reference.position).linearModel(in: panel) else {
      throw .invalid(
        "'\(reference)' is of method \(type(of: entry).kind.rawValue), whose effect is no "
          + "coefficient of one linear model. Name a regression, such as one of method "
          + "fixed-effects.")
    }
    return linear
  }

  /// The places of the tested terms among the kept regressors.
  private func positions(
    of fitted: FittedModel, _ formula: Formula
  ) throws(EstimationError) -> [Int] {
    let kept = fitted.fit.kept.map { fitted.design.regressors[$0].name }
    guard !kept.isEmpty else {
      throw .invalid("'\(formula.text)' has no regressor left to test.")
    }
    if terms.isEmpty {
      try fitted.checkFirstRegressor()
      return [0]
    }
    var positions: [Int] = []
    for term in terms {
      if let position = kept.firstIndex(of: term) {
        guard !positions.contains(position) else {
          throw .invalid("'\(term)' stands twice among the terms to test.")
        }
        positions.append(position)
        continue
      }
      if let omitted = fitted.fit.omitted.first(where: { $0.term == term }) {
        throw .collinear(term: term, with: omitted.with)
      }
      let nearest = NearestNames.of(term, in: kept)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "'\(term)' is no regressor of '\(formula.text)'.\(hint) The model has: "
          + "\(MessageList.text(kept)).")
    }
    return positions
  }
}
