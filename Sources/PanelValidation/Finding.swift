/// Something wrong with a file that PanelPress wrote or was given to check.
package struct Finding: Sendable, Equatable {
  package enum Severity: String, Sendable, CaseIterable {
    /// Worth a look; the file can be used.
    case warning
    /// The file must not be used.
    case error
  }
  /// The name the caller gave the file.
  package var file: String
  /// From 1; 0 where the whole file is meant.
  package var line: Int
  /// From 1; absent where only the line is known.
  package var column: Int?
  package var severity: Severity
  package var message: String

  package init(
    file: String,
    line: Int,
    column: Int? = nil,
    severity: Severity = .error,
    message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
  }
}

extension Finding: CustomStringConvertible {
  /// `report.html:12:3: error: message`, as compilers write it.
  package var description: String {
    let place = [line > 0 ? line : nil, line > 0 ? column : nil].compactMap { $0.map(String.init) }
    return ([file] + place).joined(separator: ":") + ": \(severity.rawValue): \(message)"
  }
}
