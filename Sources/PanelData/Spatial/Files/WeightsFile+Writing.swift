import PanelNumerics
import PanelResults

extension SpatialWeights {
  /// The weights as a file of some format, which ``WeightsFile`` reads back to the same values.
  ///
  /// GAL holds neighbours only; the others hold the weights, standardised as they are.
  ///
  /// - Throws: ``DataError/values(_:)`` where names of units do not fit the format.
  package func bytes(as format: WeightsFormat) throws(DataError) -> [UInt8] {
    switch format {
    case .gal:
      try requireWords(for: "GAL")
      return Array(gal.utf8)
    case .gwt:
      try requireWords(for: "GWT")
      return Array(gwt.utf8)
    case .dense: return Array(dense.utf8)
    case .edges: return Array(edges.utf8)
    case .swm:
      guard let bytes = BinaryWeights.bytes(of: self) else {
        throw .values(
          "A .swm file names units by whole numbers; '\(MessageText.shown(name))' has units such as "
            + "'\(MessageText.shown(ids.first { Int32($0) == nil } ?? ""))'. Write edges or gal "
            + "instead."
        )
      }
      return bytes
    }
  }

  private func requireWords(for format: String) throws(DataError) {
    let wrong = ids.first { $0.isEmpty || $0.contains { $0.isWhitespace } }
    guard let wrong else { return }
    throw .values(
      "Names in a \(format) file have no spaces; '\(MessageText.shown(name))' has the unit "
        + "'\(MessageText.shown(wrong))'. Write edges or dense instead, or let 'unit' be a column "
        + "of codes."
    )
  }

  private func neighbours(of row: Int) -> [(id: String, value: Double)] {
    matrix.positions(ofRow: row).map { (ids[Int(matrix.columns[$0])], matrix.values[$0]) }
  }

  private var header: String {
    "0 \(ids.count) \(String(name.map { $0.isWhitespace ? "_" : $0 })) unit\n"
  }

  private var gal: String {
    ids.indices.reduce(into: header) { text, row in
      let neighbours = neighbours(of: row)
      text += "\(ids[row]) \(neighbours.count)\n"
      text += neighbours.map(\.id).joined(separator: " ") + "\n"
    }
  }

  private var gwt: String {
    ids.indices.reduce(into: header) { text, row in
      for neighbour in neighbours(of: row) {
        text += "\(ids[row]) \(neighbour.id) \(Expression.text(of: neighbour.value))\n"
      }
    }
  }

  private var edges: String {
    ids.indices.reduce(into: "from,to,weight\n") { text, row in
      for neighbour in neighbours(of: row) {
        text +=
          [Self.field(ids[row]), Self.field(neighbour.id), Expression.text(of: neighbour.value)]
          .joined(separator: ",") + "\n"
      }
    }
  }

  private var dense: String {
    var text = (["id"] + ids.map(Self.field)).joined(separator: ",") + "\n"
    for row in ids.indices {
      var cells = [String](repeating: "0", count: ids.count)
      for position in matrix.positions(ofRow: row) {
        cells[Int(matrix.columns[position])] = Expression.text(of: matrix.values[position])
      }
      text += ([Self.field(ids[row])] + cells).joined(separator: ",") + "\n"
    }
    return text
  }

  /// A field of CSV (RFC 4180).
  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
