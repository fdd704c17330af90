import PanelResults

extension Estimate {
  /// The estimate as a row of a table names it: a coefficient of WX is `W(x)`, so that it does not
  /// share the row of x.
  var rowEstimate: Estimate {
    guard component == .spatialLag else { return self }
    var estimate = self
    estimate.term = SpatialLagTerm.name(of: term)
    return estimate
  }
}

/// The name of a spatial lag in a row or a pattern: `W(x)`.
enum SpatialLagTerm {
  static func name(of term: String) -> String { "W(\(term))" }
  static func isLag(_ name: String) -> Bool { TermLabels.spatiallyLagged(name) != nil }
}

/// One of the three effects of a regressor.
package enum SpatialEffectPart: String, Sendable, Equatable, Decodable, CaseIterable {
  case direct, indirect, total

  func estimate(of effect: SpatialEffect) -> Estimate {
    switch self {
    case .direct: effect.direct
    case .indirect: effect.indirect
    case .total: effect.total
    }
  }

  func simulated(of effect: SpatialEffect) -> SimulatedEffect? {
    switch self {
    case .direct: effect.simulated?.direct
    case .indirect: effect.simulated?.indirect
    case .total: effect.simulated?.total
    }
  }
}

extension RegressionColumn {
  var spatial: (any SpatialFit)? { fit as? any SpatialFit }

  /// A column of one effect of every regressor.
  init(
    number: Int,
    reference: String,
    fit: any SpatialFit,
    effects: SpatialEffects,
    part: SpatialEffectPart
  ) {
    self.init(number: number, reference: reference, fit: fit, showsConstant: false)
    self.part = part
    estimates = effects.terms.map { effect in
      var estimate = part.estimate(of: effect)
      estimate.term = effect.term
      estimate.component = .slopes
      return estimate
    }
    further = []
  }
}

// MARK: Heads

extension RegressionTable {
  var spatialFits: [any SpatialFit] { columns.compactMap(\.spatial) }

  /// The weights over the columns, where these differ in them.
  func weightsRow(_ words: WeightsWords) throws(DocumentError) -> [HeadRow] {
    guard spatialFits.map(\.weights.name).unique.count > 1, frame.context.spanners == nil else {
      return []
    }
    var texts: [RichText] = []
    for column in columns {
      texts.append(
        try column.spatial.map { (fit) throws(DocumentError) in try words.heading(fit.weights) }
          ?? ""
      )
    }
    return [.merging(texts, stub: "", mergesEmpty: false)]
  }

  /// The short names of models and, where these differ, estimators; `nil` where all columns have
  /// the same.
  func modelHeadings() throws(DocumentError) -> [RichText]? {
    guard !spatialFits.isEmpty else { return nil }
    let estimators = spatialFits.filter { $0.estimator != .leastSquares }.map(\.estimator).unique
    var texts: [RichText] = []
    for column in columns {
      guard let fit = column.spatial else {
        let isPlain = column.fit is RegressionResult
        texts.append(isPlain ? RichText(try glossary.text("spatial", "linear")) : "")
        continue
      }
      let model = RichText(try glossary.text("spatial-models-short", fit.model.rawValue))
      guard estimators.count > 1, fit.estimator != .leastSquares else {
        texts.append(model)
        continue
      }
      texts.append(
        try glossary.rich(
          "spatial",
          "model-by",
          [
            "model": model,
            "estimator": RichText(
              try glossary.text("spatial-estimators-short", fit.estimator.rawValue)
            ),
          ]
        )
      )
    }
    return texts.uniqueTexts.count > 1 ? texts : nil
  }
}

// MARK: Rows

extension RegressionTable {
  /// The numbers of spatial models, after those of the style.
  private static let spatialStatistics: [Statistic] = [
    .squaredCorrelation, .errorVariance, .logLikelihood,
  ]

  /// Those of spatial models with random effects, beside these.
  private static let spatialRandomStatistics: [Statistic] = [.unitDeviation, .quasiDemeaning]

  /// The numbers of the table's spatial models; none where it has no such model.
  var shownSpatialStatistics: [Statistic] {
    guard !spatialFits.isEmpty else { return [] }
    let hasRandomEffects = spatialFits.contains { $0.panelEffects == .random }
    return (hasRandomEffects ? Self.spatialRandomStatistics : []) + Self.spatialStatistics
  }

  /// The tests that tell models apart.
  static let spatialTests: [HypothesisTest.Kind] = [
    .likelihoodRatioLinear, .waldLag, .likelihoodRatioLag, .waldError, .likelihoodRatioError,
    .spatialHausman,
  ]

