package import PanelData
import PanelNumerics
package import PanelResults

extension Moderation {
  /// Steps of the line that a figure draws.
  private static let curveSteps = 100
  /// A moderator with at most so many values is counted value by value.
  private static let fewValues = 15

  /// Fits the model, once per way of centring.
  ///
  /// Slopes of product and controls, residuals and effects at given values are the same however
  /// the product is centred; the other slopes become effects at the mean of the other variable.
  ///
  /// - Returns: One result per element of ``centre``.
  /// - Throws: What the expressions, the covariance or the fit refuse;
  ///   ``EstimationError/invalid(_:)`` where treatment and moderator are one variable, the
  ///   moderator does not vary, or nothing is left of the product beside the effects.
  /// - SeeAlso: Aiken and West (1991), *Multiple Regression*; oracles `mod_produc_raw`,
  ///   `mod_produc_centred`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [ModerationResult] {
    let names = try [treatment, moderator].map { (text) throws(EstimationError) in
      try Self.term(text)
    }
    if let column = panel.table[moderator], column.numbers == nil {
      throw .invalid(
        "The moderator '\(moderator)' holds text. Effects in its groups are what method "
          + "\(Heterogeneity.kind.rawValue) estimates, with 'by: \(moderator)'; for one group "
          + "against the others define a 0/1 variable under 'variables'.")
    }
    guard names[0] != names[1] else {
      throw .invalid(
        "'\(names[0])' is both treatment and moderator. For an effect that changes with the "
          + "treatment itself, give method \(FixedEffects.kind.rawValue) the square, as in "
          + "'y ~ x + x^2'; otherwise name another moderator.")
    }
    let linear = LinearModel(
      try formulaText(of: names, in: panel),
      covariance: try covariance(in: panel), weights: weights, condition: condition,
      smallSample: smallSample, singletons: singletons, level: level, place: context.id)
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: context.threadCount)
    let columns = try ModerationColumns(design, treatment: names[0], moderator: names[1])
    var results: [ModerationResult] = []
    for centre in centre {
      let centring = centre == .mean ? columns.means : nil
      let fitted = try linear.fitted(
        columns.design(centredAt: centring), threads: context.threadCount)
      try fitted.checkFirstRegressor()
      try columns.checkProduct(fitted)
      results.append(
        result(
          of: fitted, columns, centring: centring,
          regression: fitted.result(
            heading: linear.heading(of: formula, design, in: panel),
            regressorLists: formula.lists,
            provenance: linear.provenance(of: formula, on: panel, in: context))))
    }
    return results
  }

  /// The canonical text of a variable or an expression as a term.
  private static func term(_ text: String) throws(EstimationError) -> String {
    let expression = try dataResult { () throws(DataError) in try ExpressionParser.parse(text) }
    return Term(factors: [.numeric(expression)]).name
  }

  /// `y ~ x + m + x:m + $controls | unit + year`.
  private func formulaText(
    of names: [String], in panel: Panel
  ) throws(EstimationError) -> String {
    var effects = model.effects
    if effects == nil, let index = panel.index {
      effects = [index.unitVariable, index.timeVariable].map(Names.written)
    }
    let terms = names + [names.joined(separator: ":")] + model.controls
    let absorbed = (effects ?? []).isEmpty ? "" : " | " + (effects ?? []).joined(separator: " + ")
    return "\(model.outcome) ~ \(terms.joined(separator: " + "))\(absorbed)"
  }

  private func covariance(in panel: Panel) throws(EstimationError) -> CovarianceSpecification {
    guard vcov == nil, panel.index == nil else {
      return try CovarianceSpecification.specified(vcov, in: panel)
    }
    return CovarianceSpecification(kind: .hc1)
  }

  private func result(
    of fitted: FittedModel, _ columns: ModerationColumns, centring: ModerationResult.Centring?,
    regression: RegressionResult
  ) -> ModerationResult {
    let moderator = columns.moderator.numbers
    let support = Self.support(of: moderator, weights: fitted.design.weights)
    // Both are kept: the checks before refuse other fits.
    let effect = ModeratedEffect(
      fitted.inference, treatment: fitted.fit.kept.firstIndex(of: 0) ?? 0,
      product: fitted.fit.kept.firstIndex(of: 2) ?? 0, origin: centring?.moderator ?? 0)
    let places = self.places(in: moderator, weights: fitted.design.weights, support)
    let effects = zip(places, effect.estimates(at: places.map(\.value))).map {
      MarginalEffect(place: $0.place, moderator: $0.value, estimate: $1)
    }
    var result = ModerationResult(
      heading: regression.heading, regression: regression,
      treatment: columns.treatment.name, moderator: columns.moderator.name,
      interaction: columns.product.name, centring: centring, support: support, effects: effects,
      curve: support.isBinary
        ? []
        : effect.curve(from: support.minimum, to: support.maximum, steps: Self.curveSteps),
      signChange: support.isBinary
        ? .unavailable(because: .binaryModerator) : effect.signChange(),
      region: support.isBinary
        ? .unavailable(because: .binaryModerator)
        : effect.region(over: moderator, mean: support.mean))
    result.remarks = regression.remarks + remarks(about: result)
    return result
  }

  /// What the reader should know of the moderator.
  private func remarks(about result: ModerationResult) -> [Remark] {
    var remarks: [Remark] = []
    if result.omitted.contains(where: { $0.term == result.moderator && $0.reason == .absorbed }) {
      remarks.append(Remark(.moderatorAbsorbed, ["term": result.moderator]))
    }
    let range = result.support.minimum...result.support.maximum
    let shared = [
      "term": result.treatment, "variable": result.moderator,
      "least": String(range.lowerBound), "greatest": String(range.upperBound),
    ]
    if let value = result.signChange.value, range.contains(value) {
      remarks.append(
        Remark(.signChangeInside, shared.merging(["number": String(value)]) { first, _ in first }))
    }
    let inside = result.region.value?.bounds.filter(range.contains) ?? []
    for bound in inside {
      remarks.append(
        Remark(.boundInside, shared.merging(["number": String(bound)]) { first, _ in first }))
    }
    return remarks
  }

  /// The moderator's distribution in the sample.
  static func support(of values: [Double], weights: [Double]?) -> ModeratorSupport {
    let moments = Moments(values, weights: weights)
    let distinct = Set(values.map { $0 == 0 ? 0 : $0 })
    var counts: [ModeratorValue] = []
    if distinct.count <= fewValues {
      counts = distinct.sorted().map { value in
        ModeratorValue(value: value, count: values.count { $0 == value })
      }
    }
    return ModeratorSupport(
      n: values.count, minimum: values.min() ?? 0, maximum: values.max() ?? 0,
      mean: moments.mean, standardDeviation: moments.standardDeviation, values: counts,
      histogram: counts.isEmpty ? HistogramOption.rule(.stata).histogram(of: values) : nil)
  }

  /// The values at which effects are asked for, each once; quantiles weigh observations as means do.
  private func places(
    in values: [Double], weights: [Double]?, _ support: ModeratorSupport
  ) -> [(place: ModeratorPlace, value: Double)] {
    var points = at
    if points.isEmpty {
      points =
        support.isBinary ? support.values.map { .value($0.value) } : ModeratorPoint.aroundMean
    }
    let quantiles = Quantiles(values, weights: weights)
    var places: [(place: ModeratorPlace, value: Double)] = []
    for point in points {
      let found: (ModeratorPlace, Double)
      switch point {
      case .value(let value): found = (ModeratorPlace(.value), value)
      case .place(let place):
        switch place.kind {
        case .mean:
          found = (place, support.mean + (place.deviations ?? 0) * support.standardDeviation)
        case .percentile: found = (place, quantiles.percentile(place.percentile ?? 50))
        case .minimum: found = (place, support.minimum)
        case .maximum: found = (place, support.maximum)
        case .value: continue
        }
      }
      if !places.contains(where: { $0.place == found.0 && $0.value == found.1 }) {
        places.append((found.0, found.1))
      }
    }
    return places
  }
}

