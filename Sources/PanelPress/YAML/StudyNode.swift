import PanelData

/// A value of a study file with its place: a scalar, a list or a mapping in file order.
struct StudyNode: Sendable, Equatable {
  indirect enum Content: Sendable, Equatable {
    /// Nothing was written, or a plain `~` or `null`.
    case null
    /// A scalar; `isPlain` if it stands without quotes.
    case scalar(String, isPlain: Bool)
    case list([StudyNode])
    case mapping([Entry])
  }

  struct Entry: Sendable, Equatable {
    var key: String
    var keyPlace: Place
    var value: StudyNode
  }

  /// A place in a file; line and column count from 1, and are 0 on the command line.
  struct Place: Sendable, Equatable {
    var file: String
    var line: Int
    var column: Int
  }

  var content: Content
  var place: Place
}

extension StudyNode {
  /// The value of a key; `nil` for an absent key, and for a node that is no mapping.
  subscript(key: String) -> StudyNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The entries of a mapping, in file order; none for anything else.
  var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }

  /// The items of a list; none for anything else.
  var items: [StudyNode] { if case .list(let items) = content { items } else { [] } }

  /// The text of a scalar.
  var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

  /// The texts of a scalar or of a list of scalars.
  var texts: [String] { text.map { [$0] } ?? items.compactMap(\.text) }

  func problem(_ message: String, path: String = "") -> StudyProblem {
    StudyProblem(
      file: place.file,
      line: place.line > 0 ? place.line : nil,
      column: place.line > 0 ? place.column : nil,
      path: path,
      message: message
    )
  }

  /// The same mapping without some keys.
  func without(_ keys: Set<String>) -> StudyNode {
    StudyNode(content: .mapping(entries.filter { !keys.contains($0.key) }), place: place)
  }

  /// The kind of value and the value itself, for messages: `the number 5`, `a list`.
  var found: String {
    switch content {
    case .null: return "nothing"
    case .list: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let text, let isPlain):
      let shown = MessageText.shown(text)
      if isPlain, Scalars.number(text) != nil { return "the number \(shown)" }
      if isPlain, Scalars.flag(text) != nil { return "the flag \(shown)" }
      return "the text '\(shown)'"
    }
  }
}

/// How plain scalars read as numbers and flags.
enum Scalars {
  /// A decimal number without blanks, hexadecimal or sexagesimal forms.
  static func number(_ text: String) -> Double? {
    let digits = text.utf8
    guard !digits.isEmpty, digits.allSatisfy({ isNumeric($0) }), text.utf8.contains(where: isDigit)
    else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A whole number, with an optional sign and no leading zeros.
  static func isInteger(_ text: String) -> Bool {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return false }
    return digits.count == 1 || digits.first != UInt8(ascii: "0")
  }

  static func flag(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": true
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": false
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || "+-.eE".utf8.contains(byte)
  }
}
