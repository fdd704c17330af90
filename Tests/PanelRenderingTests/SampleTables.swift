import PanelDocument

/// Tables that show every feature once.
enum SampleTables {
  static let all: [TableModel] = [
    regression, hostile, descriptives, chinese, narrow, long,
  ]

  static func number(_ text: String) -> NumberText {
    var rest = Substring(text)
    let isBound = rest.hasPrefix("<")
    if isBound { rest = rest.dropFirst() }
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    let power = rest.split(separator: "e")
    let parts = power[0].split(separator: ".", omittingEmptySubsequences: false)
    return NumberText(
      isNegative: isNegative,
      integerGroups: parts[0].split(separator: ",").map(String.init),
      fraction: parts.count > 1 ? String(parts[1]) : nil,
      exponent: power.count > 1 ? Int(power[1]) : nil,
      isUpperBound: isBound
    )
  }

  static func trace(_ exact: String, _ path: String = "estimates.post.estimate") -> Trace {
    Trace(
      result: "baseline[2]",
      path: path,
      exact: exact,
      details: [
        Trace.Detail(label: "95% interval", value: "−0.211 to −0.035"),
        Trace.Detail(label: "Degrees of freedom", value: "49"),
        Trace.Detail(label: "Covariance", value: "clustered by state (50 clusters)"),
      ]
    )
  }

  static func estimate(_ text: String, _ stars: String = "") -> Cell {
    .estimate(number(text), stars: stars, trace: trace(text + "4387651234"))
  }

  static func uncertainty(_ texts: String..., bracket: Bracket = .parentheses) -> Cell {
    .uncertainty(
      texts.map(number),
      bracket: bracket,
      trace: trace(texts[0] + "19", "estimates.post.std_error")
    )
  }

  static func statistic(_ text: String) -> Cell {
    .statistic(number(text), trace: trace(text.filter { $0 != "," }, "statistics.n"))
  }

  static let plain = TableLook(rules: .booktabs, captionPlace: .above, styleName: "plain")
  static let stars = [
    "*": "significant at the 10 percent level", "**": "significant at the 5 percent level",
    "***": "significant at the 1 percent level",
  ]

  static let regression = TableModel(
    id: "table2",
    number: "2",
    numberLabel: "Table 2",
    caption: "Castle doctrine laws and homicide",
    columns: [TableColumn(.leading)]
      + (1...4).map { TableColumn(.decimal, result: "baseline[\($0)]") },
    head: [
      HeadRow(cells: [
        HeadCell(""), HeadCell("Log homicide", span: 2, hasRule: true),
        HeadCell("Log robbery", span: 2, hasRule: true),
      ]),
      HeadRow(cells: [
        HeadCell(""), HeadCell("(1)"), HeadCell("(2)"), HeadCell("(3)"), HeadCell("(4)"),
      ]),
    ],
    blocks: [
      TableBlock(
        kind: .coefficients,
        rows: [
          TableRow(
            label: "Castle doctrine law",
            cells: [
              estimate("-0.123", "***"), estimate("0.087", "**"), estimate("10.2", "*"),
              estimate("0.002"),
            ]
          ),
          TableRow(
            label: "",
            spokenLabel: "Standard error of Castle doctrine law",
            cells: [
              uncertainty("0.045"), uncertainty("0.034"), uncertainty("5.9"),
              uncertainty("<0.001"),
            ]
          ),
          TableRow(
            label: "",
            spokenLabel: "95% interval of Castle doctrine law",
            cells: [
              uncertainty("-0.211", "-0.035", bracket: .square),
              uncertainty("0.020", "0.154", bracket: .square), .empty,
              uncertainty("0.001", "0.003", bracket: .square),
            ]
          ),
          TableRow(
            label: "Unemployment × South",
            cells: [.empty, estimate("-12.456"), estimate("1.5e-7"), .empty],
            hasSpaceAbove: true
          ),
          TableRow(
            label: "",
            spokenLabel: "Standard error of Unemployment × South",
            cells: [
              .empty, uncertainty("9.120"), .unavailable("—", because: "The fit is perfect."),
              .empty,
            ]
          ),
        ]
      ),
      TableBlock(
        kind: .effects,
        rows: [
          TableRow(
            label: "State effects",
            cells: [
              .mark("", spoken: "No"), .mark("✓", spoken: "Yes"), .mark("✓", spoken: "Yes"),
              .mark("Yes", spoken: "Yes"),
            ]
          )
        ],
        hasRuleAbove: true
      ),
      TableBlock(
        kind: .statistics,
        rows: [
          TableRow(
            label: "Observations",
            cells: [
              statistic("550"), statistic("12,345,678"), statistic("550"), statistic("1,234"),
            ]
          ),
          TableRow(
            label: RichText([.plain("Within "), .emphasis([.plain("R")]), .superscript("2")]),
            cells: [
              statistic("0.051"), statistic("0.123"), statistic("0.9"),
              .unavailable("—", because: "No effects are absorbed."),
            ]
          ),
          TableRow(
            label: "AIC",
            cells: [statistic("-12345.6"), statistic("1.0"), statistic("2.0"), .empty]
          ),
        ],
        hasRuleAbove: true
      ),
    ],
    notes: [
      TableNote(.covariance, "Standard errors clustered by state in parentheses."),
      TableNote(.stars, "* p < 0.10, ** p < 0.05, *** p < 0.01."),
    ],
    notesLabel: "Notes",
    stubLabel: "Variable",
    language: "en",
    look: plain,
    starMeanings: stars
  )

