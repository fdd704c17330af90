/// Text from data files and study files, made fit to stand in a message on a terminal.
package enum MessageText {
  /// The longest text shown, in characters.
  package static let limit = 60

  /// The text without control characters, cut to ``limit``.
  ///
  /// A control, format or separator character is written as its number, `\u{1B}`, so that data
  /// can neither colour a terminal nor break a line.
  package static func shown(_ text: String) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == limit { return result + "…" }
      result += isPlain(scalar) ? String(scalar) : escaped(scalar)
      count += 1
    }
    return result
  }

  /// The same for bytes that should be UTF-8; at most the first few hundred are looked at.
  static func shown(bytes: UnsafeBufferPointer<UInt8>) -> String {
    let head = bytes.prefix(4 * limit + 4)
    let text = String(decoding: head, as: UTF8.self)
    let shown = shown(text)
    guard head.count < bytes.count else { return shown }
    return shown.hasSuffix("…") ? shown : shown + "…"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }
}
