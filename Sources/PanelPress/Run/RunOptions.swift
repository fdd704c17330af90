public import Foundation

/// How a study is run; everything here is of the run, not of the study.
public struct RunOptions: Sendable {
  /// The folder that receives the study's own folder.
  public var outputFolder: String
  /// The analyses, tables and figures to make, with what they need; all of them if empty.
  public var only: [String]
  /// Takes the place of the study's seed.
  public var seed: UInt64?
  /// Threads that may work at once; no output depends on it.
  public var threadCount: Int
  /// Whether each figure is written as PDF, too, whatever the study says.
  public var pdf: Bool
  /// A folder of templates to use instead of the program's.
  public var templates: String?
  /// A folder of styles to search first.
  public var styles: String?
  /// Called with each step, from any thread.
  public var progress: (@Sendable (RunStep) -> Void)?
  /// Called with the folder that holds unfinished output, so that an interruption can delete it.
  public var scratchMade: (@Sendable (URL) -> Void)?
  /// Called before anything is computed with what keeps finished replications, so that an
  /// interruption can close it.
  public var replicatesKept: (@Sendable (KeptReplicates) -> Void)?

  /// Options that write to `output`, on all processors.
  public init(
    outputFolder: String = "output",
    only: [String] = [],
    seed: UInt64? = nil,
    threadCount: Int = ProcessInfo.processInfo.activeProcessorCount,
    pdf: Bool = false,
    templates: String? = nil,
    styles: String? = nil,
    progress: (@Sendable (RunStep) -> Void)? = nil,
    scratchMade: (@Sendable (URL) -> Void)? = nil,
    replicatesKept: (@Sendable (KeptReplicates) -> Void)? = nil
  ) {
    self.outputFolder = outputFolder
    self.only = only
    self.seed = seed
    self.threadCount = threadCount
    self.pdf = pdf
    self.templates = templates
    self.styles = styles
    self.progress = progress
    self.scratchMade = scratchMade
    self.replicatesKept = replicatesKept
  }
}

/// What a run is doing.
public enum RunStep: Sendable, Equatable {
  /// A data file is read.
  case reading(file: String)
  /// An analysis is computed; `done` of `total` pieces of its work are finished.
  case computing(analysis: String, done: Int, total: Int)
  /// Tables, figures and the report are made and checked.
  case writing
}

/// What a run has left behind.
public struct RunReport: Sendable, Equatable {
  /// The study's output folder.
  public var folder: String
  /// The files in it, sorted, relative to it.
  public var files: [String]
}

extension RunReport {
  /// The page to open, or the folder where there is no page, and the number of files.
  public var summary: String {
    let page = files.contains("index.html") ? "\(folder)/index.html" : folder
    return "\(page) (\(files.count) files)"
  }
}
