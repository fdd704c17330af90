import Foundation
import Yams

/// Reads the files of `styles/` for tests.
package enum StyleFiles {
  /// Decodes a YAML file, such as `tables/plain.yaml`.
  package static func load<Value: Decodable>(
    _ type: Value.Type = Value.self,
    from path: String
  ) throws -> Value {
    let text = try String(contentsOf: Repository.styles.appending(path: path), encoding: .utf8)
    return try decode(type, from: text)
  }

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
}
