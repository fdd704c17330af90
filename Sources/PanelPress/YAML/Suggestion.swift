/// The nearest known names to one that is not known.
enum Suggestion {
  /// ` Did you mean 'vcov'?`, or nothing where no name is near.
  static func sentence(for name: String, among known: [String]) -> String {
    let near = nearest(to: name, among: known)
    return near.isEmpty
      ? "" : " Did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
  }

  /// At most two names within a third of the length in edits, nearest first.
  static func nearest(to name: String, among known: [String]) -> [String] {
    guard name.count <= 64 else { return [] }
    let written = Array(name.lowercased())
    return
      known
      .map { (name: $0, distance: distance(written, Array($0.lowercased()))) }
      .filter { $0.distance <= max(1, min(written.count, $0.name.count) / 3) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(2).map(\.name)
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + Array(repeating: 0, count: right.count)
      for column in 1...right.count {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        current[column] = min(
          last[column] + 1,
          current[column - 1] + 1,
          last[column - 1] + cost
        )
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          current[column] = min(current[column], before[column - 2] + 1)
        }
      }
      (before, last) = (last, current)
    }
    return last[right.count]
  }
}
