import PanelResults

/// A row of inference that weak instruments do not mislead.
package enum WeakInstrumentRow: String, Sendable, Equatable, Decodable, CaseIterable {
  /// The coefficients that the Anderson–Rubin test does not reject.
  case andersonRubinSet = "anderson-rubin-set"
  /// The standard error of the tF procedure, and what |t| must exceed.
  case adjustedError = "adjusted-se"
  case criticalT = "critical-t"
  /// The critical value of Stock and Yogo for a size of 10 percent.
  case stockYogo = "stock-yogo"
  /// The critical value of the effective F for a bias of 10 percent.
  case effectiveF = "effective-f"
}

extension RegressionTable {
  /// The tests asked for; else those of identification that some column has.
  ///
  /// Where errors need not be independent, the tests that assume it are not shown unasked.
  var shownTests: [TestRequest] {
    if let requests = recipe.tests { return requests }
    let kinds = columns.flatMap { column -> [HypothesisTest.Kind] in
      let tests = column.fit.tests.filter { $0.statistic.value != nil }.map(\.id)
      return tests.contains(.kleibergenPaapF)
        ? tests.filter { ![.andersonLM, .craggDonaldF].contains($0) } : tests
    }
    return Self.usualTests.filter(kinds.contains).map { TestRequest($0) }
  }

  private static let usualTests: [HypothesisTest.Kind] = [
    .excludedInstruments, .sandersonWindmeijer, .andersonLM, .kleibergenPaapLM, .craggDonaldF,
    .kleibergenPaapF, .sargan, .hansenJ, .breuschPagan, .unitEffects,
  ] + spatialTests

  func testRows() throws(DocumentError) -> [TableRow] {
    for request in recipe.tests ?? [] {
      let known = fits.flatMap { $0.tests.map(\.id) }.unique
      guard known.contains(request.name) else {
        throw unknown(
          request.name.rawValue,
          what: "test",
          known: known.map(\.rawValue),
          key: "tests"
        )
      }
    }
    return try shownTests.flatMapRows { (request) throws(DocumentError) in
      [
        TableRow(
          label: try request.label(in: glossary),
          cells: try cells { (column) throws(DocumentError) in
            try frame.test(
              request.name,
              among: column.fit.tests,
              reference: column.reference,
              path: column.path,
              decimals: request.decimals
            )
          }
        )
      ]
    }
  }

  /// Whether a p-value stands in brackets beside a statistic.
  var showsTestBrackets: Bool {
    shownTests.contains { request in
      columns.contains { column in
        column.fit.tests.contains { $0.id == request.name && $0.pValue.value != nil }
      }
    }
  }

  func weakInstrumentRows() throws(DocumentError) -> [TableRow] {
    let results = columns.compactMap { $0.fit as? any InstrumentedFit }
    guard !recipe.weakInstruments.isEmpty else { return [] }
    guard !results.isEmpty else {
      throw .invalid(
        "'weak-instruments' asks for rows about instruments, but no model of the table has any. "
          + "Take the key out, or add a result of the method 'iv'."
      )
    }
    return try recipe.weakInstruments.flatMapRows { (row) throws(DocumentError) in
      let level = results.compactMap { $0.weakIdentification.andersonRubinSet.value?.level }.first
      let percent = style.typesetting.number((level ?? 0.95) * 100, .adaptive(2)).machineText
      return [
        TableRow(
          label: RichText(
            try glossary.text("weak-instruments", row.rawValue, ["level": percent])
          ),
          cells: try cells { (column) throws(DocumentError) in
            guard let fit = column.fit as? any InstrumentedFit else { return .empty }
            return try cell(row, of: fit, in: column)
          }
        )
      ]
    }
  }

