/// Why templates could not be loaded or filled, in words for the author of a template.
package enum TemplateError: Error, Equatable {
  /// A folder or file that cannot be read.
  case unreadable(path: String, reason: String)
  /// What the audit found in the templates of a set, one line each.
  case faulty([TemplateFault])
  case noTemplate(name: String, format: OutputFormat)
  /// A template asked for names that the model does not have, or used one against its kind.
  case unfilled(template: String, [TemplateFault])
}

/// One thing that is wrong with a template.
package struct TemplateFault: Sendable, Equatable, Hashable {
  /// The path below the template folder, such as `html/table.mustache`.
  package var file: String
  package var line: Int
  package var message: String

  package init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}

extension TemplateFault: CustomStringConvertible {
  package var description: String { "\(file):\(line): \(message)" }
}

extension TemplateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .faulty(let faults), .unfilled(_, let faults):
      faults.map(\.description).joined(separator: "\n")
    case .noTemplate(let name, let format):
      "there is no template \(format.rawValue)/\(name).mustache"
    }
  }
}
