import PanelData
import PanelDocument
import PanelEstimation
import PanelResults

/// What an author asks for: one file, from data to report.
struct Study: Sendable {
  var name: String
  var title: LocalizedText?
  var authors: [LocalizedText]
  /// What every table, figure and page must say, such as that the data are simulated.
  var notice: LocalizedText?
  /// Prose at the head of the report.
  var about: ReportProse?
  var language: StudyLanguage
  var style: StyleChoice
  var seed: UInt64
  /// Absent where all results are saved ones.
  var data: DataDeclaration?
  /// Derived columns in the order of evaluation.
  var variables: [VariableEntry]
  /// Named lists, `controls` and those under `lists`, with `$name` inside them resolved.
  var lists: [String: [String]]
  /// Weights of neighbours, in the order in which they are made.
  var spatialWeights: [SpatialWeightsDeclaration]
  var analyses: [AnalysisEntry]
  /// Results that are read, not computed.
  var results: [SavedResultEntry]
  var tables: [ExhibitEntry]
  var figures: [ExhibitEntry]
  /// The numbers that the text quotes.
  var numbers: [NumberDeclaration]
  var exports: StudyExports
  var report: ReportRecipe
  /// The file as read, for the places of faults found later.
  var root: StudyNode
  /// The file's text, for the report, and its name without folders.
  var text: String
  var fileName: String
}

/// Where the data are and how they are keyed: the study's `data`.
struct DataDeclaration: Decodable, Sendable {
  var file: String
  var encoding: String?
  var unit: String?
  var time: String?
  var step: Int?
  var labels: [String: LocalizedText]?
  var join: [Join]?
  var condition: String?
  var missing: [String]?

  struct Join: Decodable, Sendable {
    var file: String
    var on: [Key]
    var encoding: String?
    var columns: [String]?
    var rename: [String: String]?

    /// A column of the panel and the one of the joined file that it matches.
    struct Key: Sendable {
      var here: String
      var there: String
    }

    private enum CodingKeys: String, CodingKey { case file, on, encoding, columns, rename }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      file = try container.decode(String.self, forKey: .file)
      encoding = try container.decodeIfPresent(String.self, forKey: .encoding)
      columns = try container.decodeIfPresent([String].self, forKey: .columns)
      rename = try container.decodeIfPresent([String: String].self, forKey: .rename)
      if let pairs = try container.decodeIfShaped(OrderedMapping<String>.self, forKey: .on) {
        on = pairs.entries.map { Key(here: $0.key, there: $0.value) }
      } else {
        on = try container.decode(OneOrMore<String>.self, forKey: .on).values
          .map { Key(here: $0, there: $0) }
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case file, encoding, unit, time, step, labels, join, missing
    case condition = "where"
  }
}

/// One entry of `variables`.
struct VariableEntry: Sendable {
  var name: String
  var definition: Definition
  var node: StudyNode

  enum Definition: Sendable {
    case expression(String)
    case composite(any CompositeVariable)
  }
}

/// One entry of `spatial_weights`, with its place.
struct SpatialWeightsDeclaration: Sendable {
  var entry: SpatialWeightsEntry
  var node: StudyNode

  var path: String { "spatial_weights.\(entry.name)" }
}

/// One entry of `analyses`.
struct AnalysisEntry: Sendable {
  var id: String
  var analysis: any Analysis
  var node: StudyNode
}

/// One entry of `results`: a file of saved results, relative to the study file.
struct SavedResultEntry: Sendable {
  var id: String
  var file: String
  var node: StudyNode
}

/// One panel of a table: its title, and the results of its columns, `nil` where it lacks one.
struct PanelEntry: Sendable {
  var title: LocalizedText
  var references: [ResultReference?]
  var kind: String?
}

/// One entry of `tables` or `figures`, before its recipe is chosen.
struct ExhibitEntry: Sendable {
  var id: String
  /// What is shown; of a table with panels, what these show.
  var references: [ResultReference]
  var kind: String?
  var caption: LocalizedText?
  var panels: [PanelEntry] = []
  var node: StudyNode
}
