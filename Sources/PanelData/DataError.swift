/// Why data could not be read or used, in words for the author of a study.
///
/// The text names the file, the line and column or the YAML path, and what to do.
package enum DataError: Error, Equatable {
  /// A fault at a place in a file. Lines and columns count from 1; columns count fields.
  case file(FileFault)
  /// There is no such variable.
  case unknownColumn(String, nearest: [String], known: [String])
  /// A variable that must hold numbers holds text.
  case notNumeric(column: String, example: String, file: String?, line: Int?)
  /// Anything else about variables and their values: what, where and what to do.
  case values(String)
  /// A formula or an expression cannot be read; the offset counts characters from 0.
  case syntax(text: String, offset: Int, message: String)
}

/// A fault in a file.
package struct FileFault: Error, Equatable, Sendable {
  package var file: String
  package var line: Int?
  /// The field within the line, from 1.
  package var field: Int?
  package var columnName: String?
  package var message: String

  package init(
    file: String,
    line: Int? = nil,
    field: Int? = nil,
    columnName: String? = nil,
    message: String
  ) {
    self.file = file
    self.line = line
    self.field = field
    self.columnName = columnName
    self.message = message
  }
}

extension DataError: CustomStringConvertible {
  /// The message, with control characters of names and values written as numbers.
  package var description: String {
    var text = ""
    for scalar in message.unicodeScalars {
      if scalar.properties.generalCategory == .control, scalar != "\n" {
        text += MessageText.shown(String(scalar))
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private var message: String {
    switch self {
    case .file(let fault):
      var place = fault.file
      if let line = fault.line { place += ", line \(line)" }
      if let field = fault.field { place += ", field \(field)" }
      if let name = fault.columnName { place += " ('\(name)')" }
      return "\(place): \(fault.message)"
    case .unknownColumn(let name, let nearest, let known):
      let suggestion =
        nearest.isEmpty
        ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
      let shown = known.prefix(30).joined(separator: ", ")
      let rest = known.count > 30 ? ", … (\(known.count) in all)" : ""
      return "There is no column '\(name)'.\(suggestion) The data have: \(shown)\(rest)."
    case .notNumeric(let column, let example, let file, let line):
      let place = file.map { " (\($0)\(line.map { ", line \($0)" } ?? ""))" } ?? ""
      return
        "'\(column)' holds text such as '\(example)'\(place), but numbers are needed here. "
        + NumberAdvice.advice(for: example, column: column)
    case .values(let message): return message
    case .syntax(let text, let offset, let message):
      // A Han character is two columns wide, and so is an ideographic blank.
      let caret = String(text.prefix(offset).map { $0.isWide ? "\u{3000}" : " " }) + "^"
      return "\(message)\n  \(text)\n  \(caret)"
    }
  }
}

extension Character {
  /// Whether a terminal gives it two columns: Han, kana, Hangul and full-width forms.
  fileprivate var isWide: Bool {
    guard let scalar = unicodeScalars.first?.value else { return false }
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return true
    default: return false
    }
  }
}
