import PanelDocument

/// A table as the HTML templates see it: headers with scope, numbers split at the separator, and
/// beside each number what it was before rounding.
struct HTMLTable {
  private let table: TableModel
  private let columns: [DecimalColumn?]
  private let anchor: String

  init(_ table: TableModel) {
    self.table = table
    anchor = table.id.anchor
    columns = table.columns.dropFirst().enumerated().map { index, column in
      column.alignment == .decimal ? DecimalColumn(index: index, of: table) : nil
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
      "anchor": .text(anchor),
      "language": .text(table.language),
      "rules": .text(ruleClass), "looks": .optional(lookClasses), "measures": .optional(measures),
      "numberLabel": .text(table.numberLabel),
      "caption": table.caption.template,
      "stubLabel": .text(table.stubLabel),
      "columnCount": .text(String(table.columns.count)),
      "groups": .list(groups.map { .text(String($0)) }),
      "boldPanels": .flag(table.look.panelHeading == .bold),
      "layout": .optional(layoutName),
      "words": .flag(table.holdsWords),
      "hasHead": .flag(!table.head.isEmpty),
      "head": .objects(table.head.enumerated().map(headFields)),
      "blocks": .objects(table.blocks.enumerated().map(blockFields)),
    ]
  }

  /// Tables over pages break in print, and those turned sideways take a page that lies.
  private var layoutName: String? {
    switch table.look.layout {
    case .long: "long"
    case .landscape: "landscape"
    case .float, .resize: nil
    case nil: table.blocks.reduce(0) { $0 + $1.rows.count } > Self.rowsOfAPage ? "long" : nil
    }
  }

  /// About as many rows as a page holds.
  private static let rowsOfAPage = 45

  private var ruleClass: String {
    switch table.look.rules.doubled {
    case .none: "booktabs"
    case .top: "double-top"
    case .both: "double"
    }
  }

  /// Classes for what the style has otherwise than a page by itself.
  private var lookClasses: String? {
    var classes: [String] = []
    if table.look.columns == .leading { classes.append("columns-leading") }
    if table.look.type.family == .times { classes.append("type-times") }
    if table.look.caption?.alignment == .center { classes.append("caption-center") }
    return classes.isEmpty ? nil : classes.joined(separator: " ")
  }

  /// Weights of rules and sizes of type, where the style has its own, as custom properties.
  private var measures: String? {
    let rules = table.look.rules
    var measures = [
      ("top", rules.top), ("head", rules.head), ("inner", rules.inner), ("bottom", rules.bottom),
      ("spanner", rules.spanner),
    ].compactMap { name, points in points.map { "--rule-\(name):\(Self.hundredths($0))pt" } }
    let type = table.look.type
    let usual = TypeLook()
    if type.table != usual.table {
      measures.append("--table-size:\(Self.hundredths(Double(type.table) / Double(usual.table)))")
    }
    if type.notes != usual.notes {
      measures.append("--notes-size:\(Self.hundredths(Double(type.notes) / Double(usual.notes)))")
    }
    return measures.isEmpty ? nil : measures.joined(separator: ";")
  }

  private static func hundredths(_ value: Double) -> String {
    let rounded = Int((value * 100).rounded())
    let fraction = String(rounded % 100)
    return "\(rounded / 100)." + (fraction.utf8.count == 1 ? "0" : "") + fraction
  }

  /// The spans of the first head row that has any, for `scope="colgroup"`.
  private var groups: [Int] {
    let spanning = table.head.first { $0.cells.contains { $0.span > 1 } }
    return spanning.map { $0.cells.map(\.span) } ?? [table.columns.count]
  }

  private func headFields(_ number: Int, _ row: HeadRow) -> [String: TemplateValue] {
    var column = 0
    let isLast = number == table.head.count - 1
    let cells = row.cells.map { cell -> [String: TemplateValue] in
      let isStub = column == 0
      let isOne = cell.span == 1
      let isEmpty = cell.text.isEmpty && !(isStub && isLast)
      defer { column += cell.span }
      return [
        "empty": .flag(isOne && isEmpty),
        "stub": .flag(isStub && isOne && !isEmpty),
        "single": .flag(!isStub && isOne && !isEmpty),
        "span": isOne ? .absent : .text(String(cell.span)),
        "alignment": .text(alignmentName(column)),
        "ruled": .flag(cell.hasRule),
        "text": cell.text.template,
      ]
    }
    return ["cells": .objects(cells)]
  }

