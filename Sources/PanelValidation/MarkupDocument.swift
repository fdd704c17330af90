import CLibXML2

/// A parsed XML document, owned.
///
/// Parsing is strict: no network, no DOCTYPE (so no entity bomb and no external entity), no
/// entity expansion, nesting at most 256 deep.
struct MarkupDocument: ~Copyable {
  let pointer: xmlDocPtr

  deinit { xmlFreeDoc(pointer) }

  /// Parses a text; what the parser objects to is thrown as findings.
  init(_ text: String, file: String) throws(MarkupRefused) {
    libraryReady
    guard let context = xmlNewParserCtxt() else {
      throw MarkupRefused(findings: [Finding(file: file, line: 0, message: "out of memory")])
    }
    defer { xmlFreeParserCtxt(context) }
    let messages = MessageSink(file: file)
    context.pointee._private = Unmanaged.passUnretained(messages).toOpaque()
    context.pointee.sax.pointee.serror = { data, error in
      guard let error, let sink = messageSink(ofParser: data) else { return }
      sink.add(error.pointee)
    }
    context.pointee.sax.pointee.internalSubset = { data, _, _, _ in
      guard let data, let sink = messageSink(ofParser: data) else { return }
      let context = data.assumingMemoryBound(to: xmlParserCtxt.self)
      sink.refuseDocumentType(line: context.pointee.input.map { Int($0.pointee.line) } ?? 1)
      xmlStopParser(context)
    }
    var copy = text
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue)
    let document = copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        xmlCtxtReadMemory(context, $0.baseAddress, Int32($0.count), file, "UTF-8", options)
      }
    }
    withExtendedLifetime(messages) {}
    guard messages.findings.isEmpty, let document else {
      if let document { xmlFreeDoc(document) }
      throw MarkupRefused(
        findings: messages.findings.isEmpty
          ? [Finding(file: file, line: 1, message: "this is no XML document")] : messages.findings
      )
    }
    pointer = document
  }
}

/// What the parser or a schema objected to.
struct MarkupRefused: Error {
  var findings: [Finding]
}

/// Initialises libxml2 once, before any thread parses: its tables of types too, which threads that
/// compile schemas side by side would each make.
let libraryReady: Void = {
  xmlInitParser()
  xmlSchemaInitTypes()
  xmlRelaxNGInitTypes()
}()

/// Collects libxml2's messages during one call, on one thread.
final class MessageSink {
  let file: String
  private(set) var findings: [Finding] = []

  init(file: String) {
    self.file = file
  }

  func add(_ error: xmlError) {
    var message = error.message.map { String(cString: $0) } ?? "invalid"
    while message.last?.isNewline == true { message.removeLast() }
    let severity: Finding.Severity = error.level == XML_ERR_WARNING ? .warning : .error
    findings.append(
      Finding(
        file: file,
        line: Int(error.line),
        column: error.int2 > 0 ? Int(error.int2) : nil,
        severity: severity,
        message: message
      )
    )
  }

  func refuseDocumentType(line: Int) {
    findings = [
      Finding(
        file: file,
        line: line,
        message: "a DOCTYPE is not allowed here: it could define entities or fetch files"
      )
    ]
  }
}

/// The sink behind a parser context, which libxml2 hands to its callbacks.
private func messageSink(ofParser data: UnsafeMutableRawPointer?) -> MessageSink? {
  guard let pointer = data?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private else {
    return nil
  }
  return Unmanaged<MessageSink>.fromOpaque(pointer).takeUnretainedValue()
}
