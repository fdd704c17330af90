/// Suggestions for a name that does not exist.
package enum NearestNames {
  /// The known names that a mistyped one probably stands for, nearest first, at most three.
  ///
  /// Distance is the number of letters inserted, left out, replaced or swapped with their
  /// neighbour (optimal string alignment); another case counts as half a letter, and as one half
  /// in all where nothing else differs. A name is near within a third of the length, at least one
  /// and at most four letters; a single letter is near its other case only. When none is near,
  /// names that contain the mistyped one, or are contained in it, are offered.
  ///
  /// - Complexity: O(names · length²), lengths cut at 64 letters.
  package static func of(_ name: String, in known: some Sequence<String>) -> [String] {
    let wanted = Array(name.prefix(64))
    guard !wanted.isEmpty else { return [] }
    let limit = wanted.count == 1 ? 1 : 2 * min(4, max(1, wanted.count / 3))
    var near: [(name: String, distance: Int)] = []
    var related: [String] = []
    for candidate in known where candidate != name {
      let letters = Array(candidate.prefix(64))
      if abs(letters.count - wanted.count) * 2 <= limit {
        let isSameWord = candidate.count < 65 && candidate.lowercased() == name.lowercased()
        let distance = isSameWord ? 1 : distance(wanted, letters)
        if distance <= limit {
          near.append((candidate, distance))
          continue
        }
      }
      if wanted.count > 2, contains(letters, wanted) { related.append(candidate) }
      if letters.count > 2, contains(wanted, letters) { related.append(candidate) }
    }
    if near.isEmpty { return Array(related.prefix(3)) }
    // The sort is stable, so names at one distance stay in the order of the data.
    return near.enumerated()
      .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
      .prefix(3).map(\.element.name)
  }

  /// Optimal string alignment, in half letters.
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = (0...second.count).map { 2 * $0 }
    var current = beforeLast
    for i in first.indices {
      current[0] = 2 * (i + 1)
      for j in second.indices {
        var best = last[j] + cost(first[i], second[j])
        best = min(best, last[j + 1] + 2, current[j] + 2)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforeLast[j - 1] + 2)
        }
        current[j + 1] = best
      }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[second.count]
  }

  private static func cost(_ first: Character, _ second: Character) -> Int {
    if first == second { return 0 }
    return first.lowercased() == second.lowercased() ? 1 : 2
  }

  private static func contains(_ letters: [Character], _ part: [Character]) -> Bool {
    guard part.count <= letters.count else { return false }
    return (0...(letters.count - part.count)).contains { start in
      letters[start..<start + part.count].elementsEqual(part)
    }
  }
}
