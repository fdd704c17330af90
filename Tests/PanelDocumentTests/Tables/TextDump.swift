import PanelResults
import TestSupport

@testable import PanelDocument

extension TableModel {
  /// The table as characters: one line per row, cells between bars, notes below.
  var plainTextDump: String {
    var lines = ["\(numberLabel). \(caption.plainText)"]
    lines += head.map(\.dump)
    for block in blocks {
      lines.append((block.hasRuleAbove ? "===" : "---") + " \(block.kind.rawValue)")
      if let heading = block.heading { lines.append("# \(heading.plainText)") }
      lines += block.head.map(\.dump)
      lines += block.rows.map { row in
        let label =
          row.label.isEmpty ? "‹\(row.spokenLabel?.plainText ?? "")›" : row.label.plainText
        return "| " + String(repeating: "  ", count: row.indent) + label + " | "
          + row.cells.map(\.dump).joined(separator: " | ") + " |"
      }
    }
    lines += notes.map { "[\($0.kind.rawValue)] \($0.text.plainText)" }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension HeadRow {
  fileprivate var dump: String {
    "| "
      + cells.map { cell in
        cell.text.plainText + (cell.span > 1 ? " <\(cell.span)>" : "") + (cell.hasRule ? " _" : "")
      }.joined(separator: " | ") + " |"
  }
}

extension Cell {
  var dump: String {
    switch self {
    case .estimate(let number, let stars, _): number.plainText + stars
    case .uncertainty(let numbers, let bracket, _):
      bracket.open + numbers.map(\.plainText).joined(separator: ", ") + bracket.close
    case .statistic(let number, _): number.plainText
    case .test(let number, let pValue, _): "\(number.plainText) [\(pValue.plainText)]"
    case .text(let text): "“\(text.plainText)”"
    case .mark(let mark, let spoken): "\(mark.plainText)‹\(spoken)›"
    case .empty: ""
    case .unavailable(let text, let reason): "\(text.plainText)‹\(reason.plainText)›"
    }
  }
}

extension Bracket {
  fileprivate var open: String {
    switch self {
    case .parentheses: "("
    case .square: "["
    case .curly: "{"
    case .none: ""
    }
  }

  fileprivate var close: String {
    switch self {
    case .parentheses: ")"
    case .square: "]"
    case .curly: "}"
    case .none: ""
    }
  }
}

/// A document in English around one table.
func testContext(style: String = "plain", id: String = "table2") throws -> DocumentContext {
  DocumentContext(
    id: id,
    number: "2",
    caption: "Baseline results",
    glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
    tableStyle: try StyleFiles.load(from: "tables/\(style).yaml"),
    figureTheme: try StyleFiles.load(from: "figures/\(style).yaml")
  )
}
