package import PanelResults

extension TableStyle {
  /// The keys of a table style's file.
  package static let keys: [KeyDescription] =
    StyleKeys.common + [
      KeyDescription(
        "rules",
        .either([.choice(TableRules.Named.allCases.map(\.rawValue)), .object(rules)]),
        default: "booktabs",
        "The horizontal rules: heavy top and bottom with light ones between, two thin outer ones, "
          + "or three lines of 1.5, 0.75 and 1.5 pt."
      ),
      KeyDescription(
        "caption",
        .either([
          .choice(TableLook.CaptionPlace.allCases.map(\.rawValue)),
          .object(
            [
              KeyDescription(
                "place",
                .choice(TableLook.CaptionPlace.allCases.map(\.rawValue)),
                default: "above",
                "Whether the caption stands above the table or below it."
              )
            ] + StyleKeys.caption
          ),
        ]),
        default: "above",
        "The caption's place, or a mapping with its form too; without a form it is the document's."
      ),
      KeyDescription(
        "panels",
        .choice(TableLook.PanelHeading.allCases.map(\.rawValue)),
        default: "italic",
        "The type of headings across the table."
      ),
      KeyDescription("columns", .object(columns), "Columns of numbers."),
      KeyDescription(
        "notes",
        .either([.choice(NotesLabel.allCases.map(\.rawValue)), .object(notes)]),
        default: "notes",
        "The word before the notes, or a mapping with its looks too."
      ),
      KeyDescription("type", .object(type), "The type of the table."),
      KeyDescription("digits", .object(digits), "Digits by what a number is."),
      KeyDescription(
        "rounding",
        .choice(["half-even", "half-away"]),
        default: "half-even",
        "Where a number in the middle between two goes."
      ),
      KeyDescription(
        "scientific",
        .object([
          KeyDescription("below", .integer, required: true, "Powers of ten below this."),
          KeyDescription("above", .integer, required: true, "Powers of ten from this on."),
        ]),
        default: "{below: -5, above: 9}",
        "Which numbers are written with a power of ten."
      ),
      KeyDescription(
        "grouping",
        .choice(Typesetting.Grouping.allCases.map(\.rawValue)),
        default: "counts",
        "Which numbers have their thousands grouped."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .choice(["off"]), .mapping(of: .number)]),
        default: #"{"*": 0.10, "**": 0.05, "***": 0.01}"#,
        "Off, or a mapping from symbol to cut-off; letters such as a, b, c are raised."
      ),
      KeyDescription(
        "uncertainty",
        .oneOrMore(of: UncertaintyLine.valueType),
        default: "[{show: se, bracket: parentheses}]",
        "Lines under an estimate, in this order: se, t, p or ci, each with its bracket."
      ),
      KeyDescription("effects", .object(effects), "Rows that mark fixed effects and lists."),
      KeyDescription(
        "statistics",
        .list(of: .choice(Statistic.allCases.map(\.rawValue))),
        default: "[n, r_squared, within_r_squared]",
        "The statistics under a regression table, in this order."
      ),
      KeyDescription(
        "constant",
        .flag,
        default: "true",
        "Whether the constant of models without fixed effects has a row."
      ),
    ]

  private static let rules: [KeyDescription] = [
    KeyDescription(
      "double",
      .choice(TableRules.Doubled.allCases.map(\.rawValue)),
      default: "none",
      "Which of the outer rules are two thin ones."
    ),
    KeyDescription(
      "between",
      .choice(TableRules.Separation.allCases.map(\.rawValue)),
      default: "rule",
      "What stands between the blocks of the body: estimates, effects, statistics."
    ),
    KeyDescription("top", .number, default: "0.8", "The weight of the top rule in points."),
    KeyDescription("head", .number, default: "0.5", "The weight of the rule under the head."),
    KeyDescription("inner", .number, default: "0.5", "The weight of rules in the body."),
    KeyDescription("bottom", .number, default: "0.8", "The weight of the bottom rule."),
    KeyDescription(
      "spanner",
      .number,
      default: "0.3",
      "The weight of rules under headings over several columns."
    ),
  ]

  private static let columns: [KeyDescription] = [
    KeyDescription(
      "numbers",
      .choice(TableColumns.Numbers.allCases.map(\.rawValue)),
      default: "arabic",
      "How columns are counted: (1), (i), (a), Model 1, or 1."
    ),
    KeyDescription(
      "align",
      .choice(TableLook.ColumnAlignment.allCases.map(\.rawValue)),
      default: "center",
      "Where headings and numbers stand in their columns; numbers always at their separator."
    ),
  ]

  private static let notes: [KeyDescription] = [
    KeyDescription(
      "label",
      .choice(NotesLabel.allCases.map(\.rawValue)),
      default: "notes",
      "The word before the notes."
    ),
    KeyDescription(
      "type",
      .choice(TextFace.allCases.map(\.rawValue)),
      default: "italic",
      "Its type; a language without italics has it upright."
    ),
    KeyDescription(
      "mark",
      .choice(NotesLook.Mark.allCases.map(\.rawValue)),
      default: "that of the language",
      "What stands after it."
    ),
    KeyDescription(
      "width",
      .number,
      default: "what reads well",
      "The least width in LaTeX as a share of the text's, for notes under narrow tables."
    ),
  ]

  private static let type: [KeyDescription] = [
    KeyDescription(
      "family",
      .choice(TypeLook.Family.allCases.map(\.rawValue)),
      default: "text",
      "The document's own, or Times with Song for Han characters."
    ),
    KeyDescription(
      "table",
      .integer,
      default: "10",
      "The largest type of the table, where text has 10 pt: 7 to 10; a wide table gets smaller type."
    ),
    KeyDescription("notes", .integer, default: "8", "The largest type of the notes: 7 to 10."),
  ]

  private static let digits: [KeyDescription] =
    [
      ("estimates", "Estimates, their standard errors and intervals."),
      ("t-values", "Test statistics."), ("statistics", "Statistics such as R²."),
      ("summaries", "Numbers of descriptive tables."),
    ].map {
      KeyDescription($0.0, DigitRule.valueType, default: $0.0 == "t-values" ? "2" : "3", $0.1)
    }
    + [
      KeyDescription("p-values", .integer, default: "3", "Decimals of p-values."),
      KeyDescription(
        "exceptions",
        .mapping(of: DigitRule.valueType),
        default: "{}",
        "Other digits by the name of a statistic or measure."
      ),
    ]

  private static let effects: [KeyDescription] = [
    KeyDescription(
      "marks",
      .choice(EffectRows.Marks.allCases.map(\.rawValue)),
      default: "yes-no",
      "What marks a fixed effect that a model has, and one that it has not."
    ),
    KeyDescription(
      "place",
      .choice(EffectRows.Place.allCases.map(\.rawValue)),
      default: "after-coefficients",
      "Where the rows stand."
    ),
    KeyDescription(
      "label",
      .choice(EffectRows.Label.allCases.map(\.rawValue)),
      default: "long",
      "Whether rows are named “State fixed effects” or “State FE”."
    ),
  ]
}

