import CLibXML2

/// One element of a parsed document, with its place.
struct MarkupElement {
  var name: String
  var namespace: String
  var line: Int
  var attributes: [(name: String, value: String)]
  /// The text directly inside a style or script, which browsers do not unescape.
  var rawText: String?
}

extension MarkupDocument {
  static let htmlNamespace = "http://www.w3.org/1999/xhtml"

  /// Visits every element in document order.
  borrowing func forEachElement(_ body: (MarkupElement) -> Void) {
    var node = xmlDocGetRootElement(pointer)
    while let current = node {
      if current.pointee.type == XML_ELEMENT_NODE { body(MarkupElement(current)) }
      node = Self.next(after: current)
    }
  }

  /// The next node in document order: child, sibling, or the sibling of an ancestor.
  private static func next(after node: xmlNodePtr) -> xmlNodePtr? {
    if node.pointee.type == XML_ELEMENT_NODE, let child = node.pointee.children { return child }
    var node = node
    while true {
      if let sibling = node.pointee.next { return sibling }
      guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else {
        return nil
      }
      node = parent
    }
  }
}

extension MarkupElement {
  fileprivate init(_ node: xmlNodePtr) {
    name = String(xmlText: node.pointee.name)
    namespace = String(xmlText: node.pointee.ns?.pointee.href)
    line = xmlGetLineNo(node)
    attributes = []
    var attribute = node.pointee.properties
    while let current = attribute {
      let prefix = String(xmlText: current.pointee.ns?.pointee.prefix)
      let name = String(xmlText: current.pointee.name)
      attributes.append(
        (prefix.isEmpty ? name : "\(prefix):\(name)", Self.value(of: current))
      )
      attribute = current.pointee.next
    }
    if name == "style" || name == "script", let text = node.pointee.children {
      rawText = String(xmlText: text.pointee.content)
    }
  }

  private static func value(of attribute: xmlAttrPtr) -> String {
    var text = ""
    var child = attribute.pointee.children
    while let current = child {
      text += String(xmlText: current.pointee.content)
      child = current.pointee.next
    }
    return text
  }
}

extension String {
  /// The text behind a pointer of libxml2; empty for none.
  fileprivate init(xmlText: UnsafePointer<xmlChar>?) {
    if let xmlText { self = String(cString: xmlText) } else { self = "" }
  }

  fileprivate init(xmlText: UnsafeMutablePointer<xmlChar>?) {
    self.init(xmlText: xmlText.map { UnsafePointer($0) })
  }
}
