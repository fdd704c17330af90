import PanelDocument

/// Decodes values of a study file, with the place of whatever does not fit.
struct StudyDecoder: Decoder {
  let node: StudyNode
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ node: StudyNode, codingPath: [any CodingKey] = []) {
    self.node = node
    self.codingPath = codingPath
  }

  /// - Throws: ``PressError/study(_:)``.
  static func decode<Value: Decodable>(
    _ type: Value.Type,
    from node: StudyNode,
    path: String
  ) throws(PressError) -> Value {
    do {
      return try Value(from: StudyDecoder(node))
    } catch let error as DecodingError {
      throw .study([problem(from: error, in: node, path: path)])
    } catch {
      throw .study([node.problem("\(error)", path: path)])
    }
  }

  /// Takes what a file of a style sets.
  ///
  /// - Throws: As ``decode(_:from:path:)``.
  static func read<Value: StyleLayer>(
    _ value: inout Value,
    from node: StudyNode
  ) throws(PressError) {
    do {
      try value.read(from: StudyDecoder(node))
    } catch let error as DecodingError {
      throw .study([problem(from: error, in: node, path: "")])
    } catch {
      throw .study([node.problem("\(error)")])
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .mapping = node.content else { throw mismatch("a mapping") }
    return KeyedDecodingContainer(MappingContainer<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let items) = node.content else { throw mismatch("a list") }
    return ListContainer(items: items, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    ScalarContainer(node: node, codingPath: codingPath)
  }

  private func mismatch(_ wanted: String) -> DecodingError {
    .typeMismatch(
      StudyNode.self,
      .init(
        codingPath: codingPath,
        debugDescription: "\(wanted) is wanted, but \(node.found) is given"
      )
    )
  }

  // MARK: Errors

  private static func problem(
    from error: DecodingError,
    in root: StudyNode,
    path: String
  ) -> StudyProblem {
    let (keys, message): ([any CodingKey], String) =
      switch error {
      case .typeMismatch(_, let context), .dataCorrupted(let context),
        .valueNotFound(_, let context):
        (context.codingPath, context.debugDescription)
      case .keyNotFound(let key, let context):
        (context.codingPath, "The key '\(key.stringValue)' is missing.")
      @unknown default: ([], "The value does not fit.")
      }
    var node = root
    var full = path
    for key in keys {
      if let index = key.intValue, node.items.indices.contains(index) {
        node = node.items[index]
        full += "[\(index + 1)]"
      } else if let value = node[key.stringValue] {
        node = value
        full = KeyCheck.join(full, key.stringValue)
      } else {
        break
      }
    }
    return node.problem(message, path: full)
  }
}

private struct MappingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let node: StudyNode
  let codingPath: [any CodingKey]

  var allKeys: [Key] { node.entries.compactMap { Key(stringValue: $0.key) } }

  func contains(_ key: Key) -> Bool { node[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard let value = node[key.stringValue] else { return true }
    return value.content == .null
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: decoder(for: key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(for: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(for: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { StudyDecoder(node, codingPath: codingPath) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(for: key) }

  private func decoder(for key: Key) throws -> StudyDecoder {
    guard let value = node[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key,
        .init(codingPath: codingPath, debugDescription: "missing")
      )
    }
    return StudyDecoder(value, codingPath: codingPath + [key])
  }
}

private struct ListContainer: UnkeyedDecodingContainer {
  let items: [StudyNode]
  let codingPath: [any CodingKey]
  var currentIndex = 0

  init(items: [StudyNode], codingPath: [any CodingKey]) {
    self.items = items
    self.codingPath = codingPath
  }

  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex >= items.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, items[currentIndex].content == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try Value(from: current())
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current()
    currentIndex += 1
    return decoder
  }

  private func current() throws -> StudyDecoder {
    guard !isAtEnd else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "The list has only \(items.count) items.")
      )
    }
    return StudyDecoder(items[currentIndex], codingPath: codingPath + [IndexKey(currentIndex)])
  }
}

private struct IndexKey: CodingKey {
  let intValue: Int?
  let stringValue: String
  init(_ index: Int) {
    intValue = index
    stringValue = "\(index)"
  }
  init?(intValue: Int) { self.init(intValue) }
  init?(stringValue: String) { return nil }
}
