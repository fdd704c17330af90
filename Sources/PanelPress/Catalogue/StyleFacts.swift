import PanelDocument

/// What a style sets, in few words, for `panelpress list styles`.
struct StyleFacts {
  var table: TableStyle
  var figure: FigureTheme

  /// The name with its summary, and a line each for tables and figures.
  func lines(name: String) -> String {
    let summary = table.name == name ? table.summary : figure.summary
    return """
      \(name): \(summary)
        tables   \(tables.joined(separator: "; "))
        figures  \(figures.joined(separator: "; "))

      """
  }

  /// Looks and choices of tables.
  var tables: [String] {
    [caption(table.caption, word: "Table", place: table.captionPlace.rawValue), rules, stars]
      + [
        table.uncertainty.map { "\($0.measure.rawValue) below estimates" }.joined(separator: ", "),
        effects, notes,
        "columns \(columnNumber) \(table.columns.alignment == .center ? "centred" : "at the left")",
        "type \(table.type.table) pt\(table.type.family == .times ? " Times" : ""), notes "
          + "\(table.type.notes) pt",
        "statistics \(table.statistics.map(\.rawValue).joined(separator: ", "))",
      ]
  }

  /// Measures and looks of figures.
  var figures: [String] {
    let widths = [figure.widths.single, figure.widths.oneAndHalf, figure.widths.double]
    return [
      caption(
        figure.caption,
        word: figure.caption?.isShort == true ? "Fig." : "Figure",
        place: "below"
      ),
      widths.map(Self.number).joined(separator: ", ") + " mm wide",
      "type \(Self.number(figure.font.label)) and \(Self.number(figure.font.small)) pt "
        + (figure.font.families.first ?? ""),
      "lines \(Self.number(figure.strokes.line)) pt", figure.hasGrid ? "grid" : "no grid",
      "legend at the \(figure.legend.rawValue)",
      "series " + figure.light.series.joined(separator: " "),
    ]
  }

  private func caption(_ form: CaptionForm?, word: String, place: String) -> String {
    guard let form else { return "caption \(place), as the document has it" }
    let number = form.number.text(of: "1")
    let gap = form.separator == .newline ? " / " : form.separator.text
    let faces = [("number", form.label), ("title", form.title)]
      .filter { $0.1 != .plain }.map { "\($0.0) in \($0.1.rawValue)" }
    let side = form.alignment == .center ? "centred" : "flush left"
    return "“\(word) \(number)\(gap)Title” " + ([place, side] + faces).joined(separator: ", ")
  }

  private var rules: String {
    let rules = table.rules
    let weights = [rules.top ?? 0.8, rules.head ?? 0.5, rules.bottom ?? 0.8]
    let doubled =
      switch rules.doubled {
      case .none: ""
      case .top: ", two thin ones on top"
      case .both: ", two thin ones on top and at the foot"
      }
    return "rules of \(weights.map(Self.number).joined(separator: ", ")) pt\(doubled)"
      + (rules.between == .space ? ", none in the body" : "")
  }

  private var stars: String {
    guard !table.stars.levels.isEmpty else { return "no stars" }
    return "stars "
      + table.stars.levels.map { "\($0.symbol) \(Self.number($0.below))" }.joined(separator: " ")
  }

  private var effects: String {
    let marks =
      switch table.effects.marks {
      case .yesNo: "Yes/No"
      case .yesBlank: "Yes/blank"
      case .checkBlank: "✓/blank"
      case .checkCross: "✓/×"
      case .crossBlank: "×/blank"
      }
    let place = table.effects.place == .afterStatistics ? "after statistics" : "after coefficients"
    return "fixed effects \(marks) \(place)"
  }

  private var notes: String {
    let word = table.notesLabel == .note ? "Note" : "Notes"
    return "“\(word)\(table.notes.mark?.text ?? ":")” \(table.notes.label.rawValue)"
  }

  private var columnNumber: String {
    let text = table.columns.numbers.text(of: 1)
    return switch table.columns.numbers {
    case .arabic, .roman, .letters: "(\(text))"
    case .model: "Model \(text)"
    case .bare: text
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }
}