/// Treatment, moderator and their product: the first three regressors of the design.
private struct ModerationColumns {
  let raw: Design
  let means: ModerationResult.Centring

  var treatment: Design.Regressor { raw.regressors[0] }
  var moderator: Design.Regressor { raw.regressors[1] }
  var product: Design.Regressor { raw.regressors[2] }

  /// - Throws: ``EstimationError/invalid(_:)`` where the moderator has one value.
  init(
    _ design: Design, treatment: String, moderator: String
  ) throws(EstimationError) {
    raw = design
    let numbers = design.regressors[1].numbers
    if let value = numbers.first, numbers.allSatisfy({ $0 == value }) {
      throw .invalid(
        "The moderator '\(moderator)' is \(Expression.number(value)) in all \(design.observationCount) observations "
          + "of the sample: no effect can change with it. Check its definition and the sample.")
    }
    means = ModerationResult.Centring(
      treatment: Summation.mean(design.regressors[0].numbers, weights: design.weights),
      moderator: Summation.mean(numbers, weights: design.weights))
  }

  /// The design with the product of deviations from some values.
  func design(centredAt means: ModerationResult.Centring?) -> Design {
    guard let means else { return raw }
    var design = raw
    design.regressors[2].numbers = zip(treatment.numbers, moderator.numbers).map {
      ($0 - means.treatment) * ($1 - means.moderator)
    }
    design.regressors[2].lowOrder = nil
    return design
  }

  /// Refuses a fit that lost the product, or that cannot tell the moderator from the treatment.
  func checkProduct(_ fitted: FittedModel) throws(EstimationError) {
    for omitted in fitted.fit.omitted {
      if omitted.term == product.name {
        let cause =
          omitted.with.isEmpty
          ? "does not vary once the fixed effects are removed"
          : "is a linear combination of \(omitted.with.joined(separator: ", ")) once the fixed "
            + "effects are removed"
        throw .invalid(
          "The interaction '\(product.name)' \(cause), so that nothing tells how the effect of "
            + "'\(treatment.name)' changes with '\(moderator.name)'. Absorb fewer effects, or "
            + "choose another moderator.")
      }
      if omitted.term == moderator.name, omitted.reason == .collinear {
        throw .collinear(term: omitted.term, with: omitted.with)
      }
    }
  }
}
