import Foundation

/// `manifest.json`: what went in and what came out, with their hashes.
struct Manifest: Codable, Equatable, Sendable {
  static let schema = "panelpress.manifest/1"
  static let fileName = "manifest.json"

  var schema = Manifest.schema
  var study: String
  /// The program and its version.
  var tool: String
  var seed: UInt64
  /// The study file, the data files, and the styles, by the names the study gives them.
  var inputs: [File]
  /// Every file of the folder except this one, sorted.
  var outputs: [File]

  struct File: Codable, Equatable, Sendable {
    var file: String
    var sha256: String
  }

  /// - Throws: ``PressError/output(_:)``.
  func json() throws(PressError) -> String {
    do {
      return try JSONText.encode(self)
    } catch {
      throw .output("The manifest cannot be written: \(error).")
    }
  }

  /// Whether a folder was written by this program.
  static func exists(in folder: URL) -> Bool {
    do {
      let bytes = try TextFile.bytes(
        of: folder.appending(path: fileName).path(percentEncoded: false)
      )
      return try JSONDecoder().decode(SchemaOnly.self, from: bytes).schema == schema
    } catch {
      return false
    }
  }

  /// - Throws: ``PressError/input(_:)``.
  static func read(from folder: URL) throws(PressError) -> Manifest {
    let path = folder.appending(path: fileName).relativePath
    let bytes = try TextFile.bytes(of: path)
    do {
      return try JSONDecoder().decode(Manifest.self, from: bytes)
    } catch {
      throw .input("\(path): this is no manifest of panelpress.")
    }
  }

  private struct SchemaOnly: Decodable { var schema: String }
}
