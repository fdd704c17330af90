import PanelResults

/// Writes estimates over the lines that tell how sure they are, and the notes that explain both.
struct EstimateWriter {
  let frame: TableFrame
  let stars: StarPolicy
  /// The table's own digits of estimates.
  let decimals: DigitRule?
  /// The lines under an estimate, each with its bracket.
  let stack: [(measure: Uncertainty, bracket: Bracket)]
  /// The lines below those, from inference of another kind, each with its bracket.
  let further: [FurtherLine]

  var glossary: Glossary { frame.glossary }
  var style: TableStyle { frame.style }

  /// - Throws: Where `uncertainty` has more lines than brackets, or one of them twice.
  init(
    frame: TableFrame,
    stars: StarPolicy?,
    decimals: DigitRule?,
    uncertainty: [UncertaintyLine]?,
    further: [FurtherLine.Request] = []
  ) throws(DocumentError) {
    self.frame = frame
    self.stars = stars ?? frame.style.stars
    self.decimals = decimals
    stack = try Self.bracketed(uncertainty ?? frame.style.uncertainty)
    self.further = try FurtherLine.bracketed(further, besides: stack.map(\.bracket))
  }

  /// What one column shows in a row of estimates.
  struct Slot {
    var estimate: Estimate?
    var source: Source
    /// What stands there where there is no estimate.
    var otherwise: Cell = .empty
    /// The estimate under inference of another kind, one for each further line.
    var further: [FurtherLine.Part?] = []
  }

  /// Where an estimate comes from, for the way back from its number.
  struct Source {
    /// The result's id.
    var reference: String
    /// The place of the estimate within the result, such as `estimates.post`.
    var path: String
    /// How its standard error was computed.
    var covariance: String?
    var observations: Int
  }

  /// Gives every line its bracket: the one asked for, else the usual one, else a free one.
  private static func bracketed(
    _ lines: [UncertaintyLine]
  ) throws(DocumentError) -> [(measure: Uncertainty, bracket: Bracket)] {
    var taken = lines.compactMap(\.bracket)
    var result: [(measure: Uncertainty, bracket: Bracket)] = []
    for line in lines {
      if let bracket = line.bracket {
        result.append((line.measure, bracket))
        continue
      }
      let choices = [line.measure.usualBracket, .parentheses, .square, .curly]
      guard let bracket = choices.first(where: { !taken.contains($0) }) else {
        throw .invalid(
          "'uncertainty' has more lines than brackets. Give some of them a bracket, "
            + "such as {show: p, bracket: none}."
        )
      }
      taken.append(bracket)
      result.append((line.measure, bracket))
    }
    if let repeated = lines.map(\.measure).firstRepeated {
      throw .invalid("'uncertainty' names '\(repeated.rawValue)' twice.")
    }
    return result
  }
}

// MARK: Rows

extension EstimateWriter {
  /// The printed lines of a row: the estimates, then their uncertainty line by line.
  func rows(
    label: RichText,
    indent: Int = 0,
    slots: [Slot]
  ) throws(DocumentError) -> [TableRow] {
    var first: [Cell] = []
    for slot in slots { first.append(try estimateCell(slot)) }
    var rows = [
      TableRow(label: label, indent: indent, cells: first, hasSpaceAbove: !stack.isEmpty)
    ]
    let named = slots.compactMap(\.estimate).first
    for line in stack where named != nil {
      var cells: [Cell] = []
      for slot in slots { cells.append(try uncertaintyCell(line, of: slot)) }
      rows.append(
        TableRow(
          label: "",
          spokenLabel: try glossary.rich(
            "tables",
            "spoken-line",
            ["measure": RichText(try word(for: line.measure, of: named)), "term": label]
          ),
          cells: cells
        )
      )
    }
    return try rows + furtherRows(label: label, slots: slots)
  }

  func estimateCell(_ slot: Slot) throws(DocumentError) -> Cell {
    guard let estimate = slot.estimate else { return slot.otherwise }
    return .estimate(
      estimate.printed.map { NumberText($0.estimate) } ?? number(estimate.value, of: estimate),
      stars: symbol(of: estimate),
      trace: try trace(of: estimate, field: "estimate", value: estimate.value, slot.source)
    )
  }

  /// Stars by the p-value, or those of a publication, which none of its numbers may contradict.
  private func symbol(of estimate: Estimate) -> String {
    guard let printed = estimate.printed else {
      return estimate.pValue.value.map(stars.symbol(for:)) ?? ""
    }
    return stars.levels.isEmpty ? "" : printed.stars ?? ""
  }