  private func alignmentName(_ column: Int) -> String {
    guard table.columns.indices.contains(column) else { return "center" }
    return table.columns[column].alignment == .leading ? "leading" : "center"
  }

  private func blockFields(_ number: Int, _ block: TableBlock) -> [String: TemplateValue] {
    let spans = block.labelSpans
    var measure = ""
    return [
      "kind": .text(block.kind.rawValue),
      "rule": .flag(block.hasRuleAbove && number > 0 && table.look.rules.between == .rule),
      "heading": block.heading?.template ?? .absent,
      // The head of the page's column stands at the top, so an empty stub stays empty here.
      "head": .objects(block.head.map { headFields(-1, $0) }),
      "rows": .objects(
        block.rows.enumerated().map { index, row in
          let isUnderLabel = spans[index] == 0
          measure = isUnderLabel ? row.spokenLabel?.plainText ?? "" : ""
          return [
            "class": rowClass(row, continues: index + 1 < spans.count && spans[index + 1] == 0),
            "header": isUnderLabel
              ? .absent
              : .object([
                "span": spans[index] > 1 ? .text(String(spans[index])) : .absent,
                "indent": row.indent > 0 ? .text(String(min(row.indent, 3))) : .absent,
                "label": row.label.template,
                "spokenLabel": row.label.isEmpty ? row.spokenLabel?.template ?? .absent : .absent,
              ]),
            "cells": .objects(
              row.shown.map { cell, column, span in
                cellFields(
                  cell,
                  column: column,
                  span: span,
                  kind: block.kind,
                  measure: measure,
                  tip: "\(anchor)-\(number + 1)-\(index + 1)-\(column + 1)"
                )
              }
            ),
          ]
        }
      ),
    ]
  }

  /// `space` above the row, and `kept` where the row under it belongs to the same label: kept rows
  /// do not grow with a label of many lines.
  private func rowClass(_ row: TableRow, continues: Bool) -> TemplateValue {
    let names = (row.hasSpaceAbove ? ["space"] : []) + (continues ? ["kept"] : [])
    return names.isEmpty ? .absent : .text(names.joined(separator: " "))
  }

  private func cellFields(
    _ cell: Cell,
    column: Int,
    span: Int,
    kind: TableBlock.Kind,
    measure: String,
    tip: String
  ) -> [String: TemplateValue] {
    var fields: [String: TemplateValue] = [
      "span": span == 1 ? .absent : .text(String(span)), "class": .absent, "widths": .absent, "number": .absent, "text": .absent, "mark": .absent,
      "unavailable": .absent, "tip": .text(tip), "exact": .absent, "reason": .absent,
      "details": .list([]), "path": .absent, "heading": .absent,
    ]
    if table.holdsWords, cell != .empty, table.head.last?.cells.indices.contains(column + 1) == true {
      fields["heading"] = .optional(table.head.last?.cells[column + 1].text.plainText)
    }
    let layout = span == 1 && columns.indices.contains(column) ? columns[column] : nil
    let isLeading =
      span == 1 && table.columns.indices.contains(column + 1)
      && table.columns[column + 1].alignment == .leading
    if isLeading { fields["class"] = "leading" }
    switch cell {
    case .estimate(let number, let stars, let trace):
      let shown = HTMLNumber([number], stars: stars, meaning: table.starMeanings[stars])
      fill(&fields, with: shown, in: layout, kind: kind, trace: trace)
    case .uncertainty(let numbers, let bracket, let trace):
      fill(
        &fields,
        with: HTMLNumber(numbers, bracket: bracket, measure: measure),
        in: layout,
        kind: kind,
        trace: trace
      )
    case .statistic(let number, let trace):
      fill(&fields, with: HTMLNumber([number]), in: layout, kind: kind, trace: trace)
    case .test(let number, let pValue, let trace):
      fill(
        &fields,
        with: HTMLNumber(test: number, pValue: pValue),
        in: nil,
        kind: kind,
        trace: trace
      )
    case .text(let text): fields["text"] = text.template
    case .mark(let shown, let spoken):
      if shown.plainText == spoken {
        fields["text"] = shown.template
      } else {
        fields["mark"] = .object(["shown": shown.template, "spoken": .text(spoken)])
      }
    case .unavailable(let shown, let reason):
      fields["unavailable"] = .object(["shown": shown.template])
      fields["reason"] = reason.template
    case .empty: break
    }
    return fields
  }

