import PanelResults

/// What a recipe has made, for ``FigureWords/figure(_:of:)``.
struct FigureParts {
  var size: FigureSize
  var frames: [Box]
  var groups: [ShapeGroup]
  var title: String
  var summary: String
  var legend: [LegendEntry] = []
  var notes: [TableNote]
  var data: FigureData
}

extension FigureWords {
  /// The figure of some parts, with its number and caption.
  func figure(
    _ parts: FigureParts,
    of results: [NamedResult]
  ) throws(DocumentError) -> FigureModel {
    FigureModel(
      id: context.id,
      number: context.number,
      numberLabel: try text("number", ["number": context.number]),
      caption: RichText(context.caption?.text(in: glossary.language) ?? ""),
      size: parts.size,
      title: shortened(parts.title),
      summary: parts.summary,
      frames: parts.frames,
      groups: parts.groups,
      legend: parts.legend,
      notes: parts.notes,
      notesLabel: try glossary.text("notes-labels", parts.notes.count == 1 ? "note" : "notes"),
      data: parts.data,
      references: results.map(\.reference),
      language: glossary.language
    )
  }

  /// `p = 0.143`, or `p < 0.001` where it is less.
  func pValue(_ value: Double) throws(DocumentError) -> String {
    value < 0.001
      ? try treatment("p-below", ["p": FigureNumber.decimals(0.001, 3)])
      : try treatment("p-equals", ["p": FigureNumber.decimals(value, 3)])
  }

  /// `F(4, 49) = 1.81, p = 0.143`.
  func test(_ test: HypothesisTest) throws(DocumentError) -> String? {
    guard let statistic = test.statistic.value, let p = test.pValue.value else { return nil }
    let values = [
      "statistic": FigureNumber.decimals(statistic, 2),
      "df": FigureNumber.degrees(test.degreesOfFreedom),
      "df2": test.denominatorDegreesOfFreedom.map(FigureNumber.degrees) ?? "",
      "p": try pValue(p),
    ]
    return try treatment(test.distribution == .fisherF ? "test-f" : "test-chi2", values)
  }

  /// `between −0.1 and 0.2`, or `of 0.2` for one value.
  func span(_ values: [Double]) throws(DocumentError) -> String {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return try treatment(
      low == high ? "span-one" : "span",
      ["low": FigureNumber.brief(low), "high": FigureNumber.brief(high)]
    )
  }

  /// The label of a result's outcome, where it has one.
  func outcome(of result: any AnalysisResult) throws(DocumentError) -> String? {
    guard let outcome = result.heading.outcome else { return nil }
    return try TermLabels(results: [result], in: context).word(for: outcome).plainText
  }

  /// Axis titles with the outcome where it is known.
  func title(
    _ own: LocalizedText?,
    effectOn outcome: String?
  ) throws(DocumentError) -> String {
    if let own { return own.text(in: glossary.language) }
    guard let outcome else { return try treatment("axis-effect") }
    return try treatment("axis-effect-on", ["outcome": outcome])
  }

  /// The same for effects of placebos.
  func title(
    _ own: LocalizedText?,
    placeboOn outcome: String?
  ) throws(DocumentError) -> String {
    if let own { return own.text(in: glossary.language) }
    guard let outcome else { return try treatment("axis-placebo-plain") }
    return try treatment("axis-placebo", ["outcome": outcome])
  }
}

extension FigureNumber {
  /// With so many decimals.
  static func decimals(_ value: Double, _ count: Int) -> String {
    text(of: value, decimals: count).plainText
  }

  /// Degrees of freedom: whole numbers bare.
  static func degrees(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? decimals(value, 0) : brief(value)
  }

  /// A period or another whole number, with a true minus sign.
  static func period(_ value: Int) -> String {
    text(of: Double(value), decimals: 0, isGrouped: false).plainText
  }

  /// A count, with its thousands grouped.
  static func count(_ value: Int) -> String { decimals(Double(value), 0) }
}

extension Availability<Double> {
  /// As a cell of a figure's data.
  var datum: FigureData.Value { value.map(FigureData.Value.number) ?? .missing }
}

extension FigureData.Value {
  /// A number that may be absent.
  static func number(_ value: Double?) -> FigureData.Value {
    value.map { .number($0) as FigureData.Value } ?? .missing
  }
}

extension Estimate {
  /// The outer interval, where there is one.
  var interval: Interval? {
    guard let low = intervalLow.value, let high = intervalHigh.value else { return nil }
    return Interval(low: low, high: high, level: level)
  }

  /// The names of ``figureData``.
  static let figureColumns = [
    "estimate", "std_error", "p_value", "conf_low", "conf_high", "conf_level", "inner_low",
    "inner_high", "inner_level", "df",
  ]
}

extension Estimate? {
  /// The numbers of an estimate as a row of a figure's data.
  var figureData: [FigureData.Value] {
    guard let estimate = self else {
      return Array(repeating: .missing, count: Estimate.figureColumns.count)
    }
    return [
      .number(estimate.value), estimate.standardError.datum, estimate.pValue.datum,
      estimate.intervalLow.datum, estimate.intervalHigh.datum, .number(estimate.level),
      .number(estimate.innerInterval?.low), .number(estimate.innerInterval?.high),
      .number(estimate.innerInterval?.level), .number(estimate.degreesOfFreedom),
    ]
  }
}
