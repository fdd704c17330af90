import PanelResults

extension RegressionTable {
  /// The printed lines of the upper part; space sets its rows apart, but none stands above.
  func coefficientLines(of rows: [CoefficientRow]) throws(DocumentError) -> [TableRow] {
    var printed: [TableRow] = []
    var isTight = true
    for row in rows {
      var lines = try lines(of: row)
      if isTight { lines[0].hasSpaceAbove = false }
      if case .heading = row.kind { isTight = true } else { isTight = false }
      printed += lines
    }
    return printed
  }

  /// The printed lines of a row: the estimates, then their uncertainty line by line.
  private func lines(of row: CoefficientRow) throws(DocumentError) -> [TableRow] {
    switch row.kind {
    case .heading:
      return [
        TableRow(
          label: row.label,
          indent: row.indent,
          cells: Array(repeating: .empty, count: columns.count),
          hasSpaceAbove: true
        )
      ]
    case .reference(let members):
      return [try referenceLine(row, members: members)]
    case .terms(let terms):
      var lines = [
        TableRow(
          label: row.label,
          indent: row.indent,
          cells: try cells { (column) throws(DocumentError) in
            try estimateCell(of: terms, in: column)
          },
          hasSpaceAbove: !stack.isEmpty
        )
      ]
      let isEstimated = columns.contains { $0.estimate(of: terms) != nil }
      for line in stack where isEstimated {
        lines.append(try uncertaintyLine(line, of: row))
      }
      return lines
    }
  }

  func cells(
    _ cell: (RegressionColumn) throws(DocumentError) -> Cell
  ) throws(DocumentError) -> [Cell] {
    var cells: [Cell] = []
    for column in columns { cells.append(try cell(column)) }
    return cells
  }

  private func referenceLine(
    _ row: CoefficientRow,
    members: [String]
  ) throws(DocumentError) -> TableRow {
    let mark = RichText(try glossary.text("tables", "reference"))
    let spoken = try glossary.text("tables", "spoken-reference")
    return TableRow(
      label: row.label,
      indent: row.indent,
      cells: columns.map { column in
        column.estimate(of: members) == nil ? .empty : .mark(mark, spoken: spoken)
      },
      hasSpaceAbove: !stack.isEmpty
    )
  }

  private func estimateCell(
    of terms: [String],
    in column: RegressionColumn
  ) throws(DocumentError) -> Cell {
    guard let estimate = column.estimate(of: terms) else {
      guard recipe.omittedTerms == .cell, let omission = column.omission(of: terms) else {
        return .empty
      }
      return .unavailable(
        RichText(try glossary.text("tables", "omitted")),
        because: try writer.sentence(about: omission)
      )
    }
    return .estimate(
      number(estimate.value, of: estimate),
      stars: estimate.pValue.value.map(stars.symbol(for:)) ?? "",
      trace: try trace(of: estimate, field: "estimate", value: estimate.value, in: column)
    )
  }

  private func uncertaintyLine(
    _ line: (measure: Uncertainty, bracket: Bracket),
    of row: CoefficientRow
  ) throws(DocumentError) -> TableRow {
    let named = columns.compactMap { $0.estimate(of: row.terms) }.first
    let spoken = try glossary.rich(
      "tables",
      "spoken-line",
      [
        "measure": RichText(try word(for: line.measure, of: named)),
        "term": row.label,
      ]
    )
    return TableRow(
      label: "",
      spokenLabel: spoken,
      cells: try cells { (column) throws(DocumentError) in
        guard let estimate = column.estimate(of: row.terms) else { return .empty }
        return try uncertaintyCell(line, of: estimate, in: column)
      }
    )
  }

  private func uncertaintyCell(
    _ line: (measure: Uncertainty, bracket: Bracket),
    of estimate: Estimate,
    in column: RegressionColumn
  ) throws(DocumentError) -> Cell {
    let entry = numbers(line.measure, of: estimate)
    switch entry.value {
    case .unavailable(let reason):
      return .unavailable(
        RichText(try glossary.text("tables", "unavailable")),
        because: RichText(try glossary.text("absence", reason.rawValue))
      )
    case .value(let value):
      return .uncertainty(
        entry.texts,
        bracket: line.bracket,
        trace: try trace(of: estimate, field: entry.field, value: value, in: column)
      )
    }
  }

