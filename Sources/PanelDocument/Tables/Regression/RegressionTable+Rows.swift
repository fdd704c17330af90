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
    if hasDifferentWeights { rows.append(try weightsRow()) }
    if hasDifferentCovariance { rows.append(try covarianceRow()) }
    return rows
  }

  /// The absorbed effects of all models, in order of first appearance.
  private var effectNames: [String] {
    columns.flatMap { $0.fit.absorbedEffects.map(\.name) }.unique
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
    let effect =
      if let label { RichText(label.text(in: glossary.language)) } else {
        try labels.label(ofEffect: name).capitalised(from: name)
      }
    let text = try glossary.rich("effects", style.effects.label.rawValue, ["effect": effect])
    return TableRow(
      label: text,
      cells: try cells { (column) throws(DocumentError) in
        try mark(column.fit.absorbedEffects.contains { $0.name == name })
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
        try mark(column.fit.regressorLists[name] != nil)
      }
    )
  }

  private func mark(_ isPresent: Bool) throws(DocumentError) -> Cell {
    let spoken = try glossary.text("marks", isPresent ? "yes" : "no")
    let printed: String
    switch (style.effects.marks, isPresent) {
    case (.yesNo, _), (.yesBlank, true): printed = spoken
    case (.checkBlank, true): printed = try glossary.text("marks", "check")
    case (.yesBlank, false), (.checkBlank, false): printed = ""
    }
    return .mark(RichText(printed), spoken: spoken)
  }

  var hasDifferentWeights: Bool { columns.map { $0.fit.sample.weights ?? "" }.unique.count > 1 }

  /// Whether the columns differ in the kind of covariance or in the clustering variables.
  var hasDifferentCovariance: Bool {
    columns.map { column in
      [column.fit.covariance.kind.rawValue] + column.fit.covariance.clusters.map(\.variable)
    }.unique.count > 1
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
          try sentence(
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
    guard let requests = recipe.statistics else {
      return try style.statistics.map { StatisticRequest($0) }
        .filter { request in
          columns.contains { column in
            column.fit.statistics.contains {
              $0.statistic == request.name && $0.value.value != nil
            }
          }
        }
        .flatMapRows { (request) throws(DocumentError) in [try statisticRow(request)] }
    }
    for request in requests {
      let known = columns.flatMap { $0.fit.statistics.map(\.statistic) }.unique
      guard known.contains(request.name) else {
        throw unknown(
          request.name.rawValue,
          what: "statistic",
          known: known.map(\.rawValue),
          key: "statistics"
        )
      }
    }
    return try requests.flatMapRows { (request) throws(DocumentError) in
      [try statisticRow(request)]
    }
  }

  private func statisticRow(_ request: StatisticRequest) throws(DocumentError) -> TableRow {
    let name = request.name.rawValue
    return TableRow(
      label: try request.label(in: glossary),
      cells: try cells { (column) throws(DocumentError) in
        let entry = column.fit.statistics.first { $0.statistic == request.name }
        switch entry?.value {
        case .none:
          return .empty
        case .unavailable(let reason):
          if AbsenceReason.leavingBlank.contains(reason) { return .empty }
          return .unavailable(
            RichText(try glossary.text("tables", "unavailable")),
            because: RichText(try glossary.text("absence", reason.rawValue))
          )
        case .value(let value):
          return .statistic(
            number(value, of: request),
            trace: Trace(
              result: column.reference,
              path: "statistics.\(name)",
              exact: Typesetting.exact(value)
            )
          )
        }
      }
    )
  }

  private func number(_ value: Double, of request: StatisticRequest) -> NumberText {
    let typesetting = style.typesetting
    if request.name.isCount { return typesetting.count(value) }
    if let rule = request.decimals ?? style.digits.exceptions[request.name.rawValue] {
      return typesetting.number(value, rule)
    }
    return switch request.name {
    case .fPValue: typesetting.pValue(value, decimals: style.digits.pValueDecimals)
    case .fStatistic: typesetting.number(value, style.digits.testStatistics)
    default: typesetting.number(value, style.digits.statistics)
    }
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

extension AbsenceReason {
  /// Reasons that leave a cell blank: the number does not belong to the model.
  static let leavingBlank: [AbsenceReason] = [notApplicable, noAbsorbedEffects, noRegressors]
}

extension RichText {
  /// With a capital where the label is the raw name of a variable: `state` heads a row as `State`.
  func capitalised(from name: String) -> RichText {
    let plain = plainText
    guard plain == name, let first = plain.first, first.isLowercase else { return self }
    return RichText(first.uppercased() + plain.dropFirst())
  }
}
