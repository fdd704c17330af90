import PanelDocument

/// A table as the LaTeX templates see it: booktabs, threeparttable or longtable, and siunitx columns.
struct LaTeXTable {
  private let table: TableModel
  private let columns: [DecimalColumn?]
  private let widths: LaTeXWidths

  init(_ table: TableModel) {
    self.table = table
    let widths = LaTeXWidths(table)
    self.widths = widths
    columns = table.columns.dropFirst().enumerated().map { index, column in
      guard column.alignment == .decimal else { return nil }
      var layout = DecimalColumn(index: index, of: table)
      layout.reach = widths.reach(column: index + 1)
      return layout
    }
  }

  var template: [String: TemplateValue] {
    let language =
      table.setting.captionFields(
        label: table.numberLabel,
        further: table.furtherCaptions,
        form: table.look.caption
      )
      .merging(
        table.setting.noteFields(table.notes, label: table.notesLabel, look: table.look.notes)
      ) { $1 }
    return fields.merging(language) { $1 }
  }

  private var fields: [String: TemplateValue] {
    [
      "packages": .text(packages.joined(separator: ", ")),
      "engine": .flag(table.needsUnicodeEngine && !table.needsHan),
      "hanEngine": .flag(table.needsHan),
      "size": .optional(widths.remedy.size.command),
      "noteSize": .optional(widths.remedy.noteSize.command),
      "tooWide": .flag(widths.isTooWide),
      "tooTall": .flag(widths.isTooTall),
      "longBySize": .flag(widths.isLongBySize),
      "needsRuns": .flag(widths.envelope.isLong),
      "float": .flag(!widths.envelope.isLong),
      "long": .flag(widths.envelope.isLong),
      "sideways": .flag(widths.envelope.isSideways),
      "scaled": .flag(widths.envelope == .scaled),
      "ownCaption": .flag(table.setting.captionName != nil || !table.furtherCaptions.isEmpty),
      "longCaptionGap": .text(table.setting.captionName == nil ? ": " : table.setting.captionGap),
      "continuedBefore": .text(table.continuation.head.before),
      "continuedAfter": .text(table.continuation.head.after),
      "continues": .text(table.continuation.foot),
      "noteWidth": .text(noteWidth),
      "centred": .optional(widths.envelope.isLong ? nil : widths.noteWidth.map { "\(Int($0))pt" }),
      "padding": .text(widths.columnPadding),
      "captionAbove": .flag(table.look.captionPlace == .above),
      "captionBelow": .flag(table.look.captionPlace == .below),
      "caption": table.caption.template,
      "anchor": .markup(Markup(.latex, "tab:" + table.id.latexLabel)),
      "columns": .objects(columnFields),
      "times": .flag(table.look.type.family == .times),
      "captionLines": .flag(table.look.caption?.separator == .newline),
      "captionTitle": table.look.caption?.title.template ?? .absent,
      "leadingFloat": .flag(table.look.caption?.alignment == .leading),
      "topWeight": Self.weight(table.look.rules.top),
      "headWeight": Self.weight(table.look.rules.head),
      "innerWeight": Self.weight(table.look.rules.inner),
      "bottomWeight": Self.weight(table.look.rules.bottom),
      "spannerWeight": Self.weight(table.look.rules.spanner),
      "doubleTop": .flag(table.look.rules.hasDoubleTop),
      "doubleBottom": .flag(table.look.rules.hasDoubleBottom),
      "boldPanels": .flag(table.look.panelHeading == .bold),
      "head": .objects(table.head.map(headFields)),
      "hasHead": .flag(!table.head.isEmpty),
      "blocks": .objects(
        table.blocks.enumerated().map { blockFields($1, isFirst: $0 == 0) }
      ),
      "columnCount": .text(String(table.columns.count)),
      "hasNotes": .flag(!table.notes.isEmpty),
    ]
  }

  /// At least this wide are notes: where the table is too narrow for them, and before TeX knows how
  /// wide a long table is.
  private var noteWidth: String { "\(Int(widths.noteWidth ?? 0.95 * widths.total))pt" }

