/// A PDF as bytes, as far as the program needs to understand one.
struct PDFFile: Sendable {
  let bytes: [UInt8]

  /// What is wrong with the bytes as a PDF of one page; `nil` if nothing is.
  var fault: String? {
    guard bytes.starts(with: Array("%PDF-".utf8)) else { return "this is no PDF." }
    let tail = Array(bytes.suffix(32))
    guard Self.last(Array("%%EOF".utf8), in: tail) != nil, crossReference != nil else {
      return "the PDF is cut off."
    }
    return nil
  }

  /// The names of the fonts, where the file says them in plain text: `LiberationSans`.
  var fonts: [String] {
    let key = Array("/BaseFont".utf8)
    var found: [String] = []
    var start = 0
    while let place = Self.first(key, in: bytes, from: start) {
      start = place + key.count
      var name = Self.word(in: bytes, from: start)
      if let plus = name.firstIndex(of: "+") { name = String(name[name.index(after: plus)...]) }
      if name.hasPrefix("/") { name = String(name.dropFirst()) }
      if !name.isEmpty, !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// Whether a font is of one of the families, whose names may have spaces.
  func isSet(inAnyOf families: [String]) -> Bool {
    let wanted = families.map { $0.filter { $0 != " " }.lowercased() }
    return fonts.contains { font in wanted.contains { font.lowercased().hasPrefix($0) } }
  }

  /// The file with a title and a subject of its own and without a date.
  ///
  /// The new entry stands behind the file as an update (ISO 32000-1, 7.5.6), in the form of the
  /// file's own cross-reference: a table or a stream.
  func describing(title: String, subject: String) -> [UInt8] {
    guard let reference = crossReference, let size = number("/Size", from: reference),
      let root = indirect("/Root", from: reference)
    else { return bytes }
    let producer = value("/Producer").map { "/Producer \($0) " } ?? ""
    var file = bytes
    if file.last != UInt8(ascii: "\n") { file.append(UInt8(ascii: "\n")) }
    let information = file.count
    file += Array(
      "\(size) 0 obj\n<< \(producer)/Title \(Self.text(title)) /Subject \(Self.text(subject)) >>\nendobj\n"
        .utf8
    )
    let update = file.count
    let entries = "/Root \(root) /Info \(size) 0 R /Prev \(reference)"
    if bytes[reference...].starts(with: Array("xref".utf8)) {
      file += Array(
        """
        xref
        \(size) 1
        \(Self.padded(information)) 00000 n\u{20}
        trailer
        << /Size \(size + 1) \(entries) >>

        """.utf8
      )
    } else {
      // Two entries of one, four and one bytes: the information, and this stream.
      let rows = [information, update].flatMap { offset -> [UInt8] in
        [1] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: offset >> $0) } + [0]
      }
      file += Array(
        "\(size + 1) 0 obj\n<< /Type /XRef /Size \(size + 2) /W [1 4 1] /Index [\(size) 2] \(entries) /Length \(rows.count) >>\nstream\n"
          .utf8
      )
      file += rows
      file += Array("\nendstream\nendobj\n".utf8)
    }
    file += Array("startxref\n\(update)\n%%EOF\n".utf8)
    return file
  }

  // MARK: Parts

  /// Where the last cross-reference begins.
  private var crossReference: Int? {
    guard let place = Self.last(Array("startxref".utf8), in: bytes),
      let offset = Int(Self.word(in: bytes, from: place + 9)), bytes.indices.contains(offset)
    else { return nil }
    return offset
  }

  private func number(_ key: String, from start: Int) -> Int? {
    Self.first(Array(key.utf8), in: bytes, from: start)
      .flatMap { Int(Self.word(in: bytes, from: $0 + key.utf8.count)) }
  }

  /// A reference such as `13 0 R`.
  private func indirect(_ key: String, from start: Int) -> String? {
    number(key, from: start).map { "\($0) 0 R" }
  }

  /// A string in parentheses, as it is written.
  private func value(_ key: String) -> String? {
    guard let place = Self.last(Array(key.utf8), in: bytes) else { return nil }
    var text: [UInt8] = []
    var depth = 0
    for byte in bytes[(place + key.utf8.count)...].prefix(400) {
      if depth == 0, byte == UInt8(ascii: " ") { continue }
      if byte == UInt8(ascii: "(") { depth += 1 } else if depth == 0 { return nil }
      text.append(byte)
      if byte == UInt8(ascii: ")") {
        depth -= 1
        if depth == 0 { return String(decoding: text, as: UTF8.self) }
      }
    }
    return nil
  }

  /// A text as UTF-16 in hexadecimal digits, which holds any character.
  private static func text(_ text: String) -> String {
    let units = text.utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
    return "<FEFF\(units.joined())>"
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(10 - digits.utf8.count, 0)) + digits
  }

  /// The characters after blanks, up to the next blank or bracket.
  private static func word(in bytes: [UInt8], from start: Int) -> String {
    let rest = bytes[start...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == 13 }
    let ends = Array(" \n\r<>[]()".utf8)
    return String(decoding: rest.prefix(100).prefix { !ends.contains($0) }, as: UTF8.self)
  }

  private static func first(_ part: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count - part.count >= start else { return nil }
    return (start...(bytes.count - part.count)).first { place in
      bytes[place] == part[0] && bytes[place..<place + part.count].elementsEqual(part)
    }
  }

  private static func last(_ part: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= part.count else { return nil }
    return (0...(bytes.count - part.count)).last { place in
      bytes[place] == part[0] && bytes[place..<place + part.count].elementsEqual(part)
    }
  }
}
