/// A template file cut into its tags, for the audit at load and for messages with a line.
///
/// The engine prints nothing for an unknown partial, drops escaping inside `{{{x}}}`, searches
/// dotted names, and parses a lambda's text as a template again. So templates are held to five
/// constructs: variable, section, inverted section, partial and block.
struct TemplateSource: Sendable {
  /// The name that partials use, such as `math-row`.
  let name: String
  /// The path below the template folder.
  let file: String
  let text: String
  private(set) var tags: [Tag] = []
  private(set) var faults: [TemplateFault] = []

  struct Tag: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
      case variable, section, inverted, close, partial, parent, block, comment
    }
    var kind: Kind
    var name: String
    var line: Int
  }

  init(name: String, file: String, text: String, format: OutputFormat) {
    self.name = name
    self.file = file
    self.text = text
    scan(open: Array(format.delimiters.open.utf8), close: Array(format.delimiters.close.utf8))
    checkNesting()
  }

  /// What the engine reads: a template of one line is a piece of a line, without its line end.
  var body: String {
    guard text.hasSuffix("\n"), text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) == 1 else {
      return text
    }
    return String(text.dropLast())
  }

  /// The names of partials and parents, with their lines.
  var partials: [Tag] { tags.filter { $0.kind == .partial || $0.kind == .parent } }

  /// The lines where a name of the model is used.
  func lines(using name: String) -> [Int] {
    let kinds: [Tag.Kind] = [.variable, .section, .inverted]
    return tags.filter { $0.name == name && kinds.contains($0.kind) }.map(\.line)
  }

  private mutating func scan(open: [UInt8], close: [UInt8]) {
    let bytes = Array(text.utf8)
    var line = 1
    var lineStart = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n") {
        line += 1
        lineStart = index + 1
      }
      guard bytes[index...].starts(with: open) else {
        index += 1
        continue
      }
      let start = index + open.count
      var end = start
      while end < bytes.count, !bytes[end...].starts(with: close) { end += 1 }
      guard end < bytes.count else {
        fault(line, "this tag is never closed")
        return
      }
      let content = String(decoding: bytes[start..<end], as: UTF8.self)
      let isIndented =
        index > lineStart
        && bytes[lineStart..<index].allSatisfy { $0 == UInt8(ascii: " ") || $0 == 9 }
      add(content, line: line, isIndented: isIndented)
      for byte in bytes[index..<end] where byte == UInt8(ascii: "\n") { line += 1 }
      index = end + close.count
      // `{{{x}}}` leaves a brace behind; it has been reported already.
    }
  }

  private mutating func add(_ content: String, line: Int, isIndented: Bool) {
    let kinds: [Character: Tag.Kind] = [
      "#": .section, "^": .inverted, "/": .close, ">": .partial, "<": .parent, "$": .block,
      "!": .comment,
    ]
    guard let sigil = content.first else { return fault(line, "this tag is empty") }
    switch sigil {
    case "{", "&": return fault(line, "a raw tag prints without escaping; use a plain one")
    case "%", "=": return fault(line, "escaping and delimiters are set by the folder, not here")
    default: break
    }
    let kind = kinds[sigil] ?? .variable
    let text = kind == .variable ? content : String(content.dropFirst())
    let name = text.trimmingSpaces
    if kind == .comment {
      tags.append(Tag(kind: kind, name: "", line: line))
      return
    }
    if name.contains("(") || name.contains(")") {
      return fault(line, "'\(name)' is a transform; prepare the value in the view model")
    }
    if name != ".", name.contains(".") {
      return fault(line, "'\(name)' is a dotted name; open a section instead")
    }
    if name.contains("*") { return fault(line, "'\(name)' is a dynamic name") }
    if name.isEmpty || !name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
      return fault(line, "'\(name)' is no name")
    }
    if kind == .partial, isIndented {
      return fault(
        line,
        "an indented partial shifts every line of its text; begin the line with it"
      )
    }
    tags.append(Tag(kind: kind, name: name, line: line))
  }

  private mutating func checkNesting() {
    var open: [Tag] = []
    for tag in tags {
      switch tag.kind {
      case .section, .inverted, .parent, .block: open.append(tag)
      case .close:
        guard let last = open.popLast() else {
          fault(tag.line, "'\(tag.name)' is closed but was never opened")
          continue
        }
        if last.name != tag.name {
          fault(tag.line, "'\(tag.name)' closes '\(last.name)' of line \(last.line)")
        }
      case .variable, .partial, .comment: break
      }
    }
    for tag in open { fault(tag.line, "'\(tag.name)' is never closed") }
  }

  private mutating func fault(_ line: Int, _ message: String) {
    faults.append(TemplateFault(file: file, line: line, message: message))
  }
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmingSpaces: String {
    let bytes = utf8.drop { $0 == 0x20 }
    let count = bytes.reversed().drop { $0 == 0x20 }.count
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
