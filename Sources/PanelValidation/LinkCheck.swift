/// Whether every reference inside a file has a target, and every target is unique.
struct LinkCheck {
  let file: String
  private var lineOfID: [String: Int] = [:]
  private var references: [(id: String, attribute: String, line: Int)] = []
  private var duplicates: [Finding] = []

  init(file: String) {
    self.file = file
  }

  /// Attributes whose value is one id or several.
  private static let idLists: Set<String> = [
    "for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details",
  ]

  mutating func visit(_ element: MarkupElement) {
    for (name, value) in element.attributes {
      if name == "id" {
        if let line = lineOfID[value] {
          duplicates.append(
            Finding(
              file: file,
              line: element.line,
              message: "the id '\(value)' is taken already, in line \(line)"
            )
          )
        } else {
          lineOfID[value] = element.line
        }
      } else if name == "href", value.hasPrefix("#") {
        references.append((String(value.dropFirst()), name, element.line))
      } else if Self.idLists.contains(name) {
        for id in value.split(separator: " ") {
          references.append((String(id), name, element.line))
        }
      } else if value.hasPrefix("url(#"), value.hasSuffix(")") {
        references.append((String(value.dropFirst(5).dropLast()), name, element.line))
      }
    }
  }

  var findings: [Finding] {
    duplicates
      + references.filter { lineOfID[$0.id] == nil }.map {
        Finding(
          file: file,
          line: $0.line,
          message: "\($0.attribute) points at '#\($0.id)', which is nowhere in the file"
        )
      }
  }
}
