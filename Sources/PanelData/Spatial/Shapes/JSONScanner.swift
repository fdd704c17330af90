/// Reads a JSON text (RFC 8259), with the line of the first fault.
struct JSONScanner {
  private let bytes: [UInt8]
  private let file: String
  private var next = 0
  private var depth = 0

  /// Arrays and objects within each other; GeoJSON needs about ten.
  private static let deepest = 100

  /// Reads a whole document.
  ///
  /// - Throws: ``DataError/file(_:)`` with the line of what is not JSON.
  static func read(_ bytes: [UInt8], file: String) throws(DataError) -> JSONValue {
    var scanner = JSONScanner(bytes: bytes, file: file)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.next = 3 }
    let value = try scanner.value()
    scanner.skipSpace()
    guard scanner.next == bytes.count else {
      throw scanner.fault("there is more after the end of the document")
    }
    return value
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func fault(_ message: String) -> DataError {
    let end = min(next, bytes.count)
    let line = bytes[..<end].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    return .file(FileFault(file: file, line: line, message: message))
  }

  /// What stands at the next byte, for messages.
  private var found: String {
    guard next < bytes.count else { return "the end of the file" }
    let rest = bytes[next..<min(next + 12, bytes.count)]
    return "'\(MessageText.shown(String(decoding: rest.prefix { $0 > 32 }, as: UTF8.self)))'"
  }

  private mutating func skipSpace() {
    while next < bytes.count {
      switch bytes[next] {
      case 0x20, 0x09, 0x0A, 0x0D: next += 1
      default: return
      }
    }
  }

  /// Skips space and takes a byte if it is the one wanted.
  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next < bytes.count, bytes[next] == UInt8(ascii: wanted) else { return false }
    next += 1
    return true
  }

  private mutating func value() throws(DataError) -> JSONValue {
    skipSpace()
    guard next < bytes.count else { throw fault("the file ends in the middle of a value") }
    switch bytes[next] {
    case UInt8(ascii: "{"): return .object(try members())
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      for (word, value) in [
        ("null", JSONValue.null), ("true", .flag(true)), ("false", .flag(false)),
      ]
      where bytes[next...].starts(with: word.utf8) {
        next += word.utf8.count
        return value
      }
      throw fault("a value of JSON is expected here, not \(found)")
    }
  }

  private mutating func enter() throws(DataError) {
    depth += 1
    next += 1
    guard depth <= Self.deepest else {
      throw fault("arrays and objects stand more than \(Self.deepest) deep within each other")
    }
  }

  private mutating func members() throws(DataError) -> [JSONValue.Member] {
    try enter()
    defer { depth -= 1 }
    var members: [JSONValue.Member] = []
    if take("}") { return members }
    while true {
      skipSpace()
      guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else {
        throw fault("the name of a member is expected here, not \(found)")
      }
      let name = try string()
      guard take(":") else { throw fault("a colon is expected after '\(MessageText.shown(name))'") }
      members.append(JSONValue.Member(name: name, value: try value()))
      if take("}") { return members }
      guard take(",") else { throw fault("a comma or '}' is expected here, not \(found)") }
    }
  }

  private mutating func array() throws(DataError) -> JSONValue {
    try enter()
    defer { depth -= 1 }
    if take("]") { return .list([]) }
    skipSpace()
    var numbers: [Double] = []
    var elements: [JSONValue] = []
    while true {
      let element = try value()
      if case .number(let number) = element, elements.isEmpty {
        if numbers.isEmpty { numbers.reserveCapacity(3) }
        numbers.append(number)
      } else {
        if !numbers.isEmpty {
          elements = numbers.map(JSONValue.number)
          numbers = []
        }
        elements.append(element)
      }
      if take("]") { return elements.isEmpty ? .numbers(numbers) : .list(elements) }
      guard take(",") else { throw fault("a comma or ']' is expected here, not \(found)") }
    }
  }

  private mutating func number() throws(DataError) -> Double {
    let start = next
    while next < bytes.count {
      switch bytes[next] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        next += 1
        continue
      default: break
      }
      break
    }
    let parsed = bytes[start..<next].withUnsafeBufferPointer { DecimalNumber.parse($0) }
    switch parsed {
    case .value(let number): return number
    case .tooLarge: throw fault("the number is beyond the largest that a double holds")
    case .notANumber:
      next = start
      throw fault("\(found) is no number")
    }
  }

  private mutating func string() throws(DataError) -> String {
    next += 1
    var text: [UInt8] = []
    while true {
      guard next < bytes.count else { throw fault("the file ends within a text") }
      let byte = bytes[next]
      switch byte {
      case UInt8(ascii: "\""):
        next += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw fault("a text is not UTF-8; save the file as UTF-8")
        }
        return string
      case UInt8(ascii: "\\"):
        next += 1
        text += try escaped().utf8
      case 0..<0x20:
        throw fault("a text holds a line break or another control character; write it as '\\n'")
      default:
        text.append(byte)
        next += 1
      }
    }
  }

  /// What stands after a backslash.
  private mutating func escaped() throws(DataError) -> String {
    guard next < bytes.count else { throw fault("the file ends within a text") }
    let letter = bytes[next]
    next += 1
    switch letter {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if UTF16.isLeadSurrogate(units[0]), bytes[next...].starts(with: "\\u".utf8) {
        next += 2
        units.append(try codeUnit())
      }
      guard let text = String(validating: units, as: UTF16.self) else {
        throw fault("half of a surrogate pair stands alone")
      }
      return text
    default: throw fault("a backslash is followed by what no JSON text has there")
    }
  }

  private mutating func codeUnit() throws(DataError) -> UInt16 {
    let end = next + 4
    guard end <= bytes.count,
      let unit = UInt16(String(decoding: bytes[next..<end], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits are expected after '\\u'") }
    next = end
    return unit
  }
}
