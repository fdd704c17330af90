import PanelResults

/// The sentence that offers the nearest known names.
enum Suggestion {
  /// ` Did you mean 'vcov'?`, or nothing where no name is near.
  static func sentence(for name: String, among known: [String]) -> String {
    let near = NearestNames.of(name, in: known).prefix(2)
    return near.isEmpty
      ? "" : " Did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}
