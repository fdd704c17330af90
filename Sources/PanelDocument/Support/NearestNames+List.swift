import PanelResults

extension NearestNames {
  /// The names near a mistyped one, quoted and joined; empty where none is near.
  static func list(to name: String, among known: [String]) -> String {
    of(name, in: known).map { "'\($0)'" }.joined(separator: ", ")
  }
}
