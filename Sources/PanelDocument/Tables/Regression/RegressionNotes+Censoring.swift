import PanelResults

extension RegressionTable {
  /// The statistics of a column whose outcome has limits.
  static let censoredStatistics: [Statistic] = [
    .leftCensored, .rightCensored, .sigma, .unitDeviation, .errorDeviation, .unitShare,
    .logLikelihood, .chiSquared,
  ]

  var censoredFits: [any CensoredFit] { columns.compactMap { $0.fit as? any CensoredFit } }
}

extension RegressionNotes {
  /// At which limits columns are censored, what their coefficients are, and what the test of
  /// units' effects is held against.
  func censoring() throws(DocumentError) -> [TableNote] {
    guard !table.censoredFits.isEmpty else { return [] }
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let fit = column.fit as? any CensoredFit else {
        sentences.append([])
        continue
      }
      let points = RichText(String(fit.quadrature?.points ?? 0))
      let model = try table.glossary.rich(
        "censoring", fit.effects.rawValue,
        ["limits": try limits(of: fit.censoring), "points": points])
      sentences.append([model])
    }
    var notes = try table.frame.perColumn(sentences, as: .sample)
    notes.append(TableNote(.sample, try table.glossary.rich("censoring", "latent")))
    let isTested = table.shownTests.contains { $0.name == .unitEffects }
    if isTested, table.censoredFits.contains(where: { $0.effects == .random }) {
      notes.append(TableNote(.sample, try table.glossary.rich("censoring", "ratio")))
    }
    return notes
  }

  private func limits(of censoring: Censoring) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    values["lower"] = censoring.lower.map(limit)
    values["upper"] = censoring.upper.map(limit)
    let key = censoring.upper == nil ? "lower" : censoring.lower == nil ? "upper" : "both"
    return try table.glossary.rich("censoring", key, values)
  }

  private func limit(_ value: Double) -> RichText {
    RichText([.number(table.style.typesetting.number(value, .adaptive(6)))])
  }
}
