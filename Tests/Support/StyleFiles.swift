import Foundation
import Synchronization
import Yams

/// Reads the files of `styles/` for tests.
package enum StyleFiles {
  /// Decodes a YAML file, such as `tables/plain.yaml`, with what it inherits; each file once, since
  /// glossaries are long and most tests ask for one.
  package static func load<Value: Decodable & Sendable>(
    _ type: Value.Type = Value.self,
    from path: String
  ) throws -> Value {
    let key = "\(path) as \(Value.self)"
    if let known = loaded.withLock({ $0[key] }) as? Value { return known }
    let value = try decode(type, from: Yams.serialize(node: node(of: path)))
    loaded.withLock { $0[key] = value }
    return value
  }

  private static let loaded = Mutex<[String: any Sendable]>([:])

  /// Decodes YAML as a study file holds it.
  package static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self,
    from yaml: String
  ) throws -> Value {
    try YAMLDecoder().decode(type, from: yaml)
  }

  /// The names of the files in a folder of `styles/`, without their extension, sorted.
  package static func names(in folder: String) throws -> [String] {
    try FileManager.default
      .contentsOfDirectory(
        atPath: Repository.styles.appending(path: folder).path(percentEncoded: false)
      )
      .filter { $0.hasSuffix(".yaml") }
      .map { String($0.dropLast(5)) }
      .sorted()
  }

  /// A file's content over that of the file which it extends.
  private static func node(of path: String) throws -> Node {
    let text = try String(contentsOf: Repository.styles.appending(path: path), encoding: .utf8)
    let own = try Yams.compose(yaml: text) ?? Node.mapping([:])
    guard let parent = own["extends"]?.string else { return own }
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    return merged(try node(of: "\(folder)/\(parent).yaml"), own)
  }

  /// Mappings are merged key by key, but for stars, which are given as a whole.
  private static func merged(_ base: Node, _ own: Node) -> Node {
    guard case .mapping(var result) = base, case .mapping(let mapping) = own else { return own }
    for (key, value) in mapping {
      result[key] = result[key].map { key.string == "stars" ? value : merged($0, value) } ?? value
    }
    return .mapping(result)
  }
}
