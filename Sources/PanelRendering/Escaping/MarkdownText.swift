/// Plain text inside a Markdown table (GitHub's dialect and pandoc's).
///
/// A backslash goes before every character that either dialect may read as markup; a line end
/// would end the row, so it becomes a space.
struct MarkdownText {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count + 8)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "^", "$", "&", "@",
        "!", "'", "\"":
        escaped.unicodeScalars.append("\\")
        escaped.unicodeScalars.append(scalar)
      case "\n", "\r", "\t", "\u{2028}", "\u{2029}", "\u{85}":
        escaped += " "
      default: escaped.unicodeScalars.append(scalar.visible)
      }
    }
    return escaped
  }
}
