import CLibXML2
import Foundation

/// A compiled RELAX NG schema; each thread compiles its own.
final class MarkupSchema {
  private let pointer: xmlRelaxNGPtr

  deinit { xmlRelaxNGFree(pointer) }

  /// Compiles a schema file, with the neighbours it refers to.
  init(path: String) throws(ValidationError) {
    libraryReady
    let name = URL(filePath: path).lastPathComponent
    let messages = MessageSink(file: name)
    guard let context = xmlRelaxNGNewParserCtxt(path) else {
      throw .brokenSchema(name, [])
    }
    defer { xmlRelaxNGFreeParserCtxt(context) }
    xmlRelaxNGSetParserStructuredErrors(
      context,
      reportToSink,
      Unmanaged.passUnretained(messages).toOpaque()
    )
    let schema = xmlRelaxNGParse(context)
    withExtendedLifetime(messages) {}
    guard let schema, messages.findings.isEmpty else {
      if let schema { xmlRelaxNGFree(schema) }
      throw .brokenSchema(name, messages.findings)
    }
    pointer = schema
  }

  /// What the schema objects to, as libxml2 words it.
  func findings(in document: borrowing MarkupDocument, named file: String) -> [Finding] {
    guard let context = xmlRelaxNGNewValidCtxt(pointer) else {
      return [Finding(file: file, line: 0, message: "out of memory")]
    }
    defer { xmlRelaxNGFreeValidCtxt(context) }
    let messages = MessageSink(file: file)
    xmlRelaxNGSetValidStructuredErrors(
      context,
      reportToSink,
      Unmanaged.passUnretained(messages).toOpaque()
    )
    let code = xmlRelaxNGValidateDoc(context, document.pointer)
    withExtendedLifetime(messages) {}
    if code != 0, messages.findings.isEmpty {
      return [Finding(file: file, line: 0, message: "does not follow the schema")]
    }
    return messages.findings
  }
}

/// Hands a message of libxml2 to the sink behind `data`.
private let reportToSink: xmlStructuredErrorFunc = { data, error in
  guard let data, let error else { return }
  Unmanaged<MessageSink>.fromOpaque(data).takeUnretainedValue().add(error.pointee)
}
