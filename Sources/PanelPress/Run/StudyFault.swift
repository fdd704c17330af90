import Foundation
import PanelData
import PanelEstimation
import PanelResults

extension Analysis {
  /// The results without their type.
  func results(
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [any AnalysisResult] {
    try run(on: panel, in: context)
  }
}

extension PressError {
  /// The fault of an analysis, at its place in the study.
  ///
  /// What the author wrote wrongly is a problem of the study; what the data do not allow is a
  /// failed estimation.
  static func analysis(_ error: EstimationError, in node: StudyNode, path: String) -> PressError {
    switch error {
    case .data(let fault): data(fault, in: node, path: path)
    case .invalid(let message): invalid(message, in: node, path: path)
    case .model(let number, _, let inner): model(number, inner, in: node, path: path)
    default: .estimation(node.problem(error.description, path: path).description)
    }
  }

  /// A fault of what the author wrote, at the text that the message quotes.
  private static func invalid(_ message: String, in node: StudyNode, path: String) -> PressError {
    let place = node.place { message.contains("'\($0)'") } ?? (node, "")
    return .study([place.node.problem(message, path: joined(path, place.path))])
  }

  /// A fault of one of several models, at the model.
  private static func model(
    _ number: Int,
    _ error: EstimationError,
    in node: StudyNode,
    path: String
  ) -> PressError {
    guard let models = node["models"], models.items.indices.contains(number - 1) else {
      return analysis(error, in: node, path: path)
    }
    return analysis(error, in: models.items[number - 1], path: joined(path, ".models[\(number)]"))
  }

  /// A fault of the data or of a text in the study, as near to its place as can be told.
  static func data(_ error: DataError, in node: StudyNode, path: String) -> PressError {
    switch error {
    case .file: return .input(error.description)
    case .syntax(let text, _, _):
      let place = node.place(where: { $0 == text }) ?? (node, "")
      return .study([place.node.problem(error.description, path: joined(path, place.path))])
    case .unknownColumn(let name, _, _), .notNumeric(let name, _, _, _):
      let place = node.place(where: { $0.holdsWord(name) }) ?? (node, "")
      return .study([place.node.problem(error.description, path: joined(path, place.path))])
    case .values: return .study([node.problem(error.description, path: path)])
    }
  }
}

extension StudyNode {
  /// The first scalar below that satisfies a condition, with the rest of its key path.
  fileprivate func place(
    where matches: (String) -> Bool
  ) -> (node: StudyNode, path: String)? {
    switch content {
    case .null: return nil
    case .scalar(let text, _): return matches(text) ? (self, "") : nil
    case .list(let items):
      for (position, item) in items.enumerated() {
        if let found = item.place(where: matches) {
          return (found.node, "[\(position + 1)]\(found.path)")
        }
      }
    case .mapping(let entries):
      for entry in entries {
        if let found = entry.value.place(where: matches) {
          return (found.node, ".\(entry.key)\(found.path)")
        }
      }
    }
    return nil
  }
}

extension String {
  /// Whether a word stands in the text, not as a part of a longer one.
  fileprivate func holdsWord(_ word: String) -> Bool {
    guard !word.isEmpty else { return false }
    var rest = self[...]
    while let range = rest.range(of: word) {
      let before = range.lowerBound > startIndex ? self[index(before: range.lowerBound)] : " "
      let after = range.upperBound < endIndex ? self[range.upperBound] : " "
      if !before.continuesWord && !after.continuesWord { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

extension Character {
  fileprivate var continuesWord: Bool { isLetter || isNumber || self == "_" }
}

/// A key path below another, which is empty for an entry that stands alone.
private func joined(_ path: String, _ rest: String) -> String {
  path.isEmpty && rest.hasPrefix(".") ? String(rest.dropFirst()) : path + rest
}
