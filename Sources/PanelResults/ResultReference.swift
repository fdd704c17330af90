/// `baseline` for all results of an entry, `baseline[3]` for its third.
package struct ResultReference: Sendable, Equatable, Decodable {
  package var entry: String
  /// From 1.
  package var position: Int?

  package init(entry: String, position: Int? = nil) {
    self.entry = entry
    self.position = position
  }

  /// Reads a reference; `nil` if it is malformed.
  package init?(_ text: String) {
    guard let open = text.firstIndex(of: "[") else {
      guard !text.isEmpty else { return nil }
      (entry, position) = (text, nil)
      return
    }
    let inside = text[text.index(after: open)...]
    guard inside.last == "]", let number = Int(inside.dropLast()), number > 0,
      open > text.startIndex
    else { return nil }
    (entry, position) = (String(text[..<open]), number)
  }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let reference = ResultReference(text) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: Self.malformed(text)))
    }
    self = reference
  }

  /// What is wrong with a text that is no reference.
  package static func malformed(_ text: String) -> String {
    "'\(text)' is no reference; write `baseline`, or `baseline[3]` for its third result."
  }
}

extension ResultReference: CustomStringConvertible {
  package var description: String { position.map { "\(entry)[\($0)]" } ?? entry }
}
