import Mustache

/// A value as the template engine sees it.
///
/// The engine's own rules are replaced one by one: an empty text and an absent value close a
/// section, nothing is reflected, and what is used against its kind is noted as a fault.
struct TemplateNode: MustacheParent, MustacheCustomRenderable {
  /// The name it was asked for by.
  let name: String
  let value: TemplateValue
  let isRoot: Bool
  let rendering: TemplateRendering

  func child(named name: String) -> Any? {
    guard case .object(let fields) = value else { return nil }
    guard let field = fields[name] else {
      if isRoot { rendering.note("the model has no name '\(name)' here", about: name) }
      return nil
    }
    return rendering.bridged(field, named: name)
  }

  var renderText: String {
    switch value {
    case .text(let text): return text
    case .absent: return ""
    case .flag, .list, .object, .markup:
      rendering.note("'\(name)' is \(value.kindName) and cannot be printed", about: name)
      return ""
    }
  }

  var isNull: Bool {
    switch value {
    case .text(let text): text.isEmpty
    case .flag(let flag): !flag
    case .absent: true
    case .list, .object, .markup: false
    }
  }
}

/// A list of values; printing it as text is a fault.
struct TemplateNodeList: MustacheSequence, MustacheCustomRenderable {
  let name: String
  let items: [TemplateValue]
  let rendering: TemplateRendering

  func makeIterator() -> AnyIterator<Any> {
    var index = 0
    return AnyIterator {
      guard index < items.count else { return nil }
      defer { index += 1 }
      return rendering.bridged(items[index], named: ".")
    }
  }

  var renderText: String {
    rendering.note("'\(name)' is a list and cannot be printed", about: name)
    return ""
  }

  var isNull: Bool { items.isEmpty }
}

/// What one rendering collects: complaints by name, and finished markup that
/// takes the place of its marks once the engine is done.
final class TemplateRendering {
  let format: OutputFormat
  private(set) var complaints: [String: String] = [:]
  private var markups: [String] = []

  init(format: OutputFormat) {
    self.format = format
  }

  /// Remembers what is wrong with a name; the first complaint about a name is kept.
  func note(_ complaint: String, about name: String) {
    if complaints[name] == nil { complaints[name] = complaint }
  }

  func bridged(_ value: TemplateValue, named name: String) -> Any {
    switch value {
    case .list(let items): TemplateNodeList(name: name, items: items, rendering: self)
    case .markup(let markup): mark(for: markup, named: name)
    case .text, .flag, .object, .absent:
      TemplateNode(name: name, value: value, isRoot: false, rendering: self)
    }
  }

  /// A mark that no escaped text can hold: escaping removes control characters.
  private func mark(for markup: Markup, named name: String) -> Any {
    if markup.fits(format) {
      do {
        let template = try MustacheTemplate(string: "\u{1}\(markups.count)\u{2}")
        markups.append(markup.text)
        return template
      } catch {
        note("'\(name)' cannot be placed: \(error)", about: name)
      }
    } else {
      note("'\(name)' is \(markup.language) markup, which a page cannot hold here", about: name)
    }
    return TemplateNode(name: name, value: .absent, isRoot: false, rendering: self)
  }

  /// Puts finished markup in the place of its marks.
  func filled(_ text: String) -> String {
    guard !markups.isEmpty else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + markups.reduce(0) { $0 + $1.utf8.count })
    var number: Int?
    for byte in text.utf8 {
      switch (byte, number) {
      case (1, _): number = 0
      case (2, .some(let index)):
        bytes.append(contentsOf: markups[index].utf8)
        number = nil
      case (_, .some(let index)): number = index * 10 + Int(byte - UInt8(ascii: "0"))
      case (_, nil): bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension TemplateValue {
  /// The kind of a value in a message.
  var kindName: String {
    switch self {
    case .text: "a text"
    case .flag: "a switch"
    case .list: "a list"
    case .object: "an object"
    case .markup: "markup"
    case .absent: "nothing"
    }
  }
}
