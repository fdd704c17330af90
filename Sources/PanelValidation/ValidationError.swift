/// Why files could not be validated at all.
package enum ValidationError: Error, Equatable {
  /// A schema file is missing or cannot be read.
  case noSchema(String)
  /// A schema that does not compile, with what libxml2 says about it.
  case brokenSchema(String, [Finding])
}

extension ValidationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSchema(let name):
      "there is no schema \(name) in the templates; it belongs to templates/schemas"
    case .brokenSchema(let name, let findings):
      (["the schema \(name) does not compile"] + findings.map(\.description))
        .joined(separator: "\n")
    }
  }
}
