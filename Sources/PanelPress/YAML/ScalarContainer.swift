/// The decoding of one scalar.
struct ScalarContainer: SingleValueDecodingContainer {
  let node: StudyNode
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool { node.content == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard let flag = node.plainText.flatMap(Scalars.flag) else { throw mismatch("true or false") }
    return flag
  }

  func decode(_ type: String.Type) throws -> String {
    guard let text = node.text else { throw mismatch("a text") }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard let number = node.plainText.flatMap(Scalars.number) else { throw mismatch("a number") }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: StudyDecoder(node, codingPath: codingPath))
  }

  private func integer<Value: FixedWidthInteger>() throws -> Value {
    guard let text = node.plainText, Scalars.isInteger(text) else {
      throw mismatch("a whole number")
    }
    guard let value = Value(text) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath,
          debugDescription:
            "\(text) is out of range: a whole number between \(Value.min) and \(Value.max) is "
            + "wanted."
        )
      )
    }
    return value
  }

  private func mismatch(_ wanted: String) -> DecodingError {
    .typeMismatch(
      StudyNode.self,
      .init(
        codingPath: codingPath,
        debugDescription: "\(wanted) is wanted, but \(node.found) is given."
      )
    )
  }
}
