import PanelResults

extension RegressionNotes {
  /// How columns with spatial lags were estimated, what their weights are, and what rows and
  /// numbers that not every reader knows stand for.
  func spatial() throws(DocumentError) -> [TableNote] {
    guard !table.spatialFits.isEmpty else { return [] }
    let words = SpatialWords(frame: table.frame)
    let shown = table.shownStatistics.map(\.name)
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let fit = column.spatial else {
        sentences.append([])
        continue
      }
      var own = [
        try words.sentence(about: fit), try words.weights.sentence(about: fit.weights),
      ]
      if let determinant = try words.determinant(of: fit) { own.append(determinant) }
      if fit.estimator == .leeYu, shown.contains(.logLikelihood) || shown.contains(.errorVariance) {
        own.append(try table.glossary.rich("spatial", "transformed"))
      }
      sentences.append(own)
    }
    var notes = try table.frame.perColumn(sentences, as: .sample)
    if rows.contains(where: { $0.terms.contains(where: SpatialLagTerm.isLag) }) {
      let areAverages = table.spatialFits.allSatisfy { $0.weights.standardisation == .row }
      notes.append(
        TableNote(
          .sample,
          try table.glossary.rich(
            "spatial",
            areAverages ? "lags-averages" : "lags-sums",
            ["weights": WeightsWords.letter]
          )
        )
      )
    }
    if shown.contains(.rSquared), shown.contains(.squaredCorrelation) {
      notes.append(TableNote(.sample, try table.glossary.rich("spatial", "r-squared")))
    }
    if shown.contains(.squaredCorrelation) {
      notes.append(TableNote(.sample, try table.glossary.rich("spatial", "squared-correlation")))
    }
    return notes
  }

  /// What direct, indirect and total effects are, where their standard errors come from, and what
  /// happened to draws.
  func effectErrors() throws(DocumentError) -> [TableNote] {
    let words = SpatialWords(frame: table.frame)
    var notes = [TableNote(.sample, try table.glossary.rich("spatial-effects", "note"))]
    guard !rows.allSatisfy(\.terms.isEmpty) else { return notes }
    let place = try table.estimateWriter.placeOfStandardErrors()
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let fit = column.spatial, let effects = fit.effects else {
        sentences.append([])
        continue
      }
      var own = [try words.errors(of: effects, fit, place: place)]
      if place != nil, effects.inference == .simulation, !fit.spatialParameters.isEmpty {
        own.append(try words.parameterErrors(of: fit))
      }
      sentences.append(own)
    }
    return try notes + table.frame.perColumn(sentences, as: .covariance)
  }

  /// What stands in the bracket of quantiles, and what happened to draws.
  func effectDraws() throws(DocumentError) -> [TableNote] {
    let words = SpatialWords(frame: table.frame)
    var quantiles: [[RichText]] = []
    var remarks: [[RichText]] = []
    for column in table.columns where column.part != nil {
      let effects = column.spatial?.effects
      remarks.append(
        try effects.map { (effects) throws(DocumentError) in try words.draws(of: effects) } ?? []
      )
      guard let effects, let bracket = table.quantileBracket, !column.quantiles.isEmpty else {
        quantiles.append([])
        continue
      }
      quantiles.append([try words.quantiles(of: effects, in: bracket)])
    }
    return try table.frame.perColumn(quantiles, as: .brackets)
      + table.frame.perColumn(remarks, as: .remark)
  }
}

/// Sentences about spatial models that tables and figures share.
struct SpatialWords {
  let labels: TermLabels
  let typesetting: Typesetting
  let weights: WeightsWords

  private var glossary: Glossary { labels.glossary }
  private var writer: NoteWriter { NoteWriter(labels: labels, typesetting: typesetting) }

  init(frame: TableFrame) { self.init(labels: frame.labels, typesetting: frame.typesetting) }

  init(labels: TermLabels, typesetting: Typesetting) {
    self.labels = labels
    self.typesetting = typesetting
    weights = WeightsWords(labels: labels, typesetting: typesetting)
  }

  /// `Spatial Durbin model (SDM) with fixed effects of state and year, by maximum likelihood …`
  func sentence(about fit: any SpatialFit) throws(DocumentError) -> RichText {
    try glossary.rich(
      "spatial",
      "model",
      [
        "model": RichText(try glossary.text("spatial-models", fit.model.rawValue)),
        "effects": try effects(fit.panelEffects, in: fit.sample),
        "estimator": try estimator(fit.estimator, fit.panelEffects),
      ]
    )
  }

