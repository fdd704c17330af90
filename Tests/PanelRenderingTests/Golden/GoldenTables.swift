import PanelDocument
import PanelResults
import TestSupport

/// The golden cases of tables: each a small table that goes wrong in some tool.
enum GoldenTables {
  typealias Fixtures = RegressionFixtures

  static func context(_ id: String, _ caption: LocalizedText) throws -> DocumentContext {
    var context = DocumentContext(
      id: id,
      number: "1",
      caption: caption,
      glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
      tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
      figureTheme: try StyleFiles.load(from: "figures/plain.yaml")
    )
    context.lists = ["controls": ["log_police", "unemployment"]]
    return context
  }

  static func regression(
    _ id: String,
    _ caption: LocalizedText,
    of results: [RegressionResult],
    _ yaml: String = "{}",
    spanners: String? = nil,
    layout: TableLook.Layout? = nil,
    labels: [String: LocalizedText] = [:]
  ) throws -> TableModel {
    var context = try context(id, caption)
    if let spanners { context.spanners = try StyleFiles.decode(from: spanners) }
    context.layout = layout
    context.labels = labels
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: named(results), in: context)
  }

  static func named(_ results: [RegressionResult], as id: String = "m") -> [NamedResult] {
    results.enumerated().map { NamedResult(reference: "\(id)[\($0 + 1)]", result: $1) }
  }

  // MARK: The cases

  static func case1() throws -> TableModel {
    try regression("golden-1", "One model without fixed effects", of: [Fixtures.baseline[0]])
  }

  static func case2() throws -> TableModel {
    let sets: [(String, [String])] = [
      ("log_homicide", []), ("log_homicide", ["state"]), ("log_homicide", ["state", "year"]),
      ("log_robbery", ["state"]), ("log_robbery", ["state", "year"]),
    ]
    return try regression(
      "golden-2",
      "Five models, three sets of fixed effects, two outcomes",
      of: sets.enumerated().map { index, set in
        Fixtures.fit(
          outcome: set.0,
          estimates: [
            Fixtures.estimate("post", 0.081 - 0.03 * Double(index), 0.03, p: 0.004 * Double(index))
          ],
          effects: set.1
        )
      },
      spanners: "{Violent crime: [1, 2, 3], Property crime: [4, 5]}"
    )
  }

  static func case3() throws -> TableModel {
    let covariances = [
      Fixtures.covariance(.iid), Fixtures.covariance(.hc1), Fixtures.clustered(("state", 50)),
      Fixtures.covariance(.driscollKraay),
    ]
    return try regression(
      "golden-3",
      "One model, four kinds of standard errors",
      of: zip(covariances, [0.02, 0.03, 0.04, 0.05]).map { covariance, error in
        Fixtures.fit(
          estimates: [Fixtures.estimate("post", 0.0794, error, p: 1.2 * error)],
          effects: ["state", "year"],
          covariance: covariance
        )
      }
    )
  }

  static func case4() throws -> TableModel {
    try regression(
      "golden-4",
      "Three lines under an estimate",
      of: [
        Fixtures.fit(estimates: [Fixtures.estimate("post", 0.2134, 0.0212, p: 0.000_02)]),
        Fixtures.fit(estimates: [Fixtures.estimate("post", -0.0691, 0.0341, p: 0.048)]),
      ],
      "uncertainty: [se, ci, p]"
    )
  }

  static func case5() throws -> TableModel {
    try regression(
      "golden-5",
      "A count beside small numbers",
      of: [0.0019, 0.0021, -0.0018].map {
        Fixtures.fit(estimates: [Fixtures.estimate("post", $0, 0.0012, p: 0.11)], n: 12_345_678)
      }
    )
  }

  static func case6() throws -> TableModel {
    try regression(
      "golden-6",
      "Numbers below the last decimal",
      of: [
        Fixtures.fit(estimates: [Fixtures.estimate("post", -0.0004, 0.0003, p: 0.187)]),
        Fixtures.fit(estimates: [Fixtures.estimate("post", 0.0794, 0.0336, p: 0.02)]),
      ]
    )
  }

  /// The last label is in Chinese, which pdfLaTeX does not know.
  static func case7(han: Bool) throws -> TableModel {
    let signs = #"a_b & 5% of $1 #2 ~x^2 \x{y} <z> "q""#
    return try regression(
      han ? "golden-7-han" : "golden-7",
      LocalizedText(#"Signs: _ & % # $ ~ ^ \ { } < >"# + (han ? "，汉字" : "")),
      of: [
        Fixtures.fit(
          estimates: [Fixtures.estimate("post", 0.2, 0.06, p: 0.001)],
          effects: ["state"],
          labels: [:]
        ),
        Fixtures.fit(
          estimates: [
            Fixtures.estimate("post", 0.1, 0.05, p: 0.04),
            Fixtures.estimate("unemployment", 0.1, 0.05, p: 0.04),
          ],
          effects: ["state"],
          labels: [:]
        ),
      ],
      #"{columns: ["[OLS]", "*_&%"], notes: 'A note with _ & % # $ ~ ^ \ < >.'}"#,
      labels: [
        "post": LocalizedText(signs), "state": LocalizedText(han ? "省份_&" : "State_&%"),
        "log_homicide": "Log y_{it} (%)", "unemployment": LocalizedText(han ? "失业率" : "U_t"),
        "year": "Year",
      ]
    )
  }

  static func case8(layout: TableLook.Layout? = nil) throws -> TableModel {
    let homicide = named(Fixtures.baseline, as: "a").map(Optional.some)
    let robbery = named(
      Fixtures.baseline.map { fit in
        var fit = fit
        fit.heading.outcome = "log_robbery"
        return fit
      },
      as: "b"
    )
    var context = try context("golden-8", "Panels with missing columns")
    context.layout = layout
    return try PanelTable(
      recipe: RegressionRecipe(),
      panels: [
        TablePanel(title: "A. Homicide", results: homicide),
        TablePanel(title: "B. Robbery", results: [robbery[0], nil, robbery[2]]),
      ]
    ).table(in: context)
  }

  static func case9(layout: TableLook.Layout? = nil) throws -> TableModel {
    let terms = (1...30).map { "x\($0)" }
    return try regression(
      layout.map { "golden-9-\($0.rawValue)" } ?? "golden-9",
      "Sixty rows of coefficients and standard errors",
      of: (1...4).map { column in
        Fixtures.fit(
          estimates: terms.enumerated().map { index, term in
            Fixtures.estimate(term, 0.01 * Double(index - 12), 0.05, p: 0.03 * Double(column))
          },
          effects: ["state", "year"]
        )
      },
      layout: layout,
      labels: Dictionary(
        uniqueKeysWithValues: terms.map { ($0, LocalizedText("Regressor \($0.dropFirst())")) }
      )
    )
  }

  static func case10() throws -> TableModel {
    try regression(
      "golden-10",
      "Reference categories and interactions",
      of: [
        Fixtures.fit(estimates: [
          Fixtures.estimate("post", 0.08, 0.03, p: 0.009),
          Fixtures.estimate("region::South", 0.31, 0.12, p: 0.012),
          Fixtures.estimate("region::West", -0.07, 0.11, p: 0.53),
        ]),
        Fixtures.fit(estimates: [
          Fixtures.estimate("post", 0.05, 0.03, p: 0.1),
          Fixtures.estimate("region::South", 0.29, 0.12, p: 0.02),
          Fixtures.estimate("region::West", -0.05, 0.11, p: 0.6),
          Fixtures.estimate("post:unemployment", 0.012, 0.004, p: 0.003),
        ]),
        Fixtures.fit(estimates: [Fixtures.estimate("post", 0.06, 0.03, p: 0.05)]),
      ],
      """
      headings: {Region: ["region::*"]}
      references: {"region::*": Midwest}
      labels: {"region::South": South, "region::West": West}
      """
    )
  }

  static func case11() throws -> TableModel {
    try regression(
      "golden-11",
      "What is not there",
      of: [
        Fixtures.fit(
          estimates: [
            Fixtures.estimate("post", 0.08, 0.03, p: 0.009),
            Fixtures.estimate("unemployment", -0.02, nil),
          ]),
        Fixtures.fit(
          estimates: [Fixtures.estimate("post", 0.07, 0.03, p: 0.02)],
          omitted: [
            OmittedTerm(term: "unemployment", reason: .collinear, with: ["log_police", "post"])
          ]
        ),
        Fixtures.fit(estimates: [], effects: ["state"]),
      ],
      "omitted: cell"
    )
  }

  /// Variables in words, their texts longer than a line.
  static func definitions(layout: TableLook.Layout? = nil, groups: Int = 1) throws -> TableModel {
    let one = """
      - title: Dependent variable
        variables:
        - {name: Economic resilience, symbol: ER, unit: 0 to 1, definition: Index of fifteen indicators in the three dimensions of resistance adaptation and transformation, source: China Statistical Yearbook}
      - title: Controls
        variables:
        - {name: Openness, symbol: OPEN, unit: percent, definition: Foreign direct investment over gross domestic product, source: Provincial yearbooks}
        - {name: Tax burden, symbol: TAX, unit: percent, definition: Tax revenue over gross domestic product, source: Finance Yearbook of China}

      """
    var context = try context(
      layout.map { "definitions-\($0.rawValue)-\(groups)" } ?? "definitions",
      "Definitions of variables"
    )
    context.layout = layout
    let recipe: DefinitionsRecipe = try StyleFiles.decode(
      from: "groups:\n" + String(repeating: one, count: groups)
    )
    return try recipe.table(of: [], in: context)
  }

  static func all() throws -> [TableModel] {
    [
      try case1(), try case2(), try case3(), try case4(), try case5(), try case6(),
      try case7(han: false), try case8(), try case9(), try case10(), try case11(),
    ]
  }

  /// Every way in which a table can stand on paper.
  static func layouts() throws -> [TableModel] {
    var tables: [TableModel] = []
    for layout in TableLook.Layout.allCases {
      tables += [
        try definitions(layout: layout),
        WideTables.table(WideTables.Shape(columns: 8), layout: layout),
      ]
      // Sixty rows have no room on one page.
      if layout == .long || layout == .landscape { tables.append(try case9(layout: layout)) }
    }
    tables += [
      try case8(layout: .long), try definitions(layout: .long, groups: 12),
      try definitions(layout: .landscape, groups: 12),
    ]
    return tables
  }
}

extension WideTables {
  static func table(_ shape: Shape, layout: TableLook.Layout) -> TableModel {
    var table = table(shape)
    table.id += "-" + layout.rawValue
    table.look.layout = layout
    return table
  }
}
