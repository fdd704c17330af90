/// The text formats GAL and GWT.
///
/// - SeeAlso: the GeoDa documentation, *Contiguity-Based Spatial Weights* and *Distance-Based
///   Spatial Weights*; oracle files `columbus_queen.gal` and `columbus_queen.gwt`.
enum NeighbourLists {
  /// A word of the file and its line.
  private struct Word {
    var text: String
    var line: Int
  }

  /// A header, then for each unit its name and number of neighbours, and their names.
  static func gal(
    _ bytes: [UInt8],
    file: String
  ) throws(DataError) -> (units: [String]?, links: [WeightsFile.Link]) {
    let lines = try lines(of: bytes, file: file)
    let count = try header(lines.first, file: file)
    let words = lines.dropFirst().flatMap { $0 }
    var units: [String] = []
    var links: [WeightsFile.Link] = []
    var next = words.startIndex
    while next < words.endIndex {
      let unit = words[next]
      guard next + 1 < words.endIndex, let neighbours = Int(words[next + 1].text), neighbours >= 0
      else {
        throw fault(
          "the number of neighbours of '\(MessageText.shown(unit.text))' is expected here"
            + (next + 1 < words.endIndex
              ? ", not '\(MessageText.shown(words[next + 1].text))'" : "")
            + ". Names in a GAL file have no spaces.",
          file,
          line: unit.line
        )
      }
      next += 2
      guard neighbours <= words.endIndex - next else {
        throw fault(
          "'\(MessageText.shown(unit.text))' has \(neighbours) neighbours, and the file ends after "
            + "\(words.endIndex - next)",
          file,
          line: unit.line
        )
      }
      for word in words[next..<next + neighbours] {
        links.append(.init(from: unit.text, to: word.text, value: 1, line: word.line))
      }
      units.append(unit.text)
      next += neighbours
    }
    try check(units, announced: count, file: file)
    return (units, links)
  }

  /// A header, then a line for each pair: name, name, number.
  static func gwt(
    _ bytes: [UInt8],
    file: String
  ) throws(DataError) -> (units: [String]?, links: [WeightsFile.Link]) {
    let lines = try lines(of: bytes, file: file)
    _ = try header(lines.first, file: file)
    var links: [WeightsFile.Link] = []
    for words in lines.dropFirst() {
      guard words.count == 3, let value = number(words[2].text) else {
        throw fault(
          "a line of a GWT file is two names without spaces and a number, not "
            + "'\(MessageText.shown(words.map(\.text).joined(separator: " ")))'",
          file,
          line: words[0].line
        )
      }
      links.append(
        .init(from: words[0].text, to: words[1].text, value: value, line: words[0].line)
      )
    }
    return (nil, links)
  }

  private static func number(_ text: String) -> Double? {
    var text = text
    let parsed = text.withUTF8 { DecimalNumber.parse($0) }
    if case .value(let number) = parsed { return number }
    return nil
  }

  /// The words of each line that has some.
  private static func lines(of bytes: [UInt8], file: String) throws(DataError) -> [[Word]] {
    let skipped = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard !bytes.contains(0), let text = String(validating: bytes.dropFirst(skipped), as: UTF8.self)
    else { throw fault("the file is not text in UTF-8", file) }
    var lines: [[Word]] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = line.split { $0 == " " || $0 == "\t" }
      if !words.isEmpty { lines.append(words.map { Word(text: String($0), line: index + 1) }) }
    }
    return lines
  }

  /// The number of units: the only word of the first line, or the second of several.
  private static func header(_ words: [Word]?, file: String) throws(DataError) -> Int {
    guard let words, let word = words.count == 1 ? words.first : words.dropFirst().first,
      let count = Int(word.text), count > 0
    else {
      throw fault(
        "the first line must say how many units there are, as in '0 49 columbus POLYID'",
        file,
        line: 1
      )
    }
    return count
  }

  private static func check(
    _ units: [String],
    announced count: Int,
    file: String
  ) throws(DataError) {
    var seen: Set<String> = []
    if let twice = units.first(where: { !seen.insert($0).inserted }) {
      throw fault("'\(MessageText.shown(twice))' stands twice", file)
    }
    guard units.count == count else {
      throw fault("the first line announces \(count) units; the file has \(units.count)", file)
    }
  }

  private static func fault(_ message: String, _ file: String, line: Int? = nil) -> DataError {
    .file(FileFault(file: file, line: line, message: message))
  }
}