  /// Labels that try to break out, after the collection of bad input files 089, 091, 093, 095.
  static let labels = [
    #"\input{/etc/passwd}"#,
    #"\immediate\write18{touch PWNED} 50% & R&D_x #1 ^2 ~ $3"#,
    #"unbalanced } { and \end{tabular}"#,
    #"\def\x{\x}\x"#,
    "</td><script>alert(1)</script><td title=\"x' onclick='y\">",
    "<!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>&x;",
    "\u{1B}[31mRed\u{1B}[2J\u{7}",
    "{{label}} <<label>> {{{raw}}}",
    "*starred* [bracketed] | piped `code` =1+1",
    "é ö ß ø Łódź ²³ ≤ “quoted” — it’s …",
  ]

  static let hostile = table(id: "table_4", labels: labels)

  /// Characters that pdfLaTeX does not have.
  static let chinese = table(
    id: "table5",
    labels: ["城堡法 × 失业率", "GDP 📈👩‍👩‍👧‍👦", "é̂̃ Z͑ͫ̓ͪ̂ͫ̽ <\u{338} \"\u{301}"]
  )

  private static func table(id: String, labels: [String]) -> TableModel {
    TableModel(
      id: id,
      number: "4",
      numberLabel: "Table 4",
      caption: RichText(labels[1]),
      columns: [TableColumn(.leading), TableColumn(.decimal), TableColumn(.leading)],
      head: [HeadRow(cells: [HeadCell(""), HeadCell(RichText(labels[0])), HeadCell("[1]")])],
      blocks: [
        TableBlock(
          kind: .coefficients,
          heading: RichText(labels[1]),
          rows: labels.map {
            TableRow(
              label: RichText($0),
              indent: 1,
              cells: [estimate("-0.5", "†"), .text(RichText($0))]
            )
          }
        )
      ],
      notes: labels.map { TableNote(.custom, RichText($0)) },
      notesLabel: "N & <b>",
      stubLabel: "V \"<&",
      language: "en",
      look: TableLook(rules: .double, captionPlace: .below, styleName: "plain")
    )
  }