  /// One number of an estimate; blank where there is no estimate.
  func uncertaintyCell(
    _ line: (measure: Uncertainty, bracket: Bracket),
    of slot: Slot,
    digitsOf other: Estimate? = nil
  ) throws(DocumentError) -> Cell {
    guard let estimate = slot.estimate else { return .empty }
    let entry = numbers(line.measure, of: estimate, digitsOf: other ?? estimate)
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
        trace: try trace(of: estimate, field: entry.field, value: value, slot.source)
      )
    }
  }

  /// An interval other than the estimate's own, in the estimate's digits.
  func intervalCell(
    _ interval: Interval,
    of estimate: Estimate,
    bracket: Bracket,
    _ source: Source
  ) -> Cell {
    .uncertainty(
      [number(interval.low, of: estimate), number(interval.high, of: estimate)],
      bracket: bracket,
      trace: Trace(
        result: source.reference,
        path: source.path,
        exact: Typesetting.exact(interval.low),
        details: []
      )
    )
  }

  /// The printed numbers of a line, the JSON field they come from and its value.
  private func numbers(
    _ measure: Uncertainty,
    of estimate: Estimate,
    digitsOf other: Estimate
  ) -> (texts: [NumberText], field: String, value: Availability<Double>) {
    if let (number, field) = printed(measure, of: estimate) {
      return ([NumberText(number)], field, .value(number.value))
    }
    switch measure {
    case .standardError:
      let texts = estimate.standardError.value.map { value in
        [value == 0 ? NumberText(integerGroups: ["0"]) : number(value, of: other)]
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
        [number(low, of: other), number(high, of: other)], "conf_low",
        estimate.intervalLow
      )
    }
  }

  /// What a publication prints, and the field it stands in.
  private func printed(
    _ measure: Uncertainty,
    of estimate: Estimate
  ) -> (number: PrintedNumber, field: String)? {
    guard let printed = estimate.printed else { return nil }
    switch measure {
    case .standardError: return printed.standardError.map { ($0, "std_error") }
    case .testStatistic: return printed.statistic.map { ($0, "statistic") }
    case .pValue: return printed.pValue.map { ($0, "p_value") }
    case .interval: return nil
    }
  }

  /// A number in the units of an estimate.
  private func number(_ value: Double, of estimate: Estimate) -> NumberText {
    style.typesetting.number(
      value,
      decimals ?? style.digits.estimates,
      standardError: estimate.standardError.value
    )
  }
}

// MARK: The way back

extension EstimateWriter {
  /// The way back from a number of an estimate, with its companions.
  private func trace(
    of estimate: Estimate,
    field: String,
    value: Double,
    _ source: Source
  ) throws(DocumentError) -> Trace {
    var details: [Trace.Detail] = []
    let numbers: [(key: String, value: Double?)] = [
      ("estimate", estimate.value),
      ("se", estimate.standardError.value),
      (Self.statisticKey(of: estimate), estimate.statistic.value),
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
          label: try glossary.text(
            "details",
            "ci",
            ["level": style.typesetting.percent(estimate.level)]
          ),
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
    if let covariance = source.covariance {
      details.append(.init(label: try glossary.text("details", "covariance"), value: covariance))
    }
    if source.observations > 0 {
      details.append(
        .init(label: try glossary.text("details", "n"), value: String(source.observations))
      )
    }
    return Trace(
      result: source.reference,
      path: "\(source.path).\(field)",
      exact: Typesetting.exact(value),
      details: details
    )
  }

  /// `t`, or `z` where the reference distribution is the normal.
  static func statisticKey(of estimate: Estimate) -> String {
    estimate.distribution == .normal ? "z" : "t"
  }

  /// The name of a line in the singular: `standard error`.
  func word(
    for measure: Uncertainty,
    of estimate: Estimate?
  ) throws(DocumentError) -> String {
    switch measure {
    case .testStatistic:
      try glossary.text("uncertainty", estimate.map(Self.statisticKey(of:)) ?? measure.rawValue)
    case .interval:
      try glossary.text(
        "uncertainty",
        measure.rawValue,
        ["level": style.typesetting.percent(estimate?.level ?? 0.95)]
      )
    case .standardError, .pValue:
      try glossary.text("uncertainty", measure.rawValue)
    }
  }
}

extension Typesetting {
  /// `95` for 0.95, and as many digits as the level has.
  func percent(_ level: Double) -> String { number(level * 100, .adaptive(2)).machineText }
}
