import PanelResults

extension RegressionTable {
  /// The numbers of models with random effects, after those of the style.
  static let randomEffectStatistics: [Statistic] = [
    .betweenRSquared, .unitDeviation, .errorDeviation, .unitShare, .quasiDemeaning, .chiSquared,
  ]
}

extension RegressionNotes {
  /// How columns with random effects were estimated, what their R² are, and what a share of unit
  /// means stands for where units are observed unequally often.
  func randomEffects() throws(DocumentError) -> [TableNote] {
    let fits = table.columns.map { $0.fit as? any RandomEffectsFit }
    guard fits.contains(where: { $0 != nil }) else { return [] }
    let shown = table.shownStatistics.map(\.name)
    var sentences: [[RichText]] = []
    for fit in fits {
      guard let fit else {
        sentences.append([])
        continue
      }
      let unit = try table.labels.word(for: fit.sample.unitVariable ?? "")
      var own = [try table.glossary.rich("random-effects", "note", ["unit": unit])]
      let theta = fit.components.theta
      if shown.contains(.quasiDemeaning), theta.min < theta.max {
        let digits = table.style.digits.statistics
        own.append(
          try table.glossary.rich(
            "random-effects",
            "theta",
            [
              "low": RichText([.number(table.style.typesetting.number(theta.min, digits))]),
              "high": RichText([.number(table.style.typesetting.number(theta.max, digits))]),
            ]
          )
        )
      }
      sentences.append(own)
    }
    var notes = try table.frame.perColumn(sentences, as: .sample)
    let squares: [Statistic] = [
      .rSquared, .withinRSquared, .betweenRSquared, .overallRSquared,
    ]
    if shown.contains(where: squares.contains) {
      notes.append(TableNote(.sample, try table.glossary.rich("random-effects", "r-squared")))
    }
    return notes
  }

  /// What the p-value of the test of unit effects comes from, where the test has a row.
  func variancePValues() throws(DocumentError) -> [TableNote] {
    let isShown = table.shownTests.contains { $0.name == .breuschPagan }
    let isTested = table.columns.contains { column in
      column.fit.tests.contains { $0.id == .breuschPagan && $0.pValue.value != nil }
    }
    guard isShown, isTested else { return [] }
    return [TableNote(.brackets, try table.glossary.rich("random-effects", "breusch-pagan"))]
  }
}
