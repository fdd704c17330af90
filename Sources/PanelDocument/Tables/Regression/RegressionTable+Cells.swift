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
      var slots: [EstimateWriter.Slot] = []
      for column in columns { slots.append(try slot(of: terms, in: column)) }
      return try estimateWriter.rows(label: row.label, indent: row.indent, slots: slots)
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

  private func slot(
    of terms: [String],
    in column: RegressionColumn
  ) throws(DocumentError) -> EstimateWriter.Slot {
    let estimate = column.estimate(of: terms)
    var slot = EstimateWriter.Slot(
      estimate: estimate,
      source: EstimateWriter.Source(
        reference: column.reference,
        path: "\(column.path)estimates.\(estimate?.term ?? "")",
        covariance: try writer.sentence(
          "covariance-detail",
          about: column.fit.covariance,
          countsClusters: true,
          place: nil
        ).plainText,
        observations: column.fit.sample.n
      )
    )
    slot.further = try furtherParts(of: estimate, in: column)
    if quantileBracket != nil { slot.further = [quantiles(of: estimate, in: column, slot.source)] }
    if estimate == nil, recipe.omittedTerms == .cell, let omission = column.omission(of: terms) {
      slot.otherwise = .unavailable(
        RichText(try glossary.text("tables", "omitted")),
        because: try writer.sentence(about: omission)
      )
    }
    return slot
  }
}