  /// Rows of spatial lags below the others, each part under its heading; as they are where the
  /// author gathers or mixes rows.
  func withSpatialParts(_ rows: [CoefficientRow]) throws(DocumentError) -> [CoefficientRow] {
    let isLag = { (row: CoefficientRow) in
      !row.terms.isEmpty && row.terms.allSatisfy(SpatialLagTerm.isLag)
    }
    let isConstant = { (row: CoefficientRow) in row.terms == [Estimate.constantTerm] }
    let varying = rows.filter { !isConstant($0) }
    guard recipe.headings.entries.isEmpty, let first = varying.firstIndex(where: isLag), first > 0,
      varying[first...].allSatisfy(isLag)
    else { return rows }
    var main = varying[..<first] + rows.filter(isConstant)
    var lagged = varying[first...]
    for index in main.indices { main[index].indent += 1 }
    for index in lagged.indices {
      lagged[index].indent += 1
      guard let term = lagged[index].terms.first, labels.given(term) == nil,
        let inner = TermLabels.spatiallyLagged(term)
      else { continue }
      lagged[index].label = try labels.label(of: inner)
    }
    let headings = [
      CoefficientRow(kind: .heading, label: try glossary.rich("spatial", "main")),
      CoefficientRow(
        kind: .heading,
        label: try glossary.rich("spatial", "lagged", ["weights": WeightsWords.letter])
      ),
    ]
    return [headings[0]] + main + [headings[1]] + lagged
  }

  /// How many columns each cell of a row about whole models covers; `nil` where it is one each.
  var modelSpans: [Int]? {
    guard columns.contains(where: { $0.part != nil }) else { return nil }
    var spans: [Int] = []
    for (index, column) in columns.enumerated() {
      if index > 0, column.part != nil, columns[index - 1].reference == column.reference {
        spans[spans.count - 1] += 1
      } else {
        spans.append(1)
      }
    }
    return spans.allSatisfy { $0 == 1 } ? nil : spans
  }

  /// ρ and λ of the columns that have them.
  func parameterRows() throws(DocumentError) -> [TableRow] {
    let terms = spatialFits.flatMap { $0.spatialParameters.map(\.term) }.unique
    let hidden = recipe.omit.map(NamePattern.init)
    return try terms.filter { term in !hidden.contains { $0.matches(term) } }.flatMapRows {
      (term) throws(DocumentError) in
      var slots: [EstimateWriter.Slot] = []
      for (index, column) in columns.enumerated() {
        let isFirst =
          index == 0 || column.part == nil || columns[index - 1].reference != column.reference
        slots.append(
          EstimateWriter.Slot(
            estimate: isFirst
              ? column.spatial?.spatialParameters.first { $0.term == term } : nil,
            source: EstimateWriter.Source(
              reference: column.reference,
              path: "\(column.path)spatial_parameters.\(term)",
              covariance: try writer.sentence(
                "covariance-detail",
                about: column.fit.covariance,
                countsClusters: true,
                place: nil
              ).plainText,
              observations: column.fit.sample.n
            )
          )
        )
      }
      let usual = try glossary.text("spatial-parameters", term)
      var rows = try estimateWriter.rows(
        label: RichText(labels.ownLabel(of: term) ?? usual),
        slots: slots
      )
      for index in rows.indices { rows[index].spans = modelSpans }
      return rows
    }
  }

  /// The line of quantiles of draws, where a column has one.
  static func quantileLines(
    of columns: [RegressionColumn],
    _ frame: TableFrame
  ) throws(DocumentError) -> [FurtherLine.Request] {
    guard columns.contains(where: { !$0.quantiles.isEmpty }) else { return [] }
    return [
      FurtherLine.Request(
        measure: .interval,
        name: RichText(try frame.glossary.text("spatial-effects", "spoken-quantiles"))
      )
    ]
  }

  /// The bracket of quantiles of draws.
  var quantileBracket: Bracket? {
    columns.contains { !$0.quantiles.isEmpty } ? estimateWriter.further.last?.bracket : nil
  }

  func quantiles(
    of estimate: Estimate?,
    in column: RegressionColumn,
    _ source: EstimateWriter.Source
  ) -> FurtherLine.Part? {
    column.quantiles.first { $0.term == estimate?.term }.map {
      var source = source
      source.path = "effects.terms.\($0.term).simulated.\(column.part?.rawValue ?? "")"
      return FurtherLine.Part(estimate: $0, source: source)
    }
  }

  /// The rows of a block, equal cells about one model made one.
  func joined(_ block: TableBlock) -> TableBlock {
    guard let spans = modelSpans else { return block }
    var block = block
    for index in block.rows.indices where block.rows[index].spans == nil {
      var cells = block.rows[index].cells
      var start = 0
      var isSame = true
      for span in spans {
        isSame = isSame && cells[start..<(start + span)].allSatisfy { $0 == cells[start] }
        start += span
      }
      guard isSame else { continue }
      start = 0
      for span in spans {
        for column in (start + 1)..<(start + span) { cells[column] = .empty }
        start += span
      }
      block.rows[index].cells = cells
      block.rows[index].spans = spans
    }
    return block
  }
}
