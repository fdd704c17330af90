package import PanelData
import PanelNumerics
package import PanelResults

/// The principal components of indicators, as a table shows them.
///
/// The same components as those of a derived variable with the same keys.
package struct ComponentAnalysis: Analysis {
  package static let kind: AnalysisKind = "principal-components"
  package static let summary =
    "Principal components of indicators: eigenvalues, explained shares, loadings, KMO, Bartlett."

  package var index: ComponentIndex
  package var condition: String?

  private enum CodingKeys: String, CodingKey { case condition = "where" }

  package static let keys: [KeyDescription] =
    ComponentIndex.keys + [
      KeyDescription(
        CodingKeys.condition.rawValue,
        .expression,
        "The rows to use, among those of the study."
      )
    ]

  package init(_ index: ComponentIndex, condition: String? = nil) {
    self.index = index
    self.condition = condition
  }

  package init(from decoder: any Decoder) throws {
    index = try ComponentIndex(from: decoder)
    condition = try decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(String.self, forKey: .condition)
  }

  /// Finds the components on the rows where no indicator is missing.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for indicators that cannot be read or are constant,
  ///   and for rules that keep no component; ``EstimationError/emptySample(reasons:)``.
  /// - SeeAlso: Oracles `pca_produc`, `pca_statecrime`.
  package func run(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [PrincipalComponentsResult] {
    let indicators = try dataResult { () throws(DataError) in try index.signed(in: panel) }
    let filter = try SampleFilter.complete(
      indicators.columns, where: condition, in: panel, threads: context.threadCount)
    let fit = try dataResult { () throws(DataError) in
      try index.fit(indicators, among: filter.keptRows, in: panel)
    }
    let inputs = indicators.columns.inputs
    return [
      PrincipalComponentsResult(
        heading: ResultHeading(
          labels: panel.labels(
            of: indicators.columns.names + inputs + [index.reference].compactMap { $0 }
          )
        ),
        sample: filter.description(in: panel, weights: nil),
        indicators: Self.described(fit, indicators),
        components: Self.components(of: fit),
        retained: fit.retained,
        retention: index.components != nil ? .count : index.share != nil ? .share : .eigenvalue,
        retentionBound: index.components != nil ? nil : index.share ?? index.minimumEigenvalue ?? 1,
        orientation: index.reference != nil
          ? .reference : index.orientation == .sum ? .sum : .largest,
        reference: index.reference,
        scores: index.scores == .standardised ? .standardised : .loadings,
        samplingAdequacy: fit.components.samplingAdequacy().map { .value($0.overall) }
          ?? .unavailable(because: .singularCorrelation),
        sphericity: Self.sphericity(fit.components, of: indicators.columns.names),
        provenance: panel.provenance(
          naming: inputs,
          place: context.id,
          condition: condition,
          in: context
        )
      )
    ]
  }

  private static func described(
    _ fit: ComponentIndex.Fit,
    _ indicators: ComponentIndex.Signed
  ) -> [ComponentIndicator] {
    let adequacy = fit.components.samplingAdequacy()
    let loadings = fit.components.eigenvalues.indices.map { fit.loadings(of: $0) }
    return indicators.columns.names.enumerated().map { position, name in
      ComponentIndicator(
        indicator: name,
        sign: indicators.isNegative[position] ? .negative : .positive,
        mean: fit.components.means[position],
        standardDeviation: fit.components.standardDeviations[position],
        loadings: loadings.map { $0[position] },
        samplingAdequacy: adequacy.map { .value($0.each[position]) }
          ?? .unavailable(because: .singularCorrelation)
      )
    }
  }

  private static func components(of fit: ComponentIndex.Fit) -> [PrincipalComponent] {
    let values = fit.components.eigenvalues
    let total = Summation.sum(values)
    return values.indices.map { k in
      PrincipalComponent(
        eigenvalue: values[k],
        share: values[k] / total,
        cumulative: Summation.sum(Array(values[...k])) / total,
        weight: k < fit.retained ? fit.weights[k] : nil
      )
    }
  }

  private static func sphericity(
    _ components: PrincipalComponents,
    of names: [String]
  ) -> HypothesisTest {
    let count = names.count
    let degrees = Double(count * (count - 1) / 2)
    let statistic = components.sphericity()?.statistic
    return HypothesisTest(
      id: .sphericity,
      statistic: statistic.map { .value($0) } ?? .unavailable(because: .singularCorrelation),
      degreesOfFreedom: degrees,
      pValue: statistic.map { .value(ChiSquared(degreesOfFreedom: degrees).upperTail($0)) }
        ?? .unavailable(because: .singularCorrelation),
      distribution: .chiSquared,
      null: names
    )
  }
}
