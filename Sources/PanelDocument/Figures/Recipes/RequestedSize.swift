import PanelResults

/// The size that a study asks of a figure: `{width: single, height: 60}`, in millimetres.
package struct RequestedSize: Sendable, Equatable {
  package enum Width: Sendable, Equatable {
    case column(Column)
    case millimetres(Double)
  }
  /// A width that the theme names.
  package enum Column: String, Sendable, CaseIterable {
    case single
    case oneAndHalf = "one-and-half"
    case double
  }
  package var width: Width
  /// In millimetres; what the content needs where absent.
  package var height: Double?

  package init(width: Width = .column(.single), height: Double? = nil) {
    self.width = width
    self.height = height
  }

  /// The width in points.
  func width(in theme: FigureTheme) -> Double {
    let millimetres =
      switch width {
      case .column(.single): theme.widths.single
      case .column(.oneAndHalf): theme.widths.oneAndHalf
      case .column(.double): theme.widths.double
      case .millimetres(let width): width
      }
    return millimetres * PrintPoint.perMillimetre
  }

  static let limits = 30.0...1000.0
  static let key = KeyDescription(
    "size",
    .object([
      KeyDescription(
        "width",
        .either([.choice(Column.allCases.map(\.rawValue)), .number]),
        default: "single",
        "A column width of the figure theme, or millimetres."
      ),
      KeyDescription(
        "height",
        .number,
        default: "what the content needs",
        "The height in millimetres."
      ),
    ]),
    "The size in print."
  )
}

extension RequestedSize: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case width, height }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(height: try container.decodeIfPresent(Double.self, forKey: .height))
    if let number = try container.decodeIfShaped(Double.self, forKey: .width) {
      width = .millimetres(number)
    } else if let word = try container.decodeIfPresent(String.self, forKey: .width) {
      width = .column(try decoder.word(word, what: "width"))
    }
    var lengths = height.map { [$0] } ?? []
    if case .millimetres(let number) = width { lengths.append(number) }
    if let wrong = lengths.first(where: { !RequestedSize.limits.contains($0) }) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a figure is 30 to 1000 mm wide and high, not \(wrong)"
        )
      )
    }
  }
}
