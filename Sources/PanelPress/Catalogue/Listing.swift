import Foundation
import PanelData
import PanelDocument
import PanelEstimation
import PanelResults

/// What `panelpress list` prints.
package enum Listing: String, Sendable, CaseIterable {
  case methods, weights, tables, figures, styles, statistics, keys
  /// The keys of styles' files, as Markdown.
  case styleKeys = "style-keys"

  /// One line per name with what it is for.
  ///
  /// - Throws: ``PressError/input(_:)`` if the styles cannot be found or read.
  package func text(templates: String? = nil, styles: String? = nil) throws(PressError) -> String {
    let vocabulary = Vocabulary.standard
    switch self {
    case .methods:
      return Self.lines(vocabulary.methods.map { ($0.kind.rawValue, $0.summary) })
    case .weights:
      return Self.lines(vocabulary.spatialWeights.types.map { ($0.kind.rawValue, $0.summary) })
    case .tables: return Self.lines(vocabulary.tableKinds.map { ($0.name, $0.summary) })
    case .figures: return Self.lines(vocabulary.figureKinds.map { ($0.name, $0.summary) })
    case .styles:
      let folders = try ResourceFolders.find(templates: templates, styles: styles)
      let library = StyleLibrary(folders: folders)
      var lines: [String] = []
      for name in library.names {
        let facts = StyleFacts(
          table: try library.tableStyle(name),
          figure: try library.figureTheme(name)
        )
        lines.append(facts.lines(name: name))
      }
      return lines.joined(separator: "\n")
    case .statistics:
      let folders = try ResourceFolders.find(templates: templates, styles: styles)
      let glossary = try StyleLibrary(folders: folders).glossary("en")
      return Self.lines(
        Statistic.allCases.map {
          ($0.rawValue, glossary.sections["statistics"]?[$0.rawValue] ?? "")
        }
      )
    case .keys: return KeyReference(vocabulary: vocabulary).markdown
    case .styleKeys: return KeyReference(vocabulary: vocabulary).styleMarkdown
    }
  }

  private static func lines(_ rows: [(name: String, note: String)]) -> String {
    let width = rows.map { ConsoleText.width(of: $0.name) }.max() ?? 0
    return rows.map { ConsoleText.padded($0.name, to: width) + "  " + $0.note + "\n" }.joined()
  }
}
