/// A raw name, or a glob over raw names: `*` stands for any characters, `?` for one.
///
/// Patterns meet raw names only, never labels, so that renaming a row cannot change which rows
/// a table has.
struct NamePattern: Sendable, Equatable {
  var text: String

  init(_ text: String) { self.text = text }

  func matches(_ name: String) -> Bool {
    text == name || Self.matches(Array(text.unicodeScalars)[...], Array(name.unicodeScalars)[...])
  }

  /// Greedy matching with one point of return: O(pattern · name).
  private static func matches(
    _ pattern: ArraySlice<Unicode.Scalar>,
    _ name: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    var p = pattern.startIndex
    var n = name.startIndex
    var retry: (pattern: Int, name: Int)?
    while n < name.endIndex {
      if p < pattern.endIndex, pattern[p] == "*" {
        retry = (p + 1, n)
        p += 1
      } else if p < pattern.endIndex, pattern[p] == "?" || pattern[p] == name[n] {
        p += 1
        n += 1
      } else if let point = retry {
        retry = (point.pattern, point.name + 1)
        p = point.pattern
        n = point.name + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
