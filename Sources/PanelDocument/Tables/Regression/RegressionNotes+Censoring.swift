import PanelResults

extension RegressionTable {
  /// The statistics of a column whose outcome has limits.
  static let censoredStatistics: [Statistic] = [
    .leftCensored, .rightCensored, .sigma, .unitDeviation, .errorDeviation, .unitShare,
    .logLikelihood, .chiSquared,
  ]

  var censoredFits: [any CensoredFit] { columns.compactMap { $0.fit as? any CensoredFit } }

  /// The standard errors of an estimated deviation, below its row, where estimates have theirs.
  func deviationErrors(_ request: StatisticRequest) throws(DocumentError) -> [TableRow] {
    func estimate(in column: RegressionColumn) -> Estimate? {
      (column.fit as? any CensoredFit)?.scale.first { $0.term == request.name.rawValue }
    }
    guard let line = stack.first(where: { $0.measure == .standardError }),
      columns.contains(where: { estimate(in: $0)?.standardError.value != nil })
    else { return [] }
    let cells = try cells { (column) throws(DocumentError) in
      let found = estimate(in: column)
      return try estimateWriter.uncertaintyCell(
        line,
        of: EstimateWriter.Slot(
          estimate: found,
          source: EstimateWriter.Source(
            reference: column.reference,
            path: "\(column.path)scale.\(request.name.rawValue)",
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
    let measure = RichText(try glossary.text("uncertainty", line.measure.rawValue))
    return [
      TableRow(
        label: "",
        spokenLabel: try glossary.rich(
          "tables",
          "spoken-line",
          ["measure": measure, "term": try request.label(in: glossary)]
        ),
        cells: cells
      )
    ]
  }
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
        "censoring",
        fit.effects.rawValue,
        ["limits": try limits(of: fit.censoring), "points": points]
      )
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

  /// A limit as it was declared, with as many decimals as it has.
  private func limit(_ value: Double) -> RichText {
    let typesetting = table.style.typesetting
    let enough = (0...DigitRule.limit).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    return RichText([
      .number(typesetting.number(value, enough.map(DigitRule.decimals) ?? .significant(6)))
    ])
  }
}
