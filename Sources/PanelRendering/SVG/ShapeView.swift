import Foundation
import PanelDocument

/// A shape as the templates in `svg/` see it: one field per kind, all but one absent.
struct ShapeView {
  private static let kinds = ["line", "polyline", "polygon", "area", "circle", "rectangle", "text"]
  let fields: [String: TemplateValue]

  init(of shape: Shape) {
    let (kind, values) = ShapeView.values(of: shape)
    var fields = Dictionary(
      uniqueKeysWithValues: ShapeView.kinds.map { ($0, TemplateValue.absent) }
    )
    fields[kind] = .object(values.mapValues { $0 })
    self.fields = fields
  }

  private static func values(of shape: Shape) -> (String, [String: TemplateValue]) {
    switch shape {
    case .line(let from, let to, let ink):
      (
        "line",
        [
          "class": .text(ink.classes), "x1": number(from.x), "y1": number(from.y),
          "x2": number(to.x), "y2": number(to.y),
        ]
      )
    case .polyline(let points, let ink):
      ("polyline", ["class": .text(ink.classes), "points": list(points)])
    case .polygon(let points, let ink):
      ("polygon", ["class": .text(ink.classes), "points": list(points)])
    case .area(let rings, let ink):
      ("area", ["class": .text(ink.classes), "path": .text(PathText.text(of: rings))])
    case .lines(let lines, let ink):
      (
        "area",
        [
          "class": .text(ink.classes),
          "path": .text(PathText.text(of: lines, isClosed: false)),
        ]
      )
    case .circle(let centre, let radius, let ink):
      (
        "circle",
        [
          "class": .text(ink.classes), "x": number(centre.x), "y": number(centre.y),
          "radius": number(radius),
        ]
      )
    case .rectangle(let box, let ink):
      (
        "rectangle",
        [
          "class": .text(ink.classes), "x": number(box.x), "y": number(box.y),
          "width": number(box.width), "height": number(box.height),
        ]
      )
    case .text(let text): ("text", values(of: text))
    }
  }

  private static func values(of text: TextShape) -> [String: TemplateValue] {
    let (x, y) = (SVGNumber.text(text.anchor.x), SVGNumber.text(text.anchor.y))
    return [
      "class": .text("f-\(text.role.rawValue)"), "x": .text(x), "y": .text(y),
      "anchor": text.alignment == .start ? .absent : .text(text.alignment.rawValue),
      "turn": text.isVertical ? .text("rotate(-90 \(x) \(y))") : .absent,
      "content": .text(text.text),
      "raised": .optional(text.raised),
    ]
  }

  private static func number(_ value: Double) -> TemplateValue { .text(SVGNumber.text(value)) }

  private static func list(_ points: [Point]) -> TemplateValue {
    .text(points.map { "\(SVGNumber.text($0.x)),\(SVGNumber.text($0.y))" }.joined(separator: " "))
  }
}

extension Ink {
  /// The classes that the style sheet knows: the role, and the series where there is one.
  var classes: String {
    "f-\(role.rawValue)" + (series.map { " f-s\($0 + 1)" } ?? "")
  }
}

/// Rings or lines as the data of a path: a place, then steps, in tenths of a point.
///
/// Steps are differences of rounded places, so that a border has the same places in the paths of
/// both its regions.
enum PathText {
  static func text(of rings: [[Point]], isClosed: Bool = true) -> String {
    var text = ""
    for ring in rings {
      var places: [(x: Int, y: Int)] = []
      for point in ring {
        precondition(
          abs(point.x) < 1e6 && abs(point.y) < 1e6, "a coordinate is no place on paper")
        let place = (x: Int((point.x * 10).rounded()), y: Int((point.y * 10).rounded()))
        if places.last.map({ $0 != place }) ?? true { places.append(place) }
      }
      guard var last = places.first, places.count > 1 else { continue }
      text += "M" + tenths(last.x) + " " + tenths(last.y)
      var isFirst = true
      for place in places.dropFirst() {
        text += isFirst ? "l" : " "
        text += tenths(place.x - last.x) + " " + tenths(place.y - last.y)
        (last, isFirst) = (place, false)
      }
      if isClosed { text += "z" }
    }
    return text
  }

  private static func tenths(_ number: Int) -> String {
    let (whole, rest) = abs(number).quotientAndRemainder(dividingBy: 10)
    return (number < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }
}

/// Coordinates: at most two decimals, no trailing zeros, no `-0`.
enum SVGNumber {
  static func text(_ value: Double) -> String {
    precondition(value.isFinite && abs(value) < 1e7, "a coordinate is no place on paper")
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0\(rest)" : "\(rest)")
    return "\(sign)\(whole).\(digits)"
  }
}
