package import PanelData
import PanelNumerics
package import PanelResults

extension Hausman {
  /// Tests every model in every form that is asked for.
  ///
  /// - Returns: One result per model.
  /// - Throws: What a formula, the data or the estimators refuse;
  ///   ``EstimationError/invalid(_:)`` where no coefficient can be compared, or where too few
  ///   replications of the bootstrap could be estimated.
  /// - SeeAlso: Hausman (1978), *Specification tests in econometrics*; Stata's `hausman`; oracles
  ///   `re_grunfeld`, `re_produc`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [HausmanResult] {
    var results: [HausmanResult] = []
    for (position, model) in models.enumerated() {
      do {
        results.append(try result(of: model, position, on: panel, in: context))
      } catch {
        throw models.count > 1 ? error.inModel(position + 1, model.formula) : error
      }
    }
    return results
  }

  private func result(
    of model: UnitModel,
    _ position: Int,
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> HausmanResult {
    if model.vcov != nil {
      throw .invalid(
        "'vcov' is no key of method \(Self.kind.rawValue): its 'variants' say how the covariance "
          + "of the differences is found."
      )
    }
    let linear = LinearModel(
      model.formula,
      covariance: CovarianceSpecification(kind: .iid),
      condition: model.condition ?? condition,
      singletons: .keep,
      place: models.count > 1 ? "\(context.id).models[\(position + 1)]" : context.id
    )
    let sample = try UnitSample(linear, on: panel, threads: context.threadCount)
    let fit = try SwamyArora(sample, threads: context.threadCount)
    let comparison = try HausmanComparison(fit, terms: terms)
    var forms: [HausmanForm] = []
    for variant in variants {
      switch variant {
      case .classic, .sigmamore, .sigmaless: forms.append(comparison.classic(variant))
      case .robust, .mundlak:
        forms.append(
          AuxiliaryRegression(comparison, variant).form(threads: context.threadCount))
      case .bootstrap:
        forms.append(
          try HausmanBootstrap(comparison, replications: replications).form(in: context))
      }
    }
    var heading = linear.heading(of: sample.formula, sample.design, in: panel)
    heading.labels.merge(panel.labels(of: panel.keyVariables)) { own, _ in own }
    return HausmanResult(
      heading: heading,
      sample: sample.design.description,
      contrasts: comparison.contrasts,
      forms: forms,
      invariant: comparison.invariant,
      statistics: statistics(fit),
      remarks: remarks(comparison, forms),
      provenance: linear.provenance(of: sample.formula, on: panel, in: context)
    )
  }

  private func statistics(_ fit: SwamyArora) -> [StatisticEntry] {
    let components = fit.components
    let description = fit.sample.design.description
    var entries: [Statistic: Availability<Double>] = [
      .observations: .value(Double(description.n)),
      .unitDeviation: .value(components.unitDeviation),
      .errorDeviation: .value(components.errorDeviation),
      .unitShare: .value(components.unitShare),
      .quasiDemeaning: .value(components.theta.median),
    ]
    entries[.units] = description.units.map { .value(Double($0)) }
    entries[.periods] = description.periods.map { .value(Double($0)) }
    return Statistic.allCases.compactMap { statistic in
      entries[statistic].map { StatisticEntry(statistic, $0) }
    }
  }

  private func remarks(_ comparison: HausmanComparison, _ forms: [HausmanForm]) -> [Remark] {
    var remarks: [Remark] = []
    if !comparison.invariant.isEmpty {
      remarks.append(
        Remark(.invariantTerms, ["with": comparison.invariant.joined(separator: ", ")]))
    }
    if !comparison.ofPeriods.isEmpty {
      remarks.append(Remark(.periodTerms, ["count": String(comparison.ofPeriods.count)]))
    }
    if comparison.fit.unitVariance == 0 { remarks.append(Remark(.pooledRandomEffects)) }
    if forms.contains(where: { $0.isPositiveDefinite == false }) {
      remarks.append(Remark(.indefiniteContrast))
    }
    if forms.contains(where: { $0.test.statistic.value.map { $0 < 0 } ?? false }) {
      remarks.append(Remark(.negativeHausman))
    }
    let count = comparison.contrasts.count
    let ranks = forms.compactMap { form in
      form.test.statistic.value == nil ? nil : Int(form.test.degreesOfFreedom)
    }
    if let rank = ranks.min(), rank < count {
      remarks.append(Remark(.dependentContrasts, ["rank": String(rank), "all": String(count)]))
    }
    for bootstrap in forms.compactMap(\.bootstrap) where bootstrap.failed > 0 {
      remarks.append(
        Remark(
          .replicationsFailed,
          ["count": String(bootstrap.failed), "total": String(bootstrap.replications)]
        )
      )
    }
    let units = comparison.fit.sample.units
    let isByClusters = forms.contains { [.robust, .mundlak, .bootstrap].contains($0.variant) }
    if isByClusters, units.grouping.count < ClusteredCovariance.fewClusters {
      remarks.append(
        Remark(.fewClusters, ["count": String(units.grouping.count), "variable": units.name]))
    }
    return remarks
  }
}
