import Foundation
import PanelData
import Testing

/// A folder that a test may fill; removed with the value.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory
    .appending(path: "panelpress-reading-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> URL {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file
  }
}

/// Reads text as if it stood in a file of that name.
func read(
  _ text: String,
  named name: String = "panel.csv",
  options: ReadOptions = ReadOptions()
) throws -> DataTable {
  try read(bytes: Array(text.utf8), named: name, options: options)
}

func read(
  bytes: [UInt8],
  named name: String = "panel.csv",
  options: ReadOptions = ReadOptions()
) throws -> DataTable {
  let folder = try ScratchFolder()
  return try DataReader.read(url: folder.file(name, bytes), named: name, options: options)
}

/// The message of the error that reading throws.
func faultText(_ work: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation)
  -> String
{
  do {
    try work()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    return ""
  } catch {
    return "\(error)"
  }
}

/// The texts of a column; nil where missing.
func texts(_ table: DataTable, _ name: String) -> [String?]? {
  guard case .text(let codes, let levels) = table[name]?.storage else { return nil }
  return codes.map { $0 < 0 ? nil : levels[Int($0)] }
}

/// The numbers of a column, missing ones as nil.
func numbers(_ table: DataTable, _ name: String) -> [Double?]? {
  table[name]?.numbers.map { $0.map { $0.isNaN ? nil : $0 } }
}

enum BadInput {
  static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Files/badinput/\(name)").standardizedFileURL
  }

  static func read(_ name: String, options: ReadOptions = ReadOptions()) throws -> DataTable {
    try DataReader.read(url: url(name), named: name, options: options)
  }

  static func fault(_ name: String, options: ReadOptions = ReadOptions()) -> String {
    faultText { _ = try read(name, options: options) }
  }
}
