import Foundation
import Glibc
import PanelData

/// A first study file for a data set: `panelpress new`.
package enum NewStudy {
  /// Writes the file and returns what was guessed, in words.
  ///
  /// - Throws: ``PressError/usage(_:)`` if the file exists: nothing is ever overwritten.
  package static func write(data: String, to path: String) throws(PressError) -> String {
    let table: DataTable
    do {
      table = try DataReader.read(
        url: URL(filePath: data),
        named: URL(filePath: data).lastPathComponent
      )
    } catch {
      throw .input(error.description)
    }
    let guess = StudyGuess(table)
    let text = StudyDraft(
      name: studyName(data),
      file: relative(data, to: path),
      guess: guess
    ).text
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST
        ? .usage("\(path) exists and is never overwritten. Choose another --output.")
        : .output("\(path): \(TextFile.reason(errno)).")
    }
    let bytes = Array(text.utf8)
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count, close(descriptor) == 0 else {
      let reason = TextFile.reason(errno)
      unlink(path)
      throw .output("\(path): \(reason).")
    }
    return guess.description
  }

  /// The data file's stem, made a safe name.
  static func studyName(_ data: String) -> String {
    let stem = URL(filePath: data).deletingPathExtension().lastPathComponent
    var name = ""
    for byte in stem.lowercased().utf8 {
      let isPlain =
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
        || byte == 0x5F
      name += isPlain ? String(UnicodeScalar(byte)) : "-"
    }
    name = String(name.prefix(SafeName.lengthLimit))
    return SafeName.fault(in: name) == nil ? name : "study"
  }

  /// The data file as seen from the study file's folder; absolute only if they share no folder.
  static func relative(_ data: String, to study: String) -> String {
    let from = URL(filePath: study).standardizedFileURL.deletingLastPathComponent().pathComponents
    let to = URL(filePath: data).standardizedFileURL.pathComponents
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: from.count - shared)
    return (up + to[shared...]).joined(separator: "/")
  }
}

/// What the columns of a data set seem to be.
struct StudyGuess: CustomStringConvertible {
  var unit: String?
  var time: String?
  /// Numeric columns that are neither, in file order.
  var numbers: [String] = []

  init(_ table: DataTable) {
    let times = table.columns.filter(Self.mayBeTime)
      .sorted { Self.timeRank($0.name) < Self.timeRank($1.name) }
    search: for time in times.prefix(8) {
      let units = table.columns.filter { $0.name != time.name && Self.mayBeUnit($0) }
        .sorted { Self.unitRank($0) < Self.unitRank($1) }
      for unit in units.prefix(12) where Self.isKey(unit, time, rows: table.rowCount) {
        (self.unit, self.time) = (unit.name, time.name)
        break search
      }
    }
    let keys = [unit, time].compactMap(\.self)
    numbers = table.columns.filter { column in
      guard let values = column.numbers, !keys.contains(column.name) else { return false }
      return Self.varies(values)
    }.map(\.name)
  }

  var description: String {
    let keys =
      unit.flatMap { unit in time.map { "unit '\(unit)' and time '\($0)' name each row once" } }
      ?? "no two columns name each row once, so unit and time are left out"
    return "\(keys); \(numbers.count) numeric variables"
  }

  private static let timeNames = [
    "year", "time", "period", "date", "t", "month", "quarter", "wave", "week", "day", "年份", "年",
  ]

  private static func timeRank(_ name: String) -> Int {
    let name = name.lowercased()
    return timeNames.firstIndex(of: name)
      ?? (timeNames.prefix(4).contains { name.contains($0) } ? 50 : 100)
  }

  /// Text columns first, then columns called an id.
  private static func unitRank(_ column: Column) -> Int {
    let name = column.name.lowercased()
    if column.numbers == nil { return 0 }
    return name == "id" || name.hasSuffix("id") || name.contains("code") ? 1 : 2
  }

