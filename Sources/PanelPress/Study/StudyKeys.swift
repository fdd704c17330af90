import PanelData
import PanelDocument
import PanelResults

/// The keys of a study file above the entries of analyses, tables and figures.
enum StudyKeys {
  /// Keys whose entries take their keys from a method or a recipe.
  static let catalogued: Set<String> = [
    "variables", "spatial_weights", "analyses", "tables", "figures",
  ]

  static let all: [KeyDescription] = [
    KeyDescription(
      "study",
      .text,
      required: true,
      "The name of the study; the output goes to a folder of this name."
    ),
    KeyDescription("title", .localizedText, default: "the name", "The title of the report."),
    KeyDescription(
      "authors",
      .list(of: .localizedText),
      default: "[]",
      "The authors, in order; a name may be per language."
    ),
    KeyDescription(
      "notice",
      .localizedText,
      "What every table, figure and page says, such as that the data are simulated: a banner of the "
        + "report, the last note of each table, and part of each figure's caption and description."
    ),
    KeyDescription(
      "about",
      ReportProse.valueType,
      "Prose at the head of the report; a blank line inside a text begins a paragraph, and backticks "
        + "enclose code."
    ),
    KeyDescription(
      "language",
      .either([.text, .object(StudyLanguage.keys)]),
      default: "en",
      "The language of tables, figures and report, such as `zh-Hans`; `bilingual` for captions in "
        + "English and Chinese over tables in English; or a mapping that tells captions from text."
    ),
    KeyDescription(
      "style",
      .either([
        .text,
        .object([
          KeyDescription("tables", .text, default: "plain", "The style of tables."),
          KeyDescription("figures", .text, default: "plain", "The style of figures."),
        ]),
      ]),
      default: "plain",
      "The style of tables and figures, or one for each: a name, see `panelpress list styles`, or "
        + "the path of a table style's file."
    ),
    KeyDescription(
      "seed",
      .integer,
      default: "1",
      "From 0 to 9223372036854775807; every random draw in the study derives from it."
    ),
    KeyDescription(
      "data",
      .object(data),
      default: "none, where all results are saved ones",
      "The data and their keys."
    ),
    KeyDescription(
      "variables",
      .mapping(of: .either([.expression, .object([derivation])])),
      default: "{}",
      "Derived columns by name, evaluated in this order and within units for lags: expressions, "
        + "or composites, whose other keys are those of their method."
    ),
    KeyDescription(
      "controls",
      .list(of: .text),
      default: "[]",
      "A named list: `$controls` in a formula stands for its members."
    ),
    KeyDescription(
      "lists",
      .mapping(of: .list(of: .text)),
      default: "{}",
      "Further named lists: `$name` stands for the members of `name`."
    ),
    KeyDescription(
      "spatial_weights",
      .mapping(of: .object([weighting] + SpatialWeightsEntry.Options.keys)),
      default: "{}",
      "Weights of neighbours among the units, by name; the other keys of an entry are those of its "
        + "method."
    ),
    KeyDescription(
      "analyses",
      .mapping(of: .object([method])),
      default: "none, where all results are saved ones",
      "What is computed, by name; the other keys of an entry are those of its method."
    ),
    KeyDescription(
      "results",
      .mapping(of: .text),
      default: "{}",
      "Saved results by name: JSON files relative to the study file, which tables and figures show "
        + "as they show analyses. With these alone a study needs no data; `panelpress render` lays "
        + "it out."
    ),
    KeyDescription(
      "tables",
      .mapping(of: .object(table)),
      default: "{}",
      "Tables by name, numbered in this order; the other keys are those of their kind."
    ),
    KeyDescription(
      "figures",
      .mapping(of: .object(figure)),
      default: "{}",
      "Figures by name, numbered in this order; the other keys are those of their kind."
    ),
    KeyDescription(
      "numbers",
      .mapping(of: .object(NumberEntry.keys)),
      default: "{}",
      "Numbers that the text quotes, by name: each becomes a command in `numbers.tex`, so that "
        + "`effect` is `\\effect`. Names have letters only."
    ),
    KeyDescription("exports", .object(StudyExports.keys), "Further files of the output."),
    KeyDescription("report", .object(ReportRecipe.keys), "What the HTML report shows."),
  ]

  static let data: [KeyDescription] = [
    KeyDescription(
      "file",
      .text,
      required: true,
      "The data file, relative to the study file: .csv, .tsv, .dta, .sav or .sas7bdat."
    ),
    KeyDescription(
      "encoding",
      .text,
      default: "utf-8",
      "The encoding of a text file, such as `gb18030`."
    ),
    KeyDescription(
      "unit",
      .text,
      "The column that names units; without 'time' each row is one unit."
    ),
    KeyDescription("time", .text, "The column that names periods, in whole numbers."),
    KeyDescription(
      "step",
      .integer,
      default: "1",
      "The distance between neighbouring periods; lags respect gaps."
    ),
    KeyDescription(
      "labels",
      .mapping(of: .localizedText),
      default: "{}",
      "What readers see instead of column names."
    ),
    KeyDescription(
      "join",
      .list(of: .object(join)),
      default: "[]",
      "Further files, joined by key, never by position."
    ),
    KeyDescription(
      "where",
      .expression,
      "The rows that are kept: those for which this is true."
    ),
    KeyDescription(
      "missing",
      .list(of: .text),
      "The words that mean a missing value in a text file, instead of the usual ones."
    ),
  ]

