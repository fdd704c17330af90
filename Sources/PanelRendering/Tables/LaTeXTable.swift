import PanelDocument

/// A table as the LaTeX templates see it: booktabs, threeparttable and siunitx columns.
struct LaTeXTable {
  private let table: TableModel
  private let columns: [DecimalColumn?]

  init(_ table: TableModel) {
    self.table = table
    columns = table.columns.dropFirst().enumerated().map { index, column in
      column.alignment == .decimal ? DecimalColumn(index: index, of: table) : nil
    }
  }

  var template: [String: TemplateValue] {
    let widths = LaTeXWidths(table)
    return [
      "packages": .text(packages.joined(separator: ", ")),
      "engine": .flag(table.needsUnicodeEngine),
      "size": .optional(widths.fontSize),
      "padding": .text(widths.columnPadding),
      "captionAbove": .flag(table.look.captionPlace == .above),
      "captionBelow": .flag(table.look.captionPlace == .below),
      "caption": table.caption.template,
      "anchor": .markup(Markup(.latex, "tab:" + table.id.latexLabel)),
      "columns": .objects(columnFields(widths)),
      "doubleRules": .flag(table.look.rules == .double),
      "head": .objects(table.head.map(headFields)),
      "blocks": .objects(
        table.blocks.enumerated().map { blockFields($1, isFirst: $0 == 0) }
      ),
      "columnCount": .text(String(table.columns.count)),
      "notesLabel": .text(table.notesLabel),
      "notes": table.notes.isEmpty
        ? .absent : .object(["items": .objects(table.notes.map { ["text": $0.text.template] })]),
    ]
  }

  private var packages: [String] {
    var packages = ["booktabs", "threeparttable", "siunitx (version 3)"]
    if LaTeXWidths(table).hasParagraphs { packages.append("array") }
    if table.hasMath { packages.append("amsmath") }
    if table.texts.contains(where: { $0.plainText.contains("✓") }) { packages.append("amssymb") }
    return packages
  }

  private func columnFields(_ widths: LaTeXWidths) -> [[String: TemplateValue]] {
    let empty: [String: TemplateValue] = [
      "paragraph": .absent, "leading": false, "center": false, "decimal": .absent,
      "gap": .absent,
    ]
    return table.columns.enumerated().map { index, column in
      var fields = empty
      switch column.alignment {
      case .leading:
        if let width = widths.paragraph(column: index) {
          fields["paragraph"] = .text(width)
        } else {
          fields["leading"] = true
        }
      case .center: fields["center"] = true
      case .decimal:
        guard index > 0, let layout = columns[index - 1] else { return fields }
        fields["decimal"] = .object([
          "format": .text(
            (layout.isSigned ? "-" : "") + "\(layout.integerDigits).\(layout.fractionDigits)"
          ),
          "grouped": .flag(layout.isGrouped),
        ])
        fields["gap"] = widths.gap(after: index).map(TemplateValue.text) ?? .absent
      }
      return fields
    }
  }

  private func headFields(_ row: HeadRow) -> [String: TemplateValue] {
    var column = 1
    var cells: [[String: TemplateValue]] = []
    var rules: [[String: TemplateValue]] = []
    for cell in row.cells {
      let isStub = column == 1
      let isOne = cell.span == 1
      cells.append([
        "separated": .flag(!isStub),
        "stub": .flag(isStub && isOne),
        "single": .flag(!isStub && isOne),
        "span": isOne ? .absent : .text(String(cell.span)),
        "text": cell.text.template,
        "lines": isOne && !isStub ? lines(of: cell.text) : .absent,
      ])
      if cell.hasRule {
        rules.append([
          "from": .text(String(column)), "to": .text(String(column + cell.span - 1)),
        ])
      }
      column += cell.span
    }
    return ["cells": .objects(cells), "rules": .objects(rules)]
  }

  /// A long heading of one column in two or three lines, so that it does not widen its column.
  private func lines(of text: RichText) -> TemplateValue {
    guard case .plain(let plain)? = text.parts.first, text.parts.count == 1 else { return .absent }
    let lines = plain.wrapped(at: 14)
    guard lines.count > 1 else { return .absent }
    return .object([
      "first": .text(lines[0]), "others": .list(lines.dropFirst().map(TemplateValue.text)),
    ])
  }

