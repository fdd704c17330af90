import Foundation

/// Writes the simulated data of an example: `simulate NAME DIRECTORY`.
@main struct Simulate {
  /// The files of each example, by name.
  static let generators:
    [(name: String, files: @Sendable () throws -> [(name: String, text: String)])] = [
      ("digital-trade", { try DigitalTrade().files() }),
      ("industrial-chain", { try IndustrialChain().files() }),
      ("virtual-agglomeration", { try VirtualAgglomeration().files() }),
    ]

  static func main() {
    do {
      try write(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("simulate: \(error)\n".utf8))
      exit(error is UsageError ? 64 : 1)
    }
  }

  /// Writes the files of the example named first into the folder named second.
  static func write(_ arguments: [String]) throws {
    let known = generators.map(\.name).joined(separator: ", ")
    guard arguments.count == 2 else {
      throw UsageError("usage: simulate NAME DIRECTORY, with NAME one of: \(known)")
    }
    guard let generator = generators.first(where: { $0.name == arguments[0] }) else {
      throw UsageError("no generator named '\(arguments[0])'; there are: \(known)")
    }
    let folder = URL(filePath: arguments[1], directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in try generator.files() {
      try Data(file.text.utf8).write(to: folder.appending(path: file.name))
    }
  }
}

/// Arguments that the program does not take.
struct UsageError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
