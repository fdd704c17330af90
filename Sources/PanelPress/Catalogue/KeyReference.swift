import PanelData
import PanelDocument
import PanelEstimation
import PanelResults

/// Every key of a study file as Markdown: the generated part of docs/study-file.md.
struct KeyReference {
  var vocabulary: Vocabulary

  var markdown: String {
    var sections = [section("The study", note: "", keys: StudyKeys.all)]
    for composite in vocabulary.composites.types {
      sections.append(
        section(
          "Variable `\(composite.kind)`",
          note: composite.summary,
          keys: composite.keys
        )
      )
    }
    for type in vocabulary.spatialWeights.types {
      sections.append(
        section("Weights `\(type.kind.rawValue)`", note: type.summary, keys: type.keys)
      )
    }
    for method in vocabulary.methods {
      sections.append(
        section("Method `\(method.kind.rawValue)`", note: method.summary, keys: method.keys)
      )
    }
    for kind in vocabulary.tableKinds {
      sections.append(section("Table `\(kind.name)`", note: kind.summary, keys: kind.ownKeys))
    }
    for kind in vocabulary.figureKinds {
      sections.append(section("Figure `\(kind.name)`", note: kind.summary, keys: kind.ownKeys))
    }
    return sections.joined(separator: "\n")
  }

  /// The keys of styles' files: the generated part of docs/styles.md.
  var styleMarkdown: String {
    [
      section(
        "Keys of `styles/tables/NAME.yaml`",
        note: "Defaults are the values of `plain`.",
        keys: TableStyle.keys
      ),
      section(
        "Keys of `styles/figures/NAME.yaml`",
        note: "A key that is left out has the value of the style that is extended.",
        keys: FigureTheme.keys
      ),
    ].joined(separator: "\n")
  }

  private func section(_ title: String, note: String, keys: [KeyDescription]) -> String {
    var lines = ["### \(title)", ""]
    if !note.isEmpty { lines += [note, ""] }
    guard !keys.isEmpty else {
      return (lines + ["No keys of its own.", ""]).joined(separator: "\n")
    }
    lines += ["| Key | Value | Default | Meaning |", "|---|---|---|---|"]
    for key in keys { lines += rows(key, prefix: "") }
    return (lines + [""]).joined(separator: "\n")
  }

  /// A row for the key, and one for each key inside it.
  private func rows(_ key: KeyDescription, prefix: String) -> [String] {
    let name = prefix + key.name
    let defaultText =
      key.isRequired ? "required" : key.defaultText.isEmpty ? "" : "`\(key.defaultText)`"
    let cells = ["`\(name)`", key.type.short, defaultText, key.help].map(Self.cell)
    return ["| \(cells.joined(separator: " | ")) |"]
      + key.type.innerKeys.flatMap { inner in
        inner.keys.flatMap { rows($0, prefix: name + inner.joint) }
      }
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("\n", with: " ")
  }
}

extension ExhibitKind {
  /// The keys that not every exhibit has.
  fileprivate var ownKeys: [KeyDescription] {
    let common = Set(StudyKeys.figure.map(\.name))
    return keys.filter { !common.contains($0.name) }
  }
}

extension KeyDescription.ValueType {
  /// The type in a few words, for a table.
  var short: String {
    switch self {
    case .text: "text"
    case .number: "number"
    case .integer: "whole number"
    case .flag: "true or false"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .localizedText: "text, or text by language"
    case .reference: "name of an analysis"
    case .spatialWeights: "name of spatial weights"
    case .formula: "formula"
    case .expression: "expression"
    case .list(let element): "list: \(element.short)"
    case .oneOrMore(let element): "\(element.short), or a list of such"
    case .mapping(let element): "names to \(element.short)"
    case .object: "keys below"
    case .either(let types): types.map(\.short).joined(separator: ", or ")
    }
  }

  /// The keys inside, with what joins their names to the outer one.
  fileprivate var innerKeys: [(joint: String, keys: [KeyDescription])] {
    switch self {
    case .object(let keys): [(".", keys)]
    case .list(let element), .oneOrMore(let element):
      element.innerKeys.map { ("[]" + $0.joint, $0.keys) }
    case .mapping(let element): element.innerKeys.map { (".NAME" + $0.joint, $0.keys) }
    case .either(let types): types.flatMap(\.innerKeys)
    default: []
    }
  }
}