  private func blockFields(_ block: TableBlock, isFirst: Bool) -> [String: TemplateValue] {
    [
      "rule": .flag(block.hasRuleAbove && !isFirst),
      "gap": .flag(!block.hasRuleAbove && !isFirst),
      "heading": block.heading?.template ?? .absent,
      "rows": .objects(block.rows.map { rowFields($0, in: block.kind) }),
    ]
  }

  private func rowFields(_ row: TableRow, in kind: TableBlock.Kind) -> [String: TemplateValue] {
    [
      "space": .flag(row.hasSpaceAbove),
      "indents": .list(Array(repeating: true, count: row.indent)),
      "label": row.label.template,
      "cells": .objects(
        row.cells.enumerated().map { index, cell in
          cellFields(cell, in: columns.indices.contains(index) ? columns[index] : nil, kind: kind)
        }
      ),
    ]
  }

  private func cellFields(
    _ cell: Cell,
    in column: DecimalColumn?,
    kind: TableBlock.Kind
  ) -> [String: TemplateValue] {
    var fields: [String: TemplateValue] = [
      "aligned": .absent, "number": .absent, "numbers": .absent, "test": .absent, "text": .absent,
      "flat": false, "open": .absent, "close": .absent, "stars": .absent,
    ]
    var bracket = Bracket.none
    switch cell {
    case .estimate(let number, let stars, _):
      fields["stars"] = Self.marks(stars)
      place(number, in: column, kind: kind, fields: &fields)
    case .statistic(let number, _): place(number, in: column, kind: kind, fields: &fields)
    case .uncertainty(let numbers, let ends, _):
      bracket = ends
      if numbers.count == 1 {
        place(numbers[0], in: column, kind: kind, fields: &fields)
      } else {
        fields["numbers"] = .object([
          "first": numbers.first?.template ?? .absent,
          "others": .list(numbers.dropFirst().map(\.template)),
        ])
      }
    case .test(let number, let pValue, _):
      fields["test"] = .object(["statistic": number.template, "pValue": pValue.template])
    case .text(let text), .mark(let text, _), .unavailable(let text, _):
      fields["text"] = text.template
    case .empty: break
    }
    let isBound = fields["aligned"] != .absent && cell.soleNumber?.isUpperBound == true
    fields["open"] = .text(bracket.opening + (isBound ? "<" : ""))
    fields["close"] = .text(bracket.closing)
    return fields
  }

  /// Asterisks stay bare: `\sym` sets them as mathematics.
  private static func marks(_ stars: String) -> TemplateValue {
    let areAsterisks = stars.utf8.allSatisfy { $0 == UInt8(ascii: "*") }
    return areAsterisks && !stars.isEmpty ? .markup(Markup(.latex, stars)) : .text(stars)
  }

  /// At the separator where the column has room, else centred without widening it.
  private func place(
    _ number: NumberText,
    in column: DecimalColumn?,
    kind: TableBlock.Kind,
    fields: inout [String: TemplateValue]
  ) {
    if let column, column.aligns(number, in: kind) {
      var digits = number
      digits.isUpperBound = false
      fields["aligned"] = .text(digits.machineText)
    } else {
      fields["number"] = number.template
      fields["flat"] = .flag(column.map { $0.leavesRoom(for: number) } ?? false)
    }
  }
}

extension DecimalColumn {
  /// Whether a centred number may overhang its column: by at most the padding on either side.
  fileprivate func leavesRoom(for number: NumberText) -> Bool {
    let own = integerDigits + fractionDigits + (isSigned ? 1 : 0)
    return number.exponent == nil && number.integerDigitCount <= own + 2
  }
}

extension String {
  /// The id with what may not stand in a `\label` or an anchor made a hyphen.
  var latexLabel: String {
    String(
      decoding: utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"),
          UInt8(ascii: "-"), UInt8(ascii: "_"):
          byte
        default: UInt8(ascii: "-")
        }
      },
      as: UTF8.self
    )
  }

  /// The words in lines of about a width, as even as they come.
  func wrapped(at width: Int) -> [String] {
    guard count > width else { return [self] }
    let words = split(separator: " ", omittingEmptySubsequences: true)
    let target = max(width, words.map(\.count).max() ?? 0)
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.count + word.count < target {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