  static let descriptives = TableModel(
    id: "table1",
    number: "1",
    numberLabel: "Table 1",
    caption: "Descriptive statistics",
    columns: [TableColumn(.leading)] + (1...5).map { _ in TableColumn(.decimal) },
    head: [
      HeadRow(cells: [
        HeadCell("Variable"), HeadCell("N"), HeadCell("Mean"), HeadCell("Standard deviation"),
        HeadCell("Minimum"), HeadCell("Maximum"),
      ])
    ],
    blocks: [
      TableBlock(
        kind: .summary,
        heading: "Outcomes",
        rows: [
          TableRow(
            label: "Homicides per 100,000",
            indent: 1,
            cells: ["550", "4.86", "2.48", "0.61", "13.27"].map(statistic)
          ),
          TableRow(
            label: "Population",
            indent: 1,
            cells: ["12,550", "5,934,123.1", "6,571,001.25", "493,754", "37,000,000"].map(statistic)
          ),
        ]
      ),
      TableBlock(
        kind: .summary,
        heading: "Controls",
        rows: [
          TableRow(
            label: "Real income per head",
            indent: 1,
            cells: ["550", "-0.0012", "0.3", "-3", "2"].map(statistic)
          )
        ]
      ),
    ],
    notes: [
      TableNote(
        .description,
        RichText([
          .plain("The model is "), .math(formula), .plain(", with "), .code("a_b"), .plain(" and "),
          .number(number("-1.5e-7")), .plain("."),
        ])
      )
    ],
    notesLabel: "Notes",
    stubLabel: "Variable",
    language: "en",
    look: plain
  )

  static let funnel: TableModel = {
    var table = descriptives
    table.id = "funnel"
    table.numberLabel = ""
    return table
  }()

  /// An equation with every kind of part.
  static let formula = Math.row([
    .sub(.identifier("y"), .row([.identifier("i"), .identifier("t")])), .sign("="),
    .identifier("β"), .sign("·"),
    .sub(.word("post & law"), .row([.identifier("i"), .identifier("t")])), .sign("+"),
    .subSup(.identifier("α"), sub: .identifier("i"), sup: .number("2")), .sign("−"),
    .fraction(.sup(.identifier("x"), .number("2")), .number("2")),
  ])

  /// Headings and labels too long for a line.
  static let long = TableModel(
    id: "table6",
    number: "6",
    numberLabel: "Table 6",
    caption: "Long headings and labels",
    columns: [TableColumn(.leading)]
      + (1...3).map { TableColumn(.decimal, result: "turnout[\($0)]") },
    head: [
      HeadRow(cells: [
        HeadCell("Dependent variable"),
        HeadCell(
          "Share of registered voters who turned out in municipal elections", span: 2, hasRule: true),
        HeadCell("Expenditure per head"),
      ]),
      HeadRow(cells: [HeadCell(""), HeadCell("(1)"), HeadCell("(2)"), HeadCell("(3)")]),
    ],
    blocks: [
      TableBlock(
        kind: .coefficients,
        rows: [
          TableRow(
            label: "Mayor belongs to the same party as the governor",
            cells: [estimate("0.12", "***"), estimate("0.09", "**"), estimate("-0.31", "*")]
          ),
          TableRow(
            label: "",
            spokenLabel: "standard error of Mayor",
            cells: [uncertainty("0.03"), uncertainty("0.04"), uncertainty("0.17")]
          ),
          TableRow(
            label:
              "Share of transfers from the centre in revenue, mean of the three years before an election",
            cells: [estimate("0.02"), .empty, estimate("0.05")],
            hasSpaceAbove: true
          ),
          TableRow(
            label: "",
            spokenLabel: "standard error of Share",
            cells: [uncertainty("0.01"), .empty, uncertainty("0.04")]
          ),
          TableRow(
            label: "Law",
            cells: [.empty, estimate("0.01"), .empty],
            hasSpaceAbove: true
          ),
        ]
      )
    ],
    notes: [],
    notesLabel: "Notes",
    stubLabel: "Variable",
    language: "en",
    look: plain
  )

  static let narrow = TableModel(
    id: "table3",
    number: "3",
    numberLabel: "Table 3",
    caption: "One estimate",
    columns: [TableColumn(.leading), TableColumn(.decimal)],
    head: [HeadRow(cells: [HeadCell(""), HeadCell("(1)")])],
    blocks: [
      TableBlock(
        kind: .coefficients,
        rows: [
          TableRow(label: "Law", cells: [estimate("0.08", "**")]),
          TableRow(
            label: "",
            spokenLabel: "t of Law",
            cells: [uncertainty("-2.1", bracket: .curly)]
          ),
        ]
      )
    ],
    notes: [],
    notesLabel: "Notes",
    stubLabel: "Variable",
    language: "en",
    look: plain
  )
}
