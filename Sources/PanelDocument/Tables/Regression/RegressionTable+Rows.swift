import PanelResults

extension RegressionTable {
  /// Yes-no rows of effects and lists, then what differs between columns: weights, covariance.
  func effectRows() throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    var hasEffects = false
    for mark in recipe.rows.marks {
      switch mark {
      case .list(let name, let label):
        rows.append(try listRow(name, label: label))
      case .effects(let requests):
        hasEffects = true
        rows += try requests.flatMapRows { (request) throws(DocumentError) in
          [try effectRow(request.name, label: request.label)]
        }
      }
    }
    if !hasEffects {
      rows += try effectNames.flatMapRows { (name) throws(DocumentError) in
        [try effectRow(name, label: nil)]
      }
    }
    rows += try learnerRows()
    if hasDifferentWeights { rows.append(try weightsRow()) }
    if hasDifferentCovariance { rows.append(try covarianceRow()) }
    return rows
  }

  /// The absorbed effects of all models, in order of first appearance.
  private var effectNames: [String] {
    fits.flatMap { $0.absorbedEffects.map(\.name) }.unique
  }

  private func effectRow(_ name: String, label: LocalizedText?) throws(DocumentError) -> TableRow {
    guard effectNames.contains(name) else {
      throw unknown(
        name,
        what: "fixed effect",
        known: effectNames,
        key: "rows.fixed-effects"
      )
    }
    return TableRow(
      label: try frame.effectLabel(name, label: label),
      cells: try cells { (column) throws(DocumentError) in
        try frame.mark(column.fit.absorbedEffects.contains { $0.name == name })
      }
    )
  }

  private func listRow(_ name: String, label: LocalizedText) throws(DocumentError) -> TableRow {
    guard listMembers(name) != nil else {
      throw unknown(
        name,
        what: "list of regressors",
        known: listNames + ["fixed-effects", "statistics"],
        key: "rows"
      )
    }
    return TableRow(
      label: RichText(label.text(in: glossary.language)),
      cells: try cells { (column) throws(DocumentError) in
        try frame.mark(column.fit.regressorLists[name] != nil)
      }
    )
  }

  var hasDifferentWeights: Bool { columns.map { $0.fit.sample.weights ?? "" }.unique.count > 1 }

  /// Whether the columns differ in the kind of covariance, in the clustering variables or in its reach.
  var hasDifferentCovariance: Bool {
    columns.map(\.fit.covariance.identity).unique.count > 1
  }

  private func weightsRow() throws(DocumentError) -> TableRow {
    TableRow(
      label: RichText(try glossary.text("tables", "weights")),
      cells: try cells { (column) throws(DocumentError) in
        guard let weights = column.fit.sample.weights else {
          return .text(RichText(try glossary.text("tables", "unweighted")))
        }
        return .text(try labels.label(of: weights))
      }
    )
  }

  private func covarianceRow() throws(DocumentError) -> TableRow {
    TableRow(
      label: RichText(try glossary.text("tables", "standard-errors")),
      cells: try cells { (column) throws(DocumentError) in
        .text(
          try writer.sentence(
            "covariance-row",
            about: column.fit.covariance,
            countsClusters: false,
            place: nil
          )
        )
      }
    )
  }
}

extension RegressionTable {
  /// The statistics asked for, or those of the style that some column has.
  func statisticRows() throws(DocumentError) -> [TableRow] {
    for request in recipe.statistics ?? [] {
      let known = fits.flatMap { $0.statistics.map(\.statistic) }.unique
      guard known.contains(request.name) else {
        throw unknown(
          request.name.rawValue,
          what: "statistic",
          known: known.map(\.rawValue),
          key: "statistics"
        )
      }
    }
    return try shownStatistics.flatMapRows { (request) throws(DocumentError) in
      try [statisticRow(request)] + deviationErrors(request)
    }
  }

  /// The statistics asked for; else those of the style, then those about a treatment, that some
  /// column has.
  var shownStatistics: [StatisticRequest] {
    if let requests = recipe.statistics { return requests }
    let isAboutTreatment = columns.contains { $0.fit is any TreatmentEffectResult }
    let hasRandomEffects = columns.contains { $0.fit is any RandomEffectsFit }
    let usual =
      style.statistics + (isAboutTreatment ? Self.treatmentStatistics : [])
      + (hasRandomEffects ? Self.randomEffectStatistics : [])
      + (censoredFits.isEmpty ? [] : Self.censoredStatistics)
      + shownSpatialStatistics
      + learnedStatistics
    return usual.unique.map { StatisticRequest($0) }
      .filter { request in
        columns.contains { column in
          column.fit.statistics.contains {
            $0.statistic == request.name && $0.value.value != nil
          }
        }
      }
  }

  private static let treatmentStatistics: [Statistic] = [
    .treatedUnits, .neverTreatedUnits, .cohorts, .forbiddenShare,
  ]

  private func statisticRow(_ request: StatisticRequest) throws(DocumentError) -> TableRow {
    TableRow(
      label: try request.label(in: glossary),
      cells: try cells { (column) throws(DocumentError) in
        try frame.statistic(
          request,
          of: column.fit.statistics,
          reference: column.reference,
          path: column.path
        )
      }
    )
  }

  /// The author's own rows that stand at a place.
  func customRows(at place: CustomRow.Place) throws(DocumentError) -> [TableRow] {
    try recipe.rows.custom.filter { $0.place == place }.flatMapRows { (row) throws(DocumentError) in
      let label = row.label.text(in: glossary.language)
      guard row.values.count == columns.count else {
        throw .invalid(
          "The row '\(label)' of 'rows.custom' gives \(row.values.count) "
            + "values for \(columns.count) columns."
        )
      }
      let cells = row.values.map { value -> Cell in
        let text = value.text(in: glossary.language)
        return text.isEmpty ? .empty : .text(RichText(text))
      }
      return [TableRow(label: RichText(label), cells: cells)]
    }
  }
}