/// Keys that table styles and figure themes share.
enum StyleKeys {
  static let common: [KeyDescription] = [
    KeyDescription("name", .text, required: true, "The name of the style, which is its file's."),
    KeyDescription("summary", .text, "One sentence for `panelpress list styles`."),
    KeyDescription(
      "extends",
      .text,
      default: "plain",
      "The style whose values hold where this one has none."
    ),
  ]

  static let caption: [KeyDescription] = [
    KeyDescription(
      "align",
      .choice(CaptionForm.Alignment.allCases.map(\.rawValue)),
      default: "center",
      "Where the caption stands."
    ),
    KeyDescription(
      "label",
      .choice(TextFace.allCases.map(\.rawValue)),
      default: "plain",
      "The type of the number and the word before it."
    ),
    KeyDescription(
      "title",
      .choice(TextFace.allCases.map(\.rawValue)),
      default: "plain",
      "The type of the title."
    ),
    KeyDescription(
      "separator",
      .choice(CaptionForm.Separator.allCases.map(\.rawValue)),
      default: "period",
      "What stands between number and title; a language with a separator of its own keeps that."
    ),
    KeyDescription(
      "number",
      .choice(CaptionForm.Number.allCases.map(\.rawValue)),
      default: "arabic",
      "The numerals."
    ),
  ]
}
