/// One value or a list of values, as an author may write either.
package struct OneOrMore<Value: Decodable & Sendable>: Decodable, Sendable {
  package var values: [Value]

  package init(_ values: [Value]) { self.values = values }

  package init(from decoder: any Decoder) throws {
    if var list = try decoder.unkeyedContainerIfShaped() {
      values = []
      while !list.isAtEnd { values.append(try list.decode(Value.self)) }
    } else {
      values = [try Value(from: decoder)]
    }
  }
}

extension OneOrMore: Equatable where Value: Equatable {}

/// Values that an author may write in one of several shapes.
///
/// Only another shape at the very place of the value gives `nil`. What is wrong within the right
/// shape is thrown, so that the message is about what the author meant.
extension Decoder {
  package func decodeIfShaped<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    try ifShaped { try singleValueContainer().decode(type) }
  }

  package func containerIfShaped<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key>? {
    try ifShaped { try container(keyedBy: type) }
  }

  package func unkeyedContainerIfShaped() throws -> (any UnkeyedDecodingContainer)? {
    try ifShaped { try unkeyedContainer() }
  }

  private func ifShaped<Value>(_ read: () throws -> Value) throws -> Value? {
    do {
      return try read()
    } catch DecodingError.typeMismatch(_, let context) where isHere(context) {
      return nil
    } catch DecodingError.valueNotFound(_, let context) where isHere(context) {
      return nil
    }
  }

  private func isHere(_ context: DecodingError.Context) -> Bool {
    context.codingPath.count <= codingPath.count
  }
}

extension KeyedDecodingContainer {
  /// The value of a key; `nil` where the key is absent or its value has another shape.
  package func decodeIfShaped<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws
    -> Value?
  {
    contains(key) ? try superDecoder(forKey: key).decodeIfShaped(type) : nil
  }
}
