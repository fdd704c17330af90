/// Whether LaTeX that PanelPress wrote closes what it opens and does only what tables do.
package enum LaTeXBalance {
  /// Commands that read, write or redefine: no table needs them, so text got out of its escape.
  private static let forbidden: Set<String> = [
    "input", "include", "openin", "openout", "read", "write", "immediate", "special", "def",
    "edef", "gdef", "xdef", "let", "catcode", "csname", "directlua", "verbatiminput", "newread",
    "newwrite", "includegraphics",
  ]

  /// Unbalanced braces, environments and dollars, control characters, and commands no table needs.
  package static func findings(in text: String, named file: String) -> [Finding] {
    var scanner = LaTeXScanner(text: text, file: file)
    scanner.scan(forbidden: forbidden)
    return scanner.findings
  }
}

/// Reads LaTeX byte by byte and keeps what is open.
private struct LaTeXScanner {
  let bytes: [UInt8]
  let file: String
  var findings: [Finding] = []
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var open: [(what: String, line: Int, column: Int)] = []

  init(text: String, file: String) {
    bytes = Array(text.utf8)
    self.file = file
  }

  private var column: Int { index - lineStart + 1 }

  mutating func scan(forbidden: Set<String>) {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = index + 1
      case UInt8(ascii: "%"):
        while index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "\n") { index += 1 }
      case UInt8(ascii: "\\"): command(forbidden: forbidden)
      case UInt8(ascii: "{"): open.append(("{", line, column))
      case UInt8(ascii: "}"): close("{", writtenAs: "}")
      case UInt8(ascii: "$"): dollar()
      case 0...8, 11...31, 127: report("a control character; escape the text")
      default: break
      }
      index += 1
    }
    for item in open {
      findings.append(
        Finding(
          file: file,
          line: item.line,
          column: item.column,
          message: "'\(item.what)' is never closed"
        )
      )
    }
  }

  /// Reads a command; leaves `index` on its last byte.
  private mutating func command(forbidden: Set<String>) {
    let start = index + 1
    var end = start
    while end < bytes.count, isLetter(bytes[end]) { end += 1 }
    guard end > start else {
      index = min(start, bytes.count - 1)
      return
    }
    let name = String(decoding: bytes[start..<end], as: UTF8.self)
    if forbidden.contains(name) {
      report("\\\(name) has no place in a table; text got out of its escape")
    }
    if name == "begin" || name == "end", end < bytes.count, bytes[end] == UInt8(ascii: "{") {
      let closing = bytes[end...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.count - 1
      let environment = String(decoding: bytes[(end + 1)..<max(closing, end + 1)], as: UTF8.self)
      if name == "begin" {
        open.append(("\\begin{\(environment)}", line, column))
      } else {
        close("\\begin{\(environment)}", writtenAs: "\\end{\(environment)}")
      }
      end = closing + 1
    }
    index = end - 1
  }

  private mutating func dollar() {
    if open.last?.what == "$" { open.removeLast() } else { open.append(("$", line, column)) }
  }

  private mutating func close(_ opening: String, writtenAs closing: String) {
    guard let last = open.last else { return report("'\(closing)' closes nothing") }
    if last.what == opening {
      open.removeLast()
    } else {
      report("'\(closing)' stands where '\(last.what)' of line \(last.line) is still open")
    }
  }

  private mutating func report(_ message: String) {
    findings.append(Finding(file: file, line: line, column: column, message: message))
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
