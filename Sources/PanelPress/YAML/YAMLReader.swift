import Foundation
import Yams

/// The strict reading of YAML: one document, no anchors, no tags of its own, bounded depth.
enum YAMLReader {
  /// A study file is some kilobytes; beyond this it is something else.
  static let byteLimit = 4 << 20
  /// Nesting of lists and mappings; a study needs six levels.
  static let depthLimit = 32

  /// - Throws: ``PressError/study(_:)`` with the place of the first fault.
  static func read(_ text: String, file: String) throws(PressError) -> StudyNode {
    if let problem = refusal(of: text, file: file) { throw .study([problem]) }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw .study([problem(from: error, in: text, file: file)])
    }
    guard let root else {
      throw .study([StudyProblem(file: file, message: "The file is empty.")])
    }
    do {
      return try node(root, file: file, path: "", depth: 0)
    } catch {
      throw .study([error])
    }
  }

  // MARK: Before parsing

  /// What the text must not hold, looked for in the bytes so that no bomb is ever expanded.
  private static func refusal(of text: String, file: String) -> StudyProblem? {
    if text.utf8.count > byteLimit {
      return StudyProblem(
        file: file,
        message: "The file has \(text.utf8.count) bytes; at most \(byteLimit) are read."
      )
    }
    var scan = RefusalScan()
    for byte in text.utf8 {
      if let fault = scan.fault(at: byte) {
        return StudyProblem(
          file: file,
          line: scan.line,
          column: max(1, scan.column - scan.distance),
          message: fault
        )
      }
    }
    return nil
  }

  // MARK: After parsing

  private static func node(
    _ node: Node,
    file: String,
    path: String,
    depth: Int
  ) throws(StudyProblem) -> StudyNode {
    let place = StudyNode.Place(
      file: file,
      line: node.mark?.line ?? 1,
      column: node.mark?.column ?? 1
    )
    func fault(_ message: String) -> StudyProblem {
      StudyProblem(
        file: file,
        line: place.line,
        column: place.column,
        path: path,
        message: message
      )
    }
    guard depth < depthLimit else {
      throw fault("Nested more than \(depthLimit) levels deep.")
    }
    if let tag = foreignTag(of: node) {
      throw fault("The tag \(tag) is not allowed: write the value without a tag.")
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return StudyNode(
        content: isNull ? .null : .scalar(scalar.string, isPlain: isPlain),
        place: place
      )
    case .sequence(let sequence):
      var items: [StudyNode] = []
      for (position, item) in sequence.enumerated() {
        items.append(
          try self.node(item, file: file, path: "\(path)[\(position + 1)]", depth: depth + 1)
        )
      }
      return StudyNode(content: .list(items), place: place)
    case .mapping(let mapping):
      var entries: [StudyNode.Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          throw fault("A key must be a word, not a list or a mapping.")
        }
        if let tag = foreignTag(of: key) {
          throw fault("The tag \(tag) is not allowed: write the key without a tag.")
        }
        let keyPlace = StudyNode.Place(
          file: file,
          line: key.mark?.line ?? place.line,
          column: key.mark?.column ?? place.column
        )
        let inner = path.isEmpty ? name.string : "\(path).\(name.string)"
        entries.append(
          StudyNode.Entry(
            key: name.string,
            keyPlace: keyPlace,
            value: try self.node(value, file: file, path: inner, depth: depth + 1)
          )
        )
      }
      return StudyNode(content: .mapping(entries), place: place)
    case .alias:
      throw fault("Aliases are not used in study files: repeat the value.")
    }
  }

  /// The tag of a node that is none of YAML's own scalars and collections.
  private static func foreignTag(of node: Node) -> String? {
    let tag = node.tag.description
    let prefix = "tag:yaml.org,2002:"
    let own = ["str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value"]
    if tag.hasPrefix(prefix), own.contains(String(tag.dropFirst(prefix.count))) { return nil }
    if tag.isEmpty || tag == "!" { return nil }
    return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
  }

  // MARK: Faults of the parser

  private static func problem(from error: any Error, in text: String, file: String) -> StudyProblem
  {
    guard let error = error as? YamlError else {
      return StudyProblem(file: file, message: "The file is not YAML.")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return fault(problem, context: context?.text, at: mark, in: text, file: file)
    case .reader(let problem, _, _, _):
      return StudyProblem(file: file, message: "The file is not YAML text: \(problem).")
    case .duplicatedKeysInMapping(let keys, let context):
      return StudyProblem(
        file: file,
        line: context.mark.line,
        column: context.mark.column,
        message: "The key '\(keys.first ?? "")' stands twice in one mapping."
      )
    default:
      return StudyProblem(file: file, message: "The file is not YAML.")
    }
  }

  private static func fault(
    _ problem: String,
    context: String?,
    at mark: Mark,
    in text: String,
    file: String
  ) -> StudyProblem {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = mark.line <= lines.count ? lines[max(mark.line, 1) - 1] : ""
    let message =
      if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
        "The line is indented with a tab; YAML wants spaces."
      } else if problem.contains("found another document") {
        "A second document begins here ('---'); a study is one document."
      } else if problem.contains("nesting level") {
        "Nested too deeply."
      } else {
        "Not valid YAML: \(problem)\(context.map { " (\($0))" } ?? ""). "
          + "Text that holds ': ', ' #' or begins with a sign needs quotes."
      }
    return StudyProblem(file: file, line: mark.line, column: mark.column, message: message)
  }
}

/// A pass over the bytes of a YAML text, before the parser sees them.
///
/// The parser composes aliases by hashing what they stand for and follows brackets by recursion,
/// so both are refused here. The scan knows no quotes on purpose: it may refuse an odd text, but
/// nothing can hide from it.
private struct RefusalScan {
  var line = 1
  var column = 0
  private var depth = 0
  private var previous = UInt8(ascii: "\n")
  private var beforePrevious = UInt8(ascii: "\n")
  /// Block collections that the current line has opened: `- - - a`, `? ? a`.
  private var indicators = 0
  private var isAtStart = true
  /// How many characters ago the fault began.
  private(set) var distance = 0

  /// More brackets than any study opens at once, far from what would exhaust the stack.
  private static let bracketLimit = 128

  mutating func fault(at byte: UInt8) -> String? {
    defer { (beforePrevious, previous) = (previous, byte) }
    if byte == UInt8(ascii: "\n") {
      line += 1
      column = 0
      indicators = 0
      isAtStart = true
      return nil
    }
    if byte & 0xC0 != 0x80 { column += 1 }
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      depth += 1
      if depth > Self.bracketLimit { return "Brackets are nested too deeply." }
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      depth = max(0, depth - 1)
    default: break
    }
    if isAtStart {
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "?") {
        indicators += 1
      } else if byte != UInt8(ascii: " ") {
        isAtStart = false
      }
      if indicators > Self.bracketLimit || (isAtStart && column > 2048) {
        return "Nested too deeply."
      }
    }
    if previous == UInt8(ascii: "&"), Self.mayBegin(after: beforePrevious), Self.isName(byte) {
      distance = 1
      return "'&' before a word makes a YAML anchor, and anchors are not used in study files. "
        + "Repeat the value; in a text, write a space after '&'."
    }
    return nil
  }

  private static func mayBegin(after byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || "[]{},:-?".utf8.contains(byte)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte > UInt8(ascii: " ") && !",[]{}".utf8.contains(byte)
  }
}
