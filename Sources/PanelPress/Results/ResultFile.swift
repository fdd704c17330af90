import Foundation
import PanelResults

/// The results of one analysis as they are saved: `results/<id>.json`.
struct ResultFile: Sendable {
  /// The entry's name in the study.
  var id: String
  var results: [any AnalysisResult]

  init(id: String, results: [any AnalysisResult]) {
    self.id = id
    self.results = results
  }
}

extension ResultFile {
  private enum CodingKeys: String, CodingKey { case schema, id, results }

  /// JSON with sorted keys; every number reads back to the same double.
  ///
  /// - Throws: ``PressError/findings(_:)`` if a result holds a number that is not finite.
  func json() throws(PressError) -> String {
    try Self.json(of: self, named: id)
  }

  /// One result alone.
  static func json(of result: any AnalysisResult) throws(PressError) -> String {
    try json(of: SomeResult(base: result), named: type(of: result).method)
  }

  private static func json(of value: some Encodable, named name: String) throws(PressError)
    -> String
  {
    do {
      return try JSONText.encode(value)
    } catch {
      throw .findings(["The result '\(name)' holds a number that is not finite. A variable of extreme size is the usual cause: rescale it under 'variables', as in x / 1e6. (\(error))"])
    }
  }

  /// Reads a saved set of results, or a single result.
  ///
  /// A single result is named after the file.
  ///
  /// - Throws: ``PressError/input(_:)`` naming the file and the key that does not fit.
  static func read(_ bytes: Data, file: String) throws(PressError) -> ResultFile {
    do {
      return try JSONDecoder().decode(SavedResults.self, from: bytes).file(named: file)
    } catch let error as DecodingError {
      throw .input("\(file): \(message(for: error))")
    } catch {
      throw .input("\(file): cannot be read: \(error)")
    }
  }

  private static func message(for error: DecodingError) -> String {
    func place(_ keys: [any CodingKey]) -> String {
      keys.isEmpty
        ? ""
        : keys.reduce("") { path, key in
          if let index = key.intValue { return "\(path)[\(index + 1)]" }
          return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        } + ": "
    }
    switch error {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath))the key '\(key.stringValue)' is missing."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(place(context.codingPath))\(context.debugDescription)"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty
        ? "the file is not JSON." : "\(place(context.codingPath))\(context.debugDescription)"
    @unknown default: return "the file does not hold results."
    }
  }
}

extension ResultFile: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(ResultSchema.resultSet, forKey: .schema)
    try container.encode(id, forKey: .id)
    try container.encode(results.map(SomeResult.init), forKey: .results)
  }
}

/// A result of any method.
private struct SomeResult: Codable {
  var base: any AnalysisResult

  private enum CodingKeys: String, CodingKey { case method }

  init(base: any AnalysisResult) { self.base = base }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let method = try container.decode(String.self, forKey: .method)
    guard let type = ResultCatalog.standard[method] else {
      throw DecodingError.dataCorruptedError(
        forKey: .method,
        in: container,
        debugDescription: "there is no method '\(method)'; known are "
          + ResultCatalog.standard.methods.joined(separator: ", ") + "."
      )
    }
    base = try type.init(from: decoder)
  }

  func encode(to encoder: any Encoder) throws { try base.encode(to: encoder) }
}

/// Either form of a file of results.
private struct SavedResults: Decodable {
  var id: String?
  var results: [SomeResult]

  private enum CodingKeys: String, CodingKey { case schema, id, results }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let schema = try container.decode(String.self, forKey: .schema)
    switch schema {
    case ResultSchema.resultSet:
      id = try container.decode(String.self, forKey: .id)
      results = try container.decode([SomeResult].self, forKey: .results)
    case ResultSchema.result:
      results = [try SomeResult(from: decoder)]
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .schema,
        in: container,
        debugDescription: "expected \(ResultSchema.resultSet) or \(ResultSchema.result), "
          + "found \(schema)."
      )
    }
  }

  func file(named file: String) -> ResultFile {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let stem = last.split(separator: ".").first.map(String.init) ?? last
    return ResultFile(id: id ?? stem, results: results.map(\.base))
  }
}
