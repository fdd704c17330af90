/// Why a command could not finish, in words for the author of a study.
///
/// The text says what is wrong, where, and what to do.
public enum PressError: Error, Equatable {
  /// The command line asks for something that does not exist or does not fit together.
  case usage(String)
  /// A study, style or glossary file is wrong; every place that was noticed.
  case study([StudyProblem])
  /// A file that is read is missing, unreadable or wrong.
  case input(String)
  /// An analysis could not be computed.
  case estimation(String)
  /// What was written does not hold what it promises; nothing was moved into place.
  case findings([String])
  /// The output could not be written; the last good output is untouched.
  case output(String)
}

extension PressError {
  /// 1 for findings and failed estimations, 2 for wrong usage and wrong input.
  public var exitCode: Int32 {
    switch self {
    case .usage, .study, .input: 2
    case .estimation, .findings, .output: 1
    }
  }
}

extension PressError: CustomStringConvertible {
  /// At most 20 lines; further problems are counted.
  public var description: String {
    switch self {
    case .usage(let message), .input(let message), .estimation(let message), .output(let message):
      message
    case .study(let problems): Self.lines(problems.map(\.description))
    case .findings(let findings): Self.lines(findings)
    }
  }

  private static func lines(_ all: [String], limit: Int = 12) -> String {
    let shown = all.prefix(limit).joined(separator: "\n")
    return all.count > limit ? shown + "\n… and \(all.count - limit) more" : shown
  }
}

/// Something wrong at a place in a study file.
public struct StudyProblem: Error, Equatable, Sendable {
  /// The file as the user named it.
  public var file: String
  /// From 1; absent where the problem has no place, such as an empty file.
  public var line: Int?
  /// In characters from 1.
  public var column: Int?
  /// The key path, such as `analyses.baseline.vcov`; empty at the top.
  public var path: String
  /// What is wrong, and what to do.
  public var message: String

  /// A problem at a place.
  public init(
    file: String,
    line: Int? = nil,
    column: Int? = nil,
    path: String = "",
    message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.message = message
  }
}

extension StudyProblem: CustomStringConvertible {
  /// The place, the key path and the message, as in `study.yaml:12:5: data.unit: …`.
  public var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if let column { text += ":\(column)" }
    text += ": "
    if !path.isEmpty { text += "\(path): " }
    return text + message
  }
}
