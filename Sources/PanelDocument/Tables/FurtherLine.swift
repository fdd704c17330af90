import PanelResults

/// A line under estimates from inference of another kind than the first: another covariance, or a
/// bootstrap.
struct FurtherLine {
  var measure: Uncertainty
  var bracket: Bracket
  /// The kind of inference in a few words, for those who hear the table.
  var name: RichText

  /// A line that has no bracket yet.
  struct Request {
    var measure: Uncertainty
    var name: RichText
  }

  /// What a cell of the line shows.
  struct Part {
    var estimate: Estimate
    var source: EstimateWriter.Source
  }

  /// The order in which brackets are given out.
  private static let brackets: [Bracket] = [.parentheses, .square, .curly]

  /// Gives every line the first bracket that no line above it has.
  ///
  /// - Throws: Where there are more lines than brackets.
  static func bracketed(
    _ requests: [Request],
    besides taken: [Bracket]
  ) throws(DocumentError) -> [FurtherLine] {
    let free = brackets.filter { !taken.contains($0) }
    guard requests.count <= free.count else {
      throw .invalid(
        "The table has \(taken.count + requests.count) lines under an estimate (those of "
          + "'uncertainty', and one for each further covariance or bootstrap), but only "
          + "\(brackets.count) brackets tell them apart. Take columns with fewer covariances in "
          + "'also', or leave their lines out with 'also: off'."
      )
    }
    return zip(requests, free).map {
      FurtherLine(measure: $0.measure, bracket: $1, name: $0.name)
    }
  }
}

extension EstimateWriter {
  /// The further lines of a row, without those that no column has.
  func furtherRows(
    label: RichText,
    slots: [Slot]
  ) throws(DocumentError) -> [TableRow] {
    var rows: [TableRow] = []
    for (index, line) in further.enumerated() {
      let parts = slots.map { $0.further.indices.contains(index) ? $0.further[index] : nil }
      guard let named = parts.compactMap({ $0?.estimate }).first else { continue }
      var cells: [Cell] = []
      for (slot, part) in zip(slots, parts) {
        guard let part else {
          cells.append(.empty)
          continue
        }
        cells.append(
          try uncertaintyCell(
            (line.measure, line.bracket),
            of: Slot(estimate: part.estimate, source: part.source),
            digitsOf: slot.estimate
          )
        )
      }
      rows.append(
        TableRow(
          label: "",
          spokenLabel: try glossary.rich(
            "tables",
            "spoken-further",
            [
              "measure": RichText(try word(for: line.measure, of: named)), "kind": line.name,
              "term": label,
            ]
          ),
          cells: cells
        )
      )
    }
    return rows
  }

  /// By what stars go, where more than one kind of inference is shown: what stands first.
  func starBasis(about estimates: [Estimate]) throws(DocumentError) -> [TableNote] {
    guard !further.isEmpty, !(try starNotes(about: estimates)).isEmpty, let line = stack.first,
      let basis = try legend(line.measure, line.bracket, about: estimates).first
    else { return [] }
    return [TableNote(.stars, try glossary.rich("notes", "star-basis", ["basis": basis]))]
  }
}
