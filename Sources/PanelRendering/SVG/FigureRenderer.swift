package import PanelDocument

/// Writes figures as SVG, and the numbers behind them as CSV.
///
/// The SVG stands alone as a file and inside a page alike: its rules are scoped by its id, its
/// ids are the figure's id and a counter, and it asks for nothing outside itself.
package struct FigureRenderer: Sendable {
  package var templates: TemplateSet
  package var theme: FigureTheme

  package init(templates: TemplateSet, theme: FigureTheme) {
    self.templates = templates
    self.theme = theme
  }

  /// The figure as an `<svg>` element, sized in millimetres and measured in points.
  ///
  /// - Throws: ``TemplateError`` if the templates in `svg/` and the model disagree.
  package func svg(of figure: FigureModel) throws(TemplateError) -> String {
    let ids = FigureIdentifiers(of: figure)
    let model: [String: TemplateValue] = [
      "id": .text(ids.root),
      "titleId": .text(ids.title),
      "descriptionId": .text(ids.description),
      "language": .text(figure.language),
      "title": .text(figure.title),
      "description": .text(figure.summary),
      "width": .text(SVGNumber.text(figure.size.width)),
      "height": .text(SVGNumber.text(figure.size.height)),
      "viewWidth": .text(SVGNumber.text(figure.size.width * PrintPoint.perMillimetre)),
      "viewHeight": .text(SVGNumber.text(figure.size.height * PrintPoint.perMillimetre)),
      "style": .markup(
        Markup(.css, FigureStyleSheet(theme: theme, figure: figure, scope: ids.root).text)
      ),
      "groups": .objects(
        figure.groups.filter { !$0.shapes.isEmpty }.map { group in
          [
            "role": .text("g-\(group.role.rawValue)"),
            "shapes": .objects(group.shapes.map { ShapeView(of: $0).fields }),
          ]
        }
      ),
    ]
    return try templates.render(model, with: "figure", as: .svg)
  }

  /// The numbers behind the figure: a header and a row per datum (RFC 4180), unrounded.
  package func csv(of figure: FigureModel) -> String {
    let rows = [figure.data.columns] + figure.data.rows.map { $0.map(\.machineText) }
    return rows.map { row in
      row.map { OutputFormat.csv.escaped($0) }.joined(separator: ",") + "\n"
    }.joined()
  }
}

/// The ids inside a figure's SVG.
package struct FigureIdentifiers: Sendable {
  /// The figure's id with every byte but letters, digits, `-` and `_` written as `_` and its
  /// hexadecimal digits, so that it is a name in XML and in CSS.
  let base: String

  package init(of figure: FigureModel) {
    var base = ""
    for byte in figure.id.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        base.unicodeScalars.append(Unicode.Scalar(byte))
      default: base += "_" + String(byte, radix: 16)
      }
    }
    let first = base.utf8.first ?? UInt8(ascii: "-")
    let isName = first >= UInt8(ascii: "A") && first != UInt8(ascii: "_")
    self.base = isName ? base : "f" + base
  }

  /// The id of the `<svg>` element.
  package var root: String { "\(base)-0" }
  var title: String { "\(base)-1" }
  var description: String { "\(base)-2" }
}

extension FigureData.Value {
  /// As programs read it back to the same value; empty where there is none.
  package var machineText: String {
    switch self {
    case .text(let text): text
    case .count(let count): String(count)
    case .missing: ""
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15
        ? String(Int(number)) : number.description.replacing("e+", with: "e")
    }
  }
}