  /// Whole numbers without gaps in the column, and fewer values than rows.
  private static func mayBeTime(_ column: Column) -> Bool {
    guard let numbers = column.numbers, !numbers.isEmpty else { return false }
    var distinct: Set<Double> = []
    for number in numbers {
      guard number == number.rounded(), abs(number) < 1e9 else { return false }
      distinct.insert(number)
    }
    return distinct.count > 1 && (distinct.count < numbers.count || timeRank(column.name) < 100)
  }

  private static func mayBeUnit(_ column: Column) -> Bool {
    switch column.storage {
    case .text: true
    case .numbers(let numbers): numbers.allSatisfy { $0 == $0.rounded() && abs($0) < 1e15 }
    }
  }

  private static func isKey(_ unit: Column, _ time: Column, rows: Int) -> Bool {
    guard let periods = time.numbers else { return false }
    struct Key: Hashable {
      var unit: Double
      var period: Double
    }
    var seen: Set<Key> = []
    var units: Set<Double> = []
    for row in 0..<rows {
      let value: Double =
        switch unit.storage {
        case .text(let codes, _): Double(codes[row])
        case .numbers(let numbers): numbers[row]
        }
      units.insert(value)
      guard seen.insert(Key(unit: value, period: periods[row])).inserted else { return false }
    }
    return units.count > 1 && units.count < rows
  }

  private static func varies(_ values: [Double]) -> Bool {
    guard let first = values.first(where: { !$0.isNaN }) else { return false }
    return values.contains { !$0.isNaN && $0 != first }
  }
}

/// The text of a first study file.
struct StudyDraft {
  var name: String
  var file: String
  var guess: StudyGuess

  var text: String {
    let shown = guess.numbers.prefix(8).map { Self.quoted(Names.written($0)) }.joined(
      separator: ", "
    )
    var lines = [
      "# A first study of \(ConsoleText.safe(file).replacing("\n", with: " ")). Change what is asked, then:",
      "#   panelpress run THIS_FILE",
      "",
      "study: \(name)",
      "title: \(Self.quoted(name))",
      "seed: 1",
      "",
      "data:",
      "  file: \(Self.quoted(file))",
    ]
    if let unit = guess.unit, let time = guess.time {
      lines += ["  unit: \(Self.quoted(unit))", "  time: \(Self.quoted(time))"]
    }
    lines += ["", "analyses:"]
    if !guess.numbers.isEmpty {
      lines += ["  summary:", "    method: descriptives", "    variables: [\(shown)]"]
    }
    lines += models
    lines += ["", "tables:"]
    if !guess.numbers.isEmpty {
      lines += ["  table1: {of: summary, caption: Summary statistics}"]
    }
    if guess.numbers.count > 1 { lines += ["  table2: {of: baseline, caption: Baseline results}"] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first numeric variable on the second, plain and within units and periods.
  private var models: [String] {
    guard guess.numbers.count > 1 else { return [] }
    let formula = "\(Names.written(guess.numbers[0])) ~ \(Names.written(guess.numbers[1]))"
    var lines = ["  baseline:", "    method: fixed-effects"]
    guard let unit = guess.unit, let time = guess.time else {
      return lines + ["    vcov: hc1", "    models:", "      - \(Self.quoted(formula))"]
    }
    let effects = "\(Names.written(unit)) + \(Names.written(time))"
    lines += [
      "    vcov: \(Self.quoted("cluster(\(Names.written(unit)))"))",
      "    models:",
      "      - \(Self.quoted(formula))",
      "      - \(Self.quoted("\(formula) | \(effects)"))",
    ]
    return lines
  }

  /// YAML for a text: plain where that is safe, else in double quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      text.unicodeScalars.first.map { $0.properties.isAlphabetic } == true
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
          || "_-./ ~+()".unicodeScalars.contains($0)
      } && text.last != " " && Scalars.flag(text) == nil
      && !["null", "Null", "NULL"].contains(text)
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if scalar.properties.generalCategory == .control {
          quoted += "\\x" + String(String(scalar.value + 0x100, radix: 16).suffix(2))
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