  static let join: [KeyDescription] = [
    KeyDescription(
      "file",
      .text,
      required: true,
      "The file to join, relative to the study file."
    ),
    KeyDescription(
      "on",
      .either([.oneOrMore(of: .text), .mapping(of: .text)]),
      required: true,
      "The key: columns of one name in both files, or a mapping from the name here to the one "
        + "there. It must name each row of the joined file once."
    ),
    KeyDescription(
      "columns",
      .list(of: .text),
      default: "all of them",
      "The columns to take from the joined file."
    ),
    KeyDescription(
      "rename",
      .mapping(of: .text),
      default: "{}",
      "New names of columns that are taken, by their name in the joined file."
    ),
    KeyDescription("encoding", .text, default: "utf-8", "The encoding of the joined file."),
  ]

  static let method = KeyDescription(
    "method",
    .text,
    required: true,
    "The method; see `panelpress list methods`."
  )

  static let derivation = KeyDescription(
    "method",
    .text,
    required: true,
    "How a composite variable is made, such as entropy-weights."
  )

  static let weighting = KeyDescription(
    "method",
    .text,
    required: true,
    "How weights are made; see `panelpress list weights`."
  )

  static let exhibit: [KeyDescription] = [
    KeyDescription(
      "of",
      .oneOrMore(of: .text),
      required: true,
      "The results shown: `baseline`, `baseline[3]` for the third model, or a list of such."
    ),
    KeyDescription(
      "kind",
      .text,
      default: "what suits the results",
      "The kind of table or figure; see `panelpress list tables` and `list figures`."
    ),
    KeyDescription("caption", .localizedText, default: "none", "The caption."),
  ]

  /// The keys of figures of any kind.
  static let figure: [KeyDescription] = exhibit + [RequestedSize.widthKey]

  /// What a table shows of results that can be shown in several ways, in place of a kind.
  static let show = KeyDescription(
    "show",
    .choice(TableRecipeCatalog.standard.shows),
    default: "coefficients",
    "What is shown of models that can be shown in several ways: their coefficients, or the direct, "
      + "indirect and total effects of spatial models."
  )

  /// The word for a column that a panel lacks.
  static let noColumn = "none"

  /// The keys of tables of any kind.
  static let table: [KeyDescription] =
    exhibit.map { key in
      var key = key
      if key.name == "of" {
        key.isRequired = false
        key.defaultText = "what `panels` show"
      }
      return key
    } + [
      show,
      KeyDescription(
        "panels",
        .either([
          .mapping(of: .oneOrMore(of: .text)),
          .list(of: .object([
            KeyDescription("title", .localizedText, required: true, "The panel's title."),
            KeyDescription(
              "of",
              .oneOrMore(of: .text),
              required: true,
              "The results of its columns; `none` for a column that it lacks."
            ),
            KeyDescription(
              "kind",
              .text,
              default: "what suits its results",
              "The kind of the panel, where panels differ in it."
            ),
          ])),
        ]),
        "Panels one below the other, by title, with the results of their columns: "
          + "`{First: a, Second: [b, none]}`; letters are added, or taken from titles such as "
          + "`A. First`."
      ),
      KeyDescription(
        "panel-rows",
        .choice(PanelRows.allCases.map(\.rawValue)),
        default: "observations and effects once where all panels agree",
        "Whether rows of statistics and fixed effects stand in each panel, or once below the last."
      ),
      Spanners.key,
      KeyDescription(
        "layout",
        .choice(TableLook.Layout.allCases.map(\.rawValue)),
        default: "float; long for a table taller than a page",
        "How the table stands on paper: on one page, over pages with its head on each, on a page "
          + "turned sideways, or scaled down to the width of the text."
      ),
    ]

  /// Common keys and those of a kind; of two with one name the kind's own holds.
  ///
  /// Loosely, a key that several kinds describe differently may have any of their shapes and be
  /// absent.
  static func merged(
    _ common: [KeyDescription],
    _ own: [KeyDescription],
    loosely: Bool = false
  ) -> [KeyDescription] {
    var keys = common
    for var key in own {
      guard let position = keys.firstIndex(where: { $0.name == key.name }) else {
        if loosely { key.isRequired = false }
        keys.append(key)
        continue
      }
      if loosely, keys[position].type != key.type {
        keys[position].type = .either([keys[position].type, key.type])
      } else if !loosely {
        keys[position] = key
      }
    }
    return keys
  }
}