  private static func weight(_ points: Double?) -> TemplateValue {
    points.map { .text(decimal($0) + "pt") } ?? .absent
  }

  /// Up to two decimals, as lengths have them.
  private static func decimal(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    guard fraction != 0 else { return String(hundredths / 100) }
    let digits = (fraction < 10 ? "0" : "") + String(fraction)
    return "\(hundredths / 100)." + (digits.hasSuffix("0") ? String(digits.dropLast()) : digits)
  }

  /// Whether headings and numbers stand at the left of their columns.
  private var isLeading: Bool { table.look.columns == .leading }

  private var packages: [String] {
    var packages = ["booktabs"]
    if widths.envelope.isLong {
      packages.append("longtable")
      if !table.notes.isEmpty { packages.append("threeparttablex") }
    } else {
      packages.append("threeparttable")
    }
    packages.append("siunitx (version 3)")
    switch widths.envelope {
    case .scaled: packages.append("adjustbox")
    case .sideways: packages.append("rotating")
    case .longSideways: packages.append("pdflscape")
    case .float, .long: break
    }
    if widths.needsArray { packages.append("array") }
    if table.needsHan { packages.append("ctex") }
    if table.hasMath { packages.append("amsmath") }
    if table.texts.contains(where: { $0.plainText.contains("✓") }) { packages.append("amssymb") }
    return packages
  }

