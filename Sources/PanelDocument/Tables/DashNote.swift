import PanelResults

extension Cell {
  /// Whether something stands there other than a dash.
  var hasValue: Bool {
    switch self {
    case .empty, .unavailable: false
    default: true
    }
  }
}

extension TableFrame {
  /// More reasons than this are not told below a table; pages tell each beside its cell.
  private static let mostReasons = 3

  /// Adds what a dash stands for where a table has one, with the reasons that no other note tells;
  /// and, where estimates and blank cells share a row, what sets a blank cell apart from it.
  func explainingDashes(in blocks: [TableBlock], _ notes: [TableNote]) throws(DocumentError)
    -> [TableNote]
  {
    let rows = blocks.flatMap(\.rows)
    var reasons: [RichText] = []
    for case .unavailable(_, let reason) in rows.flatMap(\.cells) where !reasons.contains(reason) {
      reasons.append(reason)
    }
    guard !reasons.isEmpty else { return notes }
    let hasBlanks = rows.contains { row in
      row.cells.contains(.empty)
        && row.cells.contains { if case .estimate = $0 { true } else { false } }
    }
    let dash = RichText(try glossary.text("tables", "unavailable"))
    var text = try glossary.rich("notes", hasBlanks ? "dash-blank" : "dash", ["dash": dash])
    let told = notes.map(\.text.plainText)
    let untold = reasons.filter { reason in !told.contains { $0.contains(reason.plainText) } }
    if untold.count <= Self.mostReasons {
      for reason in untold {
        text = try glossary.rich("notes", "sentences", ["text": text, "sentence": reason])
      }
    }
    let order = TableNote.Kind.allCases
    let place = order.firstIndex(of: .brackets) ?? 0
    let next = notes.firstIndex { (order.firstIndex(of: $0.kind) ?? 0) > place } ?? notes.endIndex
    var explained = notes
    explained.insert(TableNote(.brackets, text), at: next)
    return explained
  }
}
