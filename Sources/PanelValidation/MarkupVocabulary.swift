import Foundation

/// The elements and attributes a schema knows, for messages that point at the stranger.
///
/// libxml2 blames the outermost element whose content fails; naming the element or attribute that
/// no schema knows is what the author of a template needs. The schema remains the gate.
struct MarkupVocabulary: Sendable {
  private var elements: [String: Set<String>] = [:]
  private var attributes: Set<String> = []

  private static let void: Set<String> = ["meta", "link", "col", "br", "hr", "img", "input", "wbr"]

  init(schemas: [URL]) throws(ValidationError) {
    for url in schemas {
      let name = url.lastPathComponent
      let text: String
      do {
        text = try String(contentsOf: url, encoding: .utf8)
      } catch {
        throw .noSchema(name)
      }
      do throws(MarkupRefused) {
        let document = try MarkupDocument(text, file: name)
        read(document)
      } catch {
        throw .brokenSchema(name, error.findings)
      }
    }
  }

  /// Takes names from `<element name=…>` and `<attribute name=…>`, and the namespace from the
  /// grammar around them.
  private mutating func read(_ document: borrowing MarkupDocument) {
    var namespace = ""
    document.forEachElement { element in
      let fields = Dictionary(element.attributes.map { ($0.name, $0.value) }) { first, _ in first }
      switch element.name {
      case "grammar": namespace = fields["ns"] ?? ""
      case "element":
        elements[fields["ns"] ?? namespace, default: []].insert(fields["name"] ?? "")
      case "attribute":
        let isXML = fields["ns"] == "http://www.w3.org/XML/1998/namespace"
        attributes.insert((isXML ? "xml:" : "") + (fields["name"] ?? ""))
      default: break
      }
    }
  }

  func findings(in element: MarkupElement, named file: String) -> [Finding] {
    var findings: [Finding] = []
    if elements[element.namespace]?.contains(element.name) != true {
      findings.append(
        Finding(
          file: file,
          line: element.line,
          message: "<\(element.name)> is no element that PanelPress writes here; "
            + "a template, or text that was not escaped, brought it in"
        )
      )
    }
    for (name, _) in element.attributes where !attributes.contains(name) {
      findings.append(
        Finding(
          file: file,
          line: element.line,
          message: "<\(element.name)> has an attribute '\(name)' that PanelPress does not write"
        )
      )
    }
    if let text = element.rawText, text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C }) {
      findings.append(
        Finding(
          file: file,
          line: element.line,
          message: "<\(element.name)> holds & or <, which browsers and XML read differently"
        )
      )
    }
    return findings
  }

  /// Whether an HTML element may not be written `<name/>`.
  func mustHaveEndTag(_ name: String) -> Bool {
    guard elements[MarkupDocument.htmlNamespace]?.contains(name) == true else { return false }
    let isElsewhere = elements.contains {
      $0.key != MarkupDocument.htmlNamespace && $0.value.contains(name)
    }
    return !Self.void.contains(name) && !isElsewhere
  }
}
