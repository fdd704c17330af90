import Foundation
import Testing

/// The built program, run as a user runs it.
struct CommandLineTool {
  struct Outcome {
    var exitCode: Int32
    var output: String
    var messages: String
    var seconds: Double
  }

  /// Runs the program in a folder; a run of more than 20 seconds is ended and fails.
  static func run(
    _ arguments: [String],
    in folder: URL,
    shellPrefix: String? = nil,
    environment: [String: String] = [:],
    interruptAfter milliseconds: Int? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = try executable()
    process.arguments = arguments
    if let shellPrefix {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments =
        ["-c", "\(shellPrefix); exec \"$0\" \"$@\"", try executable().path] + arguments
    }
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path]
      .merging(environment) { $1 }
    let output = folder.appending(path: ".stdout-\(UUID().uuidString)")
    let messages = folder.appending(path: ".stderr-\(UUID().uuidString)")
    for file in [output, messages] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: messages)
    process.standardInput = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    let watchdog = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: watchdog)
    if let milliseconds {
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        if process.isRunning { process.interrupt() }
      }
    }
    process.waitUntilExit()
    watchdog.cancel()
    let time = ContinuousClock.now - start
    defer { for file in [output, messages] { try? FileManager.default.removeItem(at: file) } }
    return Outcome(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      messages: String(decoding: try Data(contentsOf: messages), as: UTF8.self),
      seconds: Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    )
  }

  /// The program stands beside the test bundle.
  static func executable() throws -> URL {
    let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let file = URL(filePath: test).deletingLastPathComponent().appending(path: "panelpress")
    try #require(FileManager.default.isExecutableFile(atPath: file.path), "\(file.path)")
    return file
  }
}
