package import PanelResults

/// Columns of printed tables.
package enum PublishedFixtures {
  /// Stars that the numbers contradict, a negative zero, and an estimate that stands alone.
  package static let baseline = PublishedResult(
    heading: ResultHeading(outcome: "y"),
    publication: Publication(work: "A paper", exhibit: "Table 4", column: "(3)"),
    sample: SampleDescription(
      n: 270, firstPeriod: 2013, lastPeriod: 2021, rowsAvailable: 270, unitVariable: "province",
      timeVariable: "year"
    ),
    fixedEffects: ["province"],
    regressorLists: ["controls": ["z"]],
    printed: [
      estimate("x", "1,234.50", "0.10", stars: "*"), estimate("z", "-0.000", "0.000"),
      estimate("w", "0.031", nil, stars: "***"),
    ],
    statistics: [
      StatisticEntry(.observations, count: 270),
      StatisticEntry(.adjustedRSquared, .value(0.99)),
    ]
  )

  private static func estimate(
    _ term: String,
    _ value: String,
    _ error: String?,
    stars: String? = nil
  ) -> PrintedEstimate {
    PrintedEstimate(
      term: term,
      estimate: number(value),
      standardError: error.map(number),
      stars: stars
    )
  }

  private static func number(_ text: String) -> PrintedNumber {
    guard let number = PrintedNumber(text) else { preconditionFailure("no number: \(text)") }
    return number
  }
}