  private func cell(
    _ row: WeakInstrumentRow,
    of fit: any InstrumentedFit,
    in column: RegressionColumn
  ) throws(DocumentError) -> Cell {
    let weak = fit.weakIdentification
    let path = "weak_identification."
    let rule = recipe.decimals ?? style.digits.estimates
    let error = fit.estimates.first?.standardError.value
    switch row {
    case .andersonRubinSet:
      switch weak.andersonRubinSet {
      case .value(let set): return .text(text(of: set, rule, error))
      case .unavailable(let reason): return try frame.missing(because: reason)
      }
    case .adjustedError, .criticalT:
      switch weak.adjustedT {
      case .unavailable(let reason): return try frame.missing(because: reason)
      case .value(let adjusted) where row == .criticalT:
        return frame.number(
          adjusted.criticalValue,
          style.digits.testStatistics,
          at: path + "adjusted_t.critical_value",
          of: column.reference
        )
      case .value(let adjusted):
        return .statistic(
          style.typesetting.number(adjusted.standardError, rule, standardError: error),
          trace: Trace(
            result: column.reference,
            path: path + "adjusted_t.std_error",
            exact: Typesetting.exact(adjusted.standardError)
          )
        )
      }
    case .stockYogo:
      let values = weak.stockYogo.filter { [.size, .limlSize].contains($0.criterion) }
      return critical(values, at: path + "stock_yogo", column)
    case .effectiveF: return critical(weak.effectiveF, at: path + "effective_f", column)
    }
  }

  private func critical(
    _ values: [CriticalValue],
    at path: String,
    _ column: RegressionColumn
  ) -> Cell {
    guard let value = values.first(where: { $0.tolerance == 0.1 })?.value else { return .empty }
    return frame.number(
      value,
      style.digits.testStatistics,
      at: path,
      of: column.reference
    )
  }

  /// `[0.03, 0.28]`, `(−∞, −1.20] ∪ [0.31, ∞)` or `∅`.
  private func text(of set: ConfidenceSet, _ rule: DigitRule, _ error: Double?) -> RichText {
    guard !set.pieces.isEmpty else { return RichText("∅") }
    var text = RichText("")
    for (index, piece) in set.pieces.enumerated() {
      if index > 0 { text = text + RichText(" ∪ ") }
      text = text + end(piece.low, "[", "(−∞", rule, error) + RichText(", ")
      text = text + end(piece.high, "]", "∞)", rule, error, isHigh: true)
    }
    return text
  }

  private func end(
    _ value: Double?,
    _ bracket: String,
    _ infinite: String,
    _ rule: DigitRule,
    _ error: Double?,
    isHigh: Bool = false
  ) -> RichText {
    guard let value else { return RichText(infinite) }
    let number = RichText([.number(style.typesetting.number(value, rule, standardError: error))])
    return isHigh ? number + RichText(bracket) : RichText(bracket) + number
  }
}

extension RegressionNotes {
  /// How columns with instruments were estimated, what brackets beside tests hold, and for which
  /// errors tabulated values were made.
  func instruments() throws(DocumentError) -> [TableNote] {
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let fit = column.fit as? any InstrumentedFit else {
        sentences.append([])
        continue
      }
      var endogenous: [RichText] = []
      for name in fit.endogenous { endogenous.append(try table.labels.word(for: name)) }
      var instruments: [RichText] = []
      for name in fit.instruments { instruments.append(try table.labels.word(for: name)) }
      sentences.append([
        try table.glossary.rich(
          "instrument-estimators",
          fit.estimator.rawValue,
          [
            "endogenous": try table.glossary.list(endogenous),
            "instruments": try table.glossary.list(instruments),
          ]
        )
      ])
    }
    return try table.frame.perColumn(sentences, as: .sample)
  }

  func testBrackets() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    if table.showsTestBrackets {
      let letter = RichText([
        .emphasis([.plain(try table.glossary.text("letters", Uncertainty.pValue.rawValue))])
      ])
      notes.append(
        TableNote(.brackets, try table.glossary.rich("notes", "tests", ["letter": letter]))
      )
    }
    for row in table.recipe.weakInstruments where row == .stockYogo {
      notes.append(
        TableNote(.brackets, try table.glossary.rich("weak-instruments", "stock-yogo-note"))
      )
    }
    return notes
  }
}