  /// The effects of a model as a part of a sentence, with the space before it; empty for none.
  func effects(
    _ effects: SpatialPanelEffects,
    in sample: SampleDescription
  ) throws(DocumentError) -> RichText {
    let unit = try labels.word(for: sample.unitVariable ?? "")
    let time = try labels.word(for: sample.timeVariable ?? "")
    return try glossary.rich(
      "spatial-effects-of",
      effects.rawValue,
      ["unit": unit, "time": time]
    )
  }

  /// `maximum likelihood of demeaned data`, and the like.
  func estimator(
    _ estimator: SpatialEstimator,
    _ effects: SpatialPanelEffects
  ) throws(DocumentError) -> RichText {
    let isDemeaned = [.unit, .time, .twoWay].contains(effects)
    let key = estimator == .direct && isDemeaned ? "direct-demeaned" : estimator.rawValue
    return RichText(try glossary.text("spatial-estimators", key))
  }

  /// How the determinant was computed, where it is not exact up to rounding.
  func determinant(of fit: any SpatialFit) throws(DocumentError) -> RichText? {
    guard let determinant = fit.logDeterminant, determinant.errorBound > 0 else { return nil }
    return try glossary.rich(
      "log-determinants",
      determinant.method.rawValue,
      [
        "letter": RichText(fit.model.hasLag ? "ρ" : "λ"), "weights": WeightsWords.letter,
        "bound": RichText([.number(typesetting.number(determinant.errorBound, .significant(2)))]),
      ]
    )
  }

  /// Where the standard errors of effects come from.
  func errors(
    of effects: SpatialEffects,
    _ fit: any SpatialFit,
    place: RichText?
  ) throws(DocumentError) -> RichText {
    var values = ["source": try source(of: fit)]
    values["place"] = place
    values["draws"] = try glossary.rich(
      "draws",
      effects.seed == nil ? "unseeded" : "seeded",
      [
        "count": RichText(typesetting.count(effects.draws).plainText),
        "seed": RichText(effects.seed.map { String($0) } ?? ""),
      ]
    )
    let key =
      switch effects.inference {
      case .delta: place == nil ? "delta-basis" : "delta"
      case .simulation: place == nil ? "simulation-basis" : "simulation"
      }
    return try glossary.rich("spatial-effects", key, values)
  }

  /// Where the standard errors of ρ and λ come from, beside effects with errors of their own.
  func parameterErrors(of fit: any SpatialFit) throws(DocumentError) -> RichText {
    try glossary.rich(
      "spatial-effects",
      "parameters",
      [
        "parameters": try glossary.list(
          fit.spatialParameters.map { RichText($0.term == SpatialRegressionResult.rhoTerm ? "ρ" : "λ") }
        ),
        "source": try source(of: fit),
      ]
    )
  }

  /// How many draws count, and whether they have moments.
  func draws(of effects: SpatialEffects) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    if effects.discarded > 0 {
      sentences.append(
        try glossary.rich(
          "spatial-effects",
          "discarded",
          [
            "count": RichText(typesetting.count(effects.discarded).plainText),
            "total": RichText(typesetting.count(effects.draws).plainText),
          ]
        )
      )
    }
    if effects.draws > 0, !effects.momentsReliable {
      sentences.append(try glossary.rich("spatial-effects", "unreliable"))
    }
    return sentences
  }

  /// What quantiles of draws in a bracket enclose.
  func quantiles(of effects: SpatialEffects, in bracket: Bracket) throws(DocumentError) -> RichText {
    try glossary.rich(
      "spatial-effects",
      "quantiles",
      [
        "place": RichText(try glossary.text("brackets", bracket.rawValue)),
        "level": RichText(typesetting.percent(effects.terms.first?.direct.level ?? 0.95)),
        "draws": RichText(typesetting.count(effects.draws - effects.discarded).plainText),
      ]
    )
  }

  private func source(of fit: any SpatialFit) throws(DocumentError) -> RichText {
    try writer.sentence(
      "covariance-source",
      about: fit.covariance,
      countsClusters: true,
      place: nil
    )
  }
}
