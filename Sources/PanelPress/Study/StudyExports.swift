import PanelDocument
import PanelResults

/// Further files that a study asks for.
struct StudyExports: Decodable, Sendable, Equatable {
  /// Whether each figure is written as PDF, too.
  var pdf = false

  static let keys: [KeyDescription] = [
    KeyDescription(
      "pdf",
      .flag,
      default: "false",
      "Whether each figure is written as PDF, too; needs rsvg-convert. As `run --pdf`."
    )
  ]

  init() {}

  private enum CodingKeys: String, CodingKey { case pdf }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    pdf = try container.decodeIfPresent(Bool.self, forKey: .pdf) ?? false
  }
}

/// One entry of `numbers`, with its place.
struct NumberDeclaration: Sendable {
  var name: String
  var entry: NumberEntry
  var node: StudyNode

  var path: String { "numbers.\(name)" }
}

extension StudyReader {
  /// The numbers that the text quotes; what is wrong with them joins the problems.
  static func numbers(in root: StudyNode, problems: inout [StudyProblem]) -> [NumberDeclaration] {
    var found: [NumberDeclaration] = []
    for entry in root["numbers"]?.entries ?? [] {
      do {
        found.append(
          NumberDeclaration(
            name: entry.key,
            entry: try StudyDecoder.decode(
              NumberEntry.self,
              from: entry.value,
              path: "numbers.\(entry.key)"
            ),
            node: entry.value
          )
        )
      } catch {
        if case .study(let more) = error { problems += more }
      }
    }
    return found
  }
}
