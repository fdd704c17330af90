package import PanelResults

/// A way to lay results out as a table; its properties are the keys of a study's table entry.
package protocol TableRecipe: Decodable, Sendable {
  /// The word in `kind:`, such as `regression`.
  static var kind: String { get }
  /// One sentence for `panelpress list tables`.
  static var summary: String { get }
  /// The keys of an entry, `of` and `kind` left out; a test holds them equal to the decoded ones.
  static var keys: [KeyDescription] { get }
  /// What a study may write as `show` instead of the kind, such as `effects`.
  static var show: String? { get }
  /// Whether a table shows results; one of definitions does not.
  static var showsResults: Bool { get }
  /// Whether the recipe is the natural one for these results, when the study names no kind.
  static func suits(_ results: [NamedResult]) -> Bool

  func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
}

extension TableRecipe {
  package static var show: String? { nil }
  package static var showsResults: Bool { true }
}

/// A result and the name the study knows it by.
package struct NamedResult: Sendable {
  /// `summary`, or `baseline[3]` for the third model of an entry.
  package var reference: String
  package var result: any AnalysisResult

  package init(reference: String, result: any AnalysisResult) {
    self.reference = reference
    self.result = result
  }
}

/// Why results cannot be laid out, in words for the author of a study.
package enum DocumentError: Error, Equatable {
  /// What, where and what to do.
  case invalid(String)
}

extension DocumentError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalid(let message): message
    }
  }
}
