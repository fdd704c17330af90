import PanelDocument

/// A table as a pipe table of GitHub's dialect, padded so that the source reads as a table.
struct MarkdownTable {
  private let table: TableModel

  init(_ table: TableModel) {
    self.table = table
  }

  /// Texts are escaped here, since padding counts what is printed, and handed on as markup.
  var template: [String: TemplateValue] {
    let head = headRows
    let body = table.blocks.flatMap(rows)
    let widths = table.columns.indices.map { column in
      max(3, (head + body).map { $0[column].displayWidth }.max() ?? 3)
    }
    let language =
      table.setting.captionFields(
        label: table.numberLabel,
        further: table.furtherCaptions,
        form: table.look.caption
      )
      .merging(
        table.setting.noteFields(table.notes, label: table.notesLabel, look: table.look.notes)
      ) { $1 }
    let fields: [String: TemplateValue] = [
      "numberLabel": .text(capitals(table.numberLabel, table.look.caption?.label)),
      "caption": .text(capitals(table.caption.plainText, table.look.caption?.title)),
      "head": line(head[0], widths),
      "rule": .list(
        zip(table.columns, widths).map { column, width in
          let dashes = String(repeating: "-", count: width - 1)
          switch column.alignment {
          case .leading: return .markup(Markup(.markdown, dashes + "-"))
          case .center: return .markup(Markup(.markdown, ":" + dashes.dropFirst() + ":"))
          case .decimal: return .markup(Markup(.markdown, dashes + ":"))
          }
        }
      ),
      "rows": .list((head.dropFirst() + body).map { .object(["cells": line($0, widths)]) }),
    ]
    return fields.merging(language) { $1 }
  }

  /// Small capitals are capitals where there is no other type.
  private func capitals(_ text: String, _ face: TextFace?) -> String {
    face == .capitals || face == .smallCaps ? text.uppercased() : text
  }

  /// Markdown has one head row; a spanner is repeated over its columns, further rows follow below.
  private var headRows: [[String]] {
    let rows = table.head.map(line(of:))
    return rows.isEmpty ? [Array(repeating: "", count: table.columns.count)] : rows
  }

  private func line(of row: HeadRow) -> [String] {
    row.cells.flatMap { cell in
      Array(repeating: OutputFormat.markdown.escaped(cell.text.plainText), count: cell.span)
    }
  }

  private func rows(of block: TableBlock) -> [[String]] {
    let filler = Array(repeating: "", count: table.columns.count - 1)
    let heading = block.heading.map { [OutputFormat.markdown.escaped($0.plainText)] + filler }
    return (heading.map { [$0] } ?? []) + block.head.map(line(of:))
      + block.rows.map { row in
        let indent = String(repeating: "\u{2003}", count: row.indent)
        return [indent + OutputFormat.markdown.escaped(row.label.plainText)]
          + row.cells.map { OutputFormat.markdown.escaped($0.shownText) }
      }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> TemplateValue {
    .list(
      cells.indices.map { index in
        let padding = String(
          repeating: " ",
          count: max(0, widths[index] - cells[index].displayWidth)
        )
        let isNumeric = table.columns[index].alignment == .decimal
        return .markup(
          Markup(.markdown, isNumeric ? padding + cells[index] : cells[index] + padding)
        )
      }
    )
  }
}

extension Cell {
  /// The cell as plain text: sign, brackets and stars included.
  var shownText: String {
    switch self {
    case .estimate(let number, let stars, _): number.plainText + stars
    case .uncertainty(let numbers, let bracket, _):
      bracket.opening + numbers.map(\.plainText).joined(separator: ", ") + bracket.closing
    case .statistic(let number, _): number.plainText
    case .test(let number, let pValue, _): "\(number.plainText) [\(pValue.plainText)]"
    case .text(let text), .mark(let text, _), .unavailable(let text, _): text.plainText
    case .empty: ""
    }
  }
}

extension String {
  /// Columns of a terminal: two for a Han character, none for a combining mark.
  fileprivate var displayWidth: Int {
    unicodeScalars.reduce(0) { width, scalar in
      if scalar.properties.generalCategory == .nonspacingMark { return width }
      return width + (scalar.isWide ? 2 : 1)
    }
  }
}
