/// Names close to a mistyped one, for messages.
enum NearestNames {
  /// At most three names, nearest first, quoted and joined; empty where none is close.
  static func list(to name: String, among known: [String]) -> String {
    nearest(to: name, among: known).map { "'\($0)'" }.joined(separator: ", ")
  }

  /// Names within a third of the word's length, or holding it; ties in the given order.
  static func nearest(to name: String, among known: [String]) -> [String] {
    let target = Array(name.lowercased().utf8)
    let limit = min(max(1, target.count / 2), max(2, target.count / 3))
    let scored = known.enumerated().compactMap { index, candidate -> (Int, Int, String)? in
      let word = Array(candidate.lowercased().utf8)
      let distance = editDistance(target, word)
      let isPart = target.count >= 3 && candidate.lowercased().contains(name.lowercased())
      return (distance <= limit && distance < target.count) || isPart
        ? (distance, index, candidate) : nil
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }

  /// Insertions, deletions and substitutions that turn one word into the other (Levenshtein).
  private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[right.count]
  }
}
