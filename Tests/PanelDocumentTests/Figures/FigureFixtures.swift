import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// A document in English around one figure.
func figureContext(
  theme: String = "plain",
  id: String = "figure1",
  labels: [String: LocalizedText] = [:]
) throws -> DocumentContext {
  DocumentContext(
    id: id,
    number: "1",
    caption: "A figure",
    labels: labels,
    glossary: try StyleFiles.load(from: "glossaries/en.yaml"),
    tableStyle: try StyleFiles.load(from: "tables/plain.yaml"),
    figureTheme: try StyleFiles.load(from: "figures/\(theme).yaml")
  )
}

func named(_ results: [any AnalysisResult]) -> [NamedResult] {
  results.enumerated().map { NamedResult(reference: "baseline[\($0 + 1)]", result: $1) }
}

extension FigureModel {
  var texts: [TextShape] {
    groups.flatMap(\.shapes).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  func shapes(of role: ShapeGroup.Role) -> [Shape] {
    groups.filter { $0.role == role }.flatMap(\.shapes)
  }
}

/// What no figure may do: text over text, ink off the sheet, words over data, text too small.
func expectReadable(
  _ figure: FigureModel,
  in theme: FigureTheme,
  _ comment: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let sheet = Box(
    x: 0,
    y: 0,
    width: figure.size.width * PrintPoint.perMillimetre,
    height: figure.size.height * PrintPoint.perMillimetre
  )
  let boxes = figure.texts.map { ($0.text, $0.box(in: theme)) }
  for (index, (text, box)) in boxes.enumerated() {
    #expect(
      sheet.contains(box, slack: 0.05),
      "'\(text)' leaves the sheet: \(box) \(comment())",
      sourceLocation: sourceLocation
    )
    for (other, otherBox) in boxes[(index + 1)...] {
      #expect(
        !box.overlaps(otherBox, slack: 0.05),
        "'\(text)' over '\(other)' \(comment())",
        sourceLocation: sourceLocation
      )
    }
  }
  for shape in figure.groups.flatMap(\.shapes) {
    for point in shape.corners {
      #expect(
        sheet.contains(Box(x: point.x, y: point.y, width: 0, height: 0), slack: 0.05),
        "\(shape) leaves the sheet \(comment())",
        sourceLocation: sourceLocation
      )
    }
  }
  for shape in figure.shapes(of: .data) {
    for point in shape.corners {
      let place = Box(x: point.x, y: point.y, width: 0, height: 0)
      #expect(
        figure.frames.contains { $0.contains(place, slack: 0.05) },
        "\(shape) leaves the frames \(comment())",
        sourceLocation: sourceLocation
      )
    }
  }
  for frame in figure.frames {
    // Words may stand in a frame where no ink is, and in the cells of a table.
    let ink = figure.shapes(of: .data).filter { !$0.isCell }.flatMap(\.coveredBoxes)
    for text in figure.texts {
      let box = text.box(in: theme)
      guard frame.overlaps(box, slack: 0.05) else { continue }
      #expect(
        frame.contains(box, slack: 0.05) && !ink.contains { $0.overlaps(box, slack: 0.05) },
        "'\(text.text)' stands over the data \(comment())",
        sourceLocation: sourceLocation
      )
    }
  }
  #expect(figure.title.count <= FigureModel.titleLimit && !figure.title.isEmpty)
  #expect(!figure.summary.isEmpty)
}

extension Shape {
  /// Whether the shape is a cell of a table.
  var isCell: Bool {
    guard case .rectangle(_, let ink) = self else { return false }
    return [.faint, .medium, .strong].contains(ink.role)
  }

  /// The points that bound the shape.
  var corners: [Point] {
    switch self {
    case .line(let from, let to, _): [from, to]
    case .polyline(let points, _), .polygon(let points, _): points
    case .area(let rings, _): rings.flatMap { $0 }
    case .lines(let lines, _): lines.flatMap { $0 }
    case .circle(let centre, let radius, _):
      [
        Point(x: centre.x - radius, y: centre.y - radius),
        Point(x: centre.x + radius, y: centre.y + radius),
      ]
    case .rectangle(let box, _):
      [Point(x: box.left, y: box.top), Point(x: box.right, y: box.bottom)]
    case .text: []
    }
  }
}

/// Numbers that are the same on every run.
struct SeededNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2_654_435_761 &+ 1 }

  /// Uniform on [0, 1).
  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53)
  }

  mutating func below(_ limit: Int) -> Int { Int(uniform() * Double(limit)) }
}
