import Foundation

/// A study file, read and checked, ready to run.
///
///     let study = try StudyFile(path: "examples/castle-doctrine/study.yaml")
///     let report = try study.run(RunOptions(outputFolder: "output"))
public struct StudyFile: Sendable {
  private let study: Study
  private let folder: URL

  /// Reads a study file; everything wrong with it is reported at once.
  ///
  /// - Throws: ``PressError/study(_:)`` with places; ``PressError/input(_:)`` if the file cannot
  ///   be read.
  public init(path: String) throws(PressError) {
    let text = try TextFile.text(of: path)
    study = try StudyReader.read(text, file: path, vocabulary: .standard)
    folder = URL(filePath: path).deletingLastPathComponent()
  }

  /// The study's name, and that of its output folder.
  public var name: String { study.name }

  /// Whether nothing is computed: all results are saved ones.
  public var isOfSavedResults: Bool { study.isOfSavedResults }

  /// Computes everything the study asks for and puts its output into place.
  ///
  /// Nothing is moved into place unless every file validates; the same study and data give the
  /// same bytes on any machine and any number of threads.
  ///
  /// - Throws: ``PressError``; the last output is then untouched.
  public func run(_ options: RunOptions = RunOptions()) throws(PressError) -> RunReport {
    var study = study
    if let seed = options.seed { study.seed = seed }
    let resources = try ResourceFolders.find(
      templates: options.templates,
      styles: options.styles,
      beside: folder
    )
    return try StudyRun(study: study, folder: folder, options: options, resources: resources)
      .run()
  }
}