  /// The printed numbers of a line, the JSON field they come from and its value.
  private func numbers(
    _ measure: Uncertainty,
    of estimate: Estimate
  ) -> (texts: [NumberText], field: String, value: Availability<Double>) {
    switch measure {
    case .standardError:
      let texts = estimate.standardError.value.map { value in
        [value == 0 ? NumberText(integerGroups: ["0"]) : number(value, of: estimate)]
      }
      return (texts ?? [], "std_error", estimate.standardError)
    case .testStatistic:
      let texts = estimate.statistic.value.map {
        [style.typesetting.number($0, style.digits.testStatistics)]
      }
      return (texts ?? [], "statistic", estimate.statistic)
    case .pValue:
      let texts = estimate.pValue.value.map {
        [
          style.typesetting.pValue(
            $0,
            decimals: style.digits.pValueDecimals,
            cutOffs: stars.levels.map(\.below)
          )
        ]
      }
      return (texts ?? [], "p_value", estimate.pValue)
    case .interval:
      guard let low = estimate.intervalLow.value, let high = estimate.intervalHigh.value else {
        let missing =
          estimate.intervalLow.value == nil ? estimate.intervalLow : estimate.intervalHigh
        return ([], "conf_low", missing)
      }
      return (
        [number(low, of: estimate), number(high, of: estimate)], "conf_low",
        estimate.intervalLow
      )
    }
  }

  /// A number in the units of an estimate.
  private func number(_ value: Double, of estimate: Estimate) -> NumberText {
    style.typesetting.number(
      value,
      recipe.decimals ?? style.digits.estimates,
      standardError: estimate.standardError.value
    )
  }
}

extension RegressionTable {
  /// The way back from a number of an estimate, with its companions.
  private func trace(
    of estimate: Estimate,
    field: String,
    value: Double,
    in column: RegressionColumn
  ) throws(DocumentError) -> Trace {
    var details: [Trace.Detail] = []
    let numbers: [(key: String, value: Double?)] = [
      ("estimate", estimate.value),
      ("se", estimate.standardError.value),
      (statisticKey(of: estimate), estimate.statistic.value),
      ("p", estimate.pValue.value),
    ]
    for (key, value) in numbers {
      guard let value else { continue }
      details.append(
        .init(label: try glossary.text("details", key), value: Typesetting.exact(value))
      )
    }
    if let low = estimate.intervalLow.value, let high = estimate.intervalHigh.value {
      details.append(
        .init(
          label: try glossary.text("details", "ci", ["level": percent(estimate.level)]),
          value: try glossary.text(
            "details",
            "interval",
            ["low": Typesetting.exact(low), "high": Typesetting.exact(high)]
          )
        )
      )
    }
    if let freedom = estimate.degreesOfFreedom {
      details.append(
        .init(label: try glossary.text("details", "df"), value: Typesetting.exact(freedom))
      )
    }
    details.append(
      .init(
        label: try glossary.text("details", "covariance"),
        value: try sentence(
          "covariance-detail",
          about: column.fit.covariance,
          countsClusters: true,
          place: nil
        ).plainText
      )
    )
    details.append(
      .init(label: try glossary.text("details", "n"), value: String(column.fit.sample.n))
    )
    return Trace(
      result: column.reference,
      path: "estimates.\(estimate.term).\(field)",
      exact: Typesetting.exact(value),
      details: details
    )
  }

  /// `t`, or `z` where the reference distribution is the normal.
  func statisticKey(of estimate: Estimate) -> String {
    estimate.distribution == .normal ? "z" : "t"
  }

  /// The name of a line in the singular: `standard error`.
  private func word(
    for measure: Uncertainty,
    of estimate: Estimate?
  ) throws(DocumentError) -> String {
    switch measure {
    case .testStatistic:
      try glossary.text("uncertainty", estimate.map(statisticKey(of:)) ?? measure.rawValue)
    case .interval:
      try glossary.text(
        "uncertainty",
        measure.rawValue,
        ["level": percent(estimate?.level ?? 0.95)]
      )
    case .standardError, .pValue:
      try glossary.text("uncertainty", measure.rawValue)
    }
  }

  /// `95` for 0.95, and as many digits as the level has.
  func percent(_ level: Double) -> String {
    style.typesetting.number(level * 100, .adaptive(2)).machineText
  }

  /// What a section of the glossary says about a covariance.
  ///
  /// - Parameters:
  ///   - section: The section of the glossary.
  ///   - covariance: What is spoken of.
  ///   - countsClusters: Whether the numbers of clusters are told.
  ///   - place: Where the standard errors stand, where the sentence says so.
  /// - Returns: A sentence, or a short name.
  /// - Throws: What the glossary lacks.
  func sentence(
    _ section: String,
    about covariance: CovarianceDescription,
    countsClusters: Bool,
    place: RichText?
  ) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    values["place"] = place
    var key = covariance.kind.rawValue
    if covariance.kind == .cluster {
      if covariance.clusters.count > 1 { key += "-multiway" }
      if countsClusters { key += "-counted" }
      var items: [RichText] = []
      for cluster in covariance.clusters {
        values["cluster"] = try labels.word(for: cluster.variable)
        values["count"] = RichText(style.typesetting.count(cluster.count).plainText)
        items.append(
          countsClusters
            ? try glossary.rich("clusters", "counted", values) : values["cluster"] ?? ""
        )
      }
      values["clusters"] = try glossary.list(items)
    }
    return try glossary.rich(section, key, values)
  }
}