  private func fill(
    _ fields: inout [String: TemplateValue],
    with number: HTMLNumber,
    in layout: DecimalColumn?,
    kind: TableBlock.Kind,
    trace: Trace
  ) {
    fields["number"] = number.template(in: layout, kind: kind)
    if let layout, number.isAligned(in: layout, kind: kind) {
      fields["class"] = "decimal"
      fields["widths"] = .object([
        "left": .text(layout.leftWidth), "right": .text(layout.rightWidth),
      ])
    }
    let isListed = trace.details.contains { $0.value == trace.exact }
    fields["exact"] = isListed ? .absent : .text(trace.exact)
    fields["details"] = .objects(
      trace.details.map {
        [
          "label": .text($0.label), "value": .text($0.value),
          "own": .flag($0.value == trace.exact),
        ]
      }
    )
    fields["path"] = .text(
      [trace.result, trace.path].filter { !$0.isEmpty }.joined(separator: " ")
    )
  }
}

/// One printed number, an interval, or a test with its p-value, with its brackets and stars.
private struct HTMLNumber {
  let numbers: [NumberText]
  let bracket: Bracket
  let stars: String
  let meaning: String?
  /// What the number is, where no header of its row says so: `standard error of Unemployment`.
  let measure: String
  /// Between two numbers, and after the last.
  var separator = ", "
  var end = ""

  init(test statistic: NumberText, pValue: NumberText) {
    self.init([statistic, pValue])
    (separator, end) = (" [", "]")
  }

  init(
    _ numbers: [NumberText],
    bracket: Bracket = .none,
    stars: String = "",
    meaning: String? = nil,
    measure: String = ""
  ) {
    self.measure = measure
    self.numbers = numbers
    self.bracket = bracket
    self.stars = stars
    self.meaning = meaning
  }

  func isAligned(in layout: DecimalColumn, kind: TableBlock.Kind) -> Bool {
    numbers.count == 1 && layout.aligns(numbers[0], in: kind)
  }

  func template(in layout: DecimalColumn?, kind: TableBlock.Kind) -> TemplateValue {
    var fields: [String: TemplateValue] = [
      "aligned": .absent, "centred": .absent, "stars": .text(stars),
      "raised": .flag(stars.unicodeScalars.contains { $0.properties.isAlphabetic }),
      "open": .text(bracket.opening), "close": .text(bracket.closing + end),
      "spoken": .text(
        (measure.isEmpty ? "" : measure + " ")
          + numbers.map(\.plainText).joined(separator: separator) + end
          + (stars.isEmpty ? "" : meaning.map { ", " + $0 } ?? stars)
      ),
    ]
    if let layout, isAligned(in: layout, kind: kind) {
      var bare = numbers[0]
      bare.isUpperBound = false
      fields["open"] = .text(bracket.opening + (numbers[0].isUpperBound ? "<" : ""))
      fields["aligned"] = .object([
        "left": .text(bare.integerText), "right": .text(bare.fractionText),
      ])
    } else {
      let last = numbers.count - 1
      fields["centred"] = .object([
        "items": .list(
          numbers.enumerated().map { index, number in
            guard case .object(var parts) = number.template else { return .absent }
            parts["separator"] = index < last ? .text(separator) : .absent
            return .object(parts)
          }
        )
      ])
    }
    return .object(fields)
  }
}

extension TableBlock {
  /// How many lines the label of each row stands for: itself and the lines under an estimate, which
  /// have none of their own; 0 for these.
  fileprivate var labelSpans: [Int] {
    var spans: [Int] = []
    var first: Int?
    for (index, row) in rows.enumerated() {
      if row.label.isEmpty, row.spokenLabel != nil, !row.hasSpaceAbove, let first {
        spans[first] += 1
        spans.append(0)
      } else {
        spans.append(1)
        first = row.label.isEmpty ? nil : index
      }
    }
    return spans
  }
}

extension DecimalColumn {
  /// Room before the separator, in widths of a digit.
  fileprivate var leftWidth: String {
    let commas = isGrouped ? (integerDigits - 1) / 3 : 0
    return Self.tenths(10 * (integerDigits + (isSigned ? 1 : 0)) + 5 * commas)
  }

  /// Room for the separator and the digits after it.
  fileprivate var rightWidth: String {
    Self.tenths(fractionDigits == 0 ? 0 : 10 * fractionDigits + 5)
  }

  private static func tenths(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }
}

extension String {
  /// A form that may stand in an `id` and a link.
  package var anchor: String { latexLabel }
}
