package import Foundation

/// Checks pages and figures: strict XML, exactly the elements that PanelPress emits, working links.
///
/// Schemas are compiled once; a thread that checks files has a validator of its own.
package final class MarkupValidator {
  private let pageSchema: MarkupSchema
  private let figureSchema: MarkupSchema
  private let pageVocabulary: MarkupVocabulary
  private let figureVocabulary: MarkupVocabulary

  /// Takes the folder that holds `page.rng` and `figure.rng`.
  ///
  /// - Throws: ``ValidationError/noSchema(_:)``, or ``ValidationError/brokenSchema(_:_:)`` if a
  ///   schema does not compile.
  package init(schemas: URL) throws(ValidationError) {
    let page = schemas.appending(path: "page.rng")
    let figure = schemas.appending(path: "figure.rng")
    for url in [page, figure] where !FileManager.default.isReadableFile(atPath: url.path) {
      throw .noSchema(url.lastPathComponent)
    }
    pageSchema = try MarkupSchema(path: page.path)
    figureSchema = try MarkupSchema(path: figure.path)
    figureVocabulary = try MarkupVocabulary(schemas: [figure])
    pageVocabulary = try MarkupVocabulary(schemas: [page, figure])
  }

  /// What is wrong with a page; empty for a good one.
  ///
  /// A page begins with exactly `<!DOCTYPE html>`, so that browsers read it as HTML, and is well-formed
  /// XML after it.
  package func findings(inPage text: String, named file: String) throws(ValidationError)
    -> [Finding]
  {
    let documentType = "<!DOCTYPE html>\n"
    guard text.utf8.starts(with: documentType.utf8) else {
      return [
        Finding(
          file: file,
          line: 1,
          message: "a page must begin with the line <!DOCTYPE html>"
        )
      ]
    }
    // An empty line in its place keeps the line numbers.
    let body = "\n" + text.dropFirst(documentType.count)
    let found = try findings(
      in: body,
      named: file,
      schema: pageSchema,
      vocabulary: pageVocabulary
    )
    return found.isEmpty ? selfClosedElements(in: body, named: file) : found
  }

  /// What is wrong with a figure; empty for a good one.
  package func findings(inFigure text: String, named file: String) throws(ValidationError)
    -> [Finding]
  {
    try findings(in: text, named: file, schema: figureSchema, vocabulary: figureVocabulary)
  }

  private func findings(
    in text: String,
    named file: String,
    schema: MarkupSchema,
    vocabulary: MarkupVocabulary
  ) throws(ValidationError) -> [Finding] {
    let document: MarkupDocument
    do throws(MarkupRefused) {
      document = try MarkupDocument(text, file: file)
    } catch {
      return error.findings
    }
    var links = LinkCheck(file: file)
    var strangers: [Finding] = []
    document.forEachElement { element in
      links.visit(element)
      strangers += vocabulary.findings(in: element, named: file)
    }
    if !strangers.isEmpty { return strangers }
    let refused = schema.findings(in: document, named: file)
    return refused + links.findings
  }

  /// `<td/>` is closed for an XML parser and open for a browser.
  private func selfClosedElements(in text: String, named file: String) -> [Finding] {
    let bytes = Array(text.utf8)
    var findings: [Finding] = []
    var line = 1
    var start = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: "<"): start = index
      case UInt8(ascii: ">") where index > 0 && bytes[index - 1] == UInt8(ascii: "/"):
        let name = String(
          decoding: bytes[(start + 1)..<index].prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") },
          as: UTF8.self
        )
        if pageVocabulary.mustHaveEndTag(name) {
          findings.append(
            Finding(
              file: file,
              line: line,
              message: "write <\(name)></\(name)>: a browser takes <\(name)/> for a start tag"
            )
          )
        }
      default: break
      }
    }
    return findings
  }
}
