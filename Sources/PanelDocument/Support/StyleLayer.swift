/// Values of which a style file may set some: the others stay as the style it extends has them.
package protocol StyleLayer {
  /// Takes what is set.
  mutating func read(from decoder: any Decoder) throws
}

extension KeyedDecodingContainer {
  /// Takes what is set below a key, where the key is present.
  func layer<Value: StyleLayer>(_ value: inout Value, forKey key: Key) throws {
    guard contains(key) else { return }
    try value.read(from: superDecoder(forKey: key))
  }

  /// Takes a key's number where it is present and in range.
  func replace(
    _ value: inout Double?,
    forKey key: Key,
    in range: ClosedRange<Double>,
    what: String
  ) throws {
    guard let new = try decodeIfPresent(Double.self, forKey: key) else { return }
    guard range.contains(new) else {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: self,
        debugDescription: "\(what) from \(range.lowerBound) to \(range.upperBound), not \(new)"
      )
    }
    value = new
  }
}
