import Foundation
import PanelDocument
import PanelNumerics

/// Figures as PDF, by librsvg's program `rsvg-convert`.
///
/// The same figure gives the same bytes: the program is told a fixed date, and title and description
/// are written behind its output as the document's own.
struct FigurePrinter: Sendable {
  private let program: URL
  private let families: [String]

  /// Finds the program.
  ///
  /// - Parameter families: The families that figures may be set in, by preference.
  /// - Throws: ``PressError/usage(_:)`` if it is not installed.
  init(
    families: [String],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(PressError) {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    guard
      let path = folders.map({ "\($0)/rsvg-convert" })
        .first(where: FileManager.default.isExecutableFile(atPath:))
    else {
      throw .usage(
        "Figures as PDF need the program rsvg-convert, which is not on this system's PATH. Install "
          + "it (librsvg2-bin on Debian, with fonts-liberation), or leave out --pdf and 'exports'."
      )
    }
    program = URL(filePath: path)
    self.families = families
  }

  /// The figures as PDF, in their order.
  ///
  /// - Throws: ``PressError/output(_:)`` naming the first figure that cannot be converted, with the
  ///   program's own words.
  func pdfs(
    of figures: [(svg: String, model: FigureModel)],
    threads: Int
  ) throws(PressError) -> [[UInt8]] {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "panelpress-\(UUID().uuidString)", directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    } catch {
      throw .output("\(scratch.path): the folder cannot be made.")
    }
    defer { OutputFolder.delete(scratch) }
    let made = Parallel.map(count: figures.count, threads: threads) { item in
      let (svg, model) = figures[item]
      return Result { () throws(PressError) in
        try pdf(of: svg, model, in: scratch.appending(path: String(item)))
      }
    }
    var files: [[UInt8]] = []
    for file in made { files.append(try file.get()) }
    return files
  }

  private func pdf(of svg: String, _ model: FigureModel, in base: URL) throws(PressError) -> [UInt8] {
    let (input, output) = (base.appendingPathExtension("svg"), base.appendingPathExtension("pdf"))
    let log = base.appendingPathExtension("log")
    let process = Process()
    process.executableURL = program
    process.arguments = ["--format", "pdf", "--output", output.path, input.path]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SOURCE_DATE_EPOCH": "0", "LC_ALL": "C"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let bytes: [UInt8]
    do {
      try Data(svg.utf8).write(to: input)
      try Data().write(to: log)
      let messages = try FileHandle(forWritingTo: log)
      process.standardOutput = messages
      process.standardError = messages
      try process.run()
      process.waitUntilExit()
      try messages.close()
      guard process.terminationReason == .exit, process.terminationStatus == 0 else {
        let words = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        throw PressError.output(
          "figures/\(model.id).pdf: rsvg-convert failed: "
            + "\(words.isEmpty ? "it says nothing" : String(words.prefix(300)))"
        )
      }
      bytes = Array(try Data(contentsOf: output))
    } catch let error as PressError {
      throw error
    } catch {
      throw .output("figures/\(model.id).pdf: rsvg-convert cannot be run: \(error)")
    }
    let file = PDFFile(bytes: bytes)
    if let found = file.fonts.first, !file.isSet(inAnyOf: families) {
      throw .output(
        "figures/\(model.id).pdf would be set in \(found), as this system has none of the fonts "
          + "\(families.prefix(3).joined(separator: ", ")). Install one of them, such as the Debian "
          + "package fonts-liberation."
      )
    }
    return file.describing(title: model.title, subject: model.summary)
  }
}
