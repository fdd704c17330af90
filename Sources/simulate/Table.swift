import Foundation

/// A number with so many decimals, without a minus before zeros.
func fixed(_ value: Double, _ decimals: Int) -> String {
  let text = String(format: "%.\(decimals)f", value)
  return text.hasPrefix("-") && !text.contains { "123456789".contains($0) }
    ? String(text.dropFirst()) : text
}

/// A number as a file holds it with so many decimals.
func rounded(_ value: Double, _ decimals: Int) -> Double {
  Double(fixed(value, decimals)) ?? value
}

/// A table of a comma-separated file. Numbers have few enough decimals that the last bits of a
/// machine's logarithms do not show.
struct Table {
  private var names: [String] = []
  private var columns: [[String]] = []

  /// Adds a column of numbers; one that is not finite is left empty.
  mutating func add(_ name: String, _ values: [Double], decimals: Int) {
    add(name, values.map { $0.isFinite ? fixed($0, decimals) : "" })
  }

  mutating func add(_ name: String, _ cells: [String]) {
    precondition(columns.isEmpty || columns[0].count == cells.count, "\(name) has other rows")
    names.append(name)
    columns.append(cells)
  }

  /// The file's text, with a header and lines that end in a line feed.
  var text: String {
    let rows = (0..<(columns.first?.count ?? 0)).map { row in columns.map { $0[row] } }
    return ([names] + rows)
      .map { $0.map(Table.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