  private var columnFields: [[String: TemplateValue]] {
    let empty: [String: TemplateValue] = [
      "paragraph": .absent, "leading": false, "center": false, "decimal": .absent,
      "width": .absent, "gap": .absent,
    ]
    return table.columns.enumerated().map { index, column in
      var fields = empty
      let width = widths.fixedWidth(column: index).map(TemplateValue.text) ?? .absent
      switch column.alignment {
      case .leading:
        if let paragraph = widths.paragraph(column: index) {
          fields["paragraph"] = .text(paragraph)
        } else {
          fields["leading"] = true
          fields["width"] = width
        }
      case .center:
        fields["center"] = true
        fields["width"] = width
      case .decimal:
        guard index > 0, let layout = columns[index - 1] else { return fields }
        fields["decimal"] = .object([
          "format": .text(
            (layout.isSigned ? "-" : "") + "\(layout.integerDigits).\(layout.fractionDigits)"
          ),
          "grouped": .flag(layout.isGrouped),
          "from": layout.groupedFrom.map { .text(String($0)) } ?? .absent,
          "leading": .flag(isLeading),
          "across": width,
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
      // A gap belongs to the column before it; a spanner and its rule stand over the columns only.
      let last = column + cell.span - 1
      let trailingGap = widths.gap(after: last - 1).map(TemplateValue.text) ?? .absent
      cells.append([
        "separated": .flag(!isStub),
        "stub": .flag(isStub && isOne),
        "single": .flag(!isStub && isOne),
        "span": isOne ? .absent : .text(String(cell.span)),
        "side": .text(isLeading ? "l" : "c"),
        "gap": isOne ? .absent : trailingGap,
        "text": cell.text.template,
        "lines": lines(of: cell.text, over: (column - 1)..<(column - 1 + cell.span)),
      ])
      if cell.hasRule {
        rules.append([
          "from": .text(String(column)), "to": .text(String(last)), "gap": trailingGap,
        ])
      }
      column += cell.span
    }
    return ["cells": .objects(cells), "rules": .objects(rules)]
  }

  /// A heading too long for its columns in lines of its own; absent where one line holds it.
  private func lines(of text: RichText, over covered: Range<Int>) -> TemplateValue {
    let lines = widths.headLines(of: text, over: covered)
    guard lines.count > 1 else { return .absent }
    let isText = table.columns[covered.lowerBound].alignment == .leading && covered.count == 1
    return .object([
      "side": .text(isText || isLeading ? "l" : "c"), "first": lines[0].template,
      "others": .list(lines.dropFirst().map(\.template)),
    ])
  }

  private func blockFields(_ block: TableBlock, isFirst: Bool) -> [String: TemplateValue] {
    let hasRule = block.hasRuleAbove && table.look.rules.between == .rule
    return [
      "rule": .flag(hasRule && !isFirst),
      "gap": .flag(!hasRule && !isFirst),
      "heading": block.heading?.template ?? .absent,
      "head": .objects(block.head.map(headFields)),
      // A rule brings its own space.
      "headGap": .flag(block.head.last.map { !$0.cells.contains(where: \.hasRule) } ?? false),
      "rows": .objects(rowsFields(of: block)),
    ]
  }

  /// The rows with cells and labels in lines: what follows the first line stands beside the rows under the
  /// estimate, which have no label, so that nothing comes between an estimate and its standard
  /// error; further lines are rows of their own.
  private func printedRows(of block: TableBlock) -> [TableRow] {
    var printed: [TableRow] = []
    var waiting: [RichText] = []
    var indent = 0
    func flush() {
      for line in waiting {
        let cells = Array(repeating: Cell.empty, count: table.columns.count - 1)
        printed.append(TableRow(label: line, indent: indent, cells: cells))
      }
      waiting = []
    }
    for var row in block.lines(within: widths.cellLimits) {
      if row.label.isEmpty, !row.hasSpaceAbove, !waiting.isEmpty {
        row.label = waiting.removeFirst()
        row.indent = indent
      } else {
        flush()
        let lines = widths.stubLines(of: row.label, indent: row.indent)
        waiting = Array(lines.dropFirst())
        indent = row.indent + 1
        if lines.count > 1 { row.label = lines[0] }
      }
      printed.append(row)
    }
    flush()
    return printed
  }

  /// A page may not end before a line that has no label of its own, which belongs to the one above.
  private func rowsFields(of block: TableBlock) -> [[String: TemplateValue]] {
    let rows = printedRows(of: block)
    return rows.enumerated().map { index, row in
      let next = rows.indices.contains(index + 1) ? rows[index + 1] : nil
      var fields = rowFields(row, in: block.kind)
      // Paragraphs are set apart.
      fields["space"] = .flag(row.hasSpaceAbove || (index > 0 && widths.hasParagraphs))
      fields["kept"] = .flag(
        widths.envelope.isLong && !table.holdsWords && (next.map { $0.continues(row) } ?? false)
      )
      return fields
    }
  }

  private func rowFields(_ row: TableRow, in kind: TableBlock.Kind) -> [String: TemplateValue] {
    [
      "indents": .list(Array(repeating: true, count: row.indent)),
      "label": row.label.template,
      "cells": .objects(
        row.shown.map { cell, index, span in
          var fields = cellFields(
            cell,
            in: span == 1 && columns.indices.contains(index) ? columns[index] : nil,
            kind: kind
          )
          fields["span"] = span == 1 ? .absent : .text(String(span))
          fields["blank"] = .flag(span != 1 && cell == .empty)
          fields["gap"] =
            span == 1 ? .absent : widths.gap(after: index + span).map(TemplateValue.text) ?? .absent
          return fields
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
      "flat": false, "side": .text(isLeading ? "l" : "c"),
      "leading": .flag(isLeading), "open": .absent, "close": .absent, "stars": .absent,
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

extension TableRow {
  /// Whether a row belongs to the one above: lines under an estimate and further lines of a label,
  /// and the first row under a heading.
  fileprivate func continues(_ row: TableRow) -> Bool {
    label.isEmpty || (spokenLabel == nil && !hasSpaceAbove && cells.allSatisfy { $0 == .empty })
      || (indent > row.indent && row.cells.allSatisfy { $0 == .empty })
  }
}

extension DecimalColumn {
  /// Whether a centred number may overhang its column: by at most the padding on either side.
  fileprivate func leavesRoom(for number: NumberText) -> Bool {
    if let reach, number.exponent == nil, LatinModern.width(of: number.plainText) <= reach {
      return true
    }
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
}
