import PanelResults

extension Decoder {
  /// Refuses a mapping with a key that `Key` does not know, and names the nearest ones.
  package func refuseUnknownKeys<Key: CodingKey & CaseIterable>(_: Key.Type) throws {
    try refuseUnknownKeys(known: Key.allCases.map(\.stringValue))
  }

  package func refuseUnknownKeys(known: [String]) throws {
    let container = try self.container(keyedBy: FreeKey.self)
    for key in container.allKeys where !known.contains(key.stringValue) {
      let nearest = NearestNames.list(to: key.stringValue, among: known)
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath + [key],
          debugDescription: "unknown key '\(key.stringValue)'; "
            + (nearest.isEmpty
              ? "known are \(known.joined(separator: ", "))" : "did you mean \(nearest)?")
        )
      )
    }
  }
}

/// Any word as a key.
package struct FreeKey: CodingKey {
  package var stringValue: String
  package var intValue: Int? { nil }
  package init(stringValue: String) { self.stringValue = stringValue }
  package init?(intValue: Int) { return nil }
}
