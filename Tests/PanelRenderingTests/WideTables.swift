import PanelDocument

/// Tables of one to many columns with everything that makes a table wide: tests with p-values,
/// intervals, confidence sets of two pieces, long labels, spanners and stars.
enum WideTables {
  struct Shape: Sendable, CustomStringConvertible {
    var columns: Int
    var hasStars = true
    var hasIntervals = false
    var hasSets = false
    /// Whether all columns are models, which stand evenly.
    var isEven = true

    var description: String {
      "\(columns) columns" + (hasStars ? ", stars" : "") + (hasIntervals ? ", intervals" : "")
        + (hasSets ? ", sets" : "") + (isEven ? "" : ", uneven")
    }
  }

  /// One to eight columns; confidence sets in up to six.
  static let shapes: [Shape] = (1...8).flatMap { columns in
    [true, false].flatMap { isEven in
      [(true, false, false), (false, true, false), (true, false, true), (true, true, true)].map {
        Shape(columns: columns, hasStars: $0, hasIntervals: $1, hasSets: $2, isEven: isEven)
      }
    }
  }.filter { $0.columns <= 6 || !$0.hasSets }

  static func table(_ shape: Shape) -> TableModel {
    let range = 0..<shape.columns
    var coefficients: [TableRow] = []
    for (index, label) in ["Schooling (years)", "Experience squared"].enumerated() {
      coefficients.append(
        TableRow(
          label: RichText(label),
          cells: range.map {
            .estimate(
              number(($0 + index) % 2 == 0 ? "-0.157" : "0.009"),
              stars: shape.hasStars ? String(repeating: "*", count: $0 % 4) : "",
              trace: trace
            )
          },
          hasSpaceAbove: index > 0
        )
      )
      coefficients.append(
        TableRow(
          label: "",
          spokenLabel: "uncertainty",
          cells: range.map { _ in
            shape.hasIntervals
              ? .uncertainty([number("-0.213"), number("0.048")], bracket: .square, trace: trace)
              : .uncertainty([number("0.053")], bracket: .parentheses, trace: trace)
          }
        )
      )
    }
    var statistics = [
      TableRow(label: "Observations", cells: range.map { _ in .statistic(count, trace: trace) }),
      test("Anderson canonical correlations LM", range.map { $0 % 3 == 2 ? "1.27" : "15.79" }),
      test("Hansen J", range.map { _ in "1.27" }),
    ]
    if shape.hasSets {
      statistics.append(
        TableRow(label: "Anderson–Rubin confidence set", cells: range.map { _ in .text(set) })
      )
    }
    return TableModel(
      id: "wide-\(shape.columns)",
      number: "1",
      numberLabel: "Table 1",
      caption: RichText(shape.description),
      columns: [TableColumn(.leading)]
        + range.map { TableColumn(.decimal, result: "iv[\(shape.isEven ? $0 : $0 / 2)]") },
      head: [
        HeadRow(cells: [
          HeadCell("Dependent variable"),
          HeadCell("Log hourly wage", span: shape.columns, hasRule: true),
        ]),
        HeadRow(cells: [HeadCell("")] + range.map { HeadCell(RichText("(\($0 + 1))")) }),
      ],
      blocks: [
        TableBlock(kind: .coefficients, rows: coefficients),
        TableBlock(kind: .statistics, rows: statistics, hasRuleAbove: true),
      ],
      notes: [TableNote(.custom, "Numbers are made up.")],
      notesLabel: "Notes",
      stubLabel: "Variable",
      language: "en",
      look: TableLook(rules: .booktabs, captionPlace: .above, styleName: "plain")
    )
  }

  private static let trace = Trace(result: "iv[1]", path: "statistics", exact: "0.5")
  private static let count = NumberText(integerGroups: ["3", "010"])

  /// The set (−∞, −1.204] ∪ [0.031, ∞).
  private static let set =
    RichText("(−∞") + ", " + RichText([.number(number("-1.204"))]) + "]" + " ∪ " + "["
    + RichText([.number(number("0.031"))]) + ", " + "∞)"

  private static func test(_ label: String, _ values: [String]) -> TableRow {
    var pValue = number("0.001")
    pValue.isUpperBound = true
    let row = values.map { value in
      Cell.test(
        number(value),
        pValue: value == "1.27" ? number("0.260") : pValue,
        trace: trace
      )
    }
    return TableRow(label: RichText(label), cells: row)
  }

  private static func number(_ text: String) -> NumberText {
    let parts = text.split(separator: ".")
    return NumberText(
      isNegative: text.hasPrefix("-"),
      integerGroups: [String(parts[0].drop { $0 == "-" })],
      fraction: String(parts[1])
    )
  }
}
